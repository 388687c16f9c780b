//! Written, looked through, put back; and every way a file can be wrong.
#![allow(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use std::os::unix::fs::PermissionsExt as _;

use proptest::prelude::*;
use tempfile::TempDir;

use super::format::{FORMAT, MAGIC};
use super::*;
use crate::ids::{Channel, OutboxId};
use crate::store::{AggId, Expect, Kind, MemoryStore, OutboxRow, Record, Row, SledStore, Write as Set};

const AT_MS: i64 = 1_795_536_000_000;

/// A turn with a bit of everything.
fn turn(n: u64) -> Commit {
    let set = |id: String, body: Vec<u8>| Set {
        agg: AggId::new(Kind::Case, id),
        expect: Expect::Any,
        body: Some(body),
    };
    Commit {
        update: Some(format!("tg:{n}")),
        at_ms: AT_MS,
        writes: vec![
            set(format!("{n:04}"), vec![7; 100]),
            set("绿窗".to_owned(), n.to_be_bytes().to_vec()),
        ],
        records: vec![Record {
            agg: AggId::new(Kind::Case, "log"),
            body: n.to_string().into_bytes(),
        }],
        outbox: vec![OutboxRow {
            id: OutboxId(n),
            channel: if n.is_multiple_of(2) { Channel::Tg } else { Channel::Web },
            body: b"message".to_vec(),
        }],
        settled: Vec::new(),
    }
}

/// A store with some turns, two files beside it, and its backup.
struct Scene {
    folder: TempDir,
    store: MemoryStore,
}

impl Scene {
    fn set() -> Self {
        let scene = Scene {
            folder: tempfile::tempdir().unwrap(),
            store: MemoryStore::new(),
        };
        (0..20).for_each(|n| drop(scene.store.submit(turn(n)).unwrap()));
        fs::create_dir_all(scene.data().join(FILES)).unwrap();
        fs::write(scene.data().join(FILES).join("2-a.jpg"), vec![1; PIECE + 5]).unwrap();
        fs::write(scene.data().join(FILES).join("empty"), "").unwrap();
        fs::write(scene.data().join("control.sock"), "not a part of it").unwrap();
        scene.save(&scene.file()).unwrap();
        scene
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("from")
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("all.backup")
    }

    fn back(&self) -> PathBuf {
        self.folder.path().join("into")
    }

    fn save(&self, to: &Path) -> Result<Found, BackupError> {
        save(to, |out| write(&self.store, &self.data(), AT_MS, out).map(drop))
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.file()).unwrap()
    }

    /// What is said of the file with other bytes, by both commands; nothing may have been changed.
    fn with(&self, bytes: &[u8]) -> BackupError {
        let file = self.folder.path().join("other.backup");
        fs::write(&file, bytes).unwrap();
        let error = verify(&file).unwrap_err();
        assert_eq!(restore(&file, &self.back()).unwrap_err().to_string(), error.to_string());
        assert!(!self.back().exists(), "something was changed");
        error
    }
}

fn rows(store: &dyn Store) -> Vec<String> {
    let mut snapshot = store.snapshot().unwrap();
    let mut all: Vec<String> = snapshot.next(usize::MAX).unwrap().iter().map(|row| format!("{row:?}")).collect();
    loop {
        let more = snapshot.next(usize::MAX).unwrap();
        if more.is_empty() {
            all.sort();
            return all;
        }
        all.extend(more.iter().map(|row| format!("{row:?}")));
    }
}

