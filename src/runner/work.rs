//! The unit of work of one turn: what it has loaded, what it will write, what it will say.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::cache::{Kept, Parsed};
use super::codec::{self, Stored, Unreadable};
use super::records::{Counters, Pointer, Session, StoredCase};
use super::{House, RunnerError};
use crate::case::{Case, Trail, TrailEvent};
use crate::desk::Ticket;
use crate::flow::Flow;
use crate::ids::{CaseId, MessageId, OutboxId, PersonId, SessionKey, TicketId};
use crate::message::{Act, Outgoing, Toast};
use crate::seal::{Keys, Opened, SealError};
use crate::store::{AggId, Commit, Expect, Kind, OutboxRow, Record, StoreError, Write};

/// Outbox numbers are reserved in blocks of this size, so that not every turn writes the counter.
const OUTBOX_BLOCK: u64 = 1000;

/// One turn at work.
pub(super) struct Work<'a> {
    pub(super) house: &'a House,
    pub(super) now_ms: i64,
    records: BTreeMap<AggId, Slot>,
    trail: Vec<Record>,
    rows: Vec<(OutboxId, Outgoing)>,
    settled: Vec<OutboxId>,
    /// The answer to a tap.
    pub(super) toast: Option<Toast>,
}

struct Slot {
    stored: Arc<Kept>,
    now: Now,
}

/// What a turn has made of a record.
enum Now {
    AsStored,
    Saved { parsed: Parsed, part: fn(&Parsed) -> Opened },
    Removed,
}

impl Slot {
    /// The record as this turn has it.
    fn parsed<T: Stored>(&self) -> Result<Option<T>, Unreadable> {
        match &self.now {
            Now::AsStored => {}
            Now::Saved { parsed, .. } => return Ok(cast(parsed)),
            Now::Removed => return Ok(None),
        }
        let Some(body) = &self.stored.body else { return Ok(None) };
        if let Some(record) = self.stored.parsed.get().and_then(cast) {
            return Ok(Some(record));
        }
        let record: T = codec::join(body)?;
        self.stored.parsed.get_or_init(|| Arc::new(record.clone()));
        Ok(Some(record))
    }
}

impl Slot {
    /// What is to be written, and the record as it is then; nothing if it says the same as before.
    fn written(self, agg: AggId, keys: &Keys, now_ms: i64) -> Result<Option<(Write, Kept)>, SealError> {
        let (body, parsed) = match self.now {
            Now::AsStored => return Ok(None),
            Now::Saved { parsed, part } => (Some(part(&parsed)), OnceLock::from(parsed)),
            Now::Removed => (None, OnceLock::new()),
        };
        let stored = &self.stored;
        let unchanged = match (&stored.body, &body) {
            (Some(before), Some(body)) => before.same(body),
            (before, body) => before.is_none() && body.is_none(),
        };
        if unchanged {
            return Ok(None);
        }
        let body = body.map(|body| body.after(stored.body.as_ref()));
        let close = |body: &Opened| codec::close(keys, agg.kind, &agg.id, body, now_ms);
        let bytes = body.as_ref().map(close).transpose()?;
        let expect = if stored.version == 0 {
            Expect::Absent
        } else {
            Expect::Version(stored.version)
        };
        let version = if body.is_some() { stored.version + 1 } else { 0 };
        let write = Write { agg, expect, body: bytes };
        Ok(Some((write, Kept { version, body, parsed })))
    }
}

impl Slot {
    /// Whether the record is this one already.
    fn holds<T: Stored>(&self, record: &T) -> bool {
        let parsed = match &self.now {
            Now::AsStored => self.stored.parsed.get(),
            Now::Saved { parsed, .. } => Some(parsed),
            Now::Removed => None,
        };
        parsed
            .and_then(|parsed| parsed.downcast_ref::<T>())
            .is_some_and(|now| now == record)
    }
}

fn cast<T: Stored>(parsed: &Parsed) -> Option<T> {
    parsed.downcast_ref::<T>().cloned()
}

fn part<T: Stored>(parsed: &Parsed) -> Opened {
    codec::part(parsed.downcast_ref::<T>().expect("it was saved as one"))
}

impl From<Unreadable> for RunnerError {
    fn from(error: Unreadable) -> Self {
        RunnerError::Store(StoreError::Failed(error.to_string()))
    }
}

impl From<SealError> for RunnerError {
    fn from(error: SealError) -> Self {
        RunnerError::Store(StoreError::Failed(error.to_string()))
    }
}

impl<'a> Work<'a> {
    pub(super) fn new(house: &'a House, now_ms: i64) -> Self {
        Work {
            house,
            now_ms,
            records: BTreeMap::new(),
            trail: Vec::new(),
            rows: Vec::new(),
            settled: Vec::new(),
            toast: None,
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "the key is made for this call")]
    fn slot(&mut self, agg: AggId) -> Result<&mut Slot, RunnerError> {
        if !self.records.contains_key(&agg) {
            let stored = self.stored(&agg)?;
            self.records.insert(
                agg.clone(),
                Slot {
                    stored,
                    now: Now::AsStored,
                },
            );
        }
        Ok(self.records.get_mut(&agg).expect("it was put there just now"))
    }

