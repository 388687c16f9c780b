//! The model of a store, in memory: what sled is checked against, and what tests of the pure rooms run on.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::{AggId, Commit, CommitError, Compacted, Expect, Head, Kind, OutboxRow, Receipt, Row, Snapshot, Store, StoreError, limits};
use crate::ids::{Channel, OutboxId};

/// A store that forgets everything with the process. Its receipts come back at once.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    heads: BTreeMap<AggId, Head>,
    log: BTreeMap<AggId, Vec<Vec<u8>>>,
    outbox: BTreeMap<OutboxId, (Channel, Vec<u8>)>,
    updates: BTreeMap<String, i64>,
    closed: bool,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables {
    fn check(&self, commit: &Commit) -> Result<(), CommitError> {
        self.check_open()?;
        if let Some(update) = commit.update.as_ref().filter(|u| self.updates.contains_key(*u)) {
            return Err(CommitError::Duplicate(update.clone()));
        }
        for write in &commit.writes {
            let current = self.heads.get(&write.agg).map(|head| head.version);
            let met = match write.expect {
                Expect::Any => true,
                Expect::Absent => current.is_none(),
                Expect::Version(version) => current == Some(version),
            };
            if !met {
                return Err(CommitError::Conflict {
                    agg: write.agg.clone(),
                    current,
                });
            }
        }
        Ok(())
    }

    fn apply(&mut self, commit: Commit) {
        for write in commit.writes {
            if let Some(body) = write.body {
                let version = self.heads.get(&write.agg).map_or(0, |head| head.version) + 1;
                self.heads.insert(write.agg, Head { version, body });
            } else {
                self.heads.remove(&write.agg);
                self.log.remove(&write.agg);
            }
        }
        for record in commit.records {
            self.log.entry(record.agg).or_default().push(record.body);
        }
        for row in commit.outbox {
            self.outbox.insert(row.id, (row.channel, row.body));
        }
        for id in commit.settled {
            self.outbox.remove(&id);
        }
        if let Some(update) = commit.update {
            self.updates.insert(update, commit.at_ms);
        }
    }
}

/// A copy of all rows; there is room for it where a store fits into memory.
struct Copied(std::vec::IntoIter<Row>);

impl Snapshot for Copied {
    fn next(&mut self, max: usize) -> Result<Vec<Row>, StoreError> {
        Ok(self.0.by_ref().take(max).collect())
    }
}

impl Tables {
    fn check_open(&self) -> Result<(), StoreError> {
        if self.closed {
            return Err(StoreError::Failed("the store is closed".to_owned()));
        }
        Ok(())
    }

    fn rows(&self) -> Vec<Row> {
        let heads = self.heads.iter().map(|(agg, head)| Row::Head(agg.clone(), head.clone()));
        let log = self
            .log
            .iter()
            .flat_map(|(agg, lines)| (0..).zip(lines).map(|(line, body)| Row::Line(agg.clone(), line, body.clone())));
        let outbox = self.outbox.iter().map(|(id, (channel, body))| {
            Row::Message(OutboxRow {
                id: *id,
                channel: *channel,
                body: body.clone(),
            })
        });
        let updates = self.updates.iter().map(|(key, at_ms)| Row::Update(key.clone(), *at_ms));
        heads.chain(log).chain(outbox).chain(updates).collect()
    }

    fn put(&mut self, row: Row) {
        match row {
            Row::Head(agg, head) => drop(self.heads.insert(agg, head)),
            Row::Line(agg, _, body) => self.log.entry(agg).or_default().push(body),
            Row::Message(row) => drop(self.outbox.insert(row.id, (row.channel, row.body))),
            Row::Update(key, at_ms) => drop(self.updates.insert(key, at_ms)),
        }
    }
}

/// A receipt that comes back at once.
fn received() -> Receipt {
    let (answer, receiver) = oneshot::channel();
    // The receiver is in our hand: it cannot be gone.
    let _ = answer.send(Ok(()));
    Receipt::new(receiver)
}

impl Store for MemoryStore {
    fn load(&self, agg: &AggId) -> Result<Option<Head>, StoreError> {
        Ok(self.tables().heads.get(agg).cloned())
    }

    fn scan(&self, kind: Kind, prefix: &str, after: Option<&str>, max: usize) -> Result<Vec<(String, Head)>, StoreError> {
        let wanted = |id: &str| id.starts_with(prefix) && after.is_none_or(|after| id > after);
        let tables = self.tables();
        let rows = tables.heads.iter().filter(|(agg, _)| agg.kind == kind && wanted(&agg.id));
        Ok(rows.take(max).map(|(agg, head)| (agg.id.clone(), head.clone())).collect())
    }

    fn history(&self, agg: &AggId, skip: usize, max: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let tables = self.tables();
        let bodies = tables.log.get(agg).map(Vec::as_slice).unwrap_or_default();
        Ok(bodies.iter().skip(skip).take(max).cloned().collect())
    }

    fn outbox(&self, after: Option<OutboxId>, max: usize) -> Result<Vec<OutboxRow>, StoreError> {
        let tables = self.tables();
        let rows = tables.outbox.iter().filter(|(id, _)| after.is_none_or(|after| **id > after));
        let row = |(id, (channel, body)): (&OutboxId, &(Channel, Vec<u8>))| OutboxRow {
            id: *id,
            channel: *channel,
            body: body.clone(),
        };
        Ok(rows.take(max).map(row).collect())
    }

    fn seen(&self, update: &str) -> Result<bool, StoreError> {
        Ok(self.tables().updates.contains_key(update))
    }

    fn submit(&self, commit: Commit) -> Result<Receipt, CommitError> {
        limits::check(&commit)?;
        let mut tables = self.tables();
        tables.check(&commit)?;
        tables.apply(commit);
        Ok(received())
    }

    fn forget_updates(&self, before_ms: i64) -> Result<usize, StoreError> {
        let mut tables = self.tables();
        let before = tables.updates.len();
        tables.updates.retain(|_, at_ms| *at_ms >= before_ms);
        Ok(before - tables.updates.len())
    }

    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        let tables = self.tables();
        tables.check_open()?;
        Ok(Box::new(Copied(tables.rows().into_iter())))
    }

    fn fill(&self, rows: &[Row]) -> Result<Receipt, CommitError> {
        rows.iter().try_for_each(Row::check)?;
        let mut tables = self.tables();
        tables.check_open()?;
        rows.iter().cloned().for_each(|row| tables.put(row));
        Ok(received())
    }

    fn compact(&self) -> Result<Compacted, StoreError> {
        self.tables().check_open()?;
        Ok(Compacted::default())
    }

    fn close(&self) -> Result<(), StoreError> {
        self.tables().closed = true;
        Ok(())
    }
}
