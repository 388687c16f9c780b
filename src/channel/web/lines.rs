//! Lines of rooms: stored, remembered, and told to the browsers.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use crate::ids::{ChatId, MessageId, OutboxId, PersonId};
use crate::message::{Act, Attachment, Inbound, Message, Outcome, Outgoing, Refusal, Target, Text};
use crate::runner::{Runner, RunnerError, Stored, Turned, decode, encode, lock};
use crate::seal::{Keys, Sealing};
use crate::store::{AggId, Expect, Kind, Write};

/// Talk is kept for so long, in milliseconds.
const KEEP_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// How often old lines are looked for, in milliseconds.
const SWEEP_MS: i64 = 60 * 60 * 1000;
/// How many changes a browser may have missed before it fetches everything anew.
const RECENT: usize = 2000;

/// A line of a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    /// The room.
    pub(super) chat: ChatId,
    /// Its number in the room.
    pub(super) n: i64,
    /// When, in milliseconds since 1970.
    pub(super) at_ms: i64,
    /// Who wrote it, with the name then; the bot if nobody.
    pub(super) from: Option<(PersonId, String)>,
    /// What it says. Sealed, because answers of private questions are lines, too.
    #[serde(with = "crate::seal::or_default")]
    pub(super) message: Message,
    /// A photo, by the name of its file.
    #[serde(default)]
    pub(super) photo: Option<String>,
    /// A file: its name, and where it lies.
    #[serde(default)]
    pub(super) file: Option<(String, String)>,
    /// The browser's own mark of a line it sent.
    #[serde(default)]
    pub(super) nonce: Option<String>,
}

impl Stored for Line {
    const KIND: Kind = Kind::Room;
    fn id(&self) -> String {
        line_id(self.chat, self.n)
    }
    fn sealing(&self) -> Sealing {
        Sealing::Month
    }
}

fn line_id(chat: ChatId, n: i64) -> String {
    format!("{chat}/{n:012}")
}

/// What has changed in a room.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// A new line, or a changed one.
    Line(Box<Line>),
    /// A line is gone.
    Gone(ChatId, i64),
}

/// A change with its number; numbers grow, also over a restart.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) seq: u64,
    pub(super) change: Arc<Change>,
}

impl Change {
    pub(super) fn chat(&self) -> ChatId {
        match self {
            Change::Line(line) => line.chat,
            Change::Gone(chat, _) => *chat,
        }
    }
}

#[derive(Default)]
struct Shown {
    rooms: HashMap<ChatId, BTreeMap<i64, Line>>,
    next: HashMap<ChatId, i64>,
    recent: VecDeque<Told>,
    seq: u64,
    swept_ms: i64,
}

/// All rooms.
pub(super) struct Rooms {
    runner: Arc<Runner>,
    shown: Mutex<Shown>,
    news: broadcast::Sender<Told>,
}

