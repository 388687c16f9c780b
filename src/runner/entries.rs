//! A county's own answers: made from a ticket, edited by replying, accepted by a second officer, listed and taken away.

use super::RunnerError;
use super::codec::padded;
use super::dispatch::Who;
use super::work::Work;
use crate::answer::Value;
use crate::desk::{Entry, NotAccepted, Said, Ticket};
use crate::ids::TicketId;
use crate::l10n::Lang;
use crate::message::{Act, Inbound, InboundKind, Message, Purpose};
use crate::render::{self, EntryPress, arg};
use crate::store::Kind;

/// How many entries `/questions` lists.
const LISTED: usize = 30;

impl Work<'_> {
    pub(super) fn entry(&mut self, id: TicketId) -> Result<Option<Entry>, RunnerError> {
        self.load::<Entry>(&padded(id.0))
    }

    /// What a county's owners may be answered with.
    pub(super) fn entries_of(&mut self, county: &str) -> Result<Vec<Entry>, RunnerError> {
        let own = |entry: &Entry| entry.county == county && !entry.answer.is_empty();
        Ok(self.all::<Entry>(Kind::Faq)?.into_iter().filter(own).collect())
    }

    /// An accepted one, by its name in a button.
    pub(super) fn entry_named(&mut self, id: &str) -> Result<Option<Entry>, RunnerError> {
        let Some(id) = id.strip_prefix('T').and_then(|n| n.parse().ok()) else {
            return Ok(None);
        };
        Ok(self.entry(TicketId(id))?.filter(|entry| entry.accepted.is_some()))
    }

    /// An answered ticket becomes a draft.
    pub(super) fn draft_entry(&mut self, inbound: &Inbound, who: &Who, ticket: &Ticket) -> Result<(), RunnerError> {
        let Some(place) = ticket.words.iter().rposition(|said| said.desk) else {
            return self.alert(who, "toast-entry-unanswered");
        };
        if let Some(known) = self.entry(ticket.id)? {
            return self.show_entry(inbound, &known, false);
        }
        let asked = ticket.words[..place].iter().rev().find(|said: &&Said| !said.desk);
        let mut entry = Entry {
            ticket: ticket.id,
            county: ticket.county.clone().unwrap_or_default(),
            version: 1,
            question: asked.map(|said| said.text.clone()).unwrap_or_default(),
            answer: ticket.words[place].text.clone(),
            basis: String::new(),
            by: self.officer_name(who, ticket.county.as_deref())?,
            accepted: None,
            at_ms: self.now_ms,
        };
        let masked = entry.mask(&self.personal(ticket)?);
        self.save(&entry)?;
        self.show_entry(inbound, &entry, masked)
    }

    /// What must not be in an entry: who asked, the enterprise, and all that was answered in private.
    fn personal(&mut self, ticket: &Ticket) -> Result<Vec<String>, RunnerError> {
        let mut words = vec![ticket.asker.name.clone()];
        if let Some((case, flow)) = ticket.case.map(|id| self.case(id)).transpose()?.flatten() {
            let hidden = |value: &Value, private: bool| private || matches!(value, Value::Code(_));
            for (key, given) in &case.answers.given {
                let step = flow.step(&key.step);
                let own = key.step.as_str() == "unit-name" || step.is_none_or(|step| step.private);
                words.extend(given.value.iter().filter(|value| hidden(value, own)).map(Value::plain));
            }
        }
        // The longest first, so that no part of one is left.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Ok(words)
    }

    fn show_entry(&mut self, inbound: &Inbound, entry: &Entry, masked: bool) -> Result<(), RunnerError> {
        let message = render::entry_card(self.voice(Lang::ZhCn), entry, masked);
        self.desk_row(inbound.chat, Purpose::Entry(entry.ticket), Act::Send(message))
            .map(drop)
    }

    /// An officer has written it anew.
    pub(super) fn entry_written(&mut self, inbound: &Inbound, who: &Who, id: TicketId, words: &str) -> Result<(), RunnerError> {
        let Some(mut entry) = self.entry(id)? else {
            return self.say_text(who.key, "entry-gone", &[], inbound.message);
        };
        let county = entry.county.clone();
        if !self.is_officer(who.id, Some(&county))? {
            return self.say_text(who.key, "desk-not-officer", &[], inbound.message);
        }
        let by = self.officer_name(who, Some(&county))?;
        if !entry.write(words, by, self.now_ms) {
            return self.say_text(who.key, "entry-how", &[], inbound.message);
        }
        let personal = self.ticket(id)?.map(|ticket| self.personal(&ticket)).transpose()?;
        let masked = entry.mask(&personal.unwrap_or_default());
        self.save(&entry)?;
        self.show_entry(inbound, &entry, masked)
    }

    /// Accepted, or taken away.
    pub(super) fn tap_entry(
        &mut self,
        inbound: &Inbound,
        who: &Who,
        id: TicketId,
        version: u32,
        press: EntryPress,
    ) -> Result<(), RunnerError> {
        let (Some(mut entry), InboundKind::Tap { message: Some(at), .. }) = (self.entry(id)?, &inbound.kind) else {
            return self.alert(who, "toast-old");
        };
        if !self.is_officer(who.id, Some(&entry.county))? {
            return self.alert(who, "toast-not-officer");
        }
        let officer = self.officer_name(who, Some(&entry.county))?;
        let voice = self.voice(Lang::ZhCn);
        let shown = match press {
            EntryPress::Accept => {
                match entry.accept(version, &officer, self.now_ms) {
                    Err(NotAccepted::Changed) => return self.alert(who, "toast-entry-changed"),
                    Err(NotAccepted::Masked) => return self.alert(who, "toast-entry-masked"),
                    Err(NotAccepted::Own) => return self.alert(who, "toast-entry-own"),
                    Ok(()) => {}
                }
                let shown = render::entry_card(voice, &entry, false);
                self.save(&entry)?;
                shown
            }
            EntryPress::Remove if entry.version != version => return self.alert(who, "toast-entry-changed"),
            EntryPress::Remove => {
                let args = [("question", arg(entry.question.as_str())), ("by", arg(officer.name))];
                let shown = Message::new(voice.text("entry-removed", &args));
                self.remove(Kind::Faq, &padded(id.0))?;
                shown
            }
        };
        self.becomes(inbound, who, *at, shown)
    }

    /// `/questions`: the county's own answers, each with a button that takes it away.
    pub(super) fn list_entries(&mut self, inbound: &Inbound, who: &Who, county: &str) -> Result<(), RunnerError> {
        let entries = self.entries_of(county)?;
        let message = render::entry_list(self.voice(Lang::ZhCn), &entries, LISTED);
        self.say(who.key, message.replying(inbound.message), Purpose::Notice).map(drop)
    }
}