    /// A record as the store has it.
    fn stored(&self, agg: &AggId) -> Result<Arc<Kept>, RunnerError> {
        let keys = &self.house.settings.keys;
        let (kept, stamp) = self.house.cache.get(agg, keys.destroyed());
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let head = self.house.store.load(agg)?;
        let version = head.as_ref().map_or(0, |h| h.version);
        let body = head.map(|h| codec::open(keys, agg.kind, &agg.id, &h.body)).transpose()?;
        let kept = Arc::new(Kept {
            version,
            body,
            ..Kept::default()
        });
        self.house.cache.read(agg.clone(), kept.clone(), stamp);
        Ok(kept)
    }

    pub(super) fn load<T: Stored>(&mut self, id: &str) -> Result<Option<T>, RunnerError> {
        Ok(self.slot(AggId::new(T::KIND, id))?.parsed()?)
    }

    pub(super) fn save<T: Stored>(&mut self, record: &T) -> Result<(), RunnerError> {
        if self.slot(AggId::new(T::KIND, record.id()))?.holds(record) {
            return Ok(());
        }
        self.save_anew(record)
    }

    /// Also if it says the same as before: it may have been written otherwise.
    pub(super) fn save_anew<T: Stored>(&mut self, record: &T) -> Result<(), RunnerError> {
        let slot = self.slot(AggId::new(T::KIND, record.id()))?;
        slot.now = Now::Saved {
            parsed: Arc::new(record.clone()),
            part: part::<T>,
        };
        Ok(())
    }

    pub(super) fn remove(&mut self, kind: Kind, id: &str) -> Result<(), RunnerError> {
        self.slot(AggId::new(kind, id))?.now = Now::Removed;
        Ok(())
    }

    /// All records of a kind, in order of their ids, with what this turn has changed.
    pub(super) fn all<T: Stored>(&mut self, kind: Kind) -> Result<Vec<T>, RunnerError> {
        let keys = &self.house.settings.keys;
        let mut all: BTreeMap<String, T> = BTreeMap::new();
        let mut after: Option<String> = None;
        loop {
            let page = self.house.store.scan(kind, "", after.as_deref(), 500)?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            for (id, head) in page {
                let record = codec::decode(keys, &id, &head.body)?;
                all.insert(id, record);
            }
        }
        for (agg, slot) in self.records.iter().filter(|(agg, _)| agg.kind == kind) {
            match &slot.now {
                Now::AsStored => {}
                Now::Saved { parsed, .. } => all.extend(cast(parsed).map(|record| (agg.id.clone(), record))),
                Now::Removed => drop(all.remove(&agg.id)),
            }
        }
        Ok(all.into_values().collect())
    }

    /// Tickets that are not closed, in order of their numbers.
    pub(super) fn open_tickets(&mut self) -> Result<Vec<Ticket>, RunnerError> {
        let ids = super::lock(&self.house.open_tickets).clone();
        let mut open = Vec::with_capacity(ids.len());
        for id in ids {
            open.extend(self.ticket(id)?.filter(Ticket::is_open));
        }
        Ok(open)
    }

    /// A case with its private answers, and the flow it is answered under.
    pub(super) fn case(&mut self, id: CaseId) -> Result<Option<(Case, std::sync::Arc<Flow>)>, RunnerError> {
        let Some(stored) = self.load::<StoredCase>(&codec::padded(id.0))? else {
            return Ok(None);
        };
        let case = stored.open();
        let flow = self.house.flow(&case.hash)?;
        Ok(Some((case, flow)))
    }

    pub(super) fn save_case(&mut self, case: &Case, flow: &Flow) -> Result<(), RunnerError> {
        self.save(&StoredCase::close(case.clone(), flow))
    }

    /// A line in a case's trail.
    pub(super) fn note(&mut self, case: CaseId, by: PersonId, what: TrailEvent) {
        let line = Trail {
            at_ms: self.now_ms,
            by,
            what,
        };
        let body = serde_json::to_vec(&line).expect("our events serialise");
        self.trail.push(Record {
            agg: AggId::new(Kind::Case, codec::padded(case.0)),
            body,
        });
    }

    /// The session of a person in a chat; begun if there is none.
    pub(super) fn session(&mut self, key: SessionKey) -> Result<Session, RunnerError> {
        if let Some(session) = self.load::<Session>(&key.to_string())? {
            return Ok(session);
        }
        let mut name = self.house.random_name();
        // A name that is taken would give this session's buttons to the other one.
        while self.pointer(&format!("session:{name}"))?.is_some() {
            name = self.house.random_name();
        }
        let session = Session::new(key, name);
        self.point(format!("session:{}", session.token), key.to_string())?;
        Ok(session)
    }

