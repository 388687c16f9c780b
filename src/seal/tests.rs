use std::os::unix::fs::PermissionsExt;

use serde::{Deserialize, Serialize};

use super::*;

/// 2026-11-25 10:00 in Asia/Shanghai, and moments one and fourteen months later.
const NOW: i64 = 1_795_572_000_000;
const MONTH: i64 = 31 * 24 * 60 * 60 * 1000;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Form {
    open: String,
    #[serde(with = "crate::seal")]
    phone: String,
    #[serde(with = "crate::seal::or_default")]
    tries: Vec<String>,
}

fn form() -> Form {
    Form {
        open: "茶厂".to_owned(),
        phone: "13900000001".to_owned(),
        tries: vec!["139".to_owned()],
    }
}

fn opened(sealing: Sealing) -> Opened {
    let (json, parts) = write(&form(), sealing != Sealing::Open);
    Opened::new(json, parts, sealing)
}

fn has(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|w| w == words.as_bytes())
}

fn keys(folder: &Path) -> Result<Keys, SealError> {
    Keys::open(
        folder,
        &MasterKey::find(folder, Path::new(""), None)?,
        folder.join("keyring").exists(),
    )
}

const EVERY: [Sealing; 3] = [Sealing::Month, Sealing::Own(Class::Draft), Sealing::Own(Class::Signed)];

#[test]
fn a_private_field_is_sealed_and_comes_back() {
    let keys = Keys::default();
    for sealing in EVERY {
        let bytes = keys.close("2/1", &opened(sealing), NOW).unwrap();
        assert!(has(&bytes, "茶厂") && !has(&bytes, "139"), "{sealing:?}");
        let record = keys.open_record("2/1", &bytes).unwrap();
        assert_eq!(read::<Form>(&record.json, &record.parts).unwrap(), form());
    }
    let open = keys.close("2/1", &opened(Sealing::Open), NOW).unwrap();
    assert!(has(&open, "13900000001"), "what is not private stands as it is");
    assert_eq!(read::<Form>(&open[5..], &Parts::Here(Vec::new())).unwrap(), form());
}

#[test]
fn nothing_slips_past_the_seal() {
    assert!(serde_json::to_string(&form()).is_err());
    // What the first version wrote is read.
    let old = r#"{"open":"茶厂","phone":"0\"13900000001\"","tries":"0[\"139\"]"}"#;
    let keys = Keys::default();
    let record = keys.open_record("2/1", &[&[1], old.as_bytes()].concat()).unwrap();
    assert_eq!(read::<Form>(&record.json, &record.parts).unwrap(), form());
}

#[test]
fn what_is_sealed_cannot_be_moved_or_changed() {
    let keys = Keys::default();
    for sealing in EVERY {
        let bytes = keys.close("2/1", &opened(sealing), NOW).unwrap();
        assert_eq!(
            keys.open_record("2/2", &bytes),
            Err(SealError::Broken("2/2".to_owned())),
            "{sealing:?}"
        );
        for place in 60..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            let read = keys.open_record("2/1", &changed);
            assert_ne!(
                read.as_ref().ok(),
                keys.open_record("2/1", &bytes).as_ref().ok(),
                "{sealing:?} {place}"
            );
        }
    }
}

#[test]
fn a_key_is_on_the_disk_before_it_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let first = keys(folder.path()).unwrap();
    for (n, sealing) in EVERY.into_iter().enumerate() {
        let at = NOW + MONTH * i64::try_from(n).unwrap();
        let bytes = first.close("2/1", &opened(sealing), at).unwrap();
        // As if the program had been killed now; a half written file may lie there, too.
        std::fs::write(folder.path().join("keyring.new"), "half").unwrap();
        let again = keys(folder.path()).unwrap();
        let record = again.open_record("2/1", &bytes).unwrap();
        assert_eq!(read::<Form>(&record.json, &record.parts).unwrap(), form());
    }
    for name in ["keyring", "master.key"] {
        let mode = std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_key_that_cannot_be_kept_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let keys = keys(folder.path()).unwrap();
    // The half file cannot be made: a folder that is not empty stands in its place.
    std::fs::create_dir_all(folder.path().join("keyring.new/x")).unwrap();
    for _ in 0..2 {
        let refused = keys.close("2/1", &opened(Sealing::Month), NOW);
        assert!(matches!(refused, Err(SealError::Io { .. })), "{refused:?}");
    }
}

