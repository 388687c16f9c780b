//! What officers do about a question: take it, answer it, type a value, close it.

use super::RunnerError;
use super::dispatch::Who;
use super::present::Cause;
use super::work::Work;
use crate::case::{Account, Case};
use crate::conversation::{self};
use crate::desk::{Deed, Refused, Said, Ticket, TicketState};
use crate::flow::Flow;
use crate::ids::{PersonId, SessionKey, TicketId};
use crate::l10n::Lang;
use crate::message::{Inbound, Message, Purpose, ReplyBox, Span, Text};
use crate::render::{self, TicketPress, arg};

impl Work<'_> {
    /// Whether somebody's taps and replies count at a county's desk.
    pub(super) fn is_officer(&mut self, person: PersonId, county: Option<&str>) -> Result<bool, RunnerError> {
        if self.house.is_admin(person) {
            return Ok(true);
        }
        let Some(county) = county else { return Ok(false) };
        Ok(self.county(county)?.officers.contains_key(&person))
    }

    /// The name an officer is known by.
    pub(super) fn officer_name(&mut self, who: &Who, county: Option<&str>) -> Result<Account, RunnerError> {
        let known = county
            .map(|c| self.county(c))
            .transpose()?
            .and_then(|c| c.officers.get(&who.id).cloned());
        Ok(Account {
            id: who.id,
            name: known.unwrap_or_else(|| who.name.clone()),
        })
    }

    /// A button of a ticket's card.
    pub(super) fn tap_ticket(&mut self, inbound: &Inbound, who: &Who, id: TicketId, press: TicketPress) -> Result<(), RunnerError> {
        let Some(mut ticket) = self.ticket(id)? else {
            return self.alert(who, "toast-old");
        };
        if !self.is_officer(who.id, ticket.county.as_deref())? {
            return self.alert(who, "toast-not-officer");
        }
        let officer = self.officer_name(who, ticket.county.as_deref())?;
        let deed = match press {
            TicketPress::Deed(deed) => deed,
            TicketPress::Value => Deed::Answer,
            TicketPress::Entry => return self.draft_entry(inbound, who, &ticket),
        };
        if let Err(refused) = ticket.act(deed, &officer) {
            return self.refuse_deed(who, &refused);
        }
        self.save(&ticket)?;
        self.refresh_ticket(&ticket)?;
        match press {
            TicketPress::Value => self.ask_officer(inbound, who, Purpose::AskValue(id), "ask-value"),
            TicketPress::Deed(Deed::Close) => self.ticket_closed(&ticket, &officer),
            TicketPress::Deed(_) | TicketPress::Entry => self.tell_asker(&ticket, "ticket-claimed", &[("by", arg(officer.name.as_str()))]),
        }
    }

    fn refuse_deed(&mut self, who: &Who, refused: &Refused) -> Result<(), RunnerError> {
        match refused {
            Refused::TakenBy(name) => self.alert_with(who, "toast-taken", &[("by", arg(name.as_str()))]),
            Refused::Closed => self.alert(who, "toast-closed"),
        }
    }

    fn ticket_closed(&mut self, ticket: &Ticket, officer: &Account) -> Result<(), RunnerError> {
        let mut session = self.session(ticket.session)?;
        if session.ticket == Some(ticket.id) {
            session.ticket = None;
            self.save(&session)?;
        }
        self.tell_asker(ticket, "ticket-closed", &[("by", arg(officer.name.as_str()))])
    }

    /// Asks an officer for something, where he is.
    pub(super) fn ask_officer(&mut self, inbound: &Inbound, who: &Who, purpose: Purpose, id: &str) -> Result<(), RunnerError> {
        // Named, so that his program opens the reply box for him alone.
        let mention = Span::Mention {
            person: who.id,
            name: who.name.clone(),
        };
        let mut text = Text(vec![mention]);
        text.push(format!(" {}", self.voice(Lang::ZhCn).say(id)));
        let placeholder = self.voice(Lang::ZhCn).say(&format!("{id}.example"));
        let reply_box = Some(ReplyBox {
            person: who.id,
            placeholder,
            photo: false,
            place: false,
        });
        let key = SessionKey {
            chat: inbound.chat,
            thread: inbound.thread,
            person: who.id,
        };
        self.say(
            key,
            Message {
                text,
                reply_box,
                ..Message::default()
            },
            purpose,
        )
        .map(drop)
    }

    /// An officer answers by replying to the card: the owner gets it as a reply to his own message, and the form goes on.
    pub(super) fn desk_answers(&mut self, inbound: &Inbound, who: &Who, id: TicketId, text: &str) -> Result<(), RunnerError> {
        let Some(mut ticket) = self.ticket(id)? else { return Ok(()) };
        let county = ticket.county.clone();
        if !self.is_officer(who.id, county.as_deref())? {
            return self.say_text(who.key, "desk-not-officer", &[], inbound.message);
        }
        let officer = self.officer_name(who, county.as_deref())?;
        match ticket.act(Deed::Answer, &officer) {
            Err(Refused::TakenBy(name)) => return self.say_text(who.key, "desk-taken", &[("by", arg(name))], inbound.message),
            Err(Refused::Closed) => return self.say_text(who.key, "desk-closed", &[], inbound.message),
            Ok(()) => {}
        }
        ticket.hear(Said {
            by: officer.clone(),
            desk: true,
            text: text.to_owned(),
        });
        self.save(&ticket)?;
        self.refresh_ticket(&ticket)?;
        self.tell_asker(&ticket, "desk-answer", &[("by", arg(officer.name)), ("text", arg(text))])?;
        let mut session = self.session(ticket.session)?;
        session.ticket = Some(ticket.id);
        self.save(&session)?;
        self.show_again(ticket.session)
    }

    /// The form goes on at the same question: its prompt comes below what was said.
    pub(super) fn show_again(&mut self, key: SessionKey) -> Result<(), RunnerError> {
        let mut session = self.session(key)?;
        if session.prompt.is_some() && session.case.is_some() {
            self.present(&mut session, Cause::default(), &[])?;
            self.save(&session)?;
        }
        Ok(())
    }

    /// An officer has typed what is on a photo: the owner is asked whether it is right.
    pub(super) fn desk_gives_value(&mut self, inbound: &Inbound, who: &Who, id: TicketId, text: &str) -> Result<(), RunnerError> {
        let Some(ticket) = self.ticket(id)?.filter(Ticket::is_open) else {
            return self.say_text(who.key, "desk-closed", &[], inbound.message);
        };
        if !self.is_officer(who.id, ticket.county.as_deref())? {
            return self.say_text(who.key, "desk-not-officer", &[], inbound.message);
        }
        let officer = self.officer_name(who, ticket.county.as_deref())?;
        let session = self.session(ticket.session)?;
        let form = session
            .case
            .filter(|c| Some(*c) == ticket.case)
            .map(|c| self.case(c))
            .transpose()?
            .flatten();
        let (Some((case, flow)), Some(key)) = (form, ticket.key.clone()) else {
            return self.say_text(who.key, "desk-closed", &[], inbound.message);
        };
        match self.judge_for_officer(&case, &flow, &key, text) {
            Ok(value) => {
                let owner = self.asker(&ticket)?;
                let propose = conversation::Action::Propose {
                    key,
                    value,
                    by: officer.name,
                };
                self.act(session, &owner, propose, Cause::default())?;
                self.say_text(who.key, "value-proposed", &[], inbound.message)
            }
            Err(why) => {
                let text = Text::plain(why);
                self.say(who.key, Message::new(text).replying(inbound.message), Purpose::AskValue(id))
                    .map(drop)
            }
        }
    }

    fn judge_for_officer(&self, case: &Case, flow: &Flow, key: &crate::ids::AnswerKey, text: &str) -> Result<crate::answer::Value, String> {
        use crate::answer::{Context, Judged, Raw, judge};
        let voice = self.voice(Lang::ZhCn);
        let Some(ask) = flow.ask(&key.step) else {
            return Err(voice.say("reject-wrong-kind"));
        };
        let labels = render::labels(&self.house.catalogue, flow, ask);
        let today = crate::clock::date(self.now_ms);
        let context = Context {
            tables: &self.house.tables,
            county: case.county.as_deref(),
            labels: &labels,
            same_as: None,
            today,
        };
        match judge(ask, &Raw::Text(text.to_owned()), &context) {
            Judged::Accepted { value, .. } => Ok(value),
            Judged::Pick(values) => values.into_iter().next().ok_or_else(|| voice.say("reject-wrong-kind")),
            Judged::Rejected(why) => Err(voice.rejection(&why)),
        }
    }

    /// `/tickets`: what waits at this desk.
    pub(super) fn list_tickets(&mut self, inbound: &Inbound, who: &Who, county: &str) -> Result<(), RunnerError> {
        let open: Vec<Ticket> = self
            .open_tickets()?
            .into_iter()
            .filter(|t| t.county.as_deref() == Some(county))
            .collect();
        let voice = self.voice(Lang::ZhCn);
        let mut lines = vec![voice.tell("tickets-title", &[("count", render::number(open.len()))])];
        for ticket in open.iter().take(20) {
            let state = match &ticket.state {
                TicketState::Claimed(by) => voice.tell("card-state-claimed", &[("by", arg(by.name.as_str()))]),
                _ => voice.say("card-state-open"),
            };
            let since = crate::clock::short(ticket.opened_ms);
            lines.push(voice.tell(
                "tickets-line",
                &[
                    ("id", arg(ticket.id.to_string())),
                    ("person", arg(ticket.asker.name.as_str())),
                    ("since", arg(since)),
                    ("state", arg(state)),
                ],
            ));
        }
        let message = Message::new(Text::plain(lines.join("\n"))).replying(inbound.message);
        self.say(who.key, message, Purpose::Notice)?;
        for mut ticket in open.into_iter().take(5) {
            self.card_again(&mut ticket, inbound.chat)?;
        }
        Ok(())
    }
}
