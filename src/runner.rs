//! One turn: load, decide, commit; and the queue of what may be said.
//!
//! All turns are decided one after another under one lock, so no two can disturb each other; their commits reach the
//! disk in groups. What a turn says is released to the channels when its commit is durable, never before.

mod admin;
mod aside;
mod ask;
mod cache;
mod cards;
mod classify;
mod codec;
mod commands;
mod crowd;
mod dispatch;
mod entries;
mod erase;
mod fence;
mod forms;
mod handed;
mod haste;
mod house;
mod hub;
mod lost;
mod officers;
mod present;
mod records;
mod reseal;
mod settle;
mod signed;
mod signing;
mod staff;
mod talk;
#[cfg(test)]
mod tests;
mod tickets;
mod trip;
mod web;
mod words;
mod work;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use crate::answer::Tables;
use crate::catalogue::DecisionTable;
use crate::faq::Faq;
use crate::flow::{Flow, Law};
use crate::ids::{FlowHash, FlowId, OutboxId, PersonId};
use crate::l10n::Catalogue;
use crate::message::{Inbound, Outgoing, Toast};
use crate::pulse::{TurnKind, pulse};
use crate::seal::{Files, Keys};
use crate::store::{CommitError, Receipt, Store, StoreError, Write};

use self::cache::Cache;
pub use self::codec::{Stored, Unreadable, decode, encode, padded};
pub use self::commands::{COMMANDS, CommandInfo, Scope};
use self::crowd::Crowds;
pub(crate) use self::fence::fenced;
use self::haste::{Haste, Heard};
pub(crate) use self::house::House;
pub use self::hub::Hub;
pub use self::lost::mark_restored;
pub use self::records::{Counters, FlowFile, Pointer, Sent, Session, SignedVersion, StoredCase};
pub use self::web::{DemoPerson, RoomInfo};
use self::work::{Finished, Work};

/// What the operator has set.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// People who may bind chats and name officers.
    pub admins: Vec<PersonId>,
    /// When the desk usually answers, as told to owners: `8:30–21:00`.
    pub desk_hours: String,
    /// The form that `/fill` starts.
    pub default_flow: String,
    /// The address of the web chat as others reach it, without a slash at the end.
    pub public_url: String,
    /// The folder for files that wait to be sent.
    pub data: PathBuf,
    /// Whether this is the demonstration with its own people.
    pub demo: bool,
    /// The keys of what is private.
    pub keys: Keys,
    /// Whoever sends more is told once and then not listened to for a while; 0: no limit.
    pub messages_per_10_seconds: u32,
}

impl Settings {
    /// The files in the data folder.
    pub fn files(&self) -> Files {
        Files::new(self.data.clone(), self.keys.clone())
    }
}

/// What authors write: forms, texts and tables, read and looked through.
#[derive(Debug)]
pub struct Books {
    /// The forms.
    pub flows: Vec<Flow>,
    /// The texts.
    pub catalogue: Catalogue,
    /// Industries and townships.
    pub tables: Tables,
    /// The catalogue of 2019 as decision lists.
    pub law: DecisionTable,
    /// The questions that owners ask.
    pub faq: Faq,
}

/// Fills a buffer with random bytes; the operating system's in life, given ones in tests.
pub type Entropy = Box<dyn Fn(&mut [u8]) + Send + Sync>;

/// The house in one hand: what the channels work with.
pub struct Runner {
    house: House,
    hub: Hub,
    turns: Mutex<()>,
    haste: Haste,
    demo: Vec<DemoPerson>,
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

impl Turned {
    /// Counts what came of it, and from its beginning until it is durable.
    fn counted(mut self, began: Instant) -> Self {
        let kind = match (&self.receipt, self.rows.is_empty()) {
            (None, _) => TurnKind::Dropped,
            (Some(_), true) => TurnKind::Silent,
            (Some(_), false) => TurnKind::Answered,
        };
        pulse().turned(kind);
        self.receipt = self.receipt.map(|receipt| receipt.timed(began));
        self
    }
}

/// The house cannot go on: the program stops, and the next start goes on where it stood.
#[derive(Debug, thiserror::Error)]
pub enum RunnerError {
    /// The store has failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A flow file that a case was begun under cannot be read.
    #[error("the stored flow {0} cannot be read: {1}")]
    Flow(FlowHash, String),
}

/// Why a turn came to nothing.
enum Undone {
    /// The house cannot go on.
    House(RunnerError),
    /// A record would be larger than the store takes.
    TooLarge(String),
}

impl<E: Into<RunnerError>> From<E> for Undone {
    fn from(error: E) -> Self {
        Undone::House(error.into())
    }
}

/// Locks a mutex; nobody panics while holding one of ours, so a poisoned one still holds good data.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Runner {
    /// Builds the runner over a store; messages that were not sent before the last stop are released again.
    pub fn new(store: Arc<dyn Store>, books: Books, settings: Settings, entropy: Entropy, now_ms: i64) -> Result<Self, RunnerError> {
        let Books {
            flows,
            catalogue,
            tables,
            law,
            faq,
        } = books;
        let law = Arc::new(law);
        let asking: Arc<dyn Law> = law.clone();
        let flows: BTreeMap<FlowId, Arc<Flow>> = flows.into_iter().map(|f| (f.id.clone(), Arc::new(f.under(&asking)))).collect();
        let by_hash = flows.values().map(|f| (f.hash.clone(), f.clone())).collect();
        let finder = faq.finder(&catalogue);
        let labels = words::labels(&catalogue);
        let house = House {
            store,
            catalogue,
            tables,
            law,
            finder,
            faq,
            settings,
            flows,
            by_hash: Mutex::new(by_hash),
            next_row: Mutex::new((0, 0)),
            bot_name: Mutex::new(None),
            crowds: Crowds::default(),
            cache: Cache::default(),
            labels,
            open_tickets: Mutex::default(),
            entropy,
        };
        for ticket in Work::new(&house, now_ms).all::<crate::desk::Ticket>(crate::store::Kind::Ticket)? {
            house.note_ticket(&ticket);
        }
        let mut runner = Runner {
            house,
            hub: Hub::default(),
            turns: Mutex::new(()),
            haste: Haste::default(),
            demo: Vec::new(),
        };
        if runner.house.settings.demo {
            runner.demo = runner.seed_demo(now_ms)?;
        }
        runner.show_all_anew(now_ms)?;
        runner.release_left_over(now_ms)?;
        Ok(runner)
    }

