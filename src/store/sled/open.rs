//! Opening a folder: lock, format, damage, and making a new one so that it survives a power cut.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use ::sled::Db;

use super::codec;
use super::committer::planted;
use super::folder;
use super::journal::{Ahead, Journal};
use super::panic_text;
use super::table::{Disk, NAMES, Table, no_room};
use crate::store::StoreError;

/// The format this program writes, and the newest it reads.
pub(crate) const FORMAT: u64 = 3;
const FORMAT_KEY: &[u8] = b"FORMAT";
const META: &str = "meta";
/// A file beside `db` with the format number. It is written last when a store is made: from then on an empty `db` is
/// a loss, not a beginning. It is read first, so that a newer format is left untouched.
const MARKER: &str = "FORMAT";
/// A file beside `db` with the number of the last durable commit. sled cuts off a damaged end of its log without a
/// word; when it then has fewer commits than this, durable ones are lost, and the store does not open.
const MARK: &str = "COMMITTED";

/// A file that says that a restore into this folder has begun and not ended.
const RESTORING: &str = "RESTORING";

/// sled keeps a page of more than a quarter of a segment in a file of its own, which it never syncs and sometimes
/// never removes. It splits pages by their number of rows only (17 at most, 21 after a merge), so a segment must hold
/// four times 21 rows of the largest body and key: 21 * (64 + 4 KiB) * 4 = 5.6 MiB. It cannot be changed later.
const SEGMENT_BYTES: usize = 8 * 1024 * 1024;
const CACHE_BYTES: u64 = 32 * 1024 * 1024;
/// What sled's only fault without a place in the log is about.
const SNAPSHOT_FAULT: &str = "a wrong checksum in a snapshot";
/// A store that was just closed gives its lock back a moment later, when sled's own threads have ended.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// Opens the folder, or makes it.
pub(super) fn open(dir: &Path) -> Result<(Disk, Ahead), StoreError> {
    let opening = Opening::of(dir)?;
    if dir.join(RESTORING).exists() {
        return Err(StoreError::HalfRestored(opening.path));
    }
    opening.open()
}

/// Makes a store in an empty folder, which nobody can open before [`restored`] has ended it.
pub(super) fn begin_restore(dir: &Path) -> Result<(Disk, Ahead), StoreError> {
    let opening = Opening::of(dir)?;
    let mut entries = fs::read_dir(dir).map_err(|e| opening.io("read the folder", &e))?;
    match entries.next() {
        Some(_) if dir.join(RESTORING).exists() => return Err(StoreError::HalfRestored(opening.path)),
        Some(_) => return Err(StoreError::NotEmpty(opening.path)),
        None => {}
    }
    let marked = File::create_new(dir.join(RESTORING)).and_then(|file| file.sync_all());
    marked.map_err(|e| opening.io("write the file RESTORING", &e))?;
    opening.open()
}

/// Opens a folder of tables beside the one that counts, or makes it: the store is being written anew.
pub(super) fn open_beside(dir: &Path, tables: String) -> Result<Disk, StoreError> {
    let opening = Opening::with(dir, tables);
    let db = opening.start_sled()?;
    let disk = opening.disk(db)?.0;
    opening.sync_folder()?;
    Ok(disk)
}

/// The restore into this folder has ended, and all of it is on the disk.
pub(super) fn restored(dir: &Path) -> Result<(), StoreError> {
    let opening = Opening::of(dir)?;
    opening.sync_folder()?;
    let ended = fs::remove_file(dir.join(RESTORING)).and_then(|()| File::open(dir)?.sync_all());
    ended.map_err(|e| opening.io("remove the file RESTORING", &e))
}

struct Opening<'a> {
    dir: &'a Path,
    path: String,
    /// The folder of the tables.
    tables: String,
}

impl<'a> Opening<'a> {
    fn with(dir: &'a Path, tables: String) -> Self {
        let path = dir.display().to_string();
        Opening { dir, path, tables }
    }

    /// What counts in this folder, which is made if there is none.
    fn of(dir: &'a Path) -> Result<Self, StoreError> {
        let mut opening = Opening::with(dir, String::new());
        opening.make_folder()?;
        opening.tables = opening.current()?;
        Ok(opening)
    }

    /// Another process that has the folder may have written the store anew since `TABLES` was read.
    fn still_counts(&self) -> Result<(), StoreError> {
        if self.current()? == self.tables {
            Ok(())
        } else {
            Err(StoreError::InUse(self.path.clone()))
        }
    }

