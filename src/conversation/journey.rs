//! The way through a form, worked out from the answers each time.
//!
//! 1. Go through the steps in order; a repeated group is gone through once per item.
//! 2. A step whose condition does not hold is off the path: its answer, if there is one, is kept and not seen.
//! 3. The first step on the path without a valid answer is the open question.
//! 4. Behind it the walk goes on only to see how much is left.

use std::collections::BTreeMap;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::answers::Answers;
use crate::answer::{AnswerView, Value};
use crate::clock::Day;
use crate::flow::{Flow, Inquiry, Known, Law, Standing, Step, StepKind, Tri, UNCLEAR};
use crate::ids::{AnswerKey, ItemId, OptionId, StepId};

/// The way through a form.
#[derive(Debug, Clone)]
pub struct Journey<'a> {
    answers: &'a Answers,
    /// Every question on the path, in order.
    path: Vec<AnswerKey>,
    /// Questions on the path with a valid answer or a skip, in order.
    pub done: Vec<AnswerKey>,
    /// The first question on the path without one.
    pub open: Option<AnswerKey>,
    /// Questions of the review that may be answered and are not.
    pub offered: Vec<AnswerKey>,
    /// Groups on the path with their items, in order.
    pub lists: Vec<(StepId, Vec<ItemId>)>,
    /// The group whose last item was completed just before the open question, if it takes another.
    pub may_add: Option<StepId>,
    /// Questions asked so far.
    pub asked: usize,
    /// Questions still to come, the open one included; a third of those not known yet.
    pub ahead: usize,
    /// What came of the `classify` step, once nothing more is to be asked there.
    pub class: Option<Classed>,
    /// Where an earlier one of what the form leads to stands.
    pub standing: Option<Standing>,
    /// Its days go on.
    pub keeps_days: bool,
    /// The options of questions that the law asks together, as far as they matter.
    pub parts: BTreeMap<StepId, Vec<StepId>>,
    /// The step at which this form ends and another one goes on, or at which it waits for people.
    pub goes_on: Option<StepId>,
}

/// What came of a `classify` step.
#[derive(Debug, Clone, PartialEq)]
pub struct Classed {
    /// The class; while it is unclear: at least this one.
    pub class: OptionId,
    /// People must decide.
    pub unclear: bool,
    /// An officer has decided.
    pub decided: bool,
    /// The industry's code.
    pub code: String,
    /// What was known of the law's questions.
    pub known: BTreeMap<StepId, Known>,
}

impl Classed {
    /// What conditions may name: the class unless that is nothing yet, and whether people must decide.
    pub fn options(&self) -> Vec<OptionId> {
        if !self.unclear {
            return vec![self.class.clone()];
        }
        let class = Some(self.class.clone()).filter(|class| class.as_str() != "not-listed");
        class.into_iter().chain([OptionId::from(UNCLEAR)]).collect()
    }
}

impl Journey<'_> {
    /// The number of the open question, from 1, and about how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.asked + 1, self.asked + self.ahead.max(1))
    }

    /// Whether an answer came from the group's binding.
    pub fn is_preset(&self, key: &AnswerKey) -> bool {
        self.answers.given.get(key).is_some_and(|g| g.preset)
    }

    /// An answer with who gave it, when, and its flag; only if it is on the path.
    pub fn given(&self, key: &AnswerKey) -> Option<&super::answers::Given> {
        self.place(key)?;
        self.answers.given.get(key)
    }

    /// The old value of a question that is to be answered again.
    pub fn old_value(&self, key: &AnswerKey) -> Option<&Value> {
        self.answers.given.get(key)?.value.as_ref()
    }

    /// Whether an option is shown: of questions the law asks together only those that matter, and "none of these".
    pub fn shows(&self, key: &AnswerKey, option: &OptionId, exclusive: Option<&OptionId>) -> bool {
        let parts = self.parts.get(&key.step);
        parts.is_none_or(|parts| exclusive == Some(option) || parts.iter().any(|part| part.as_str() == option.as_str()))
    }

    /// Where a question stands among those done.
    pub fn place(&self, key: &AnswerKey) -> Option<usize> {
        self.done.iter().position(|k| k == key)
    }

    /// Whether a question is on the path: done, open or offered, or among those that come after the open one.
    pub fn asks(&self, key: &AnswerKey) -> bool {
        self.path.contains(key)
    }

    /// The question before another one (or before the open one); preset answers are passed over.
    pub fn before(&self, key: Option<&AnswerKey>) -> Option<&AnswerKey> {
        let at = key.or(self.open.as_ref());
        let end = at
            .and_then(|k| self.path.iter().position(|own| own == k))
            .unwrap_or(self.path.len());
        self.path[..end]
            .iter()
            .rev()
            .find(|k| self.place(k).is_some() && !self.is_preset(k))
    }
}