impl Rooms {
    pub(super) fn new(runner: Arc<Runner>) -> Self {
        let seq = u64::try_from(
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |d| d.as_millis()),
        )
        .unwrap_or(0);
        Rooms {
            runner,
            shown: Mutex::new(Shown { seq, ..Shown::default() }),
            news: broadcast::channel(RECENT).0,
        }
    }

    /// Reads a room from the store when it is first needed.
    fn load<'a>(&self, shown: &'a mut Shown, chat: ChatId) -> Result<&'a mut BTreeMap<i64, Line>, RunnerError> {
        if !shown.rooms.contains_key(&chat) {
            let prefix = format!("{chat}/");
            let mut lines = BTreeMap::new();
            let mut after: Option<String> = None;
            loop {
                let page = self.runner.store().scan(Kind::Room, &prefix, after.as_deref(), 500)?;
                let Some((last, _)) = page.last() else { break };
                after = Some(last.clone());
                for (id, head) in page {
                    let line: Line = decode(self.keys(), &id, &head.body)?;
                    lines.insert(line.n, line);
                }
            }
            let next = lines.last_key_value().map_or(1, |(n, _)| n + 1).max(self.counted(chat)?);
            shown.next.insert(chat, next);
            shown.rooms.insert(chat, lines);
        }
        Ok(shown.rooms.get_mut(&chat).expect("it was put there just now"))
    }

    /// Numbers are not used again after their lines were forgotten: the room's newest number is kept apart.
    fn counted(&self, chat: ChatId) -> Result<i64, RunnerError> {
        let head = self.runner.store().load(&AggId::new(Kind::Index, counter_name(chat)))?;
        Ok(head
            .and_then(|h| String::from_utf8(h.body).ok())
            .and_then(|t| t.parse().ok())
            .unwrap_or(1))
    }

    fn next(&self, chat: ChatId) -> Result<i64, RunnerError> {
        let mut shown = lock(&self.shown);
        self.load(&mut shown, chat)?;
        let next = shown.next.entry(chat).or_insert(1);
        *next += 1;
        Ok(*next - 1)
    }

    /// A person's line together with the turn it causes. `None` if the same request was carried out before.
    pub(super) fn say(&self, inbound: &mut Inbound, mut line: Line) -> Result<(Turned, Option<Change>), RunnerError> {
        if self.runner.store().seen(&inbound.update)? {
            return Ok((self.runner.turn(inbound)?, None));
        }
        line.n = self.next(line.chat)?;
        inbound.message = Some(MessageId(line.n));
        let turned = self.runner.turn_with(inbound, self.writes(&line, inbound.at_ms)?)?;
        Ok((turned, Some(Change::Line(Box::new(line)))))
    }

    fn keys(&self) -> &Keys {
        &self.runner.settings().keys
    }

    fn writes(&self, line: &Line, now_ms: i64) -> Result<Vec<Write>, RunnerError> {
        let any = |agg: AggId, body: Vec<u8>| Write {
            agg,
            expect: Expect::Any,
            body: Some(body),
        };
        Ok(vec![
            any(AggId::new(Kind::Room, line.id()), encode(self.keys(), line, now_ms)?),
            any(
                AggId::new(Kind::Index, counter_name(line.chat)),
                (line.n + 1).to_string().into_bytes(),
            ),
        ])
    }

    /// Carries out a row of the outbox. What changes is to be shown when the turn is durable.
    pub(super) fn carry_out(&self, id: OutboxId, row: &Outgoing, now: i64) -> Result<(Turned, Option<Change>), RunnerError> {
        let done = |outcome: Outcome, writes: Vec<Write>, change: Option<Change>| {
            Ok((self.runner.settle(id, row, &outcome, writes, now)?, change))
        };
        match &row.act {
            Act::Send(_) | Act::Document { .. } | Act::Copy { .. } => {
                let elsewhere = self.runner.catalogue().text(crate::l10n::Lang::ZhCn, "card-elsewhere", &[]);
                let line = new_line(row, self.next(row.chat)?, now, &elsewhere);
                done(
                    Outcome::Sent(Some(MessageId(line.n))),
                    self.writes(&line, now)?,
                    Some(Change::Line(Box::new(line))),
                )
            }
            Act::Edit { target, message } => match self.stored(row.chat, *target)? {
                Some(line) => {
                    let line = Line {
                        message: message.clone(),
                        ..line
                    };
                    done(
                        Outcome::Sent(None),
                        self.writes(&line, now)?[..1].to_vec(),
                        Some(Change::Line(Box::new(line))),
                    )
                }
                None => done(Outcome::Never(Refusal::Lost), Vec::new(), None),
            },
            Act::Delete { target } => match self.stored(row.chat, *target)? {
                Some(line) => {
                    let gone = Write {
                        agg: AggId::new(Kind::Room, line.id()),
                        expect: Expect::Any,
                        body: None,
                    };
                    let n = line.n;
                    self.remove_files(line);
                    done(Outcome::Sent(None), vec![gone], Some(Change::Gone(row.chat, n)))
                }
                None => done(Outcome::Never(Refusal::Moot), Vec::new(), None),
            },
        }
    }

    /// A line as the store has it, which is ahead of what is shown.
    fn stored(&self, chat: ChatId, target: Target) -> Result<Option<Line>, RunnerError> {
        let message = match target {
            Target::Message(message) => Some(message),
            Target::Row(row) => self.runner.message_of(row)?,
        };
        let Some(MessageId(n)) = message else { return Ok(None) };
        let head = self.runner.store().load(&AggId::new(Kind::Room, line_id(chat, n)))?;
        Ok(head.map(|h| decode(self.keys(), &line_id(chat, n), &h.body)).transpose()?)
    }

    /// Shows a change to everybody in the room.
    pub(super) fn show(&self, change: Change) {
        let mut shown = lock(&self.shown);
        if let Some(lines) = shown.rooms.get_mut(&change.chat()) {
            match &change {
                Change::Line(line) => drop(lines.insert(line.n, line.as_ref().clone())),
                Change::Gone(_, n) => drop(lines.remove(n)),
            }
        }
        shown.seq += 1;
        let told = Told {
            seq: shown.seq,
            change: Arc::new(change),
        };
        shown.recent.push_back(told.clone());
        if shown.recent.len() > RECENT {
            shown.recent.pop_front();
        }
        // Nobody listening is no fault.
        let _ = self.news.send(told);
    }

    /// The lines of a room, and the number of the last change.
    pub(super) fn lines(&self, chat: ChatId) -> Result<(Vec<Line>, u64), RunnerError> {
        let mut shown = lock(&self.shown);
        let lines = self.load(&mut shown, chat)?.values().cloned().collect();
        Ok((lines, shown.seq))
    }

    /// One line.
    pub(super) fn line(&self, chat: ChatId, n: i64) -> Result<Option<Line>, RunnerError> {
        let mut shown = lock(&self.shown);
        Ok(self.load(&mut shown, chat)?.get(&n).cloned())
    }

    /// Changes after a number, and those to come. `None` if some were forgotten: fetch everything anew.
    pub(super) fn listen(&self, after: u64) -> Option<(Vec<Told>, broadcast::Receiver<Told>)> {
        let shown = lock(&self.shown);
        let news = self.news.subscribe();
        let oldest = shown.seq - shown.recent.len() as u64;
        if after < oldest || after > shown.seq {
            return None;
        }
        Some((shown.recent.iter().filter(|t| t.seq > after).cloned().collect(), news))
    }

    /// Forgets talk after seven days, once an hour. What can still be answered or pressed stays.
    pub(super) fn forget_old(&self, now: i64) -> Result<(), RunnerError> {
        let mut shown = lock(&self.shown);
        if now - shown.swept_ms < SWEEP_MS {
            return Ok(());
        }
        shown.swept_ms = now;
        let mut after: Option<String> = None;
        loop {
            let page = self.runner.store().scan(Kind::Room, "", after.as_deref(), 500)?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            for (id, head) in page {
                let line: Line = decode(self.keys(), &id, &head.body)?;
                if now - line.at_ms > KEEP_MS && !line.is_live() {
                    if let Some(lines) = shown.rooms.get_mut(&line.chat) {
                        lines.remove(&line.n);
                    }
                    self.forget(line, now);
                }
            }
        }
    }

    fn forget(&self, line: Line, now: i64) {
        let write = Write {
            agg: AggId::new(Kind::Room, line.id()),
            expect: Expect::Any,
            body: None,
        };
        let commit = crate::store::Commit {
            at_ms: now,
            writes: vec![write],
            ..crate::store::Commit::default()
        };
        // A receipt is not waited for: if it is lost, the next round forgets the line again.
        drop(self.runner.store().submit(commit));
        self.remove_files(line);
    }

    /// The photo or the file of a line that goes.
    fn remove_files(&self, line: Line) {
        for path in line
            .photo
            .map(|name| format!("files/{name}"))
            .into_iter()
            .chain(line.file.map(|(_, path)| path))
        {
            self.runner.settings().files().remove(&path);
        }
    }
}

