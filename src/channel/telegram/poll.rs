//! Takes updates in: each is durable before the next ones are asked for.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, MaybeDone, maybe_done};
use futures::{FutureExt, poll};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::call::Line;
use super::errors::{CallError, Refused, backoff};
use super::intake::{self, Answers, WANTED, Waiting};
use super::updates::{self, Me};
use super::{Rhythm, stopped};
use crate::channel::{House, Stop};
use crate::message::Toast;
use crate::pulse::pulse;

/// Seconds Telegram holds the line while nothing happens.
const HOLD: u64 = 50;
/// Between so many decisions others have their turn: they share the task.
const TOGETHER: usize = 4;
/// How long a stop waits for the confirmation of the last batch.
const LAST_WORD: Duration = Duration::from_secs(2);

/// An update that is decided and may not be durable yet.
type Turn<'a> = MaybeDone<BoxFuture<'a, Result<Option<Toast>, Stop>>>;

/// Asks who we are until Telegram answers; None if the program is to stop before.
pub(super) async fn introduce(line: &Line, time: &Arc<dyn Rhythm>, mut stop: watch::Receiver<bool>) -> Result<Option<Me>, Stop> {
    let mut attempts = 0;
    loop {
        let nothing = json!({});
        let answer = tokio::select! {
            answer = line.call::<Value>("getMe", &nothing) => answer,
            () = stopped(&mut stop) => return Ok(None),
        };
        match answer {
            Ok(me) => return read_me(&me).map(Some),
            Err(error) => rest(&error, &mut attempts, time, &mut stop).await?,
        }
    }
}

fn read_me(me: &Value) -> Result<Me, Stop> {
    let known = me["id"].as_i64().zip(me["username"].as_str());
    let (id, name) = known.ok_or_else(|| Stop("Telegram does not say who the bot is (getMe without id or user name)".to_owned()))?;
    Ok(Me { id, name: name.to_owned() })
}

/// Polls until the program is to stop, then confirms what was handled.
pub(super) async fn run<H: House>(
    line: &Line,
    me: &Me,
    house: &Arc<H>,
    time: &Arc<dyn Rhythm>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Stop> {
    let mut answers = Answers::new(line, me, time);
    let mut offset = None;
    let mut attempts = 0;
    let mut freed = false;
    while !*stop.borrow() {
        if let Some(menus) = house.menus()? {
            super::menu::publish(line, &menus).await;
        }
        let question = ask(offset, HOLD);
        let answer = tokio::select! {
            answer = line.call_within("getUpdates", &question, Duration::from_secs(HOLD + 15)) => answer,
            () = stopped(&mut stop) => break,
        };
        let no_list = || CallError::Unreachable("no list of updates".to_owned());
        match answer.and_then(|batch: Value| if batch.is_array() { Ok(batch) } else { Err(no_list()) }) {
            Ok(batch) => {
                attempts = 0;
                pulse().heard();
                // After a week of silence Telegram may go on with smaller numbers: the last batch counts, not the greatest number.
                offset = handle(&batch, me, house, time, &mut answers).await?.or(offset);
            }
            Err(error) if is_webhook(&error) && !freed => {
                // Once: should somebody set one again, two programs with one token must not fight over it.
                freed = true;
                free(line).await;
            }
            Err(error) => rest(&error, &mut attempts, time, &mut stop).await?,
        }
    }
    answers.finish().await;
    if offset.is_some() {
        // If this is lost, the updates come again and are known by their numbers.
        let _ = line.call_within::<IgnoredAny>("getUpdates", &ask(offset, 0), LAST_WORD).await;
    }
    Ok(())
}

/// Whether there are no updates because Telegram sends them to a webhook.
fn is_webhook(error: &CallError) -> bool {
    matches!(error, CallError::Refused(Refused { code: 409, description, .. }) if description.contains("webhook is active"))
}

/// Takes a webhook away that an earlier run has set; nothing that waits there is lost.
async fn free(line: &Line) {
    tracing::warn!("Telegram still sends this bot's updates to a webhook; it is taken away, and updates are asked for again");
    if let Err(error) = line
        .call::<IgnoredAny>("deleteWebhook", &json!({"drop_pending_updates": false}))
        .await
    {
        tracing::warn!(%error, "the webhook could not be taken away");
    }
}

fn ask(offset: Option<i64>, hold: u64) -> Value {
    let mut payload = json!({"timeout": hold, "allowed_updates": WANTED});
    if hold == 0 {
        payload["limit"] = json!(1);
    }
    if let Some(offset) = offset {
        payload["offset"] = json!(offset);
    }
    payload
}

/// Handles a batch; gives the offset behind its last update.
///
/// Updates are decided one after another, in order; their commits reach the disk together. What each one causes is said
/// when it is durable, and the offset is given when all are.
async fn handle<H: House>(
    batch: &Value,
    me: &Me,
    house: &Arc<H>,
    time: &Arc<dyn Rhythm>,
    answers: &mut Answers,
) -> Result<Option<i64>, Stop> {
    let mut offset = None;
    let _waiting = Waiting::new(batch.as_array().map_or(0, Vec::len));
    let mut turns: VecDeque<Turn<'_>> = VecDeque::new();
    for (place, update) in batch.as_array().into_iter().flatten().enumerate() {
        let mut turn = maybe_done(intake::take(update, me, house, time).boxed());
        // Asked once, it is decided; then it only waits for the disk.
        let _ = poll!(&mut turn);
        turns.push_back(turn);
        offset = offset.max(updates::number(update).map(|number| number + 1));
        if place % TOGETHER == TOGETHER - 1 {
            // What is durable meanwhile is not kept waiting for the rest of the batch.
            tokio::task::yield_now().await;
            while turns.front_mut().is_some_and(|turn| turn.now_or_never().is_some()) {
                turns.pop_front().map_or(Ok(()), |turn| answer(turn, answers))?;
            }
        }
    }
    for mut turn in turns {
        (&mut turn).await;
        answer(turn, answers)?;
    }
    Ok(offset)
}

fn answer(mut turn: Turn<'_>, answers: &mut Answers) -> Result<(), Stop> {
    if let Some(toast) = Pin::new(&mut turn).take_output().transpose()?.flatten() {
        answers.give(&toast);
    }
    Ok(())
}

/// After a failed call: ends the program if the token is not accepted, else waits longer and longer.
pub(super) async fn rest(
    error: &CallError,
    attempts: &mut u32,
    time: &Arc<dyn Rhythm>,
    stop: &mut watch::Receiver<bool>,
) -> Result<(), Stop> {
    let mut wait = backoff(*attempts);
    if let CallError::Refused(refused) = error {
        match refused.code {
            401 | 404 => return Err(rejected()),
            409 => {
                wait = 5_000;
                tracing::error!(%error, "somebody else takes this bot's updates: a second program with the same token, or a webhook");
            }
            429 => wait = refused.retry_after.unwrap_or(5).saturating_mul(1_000),
            _ => {}
        }
    }
    tracing::warn!(%error, wait_ms = wait, "Telegram gives no updates");
    *attempts = attempts.saturating_add(1);
    tokio::select! {
        () = time.wait(wait) => {}
        () = stopped(stop) => {}
    }
    Ok(())
}

/// The token is not accepted.
pub(super) fn rejected() -> Stop {
    Stop("Telegram does not accept the bot's token: it is mistyped or was revoked. Ask @BotFather for the current one.".to_owned())
}
