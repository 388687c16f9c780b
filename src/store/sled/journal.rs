//! What is durable but not in its tables yet.
//!
//! 1. A group of commits reaches the disk as one frame at the end of a file, `journal-0` or `journal-1`, which is synced.
//! 2. Its changes are kept in memory as well, the newest of every key, and stay in the overlay for readers.
//! 3. When many wait, or nobody does, a round begins: the other file takes the next groups, and what the first one holds
//!    is carried into the tables, a slice at a time between groups. What was set and removed meanwhile, as a message
//!    that was sent, costs almost nothing there.
//! 4. When all of a round is in the tables and these are synced, with the number of its last commit, its file is emptied.
//! 5. At a start the frames of commits after that number are carried into the tables. That changes nothing of what is
//!    there already: a frame says what keys are to be, and the newest comes last. A frame that is not whole was never
//!    spoken of; `COMMITTED` tells whether one is missing that was.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::Path;

use ::sled::IVec;

use super::table::{Disk, Op, Table};
use crate::store::StoreError;

const NAMES: [&str; 2] = ["journal-0", "journal-1"];
/// A round begins when so many keys, or bytes of them and their values, wait for it. Tests see more rounds.
const ROUND: usize = if cfg!(test) { 300 } else { 12 * 1024 };
const ROUND_BYTES: u64 = 8 * 1024 * 1024;
/// While the tables are being written anew, at most so many bytes wait for them.
pub(super) const WAITING_BYTES: u64 = if cfg!(test) { 4 } else { 64 } * 1024 * 1024;
/// Keys carried into the tables at once.
const SLICE: usize = 256;
/// `[length of what follows the next number u32][its checksum u32][first commit u64][last commit u64]`, then changes.
const FRAME_BYTES: usize = 24;

/// A group of commits that stands in the journal.
struct Frame {
    first: u64,
    last: u64,
    ops: Vec<Op>,
}

/// The two files.
pub(super) struct Journal {
    files: [File; 2],
    active: usize,
    end: u64,
}

impl Journal {
    pub(super) fn open(dir: &Path) -> io::Result<Self> {
        let open = |name: &str| {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false).mode(0o600);
            options.open(dir.join(name))
        };
        Ok(Self {
            files: [open(NAMES[0])?, open(NAMES[1])?],
            active: 0,
            end: 0,
        })
    }

    /// The groups that follow this commit, in order, as far as they are whole.
    fn after(&mut self, commits: u64) -> io::Result<Vec<Frame>> {
        let mut found = Vec::new();
        for file in &mut self.files {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let mut rest = bytes.as_slice();
            while let Some((frame, behind)) = take_frame(rest) {
                found.push(frame);
                rest = behind;
            }
        }
        found.sort_by_key(|frame| frame.first);
        let mut next = commits + 1;
        found.retain(|frame| {
            let follows = frame.first == next;
            if follows {
                next = frame.last + 1;
            }
            follows
        });
        Ok(found)
    }

    /// Puts a group at the end; it is not durable before [`Journal::sync`].
    fn write(&mut self, first: u64, last: u64, ops: &[Op]) -> io::Result<()> {
        let frame = frame(first, last, ops);
        self.files[self.active].write_all_at(&frame, self.end)?;
        self.end += frame.len() as u64;
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        self.files[self.active].sync_data()
    }

    fn sync_both(&self) -> io::Result<()> {
        self.files.iter().try_for_each(File::sync_all)
    }

    /// The next groups go into the other file, which is empty.
    fn turn(&mut self) {
        self.active = 1 - self.active;
        self.end = 0;
    }

    /// Empties the file that is not written now. If the power cut undoes it, its frames are known by their numbers.
    fn empty_other(&self) -> io::Result<()> {
        self.files[1 - self.active].set_len(0)
    }

    /// Empties both, for good.
    fn empty(&self) -> io::Result<()> {
        for file in &self.files {
            file.set_len(0)?;
            file.sync_all()?;
        }
        Ok(())
    }
}

fn frame(first: u64, last: u64, ops: &[Op]) -> Vec<u8> {
    let room = ops.iter().map(|op| OP_BYTES + op.bytes()).sum::<usize>();
    let mut frame = Vec::with_capacity(FRAME_BYTES + room);
    frame.extend_from_slice(&[0; 8]);
    frame.extend_from_slice(&first.to_be_bytes());
    frame.extend_from_slice(&last.to_be_bytes());
    for op in ops {
        put(&mut frame, op);
    }
    let length = u32::try_from(frame.len() - 8).expect("a group is far smaller than 4 GiB");
    let sum = crc32fast::hash(&frame[8..]);
    frame[..4].copy_from_slice(&length.to_be_bytes());
    frame[4..8].copy_from_slice(&sum.to_be_bytes());
    frame
}

