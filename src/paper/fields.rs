//! A form as it is exported, and the values of its fields in words.

use std::collections::HashMap;

use super::PaperError;
use crate::answer::{AnswerView, Value};
use crate::case::{Case, Signature, Stage};
use crate::clock::Day;
use crate::conversation::{Answers, Journey, journey};
use crate::flow::{Condition, Field, FieldSource, Flow, Known, Step, StepKind, Tri};
use crate::ids::{AnswerKey, ItemId, OptionId, StepId};
use crate::render::{FormView, Voice, class_line, show, standing_line};

/// A field of the export with the form it was found in.
#[derive(Clone, Copy)]
pub(super) struct Column<'a> {
    pub(super) flow: &'a Flow,
    pub(super) field: &'a Field,
}

impl Column<'_> {
    /// Its heading.
    pub(super) fn label(&self, voice: Voice<'_>) -> String {
        voice.say(&format!("{}-field-{}", self.flow.id, self.field.id.replace('_', "-")))
    }
}

/// A form with its answers, and its signature unless it is open.
pub(super) struct Paper<'a> {
    pub(super) case: &'a Case,
    pub(super) flow: &'a Flow,
    pub(super) signature: Option<&'a Signature>,
    answers: &'a Answers,
    journey: Journey<'a>,
}

impl<'a> Paper<'a> {
    /// Chooses the answers of a form.
    pub(super) fn of(case: &'a Case, flow: &'a Flow) -> Result<Self, PaperError> {
        let signature = if case.stage.is_open() { None } else { case.signed.last() };
        if let Some(signature) = signature.filter(|s| s.hash != flow.hash) {
            let (signed, given) = (signature.hash.to_string(), flow.hash.to_string());
            return Err(PaperError::OtherFlow {
                reference: case.reference(),
                signed,
                given,
            });
        }
        // A signed form is frozen until it is opened again, so its answers are those that were signed.
        let answers = &case.answers;
        Ok(Self {
            case,
            flow,
            signature,
            answers,
            journey: journey(flow, answers),
        })
    }

    /// The name of the enterprise, or the reference until it is known.
    pub(super) fn name(&self) -> String {
        FormView::new(self.flow, self.case, &self.journey).name()
    }

    /// Our own columns: reference, stage, national number, who filled it in, when it was signed and by whom; until when it
    /// counts, from and by when it is renewed, within how many days a change has to be told.
    pub(super) fn ours(&self, voice: Voice<'_>) -> [String; 10] {
        let number = match &self.case.stage {
            Stage::Registered { number } => number.clone(),
            _ => String::new(),
        };
        let validity = self.case.validity.as_ref();
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let change = validity.and_then(|v| v.change_days);
        [
            self.case.reference(),
            voice.say(&format!("stage-{}", self.case.stage.word())),
            number,
            self.case.filled_by.name.clone(),
            self.signature.map(|s| crate::clock::full(s.at_ms)).unwrap_or_default(),
            self.signature.map(|s| signer(voice, s)).unwrap_or_default(),
            day(validity.map(|v| v.until)),
            day(validity.and_then(|v| v.renew_from)),
            day(validity.and_then(|v| v.renew_by)),
            change.map(|days| days.to_string()).unwrap_or_default(),
        ]
    }

    /// The value of a column in words; nothing if the form has no such field or it is not answered.
    pub(super) fn field(&self, voice: Voice<'_>, column: &Column<'_>) -> String {
        let Some(source) = self.source(column) else { return String::new() };
        match source {
            FieldSource::Step(step) => self.words(voice, &AnswerKey::single(step.clone())),
            FieldSource::Has(step, option) => self.has(voice, step, option),
            FieldSource::Cases(cases) => self.first_that_holds(voice, cases),
            FieldSource::County => self.case.county.clone().unwrap_or_default(),
            FieldSource::Township => self.case.township.clone().unwrap_or_default(),
            FieldSource::Fixed(name) => self.value_text(voice, name),
            FieldSource::Rows { repeat, columns } => self.joined(voice, repeat.as_ref(), columns),
            FieldSource::Staff => String::new(),
        }
    }

    /// The head and the columns of a repeated table in this form's own version.
    pub(super) fn table(&self, column: &Column<'_>) -> Option<(&'a StepId, &'a [StepId])> {
        match self.source(column)? {
            FieldSource::Rows {
                repeat: Some(head),
                columns,
            } => Some((head, columns)),
            _ => None,
        }
    }

    /// The items of a repeated table, the answers of these steps in words; items without any answer are left out.
    pub(super) fn items(&self, voice: Voice<'_>, column: &Column<'_>, steps: &[&StepId]) -> Vec<Vec<String>> {
        let Some((head, _)) = self.table(column) else { return Vec::new() };
        let row = |item: &ItemId| self.row(voice, steps.iter().copied(), Some(*item));
        self.journey
            .items(head)
            .iter()
            .map(row)
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .collect()
    }

