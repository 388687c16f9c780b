//! The keys of the months, in a file beside the store.
//!
//! The file is written whole (a new one, synced, renamed, the folder synced) before a new key is used for the first
//! time: whenever the program dies, no record is sealed with a key that is not on the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use argon2::Argon2;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::cipher::{Key, random};
use super::master::MasterKey;
use super::{Class, Lock, SealError, file};

/// The name of the file in the data folder.
const NAME: &str = "keyring";
/// The operator's word that a keyring is lost for good.
const LOST: &str = "keyring.lost";
/// The first line of the file, and of an exported one, before the number of the format.
const HEAD: &str = "greenwindow keyring ";
const HEAD_EXPORTED: &str = "greenwindow keyring with passphrase ";
/// The format written now.
const FORMAT: u32 = 1;

/// A month of the calendar in Asia/Shanghai, as months since the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(pub i32);

impl Month {
    /// The month of a moment.
    pub fn of(at_ms: i64) -> Self {
        let date = crate::clock::date(at_ms);
        Month(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    /// So many months earlier.
    #[must_use]
    pub fn before(self, months: u32) -> Self {
        Month(self.0.saturating_sub(i32::try_from(months).unwrap_or(i32::MAX)))
    }
}

/// `2026-11`
impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

/// One key in the file.
#[derive(Clone, Serialize, Deserialize)]
struct Entry {
    /// Its number, random.
    id: u64,
    /// `draft` or `signed`.
    class: Class,
    month: Month,
    /// 64 hexadecimal digits; nothing if it was destroyed.
    key: Option<Zeroizing<String>>,
}

impl Serialize for Class {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Class::Draft => "draft",
            Class::Signed => "signed",
        })
    }
}

impl<'de> Deserialize<'de> for Class {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "draft" => Ok(Class::Draft),
            "signed" => Ok(Class::Signed),
            other => Err(serde::de::Error::custom(format!("there is no class `{other}`"))),
        }
    }
}

/// A key in memory.
struct Held {
    class: Class,
    month: Month,
    /// None if it was destroyed.
    key: Option<Key>,
}

/// The keys of all months.
pub(super) struct Keyring {
    keys: BTreeMap<u64, Held>,
    /// Where it lies; nowhere for a house in memory.
    home: Option<(PathBuf, MasterKey)>,
    /// The operator has said that older keys are lost: what they sealed counts as deleted.
    lost: bool,
}

impl Keyring {
    pub(super) fn fleeting() -> Self {
        Keyring {
            keys: BTreeMap::new(),
            home: None,
            lost: false,
        }
    }

    pub(super) fn open(folder: &Path, master: &MasterKey, begun: bool) -> Result<Self, SealError> {
        let path = folder.join(NAME);
        let lost = folder.join(LOST).exists();
        let mut ring = Keyring {
            keys: BTreeMap::new(),
            home: Some((path.clone(), master.clone())),
            lost,
        };
        let shown = path.display().to_string();
        match file::read(&path)? {
            Some(bytes) => ring.take_in(&unlock(&shown, &bytes, master)?, &shown).map(drop)?,
            None if begun && !lost => return Err(SealError::Missing { path: shown }),
            None => ring.keep()?,
        }
        Ok(ring)
    }

    /// Adds entries that are not there yet; what is destroyed stays destroyed. Gives how many keys are new.
    fn take_in(&mut self, entries: &[Entry], path: &str) -> Result<usize, SealError> {
        let damaged = |why: &str| SealError::Damaged {
            path: path.to_owned(),
            why: why.to_owned(),
        };
        let mut new = 0;
        for entry in entries {
            let key = match &entry.key {
                Some(text) => Some(Key::new(*file::from_hex(text).ok_or_else(|| damaged("a key has a wrong length"))?)),
                None => None,
            };
            self.keys.entry(entry.id).or_insert_with(|| {
                new += usize::from(key.is_some());
                Held {
                    class: entry.class,
                    month: entry.month,
                    key,
                }
            });
        }
        Ok(new)
    }

    fn entries(&self) -> Zeroizing<Vec<u8>> {
        let entry = |(id, held): (&u64, &Held)| Entry {
            id: *id,
            class: held.class,
            month: held.month,
            key: held.key.as_ref().map(|key| file::hex(key.bytes())),
        };
        let entries: Vec<Entry> = self.keys.iter().map(entry).collect();
        Zeroizing::new(serde_json::to_vec(&entries).expect("numbers and texts serialise"))
    }

    /// Writes the file, so that it is there through kill -9 and power cuts.
    fn keep(&self) -> Result<(), SealError> {
        let Some((path, master)) = &self.home else { return Ok(()) };
        let mut bytes = format!("{HEAD}{FORMAT}\n{}\n", master.mark()).into_bytes();
        master.key().seal(HEAD, &self.entries(), &mut bytes);
        file::replace(path, &bytes)
    }

    /// The key with this number; `None` if it was destroyed, or is lost for good.
    pub(super) fn key(&self, id: u64) -> Result<Option<&Key>, SealError> {
        match self.keys.get(&id) {
            Some(held) => Ok(held.key.as_ref()),
            None if self.lost || self.home.is_none() => Ok(None),
            None => Err(SealError::Unknown {
                path: self.path(),
                id: format!("{id:016x}"),
            }),
        }
    }

    pub(super) fn lock(&self, id: u64) -> Lock {
        let held = self.keys.get(&id);
        Lock {
            id,
            of: held.map(|held| (held.class, held.month)),
            held: held.is_some_and(|held| held.key.is_some()),
        }
    }

