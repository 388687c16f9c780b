//! How keys and values look on the disk (format 1). Keys sort as the things they stand for.

use ::sled::IVec;

use crate::ids::{Channel, OutboxId};
use crate::store::{AggId, Head, Kind, OutboxRow};

/// `[kind][id]`; also the beginning of all keys of a kind whose ids begin so.
pub(super) fn head_key(kind: Kind, id: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(1 + id.len());
    key.push(kind as u8);
    key.extend_from_slice(id.as_bytes());
    key
}

pub(super) fn head_id(key: &[u8]) -> Option<String> {
    let (_, id) = key.split_first()?;
    String::from_utf8(id.to_vec()).ok()
}

/// The record of a key.
pub(super) fn agg(key: &[u8]) -> Option<AggId> {
    Some(AggId::new(kind(*key.first()?)?, head_id(key)?))
}

fn kind(number: u8) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| *kind as u8 == number)
}

/// `[version u64][body]`
pub(super) fn head_value(version: u64, body: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(8 + body.len());
    value.extend_from_slice(&version.to_be_bytes());
    value.extend_from_slice(body);
    value
}

pub(super) fn head(value: &[u8]) -> Option<Head> {
    let (version, body) = value.split_first_chunk::<8>()?;
    Some(Head {
        version: u64::from_be_bytes(*version),
        body: body.to_vec(),
    })
}

/// `[kind][length of id u16][id]`: the length keeps the log of `a` apart from that of `ab`.
pub(super) fn log_prefix(agg: &AggId) -> Vec<u8> {
    let mut key = Vec::with_capacity(11 + agg.id.len());
    key.push(agg.kind as u8);
    // No stored id is longer than the limit, so a longer one asked for finds nothing, whatever length it gets here.
    key.extend_from_slice(&u16::try_from(agg.id.len()).unwrap_or(u16::MAX).to_be_bytes());
    key.extend_from_slice(agg.id.as_bytes());
    key
}

/// `[kind][length of id u16][id][line u64]`
pub(super) fn log_key(agg: &AggId, line: u64) -> Vec<u8> {
    let mut key = log_prefix(agg);
    key.extend_from_slice(&line.to_be_bytes());
    key
}

pub(super) fn log_line(key: &[u8]) -> Option<u64> {
    key.last_chunk::<8>().map(|line| u64::from_be_bytes(*line))
}

/// The record and the number of a line.
pub(super) fn log_place(key: &[u8]) -> Option<(AggId, u64)> {
    let (kind_number, rest) = key.split_first()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let (id, line) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
    let id = String::from_utf8(id.to_vec()).ok()?;
    let line = u64::from_be_bytes(line.try_into().ok()?);
    Some((AggId::new(kind(*kind_number)?, id), line))
}

pub(super) fn outbox_key(id: OutboxId) -> [u8; 8] {
    id.0.to_be_bytes()
}

/// `[channel][body]`
pub(super) fn outbox_value(row: &OutboxRow) -> Vec<u8> {
    let mut value = Vec::with_capacity(1 + row.body.len());
    value.push(match row.channel {
        Channel::Tg => 1,
        Channel::Web => 2,
    });
    value.extend_from_slice(&row.body);
    value
}

pub(super) fn outbox_row(key: &[u8], value: &[u8]) -> Option<OutboxRow> {
    let (channel, body) = value.split_first()?;
    let channel = match channel {
        1 => Channel::Tg,
        2 => Channel::Web,
        _ => return None,
    };
    let id = OutboxId(u64::from_be_bytes(key.try_into().ok()?));
    Some(OutboxRow {
        id,
        channel,
        body: body.to_vec(),
    })
}

pub(super) fn at_ms(value: &IVec) -> Option<i64> {
    value.as_ref().try_into().ok().map(i64::from_be_bytes)
}
