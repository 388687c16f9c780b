//! The one door through which private values go to the disk and come back.
//!
//! A field marked `#[serde(with = "crate::seal")]` is private. [`write`] takes such fields out of a record's JSON, and
//! [`read`] puts them back; in between they are the *private part*, which [`Keys`] seals (XChaCha20-Poly1305) and opens.
//! The sealed part is bound to the place it lies at (kind and id of its record), and the fields stand inside it with
//! their names' order: nothing of it can be moved to another form or to another question without being noticed.
//!
//! Whether a record needs the seal at all, and how, is said by [`Sealing`]. A record that has nothing private is written
//! as before, so that ordinary turns pay nothing.

mod cipher;
mod door;
mod file;
mod files;
mod keyring;
mod master;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use self::door::{deserialize, or_default, read, serialize, write};
pub use self::files::Files;
pub use self::keyring::Month;
pub use self::master::MasterKey;

use self::cipher::{Key, Own, Wrapped};
use self::keyring::Keyring;

/// The codec of records and rows with a private part: `[2][length of the JSON u32][JSON][sealed part, if any]`.
pub const CODEC: u8 = 2;

/// The codec of records before there was a seal: JSON alone, private values among the others.
const UNSEALED: u8 = 1;

/// The sealed part was made with the key of the month itself.
const BY_MONTH: u8 = 1;
/// The sealed part was made with a key of the record's own, which stands before it, wrapped by the key of the month.
const BY_OWN: u8 = 2;

/// How long a key is kept; each month has one key of either class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// What is under way: drafts, dialogues, tickets, messages on their way, lines of rooms.
    Draft,
    /// Signed forms, which the county has to keep for longer.
    Signed,
}

/// How the private part of a record is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
    /// Not at all: nothing in it is private.
    Open,
    /// With the key of the month: for what passes through.
    Month,
    /// With a key of its own, wrapped by a key of this class for the month of the writing: for forms.
    Own(Class),
}

/// Something sealed cannot be opened, or the keys cannot be kept; the text says how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// A newer greenwindow wrote it.
    #[error("{path} was written by a newer version (format {found}, this one knows {known}); nothing was changed; use the newer version")]
    Newer {
        /// The file.
        path: String,
        /// The number found.
        found: String,
        /// The newest this program knows.
        known: u32,
    },
    /// The file of keys is damaged.
    #[error("{path} is damaged: {why}; nothing was changed; put it back from its backup")]
    Damaged {
        /// The file.
        path: String,
        /// What was found.
        why: String,
    },
    /// The keyring is there, its master key is not, or is another one.
    #[error("{path} was locked with another master key than that of {master}; set `master_key` to the right file, or put that file back")]
    WrongMaster {
        /// The keyring.
        path: String,
        /// Where the master key came from.
        master: String,
    },
    /// The master key cannot be used.
    #[error(
        "the master key {path} cannot be used: {why}; it is one line of 64 hexadecimal digits (`openssl rand -hex 32`), readable by this user only"
    )]
    Master {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// Keys were used here before and are gone.
    #[error(
        "{path} is missing, but private values were sealed with its keys; put it back from its backup, or, if it is lost for good, make an empty file {path}.lost: what was sealed then stays unreadable"
    )]
    Missing {
        /// The keyring.
        path: String,
    },
    /// A record was sealed with a key that this keyring does not have: it is an older one.
    #[error(
        "{path} lacks the key {id}, with which something was sealed: it is an older one; put the newest back, or, if that is lost for good, make an empty file {path}.lost: what was sealed with that key stays unreadable"
    )]
    Unknown {
        /// The keyring.
        path: String,
        /// The key's number.
        id: String,
    },
    /// Reading or writing failed.
    #[error("{path}: {why}; check that this user may read and write it, and that the disk is not full")]
    Io {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// A sealed part that its key does not open: damaged, or moved from somewhere else.
    #[error("the sealed part of {0} does not open: it is damaged, or was moved there from elsewhere")]
    Broken(String),
    /// The passphrase of an exported keyring is wrong, or the file is damaged.
    #[error("this is not the passphrase of that keyring file, or the file is damaged")]
    Passphrase,
}

