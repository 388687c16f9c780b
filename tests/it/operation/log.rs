//! The log: JSON on demand, a happening a line, and the bot's token nowhere, whatever fails.

use serde_json::{Value, json};

use super::program;
use crate::double::{Failure, TOKEN, Tg};
use crate::program::free_address;

const LI: i64 = 7;

/// Every way a call can fail, at the most talkative level, and all that was written meanwhile.
async fn troubled(format: &str) -> String {
    let tg = Tg::open().await;
    tg.person(9, "管理员");
    tg.person(LI, "李\n茶\u{202e}");
    tg.group(-1005, "镇群");
    tg.add_bot(-1005, 9);
    let mut program = program(&tg);
    program.env("GREENWINDOW_LOG", "trace").env("GREENWINDOW_LOG_FORMAT", format);
    for (method, failure) in [
        ("getMe", Failure::Reset { done: false }),
        ("setMyCommands", Failure::refused(400, "Bad Request: BOT_COMMAND_INVALID")),
        ("getUpdates", Failure::Garbage),
        ("sendMessage", Failure::flood(0)),
        ("sendMessage", Failure::Reset { done: false }),
        ("sendMessage", Failure::refused(400, "Bad Request: BUTTON_DATA_INVALID")),
    ] {
        tg.fail(Some(method), None, 1, failure);
    }
    tg.start(LI, "");
    tg.raw_update(json!({"message": 7}));
    program.start();
    tg.once("all has failed once", |world| {
        world.calls.iter().filter(|c| c.method == "sendmessage").count() == 3
    })
    .await;
    tg.fail(Some("getUpdates"), None, 1, Failure::refused(401, "Unauthorized"));
    tg.say(LI, LI, "茶");
    assert!(!program.end().await.success(), "it ends when the token is not accepted any more");
    let mut written = program.written();
    // Nobody there at all; a webhook that is refused; a proxy that is none.
    program.env("TELOXIDE_API_URL", "http://127.0.0.1:1/");
    program.start();
    program.until_written("Connection refused").await;
    tg.fail(
        Some("setWebhook"),
        None,
        1,
        Failure::refused(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook"),
    );
    program.stop().await.unwrap();
    program.env("TELOXIDE_API_URL", tg.address());
    program.env("GREENWINDOW_TELEGRAM_WEBHOOK_URL", "http://127.0.0.1:9/telegram");
    program.env("GREENWINDOW_TELEGRAM_WEBHOOK_LISTEN", &free_address()).start();
    assert!(!program.end().await.success());
    program.env("TELOXIDE_PROXY", "nonsense").start();
    assert!(!program.end().await.success());
    written += &program.written();
    assert!(written.contains("bad webhook") && written.contains("no proxy"), "{written}");
    assert!(
        !written.contains(TOKEN) && !written.contains(TOKEN.split_once(':').unwrap().1),
        "the token is in the log"
    );
    written
}

#[tokio::test]
async fn the_token_is_nowhere_in_a_log_for_people() {
    let written = troubled("human").await;
    assert!(written.contains(" WARN") && !written.contains('\u{202e}'));
}

#[tokio::test]
async fn a_log_in_json_has_an_object_a_line_and_no_token() {
    let written = troubled("json").await;
    let objects: Vec<Value> = written
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(Value::is_object)
        .collect();
    assert!(
        objects
            .iter()
            .any(|o| o["level"] == "WARN" && o["message"] == "Telegram gives no updates" && o["wait_ms"].is_u64())
    );
    let broken = written
        .lines()
        .filter(|line| line.starts_with('{') && serde_json::from_str::<Value>(line).is_err())
        .count();
    assert_eq!(broken, 0);
}
