//! The chat programs: what happens there comes in as [`Inbound`], what is to be said goes out from the outbox.

pub mod status;
pub mod telegram;
pub mod web;

use std::future::Future;
use std::sync::{Arc, Mutex};

use self::telegram::menu::Menu;
use crate::ids::{Channel, ChatId, MessageId, OutboxId};
use crate::l10n::{Catalogue, Lang};
use crate::message::{Inbound, Outcome, Outgoing, Toast};
use crate::runner::{COMMANDS, Runner, RunnerError, Scope};

/// What ends the program: the house cannot keep its word any more, or the chat program turns us away for good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Stop(pub String);

/// What a channel needs of the house.
pub trait House: Send + Sync + 'static {
    /// Decides one update durably; gives the toast for a tap after the commit. It is decided when the future is first
    /// polled, so that several can wait for the disk together and still be decided in order.
    fn run(&self, inbound: Inbound) -> impl Future<Output = Result<Option<Toast>, Stop>> + Send;
    /// Takes rows to be sent by Telegram, waiting for the first.
    fn take(&self) -> impl Future<Output = Vec<(OutboxId, Outgoing)>> + Send;
    /// A reminder is about to be sent; durable when it returns. If the program dies now, it is not sent again.
    fn sending(&self, id: OutboxId) -> impl Future<Output = Result<(), Stop>> + Send;
    /// Records what became of a row; durable when it returns. `Again`: it was certainly not sent, and stays in the channel's queue.
    fn settle(&self, id: OutboxId, row: Outgoing, outcome: Outcome) -> impl Future<Output = Result<(), Stop>> + Send;
    /// The message a row became; None while it is not sent.
    fn message_of(&self, row: OutboxId) -> Result<Option<MessageId>, Stop>;
    /// Sets an update aside that cannot be handled, so that it is not tried for ever.
    fn set_aside(&self, update: String, why: String) -> impl Future<Output = Result<(), Stop>> + Send;
    /// A group's budget of messages is used up while several wait in it; said again while it is so.
    fn crowded(&self, chat: ChatId) {
        let _ = chat;
    }
    /// The menus of commands, if they have changed since they were last asked for.
    fn menus(&self) -> Result<Option<Vec<Menu>>, Stop>;
    /// The bot's user name, known once Telegram has said who we are.
    fn set_bot_name(&self, name: &str);
}

/// The house as the Telegram channel sees it.
pub struct Door {
    /// The house.
    pub runner: Arc<Runner>,
    /// Milliseconds since 1970; the machine's in life, a given one in tests.
    pub now: Box<dyn Fn() -> i64 + Send + Sync>,
    /// The desks that have their menu.
    desks: Mutex<Option<Vec<ChatId>>>,
}

impl Door {
    /// A door into the house.
    pub fn new(runner: Arc<Runner>, now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Door {
            runner,
            now: Box::new(now),
            desks: Mutex::new(None),
        }
    }
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").finish_non_exhaustive()
    }
}

impl From<RunnerError> for Stop {
    fn from(error: RunnerError) -> Self {
        Stop(error.to_string())
    }
}

impl House for Door {
    async fn run(&self, inbound: Inbound) -> Result<Option<Toast>, Stop> {
        Ok(self.runner.run(&inbound).await?)
    }

    async fn take(&self) -> Vec<(OutboxId, Outgoing)> {
        self.runner.hub().take(Channel::Tg).await
    }

    async fn sending(&self, id: OutboxId) -> Result<(), Stop> {
        if let Some(receipt) = self.runner.mark_sending(id, (self.now)())? {
            receipt.durable().await.map_err(RunnerError::from)?;
        }
        Ok(())
    }

    async fn settle(&self, id: OutboxId, row: Outgoing, outcome: Outcome) -> Result<(), Stop> {
        let turned = self.runner.settle(id, &row, &outcome, Vec::new(), (self.now)())?;
        self.runner.speak(turned).await?;
        Ok(())
    }

    fn message_of(&self, row: OutboxId) -> Result<Option<MessageId>, Stop> {
        Ok(self.runner.message_of(row)?)
    }

    async fn set_aside(&self, update: String, why: String) -> Result<(), Stop> {
        let turned = self.runner.set_aside(&update, &why, (self.now)())?;
        self.runner.speak(turned).await?;
        Ok(())
    }

    fn crowded(&self, chat: ChatId) {
        self.runner.crowded(chat, (self.now)());
    }

    fn menus(&self) -> Result<Option<Vec<Menu>>, Stop> {
        let desks = self.runner.desks()?;
        let mut known = self.desks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.as_ref() == Some(&desks) {
            return Ok(None);
        }
        let menus = menus(self.runner.catalogue(), &desks);
        *known = Some(desks);
        Ok(Some(menus))
    }

    fn set_bot_name(&self, name: &str) {
        self.runner.set_bot_name(name);
    }
}

/// The commands of the menus, per kind of chat and language.
fn menus(texts: &Catalogue, desks: &[ChatId]) -> Vec<Menu> {
    let list = |lang: Lang, wanted: &[Scope]| -> Vec<(String, String)> {
        let offered = COMMANDS.iter().filter(|c| wanted.contains(&c.scope));
        offered
            .map(|c| {
                (
                    c.name.to_owned(),
                    texts.text(lang, &format!("command-{}", c.name.replace('_', "-")), &[]),
                )
            })
            .collect()
    };
    let mut menus = Vec::new();
    let mut kinds = vec![
        ("all_private_chats".to_owned(), vec![Scope::Everywhere, Scope::Private]),
        ("all_group_chats".to_owned(), vec![Scope::Everywhere]),
    ];
    kinds.extend(desks.iter().map(|chat| (chat.id.to_string(), vec![Scope::Everywhere, Scope::Desk])));
    for (scope, wanted) in kinds {
        menus.push(Menu {
            scope: scope.clone(),
            language: None,
            commands: list(Lang::ZhCn, &wanted),
        });
        menus.push(Menu {
            scope,
            language: Some("en".to_owned()),
            commands: list(Lang::En, &wanted),
        });
    }
    menus
}