    /// Puts what the store still holds into the queues. A reminder that may have been sent is not sent again.
    fn release_left_over(&self, now_ms: i64) -> Result<(), RunnerError> {
        let mut after = None;
        loop {
            let rows = self.house.store.outbox(after, 500)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(last.id);
            let mut released = Vec::with_capacity(rows.len());
            for row in rows {
                let outgoing = match codec::decode_row(&self.house.settings.keys, row.id, &row.body) {
                    Ok(outgoing) => outgoing,
                    Err(why) => {
                        tracing::error!(row = row.id.0, why, "a message in the outbox cannot be read, and is left there");
                        continue;
                    }
                };
                if !self.was_sending(row.id, &outgoing, now_ms)? {
                    released.push((row.id, outgoing));
                }
            }
            self.hub.release(released);
        }
    }

    /// Decides one update and hands the result to the store. Blocking only for memory and, rarely, a disk read.
    /// An update that was committed before changes nothing.
    pub fn turn(&self, inbound: &Inbound) -> Result<Turned, RunnerError> {
        self.turn_with(inbound, Vec::new())
    }

    /// [`turn`](Runner::turn) with a channel's own writes in the same commit.
    ///
    /// An update that cannot be handled (our code fails on it, or a record outgrows the store) is laid aside with its
    /// cause, and the person is told; the next one is handled as if it had not been.
    pub fn turn_with(&self, inbound: &Inbound, extra: Vec<Write>) -> Result<Turned, RunnerError> {
        let began = Instant::now();
        let _turn = lock(&self.turns);
        let next_row = self.house.next_row();
        let (text, why) = match fenced(|| self.decide(inbound, extra.clone())) {
            Ok(Ok(turned)) => return Ok(turned.counted(began)),
            Ok(Err(Undone::House(error))) => return Err(error),
            Ok(Err(Undone::TooLarge(why))) => ("too-large", why),
            Err(place) => ("set-aside", format!("a panic at {place}")),
        };
        tracing::error!(update = inbound.update, why, "an update was laid aside");
        pulse().turned(TurnKind::LaidAside);
        // Numbers of rows that the turn has reserved are free again: their reservation was not stored.
        self.house.set_next_row(next_row);
        match fenced(|| self.lay_aside(inbound, text, &why, extra)) {
            Ok(Ok(turned)) => Ok(turned),
            Ok(Err(Undone::House(error))) => Err(error),
            Ok(Err(Undone::TooLarge(_))) | Err(_) => {
                self.house.set_next_row(next_row);
                let unsaid = self.note_aside(Work::new(&self.house, inbound.at_ms), &inbound.update, &why)?;
                let toast = dispatch::silent_toast(inbound);
                Ok(Turned { toast, ..unsaid })
            }
        }
    }

    fn decide(&self, inbound: &Inbound, extra: Vec<Write>) -> Result<Turned, Undone> {
        if self.house.store.seen(&inbound.update)? {
            return Ok(Turned {
                receipt: None,
                toast: self.toast_again(inbound)?,
                rows: Vec::new(),
            });
        }
        match self.haste.hear(inbound, self.house.settings.messages_per_10_seconds) {
            Heard::Yes => {}
            Heard::TooFast => return Ok(self.too_fast(inbound, extra)?),
            Heard::No => {
                return Ok(Turned {
                    receipt: None,
                    toast: dispatch::silent_toast(inbound),
                    rows: Vec::new(),
                });
            }
        }
        let mut work = Work::new(&self.house, inbound.at_ms);
        work.dispatch(inbound)?;
        self.conclude(work, inbound, extra)
    }

