//! Records as they were written by every codec so far: they stay readable for ever.
//!
//! `tests/fixtures/records/1.txt` holds one record a line: kind, id, and the JSON behind the codec byte.
//! `RECORDS=tests/fixtures/records/2.txt cargo test golden::helper` writes such a file for a new codec.

use greenwindow::desk::Ticket;
use greenwindow::roster::{County, Group, Link, Person};
use greenwindow::runner::{Counters, FlowFile, Pointer, Sent, Session, SignedVersion, Stored, StoredCase, decode, encode};
use greenwindow::store::{Kind, Store};
use serde_json::Value;

/// Writes all records of a store, for a fixture.
pub(crate) fn dump(store: &dyn Store, path: &str) {
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        for (id, head) in store.scan(kind, "", None, 1000).unwrap() {
            let (codec, json) = head.body.split_first().unwrap();
            assert_eq!(*codec, 1, "the file is named by its codec");
            lines.push(format!("{kind:?}\t{id}\t{}", String::from_utf8(json.to_vec()).unwrap()));
        }
    }
    std::fs::write(path, lines.join("\n") + "\n").unwrap();
}

/// Reads a record and writes it again: nothing of it may be lost.
fn read_again<T: Stored>(codec: u8, id: &str, json: &str) {
    let bytes = [&[codec], json.as_bytes()].concat();
    let record: T = decode(&bytes).unwrap_or_else(|e| panic!("{id}: {e}"));
    assert_eq!(record.id(), id);
    let again: Value = serde_json::from_slice(&encode(&record)[1..]).unwrap();
    let before: Value = serde_json::from_str(json).unwrap();
    assert_eq!(again, before, "{id}");
}

#[test]
fn records_of_codec_1_are_read_without_loss() {
    let text = include_str!("../fixtures/records/1.txt");
    let mut kinds = std::collections::BTreeSet::new();
    for line in text.lines() {
        let mut parts = line.splitn(3, '\t');
        let (kind, id, json) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        kinds.insert(kind);
        match kind {
            "Meta" => read_again::<Counters>(1, id, json),
            "Case" => read_again::<StoredCase>(1, id, json),
            "Session" => read_again::<Session>(1, id, json),
            "Person" => read_again::<Person>(1, id, json),
            "Chat" => read_again::<Group>(1, id, json),
            "Ticket" => read_again::<Ticket>(1, id, json),
            "County" => read_again::<County>(1, id, json),
            "Link" => read_again::<Link>(1, id, json),
            "Sent" => read_again::<Sent>(1, id, json),
            "Index" => read_again::<Pointer>(1, id, json),
            "Signed" => read_again::<SignedVersion>(1, id, json),
            "Flow" => read_again::<FlowFile>(1, id, json),
            other => panic!("no record type for {other}"),
        }
    }
    assert_eq!(kinds.len(), 12, "every kind of record is there: {kinds:?}");
}
