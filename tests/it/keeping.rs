//! The store written anew: while the real program runs, and killed in the middle; and what is in no byte of the folder then.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use greenwindow::ids::{Channel, OutboxId};
use greenwindow::retention;
use greenwindow::seal::{Class, Files, Month, Opened, Sealing};
use greenwindow::store::{AggId, Commit, Expect, Head, Kind, OutboxRow, SledStore, Store, Write};

use crate::backup::asked;
use crate::double::Tg;
use crate::golden::{copy, keys};
use crate::private::holding;
use crate::program::Program;
use crate::records;

const LI: i64 = 101;

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
    let entries = fs::read_dir(program.data()).unwrap();
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
    let industry = |cells: &BTreeMap<String, String>| cells.values().any(|cell| cell.contains("1311"));
    assert!(table.values().any(industry), "{table:?}");
}

#[tokio::test]
async fn tables_that_are_older_than_a_day_are_written_anew_at_night() {
    let tg = Tg::open().await;
    let mut program = Program::new(&tg, false);
    // An hour later is midnight, which is over whenever this runs.
    program.set("RETENTION_HOUR", "23");
    program.start();
    tg.once("it runs", |world| world.polls > 0).await;
    program.stop().await.unwrap();
    assert_eq!(tables(&program), ["db"], "they are of today");
    let made = fs::File::open(program.data().join("db/conf")).unwrap();
    made.set_modified(SystemTime::now() - Duration::from_hours(24)).unwrap();
    program.start();
    let mut looks = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..1_500 {
        if tables(&program) == ["db-2"] {
            return program.stop().await.unwrap();
        }
        looks.tick().await;
    }
    panic!("it was never written anew: {}", program.log());
}

fn forms(program: &Program) -> Vec<(String, Head)> {
    let store = SledStore::open(&program.data()).unwrap();
    store.scan(Kind::Case, "", None, 9).unwrap()
}

#[tokio::test]
async fn killed_while_compacting_the_store_is_the_old_one_or_the_new_one() {
    let (_tg, mut program) = begun().await;
    program.stop().await.unwrap();
    let (table, kept) = (program.export().unwrap(), forms(&program));
    let (mut before, mut after) = (0, 0);
    // It dies at each of these calls of one thread in turn, until it comes to its end alive.
    for (call, step) in [("fsync", 5), ("rename", 1), ("unlinkat", 1), ("pwrite64", 4)] {
        for nth in (1..1_000).step_by(step) {
            let there = tables(&program);
            if !program.call_to_die(&["compact"], call, nth).await {
                break;
            }
            assert_eq!(forms(&program), kept, "after death at {call} {nth}");
            let left = tables(&program);
            assert_eq!(left.len(), 1, "the next start has removed what was left");
            *(if left == there { &mut before } else { &mut after }) += 1;
        }
    }
    assert!(
        before >= 6 && after >= 3,
        "it died {before} times before the exchange and {after} times after it"
    );
    assert_eq!(program.export().unwrap(), table);
}

fn commit(store: &SledStore, writes: Vec<Write>) {
    let commit = Commit {
        writes,
        ..Commit::default()
    };
    futures::executor::block_on(store.submit(commit).unwrap().durable()).unwrap();
}

/// Private values of the records of codec 1: name, number, a try in vain, words of the desk.
const OLD_VALUES: [&str; 4] = ["李示例", "13900000002", "92430726MA4T00027S9", "执照右上角那串"];

#[tokio::test]
async fn what_an_older_version_wrote_in_plain_text_is_sealed_and_gone_after_a_compaction() {
    let tg = Tg::open().await;
    let program = Program::new(&tg, false);
    let data = program.data();
    let store = SledStore::open(&data).unwrap();
    let mut records = records::of_codec_1();
    let replaced = |write: &mut Write| write.body = Some(b"\x01{\"words\":\"replaced 13900000077\"}".to_vec());
    records.iter_mut().filter(|write| write.agg.kind == Kind::Ticket).for_each(replaced);
    commit(&store, records);
    drop(store);
    let store = SledStore::open(&data).unwrap();
    commit(&store, records::of_codec_1());
    drop(store);
    fs::create_dir(data.join("files")).unwrap();
    fs::write(data.join("files/photo"), "photo with 13900000088").unwrap();
    let values = [&OLD_VALUES[..], &["13900000077", "13900000088"]].concat();
    for value in &values {
        assert!(!holding(&data, value).is_empty(), "{value} is there before");
    }
    let done = program.call(&["compact"]).await;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for value in &values {
        assert_eq!(holding(&data, value), Vec::<String>::new(), "{value}");
    }
    // It can still be read, with the keys.
    let table = program.export().unwrap();
    let cells: Vec<&String> = table.values().flat_map(BTreeMap::values).collect();
    for value in &OLD_VALUES[..2] {
        assert!(cells.iter().any(|cell| cell.contains(value)), "{value}: {cells:?}");
    }
    assert_eq!(program.log(), "");
}

/// What is sealed in a record, with the key it is sealed with, if that is its own.
fn sealed(write: &Write) -> Option<Vec<u8>> {
    let body = write.body.as_ref()?;
    let length = u32::from_be_bytes(body[1..5].try_into().unwrap());
    let sealed = &body[5 + usize::try_from(length).unwrap()..];
    (!sealed.is_empty()).then(|| sealed.to_vec())
}

