//! One suite for both engines, sled against the model, and what opening a folder can meet.
#![allow(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

mod compact;
mod crash;
mod damage;
mod power;
mod rows;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tempfile::TempDir;

use self::rows::{a_snapshot_is_given_back_as_it_was, a_snapshot_is_of_one_moment, rows_no_commit_can_have_made_are_refused};
use super::*;

fn case(id: &str) -> AggId {
    AggId::new(Kind::Case, id)
}

fn write(id: &str, expect: Expect, body: &str) -> Write {
    Write {
        agg: case(id),
        expect,
        body: Some(body.as_bytes().to_vec()),
    }
}

fn remove(id: &str, expect: Expect) -> Write {
    Write {
        agg: case(id),
        expect,
        body: None,
    }
}

fn record(id: &str, body: &str) -> Record {
    Record {
        agg: case(id),
        body: body.as_bytes().to_vec(),
    }
}

fn row(id: u64, channel: Channel, body: &str) -> OutboxRow {
    OutboxRow {
        id: OutboxId(id),
        channel,
        body: body.as_bytes().to_vec(),
    }
}

fn writes(writes: Vec<Write>) -> Commit {
    Commit {
        writes,
        ..Commit::default()
    }
}

fn update(key: &str, at_ms: i64) -> Commit {
    Commit {
        update: Some(key.to_owned()),
        at_ms,
        ..Commit::default()
    }
}

fn head(version: u64, body: &str) -> Head {
    Head {
        version,
        body: body.as_bytes().to_vec(),
    }
}

fn put(store: &dyn Store, commit: Commit) {
    store.submit(commit).unwrap().wait().unwrap();
}

fn ids(store: &dyn Store, prefix: &str, after: Option<&str>, max: usize) -> Vec<String> {
    store
        .scan(Kind::Case, prefix, after, max)
        .unwrap()
        .into_iter()
        .map(|(id, _)| id)
        .collect()
}

fn open(dir: &TempDir) -> SledStore {
    SledStore::open(&dir.path().join("data")).unwrap()
}

/// Each test of the suite runs on both engines; on sled once more at every step with nothing durable yet.
macro_rules! conformance {
    ($($name:ident),* $(,)?) => {
        mod memory_conforms {
            $(#[test] fn $name() { super::$name(&super::MemoryStore::new()); })*
        }
        mod sled_conforms {
            $(#[test] fn $name() {
                let dir = tempfile::tempdir().unwrap();
                super::$name(&super::open(&dir));
            })*
        }
    };
}

conformance!(
    a_repeated_update_is_refused,
    a_wrong_expectation_is_refused_whole,
    versions_grow_and_begin_again,
    scans_are_in_order,
    the_log_is_read_in_parts,
    the_outbox_is_replaced_and_settled,
    old_updates_are_forgotten,
    too_large_is_refused,
    submitted_is_visible_before_durable,
    closed_takes_nothing,
    the_largest_bodies_come_back,
    a_snapshot_is_of_one_moment,
    a_snapshot_is_given_back_as_it_was,
    rows_no_commit_can_have_made_are_refused,
);

fn a_repeated_update_is_refused(store: &dyn Store) {
    assert!(!store.seen("tg:1").unwrap());
    put(
        store,
        Commit {
            update: Some("tg:1".to_owned()),
            ..writes(vec![write("1", Expect::Any, "a")])
        },
    );
    assert!(store.seen("tg:1").unwrap());
    assert!(!store.seen("tg:").unwrap());
    let again = Commit {
        update: Some("tg:1".to_owned()),
        records: vec![record("1", "r")],
        outbox: vec![row(1, Channel::Tg, "m")],
        ..writes(vec![write("1", Expect::Absent, "b")])
    };
    assert!(matches!(store.submit(again), Err(CommitError::Duplicate(key)) if key == "tg:1"));
    assert_eq!(store.load(&case("1")).unwrap(), Some(head(1, "a")));
    assert!(store.history(&case("1"), 0, 9).unwrap().is_empty());
    assert!(store.outbox(None, 9).unwrap().is_empty());
}

