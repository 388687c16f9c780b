//! The rows to be sent, chat by chat, and which of them may go now.
//!
//! Among the chats that may speak the most urgent comes first. Within a chat order is kept; only in a group, where the
//! budget is small, people take turns, each with his own rows in order.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use super::Rhythm;
use super::pace::{Bucket, Overall, is_group};
use crate::config::Pace;
use crate::ids::{ChatId, OutboxId, PersonId};
use crate::message::{Act, Lane, Outgoing, Target};

/// Calls on their way at the same time, each to another chat.
const AT_ONCE: usize = 32;
/// So many of them for reminders, so that calls that hang do not hold up replies.
const REMINDERS_AT_ONCE: usize = 8;
/// A group with so many rows that wait for its budget is crowded.
const CROWD: usize = 5;
/// How often the house is told so, in milliseconds.
const CROWD_TOLD_EVERY: i64 = 60_000;
/// Chats kept in memory before those with nothing to say are looked for.
const SWEEP_FROM: usize = 1_024;

pub(super) type Row = (OutboxId, Outgoing);

/// Whose rows: a person's in a group, or the chat's own.
type Whose = Option<PersonId>;

/// What became of one try.
pub(super) struct Tried {
    pub(super) chat: ChatId,
    pub(super) again: Option<Again>,
}

/// A row that is to be tried again.
pub(super) struct Again {
    pub(super) row: Row,
    /// How long its chat is to rest.
    pub(super) ms: u64,
    /// Telegram has said that there were too many requests.
    pub(super) flood: bool,
}

impl Tried {
    pub(super) fn again(row: Row, ms: u64, flood: bool) -> Self {
        Tried {
            chat: row.1.chat,
            again: Some(Again { row, ms, flood }),
        }
    }
}

/// Rows that keep their order.
#[derive(Default)]
struct Stream {
    rows: VecDeque<Row>,
    /// How many of each urgency.
    lanes: [usize; 3],
    /// When it had its last turn.
    turn: u64,
}

impl Stream {
    /// As urgent as its most urgent row, because that has to wait for those before it.
    fn lane(&self) -> Lane {
        let lanes = [Lane::Reply, Lane::Alert, Lane::Reminder];
        let most = lanes.into_iter().zip(self.lanes).find(|(_, rows)| *rows > 0);
        most.map_or(Lane::Reminder, |(lane, _)| lane)
    }
}

/// Where a room is listed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Nowhere,
    Ready(Lane, OutboxId),
    Asleep(i64),
}

/// A chat with rows.
struct Room {
    streams: BTreeMap<Whose, Stream>,
    /// In whose stream a row lies that makes a message.
    lies: HashMap<OutboxId, Whose>,
    waiting: usize,
    bucket: Bucket,
    rests_until: i64,
    flying: Option<Lane>,
    place: Place,
    told_crowded: i64,
}

/// Whether a row counts for its chat; removing a message counts overall only.
fn counts(row: &Outgoing) -> bool {
    !matches!(row.act, Act::Delete { .. })
}

fn pins(row: &Outgoing) -> bool {
    matches!(&row.act, Act::Send(message) if message.pin)
}

impl Room {
    fn new(chat: ChatId, pace: &Pace) -> Self {
        Self {
            streams: BTreeMap::new(),
            lies: HashMap::new(),
            waiting: 0,
            bucket: Bucket::of(chat, pace),
            rests_until: i64::MIN,
            flying: None,
            place: Place::Nowhere,
            told_crowded: i64::MIN / 2,
        }
    }

    /// Whose row it is: a change goes behind the message it changes.
    fn whose(&self, row: &Outgoing) -> Whose {
        if !is_group(row.chat) || !self.bucket.is_limited() {
            return None;
        }
        match &row.act {
            Act::Edit {
                target: Target::Row(earlier),
                ..
            }
            | Act::Delete {
                target: Target::Row(earlier),
            } => self.lies.get(earlier).copied().unwrap_or(row.person),
            _ => row.person,
        }
    }

