//! Questions beside the form: what may have been meant is offered, the answer is given with its basis, and the form goes
//! on at the same question. Where nothing is like enough, a human is offered. Of all this the words alone are kept, for
//! the desk: what was offered is in the buttons.

use super::RunnerError;
use super::dispatch::Who;
use super::present::row_to;
use super::records::Session;
use super::work::Work;
use crate::answer::holds_identity_number;
use crate::desk::Entry;
use crate::ids::{MessageId, PersonId, SessionKey};
use crate::message::{Act, Inbound, InboundKind, Message, Purpose, Target};
use crate::render;

/// Of a question so many characters are kept.
const ASKED_MAX: usize = 300;

impl Work<'_> {
    /// `/ask`, with or without the question.
    pub(super) fn ask(&mut self, who: &Who, words: &str, message: Option<MessageId>) -> Result<(), RunnerError> {
        if words.trim().is_empty() {
            return self.begin_question(who, message);
        }
        let session = self.session(who.key)?;
        self.question_put(session, who, words, message)
    }

    /// The question is asked for.
    pub(super) fn begin_question(&mut self, who: &Who, message: Option<MessageId>) -> Result<(), RunnerError> {
        self.ask_person(who, Purpose::AskQuestion(who.id), "ask-question", &[], message)
    }

    /// A reply to that. What others reply to his question is left alone.
    pub(super) fn question_told(&mut self, inbound: &Inbound, who: &Who, asked: PersonId, words: &str) -> Result<(), RunnerError> {
        if asked != who.id {
            return Ok(());
        }
        self.ask(who, words, inbound.message)
    }

    /// Offers what may have been meant.
    pub(super) fn question_put(
        &mut self,
        mut session: Session,
        who: &Who,
        words: &str,
        message: Option<MessageId>,
    ) -> Result<(), RunnerError> {
        if holds_identity_number(words) {
            return self.say_text(who.key, "reject-identity-number", &[], message);
        }
        session.asked = words.chars().take(ASKED_MAX).collect();
        self.save(&session)?;
        let found = self.meant(&session, who, words)?;
        let offers = render::faq_offers(self.voice(who.lang), who.id, &found);
        let reply_to = message.or(session.last_message);
        self.say(who.key, offers.replying(reply_to), Purpose::Notice).map(drop)
    }

    /// Name and words of the questions that may have been meant, the county's own among them.
    pub(super) fn meant(&mut self, session: &Session, who: &Who, words: &str) -> Result<Vec<(String, String)>, RunnerError> {
        let house = self.house;
        let county = self.county_of_session(session)?;
        let mut entries = county.map(|county| self.entries_of(&county)).transpose()?.unwrap_or_default();
        entries.retain(|entry| entry.accepted.is_some());
        let told = |entry: Entry| (format!("T{}", entry.ticket), entry.question);
        let own: Vec<(String, String)> = entries.into_iter().map(told).collect();
        let found = if own.is_empty() {
            house.finder.find(words)
        } else {
            house.finder.with(own.clone()).find(words)
        };
        let voice = self.voice(who.lang);
        let of_county = |id: &str| own.iter().find(|(own, _)| own == id).map(|(_, question)| question.clone());
        let shown = |id: &str| of_county(id).or_else(|| Some(voice.say(&house.faq.question(id)?.text_id())));
        Ok(found
            .into_iter()
            .filter_map(|found| Some((found.id.clone(), shown(&found.id)?)))
            .collect())
    }

    /// One was picked: the message becomes its answer, and the form goes on.
    pub(super) fn tap_faq(&mut self, inbound: &Inbound, who: &Who, asker: PersonId, id: &str) -> Result<(), RunnerError> {
        if asker != who.id {
            return self.alert(who, "toast-own-question");
        }
        let house = self.house;
        let entry = self.entry_named(id)?;
        let voice = self.voice(who.lang);
        let message = match (house.faq.question(id), &entry) {
            (Some(question), _) => render::faq_answer(voice, who.id, question),
            (None, Some(entry)) => render::entry_answer(voice, who.id, entry),
            (None, None) => return self.alert(who, "toast-old"),
        };
        let InboundKind::Tap { message: Some(at), .. } = &inbound.kind else {
            return self.alert(who, "toast-old");
        };
        self.becomes(inbound, who, *at, message)?;
        self.show_again(who.key)
    }

    /// A message of ours becomes another one.
    pub(super) fn becomes(&mut self, inbound: &Inbound, who: &Who, at: MessageId, message: Message) -> Result<(), RunnerError> {
        let target = Target::Message(at);
        let key = SessionKey {
            chat: inbound.chat,
            ..who.key
        };
        self.send(row_to(key, Purpose::Notice, Act::Edit { target, message })).map(drop)
    }

    /// None of them, or not clear yet: the desk gets the question.
    pub(super) fn faq_human(&mut self, who: &Who, asker: PersonId) -> Result<(), RunnerError> {
        if asker != who.id {
            return self.alert(who, "toast-own-question");
        }
        self.remember(who)?;
        let mut session = self.session(who.key)?;
        let asked = Some(std::mem::take(&mut session.asked)).filter(|words| !words.is_empty());
        self.save(&session)?;
        let message = session.last_message;
        self.help_about(session, who, message, asked)
    }
}
