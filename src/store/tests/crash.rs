//! Killed at random moments, nothing that was spoken of is lost.

use std::sync::Arc;

use super::damage::{assert_prefix, filled_commit};
use super::*;

#[test]
fn the_asynchronous_flush_of_sled_is_never_called() {
    // It hangs for ever when a few callers use it at once (sled#1412).
    let word = ["flush", "_async"].concat();
    let mut folders = vec![PathBuf::from("src/store")];
    let mut looked = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert!(!fs::read_to_string(&path).unwrap().contains(&word), "{}", path.display());
                looked += 1;
            }
        }
    }
    assert!(looked >= 7);
}

const CRASH_DIR: &str = "GREENWINDOW_TEST_CRASH_DIR";

#[test]
#[ignore = "the child of the crash tests: commits, and writes its store anew again and again, until it is killed"]
fn crash_child() {
    let Some(dir) = std::env::var_os(CRASH_DIR).map(PathBuf::from) else {
        return;
    };
    let store = Arc::new(SledStore::open(&dir.join("data")).unwrap());
    let mut next = assert_prefix(&store);
    let compacting = Arc::clone(&store);
    std::thread::spawn(move || {
        loop {
            compacting.compact().unwrap();
        }
    });
    loop {
        let receipts: Vec<Receipt> = (next..next + 64).map(|n| store.submit(filled_commit(n)).unwrap()).collect();
        for receipt in receipts {
            receipt.wait().unwrap();
            next += 1;
            fs::write(dir.join("spoken.new"), next.to_string()).unwrap();
            fs::rename(dir.join("spoken.new"), dir.join("spoken")).unwrap();
        }
    }
}

/// Lets a child commit, kills it, opens what it left; says how many commits it spoke of and how many are there.
fn crash_once(dir: &TempDir, speak_first: bool, run_ms: u64) -> (u64, u64) {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["store::tests::crash::crash_child", "--exact", "--ignored"]);
    child
        .env(CRASH_DIR, dir.path())
        .env("GREENWINDOW_TEST_SPEAK_FIRST", if speak_first { "1" } else { "0" });
    let null = std::process::Stdio::null;
    let mut child = child.stdout(null()).stderr(null()).spawn().unwrap();
    let spoken = || fs::read_to_string(dir.path().join("spoken")).map_or(0, |text| text.parse().unwrap());
    let before: u64 = spoken();
    let pause = |ms| std::thread::sleep(std::time::Duration::from_millis(ms));
    // Some are killed while they open or begin, the others in the middle of their commits.
    (0..3000).take_while(|_| run_ms > 10 && spoken() == before).for_each(|_| pause(2));
    pause(run_ms);
    assert!(child.try_wait().unwrap().is_none(), "the child stopped by itself");
    child.kill().unwrap();
    child.wait().unwrap();
    (spoken(), assert_prefix(&open(dir)))
}

#[test]
fn killed_at_any_moment_nothing_spoken_of_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut there = 0;
    for run_ms in [2, 30, 5, 47, 11, 8, 73, 61, 19] {
        let (spoken, left) = crash_once(&dir, false, run_ms);
        assert!(left >= spoken && left >= there, "spoke of {spoken}, {left} are left");
        there = left;
    }
    assert!(there > 0, "the child never got to commit");
}

#[test]
fn the_crash_test_finds_a_store_that_speaks_first() {
    let dir = tempfile::tempdir().unwrap();
    let lost = (0..60).any(|round| {
        let (spoken, left) = crash_once(&dir, true, 11 + round);
        spoken > left
    });
    assert!(lost, "a lie went unnoticed");
}
