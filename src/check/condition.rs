//! Conditions: the steps they name, their order, and whether each test fits the answer it tests.

use super::form::{Form, Spot, did_you_mean, kind};
use super::names::unknown_option;
use crate::check::Finding;
use crate::flow::{Ask, CLASSES, Condition, FieldSource, STANDINGS, Step, StepKind, Test};
use crate::ids::{OptionId, StepId};

/// The smallest part of a condition: a step with a test, or only whether it is answered.
pub(super) type Atom<'a> = (&'a StepId, Option<&'a Test>);

/// All parts of a condition, in the order they are written.
pub(super) fn atoms(condition: &Condition) -> Vec<Atom<'_>> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(atoms).collect(),
        Condition::Not(inner) => atoms(inner),
        Condition::Answered(step) => vec![(step, None)],
        Condition::Step(step, test) => vec![(step, Some(test))],
    }
}

/// Every fault in the conditions of steps and fields.
pub(super) fn check(form: Form<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, step) in form.flow.steps.iter().enumerate() {
        let Some(condition) = &step.when else { continue };
        let spot = form.step(step, "when");
        if step.kind.is_end() {
            found.push(spot.finding("a condition on the review is never looked at", "remove `when`"));
        }
        for atom in atoms(condition) {
            found.extend(place(form, &spot, step, index, atom.0).or_else(|| fits(form, &spot, atom)));
        }
    }
    for field in &form.flow.fields {
        let FieldSource::Cases(cases) = &field.source else { continue };
        let spot = form.field(field);
        for atom in cases.iter().flat_map(|(condition, _)| atoms(condition)) {
            found.extend(in_field(form, &spot, atom.0).or_else(|| fits(form, &spot, atom)));
        }
    }
    found
}

/// A condition may only name what is known by then, and what everybody may know.
fn place(form: Form<'_>, spot: &Spot, step: &Step, index: usize, name: &StepId) -> Option<Finding> {
    let Some(at) = form.flow.index(name) else {
        return Some(spot.finding(format!("no step `{name}`"), form.near_step(name.as_str())));
    };
    if *name == step.id {
        return Some(spot.finding("the condition names the step itself", "name a step before it"));
    }
    if at > index {
        let what = format!("the condition names `{name}`, which comes later");
        return Some(spot.finding(what, format!("move `{name}` up, or name a step before this one")));
    }
    let named = &form.flow.steps[at];
    if let Some(head) = named.within.as_ref().filter(|head| step.within.as_ref() != Some(head)) {
        let what = format!("the condition names `{name}`, which is asked once per item of `{head}`");
        return Some(spot.finding(what, format!("name it only in steps with `in = \"{head}\"`")));
    }
    let reveals = named.private && !step.private;
    reveals.then(|| {
        let what = format!("the condition shows everybody the answer of the private step `{name}`");
        spot.finding(what, "set `private = true` here too, or name another step")
    })
}

fn in_field(form: Form<'_>, spot: &Spot, name: &StepId) -> Option<Finding> {
    let Some(named) = form.flow.step(name) else {
        return Some(spot.finding(format!("no step `{name}`"), form.near_step(name.as_str())));
    };
    let head = named.within.as_ref()?;
    let what = format!("the condition names `{name}`, which is asked once per item of `{head}`");
    Some(spot.finding(what, "name a step outside of repeated groups"))
}

