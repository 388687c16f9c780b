//! Which row goes when.

use super::*;
use crate::channel::telegram::RealTime;
use crate::message::{Message, Purpose};

/// Time that a test moves.
#[derive(Default)]
struct Given(std::sync::atomic::AtomicI64);

impl Rhythm for Given {
    fn now_ms(&self) -> i64 {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }

    fn wait(&self, _: u64) -> futures::future::BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

impl Given {
    fn set(&self, ms: i64) {
        self.0.store(ms, std::sync::atomic::Ordering::Relaxed);
    }
}

fn row(id: u64, chat: i64, lane: Lane) -> Row {
    act(id, chat, lane, Act::Send(Message::default()))
}

fn act(id: u64, chat: i64, lane: Lane, act: Act) -> Row {
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

fn of(person: i64, (id, row): Row) -> Row {
    let person = Some(PersonId::tg(person));
    (id, Outgoing { person, ..row })
}

fn delete(id: u64, chat: i64, target: u64) -> Row {
    let target = Target::Row(OutboxId(target));
    act(id, chat, Lane::Reply, Act::Delete { target })
}

fn next(queues: &mut Queues) -> Option<u64> {
    queues.next().ok().map(|(id, _)| id.0)
}

fn over(queues: &mut Queues, chat: i64) {
    let chat = ChatId::tg(chat);
    queues.done(Tried { chat, again: None });
}

/// The rows that go now, each answered at once.
fn all_now(queues: &mut Queues) -> Vec<u64> {
    let mut went = Vec::new();
    while let Ok((id, row)) = queues.next() {
        went.push(id.0);
        queues.done(Tried {
            chat: row.chat,
            again: None,
        });
    }
    went
}

fn unlimited() -> Queues {
    Queues::new(Arc::new(RealTime), &Pace::none())
}

fn limited() -> (Arc<Given>, Queues) {
    let time = Arc::<Given>::default();
    (time.clone(), Queues::new(time, &Pace::default()))
}

#[test]
fn urgent_chats_come_first_and_order_within_a_chat_stays() {
    let mut queues = unlimited();
    let rows = vec![
        row(1, -1, Lane::Reminder),
        row(2, -2, Lane::Alert),
        row(3, -3, Lane::Reply),
        row(4, -1, Lane::Reminder),
        row(5, -4, Lane::Reminder),
        row(6, -4, Lane::Reply),
    ];
    queues.add(rows);
    // The reply 6 waits behind 5 in its chat, so 5 is as urgent.
    assert_eq!([(); 4].map(|()| next(&mut queues)), [Some(3), Some(5), Some(2), Some(1)]);
    assert_eq!(next(&mut queues), None, "every chat has a call on its way");
    over(&mut queues, -1);
    over(&mut queues, -4);
    assert_eq!([(); 3].map(|()| next(&mut queues)), [Some(6), Some(4), None]);
}

#[test]
fn a_chat_that_rests_goes_on_where_it_stood() {
    let (time, mut queues) = limited();
    queues.add(vec![row(1, -1, Lane::Reply), row(2, -1, Lane::Reply), row(3, -2, Lane::Reminder)]);
    let first = queues.next().unwrap();
    queues.done(Tried::again(first, 8_000, true));
    assert_eq!(next(&mut queues), Some(3));
    assert_eq!(queues.next(), Err(Some(8_000)));
    time.set(8_000);
    assert_eq!(next(&mut queues), Some(1));
}

#[test]
fn calls_that_hang_for_reminders_leave_room_for_replies() {
    let mut queues = unlimited();
    queues.add((1..=20).map(|n| row(n, -100 - n.cast_signed(), Lane::Reminder)).collect());
    assert_eq!(std::iter::from_fn(|| next(&mut queues)).count(), REMINDERS_AT_ONCE);
    queues.add(vec![row(21, 5, Lane::Reply)]);
    assert_eq!(next(&mut queues), Some(21));
}

#[test]
fn a_private_chat_gets_one_a_second_and_removals_between() {
    let (time, mut queues) = limited();
    queues.add(vec![
        row(1, 5, Lane::Reply),
        delete(2, 5, 1),
        row(3, 5, Lane::Reply),
        delete(4, 5, 3),
    ]);
    assert_eq!(all_now(&mut queues), [1, 2]);
    time.set(1_009);
    assert_eq!(queues.next(), Err(Some(1_010)));
    time.set(1_010);
    assert_eq!(all_now(&mut queues), [3, 4]);
}

#[test]
fn people_of_a_group_take_turns_and_each_keeps_his_order() {
    let (time, mut queues) = limited();
    let budget = (1..=20).map(|n| row(n, -1, Lane::Reply)).collect();
    queues.add(budget);
    assert_eq!(all_now(&mut queues).len(), 20);
    let mut rows: Vec<Row> = (21..=25).map(|n| of(7, row(n, -1, Lane::Reply))).collect();
    rows.extend([
        of(8, row(26, -1, Lane::Reply)),
        of(8, row(27, -1, Lane::Reply)),
        of(9, row(28, -1, Lane::Reply)),
    ]);
    queues.add(rows);
    assert_eq!(all_now(&mut queues), [] as [u64; 0]);
    assert_eq!(queues.crowded(), [ChatId::tg(-1)]);
    time.set(61_000);
    assert_eq!(all_now(&mut queues), [21, 26, 28, 22, 27, 23, 24, 25]);
    assert_eq!(queues.crowded(), []);
}

#[test]
fn a_change_stays_behind_the_message_it_changes() {
    let (time, mut queues) = limited();
    queues.add((1..=20).map(|n| row(n, -1, Lane::Reply)).collect());
    all_now(&mut queues);
    // 22 removes what 21 makes, whoever asks for it; 23 removes what was made before, and need not wait.
    queues.add(vec![
        of(7, row(21, -1, Lane::Reply)),
        of(8, delete(22, -1, 21)),
        of(9, delete(23, -1, 1)),
    ]);
    assert_eq!(all_now(&mut queues), [23]);
    time.set(61_000);
    assert_eq!(all_now(&mut queues), [21, 22]);
}

#[test]
fn a_pause_for_all_ends() {
    let (time, mut queues) = limited();
    queues.add((1..=5).map(|n| row(n, n.cast_signed(), Lane::Reply)).collect());
    let rows = [(); 3].map(|()| queues.next().unwrap());
    for (row, ms) in rows.into_iter().zip([2_000, 9_000, 1_000]) {
        queues.done(Tried::again(row, ms, true));
    }
    assert_eq!(queues.next(), Err(Some(1_000)), "4 and 5 were not refused and wait all the same");
    time.set(1_000);
    assert!(queues.next().is_err());
    time.set(9_000);
    let mut went = all_now(&mut queues);
    went.sort_unstable();
    assert_eq!(went, [1, 2, 3, 4, 5]);
}

#[test]
fn a_clock_that_is_set_back_holds_nobody_up() {
    let (time, mut queues) = limited();
    time.set(3_600_000);
    queues.add(vec![row(1, 5, Lane::Reply), row(2, 5, Lane::Reply)]);
    assert_eq!(all_now(&mut queues), [1]);
    time.set(0);
    assert_eq!(queues.next(), Err(Some(3_601_010)));
    time.set(1_010);
    assert_eq!(all_now(&mut queues), [2]);
}

#[test]
fn chats_with_nothing_to_say_are_forgotten() {
    let (time, mut queues) = limited();
    for n in 0..10_000_i64 {
        time.set(n * 40);
        queues.add(vec![row(n.cast_unsigned(), n + 1, Lane::Reply)]);
        assert_eq!(all_now(&mut queues).len(), 1);
    }
    assert!(queues.rooms.len() <= SWEEP_FROM + 1, "{}", queues.rooms.len());
}
