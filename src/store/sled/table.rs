//! The four tables on the disk, the overlay of what is not there yet, and reading both as one.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::ops::Bound;
use std::os::unix::fs::FileExt as _;

use ::sled::{Batch, Db, IVec, Tree};

use crate::store::StoreError;

/// A table; the number is its place in [`Disk::trees`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    Heads = 0,
    Log = 1,
    Outbox = 2,
    Updates = 3,
}

impl Table {
    pub(super) const ALL: [Table; 4] = [Table::Heads, Table::Log, Table::Outbox, Table::Updates];
}

/// Names of the trees, in the order of [`Table`].
pub(super) const NAMES: [&str; 4] = ["heads", "log", "outbox", "updates"];

/// The key, in the tree of settings, of the number of the last commit.
pub(super) const COMMITS_KEY: &[u8] = b"COMMITS";

/// The key, in the same tree, of the number of the last commit of a round that was begun.
const BEGUN_KEY: &[u8] = b"BEGUN";

/// One change of one table.
#[derive(Debug)]
pub(super) struct Op {
    pub(super) table: Table,
    pub(super) key: IVec,
    pub(super) value: Option<IVec>,
}

impl Op {
    pub(super) fn set(table: Table, key: Vec<u8>, value: impl Into<IVec>) -> Self {
        Self {
            table,
            key: key.into(),
            value: Some(value.into()),
        }
    }

    pub(super) fn remove(table: Table, key: Vec<u8>) -> Self {
        Self {
            table,
            key: key.into(),
            value: None,
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.key.len() + self.value.as_ref().map_or(0, |value| value.len())
    }
}

/// Changes decided but not on the disk yet, each with the ticket of the newest commit that made it.
#[derive(Debug, Default)]
pub(super) struct Overlay([BTreeMap<IVec, (u64, Option<IVec>)>; 4]);

/// The last of some keys, as far as they were changed.
pub(super) enum Last<'a> {
    /// None was: what is on the disk counts.
    Untouched,
    /// They were removed, and none was set since.
    Removed,
    /// This one.
    Set(&'a IVec),
}

impl Overlay {
    pub(super) fn put(&mut self, ticket: u64, op: &Op) {
        self.0[op.table as usize].insert(op.key.clone(), (ticket, op.value.clone()));
    }

    /// Drops a change that has reached the disk, unless a later commit changed the same key again.
    pub(super) fn settle(&mut self, durable: u64, op: &Op) {
        let table = &mut self.0[op.table as usize];
        if table.get(&op.key).is_some_and(|(ticket, _)| *ticket <= durable) {
            table.remove(&op.key);
        }
    }

    pub(super) fn get(&self, table: Table, key: &[u8]) -> Option<&Option<IVec>> {
        self.0[table as usize].get(key).map(|(_, value)| value)
    }

    /// The last key that begins so, among those changed.
    pub(super) fn last(&self, table: Table, prefix: &[u8]) -> Last<'_> {
        // Keys under a log prefix go on with eight bytes of a number, so nine bytes of 255 are after them all.
        let end = [prefix, &[u8::MAX; 9]].concat();
        let range = (Bound::Included(prefix), Bound::Excluded(end.as_slice()));
        let mut changed = self.0[table as usize].range::<[u8], _>(range).rev().peekable();
        if changed.peek().is_none() {
            return Last::Untouched;
        }
        // Keys are removed all together, so behind a removed one only those set since can be left.
        let set = changed.find(|(_, (_, value))| value.is_some());
        set.map_or(Last::Removed, |(key, _)| Last::Set(key))
    }

    fn range(&self, table: Table, lower: Bound<&[u8]>) -> impl Iterator<Item = (&IVec, &Option<IVec>)> {
        self.0[table as usize]
            .range::<[u8], _>((lower, Bound::Unbounded))
            .map(|(key, (_, value))| (key, value))
    }
}

/// sled, open.
pub(super) struct Disk {
    pub(super) db: Db,
    pub(super) trees: [Tree; 4],
    /// Settings of the store itself.
    pub(super) meta: Tree,
    /// Our own handle on sled's file, kept open: the system reports a failed write-back once per handle.
    pub(super) file: File,
    /// The file `COMMITTED` beside sled's: the number of the last commit known to be durable.
    pub(super) mark: File,
    /// The folder, for messages.
    pub(super) path: String,
    /// The fault the power cuts plant: nothing is synced after a commit.
    pub(super) no_sync: bool,
}

impl Disk {
    pub(super) fn damaged(&self, why: &str) -> StoreError {
        StoreError::Damaged {
            path: self.path.clone(),
            why: why.to_owned(),
        }
    }

    pub(super) fn error(&self, error: ::sled::Error) -> StoreError {
        match error {
            ::sled::Error::Corruption { at, .. } => self.damaged(&format!("a wrong checksum at {at:?}")),
            ::sled::Error::Io(error) => self.io("write", &error),
            other => StoreError::Failed(format!("{}: {other}", self.path)),
        }
    }

    pub(super) fn io(&self, what: &str, error: &io::Error) -> StoreError {
        no_room(&self.path, error).unwrap_or_else(|| StoreError::Failed(format!("{}: cannot {what}: {error}", self.path)))
    }

