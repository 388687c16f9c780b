//! The real program writes its store anew: while it runs, and killed in the middle.

use crate::double::{From, Tg};
use crate::program::Program;

const LI: i64 = 101;

async fn asked(tg: &Tg, words: &str) {
    let newest = |world: &crate::double::World| {
        let mut notes = world.chat(LI).notes.values().rev();
        notes
            .find(|note| note.from == From::Bot)
            .is_some_and(|note| note.text.contains(words))
    };
    tg.once(words, newest).await;
}

/// An owner who has come to the second question; the program runs.
async fn begun() -> (Tg, Program) {
    let tg = Tg::open().await;
    tg.person(LI, "李茶");
    let mut program = Program::new(&tg, false);
    program.start();
    tg.start(LI, "");
    asked(&tg, "做过排污登记吗").await;
    tg.tap(LI, LI, "1 没有登记过");
    asked(&tg, "主要做什么").await;
    (tg, program)
}

/// The folders of tables in its data folder.
fn tables(program: &Program) -> Vec<String> {
    let entries = std::fs::read_dir(program.data()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("db")).collect()
}

#[tokio::test]
async fn the_store_of_the_running_program_is_written_anew_and_nobody_notices() {
    let (tg, mut program) = begun().await;
    let done = program.call(&["compact"]).await;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success() && said.contains("重新写了一遍"), "{said} {}", program.log());
    tg.answer(LI, LI, "打米厂");
    asked(&tg, "是在厂房").await;
    program.kill().unwrap();
    assert_eq!(tables(&program), ["db-2"]);
    let table = program.export().unwrap();
    let industry = |cells: &std::collections::BTreeMap<String, String>| cells.values().any(|cell| cell.contains("1311"));
    assert!(table.values().any(industry), "{table:?}");
}

#[tokio::test]
async fn killed_while_compacting_the_store_is_the_old_one_or_the_new_one() {
    let (_tg, mut program) = begun().await;
    program.stop().await.unwrap();
    let table = program.export().unwrap();
    let (mut before, mut after) = (0, 0);
    // It dies at each of these calls of one thread in turn, until it comes to its end alive.
    for (call, step) in [("fsync", 3), ("rename", 1), ("unlinkat", 1), ("pwrite64", 3)] {
        for nth in (1..1_000).step_by(step) {
            let there = tables(&program);
            if !program.call_to_die(&["compact"], call, nth).await {
                break;
            }
            assert_eq!(program.export().unwrap(), table, "after death at {call} {nth}");
            let left = tables(&program);
            assert_eq!(left.len(), 1, "the next start has removed what was left");
            *(if left == there { &mut before } else { &mut after }) += 1;
        }
    }
    assert!(
        before >= 8 && after >= 3,
        "it died {before} times before the exchange and {after} times after it"
    );
}
