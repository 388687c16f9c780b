//! What was answered in an inquiry outside of any form, as answers of a form.

use std::collections::BTreeMap;

use super::answers::{Answers, Given};
use crate::answer::Value;
use crate::flow::{Ask, Flow, Known, NONE, StepKind};
use crate::ids::{AnswerKey, OptionId, PersonId, StepId};

/// The industry and what was said to the law's questions, in the order the form would ask them. Numbers are asked again:
/// an inquiry knows only between which limits they lie.
pub fn carry(flow: &Flow, code: &str, said: &BTreeMap<StepId, Known>, by: PersonId, at_ms: i64) -> Answers {
    let mut answers = Answers::default();
    let mut record = |step: &StepId, value: Option<Value>| {
        let given = Given {
            value,
            by,
            at_ms,
            flag: None,
            stale: false,
            preset: false,
        };
        answers.record(flow, &AnswerKey::single(step.clone()), given);
    };
    if let Some(step) = flow.steps.iter().find(|s| s.kind == StepKind::Ask(Ask::Industry)) {
        record(&step.id, Some(Value::Industry(code.to_owned())));
    }
    let Some(law) = &flow.law else { return answers };
    let mut known = BTreeMap::new();
    while let Some((asked, parts)) = law.0.inquire(code, &known).next {
        let asks = if parts.is_empty() { vec![asked.clone()] } else { parts.clone() };
        let told: Option<Vec<(StepId, Known)>> = asks.iter().map(|q| Some((q.clone(), said.get(q)?.clone()))).collect();
        let Some(told) = told else { break };
        let value = match told.as_slice() {
            [(_, Known::Number(_))] => break,
            [(_, Known::YesNo(yes))] if parts.is_empty() => Some(Value::YesNo(*yes)),
            [(_, Known::Options(options))] => options.first().cloned().map(Value::Choice),
            several if several.iter().all(|(_, known)| *known == Known::Nothing) => None,
            several => Some(Value::Choices(ticked(several))),
        };
        record(&asked, value);
        known.extend(told);
    }
    answers
}

/// A form goes on in another one: what a question of the one told the law, the other one's question or the law's own has
/// been told, too.
pub fn across(answers: &mut Answers, from: &Flow, to: &Flow) {
    let pairs = |flow: &Flow| flow.classify().map(|(_, known)| known.clone()).unwrap_or_default();
    let (before, after) = (pairs(from), pairs(to));
    for law in before.keys().chain(after.keys()) {
        let (told, asks) = (before.get(law).unwrap_or(law), after.get(law).unwrap_or(law));
        if let Some(given) = answers.given.get(&AnswerKey::single(told.clone())).filter(|_| told != asks) {
            answers.given.insert(AnswerKey::single(asks.clone()), given.clone());
        }
    }
}

fn ticked(told: &[(StepId, Known)]) -> Vec<OptionId> {
    let yes = told.iter().filter(|(_, known)| *known == Known::YesNo(true));
    let ticks: Vec<OptionId> = yes.map(|(question, _)| OptionId::from(question.as_str())).collect();
    if ticks.is_empty() { vec![NONE.into()] } else { ticks }
}