/// The first frame and what is behind it; none if it is not whole.
fn take_frame(bytes: &[u8]) -> Option<(Frame, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    let (body, behind) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    if crc32fast::hash(body) != u32::from_be_bytes(*sum) {
        return None;
    }
    let (first, rest) = body.split_first_chunk::<8>()?;
    let (last, rest) = rest.split_first_chunk::<8>()?;
    let frame = Frame {
        first: u64::from_be_bytes(*first),
        last: u64::from_be_bytes(*last),
        ops: read(rest)?,
    };
    Some((frame, behind))
}

/// `[table u8][length of key u32][1 + length of value u32, or 0: removed]`, then key and value.
const OP_BYTES: usize = 9;

fn put(frame: &mut Vec<u8>, op: &Op) {
    let length = |bytes: usize| u32::try_from(bytes).expect("keys and values are limited").to_be_bytes();
    frame.push(op.table as u8);
    frame.extend_from_slice(&length(op.key.len()));
    frame.extend_from_slice(&op.value.as_ref().map_or([0; 4], |value| length(value.len() + 1)));
    frame.extend_from_slice(&op.key);
    frame.extend_from_slice(op.value.as_deref().unwrap_or_default());
}

/// The changes of a frame; none if they cannot be read.
fn read(mut bytes: &[u8]) -> Option<Vec<Op>> {
    let mut ops = Vec::new();
    while !bytes.is_empty() {
        let table = Table::ALL.into_iter().find(|table| *table as u8 == bytes[0])?;
        let (key_length, rest) = bytes[1..].split_first_chunk::<4>()?;
        let (value_length, rest) = rest.split_first_chunk::<4>()?;
        let length = |bytes: &[u8; 4]| usize::try_from(u32::from_be_bytes(*bytes)).ok();
        let (key, rest) = rest.split_at_checked(length(key_length)?)?;
        let (value, rest) = match length(value_length)?.checked_sub(1) {
            Some(length) => rest.split_at_checked(length).map(|(value, rest)| (Some(value.into()), rest))?,
            None => (None, rest),
        };
        ops.push(Op {
            table,
            key: key.into(),
            value,
        });
        bytes = rest;
    }
    Some(ops)
}

type Key = (Table, IVec);

/// Whether the tables take what is in the journal, as a compaction wishes it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Carrying {
    /// In rounds, when one is due.
    #[default]
    AsDue,
    /// At once, until all commits up to this one are there; then not any more.
    Until(u64),
    /// Not now: the tables stay as they are, and can be copied.
    Paused,
    /// The same, whatever waits: the copy is about to take their place.
    Held,
}

/// The journal, and its changes on their way into the tables.
pub(super) struct Ahead {
    journal: Journal,
    /// Come since the round began.
    fresh: BTreeMap<Key, Option<IVec>>,
    /// Of the round.
    round: BTreeMap<Key, Option<IVec>>,
    /// The last commit of the round, while there is one.
    round_ends: Option<u64>,
    /// The last commit in the journal, and the last one that is in the tables.
    last: u64,
    carried: u64,
    carrying: Carrying,
}

impl Ahead {
    /// Carries what a killed program has left in the journal into the tables, and begins with an empty one.
    /// `durable` is the last commit that was spoken of.
    pub(super) fn begin(mut journal: Journal, disk: &Disk, durable: u64) -> Result<Self, StoreError> {
        // A killed program may have left a frame that is not on the disk yet; the tables must not get ahead of it.
        journal.sync_both().map_err(|e| disk.io("sync its journal", &e))?;
        let frames = journal.after(disk.commits()?).map_err(|e| disk.io("read its journal", &e))?;
        let last = match frames.last() {
            Some(frame) => frame.last,
            None => disk.commits()?,
        };
        // Half of a round in the tables is mended by the journal, or not at all.
        let durable = durable.max(disk.begun()?);
        if last < durable {
            return Err(disk.damaged(&format!("of {durable} commits that were on the disk only {last} are left")));
        }
        let mut ahead = Self {
            journal,
            fresh: BTreeMap::new(),
            round: BTreeMap::new(),
            round_ends: None,
            last,
            carried: last,
            carrying: Carrying::AsDue,
        };
        for frame in frames {
            ahead.keep(frame.ops, frame.last);
        }
        while !ahead.fresh.is_empty() {
            carry(disk, &mut ahead.fresh, SLICE)?;
        }
        disk.note_carried(last)?;
        Ok(ahead)
    }

    /// The last commit.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    /// Empties the journal; the tables hold all of it and are synced.
    pub(super) fn empty(&self, disk: &Disk) -> Result<(), StoreError> {
        self.journal.empty().map_err(|e| disk.io("empty its journal", &e))
    }

    /// Makes a group durable.
    pub(super) fn write(&mut self, disk: &Disk, ops: Vec<Op>, ticket: u64) -> Result<(), StoreError> {
        let failed = |e: io::Error| disk.io("write its journal", &e);
        self.journal.write(self.last + 1, ticket, &ops).map_err(failed)?;
        if !disk.no_sync {
            self.journal.sync().map_err(failed)?;
        }
        disk.note_durable(ticket)?;
        self.keep(ops, ticket);
        Ok(())
    }