    fn current(&self) -> Result<String, StoreError> {
        let tables = folder::current(self.dir).map_err(|e| self.io("read the file TABLES", &e))?;
        if folder::is_tables(&tables) {
            Ok(tables)
        } else {
            Err(self.damaged("its file TABLES names no folder of tables"))
        }
    }

    fn open(&self) -> Result<(Disk, Ahead), StoreError> {
        let marked = self.read_marker()?;
        let file_there = fs::metadata(self.db_file()).is_ok_and(|meta| meta.len() > 0);
        if marked.is_some() && !file_there {
            self.still_counts()?;
            return Err(self.damaged(&format!("its file {}/db is missing or empty", self.tables)));
        }
        match self.start(marked) {
            Err(StoreError::Damaged { why, .. }) if marked.is_none() && self.noted_commits() == 0 => {
                self.lay_half_made_aside(&why)?;
                self.start(None)
            }
            result => result,
        }
    }

    fn db_file(&self) -> PathBuf {
        self.db_folder().join("db")
    }

    fn db_folder(&self) -> PathBuf {
        self.dir.join(&self.tables)
    }

    fn start(&self, marked: Option<u64>) -> Result<(Disk, Ahead), StoreError> {
        let db = self.start_sled()?;
        // Only now it is ours.
        self.still_counts()?;
        // The rest reads pages, so damage can also show here as a panic.
        let rest = catch_unwind(AssertUnwindSafe(|| self.finish(db, marked)));
        rest.unwrap_or_else(|panic| Err(self.damaged(&panic_text(panic.as_ref()))))
    }

    /// The power was cut while the store was made: it never held anything, because `FORMAT` is written before the
    /// first commit is taken. What there is of it goes out of the way.
    fn lay_half_made_aside(&self, why: &str) -> Result<(), StoreError> {
        tracing::warn!(path = self.path, why, "the store was never completely made; it is begun again");
        let aside = self.dir.join("db.unfinished");
        // One of an earlier time is of no use either.
        let _ = fs::remove_dir_all(&aside);
        fs::rename(self.db_folder(), aside).map_err(|e| self.io("put the unfinished database aside", &e))
    }

    fn damaged(&self, why: &str) -> StoreError {
        StoreError::Damaged {
            path: self.path.clone(),
            why: why.to_owned(),
        }
    }

