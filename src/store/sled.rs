//! The store on sled 0.34.7.
//!
//! A commit is decided at once, under one mutex, against what is on the disk and an overlay of what is not there yet.
//! One committer thread then writes what waits as one frame of a journal of its own and syncs it; only then do the
//! receipts come back. sled's tables get it a moment later, and most of what was changed several times only once.

mod codec;
mod committer;
mod compact;
mod folder;
mod journal;
mod open;
mod snapshot;
mod table;

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::SystemTime;

use ::sled::IVec;
use tokio::sync::oneshot;

use self::committer::{Shared, State, Waiting};
use self::journal::Ahead;
use self::table::{Disk, Last, Op, Table};
use super::{
    AggId, Commit, CommitError, Compacted, Expect, Head, Kind, OutboxRow, Receipt, Row, Snapshot, Store, StoreError, Write, limits,
};
use crate::ids::OutboxId;

/// Update keys looked at between two other commits while old ones are forgotten.
const FORGET_LOOKS: usize = 2048;

/// A store in a folder. One process holds a folder at a time.
pub struct SledStore {
    shared: Arc<Shared>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl fmt::Debug for SledStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SledStore").field(&self.shared.disk().path).finish()
    }
}

impl SledStore {
    /// Opens the store in a folder, and makes it if there is none.
    ///
    /// # Errors
    /// In use by another process, no right, written by a newer version, damaged: each with what the operator can do.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let (disk, ahead) = open::open(dir)?;
        SledStore::on(disk, ahead)
    }

    /// When the tables of a folder were written anew the last time, or first made.
    ///
    /// # Errors
    /// There are none, or the folder cannot be read.
    pub fn written(dir: &Path) -> std::io::Result<SystemTime> {
        folder::written(dir)
    }

    /// Makes the store of a backup that is to be restored, in an empty folder. Until [`SledStore::restored`] nobody can
    /// open it: if the process dies, it is half of one.
    ///
    /// # Errors
    /// As [`SledStore::open`]; not empty; half restored.
    pub fn begin_restore(dir: &Path) -> Result<Self, StoreError> {
        let (disk, ahead) = open::begin_restore(dir)?;
        SledStore::on(disk, ahead)
    }

    /// Ends what [`SledStore::begin_restore`] has begun.
    pub fn restored(self, dir: &Path) -> Result<(), StoreError> {
        self.close()?;
        open::restored(dir)
    }

    fn on(disk: Disk, ahead: Ahead) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::new(disk, ahead.last()));
        let threads = committer::start(&shared, ahead)?;
        Ok(Self {
            shared,
            threads: Mutex::new(threads),
        })
    }

    /// Runs a reading under the mutex: what it sees of the overlay and of the disk fits together.
    fn read<T>(&self, look: impl FnOnce(&View<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut state = self.shared.state();
        if let Some(error) = &state.failed {
            return Err(error.clone());
        }
        let disk = self.shared.disk();
        let view = View {
            state: &state,
            disk: &disk,
        };
        let seen = guarded(|| look(&view));
        if let Err(error) = &seen {
            state.fail(error);
        }
        seen
    }

    /// Puts decided changes into the overlay and the queue of the committer.
    fn enqueue(&self, state: &mut State, ops: Vec<Op>) -> Result<Receipt, StoreError> {
        if let Err(error) = self.shared.lay_aside(state, &ops) {
            state.fail(&error);
            return Err(error);
        }
        let (answer, receiver) = oneshot::channel();
        state.last_ticket += 1;
        let ticket = state.last_ticket;
        for op in &ops {
            state.overlay.put(ticket, op);
        }
        state.queue.push_back(Waiting { ticket, ops, answer });
        self.shared.wake.notify_one();
        Ok(Receipt::new(receiver))
    }

    /// Forgets old keys among the next few after `after`; `None` when there are no more to look at.
    fn forget_some(&self, before_ms: i64, after: Option<&IVec>) -> Result<(usize, Option<IVec>), StoreError> {
        let mut state = self.shared.state();
        state.check_open()?;
        let disk = self.shared.disk();
        let view = View {
            state: &state,
            disk: &disk,
        };
        let looked = guarded(|| {
            let rows = view.range(Table::Updates, &[], after.map(AsRef::as_ref), FORGET_LOOKS)?;
            let mut old = Vec::new();
            for (key, value) in &rows {
                if codec::at_ms(value).ok_or_else(|| disk.damaged("an update key without its time"))? < before_ms {
                    old.push(Op {
                        table: Table::Updates,
                        key: key.clone(),
                        value: None,
                    });
                }
            }
            let last = rows.into_iter().nth(FORGET_LOOKS - 1).map(|(key, _)| key);
            Ok((old, last))
        });
        match looked {
            Err(error) => {
                state.fail(&error);
                Err(error)
            }
            Ok((old, last)) => {
                let forgotten = old.len();
                if forgotten > 0 {
                    // Nobody waits for this one: keys that come back after a crash are forgotten the next time.
                    drop(self.enqueue(&mut state, old)?);
                }
                Ok((forgotten, last))
            }
        }
    }
}

