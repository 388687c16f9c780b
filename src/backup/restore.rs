//! Looking through a backup, and putting it back.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::format::{Counts, Frame};
use super::frames::Reader;
use super::{BackupError, FILES, PIECE, bad};
use crate::store::{AggId, Row, SledStore, Store as _};

/// Rows put into the store with one sync, and their bytes.
const BATCH_ROWS: usize = 1024;
const BATCH_BYTES: usize = 1024 * 1024;

/// What a backup is, after all of it was found to be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// When it was made, in milliseconds since 1970.
    pub at_ms: i64,
    /// The version of the program that made it.
    pub version: String,
    /// What is in it.
    pub counts: Counts,
}

/// Looks through a backup; changes nothing.
pub fn verify(path: &Path) -> Result<Found, BackupError> {
    read(path, &open(path)?, |_| Ok(()))
}

/// Puts a backup back into an empty data folder. All of it is looked through before anything is changed; if the process
/// dies meanwhile, the folder is one that the program refuses to open.
pub fn restore(path: &Path, data: &Path) -> Result<Found, BackupError> {
    let mut file = open(path)?;
    read(path, &file, |_| Ok(()))?;
    file.rewind().map_err(bad(path))?;
    let store = SledStore::begin_restore(data)?;
    let files = data.join(FILES);
    let mut filling = Filling {
        store: &store,
        rows: Vec::new(),
        bytes: 0,
        folder: &files,
        file: None,
    };
    let found = read(path, &file, |frame| filling.take(frame))?;
    filling.put_rows()?;
    filling.close_file()?;
    if files.exists() {
        File::open(&files).and_then(|folder| folder.sync_all()).map_err(bad(&files))?;
    }
    store.restored(data)?;
    Ok(found)
}

fn open(path: &Path) -> Result<File, BackupError> {
    File::open(path).map_err(bad(path))
}

fn read(path: &Path, file: &File, mut each: impl FnMut(Frame<'static>) -> Result<(), BackupError>) -> Result<Found, BackupError> {
    let mut reader = Reader::begin(path, BufReader::with_capacity(PIECE, file))?;
    let Some(Frame::About { at_ms, version }) = reader.next()? else {
        return Err(reader.damaged("it is not the first one"));
    };
    let mut order = Order::default();
    while let Some(frame) = reader.next()? {
        if !order.holds(&frame) {
            return Err(reader.damaged("it is not in its place"));
        }
        each(frame)?;
    }
    Ok(Found {
        at_ms,
        version: version.into_owned(),
        counts: reader.counts(),
    })
}

/// What must come after what: the lines of a log without holes, pieces after their file.
#[derive(Default)]
struct Order {
    log: Option<(AggId, u64)>,
    in_file: bool,
}

impl Order {
    fn holds(&mut self, frame: &Frame<'_>) -> bool {
        match frame {
            Frame::Row(row) => self.row_holds(row),
            Frame::File(_) => {
                self.in_file = true;
                true
            }
            Frame::Piece(_) => self.in_file,
            Frame::About { .. } | Frame::End { .. } => false,
        }
    }

    fn row_holds(&mut self, row: &Row) -> bool {
        if row.check().is_err() {
            return false;
        }
        let Row::Line(agg, line, _) = row else { return true };
        let expected = match &self.log {
            Some((before, last)) if before == agg => last + 1,
            _ => 0,
        };
        self.log = Some((agg.clone(), *line));
        *line == expected
    }
}

/// The store and the files being made.
struct Filling<'a> {
    store: &'a SledStore,
    rows: Vec<Row>,
    bytes: usize,
    folder: &'a Path,
    file: Option<File>,
}

impl Filling<'_> {
    fn take(&mut self, frame: Frame<'static>) -> Result<(), BackupError> {
        match frame {
            Frame::Row(row) => {
                let row = row.into_owned();
                self.bytes += match &row {
                    Row::Head(_, head) => head.body.len(),
                    Row::Line(_, _, body) => body.len(),
                    Row::Message(row) => row.body.len(),
                    Row::Update(..) => 0,
                };
                self.rows.push(row);
                if self.rows.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
                    self.put_rows()?;
                }
                Ok(())
            }
            Frame::File(name) => self.begin_file(&name),
            Frame::Piece(piece) => match &mut self.file {
                Some(file) => file.write_all(&piece).map_err(bad(self.folder)),
                None => Ok(()),
            },
            Frame::About { .. } | Frame::End { .. } => Ok(()),
        }
    }

    fn put_rows(&mut self) -> Result<(), BackupError> {
        self.store.fill(&self.rows)?.wait()?;
        self.rows.clear();
        self.bytes = 0;
        Ok(())
    }

    fn begin_file(&mut self, name: &str) -> Result<(), BackupError> {
        self.close_file()?;
        let made = fs::create_dir_all(self.folder).and_then(|()| {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).mode(0o600).open(self.folder.join(name))
        });
        self.file = Some(made.map_err(bad(&self.folder.join(name)))?);
        Ok(())
    }

    fn close_file(&mut self) -> Result<(), BackupError> {
        match self.file.take() {
            Some(file) => file.sync_all().map_err(bad(self.folder)),
            None => Ok(()),
        }
    }
}
