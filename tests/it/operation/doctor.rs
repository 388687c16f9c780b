//! `greenwindow doctor`: before the first start, while the program runs, and when something is wrong.

use super::program;
use crate::double::{Failure, TOKEN, Tg};
use crate::program::Program;

async fn told(program: &Program) -> (bool, String) {
    let output = program.call(&["doctor"]).await;
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(!text.contains(TOKEN), "{text}");
    (output.status.success(), text)
}

#[tokio::test]
async fn the_doctor_says_what_is_to_be_done() {
    let tg = Tg::open().await;
    tg.person(9, "管理员");
    let mut program = program(&tg);
    let (well, text) = told(&program).await;
    assert!(
        well && text.contains("the first start makes it") && text.contains("OK     The clock is right."),
        "{text}"
    );
    program.start();
    let (group, mute) = (tg.group(-1005, "镇群"), tg.group(-1006, "哑群"));
    for (chat, township) in [(group, "楚江街道"), (mute, "二都街道")] {
        tg.promote_bot(chat, 9);
        tg.say(chat, 9, &format!("/bind_township 石门县 {township}"));
    }
    let bound = |world: &crate::double::World| {
        [-1005, -1006]
            .iter()
            .all(|c| world.chat(*c).notes.values().any(|n| n.from == crate::double::From::Bot))
    };
    tg.once("both are bound", bound).await;
    let (well, text) = told(&program).await;
    assert!(
        well && text.contains("The program is running") && text.contains("In 镇群 (-1005) the bot may write and pin."),
        "{text}"
    );
    tg.mute_bot(mute, 9);
    tg.fail(Some("getMe"), None, 1, Failure::refused(401, "Unauthorized"));
    let (well, text) = told(&program).await;
    assert!(
        !well && text.contains("TO DO  Telegram does not answer as it should: 401 Unauthorized."),
        "{text}"
    );
    program.stop().await.unwrap();
    program
        .env("LC_ALL", "zh_CN.UTF-8")
        .env("GREENWINDOW_BACKUP_FOLDER", "copies")
        .env("GREENWINDOW_TELEGRAM_WEBHOOK_URL", "https://x.example/telegram");
    let (well, text) = told(&program).await;
    assert!(
        !well && text.contains("OK      数据打得开。") && text.contains("要处理  哑群 (-1006)：机器人不能发言。"),
        "{text}"
    );
    assert!(text.contains("要处理  Telegram 那边的 webhook 是“”"), "{text}");
    assert!(text.contains("要处理  夜里的备份在 copies，密钥不在"), "{text}");
    assert!(text.contains("有 3 处要处理"), "{text}");
    program.env("GREENWINDOW_KEYRING_PASSPHRASE", "绿水青山就是金山银山 2026");
    let (_, text) = told(&program).await;
    assert!(text.contains("OK      每天夜里备份到 copies，密钥也在那里"), "{text}");
}