impl Line {
    /// Whether it can still be answered or pressed, or is pinned.
    fn is_live(&self) -> bool {
        let message = &self.message;
        self.from.is_none() && (!message.buttons.is_empty() || message.reply_box.is_some() || message.pin)
    }
}

fn counter_name(chat: ChatId) -> String {
    format!("room-next:{chat}")
}

fn new_line(row: &Outgoing, n: i64, now: i64, elsewhere: &str) -> Line {
    let mut line = Line {
        chat: row.chat,
        n,
        at_ms: now,
        from: None,
        message: Message::default(),
        photo: None,
        file: None,
        nonce: None,
    };
    match &row.act {
        Act::Send(message) => line.message = message.clone(),
        Act::Document { name, path, caption } => {
            line.message.text = Text::plain(caption.clone());
            line.file = Some((name.clone(), path.clone()));
        }
        Act::Copy { what, caption, from, .. } => {
            line.message.text = caption.clone();
            match (what, from.channel) {
                (Attachment::Photo(handle), crate::ids::Channel::Web) => line.photo = Some(handle.clone()),
                (_, crate::ids::Channel::Tg) => line.message.text.push(elsewhere),
                _ => {}
            }
        }
        Act::Edit { .. } | Act::Delete { .. } => {}
    }
    line
}
