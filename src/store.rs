//! The store: one trait over records with versions, an event log, an outbox and the ids of updates seen.
//!
//! A turn of the conversation is one [`Commit`]: all of it reaches the disk, or none of it.
//! Nobody speaks of a commit before its [`Receipt`] has come back.
//!
//! The trait asks for no more than any engine with transactions and primary keys can give,
//! so that a distributed database can stand behind it later: records are compared and set by version,
//! a commit is data (no transaction object), and every engine may retry it.

mod limits;
mod memory;
mod rows;
mod sled;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::ids::{Channel, OutboxId};

pub use self::memory::MemoryStore;
pub use self::rows::{Row, Snapshot};
pub use self::sled::SledStore;

/// The largest body of a record or outbox row, in bytes; larger ones are refused at [`Store::submit`].
/// sled keeps bigger values in files of their own that it writes without syncing.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// What a record is about. The number is part of every key on disk and never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Kind {
    /// Counters and settings of the store itself.
    Meta = 1,
    /// An enterprise's form; id = zero-padded case number.
    Case = 2,
    /// A person in front of a chat; id = session key.
    Session = 3,
    /// A person: language, name, whether the private chat is open.
    Person = 4,
    /// A chat: township or desk it is bound to, whether the bot may write there.
    Chat = 5,
    /// A ticket; id = zero-padded ticket number.
    Ticket = 6,
    /// A county's officers and nickname; id = county.
    County = 7,
    /// A one-time or signed link; id = its token.
    Link = 8,
    /// A message that was sent; id = `chat/message`.
    Sent = 9,
    /// An index from a value to a record; id = `name:value`.
    Index = 10,
    /// A flow file as it was when a case began under it; id = its hash.
    Flow = 11,
    /// A line of a web room; id = `chat/number`.
    Room = 12,
    /// An update that could not be handled; id = update key.
    SetAside = 13,
    /// A signed version of a form; id = zero-padded case number, `/`, zero-padded version.
    Signed = 14,
    /// A county's own answer to a question; id = the zero-padded number of its ticket.
    Faq = 15,
}

impl Kind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Kind; 15] = [
        Kind::Meta,
        Kind::Case,
        Kind::Session,
        Kind::Person,
        Kind::Chat,
        Kind::Ticket,
        Kind::County,
        Kind::Link,
        Kind::Sent,
        Kind::Index,
        Kind::Flow,
        Kind::Room,
        Kind::SetAside,
        Kind::Signed,
        Kind::Faq,
    ];
}

/// The key of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AggId {
    /// What it is about.
    pub kind: Kind,
    /// Which one; sorts as its bytes.
    pub id: String,
}

impl AggId {
    /// A key.
    pub fn new(kind: Kind, id: impl Into<String>) -> Self {
        Self { kind, id: id.into() }
    }
}

/// A record as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Grows by one with every write; the first is 1.
    pub version: u64,
    /// The record, with its own codec number inside.
    pub body: Vec<u8>,
}

/// What a write expects to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Anything or nothing.
    Any,
    /// No record.
    Absent,
    /// A record of exactly this version.
    Version(u64),
}

/// A record to be set or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Which record.
    pub agg: AggId,
    /// What must be there now, else the whole commit is refused as a conflict.
    pub expect: Expect,
    /// The new body; `None` removes the record, and its event log with it.
    pub body: Option<Vec<u8>>,
}

/// A line of the event log: append-only, in order per record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The record it belongs to.
    pub agg: AggId,
    /// The event.
    pub body: Vec<u8>,
}

/// A message waiting to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its number; rows of a chat are sent in this order.
    pub id: OutboxId,
    /// The channel that sends it.
    pub channel: Channel,
    /// The message.
    pub body: Vec<u8>,
}