fn a_wrong_expectation_is_refused_whole(store: &dyn Store) {
    put(store, writes(vec![write("1", Expect::Absent, "a")]));
    for (expect, id, now) in [
        (Expect::Absent, "1", Some(1)),
        (Expect::Version(2), "1", Some(1)),
        (Expect::Version(1), "2", None),
    ] {
        let commit = Commit {
            update: Some("u".to_owned()),
            records: vec![record("3", "r")],
            outbox: vec![row(1, Channel::Web, "m")],
            ..writes(vec![write("3", Expect::Any, "x"), write(id, expect, "y")])
        };
        let refused = store.submit(commit).unwrap_err();
        assert!(
            matches!(&refused, CommitError::Conflict { agg, current } if *agg == case(id) && *current == now),
            "{refused}"
        );
    }
    assert_eq!(ids(store, "", None, 9), ["1"]);
    assert!(!store.seen("u").unwrap());
    assert!(store.history(&case("3"), 0, 9).unwrap().is_empty());
    assert!(store.outbox(None, 9).unwrap().is_empty());
}

fn versions_grow_and_begin_again(store: &dyn Store) {
    assert_eq!(store.load(&case("1")).unwrap(), None);
    for version in 1..=5 {
        let expect = if version == 1 {
            Expect::Absent
        } else {
            Expect::Version(version - 1)
        };
        put(store, writes(vec![write("1", expect, "b")]));
        assert_eq!(store.load(&case("1")).unwrap(), Some(head(version, "b")));
    }
    put(store, writes(vec![write("1", Expect::Any, "c")]));
    assert_eq!(store.load(&case("1")).unwrap(), Some(head(6, "c")));
    put(
        store,
        writes(vec![
            remove("1", Expect::Version(6)),
            remove("2", Expect::Absent),
            remove("3", Expect::Any),
        ]),
    );
    assert_eq!(store.load(&case("1")).unwrap(), None);
    assert!(store.submit(writes(vec![remove("1", Expect::Version(6))])).is_err());
    put(store, writes(vec![write("1", Expect::Absent, "")]));
    assert_eq!(store.load(&case("1")).unwrap(), Some(head(1, "")));
}

fn scans_are_in_order(store: &dyn Store) {
    let all = ["", "a", "a/1", "a/10", "a/2", "ab", "绿", "绿窗", "绿窗/二", "街道", "\u{10ffff}"];
    for (n, id) in all.iter().rev().enumerate() {
        let commit = writes(vec![write(id, Expect::Absent, id)]);
        // Half of them durable, half perhaps not yet.
        let receipt = store.submit(commit).unwrap();
        if n % 2 == 0 {
            receipt.wait().unwrap();
        }
    }
    for kind in [Kind::Meta, Kind::Session] {
        let other = Write {
            agg: AggId::new(kind, "a"),
            expect: Expect::Any,
            body: Some(vec![1]),
        };
        put(store, writes(vec![other]));
    }
    let mut sorted = all;
    sorted.sort_unstable();
    assert_eq!(ids(store, "", None, usize::MAX), sorted);
    assert_eq!(ids(store, "a/", None, 9), ["a/1", "a/10", "a/2"]);
    assert_eq!(ids(store, "a/", Some("a/1"), 1), ["a/10"]);
    assert_eq!(ids(store, "a/", Some(""), 9).len(), 3);
    assert_eq!(ids(store, "a/", Some("a/2"), 9).len(), 0);
    assert_eq!(ids(store, "a/", Some("z"), 9).len(), 0);
    assert_eq!(ids(store, "绿", None, 2), ["绿", "绿窗"]);
    assert_eq!(ids(store, "绿", Some("绿窗"), 9), ["绿窗/二"]);
    assert_eq!(ids(store, "", None, 0).len(), 0);
    assert_eq!(
        store.scan(Kind::Case, "街", None, 9).unwrap(),
        [("街道".to_owned(), head(1, "街道"))]
    );
    store
        .submit(writes(vec![remove("a/10", Expect::Any), write("a/1", Expect::Version(1), "new")]))
        .unwrap();
    assert_eq!(ids(store, "a/", None, 9), ["a/1", "a/2"]);
    assert_eq!(
        store.scan(Kind::Case, "a/1", None, 9).unwrap(),
        [("a/1".to_owned(), head(2, "new"))]
    );
}

