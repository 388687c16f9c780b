//! Records as they were written by every codec so far: they stay readable for ever.
//!
//! `tests/fixtures/records/1.txt` holds one record a line: kind, id, and the JSON behind the codec byte.
//! `tests/fixtures/records/2` holds kind, id, and the bytes in hexadecimal digits, with the keys they were sealed with;
//! `RECORDS=tests/fixtures/records/3 cargo test golden::private_day` writes such a folder for a new codec.

use greenwindow::desk::Ticket;
use greenwindow::roster::{County, Group, Link, Person};
use greenwindow::runner::{Counters, FlowFile, Pointer, Sent, Session, SignedVersion, Stored, StoredCase, decode, encode};
use greenwindow::seal::{self, Keys};
use greenwindow::store::{AggId, Expect, Kind, Store, Write};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::golden::keys;

/// Writes some records of each kind of a store and the keys of its folder, for a fixture.
pub(crate) fn dump(store: &dyn Store, folder: &Path, to: &str) {
    let to = Path::new(to);
    std::fs::create_dir_all(to).unwrap();
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        for (id, head) in store.scan(kind, "", None, 6).unwrap() {
            assert_eq!(
                head.body[0].to_string(),
                to.file_name().unwrap().to_str().unwrap(),
                "named by its codec"
            );
            let hex: String = head.body.iter().map(|byte| format!("{byte:02x}")).collect();
            lines.push(format!("{kind:?}\t{id}\t{hex}"));
        }
    }
    std::fs::write(to.join("records.txt"), lines.join("\n") + "\n").unwrap();
    for name in ["keyring", "master.key"] {
        std::fs::copy(folder.join(name), to.join(name)).unwrap();
    }
}

/// A record in words, private fields in place.
fn words<T: Stored>(record: &T) -> Value {
    serde_json::from_slice(&seal::write(record, false).0).unwrap()
}

/// Reads a record and writes it again, sealed: nothing of it may be lost. Gives it in words.
fn read_again<T: Stored>(keys: &Keys, id: &str, bytes: &[u8]) -> Value {
    let record: T = decode(keys, id, bytes).unwrap_or_else(|e| panic!("{id}: {e}"));
    assert_eq!(record.id(), id);
    let sealed = encode(keys, &record, 0).unwrap();
    let again: T = decode(keys, id, &sealed).unwrap();
    assert_eq!(words(&again), words(&record), "{id}");
    words(&record)
}

fn read_kind(keys: &Keys, kind: &str, id: &str, bytes: &[u8]) -> Value {
    match kind {
        "Meta" => read_again::<Counters>(keys, id, bytes),
        "Case" => read_again::<StoredCase>(keys, id, bytes),
        "Session" => read_again::<Session>(keys, id, bytes),
        "Person" => read_again::<Person>(keys, id, bytes),
        "Chat" => read_again::<Group>(keys, id, bytes),
        "Ticket" => read_again::<Ticket>(keys, id, bytes),
        "County" => read_again::<County>(keys, id, bytes),
        "Link" => read_again::<Link>(keys, id, bytes),
        "Sent" => read_again::<Sent>(keys, id, bytes),
        "Index" => read_again::<Pointer>(keys, id, bytes),
        "Signed" => read_again::<SignedVersion>(keys, id, bytes),
        "Flow" => read_again::<FlowFile>(keys, id, bytes),
        other => panic!("no record type for {other}"),
    }
}

fn lines(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    text.lines().map(|line| {
        let mut parts = line.splitn(3, '\t');
        (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap())
    })
}

fn kind_named(name: &str) -> Kind {
    let kind = Kind::ALL.into_iter().find(|kind| format!("{kind:?}") == name);
    kind.unwrap_or_else(|| panic!("no kind {name}"))
}

fn put(kind: &str, id: &str, body: Vec<u8>) -> Write {
    Write {
        agg: AggId::new(kind_named(kind), id),
        expect: Expect::Any,
        body: Some(body),
    }
}

/// The records of codec 1, as they were written.
pub(crate) fn of_codec_1() -> Vec<Write> {
    let lines = lines(include_str!("../fixtures/records/1.txt"));
    lines
        .map(|(kind, id, json)| put(kind, id, [&[1], json.as_bytes()].concat()))
        .collect()
}

/// The records of codec 2, as they were written; their keys are put into a folder.
pub(crate) fn of_codec_2(folder: &Path) -> Vec<Write> {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/records/2");
    for name in ["keyring", "master.key"] {
        std::fs::copy(fixture.join(name), folder.join(name)).unwrap();
    }
    let lines = lines(include_str!("../fixtures/records/2/records.txt"));
    lines.map(|(kind, id, hex)| put(kind, id, bytes(hex))).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |place: usize| u8::from_str_radix(&hex[place..place + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

#[test]
fn records_of_codec_1_are_read_without_loss() {
    let keys = Keys::default();
    let mut kinds = BTreeSet::new();
    for (kind, id, json) in lines(include_str!("../fixtures/records/1.txt")) {
        kinds.insert(kind);
        let read = read_kind(&keys, kind, id, &[&[1], json.as_bytes()].concat());
        assert_eq!(read, serde_json::from_str::<Value>(json).unwrap(), "{id}");
    }
    assert_eq!(kinds.len(), 12, "every kind of record is there: {kinds:?}");
}

#[test]
fn records_of_codec_2_are_read_with_their_keys() {
    let folder = tempfile::tempdir().unwrap();
    let records = of_codec_2(folder.path());
    let keys = keys(folder.path());
    let mut read: BTreeMap<String, String> = BTreeMap::new();
    for Write { agg, body, .. } in records {
        let (kind, bytes) = (format!("{:?}", agg.kind), body.unwrap());
        assert_eq!(bytes[0], 2);
        let words = read_kind(&keys, &kind, &agg.id, &bytes).to_string();
        read.entry(kind).or_default().push_str(&words);
    }
    assert_eq!(read.len(), 12, "every kind of record is there");
    for (kind, value) in [
        ("Case", "13987650004"),
        ("Signed", "13987650003"),
        ("Ticket", "139876秘乙"),
        ("Signed", "欧阳秘甲"),
    ] {
        assert!(read[kind].contains(value), "{kind} {value}");
    }
}
