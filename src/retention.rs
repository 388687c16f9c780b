//! How long what is private can be read, and what of it can be read now.
//!
//! Everything sealed hangs on the key of a class and a month ([`crate::seal`]). When a month is over, its key is
//! destroyed: what it sealed is unreadable from that moment, in the store, in its log and in every backup. Records stay,
//! with "deleted" in the place of their values; messages that waited and files go altogether, as nothing of them is left.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::config::Retention;
use crate::ids::OutboxId;
use crate::seal::{Class, Files, Keys, Lock, Month, SealError};
use crate::store::{Commit, CommitError, Kind, Store, StoreError};

/// Records looked at between two commits of others.
const PAGE: usize = 256;
/// The folder of photos and files, inside the data folder.
const FILES: &str = "files";

/// Something whose private part is sealed, in the words of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// A form that was never signed.
    Draft,
    /// A form that was signed.
    Signed,
    /// What was signed, as it was kept for good.
    Version,
    /// A question at the desk.
    Ticket,
    /// What is being asked back.
    Dialogue,
    /// A line of a room of the web chat.
    Line,
    /// A message that waits to be sent.
    Message,
    /// A photo or a table.
    File,
    /// Anything else.
    Other,
}

impl Thing {
    /// The text it is called by.
    pub fn text(self) -> &'static str {
        match self {
            Thing::Draft => "sealed-draft",
            Thing::Signed => "sealed-signed",
            Thing::Version => "sealed-version",
            Thing::Ticket => "sealed-ticket",
            Thing::Dialogue => "sealed-dialogue",
            Thing::Line => "sealed-line",
            Thing::Message => "sealed-message",
            Thing::File => "sealed-file",
            Thing::Other => "sealed-other",
        }
    }

    fn of(kind: Kind, lock: &Lock) -> Self {
        match kind {
            Kind::Case if lock.of.is_some_and(|(class, _)| class == Class::Draft) => Thing::Draft,
            Kind::Case => Thing::Signed,
            Kind::Signed => Thing::Version,
            Kind::Ticket => Thing::Ticket,
            Kind::Session => Thing::Dialogue,
            Kind::Room => Thing::Line,
            _ => Thing::Other,
        }
    }
}

/// How many of a thing hang on a month's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// The month; nothing if nobody knows it.
    pub month: Option<Month>,
    /// What.
    pub thing: Thing,
    /// How many.
    pub count: u64,
}

/// Sealed things cannot be looked through, or keys not destroyed; the text says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store has not taken that messages are gone.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// Keys or files.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The folder of files.
    #[error("{path}: {why}; check that this user may read it")]
    Io {
        /// The folder.
        path: String,
        /// What the system said.
        why: std::io::Error,
    },
}

/// Where a sealed thing lies.
enum Found {
    Record(Kind),
    Row(OutboxId),
    File(String),
}

impl Found {
    fn thing(&self, lock: &Lock) -> Thing {
        match self {
            Found::Record(kind) => Thing::of(*kind, lock),
            Found::Row(_) => Thing::Message,
            Found::File(_) => Thing::File,
        }
    }
}

/// Before which month the keys of each class are over.
pub fn over(rule: &Retention, now_ms: i64) -> BTreeMap<Class, Month> {
    let months = [(Class::Draft, rule.drafts_months), (Class::Signed, rule.signed_months)];
    let set = months.into_iter().filter(|(_, months)| *months > 0);
    set.map(|(class, months)| (class, Month::of(now_ms).before(months))).collect()
}

/// What can be read now and would be unreadable once the keys before these months are destroyed.
pub fn due(store: &dyn Store, data: &Path, keys: &Keys, over: &BTreeMap<Class, Month>) -> Result<Vec<Sum>, RetentionError> {
    let mut sums = Sums::default();
    each(store, data, keys, |found, lock| {
        if lock.held && is_over(&lock, over) {
            sums.add(found.thing(&lock), lock.of.map(|(_, month)| month));
        }
    })?;
    Ok(sums.list())
}