fn the_log_is_read_in_parts(store: &dyn Store) {
    for n in 0..10 {
        let records = vec![
            record("a", &format!("{n}.0")),
            record("ab", "other"),
            record("a", &format!("{n}.1")),
            record("街", "三"),
        ];
        let receipt = store
            .submit(Commit {
                records,
                ..Commit::default()
            })
            .unwrap();
        if n == 4 {
            receipt.wait().unwrap();
        }
    }
    let read = |skip, max| -> Vec<String> {
        let bodies = store.history(&case("a"), skip, max).unwrap();
        bodies.into_iter().map(|body| String::from_utf8(body).unwrap()).collect()
    };
    let all = read(0, usize::MAX);
    assert_eq!(all.len(), 20);
    assert_eq!((all[0].as_str(), all[19].as_str()), ("0.0", "9.1"));
    assert_eq!(read(9, 3), ["4.1", "5.0", "5.1"]);
    assert_eq!(read(19, 5), ["9.1"]);
    assert!(read(20, 5).is_empty());
    assert!(read(usize::MAX, 5).is_empty());
    assert!(read(0, 0).is_empty());
    assert_eq!(store.history(&case("街"), 0, 99).unwrap().len(), 10);
    assert!(store.history(&AggId::new(Kind::Chat, "a"), 0, 99).unwrap().is_empty());
}

fn the_outbox_is_replaced_and_settled(store: &dyn Store) {
    let rows = vec![row(300, Channel::Web, "c"), row(2, Channel::Tg, "a"), row(255, Channel::Tg, "b")];
    put(
        store,
        Commit {
            outbox: rows,
            ..Commit::default()
        },
    );
    let all = [row(2, Channel::Tg, "a"), row(255, Channel::Tg, "b"), row(300, Channel::Web, "c")];
    assert_eq!(store.outbox(None, 9).unwrap(), all);
    assert_eq!(store.outbox(None, 2).unwrap(), all[..2]);
    assert_eq!(store.outbox(Some(OutboxId(2)), 9).unwrap(), all[1..]);
    assert_eq!(store.outbox(Some(OutboxId(254)), 1).unwrap(), all[1..2]);
    let replace = Commit {
        outbox: vec![row(255, Channel::Web, "later")],
        settled: vec![OutboxId(2), OutboxId(77)],
        ..Commit::default()
    };
    store.submit(replace).unwrap();
    assert_eq!(
        store.outbox(None, 9).unwrap(),
        [row(255, Channel::Web, "later"), row(300, Channel::Web, "c")]
    );
    put(
        store,
        Commit {
            outbox: vec![row(9, Channel::Tg, "x")],
            settled: vec![OutboxId(9), OutboxId(255), OutboxId(300)],
            ..Commit::default()
        },
    );
    assert!(store.outbox(None, 9).unwrap().is_empty());
}

fn old_updates_are_forgotten(store: &dyn Store) {
    for n in 0..50 {
        let receipt = store.submit(update(&format!("tg:{n}"), n)).unwrap();
        if n == 20 {
            receipt.wait().unwrap();
        }
    }
    store.submit(update("before 1970", -5)).unwrap();
    assert_eq!(store.forget_updates(-5).unwrap(), 0);
    assert_eq!(store.forget_updates(30).unwrap(), 31);
    assert!(!store.seen("tg:29").unwrap());
    assert!(store.seen("tg:30").unwrap());
    assert_eq!(store.forget_updates(30).unwrap(), 0);
    put(store, update("tg:29", 60));
    assert!(store.seen("tg:29").unwrap());
    assert!(store.submit(update("tg:30", 60)).is_err());
}

