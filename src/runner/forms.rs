//! Forms as wholes: begun, gone on with, signed, confirmed, opened again.

use super::RunnerError;
use super::dispatch::Who;
use super::present::Cause;
use super::records::Session;
use super::words::bare;
use super::work::Work;
use crate::answer::Value;
use crate::case::{Case, Stage, TrailEvent};
use crate::conversation::{self, Answers, Dialog, Given, Word, journey};
use crate::flow::{Ask, Flow, StepKind};
use crate::ids::{AnswerKey, CaseId};
use crate::render::{Choice, FormView, arg};
use crate::roster::Binding;

/// How many open forms a person may choose from.
const OPEN_SHOWN: usize = 6;

impl Work<'_> {
    /// `/start` goes on with an open form; `/fill` (`ask` is true) with one open asks which.
    pub(super) fn fill(&mut self, who: &Who, cause: Cause, ask: bool) -> Result<(), RunnerError> {
        if self.unbound(who, cause)? {
            return Ok(());
        }
        let mut session = self.session(who.key)?;
        session.last_message = cause.message.or(session.last_message);
        let open = self.open_case(&session, who)?;
        match open {
            Some(id) if ask => {
                session.turn_to(id);
                session.choosing = true;
                self.present(&mut session, cause, &[])?;
                self.save(&session)
            }
            Some(id) => self.go_on(session, who, id, cause),
            None => self.begin(session, who, false, cause),
        }
    }

    /// Forms are filled in in private chats and in groups bound to a township; elsewhere that is said.
    pub(super) fn unbound(&mut self, who: &Who, cause: Cause) -> Result<bool, RunnerError> {
        let bound = |group: crate::roster::Group| matches!(group.bound, Some(Binding::Township { .. }));
        if who.key.is_private() || self.group(who.key.chat)?.is_some_and(bound) {
            return Ok(false);
        }
        self.say_text(who.key, "group-unbound", &[], cause.message)?;
        Ok(true)
    }

    /// The form a person has open: this session's, else his newest one.
    fn open_case(&mut self, session: &Session, who: &Who) -> Result<Option<CaseId>, RunnerError> {
        let known = self.person(who.id)?.map(|p| p.cases).unwrap_or_default();
        for id in session.case.into_iter().chain(known.into_iter().rev()) {
            if self
                .case(id)?
                .is_some_and(|(case, _)| case.stage.is_open() && case.filled_by.id == who.id)
            {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    fn empty_form(&mut self, who: &Who) -> Result<Option<Case>, RunnerError> {
        for (id, _) in self.open_forms(who.id)? {
            let case = self.case(id)?.map(|(case, _)| case);
            if let Some(case) = case.filter(|c| c.signed.is_empty() && c.answers.given.values().all(|g| g.preset)) {
                return Ok(Some(case));
            }
        }
        Ok(None)
    }

    /// The forms a person has open, newest first, with their names.
    pub(super) fn open_forms(&mut self, person: crate::ids::PersonId) -> Result<Vec<(CaseId, String)>, RunnerError> {
        let known = self.person(person)?.map(|p| p.cases).unwrap_or_default();
        let mut open = Vec::new();
        for id in known.into_iter().rev() {
            let Some((case, flow)) = self.case(id)? else { continue };
            if case.stage.is_open() && case.filled_by.id == person && open.len() < OPEN_SHOWN {
                let journey = journey(&flow, &case.answers);
                open.push((id, FormView::new(&flow, &case, &journey).name()));
            }
        }
        Ok(open)
    }

    pub(super) fn go_on(&mut self, mut session: Session, who: &Who, id: CaseId, cause: Cause) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case(id)? else { return Ok(()) };
        if case.held_in != session.key {
            self.leave(case.held_in, id)?;
            case.held_in = session.key;
            self.save_case(&case, &flow)?;
        }
        session.turn_to(id);
        session.choosing = false;
        session.returns_to = None;
        session.dialog.paused = false;
        let name = {
            let journey = journey(&flow, &case.answers);
            FormView::new(&flow, &case, &journey).name()
        };
        let remark = self.voice(who.lang).tell("welcome-back", &[("name", arg(name))]);
        self.present(&mut session, cause, &[remark])?;
        self.save(&session)
    }

    fn begin(&mut self, session: Session, who: &Who, for_owner: bool, cause: Cause) -> Result<(), RunnerError> {
        let flow = self.house.default_flow();
        self.begin_flow(session, who, &flow, Answers::default(), for_owner, cause)
    }

    /// Begins a form with what is known already.
    pub(super) fn begin_flow(
        &mut self,
        mut session: Session,
        who: &Who,
        flow: &Flow,
        answers: Answers,
        for_owner: bool,
        cause: Cause,
    ) -> Result<(), RunnerError> {
        self.keep_flow(flow)?;
        let mut case = self.new_case(flow, who, for_owner)?;
        case.answers = answers;
        case.county = self.county_of_session(&Session {
            case: None,
            ..session.clone()
        })?;
        self.preset_township(&mut case, flow, who)?;
        self.note(case.id, who.id, TrailEvent::Begun { for_owner });
        self.save_case(&case, flow)?;
        if let Some(mut person) = self.person(who.id)? {
            person.cases.retain(|id| *id != case.id);
            person.cases.push(case.id);
            self.save(&person)?;
        }
        session.case = Some(case.id);
        session.choosing = false;
        session.returns_to = None;
        session.dialog = Dialog::default();
        session.shown.clear();
        session.last_answer = None;
        let voice = self.voice(who.lang);
        let intro = voice.say(&format!("{}-intro", flow.id));
        let pending = (flow.classify().is_none() && !flow.is_handed_in()).then(|| voice.say("classification-pending"));
        let reference = voice.tell("reference", &[("reference", arg(case.reference()))]);
        let mut remarks: Vec<String> = std::iter::once(intro).chain(pending).chain([reference]).collect();
        if for_owner {
            remarks.push(voice.say("for-owner-begins"));
        }
        self.present(&mut session, cause, &remarks)?;
        self.save(&session)
    }

    /// A form without answers. One that the person has begun and not answered is taken, so that no empty ones are left behind.
    fn new_case(&mut self, flow: &Flow, who: &Who, for_owner: bool) -> Result<Case, RunnerError> {
        let id = match self.empty_form(who)? {
            Some(case) => {
                self.leave(case.held_in, case.id)?;
                case.id
            }
            None => self.next_case()?,
        };
        Ok(Case {
            id,
            flow: flow.id.clone(),
            hash: flow.hash.clone(),
            county: None,
            township: None,
            filled_by: who.account(),
            for_owner,
            confirmed_by: None,
            answers: Answers::default(),
            stage: Stage::Filling,
            signed: Vec::new(),
            signings: 0,
            begun_ms: self.now_ms,
            touched_ms: self.now_ms,
            held_in: who.key,
            twin_told: false,
            cards: Vec::new(),
            validity: None,
            deletion: None,
        })
    }

    /// County and township come from the group; the question is not asked there.
    fn preset_township(&mut self, case: &mut Case, flow: &Flow, who: &Who) -> Result<(), RunnerError> {
        let group = self.group(who.key.chat)?;
        let Some(Binding::Township { county, township, .. }) = group.and_then(|g| g.bound) else {
            return Ok(());
        };
        case.county = Some(county.clone());
        case.township = Some(township.clone());
        let step = flow.steps.iter().find(|s| s.kind == StepKind::Ask(Ask::Township));
        if let Some(step) = step {
            let value = Some(Value::Township { county, township });
            let given = Given {
                value,
                by: who.id,
                at_ms: self.now_ms,
                flag: None,
                stale: false,
                preset: true,
            };
            case.answers.record(flow, &AnswerKey::single(step.id.clone()), given);
        }
        Ok(())
    }

    pub(super) fn choose(&mut self, who: &Who, token: &str, which: Choice) -> Result<(), RunnerError> {
        let Some(session) = self.own_session(who, token)? else {
            return Ok(());
        };
        self.choose_in(
            session,
            who,
            which,
            Cause {
                message: None,
                tapped: true,
            },
        )
    }

    fn choose_in(&mut self, session: Session, who: &Who, which: Choice, cause: Cause) -> Result<(), RunnerError> {
        if !session.choosing {
            return self.alert(who, "toast-old");
        }
        match which {
            Choice::Continue(id) if self.open_forms(who.id)?.iter().any(|(open, _)| *open == id) => self.go_on(session, who, id, cause),
            Choice::Continue(_) => self.alert(who, "toast-old"),
            Choice::Another => self.begin(session, who, false, cause),
            Choice::ForOwner => self.begin(session, who, true, cause),
        }
    }

    /// The same by typing the number or the words; the words that always work do so here, too.
    pub(super) fn choose_by_words(&mut self, mut session: Session, who: &Who, text: &str, cause: Cause) -> Result<(), RunnerError> {
        if let Some(which) = self.choice_by_words(who, text)? {
            return self.choose_in(session, who, which, cause);
        }
        match self.word_of(&session, text)? {
            Some(Word::Continue | Word::Back) => match self.open_forms(who.id)?.first() {
                Some((id, _)) => self.choose_in(session, who, Choice::Continue(*id), cause),
                None => self.present_and_save(session, cause),
            },
            Some(Word::Help | Word::DontKnow) => self.help_without_form(session, who, cause.message),
            Some(Word::Pause) => {
                session.choosing = false;
                self.act(session, who, conversation::Action::Word(Word::Pause), cause)
            }
            Some(Word::Language) => {
                self.switch_language(who, cause.message)?;
                self.present_and_save(session, cause)
            }
            _ => self.present_and_save(session, cause),
        }
    }

    fn choice_by_words(&mut self, who: &Who, text: &str) -> Result<Option<Choice>, RunnerError> {
        let open = self.open_forms(who.id)?;
        let typed = bare(text);
        if typed.is_empty() {
            return Ok(None);
        }
        let by_name = open
            .iter()
            .find(|(_, name)| typed.ends_with(&bare(name)))
            .map(|(id, _)| Choice::Continue(*id));
        Ok(match typed.parse::<usize>() {
            Ok(n) if (1..=open.len()).contains(&n) => Some(Choice::Continue(open[n - 1].0)),
            Ok(n) if n == open.len() + 1 => Some(Choice::Another),
            Ok(n) if n == open.len() + 2 => Some(Choice::ForOwner),
            _ if self.is_label("button-choose-another", &typed) => Some(Choice::Another),
            _ if self.is_label("button-choose-for-owner", &typed) => Some(Choice::ForOwner),
            _ => by_name,
        })
    }

    /// A form for somebody else, begun by the words in a private chat.
    pub(super) fn begin_for_owner(
        &mut self,
        session: Session,
        who: &Who,
        message: Option<crate::ids::MessageId>,
    ) -> Result<(), RunnerError> {
        self.begin(session, who, true, Cause { message, tapped: false })
    }

    fn present_and_save(&mut self, mut session: Session, cause: Cause) -> Result<(), RunnerError> {
        self.present(&mut session, cause, &[])?;
        self.save(&session)
    }
}
