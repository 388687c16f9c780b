//! The inquiry "permit or registration?", for anybody. Nothing is stored of it: all that was answered is in the buttons.

use super::RunnerError;
use super::dispatch::Who;
use super::present::Cause;
use super::work::Work;
use crate::answer::{Arg, Industry, Value};
use crate::case::Case;
use crate::catalogue::{Class, DecisionTable, as_known};
use crate::conversation::{Answers, Given, carry};
use crate::flow::Flow;
use crate::ids::{AnswerKey, CaseId, MessageId, PersonId, SessionKey};
use crate::l10n::Lang;
use crate::message::{Inbound, InboundKind, Message, Purpose, ReplyBox, Span, Standing, Text};
use crate::render::{self, Inquirer, Token, Ways, arg};

impl Work<'_> {
    /// `/classify`, with or without what is made.
    pub(super) fn classify(&mut self, inbound: &Inbound, who: &Who, words: &str) -> Result<(), RunnerError> {
        if words.trim().is_empty() {
            return self.ask_person(who, Purpose::AskTrade(who.id), "classify-ask", &[], inbound.message);
        }
        self.find_trade(inbound, who, None, words)
    }

    /// The button of the welcome: for everybody, without a message of his to reply to.
    pub(super) fn begin_inquiry(&mut self, who: &Who) -> Result<(), RunnerError> {
        self.ask_person(who, Purpose::AskTrade(who.id), "classify-ask", &[], None)
    }

    /// What else is made on the same site?
    pub(super) fn ask_also(&mut self, who: &Who, asker: PersonId, code: String, trail: String) -> Result<(), RunnerError> {
        if asker != who.id {
            return self.alert(who, "toast-own-inquiry");
        }
        let person = who.id;
        self.ask_person(who, Purpose::AskAlso { person, code, trail }, "classify-ask-also", &[], None)
    }

    /// Asks somebody for words where he is; the example is that of `ask-question` or `classify-ask`.
    pub(super) fn ask_person(
        &mut self,
        who: &Who,
        purpose: Purpose,
        id: &str,
        args: &[(&str, Arg)],
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
        self.find_trade(inbound, who, None, words)
    }

    /// What else he makes.
    pub(super) fn another_told(
        &mut self,
        inbound: &Inbound,
        who: &Who,
        asked: PersonId,
        so_far: (&str, &str),
        words: &str,
    ) -> Result<(), RunnerError> {
        if asked != who.id {
            return Ok(());
        }
        self.find_trade(inbound, who, Some(so_far), words)
    }

    fn find_trade(&mut self, inbound: &Inbound, who: &Who, so_far: Option<(&str, &str)>, words: &str) -> Result<(), RunnerError> {
        let tables = &self.house.tables;
        let inquiry = |industry: &Industry| match so_far {
            None => (industry.code.clone(), String::new()),
            Some((codes, trail)) => DecisionTable::with_another(codes, trail, &industry.code),
        };
        let message = if let Some(industry) = tables.certain_industry(words) {
            let (codes, trail) = inquiry(industry);
            self.inquiry(who, &codes, &trail).unwrap_or_default()
        } else {
            let found = tables.search_industry(words);
            if found.is_empty() {
                return self.no_trade(inbound, who, so_far, words);
            }
            let other_words = match so_far {
                None => Token::BeginInquiry,
                Some((code, trail)) => Token::AlsoMade {
                    person: who.id,
                    code: code.to_owned(),
                    trail: trail.to_owned(),
                },
            };
            let found = found.into_iter().map(|industry| (industry, inquiry(industry)));
            render::classify_pick(self.voice(who.lang), who.id, found, &other_words)
        };
        self.say(who.key, message.replying(inbound.message), Purpose::Notice).map(drop)
    }

    fn no_trade(&mut self, inbound: &Inbound, who: &Who, so_far: Option<(&str, &str)>, words: &str) -> Result<(), RunnerError> {
        let shown: String = words.chars().take(20).collect();
        let purpose = match so_far {
            None => Purpose::AskTrade(who.id),
            Some((code, trail)) => Purpose::AskAlso {
                person: who.id,
                code: code.to_owned(),
                trail: trail.to_owned(),
            },
        };
        self.ask_person(who, purpose, "classify-not-found", &[("words", arg(shown))], inbound.message)
    }

    /// The question or the result an inquiry stands at; `None` if its text is none of ours.
    fn inquiry(&self, who: &Who, codes: &str, text: &str) -> Option<Message> {
        let law = &self.house.law;
        let replay = law.replay(codes, text)?;
        let mut industries = self.industries(codes)?;
        industries.truncate(replay.trades());
        let by = Inquirer {
            person: who.id,
            industries: &industries,
        };
        let verdict = law.judge(codes, &replay);
        let voice = self.voice(who.lang);
        Some(match &verdict.next {
            Some(asking) => render::classify_question(voice, law, by, &replay, asking),
            None => render::classify_result(voice, law, by, &verdict, &replay.trail, self.ways(codes, verdict.class)),
        })
    }

    /// The forms a result leads to.
    fn ways<'a>(&'a self, codes: &'a str, class: Class) -> Ways<'a> {
        let offered = codes.split('+').find_map(|code| Some((code, &self.house.flow_offered(code)?.id)));
        Ways {
            form: self.house.flow_for(class).map(|flow| &flow.id),
            offered,
        }
    }

    fn industries(&self, codes: &str) -> Option<Vec<&Industry>> {
        codes.split('+').map(|code| self.house.tables.industry(code)).collect()
    }

    /// An answer was pressed: the message becomes the next question, or the result.
    pub(super) fn tap_inquiry(
        &mut self,
        inbound: &Inbound,
        who: &Who,
        asker: PersonId,
        codes: &str,
        trail: &str,
    ) -> Result<(), RunnerError> {
        let message = self.inquiry(who, codes, trail);
        self.become_message(inbound, who, asker, message)
    }

    /// What one needs: the card becomes the list, and leads back.
    pub(super) fn tell_need(&mut self, inbound: &Inbound, who: &Who, asker: PersonId, codes: &str, trail: &str) -> Result<(), RunnerError> {
        let law = &self.house.law;
        let found = self.industries(codes).zip(law.replay(codes, trail));
        let message = found.and_then(|(mut industries, replay)| {
            let class = law.judge(codes, &replay).class;
            let form = &self.house.flow_for(class)?.id;
            industries.truncate(replay.trades());
            let by = Inquirer {
                person: who.id,
                industries: &industries,
            };
            Some(render::classify_need(self.voice(who.lang), by, class, form, trail))
        });
        self.become_message(inbound, who, asker, message)
    }

    /// The message of an inquiry becomes another one, for its own person.
    fn become_message(&mut self, inbound: &Inbound, who: &Who, asker: PersonId, message: Option<Message>) -> Result<(), RunnerError> {
        if asker != who.id {
            return self.alert(who, "toast-own-inquiry");
        }
        let InboundKind::Tap { message: Some(at), .. } = inbound.kind else {
            return self.alert(who, "toast-old");
        };
        let Some(message) = message else {
            return self.alert(who, "toast-old");
        };
        self.becomes(inbound, who, at, message)
    }

    /// The form an inquiry has led to, with what was answered in it. For everybody who reads it.
    /// Of several trades the form asks anew.
    pub(super) fn start_with(&mut self, who: &Who, codes: &str, trail: &str) -> Result<(), RunnerError> {
        let law = &self.house.law;
        let Some(replay) = self.industries(codes).and_then(|_| law.replay(codes, trail)) else {
            return self.alert(who, "toast-old");
        };
        let verdict = law.judge(codes, &replay);
        if verdict.next.is_some() || !verdict.staff.is_empty() {
            return self.alert(who, "toast-old");
        }
        let house = self.house;
        let flow = house.flow_for(verdict.class).cloned().unwrap_or_else(|| house.default_flow());
        let answers = match replay.trades() {
            1 => carry(&flow, codes, &as_known(&replay.facts), who.id, self.now_ms),
            _ => Answers::default(),
        };
        self.start_flow(who, &flow, answers)
    }

    /// The form that is offered to an industry beside the one its class leads to. A form of that industry that is open goes
    /// on in it; an officer at the desk gets it in private.
    pub(super) fn start_offered(&mut self, who: &Who, code: &str, back: bool) -> Result<(), RunnerError> {
        let house = self.house;
        let to = if back {
            house.flow_for(Class::Registration)
        } else {
            house.flow_offered(code)
        };
        let Some(flow) = to.cloned() else {
            return self.alert(who, "toast-old");
        };
        let session = self.session(who.key)?;
        if let Some((case, own)) = self.form_of(&session)?
            && case.stage.is_open()
            && case.filled_by.id == who.id
            && own.id != flow.id
            && case.answers.industry() == Some(code)
        {
            return self.go_on_in(session, case, who, &flow.id, Cause::default());
        }
        if back {
            return self.alert(who, "toast-old");
        }
        if !who.key.is_private()
            && let Some(county) = self.county_of_officer(who)?
        {
            return self.offer_to_officer(who, code, Some(county), None);
        }
        self.start_flow(who, &flow, Answers::default())
    }

    /// Something is wrong with the record that a form at the desk is about: an officer begins the form for it.
    pub(super) fn offer_about(&mut self, who: &Who, id: CaseId) -> Result<(), RunnerError> {
        let Some((case, from)) = self.case(id)? else {
            return self.alert(who, "toast-old");
        };
        let Some(code) = case.answers.industry().map(str::to_owned) else {
            return self.alert(who, "toast-old");
        };
        self.offer_to_officer(who, &code, case.county.clone(), Some((&case, &from)))
    }

    /// An officer fills in the form that is offered to an industry in his private chat; what a form at the desk says openly
    /// is taken over. A second person decides about it.
    fn offer_to_officer(
        &mut self,
        who: &Who,
        code: &str,
        county: Option<String>,
        about: Option<(&Case, &Flow)>,
    ) -> Result<(), RunnerError> {
        let Some(flow) = self.house.flow_offered(code).cloned() else {
            return self.alert(who, "toast-old");
        };
        if self.person(who.id)?.is_none_or(|person| person.private != Standing::Member) {
            let link = self.house.deep_link(who.id.channel, "desk");
            return self.say_text(who.key, "desk-open-private", &[("link", arg(link))], None);
        }
        let private = Who {
            key: SessionKey::private(who.id),
            ..who.clone()
        };
        let mut answers = about.map(|(case, from)| case.answers.open_to(from, &flow)).unwrap_or_default();
        let remark = AnswerKey::single("remark");
        if let Some((case, _)) = about.filter(|_| flow.step(&remark.step).is_some()) {
            let text = self.voice(Lang::ZhCn).tell("about-form", &[("reference", arg(case.reference()))]);
            let given = Given {
                value: Some(Value::Text(text)),
                by: who.id,
                at_ms: self.now_ms,
                flag: None,
                stale: false,
                preset: false,
            };
            answers.record(&flow, &remark, given);
        }
        self.start_flow(&private, &flow, answers)?;
        if let Some(id) = self.session(private.key)?.case
            && let Some((mut case, flow)) = self.case(id)?
        {
            case.county = county;
            case.township = about.and_then(|(about, _)| about.township.clone());
            self.save_case(&case, &flow)?;
        }
        self.alert(who, "offered-in-private")
    }

    fn start_flow(&mut self, who: &Who, flow: &Flow, answers: Answers) -> Result<(), RunnerError> {
        self.remember(who)?;
        if self.unbound(who, Cause::default())? {
            return Ok(());
        }
        let session = self.session(who.key)?;
        // Pressed twice: the form that was begun the first time.
        if let Some(id) = session.case
            && let Some((case, _)) = self.case(id)?
            && case.stage.is_open()
            && case.flow == flow.id
            && case.filled_by.id == who.id
            && answers
                .given
                .iter()
                .all(|(key, given)| case.answers.given.get(key).is_some_and(|has| has.value == given.value))
        {
            return self.go_on(session, who, id, Cause::default());
        }
        self.begin_flow(session, who, flow, answers, false, Cause::default())
    }

    /// A human is wanted about an inquiry: the desk is told how far it came. For everybody who reads it.
    pub(super) fn ask_human(&mut self, who: &Who, codes: &str, trail: &str) -> Result<(), RunnerError> {
        let law = &self.house.law;
        let found = self
            .industries(codes)
            .and_then(|industries| Some((industries, law.replay(codes, trail)?)));
        let Some((mut industries, replay)) = found else {
            return self.alert(who, "toast-old");
        };
        industries.truncate(replay.trades());
        let about = render::inquiry_summary(self.voice(Lang::ZhCn), &industries, &law.judge(codes, &replay));
        self.remember(who)?;
        let session = self.session(who.key)?;
        self.help_about(session, who, None, Some(about))
    }
}