fn too_large_is_refused(store: &dyn Store) {
    let body = vec![0; MAX_BODY_BYTES + 1];
    let long = "长".repeat(limits::MAX_KEY_BYTES / 3 + 1);
    let commits = [
        writes(vec![
            write("fine", Expect::Any, "x"),
            Write {
                body: Some(body.clone()),
                ..remove("1", Expect::Any)
            },
        ]),
        Commit {
            records: vec![Record {
                agg: case("1"),
                body: body.clone(),
            }],
            ..Commit::default()
        },
        Commit {
            outbox: vec![OutboxRow {
                body,
                ..row(1, Channel::Tg, "")
            }],
            ..Commit::default()
        },
        writes(vec![write(&long, Expect::Any, "x")]),
        Commit {
            records: vec![record(&long, "x")],
            ..Commit::default()
        },
        update(&long, 0),
    ];
    for commit in commits {
        assert!(matches!(store.submit(commit), Err(CommitError::TooLarge { bytes, .. }) if bytes > limits::MAX_KEY_BYTES));
    }
    assert_eq!(store.load(&case(&long)).unwrap(), None);
    assert!(store.history(&case(&"x".repeat(70_000)), 0, 9).unwrap().is_empty());
    assert!(store.scan(Kind::Case, "", None, 9).unwrap().is_empty());
}

fn submitted_is_visible_before_durable(store: &dyn Store) {
    let mut receipts = Vec::new();
    for n in 1..=300_u64 {
        let commit = Commit {
            records: vec![record("1", &n.to_string())],
            outbox: vec![row(n, Channel::Tg, "m")],
            settled: vec![OutboxId(n.saturating_sub(2))],
            ..update(&format!("u{n}"), 0)
        };
        let commit = Commit {
            writes: vec![write(
                "1",
                if n == 1 { Expect::Absent } else { Expect::Version(n - 1) },
                &n.to_string(),
            )],
            ..commit
        };
        receipts.push(store.submit(commit).unwrap());
        assert_eq!(store.load(&case("1")).unwrap(), Some(head(n, &n.to_string())));
        assert!(store.seen(&format!("u{n}")).unwrap());
        let lines = store.history(&case("1"), usize::try_from(n).unwrap() - 1, 9).unwrap();
        assert_eq!(lines, [n.to_string().into_bytes()]);
        let waiting: Vec<u64> = store.outbox(None, 9).unwrap().into_iter().map(|row| row.id.0).collect();
        assert_eq!(waiting, (n.saturating_sub(1).max(1)..=n).collect::<Vec<_>>());
    }
    for receipt in receipts {
        receipt.wait().unwrap();
    }
    assert_eq!(store.history(&case("1"), 0, 999).unwrap().len(), 300);
}

fn closed_takes_nothing(store: &dyn Store) {
    let receipt = store.submit(writes(vec![write("1", Expect::Any, "a")])).unwrap();
    store.close().unwrap();
    receipt.wait().unwrap();
    store.close().unwrap();
    assert!(matches!(
        store.submit(Commit::default()),
        Err(CommitError::Store(StoreError::Failed(_)))
    ));
    assert_eq!(store.load(&case("1")).unwrap(), Some(head(1, "a")));
}

fn the_largest_bodies_come_back(store: &dyn Store) {
    let body = |n: usize| vec![u8::try_from(n % 251).unwrap(); MAX_BODY_BYTES];
    for round in 1..=3 {
        for n in 0..40 {
            let agg = AggId::new(Kind::Flow, format!("{n:0width$}", width = limits::MAX_KEY_BYTES));
            let commit = writes(vec![Write {
                agg,
                expect: Expect::Any,
                body: Some(body(n + round)),
            }]);
            store.submit(commit).unwrap();
        }
    }
    put(store, Commit::default());
    for (n, (_, head)) in store.scan(Kind::Flow, "", None, 99).unwrap().into_iter().enumerate() {
        assert!(head.version == 3 && head.body == body(n + 3));
    }
}

#[test]
fn no_page_becomes_a_file_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    the_largest_bodies_come_back(&store);
    store.close().unwrap();
    drop(store);
    let store = open(&dir);
    assert_eq!(store.scan(Kind::Flow, "", None, 99).unwrap().len(), 40);
    let blobs = fs::read_dir(dir.path().join("data/db/blobs")).unwrap().count();
    assert_eq!(blobs, 0, "sled does not sync these files");
}

#[test]
fn many_old_updates_are_forgotten_in_parts() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    for n in 0..5000 {
        store.submit(update(&format!("{n}"), n)).unwrap();
    }
    assert_eq!(store.forget_updates(4990).unwrap(), 4990);
    put(&store, Commit::default());
    drop(store);
    let store = open(&dir);
    assert_eq!((0..5000).filter(|n| store.seen(&n.to_string()).unwrap()).count(), 10);
}

