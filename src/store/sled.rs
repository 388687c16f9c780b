//! The store on sled 0.34.7.

/// A store in a folder.
#[derive(Debug)]
pub struct SledStore;
