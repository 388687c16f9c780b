//! What stands in a frame, as bytes. Numbers are big-endian.

use std::borrow::Cow;

use crate::ids::{Channel, OutboxId};
use crate::store::{AggId, Head, Kind, OutboxRow, Row};

/// The beginning of every backup.
pub(super) const MAGIC: &[u8; 12] = b"greenwindow\n";
/// The format written now, and the newest one read.
pub(super) const FORMAT: u32 = 1;

/// How much of what a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Records.
    pub records: u64,
    /// Lines of event logs.
    pub lines: u64,
    /// Messages waiting to be sent.
    pub messages: u64,
    /// Updates that were committed.
    pub updates: u64,
    /// Photos and files.
    pub files: u64,
    /// Pieces of them.
    pub pieces: u64,
}

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Frame<'a> {
    /// The first: when it was made, and by which version.
    About {
        at_ms: i64,
        version: Cow<'a, str>,
    },
    Row(Cow<'a, Row>),
    /// A file begins.
    File(Cow<'a, str>),
    /// The next bytes of the file that began last.
    Piece(Cow<'a, [u8]>),
    /// The last: how many of each there are, and the digest of all bytes before this frame.
    End {
        counts: Counts,
        digest: [u8; 32],
    },
}

impl<'a> From<&'a Row> for Cow<'a, Row> {
    fn from(row: &'a Row) -> Self {
        Cow::Borrowed(row)
    }
}

/// A file's name that cannot lead out of its folder.
pub(super) fn is_plain(name: &str) -> bool {
    let fine = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    (1..=200).contains(&name.len()) && name.chars().all(fine) && !name.starts_with('.')
}

fn agg(agg: &AggId, out: &mut Vec<u8>) {
    out.push(agg.kind as u8);
    out.extend_from_slice(&u16::try_from(agg.id.len()).unwrap_or(u16::MAX).to_be_bytes());
    out.extend_from_slice(agg.id.as_bytes());
}

impl Frame<'_> {
    /// The kind of the frame and its bytes.
    pub(super) fn bytes(&self, out: &mut Vec<u8>) {
        match self {
            Frame::About { at_ms, version } => {
                out.push(1);
                out.extend_from_slice(&at_ms.to_be_bytes());
                out.extend_from_slice(version.as_bytes());
            }
            Frame::Row(row) => row_bytes(row, out),
            Frame::File(name) => {
                out.push(6);
                out.extend_from_slice(name.as_bytes());
            }
            Frame::Piece(piece) => {
                out.push(7);
                out.extend_from_slice(piece);
            }
            Frame::End { counts, digest } => {
                out.push(8);
                let Counts {
                    records,
                    lines,
                    messages,
                    updates,
                    files,
                    pieces,
                } = counts;
                for count in [records, lines, messages, updates, files, pieces] {
                    out.extend_from_slice(&count.to_be_bytes());
                }
                out.extend_from_slice(digest);
            }
        }
    }

    /// A frame from its bytes; `None` if they are none.
    pub(super) fn parse(bytes: &[u8]) -> Option<Frame<'static>> {
        let (kind, rest) = bytes.split_first()?;
        let rest = Rest(rest);
        Some(match kind {
            1 => rest.about()?,
            2 => Frame::Row(Cow::Owned(rest.head()?)),
            3 => Frame::Row(Cow::Owned(rest.line()?)),
            4 => Frame::Row(Cow::Owned(rest.message()?)),
            5 => Frame::Row(Cow::Owned(rest.update()?)),
            6 => Frame::File(Cow::Owned(rest.text().filter(|name| is_plain(name))?)),
            7 => Frame::Piece(Cow::Owned(rest.0.to_vec())),
            8 => rest.end()?,
            _ => return None,
        })
    }
}

impl Counts {
    /// Counts a frame.
    pub(super) fn add(&mut self, frame: &Frame<'_>) {
        match frame {
            Frame::Row(row) => match row.as_ref() {
                Row::Head(..) => self.records += 1,
                Row::Line(..) => self.lines += 1,
                Row::Message(_) => self.messages += 1,
                Row::Update(..) => self.updates += 1,
            },
            Frame::File(_) => self.files += 1,
            Frame::Piece(_) => self.pieces += 1,
            Frame::About { .. } | Frame::End { .. } => {}
        }
    }
}

fn row_bytes(row: &Row, out: &mut Vec<u8>) {
    match row {
        Row::Head(of, head) => {
            out.push(2);
            agg(of, out);
            out.extend_from_slice(&head.version.to_be_bytes());
            out.extend_from_slice(&head.body);
        }
        Row::Line(of, line, body) => {
            out.push(3);
            agg(of, out);
            out.extend_from_slice(&line.to_be_bytes());
            out.extend_from_slice(body);
        }
        Row::Message(row) => {
            out.push(4);
            out.extend_from_slice(&row.id.0.to_be_bytes());
            out.push(match row.channel {
                Channel::Tg => 1,
                Channel::Web => 2,
            });
            out.extend_from_slice(&row.body);
        }
        Row::Update(key, at_ms) => {
            out.push(5);
            out.extend_from_slice(&at_ms.to_be_bytes());
            out.extend_from_slice(key.as_bytes());
        }
    }
}

/// The bytes not read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<u64> {
        self.take().map(u64::from_be_bytes)
    }

    fn text(self) -> Option<String> {
        String::from_utf8(self.0.to_vec()).ok()
    }

    fn agg(&mut self) -> Option<AggId> {
        let [number] = self.take()?;
        let kind = Kind::ALL.into_iter().find(|kind| *kind as u8 == number)?;
        let length = usize::from(u16::from_be_bytes(self.take()?));
        let (id, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(AggId::new(kind, str::from_utf8(id).ok()?))
    }

    fn about(mut self) -> Option<Frame<'static>> {
        let at_ms = i64::from_be_bytes(self.take()?);
        Some(Frame::About {
            at_ms,
            version: Cow::Owned(self.text()?),
        })
    }

    fn head(mut self) -> Option<Row> {
        let agg = self.agg()?;
        let version = self.number()?;
        let body = self.0.to_vec();
        Some(Row::Head(agg, Head { version, body }))
    }

    fn line(mut self) -> Option<Row> {
        let agg = self.agg()?;
        let line = self.number()?;
        Some(Row::Line(agg, line, self.0.to_vec()))
    }

    fn message(mut self) -> Option<Row> {
        let id = OutboxId(self.number()?);
        let channel = match self.take()? {
            [1] => Channel::Tg,
            [2] => Channel::Web,
            _ => return None,
        };
        let body = self.0.to_vec();
        Some(Row::Message(OutboxRow { id, channel, body }))
    }

    fn update(mut self) -> Option<Row> {
        let at_ms = i64::from_be_bytes(self.take()?);
        Some(Row::Update(self.text()?, at_ms))
    }

    fn end(mut self) -> Option<Frame<'static>> {
        let counts = Counts {
            records: self.number()?,
            lines: self.number()?,
            messages: self.number()?,
            updates: self.number()?,
            files: self.number()?,
            pieces: self.number()?,
        };
        let digest = self.take()?;
        self.0.is_empty().then_some(Frame::End { counts, digest })
    }
}
