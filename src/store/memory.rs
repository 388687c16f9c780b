//! The model of a store, in memory: what sled is checked against, and what tests of the pure rooms run on.

/// A store that forgets everything with the process.
#[derive(Debug, Default)]
pub struct MemoryStore;