/// The overlay over the disk, while the mutex is held.
struct View<'a> {
    state: &'a State,
    disk: &'a Disk,
}

impl View<'_> {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        match self.state.overlay.get(table, key) {
            Some(value) => Ok(value.clone()),
            None => self.disk.get(table, key),
        }
    }

    fn range(&self, table: Table, prefix: &[u8], after: Option<&[u8]>, max: usize) -> Result<Vec<(IVec, IVec)>, StoreError> {
        table::merged(&self.state.overlay, self.disk, table, prefix, after, max)
    }

    fn head(&self, agg: &AggId) -> Result<Option<Head>, StoreError> {
        let value = self.get(Table::Heads, &codec::head_key(agg.kind, &agg.id))?;
        value
            .map(|value| codec::head(&value).ok_or_else(|| self.disk.damaged("a record without its version")))
            .transpose()
    }

    /// The number the next line of a record's log gets.
    fn next_line(&self, agg: &AggId) -> Result<u64, StoreError> {
        let prefix = codec::log_prefix(agg);
        let last = match self.state.overlay.last(Table::Log, &prefix) {
            Last::Set(key) => Some(key.clone()),
            Last::Removed => None,
            Last::Untouched => self.disk.last(Table::Log, &prefix)?,
        };
        let Some(key) = last else { return Ok(0) };
        let line = codec::log_line(&key).ok_or_else(|| self.disk.damaged("a line of the log without its number"))?;
        Ok(line + 1)
    }

    /// Decides a commit: refuses it, or says what changes.
    fn decide(&self, commit: &Commit) -> Result<Result<Vec<Op>, CommitError>, StoreError> {
        if let Some(update) = &commit.update
            && self.get(Table::Updates, update.as_bytes())?.is_some()
        {
            return Ok(Err(CommitError::Duplicate(update.clone())));
        }
        let mut versions = BTreeMap::new();
        for write in &commit.writes {
            let current = self.head(&write.agg)?.map(|head| head.version);
            if !met(write.expect, current) {
                return Ok(Err(CommitError::Conflict {
                    agg: write.agg.clone(),
                    current,
                }));
            }
            versions.insert(&write.agg, current);
        }
        let mut ops: Vec<Op> = commit.writes.iter().map(|write| head_op(write, &mut versions)).collect();
        let mut lines: BTreeMap<&AggId, u64> = BTreeMap::new();
        for write in commit.writes.iter().filter(|write| write.body.is_none()) {
            let log = self.range(Table::Log, &codec::log_prefix(&write.agg), None, usize::MAX)?;
            ops.extend(log.into_iter().map(|(key, _)| Op::remove(Table::Log, key.to_vec())));
            lines.insert(&write.agg, 0);
        }
        for record in &commit.records {
            let line = match lines.get(&record.agg) {
                Some(line) => *line,
                None => self.next_line(&record.agg)?,
            };
            lines.insert(&record.agg, line + 1);
            ops.push(Op::set(Table::Log, codec::log_key(&record.agg, line), record.body.as_slice()));
        }
        let rows = commit.outbox.iter();
        ops.extend(rows.map(|row| Op::set(Table::Outbox, codec::outbox_key(row.id).to_vec(), codec::outbox_value(row))));
        ops.extend(
            commit
                .settled
                .iter()
                .map(|id| Op::remove(Table::Outbox, codec::outbox_key(*id).to_vec())),
        );
        if let Some(update) = &commit.update {
            ops.push(Op::set(
                Table::Updates,
                update.as_bytes().to_vec(),
                commit.at_ms.to_be_bytes().as_slice(),
            ));
        }
        Ok(Ok(ops))
    }
}

fn met(expect: Expect, current: Option<u64>) -> bool {
    match expect {
        Expect::Any => true,
        Expect::Absent => current.is_none(),
        Expect::Version(version) => current == Some(version),
    }
}

fn head_op<'a>(write: &'a Write, versions: &mut BTreeMap<&'a AggId, Option<u64>>) -> Op {
    let key = codec::head_key(write.agg.kind, &write.agg.id);
    let current = versions.get(&write.agg).copied().flatten();
    let next = write.body.as_ref().map(|_| current.unwrap_or(0) + 1);
    versions.insert(&write.agg, next);
    match (&write.body, next) {
        (Some(body), Some(version)) => Op::set(Table::Heads, key, codec::head_value(version, body)),
        _ => Op::remove(Table::Heads, key),
    }
}

