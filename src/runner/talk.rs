//! An owner's turn in a session: the action is carried out, what follows from it is seen to, and the next prompt shown.

use super::RunnerError;
use super::dispatch::Who;
use super::present::Cause;
use super::records::Session;
use super::work::Work;
use crate::answer::{Rejection, Soft, Value};
use crate::case::{Case, TrailEvent};
use crate::conversation::{self, Action, Event, HelpReason, Turn, Word, advance, journey, may_be_question};
use crate::flow::{Ask, Flow};
use crate::ids::{AnswerKey, CaseId};
use crate::l10n::Lang;
use crate::render::{self, FormView};

impl Work<'_> {
    /// Carries out an action of a person on the form of his session.
    pub(super) fn act(&mut self, mut session: Session, who: &Who, action: Action, cause: Cause) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.form_of(&session)? else {
            return self.nothing_open(session, who, cause);
        };
        if !case.stage.is_open() {
            return self.already_signed(session, who, &case, cause);
        }
        if matches!(
            action,
            Action::Word(Word::Ask) | Action::Press(conversation::Press::Word(Word::Ask))
        ) {
            return self.begin_question(who, cause.message);
        }
        let hidden = matches!(Self::view(&session, &case, &flow), Some(render::View::GoPrivate(_)));
        if hidden && !fits_in_public(&action) {
            let remark = self.voice(who.lang).say("not-in-group");
            self.present(&mut session, cause, &[remark])?;
            return self.save(&session);
        }
        let asked = conversation::current(&journey(&flow, &case.answers), &session.dialog);
        let events = self.advance(&mut session, &mut case, &flow, who, action);
        if let (Some(message), Some(key)) = (cause.message, asked.filter(|_| recorded(&events))) {
            session.last_answer = Some((message, key));
        }
        case.touched_ms = self.now_ms;
        self.follow(session, case, &flow, who, &events, cause)
    }

    pub(super) fn form_of(&mut self, session: &Session) -> Result<Option<(Case, std::sync::Arc<Flow>)>, RunnerError> {
        match session.case {
            Some(id) => self.case(id),
            None => Ok(None),
        }
    }

    fn advance(&mut self, session: &mut Session, case: &mut Case, flow: &Flow, who: &Who, action: Action) -> Vec<Event> {
        let house = self.house;
        let county = case.county.clone();
        let labels = |ask: &Ask| render::labels(&house.catalogue, flow, ask);
        let mut turn = Turn {
            flow,
            answers: &mut case.answers,
            dialog: &mut session.dialog,
            by: who.id,
            now_ms: self.now_ms,
            tables: &house.tables,
            county: county.as_deref(),
            labels: &labels,
        };
        advance(&mut turn, action)
    }

    /// What follows from the events: the trail, the county, a twin, a ticket, the signature; then the next prompt.
    fn follow(
        &mut self,
        mut session: Session,
        mut case: Case,
        flow: &Flow,
        who: &Who,
        events: &[Event],
        cause: Cause,
    ) -> Result<(), RunnerError> {
        self.trail(&case, flow, who, events);
        let mut remarks = {
            let journey = journey(flow, &case.answers);
            let form = FormView::new(flow, &case, &journey);
            render::remarks(self.voice(who.lang), form, events)
        };
        let county_before = case.county.clone();
        Self::learn(&mut case, events);
        remarks.extend(self.twin(&mut case, flow, who, events)?);
        self.save_case(&case, flow)?;
        if let Some(county) = case.county.as_ref().filter(|c| Some(*c) != county_before.as_ref()) {
            self.ticket_learns_county(&session, county)?;
        }
        let mut who = who.clone();
        for event in events {
            match event {
                Event::LanguageWanted => who.lang = self.toggle_language(&who)?,
                Event::HelpWanted { why } => remarks.push(self.want_help(&mut session, &case, flow, &who, *why, cause)?),
                Event::AnswerRejected { tries, .. } if *tries == conversation::TRIES_BEFORE_HELP => {
                    remarks.push(self.want_help(&mut session, &case, flow, &who, HelpReason::Tries, cause)?);
                }
                Event::Classed { unclear: true, .. } => {
                    remarks.push(self.want_help(&mut session, &case, flow, &who, HelpReason::Class, cause)?);
                }
                Event::WentOn { flow } => return self.go_on_in(session, case, &who, flow, cause),
                Event::HandedIn => return self.hand_in(session, case, flow, &who, cause),
                Event::Signed { name } => return self.sign(session, case, flow, &who, name, cause),
                _ => {}
            }
        }
        if Self::trip_is_over(&session, &case, flow) {
            return self.return_to_group(session, &case, flow, &who, &remarks, cause);
        }
        if self.leaves_crowd(&session, &case, &who)? {
            return self.go_on_in_private(&session, &case, &who, remarks);
        }
        self.present(&mut session, cause, &remarks)?;
        self.save(&session)?;
        match Self::question_among(&session, events) {
            Some(words) => self.question_put(session, &who, &words, cause.message),
            None => Ok(()),
        }
    }

    /// What was asked instead of answering: said to be a question, or no answer and put as one.
    fn question_among(session: &Session, events: &[Event]) -> Option<String> {
        events.iter().find_map(|event| match event {
            Event::QuestionAsked { text } => Some(text.clone()),
            Event::AnswerRejected { key, .. } => {
                let tried = session.dialog.tries.last().filter(|t| t.key == *key)?;
                may_be_question(&tried.raw).then(|| tried.raw.clone())
            }
            _ => None,
        })
    }

    /// Writes the events into the trail, private values left out.
    fn trail(&mut self, case: &Case, flow: &Flow, who: &Who, events: &[Event]) {
        for event in events {
            let event = match event {
                Event::AnswerRecorded { key, flag, .. } if flow.step(&key.step).is_none_or(|s| s.private) => Event::AnswerRecorded {
                    key: key.clone(),
                    value: None,
                    old: None,
                    flag: flag.clone().map(|flag| Soft { args: Vec::new(), ..flag }),
                },
                Event::AnswerRejected { key, why, tries } if flow.step(&key.step).is_none_or(|s| s.private) => {
                    let why = Rejection {
                        key: why.key.clone(),
                        args: Vec::new(),
                        suggestion: None,
                    };
                    Event::AnswerRejected {
                        key: key.clone(),
                        why,
                        tries: *tries,
                    }
                }
                Event::Signed { .. } | Event::QuestionAsked { .. } => continue,
                other => other.clone(),
            };
            self.note(case.id, who.id, TrailEvent::Said(event));
        }
    }

    fn learn(case: &mut Case, events: &[Event]) {
        for event in events {
            if let Event::AnswerRecorded {
                value: Some(Value::Township { county, township }),
                ..
            } = event
            {
                case.county = Some(county.clone());
                case.township = Some(township.clone());
            }
        }
    }

    /// The same credit code in another form is told to the person and, on the card, to the desk.
    fn twin(&mut self, case: &mut Case, flow: &Flow, who: &Who, events: &[Event]) -> Result<Option<String>, RunnerError> {
        let code = events.iter().find_map(|event| match event {
            Event::AnswerRecorded {
                key,
                value: Some(Value::Code(code)),
                ..
            } if flow.ask(&key.step) == Some(&Ask::CreditCode) => Some(code.clone()),
            _ => None,
        });
        let Some(code) = code else { return Ok(None) };
        let name = format!("uscc:{code}");
        let other = self
            .pointer(&name)?
            .and_then(|text| text.parse().ok().map(CaseId))
            .filter(|id| *id != case.id);
        let Some(other) = other else {
            self.point(name, case.id.to_string())?;
            return Ok(None);
        };
        let Some((twin, _)) = self.case(other)?.filter(|(twin, flow)| holds_code(twin, flow, &code)) else {
            self.point(name, case.id.to_string())?;
            return Ok(None);
        };
        self.tell_desk_of_twin(case, &twin, &code, who)?;
        Ok(Some(
            self.voice(who.lang).tell("twin", &[("reference", render::arg(twin.reference()))]),
        ))
    }

    fn toggle_language(&mut self, who: &Who) -> Result<Lang, RunnerError> {
        let lang = match who.lang {
            Lang::ZhCn => Lang::En,
            Lang::En => Lang::ZhCn,
        };
        if let Some(mut person) = self.person(who.id)? {
            person.lang = Some(lang);
            self.save(&person)?;
        }
        Ok(lang)
    }

    pub(super) fn switch_language(&mut self, who: &Who, message: Option<crate::ids::MessageId>) -> Result<(), RunnerError> {
        self.toggle_language(who)?;
        self.say_text(who.key, "language-changed", &[], message)
    }

    fn nothing_open(&mut self, mut session: Session, who: &Who, cause: Cause) -> Result<(), RunnerError> {
        self.close_prompt(&mut session, None)?;
        self.save(&session)?;
        self.alert(who, "toast-old")?;
        self.say_text(who.key, "hint-start", &[], cause.message)
    }

    /// Whether words are one of the options of the question now open.
    pub(super) fn is_option(&mut self, session: &Session, text: &str) -> Result<bool, RunnerError> {
        let Some((case, flow)) = self.form_of(session)? else {
            return Ok(false);
        };
        let journey = journey(&flow, &case.answers);
        let Some(key) = conversation::current(&journey, &session.dialog) else {
            return Ok(false);
        };
        let Some(ask) = flow.ask(&key.step) else { return Ok(false) };
        let labels = render::labels(&self.house.catalogue, &flow, ask);
        Ok(labels.iter().any(|(_, words)| words.iter().any(|w| w.contains(text.trim()))))
    }

    /// Whether the question now open takes a file.
    pub(super) fn asks_file(&mut self, session: &Session) -> Result<bool, RunnerError> {
        let Some((case, flow)) = self.form_of(session)? else {
            return Ok(false);
        };
        let journey = journey(&flow, &case.answers);
        let key = conversation::current(&journey, &session.dialog);
        Ok(key.is_some_and(|key| flow.ask(&key.step) == Some(&Ask::Document)))
    }

    pub(super) fn asks_photo(&mut self, session: &Session) -> Result<bool, RunnerError> {
        Ok(self.current_key(session)?.is_some_and(|(_, photo)| photo))
    }

    /// The question a session stands at, and whether it asks for a photo.
    pub(super) fn current_key(&mut self, session: &Session) -> Result<Option<(AnswerKey, bool)>, RunnerError> {
        let Some((case, flow)) = self.form_of(session)? else {
            return Ok(None);
        };
        let journey = journey(&flow, &case.answers);
        let key = conversation::current(&journey, &session.dialog);
        Ok(key.map(|key| {
            let photo = matches!(flow.ask(&key.step), Some(Ask::Photo | Ask::Document));
            (key, photo)
        }))
    }
}

/// What may be done in a group where the next thing is for the private chat: words that show nothing.
fn fits_in_public(action: &Action) -> bool {
    match action {
        Action::Word(word) | Action::Press(conversation::Press::Word(word)) => {
            !matches!(word, conversation::Word::Skip | conversation::Word::Change)
        }
        Action::Send(_) | Action::Press(_) => false,
        Action::Old(_) | Action::Propose { .. } => true,
    }
}

fn recorded(events: &[Event]) -> bool {
    events.iter().any(|e| matches!(e, Event::AnswerRecorded { .. }))
}

/// Whether a form has this credit code now.
fn holds_code(case: &Case, flow: &Flow, code: &str) -> bool {
    use crate::answer::AnswerView;
    let journey = journey(flow, &case.answers);
    journey
        .done
        .iter()
        .any(|key| flow.ask(&key.step) == Some(&Ask::CreditCode) && journey.value(key) == Some(&Value::Code(code.to_owned())))
}
