//! All rows as they were at one moment, while commits go on.
//!
//! sled has no snapshots. So whoever changes a key that has not been read yet lays its value of that moment aside first,
//! under the mutex that decides commits; the reader takes a few rows at a time under the same mutex, puts the values laid
//! aside in their places, and forgets them. What is laid aside is bounded: beyond that the snapshot is given up.

use std::collections::BTreeMap;
use std::sync::Arc;

use ::sled::IVec;

use super::committer::{Shared, State};
use super::table::{Op, Table};
use super::{View, codec, guarded};
use crate::store::{Row, Snapshot, StoreError};

/// Bytes that may lie aside.
const ASIDE_BYTES: usize = 64 * 1024 * 1024;

const TABLES: [Table; 4] = [Table::Heads, Table::Log, Table::Outbox, Table::Updates];

/// A snapshot being read: what was changed ahead of the reader.
#[derive(Debug, Default)]
pub(super) struct Aside {
    values: [BTreeMap<IVec, Option<IVec>>; 4],
    bytes: usize,
    /// The table being read, and the last key that was.
    at: usize,
    last: Option<IVec>,
}

impl Aside {
    fn was_read(&self, op: &Op) -> bool {
        let table = op.table as usize;
        table < self.at || table == self.at && self.last.as_ref().is_some_and(|last| op.key <= *last)
    }

    /// Takes what lies aside up to a key, or all of a table.
    fn take(&mut self, table: usize, to: Option<&IVec>) -> BTreeMap<IVec, Option<IVec>> {
        let rest = match to {
            // The first key after it.
            Some(to) => self.values[table].split_off::<[u8]>(&[to.as_ref(), &[0]].concat()),
            None => BTreeMap::new(),
        };
        let taken = std::mem::replace(&mut self.values[table], rest);
        self.bytes -= taken.iter().map(|(key, value)| size(key, value.as_ref())).sum::<usize>();
        taken
    }
}

fn size(key: &IVec, value: Option<&IVec>) -> usize {
    key.len() + value.map_or(0, |value| value.len())
}

impl Shared {
    /// Lays aside what is about to be changed and has not been read.
    pub(super) fn lay_aside(&self, state: &mut State, ops: &[Op]) -> Result<(), StoreError> {
        let Some(mut aside) = state.aside.take() else { return Ok(()) };
        for op in ops {
            if aside.was_read(op) || aside.values[op.table as usize].contains_key(&op.key) {
                continue;
            }
            let disk = self.disk();
            let view = View { state, disk: &disk };
            let value = guarded(|| view.get(op.table, &op.key))?;
            aside.bytes += size(&op.key, value.as_ref());
            aside.values[op.table as usize].insert(op.key.clone(), value);
        }
        // Too much: the reader finds nothing of its own any more, and says so.
        state.aside = Some(aside).filter(|aside| aside.bytes <= ASIDE_BYTES);
        Ok(())
    }
}

/// A snapshot. There is one at a time.
pub(super) struct SledSnapshot(Arc<Shared>);

impl SledSnapshot {
    pub(super) fn take(shared: &Arc<Shared>) -> Result<Self, StoreError> {
        let mut state = shared.state();
        state.check_open()?;
        if state.snapshots > 0 {
            return Err(StoreError::Copied);
        }
        state.snapshots = 1;
        state.aside = Some(Aside::default());
        Ok(SledSnapshot(Arc::clone(shared)))
    }
}

impl Drop for SledSnapshot {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.snapshots = 0;
        state.aside = None;
    }
}

impl Snapshot for SledSnapshot {
    fn next(&mut self, max: usize) -> Result<Vec<Row>, StoreError> {
        loop {
            let mut state = self.0.state();
            state.check_open()?;
            let Some(mut aside) = state.aside.take() else {
                return Err(StoreError::Outrun);
            };
            let Some(table) = TABLES.get(aside.at).copied() else {
                state.aside = Some(aside);
                return Ok(Vec::new());
            };
            let disk = self.0.disk();
            let view = View {
                state: &state,
                disk: &disk,
            };
            let rows = match guarded(|| view.range(table, &[], aside.last.as_deref(), max)) {
                Ok(rows) => rows,
                Err(error) => {
                    state.fail(&error);
                    return Err(error);
                }
            };
            let to = (rows.len() == max).then(|| rows.last().map(|(key, _)| key.clone())).flatten();
            let laid = aside.take(aside.at, to.as_ref());
            aside.at += usize::from(to.is_none());
            aside.last = to;
            state.aside = Some(aside);
            drop(state);
            let rows = as_they_were(rows, laid);
            if !rows.is_empty() {
                let rows: Option<Vec<Row>> = rows.iter().map(|(key, value)| row(table, key, value)).collect();
                return rows.ok_or_else(|| disk.damaged("a row that cannot be read"));
            }
        }
    }
}

/// Rows with the values laid aside in their places.
fn as_they_were(rows: Vec<(IVec, IVec)>, laid: BTreeMap<IVec, Option<IVec>>) -> Vec<(IVec, IVec)> {
    if laid.is_empty() {
        return rows;
    }
    let mut all: BTreeMap<IVec, IVec> = rows.into_iter().collect();
    for (key, value) in laid {
        match value {
            Some(value) => drop(all.insert(key, value)),
            None => drop(all.remove(&key)),
        }
    }
    all.into_iter().collect()
}

fn row(table: Table, key: &IVec, value: &IVec) -> Option<Row> {
    Some(match table {
        Table::Heads => Row::Head(codec::agg(key)?, codec::head(value)?),
        Table::Log => {
            let (agg, line) = codec::log_place(key)?;
            Row::Line(agg, line, value.to_vec())
        }
        Table::Outbox => Row::Message(codec::outbox_row(key, value)?),
        Table::Updates => Row::Update(String::from_utf8(key.to_vec()).ok()?, codec::at_ms(value)?),
    })
}

/// A row as the change that makes it.
pub(super) fn op(row: &Row) -> Op {
    match row {
        Row::Head(agg, head) => Op::set(
            Table::Heads,
            codec::head_key(agg.kind, &agg.id),
            codec::head_value(head.version, &head.body),
        ),
        Row::Line(agg, line, body) => Op::set(Table::Log, codec::log_key(agg, *line), body.as_slice()),
        Row::Message(row) => Op::set(Table::Outbox, codec::outbox_key(row.id).to_vec(), codec::outbox_value(row)),
        Row::Update(key, at_ms) => Op::set(Table::Updates, key.as_bytes().to_vec(), at_ms.to_be_bytes().as_slice()),
    }
}