/// Runs something that calls sled; a panic inside sled becomes an error.
fn guarded<T>(call: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    // After a panic the store is failed and nothing looks at what the panic left behind.
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| Err(StoreError::Failed(panic_text(panic.as_ref()))))
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no text");
    format!("sled panicked: {text}")
}

impl Store for SledStore {
    fn load(&self, agg: &AggId) -> Result<Option<Head>, StoreError> {
        self.read(|view| view.head(agg))
    }

    fn scan(&self, kind: Kind, prefix: &str, after: Option<&str>, max: usize) -> Result<Vec<(String, Head)>, StoreError> {
        let rows = self.read(|view| {
            let after = after.map(|after| codec::head_key(kind, after));
            view.range(Table::Heads, &codec::head_key(kind, prefix), after.as_deref(), max)
        })?;
        let row = |(key, value): (IVec, IVec)| Some((codec::head_id(&key)?, codec::head(&value)?));
        let rows: Option<Vec<_>> = rows.into_iter().map(row).collect();
        rows.ok_or_else(|| self.shared.disk().damaged("a record that cannot be read"))
    }

    fn history(&self, agg: &AggId, skip: usize, max: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        // Lines are numbered from 0 without holes, so leaving out the first few is a jump.
        let after = (skip as u64).checked_sub(1).map(|line| codec::log_key(agg, line));
        let rows = self.read(|view| view.range(Table::Log, &codec::log_prefix(agg), after.as_deref(), max))?;
        Ok(rows.into_iter().map(|(_, body)| body.to_vec()).collect())
    }

    fn outbox(&self, after: Option<OutboxId>, max: usize) -> Result<Vec<OutboxRow>, StoreError> {
        let after = after.map(codec::outbox_key);
        let rows = self.read(|view| view.range(Table::Outbox, &[], after.as_ref().map(<[u8; 8]>::as_slice), max))?;
        let rows: Option<Vec<_>> = rows.iter().map(|(key, value)| codec::outbox_row(key, value)).collect();
        rows.ok_or_else(|| self.shared.disk().damaged("a message to be sent that cannot be read"))
    }

    fn seen(&self, update: &str) -> Result<bool, StoreError> {
        self.read(|view| Ok(view.get(Table::Updates, update.as_bytes())?.is_some()))
    }

    fn submit(&self, commit: Commit) -> Result<Receipt, CommitError> {
        limits::check(&commit)?;
        let mut state = self.shared.state();
        state.check_open()?;
        let disk = self.shared.disk();
        let view = View {
            state: &state,
            disk: &disk,
        };
        match guarded(|| view.decide(&commit)) {
            Ok(Ok(ops)) => Ok(self.enqueue(&mut state, ops)?),
            Ok(Err(refused)) => Err(refused),
            Err(error) => {
                state.fail(&error);
                Err(error.into())
            }
        }
    }

    fn forget_updates(&self, before_ms: i64) -> Result<usize, StoreError> {
        let (mut forgotten, mut last) = self.forget_some(before_ms, None)?;
        while let Some(after) = last {
            let (more, next) = self.forget_some(before_ms, Some(&after))?;
            forgotten += more;
            last = next;
        }
        Ok(forgotten)
    }

    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        Ok(Box::new(snapshot::SledSnapshot::take(&self.shared)?))
    }

    fn fill(&self, rows: &[Row]) -> Result<Receipt, CommitError> {
        rows.iter().try_for_each(Row::check)?;
        let mut state = self.shared.state();
        state.check_open()?;
        Ok(self.enqueue(&mut state, rows.iter().map(snapshot::op).collect())?)
    }

    fn compact(&self) -> Result<Compacted, StoreError> {
        compact::run(&self.shared)
    }

    fn close(&self) -> Result<(), StoreError> {
        self.shared.stop();
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            thread.thread().unpark();
            let ended = thread.join();
            // The committer is the first of the threads, and says so itself unless it panicked.
            self.shared.ended();
            if ended.is_err() {
                self.shared
                    .state()
                    .fail(&StoreError::Failed("a thread of the store panicked".to_owned()));
            }
        }
        match &self.shared.state().failed {
            Some(error) => Err(error.clone()),
            None => guarded(|| self.shared.disk().sync_all()),
        }
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        if let Err(error) = self.close() {
            tracing::error!(%error, path = self.shared.disk().path, "the store could not be closed");
        }
    }
}