impl AnswerView for Journey<'_> {
    fn value(&self, key: &AnswerKey) -> Option<&Value> {
        self.place(key)?;
        self.answers.given.get(key)?.value.as_ref()
    }

    fn items(&self, repeat: &StepId) -> &[ItemId] {
        self.lists
            .iter()
            .find(|(head, _)| head == repeat)
            .map_or(&[], |(_, items)| items.as_slice())
    }
}

/// Walks a form. Total for any flow and any answers; at most one visit per step and item.
pub fn journey<'a>(flow: &Flow, answers: &'a Answers) -> Journey<'a> {
    let mut walk = Walk {
        flow,
        answers,
        known: FxHashMap::with_capacity_and_hasher(flow.steps.len(), FxBuildHasher),
        maybe: 0,
        last_list: None,
        journey: Journey::empty(answers),
    };
    for step in &flow.steps {
        if walk.journey.goes_on.is_none() {
            walk.step(step);
        }
    }
    walk.journey.keeps_days = walk.keeps_days();
    walk.journey.ahead += walk.maybe / 3;
    walk.journey
}

impl<'a> Journey<'a> {
    fn empty(answers: &'a Answers) -> Self {
        Journey {
            answers,
            path: Vec::new(),
            done: Vec::new(),
            open: None,
            offered: Vec::new(),
            lists: Vec::new(),
            may_add: None,
            asked: 0,
            ahead: 0,
            class: None,
            standing: None,
            keeps_days: false,
            parts: BTreeMap::new(),
            goes_on: None,
        }
    }
}

struct Walk<'f, 'a> {
    flow: &'f Flow,
    answers: &'a Answers,
    known: FxHashMap<AnswerKey, Known>,
    maybe: usize,
    last_list: Option<StepId>,
    journey: Journey<'a>,
}

impl Walk<'_, '_> {
    fn step(&mut self, step: &Step) {
        match &step.kind {
            StepKind::Ask(_) if step.within.is_none() && step.asked_by.is_none() => self.ask(step, None),
            StepKind::Repeat { min, max } => self.list(step, *min, *max),
            StepKind::Classify { known } => self.classify(step, known),
            StepKind::Validity { since, .. } => self.validity(step, since),
            StepKind::GoOn(_) | StepKind::Wait if self.holds(step, None) == Tri::Yes => self.journey.goes_on = Some(step.id.clone()),
            StepKind::Ask(_) | StepKind::GoOn(_) | StepKind::Wait | StepKind::Review | StepKind::HandIn(_) => {}
        }
    }

    fn list(&mut self, head: &Step, min: usize, max: usize) {
        let holds = self.holds(head, None);
        let items = if holds == Tri::Yes {
            self.answers.items(&head.id, min)
        } else {
            Vec::new()
        };
        let count = if holds == Tri::Unknown {
            Known::NotYet
        } else {
            Known::Count(items.len())
        };
        self.known.insert(AnswerKey::single(head.id.clone()), count);
        if holds == Tri::Unknown {
            self.maybe += self.flow.members(&head.id).filter(|s| !s.optional && !s.in_review).count();
        }
        let open_before = self.journey.open.is_some();
        for item in &items {
            for member in self.flow.members(&head.id) {
                self.ask(member, Some(*item));
            }
        }
        let complete = !open_before && self.journey.open.is_none();
        if !items.is_empty() && self.flow.members(&head.id).any(|s| !s.in_review) {
            self.last_list = (complete && items.len() < max).then(|| head.id.clone());
        }
        if holds == Tri::Yes {
            self.journey.lists.push((head.id.clone(), items));
        }
    }