/// All that one turn causes. Either every part is durable, or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commit {
    /// The update that caused it: a second commit with the same key is refused as a duplicate and changes nothing.
    pub update: Option<String>,
    /// When (milliseconds since 1970); update keys are forgotten 72 hours after it.
    pub at_ms: i64,
    /// Records set or removed; at most one write per record.
    pub writes: Vec<Write>,
    /// Events appended.
    pub records: Vec<Record>,
    /// Messages put into the outbox; a row whose id exists is replaced.
    pub outbox: Vec<OutboxRow>,
    /// Messages taken out of the outbox (sent or given up).
    pub settled: Vec<OutboxId>,
}

/// Why a commit was not taken. In each case nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The update was committed before. The caller drops the turn: its effects are there already.
    #[error("update {0} was committed before")]
    Duplicate(String),
    /// A record is not in the expected state. The caller loads again and decides again.
    #[error("{agg:?} is not in the expected state (version now: {current:?})")]
    Conflict {
        /// The record.
        agg: AggId,
        /// Its version now, if it exists.
        current: Option<u64>,
    },
    /// A body is over [`MAX_BODY_BYTES`]; a fault of the program.
    #[error("{agg:?} is too large: {bytes} bytes")]
    TooLarge {
        /// The record.
        agg: AggId,
        /// Its size.
        bytes: usize,
    },
    /// The store has failed and takes nothing more: the program must stop.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The store cannot do its work.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Another process has the folder open. The operator stops it, or uses the control socket.
    #[error("the folder {0} is in use by another greenwindow; stop it first, or give this one another folder")]
    InUse(String),
    /// The folder cannot be read or written. The operator gives the right to it.
    #[error("no right to use {path}: {why}; give this user the right to read and write it (chown, chmod u+rwX)")]
    NoRight {
        /// The folder or file.
        path: String,
        /// What the system said.
        why: String,
    },
    /// A newer greenwindow wrote the folder. The operator installs that version or takes another folder.
    #[error("{path} was written by a newer version (format {found}, this one knows {known}); nothing was changed; use the newer version")]
    Newer {
        /// The folder.
        path: String,
        /// The format number found.
        found: u64,
        /// The newest format this program knows.
        known: u64,
    },
    /// The files are damaged. The operator keeps the folder and restores a backup into another.
    #[error("{path} is damaged: {why}; keep the folder, and start with a restored backup in another one")]
    Damaged {
        /// The folder.
        path: String,
        /// What was found.
        why: String,
    },
    /// Somebody copies the store already. The operator waits until that has ended.
    #[error("the store is being copied already; wait until that has ended, then try again")]
    Copied,
    /// So much was written while the store was copied that the copy was given up. The store itself is well.
    #[error(
        "too much was written while the store was being copied, and the copy was given up; try again at a quieter hour, or onto a faster disk"
    )]
    Outrun,
    /// A restore into this folder did not come to its end. The operator empties the folder and restores again.
    #[error("{0} holds half of a restored backup; remove everything in it and restore again")]
    HalfRestored(String),
    /// Something is restored into a folder that holds something.
    #[error("{0} is not empty; a backup is restored only into an empty folder: move away what is in it, or set `data` to another folder")]
    NotEmpty(String),
    /// The disk is full, or a limit on the size of files is reached. Nothing confirmed is lost.
    #[error("{path}: there is no room left ({why}); nothing confirmed is lost; make room, then start again")]
    Full {
        /// The folder.
        path: String,
        /// What the system says.
        why: String,
    },
    /// The store cannot be written anew, because its copy does not fit on the disk. The store itself is well.
    #[error("{path}: there is no room to write the store anew ({why}); nothing was changed; make room, then try again")]
    NoRoom {
        /// The folder.
        path: String,
        /// What is missing.
        why: String,
    },
    /// Reading or writing failed (disk full, device error). All later calls fail too.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// What a compaction has brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Compacted {
    /// Bytes of the tables on the disk before.
    pub before: u64,
    /// And after.
    pub after: u64,
}

/// The promise of a submitted commit.
#[derive(Debug)]
pub struct Receipt(tokio::sync::oneshot::Receiver<Result<(), StoreError>>, Option<std::time::Instant>);

impl Receipt {
    pub(crate) fn new(receiver: tokio::sync::oneshot::Receiver<Result<(), StoreError>>) -> Self {
        Self(receiver, None)
    }