/// Whether a record's bytes are from before there was a seal.
pub fn is_unsealed(bytes: &[u8]) -> bool {
    bytes.first() == Some(&UNSEALED)
}

/// All keys, opened. Cheap to clone.
#[derive(Clone)]
pub struct Keys {
    ring: Arc<Mutex<Keyring>>,
    destroyed: Arc<AtomicU64>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

/// Keys that are gone with the process: for a house in memory.
impl Default for Keys {
    fn default() -> Self {
        Keys::of(Keyring::fleeting())
    }
}

/// The key of a month that something is sealed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// Its number.
    pub id: u64,
    /// Its class and month; nothing if this keyring does not know it.
    pub of: Option<(Class, Month)>,
    /// Whether it is there, so that what it seals can be read.
    pub held: bool,
}

/// A record's bytes, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The JSON; private fields are numbers of parts.
    pub json: Vec<u8>,
    /// The private fields.
    pub parts: Parts,
    /// How to seal it.
    pub sealing: Sealing,
    /// The record's own key, if it has one.
    own: Option<Own>,
}

/// The private fields of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// In the order in which the record writes them.
    Here(Vec<String>),
    /// Their key was destroyed.
    Deleted,
}

impl Opened {
    /// A record about to be stored.
    pub fn new(json: Vec<u8>, parts: Vec<String>, sealing: Sealing) -> Self {
        Opened {
            json,
            parts: Parts::Here(parts),
            sealing,
            own: None,
        }
    }

    /// The same record before: its own key goes on.
    #[must_use]
    pub fn after(self, before: Option<&Opened>) -> Self {
        Opened {
            own: before.and_then(|b| b.own.clone()),
            ..self
        }
    }

    /// Whether both say the same, however they were sealed.
    pub fn same(&self, other: &Opened) -> bool {
        self.json == other.json && self.parts == other.parts
    }
}

impl Keys {
    fn of(ring: Keyring) -> Self {
        Keys {
            ring: Arc::new(Mutex::new(ring)),
            destroyed: Arc::default(),
        }
    }

    /// Opens the keyring in a folder, or begins one. `begun` tells whether keys were in use before: then they must be there.
    pub fn open(folder: &Path, master: &MasterKey, begun: bool) -> Result<Self, SealError> {
        Keyring::open(folder, master, begun).map(Keys::of)
    }

