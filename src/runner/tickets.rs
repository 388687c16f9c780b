//! Questions that wait for a human: opened, put on the desk, talked about, closed.

use super::RunnerError;
use super::dispatch::Who;
use super::present::Cause;
use super::records::{Session, padded};
use super::work::Work;
use crate::case::{Account, Case};
use crate::conversation::{self, HelpReason, journey};
use crate::desk::{Card, Deed, Refused, Said, Ticket, TicketState};
use crate::flow::Flow;
use crate::ids::{ChatId, MessageId, PersonId, SessionKey, TicketId};
use crate::l10n::Lang;
use crate::message::{Act, Attachment, Inbound, Lane, Message, Outgoing, Purpose, ReplyBox, Standing, Text};
use crate::render::{self, FormView, TicketPress, View, arg};
use crate::roster::{Binding, County};
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

    /// Somebody asks again: the desk hears it.
    fn remind_desk(&mut self, ticket: &Ticket) -> Result<(), RunnerError> {
        let args = [("id", arg(ticket.id.to_string())), ("person", arg(ticket.asker.name.as_str()))];
        for card in &ticket.cards {
            let text = self.voice(Lang::ZhCn).text("card-again", &args);
            let message = Message::new(text);
            self.desk_row(card.chat, Purpose::TicketCard(ticket.id), Act::Send(message))?;
        }
        Ok(())
    }

    fn ticket(&mut self, id: TicketId) -> Result<Option<Ticket>, RunnerError> {
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
            opened_ms: self.now_ms,
        })
    }

    /// What the owner is told: that it arrived and when the desk answers, or, honestly, that it waits.
    fn help_sentence(&mut self, ticket: &Ticket, who: &Who, id: &str) -> Result<String, RunnerError> {
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

    /// The desk's chat, if the bot may write there.
    pub(super) fn desk_of(&mut self, county: Option<&str>) -> Result<Option<ChatId>, RunnerError> {
        let Some(county) = county else { return Ok(None) };
        let Some(desk) = self.county(county)?.desk else { return Ok(None) };
        let usable = self
            .group(desk)?
            .is_some_and(|g| matches!(g.standing, Standing::Member | Standing::Admin));
        Ok(Some(desk).filter(|_| usable))
    }

    /// Puts a ticket on the desk, if there is one; else it waits in the store until a desk is bound.
    fn open_ticket(&mut self, ticket: &mut Ticket) -> Result<(), RunnerError> {
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

    fn copy_to_desk(
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
    fn refresh_ticket(&mut self, ticket: &Ticket) -> Result<(), RunnerError> {
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

    /// Puts on the desk what waited for it. Gives how many.
    pub(super) fn deliver_waiting(&mut self, county: &str) -> Result<usize, RunnerError> {
        let Some(desk) = self.desk_of(Some(county))? else { return Ok(0) };
        let mut count = 0;
        for mut ticket in self.all::<Ticket>(Kind::Ticket)? {
            let here = ticket.cards.iter().any(|c| c.chat == desk);
            if ticket.is_open() && ticket.county.as_deref() == Some(county) && !here {
                ticket.cards.clear();
                self.open_ticket(&mut ticket)?;
                count += 1;
            }
        }
        Ok(count)
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
    pub(super) fn help_without_form(&mut self, mut session: Session, who: &Who, message: Option<MessageId>) -> Result<(), RunnerError> {
        let open = session
            .ticket
            .map(|id| self.ticket(id))
            .transpose()?
            .flatten()
            .filter(Ticket::is_open);
        let (ticket, id) = if let Some(ticket) = open {
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
        };
        if let Err(refused) = ticket.act(deed, &officer) {
            return self.refuse_deed(who, &refused);
        }
        self.save(&ticket)?;
        self.refresh_ticket(&ticket)?;
        match press {
            TicketPress::Value => self.ask_officer(inbound, who, Purpose::AskValue(id), "ask-value"),
            TicketPress::Deed(Deed::Close) => self.ticket_closed(&ticket, &officer),
            TicketPress::Deed(_) => self.tell_asker(&ticket, "ticket-claimed", &[("by", arg(officer.name.as_str()))]),
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

    fn tell_asker(&mut self, ticket: &Ticket, id: &str, args: &[(&str, crate::answer::Arg)]) -> Result<(), RunnerError> {
        let lang = self.lang_of(ticket.asker.id)?;
        let text = self.voice(lang).text(id, args);
        self.say(
            ticket.session,
            Message::new(text).replying(ticket.message),
            Purpose::TicketReply(ticket.id),
        )
        .map(drop)
    }

    /// Asks an officer for something, where he is.
    pub(super) fn ask_officer(&mut self, inbound: &Inbound, who: &Who, purpose: Purpose, id: &str) -> Result<(), RunnerError> {
        let text = self.voice(Lang::ZhCn).text(id, &[("name", arg(who.name.as_str()))]);
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

    /// `/tickets`: what waits at this desk.
    pub(super) fn list_tickets(&mut self, inbound: &Inbound, who: &Who, county: &str) -> Result<(), RunnerError> {
        let open: Vec<Ticket> = self
            .all::<Ticket>(Kind::Ticket)?
            .into_iter()
            .filter(|t| t.is_open() && t.county.as_deref() == Some(county))
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

    /// A fresh copy of a card, so that it can be answered without scrolling.
    fn card_again(&mut self, ticket: &mut Ticket, chat: ChatId) -> Result<(), RunnerError> {
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
}
