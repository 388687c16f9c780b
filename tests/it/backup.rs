//! The real program: backed up while it runs, put back into another folder, and every night.

use std::fs;
use std::process::{Command, Output};
use std::time::Duration;

use greenwindow::backup::verify;

use crate::double::{From, Tg};
use crate::program::Program;

const ADMIN: i64 = 99;
const LI: i64 = 101;
const EARLIER: &str = "做过排污登记吗";
const INDUSTRY: &str = "主要做什么";
const WORKSHOP: &str = "是在厂房、车间";
const PLACE: &str = "下面有没有符合的";

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

/// Runs a subcommand: whether it went well, and what it said.
async fn run(program: &Program, args: &[&str]) -> (bool, String) {
    let mut command: Command = program.command();
    command
        .args(args)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    (output.status.success(), text(&output))
}

pub(crate) async fn asked(tg: &Tg, words: &str) {
    let newest = |world: &crate::double::World| {
        let notes = world.chat(LI).notes.values();
        notes
            .rev()
            .find(|note| note.from == From::Bot)
            .is_some_and(|note| note.text.contains(words))
    };
    tg.once(words, newest).await;
}

#[tokio::test]
async fn a_backup_of_the_running_program_goes_on_at_the_same_question() {
    let tg = Tg::open().await;
    tg.person(LI, "李茶");
    let mut program = Program::new(&tg, false);
    program.start();
    tg.start(LI, "");
    asked(&tg, EARLIER).await;
    tg.tap(LI, LI, "1 没有登记过");
    asked(&tg, INDUSTRY).await;
    tg.answer(LI, LI, "打米厂");
    asked(&tg, WORKSHOP).await;

    let (well, said) = run(&program, &["backup", "all.backup"]).await;
    assert!(well, "{said}");
    let file = program.file("all.backup");
    let found = verify(&file).unwrap();
    assert!(said.contains(&format!("{} 条记录", found.counts.records)), "{said}");
    assert!(found.counts.updates >= 3 && found.counts.lines > 0, "{found:?}");
    let (well, said) = run(&program, &["restore", "all.backup"]).await;
    assert!(!well && said.contains("is not empty"), "{said}");
    program.stop().await.unwrap();

    // The same from the store itself, when nobody runs.
    let (well, said) = run(&program, &["backup", "still.backup"]).await;
    assert!(well, "{said}");
    assert_eq!(verify(&program.file("still.backup")).unwrap().counts.records, found.counts.records);

    program.move_to("other");
    let (well, said) = run(&program, &["backup", "nothing.backup"]).await;
    assert!(!well && said.contains("there is nothing to back up"), "{said}");
    let (well, said) = run(&program, &["restore", "all.backup"]).await;
    assert!(well, "{said}");
    let folder = program.file("other");
    assert_eq!(fs::read_to_string(folder.join("FORMAT")).unwrap(), "3\n");
    let committed: u64 = fs::read_to_string(folder.join("COMMITTED")).unwrap().trim().parse().unwrap();
    assert!(committed > 0 && !folder.join("RESTORING").exists());
    // The keys are kept apart: without them nothing is begun in silence.
    let (well, said) = run(&program, &["export"]).await;
    assert!(
        !well && said.contains("keyring is missing") || said.contains("the master key"),
        "{said}"
    );
    for name in ["keyring", "master.key"] {
        fs::copy(program.file("data").join(name), folder.join(name)).unwrap();
    }
    program.start();
    tg.answer(LI, LI, "是");
    asked(&tg, PLACE).await;
    program.stop().await.unwrap();
    assert_eq!(program.log(), "");
}

#[tokio::test]
async fn a_backup_with_its_keyring_is_put_back_whole_and_one_without_says_what_is_missing() {
    const PASSPHRASE: &str = "GREENWINDOW_KEYRING_PASSPHRASE";
    let tg = Tg::open().await;
    tg.person(LI, "李茶");
    let mut program = Program::new(&tg, false);
    program.start();
    tg.start(LI, "");
    asked(&tg, EARLIER).await;
    tg.say(LI, LI, "帮助");
    tg.once("a ticket", |world| {
        world.chat(LI).notes.values().any(|note| note.text.contains("第1号"))
    })
    .await;
    let (well, said) = run(&program, &["backup", "all.backup", "--keyring", "all.keys"]).await;
    assert!(!well && said.contains("at least 12 characters"), "{said}");
    program.env(PASSPHRASE, "绿水青山就是金山银山 2026");
    let (well, said) = run(&program, &["backup", "all.backup", "--keyring", "all.keys"]).await;
    assert!(well && said.contains("密钥写好了"), "{said}");
    program.stop().await.unwrap();

    program.move_to("without");
    let (well, said) = run(&program, &["restore", "all.backup"]).await;
    assert!(well && said.contains("缺密钥") && said.contains("问帮办台的问题：1"), "{said}");
    assert!(!said.contains("月份不明"), "{said}");
    let (well, said) = run(&program, &["export"]).await;
    assert!(!well && said.contains("keyring"), "{said}");

    program.move_to("wrong");
    program.env(PASSPHRASE, "not the passphrase");
    let (well, said) = run(&program, &["restore", "all.backup", "--keyring", "all.keys"]).await;
    assert!(!well && said.contains("not the passphrase"), "{said}");
    assert!(!program.file("wrong").join("FORMAT").exists(), "nothing was restored");

    program.move_to("whole");
    program.env(PASSPHRASE, "绿水青山就是金山银山 2026");
    let (well, said) = run(&program, &["restore", "all.backup", "--keyring", "all.keys"]).await;
    assert!(well && said.contains("密钥也恢复了") && !said.contains("缺密钥"), "{said}");
    program.start();
    asked(&tg, "上面的旧按钮不能用了").await;
    tg.tap(LI, LI, "1 没有登记过");
    asked(&tg, INDUSTRY).await;
    program.stop().await.unwrap();
}

#[tokio::test]
async fn the_backup_of_the_night_is_made_or_the_administrator_told() {
    let tg = Tg::open().await;
    tg.person(ADMIN, "管理员");
    tg.start(ADMIN, "");
    let mut program = Program::new(&tg, false);
    let folder = program.file("copies");
    program.set("BACKUP_FOLDER", folder.to_str().unwrap());
    program.set("BACKUP_HOUR", "0");
    program.env("GREENWINDOW_KEYRING_PASSPHRASE", "绿水青山就是金山银山 2026");
    program.start();
    tg.once("the administrator is told", |world| {
        world
            .chat(ADMIN)
            .notes
            .values()
            .any(|note| note.text.contains("备份没做成") && note.text.contains("copies"))
    })
    .await;
    program.stop().await.unwrap();
    assert!(program.log().contains("the backup of this night has failed"), "{}", program.log());

    fs::create_dir(&folder).unwrap();
    program.start();
    let made = async {
        loop {
            let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
            names.sort();
            match &names[..] {
                [file, keys] if keys.ends_with("greenwindow.keys") => return file.clone(),
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    };
    let file = tokio::time::timeout(Duration::from_mins(1), made)
        .await
        .expect("the backup is made");
    program.stop().await.unwrap();
    assert!(verify(&file).unwrap().counts.records > 0);
    let exported = fs::read(folder.join("greenwindow.keys")).unwrap();
    let keys = greenwindow::seal::Keys::default();
    assert!(keys.import(&exported, "another passphrase").is_err());
    assert!(keys.import(&exported, "绿水青山就是金山银山 2026").is_ok());
}