/// What cannot be read because this keyring does not know its key; what was destroyed is no news. `months` are those of keys by their numbers, as far as known from
/// elsewhere.
pub fn unreadable(store: &dyn Store, data: &Path, keys: &Keys, months: &[(u64, Class, Month)]) -> Result<Vec<Sum>, RetentionError> {
    let mut sums = Sums::default();
    each(store, data, keys, |found, mut lock| {
        if !lock.held && lock.of.is_none() {
            let known = months.iter().find(|(id, ..)| *id == lock.id);
            lock.of = known.map(|(_, class, month)| (*class, *month));
            sums.add(found.thing(&lock), lock.of.map(|(_, month)| month));
        }
    })?;
    Ok(sums.list())
}

/// Destroys the keys before these months, for ever, and tells what has become unreadable.
///
/// If the process dies: the keys are all there or all gone. Messages and files that lost their key and were left by a
/// kill go the next time.
pub fn destroy(store: &dyn Store, data: &Path, keys: &Keys, over: &BTreeMap<Class, Month>) -> Result<Vec<Sum>, RetentionError> {
    let sums = due(store, data, keys, over)?;
    keys.destroy_before(over)?;
    let (mut settled, mut gone) = (Vec::new(), Vec::new());
    each(store, data, keys, |found, lock| match found {
        // Of a key that this keyring does not know nothing is said here.
        _ if lock.held || lock.of.is_none() => {}
        Found::Row(id) => settled.push(id),
        Found::File(path) => gone.push(path),
        Found::Record(_) => {}
    })?;
    if !settled.is_empty() {
        let commit = Commit {
            settled,
            ..Commit::default()
        };
        store.submit(commit)?.wait()?;
    }
    let files = Files::new(data.to_owned(), keys.clone());
    for path in &gone {
        files.remove(path);
    }
    Ok(sums)
}

/// Seals files that a version before the seal has written in plain text; says how many.
pub fn seal_old_files(data: &Path, keys: &Keys, now_ms: i64) -> Result<usize, RetentionError> {
    let files = Files::new(data.to_owned(), keys.clone());
    let mut sealed = 0;
    for path in paths(data)? {
        sealed += usize::from(files.seal_old(&path, now_ms)?);
    }
    Ok(sealed)
}

fn is_over(lock: &Lock, over: &BTreeMap<Class, Month>) -> bool {
    lock.of
        .is_some_and(|(class, month)| over.get(&class).is_some_and(|oldest| month < *oldest))
}

/// Everything sealed, with the key it needs.
fn each(store: &dyn Store, data: &Path, keys: &Keys, mut look: impl FnMut(Found, Lock)) -> Result<(), RetentionError> {
    for kind in Kind::ALL {
        let mut after: Option<String> = None;
        loop {
            let page = store.scan(kind, "", after.as_deref(), PAGE)?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            let locks = page.iter().filter_map(|(_, head)| keys.lock_of(&head.body));
            locks.for_each(|lock| look(Found::Record(kind), lock));
        }
    }
    let mut after = None;
    loop {
        let rows = store.outbox(after, PAGE)?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        for row in &rows {
            if let Some(lock) = keys.lock_of(&row.body) {
                look(Found::Row(row.id), lock);
            }
        }
    }
    let files = Files::new(data.to_owned(), keys.clone());
    for path in paths(data)? {
        if let Some(lock) = files.lock_of(&path)? {
            look(Found::File(path), lock);
        }
    }
    Ok(())
}

/// The files of the house, as paths in the data folder.
fn paths(data: &Path) -> Result<Vec<String>, RetentionError> {
    let folder = data.join(FILES);
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|why| RetentionError::Io {
            path: folder.display().to_string(),
            why,
        })?,
    };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    Ok(names.map(|name| format!("{FILES}/{name}")).collect())
}

