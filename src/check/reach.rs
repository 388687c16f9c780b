//! Whether a condition can hold: all answers that matter are gone through, on all paths.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::condition::atoms;
use super::domain::domain;
use super::form::Form;
use crate::check::Finding;
use crate::flow::{Condition, FieldSource, Known, Step, StepKind, Test, Tri};
use crate::ids::StepId;

/// So many answers are looked at for the conditions of one form; ours take some hundred.
const LOOKS_MAX: usize = 1_000_000;

/// Every question that is never asked, and every case of a field that never comes about.
pub(super) fn check(form: Form<'_>, spoilt: &BTreeSet<String>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut dead = BTreeSet::new();
    let looks = Cell::new(0);
    for (index, step) in form.flow.steps.iter().enumerate() {
        let goal = Goal {
            index,
            when: step.when.as_ref(),
            within: step.within.as_ref(),
        };
        if step.kind.is_end() || spoilt.contains(step.id.as_str()) {
            continue;
        }
        if let Some((what, mend)) = fault(form, &goal, spoilt, &dead, &looks) {
            dead.insert(step.id.clone());
            let key = if step.when.is_some() { "when" } else { "in" };
            found.push(form.step(step, key).finding(what, mend));
        }
    }
    for field in &form.flow.fields {
        let FieldSource::Cases(cases) = &field.source else { continue };
        let spot = form.field(field);
        if spoilt.contains(&spot.subject) {
            continue;
        }
        for (condition, value) in cases {
            let goal = Goal {
                index: form.flow.steps.len(),
                when: Some(condition),
                within: None,
            };
            let fault = fault(form, &goal, spoilt, &dead, &looks);
            found.extend(fault.map(|(what, mend)| spot.finding(format!("the value `{value}`: {what}"), mend)));
        }
    }
    found
}

/// A condition at its place: only steps before `index` are known.
struct Goal<'a> {
    index: usize,
    when: Option<&'a Condition>,
    within: Option<&'a StepId>,
}

impl Goal<'_> {
    fn names(&self) -> BTreeSet<StepId> {
        let mut names = self.when.map(Condition::steps).unwrap_or_default();
        names.extend(self.within.cloned());
        names
    }
}

fn fault(
    form: Form<'_>,
    goal: &Goal<'_>,
    spoilt: &BTreeSet<String>,
    dead: &BTreeSet<StepId>,
    looks: &Cell<usize>,
) -> Option<(String, String)> {
    if goal.when.is_none() && goal.within.is_none() {
        return None;
    }
    let closure = closure(form, goal)?;
    if closure.iter().any(|step| spoilt.contains(step.id.as_str())) {
        return None;
    }
    let intricate = || {
        Some((
            "the condition is too intricate to be checked".to_owned(),
            "name fewer steps and options".to_owned(),
        ))
    };
    let alone: Vec<&Step> = closure
        .iter()
        .copied()
        .filter(|s| goal.when.is_some_and(|c| c.steps().contains(&s.id)))
        .collect();
    match Search::new(form, goal, &alone, false, looks).map(Search::run) {
        None | Some(None) => return intricate(),
        Some(Some(false)) => {
            let mend = "see that its parts do not exclude each other and lie within the limits of the steps they name";
            return Some(("the condition can never hold".to_owned(), mend.to_owned()));
        }
        Some(Some(true)) => {}
    }
    match Search::new(form, goal, &closure, true, looks).map(Search::run) {
        None | Some(None) => intricate(),
        Some(Some(true)) => None,
        Some(Some(false)) => Some(off_path(goal, dead)),
    }
}

fn off_path(goal: &Goal<'_>, dead: &BTreeSet<StepId>) -> (String, String) {
    let names = goal.names();
    if let Some(cause) = names.intersection(dead).next() {
        return (
            format!("it is never asked, because `{cause}` is never asked"),
            format!("mend `{cause}`"),
        );
    }
    let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    let mend = format!("compare it with the conditions of {} and with what these take", names.join(", "));
    ("the condition can never hold on any path".to_owned(), mend)
}

