//! One turn: load, decide, commit; and the queue of what may be said.
//!
//! All turns are decided one after another under one lock, so no two can disturb each other; their commits reach the
//! disk in groups. What a turn says is released to the channels when its commit is durable, never before.

mod hub;

use std::sync::Arc;

use crate::ids::{Channel, ChatId, OutboxId, PersonId};
use crate::message::{Inbound, Outcome, Outgoing, Toast};
use crate::store::{Receipt, Store, StoreError, Write};

pub use self::hub::Hub;

/// The house in one hand: what the channels work with.
pub struct Runner {
    store: Arc<dyn Store>,
    hub: Hub,
}

/// A turn that was decided and handed to the store; nothing of it may be said before [`Turned::receipt`] is durable.
#[derive(Debug)]
pub struct Turned {
    /// Comes back when the turn is on the disk. None if the update was committed before.
    pub receipt: Option<Receipt>,
    /// The answer to a tap.
    pub toast: Option<Toast>,
    /// Messages to be released.
    pub rows: Vec<(OutboxId, Outgoing)>,
}

/// The house cannot go on: the program stops, and the next start goes on where it stood.
#[derive(Debug, thiserror::Error)]
pub enum RunnerError {
    /// The store has failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A room of the web chat as one person sees it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RoomInfo {
    /// The room.
    pub chat: ChatId,
    /// Its title.
    pub title: String,
    /// `private`, `township` or `desk`.
    pub kind: String,
}

/// A person one can be in the demonstration.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DemoPerson {
    /// The account.
    pub id: PersonId,
    /// The word in the address: `li`.
    pub key: String,
    /// The name shown.
    pub name: String,
    /// Whether it is the county's officer.
    pub officer: bool,
}

impl Runner {
    /// Decides one update and hands the result to the store. Blocking only for memory and, rarely, a disk read.
    pub fn turn(&self, _inbound: &Inbound) -> Result<Turned, RunnerError> {
        Ok(Turned {
            receipt: None,
            toast: None,
            rows: Vec::new(),
        })
    }

    /// [`turn`](Runner::turn), waits until it is durable, releases what it says, and gives the toast for a tap.
    pub async fn run(&self, inbound: &Inbound) -> Result<Option<Toast>, RunnerError> {
        let turned = self.turn(inbound)?;
        self.speak(turned).await
    }

    /// Waits for a turn's receipt, then releases its messages.
    pub async fn speak(&self, turned: Turned) -> Result<Option<Toast>, RunnerError> {
        if let Some(receipt) = turned.receipt {
            receipt.durable().await?;
        }
        self.hub.release(turned.rows);
        Ok(turned.toast)
    }

    /// The queue a channel takes its messages from.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// The store, for reading and for the web rooms' own lines.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Records what became of a row, together with a channel's own writes (a web room's line), in one commit.
    pub fn settle(
        &self,
        _id: OutboxId,
        _row: &Outgoing,
        _outcome: Outcome,
        _extra: Vec<Write>,
        _now_ms: i64,
    ) -> Result<Receipt, RunnerError> {
        Err(StoreError::Failed("not built".to_owned()).into())
    }

    /// The rooms a person of the web chat may enter, checked at every request.
    pub fn rooms(&self, _person: PersonId) -> Result<Vec<RoomInfo>, RunnerError> {
        Ok(Vec::new())
    }

    /// The demonstration's people; empty where it is off.
    pub fn demo_people(&self) -> &[DemoPerson] {
        &[]
    }

    /// Whether an invitation can still be accepted; reading it does not use it up.
    pub fn invitation_open(&self, _token: &str, _now_ms: i64) -> Result<bool, RunnerError> {
        Ok(false)
    }

    /// Binds an invitation to a new web person and gives the secret for the cookie; `None` if it is used or too old.
    pub fn accept_invitation(
        &self,
        _token: &str,
        _name: &str,
        _now_ms: i64,
    ) -> Result<Option<String>, RunnerError> {
        Ok(None)
    }

    /// The web person a cookie belongs to.
    pub fn person_by_cookie(&self, _secret: &str) -> Result<Option<PersonId>, RunnerError> {
        Ok(None)
    }

    /// Channels that exist, for the outbox.
    pub fn channels() -> [Channel; 2] {
        [Channel::Tg, Channel::Web]
    }
}
