//! What became of a message: its number is remembered, a closed chat is noted, a lost prompt is shown anew.

use super::records::{Pointer, Sent, SetAside};
use super::work::{Work, is_new_message};
use super::{Runner, RunnerError, Turned, fenced, lock};
use crate::ids::{ChatId, MessageId, OutboxId, PersonId};
use crate::message::{Act, Lane, Outcome, Outgoing, Purpose, Refusal, Standing, Target};
use crate::store::{Kind, Receipt, Write};

/// The mark of a reminder on its way.
fn sending(id: OutboxId) -> String {
    format!("sending:{id}")
}

impl Runner {
    /// Records what became of a row, together with a channel's own writes. What is to be said because of it is in the
    /// result and must go through [`Runner::speak`].
    pub fn settle(&self, id: OutboxId, row: &Outgoing, outcome: &Outcome, extra: Vec<Write>, now_ms: i64) -> Result<Turned, RunnerError> {
        let _turn = lock(&self.turns);
        let next_row = self.house.next_row();
        let turned = match fenced(|| self.decide_settled(id, row, outcome, extra.clone(), now_ms)) {
            Ok(turned) => turned?,
            Err(place) => {
                tracing::error!(row = id.0, chat = %row.chat, place, "our code has failed on what became of a message; only that it is done is kept");
                self.house.set_next_row(next_row);
                let mut work = Work::new(&self.house, now_ms);
                work.settle(id);
                self.submit(work, None, extra)?
            }
        };
        if *outcome != Outcome::Again {
            crate::pulse::pulse().settled(id, matches!(outcome, Outcome::Sent(_)));
        }
        if let Act::Document { path, .. } = &row.act
            && row.chat.channel == crate::ids::Channel::Tg
        {
            // The file has been handed over; if removing it fails it only takes room.
            self.house.settings.files().remove(path);
        }
        Ok(turned)
    }

    fn decide_settled(
        &self,
        id: OutboxId,
        row: &Outgoing,
        outcome: &Outcome,
        extra: Vec<Write>,
        now_ms: i64,
    ) -> Result<Turned, RunnerError> {
        let mut work = Work::new(&self.house, now_ms);
        if row.lane == Lane::Reminder {
            work.remove(Kind::Index, &sending(id))?;
        }
        match outcome {
            Outcome::Again => {}
            Outcome::Sent(message) => work.was_sent(id, row, *message)?,
            Outcome::Never(refusal) => work.was_refused(id, row, refusal)?,
        }
        if *outcome != Outcome::Again {
            work.settle(id);
        }
        self.submit(work, None, extra)
    }

    /// Notes that a reminder is about to be sent: if the program dies before it is settled, it is not sent again.
    pub fn mark_sending(&self, id: OutboxId, now_ms: i64) -> Result<Option<Receipt>, RunnerError> {
        let _turn = lock(&self.turns);
        let mut work = Work::new(&self.house, now_ms);
        work.save(&Pointer {
            name: sending(id),
            to: now_ms.to_string(),
        })?;
        Ok(self.submit(work, None, Vec::new())?.receipt)
    }

    /// Whether a row of the last run is a reminder that may have been sent; it is settled then.
    pub(super) fn was_sending(&self, id: OutboxId, row: &Outgoing, now_ms: i64) -> Result<bool, RunnerError> {
        if row.lane != Lane::Reminder || Work::new(&self.house, now_ms).pointer(&sending(id))?.is_none() {
            return Ok(false);
        }
        tracing::warn!(row = id.0, chat = %row.chat, "a reminder may have been sent before the stop, and is not sent again");
        self.settle(id, row, &Outcome::Never(Refusal::Moot), Vec::new(), now_ms)?;
        Ok(true)
    }

    /// The number of the message a row became, if it was sent.
    pub fn message_of(&self, row: OutboxId) -> Result<Option<MessageId>, RunnerError> {
        Work::new(&self.house, 0).message_of(row)
    }
}

