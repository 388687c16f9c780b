//! The store as rows: how all of it is copied out while it is in use, and put into another one.

use super::limits::MAX_KEY_BYTES;
use super::{AggId, CommitError, Head, Kind, MAX_BODY_BYTES, OutboxRow, StoreError};

/// A row of one of the tables, as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A record.
    Head(AggId, Head),
    /// A line of a record's event log, with its number; they begin with 0 and have no holes.
    Line(AggId, u64, Vec<u8>),
    /// A message waiting to be sent.
    Message(OutboxRow),
    /// An update that was committed, and when (milliseconds since 1970).
    Update(String, i64),
}

/// All rows as they were at one moment, while the store goes on.
///
/// If the process dies: reading changes nothing.
pub trait Snapshot: Send {
    /// The next rows, about `max` of them; none when all have been read. Records come first, then the lines of the logs
    /// (those of one log together and in order), the messages, and the updates.
    fn next(&mut self, max: usize) -> Result<Vec<Row>, StoreError>;
}

impl Row {
    /// Refuses a row that no commit can have made.
    pub fn check(&self) -> Result<(), CommitError> {
        let (agg, bytes) = match self {
            Row::Head(agg, head) => (agg.clone(), head.body.len()),
            Row::Line(agg, _, body) => (agg.clone(), body.len()),
            Row::Message(row) => (AggId::new(Kind::Meta, format!("outbox/{}", row.id)), row.body.len()),
            Row::Update(key, _) => (AggId::new(Kind::SetAside, key.as_str()), 0),
        };
        let too_large = [(bytes, MAX_BODY_BYTES), (agg.id.len(), MAX_KEY_BYTES)]
            .into_iter()
            .find(|(is, most)| is > most);
        match too_large {
            Some((bytes, _)) => Err(CommitError::TooLarge { agg, bytes }),
            None => Ok(()),
        }
    }
}