    /// The same field in this form's own version.
    fn source(&self, column: &Column<'_>) -> Option<&'a FieldSource> {
        let same = |field: &&Field| self.flow.id == column.flow.id && field.id == column.field.id;
        self.flow.fields.iter().find(same).map(|field| &field.source)
    }

    fn value_text(&self, voice: Voice<'_>, name: &str) -> String {
        voice.say(&format!("{}-value-{name}", self.flow.id))
    }

    /// An answer on the path, in words; what was typed, to the letter.
    fn words(&self, voice: Voice<'_>, key: &AnswerKey) -> String {
        if self.flow.classify().is_some_and(|(step, _)| step.id == key.step) {
            let form = FormView::new(self.flow, self.case, &self.journey);
            return class_line(voice, form).unwrap_or_default();
        }
        if matches!(self.flow.step(&key.step).map(|step| &step.kind), Some(StepKind::Validity { .. })) {
            let form = FormView::new(self.flow, self.case, &self.journey);
            return standing_line(voice, form).unwrap_or_default();
        }
        match self.journey.value(key) {
            Some(Value::Text(words)) => words.clone(),
            Some(value) => show(voice, self.flow, key, value),
            None => String::new(),
        }
    }

    fn has(&self, voice: Voice<'_>, step: &StepId, option: &OptionId) -> String {
        let has = match self.journey.value(&AnswerKey::single(step.clone())) {
            Some(Value::Choices(chosen)) => chosen.contains(option),
            Some(Value::Choice(chosen)) => chosen == option,
            _ => return String::new(),
        };
        voice.say(if has { "answer-yes" } else { "answer-no" })
    }

    fn first_that_holds(&self, voice: Voice<'_>, cases: &[(Condition, String)]) -> String {
        let known = self.known();
        let look_up = |step: &StepId| known.get(step).cloned().unwrap_or(Known::Nothing);
        let found = cases.iter().find(|(condition, _)| condition.eval(&look_up) == Tri::Yes);
        found.map(|(_, name)| self.value_text(voice, name)).unwrap_or_default()
    }

    /// What conditions know of the steps that are asked once, as the journey sees it: nothing of those off the path.
    fn known(&self) -> HashMap<&'a StepId, Known> {
        let mut known = HashMap::new();
        for step in self.flow.steps.iter().filter(|s| s.within.is_none()) {
            let look_up = |id: &StepId| known.get(id).cloned().unwrap_or(Known::Nothing);
            let holds = step.when.as_ref().map_or(Tri::Yes, |condition| condition.eval(&look_up));
            known.insert(&step.id, self.known_of(step, holds));
        }
        known
    }

    fn known_of(&self, step: &Step, holds: Tri) -> Known {
        match (&step.kind, holds) {
            (StepKind::Review | StepKind::HandIn(_) | StepKind::GoOn(_) | StepKind::Wait, _)
            | (StepKind::Ask(_) | StepKind::Classify { .. } | StepKind::Validity { .. }, Tri::No) => Known::Nothing,
            (StepKind::Validity { .. }, _) => {
                let state = self.journey.standing.as_ref().map(|standing| standing.state.clone());
                state.map_or(Known::Nothing, |state| Known::Options(vec![state]))
            }
            (StepKind::Classify { .. }, _) => self.journey.class.as_ref().map_or(Known::NotYet, |c| Known::Options(c.options())),
            (_, Tri::Unknown) => Known::NotYet,
            (StepKind::Repeat { .. }, _) => Known::Count(self.journey.items(&step.id).len()),
            (StepKind::Ask(_), Tri::Yes) => match self.answers.known(self.flow, &AnswerKey::single(step.id.clone())) {
                Known::NotYet if step.in_review => Known::Nothing,
                known => known,
            },
        }
    }

    /// A table in one cell: answers joined by "，", items by "；", what is not answered left out.
    fn joined(&self, voice: Voice<'_>, repeat: Option<&StepId>, steps: &[StepId]) -> String {
        let items: Vec<Option<ItemId>> = match repeat {
            Some(head) => self.journey.items(head).iter().copied().map(Some).collect(),
            None => vec![None],
        };
        let line = |item: Option<ItemId>| {
            let row = self.row(voice, steps.iter(), item);
            row.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("，")
        };
        items
            .into_iter()
            .map(line)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("；")
    }

    fn row<'s>(&self, voice: Voice<'_>, steps: impl Iterator<Item = &'s StepId>, item: Option<ItemId>) -> Vec<String> {
        steps
            .map(|step| self.words(voice, &AnswerKey { step: step.clone(), item }))
            .collect()
    }
}

/// Nobody signs without a name: one that is empty has lost its key.
fn signer(voice: Voice<'_>, signature: &Signature) -> String {
    if signature.name.is_empty() {
        voice.say("value-deleted")
    } else {
        signature.name.clone()
    }
}
