//! How the program does, in numbers: counted where it happens, read by `/metrics` and `/readyz`.
//!
//! There is one for the process, as there is one log. Counting is an atomic or a short lock; no label names a person, a
//! chat, or anything that somebody wrote.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::ids::OutboxId;
use crate::message::Lane;

/// What a turn came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnKind {
    /// Something is said because of it.
    Answered,
    /// It is none of the bot's business, or only noted.
    Silent,
    /// It was committed before, or the person is not listened to for a while.
    Dropped,
    /// It could not be handled, and was laid aside.
    LaidAside,
}

/// The numbers that only others know, asked for when the page is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outside {
    /// Tickets that are not closed.
    pub tickets: u64,
    /// What the data folder takes, in bytes.
    pub disk_bytes: u64,
}

/// In the order of their gauges.
const LANES: [Lane; 3] = [Lane::Reply, Lane::Alert, Lane::Reminder];

/// The counters.
#[derive(Debug)]
pub struct Pulse {
    registry: Registry,
    started: Instant,
    turns: [Counter; 4],
    turn: Histogram,
    reply: Histogram,
    retries: Counter,
    floods: Counter,
    group: Histogram,
    sync: Histogram,
    outbox: [Gauge; LANES.len()],
    oldest: Gauge,
    waiting: Gauge,
    tickets: Gauge,
    disk: Gauge,
    /// Rows released and not settled.
    rows: Mutex<BTreeMap<OutboxId, (Instant, Lane)>>,
    /// When Telegram was last heard, in milliseconds after the start, plus one; 0: never.
    heard: AtomicU64,
}

/// The pulse of this process.
pub fn pulse() -> &'static Pulse {
    static PULSE: LazyLock<Pulse> = LazyLock::new(Pulse::new);
    &PULSE
}

/// From half a millisecond to ten seconds and more.
fn seconds() -> Histogram {
    Histogram::new([
        0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 60.0,
    ])
}

