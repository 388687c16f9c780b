//! Sends the outbox: in order within a chat, several chats side by side, the urgent chats first.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::pin::pin;
use std::sync::Arc;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::sync::watch;

use super::call::Line;
use super::errors::{CallError, Verdict, judge};
use super::poll::rejected;
use super::{Rhythm, stopped, wire};
use crate::channel::{House, Stop};
use crate::ids::{ChatId, MessageId, OutboxId};
use crate::message::{Act, Attachment, Lane, Outcome, Outgoing, Refusal, Target};

/// Calls on their way at the same time, each to another chat.
const AT_ONCE: usize = 8;

type Row = (OutboxId, Outgoing);

/// Sends what the house releases until the program is to stop, then waits for the calls on their way.
pub(super) async fn run<H: House>(
    line: &Line,
    house: &Arc<H>,
    time: &Arc<dyn Rhythm>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Stop> {
    let mut queues = Queues::new(time.clone());
    let mut flight = FuturesUnordered::new();
    let mut resting = FuturesUnordered::new();
    let mut take = pin!(house.take());
    loop {
        while flight.len() < AT_ONCE
            && let Some(row) = queues.next()
        {
            flight.push(deliver(line, house, row));
        }
        queues.report();
        tokio::select! {
            rows = &mut take => {
                queues.add(rows);
                take.set(house.take());
            }
            Some(done) = flight.next() => {
                if let Some(pause) = queues.done(done?) {
                    let rest = time.wait(pause.ms);
                    resting.push(async move { rest.await; pause.chat });
                }
            }
            Some(chat) = resting.next() => queues.wake(chat),
            () = stopped(&mut stop) => break,
        }
    }
    while let Some(done) = flight.next().await {
        queues.done(done?);
    }
    Ok(())
}

/// What became of one try.
struct Tried {
    chat: ChatId,
    /// The row and how long its chat is to rest, if it is to be tried again.
    again: Option<(Row, u64)>,
}

/// A chat that is to be left alone for a while.
struct Pause {
    chat: ChatId,
    ms: u64,
}

/// The rows to be sent, chat by chat.
struct Queues {
    rows: BTreeMap<ChatId, VecDeque<Row>>,
    flying: HashSet<ChatId>,
    resting: HashSet<ChatId>,
    time: Arc<dyn Rhythm>,
    reported: usize,
}

impl Queues {
    fn new(time: Arc<dyn Rhythm>) -> Self {
        Self {
            rows: BTreeMap::new(),
            flying: HashSet::new(),
            resting: HashSet::new(),
            time,
            reported: 0,
        }
    }

    fn add(&mut self, rows: Vec<Row>) {
        for row in rows {
            self.rows.entry(row.1.chat).or_default().push_back(row);
        }
    }

    /// The next row of the chat that is most urgent: by its most urgent row, then by the age of its first.
    fn next(&mut self) -> Option<Row> {
        let free = self
            .rows
            .iter()
            .filter(|(chat, _)| !self.flying.contains(chat) && !self.resting.contains(chat));
        let urgency = |queue: &VecDeque<Row>| -> Option<(Lane, OutboxId)> {
            let lane = queue.iter().map(|(_, row)| row.lane).min()?;
            Some((lane, queue.front()?.0))
        };
        let (_, chat) = free.filter_map(|(chat, queue)| Some((urgency(queue)?, *chat))).min()?;
        let queue = self.rows.get_mut(&chat)?;
        let row = queue.pop_front()?;
        if queue.is_empty() {
            self.rows.remove(&chat);
        }
        self.flying.insert(chat);
        Some(row)
    }

    fn done(&mut self, tried: Tried) -> Option<Pause> {
        self.flying.remove(&tried.chat);
        let (row, ms) = tried.again?;
        self.rows.entry(tried.chat).or_default().push_front(row);
        self.resting.insert(tried.chat);
        Some(Pause { chat: tried.chat, ms })
    }

    fn wake(&mut self, chat: ChatId) {
        self.resting.remove(&chat);
    }

    /// Tells how many rows are being worked on.
    fn report(&mut self) {
        let awake = self.rows.iter().filter(|(chat, _)| !self.resting.contains(chat));
        let working = awake.map(|(_, queue)| queue.len()).sum::<usize>() + self.flying.len();
        self.time.working(working.cast_signed() - self.reported.cast_signed());
        self.reported = working;
    }
}

/// Tries a row once and settles it, unless it is to be tried again.
async fn deliver<H: House>(line: &Line, house: &Arc<H>, row: Row) -> Result<Tried, Stop> {
    let (id, mut row) = row;
    let chat = row.chat;
    let mut to_pin = None;
    let once = row.lane == Lane::Reminder;
    if once {
        house.sending(id).await?;
    }
    let outcome = match attempt(line, house, &row).await? {
        Ok(message) => {
            to_pin = message.filter(|_| matches!(&row.act, Act::Send(message) if message.pin));
            Outcome::Sent(message)
        }
        Err(error @ CallError::Unreachable(_)) if once => {
            tracing::warn!(row = id.0, %chat, %error, "a reminder may have been sent, and is not sent again");
            Outcome::Never(Refusal::Moot)
        }
        Err(error) => match judge(&error, chat, row.attempts) {
            Verdict::Again(ms) => {
                tracing::warn!(row = id.0, %chat, %error, wait_ms = ms, "a message has to wait");
                if once {
                    house.settle(id, row.clone(), Outcome::Again).await?;
                }
                row.attempts = row.attempts.saturating_add(1);
                return Ok(Tried {
                    chat,
                    again: Some(((id, row), ms)),
                });
            }
            Verdict::Token => return Err(rejected()),
            Verdict::Never(Refusal::Lost) if loosen(&mut row) => {
                return Ok(Tried {
                    chat,
                    again: Some(((id, row), 0)),
                });
            }
            Verdict::Never(refusal) => {
                tracing::info!(row = id.0, %chat, %error, "a message will not be sent");
                Outcome::Never(refusal)
            }
        },
    };
    house.settle(id, row, outcome).await?;
    if let Some(message) = to_pin {
        pin(line, chat, message).await;
    }
    Ok(Tried { chat, again: None })
}

/// One call. The outer error ends the program.
async fn attempt<H: House>(line: &Line, house: &Arc<H>, row: &Outgoing) -> Result<Result<Option<MessageId>, CallError>, Stop> {
    let target = match &row.act {
        Act::Edit { target, .. } | Act::Delete { target } => match target {
            Target::Message(message) => Some(*message),
            Target::Row(earlier) => house.message_of(*earlier)?,
        },
        Act::Send(_) | Act::Document { .. } | Act::Copy { .. } => None,
    };
    let request = match wire::request(row, target) {
        Ok(request) => request,
        Err(refusal) => return Ok(Err(CallError::Never(refusal))),
    };
    let answer = line.send(&request).await;
    Ok(answer.map(|made| made["message_id"].as_i64().map(MessageId)))
}

/// Makes a message independent of another one that is gone; false if it already is.
fn loosen(row: &mut Outgoing) -> bool {
    match &mut row.act {
        Act::Send(message) => message.reply_to.take().is_some(),
        Act::Copy {
            what: Attachment::Photo(_) | Attachment::Voice(_) | Attachment::Document(_) | Attachment::Location { .. },
            message,
            ..
        } => message.take().is_some(),
        Act::Copy { .. } | Act::Edit { .. } | Act::Delete { .. } | Act::Document { .. } => false,
    }
}

/// Pins a message just sent, where the bot may; a group lives without.
async fn pin(line: &Line, chat: ChatId, message: MessageId) {
    if let Err(error) = line.send(&wire::pin(chat, message)).await {
        tracing::debug!(%chat, %error, "a message could not be pinned");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::telegram::RealTime;
    use crate::message::{Message, Purpose};

    fn row(id: u64, chat: i64, lane: Lane) -> Row {
        let act = Act::Send(Message::default());
        (
            OutboxId(id),
            Outgoing {
                lane,
                chat: ChatId::tg(chat),
                thread: None,
                purpose: Purpose::Notice,
                act,
                attempts: 0,
            },
        )
    }

    fn next(queues: &mut Queues) -> Option<u64> {
        queues.next().map(|(id, _)| id.0)
    }

    fn settle(queues: &mut Queues, chat: i64) {
        queues.done(Tried {
            chat: ChatId::tg(chat),
            again: None,
        });
    }

    #[test]
    fn urgent_chats_come_first_and_order_within_a_chat_stays() {
        let mut queues = Queues::new(Arc::new(RealTime));
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
        settle(&mut queues, -1);
        settle(&mut queues, -4);
        assert_eq!([(); 3].map(|()| next(&mut queues)), [Some(6), Some(4), None]);
    }

    #[test]
    fn a_chat_that_rests_goes_on_where_it_stood() {
        let mut queues = Queues::new(Arc::new(RealTime));
        queues.add(vec![row(1, -1, Lane::Reply), row(2, -1, Lane::Reply), row(3, -2, Lane::Reminder)]);
        let first = queues.next().unwrap();
        let pause = queues
            .done(Tried {
                chat: ChatId::tg(-1),
                again: Some((first, 8_000)),
            })
            .unwrap();
        assert_eq!((pause.chat, pause.ms), (ChatId::tg(-1), 8_000));
        assert_eq!([(); 2].map(|()| next(&mut queues)), [Some(3), None]);
        queues.wake(ChatId::tg(-1));
        assert_eq!(next(&mut queues), Some(1));
    }
}
