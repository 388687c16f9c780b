//! One update taken in, by whichever way it came: read, decided and durable; its tap answered beside the work.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use serde_json::Value;
use tokio::task::JoinSet;

use super::call::Line;
use super::updates::{self, Me};
use super::{Rhythm, wire};
use crate::channel::{House, Stop};
use crate::message::{Inbound, Toast};
use crate::pulse::pulse;
use crate::runner::fenced;

/// The kinds of updates we want; Telegram remembers the list, so it is sent every time.
pub(super) const WANTED: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];

/// Lets the house decide an update; durable when it returns. What cannot be read, or what our code fails on, is laid
/// aside, and the next one goes on.
pub(super) async fn take<H: House>(update: &Value, me: &Me, house: &Arc<H>, time: &Arc<dyn Rhythm>) -> Result<Option<Toast>, Stop> {
    let Some(number) = updates::number(update) else {
        tracing::error!("Telegram has sent an update without a number; it is passed over");
        return Ok(None);
    };
    let read = fenced(|| updates::read(update, me, time.now_ms()).map_err(|unreadable| unreadable.to_string()));
    match read.and_then(|read| read) {
        Ok(None) => Ok(None),
        Ok(Some(inbound)) => decide(inbound, house).await,
        Err(why) => {
            tracing::warn!(update = number, why, "an update cannot be read; it is laid aside");
            house.set_aside(updates::key(number), why).await.map(|()| None)
        }
    }
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

/// Updates that were taken in and are not on the disk yet, while it lives.
pub(super) struct Waiting(i64);

impl Waiting {
    pub(super) fn new(updates: usize) -> Self {
        let updates = i64::try_from(updates).unwrap_or(0);
        pulse().waiting(updates);
        Self(updates)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        pulse().waiting(-self.0);
    }
}

/// Answers to taps, given beside the work so that no button keeps spinning and no update waits for them.
pub(super) struct Answers {
    line: Line,
    bot_name: String,
    time: Arc<dyn Rhythm>,
    tasks: JoinSet<()>,
}

impl Answers {
    pub(super) fn new(line: &Line, me: &Me, time: &Arc<dyn Rhythm>) -> Self {
        Self {
            line: line.clone(),
            bot_name: me.name.clone(),
            time: time.clone(),
            tasks: JoinSet::new(),
        }
    }

    pub(super) fn give(&mut self, toast: &Toast) {
        // Answers given before are not kept waiting.
        while self.tasks.try_join_next().is_some() {}
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

    /// Waits until all are given.
    pub(super) async fn finish(&mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}