/// The steps a condition depends on, by way of their own conditions and groups, in order. `None` if a name is unknown.
fn closure<'a>(form: Form<'a>, goal: &Goal<'_>) -> Option<Vec<&'a Step>> {
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut open = vec![(goal.index, goal.names())];
    while let Some((limit, names)) = open.pop() {
        for name in names {
            let index = form.flow.index(&name).filter(|i| *i < limit)?;
            if seen.insert(index) {
                let step = &form.flow.steps[index];
                let goal = Goal {
                    index,
                    when: step.when.as_ref(),
                    within: step.within.as_ref(),
                };
                open.push((index, goal.names()));
            }
        }
    }
    Some(seen.into_iter().map(|i| &form.flow.steps[i]).collect())
}

/// A search for answers under which the goal holds.
struct Search<'a> {
    goal: &'a Goal<'a>,
    steps: Vec<(&'a Step, Vec<Known>)>,
    /// Whether the steps' own conditions count.
    on_path: bool,
    known: BTreeMap<&'a StepId, Known>,
    /// Answers looked at so far, by all searches of the form.
    looks: &'a Cell<usize>,
}

impl<'a> Search<'a> {
    fn new(form: Form<'a>, goal: &'a Goal<'a>, steps: &[&'a Step], on_path: bool, looks: &'a Cell<usize>) -> Option<Self> {
        let conditions = steps.iter().filter_map(|s| s.when.as_ref()).chain(goal.when);
        let mut tests: BTreeMap<&StepId, Vec<&Test>> = BTreeMap::new();
        for (name, test) in conditions.flat_map(atoms) {
            tests.entry(name).or_default().extend(test);
        }
        let with_domain = |step: &&'a Step| {
            let tests = tests.get(&step.id).map_or(&[][..], Vec::as_slice);
            let mut all = domain(form.flow, step, tests)?;
            if !on_path {
                all.push(off(step));
            }
            Some((*step, all))
        };
        let steps = steps.iter().map(with_domain).collect::<Option<Vec<_>>>()?;
        Some(Self {
            goal,
            steps,
            on_path,
            known: BTreeMap::new(),
            looks,
        })
    }

    /// Whether there are such answers; `None` if there are too many to go through.
    fn run(mut self) -> Option<bool> {
        self.from(0)
    }

    fn from(&mut self, at: usize) -> Option<bool> {
        if self.looks.get() > LOOKS_MAX {
            return None;
        }
        let Some((step, domain)) = self.steps.get(at) else {
            let within = self.goal.within.filter(|_| self.on_path);
            return Some(self.holds(self.goal.when, within));
        };
        let step = *step;
        let asked = !self.on_path || self.holds(step.when.as_ref(), step.within.as_ref());
        let values = if asked { domain.clone() } else { vec![off(step)] };
        for value in values {
            self.known.insert(&step.id, value);
            if self.from(at + 1)? {
                return Some(true);
            }
        }
        Some(false)
    }

    fn holds(&self, when: Option<&Condition>, within: Option<&StepId>) -> bool {
        self.looks.update(|looks| looks + 1);
        let known = |name: &StepId| {
            self.looks.update(|looks| looks + 1);
            self.known.get(name).cloned().unwrap_or(Known::Nothing)
        };
        let has_items = within.is_none_or(|head| matches!(known(head), Known::Count(n) if n > 0));
        has_items && when.is_none_or(|c| c.eval(&known) == Tri::Yes)
    }
}

/// What is known of a step that is not on the path.
fn off(step: &Step) -> Known {
    match step.kind {
        StepKind::Repeat { .. } => Known::Count(0),
        StepKind::Ask(_)
        | StepKind::Classify { .. }
        | StepKind::Validity { .. }
        | StepKind::GoOn(_)
        | StepKind::Wait
        | StepKind::Review
        | StepKind::HandIn(_) => Known::Nothing,
    }
}