impl Work<'_> {
    fn was_sent(&mut self, id: OutboxId, row: &Outgoing, message: Option<MessageId>) -> Result<(), RunnerError> {
        if is_new_message(&row.act) {
            if let Some(message) = message {
                self.save(&Pointer {
                    name: format!("row:{id}"),
                    to: message.to_string(),
                })?;
                self.now_is(row.chat, message, &row.purpose)?;
            }
            return Ok(());
        }
        if let (Act::Edit { target, .. }, Purpose::Prompt { .. }) = (&row.act, &row.purpose) {
            let message = match target {
                Target::Message(message) => Some(*message),
                Target::Row(row) => self.message_of(*row)?,
            };
            if let Some(message) = message {
                self.now_is(row.chat, message, &row.purpose)?;
            }
        }
        Ok(())
    }

    fn now_is(&mut self, chat: ChatId, message: MessageId, purpose: &Purpose) -> Result<(), RunnerError> {
        if *purpose == Purpose::Notice {
            return Ok(());
        }
        self.save(&Sent {
            at: format!("{chat}/{message}"),
            purpose: purpose.clone(),
            at_ms: self.now_ms,
        })
    }

    fn was_refused(&mut self, id: OutboxId, row: &Outgoing, refusal: &Refusal) -> Result<(), RunnerError> {
        match refusal {
            // It is as we wanted it already: carried out before, and the answer was lost.
            Refusal::Moot => return self.was_sent(id, row, None),
            Refusal::Lost => return self.show_lost(row),
            Refusal::Migrated(to) => return self.moved(row, *to),
            Refusal::TopicGone => {
                if row.thread.is_some() && is_new_message(&row.act) {
                    self.send(Outgoing {
                        thread: None,
                        ..row.clone()
                    })?;
                }
                return Ok(());
            }
            Refusal::Gone => self.chat_is(row.chat, Standing::Gone)?,
            Refusal::Blocked => self.chat_is(row.chat, Standing::Blocked)?,
            Refusal::Muted => self.chat_is(row.chat, Standing::Muted)?,
            Refusal::Invalid(why) => {
                tracing::error!(row = id.0, chat = %row.chat, why, "a message of ours was refused");
                self.save(&SetAside {
                    update: format!("row:{id}"),
                    why: why.clone(),
                    at_ms: self.now_ms,
                })?;
            }
        }
        match (&row.purpose, &row.act) {
            (Purpose::TicketCard(ticket), Act::Send(_) | Act::Copy { .. }) => self.card_failed(*ticket, id),
            (Purpose::FormCard(case), Act::Send(_)) => self.form_card_failed(*case, id),
            _ => Ok(()),
        }
    }

    fn chat_is(&mut self, chat: ChatId, standing: Standing) -> Result<(), RunnerError> {
        if let Some(mut group) = self.group(chat)? {
            group.standing = standing;
            return self.save(&group);
        }
        let person = PersonId {
            channel: chat.channel,
            id: chat.id,
        };
        if let Some(mut person) = self.person(person)? {
            person.private = Standing::Blocked;
            self.save(&person)?;
        }
        Ok(())
    }

    fn moved(&mut self, row: &Outgoing, to: ChatId) -> Result<(), RunnerError> {
        self.migrate(row.chat, to)?;
        let own_prompt = matches!(row.purpose, Purpose::Prompt { .. } | Purpose::TicketCard(_));
        if is_new_message(&row.act) && !own_prompt {
            self.send(Outgoing { chat: to, ..row.clone() })?;
        }
        Ok(())
    }

    /// The message to be changed is gone: if it was the open prompt, the question is asked anew.
    fn show_lost(&mut self, row: &Outgoing) -> Result<(), RunnerError> {
        let (Purpose::Prompt { session, visit }, Act::Edit { .. }) = (&row.purpose, &row.act) else {
            return Ok(());
        };
        let mut session = self.session(*session)?;
        if session.visit == *visit && session.prompt.take().is_some() {
            self.present(&mut session, super::present::Cause::default(), &[])?;
            self.save(&session)?;
        }
        Ok(())
    }
}