    fn io(&self, what: &str, error: &io::Error) -> StoreError {
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::NoRight {
                path: self.path.clone(),
                why: error.to_string(),
            },
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
                StoreError::Failed(format!("{} must be a folder, but it or something above it is a file", self.path))
            }
            _ => no_room(&self.path, error).unwrap_or_else(|| StoreError::Failed(format!("{}: cannot {what}: {error}", self.path))),
        }
    }

    fn sled(&self, error: ::sled::Error) -> StoreError {
        match error {
            ::sled::Error::Io(error) if is_lock(&error) => StoreError::InUse(self.path.clone()),
            ::sled::Error::Io(error) if error.kind() == ErrorKind::UnexpectedEof => self.damaged("a file ends too early"),
            ::sled::Error::Io(error) => self.io("open the database", &error),
            ::sled::Error::Corruption { at: None, .. } => self.damaged(SNAPSHOT_FAULT),
            ::sled::Error::Corruption { at: Some(at), .. } => self.damaged(&format!("a wrong checksum at {at:?}")),
            other => self.damaged(&other.to_string()),
        }
    }

    fn make_folder(&self) -> Result<(), StoreError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(self.dir);
        made.map_err(|e| self.io("make the folder", &e))?;
        // A folder that was there before may be open to others; nothing in it is for them.
        let closed = fs::set_permissions(self.dir, fs::Permissions::from_mode(0o700));
        closed.map_err(|e| self.io("close the folder to other users", &e))
    }

    /// The format in which the store was last opened; none if it was never completely made.
    fn read_marker(&self) -> Result<Option<u64>, StoreError> {
        let text = match fs::read_to_string(self.dir.join(MARKER)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.io("read the file FORMAT", &error)),
        };
        let found = text.trim().parse().map_err(|_| self.damaged("its file FORMAT holds no number"))?;
        self.check_number(found)?;
        Ok(Some(found))
    }

    fn check_number(&self, found: u64) -> Result<(), StoreError> {
        match found {
            0 => Err(self.damaged("its format number is 0")),
            1..=FORMAT => Ok(()),
            _ => Err(StoreError::Newer {
                path: self.path.clone(),
                found,
                known: FORMAT,
            }),
        }
    }

    /// Starts sled, after removing what a killed program has left of an unfinished snapshot.
    ///
    /// sled 0.34.7 writes `snap.N.generating`, then renames it; but it takes such a file for a snapshot when it opens, and
    /// writes over an old one without cutting it off. Either way a kill at that moment makes the next start fail.
    /// A snapshot only saves reading the log: without it sled reads the whole log, and `COMMITTED` tells whether it is all there.
    fn start_sled(&self) -> Result<Db, StoreError> {
        self.remove_snapshots(|name| name.ends_with(".generating"))?;
        match self.try_sled() {
            Err(StoreError::Damaged { why, .. }) if why == SNAPSHOT_FAULT => {
                tracing::warn!(
                    path = self.path,
                    "a snapshot of the database is broken; it is removed, and the log is read instead"
                );
                self.remove_snapshots(|_| true)?;
                self.try_sled()
            }
            result => result,
        }
    }

    /// Removes files of snapshots while nobody else has the database open.
    fn remove_snapshots(&self, which: fn(&str) -> bool) -> Result<(), StoreError> {
        let Ok(file) = File::open(self.db_file()) else { return Ok(()) };
        // Somebody else has it: sled will say so.
        if file.try_lock().is_err() {
            return Ok(());
        }
        let folder = fs::read_dir(self.db_folder()).map_err(|e| self.io("read the folder of its tables", &e))?;
        for entry in folder.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with("snap.") && which(&name) {
                fs::remove_file(entry.path()).map_err(|e| self.io("remove a broken snapshot", &e))?;
            }
        }
        Ok(())
    }

    fn try_sled(&self) -> Result<Db, StoreError> {
        let config = || {
            let config = ::sled::Config::new().path(self.db_folder()).flush_every_ms(Some(500));
            config.cache_capacity(CACHE_BYTES).segment_size(SEGMENT_BYTES)
        };
        for _ in 1..LOCK_TRIES {
            match catch_unwind(|| config().open()) {
                Ok(Err(::sled::Error::Io(error))) if is_lock(&error) => thread::sleep(LOCK_PAUSE),
                Ok(opened) => return opened.map_err(|e| self.sled(e)),
                Err(panic) => return Err(self.damaged(&panic_text(panic.as_ref()))),
            }
        }
        Err(StoreError::InUse(self.path.clone()))
    }

    /// The tables of a database, and the last commit that is said to be durable.
    fn disk(&self, db: Db) -> Result<(Disk, u64), StoreError> {
        let meta = db.open_tree(META).map_err(|e| self.sled(e))?;
        let tree = |name: &str| db.open_tree(name).map_err(|e| self.sled(e));
        let [heads, log, outbox, updates] = NAMES;
        let trees = [tree(heads)?, tree(log)?, tree(outbox)?, tree(updates)?];
        let file = File::open(self.db_file()).map_err(|e| self.io("open the file of the database", &e))?;
        let (mark, durable) = self.open_mark()?;
        let disk = Disk {
            db,
            trees,
            meta,
            file,
            mark,
            path: self.path.clone(),
            no_sync: planted("GREENWINDOW_TEST_NO_SYNC"),
        };
        Ok((disk, durable))
    }

    fn finish(&self, db: Db, marked: Option<u64>) -> Result<(Disk, Ahead), StoreError> {
        let (disk, durable) = self.disk(db)?;
        let format = disk.meta.get(FORMAT_KEY).map_err(|e| self.sled(e))?;
        if let Some(number) = &format {
            let number = number
                .as_ref()
                .try_into()
                .map_err(|_| self.damaged("its format number cannot be read"))?;
            self.check_number(u64::from_be_bytes(number))?;
        }
        if format.is_none() {
            self.begin(&disk, marked.is_some())?;
        }
        if format.as_deref().is_some_and(|number| number != FORMAT.to_be_bytes()) {
            disk.meta.insert(FORMAT_KEY, &FORMAT.to_be_bytes()).map_err(|e| self.sled(e))?;
        }
        let journal = Journal::open(self.dir).map_err(|e| self.io("open the journal", &e))?;
        let ahead = Ahead::begin(journal, &disk, durable)?;
        self.look_through(&disk)?;
        disk.sync_all()?;
        ahead.empty(&disk)?;
        self.sync_folder()?;
        // An older program must not open what it would read only a part of.
        if marked != Some(FORMAT) {
            let written = folder::replace(self.dir, MARKER, &FORMAT.to_string());
            written.map_err(|e| self.io("write the file FORMAT", &e))?;
        }
        if let Err(error) = folder::remove_others(self.dir, &self.tables) {
            tracing::error!(path = self.path, %error, "old tables cannot be removed; remove what of `db`, `db-2` … the file TABLES does not name");
        }
        Ok((disk, ahead))
    }

    /// The note of the last durable commit; 0 when there is none, as after a power cut right after the beginning.
    fn open_mark(&self) -> Result<(File, u64), StoreError> {
        let mut options = OpenOptions::new();
        let opened = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.dir.join(MARK));
        let mut mark = opened.map_err(|e| self.io("open the file COMMITTED", &e))?;
        let mut text = Vec::new();
        mark.read_to_end(&mut text).map_err(|e| self.io("read the file COMMITTED", &e))?;
        Ok((mark, noted(&text)))
    }

    /// What `COMMITTED` says, if it is there.
    fn noted_commits(&self) -> u64 {
        fs::read(self.dir.join(MARK)).map_or(0, |text| noted(&text))
    }

    /// Gives a new store its format number; refuses when it is not new.
    fn begin(&self, disk: &Disk, complete: bool) -> Result<(), StoreError> {
        if complete || disk.trees.iter().any(|tree| !tree.is_empty()) {
            return Err(self.damaged("its format number is gone"));
        }
        let set = disk.meta.insert(FORMAT_KEY, &FORMAT.to_be_bytes());
        set.map(drop).map_err(|e| self.sled(e))
    }

    /// Reads every row once, so that damage shows now and not in the middle of a conversation.
    fn look_through(&self, disk: &Disk) -> Result<(), StoreError> {
        let mut line_before: Option<Vec<u8>> = None;
        for (table, tree) in [Table::Heads, Table::Log, Table::Outbox, Table::Updates]
            .into_iter()
            .zip(&disk.trees)
        {
            for row in tree {
                let (key, value) = row.map_err(|e| self.sled(e))?;
                let fine = match table {
                    Table::Heads => codec::head_id(&key).is_some() && codec::head(&value).is_some(),
                    Table::Log => follows(line_before.replace(key.to_vec()).as_deref(), &key),
                    Table::Outbox => codec::outbox_row(&key, &value).is_some(),
                    Table::Updates => codec::at_ms(&value).is_some(),
                };
                if !fine {
                    return Err(self.damaged(&format!("a row of {} cannot be read or is out of order", NAMES[table as usize])));
                }
            }
        }
        Ok(())
    }

    /// Makes the files themselves survive: sled never syncs `conf` or a folder.
    fn sync_folder(&self) -> Result<(), StoreError> {
        let db = self.db_folder();
        let parent = self
            .dir
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        for path in [&db.join("conf"), &self.db_file(), &db, self.dir, parent] {
            let synced = File::open(path).and_then(|file| file.sync_all());
            match synced {
                // A parent that cannot be read was not made by us.
                Err(error) if path == parent && error.kind() == ErrorKind::PermissionDenied => {}
                other => other.map_err(|e| self.io("sync the folder", &e))?,
            }
        }
        Ok(())
    }
}