    /// Whether a step is on the path, given what is known of the steps before it.
    fn holds(&self, step: &Step, item: Option<ItemId>) -> Tri {
        let Some(condition) = &step.when else { return Tri::Yes };
        condition.eval(&|name: &StepId| {
            let of_item = item.map(|i| AnswerKey::of_item(name.clone(), i));
            let found = of_item.and_then(|key| self.known.get(&key));
            found
                .or_else(|| self.known.get(&AnswerKey::single(name.clone())))
                .cloned()
                .unwrap_or(Known::Nothing)
        })
    }

    fn ask(&mut self, step: &Step, item: Option<ItemId>) {
        let key = AnswerKey {
            step: step.id.clone(),
            item,
        };
        let holds = self.holds(step, item);
        let known = match holds {
            Tri::Yes => self.answers.known(self.flow, &key),
            Tri::No => Known::Nothing,
            Tri::Unknown => Known::NotYet,
        };
        match holds {
            Tri::Yes => self.on_path(step, &key, known == Known::NotYet),
            Tri::Unknown if !step.in_review && !step.optional => self.maybe += 1,
            Tri::Unknown | Tri::No => {}
        }
        let optional_later = step.in_review && known == Known::NotYet;
        self.known.insert(key, if optional_later { Known::Nothing } else { known });
    }

    fn on_path(&mut self, step: &Step, key: &AnswerKey, missing: bool) {
        let preset = self.answers.given.get(key).is_some_and(|g| g.preset);
        self.journey.path.push(key.clone());
        if !missing {
            self.journey.done.push(key.clone());
            self.journey.asked += usize::from(!preset && !step.in_review && self.journey.open.is_none());
            self.journey.ahead += usize::from(!preset && !step.in_review && self.journey.open.is_some());
            if self.journey.open.is_none() && step.within != self.last_list && !preset {
                self.last_list = None;
            }
        } else if step.in_review {
            self.journey.offered.push(key.clone());
        } else {
            self.journey.ahead += 1;
            if self.journey.open.is_none() {
                self.journey.open = Some(key.clone());
                self.journey.may_add = self.last_list.clone().filter(|head| step.within.as_ref() != Some(head));
            }
        }
    }

    /// Works out where an earlier one stands, on the day that was answered on.
    fn validity(&mut self, step: &Step, since: &StepId) {
        let own = AnswerKey::single(step.id.clone());
        let key = AnswerKey::single(since.clone());
        let holds = self.holds(step, None);
        let known = self.known.get(&key).cloned().unwrap_or(Known::Nothing);
        if holds == Tri::Yes && !matches!(known, Known::NotYet | Known::Nothing) {
            self.journey.standing = self.standing(&key);
        }
        let known = match (&self.journey.standing, holds) {
            (Some(standing), _) => Known::Options(vec![standing.state.clone()]),
            (None, Tri::Yes | Tri::Unknown) if known == Known::NotYet => Known::NotYet,
            (None, _) => Known::Nothing,
        };
        self.known.insert(own, known);
    }

    fn standing(&self, key: &AnswerKey) -> Option<Standing> {
        let given = self.answers.given.get(key)?;
        let (law, class) = (self.flow.law.as_ref()?, self.flow.for_class.first()?);
        law.0.standing(class.as_str(), given.value.as_ref()?.days()?, Day::of(given.at_ms))
    }

