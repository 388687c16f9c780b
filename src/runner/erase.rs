//! `/delete_me`: what a person has left here goes, as far as it is his alone to decide.
//!
//! 1. The command, the words of its button, or the button of the menu tell what would go; one more press does it.
//! 2. Gone at once: his forms that were never signed (also those he was filling in for somebody else: nobody but him has
//!    seen them), his sessions, links, questions, waiting messages, and the talk of his private room in the web chat.
//! 3. Forms that were signed, by him or for him, are the county's files: a card asks the desk, and an officer accepts or
//!    refuses. Whoever presses first decides ([`Case::decide_deletion`]).
//!
//! What was removed is gone from what the program reads when the turn is durable, the trail of a form with the form. Old
//! bytes of sled's log hold it, sealed, until the store is written anew, which it is every night.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::RunnerError;
use super::codec::{decode_row, padded};
use super::dispatch::Who;
use super::present::{Cause, row_to};
use super::records::Session;
use super::work::Work;
use crate::answer::Value;
use crate::case::{Account, Case, Deletion};
use crate::conversation::journey;
use crate::desk::{Card, Ticket};
use crate::flow::{Ask, Flow};
use crate::ids::{CaseId, Channel, MessageId, PersonId, SessionKey};
use crate::l10n::Lang;
use crate::message::{Act, Message, Purpose, Target, Text};
use crate::render::{self, FormView, Token, arg, number};
use crate::roster::{Link, LinkDoes};
use crate::store::Kind;

/// Records looked at in one go.
const PAGE: usize = 500;

/// What a person has here.
struct Holdings {
    /// Forms never signed, which are his alone.
    drafts: Vec<(Case, Arc<Flow>)>,
    /// Forms that were signed.
    signed: Vec<(Case, Arc<Flow>)>,
    tickets: Vec<Ticket>,
}