#[test]
fn keys_that_were_destroyed_and_what_was_deleted_are_in_no_byte_of_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path();
    let store = SledStore::open(data).unwrap();
    let records = records::of_codec_2(data);
    let sealed: Vec<Vec<u8>> = records.iter().filter_map(sealed).collect();
    assert!(sealed.len() >= 4, "{}", sealed.len());
    commit(&store, records.clone());
    let keyring = fs::read(data.join("keyring")).unwrap();
    let old_keys = keyring.splitn(3, |byte| *byte == b'\n').nth(2).unwrap();
    assert!(old_keys.len() > 100 && holding(data, old_keys).len() == 1);

    let far = Month::of(4_000_000_000_000);
    let sums = retention::destroy(&store, data, &keys(data), &[(Class::Draft, far), (Class::Signed, far)].into()).unwrap();
    assert!(!sums.is_empty());
    assert_eq!(holding(data, old_keys), Vec::<String>::new(), "the destroyed keys");
    let ring = keys(data);
    assert!(
        records
            .iter()
            .filter_map(|write| ring.lock_of(write.body.as_ref()?))
            .all(|lock| !lock.held)
    );

    let removed = records.into_iter().map(|write| Write { body: None, ..write });
    commit(&store, removed.collect());
    assert!(
        sealed.iter().any(|sealed| !holding(data, sealed).is_empty()),
        "old bytes stay for a while"
    );
    store.compact().unwrap();
    for sealed in &sealed {
        assert_eq!(holding(data, sealed), Vec::<String>::new());
    }
}

/// 2001-09-09 and 2001-11-05: their months are over whenever this runs. Far in the future: one that never is.
const OLD: [i64; 2] = [1_000_000_000_000, 1_005_000_000_000];
const NEVER_OVER: i64 = 4_000_000_000_000;

/// A data folder with two old drafts, an old signed form, a draft that is kept, an old message and an old file.
fn sealed_long_ago(data: &Path) {
    let store = SledStore::open(data).unwrap();
    let keys = keys(data);
    let private = |sealing| Opened::new(b"{}".to_vec(), vec!["\"13900000001\"".to_owned()], sealing);
    let record = |id: &str, class, at_ms| Write {
        agg: AggId::new(Kind::Case, id),
        expect: Expect::Any,
        body: Some(keys.close(&format!("1/{id}"), &private(Sealing::Own(class)), at_ms).unwrap()),
    };
    let message = OutboxRow {
        id: OutboxId(1),
        channel: Channel::Tg,
        body: keys.close("outbox/1", &private(Sealing::Month), OLD[0]).unwrap(),
    };
    let commit = Commit {
        writes: vec![
            record("1", Class::Draft, OLD[0]),
            record("2", Class::Draft, OLD[1]),
            record("3", Class::Signed, OLD[0]),
            record("4", Class::Draft, NEVER_OVER),
        ],
        outbox: vec![message],
        ..Commit::default()
    };
    futures::executor::block_on(store.submit(commit).unwrap().durable()).unwrap();
    let files = Files::new(data.to_owned(), keys);
    files.keep("files/old", b"13900000001", OLD[1]).unwrap();
    files.keep("files/new", b"13900000001", NEVER_OVER).unwrap();
}

/// Which of the forms can be read, how many messages wait, and which files are there.
fn left(data: &Path) -> (Vec<bool>, usize, Vec<bool>) {
    let (store, keys) = (SledStore::open(data).unwrap(), keys(data));
    let forms = store.scan(Kind::Case, "", None, 9).unwrap();
    let held = forms.iter().map(|(_, head)| keys.lock_of(&head.body).unwrap().held);
    let files = ["files/old", "files/new"].map(|name| data.join(name).exists());
    (held.collect(), store.outbox(None, 9).unwrap().len(), files.to_vec())
}

#[tokio::test]
async fn killed_while_it_destroys_keys_they_are_all_there_or_all_gone_and_the_next_run_finishes() {
    let tg = Tg::open().await;
    let mut program = Program::new(&tg, false);
    program.set("RETENTION_DRAFTS_MONTHS", "12");
    let (data, made) = (program.data(), program.file("made"));
    sealed_long_ago(&made);
    let (mut before, mut after) = (0, 0);
    for (call, step) in [("rename", 1), ("unlink", 1), ("fsync", 4), ("pwrite64", 3)] {
        for nth in (1..1_000).step_by(step) {
            let _ = fs::remove_dir_all(&data);
            copy(&made, &data);
            if !program.call_to_die(&["retention", "--yes"], call, nth).await {
                break;
            }
            let (forms, messages, files) = left(&data);
            if forms == [true, true, true, true] {
                before += 1;
                assert_eq!(
                    (messages, files),
                    (1, vec![true, true]),
                    "nothing goes before its key: {call} {nth}"
                );
                continue;
            }
            after += 1;
            assert_eq!(forms, [false, false, true, true], "half of the keys: {call} {nth}");
            let done = program.call(&["retention", "--yes"]).await;
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            assert_eq!(left(&data), (vec![false, false, true, true], 0, vec![false, true]), "{call} {nth}");
        }
    }
    assert!(
        before >= 3 && after >= 3,
        "it died {before} times before its keys were gone, {after} times after it"
    );
    assert_eq!(left(&data), (vec![false, false, true, true], 0, vec![false, true]));
}
