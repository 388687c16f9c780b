//! The inquiry "permit or registration?", for anybody. Nothing is stored of it: all that was answered is in the buttons.

use super::RunnerError;
use super::dispatch::Who;
use super::work::Work;
use crate::catalogue::Trade;
use crate::ids::{MessageId, PersonId};
use crate::l10n::Lang;
use crate::message::{Inbound, InboundKind, Message, Purpose, ReplyBox, Span, Text};
use crate::render::{self, Inquirer, arg};

impl Work<'_> {
    /// `/classify`, with or without what is made.
    pub(super) fn classify(&mut self, inbound: &Inbound, who: &Who, words: &str) -> Result<(), RunnerError> {
        if words.trim().is_empty() {
            return self.ask_trade(who, "classify-ask", &[], inbound.message);
        }
        self.find_trade(inbound, who, words)
    }

    /// The button of the welcome: for everybody, without a message of his to reply to.
    pub(super) fn begin_inquiry(&mut self, who: &Who) -> Result<(), RunnerError> {
        self.ask_trade(who, "classify-ask", &[], None)
    }

    fn ask_trade(
        &mut self,
        who: &Who,
        id: &str,
        args: &[(&str, crate::answer::Arg)],
        reply_to: Option<MessageId>,
    ) -> Result<(), RunnerError> {
        self.ask_person(who, Purpose::AskTrade(who.id), id, args, reply_to)
    }

    /// Asks somebody for words where he is; the example is that of `ask-question` or `classify-ask`.
    pub(super) fn ask_person(
        &mut self,
        who: &Who,
        purpose: Purpose,
        id: &str,
        args: &[(&str, crate::answer::Arg)],
        reply_to: Option<MessageId>,
    ) -> Result<(), RunnerError> {
        let voice = self.voice(who.lang);
        // Named, so that the reply box opens for him alone.
        let mut text = Text(vec![Span::Mention {
            person: who.id,
            name: who.name.clone(),
        }]);
        text.push(format!("\n{}", voice.tell(id, args)));
        let example = match purpose {
            Purpose::AskQuestion(_) => "ask-question.example",
            _ => "classify-ask.example",
        };
        let reply_box = Some(ReplyBox {
            person: who.id,
            placeholder: voice.say(example),
            photo: false,
            place: false,
        });
        let message = Message {
            text,
            reply_box,
            reply_to,
            ..Message::default()
        };
        self.say(who.key, message, purpose).map(drop)
    }

    /// What somebody makes, in his own words. What others reply to his question is left alone.
    pub(super) fn trade_told(&mut self, inbound: &Inbound, who: &Who, asked: PersonId, words: &str) -> Result<(), RunnerError> {
        if asked != who.id {
            return Ok(());
        }
        self.find_trade(inbound, who, words)
    }

    fn find_trade(&mut self, inbound: &Inbound, who: &Who, words: &str) -> Result<(), RunnerError> {
        let house = self.house;
        let voice = self.voice(who.lang);
        let found = house.tables.search_industry(words);
        let message = match found.as_slice() {
            [] => {
                let shown: String = words.chars().take(20).collect();
                return self.ask_trade(who, "classify-not-found", &[("words", arg(shown))], inbound.message);
            }
            [industry] => self.inquiry(inquirer(who, industry), who, "").unwrap_or_default(),
            several => render::classify_pick(voice, who.id, several),
        };
        self.say(who.key, message.replying(inbound.message), Purpose::Notice).map(drop)
    }

    /// The question or the result an inquiry stands at; `None` if its text is none of ours.
    fn inquiry(&self, by: Inquirer<'_>, who: &Who, text: &str) -> Option<Message> {
        let law = &self.house.law;
        let trade: Trade<'_> = law.trade(&by.industry.code);
        let replay = law.replay(&by.industry.code, text)?;
        let trades = [trade];
        let verdict = law.evaluate(&trades, &replay.facts);
        let voice = self.voice(who.lang);
        Some(match &verdict.next {
            Some(asking) => render::classify_question(voice, law, by, trade, &replay, asking),
            None => render::classify_result(voice, law, by, &verdict, &replay.trail),
        })
    }

    /// An answer was pressed: the message becomes the next question, or the result.
    pub(super) fn tap_inquiry(
        &mut self,
        inbound: &Inbound,
        who: &Who,
        asker: PersonId,
        code: &str,
        trail: &str,
    ) -> Result<(), RunnerError> {
        if asker != who.id {
            return self.alert(who, "toast-own-inquiry");
        }
        let InboundKind::Tap { message: Some(at), .. } = inbound.kind else {
            return self.alert(who, "toast-old");
        };
        let house = self.house;
        let message = house
            .tables
            .industry(code)
            .and_then(|industry| self.inquiry(inquirer(who, industry), who, trail));
        let Some(message) = message else {
            return self.alert(who, "toast-old");
        };
        self.becomes(inbound, who, at, message)
    }

    /// A human is wanted about an inquiry: the desk is told how far it came. For everybody who reads it.
    pub(super) fn ask_human(&mut self, who: &Who, code: &str, trail: &str) -> Result<(), RunnerError> {
        let house = self.house;
        let law = &house.law;
        let industry = house.tables.industry(code);
        let Some((industry, replay)) = industry.and_then(|industry| Some((industry, law.replay(code, trail)?))) else {
            return self.alert(who, "toast-old");
        };
        let trades = [law.trade(code)];
        let about = render::inquiry_summary(self.voice(Lang::ZhCn), industry, &law.evaluate(&trades, &replay.facts));
        self.remember(who)?;
        let session = self.session(who.key)?;
        self.help_about(session, who, None, Some(about))
    }
}

fn inquirer<'a>(who: &Who, industry: &'a crate::answer::Industry) -> Inquirer<'a> {
    Inquirer { person: who.id, industry }
}