#[test]
fn what_was_written_comes_back() {
    let scene = Scene::set();
    let found = verify(&scene.file()).unwrap();
    let expected = Counts {
        records: 21,
        lines: 20,
        messages: 20,
        updates: 20,
        files: 2,
        pieces: 2,
    };
    assert_eq!((found.at_ms, found.counts), (AT_MS, expected));
    assert_eq!(fs::metadata(scene.file()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(restore(&scene.file(), &scene.back()).unwrap(), found);
    let store = SledStore::open(&scene.back()).unwrap();
    assert_eq!(rows(&store), rows(&scene.store));
    let file = scene.back().join(FILES).join("2-a.jpg");
    assert_eq!(fs::read(&file).unwrap(), vec![1; PIECE + 5]);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read(scene.back().join(FILES).join("empty")).unwrap(), b"");
    // A backup of what was restored holds the same.
    let again = scene.folder.path().join("again.backup");
    let twice = save(&again, |out| write(&store, &scene.back(), AT_MS, out).map(drop)).unwrap();
    assert_eq!(twice.counts, found.counts);
    store.close().unwrap();
}

#[test]
fn only_an_empty_folder_is_filled_and_half_of_one_is_never_opened() {
    let scene = Scene::set();
    fs::create_dir(scene.back()).unwrap();
    fs::write(scene.back().join("something"), "x").unwrap();
    let refused = restore(&scene.file(), &scene.back()).unwrap_err().to_string();
    assert!(
        refused.contains("is not empty; a backup is restored only into an empty folder"),
        "{refused}"
    );
    assert_eq!(fs::read_dir(scene.back()).unwrap().count(), 1);
    fs::remove_file(scene.back().join("something")).unwrap();
    // Killed in the middle.
    let half = SledStore::begin_restore(&scene.back()).unwrap();
    half.fill(&[Row::Update("tg:1".to_owned(), 0)]).unwrap().wait().unwrap();
    drop(half);
    let says = "holds half of a restored backup; remove everything in it";
    let opened = SledStore::open(&scene.back()).unwrap_err().to_string();
    assert!(opened.contains(says), "{opened}");
    let again = restore(&scene.file(), &scene.back()).unwrap_err().to_string();
    assert!(again.contains(says), "{again}");
}

#[test]
fn a_file_cut_off_anywhere_is_named_with_its_frame() {
    let scene = Scene::set();
    let bytes = scene.bytes();
    for end in (16..bytes.len()).filter(|end| end % 97 == 0 || *end < 60 || *end > bytes.len() - 120) {
        let error = scene.with(&bytes[..end]);
        let BackupError::Cut { frame, offset, .. } = &error else {
            panic!("{end}: {error}")
        };
        assert!(usize::try_from(*offset).unwrap() <= end && *frame < 90, "{error}");
    }
    let error = scene.with(&bytes[..bytes.len() - 1]).to_string();
    assert!(
        error.contains("is cut off: frame 86 at byte ") && error.contains("copy the file again"),
        "{error}"
    );
    for end in 0..12 {
        assert!(matches!(scene.with(&bytes[..end]), BackupError::NoBackup(_)));
    }
}

#[test]
fn a_flipped_bit_anywhere_is_noticed_at_its_frame() {
    let scene = Scene::set();
    let bytes = scene.bytes();
    for at in (0..bytes.len()).filter(|at| at % 89 == 0 || *at < 80 || *at > bytes.len() - 150) {
        let mut wrong = bytes.clone();
        wrong[at] ^= 1 << (at % 8);
        match scene.with(&wrong) {
            BackupError::NoBackup(_) => assert!(at < 12),
            BackupError::Newer { .. } => assert!((12..16).contains(&at)),
            BackupError::Damaged { offset, .. } | BackupError::Cut { offset, .. } => {
                let offset = usize::try_from(offset).unwrap();
                assert!(offset <= at && at < offset + PIECE + 64, "{at}: noticed at {offset}");
            }
            other => panic!("{at}: {other}"),
        }
    }
}

#[test]
fn frames_lost_or_in_others_places_are_noticed() {
    let scene = Scene::set();
    let bytes = scene.bytes();
    let length = |at: usize| 8 + usize::try_from(u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap())).unwrap();
    let first = 16;
    let second = first + length(first);
    let third = second + length(second);
    let fourth = third + length(third);
    let parts = [&bytes[..second], &bytes[second..third], &bytes[third..fourth], &bytes[fourth..]];
    let [begin, a, b, rest] = parts;
    for wrong in [
        [begin, a, rest].concat(),
        [begin, b, a, rest].concat(),
        [begin, a, a, b, rest].concat(),
    ] {
        assert!(matches!(scene.with(&wrong), BackupError::Damaged { .. }));
    }
    let error = scene.with(&[&bytes[..], b"x"].concat()).to_string();
    assert!(error.contains("something follows it"), "{error}");
}