    /// Counts how long it took from then, once it is on the disk.
    #[must_use]
    pub(crate) fn timed(self, began: std::time::Instant) -> Self {
        Self(self.0, Some(began))
    }

    /// Waits until the commit is on the disk. An error means that it may or may not be there after a restart,
    /// and that the program must stop without speaking of it.
    pub async fn durable(self) -> Result<(), StoreError> {
        let written = self.0.await;
        if let (Ok(Ok(())), Some(began)) = (&written, self.1) {
            crate::pulse::pulse().durable(began);
        }
        written.unwrap_or_else(|_| Err(StoreError::Failed("the committer stopped".to_owned())))
    }

    /// The same, blocking the thread; not for use inside the async runtime.
    pub fn wait(self) -> Result<(), StoreError> {
        self.0
            .blocking_recv()
            .unwrap_or_else(|_| Err(StoreError::Failed("the committer stopped".to_owned())))
    }
}

/// Where everything is kept.
///
/// Commits are decided (conflict, duplicate) and made visible to [`load`](Store::load), [`scan`](Store::scan) and
/// [`outbox`](Store::outbox) in the order of their submission, at once; they reach the disk in the same order.
/// If the process dies, what is there afterwards is a prefix of that order that contains every commit whose
/// receipt came back. So a reader may see a commit that is not durable yet, and must not *speak* of it before
/// a receipt of that commit or of a later one.
pub trait Store: Send + Sync + 'static {
    /// The record now. If the process dies: reading changes nothing.
    fn load(&self, agg: &AggId) -> Result<Option<Head>, StoreError>;

    /// Records of a kind whose id begins with `prefix` and is greater than `after`, in order of id, at most `max`.
    /// If the process dies: reading changes nothing.
    fn scan(&self, kind: Kind, prefix: &str, after: Option<&str>, max: usize) -> Result<Vec<(String, Head)>, StoreError>;

    /// The event log of a record, oldest first, leaving out the first `skip`, at most `max`.
    /// If the process dies: reading changes nothing.
    fn history(&self, agg: &AggId, skip: usize, max: usize) -> Result<Vec<Vec<u8>>, StoreError>;

    /// Messages still to be sent with ids greater than `after`, in order, at most `max`.
    /// If the process dies: reading changes nothing.
    fn outbox(&self, after: Option<OutboxId>, max: usize) -> Result<Vec<OutboxRow>, StoreError>;

    /// Whether this update was committed before. If the process dies: reading changes nothing.
    fn seen(&self, update: &str) -> Result<bool, StoreError>;

    /// Takes a commit. If the process dies before the receipt: all of the commit is there or nothing of it.
    /// After the receipt: all of it is there, through kill -9 and power cuts.
    fn submit(&self, commit: Commit) -> Result<Receipt, CommitError>;

    /// Forgets update keys older than `before_ms`. If the process dies: some or all of them are forgotten.
    fn forget_updates(&self, before_ms: i64) -> Result<usize, StoreError>;

    /// All rows as they are now, however many commits come while they are read; see [`Snapshot`]. There is one at a time.
    /// What it shows may not be durable yet; a commit submitted afterwards is durable only after all of it is.
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError>;

    /// Puts rows in as they are, versions and numbers and all, over what is there; the lines of a log in order.
    /// For a store that is made from a [`Snapshot`] and used by nobody yet.
    /// If the process dies before the receipt: some of the rows may be there. After it: all of them.
    fn fill(&self, rows: &[Row]) -> Result<Receipt, CommitError>;

    /// Writes the store anew, so that nothing that was removed or replaced before stays on the disk. Reading and commits go
    /// on meanwhile. If the process dies: the old tables are there or the new ones, and both say the same.
    fn compact(&self) -> Result<Compacted, StoreError>;

    /// Writes what waits and stops the committer; later commits are refused.
    /// If the process dies meanwhile: as with [`submit`](Store::submit).
    fn close(&self) -> Result<(), StoreError>;
}
