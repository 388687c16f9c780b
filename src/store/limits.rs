//! What every engine refuses before it looks at anything else: bodies and keys over their size.

use super::{AggId, Commit, CommitError, Kind, MAX_BODY_BYTES};

/// The longest id of a record and the longest update key, in bytes. With [`MAX_BODY_BYTES`] it bounds a page of sled
/// (see `sled/open.rs`), so that no page becomes a file of its own.
pub(super) const MAX_KEY_BYTES: usize = 4 * 1024;

/// Refuses a commit with a body over [`MAX_BODY_BYTES`] or a key over [`MAX_KEY_BYTES`].
pub(super) fn check(commit: &Commit) -> Result<(), CommitError> {
    let too_large = |agg: &AggId, bytes: usize| CommitError::TooLarge { agg: agg.clone(), bytes };
    let writes = commit.writes.iter().map(|w| (&w.agg, w.body.as_ref().map_or(0, Vec::len)));
    let records = commit.records.iter().map(|r| (&r.agg, r.body.len()));
    for (agg, bytes) in writes.chain(records) {
        if bytes > MAX_BODY_BYTES {
            return Err(too_large(agg, bytes));
        }
        if agg.id.len() > MAX_KEY_BYTES {
            return Err(too_large(agg, agg.id.len()));
        }
    }
    for row in &commit.outbox {
        if row.body.len() > MAX_BODY_BYTES {
            return Err(too_large(&AggId::new(Kind::Meta, format!("outbox/{}", row.id)), row.body.len()));
        }
    }
    match &commit.update {
        Some(update) if update.len() > MAX_KEY_BYTES => Err(too_large(&AggId::new(Kind::SetAside, update.as_str()), update.len())),
        _ => Ok(()),
    }
}
