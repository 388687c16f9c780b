//! The one door through which private values go into the store and come out of it.
//!
//! Everything private that is stored (answers marked `private`, what was tried in vain, what is asked back) passes
//! [`close`] and [`open`], so that encryption at rest has one place to stand. The first byte says how it was closed:
//! `0` is "not encrypted".

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Closes a text.
fn close(plain: &str) -> String {
    format!("0{plain}")
}

/// Opens a text; `None` if it was closed in a way this version does not know.
fn open(sealed: &str) -> Option<&str> {
    sealed.strip_prefix('0')
}

/// For `#[serde(with = "crate::seal")]`: the field is stored as one sealed text.
pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let plain = serde_json::to_string(value).map_err(serde::ser::Error::custom)?;
    serializer.serialize_str(&close(&plain))
}

/// For `#[serde(with = "crate::seal")]`.
pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let sealed = String::deserialize(deserializer)?;
    let plain = open(&sealed).ok_or_else(|| serde::de::Error::custom("sealed in a way this version does not know"))?;
    serde_json::from_str(plain).map_err(serde::de::Error::custom)
}
