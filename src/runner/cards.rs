//! Cards at the help desk: put there, kept up to date, delivered later where there was no desk.

use super::RunnerError;
use super::dispatch::Who;
use super::work::Work;
use crate::case::{Case, Stage};
use crate::conversation::journey;
use crate::desk::{Card, Ticket};
use crate::flow::Flow;
use crate::ids::{CaseId, ChatId, MessageId, TicketId};
use crate::l10n::Lang;
use crate::message::{Act, Attachment, Lane, Message, Outgoing, Purpose, Standing, Text};
use crate::render::{self, FormView, arg};
use crate::roster::Binding;
use crate::store::Kind;

impl Work<'_> {
    /// The desk's chat, if the bot may write there.
    pub(super) fn desk_of(&mut self, county: Option<&str>) -> Result<Option<ChatId>, RunnerError> {
        let Some(county) = county else { return Ok(None) };
        let Some(desk) = self.county(county)?.desk else { return Ok(None) };
        let usable = self
            .group(desk)?
            .is_some_and(|g| matches!(g.standing, Standing::Member | Standing::Admin));
        Ok(Some(desk).filter(|_| usable))
    }

    pub(super) fn desk_row(&mut self, chat: ChatId, purpose: Purpose, act: Act) -> Result<crate::ids::OutboxId, RunnerError> {
        self.send(Outgoing {
            lane: Lane::Alert,
            chat,
            thread: None,
            person: None,
            purpose,
            act,
            attempts: 0,
        })
    }

    fn ticket_message(&mut self, ticket: &Ticket) -> Result<Message, RunnerError> {
        let form = ticket.case.map(|id| self.case(id)).transpose()?.flatten();
        let voice = self.voice(Lang::ZhCn);
        let Some((case, flow)) = form else {
            return Ok(render::ticket_card(voice, None, ticket));
        };
        let journey = journey(&flow, &case.answers);
        Ok(render::ticket_card(voice, Some(FormView::new(&flow, &case, &journey)), ticket))
    }

    /// Every copy of the card shows how it is now.
    pub(super) fn refresh_ticket(&mut self, ticket: &Ticket) -> Result<(), RunnerError> {
        let message = self.ticket_message(ticket)?;
        for card in &ticket.cards {
            let target = crate::message::Target::Row(card.row);
            self.desk_row(
                card.chat,
                Purpose::TicketCard(ticket.id),
                Act::Edit {
                    target,
                    message: message.clone(),
                },
            )?;
        }
        Ok(())
    }

    /// Puts a ticket on the desk, if there is one; else it waits in the store until a desk is bound.
    pub(super) fn open_ticket(&mut self, ticket: &mut Ticket) -> Result<(), RunnerError> {
        if let Some(desk) = self.desk_of(ticket.county.as_deref())? {
            let message = self.ticket_message(ticket)?;
            let row = self.desk_row(desk, Purpose::TicketCard(ticket.id), Act::Send(message))?;
            ticket.cards.push(Card { chat: desk, row });
            if let Some((what, message)) = ticket.attachment.clone() {
                self.copy_to_desk(desk, ticket.id, what, ticket.session.chat, message, &ticket.asker.name)?;
            }
        }
        self.save(&*ticket)
    }

    pub(super) fn copy_to_desk(
        &mut self,
        desk: ChatId,
        id: TicketId,
        what: Attachment,
        from: ChatId,
        message: Option<MessageId>,
        name: &str,
    ) -> Result<(), RunnerError> {
        let caption = self
            .voice(Lang::ZhCn)
            .text("card-attachment", &[("id", arg(id.to_string())), ("person", arg(name))]);
        self.desk_row(
            desk,
            Purpose::TicketCard(id),
            Act::Copy {
                what,
                from,
                message,
                caption,
            },
        )
        .map(drop)
    }

    /// Somebody asks again: the desk hears it.
    pub(super) fn remind_desk(&mut self, ticket: &Ticket) -> Result<(), RunnerError> {
        let args = [("id", arg(ticket.id.to_string())), ("person", arg(ticket.asker.name.as_str()))];
        for card in &ticket.cards {
            let text = self.voice(Lang::ZhCn).text("card-again", &args);
            let message = Message::new(text);
            self.desk_row(card.chat, Purpose::TicketCard(ticket.id), Act::Send(message))?;
        }
        Ok(())
    }

    /// Puts on the desk what waited for it.
    pub(super) fn deliver_waiting(&mut self, county: &str) -> Result<(), RunnerError> {
        let Some(desk) = self.desk_of(Some(county))? else { return Ok(()) };
        for mut ticket in self.open_tickets()? {
            let here = ticket.cards.iter().any(|c| c.chat == desk);
            if ticket.county.as_deref() == Some(county) && !here {
                ticket.cards.clear();
                self.open_ticket(&mut ticket)?;
            }
        }
        Ok(())
    }

    /// A card could not be delivered: it waits, and the owner is told so.
    pub(super) fn card_failed(&mut self, id: TicketId, row: crate::ids::OutboxId) -> Result<(), RunnerError> {
        let Some(mut ticket) = self.ticket(id)? else { return Ok(()) };
        let before = ticket.cards.len();
        ticket.cards.retain(|c| c.row != row);
        if ticket.cards.len() == before || !ticket.cards.is_empty() || !ticket.is_open() {
            return Ok(());
        }
        self.save(&ticket)?;
        let who = self.asker(&ticket)?;
        let text = Text::plain(self.help_sentence(&ticket, &who, "help-waits")?);
        self.say(
            ticket.session,
            Message::new(text).replying(ticket.message),
            Purpose::TicketReply(id),
        )
        .map(drop)
    }

    /// The chat a group has moved to: cards are put there anew, answers go there.
    pub(super) fn tickets_move(&mut self, from: ChatId, to: ChatId) -> Result<(), RunnerError> {
        for mut ticket in self.all::<Ticket>(Kind::Ticket)? {
            let asked_here = ticket.session.chat == from;
            let card_here = ticket.cards.iter().any(|c| c.chat == from);
            if asked_here {
                ticket.session.chat = to;
                ticket.message = None;
            }
            if card_here && ticket.is_open() {
                ticket.cards.clear();
                self.open_ticket(&mut ticket)?;
            } else if asked_here {
                self.save(&ticket)?;
            }
        }
        Ok(())
    }

    /// A fresh copy of a card, so that it can be answered without scrolling.
    pub(super) fn card_again(&mut self, ticket: &mut Ticket, chat: ChatId) -> Result<(), RunnerError> {
        if self.group(chat)?.and_then(|g| g.bound) != ticket.county.clone().map(|county| Binding::Desk { county }) {
            return Ok(());
        }
        let message = self.ticket_message(ticket)?;
        let row = self.desk_row(chat, Purpose::TicketCard(ticket.id), Act::Send(message))?;
        ticket.cards.push(Card { chat, row });
        if ticket.cards.len() > 4 {
            ticket.cards.remove(0);
        }
        self.save(&*ticket)
    }

    fn form_message(&self, case: &Case, flow: &Flow) -> Message {
        let journey = journey(flow, &case.answers);
        render::form_card(self.voice(Lang::ZhCn), FormView::new(flow, case, &journey))
    }

    /// Puts a signed form on the desk; older cards of the form are brought up to date.
    pub(super) fn form_to_desk(&mut self, case: &mut Case, flow: &Flow) -> Result<(), RunnerError> {
        if !case.cards.is_empty() && case.stage == Stage::Signed && case.confirmed_by.is_some() {
            return self.refresh_form_cards(case, flow);
        }
        let Some(desk) = self.desk_of(case.county.as_deref())? else {
            return Ok(());
        };
        self.lay_cards_aside(case)?;
        let message = self.form_message(case, flow);
        let row = self.desk_row(desk, Purpose::FormCard(case.id), Act::Send(message))?;
        case.cards.push(Card { chat: desk, row });
        Ok(())
    }

    /// A form signed anew gets a new card; older ones say so and lose their buttons.
    fn lay_cards_aside(&mut self, case: &mut Case) -> Result<(), RunnerError> {
        let text = self
            .voice(Lang::ZhCn)
            .text("form-card-old", &[("reference", arg(case.reference()))]);
        for card in std::mem::take(&mut case.cards) {
            let message = Message::new(text.clone());
            let target = crate::message::Target::Row(card.row);
            self.desk_row(card.chat, Purpose::FormCard(case.id), Act::Edit { target, message })?;
        }
        Ok(())
    }

    pub(super) fn refresh_form_cards(&mut self, case: &Case, flow: &Flow) -> Result<(), RunnerError> {
        let message = self.form_message(case, flow);
        for card in &case.cards {
            let target = crate::message::Target::Row(card.row);
            self.desk_row(
                card.chat,
                Purpose::FormCard(case.id),
                Act::Edit {
                    target,
                    message: message.clone(),
                },
            )?;
        }
        Ok(())
    }

    /// Signed forms that were not put on a desk yet.
    pub(super) fn deliver_forms(&mut self, county: &str) -> Result<(), RunnerError> {
        let Some(desk) = self.desk_of(Some(county))? else { return Ok(()) };
        let waits = |case: &Case| {
            case.county.as_deref() == Some(county)
                && matches!(case.stage, Stage::Signed | Stage::AwaitingOwner | Stage::HandedIn)
                && case.cards.iter().all(|c| c.chat != desk)
        };
        let asks = |case: &Case| {
            let unasked = case
                .deletion
                .as_ref()
                .is_some_and(|deletion| deletion.cards.iter().all(|c| c.chat != desk));
            unasked && case.county.as_deref() == Some(county)
        };
        let cases = self.cases()?;
        let ids: Vec<CaseId> = cases.iter().filter(|c| waits(c)).map(|c| c.id).collect();
        let asked: Vec<CaseId> = cases.iter().filter(|c| asks(c)).map(|c| c.id).collect();
        for id in ids {
            let Some((mut case, flow)) = self.case(id)? else { continue };
            case.cards.clear();
            self.form_to_desk(&mut case, &flow)?;
            self.save_case(&case, &flow)?;
        }
        for id in asked {
            let Some((mut case, flow)) = self.case(id)? else { continue };
            self.ask_to_delete(&mut case, &flow)?;
            self.save_case(&case, &flow)?;
        }
        Ok(())
    }

    /// A form's card could not be delivered: it is put on the desk when the bot can write there again.
    pub(super) fn form_card_failed(&mut self, id: CaseId, row: crate::ids::OutboxId) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case(id)? else { return Ok(()) };
        case.cards.retain(|c| c.row != row);
        if let Some(deletion) = &mut case.deletion {
            deletion.cards.retain(|c| c.row != row);
        }
        self.save_case(&case, &flow)
    }

    pub(super) fn tell_desk_of_twin(&mut self, case: &mut Case, twin: &Case, code: &str, who: &Who) -> Result<(), RunnerError> {
        if case.twin_told {
            return Ok(());
        }
        case.twin_told = true;
        let Some(desk) = self.desk_of(case.county.as_deref())? else {
            return Ok(());
        };
        let args = [
            ("code", arg(code)),
            ("reference", arg(case.reference())),
            ("person", arg(who.name.as_str())),
            ("other", arg(twin.reference())),
            ("other-person", arg(twin.filled_by.name.as_str())),
        ];
        let text = self.voice(Lang::ZhCn).text("desk-twin", &args);
        self.desk_row(desk, Purpose::FormCard(case.id), Act::Send(Message::new(text)))
            .map(drop)
    }
}