    pub(super) fn list(&self) -> Vec<(u64, Class, Month)> {
        self.keys.iter().map(|(id, held)| (*id, held.class, held.month)).collect()
    }

    fn path(&self) -> String {
        self.home.as_ref().map(|(path, _)| path.display().to_string()).unwrap_or_default()
    }

    /// The key of a class for a month, made if there is none. It is on the disk before it is given out.
    pub(super) fn current(&mut self, class: Class, month: Month) -> Result<(u64, &Key), SealError> {
        let found = self
            .keys
            .iter()
            .find(|(_, held)| held.class == class && held.month == month && held.key.is_some());
        let id = match found {
            Some((id, _)) => *id,
            None => self.begin(class, month)?,
        };
        let key = self.keys.get(&id).and_then(|held| held.key.as_ref());
        Ok((id, key.expect("it was found or made just now")))
    }

    fn begin(&mut self, class: Class, month: Month) -> Result<u64, SealError> {
        let id = u64::from_be_bytes(random());
        let key = Some(Key::random());
        self.keys.insert(id, Held { class, month, key });
        if let Err(error) = self.keep() {
            // Not on the disk: it must not be used.
            self.keys.remove(&id);
            return Err(error);
        }
        Ok(id)
    }

    pub(super) fn destroy_before(&mut self, oldest: &BTreeMap<Class, Month>) -> Result<Vec<(Class, Month)>, SealError> {
        let old = |held: &Held| held.key.is_some() && oldest.get(&held.class).is_some_and(|month| held.month < *month);
        let gone: Vec<u64> = self.keys.iter().filter(|(_, held)| old(held)).map(|(id, _)| *id).collect();
        let mut kept = Vec::new();
        let mut months = Vec::new();
        for id in &gone {
            if let Some(held) = self.keys.get_mut(id) {
                months.push((held.class, held.month));
                kept.push((*id, held.key.take()));
            }
        }
        if !gone.is_empty()
            && let Err(error) = self.keep()
        {
            // The file still has them: so have we.
            for (id, key) in kept {
                if let Some(held) = self.keys.get_mut(&id) {
                    held.key = key;
                }
            }
            return Err(error);
        }
        months.sort_unstable();
        months.dedup();
        Ok(months)
    }

    pub(super) fn export(&self, passphrase: &str) -> Result<Vec<u8>, SealError> {
        let salt: [u8; 16] = random();
        let mut bytes = format!("{HEAD_EXPORTED}{FORMAT}\n{}\n", &*file::hex(&salt)).into_bytes();
        stretch(passphrase, &salt)?.seal(HEAD_EXPORTED, &self.entries(), &mut bytes);
        Ok(bytes)
    }

    pub(super) fn import(&mut self, exported: &[u8], passphrase: &str) -> Result<usize, SealError> {
        const PATH: &str = "the exported keyring";
        let (salt, sealed) = headed(PATH, exported, HEAD_EXPORTED)?;
        let salt = file::from_hex::<16>(salt).ok_or(SealError::Passphrase)?;
        let entries = stretch(passphrase, &salt)?
            .open(HEAD_EXPORTED, sealed)
            .ok_or(SealError::Passphrase)?;
        let new = self.take_in(&parse(PATH, &Zeroizing::new(entries))?, PATH)?;
        self.keep()?;
        Ok(new)
    }
}

/// A passphrase becomes a key, slowly (argon2id, 19 MiB, twice).
fn stretch(passphrase: &str, salt: &[u8; 16]) -> Result<Key, SealError> {
    let mut bytes = Zeroizing::new([0; 32]);
    let made = Argon2::default().hash_password_into(passphrase.as_bytes(), salt, &mut *bytes);
    made.map_err(|_| SealError::Passphrase)?;
    Ok(Key::new(*bytes))
}

/// What a file with one of our heads says in its second line, and what follows.
fn headed<'a>(path: &str, bytes: &'a [u8], head: &str) -> Result<(&'a str, &'a [u8]), SealError> {
    let damaged = |why: &str| SealError::Damaged {
        path: path.to_owned(),
        why: why.to_owned(),
    };
    let mut lines = bytes.splitn(3, |byte| *byte == b'\n');
    let mut line = || lines.next().and_then(|line| str::from_utf8(line).ok());
    let number = line()
        .and_then(|line| line.strip_prefix(head))
        .ok_or_else(|| damaged("its first line is not that of a keyring"))?;
    let known: u32 = number.parse().map_err(|_| damaged("its first line names no format"))?;
    if known != FORMAT {
        return Err(SealError::Newer {
            path: path.to_owned(),
            found: number.to_owned(),
            known: FORMAT,
        });
    }
    let second = line().ok_or_else(|| damaged("its second line is missing"))?;
    Ok((second, lines.next().ok_or_else(|| damaged("it ends too early"))?))
}

fn unlock(path: &str, bytes: &[u8], master: &MasterKey) -> Result<Vec<Entry>, SealError> {
    let (mark, sealed) = headed(path, bytes, HEAD)?;
    if mark != master.mark() {
        return Err(SealError::WrongMaster {
            path: path.to_owned(),
            master: master.from().to_owned(),
        });
    }
    let entries = master.key().open(HEAD, sealed).ok_or_else(|| SealError::Damaged {
        path: path.to_owned(),
        why: "its content does not fit its checksum".to_owned(),
    })?;
    parse(path, &Zeroizing::new(entries))
}

fn parse(path: &str, json: &[u8]) -> Result<Vec<Entry>, SealError> {
    serde_json::from_slice(json).map_err(|e| SealError::Damaged {
        path: path.to_owned(),
        why: e.to_string(),
    })
}