#[derive(Default)]
struct Sums(BTreeMap<(Option<Month>, Thing), u64>);

impl Sums {
    fn add(&mut self, thing: Thing, month: Option<Month>) {
        *self.0.entry((month, thing)).or_default() += 1;
    }

    fn list(self) -> Vec<Sum> {
        let sum = |((month, thing), count)| Sum { month, thing, count };
        self.0.into_iter().map(sum).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::{Opened, Sealing};
    use crate::store::{AggId, Expect, MemoryStore, Write};

    /// 2026-11-25 10:00 in Asia/Shanghai.
    const NOW: i64 = 1_795_572_000_000;
    const MONTH: i64 = 31 * 24 * 60 * 60 * 1000;

    fn put(store: &MemoryStore, keys: &Keys, kind: Kind, id: &str, sealing: Sealing, at_ms: i64) {
        let record = Opened::new(b"{}".to_vec(), vec!["\"13900000001\"".to_owned()], sealing);
        let body = keys.close(&format!("{}/{id}", kind as u8), &record, at_ms).unwrap();
        let write = Write {
            agg: AggId::new(kind, id),
            expect: Expect::Any,
            body: Some(body),
        };
        store
            .submit(Commit {
                writes: vec![write],
                ..Commit::default()
            })
            .unwrap()
            .wait()
            .unwrap();
    }

    #[test]
    fn months_that_are_over_are_counted_then_destroyed_and_nothing_else() {
        let (folder, keys, store) = (tempfile::tempdir().unwrap(), Keys::default(), MemoryStore::new());
        let old = NOW - 13 * MONTH;
        put(&store, &keys, Kind::Case, "1", Sealing::Own(Class::Draft), old);
        put(&store, &keys, Kind::Case, "2", Sealing::Own(Class::Signed), old);
        put(&store, &keys, Kind::Case, "3", Sealing::Own(Class::Draft), NOW);
        put(&store, &keys, Kind::Ticket, "1", Sealing::Month, old);
        let files = Files::new(folder.path().to_owned(), keys.clone());
        files.keep("files/old", b"13900000001", old).unwrap();
        files.keep("files/new", b"13900000001", NOW).unwrap();
        let mut rule = Retention::default();
        assert!(over(&rule, NOW).is_empty(), "nothing is destroyed that nobody has asked for");
        rule.drafts_months = 12;
        let over = over(&rule, NOW);
        let sums = due(&store, folder.path(), &keys, &over).unwrap();
        let told: Vec<_> = sums.iter().map(|sum| (sum.thing, sum.count)).collect();
        assert_eq!(told, [(Thing::Draft, 1), (Thing::Ticket, 1), (Thing::File, 1)]);
        assert!(sums.iter().all(|sum| sum.month == Some(Month::of(old))));
        // To look changes nothing.
        assert_eq!(due(&store, folder.path(), &keys, &over).unwrap(), sums);
        assert_eq!(destroy(&store, folder.path(), &keys, &over).unwrap(), sums);
        assert_eq!(due(&store, folder.path(), &keys, &over).unwrap(), []);
        assert!(!folder.path().join("files/old").exists());
        assert_eq!(files.read("files/new").unwrap().unwrap(), b"13900000001");
        assert_eq!(
            unreadable(&store, folder.path(), &keys, &[]).unwrap(),
            [],
            "it was destroyed on purpose"
        );
        let gone = unreadable(&store, folder.path(), &Keys::default(), &keys.list()[..]).unwrap();
        let gone: Vec<_> = gone
            .into_iter()
            .filter(|sum| sum.month == Some(Month::of(old)) && sum.thing != Thing::Signed)
            .collect();
        assert_eq!(gone.iter().map(|sum| sum.thing).collect::<Vec<_>>(), [Thing::Draft, Thing::Ticket]);
    }
}
