//! The sender at the limits Telegram documents, on time that runs only when nothing else is left to do.

#![allow(clippy::print_stderr, reason = "a measurement shows what it has found")]

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until};

use super::*;
use crate::channel::telegram::errors::Refused;
use crate::ids::{OutboxId, PersonId};
use crate::message::{Inbound, Message, Purpose, Text, Toast};

/// tokio's time, which jumps to the next thing that waits.
struct Virtual(Instant);

impl Rhythm for Virtual {
    fn now_ms(&self) -> i64 {
        i64::try_from(self.0.elapsed().as_millis()).unwrap()
    }

    fn wait(&self, ms: u64) -> BoxFuture<'static, ()> {
        sleep(Duration::from_millis(ms)).boxed()
    }
}

/// Telegram with its limits taken at their word: no second with more than 30 calls, no second with two messages to one
/// person, no minute with more than 20 messages in one group. A call is up to 10 ms on its way.
struct Toy {
    start: Instant,
    all: Mutex<VecDeque<Instant>>,
    chats: Mutex<HashMap<i64, VecDeque<Instant>>>,
    came: Mutex<Vec<Came>>,
    refused: Mutex<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Came {
    id: u64,
    chat: i64,
    at: Duration,
}

impl Toy {
    fn new(start: Instant) -> Self {
        Toy {
            start,
            all: Mutex::default(),
            chats: Mutex::default(),
            came: Mutex::default(),
            refused: Mutex::default(),
        }
    }

