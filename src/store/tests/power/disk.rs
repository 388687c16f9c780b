//! What a disk may hold after the power was cut.
//!
//! A file: all that a sync has covered; of what was written since, each block at any of its versions or as it was, and
//! its length at any of its values. A folder: the changes up to its last sync, and any number of the next ones, in order.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use super::dice::Dice;
use super::trace::Step;

/// A file, whatever it is called at the moment.
type Inode = usize;

#[derive(Default)]
struct Content {
    /// Covered by a sync.
    safe: Vec<u8>,
    /// Written since.
    open: Vec<Change>,
}

#[derive(Clone)]
struct Change {
    call: usize,
    ended: bool,
    at: usize,
    bytes: Vec<u8>,
    /// The length of the file after it.
    len: usize,
}

impl Content {
    fn len(&self) -> usize {
        self.open.last().map_or(self.safe.len(), |change| change.len)
    }

    fn write(&mut self, call: usize, at: usize, bytes: Vec<u8>) {
        let len = self.len().max(at + bytes.len());
        self.open.push(Change {
            call,
            ended: false,
            at,
            bytes,
            len,
        });
    }

    fn set_len(&mut self, call: usize, len: usize) {
        let before = self.len();
        let bytes = vec![0; before.saturating_sub(len)];
        self.open.push(Change {
            call,
            ended: false,
            at: len,
            bytes,
            len,
        });
    }

    /// What these calls have changed is on the disk.
    fn cover(&mut self, calls: &[usize]) {
        let (covered, open) = self.open.drain(..).partition(|change: &Change| calls.contains(&change.call));
        self.open = open;
        for change in covered {
            let change: Change = change;
            self.safe.resize(self.safe.len().max(change.at + change.bytes.len()), 0);
            self.safe[change.at..change.at + change.bytes.len()].copy_from_slice(&change.bytes);
            self.safe.resize(change.len, 0);
        }
    }

    /// One of the contents that are possible now.
    fn after_cut(&self, dice: &mut Dice) -> Vec<u8> {
        let block = dice.of(&[512, 4096]);
        // Nothing of it, all up to somewhere, or any part.
        let (upto, torn) = match dice.below(4) {
            0 => (0, false),
            1 => (dice.below(self.open.len() + 1), false),
            _ => (self.open.len(), true),
        };
        let mut versions: BTreeMap<usize, Vec<&Change>> = BTreeMap::new();
        for change in &self.open[..upto] {
            let end = change.at + change.bytes.len();
            for number in change.at / block..end.div_ceil(block) {
                versions.entry(number).or_default().push(change);
            }
        }
        let mut bytes = self.safe.clone();
        for (number, changes) in versions {
            let kept = if torn { dice.below(changes.len() + 1) } else { changes.len() };
            for change in &changes[..kept] {
                let (from, to) = (
                    (number * block).max(change.at),
                    ((number + 1) * block).min(change.at + change.bytes.len()),
                );
                bytes.resize(bytes.len().max(to), 0);
                bytes[from..to].copy_from_slice(&change.bytes[from - change.at..to - change.at]);
            }
        }
        let last = if torn { dice.below(upto + 1) } else { upto };
        let len = last.checked_sub(1).map_or(self.safe.len(), |last| self.open[last].len);
        bytes.resize(len, 0);
        bytes
    }
}

/// A change of a folder.
enum Move {
    Made(PathBuf, Inode),
    Folder(PathBuf),
    Renamed(PathBuf, PathBuf),
    Removed(PathBuf),
}

/// The disk under a folder, as it is remembered by the machine and as it may be found after a cut.
pub(super) struct Disk {
    root: PathBuf,
    files: Vec<Content>,
    names: HashMap<PathBuf, Inode>,
    moves: Vec<Move>,
    /// So many moves are covered by a sync of their folder.
    safe_moves: usize,
    /// Syncs that have begun: what they cover when they end.
    syncs: HashMap<usize, Covered>,
    /// The commits spoken of.
    pub(super) spoken: u64,
}

enum Covered {
    Calls(Inode, Vec<usize>),
    Moves(usize),
}

