//! Records that were read or written lately, parsed: a turn need not fetch, open and read them again.
//!
//! What is in here is what the store holds: a turn's records come in when the store has taken its commit, under the turn
//! lock. Whoever reads without that lock may come back with a record that a turn has replaced meanwhile; `stamp` tells.

use std::any::Any;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, OnceLock};

use lru::LruCache;

use super::lock;
use crate::seal::Opened;
use crate::store::AggId;

/// So many records, 2 KiB each if they are forms.
const RECORDS: NonZeroUsize = NonZeroUsize::new(4096).expect("not zero");

/// A record, parsed.
pub(super) type Parsed = Arc<dyn Any + Send + Sync>;

/// A record as it stands in the store.
#[derive(Default)]
pub(super) struct Kept {
    /// Its version; 0 if there is none.
    pub(super) version: u64,
    pub(super) body: Option<Opened>,
    /// The body, parsed, once somebody has asked for it.
    pub(super) parsed: OnceLock<Parsed>,
}

/// When something was looked up; what was read from the store since then may be older than what is known now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(u64);

struct Inner {
    records: LruCache<AggId, Arc<Kept>>,
    commits: u64,
    /// How often keys were destroyed: what they had sealed must not live on in here.
    destroyed: u64,
}

/// Records that were used lately.
pub(crate) struct Cache(Mutex<Inner>);

impl Default for Cache {
    fn default() -> Self {
        Cache(Mutex::new(Inner {
            records: LruCache::new(RECORDS),
            commits: 0,
            destroyed: 0,
        }))
    }
}

impl Cache {
    pub(super) fn get(&self, agg: &AggId, destroyed: u64) -> (Option<Arc<Kept>>, Stamp) {
        let mut inner = lock(&self.0);
        if inner.destroyed != destroyed {
            inner.destroyed = destroyed;
            inner.commits += 1;
            inner.records.clear();
        }
        (inner.records.get(agg).cloned(), Stamp(inner.commits))
    }

    /// A record was read from the store.
    pub(super) fn read(&self, agg: AggId, kept: Arc<Kept>, stamp: Stamp) {
        let mut inner = lock(&self.0);
        if Stamp(inner.commits) == stamp {
            inner.records.put(agg, kept);
        }
    }

    /// The store has taken a commit with these records; what is not told of a record is not known any more.
    pub(super) fn written(&self, records: impl IntoIterator<Item = (AggId, Option<Arc<Kept>>)>) {
        let mut inner = lock(&self.0);
        inner.commits += 1;
        for (agg, kept) in records {
            match kept {
                Some(kept) => inner.records.put(agg, kept),
                None => inner.records.pop(&agg),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Kind;

    fn version(version: u64) -> Arc<Kept> {
        Arc::new(Kept {
            version,
            ..Kept::default()
        })
    }

    #[test]
    fn what_was_read_before_a_commit_does_not_come_after_it() {
        let (cache, agg) = (Cache::default(), AggId::new(Kind::Case, "1"));
        let (found, stamp) = cache.get(&agg, 0);
        assert!(found.is_none());
        cache.written([(AggId::new(Kind::Case, "2"), Some(version(1)))]);
        cache.read(agg.clone(), version(3), stamp);
        let (found, stamp) = cache.get(&agg, 0);
        assert!(found.is_none(), "a turn may have replaced it meanwhile");
        cache.read(agg.clone(), version(4), stamp);
        assert_eq!(cache.get(&agg, 0).0.unwrap().version, 4);
        cache.written([(agg.clone(), None)]);
        assert!(cache.get(&agg, 0).0.is_none());
    }

    #[test]
    fn nothing_outlives_a_destroyed_key() {
        let (cache, agg) = (Cache::default(), AggId::new(Kind::Case, "1"));
        let (_, before) = cache.get(&agg, 0);
        cache.written([(agg.clone(), Some(version(1)))]);
        assert!(cache.get(&agg, 0).0.is_some());
        assert!(cache.get(&agg, 1).0.is_none());
        cache.read(agg.clone(), version(1), before);
        assert!(cache.get(&agg, 1).0.is_none(), "what was opened with the key before");
    }
}
