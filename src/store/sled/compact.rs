//! The store written anew, so that nothing that was removed or replaced stays in sled's log.
//!
//! 1. All that was committed so far is carried from the journal into the tables; then carrying is paused. Commits go on as
//!    ever: they are durable in the journal, and readers find them in the overlay. The tables stay as they are.
//! 2. The tables are copied row by row into a folder beside them, synced, opened anew from the disk, and compared.
//! 3. The file `TABLES` names the new folder, in one step, and the new tables take the place of the old ones. Carrying goes
//!    on, into the new ones. The old folder is removed.
//!
//! Whenever the process dies, `TABLES` names tables that hold the same commits, the old or the new ones, and what follows
//! these is in the journal. Whatever other folder lies there is removed by the next start.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use ::sled::{Batch, IVec};

use super::committer::{Shared, State};
use super::journal::{Carrying, WAITING_BYTES};
use super::table::Disk;
use super::{folder, guarded, open};
use crate::store::{Compacted, StoreError};

/// Rows written at a time.
const ROWS: usize = 64;
/// What was written is synced so often: a large sync would hold up those of the journal.
const SYNC_BYTES: usize = 1024 * 1024;
/// Room that must be left beside a second copy of the tables.
const SPARE_BYTES: u64 = 2 * WAITING_BYTES;
/// How often a compaction that waits for the tables looks whether the store has failed.
const LOOK: Duration = Duration::from_millis(200);

pub(super) fn run(shared: &Shared) -> Result<Compacted, StoreError> {
    let pause = Pause::begin(shared)?;
    let old = shared.disk();
    let dir = Path::new(&old.path);
    let current = folder::current(dir).map_err(|e| old.io("read the file TABLES", &e))?;
    let before = bytes(dir, &current);
    has_room(&old, before)?;
    pause.wait()?;
    let name = folder::next(&current);
    let made = guarded(|| write_anew(&pause, &old, &name)).and_then(|new| pause.hold().map(|()| new));
    let new = made.map_err(|error| {
        // It is of no use; that it cannot be removed is no news beside the error, and the next start tries again.
        let _ = fs::remove_dir_all(dir.join(&name));
        match error {
            StoreError::Full { path, why } => StoreError::NoRoom { path, why },
            other => other,
        }
    })?;
    if let Err(error) = folder::point_to(dir, &name) {
        let error = old.io("write the file TABLES", &error);
        // Which tables count after a power cut is not known: none of them may go on alone.
        if !folder::current(dir).is_ok_and(|now| now == current) {
            shared.state().fail(&error);
        }
        return Err(error);
    }
    let replaced = shared.exchange(new);
    drop(pause);
    // Who still looks at them does so for a moment only; closing them is nothing others should do, and wait for.
    while Arc::strong_count(&replaced) > 2 {
        thread::yield_now();
    }
    let dir = dir.to_owned();
    let failed = |e| shared.disk().io("remove the old tables", &e);
    drop((old, replaced));
    folder::remove_others(&dir, &name).map_err(failed)?;
    let after = bytes(&dir, &name);
    Ok(Compacted { before, after })
}

/// What tables take on the disk: their file is longer than what is in it.
fn bytes(dir: &Path, tables: &str) -> u64 {
    fs::metadata(dir.join(tables).join("db")).map_or(0, |meta| meta.blocks() * 512)
}

fn has_room(disk: &Disk, bytes: u64) -> Result<(), StoreError> {
    let room = rustix::fs::statvfs(disk.path.as_str()).map_err(|e| disk.io("look at the disk", &e.into()))?;
    match missing(room.f_bavail.saturating_mul(room.f_frsize), bytes) {
        0 => Ok(()),
        missing => Err(StoreError::NoRoom {
            path: disk.path.clone(),
            why: format!("{} MiB more must be free", missing.div_ceil(1024 * 1024)),
        }),
    }
}

/// How much room is missing for a second copy of so many bytes.
fn missing(free: u64, bytes: u64) -> u64 {
    (bytes + SPARE_BYTES).saturating_sub(free)
}

/// A compaction: the tables stay as they are while it copies them, and go on when it ends, however that is.
struct Pause<'a>(&'a Shared);

impl<'a> Pause<'a> {
    fn begin(shared: &'a Shared) -> Result<Self, StoreError> {
        let mut state = shared.state();
        state.check_open()?;
        if state.compacting {
            return Err(StoreError::Copied);
        }
        state.compacting = true;
        state.carrying = Carrying::Until(state.last_ticket);
        shared.wake.notify_all();
        Ok(Pause(shared))
    }

    /// Waits until the tables stay as they are.
    fn wait(&self) -> Result<(), StoreError> {
        let mut state = self.0.state();
        while matches!(state.carrying, Carrying::Until(_)) {
            state.check_open()?;
            let woken = self.0.carrying_changed.wait_timeout(state, LOOK);
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(state);
        self.look().map(drop)
    }

    /// Refuses if the tables went on, because too much waited for them, or if the store is closed.
    fn look(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        let state = self.0.state();
        state.check_open()?;
        if state.carrying == Carrying::Paused {
            Ok(state)
        } else {
            Err(StoreError::Outrun)
        }
    }

    /// From now on the tables do not go on before this is dropped.
    fn hold(&self) -> Result<(), StoreError> {
        self.look()?.carrying = Carrying::Held;
        Ok(())
    }
}

impl Drop for Pause<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.compacting = false;
        state.carrying = Carrying::AsDue;
        self.0.wake.notify_all();
    }
}