#[test]
fn a_keyring_that_cannot_be_used_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keyring");
    let made = keys(folder.path()).unwrap();
    let bytes = made.close("2/1", &opened(Sealing::Month), NOW).unwrap();
    let good = std::fs::read(&path).unwrap();
    let say = |content: &[u8]| {
        std::fs::write(&path, content).unwrap();
        keys(folder.path()).unwrap_err().to_string()
    };
    let text = String::from_utf8_lossy(&good).into_owned();
    assert!(say(text.replacen("keyring 1", "keyring 2", 1).as_bytes()).contains("a newer version (format 2, this one knows 1)"));
    for cut in 0..good.len() {
        assert!(say(&good[..cut]).contains("damaged"), "cut to {cut}");
    }
    let mut flipped = good.clone();
    *flipped.last_mut().unwrap() ^= 1;
    assert!(say(&flipped).contains("does not fit its checksum"));
    std::fs::write(folder.path().join("master.key"), "0".repeat(64)).unwrap();
    assert!(say(&good).contains("another master key"));
    std::fs::write(folder.path().join("master.key"), "secret").unwrap();
    assert!(say(&good).contains("openssl rand -hex 32"));
    std::fs::remove_file(folder.path().join("master.key")).unwrap();
    assert!(say(&good).contains("put it back"));
    // Gone although it was in use: not begun anew in silence.
    let master = MasterKey::find(tempfile::tempdir().unwrap().path(), Path::new(""), None).unwrap();
    std::fs::remove_file(&path).unwrap();
    let missing = Keys::open(folder.path(), &master, true).unwrap_err();
    assert!(missing.to_string().contains("keyring.lost"), "{missing}");
    std::fs::write(folder.path().join("keyring.lost"), "").unwrap();
    let lost = Keys::open(folder.path(), &master, true).unwrap();
    assert_eq!(lost.open_record("2/1", &bytes).unwrap().parts, Parts::Deleted);
}

#[test]
fn an_older_keyring_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let first = keys(folder.path()).unwrap();
    let old = std::fs::read(folder.path().join("keyring")).unwrap();
    let bytes = first.close("2/1", &opened(Sealing::Month), NOW).unwrap();
    std::fs::write(folder.path().join("keyring"), old).unwrap();
    let refused = keys(folder.path()).unwrap().open_record("2/1", &bytes);
    assert!(matches!(refused, Err(SealError::Unknown { .. })), "{refused:?}");
}

#[test]
fn a_destroyed_month_is_unreadable_and_the_rest_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let ring = keys(folder.path()).unwrap();
    let seal = |sealing, at| ring.close("2/1", &opened(sealing), at).unwrap();
    let (draft, signed, passing) = (
        seal(Sealing::Own(Class::Draft), NOW),
        seal(Sealing::Own(Class::Signed), NOW),
        seal(Sealing::Month, NOW + MONTH),
    );
    // A draft that was written again later lives on under the later month, with its own key.
    let before = ring.open_record("2/1", &draft).unwrap();
    let later = opened(Sealing::Own(Class::Draft)).after(Some(&before));
    let later = ring.close("2/1", &later, NOW + MONTH).unwrap();
    let oldest = [(Class::Draft, Month::of(NOW + MONTH)), (Class::Signed, Month::of(NOW))].into();
    assert_eq!(ring.destroy_before(&oldest).unwrap(), [(Class::Draft, Month::of(NOW))]);
    for keys in [ring, keys(folder.path()).unwrap()] {
        let gone = keys.open_record("2/1", &draft).unwrap();
        assert_eq!(gone.parts, Parts::Deleted);
        assert!(read::<Form>(&gone.json, &gone.parts).unwrap_err().to_string().contains("destroyed"));
        for alive in [&signed, &passing, &later] {
            let record = keys.open_record("2/1", alive).unwrap();
            assert_eq!(read::<Form>(&record.json, &record.parts).unwrap(), form());
        }
    }
    assert_eq!(Month::of(NOW).to_string(), "2026-11");
    assert_eq!(Month::of(NOW).before(11).to_string(), "2025-12");
}

#[test]
fn a_keyring_travels_with_a_passphrase() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let ring = keys(here.path()).unwrap();
    let old = ring.close("2/1", &opened(Sealing::Month), NOW).unwrap();
    let new = ring.close("2/1", &opened(Sealing::Month), NOW + MONTH).unwrap();
    let file = ring.export("一二三四").unwrap();
    let other = keys(there.path()).unwrap();
    assert_eq!(other.import(&file, "四三二一"), Err(SealError::Passphrase));
    assert_eq!(other.import(&file, "一二三四"), Ok(2));
    assert_eq!(other.import(&file, "一二三四"), Ok(0));
    for keys in [&other, &keys(there.path()).unwrap()] {
        assert_ne!(keys.open_record("2/1", &old).unwrap().parts, Parts::Deleted);
    }
    // What was destroyed does not come back out of a backup.
    let oldest = [(Class::Draft, Month::of(NOW + MONTH))].into();
    ring.destroy_before(&oldest).unwrap();
    assert_eq!(ring.import(&file, "一二三四"), Ok(0));
    assert_eq!(ring.open_record("2/1", &old).unwrap().parts, Parts::Deleted);
    assert_ne!(ring.open_record("2/1", &new).unwrap().parts, Parts::Deleted);
}

#[test]
fn files_are_sealed_and_those_from_before_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path().to_owned(), keys(folder.path()).unwrap());
    files.keep("files/a", "13900000001".as_bytes(), NOW).unwrap();
    assert!(!has(&std::fs::read(folder.path().join("files/a")).unwrap(), "139"));
    assert_eq!(files.read("files/a").unwrap().unwrap(), b"13900000001");
    std::fs::write(folder.path().join("files/b"), "旧的").unwrap();
    assert_eq!(files.read("files/b").unwrap().unwrap(), "旧的".as_bytes());
    std::fs::copy(folder.path().join("files/a"), folder.path().join("files/c")).unwrap();
    assert!(files.read("files/c").is_err(), "a file cannot be moved");
    files.remove("files/a");
    assert_eq!(files.read("files/a").unwrap(), None);
}
