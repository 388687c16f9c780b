//! Names outside conditions: lists, exclusive options, other steps, the sources of fields.

use super::form::{Form, Spot, did_you_mean, kind};
use crate::check::Finding;
use crate::flow::{Ask, Field, FieldSource, Step, StepKind};
use crate::ids::{ListId, OptionId, StepId};

/// Every name that names nothing, or not the right thing.
pub(super) fn check(form: Form<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, step) in form.flow.steps.iter().enumerate() {
        if let Some(head) = &step.within {
            found.extend(within(form, step, head));
        }
        if let StepKind::Ask(ask) = &step.kind {
            found.extend(ask_names(form, step, ask, index));
        }
        if let StepKind::Validity { since, .. } = &step.kind {
            found.extend(dated(form, step, since, index));
        }
    }
    for field in &form.flow.fields {
        found.extend(field_names(form, field));
    }
    found
}

fn within(form: Form<'_>, step: &Step, head: &StepId) -> Option<Finding> {
    let spot = form.step(step, "in");
    match form.flow.step(head) {
        None => Some(spot.finding(format!("no step `{head}`"), near_group(form, head))),
        Some(named) if !matches!(named.kind, StepKind::Repeat { .. }) => {
            Some(spot.finding(format!("`{head}` is no repeated group"), near_group(form, head)))
        }
        Some(_) if !matches!(step.kind, StepKind::Ask(_)) => {
            Some(spot.finding("only questions can belong to a repeated group", "remove `in`"))
        }
        Some(_) => None,
    }
}

fn near_group(form: Form<'_>, name: &StepId) -> String {
    form.near(name.as_str(), |s| matches!(s.kind, StepKind::Repeat { .. }))
}

fn ask_names(form: Form<'_>, step: &Step, ask: &Ask, index: usize) -> Option<Finding> {
    match ask {
        Ask::Choice { from } => list(form, step, from),
        Ask::Choices { from, exclusive } => list(form, step, from).or_else(|| {
            let option = exclusive.as_ref()?;
            unknown_option(form, from, option).map(|(what, mend)| form.step(step, "exclusive").finding(what, mend))
        }),
        Ask::Address { same_as: Some(other) } => same_as(form, step, other, index),
        _ => None,
    }
}

fn list(form: Form<'_>, step: &Step, from: &ListId) -> Option<Finding> {
    let known = form.flow.choices.keys().map(ListId::as_str);
    let missing = !form.flow.choices.contains_key(from);
    missing.then(|| {
        form.step(step, "from")
            .finding(format!("no list `{from}` under [choices]"), did_you_mean(from.as_str(), known))
    })
}

/// What is wrong with naming an option of a list, and how to mend it.
pub(super) fn unknown_option(form: Form<'_>, list: &ListId, option: &OptionId) -> Option<(String, String)> {
    let options = form.flow.options(list);
    if options.contains(option) {
        return None;
    }
    let mend = did_you_mean(option.as_str(), options.iter().map(OptionId::as_str));
    Some((format!("no option `{option}` in `{list}`"), mend))
}

/// The question for the day comes before.
fn dated(form: Form<'_>, step: &Step, since: &StepId, index: usize) -> Option<Finding> {
    let is_day = |step: &Step| matches!(step.kind, StepKind::Ask(Ask::Day { .. } | Ask::Month));
    let before = form.flow.steps[..index].iter().any(|step| step.id == *since && is_day(step));
    (!before).then(|| {
        let what = format!("`{since}` is no question for a day or a month before it");
        form.step(step, "validity").finding(what, form.near(since.as_str(), is_day))
    })
}

fn same_as(form: Form<'_>, step: &Step, other: &StepId, index: usize) -> Option<Finding> {
    let spot = form.step(step, "same_as");
    let Some(at) = form.flow.index(other) else {
        let near = form.near(other.as_str(), |s| {
            s.id != step.id && matches!(s.kind, StepKind::Ask(Ask::Address { .. }))
        });
        return Some(spot.finding(format!("no step `{other}`"), near));
    };
    let named = &form.flow.steps[at];
    if at == index {
        return Some(spot.finding("`same_as` names the step itself", "name an address step before it"));
    }
    if !matches!(named.kind, StepKind::Ask(Ask::Address { .. })) {
        return Some(spot.finding(
            format!("`same_as` names `{other}`, of type {}", kind(named)),
            "name an address step",
        ));
    }
    if at > index {
        return Some(spot.finding(
            format!("`same_as` names `{other}`, which comes later"),
            format!("move `{other}` up"),
        ));
    }
    let outside = named.within.is_some();
    outside.then(|| {
        spot.finding(
            format!("`same_as` names `{other}`, which is asked once per item"),
            "name a step outside of repeated groups",
        )
    })
}

fn field_names(form: Form<'_>, field: &Field) -> Vec<Finding> {
    let spot = form.field(field);
    match &field.source {
        FieldSource::Step(step) => column(form, &spot, step, None).into_iter().collect(),
        FieldSource::Has(step, option) => has(form, &spot, step, option).into_iter().collect(),
        FieldSource::Rows { repeat, columns } => rows(form, &spot, repeat.as_ref(), columns),
        FieldSource::Cases(_) | FieldSource::County | FieldSource::Township | FieldSource::Fixed(_) | FieldSource::Staff => Vec::new(),
    }
}

fn rows(form: Form<'_>, spot: &Spot, repeat: Option<&StepId>, columns: &[StepId]) -> Vec<Finding> {
    if let Some(head) = repeat {
        let Some(named) = form.flow.step(head) else {
            return vec![spot.finding(format!("no step `{head}`"), near_group(form, head))];
        };
        if !matches!(named.kind, StepKind::Repeat { .. }) {
            return vec![spot.finding(format!("`{head}` is no repeated group"), "leave `rows` out for a single row")];
        }
    }
    columns.iter().filter_map(|c| column(form, spot, c, repeat)).collect()
}

/// A value must be an answer, of the right group.
fn column(form: Form<'_>, spot: &Spot, id: &StepId, repeat: Option<&StepId>) -> Option<Finding> {
    let Some(step) = form.flow.step(id) else {
        return Some(spot.finding(format!("no step `{id}`"), form.near_step(id.as_str())));
    };
    if !matches!(step.kind, StepKind::Ask(_) | StepKind::Classify { .. } | StepKind::Validity { .. }) {
        return Some(spot.finding(
            format!("`{id}` is no question"),
            "name a question; for a group, use `rows` and `columns`",
        ));
    }
    match (repeat, &step.within) {
        (Some(head), within) if within.as_ref() != Some(head) => Some(spot.finding(
            format!("`{id}` does not belong to `{head}`"),
            format!("name questions with `in = \"{head}\"`"),
        )),
        (None, Some(head)) => Some(spot.finding(
            format!("`{id}` is asked once per item of `{head}`"),
            format!("write `rows = \"{head}\"` and `columns`"),
        )),
        _ => None,
    }
}

fn has(form: Form<'_>, spot: &Spot, id: &StepId, option: &OptionId) -> Option<Finding> {
    if let Some(finding) = column(form, spot, id, None) {
        return Some(finding);
    }
    match form.flow.ask(id) {
        Some(Ask::Choice { from } | Ask::Choices { from, .. }) => {
            unknown_option(form, from, option).map(|(what, mend)| spot.finding(what, mend))
        }
        ask => {
            let name = ask.map_or("", Ask::name);
            Some(spot.finding(format!("`has` does not fit `{id}`, of type {name}"), "name a step of type choices"))
        }
    }
}