/// New tables that say the same as the old ones, read back from the disk.
fn write_anew(pause: &Pause<'_>, old: &Disk, name: &str) -> Result<Disk, StoreError> {
    let dir = Path::new(&old.path);
    let open = || open::open_beside(dir, name.to_owned());
    let new = open()?;
    copy(pause, old, &new)?;
    drop(new);
    let new = open()?;
    compare(pause, old, &new)?;
    Ok(new)
}

fn copy(pause: &Pause<'_>, old: &Disk, new: &Disk) -> Result<(), StoreError> {
    let mut unsynced = 0;
    for (from, to) in old.all().zip(new.all()) {
        let mut rows = from.iter();
        loop {
            drop(pause.look()?);
            let some: Result<Vec<(IVec, IVec)>, _> = rows.by_ref().take(ROWS).collect();
            let some = some.map_err(|e| old.error(e))?;
            if some.is_empty() {
                break;
            }
            let mut batch = Batch::default();
            for (key, value) in some {
                unsynced += key.len() + value.len();
                batch.insert(key, value);
            }
            to.apply_batch(batch).map_err(|e| new.error(e))?;
            if unsynced > SYNC_BYTES {
                new.sync()?;
                unsynced = 0;
            }
        }
    }
    new.sync()
}

fn compare(pause: &Pause<'_>, old: &Disk, new: &Disk) -> Result<(), StoreError> {
    for (from, to) in old.all().zip(new.all()) {
        let mut copied = to.iter();
        for (number, row) in from.iter().enumerate() {
            if number % ROWS == 0 {
                drop(pause.look()?);
            }
            let row = row.map_err(|e| old.error(e))?;
            let copy = copied.next().transpose().map_err(|e| new.error(e))?;
            if copy.as_ref() != Some(&row) {
                return Err(differ(old));
            }
        }
        if copied.next().is_some() {
            return Err(differ(old));
        }
    }
    Ok(())
}

fn differ(old: &Disk) -> StoreError {
    StoreError::Failed(format!(
        "{}: the new tables came back from the disk otherwise than they were written, and were removed; nothing was changed; look after the disk",
        old.path
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{AggId, Commit, Expect, Kind, MAX_BODY_BYTES, SledStore, Store as _, Write};

    fn put(store: &SledStore, id: &str, bytes: usize) {
        let write = Write {
            agg: AggId::new(Kind::Case, id),
            expect: Expect::Any,
            body: Some(vec![7; bytes]),
        };
        let commit = Commit {
            writes: vec![write],
            ..Commit::default()
        };
        store.submit(commit).unwrap().wait().unwrap();
    }

    fn with_one_record() -> (tempfile::TempDir, SledStore) {
        let dir = tempfile::tempdir().unwrap();
        let store = SledStore::open(dir.path()).unwrap();
        put(&store, "first", 10);
        (dir, store)
    }

    #[test]
    fn it_is_given_up_when_too_much_waits_for_the_tables_and_not_begun_twice() {
        let (_dir, store) = with_one_record();
        let pause = Pause::begin(&store.shared).unwrap();
        pause.wait().unwrap();
        assert!(matches!(store.compact(), Err(StoreError::Copied)));
        let large = usize::try_from(WAITING_BYTES).unwrap() / MAX_BODY_BYTES + 1;
        for n in 0..large {
            put(&store, &n.to_string(), MAX_BODY_BYTES);
        }
        // The committer looks between two groups.
        put(&store, "last", 10);
        assert!(matches!(pause.look(), Err(StoreError::Outrun)));
        assert!(matches!(pause.hold(), Err(StoreError::Outrun)));
        drop(pause);
        store.compact().unwrap();
        assert_eq!(store.scan(Kind::Case, "", None, usize::MAX).unwrap().len(), large + 2);
    }

    #[test]
    fn what_the_disk_makes_of_the_copy_is_noticed() {
        let (dir, store) = with_one_record();
        let pause = Pause::begin(&store.shared).unwrap();
        pause.wait().unwrap();
        let (old, new) = (store.shared.disk(), open::open_beside(dir.path(), "db-9".to_owned()).unwrap());
        copy(&pause, &old, &new).unwrap();
        compare(&pause, &old, &new).unwrap();
        let (key, _) = new.trees[0].first().unwrap().unwrap();
        let value = new.trees[0].insert(&key, b"otherwise").unwrap().unwrap();
        assert!(matches!(compare(&pause, &old, &new), Err(StoreError::Failed(_))));
        new.trees[0].insert(&key, value).unwrap();
        new.trees[1].insert(b"more", b"than was there").unwrap();
        assert!(matches!(compare(&pause, &old, &new), Err(StoreError::Failed(_))));
    }

    #[test]
    fn a_store_that_is_closed_meanwhile_keeps_its_tables() {
        let (dir, store) = with_one_record();
        let pause = Pause::begin(&store.shared).unwrap();
        pause.wait().unwrap();
        put(&store, "last", 10);
        store.close().unwrap();
        assert!(pause.look().is_err());
        drop(pause);
        drop(store);
        let store = SledStore::open(dir.path()).unwrap();
        assert_eq!(store.scan(Kind::Case, "", None, 9).unwrap().len(), 2);
    }

    #[test]
    fn a_second_copy_must_fit_and_something_be_left() {
        assert_eq!(missing(1000 + SPARE_BYTES, 1000), 0);
        assert_eq!(missing(900 + SPARE_BYTES, 1000), 100);
        assert_eq!(missing(0, 1000), 1000 + SPARE_BYTES);
    }
}