    /// Seconds to wait, if it is too much.
    fn too_much(&self, chat: i64, counts: bool) -> Option<u64> {
        let second = Duration::from_secs(1);
        let (limit, period) = if chat < 0 { (20, 60 * second) } else { (1, second) };
        let (mut all, mut chats) = (self.all.lock().unwrap(), self.chats.lock().unwrap());
        let own = chats.entry(chat).or_default();
        let wait = is_used_up(&mut all, 30, second).max(is_used_up(own, limit, period).filter(|_| counts));
        if wait.is_none() {
            all.push_back(Instant::now());
            own.extend(counts.then(Instant::now));
        }
        wait
    }
}

fn is_used_up(spent: &mut VecDeque<Instant>, limit: usize, period: Duration) -> Option<u64> {
    let now = Instant::now();
    spent.retain(|at| now - *at < period);
    (spent.len() >= limit).then(|| period.saturating_sub(now - spent[0]).as_secs() + 1)
}

fn scatter(n: u64) -> u64 {
    let n = (n ^ (n >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (n ^ (n >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 20
}

impl Post for Toy {
    async fn post(&self, request: &wire::Request) -> Result<Made, CallError> {
        let chat = request.payload["chat_id"].as_i64().unwrap();
        let said = request.payload["text"].as_str().and_then(|text| text.parse().ok());
        let id = said.or_else(|| request.payload["message_id"].as_u64()).unwrap();
        sleep(Duration::from_millis(scatter(id) % 10)).await;
        if let Some(seconds) = self.too_much(chat, request.method != "deleteMessage") {
            *self.refused.lock().unwrap() += 1;
            return Err(CallError::Refused(Refused {
                code: 429,
                retry_after: Some(seconds),
                ..Refused::default()
            }));
        }
        let at = self.start.elapsed();
        self.came.lock().unwrap().push(Came { id, chat, at });
        sleep(Duration::from_millis(20 + scatter(id) % 10)).await;
        Ok(Made(Some(MessageId(i64::try_from(id).unwrap()))))
    }
}

/// A house that only sends.
#[derive(Default)]
struct Full {
    rows: Mutex<Vec<Row>>,
    arrived: Notify,
    settled: Mutex<Vec<OutboxId>>,
    done: Notify,
    crowded: Mutex<Vec<ChatId>>,
}

impl Full {
    fn release(&self, rows: impl IntoIterator<Item = Row>) {
        self.rows.lock().unwrap().extend(rows);
        self.arrived.notify_one();
    }

    /// Waits until so many rows are settled.
    async fn until(&self, count: usize) {
        while self.settled.lock().unwrap().len() < count {
            self.done.notified().await;
        }
    }
}

impl House for Full {
    fn menus(&self) -> Result<Option<Vec<crate::channel::telegram::menu::Menu>>, Stop> {
        Ok(None)
    }

    async fn run(&self, _: Inbound) -> Result<Option<Toast>, Stop> {
        Ok(None)
    }
    async fn take(&self) -> Vec<Row> {
        loop {
            let rows = std::mem::take(&mut *self.rows.lock().unwrap());
            if !rows.is_empty() {
                return rows;
            }
            self.arrived.notified().await;
        }
    }
    async fn sending(&self, _: OutboxId) -> Result<(), Stop> {
        Ok(())
    }
    async fn settle(&self, id: OutboxId, _: Outgoing, outcome: Outcome) -> Result<(), Stop> {
        if outcome != Outcome::Again {
            self.settled.lock().unwrap().push(id);
            self.done.notify_waiters();
        }
        Ok(())
    }
    fn message_of(&self, row: OutboxId) -> Result<Option<MessageId>, Stop> {
        Ok(Some(MessageId(row.0.cast_signed())))
    }
    async fn set_aside(&self, _: String, _: String) -> Result<(), Stop> {
        Ok(())
    }
    fn set_bot_name(&self, _: &str) {}
    fn crowded(&self, chat: ChatId) {
        self.crowded.lock().unwrap().push(chat);
    }
}

fn row(id: u64, lane: Lane, chat: i64, act: Act) -> Row {
    let row = Outgoing {
        lane,
        chat: ChatId::tg(chat),
        thread: None,
        person: None,
        purpose: Purpose::Notice,
        act,
        attempts: 0,
    };
    (OutboxId(id), row)
}

/// A message that says its number.
fn send(id: u64, lane: Lane, chat: i64) -> Row {
    let text = Text::plain(id.to_string());
    let message = Message {
        text,
        ..Message::default()
    };
    row(id, lane, chat, Act::Send(message))
}

fn remove(id: u64, chat: i64) -> Row {
    let target = Target::Message(MessageId(id.cast_signed()));
    row(id, Lane::Reply, chat, Act::Delete { target })
}

/// A sender at work.
struct Stage {
    toy: Arc<Toy>,
    house: Arc<Full>,
    start: Instant,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<Result<(), Stop>>,
}

impl Stage {
    fn set(pace: Pace) -> Self {
        let start = Instant::now();
        let (toy, house) = (Arc::new(Toy::new(start)), Arc::<Full>::default());
        let (stop, stopping) = watch::channel(false);
        let time: Arc<dyn Rhythm> = Arc::new(Virtual(start));
        let (line, rooms) = (toy.clone(), house.clone());
        let task = tokio::spawn(async move { run(&*line, &rooms, &time, &pace, stopping).await });
        Stage {
            toy,
            house,
            start,
            stop,
            task,
        }
    }

    async fn strike(self) -> (Vec<Came>, usize) {
        self.stop.send(true).unwrap();
        self.task.await.unwrap().unwrap();
        let came = self.toy.came.lock().unwrap().clone();
        let refused = *self.toy.refused.lock().unwrap();
        (came, refused)
    }
}

const CHATS: u64 = 5_000;
/// Replies have numbers from here on.
const REPLIES: u64 = 10_000;

/// A step of an owner in private, and when it is decided.
type Step = (Duration, Vec<Row>);

/// Two steps a second on average, as they happen to come: after a tap the question is changed, after a typed answer the
/// old one goes and the next one comes.
fn steps(seconds: u64, seed: u64) -> Vec<Step> {
    let mut steps = Vec::new();
    for n in seed..seed + seconds * 2 {
        let at = Duration::from_millis(scatter(n + 77) % (seconds * 1_000));
        let chat = 1 + (scatter(n + 7_777) % 200).cast_signed();
        steps.push((at, chat));
    }
    steps.sort();
    let rows = |(n, (at, chat)): (usize, (Duration, i64))| {
        let id = REPLIES + 2 * n as u64;
        let typed = scatter(id).is_multiple_of(2);
        let gone = typed.then(|| remove(id, chat));
        (at, gone.into_iter().chain([send(id + 1, Lane::Reply, chat)]).collect())
    };
    steps.into_iter().enumerate().map(rows).collect()
}

/// The steps, with or without a broadcast to groups at the same time. Gives what came, and how often it was too much.
async fn day(broadcast: bool, steps: &[Step]) -> (Vec<Came>, usize) {
    let stage = Stage::set(Pace::default());
    let mut rows: usize = steps.iter().map(|(_, rows)| rows.len()).sum();
    if broadcast {
        rows += 5_000;
        stage
            .house
            .release((1..=CHATS).map(|n| send(n, Lane::Reminder, -1_000 - n.cast_signed())));
    }
    for (at, rows) in steps {
        sleep_until(stage.start + *at).await;
        stage.house.release(rows.clone());
    }
    stage.house.until(rows).await;
    stage.strike().await
}

fn arrivals(came: &[Came]) -> HashMap<u64, Duration> {
    came.iter().map(|came| (came.id, came.at)).collect()
}

/// What a broadcast does to replies, and they to it.
struct Measured {
    /// How long the broadcast took, of what it must take.
    ratio: f64,
    p99: Duration,
    /// By how much replies came later than without the broadcast, in order.
    later: Vec<Duration>,
}

async fn measure(seed: u64) -> Measured {
    let steps = steps(220, seed);
    let (alone, refused_alone) = day(false, &steps).await;
    let (beside, refused) = day(true, &steps).await;
    assert_eq!((refused_alone, refused), (0, 0), "too many requests");
    let (alone, at) = (arrivals(&alone), arrivals(&beside));
    let end = (1..=CHATS).map(|id| at[&id]).max().unwrap();
    let meanwhile = at.iter().filter(|(id, at)| **id >= REPLIES && **at <= end).count();
    let bound = Duration::from_secs(CHATS + meanwhile as u64) / 30;
    let ratio = end.as_secs_f64() / bound.as_secs_f64();
    let mut waits = Vec::new();
    let mut later = Vec::new();
    for (released, rows) in steps.iter().filter(|(released, _)| *released < end) {
        let said = rows.last().unwrap().0.0;
        waits.push(at[&said].saturating_sub(*released));
        later.push(at[&said].saturating_sub(alone[&said]));
    }
    waits.sort();
    later.sort();
    let (p50, p99, most) = (waits[waits.len() / 2], waits[waits.len() * 99 / 100], waits[waits.len() - 1]);
    eprintln!(
        "{CHATS} reminders + {meanwhile} replies: {end:?}, {ratio:.3} of the bound; \
         replies p50 {p50:?} p99 {p99:?} max {most:?}, later by at most {:?}",
        later[later.len() - 1]
    );
    Measured { ratio, p99, later }
}

#[tokio::test(start_paused = true)]
async fn a_broadcast_takes_no_longer_than_it_must_and_replies_do_not_feel_it() {
    let mut later = Vec::new();
    for seed in [0, 1_000, 2_000, 3_000] {
        let measured = measure(seed).await;
        assert!(measured.ratio <= 1.05, "{}", measured.ratio);
        assert!(measured.p99 <= Duration::from_millis(1_100), "{:?}", measured.p99);
        later.extend(measured.later);
    }
    // When five calls fall into the same tenth of a second, the limit itself lets the last one wait longer.
    let too_late = later.iter().filter(|later| **later > Duration::from_millis(100)).count();
    assert!(too_late <= later.len() / 250, "{too_late} of {}", later.len());
    assert!(
        later.iter().all(|later| *later <= Duration::from_millis(150)),
        "{:?}",
        later.iter().max()
    );
    eprintln!("{too_late} of {} replies came more than 100 ms later", later.len());
}

#[tokio::test(start_paused = true)]
async fn without_limits_of_ours_telegram_refuses() {
    let stage = Stage::set(Pace::none());
    stage.house.release((1..=60).map(|n| send(n, Lane::Reply, n.cast_signed())));
    stage.house.until(60).await;
    let (came, refused) = stage.strike().await;
    assert!(refused > 0);
    let ids: std::collections::BTreeSet<u64> = came.iter().map(|came| came.id).collect();
    assert_eq!(ids.len(), 60, "and nothing is lost all the same");
}

const OWNERS: u64 = 30;
const STEPS: u64 = 5;

#[tokio::test(start_paused = true)]
async fn thirty_owners_in_one_group_share_its_budget_fairly() {
    let stage = Stage::set(Pace::default());
    let step = |owner: u64, n: u64| {
        let id = owner * 100 + n * 2;
        let of = |(id, row): Row| {
            let person = Some(PersonId::tg(owner.cast_signed()));
            (id, Outgoing { person, ..row })
        };
        [of(remove(id, -5)), of(send(id + 1, Lane::Reply, -5))]
    };
    stage.house.release((1..=OWNERS).flat_map(|owner| step(owner, 0)));
    // Whoever gets his question answers at once.
    let mut seen = 0;
    let mut stands = HashMap::new();
    while seen < usize::try_from(OWNERS * STEPS * 2).unwrap() {
        stage.house.until(seen + 1).await;
        let id = stage.house.settled.lock().unwrap()[seen].0;
        seen += 1;
        let (owner, n) = (id / 100, id % 100 / 2);
        if id % 2 == 1 {
            stands.insert(owner, n + 1);
            let least = (1..=OWNERS).map(|o| stands.get(&o).copied().unwrap_or(0)).min().unwrap();
            assert!(n + 1 - least <= 1, "owner {owner} runs ahead: {stands:?}");
            if n + 1 < STEPS {
                stage.house.release(step(owner, n + 1));
            }
        }
    }
    assert_eq!(*stage.house.crowded.lock().unwrap().first().unwrap(), ChatId::tg(-5));
    let (came, refused) = stage.strike().await;
    let took = came.iter().map(|came| came.at).max().unwrap();
    // The first minute's budget goes at once.
    let bound = Duration::from_secs((OWNERS * STEPS - 1) / 20 * 60);
    eprintln!("30 owners, {STEPS} steps each in one group: {took:?}, bound {bound:?}");
    assert_eq!(refused, 0);
    assert!(came.iter().all(|came| came.chat == -5));
    assert!(took.as_secs_f64() <= bound.as_secs_f64() * 1.01, "{took:?}");
}