impl Disk {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            files: Vec::new(),
            names: HashMap::new(),
            moves: Vec::new(),
            safe_moves: 0,
            syncs: HashMap::new(),
            spoken: 0,
        }
    }

    fn file(&mut self, path: &Path) -> &mut Content {
        let inode = *self.names.get(path).unwrap_or_else(|| panic!("{} was never made", path.display()));
        &mut self.files[inode]
    }

    pub(super) fn step(&mut self, step: &Step) {
        match step {
            Step::Write { call, path, at, bytes } => self.file(path).write(*call, *at, bytes.clone()),
            Step::Length { call, path, len } => self.file(path).set_len(*call, *len),
            Step::Ended { call } => {
                let changes = self.files.iter_mut().flat_map(|file| &mut file.open);
                changes.filter(|change| change.call == *call).for_each(|change| change.ended = true);
            }
            Step::SyncBegins { call, path } => {
                let covered = self.covered(path);
                self.syncs.insert(*call, covered);
            }
            Step::SyncEnded { call } => match self.syncs.remove(call) {
                Some(Covered::Calls(inode, calls)) => self.files[inode].cover(&calls),
                Some(Covered::Moves(count)) => self.safe_moves = self.safe_moves.max(count),
                None => {}
            },
            Step::Made(path) => {
                if !self.names.contains_key(path) {
                    self.files.push(Content::default());
                    self.names.insert(path.clone(), self.files.len() - 1);
                    self.moves.push(Move::Made(path.clone(), self.files.len() - 1));
                }
            }
            Step::Folder(path) => self.moves.push(Move::Folder(path.clone())),
            Step::Renamed(from, to) => {
                if let Some(inode) = self.names.remove(from) {
                    self.names.insert(to.clone(), inode);
                }
                self.moves.push(Move::Renamed(from.clone(), to.clone()));
            }
            Step::Removed(path) => {
                self.names.remove(path);
                self.moves.push(Move::Removed(path.clone()));
            }
            Step::Spoke(count) => self.spoken = self.spoken.max(*count),
        }
    }

    fn covered(&self, path: &Path) -> Covered {
        if let Some(inode) = self.names.get(path) {
            let ended = self.files[*inode].open.iter().filter(|change| change.ended);
            return Covered::Calls(*inode, ended.map(|change| change.call).collect());
        }
        let inside = |change: &Move| match change {
            Move::Made(name, _) | Move::Folder(name) | Move::Renamed(_, name) | Move::Removed(name) => name.parent() == Some(path),
        };
        Covered::Moves(self.moves.iter().rposition(inside).map_or(0, |last| last + 1))
    }

    /// Makes a folder that may be found after a cut now.
    pub(super) fn image(&self, to: &Path, dice: &mut Dice) {
        let upto = self.safe_moves + dice.below(self.moves.len() - self.safe_moves + 1);
        let mut names: BTreeMap<&Path, Inode> = BTreeMap::new();
        let place = |path: &Path| to.join(path.strip_prefix(&self.root).expect("paths are under the root"));
        for change in &self.moves[..upto] {
            match change {
                Move::Made(path, inode) => drop(names.insert(path, *inode)),
                Move::Folder(path) => fs::create_dir(place(path)).unwrap(),
                Move::Renamed(from, name) => drop(names.remove(from.as_path()).and_then(|inode| names.insert(name, inode))),
                // Threads are recorded as their calls come back: a file can be removed by its new name before it was
                // seen to get it, and its folder after it.
                Move::Removed(path) => {
                    if names.remove(path.as_path()).is_none() && place(path).is_dir() {
                        fs::remove_dir(place(path)).unwrap();
                    }
                }
            }
        }
        let stands = |path: &Path| place(path).parent().is_some_and(Path::is_dir);
        for (path, inode) in names.into_iter().filter(|(path, _)| stands(path)) {
            write_sparse(&place(path), &self.files[inode].after_cut(dice));
        }
    }
}

/// Writes what is not zero: files of sled have long empty ends.
fn write_sparse(path: &Path, bytes: &[u8]) {
    let file = fs::File::create(path).unwrap();
    file.set_len(bytes.len() as u64).unwrap();
    for (number, block) in bytes.chunks(4096).enumerate() {
        if block.iter().any(|byte| *byte != 0) {
            file.write_all_at(block, number as u64 * 4096).unwrap();
        }
    }
}

#[test]
fn what_was_synced_stays_and_the_rest_may_go() {
    let path = PathBuf::from("/r/f");
    let write = |call, at, text: &[u8]| Step::Write {
        call,
        path: path.clone(),
        at,
        bytes: text.to_vec(),
    };
    let mut disk = Disk::new(Path::new("/r"));
    for step in [
        Step::Made(path.clone()),
        write(1, 0, &[b'a'; 8192]),
        Step::Ended { call: 1 },
        Step::SyncBegins {
            call: 2,
            path: PathBuf::from("/r"),
        },
        Step::SyncEnded { call: 2 },
        Step::SyncBegins {
            call: 3,
            path: path.clone(),
        },
        write(4, 0, &[b'b'; 8192]),
        Step::Ended { call: 4 },
        Step::SyncEnded { call: 3 },
        write(5, 8192, b"c"),
    ] {
        disk.step(&step);
    }
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..200 {
        let dir = tempfile::tempdir().unwrap();
        disk.image(dir.path(), &mut Dice::new(seed));
        let bytes = fs::read(dir.path().join("f")).unwrap();
        let ends = [bytes[0], bytes[8191], *bytes.get(8192).unwrap_or(&b'-')];
        assert!(bytes.len() >= 8192 && ends[..2].iter().all(|byte| b"ab".contains(byte)), "{ends:?}");
        seen.insert(String::from_utf8_lossy(&ends).into_owned());
    }
    assert!(
        ["aa-", "ab-", "ba-", "bb-", "bbc"].iter().all(|ends| seen.contains(*ends)),
        "{seen:?}"
    );
}
