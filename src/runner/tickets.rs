//! Questions that wait for a human: opened, put on the desk, talked about, closed.

use super::RunnerError;
use super::codec::padded;
use super::dispatch::Who;
use super::present::Cause;
use super::records::Session;
use super::work::Work;
use crate::case::Case;
use crate::conversation::{self, HelpReason, journey};
use crate::desk::{Said, Ticket, TicketState};
use crate::flow::Flow;
use crate::ids::{ChatId, MessageId, TicketId};
use crate::l10n::Lang;
use crate::message::{Act, Attachment, Message, Purpose, Text};
use crate::render::{View, arg};
use crate::roster::County;
use crate::store::Kind;

impl Work<'_> {
    pub(super) fn county(&mut self, name: &str) -> Result<County, RunnerError> {
        Ok(self.load::<County>(name)?.unwrap_or_else(|| County {
            name: name.to_owned(),
            ..County::default()
        }))
    }

    /// The county of a session: its form's, its group's, or the only one that has a desk here.
    pub(super) fn county_of_session(&mut self, session: &Session) -> Result<Option<String>, RunnerError> {
        if let Some(id) = session.case
            && let Some(county) = self.case(id)?.and_then(|(case, _)| case.county)
        {
            return Ok(Some(county));
        }
        if let Some(bound) = self.group(session.key.chat)?.and_then(|g| g.bound) {
            return Ok(Some(bound.county().to_owned()));
        }
        let with_desk: Vec<County> = self.all::<County>(Kind::County)?.into_iter().filter(|c| c.desk.is_some()).collect();
        Ok(match with_desk.as_slice() {
            [only] => Some(only.name.clone()),
            _ => None,
        })
    }

    /// A human is wanted: a ticket is opened, or the open one is shown again. Gives the sentence for the owner.
    pub(super) fn want_help(
        &mut self,
        session: &mut Session,
        case: &Case,
        flow: &Flow,
        who: &Who,
        why: HelpReason,
        cause: Cause,
    ) -> Result<String, RunnerError> {
        let key = conversation::current(&journey(flow, &case.answers), &session.dialog);
        let open = session
            .ticket
            .map(|id| self.ticket(id))
            .transpose()?
            .flatten()
            .filter(|t| t.is_open() && t.key == key);
        let tries: Vec<_> = session
            .dialog
            .tries
            .iter()
            .filter(|t| Some(&t.key) == key.as_ref())
            .cloned()
            .collect();
        if let Some(mut ticket) = open {
            ticket.message = cause.message.or(ticket.message);
            ticket.tries = tries;
            self.save(&ticket)?;
            self.refresh_ticket(&ticket)?;
            self.remind_desk(&ticket)?;
            return self.help_sentence(&ticket, who, "help-open");
        }
        let mut ticket = self.new_ticket(session, who, why, cause.message)?;
        ticket.case = Some(case.id);
        ticket.key = key;
        ticket.tries = tries;
        session.ticket = Some(ticket.id);
        self.note(case.id, who.id, crate::case::TrailEvent::Ticket(ticket.id));
        self.open_ticket(&mut ticket)?;
        self.help_sentence(&ticket, who, "help-sent")
    }

    pub(super) fn ticket(&mut self, id: TicketId) -> Result<Option<Ticket>, RunnerError> {
        self.load::<Ticket>(&padded(id.0))
    }

    fn new_ticket(&mut self, session: &Session, who: &Who, why: HelpReason, message: Option<MessageId>) -> Result<Ticket, RunnerError> {
        Ok(Ticket {
            id: self.next_ticket()?,
            asker: who.account(),
            session: session.key,
            message: message.or(session.last_message),
            case: session.case,
            county: self.county_of_session(session)?,
            key: None,
            why,
            tries: Vec::new(),
            attachment: None,
            state: TicketState::Open,
            cards: Vec::new(),
            words: Vec::new(),
            deleted: false,
            opened_ms: self.now_ms,
        })
    }

    /// What the owner is told: that it arrived and when the desk answers, or, honestly, that it waits.
    pub(super) fn help_sentence(&mut self, ticket: &Ticket, who: &Who, id: &str) -> Result<String, RunnerError> {
        let county = ticket.county.clone().unwrap_or_default();
        let id = if ticket.cards.is_empty() { "help-waits" } else { id };
        let desk = self.county(&county)?.nickname.unwrap_or_default();
        let hours = self.house.settings.desk_hours.clone();
        let named = if desk.is_empty() { "no" } else { "yes" };
        let args = [
            ("id", arg(ticket.id.to_string())),
            ("hours", arg(hours)),
            ("desk", arg(desk)),
            ("named", arg(named)),
        ];
        Ok(self.voice(who.lang).tell(id, &args))
    }

    /// A form has learnt its county: tickets of its person that did not know one go to that desk.
    pub(super) fn ticket_learns_county(&mut self, session: &Session, county: &str) -> Result<(), RunnerError> {
        let ticket = session.ticket.map(|id| self.ticket(id)).transpose()?.flatten();
        if let Some(mut ticket) = ticket.filter(|t| t.is_open() && t.cards.is_empty()) {
            ticket.county = Some(county.to_owned());
            self.open_ticket(&mut ticket)?;
        }
        Ok(())
    }

    pub(super) fn asker(&mut self, ticket: &Ticket) -> Result<Who, RunnerError> {
        let lang = self.lang_of(ticket.asker.id)?;
        Ok(Who {
            id: ticket.asker.id,
            name: ticket.asker.name.clone(),
            key: ticket.session,
            lang,
        })
    }

    /// Help is wanted where no form is open.
    pub(super) fn help_without_form(&mut self, session: Session, who: &Who, message: Option<MessageId>) -> Result<(), RunnerError> {
        self.help_about(session, who, message, None)
    }

    /// The same, with what it is about.
    pub(super) fn help_about(
        &mut self,
        mut session: Session,
        who: &Who,
        message: Option<MessageId>,
        about: Option<String>,
    ) -> Result<(), RunnerError> {
        let about = about.map(|text| Said {
            by: who.account(),
            desk: false,
            text,
        });
        let open = session
            .ticket
            .map(|id| self.ticket(id))
            .transpose()?
            .flatten()
            .filter(Ticket::is_open);
        let (ticket, id) = if let Some(mut ticket) = open {
            if let Some(about) = about {
                ticket.hear(about);
                self.save(&ticket)?;
                self.refresh_ticket(&ticket)?;
            }
            (ticket, "help-open")
        } else {
            let mut ticket = self.new_ticket(&session, who, HelpReason::Asked, message)?;
            let open = self.open_forms(who.id)?.first().map(|(id, _)| *id);
            ticket.case = ticket.case.or(open);
            if let Some(county) = ticket
                .case
                .map(|id| self.case(id))
                .transpose()?
                .flatten()
                .and_then(|(case, _)| case.county)
            {
                ticket.county = Some(county);
            }
            ticket.words.extend(about);
            session.ticket = Some(ticket.id);
            self.open_ticket(&mut ticket)?;
            self.save(&session)?;
            (ticket, "help-sent")
        };
        let text = Text::plain(self.help_sentence(&ticket, who, id)?);
        self.say(who.key, Message::new(text).replying(message), Purpose::TicketReply(ticket.id))
            .map(drop)
    }

    /// What the owner says to the desk goes to the card until it is closed.
    pub(super) fn owner_says(&mut self, who: &Who, id: TicketId, text: &str, message: Option<MessageId>) -> Result<(), RunnerError> {
        let Some(mut ticket) = self.ticket(id)?.filter(|t| t.is_asker(who.id)) else {
            return Ok(());
        };
        if !ticket.is_open() {
            return self.say_text(who.key, "ticket-over", &[], message);
        }
        ticket.hear(Said {
            by: who.account(),
            desk: false,
            text: text.to_owned(),
        });
        ticket.message = message;
        self.save(&ticket)?;
        self.refresh_ticket(&ticket)?;
        let cards: Vec<ChatId> = ticket.cards.iter().map(|c| c.chat).collect();
        for chat in cards {
            let args = [("id", arg(id.to_string())), ("person", arg(who.name.as_str())), ("text", arg(text))];
            let text = self.voice(Lang::ZhCn).text("card-owner-says", &args);
            self.desk_row(chat, Purpose::TicketCard(id), Act::Send(Message::new(text)))?;
        }
        self.say_text(who.key, "passed-on", &[], message)
    }

    pub(super) fn tell_asker(&mut self, ticket: &Ticket, id: &str, args: &[(&str, crate::answer::Arg)]) -> Result<(), RunnerError> {
        let lang = self.lang_of(ticket.asker.id)?;
        let text = self.voice(lang).text(id, args);
        self.say(
            ticket.session,
            Message::new(text).replying(ticket.message),
            Purpose::TicketReply(ticket.id),
        )
        .map(drop)
    }

    /// A photo or a voice message instead of the answer: it goes to the desk with a ticket.
    pub(super) fn stands_in(
        &mut self,
        mut session: Session,
        who: &Who,
        what: &Attachment,
        album: Option<&str>,
        message: Option<MessageId>,
    ) -> Result<(), RunnerError> {
        let Some((case, flow)) = self.form_of(&session)? else {
            return Ok(());
        };
        let cause = Cause { message, tapped: false };
        if matches!(Self::view(&session, &case, &flow), Some(View::GoPrivate(_))) {
            let remark = self.voice(who.lang).say("not-in-group");
            self.present(&mut session, cause, &[remark])?;
            return self.save(&session);
        }
        if let Some(id) = self.album(album)? {
            return self.more_of_album(id, who, what, message);
        }
        let mut ticket = self.new_ticket(&session, who, HelpReason::Attachment, message)?;
        ticket.key = conversation::current(&journey(&flow, &case.answers), &session.dialog);
        ticket.attachment = Some((what.clone(), message));
        session.ticket = Some(ticket.id);
        if let Some(album) = album {
            self.point(format!("album:{album}"), ticket.id.to_string())?;
        }
        self.note(case.id, who.id, crate::case::TrailEvent::Ticket(ticket.id));
        self.open_ticket(&mut ticket)?;
        let remark = self.help_sentence(&ticket, who, "attachment-sent")?;
        self.present(&mut session, cause, &[remark])?;
        self.save(&session)
    }

    fn album(&mut self, album: Option<&str>) -> Result<Option<TicketId>, RunnerError> {
        let Some(album) = album else { return Ok(None) };
        Ok(self
            .pointer(&format!("album:{album}"))?
            .and_then(|id| id.parse().ok().map(TicketId)))
    }

    /// The other photos of an album go to the same ticket, without a word.
    fn more_of_album(&mut self, id: TicketId, who: &Who, what: &Attachment, message: Option<MessageId>) -> Result<(), RunnerError> {
        let Some(ticket) = self.ticket(id)? else { return Ok(()) };
        for card in &ticket.cards {
            self.copy_to_desk(card.chat, id, what.clone(), ticket.session.chat, message, &who.name)?;
        }
        Ok(())
    }
}
