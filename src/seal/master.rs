//! The key that locks the keyring, and where it comes from.

use std::path::Path;

use super::cipher::{Key, random};
use super::{SealError, file};

/// The name of the file in the data folder, where nothing else was set.
const NAME: &str = "master.key";

/// The master key.
#[derive(Clone)]
pub struct MasterKey {
    key: Key,
    from: String,
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("MasterKey").field(&self.from).finish()
    }
}

impl MasterKey {
    /// The master key: that of a configured file, else of a systemd credential, else of the data folder, where it is made
    /// if there is none and no keyring waits for one.
    pub fn find(folder: &Path, configured: &Path, credential: Option<&Path>) -> Result<Self, SealError> {
        if !configured.as_os_str().is_empty() {
            return MasterKey::read(configured)?.ok_or_else(|| missing(configured));
        }
        if let Some(path) = credential.filter(|path| path.exists()) {
            return MasterKey::read(path)?.ok_or_else(|| missing(path));
        }
        let path = folder.join(NAME);
        match MasterKey::read(&path)? {
            Some(master) => Ok(master),
            None if folder.join("keyring").exists() => Err(missing(&path)),
            None => MasterKey::make(&path),
        }
    }

    fn read(path: &Path) -> Result<Option<Self>, SealError> {
        let Some(bytes) = file::read(path)? else { return Ok(None) };
        let text = str::from_utf8(&bytes).ok().and_then(|text| file::from_hex(text.trim()));
        match text {
            Some(bytes) => Ok(Some(MasterKey {
                key: Key::new(*bytes),
                from: path.display().to_string(),
            })),
            None => Err(unusable(path, "it is something else")),
        }
    }

    fn make(path: &Path) -> Result<Self, SealError> {
        let key = Key::new(random());
        file::replace(path, format!("{}\n", &*file::hex(key.bytes())).as_bytes())?;
        Ok(MasterKey {
            key,
            from: path.display().to_string(),
        })
    }

    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    /// Where it came from, for messages.
    pub(super) fn from(&self) -> &str {
        &self.from
    }

    /// By this a keyring knows its master key; it says nothing about the key.
    pub(super) fn mark(&self) -> String {
        use sha2::{Digest as _, Sha256};
        let digest = Sha256::new_with_prefix("greenwindow master key ")
            .chain_update(self.key.bytes())
            .finalize();
        digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn unusable(path: &Path, why: &str) -> SealError {
    SealError::Master {
        path: path.display().to_string(),
        why: why.to_owned(),
    }
}

fn missing(path: &Path) -> SealError {
    unusable(path, "it is not there; put it back")
}
