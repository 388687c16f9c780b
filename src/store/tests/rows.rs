//! The store as rows: copied at one moment while commits go on, and put into another one.

use super::damage::filled_commit;
use super::*;

/// All rows of a snapshot, a few at a time, with something done between.
fn rest(snapshot: &mut dyn Snapshot, max: usize, mut between: impl FnMut()) -> Vec<Row> {
    let mut rows = Vec::new();
    loop {
        let next = snapshot.next(max).unwrap();
        if next.is_empty() {
            return rows;
        }
        rows.extend(next);
        between();
    }
}

/// Rows in an order that all engines have in common.
fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| format!("{row:?}"));
    rows
}

fn rows(store: &dyn Store) -> Vec<Row> {
    sorted(rest(&mut *store.snapshot().unwrap(), 100, || {}))
}

pub(super) fn a_snapshot_is_of_one_moment(store: &dyn Store) {
    for n in 0..50 {
        put(store, filled_commit(n));
    }
    let expected = rows(store);
    assert_eq!(expected.len(), 50 * 4 + 1);
    let mut snapshot = store.snapshot().unwrap();
    let mut n = 50;
    let seen = rest(&mut *snapshot, 7, || {
        // New ones before and behind what was read, changed ones, removed ones; some durable, some not yet.
        let changed = write(&format!("{:05}", n % 50), Expect::Any, "changed");
        let gone = remove(&format!("{:05}", (n * 7) % 50), Expect::Any);
        let settled = Commit {
            settled: vec![OutboxId(n % 50)],
            ..writes(vec![changed])
        };
        let receipts = [settled, writes(vec![gone]), filled_commit(n)].map(|commit| store.submit(commit).unwrap());
        if n % 3 == 0 {
            for receipt in receipts {
                receipt.wait().unwrap();
            }
        }
        n += 1;
    });
    assert!(n > 60, "commits came between");
    assert_eq!(sorted(seen), expected);
    drop(snapshot);
    assert_ne!(rows(store), expected);
}

pub(super) fn a_snapshot_is_given_back_as_it_was(store: &dyn Store) {
    for n in 0..20 {
        put(store, filled_commit(n));
    }
    put(store, writes(vec![remove("00003", Expect::Any), write("00004", Expect::Any, "")]));
    put(store, writes(vec![write("街道/1", Expect::Any, "绿")]));
    let all = rest(&mut *store.snapshot().unwrap(), 9, || {});
    let copy = MemoryStore::new();
    let dir = tempfile::tempdir().unwrap();
    let on_disk = open(&dir);
    for part in all.chunks(8) {
        copy.fill(part).unwrap().wait().unwrap();
        on_disk.fill(part).unwrap().wait().unwrap();
    }
    drop(on_disk);
    let on_disk = open(&dir);
    for other in [&copy as &dyn Store, &on_disk] {
        assert_eq!(sorted(all.clone()), rows(other));
        assert_eq!(store.load(&case("00004")).unwrap(), other.load(&case("00004")).unwrap());
        // It goes on as the first one would: versions, lines, updates seen.
        let again = other.submit(filled_commit(7));
        assert!(matches!(again, Err(CommitError::Duplicate(_))));
        put(other, writes(vec![write("00004", Expect::Version(2), "next")]));
        put(
            other,
            Commit {
                records: vec![record("log", "20")],
                ..Commit::default()
            },
        );
        let log = other.history(&case("log"), 19, 9).unwrap();
        assert_eq!(log, [b"19".to_vec(), b"20".to_vec()]);
    }
    drop(on_disk);
    open(&dir);
}

pub(super) fn rows_no_commit_can_have_made_are_refused(store: &dyn Store) {
    let (big, long) = (vec![0; MAX_BODY_BYTES + 1], "x".repeat(limits::MAX_KEY_BYTES + 1));
    let head = |body: &[u8]| Head {
        version: 1,
        body: body.to_vec(),
    };
    let refused = [
        Row::Head(case("1"), head(&big)),
        Row::Head(case(&long), head(b"")),
        Row::Line(case("1"), 0, big.clone()),
        Row::Message(OutboxRow {
            id: OutboxId(1),
            channel: Channel::Web,
            body: big,
        }),
        Row::Update(long, 0),
    ];
    for bad in refused {
        let fine = Row::Head(case("2"), head(b"a"));
        assert!(matches!(store.fill(&[fine, bad]), Err(CommitError::TooLarge { .. })));
    }
    assert!(rows(store).is_empty(), "all of it is refused");
    store.close().unwrap();
    assert!(store.snapshot().is_err() && store.fill(&[]).is_err());
}

#[test]
fn one_snapshot_at_a_time_and_only_so_much_is_laid_aside() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let body = "x".repeat(MAX_BODY_BYTES);
    for n in 0..1100 {
        store.submit(writes(vec![write(&format!("{n:04}"), Expect::Any, &body)])).unwrap();
    }
    let mut first = store.snapshot().unwrap();
    assert!(matches!(store.snapshot().err(), Some(StoreError::Copied)));
    assert_eq!(first.next(50).unwrap().len(), 50);
    // What was read already need not lie aside; the rest is 1,050 bodies, more than may.
    for n in 0..1100 {
        store.submit(writes(vec![write(&format!("{n:04}"), Expect::Any, "new")])).unwrap();
    }
    assert!(matches!(first.next(50), Err(StoreError::Outrun)));
    drop(first);
    let mut second = store.snapshot().unwrap();
    assert_eq!(rest(&mut *second, 256, || {}).len(), 1100);
    store.close().unwrap();
    assert!(second.next(1).is_err(), "a stopped store is not read on");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn a_snapshot_of_sled_is_that_of_the_model(
        before in prop::collection::vec(any_commit(), 0..40),
        meanwhile in prop::collection::vec(any_commit(), 0..40),
        max in 1..9_usize,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let (model, store) = (MemoryStore::new(), open(&dir));
        for commit in before {
            prop_assert_eq!(answer(model.submit(commit.clone()), false), answer(store.submit(commit), false));
        }
        let expected = rows(&model);
        let mut snapshot = store.snapshot().unwrap();
        let mut commits = meanwhile.into_iter();
        let seen = rest(&mut *snapshot, max, || {
            // Too large, in conflict, or taken: all may happen.
            commits.by_ref().take(2).for_each(|commit| drop(store.submit(commit)));
        });
        prop_assert_eq!(sorted(seen), expected);
    }
}
