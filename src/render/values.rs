//! Values and labels in words.

use super::{FormView, Voice, arg};
use crate::answer::Value;
use crate::clock::Day;
use crate::flow::{Ask, DOCUMENT, Flow};
use crate::ids::{AnswerKey, OptionId};
use crate::l10n::Lang;

/// The short label of a question, with the item's place in its group if it is repeated.
pub fn value_label(voice: Voice<'_>, form: FormView<'_>, key: &AnswerKey) -> String {
    let label = short_label(voice, form.flow, &key.step);
    match item_place(form, key) {
        None => label,
        Some(place) => format!("{label}{}", circled(place)),
    }
}

/// A question in few words; the law's questions have none of their own but a tick or the question.
fn short_label(voice: Voice<'_>, flow: &Flow, step: &crate::ids::StepId) -> String {
    let id = flow.text_id(step);
    let short = [".short", ".tick"].map(|attribute| format!("{id}{attribute}"));
    let found = short.iter().find(|id| voice.catalogue.has(voice.lang, id));
    match found {
        Some(id) => voice.say(id),
        None if flow.step(step).is_some_and(|s| s.asked_by.is_some()) => {
            let question = voice.say(&id);
            question.split(['？', '?', '（', '(']).next().unwrap_or_default().trim().to_owned()
        }
        None => voice.say(&short[0]),
    }
}

/// The place of an item in its group, from 1; one that is about to be added is the last.
pub(super) fn item_place(form: FormView<'_>, key: &AnswerKey) -> Option<u32> {
    use crate::answer::AnswerView;
    let item = key.item?;
    let items = form
        .flow
        .step(&key.step)
        .and_then(|s| s.within.as_ref())
        .map_or(&[][..], |head| form.journey.items(head));
    let place = items.iter().position(|i| *i == item).unwrap_or(items.len());
    Some(u32::try_from(place).unwrap_or(u32::MAX - 1) + 1)
}

/// The number of an item as people see it: ①, ②, … (21).
fn circled(n: u32) -> String {
    match n {
        1..=20 => char::from_u32(0x2460 + n - 1).map(String::from).unwrap_or_default(),
        _ => format!("({n})"),
    }
}

/// The words of each option of a question, in every language; typed words are compared with them.
pub fn labels(catalogue: &crate::l10n::Catalogue, flow: &Flow, ask: &Ask) -> Vec<(OptionId, Vec<String>)> {
    let words = |id: String| Lang::ALL.iter().map(|lang| catalogue.text(*lang, &id, &[])).collect();
    match ask {
        Ask::Choice { from } | Ask::Choices { from, .. } => {
            let label = |o: &OptionId| (o.clone(), words(format!("{from}-{o}")));
            flow.options(from).iter().map(label).collect()
        }
        Ask::Document => DOCUMENT
            .iter()
            .map(|o| (OptionId::from(*o), words(format!("document-{o}"))))
            .collect(),
        Ask::YesNo => ["yes", "no"]
            .iter()
            .map(|o| (OptionId::from(*o), words(format!("answer-{o}"))))
            .collect(),
        _ => Vec::new(),
    }
}

/// A value in words: `3000 吨/年`, `2020年6月`, `1530 精制茶加工`.
pub fn show(voice: Voice<'_>, flow: &Flow, key: &AnswerKey, value: &Value) -> String {
    let option = |o: &OptionId| match flow.ask(&key.step) {
        Some(Ask::Choice { from } | Ask::Choices { from, .. }) => voice.say(&format!("{from}-{o}")),
        Some(Ask::Document) => voice.say(&format!("document-{o}")),
        _ => o.to_string(),
    };
    match value {
        Value::Choice(class) if flow.classify().is_some_and(|(step, _)| step.id == key.step) => voice.say(&format!("class-{class}")),
        Value::Choice(o) => option(o),
        Value::Choices(chosen) => chosen
            .iter()
            .map(option)
            .collect::<Vec<_>>()
            .join(if voice.lang == Lang::ZhCn { "；" } else { "; " }),
        Value::YesNo(yes) => voice.say(if *yes { "value-yes" } else { "value-no" }),
        Value::Industry(code) => match voice.tables.industry(code) {
            Some(industry) => format!("{code} {}", industry.name),
            None => code.clone(),
        },
        Value::Township { county, township } => format!("{county} {township}"),
        Value::Month { year, month } => voice.tell("value-month", &[("year", arg(year.to_string())), ("month", arg(month.to_string()))]),
        Value::Day(day) => show_day(voice, *day),
        Value::Amount { number, unit } => format!("{number} {unit}"),
        Value::Integer(_) | Value::Decimal(_) => with_unit(flow, key, value.plain()),
        Value::Photo(_) => voice.say("value-photo"),
        Value::File(_) => voice.say("value-file"),
        Value::Deleted => voice.say("value-deleted"),
        Value::Text(_) | Value::Code(_) | Value::Phone(_) | Value::Place { .. } => value.plain(),
    }
}

/// 2031年11月24日.
fn show_day(voice: Voice<'_>, day: Day) -> String {
    let (year, month, day) = day.parts();
    voice.tell(
        "value-day",
        &[
            ("year", arg(year.to_string())),
            ("month", arg(month.to_string())),
            ("day", arg(day.to_string())),
        ],
    )
}

fn with_unit(flow: &Flow, key: &AnswerKey, number: String) -> String {
    match flow.ask(&key.step) {
        Some(Ask::Integer(range) | Ask::Decimal(range)) => match &range.unit {
            Some(unit) => format!("{number} {unit}"),
            None => number,
        },
        _ => number,
    }
}

/// A value as people other than the owner see it: private ones are masked.
pub fn masked(voice: Voice<'_>, flow: &Flow, key: &AnswerKey, value: &Value) -> String {
    let document = flow.ask(&key.step) == Some(&Ask::Document);
    if *value != Value::Deleted && !document && flow.step(&key.step).is_none_or(|s| s.private) {
        value.masked()
    } else {
        show(voice, flow, key, value)
    }
}
