//! All of the house in one file: written while it runs, looked through before anything of it is believed, put back.
//!
//! The file begins with [`format::MAGIC`] and the number of the format; then come frames, each with its length and a
//! checksum; the last one counts the others and holds the digest of everything before it. Writing and reading hold one
//! frame in memory, whatever the size of the house. Private values are in it as the store has them: sealed.

mod format;
mod frames;
mod restore;
#[cfg(test)]
mod tests;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

pub use self::format::Counts;
pub use self::restore::{Found, restore, verify};

use self::format::Frame;
use self::frames::Writer;
use crate::store::{Commit, CommitError, Store, StoreError};

/// The folder, inside the data folder, of photos and of files that wait to be sent.
const FILES: &str = "files";
/// Rows taken from the store at a time: it holds commits up for as long as reading them takes.
const ROWS: usize = 256;
/// Bytes of a file in one frame.
const PIECE: usize = 64 * 1024;

/// A backup cannot be written, or what is in a file cannot be put back; the text says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It begins with something else.
    #[error("{0} is no backup of greenwindow; name a file that `greenwindow backup` has written")]
    NoBackup(PathBuf),
    /// A newer greenwindow wrote it.
    #[error(
        "{path} was written by a newer version (backup format {found}, this one knows {known}); nothing was changed; restore it with the newer version"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The number found.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// It ends before its last frame.
    #[error(
        "{path} is cut off: frame {frame} at byte {offset} does not come to its end; nothing was changed; copy the file again from where it came from, or take an older backup"
    )]
    Cut {
        /// The file.
        path: PathBuf,
        /// The number of the frame that is not whole, from 0.
        frame: u64,
        /// Where it begins.
        offset: u64,
    },
    /// Something in it is not as it was written.
    #[error(
        "{path} is damaged: frame {frame} at byte {offset}: {why}; nothing was changed; copy the file again from where it came from, or take an older backup"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The number of the first bad frame, from 0.
        frame: u64,
        /// Where it begins.
        offset: u64,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The running program stopped in the middle of a backup.
    #[error("the running program broke the backup off, and {0} was not written; its log says why")]
    BrokenOff(PathBuf),
    /// A file cannot be read or written.
    #[error("{path}: {why}; check that the disk is not full and that this user may read and write there")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// The store that is copied, or the one that is being filled.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A row of the backup that the store does not take.
    #[error(transparent)]
    Row(#[from] CommitError),
}

fn bad(path: &Path) -> impl Fn(io::Error) -> BackupError {
    move |why| BackupError::Io {
        path: path.to_owned(),
        why,
    }
}

/// Writes everything as it is at this moment, while commits go on. `data` is the data folder, for the files beside the
/// store; `at_ms` is now. Nothing
/// was written if the store cannot be copied now; after any other error what was written is worth nothing.
pub fn write(store: &dyn Store, data: &Path, at_ms: i64, out: &mut dyn Write) -> Result<Counts, BackupError> {
    let to = Path::new("the backup");
    let mut snapshot = store.snapshot()?;
    let mut writer = Writer::begin(out).map_err(bad(to))?;
    let mut put = |frame: &Frame<'_>| writer.put(frame).map_err(bad(to));
    put(&Frame::About {
        at_ms,
        version: env!("CARGO_PKG_VERSION").into(),
    })?;
    loop {
        let rows = snapshot.next(ROWS)?;
        if rows.is_empty() {
            break;
        }
        rows.iter().try_for_each(|row| put(&Frame::Row(row.into())))?;
    }
    drop(snapshot);
    files(&data.join(FILES), put)?;
    // What was decided when the reading began is durable when a later commit is.
    store.submit(Commit::default())?.wait()?;
    writer.end().map_err(bad(to))
}

/// Photos, and files that wait to be sent. One that goes away meanwhile is of a row that has gone, too.
fn files(folder: &Path, mut put: impl FnMut(&Frame<'_>) -> Result<(), BackupError>) -> Result<(), BackupError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(bad(folder))?,
    };
    for entry in entries {
        let entry = entry.map_err(bad(folder))?;
        let name = entry.file_name().into_string().unwrap_or_default();
        let Ok(mut file) = File::open(entry.path()) else { continue };
        if !format::is_plain(&name) || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        put(&Frame::File(name.as_str().into()))?;
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece).map_err(bad(&entry.path()))?;
            if read == 0 {
                break;
            }
            put(&Frame::Piece(piece[..read].into()))?;
        }
    }
    Ok(())
}

/// Lets a backup be written, looks through it, and only then gives it its name: whenever the program dies or the power
/// fails, there is a whole backup of that name, or the one that was there before. For its owner only.
pub fn save<E: From<BackupError>>(to: &Path, write: impl FnOnce(&mut dyn Write) -> Result<(), E>) -> Result<Found, E> {
    let mut half = to.as_os_str().to_owned();
    half.push(".part");
    let half = PathBuf::from(half);
    let io = bad(&half);
    // One that was left behind may be open to others.
    let _ = fs::remove_file(&half);
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half);
    let mut file = BufWriter::with_capacity(PIECE, opened.map_err(&io)?);
    let written = write(&mut file).and_then(|()| {
        let file = file.into_inner().map_err(|e| io(e.into_error()))?;
        file.sync_all().map_err(&io)?;
        let found = verify(&half)?;
        fs::rename(&half, to).map_err(bad(to))?;
        let folder = to
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(bad(folder))?;
        Ok(found)
    });
    if written.is_err() {
        // It is of no use to anybody; that it cannot be removed is no news beside the error.
        let _ = fs::remove_file(&half);
    }
    written
}