    fn put(&mut self, row: Row, first: bool) {
        let whose = self.whose(&row.1);
        if matches!(row.1.act, Act::Send(_) | Act::Document { .. } | Act::Copy { .. }) {
            self.lies.insert(row.0, whose);
        }
        let stream = self.streams.entry(whose).or_default();
        stream.lanes[row.1.lane as usize] += 1;
        self.waiting += 1;
        if first {
            stream.rows.push_front(row);
        } else {
            stream.rows.push_back(row);
        }
    }

    /// Whose turn it is, how urgent, and which row; only removals if the budget is used up.
    fn best(&self, has_token: bool) -> Option<(Whose, Lane, OutboxId)> {
        let turn = |(whose, stream): (&Whose, &Stream)| {
            let (id, row) = stream.rows.front()?;
            let free = has_token || !counts(row);
            free.then(|| (stream.lane(), stream.turn, *id, *whose))
        };
        let (lane, _, id, whose) = self.streams.iter().filter_map(turn).min()?;
        Some((whose, lane, id))
    }

    /// Where it belongs now.
    fn belongs(&mut self, now: i64) -> Place {
        if self.flying.is_some() || self.waiting == 0 {
            return Place::Nowhere;
        }
        if self.rests_until > now {
            return Place::Asleep(self.rests_until);
        }
        let free = self.bucket.free_at(now);
        match self.best(free <= now) {
            Some((_, lane, id)) => Place::Ready(lane, id),
            None => Place::Asleep(free),
        }
    }

    fn pop(&mut self, turn: u64, now: i64) -> Option<(Lane, Row)> {
        let has_token = self.bucket.free_at(now) <= now;
        let (whose, lane, _) = self.best(has_token)?;
        let stream = self.streams.get_mut(&whose)?;
        let row = stream.rows.pop_front()?;
        stream.lanes[row.1.lane as usize] -= 1;
        stream.turn = turn;
        self.waiting -= 1;
        self.lies.remove(&row.0);
        if counts(&row.1) {
            self.bucket.spend(now);
        }
        if pins(&row.1) {
            self.bucket.spend(now);
        }
        if self.waiting == 0 {
            // Whoever comes next has waited for nobody.
            self.streams.clear();
        }
        Some((lane, row))
    }

    fn is_over(&mut self, now: i64) -> bool {
        self.waiting == 0 && self.flying.is_none() && self.rests_until <= now && self.bucket.is_full(now)
    }
}

/// All chats.
pub(super) struct Queues {
    rooms: HashMap<ChatId, Room>,
    ready: BTreeSet<(Lane, OutboxId, ChatId)>,
    asleep: BTreeSet<(i64, ChatId)>,
    flying: usize,
    reminders_flying: usize,
    pace: Pace,
    overall: Overall,
    turns: u64,
    crowded: Vec<ChatId>,
    sweep_at: usize,
    time: Arc<dyn Rhythm>,
    last_ms: i64,
    set_back_ms: i64,
    reported: usize,
}

impl Queues {
    pub(super) fn new(time: Arc<dyn Rhythm>, pace: &Pace) -> Self {
        Self {
            rooms: HashMap::new(),
            ready: BTreeSet::new(),
            asleep: BTreeSet::new(),
            flying: 0,
            reminders_flying: 0,
            pace: pace.clone(),
            overall: Overall::new(pace),
            turns: 0,
            crowded: Vec::new(),
            sweep_at: SWEEP_FROM,
            last_ms: time.now_ms(),
            time,
            set_back_ms: 0,
            reported: 0,
        }
    }

    /// Now; a clock that is set back stands still for a moment.
    pub(super) fn now(&mut self) -> i64 {
        let told = self.time.now_ms() + self.set_back_ms;
        self.set_back_ms += (self.last_ms - told).max(0);
        self.last_ms = self.last_ms.max(told);
        self.last_ms
    }

    pub(super) fn add(&mut self, rows: Vec<Row>) {
        let now = self.now();
        for row in rows {
            let chat = row.1.chat;
            self.room(chat).put(row, false);
            self.settle(chat, now);
        }
        self.sweep(now);
    }

