//! The order and the make of steps and lists: twins, groups that fall apart, reviews, limits that allow nothing.

use std::collections::BTreeSet;

use super::form::Form;
use crate::check::Finding;
use crate::flow::{Ask, Range, Step, StepKind};

/// Every fault of order and make.
pub(super) fn check(form: Form<'_>) -> Vec<Finding> {
    let mut found = lists(form);
    found.extend(twins(form));
    found.extend(groups(form));
    found.extend(reviews(form));
    found.extend(first(form));
    found.extend(classify(form));
    for step in &form.flow.steps {
        if let StepKind::Ask(ask) = &step.kind {
            found.extend(limits(form, step, ask));
        }
    }
    found
}

fn lists(form: Form<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let used: BTreeSet<_> = form.flow.steps.iter().filter_map(list_of).collect();
    for (list, options) in &form.flow.choices {
        let spot = form.list(list);
        if options.is_empty() {
            found.push(spot.finding("there is no option in it", "add options, or remove the list"));
        }
        let mut seen = BTreeSet::new();
        for option in options.iter().filter(|o| !seen.insert(*o)) {
            found.push(spot.finding(format!("the option `{option}` stands in it twice"), "remove one"));
        }
        if !used.contains(list) {
            found.push(spot.finding("no step uses it", "remove it, or name it by `from`"));
        }
    }
    found
}

fn list_of(step: &Step) -> Option<&crate::ids::ListId> {
    match &step.kind {
        StepKind::Ask(Ask::Choice { from } | Ask::Choices { from, .. }) => Some(from),
        _ => None,
    }
}

fn twins(form: Form<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut steps = BTreeSet::new();
    for step in form.flow.steps.iter().filter(|s| !steps.insert(&s.id)) {
        found.push(
            form.step(step, "id")
                .finding("there is another step of this name", "give each its own `id`"),
        );
    }
    let mut fields = BTreeSet::new();
    for field in form.flow.fields.iter().filter(|f| !fields.insert(&f.id)) {
        found.push(
            form.field(field)
                .finding("there is another field of this name", "give each its own `id`"),
        );
    }
    let townships = form.flow.steps.iter().filter(|s| matches!(s.kind, StepKind::Ask(Ask::Township)));
    for step in townships.skip(1) {
        found.push(
            form.step(step, "ask")
                .finding("the township is asked twice", "keep one step of type township"),
        );
    }
    found
}

/// The questions of a group stand together, right behind its head.
fn groups(form: Form<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut current = None;
    for step in &form.flow.steps {
        if let StepKind::Repeat { .. } = step.kind {
            current = Some(&step.id);
            if form.flow.members(&step.id).next().is_none() {
                let mend = format!("write `in = \"{}\"` at its questions", step.id);
                found.push(form.step(step, "repeat").finding("the repeated group has no question", mend));
            }
        } else if let Some(head) = &step.within {
            let known = form.flow.step(head).is_some_and(|s| matches!(s.kind, StepKind::Repeat { .. }));
            if known && current != Some(head) {
                let what = format!("it does not stand right behind `{head}` and its other questions");
                found.push(form.step(step, "in").finding(what, "move it there"));
            }
        } else {
            current = None;
        }
    }
    found
}

fn reviews(form: Form<'_>) -> Vec<Finding> {
    let is_review = |s: &&Step| s.kind.is_end();
    let mut reviews = form.flow.steps.iter().filter(is_review);
    let Some(first) = reviews.next() else {
        let mend = "end with a step `review = true`, or `hand_in = [\"OUTCOME\"]`";
        return vec![form.head("flow").finding("there is no review, so nobody can sign", mend)];
    };
    let mut found: Vec<Finding> = reviews
        .map(|s| form.step(s, "review").finding("there is another review", "keep one, at the end"))
        .collect();
    let behind = form
        .flow
        .steps
        .iter()
        .skip_while(|s| s.id != first.id)
        .skip(1)
        .filter(|s| !is_review(s));
    for step in behind {
        let mend = format!("move it before `{}`", first.id);
        found.push(form.step(step, "id").finding("it stands after the review", mend));
    }
    found
}

fn first(form: Form<'_>) -> Vec<Finding> {
    let Some(step) = form.flow.steps.first() else { return Vec::new() };
    let mut found = Vec::new();
    if step.section.is_empty() {
        found.push(
            form.step(step, "section")
                .finding("the first step names no section", "add `section = \"NAME\"`"),
        );
    }
    if step.in_review {
        let mend = "begin with a step that is asked";
        found.push(
            form.step(step, "in_review")
                .finding("the first step is only offered in the review", mend),
        );
    }
    found
}

fn limits(form: Form<'_>, step: &Step, ask: &Ask) -> Option<Finding> {
    match ask {
        Ask::Text { min_chars, max_chars } => (min_chars > max_chars).then(|| {
            let what = format!("`min_chars` {min_chars} is over `max_chars` {max_chars}, so no answer is taken");
            form.step(step, "max_chars")
                .finding(what, "raise `max_chars`, or lower `min_chars`")
        }),
        Ask::Integer(range) => range_limits(form, step, range).or_else(|| no_whole_number(form, step, range)),
        Ask::Decimal(range) | Ask::Amount { range, .. } => range_limits(form, step, range),
        _ => None,
    }
}

fn range_limits(form: Form<'_>, step: &Step, range: &Range) -> Option<Finding> {
    let max = range.max?;
    if let Some(min) = range.min.filter(|min| *min > max) {
        let what = format!("`min` {min} is over `max` {max}, so no answer is taken");
        return Some(form.step(step, "max").finding(what, "raise `max`, or lower `min`"));
    }
    let soft = range.soft_max.filter(|soft| *soft > max)?;
    let what = format!("`soft_max` {soft} is over `max` {max}, so it never asks");
    Some(form.step(step, "soft_max").finding(what, "lower `soft_max`, or remove it"))
}

fn no_whole_number(form: Form<'_>, step: &Step, range: &Range) -> Option<Finding> {
    let (min, max) = (range.min?, range.max?);
    let what = format!("there is no whole number from `min` {min} to `max` {max}");
    (min.ceil() > max).then(|| form.step(step, "max").finding(what, "give limits in whole numbers"))
}

/// A `classify` step stands behind the industry and behind what tells the law something.
fn classify(form: Form<'_>) -> Vec<Finding> {
    let Some((class, known)) = form.flow.classify() else {
        return Vec::new();
    };
    let before = |step: &Step| form.flow.index(&step.id) < form.flow.index(&class.id);
    let mut found = Vec::new();
    let industry = |s: &Step| matches!(s.kind, StepKind::Ask(Ask::Industry)) && before(s);
    if !form.flow.steps.iter().any(industry) {
        let mend = "move it behind the step with `ask = \"industry\"`";
        found.push(form.step(class, "classify").finding("the industry is not known yet", mend));
    }
    for told in known.values() {
        if !form.flow.step(told).is_some_and(before) {
            let what = format!("`known` names `{told}`, which is no step before this one");
            found.push(form.step(class, "known").finding(what, "name a question before it"));
        }
    }
    found
}