    fn conclude(&self, work: Work<'_>, inbound: &Inbound, extra: Vec<Write>) -> Result<Turned, Undone> {
        let turned = self.hand_over(work, Some(inbound.update.clone()), extra)?;
        Ok(Turned {
            toast: turned.toast.or_else(|| dispatch::silent_toast(inbound)),
            ..turned
        })
    }

    /// Hands a turn to the store. Under the turn lock nothing can have changed since it loaded, so a conflict is a fault.
    fn hand_over(&self, work: Work<'_>, update: Option<String>, extra: Vec<Write>) -> Result<Turned, Undone> {
        let Finished {
            commit,
            records,
            rows,
            toast,
        } = work.finish(update, extra)?;
        let receipt = match self.house.store.submit(commit) {
            Err(error @ CommitError::TooLarge { .. }) => return Err(Undone::TooLarge(error.to_string())),
            result => Self::taken(result)?,
        };
        if receipt.is_some() {
            self.house.cache.written(records);
        }
        Ok(Turned { receipt, toast, rows })
    }

    /// The same with what is small for sure.
    fn submit(&self, work: Work<'_>, update: Option<String>, extra: Vec<Write>) -> Result<Turned, RunnerError> {
        self.hand_over(work, update, extra).map_err(|undone| match undone {
            Undone::House(error) => error,
            Undone::TooLarge(why) => StoreError::Failed(why).into(),
        })
    }

    /// The answer to a tap that was committed before and is delivered again.
    fn toast_again(&self, inbound: &Inbound) -> Result<Option<Toast>, RunnerError> {
        let mut toast = dispatch::silent_toast(inbound);
        if let (Some(toast), crate::message::InboundKind::Tap { token, .. }) = (&mut toast, &inbound.kind) {
            toast.open_private = Work::new(&self.house, inbound.at_ms).went_private(token, inbound.from.person())?;
        }
        Ok(toast)
    }

    /// Nothing of the turn is kept: the update is laid aside with its cause, and the person is told.
    fn lay_aside(&self, inbound: &Inbound, text: &str, why: &str, extra: Vec<Write>) -> Result<Turned, Undone> {
        let mut work = Work::new(&self.house, inbound.at_ms);
        work.save(&records::SetAside {
            update: inbound.update.clone(),
            why: why.to_owned(),
            at_ms: inbound.at_ms,
        })?;
        work.tell_laid_aside(inbound, text)?;
        work.tell_admins(why)?;
        self.conclude(work, inbound, extra)
    }

    fn note_aside(&self, mut work: Work<'_>, update: &str, why: &str) -> Result<Turned, RunnerError> {
        work.save(&records::SetAside {
            update: update.to_owned(),
            why: why.to_owned(),
            at_ms: work.now_ms,
        })?;
        self.submit(work, Some(update.to_owned()), Vec::new())
    }

    /// Somebody writes too fast: he is told, and what he wrote is passed over.
    fn too_fast(&self, inbound: &Inbound, extra: Vec<Write>) -> Result<Turned, RunnerError> {
        tracing::warn!(update = inbound.update, chat = %inbound.chat, "somebody writes too fast and is not listened to for a while");
        let mut work = Work::new(&self.house, inbound.at_ms);
        work.tell_off(inbound, "too-fast")?;
        self.submit(work, Some(inbound.update.clone()), extra)
    }

    fn taken(result: Result<Receipt, CommitError>) -> Result<Option<Receipt>, RunnerError> {
        match result {
            Ok(receipt) => Ok(Some(receipt)),
            Err(CommitError::Duplicate(_)) => Ok(None),
            Err(CommitError::Store(error)) => Err(error.into()),
            Err(error) => Err(StoreError::Failed(error.to_string()).into()),
        }
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

    /// Lays an update aside that could not be handled, so that it is not tried for ever. What is said of it is in the
    /// result and must go through [`Runner::speak`].
    pub fn set_aside(&self, update: &str, why: &str, now_ms: i64) -> Result<Turned, RunnerError> {
        let _turn = lock(&self.turns);
        let next_row = self.house.next_row();
        let told = fenced(|| {
            let mut work = Work::new(&self.house, now_ms);
            work.tell_admins(why)?;
            self.note_aside(work, update, why)
        });
        if let Ok(turned) = told {
            return turned;
        }
        self.house.set_next_row(next_row);
        self.note_aside(Work::new(&self.house, now_ms), update, why)
    }

    /// The queue a channel takes its messages from.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// The store, for reading and for the web rooms' own lines.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.house.store
    }

    /// The texts.
    pub fn catalogue(&self) -> &Catalogue {
        &self.house.catalogue
    }

    /// What the operator has set.
    pub fn settings(&self) -> &Settings {
        &self.house.settings
    }

    /// A group's budget of messages is used up while several wait: whoever can goes on in private.
    pub fn crowded(&self, chat: crate::ids::ChatId, now_ms: i64) {
        tracing::info!(%chat, "more is to be said in a group than may be; owners go on in private where they can");
        self.house.crowds.told(chat, now_ms);
    }

    /// The bot's user name on Telegram, for deep links; known once it has said who it is.
    pub fn set_bot_name(&self, name: &str) {
        *lock(&self.house.bot_name) = Some(name.to_owned());
    }
}
