//! Frames, one after another: `[length u32][bytes][checksum u32]`.
//!
//! The checksum (CRC-32) is over the frame's number, its length and its bytes, so that a frame that is missing, twice or
//! in another's place is noticed where it happens. The whole is covered by the digest (SHA-256) in the last frame.

use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::BackupError;
use super::format::{Counts, FORMAT, Frame, MAGIC};
use crate::store::MAX_BODY_BYTES;

/// The longest frame, in bytes: the largest body, the longest id, and a few numbers.
const FRAME_MAX: usize = MAX_BODY_BYTES + 8 * 1024;

fn checksum(number: u64, length: [u8; 4], bytes: &[u8]) -> [u8; 4] {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&number.to_be_bytes());
    sum.update(&length);
    sum.update(bytes);
    sum.finalize().to_be_bytes()
}

/// Writes frames.
pub(super) struct Writer<'a> {
    out: &'a mut dyn Write,
    digest: Sha256,
    number: u64,
    counts: Counts,
    bytes: Vec<u8>,
}

impl<'a> Writer<'a> {
    pub(super) fn begin(out: &'a mut dyn Write) -> io::Result<Self> {
        let mut writer = Writer {
            out,
            digest: Sha256::new(),
            number: 0,
            counts: Counts::default(),
            bytes: Vec::new(),
        };
        writer.say(MAGIC)?;
        writer.say(&FORMAT.to_be_bytes())?;
        Ok(writer)
    }

    fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.out.write_all(bytes)
    }

    pub(super) fn put(&mut self, frame: &Frame<'_>) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        frame.bytes(&mut bytes);
        let length = u32::try_from(bytes.len()).map_err(|_| ErrorKind::InvalidInput)?.to_be_bytes();
        let sum = checksum(self.number, length, &bytes);
        self.say(&length)?;
        self.say(&bytes)?;
        self.say(&sum)?;
        self.number += 1;
        self.counts.add(frame);
        self.bytes = bytes;
        Ok(())
    }

    pub(super) fn end(mut self) -> io::Result<Counts> {
        let (counts, digest) = (self.counts, self.digest.clone().finalize().into());
        self.put(&Frame::End { counts, digest })?;
        self.out.flush()?;
        Ok(counts)
    }
}

/// Reads frames, and believes none of them before it was looked at.
pub(super) struct Reader<'a, R> {
    path: &'a Path,
    from: R,
    digest: Sha256,
    number: u64,
    offset: u64,
    counts: Counts,
}

impl<'a, R: Read> Reader<'a, R> {
    pub(super) fn begin(path: &'a Path, from: R) -> Result<Self, BackupError> {
        let mut reader = Reader {
            path,
            from,
            digest: Sha256::new(),
            number: 0,
            offset: 0,
            counts: Counts::default(),
        };
        let mut magic = Vec::new();
        let taken = reader.from.by_ref().take(MAGIC.len() as u64).read_to_end(&mut magic);
        taken.map_err(super::bad(path))?;
        if magic != MAGIC {
            return Err(BackupError::NoBackup(path.to_owned()));
        }
        let mut number = [0; 4];
        reader.fill(&mut number)?;
        match u32::from_be_bytes(number) {
            FORMAT => {}
            0 => return Err(reader.damaged("its format number is 0")),
            found => {
                return Err(BackupError::Newer {
                    path: path.to_owned(),
                    found,
                    known: FORMAT,
                });
            }
        }
        reader.digest.update(MAGIC);
        reader.digest.update(number);
        reader.offset = (MAGIC.len() + number.len()) as u64;
        Ok(reader)
    }

    pub(super) fn damaged(&self, why: &'static str) -> BackupError {
        BackupError::Damaged {
            path: self.path.to_owned(),
            frame: self.number,
            offset: self.offset,
            why,
        }
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), BackupError> {
        self.from.read_exact(bytes).map_err(|why| match why.kind() {
            ErrorKind::UnexpectedEof => BackupError::Cut {
                path: self.path.to_owned(),
                frame: self.number,
                offset: self.offset,
            },
            _ => super::bad(self.path)(why),
        })
    }

    /// The next frame; after the last one, which must be right and the end of the file, nothing.
    pub(super) fn next(&mut self) -> Result<Option<Frame<'static>>, BackupError> {
        let mut length = [0; 4];
        self.fill(&mut length)?;
        let size = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if size > FRAME_MAX {
            return Err(self.damaged("its length is not possible"));
        }
        let mut bytes = vec![0; size + 4];
        self.fill(&mut bytes)?;
        let (body, sum) = bytes.split_at(size);
        if checksum(self.number, length, body) != *sum {
            return Err(self.damaged("its checksum is wrong"));
        }
        let frame = Frame::parse(body).ok_or_else(|| self.damaged("it cannot be understood"))?;
        if let Frame::End { counts, digest } = &frame {
            return self.end(counts, digest).map(|()| None);
        }
        self.digest.update(length);
        self.digest.update(&bytes);
        self.counts.add(&frame);
        self.number += 1;
        self.offset += (length.len() + bytes.len()) as u64;
        Ok(Some(frame))
    }

    fn end(&mut self, counts: &Counts, digest: &[u8; 32]) -> Result<(), BackupError> {
        let read: [u8; 32] = self.digest.clone().finalize().into();
        if *counts != self.counts || *digest != read {
            return Err(self.damaged("it does not fit what comes before it"));
        }
        match self.from.read(&mut [0]) {
            Ok(0) => Ok(()),
            Ok(_) => Err(self.damaged("something follows it")),
            Err(why) => Err(super::bad(self.path)(why)),
        }
    }

    pub(super) fn counts(&self) -> Counts {
        self.counts
    }
}
