//! The store written anew while commits go on: everything is there, and nothing that was removed.

use std::sync::atomic::{AtomicBool, Ordering};

use super::damage::{FIXTURES, assert_prefix, copy, filled_commit, read_fixture};
use super::*;

/// Whether a file below a folder holds these bytes.
fn holds(folder: &Path, words: &[u8]) -> bool {
    let mut paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.any(|path| match fs::read(&path) {
        Ok(bytes) => bytes.windows(words.len()).any(|w| w == words),
        Err(_) => holds(&path, words),
    })
}

/// The folders of tables.
fn tables(dir: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(dir.path().join("data")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("db")).collect();
    names.sort();
    names
}

#[test]
fn after_a_compaction_nothing_that_was_removed_is_on_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    put(&store, writes(vec![write("1", Expect::Any, "removed 13900000001")]));
    put(&store, writes(vec![write("2", Expect::Any, "replaced 13900000002")]));
    // They get into the tables, and those change in the journal only.
    store.compact().unwrap();
    put(&store, writes(vec![write("2", Expect::Any, "kept 13900000003")]));
    put(&store, writes(vec![remove("1", Expect::Any)]));
    let data = dir.path().join("data");
    for gone in ["13900000001", "13900000002"] {
        assert!(holds(&data, gone.as_bytes()), "{gone} is there before");
    }
    let done = store.compact().unwrap();
    assert!(done.before > 0 && done.after > 0, "{done:?}");
    for gone in ["13900000001", "13900000002"] {
        assert!(!holds(&data, gone.as_bytes()), "{gone}");
    }
    assert!(holds(&data, b"13900000003"));
    assert_eq!(tables(&dir), ["db-3"]);
    // It goes on, now and after the next start.
    put(&store, writes(vec![write("3", Expect::Absent, "new")]));
    drop(store);
    let store = open(&dir);
    assert_eq!(store.load(&case("2")).unwrap(), Some(head(2, "kept 13900000003")));
    assert_eq!(store.load(&case("1")).unwrap(), None);
    assert_eq!(store.load(&case("3")).unwrap(), Some(head(1, "new")));
}

#[test]
fn a_store_of_every_format_can_be_written_anew() {
    for fixture in FIXTURES {
        let dir = tempfile::tempdir().unwrap();
        copy(Path::new(fixture), &dir.path().join("data"));
        let store = open(&dir);
        store.compact().unwrap();
        read_fixture(&store);
        drop(store);
        read_fixture(&open(&dir));
    }
}

#[test]
fn commits_go_on_while_the_store_is_written_anew() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    for n in 0..400 {
        put(&store, filled_commit(n));
    }
    let done = AtomicBool::new(false);
    let committed = std::thread::scope(|scope| {
        let commits = scope.spawn(|| {
            let mut n = 400;
            while !done.load(Ordering::SeqCst) {
                put(&store, filled_commit(n));
                assert!(store.load(&case(&format!("{:05}", n - 400))).unwrap().is_some());
                n += 1;
            }
            n
        });
        for _ in 0..3 {
            store.compact().unwrap();
        }
        done.store(true, Ordering::SeqCst);
        commits.join().unwrap()
    });
    assert!(committed > 400, "commits came between");
    assert_eq!(assert_prefix(&store), committed);
    drop(store);
    assert_eq!(assert_prefix(&open(&dir)), committed);
}

#[test]
fn a_snapshot_that_is_being_read_does_not_notice() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    for n in 0..40 {
        put(&store, filled_commit(n));
    }
    let mut snapshot = store.snapshot().unwrap();
    let mut rows = snapshot.next(30).unwrap();
    put(&store, filled_commit(40));
    store.compact().unwrap();
    loop {
        let more = snapshot.next(30).unwrap();
        if more.is_empty() {
            break;
        }
        rows.extend(more);
    }
    // A record, a line, a message and an update each, and the counter.
    assert_eq!(rows.len(), 40 * 4 + 1);
}

#[test]
fn what_a_killed_compaction_has_left_is_removed_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    put(&open(&dir), filled_commit(0));
    let left = dir.path().join("data/db-2");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("db"), "half").unwrap();
    assert_eq!(assert_prefix(&open(&dir)), 1);
    assert_eq!(tables(&dir), ["db"]);
    open(&dir).compact().unwrap();
    fs::create_dir_all(dir.path().join("data/db")).unwrap();
    assert_eq!(assert_prefix(&open(&dir)), 1);
    assert_eq!(tables(&dir), ["db-2"]);
}

#[test]
fn tables_that_are_named_and_not_there_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    put(&open(&dir), filled_commit(0));
    for named in ["db-7", "", "../db"] {
        fs::write(dir.path().join("data/TABLES"), named).unwrap();
        let refused = SledStore::open(&dir.path().join("data"));
        assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{named}: {refused:?}");
    }
    fs::remove_file(dir.path().join("data/TABLES")).unwrap();
    assert_eq!(assert_prefix(&open(&dir)), 1);
}