impl Work<'_> {
    fn holdings(&mut self, person: PersonId) -> Result<Holdings, RunnerError> {
        let (mut drafts, mut signed) = (Vec::new(), Vec::new());
        for id in self.person(person)?.map(|p| p.cases).unwrap_or_default() {
            let Some((case, flow)) = self.case(id)? else { continue };
            if case.signings > 0 {
                signed.push((case, flow));
            } else if case.filled_by.id == person {
                drafts.push((case, flow));
            }
        }
        let tickets = self.all::<Ticket>(Kind::Ticket)?;
        let tickets = tickets.into_iter().filter(|ticket| ticket.is_asker(person)).collect();
        Ok(Holdings { drafts, signed, tickets })
    }

    /// Tells a person what would go and what would not, with the one button that does it.
    pub(super) fn delete_me(&mut self, who: &Who, cause: Cause) -> Result<(), RunnerError> {
        let Holdings { drafts, signed, tickets } = self.holdings(who.id)?;
        let args = [
            ("drafts", number(drafts.len())),
            ("signed", number(signed.len())),
            ("tickets", number(tickets.len())),
        ];
        let voice = self.voice(who.lang);
        let token = Token::DeleteMe {
            person: who.id,
            sure: true,
        };
        let message = Message::new(voice.text("delete-me", &args))
            .with_buttons(vec![vec![voice.button("button-delete-me", &token)]])
            .replying(cause.message);
        self.say(who.key, message, Purpose::Notice).map(drop)
    }

    /// The button of the menu, and the one that does it.
    pub(super) fn tap_delete_me(&mut self, who: &Who, person: PersonId, sure: bool, message: Option<MessageId>) -> Result<(), RunnerError> {
        if person != who.id || !who.key.is_private() {
            return self.alert(who, "toast-old");
        }
        if sure {
            self.forget_person(who, message)
        } else {
            self.delete_me(who, Cause::default())
        }
    }

    fn forget_person(&mut self, who: &Who, message: Option<MessageId>) -> Result<(), RunnerError> {
        let Holdings { drafts, signed, tickets } = self.holdings(who.id)?;
        self.drop_waiting(who)?;
        for (case, flow) in &drafts {
            self.remove_form(case, flow)?;
        }
        for ticket in &tickets {
            self.remove_ticket(ticket)?;
        }
        self.remove_sessions(who.id)?;
        self.remove_links(|link| {
            let his = matches!(&link.does, LinkDoes::Private { session } if session.person == who.id);
            his || link.person == Some(who.id) && link.does != LinkDoes::Cookie
        })?;
        self.clear_private_chat(who, message)?;
        let mut asked = Vec::new();
        for (mut case, flow) in signed {
            asked.push(case.reference());
            if case.deletion.is_none() {
                case.deletion = Some(Deletion {
                    by: who.account(),
                    at_ms: self.now_ms,
                    cards: Vec::new(),
                });
                self.ask_to_delete(&mut case, &flow)?;
                self.save_case(&case, &flow)?;
            }
        }
        let args = [
            ("drafts", number(drafts.len())),
            ("tickets", number(tickets.len())),
            ("signed", number(asked.len())),
            ("references", arg(asked.join(", "))),
        ];
        let report = Message::new(self.voice(who.lang).text("deleted-me", &args));
        let act = match message {
            Some(message) => Act::Edit {
                target: Target::Message(message),
                message: report,
            },
            None => Act::Send(report),
        };
        self.send(row_to(who.key, Purpose::Notice, act))?;
        self.forget_account(who.id)
    }

    /// The record of a person who has no form here any more. In the web chat it is what lets him in, and stays.
    fn forget_account(&mut self, person: PersonId) -> Result<(), RunnerError> {
        let Some(mut record) = self.person(person)? else { return Ok(()) };
        let mut left = Vec::new();
        for id in std::mem::take(&mut record.cases) {
            if self.case(id)?.is_some() {
                left.push(id);
            }
        }
        record.cases = left;
        if record.cases.is_empty() && person.channel == Channel::Tg {
            self.remove(Kind::Person, &person.to_string())
        } else {
            self.save(&record)
        }
    }

    /// Messages that wait for a person are not sent after the next start; what the channel has in its hands already goes.
    fn drop_waiting(&mut self, who: &Who) -> Result<(), RunnerError> {
        let mut after = None;
        loop {
            let rows = self.house.store.outbox(after, PAGE)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(last.id);
            for row in rows {
                let read = decode_row(&self.house.settings.keys, row.id, &row.body);
                if read.is_ok_and(|outgoing| outgoing.chat == who.key.chat) {
                    self.settle(row.id);
                }
            }
        }
    }

    /// The ids of a kind that begin so and are wanted.
    fn ids(&self, kind: Kind, prefix: &str, wanted: impl Fn(&str) -> bool) -> Result<Vec<String>, RunnerError> {
        let mut ids = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = self.house.store.scan(kind, prefix, after.as_deref(), PAGE)?;
            let Some((last, _)) = page.last() else { return Ok(ids) };
            after = Some(last.clone());
            ids.extend(page.into_iter().map(|(id, _)| id).filter(|id| wanted(id)));
        }
    }

    fn remove_sessions(&mut self, person: PersonId) -> Result<(), RunnerError> {
        let end = format!("|{person}");
        for id in self.ids(Kind::Session, "", |id| id.ends_with(&end))? {
            let Some(mut session) = self.load::<Session>(&id)? else { continue };
            self.close_prompt(&mut session, None)?;
            self.remove(Kind::Index, &format!("session:{}", session.token))?;
            self.remove(Kind::Session, &id)?;
        }
        Ok(())
    }

    fn remove_links(&mut self, wanted: impl Fn(&Link) -> bool) -> Result<(), RunnerError> {
        for link in self.all::<Link>(Kind::Link)?.into_iter().filter(|link| wanted(link)) {
            self.remove(Kind::Link, &link.token)?;
        }
        Ok(())
    }

    /// What is known of the messages in his private chat; in the web chat the lines themselves, except the one that will
    /// tell him that it is done.
    fn clear_private_chat(&mut self, who: &Who, except: Option<MessageId>) -> Result<(), RunnerError> {
        let prefix = format!("{}/", who.key.chat);
        for id in self.ids(Kind::Sent, &prefix, |_| true)? {
            self.remove(Kind::Sent, &id)?;
        }
        for id in self.ids(Kind::Room, &prefix, |_| true)? {
            let line = id.strip_prefix(&prefix).and_then(|n| n.parse().ok()).map(MessageId);
            if let Some(line) = line.filter(|line| Some(*line) != except) {
                let target = Target::Message(line);
                self.send(row_to(who.key, Purpose::Notice, Act::Delete { target }))?;
            }
        }
        Ok(())
    }

    fn remove_ticket(&mut self, ticket: &Ticket) -> Result<(), RunnerError> {
        let text = self.voice(Lang::ZhCn).text("card-forgotten", &[("id", arg(ticket.id.to_string()))]);
        self.fold_cards(&ticket.cards, &Purpose::Notice, &text)?;
        // A draft of it may hold his words; what a second officer has accepted is the county's.
        if self.entry(ticket.id)?.is_some_and(|entry| entry.accepted.is_none()) {
            self.remove(Kind::Faq, &padded(ticket.id.0))?;
        }
        self.remove(Kind::Ticket, &padded(ticket.id.0))
    }

    /// Cards at the desk become one line without buttons.
    fn fold_cards(&mut self, cards: &[Card], purpose: &Purpose, text: &Text) -> Result<(), RunnerError> {
        for card in cards {
            let act = Act::Edit {
                target: Target::Row(card.row),
                message: Message::new(text.clone()),
            };
            self.desk_row(card.chat, purpose.clone(), act)?;
        }
        Ok(())
    }

    /// A form, its signed versions and its trail, and all that points to it.
    fn remove_form(&mut self, case: &Case, flow: &Flow) -> Result<(), RunnerError> {
        let id = case.id;
        let codes = case.answers.given.iter().filter_map(|(key, given)| match &given.value {
            Some(Value::Code(code)) if flow.ask(&key.step) == Some(&Ask::CreditCode) => Some(format!("uscc:{code}")),
            _ => None,
        });
        for name in codes.collect::<BTreeSet<_>>() {
            if self.pointer(&name)? == Some(id.to_string()) {
                self.remove(Kind::Index, &name)?;
            }
        }
        self.remove(Kind::Index, &format!("confirms:{id}"))?;
        for version in self.ids(Kind::Signed, &format!("{}/", padded(id.0)), |_| true)? {
            self.remove(Kind::Signed, &version)?;
        }
        if case.signings > 0 {
            self.remove_links(|link| link.does == LinkDoes::Confirm { case: id })?;
        }
        self.remove(Kind::Case, &padded(id.0))
    }

    /// Asks the desk about a signed form; without a usable desk it waits until there is one.
    pub(super) fn ask_to_delete(&mut self, case: &mut Case, flow: &Flow) -> Result<(), RunnerError> {
        let Some(desk) = self.desk_of(case.county.as_deref())? else {
            return Ok(());
        };
        let journey = journey(flow, &case.answers);
        let message = render::deletion_card(self.voice(Lang::ZhCn), FormView::new(flow, case, &journey));
        let row = self.desk_row(desk, Purpose::FormCard(case.id), Act::Send(message))?;
        if let Some(deletion) = &mut case.deletion {
            deletion.cards.push(Card { chat: desk, row });
        }
        Ok(())
    }

    /// An officer has pressed one of the two buttons.
    pub(super) fn decide_deletion(&mut self, who: &Who, id: CaseId, accepted: bool) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case(id)? else {
            return self.alert(who, "toast-old");
        };
        let Some(asked) = case.decide_deletion() else {
            return self.alert(who, "toast-deletion-over");
        };
        let officer = self.officer_name(who, case.county.as_deref())?;
        let args = [("by", arg(officer.name)), ("reference", arg(case.reference()))];
        let id = if accepted {
            "deletion-card-accepted"
        } else {
            "deletion-card-refused"
        };
        let text = self.voice(Lang::ZhCn).text(id, &args);
        self.fold_cards(&asked.cards, &Purpose::Notice, &text)?;
        if !accepted {
            self.save_case(&case, &flow)?;
            return self.tell_account(&asked.by, case.held_in, "deletion-refused", &args);
        }
        let text = self.voice(Lang::ZhCn).text("form-card-deleted", &args[1..]);
        self.fold_cards(&case.cards, &Purpose::Notice, &text)?;
        for ticket in self.all::<Ticket>(Kind::Ticket)? {
            if ticket.case == Some(case.id) {
                self.remove_ticket(&ticket)?;
            }
        }
        if let Some(mut session) = self.load::<Session>(&case.held_in.to_string())?
            && session.case == Some(case.id)
        {
            self.close_prompt(&mut session, None)?;
            session.case = None;
            session.dialog = crate::conversation::Dialog::default();
            self.save(&session)?;
        }
        self.remove_form(&case, &flow)?;
        self.tell_account(&asked.by, case.held_in, "deletion-accepted", &args)?;
        // He who filled it in for somebody else hears of it, too; and the other way round.
        let others: BTreeSet<PersonId> = std::iter::once(case.filled_by.id)
            .chain(case.confirmed_by.as_ref().map(|account| account.id))
            .collect();
        for other in others {
            if other != asked.by.id && self.person(other)?.is_some_and(|person| person.cases.contains(&case.id)) {
                self.say_text(SessionKey::private(other), "deletion-accepted", &args, None)?;
            }
            self.forget_account(other)?;
        }
        Ok(())
    }

    fn tell_account(
        &mut self,
        account: &Account,
        held_in: SessionKey,
        id: &str,
        args: &[(&str, crate::answer::Arg)],
    ) -> Result<(), RunnerError> {
        let held_in = if held_in.person == account.id {
            held_in
        } else {
            SessionKey::private(account.id)
        };
        let key = self.reach(account.id, held_in)?;
        self.say_text(key, id, args, None)
    }
}