/// Everything a store shows, to compare two of them.
type Shown = (Vec<(Kind, String, Head, Vec<Vec<u8>>)>, Vec<OutboxRow>, Vec<bool>);

const IDS: [&str; 5] = ["", "a", "ab", "绿窗", "绿"];
const KINDS: [Kind; 2] = [Kind::Case, Kind::Session];

fn shown(store: &dyn Store) -> Shown {
    let mut records = Vec::new();
    for kind in KINDS {
        for (id, head) in store.scan(kind, "", None, usize::MAX).unwrap() {
            assert_eq!(store.load(&AggId::new(kind, id.as_str())).unwrap().as_ref(), Some(&head));
            records.push((kind, id, head, Vec::new()));
        }
        for id in IDS {
            let log = store.history(&AggId::new(kind, id), 0, usize::MAX).unwrap();
            records.push((kind, id.to_owned(), head(0, ""), log));
        }
    }
    let seen = (0..12).map(|n| store.seen(&format!("u{n}")).unwrap()).collect();
    (records, store.outbox(None, usize::MAX).unwrap(), seen)
}

#[derive(Debug, Clone)]
enum Step {
    Submit(Commit, bool),
    Forget(i64),
    Reopen,
}

fn any_agg() -> impl Strategy<Value = AggId> {
    (prop::sample::select(&KINDS[..]), prop::sample::select(&IDS[..])).prop_map(|(kind, id)| AggId::new(kind, id))
}

fn any_body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![4 => prop::collection::vec(any::<u8>(), 0..40), 1 => (0..=70_000_usize).prop_map(|len| vec![7; len])]
}

fn any_commit() -> impl Strategy<Value = Commit> {
    let expect = prop_oneof![3 => Just(Expect::Any), 1 => Just(Expect::Absent), 2 => (1..4_u64).prop_map(Expect::Version)];
    let write = (any_agg(), expect, prop::option::weighted(0.8, any_body())).prop_map(|(agg, expect, body)| Write { agg, expect, body });
    let record = (any_agg(), any_body()).prop_map(|(agg, body)| Record { agg, body });
    let channel = prop_oneof![Just(Channel::Tg), Just(Channel::Web)];
    let row = (0..8_u64, channel, any_body()).prop_map(|(id, channel, body)| OutboxRow {
        id: OutboxId(id),
        channel,
        body,
    });
    let key = prop::option::weighted(0.7, (0..12).prop_map(|n| format!("u{n}")));
    let lists = (
        prop::collection::vec(write, 0..3),
        prop::collection::vec(record, 0..3),
        prop::collection::vec(row, 0..3),
        prop::collection::vec((0..8_u64).prop_map(OutboxId), 0..3),
    );
    (key, -3..20_i64, lists).prop_map(|(update, at_ms, (writes, records, outbox, settled))| Commit {
        update,
        at_ms,
        writes,
        records,
        outbox,
        settled,
    })
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (any_commit(), any::<bool>()).prop_map(|(commit, wait)| Step::Submit(commit, wait)),
        1 => (-3..20_i64).prop_map(Step::Forget),
        1 => Just(Step::Reopen),
    ]
}

fn answer(outcome: Result<Receipt, CommitError>, wait: bool) -> String {
    match outcome {
        Ok(receipt) if wait => format!("{:?}", receipt.wait().is_ok()),
        Ok(_) => "true".to_owned(),
        Err(error) => error.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn sled_behaves_as_the_model(steps in prop::collection::vec(any_step(), 1..60)) {
        let dir = tempfile::tempdir().unwrap();
        let model = MemoryStore::new();
        let mut store = Some(open(&dir));
        for step in steps {
            let sled = store.as_ref().unwrap();
            match step {
                Step::Submit(commit, wait) => {
                    prop_assert_eq!(answer(model.submit(commit.clone()), wait), answer(sled.submit(commit), wait));
                }
                Step::Forget(before) => {
                    prop_assert_eq!(model.forget_updates(before).unwrap(), sled.forget_updates(before).unwrap());
                }
                Step::Reopen => {
                    drop(store.take());
                    store = Some(open(&dir));
                }
            }
            prop_assert_eq!(shown(&model), shown(store.as_ref().unwrap()));
        }
    }
}