/// Whether the test is one for the answer of the step.
fn fits(form: Form<'_>, spot: &Spot, (name, test): Atom<'_>) -> Option<Finding> {
    let named = form.flow.step(name)?;
    let misfit = |word: &str| {
        let what = format!("`{word}` does not fit `{name}`, of type {}", kind(named));
        Some(spot.finding(what, format!("write {}", test_for(named))))
    };
    let Some(test) = test else {
        let is_ask = matches!(named.kind, StepKind::Ask(_) | StepKind::Classify { .. } | StepKind::Validity { .. });
        return if is_ask { None } else { misfit("answered") };
    };
    match (test, &named.kind) {
        (Test::Is(option), StepKind::Ask(Ask::Choice { from } | Ask::Choices { from, .. })) => {
            unknown_option(form, from, option).map(|(what, mend)| spot.finding(what, mend))
        }
        (Test::In(options), StepKind::Ask(Ask::Choice { from } | Ask::Choices { from, .. })) => {
            if options.is_empty() {
                return Some(spot.finding(format!("`in` for `{name}` names no option"), "name one"));
            }
            let unknown = options.iter().find_map(|o| unknown_option(form, from, o));
            unknown.map(|(what, mend)| spot.finding(what, mend))
        }
        (Test::Is(state), StepKind::Validity { .. }) => unknown_standing(spot, state),
        (Test::In(states), StepKind::Validity { .. }) => states.iter().find_map(|state| unknown_standing(spot, state)),
        (Test::Is(class), StepKind::Classify { .. }) => unknown_class(spot, class),
        (Test::In(classes), StepKind::Classify { .. }) => classes.iter().find_map(|class| unknown_class(spot, class)),
        (Test::YesNo(_), StepKind::Ask(Ask::YesNo))
        | (Test::AtLeast(_) | Test::AtMost(_), StepKind::Ask(Ask::Integer(_) | Ask::Decimal(_) | Ask::Amount { .. }))
        | (Test::OlderThanMonths(_), StepKind::Ask(Ask::Month))
        | (Test::CountAtLeast(_), StepKind::Repeat { .. }) => None,
        (Test::Trade(trade), StepKind::Ask(Ask::Industry)) => unknown_trade(form, spot, trade),
        _ => misfit(word(test)),
    }
}

fn unknown_trade(form: Form<'_>, spot: &Spot, trade: &str) -> Option<Finding> {
    let known = form.flow.trades.keys().map(String::as_str).chain(["other"]);
    let unknown = trade != "other" && !form.flow.trades.contains_key(trade);
    unknown.then(|| spot.finding(format!("no trade `{trade}` under [trades]"), did_you_mean(trade, known)))
}

fn unknown_standing(spot: &Spot, state: &OptionId) -> Option<Finding> {
    let unknown = !STANDINGS.contains(&state.as_str());
    unknown.then(|| spot.finding(format!("no standing `{state}`"), did_you_mean(state.as_str(), STANDINGS)))
}

fn unknown_class(spot: &Spot, class: &OptionId) -> Option<Finding> {
    let unknown = !CLASSES.contains(&class.as_str());
    unknown.then(|| spot.finding(format!("no class `{class}`"), did_you_mean(class.as_str(), CLASSES)))
}

fn word(test: &Test) -> &'static str {
    match test {
        Test::Is(_) => "\"option\"",
        Test::In(_) => "in",
        Test::YesNo(_) => "true or false",
        Test::AtLeast(_) => "at_least",
        Test::AtMost(_) => "at_most",
        Test::OlderThanMonths(_) => "older_than_months",
        Test::Trade(_) => "trade",
        Test::CountAtLeast(_) => "count_at_least",
    }
}

/// The tests there are for a step.
fn test_for(step: &Step) -> String {
    let id = &step.id;
    match &step.kind {
        StepKind::Repeat { .. } => format!("`{{ {id} = {{ count_at_least = 1 }} }}`"),
        StepKind::Validity { .. } => format!("`{{ {id} = \"expired\" }}` or `{{ {id} = {{ in = [\"valid\", \"renew\"] }} }}`"),
        StepKind::Classify { .. } => format!("`{{ {id} = \"registration\" }}` or `{{ {id} = {{ in = [\"simplified\", \"key\"] }} }}`"),
        StepKind::GoOn(_) | StepKind::Wait | StepKind::Review | StepKind::HandIn(_) => "a condition on a question".to_owned(),
        StepKind::Ask(ask) => match ask {
            Ask::Choice { .. } | Ask::Choices { .. } => format!("`{{ {id} = \"OPTION\" }}` or `{{ {id} = {{ in = [\"OPTION\"] }} }}`"),
            Ask::YesNo => format!("`{{ {id} = true }}` or `{{ {id} = false }}`"),
            Ask::Integer(_) | Ask::Decimal(_) | Ask::Amount { .. } => {
                format!("`{{ {id} = {{ at_least = 1 }} }}` or `{{ {id} = {{ at_most = 1 }} }}`")
            }
            Ask::Month => format!("`{{ {id} = {{ older_than_months = 60 }} }}`"),
            Ask::Industry => format!("`{{ {id} = {{ trade = \"TRADE\" }} }}`"),
            _ => format!("`{{ answered = \"{id}\" }}`"),
        },
    }
}