    /// Whether the days of an earlier one go on.
    fn keeps_days(&self) -> bool {
        let kept = self.flow.steps.iter().find_map(|step| match &step.kind {
            StepKind::Validity { kept_when, .. } => kept_when.as_ref(),
            _ => None,
        });
        let known = |step: &StepId| self.known.get(&AnswerKey::single(step.clone())).cloned().unwrap_or(Known::Nothing);
        kept.is_some_and(|kept| kept.eval(&known) == Tri::Yes)
    }

    /// Asks the law's questions until no answer can change the result any more.
    fn classify(&mut self, step: &Step, known: &BTreeMap<StepId, StepId>) {
        let key = AnswerKey::single(step.id.clone());
        let holds = self.holds(step, None);
        let found = match (holds, self.industry(), &self.flow.law) {
            (Tri::Yes, Some(code), Some(law)) => self.inquire(step, law.0.as_ref(), code, known),
            _ => None,
        };
        let known = match (&found, holds) {
            (Some(found), _) => Known::Options(found.options()),
            (None, Tri::No) => Known::Nothing,
            (None, _) => Known::NotYet,
        };
        self.known.insert(key, known);
        self.journey.class = found;
    }

    /// The industry that was answered on the path.
    fn industry(&self) -> Option<String> {
        self.journey.done.iter().find_map(|key| match self.journey.value(key) {
            Some(Value::Industry(code)) => Some(code.clone()),
            _ => None,
        })
    }

    fn inquire(&mut self, step: &Step, law: &dyn Law, code: String, from_form: &BTreeMap<StepId, StepId>) -> Option<Classed> {
        let own = AnswerKey::single(step.id.clone());
        let decided = match self.answers.known(self.flow, &own) {
            Known::Options(chosen) => chosen.first().cloned(),
            _ => None,
        };
        let mut known = self.told_by_form(from_form);
        let mut inquiry = law.inquire(&code, &known);
        while let Some((asked, parts)) = inquiry.next.take() {
            // What was asked together once is asked one by one if more of it is wanted later.
            let again = self.journey.parts.contains_key(&asked);
            let (asked, parts) = if again {
                (parts.first()?.clone(), Vec::new())
            } else {
                (asked, parts)
            };
            let key = AnswerKey::single(asked.clone());
            let question = self.flow.step(&asked)?;
            let answer = self.answers.known(self.flow, &key);
            let missing = answer == Known::NotYet;
            if missing && decided.is_some() {
                break;
            }
            if !parts.is_empty() {
                self.journey.parts.insert(asked.clone(), parts.clone());
            }
            self.on_path(question, &key, missing);
            if missing {
                return None;
            }
            if parts.is_empty() {
                known.insert(asked, answer.clone());
            } else {
                known.extend(parts.iter().map(|part| (part.clone(), ticked(&answer, part))));
            }
            self.known.insert(key, answer);
            inquiry = law.inquire(&code, &known);
        }
        let Inquiry { class, unclear, .. } = inquiry;
        if decided.is_some() {
            self.on_path(step, &own, false);
        }
        Some(Classed {
            unclear: unclear && decided.is_none(),
            decided: decided.is_some(),
            class: decided.unwrap_or(class),
            code,
            known,
        })
    }

    /// What the form's own answers tell the law.
    fn told_by_form(&self, pairs: &BTreeMap<StepId, StepId>) -> BTreeMap<StepId, Known> {
        let told = |(law, form): (&StepId, &StepId)| {
            let known = self.known.get(&AnswerKey::single(form.clone()))?;
            let told = !matches!(known, Known::NotYet | Known::Nothing);
            told.then(|| (law.clone(), known.clone()))
        };
        pairs.iter().filter_map(told).collect()
    }
}

/// What an answer to questions asked together says of one of them.
fn ticked(answer: &Known, part: &StepId) -> Known {
    match answer {
        Known::Options(chosen) => Known::YesNo(chosen.iter().any(|option| option.as_str() == part.as_str())),
        _ => Known::Nothing,
    }
}
