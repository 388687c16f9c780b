//! Signed forms at the desk: sent back, or recorded with their national number.

use super::RunnerError;
use super::dispatch::Who;
use super::records::Sent;
use super::work::Work;
use crate::answer::{Context, Judged, Raw, Value, judge};
use crate::case::{Case, Step};
use crate::catalogue::{Class, Validity};
use crate::clock::Day;
use crate::flow::{Ask, Flow};
use crate::ids::{CaseId, SessionKey};
use crate::l10n::Lang;
use crate::message::{Inbound, Message, Purpose, Text};
use crate::render::{self, FormPress, FormView, arg};

impl Work<'_> {
    /// Words that reply to something of the desk's. False if they do not.
    pub(super) fn staff_reply(&mut self, inbound: &Inbound, who: &Who, sent: &Sent, text: &str) -> Result<bool, RunnerError> {
        match sent.purpose {
            Purpose::TicketCard(id) => self.desk_answers(inbound, who, id, text)?,
            Purpose::AskValue(id) => self.desk_gives_value(inbound, who, id, text)?,
            Purpose::AskReason(id) => self.send_back(inbound, who, id, text)?,
            Purpose::AskNumber(id) => self.register(inbound, who, id, text)?,
            Purpose::Entry(id) => self.entry_written(inbound, who, id, text)?,
            Purpose::FormCard(id) => self.desk_writes(inbound, who, id, text)?,
            Purpose::Prompt { .. }
            | Purpose::TicketReply(_)
            | Purpose::AskTrade(_)
            | Purpose::AskQuestion(_)
            | Purpose::AskAlso { .. }
            | Purpose::Welcome
            | Purpose::Notice => return Ok(false),
        }
        Ok(true)
    }

    /// The case an officer may act on; anything else is told to him.
    fn case_for_officer(&mut self, inbound: &Inbound, who: &Who, id: CaseId) -> Result<Option<(Case, std::sync::Arc<Flow>)>, RunnerError> {
        let Some((case, flow)) = self.case(id)? else {
            self.say_text(who.key, "form-unknown", &[], inbound.message)?;
            return Ok(None);
        };
        if self.is_officer(who.id, case.county.as_deref())? {
            return Ok(Some((case, flow)));
        }
        self.say_text(who.key, "desk-not-officer", &[], inbound.message)?;
        Ok(None)
    }

    /// An officer's words about a form go to the person who filled it in.
    fn desk_writes(&mut self, inbound: &Inbound, who: &Who, id: CaseId, text: &str) -> Result<(), RunnerError> {
        let Some((case, _)) = self.case_for_officer(inbound, who, id)? else {
            return Ok(());
        };
        let officer = self.officer_name(who, case.county.as_deref())?;
        let args = [("by", arg(officer.name)), ("text", arg(text)), ("reference", arg(case.reference()))];
        self.tell_filler(&case, "form-message", &args)?;
        self.say_text(who.key, "passed-on-to-owner", &[], inbound.message)
    }

    pub(super) fn send_back(&mut self, inbound: &Inbound, who: &Who, id: CaseId, reason: &str) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case_for_officer(inbound, who, id)? else {
            return Ok(());
        };
        let officer = self.officer_name(who, case.county.as_deref())?;
        let step = Step::SendBack {
            reason: reason.chars().take(500).collect(),
            by: officer.name.clone(),
        };
        let Ok(stage) = case.stage.after(step, case.for_owner) else {
            return self.wrong_stage(inbound, who, &case);
        };
        self.set_stage(&mut case, stage, who);
        self.refresh_form_cards(&case, &flow)?;
        self.save_case(&case, &flow)?;
        let args = [
            ("by", arg(officer.name)),
            ("reason", arg(reason)),
            ("reference", arg(case.reference())),
        ];
        self.tell_filler(&case, "sent-back", &args)?;
        let key = self.reach(case.filled_by.id, case.held_in)?;
        self.open_again(key, &mut case, &flow)?;
        self.say_text(who.key, "desk-sent-back", &[("reference", arg(case.reference()))], inbound.message)
    }

    /// The form that was sent back stands open before its person again.
    fn open_again(&mut self, key: SessionKey, case: &mut Case, flow: &Flow) -> Result<(), RunnerError> {
        let mut session = self.session(key)?;
        if session.case.is_some_and(|open| open != case.id) && session.prompt.is_some() {
            return self.offer(key, case);
        }
        case.held_in = key;
        self.save_case(case, flow)?;
        session.case = Some(case.id);
        session.choosing = false;
        session.returns_to = None;
        session.dialog = crate::conversation::Dialog::default();
        self.present(&mut session, super::present::Cause::default(), &[])?;
        self.save(&session)
    }

    /// Another form is open there: a button leads to this one.
    fn offer(&mut self, key: SessionKey, case: &Case) -> Result<(), RunnerError> {
        let lang = self.lang_of(key.person)?;
        let voice = self.voice(lang);
        let message = Message::new(voice.text("sent-back-other", &[("reference", arg(case.reference()))]))
            .with_buttons(vec![vec![voice.button("button-continue", &render::Token::Reopen { id: case.id })]]);
        self.say(key, message, Purpose::Notice).map(drop)
    }

    fn wrong_stage(&mut self, inbound: &Inbound, who: &Who, case: &Case) -> Result<(), RunnerError> {
        let stage = self.voice(Lang::ZhCn).say(&format!("stage-{}", case.stage.word()));
        self.say_text(
            who.key,
            "stage-refused",
            &[("reference", arg(case.reference())), ("stage", arg(stage))],
            inbound.message,
        )
    }

    pub(super) fn register(&mut self, inbound: &Inbound, who: &Who, id: CaseId, text: &str) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case_for_officer(inbound, who, id)? else {
            return Ok(());
        };
        let today = crate::clock::date(self.now_ms);
        let context = Context {
            tables: &self.house.tables,
            county: None,
            labels: &[],
            same_as: None,
            today,
        };
        let judged = |ask: &Ask, text: &str| judge(ask, &Raw::Text(text.to_owned()), &context);
        let (text, issued) = dated(text, |word| judged(&Ask::Day { month_will_do: false }, word));
        let issued = match issued {
            Some(Judged::Accepted {
                value: Value::Day(day), ..
            }) => Some(day),
            Some(Judged::Rejected(why)) => return self.bad_number(inbound, who, id, &why),
            _ => None,
        };
        let number = match judged(&Ask::RegistrationNumber, text) {
            Judged::Accepted {
                value: Value::Code(number),
                ..
            } => number,
            Judged::Rejected(why) => return self.bad_number(inbound, who, id, &why),
            _ => return self.say_text(who.key, "registered-how", &[], inbound.message),
        };
        let Ok(stage) = case.stage.after(Step::Register { number: number.clone() }, case.for_owner) else {
            return self.wrong_stage(inbound, who, &case);
        };
        self.set_stage(&mut case, stage, who);
        case.validity = self.granted(&case, &flow, issued);
        self.refresh_form_cards(&case, &flow)?;
        self.save_case(&case, &flow)?;
        self.tell_registered(inbound, who, &case, &number)
    }

    /// What was granted with a number, and what is due when. A number put right keeps its day.
    /// A change leaves the days of the earlier one as they are.
    fn granted(&self, case: &Case, flow: &Flow, issued: Option<Day>) -> Option<Validity> {
        let journey = crate::conversation::journey(flow, &case.answers);
        let class = FormView::new(flow, case, &journey).class();
        let kept = journey.standing.filter(|_| journey.keeps_days && issued.is_none());
        let issued = match kept.map(|standing| standing.since) {
            Some((first, last)) if first != last => return None,
            Some((day, _)) => Some(day),
            None => issued,
        };
        let of_form = || {
            self.house
                .flows
                .get(&case.flow)?
                .for_class
                .first()
                .and_then(|class| Class::named(class.as_str()))
        };
        let from = issued.or_else(|| case.validity.as_ref().map(|old| old.from));
        let from = from.unwrap_or_else(|| Day::of(self.now_ms));
        self.house.law.terms.validity(class.or_else(of_form)?, from)
    }

    fn tell_registered(&mut self, inbound: &Inbound, who: &Who, case: &Case, number: &str) -> Result<(), RunnerError> {
        let validity = case.validity.as_ref();
        let permit = validity.is_some_and(|validity| validity.class > Class::Registration);
        let args = |validity: String| {
            [
                ("number", arg(number)),
                ("reference", arg(case.reference())),
                ("kind", arg(if permit { "permit" } else { "registration" })),
                ("validity", arg(validity)),
            ]
        };
        let lang = self.lang_of(case.filled_by.id)?;
        let voice = self.voice(lang);
        let told = validity.map_or_else(|| voice.say("validity-none"), |validity| render::validity_lines(voice, validity));
        self.tell_filler(case, "registered", &args(told))?;
        let desk = validity.map(|validity| format!("\n{}", render::validity_line(self.voice(who.lang), validity)));
        self.say_text(who.key, "desk-registered", &args(desk.unwrap_or_default()), inbound.message)
    }

    fn bad_number(&mut self, inbound: &Inbound, who: &Who, id: CaseId, why: &crate::answer::Rejection) -> Result<(), RunnerError> {
        let text = Text::plain(self.voice(Lang::ZhCn).rejection(why));
        self.say(who.key, Message::new(text).replying(inbound.message), Purpose::AskNumber(id))
            .map(drop)
    }

    /// A button of a form's card.
    pub(super) fn tap_form(&mut self, inbound: &Inbound, who: &Who, id: CaseId, press: FormPress) -> Result<(), RunnerError> {
        let Some((case, _)) = self.case(id)? else {
            return self.alert(who, "toast-old");
        };
        if !self.is_officer(who.id, case.county.as_deref())? {
            return self.alert(who, "toast-not-officer");
        }
        match press {
            FormPress::Number => self.ask_officer(inbound, who, Purpose::AskNumber(id), "ask-number"),
            FormPress::SendBack => self.ask_officer(inbound, who, Purpose::AskReason(id), "ask-reason"),
            FormPress::ByTelephone => self.confirm(who, id),
            FormPress::Delete(accepted) => self.decide_deletion(who, id, accepted),
            FormPress::Settle(place) => self.settle_form(who, id, place),
            FormPress::Offered => self.offer_about(who, id),
            FormPress::DecideClass => self.ask_class(inbound, who, id),
            FormPress::Class(place) => self.decide_class(who, id, place),
        }
    }

    /// `/forms REFERENCE`: the form's card, anew.
    pub(super) fn show_card(&mut self, inbound: &Inbound, who: &Who, reference: &str) -> Result<(), RunnerError> {
        let Some(id) = Case::id_in_reference(reference) else {
            return self.say_text(who.key, "reference-wrong", &[("reference", arg(reference))], inbound.message);
        };
        let Some((case, flow)) = self.case_for_officer(inbound, who, id)? else {
            return Ok(());
        };
        let journey = crate::conversation::journey(&flow, &case.answers);
        let card = render::form_card(self.voice(Lang::ZhCn), FormView::new(&flow, &case, &journey));
        self.say(who.key, card.replying(inbound.message), Purpose::FormCard(id)).map(drop)
    }

    /// `REFERENCE WORDS`: the deed on the form with that reference.
    pub(super) fn by_reference(
        &mut self,
        inbound: &Inbound,
        who: &Who,
        args: &str,
        how: &str,
        deed: fn(&mut Self, &Inbound, &Who, CaseId, &str) -> Result<(), RunnerError>,
    ) -> Result<(), RunnerError> {
        let (reference, rest) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
        match Case::id_in_reference(reference) {
            Some(id) if !rest.trim().is_empty() => deed(self, inbound, who, id, rest.trim()),
            Some(_) => self.say_text(who.key, how, &[], inbound.message),
            None if reference.is_empty() => self.say_text(who.key, how, &[], inbound.message),
            None => self.say_text(who.key, "reference-wrong", &[("reference", arg(reference))], inbound.message),
        }
    }
}

/// A number and the day behind it, if there is one: `92430726MA4T000278001X 2026-11-20`.
fn dated(text: &str, judged: impl Fn(&str) -> Judged) -> (&str, Option<Judged>) {
    let is_day = |word: &&str| word.contains(['-', '年', '/', '.', '天']) && !word.contains(|c: char| c.is_ascii_alphabetic());
    match text.trim().rsplit_once(char::is_whitespace).filter(|(_, word)| is_day(word)) {
        Some((number, word)) => (number, Some(judged(word))),
        None => (text, None),
    }
}