    pub(super) fn session_by_token(&mut self, token: &str) -> Result<Option<Session>, RunnerError> {
        let Some(key) = self.pointer(&format!("session:{token}"))? else {
            return Ok(None);
        };
        self.load::<Session>(&key)
    }

    pub(super) fn point(&mut self, name: String, to: String) -> Result<(), RunnerError> {
        self.save(&Pointer { name, to })
    }

    pub(super) fn pointer(&mut self, name: &str) -> Result<Option<String>, RunnerError> {
        Ok(self.load::<Pointer>(name)?.map(|p| p.to))
    }

    /// The number of the message a row became, if it was sent.
    pub(super) fn message_of(&mut self, row: OutboxId) -> Result<Option<MessageId>, RunnerError> {
        Ok(self
            .pointer(&format!("row:{row}"))?
            .and_then(|text| text.parse().ok().map(MessageId)))
    }

    fn counters(&mut self) -> Result<Counters, RunnerError> {
        Ok(self.load::<Counters>("counters")?.unwrap_or_default())
    }

    pub(super) fn next_case(&mut self) -> Result<CaseId, RunnerError> {
        let mut counters = self.counters()?;
        let id = CaseId(counters.case);
        counters.case += 1;
        self.save(&counters)?;
        Ok(id)
    }

    pub(super) fn next_ticket(&mut self) -> Result<TicketId, RunnerError> {
        let mut counters = self.counters()?;
        let id = TicketId(counters.ticket);
        counters.ticket += 1;
        self.save(&counters)?;
        Ok(id)
    }

    pub(super) fn next_web_person(&mut self) -> Result<PersonId, RunnerError> {
        let mut counters = self.counters()?;
        let id = PersonId::web(counters.web_person);
        counters.web_person += 1;
        self.save(&counters)?;
        Ok(id)
    }

    pub(super) fn next_web_room(&mut self) -> Result<crate::ids::ChatId, RunnerError> {
        let mut counters = self.counters()?;
        let id = crate::ids::ChatId::web(counters.web_room);
        counters.web_room -= 1;
        self.save(&counters)?;
        Ok(id)
    }

    fn next_row(&mut self) -> Result<OutboxId, RunnerError> {
        let mut next = self.house.next_row();
        if next.0 >= next.1 {
            let mut counters = self.counters()?;
            let from = counters.outbox.max(next.0);
            counters.outbox = from + OUTBOX_BLOCK;
            self.save(&counters)?;
            next = (from, counters.outbox);
        }
        self.house.set_next_row((next.0 + 1, next.1));
        Ok(OutboxId(next.0))
    }

    /// Puts a message into the outbox.
    pub(super) fn send(&mut self, row: Outgoing) -> Result<OutboxId, RunnerError> {
        let id = self.next_row()?;
        self.rows.push((id, row));
        Ok(id)
    }

    pub(super) fn settle(&mut self, id: OutboxId) {
        self.settled.push(id);
    }

    /// All of it as one commit; nothing if nothing was done.
    pub(super) fn finish(self, update: Option<String>, extra: Vec<Write>) -> Result<Finished, SealError> {
        let keys = &self.house.settings.keys;
        let mut writes = Vec::with_capacity(self.records.len() + extra.len());
        let mut records: Vec<_> = extra.iter().map(|write| (write.agg.clone(), None)).collect();
        for (agg, slot) in self.records {
            if let Some((write, kept)) = slot.written(agg, keys, self.now_ms)? {
                if let Some(ticket) = kept.parsed.get().and_then(cast::<Ticket>) {
                    self.house.note_ticket(&ticket);
                }
                records.push((write.agg.clone(), Some(Arc::new(kept))));
                writes.push(write);
            }
        }
        writes.extend(extra);
        let mut outbox = Vec::with_capacity(self.rows.len());
        for (id, row) in &self.rows {
            outbox.push(OutboxRow {
                id: *id,
                channel: row.chat.channel,
                body: codec::encode_row(keys, *id, row, self.now_ms)?,
            });
        }
        let commit = Commit {
            update,
            at_ms: self.now_ms,
            writes,
            records: self.trail,
            outbox,
            settled: self.settled,
        };
        Ok(Finished {
            commit,
            records,
            rows: self.rows,
            toast: self.toast,
        })
    }
}

/// What came of a turn.
pub(super) struct Finished {
    pub(super) commit: Commit,
    /// The records as they are when the store has taken the commit.
    pub(super) records: Vec<(AggId, Option<Arc<Kept>>)>,
    /// What it says.
    pub(super) rows: Vec<(OutboxId, Outgoing)>,
    /// The answer to a tap.
    pub(super) toast: Option<Toast>,
}

/// Whether a row makes a new message (edits and deletions do not).
pub(super) fn is_new_message(act: &Act) -> bool {
    matches!(act, Act::Send(_) | Act::Document { .. } | Act::Copy { .. })
}
