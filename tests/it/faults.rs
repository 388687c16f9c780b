//! The real program on a folder that is full, closed, damaged or too new, and stopped while Telegram hangs.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::fs::PermissionsExt as _;

use crate::double::{Failure, From, Tg, World};
use crate::program::Program;

const WANG: i64 = 7;
/// More than a small disk takes.
const MESSAGES: usize = 800;

async fn town() -> (Tg, Program) {
    let tg = Tg::open().await;
    tg.person(WANG, "王");
    let program = Program::new(&tg, false);
    (tg, program)
}

fn from_bot(world: &World) -> usize {
    world.chat(WANG).notes.values().filter(|note| note.from == From::Bot).count()
}

/// Lets the program begin a form, and stops it.
async fn begun() -> (Tg, Program) {
    let (tg, mut program) = town().await;
    program.start();
    tg.start(WANG, "");
    tg.once("the first question", |world| from_bot(world) > 0).await;
    program.stop().await.unwrap();
    (tg, program)
}

/// Starts the program, which must refuse; gives its complaint.
async fn refused(tg: &Tg, program: &mut Program) -> String {
    let calls = tg.calls().len();
    program.start();
    let status = program.end().await;
    assert_eq!(status.code(), Some(1), "{}", program.log());
    assert_eq!(tg.calls().len(), calls, "it never came to speak");
    program.log()
}

#[tokio::test]
async fn a_full_disk_ends_the_program_with_a_sentence_and_loses_nothing() {
    let (tg, mut program) = town().await;
    // sh counts in blocks of 512 bytes. What is too large for the limit is an error, as on a full disk.
    program.start_by(&["sh", "-c", "trap '' XFSZ; ulimit -f 200; exec \"$0\""]);
    tg.start(WANG, "");
    tg.once("the first question", |world| from_bot(world) > 0).await;
    for _ in 0..MESSAGES {
        tg.say(WANG, WANG, "/unknown");
    }
    let status = program.end().await;
    let (log, answered) = (program.log(), tg.look(from_bot));
    assert_eq!(status.code(), Some(1), "{log}");
    // Many messages may stand in the store already and wait for their answers.
    assert!(answered < MESSAGES, "after {answered} answers: {log}");
    assert!(
        log.contains("there is no room left") && log.contains("make room, then start again"),
        "{log}"
    );
    // With room again, whatever was not answered comes again and is answered.
    program.start();
    tg.until("every message has its answer", |world| from_bot(world) > MESSAGES).await;
    tg.tap(WANG, WANG, "1 没有登记过");
    tg.until("the form goes on", |world| {
        world.chat(WANG).notes.values().any(|note| note.text.contains("主要做什么"))
    })
    .await;
    program.stop().await.unwrap();
}

#[tokio::test]
async fn a_folder_that_is_closed_to_the_user_is_refused_with_a_sentence() {
    let (tg, mut program) = begun().await;
    let calls = tg.calls().len();
    let data = program.data();
    let folder = data.parent().unwrap();
    if fs::metadata(folder).unwrap().uid() == 0 {
        // Root may write everywhere, so the program is started as nobody, by a copy that nobody may read.
        let copy = folder.join("greenwindow");
        fs::copy(env!("CARGO_BIN_EXE_greenwindow"), &copy).unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
        let starter = format!("exec setpriv --reuid 65534 --regid 65534 --clear-groups {}", copy.display());
        program.start_by(&["sh", "-c", &starter]);
    } else {
        fs::remove_dir_all(&data).unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).unwrap();
        program.start();
    }
    let status = program.end().await;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let log = program.log();
    assert_eq!(status.code(), Some(1), "{log}");
    assert!(log.contains("no right to use") && log.contains("chown"), "{log}");
    assert_eq!(tg.calls().len(), calls);
}

#[tokio::test]
async fn a_damaged_store_is_refused_with_a_sentence() {
    let (tg, mut program) = begun().await;
    let file = program.data().join("db/db");
    let mut bytes = fs::read(&file).unwrap();
    let end = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    bytes[end / 2..end].fill(0xA5);
    fs::write(&file, &bytes).unwrap();
    let log = refused(&tg, &mut program).await;
    assert!(
        log.contains("is damaged") && log.contains("start with a restored backup in another one"),
        "{log}"
    );
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_refused_with_a_sentence() {
    let (tg, mut program) = begun().await;
    fs::write(program.data().join("FORMAT"), "99\n").unwrap();
    let log = refused(&tg, &mut program).await;
    assert!(
        log.contains("was written by a newer version") && log.contains("use the newer version"),
        "{log}"
    );
}

#[tokio::test]
async fn a_stop_does_not_wait_for_calls_that_hang() {
    for signal in ["TERM", "INT"] {
        let (tg, mut program) = town().await;
        tg.fail(Some("sendMessage"), None, 9, Failure::Silence);
        program.start();
        tg.start(WANG, "");
        tg.once("a call hangs, and the next poll", |world| world.in_flight > 0 && world.polling > 0)
            .await;
        program.stop_by(signal).await.unwrap();
        assert_eq!(program.log(), "");
        // What was not said is said by the next one.
        tg.recover();
        program.start();
        tg.once("the first question", |world| from_bot(world) > 0).await;
        program.stop().await.unwrap();
    }
}

#[tokio::test]
async fn a_stop_before_telegram_has_ever_answered_is_heard() {
    let (tg, mut program) = town().await;
    tg.fail(Some("getMe"), None, 1, Failure::Silence);
    program.start();
    tg.once("the first call hangs", |world| world.in_flight > 0).await;
    program.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_start_goes_on_without_a_word() {
    let (tg, mut program) = begun().await;
    let talk = |world: &World| world.calls.iter().filter(|call| call.params.get("chat_id").is_some()).count();
    let (polls, before) = tg.look(|world| (world.polls, talk(world)));
    program.start();
    tg.until("the bot waits for updates", |world| world.polls > polls && world.polling > 0)
        .await;
    program.stop().await.unwrap();
    assert_eq!(tg.look(talk), before);
    program.start();
    tg.tap(WANG, WANG, "1 没有登记过");
    tg.once("the form goes on", |world| {
        world.chat(WANG).notes.values().any(|note| note.text.contains("主要做什么"))
    })
    .await;
    program.stop().await.unwrap();
}
