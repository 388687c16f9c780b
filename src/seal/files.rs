//! Files in the data folder, sealed: tables on their way to an officer, photos of the web chat.

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;

use super::{Keys, Lock, SealError, Sealing, file};

/// The beginning of a sealed file; those from before there was a seal begin otherwise.
const MAGIC: &[u8] = b"greenwindow sealed file 1\n";

/// A folder of sealed files.
#[derive(Debug, Clone, Default)]
pub struct Files {
    folder: PathBuf,
    keys: Keys,
}

impl Files {
    /// The files below a folder.
    pub fn new(folder: PathBuf, keys: Keys) -> Self {
        Files { folder, keys }
    }

    /// Keeps a file under a path in the folder, `files/…`, for the program's own user only. One that is there stays: it
    /// is the same request again.
    pub fn keep(&self, path: &str, plain: &[u8], now_ms: i64) -> Result<(), SealError> {
        let at = self.folder.join(path);
        if at.exists() {
            return Ok(());
        }
        if let Some(folder) = at.parent() {
            std::fs::create_dir_all(folder).map_err(|error| file::bad(folder, &error))?;
        }
        self.write(path, plain, now_ms)
    }

    fn write(&self, path: &str, plain: &[u8], now_ms: i64) -> Result<(), SealError> {
        let mut bytes = MAGIC.to_vec();
        self.keys.seal(path, plain, Sealing::Month, None, now_ms, &mut bytes)?;
        file::replace(&self.folder.join(path), &bytes)
    }

    /// Seals a file from before there was a seal; says whether it was one.
    pub fn seal_old(&self, path: &str, now_ms: i64) -> Result<bool, SealError> {
        let head = self.head(path)?;
        if head.is_none_or(|head| head.starts_with(MAGIC)) {
            return Ok(false);
        }
        let at = self.folder.join(path);
        let Some(plain) = file::read(&at)? else { return Ok(false) };
        self.write(path, &plain, now_ms)?;
        Ok(true)
    }

    /// What a file holds; none if it is gone, or its key was destroyed.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SealError> {
        let Some(bytes) = file::read(&self.folder.join(path))? else {
            return Ok(None);
        };
        match bytes.strip_prefix(MAGIC) {
            Some(sealed) => Ok(self.keys.unseal(path, sealed)?.0),
            None => Ok(Some(bytes.to_vec())),
        }
    }

    /// Which key of a month a file needs; none if it is gone or not sealed.
    pub fn lock_of(&self, path: &str) -> Result<Option<Lock>, SealError> {
        let head = self.head(path)?.unwrap_or_default();
        Ok(head.strip_prefix(MAGIC).and_then(|sealed| self.keys.lock(sealed)))
    }

    /// The magic, how it was sealed, and the number of the key; none if it is gone.
    fn head(&self, path: &str) -> Result<Option<Vec<u8>>, SealError> {
        let mut head = Vec::new();
        let at = self.folder.join(path);
        match File::open(&at).and_then(|file| file.take(MAGIC.len() as u64 + 9).read_to_end(&mut head)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(file::bad(&at, &error)),
            Ok(_) => Ok(Some(head)),
        }
    }

    /// Removes a file; if that fails it only takes room.
    pub fn remove(&self, path: &str) {
        let _ = std::fs::remove_file(self.folder.join(path));
    }
}
