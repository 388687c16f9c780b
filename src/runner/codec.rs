//! How records and rows are stored: a codec number, then JSON, then what is private in it, sealed.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ids::OutboxId;
use crate::message::Outgoing;
use crate::seal::{self, Keys, Opened, Parts, SealError, Sealing};
use crate::store::Kind;

/// A record that cannot be read: written by a newer version, or damaged.
#[derive(Debug, Clone, thiserror::Error)]
#[error("a record of kind {kind:?} cannot be read: {why}")]
pub struct Unreadable {
    /// Its kind.
    pub kind: Kind,
    /// Why.
    pub why: String,
}

/// A record with a key of its own.
pub trait Stored: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// Its kind.
    const KIND: Kind;
    /// Its id among its kind.
    fn id(&self) -> String;
    /// How its private fields are sealed; it has none unless it says so.
    fn sealing(&self) -> Sealing {
        Sealing::Open
    }
    /// Called when the key of its private fields was destroyed, and they are empty now.
    fn forgotten(&mut self) {}
}

/// Where a record lies, as the seal knows it.
fn place(kind: Kind, id: &str) -> String {
    format!("{}/{id}", kind as u8)
}

/// A record, its private fields apart.
pub(super) fn part<T: Stored>(record: &T) -> Opened {
    let sealing = record.sealing();
    let (json, parts) = seal::write(record, sealing != Sealing::Open);
    Opened::new(json, parts, sealing)
}

/// [`part`], undone.
pub(super) fn join<T: Stored>(opened: &Opened) -> Result<T, Unreadable> {
    let read = seal::read(&opened.json, &opened.parts);
    let mut record: T = read.map_err(|e| Unreadable {
        kind: T::KIND,
        why: e.to_string(),
    })?;
    if opened.parts == Parts::Deleted {
        record.forgotten();
    }
    Ok(record)
}

pub(super) fn close(keys: &Keys, kind: Kind, id: &str, opened: &Opened, now_ms: i64) -> Result<Vec<u8>, SealError> {
    keys.close(&place(kind, id), opened, now_ms)
}

pub(super) fn open(keys: &Keys, kind: Kind, id: &str, bytes: &[u8]) -> Result<Opened, Unreadable> {
    keys.open_record(&place(kind, id), bytes)
        .map_err(|e| Unreadable { kind, why: e.to_string() })
}

/// A record as bytes, its private fields sealed.
pub fn encode<T: Stored>(keys: &Keys, record: &T, now_ms: i64) -> Result<Vec<u8>, SealError> {
    close(keys, T::KIND, &record.id(), &part(record), now_ms)
}

/// A record from its bytes.
pub fn decode<T: Stored>(keys: &Keys, id: &str, bytes: &[u8]) -> Result<T, Unreadable> {
    join(&open(keys, T::KIND, id, bytes)?)
}

/// A row of the outbox as bytes. What goes to a private chat or is for the desk is sealed.
pub(super) fn encode_row(keys: &Keys, id: OutboxId, row: &Outgoing, now_ms: i64) -> Result<Vec<u8>, SealError> {
    let sealing = if row.may_be_private() { Sealing::Month } else { Sealing::Open };
    let (json, parts) = seal::write(row, sealing != Sealing::Open);
    keys.close(&format!("outbox/{id}"), &Opened::new(json, parts, sealing), now_ms)
}

/// A row of the outbox from its bytes; the first ones were JSON without a codec number.
pub(super) fn decode_row(keys: &Keys, id: OutboxId, bytes: &[u8]) -> Result<Outgoing, String> {
    let opened = match bytes.first() {
        Some(b'{') => Opened::new(bytes.to_vec(), Vec::new(), Sealing::Open),
        _ => keys.open_record(&format!("outbox/{id}"), bytes).map_err(|e| e.to_string())?,
    };
    seal::read(&opened.json, &opened.parts).map_err(|e| e.to_string())
}

/// A number as an id that sorts as the number does.
pub fn padded(number: u64) -> String {
    format!("{number:012}")
}