#[test]
fn a_newer_format_and_other_files_are_refused() {
    let scene = Scene::set();
    let mut newer = scene.bytes();
    newer[15] = 2;
    let error = scene.with(&newer).to_string();
    assert!(
        error.contains("was written by a newer version (backup format 2, this one knows 1)"),
        "{error}"
    );
    for other in [&b"PK\x03\x04 a table"[..], b"", b"greenwindow keyring 1\n"] {
        let error = scene.with(other).to_string();
        assert!(error.contains("is no backup of greenwindow"), "{error}");
    }
    let missing = verify(Path::new("/nowhere/all.backup")).unwrap_err().to_string();
    assert!(missing.starts_with("/nowhere/all.backup: "), "{missing}");
}

/// A file with right checksums and these frames.
fn forged(frames: &[Frame<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = Writer::begin(&mut bytes).unwrap();
    for frame in frames {
        writer.put(frame).unwrap();
    }
    writer.end().unwrap();
    bytes
}

#[test]
fn a_forged_file_leads_nowhere() {
    let scene = Scene::set();
    let about = || Frame::About {
        at_ms: 0,
        version: "9".into(),
    };
    let line = |n| Frame::Row(std::borrow::Cow::Owned(Row::Line(AggId::new(Kind::Case, "1"), n, Vec::new())));
    for name in ["../../authorized_keys", "/etc/passwd", "..", ".hidden", "", "a/b", "a\0b", "绿"] {
        let error = scene.with(&forged(&[about(), Frame::File(name.into())]));
        assert!(matches!(error, BackupError::Damaged { frame: 1, .. }), "{name}: {error}");
    }
    let wrong = [
        vec![],
        vec![line(0)],
        vec![about(), about()],
        vec![about(), Frame::Piece(b"of nothing"[..].into())],
        vec![about(), line(1)],
        vec![about(), line(0), line(2)],
        vec![about(), line(0), line(0)],
    ];
    for frames in wrong {
        assert!(matches!(scene.with(&forged(&frames)), BackupError::Damaged { .. }), "{frames:?}");
    }
    let long = Frame::Row(std::borrow::Cow::Owned(Row::Update("x".repeat(5000), 0)));
    assert!(matches!(
        scene.with(&forged(&[about(), long])),
        BackupError::Damaged { frame: 2, .. }
    ));
}

#[test]
fn a_backup_that_fails_leaves_the_old_one() {
    let scene = Scene::set();
    let before = scene.bytes();
    scene.store.close().unwrap();
    assert!(matches!(scene.save(&scene.file()), Err(BackupError::Store(_))));
    assert_eq!(scene.bytes(), before);
    // Whoever writes may also believe that all went well.
    let broken = save::<BackupError>(&scene.file(), |out| out.write_all(&before[..500]).map_err(bad(Path::new("x"))));
    assert!(matches!(broken, Err(BackupError::Cut { .. })));
    assert_eq!(scene.bytes(), before);
    let names: Vec<_> = fs::read_dir(scene.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let nowhere = scene.save(Path::new("/nowhere/all.backup")).unwrap_err().to_string();
    assert!(nowhere.starts_with("/nowhere/all.backup.part: "), "{nowhere}");
}

mod fuzz {
    use super::*;

    /// Frames until the first error, which must come.
    fn read(file: &[u8]) -> BackupError {
        let mut reader = frames::Reader::begin(Path::new("x"), file).unwrap();
        loop {
            match reader.next() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("it was believed"),
                Err(error) => return error,
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_are_believed(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            read(&[&MAGIC[..], &FORMAT.to_be_bytes(), &bytes].concat());
        }

        #[test]
        fn no_change_is_believed(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
            let (about, piece) = (Frame::About { at_ms: 0, version: "1".into() }, Frame::Piece(b"piece"[..].into()));
            let file = forged(&[about, Frame::File("name".into()), piece.clone(), piece]);
            let mut changed = file.clone();
            for (at, byte) in changes {
                let at = 16 + at.index(file.len() - 16);
                changed[at] = byte;
            }
            prop_assume!(changed != file);
            read(&changed);
        }

        #[test]
        fn a_frame_is_read_as_it_was_written(kind in 1..9_u8, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let bytes = [&[kind][..], &bytes].concat();
            if let Some(frame) = Frame::parse(&bytes) {
                let mut again = Vec::new();
                frame.bytes(&mut again);
                prop_assert_eq!(again, bytes);
            }
        }
    }
}
