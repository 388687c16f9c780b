//! The power is cut: a disk holds what was synced, and any part of the rest.
//!
//! 1. A child commits under `strace`, which records every write, sync and change of a folder, and when the child spoke
//!    of a commit. It writes its store anew meanwhile, closes it, opens it again, dies in the middle, which may be that of
//!    another compaction; a second child goes on, and a third.
//! 2. [`disk::Disk`] follows the record up to a random cut and makes a folder a disk could hold after it.
//! 3. The store must open it, with every commit spoken of, none torn, and nothing but a beginning of the commits.
//!
//! `POWER_SEED` and `POWER_IMAGES` in the environment choose other cuts and more of them.

// The same dice as those of the crash test.
#[path = "../../../tests/it/crash/dice.rs"]
mod dice;
mod disk;
mod trace;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::sync::Arc;

use self::dice::Dice;
use self::disk::Disk;
use self::trace::Step;
use super::damage::{assert_prefix, filled_commit};
use super::*;

const DIR: &str = "GREENWINDOW_TEST_POWER_DIR";
const LIVES: usize = 3;
/// More calls than a life makes.
const CALLS_OF_A_LIFE: usize = 1_000_000_000;
/// Commits between the beginning of a life and its orderly close, and between the next opening and its death.
const COMMITS: u64 = 300;

#[test]
#[ignore = "the child of the power cuts: commits, closes, opens, commits, dies"]
fn power_child() {
    let Some(dir) = std::env::var_os(DIR).map(PathBuf::from) else {
        return;
    };
    let spoken = fs::File::create(dir.join("spoken")).unwrap();
    let mut dice = Dice::new(fs::read_dir(&dir).unwrap().count() as u64);
    for last in [false, true] {
        let store = Arc::new(SledStore::open(&dir.join("data")).unwrap());
        let from = assert_prefix(&store);
        // So many commits before its death, a compaction is under way when it comes.
        let begins = from + if last { COMMITS - 40 } else { COMMITS / 3 };
        let (mut next, mut compaction) = (from, None);
        while next < from + COMMITS {
            if next >= begins && compaction.is_none() {
                let store = Arc::clone(&store);
                compaction = Some(std::thread::spawn(move || store.compact()));
            }
            let group = 1 + u64::try_from(dice.below(40)).unwrap();
            let receipts: Vec<Receipt> = (next..next + group).map(|n| store.submit(filled_commit(n)).unwrap()).collect();
            for receipt in receipts {
                receipt.wait().unwrap();
                next += 1;
                std::os::unix::fs::FileExt::write_at(&spoken, next.to_string().as_bytes(), 0).unwrap();
            }
        }
        if last {
            drop(
                (next..next + 40)
                    .map(|n| store.submit(filled_commit(n)).unwrap())
                    .collect::<Vec<_>>(),
            );
            std::process::abort();
        }
        compaction.expect("it was begun").join().unwrap().unwrap();
    }
}

/// What happened while the children lived, step by step.
fn record(dir: &Path, no_sync: bool) -> Vec<Step> {
    let mut steps = Vec::new();
    for life in 0..LIVES {
        let out = dir.join(format!("trace-{life}"));
        let mut strace = Command::new("strace");
        strace.args(trace::OPTIONS).arg("-o").arg(&out);
        strace.arg(std::env::current_exe().unwrap());
        strace.args(["store::tests::power::power_child", "--exact", "--ignored"]);
        strace
            .env(DIR, dir)
            .env("GREENWINDOW_TEST_NO_SYNC", if no_sync { "1" } else { "0" });
        let ran = strace.output().expect("strace is installed; `tests/run` does it");
        let said = String::from_utf8_lossy(&ran.stdout);
        assert!(
            said.is_empty() || !said.contains("FAILED"),
            "{said}\n{}",
            String::from_utf8_lossy(&ran.stderr)
        );
        steps.extend(trace::read(&fs::read_to_string(&out).unwrap(), dir, life * CALLS_OF_A_LIFE));
        fs::remove_file(out).unwrap();
    }
    steps
}

/// What a folder after a cut is worth: how many commits it holds, or why none can be read.
fn left(image: &Path, goes_on: bool) -> Result<u64, String> {
    let data = image.join("data");
    let looked = catch_unwind(AssertUnwindSafe(|| -> Result<u64, StoreError> {
        let store = SledStore::open(&data)?;
        let count = assert_prefix(&store);
        if goes_on {
            // What it adds is there the next time.
            put(&store, filled_commit(count));
            drop(store);
            assert_eq!(assert_prefix(&SledStore::open(&data)?), count + 1);
        }
        Ok(count)
    }));
    match looked {
        Ok(opened) => opened.map_err(|refused| refused.to_string()),
        Err(panic) => Err(format!("it is torn: {:?}", panic.downcast_ref::<String>())),
    }
}

#[derive(Debug, Default)]
struct Found {
    images: usize,
    /// Opened, with less than was spoken of.
    lost: usize,
    /// Refused, or torn.
    broken: Vec<String>,
    /// Commits spoken of before the last cut.
    spoken: u64,
}

/// Anywhere; every third time soon after a file was made, renamed or removed, as they are when a store is opened.
fn place(steps: &[Step], dice: &mut Dice) -> usize {
    let moves = |step: &Step| matches!(step, Step::Made(_) | Step::Folder(_) | Step::Renamed(..) | Step::Removed(_));
    let moves: Vec<usize> = (0..steps.len()).filter(|at| moves(&steps[*at])).collect();
    if dice.one_in(3) {
        (dice.of(&moves) + dice.below(8)).min(steps.len())
    } else {
        dice.below(steps.len() + 1)
    }
}

/// Cuts the power so many times.
fn cut(no_sync: bool) -> Found {
    let (seed, images) = (from_environment("POWER_SEED", 20_200_630), from_environment("POWER_IMAGES", 40));
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    let steps = record(&root, no_sync);
    let mut dice = Dice::new(seed);
    let mut cuts: Vec<usize> = (0..images).map(|_| place(&steps, &mut dice)).collect();
    cuts.sort_unstable();
    let (mut disk, mut done, mut found) = (Disk::new(&root), 0, Found::default());
    for (number, cut) in cuts.into_iter().enumerate() {
        steps[done..cut].iter().for_each(|step| disk.step(step));
        done = cut;
        let image = tempfile::tempdir().unwrap();
        disk.image(image.path(), &mut dice);
        found.images += 1;
        found.spoken = disk.spoken;
        match left(image.path(), dice.one_in(4)) {
            Ok(count) => found.lost += usize::from(count < disk.spoken),
            Err(why) => found.broken.push(format!("image {number}, after step {cut}: {why}")),
        }
    }
    found
}

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

#[expect(clippy::print_stdout, reason = "the figures of a run; cargo shows them with --nocapture")]
fn tell(what: &str, found: &Found) {
    let Found {
        images,
        lost,
        broken,
        spoken,
    } = found;
    println!(
        "power cuts, {what}: {images} images of {spoken} commits, {lost} lost some, {} did not open",
        broken.len()
    );
}

#[test]
fn a_power_cut_loses_nothing_that_was_spoken_of() {
    let found = cut(false);
    tell("as built", &found);
    assert!(found.spoken > COMMITS * 2 && found.images > 0, "{found:?}");
    assert!(found.lost == 0 && found.broken.is_empty(), "{found:#?}");
}

#[test]
fn a_store_that_does_not_sync_is_found_out() {
    let found = cut(true);
    tell("without fdatasync", &found);
    assert!(found.lost + found.broken.len() > 0, "a lie went unnoticed: {found:?}");
}