fn noted(mark: &[u8]) -> u64 {
    str::from_utf8(mark).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

/// sled reports a lock that is held as an error without a kind of its own.
fn is_lock(error: &io::Error) -> bool {
    error.to_string().contains("could not acquire lock")
}

/// Whether a line of the log is the first of its record, or the one after the line before.
fn follows(before: Option<&[u8]>, key: &[u8]) -> bool {
    let Some((prefix, line)) = key.split_last_chunk::<8>() else {
        return false;
    };
    let line = u64::from_be_bytes(*line);
    let before = before.and_then(|before| before.split_last_chunk::<8>());
    match before.filter(|(before, _)| *before == prefix) {
        Some((_, before)) => u64::from_be_bytes(*before).checked_add(1) == Some(line),
        None => line == 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{SledStore, Store as _};

    #[test]
    fn tables_that_were_replaced_since_their_name_was_read_are_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        let store = SledStore::open(dir.path()).unwrap();
        let before_it = Opening::of(dir.path()).unwrap();
        store.compact().unwrap();
        drop(store);
        assert!(matches!(before_it.open(), Err(StoreError::InUse(_))));
        // Nor when the old ones are still there.
        fs::create_dir(dir.path().join("db")).unwrap();
        fs::copy(dir.path().join("db-2/db"), dir.path().join("db/db")).unwrap();
        fs::copy(dir.path().join("db-2/conf"), dir.path().join("db/conf")).unwrap();
        assert!(matches!(before_it.open(), Err(StoreError::InUse(_))));
        SledStore::open(dir.path()).unwrap();
        assert!(!dir.path().join("db").exists());
    }
}
