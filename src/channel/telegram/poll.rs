//! Takes updates in: each is durable before the next ones are asked for.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::call::Line;
use super::errors::{CallError, backoff};
use super::updates::{self, Me};
use super::{Rhythm, stopped, wire};
use crate::channel::{House, Stop};
use crate::message::{Inbound, Toast};
use crate::runner::fenced;

/// Seconds Telegram holds the line while nothing happens.
const HOLD: u64 = 50;
/// The kinds of updates we want; Telegram remembers the list, so it is sent every time.
const WANTED: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];
/// How long a stop waits for the confirmation of the last batch.
const LAST_WORD: Duration = Duration::from_secs(2);

/// Asks who we are until Telegram answers; None if the program is to stop before.
pub(super) async fn introduce(line: &Line, time: &Arc<dyn Rhythm>, mut stop: watch::Receiver<bool>) -> Result<Option<Me>, Stop> {
    let mut attempts = 0;
    loop {
        let nothing = json!({});
        let answer = tokio::select! {
            answer = line.call("getMe", &nothing) => answer,
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
    let mut answers = Answers {
        line: line.clone(),
        bot_name: me.name.clone(),
        time: time.clone(),
        tasks: JoinSet::new(),
    };
    let mut offset = None;
    let mut attempts = 0;
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
        match answer.and_then(|batch| if batch.is_array() { Ok(batch) } else { Err(no_list()) }) {
            Ok(batch) => {
                attempts = 0;
                // After a week of silence Telegram may go on with smaller numbers: the last batch counts, not the greatest number.
                offset = handle(batch, me, house, time, &mut answers).await?.or(offset);
            }
            Err(error) => rest(&error, &mut attempts, time, &mut stop).await?,
        }
    }
    answers.tasks.join_all().await;
    if offset.is_some() {
        // If this is lost, the updates come again and are known by their numbers.
        let _ = line.call_within("getUpdates", &ask(offset, 0), LAST_WORD).await;
    }
    Ok(())
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

/// Handles a batch one by one; gives the offset behind its last update.
async fn handle<H: House>(
    batch: Value,
    me: &Me,
    house: &Arc<H>,
    time: &Arc<dyn Rhythm>,
    answers: &mut Answers,
) -> Result<Option<i64>, Stop> {
    let mut offset = None;
    for update in batch.as_array().into_iter().flatten() {
        let Some(number) = updates::number(update) else {
            tracing::error!("Telegram has sent an update without a number; it is passed over");
            continue;
        };
        let read = fenced(|| updates::read(update, me, time.now_ms()).map_err(|unreadable| unreadable.to_string()));
        match read.and_then(|read| read) {
            Ok(None) => {}
            Ok(Some(inbound)) => {
                if let Some(toast) = decide(inbound, house).await? {
                    answers.give(&toast);
                }
            }
            Err(why) => set_aside(number, &why, house).await?,
        }
        offset = offset.max(Some(number + 1));
        // Answers given before are not kept waiting.
        while answers.tasks.try_join_next().is_some() {}
    }
    Ok(offset)
}

/// Lets the house decide. If its code fails on this update, the update is laid aside and the others go on.
async fn decide<H: House>(inbound: Inbound, house: &Arc<H>) -> Result<Option<Toast>, Stop> {
    let update = inbound.update.clone();
    if let Ok(decided) = AssertUnwindSafe(house.run(inbound)).catch_unwind().await {
        return decided;
    }
    tracing::error!(update, "the house has failed on an update; it is laid aside");
    house.set_aside(update, "the house has failed on it".to_owned()).await?;
    Ok(None)
}

async fn set_aside<H: House>(number: i64, why: &str, house: &Arc<H>) -> Result<(), Stop> {
    tracing::warn!(update = number, why, "an update cannot be read; it is laid aside");
    house.set_aside(updates::key(number), why.to_owned()).await
}

/// After a failed call: ends the program if the token is not accepted, else waits longer and longer.
async fn rest(error: &CallError, attempts: &mut u32, time: &Arc<dyn Rhythm>, stop: &mut watch::Receiver<bool>) -> Result<(), Stop> {
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

/// Answers to taps, given beside the work so that no button keeps spinning and no update waits for them.
struct Answers {
    line: Line,
    bot_name: String,
    time: Arc<dyn Rhythm>,
    tasks: JoinSet<()>,
}

impl Answers {
    fn give(&mut self, toast: &Toast) {
        let call = wire::toast(toast, &self.bot_name);
        let (line, time) = (self.line.clone(), self.time.clone());
        time.working(1);
        self.tasks.spawn(async move {
            // Too late is too late: the button has stopped spinning by itself.
            if let Err(error) = line.send(&call).await {
                tracing::debug!(%error, "a tap could not be answered");
            }
            time.working(-1);
        });
    }
}
