//! Sends the outbox: what may go now, several chats side by side.

use std::future::{Future, pending};
use std::pin::pin;
use std::sync::Arc;

use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use tokio::sync::watch;

use super::call::{Line, Made};
use super::errors::{CallError, Verdict, is_flood, judge};
use super::poll::rejected;
use super::queue::{Queues, Row, Tried};
use super::{Rhythm, stopped, wire};
use crate::channel::{House, Stop};
use crate::config::Pace;
use crate::ids::{ChatId, MessageId};
use crate::message::{Act, Attachment, Lane, Outcome, Outgoing, Refusal, Target};
use crate::pulse::pulse;
use crate::runner::fenced;

/// Carries a call to Telegram.
pub(super) trait Post: Sync {
    fn post(&self, request: &wire::Request) -> impl Future<Output = Result<Made, CallError>> + Send;
}

impl Post for Line {
    async fn post(&self, request: &wire::Request) -> Result<Made, CallError> {
        self.send(request).await
    }
}

/// Sends what the house releases until the program is to stop, then waits for the calls on their way.
pub(super) async fn run<H: House>(
    line: &impl Post,
    house: &Arc<H>,
    time: &Arc<dyn Rhythm>,
    pace: &Pace,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Stop> {
    let mut queues = Queues::new(time.clone(), pace);
    let mut flight = FuturesUnordered::new();
    let mut alarm = Alarm::default();
    let mut take = pin!(house.take());
    loop {
        let later = loop {
            match queues.next() {
                Ok(row) => flight.push(deliver(line, house, row)),
                Err(later) => break later,
            }
        };
        queues.report();
        for chat in queues.crowded() {
            house.crowded(chat);
        }
        alarm.set(later, queues.now(), time);
        tokio::select! {
            rows = &mut take => {
                queues.add(rows);
                take.set(house.take());
            }
            Some(done) = flight.next() => queues.done(done?),
            () = alarm.rings() => {}
            () = stopped(&mut stop) => break,
        }
    }
    while let Some(done) = flight.next().await {
        queues.done(done?);
    }
    queues.report();
    Ok(())
}

/// Rings when a row may go that may not go yet.
#[derive(Default)]
struct Alarm(Option<(i64, BoxFuture<'static, ()>)>);

impl Alarm {
    fn set(&mut self, at: Option<i64>, now: i64, time: &Arc<dyn Rhythm>) {
        if self.0.as_ref().map(|(at, _)| *at) != at {
            let wait = |at: i64| time.wait(u64::try_from(at - now).unwrap_or(0));
            self.0 = at.map(|at| (at, wait(at)));
        }
    }

    async fn rings(&mut self) {
        match &mut self.0 {
            Some((_, wait)) => wait.await,
            None => pending().await,
        }
        self.0 = None;
    }
}

/// Tries a row once and settles it, unless it is to be tried again.
async fn deliver<H: House>(line: &impl Post, house: &Arc<H>, row: Row) -> Result<Tried, Stop> {
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
                pulse().retried(is_flood(&error));
                row.attempts = row.attempts.saturating_add(1);
                return Ok(Tried::again((id, row), ms, is_flood(&error)));
            }
            Verdict::Token => return Err(rejected()),
            Verdict::Never(Refusal::Lost) if loosen(&mut row) => return Ok(Tried::again((id, row), 0, false)),
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
async fn attempt<H: House>(line: &impl Post, house: &Arc<H>, row: &Outgoing) -> Result<Result<Option<MessageId>, CallError>, Stop> {
    let target = match &row.act {
        Act::Edit { target, .. } | Act::Delete { target } => match target {
            Target::Message(message) => Some(*message),
            Target::Row(earlier) => house.message_of(*earlier)?,
        },
        Act::Send(_) | Act::Document { .. } | Act::Copy { .. } => None,
    };
    let panicked = |place| Refusal::Invalid(format!("our code has failed on it at {place}"));
    let request = match fenced(|| wire::request(row, target)).map_err(panicked).and_then(|made| made) {
        Ok(request) => request,
        Err(refusal) => return Ok(Err(CallError::Never(refusal))),
    };
    Ok(line.post(&request).await.map(|made| made.0))
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
async fn pin(line: &impl Post, chat: ChatId, message: MessageId) {
    if let Err(error) = line.post(&wire::pin(chat, message)).await {
        tracing::debug!(%chat, %error, "a message could not be pinned");
    }
}

#[cfg(test)]
mod tests;