    /// All trees, that of settings as well.
    pub(super) fn all(&self) -> impl Iterator<Item = &Tree> {
        self.trees.iter().chain([&self.meta])
    }

    pub(super) fn get(&self, table: Table, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        self.trees[table as usize].get(key).map_err(|e| self.error(e))
    }

    /// The last key that begins so.
    pub(super) fn last(&self, table: Table, prefix: &[u8]) -> Result<Option<IVec>, StoreError> {
        let last = self.trees[table as usize].scan_prefix(prefix).keys().next_back();
        last.transpose().map_err(|e| self.error(e))
    }

    /// The number of the last commit of which all is in the tables.
    pub(super) fn commits(&self) -> Result<u64, StoreError> {
        self.number(COMMITS_KEY)
    }

    /// The number of the last commit of which something may be in the tables.
    pub(super) fn begun(&self) -> Result<u64, StoreError> {
        self.number(BEGUN_KEY)
    }

    fn number(&self, key: &[u8]) -> Result<u64, StoreError> {
        let Some(number) = self.meta.get(key).map_err(|e| self.error(e))? else {
            return Ok(0);
        };
        let number = number
            .as_ref()
            .try_into()
            .map_err(|_| self.damaged("its number of commits cannot be read"))?;
        Ok(u64::from_be_bytes(number))
    }

    /// Notes that something of the commits up to this one will be in the tables.
    pub(super) fn note_begun(&self, ticket: u64) -> Result<(), StoreError> {
        self.note(BEGUN_KEY, ticket)
    }

    /// Notes in the tables that they hold all commits up to this one.
    pub(super) fn note_carried(&self, ticket: u64) -> Result<(), StoreError> {
        self.note(COMMITS_KEY, ticket)
    }

    fn note(&self, key: &[u8], ticket: u64) -> Result<(), StoreError> {
        let noted = self.meta.insert(key, &ticket.to_be_bytes());
        noted.map(drop).map_err(|e| self.error(e))
    }

    /// Carries durable changes into their tables, at most one of each key.
    pub(super) fn carry(&self, ops: &[Op]) -> Result<(), StoreError> {
        let mut batches: [Batch; 4] = Default::default();
        for op in ops {
            let batch = &mut batches[op.table as usize];
            match &op.value {
                Some(value) => batch.insert(op.key.clone(), value.clone()),
                None => batch.remove(op.key.clone()),
            }
        }
        for (tree, batch) in self.trees.iter().zip(batches) {
            tree.apply_batch(batch).map_err(|e| self.error(e))?;
        }
        Ok(())
    }

    /// Makes all that was written durable: sled's flush hands it to the system, and only our sync reaches the device.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        self.db.flush().map_err(|e| self.error(e))?;
        if self.no_sync {
            return Ok(());
        }
        self.file.sync_data().map_err(|e| self.io("sync", &e))
    }

    /// The same, with the note of [`Disk::note_durable`].
    pub(super) fn sync_all(&self) -> Result<(), StoreError> {
        self.sync()?;
        self.mark.sync_all().map_err(|e| self.io("sync", &e))
    }

    /// Notes that all commits up to this one are durable. It is only ever called after a sync of the journal and not synced
    /// itself, so the note may be too old after a power cut, and is never too new.
    pub(super) fn note_durable(&self, ticket: u64) -> Result<(), StoreError> {
        let noted = self.mark.write_all_at(format!("{ticket:020}\n").as_bytes(), 0);
        noted.map_err(|e| self.io("write the file COMMITTED", &e))
    }
}

/// An error of the system that means: the disk is full.
pub(super) fn no_room(path: &str, error: &io::Error) -> Option<StoreError> {
    let full = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge].contains(&error.kind());
    full.then(|| StoreError::Full {
        path: path.to_owned(),
        why: error.to_string(),
    })
}

/// Rows whose keys begin with `prefix` and are greater than `after`, in order: the overlay over the disk.
pub(super) fn merged(
    overlay: &Overlay,
    disk: &Disk,
    table: Table,
    prefix: &[u8],
    after: Option<&[u8]>,
    max: usize,
) -> Result<Vec<(IVec, IVec)>, StoreError> {
    let lower = match after {
        Some(after) if after >= prefix => Bound::Excluded(after),
        _ => Bound::Included(prefix),
    };
    let mut pending = overlay
        .range(table, lower)
        .take_while(|(key, _)| key.starts_with(prefix))
        .peekable();
    let tree = &disk.trees[table as usize];
    let mut stored = tree.range::<&[u8], _>((lower, Bound::Unbounded));
    let mut next_stored = || match stored.next().transpose() {
        Ok(row) => Ok(row.filter(|(key, _)| key.starts_with(prefix))),
        Err(error) => Err(disk.error(error)),
    };
    let mut row = next_stored()?;
    let mut out = Vec::new();
    while out.len() < max {
        let stored_first = match (pending.peek(), &row) {
            (None, None) => break,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (Some((key, _)), Some((stored, _))) => stored < *key,
        };
        if stored_first {
            out.extend(row);
            row = next_stored()?;
        } else if let Some((key, value)) = pending.next() {
            if row.as_ref().is_some_and(|(stored, _)| stored == key) {
                row = next_stored()?;
            }
            out.extend(value.clone().map(|value| (key.clone(), value)));
        }
    }
    Ok(out)
}