    fn room(&mut self, chat: ChatId) -> &mut Room {
        let pace = &self.pace;
        self.rooms.entry(chat).or_insert_with(|| Room::new(chat, pace))
    }

    /// Lists a room where it belongs.
    fn settle(&mut self, chat: ChatId, now: i64) {
        let Some(room) = self.rooms.get_mut(&chat) else { return };
        let place = room.belongs(now);
        if place != room.place {
            match room.place {
                Place::Ready(lane, id) => self.ready.remove(&(lane, id, chat)),
                Place::Asleep(at) => self.asleep.remove(&(at, chat)),
                Place::Nowhere => false,
            };
            match place {
                Place::Ready(lane, id) => self.ready.insert((lane, id, chat)),
                Place::Asleep(at) => self.asleep.insert((at, chat)),
                Place::Nowhere => false,
            };
            room.place = place;
        }
        let waits = matches!(place, Place::Asleep(_)) && room.rests_until <= now && room.waiting >= CROWD;
        if waits && is_group(chat) && now - room.told_crowded >= CROWD_TOLD_EVERY {
            room.told_crowded = now;
            self.crowded.push(chat);
        }
    }

    /// The next row, or the moment to look again if nothing else happens.
    pub(super) fn next(&mut self) -> Result<Row, Option<i64>> {
        let now = self.now();
        while let Some(&(at, chat)) = self.asleep.first().filter(|(at, _)| *at <= now) {
            self.asleep.remove(&(at, chat));
            if let Some(room) = self.rooms.get_mut(&chat) {
                room.place = Place::Nowhere;
            }
            self.settle(chat, now);
        }
        let wakes = self.asleep.first().map(|(at, _)| *at);
        let Some(&(lane, _, chat)) = self.ready.first() else {
            return Err(wakes);
        };
        let full = lane == Lane::Reminder && self.reminders_flying >= REMINDERS_AT_ONCE;
        if full || self.flying >= AT_ONCE {
            return Err(wakes);
        }
        let free = self.overall.free_at(lane, now);
        if free > now {
            return Err(Some(wakes.map_or(free, |at| at.min(free))));
        }
        self.take(chat, now).ok_or(wakes)
    }

    fn take(&mut self, chat: ChatId, now: i64) -> Option<Row> {
        self.turns += 1;
        let turn = self.turns;
        let (lane, row) = self.rooms.get_mut(&chat)?.pop(turn, now)?;
        self.overall.spend(lane, now);
        if pins(&row.1) {
            self.overall.spend(lane, now);
        }
        self.flying += 1;
        self.reminders_flying += usize::from(lane == Lane::Reminder);
        self.rooms.get_mut(&chat)?.flying = Some(lane);
        self.settle(chat, now);
        Some(row)
    }

    /// A call has come back.
    pub(super) fn done(&mut self, tried: Tried) {
        let now = self.now();
        let Some(room) = self.rooms.get_mut(&tried.chat) else { return };
        let lane = room.flying.take();
        self.flying -= usize::from(lane.is_some());
        self.reminders_flying -= usize::from(lane == Some(Lane::Reminder));
        if let Some(again) = tried.again {
            room.put(again.row, true);
            room.rests_until = now.saturating_add_unsigned(again.ms);
            if again.flood {
                self.overall.flooded(tried.chat, again.ms, now);
            }
        }
        self.settle(tried.chat, now);
    }

    /// Groups whose budget is used up while several rows wait; each is told once in a while.
    pub(super) fn crowded(&mut self) -> Vec<ChatId> {
        std::mem::take(&mut self.crowded)
    }

    /// Forgets chats with nothing to say.
    fn sweep(&mut self, now: i64) {
        if self.rooms.len() >= self.sweep_at {
            self.rooms.retain(|_, room| !room.is_over(now));
            self.sweep_at = SWEEP_FROM.max(self.rooms.len() * 2);
        }
    }

    /// Tells how many rows are being worked on; those that wait for their time do not count.
    pub(super) fn report(&mut self) {
        self.time.working(self.flying.cast_signed() - self.reported.cast_signed());
        self.reported = self.flying;
    }
}

#[cfg(test)]
mod tests;
