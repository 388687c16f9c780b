//! Questions beside the form: what may have been meant is offered, the answer is given with its basis, and the form goes
//! on at the same question. Where nothing is like enough, a human is offered. Of all this the words alone are kept, for
//! the desk: what was offered is in the buttons.

use super::RunnerError;
use super::dispatch::Who;
use super::present::row_to;
use super::records::Session;
use super::work::Work;
use crate::answer::holds_identity_number;
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
        let found = self.meant(who, words);
        let offers = render::faq_offers(self.voice(who.lang), who.id, &found);
        let reply_to = message.or(session.last_message);
        self.say(who.key, offers.replying(reply_to), Purpose::Notice).map(drop)
    }

    /// Name and words of the questions that may have been meant.
    pub(super) fn meant(&self, who: &Who, words: &str) -> Vec<(String, String)> {
        let house = self.house;
        let found = house.finder.find(words).into_iter();
        let known = found.filter_map(|found| house.faq.question(&found.id));
        known.map(|q| (q.id.clone(), self.voice(who.lang).say(&q.text_id()))).collect()
    }

    /// One was picked: the message becomes its answer, and the form goes on.
    pub(super) fn tap_faq(&mut self, inbound: &Inbound, who: &Who, asker: PersonId, id: &str) -> Result<(), RunnerError> {
        if asker != who.id {
            return self.alert(who, "toast-own-question");
        }
        let house = self.house;
        let (InboundKind::Tap { message: Some(at), .. }, Some(question)) = (&inbound.kind, house.faq.question(id)) else {
            return self.alert(who, "toast-old");
        };
        let message = render::faq_answer(self.voice(who.lang), who.id, question);
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
