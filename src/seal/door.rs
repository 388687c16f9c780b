//! How private fields leave a record's JSON and come back into it.
//!
//! serde hands nothing through to a field's own functions, so the fields of the record now being written or read wait in
//! a thread-local. A private field that is serialised outside of [`write`] is an error: nothing slips past the seal.

use std::cell::RefCell;

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Parts;

/// The record now passing the door.
enum Passing {
    /// Written with its private fields in place, because it has nothing private now.
    InPlace,
    /// Written; private fields are gathered.
    Gathering(Vec<String>),
    /// Read; private fields are here or gone.
    Reading(Parts),
}

thread_local! {
    static PASSING: RefCell<Option<Passing>> = const { RefCell::new(None) };
}

fn passing<T>(what: Passing, call: impl FnOnce() -> T) -> (T, Passing) {
    /// Puts back what was passing before, also after a panic.
    struct Before(Option<Passing>);
    impl Drop for Before {
        fn drop(&mut self) {
            PASSING.with_borrow_mut(|now| *now = self.0.take());
        }
    }
    let _before = Before(PASSING.with_borrow_mut(|now| now.replace(what)));
    let result = call();
    let left = PASSING.with_borrow_mut(Option::take);
    (result, left.unwrap_or(Passing::InPlace))
}

/// A record's JSON, and its private fields apart from it (none if nothing in it is private).
pub fn write<T: Serialize>(record: &T, private: bool) -> (Vec<u8>, Vec<String>) {
    let what = if private {
        Passing::Gathering(Vec::new())
    } else {
        Passing::InPlace
    };
    let (json, left) = passing(what, || serde_json::to_vec(record).expect("our records serialise"));
    match left {
        Passing::Gathering(parts) => (json, parts),
        Passing::InPlace | Passing::Reading(_) => (json, Vec::new()),
    }
}

/// A record from its JSON and its private fields.
pub fn read<T: DeserializeOwned>(json: &[u8], parts: &Parts) -> Result<T, serde_json::Error> {
    passing(Passing::Reading(parts.clone()), || serde_json::from_slice(json)).0
}

/// For `#[serde(with = "crate::seal")]`: a private field.
pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let plain = serde_json::to_string(value).map_err(S::Error::custom)?;
    let place = PASSING.with_borrow_mut(|now| match now {
        Some(Passing::Gathering(parts)) => {
            parts.push(plain.clone());
            Ok(Some(parts.len() - 1))
        }
        Some(Passing::InPlace) => Ok(None),
        Some(Passing::Reading(_)) | None => Err(S::Error::custom("a private field was written past the seal")),
    })?;
    match place {
        Some(place) => serializer.serialize_u64(place as u64),
        None => serializer.serialize_str(&format!("0{plain}")),
    }
}

/// What stands in the JSON.
#[derive(Deserialize)]
#[serde(untagged)]
enum Field {
    /// `0` and the value, as all records were written before there was a seal.
    InPlace(String),
    /// Which private field it is.
    Part(usize),
}

/// The private field; `None` if its key was destroyed.
fn field<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    let plain = match Field::deserialize(deserializer)? {
        Field::InPlace(text) => match text.strip_prefix('0') {
            Some(plain) => plain.to_owned(),
            None => return Err(D::Error::custom("sealed in a way this version does not know")),
        },
        Field::Part(n) => {
            let part = PASSING.with_borrow(|now| match now {
                Some(Passing::Reading(Parts::Here(parts))) => Ok(parts.get(n).cloned()),
                Some(Passing::Reading(Parts::Deleted)) => Err(()),
                _ => Ok(None),
            });
            match part {
                Ok(Some(plain)) => plain,
                Ok(None) => return Err(D::Error::custom("its sealed part is missing")),
                Err(()) => return Ok(None),
            }
        }
    };
    serde_json::from_str(&plain).map(Some).map_err(D::Error::custom)
}

/// For `#[serde(with = "crate::seal")]`: without its key the record cannot be read.
pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    field(deserializer)?.ok_or_else(|| D::Error::custom("its key was destroyed"))
}

/// For `#[serde(with = "crate::seal::or_default")]`: without its key the field is empty.
pub mod or_default {
    use super::{DeserializeOwned, Deserializer, Serialize, Serializer};

    /// As any private field.
    pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        super::serialize(value, serializer)
    }

    /// Empty if its key was destroyed.
    pub fn deserialize<'de, T: DeserializeOwned + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        super::field(deserializer).map(Option::unwrap_or_default)
    }
}

/// The private fields as one run of bytes: each with its length before it.
pub(super) fn join(parts: &[String]) -> Vec<u8> {
    let length = |part: &String| u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes();
    let one = |part: &String| [&length(part)[..], part.as_bytes()].concat();
    parts.iter().flat_map(one).collect()
}

/// [`join`], undone.
pub(super) fn part(mut bytes: &[u8]) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (part, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        parts.push(String::from_utf8(part.to_vec()).ok()?);
        bytes = rest;
    }
    Some(parts)
}