impl Pulse {
    fn new() -> Self {
        let mut registry = Registry::with_prefix("greenwindow");
        let turns = Family::<[(&str, &str); 1], Counter>::default();
        registry.register("turns", "Updates decided, by what came of them", turns.clone());
        let outbox = Family::<[(&str, &str); 1], Gauge>::default();
        registry.register("outbox", "Messages that wait to be sent, by lane", outbox.clone());
        let pulse = Self {
            started: Instant::now(),
            turns: ["answered", "silent", "dropped", "laid_aside"].map(|kind| turns.get_or_create_owned(&[("kind", kind)])),
            outbox: ["reply", "alert", "reminder"].map(|lane| outbox.get_or_create_owned(&[("lane", lane)])),
            turn: seconds(),
            reply: seconds(),
            sync: seconds(),
            group: Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0]),
            retries: Counter::default(),
            floods: Counter::default(),
            oldest: Gauge::default(),
            waiting: Gauge::default(),
            tickets: Gauge::default(),
            disk: Gauge::default(),
            rows: Mutex::default(),
            heard: AtomicU64::new(0),
            registry,
        };
        pulse.registered()
    }

    fn registered(mut self) -> Self {
        let r = &mut self.registry;
        r.register(
            "turn_seconds",
            "From an update's arrival until it is on the disk",
            self.turn.clone(),
        );
        r.register("reply_seconds", "From the disk until a message is sent", self.reply.clone());
        r.register("retries", "Calls of Telegram that are tried again", self.retries.clone());
        r.register("too_many_requests", "Calls that Telegram found too many (429)", self.floods.clone());
        r.register("store_group_commits", "Commits written together", self.group.clone());
        r.register(
            "store_sync_seconds",
            "How long a group of commits takes until it is on the disk",
            self.sync.clone(),
        );
        r.register(
            "outbox_oldest_seconds",
            "How long the oldest message has waited",
            self.oldest.clone(),
        );
        r.register("updates_waiting", "Updates taken in and not on the disk yet", self.waiting.clone());
        r.register("tickets_open", "Tickets that are not closed", self.tickets.clone());
        r.register("disk_bytes", "What the data folder takes", self.disk.clone());
        self
    }

    /// A turn was decided.
    pub fn turned(&self, kind: TurnKind) {
        self.turns[kind as usize].inc();
    }

    /// A turn that began then is on the disk.
    pub fn durable(&self, began: Instant) {
        self.turn.observe(began.elapsed().as_secs_f64());
    }

    /// So many updates more, or fewer, wait for the disk.
    pub fn waiting(&self, change: i64) {
        self.waiting.inc_by(change);
    }

    /// A group of so many commits took so long.
    pub fn group(&self, commits: usize, took: Duration) {
        self.group.observe(f64::from(u32::try_from(commits).unwrap_or(u32::MAX)));
        self.sync.observe(took.as_secs_f64());
    }

    /// A message may be sent.
    pub fn released(&self, row: OutboxId, lane: Lane) {
        self.rows().insert(row, (Instant::now(), lane));
    }

    /// A message was sent, or given up.
    pub fn settled(&self, row: OutboxId, sent: bool) {
        let known = self.rows().remove(&row);
        if let Some((since, Lane::Reply)) = known.filter(|_| sent) {
            self.reply.observe(since.elapsed().as_secs_f64());
        }
    }

    /// A call of Telegram is tried again; whether there were too many.
    pub fn retried(&self, flood: bool) {
        self.retries.inc();
        if flood {
            self.floods.inc();
        }
    }

    /// Telegram has answered or has posted an update.
    pub fn heard(&self) {
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX - 1);
        self.heard.store(ms + 1, Ordering::Relaxed);
    }

    /// How long ago Telegram was last heard; None: never.
    pub fn silence(&self) -> Option<Duration> {
        let at = self.heard.load(Ordering::Relaxed).checked_sub(1)?;
        Some(self.started.elapsed().saturating_sub(Duration::from_millis(at)))
    }

    /// All numbers in the text form that Prometheus reads.
    pub fn page(&self, outside: Outside) -> String {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.tickets.set(number(outside.tickets));
        self.disk.set(number(outside.disk_bytes));
        {
            let rows = self.rows();
            for (gauge, wanted) in self.outbox.iter().zip(LANES) {
                gauge.set(number(rows.values().filter(|(_, lane)| *lane == wanted).count() as u64));
            }
            // Numbers of rows rise with time.
            let oldest = rows.values().next().map_or(0, |(since, _)| since.elapsed().as_secs());
            self.oldest.set(number(oldest));
        }
        let mut page = String::new();
        // A string takes every write.
        let _ = encode(&mut page, &self.registry);
        page
    }

    fn rows(&self) -> MutexGuard<'_, BTreeMap<OutboxId, (Instant, Lane)>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_what_was_counted() {
        let pulse = Pulse::new();
        assert_eq!(pulse.silence(), None);
        pulse.heard();
        pulse.turned(TurnKind::LaidAside);
        pulse.durable(Instant::now());
        pulse.group(3, Duration::from_millis(5));
        pulse.retried(true);
        pulse.released(OutboxId(1), Lane::Reply);
        pulse.released(OutboxId(2), Lane::Reminder);
        pulse.settled(OutboxId(1), true);
        let page = pulse.page(Outside { tickets: 2, disk_bytes: 9 });
        for line in [
            "greenwindow_turns_total{kind=\"laid_aside\"} 1",
            "greenwindow_turns_total{kind=\"answered\"} 0",
            "greenwindow_turn_seconds_count 1",
            "greenwindow_store_group_commits_sum 3.0",
            "greenwindow_too_many_requests_total 1",
            "greenwindow_outbox{lane=\"reply\"} 0",
            "greenwindow_outbox{lane=\"reminder\"} 1",
            "greenwindow_reply_seconds_count 1",
            "greenwindow_tickets_open 2",
            "greenwindow_disk_bytes 9",
        ] {
            assert!(page.lines().any(|l| l == line), "{line} is not in\n{page}");
        }
        assert!(pulse.silence().is_some());
    }
}