    fn ring(&self) -> MutexGuard<'_, Keyring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes of a record that lies at this place. A key made for it is on the disk before this comes back.
    pub fn close(&self, place: &str, record: &Opened, now_ms: i64) -> Result<Vec<u8>, SealError> {
        let mut bytes = Vec::with_capacity(5 + record.json.len() + 160);
        bytes.push(CODEC);
        bytes.extend_from_slice(&u32::try_from(record.json.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(&record.json);
        if let Parts::Here(parts) = &record.parts
            && !parts.is_empty()
        {
            self.seal(place, &door::join(parts), record.sealing, record.own.as_ref(), now_ms, &mut bytes)?;
        }
        Ok(bytes)
    }

    /// A record from its bytes; codec 1 is one with nothing sealed.
    pub fn open_record(&self, place: &str, bytes: &[u8]) -> Result<Opened, SealError> {
        let broken = || SealError::Broken(place.to_owned());
        let plain = |json: &[u8]| Opened::new(json.to_vec(), Vec::new(), Sealing::Open);
        match bytes.split_first() {
            Some((&UNSEALED, json)) => Ok(plain(json)),
            Some((&CODEC, rest)) => {
                let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(broken)?;
                let length = u32::from_be_bytes(*length) as usize;
                let (json, sealed) = rest.split_at_checked(length).ok_or_else(broken)?;
                if sealed.is_empty() {
                    return Ok(plain(json));
                }
                let (text, own) = self.unseal(place, sealed)?;
                let parts = match text {
                    Some(text) => Parts::Here(door::part(&text).ok_or_else(broken)?),
                    None => Parts::Deleted,
                };
                Ok(Opened { parts, own, ..plain(json) })
            }
            Some((codec, _)) => Err(SealError::Newer {
                path: place.to_owned(),
                found: codec.to_string(),
                known: u32::from(CODEC),
            }),
            None => Err(broken()),
        }
    }

    fn seal(
        &self,
        place: &str,
        plain: &[u8],
        sealing: Sealing,
        own: Option<&Own>,
        now_ms: i64,
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        let month = Month::of(now_ms);
        let mut ring = self.ring();
        if let Sealing::Own(class) = sealing {
            let (id, by) = ring.current(class, month)?;
            let key = own.map_or_else(Key::random, |own| own.key.clone());
            let wrapped = match own {
                Some(own) if own.wrapped.month == id => own.wrapped.clone(),
                _ => Wrapped::new(&key, id, by, place),
            };
            out.push(BY_OWN);
            wrapped.write(out);
            key.seal(place, plain, out);
        } else {
            let (id, key) = ring.current(Class::Draft, month)?;
            out.push(BY_MONTH);
            out.extend_from_slice(&id.to_be_bytes());
            key.seal(place, plain, out);
        }
        Ok(())
    }

    /// What a sealed part says (nothing if its key was destroyed), and the record's own key.
    fn unseal(&self, place: &str, sealed: &[u8]) -> Result<(Option<Vec<u8>>, Option<Own>), SealError> {
        let broken = || SealError::Broken(place.to_owned());
        let ring = self.ring();
        match sealed.split_first() {
            Some((&BY_MONTH, rest)) => {
                let (id, rest) = rest.split_first_chunk::<8>().ok_or_else(broken)?;
                match ring.key(u64::from_be_bytes(*id))? {
                    Some(key) => Ok((Some(key.open(place, rest).ok_or_else(broken)?), None)),
                    None => Ok((None, None)),
                }
            }
            Some((&BY_OWN, rest)) => {
                let (wrapped, rest) = Wrapped::read(rest).ok_or_else(broken)?;
                let Some(month) = ring.key(wrapped.month)? else {
                    return Ok((None, None));
                };
                let key = wrapped.unwrap(month, place).ok_or_else(broken)?;
                let text = key.open(place, rest).ok_or_else(broken)?;
                Ok((Some(text), Some(Own { wrapped, key })))
            }
            _ => Err(broken()),
        }
    }

    /// Which key of a month a record's or row's bytes need; none if nothing in them is sealed.
    pub fn lock_of(&self, bytes: &[u8]) -> Option<Lock> {
        let (length, rest) = bytes.strip_prefix(&[CODEC])?.split_first_chunk::<4>()?;
        self.lock(rest.get(u32::from_be_bytes(*length) as usize..)?)
    }

    /// The key a sealed part names: its number stands behind the first byte, however it was sealed.
    fn lock(&self, sealed: &[u8]) -> Option<Lock> {
        let (id, _) = sealed.get(1..)?.split_first_chunk::<8>()?;
        Some(self.ring().lock(u64::from_be_bytes(*id)))
    }

    /// Number, class and month of every key, of destroyed ones, too; it says nothing about the keys themselves.
    pub fn list(&self) -> Vec<(u64, Class, Month)> {
        self.ring().list()
    }

    /// Destroys the keys of months before these, for ever. Gives the months whose keys are gone.
    pub fn destroy_before(&self, oldest: &BTreeMap<Class, Month>) -> Result<Vec<(Class, Month)>, SealError> {
        let destroyed = self.ring().destroy_before(oldest)?;
        self.destroyed.fetch_add(1, Ordering::SeqCst);
        Ok(destroyed)
    }

    /// How often keys were destroyed since the start: what was opened before that must not be kept in memory.
    pub fn destroyed(&self) -> u64 {
        self.destroyed.load(Ordering::SeqCst)
    }

    /// All keys, wrapped by a passphrase: the second file of a backup.
    pub fn export(&self, passphrase: &str) -> Result<Vec<u8>, SealError> {
        self.ring().export(passphrase)
    }

    /// [`Keys::export`] into a file, for its owner only; one of that name is replaced.
    pub fn export_to(&self, path: &Path, passphrase: &str) -> Result<(), SealError> {
        file::replace(path, &self.export(passphrase)?)
    }

    /// Takes in the keys of an exported keyring. A key that was destroyed here stays destroyed. Gives how many are new.
    pub fn import(&self, exported: &[u8], passphrase: &str) -> Result<usize, SealError> {
        self.ring().import(exported, passphrase)
    }
}