    fn keep(&mut self, ops: Vec<Op>, ticket: u64) {
        self.last = ticket;
        self.fresh.extend(ops.into_iter().map(|op| ((op.table, op.key), op.value)));
    }

    /// Does as a compaction wishes; says whether that changes something for it: the tables stay as they are from now on,
    /// or too much waits for them and the compaction is given up.
    pub(super) fn follow(&mut self, wish: &mut Carrying) -> bool {
        let now = match *wish {
            Carrying::Until(ticket) if self.round_ends.is_none() && self.carried >= ticket => Carrying::Paused,
            Carrying::Paused if self.journal.end > WAITING_BYTES => Carrying::AsDue,
            wish => wish,
        };
        self.carrying = now;
        std::mem::replace(wish, now) != now
    }

    /// Whether nothing is to be carried.
    pub(super) fn is_done(&self) -> bool {
        self.carried == self.last || matches!(self.carrying, Carrying::Paused | Carrying::Held)
    }

    /// Whether something is to be carried although others wait.
    pub(super) fn is_due(&self) -> bool {
        match self.carrying {
            Carrying::AsDue => self.round_ends.is_some() || self.fresh.len() >= ROUND || self.journal.end >= ROUND_BYTES,
            Carrying::Until(_) => self.carried < self.last,
            Carrying::Paused | Carrying::Held => false,
        }
    }

    fn begin_round(&mut self, disk: &Disk) -> Result<u64, StoreError> {
        disk.note_begun(self.last)?;
        self.round = std::mem::take(&mut self.fresh);
        self.journal.turn();
        self.round_ends = Some(self.last);
        Ok(self.last)
    }

    /// Carries a slice, at least so many keys, into the tables; gives them with the last commit they are from.
    pub(super) fn carry(&mut self, disk: &Disk, at_least: usize) -> Result<(Vec<Op>, u64), StoreError> {
        let ends = match self.round_ends {
            Some(ends) => ends,
            None => self.begin_round(disk)?,
        };
        let slice = carry(disk, &mut self.round, at_least.max(SLICE))?;
        if self.round.is_empty() {
            disk.note_carried(ends)?;
            disk.sync()?;
            self.journal.empty_other().map_err(|e| disk.io("empty its journal", &e))?;
            self.round_ends = None;
            self.carried = ends;
        }
        Ok((slice, ends))
    }
}

fn carry(disk: &Disk, changes: &mut BTreeMap<Key, Option<IVec>>, count: usize) -> Result<Vec<Op>, StoreError> {
    let slice = std::iter::from_fn(|| changes.pop_first()).take(count);
    let slice: Vec<Op> = slice.map(|((table, key), value)| Op { table, key, value }).collect();
    disk.carry(&slice)?;
    // sled does not get over a power cut that takes much of what it wrote: what it had given up can come back later.
    disk.sync()?;
    Ok(slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ops() -> Vec<Op> {
        let sizes = [0, 1, 700, 65_536, 3];
        let set = |n: usize, size: usize| Op::set(Table::ALL[n % 4], vec![7; n], vec![b'x'; size]);
        let mut ops: Vec<Op> = sizes.into_iter().enumerate().map(|(n, size)| set(n, size)).collect();
        ops.push(Op::remove(Table::Outbox, b"gone".to_vec()));
        ops
    }

    fn tickets(frames: &[Frame]) -> Vec<(u64, u64)> {
        frames.iter().map(|frame| (frame.first, frame.last)).collect()
    }

    #[test]
    fn a_group_comes_back_whole_or_not_at_all() {
        let bytes = frame(3, 5, &ops());
        let (read, behind) = take_frame(&bytes).unwrap();
        assert_eq!((read.first, read.last, behind), (3, 5, [].as_slice()));
        assert_eq!(format!("{:?}", read.ops), format!("{:?}", ops()));
        for length in (0..100).chain(bytes.len() - 50..bytes.len()) {
            assert!(take_frame(&bytes[..length]).is_none());
        }
        let mut broken = bytes.clone();
        broken[900] ^= 1;
        assert!(take_frame(&broken).is_none());
    }

    #[test]
    fn groups_are_read_in_order_from_both_files_up_to_a_gap() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(dir.path()).unwrap();
        journal.write(1, 2, &ops()).unwrap();
        journal.write(3, 3, &[]).unwrap();
        journal.turn();
        journal.write(4, 9, &ops()).unwrap();
        journal.write(11, 11, &ops()).unwrap();
        let after = |commits| tickets(&Journal::open(dir.path()).unwrap().after(commits).unwrap());
        assert_eq!(after(0), [(1, 2), (3, 3), (4, 9)]);
        assert_eq!(after(3), [(4, 9)]);
        assert_eq!(after(9), []);
        journal.empty_other().unwrap();
        assert_eq!(after(3), [(4, 9)]);
        journal.empty().unwrap();
        assert_eq!(after(3), []);
    }
}
