//! Forms that end without a declaration: handed to the desk, decided by a second person; and forms that go on in another.

use super::RunnerError;
use super::dispatch::Who;
use super::present::Cause;
use super::records::{FlowFile, Session};
use super::work::Work;
use crate::answer::Value;
use crate::case::{Case, Stage, Step, TrailEvent};
use crate::conversation::{Dialog, Event, Given, across, journey};
use crate::flow::{CLASSES, Flow};
use crate::ids::{AnswerKey, CaseId, FlowId, OptionId};
use crate::l10n::Lang;
use crate::message::{Act, Attachment, Inbound, Message, Purpose};
use crate::render::{self, Token, arg};

impl Work<'_> {
    /// The form goes on in another one: what was answered there already counts here.
    pub(super) fn go_on_in(
        &mut self,
        mut session: Session,
        mut case: Case,
        who: &Who,
        to: &FlowId,
        cause: Cause,
    ) -> Result<(), RunnerError> {
        let Some(flow) = self.house.flows.get(to).cloned() else {
            return self.alert(who, "toast-old");
        };
        self.keep_flow(&flow)?;
        across(&mut case.answers, &*self.house.flow(&case.hash)?, &flow);
        case.flow = flow.id.clone();
        case.hash = flow.hash.clone();
        self.save_case(&case, &flow)?;
        session.dialog = Dialog::default();
        session.shown.clear();
        session.last_answer = None;
        let intro = self.voice(who.lang).say(&format!("{}-intro", flow.id));
        self.present(&mut session, cause, &[intro])?;
        self.save(&session)
    }

    /// A form can always be read under the version it is answered under.
    pub(super) fn keep_flow(&mut self, flow: &Flow) -> Result<(), RunnerError> {
        self.save(&FlowFile {
            hash: flow.hash.to_string(),
            source: flow.source.clone(),
        })
    }

    /// Without a declaration: the form goes to the desk with what was sent for it.
    pub(super) fn hand_in(
        &mut self,
        mut session: Session,
        mut case: Case,
        flow: &Flow,
        who: &Who,
        cause: Cause,
    ) -> Result<(), RunnerError> {
        let Ok(stage) = case.stage.after(Step::HandIn, case.for_owner) else {
            return self.already_signed(session, who, &case, cause);
        };
        self.set_stage(&mut case, stage, who);
        self.close_prompt(&mut session, None)?;
        let group = session.returns_to.take();
        self.save(&session)?;
        let voice = self.voice(who.lang);
        let next = voice.say(&format!("{}-handed-in", flow.id));
        let terms = {
            let journey = journey(flow, &case.answers);
            let class = render::FormView::new(flow, &case, &journey).class();
            class.and_then(|class| render::terms(voice, class))
        };
        let next: Vec<String> = std::iter::once(next).chain(terms).collect();
        let args = [("reference", arg(case.reference())), ("next", arg(next.join("\n")))];
        let text = voice.text("handed-in", &args);
        let buttons = vec![vec![voice.button("button-reopen", &Token::Reopen { id: case.id })]];
        let message = Message::new(text).with_buttons(buttons).replying(cause.message).protected();
        self.say(who.key, message, Purpose::Notice)?;
        self.form_to_desk(&mut case, flow)?;
        self.documents_to_desk(&case, flow)?;
        self.save_case(&case, flow)?;
        self.tell_group_done(group.unwrap_or(case.held_in), &case, who)
    }

    /// What was sent for a form that is handed in, each with the item it is for.
    fn documents_to_desk(&mut self, case: &Case, flow: &Flow) -> Result<(), RunnerError> {
        let Some(desk) = self.desk_of(case.county.as_deref())? else {
            return Ok(());
        };
        let journey = journey(flow, &case.answers);
        for key in &journey.done {
            let what = match journey.given(key).and_then(|given| given.value.as_ref()) {
                Some(Value::Photo(handle)) => Attachment::Photo(handle.clone()),
                Some(Value::File(handle)) => Attachment::Document(handle.clone()),
                _ => continue,
            };
            let voice = self.voice(Lang::ZhCn);
            let form = render::FormView::new(flow, case, &journey);
            let label = render::value_label(voice, form, key);
            let caption = voice.text("card-document", &[("reference", arg(case.reference())), ("label", arg(label))]);
            let (from, message) = (crate::ids::SessionKey::private(case.filled_by.id).chat, None);
            let act = Act::Copy {
                what,
                from,
                message,
                caption,
            };
            self.desk_row(desk, Purpose::FormCard(case.id), act)?;
        }
        Ok(())
    }

    /// An officer decides what becomes of a form that was handed in; never the person who handed it in, and only once.
    pub(super) fn settle_form(&mut self, who: &Who, id: CaseId, place: usize) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case(id)? else {
            return self.alert(who, "toast-old");
        };
        let Some(outcome) = flow.outcomes().get(place).cloned() else {
            return self.alert(who, "toast-old");
        };
        if case.filled_by.id == who.id {
            return self.alert(who, "toast-second-person");
        }
        let officer = self.officer_name(who, case.county.as_deref())?;
        let step = Step::Settle {
            outcome: outcome.clone(),
            by: officer.clone(),
        };
        let Ok(stage) = case.stage.after(step, case.for_owner) else {
            return match &case.stage {
                Stage::Settled { by, .. } => self.alert_with(who, "toast-settled", &[("by", arg(by.name.as_str()))]),
                _ => self.alert(who, "toast-old"),
            };
        };
        self.set_stage(&mut case, stage, who);
        self.refresh_form_cards(&case, &flow)?;
        self.save_case(&case, &flow)?;
        let outcome = self.voice(Lang::ZhCn).say(&format!("outcome-{outcome}"));
        let args = [
            ("reference", arg(case.reference())),
            ("outcome", arg(outcome)),
            ("by", arg(officer.name)),
        ];
        self.tell_filler(&case, "settled", &args)
    }

    /// Which class is it? The officer chooses.
    pub(super) fn ask_class(&mut self, inbound: &Inbound, who: &Who, id: CaseId) -> Result<(), RunnerError> {
        let Some((case, _)) = self.case(id)? else {
            return self.alert(who, "toast-old");
        };
        let message = render::class_choice(self.voice(Lang::ZhCn), &case);
        self.desk_row(inbound.chat, Purpose::Notice, Act::Send(message)).map(drop)
    }

    /// An officer has decided which class of management it is: an answer of the form from now on.
    pub(super) fn decide_class(&mut self, who: &Who, id: CaseId, place: usize) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case(id)? else {
            return self.alert(who, "toast-old");
        };
        let (Some((step, _)), Some(class)) = (flow.classify(), CLASSES.get(place)) else {
            return self.alert(who, "toast-old");
        };
        if case.filled_by.id == who.id {
            return self.alert(who, "toast-second-person");
        }
        let key = AnswerKey::single(step.id.clone());
        let value = Value::Choice(OptionId::from(*class));
        let given = Given {
            value: Some(value.clone()),
            by: who.id,
            at_ms: self.now_ms,
            flag: None,
            stale: false,
            preset: true,
        };
        let old = case.answers.given.get(&key).and_then(|given| given.value.clone());
        case.answers.record(&flow, &key, given);
        let recorded = Event::AnswerRecorded {
            key,
            value: Some(value),
            old,
            flag: None,
        };
        self.note(case.id, who.id, TrailEvent::Said(recorded));
        case.touched_ms = self.now_ms;
        self.refresh_form_cards(&case, &flow)?;
        self.save_case(&case, &flow)?;
        let officer = self.officer_name(who, case.county.as_deref())?;
        let class = self.voice(Lang::ZhCn).say(&format!("class-{class}"));
        let args = [
            ("reference", arg(case.reference())),
            ("class", arg(class)),
            ("by", arg(officer.name)),
        ];
        self.tell_filler(&case, "class-decided", &args)?;
        self.show_form(&case)?;
        self.alert(who, "toast-class-decided")
    }

    /// The session a form is filled in shows what it stands at now.
    fn show_form(&mut self, case: &Case) -> Result<(), RunnerError> {
        let mut session = self.session(case.held_in)?;
        if session.case != Some(case.id) || session.prompt.is_none() || !case.stage.is_open() {
            return Ok(());
        }
        self.present(&mut session, Cause::default(), &[])?;
        self.save(&session)
    }
}
