//! What an action does to answers and dialogue.
//!
//! 1. Words and buttons that steer (back, skip, pause, menus) change the dialogue alone.
//! 2. Anything sent is judged against the question shown; what is taken is recorded at once.
//! 3. After a change the path is worked out again. An answer that fell off the path is kept, and marked to be
//!    offered again if it comes back; so are answers whose condition names the changed question.

mod press;
mod send;

use std::collections::{BTreeMap, BTreeSet};

use super::answers::{Answers, Given};
use super::journey::{Classed, Journey, journey};
use super::{Action, Dialog, Event, HelpReason, Pending, Press, Screen, Word, current, screen};
use crate::answer::{Soft, Tables, Value};
use crate::flow::{Ask, Flow, StepKind};
use crate::ids::{AnswerKey, ItemId, OptionId, PersonId, StepId};

/// What a turn works on and what it needs to know.
pub struct Turn<'a> {
    /// The form.
    pub flow: &'a Flow,
    /// What was answered.
    pub answers: &'a mut Answers,
    /// What is being asked back.
    pub dialog: &'a mut Dialog,
    /// Who acts.
    pub by: PersonId,
    /// When, in milliseconds since 1970.
    pub now_ms: i64,
    /// Industries and townships.
    pub tables: &'a Tables,
    /// The county of the case, if it is known.
    pub county: Option<&'a str>,
    /// The words of each option of a list, in every language; typed words are compared with them.
    pub labels: Labels<'a>,
}

/// The words of each option of a question, in every language.
pub type Labels<'a> = &'a dyn Fn(&Ask) -> Vec<(OptionId, Vec<String>)>;

/// Does it. Whatever the action, the dialogue stands on a screen afterwards.
pub fn advance(turn: &mut Turn<'_>, action: Action) -> Vec<Event> {
    if turn.dialog.paused && !matches!(action, Action::Word(Word::Pause)) {
        turn.dialog.paused = false;
        let mut events = vec![Event::Resumed];
        if !matches!(action, Action::Word(Word::Continue) | Action::Press(Press::Word(Word::Continue))) {
            events.extend(turn.act(action));
        }
        return events;
    }
    turn.act(action)
}

impl Turn<'_> {
    fn journey(&self) -> Journey<'_> {
        journey(self.flow, self.answers)
    }

    fn screen(&self) -> Screen {
        screen(&self.journey(), self.dialog)
    }

    fn current(&self) -> Option<AnswerKey> {
        current(&self.journey(), self.dialog)
    }

    fn act(&mut self, action: Action) -> Vec<Event> {
        match action {
            Action::Send(raw) => self.send(&raw),
            Action::Press(press) => self.press(press),
            Action::Word(word) => self.word(word),
            Action::Old(key) => {
                if self.journey().place(&key).is_some() {
                    self.dialog.pending = Some(Pending::Replace { key });
                }
                Vec::new()
            }
            Action::Propose { key, value, by } => {
                if self.journey().asks(&key) {
                    self.dialog.pending = Some(Pending::Proposed { key, value, by });
                }
                Vec::new()
            }
        }
    }

    fn word(&mut self, word: Word) -> Vec<Event> {
        match word {
            Word::Back => return self.back(),
            Word::Skip => return self.skip(),
            Word::Help => return vec![Event::HelpWanted { why: HelpReason::Asked }],
            // The law's questions take "I don't know" for an answer.
            Word::DontKnow if self.asked_by_law() => return self.skip(),
            Word::DontKnow => {
                return vec![Event::HelpWanted {
                    why: HelpReason::DoesNotKnow,
                }];
            }
            Word::Pause => {
                self.dialog.paused = true;
                return vec![Event::Paused];
            }
            Word::Continue => self.dialog.pending = None,
            Word::StartOver => self.dialog.pending = Some(Pending::StartOver { time: 1 }),
            Word::Change => {
                self.dialog.page = 0;
                self.dialog.pending = Some(Pending::Change);
            }
            Word::Language => return vec![Event::LanguageWanted],
            Word::More => self.dialog.pending = Some(Pending::More),
            Word::Add => return self.add(),
            Word::Keep => return self.keep(),
            // The question is asked beside the form; nothing changes in it.
            Word::Ask => {}
        }
        Vec::new()
    }

    fn asked_by_law(&self) -> bool {
        let step = self.current().and_then(|key| self.flow.step(&key.step));
        step.is_some_and(|step| step.asked_by.is_some())
    }

    /// To what was shown before: out of what is asked back, else to the question before.
    fn back(&mut self) -> Vec<Event> {
        if self.dialog.pending.take().is_some() {
            return Vec::new();
        }
        let current = self.current();
        if let Some(event) = self.unbegin(current.as_ref()) {
            return vec![event];
        }
        let before = self.journey().before(current.as_ref()).cloned();
        let Some(before) = before else { return vec![Event::BackRefused] };
        self.look_at(before);
        Vec::new()
    }

    /// Going back from the first question of an item that has no answer yet takes the item away again.
    fn unbegin(&mut self, current: Option<&AnswerKey>) -> Option<Event> {
        let key = current?;
        let item = key.item?;
        let head = self.flow.step(&key.step)?.within.clone()?;
        let min = self.min_items(&head);
        let count = self.answers.lists.get(&head).map_or(0, |l| l.items.len());
        let begun = self
            .answers
            .given
            .keys()
            .any(|k| k.item == Some(item) && self.head_of(k).as_ref() == Some(&head));
        if begun || count <= min || self.dialog.focus.is_some() {
            return None;
        }
        let before = self.path();
        self.answers.remove_item(self.flow, &head, item);
        self.settle_dialog();
        self.mark_fallen(&before);
        Some(Event::ItemRemoved { list: head, item })
    }

    fn head_of(&self, key: &AnswerKey) -> Option<StepId> {
        self.flow.step(&key.step).and_then(|s| s.within.clone())
    }

    fn min_items(&self, head: &StepId) -> usize {
        match self.flow.step(head).map(|s| &s.kind) {
            Some(StepKind::Repeat { min, .. }) => *min,
            _ => 0,
        }
    }

    /// Turns to a question and forgets what was going on at the one before.
    fn look_at(&mut self, key: AnswerKey) {
        self.settle_dialog();
        self.dialog.ticks = match self.answers.given.get(&key).and_then(|g| g.value.as_ref()) {
            Some(Value::Choices(chosen)) => chosen.clone(),
            _ => Vec::new(),
        };
        self.dialog.focus = Some(key);
    }

    /// A question is done with: nothing of it stays in the dialogue.
    fn settle_dialog(&mut self) {
        *self.dialog = Dialog {
            paused: self.dialog.paused,
            ..Dialog::default()
        };
    }

    fn skip(&mut self) -> Vec<Event> {
        let Some(key) = self.current() else { return Vec::new() };
        let optional = self.flow.step(&key.step).is_some_and(|s| s.optional || s.in_review);
        if !optional {
            return vec![Event::SkipRefused];
        }
        let given = Given {
            value: None,
            by: self.by,
            at_ms: self.now_ms,
            flag: None,
            stale: false,
            preset: false,
        };
        let classed = self.change(&key, given);
        let skipped = Event::AnswerSkipped { key };
        std::iter::once(skipped).chain(classed).collect()
    }

    fn add(&mut self) -> Vec<Event> {
        let Some(list) = self.journey().may_add.clone() else {
            return Vec::new();
        };
        vec![self.add_to(list)]
    }

    fn add_to(&mut self, list: StepId) -> Event {
        let before = self.path();
        let item = self.answers.add_item(&list, self.min_items(&list));
        self.settle_dialog();
        self.mark_fallen(&before);
        Event::ItemAdded { list, item }
    }

    fn take(&mut self, key: &AnswerKey, value: Value, soft: Option<Soft>) -> Vec<Event> {
        let old = self.answers.given.get(key).and_then(|g| g.value.clone());
        let given = Given {
            value: Some(value.clone()),
            by: self.by,
            at_ms: self.now_ms,
            flag: soft.clone(),
            stale: false,
            preset: false,
        };
        let classed = self.change(key, given);
        let recorded = Event::AnswerRecorded {
            key: key.clone(),
            value: Some(value),
            old,
            flag: soft,
        };
        std::iter::once(recorded).chain(classed).collect()
    }

    /// Records and marks what depended on the old answer. What follows by the law, if it has become another: the class of
    /// management, where an earlier one stands.
    fn change(&mut self, key: &AnswerKey, given: Given) -> Vec<Event> {
        let asked = self.flow.law.is_some().then(|| {
            let journey = self.journey();
            (journey.class, journey.parts, journey.standing)
        });
        let changed = self.answers.given.get(key).is_none_or(|old| old.value != given.value);
        let before = self.path();
        self.answers.record(self.flow, key, given);
        self.settle_dialog();
        if changed && !matches!(self.flow.ask(&key.step), Some(Ask::Choices { .. })) {
            self.mark_dependents(key);
        }
        self.mark_fallen(&before);
        let Some((class, parts, standing)) = asked else { return Vec::new() };
        self.mark_widened(&parts);
        let now = self.journey();
        let dated = now.standing.filter(|now| Some(now) != standing.as_ref());
        let dated = dated.map(|now| Event::Dated { state: now.state });
        let same = |now: &Classed| {
            class
                .as_ref()
                .is_some_and(|class| class.class == now.class && class.unclear == now.unclear)
        };
        let classed = now.class.filter(|now| !same(now)).map(|now| Event::Classed {
            class: now.class,
            unclear: now.unclear,
        });
        dated.into_iter().chain(classed).collect()
    }

    /// Questions asked together are offered again if more of them matter now than were shown.
    fn mark_widened(&mut self, before: &BTreeMap<StepId, Vec<StepId>>) {
        let now = self.journey().parts;
        for (group, parts) in now {
            let shown = before.get(&group).is_none_or(|shown| parts.iter().all(|part| shown.contains(part)));
            if let Some(given) = self.answers.given.get_mut(&AnswerKey::single(group)).filter(|_| !shown) {
                given.stale = true;
            }
        }
    }

    fn path(&self) -> BTreeSet<AnswerKey> {
        self.journey().done.into_iter().collect()
    }

    /// Answers whose condition names a changed question are offered again.
    fn mark_dependents(&mut self, changed: &AnswerKey) {
        let flow = self.flow;
        for (key, given) in &mut self.answers.given {
            let names = depends(flow, key, &changed.step) && (key.item == changed.item || changed.item.is_none());
            // What people decided rests on the answers it was decided by.
            let decision = flow.classify().is_some_and(|(class, _)| class.id == key.step);
            given.stale |= (!given.preset || decision) && key != changed && names;
        }
    }

    /// Answers that have fallen off the path are offered again when they come back.
    fn mark_fallen(&mut self, before: &BTreeSet<AnswerKey>) {
        let after = self.path();
        for key in before.difference(&after) {
            if let Some(given) = self.answers.given.get_mut(key) {
                given.stale |= !given.preset;
            }
        }
    }
}

/// Whether a question's condition (or its group's) names a step, or takes "the same" from it.
fn depends(flow: &Flow, key: &AnswerKey, step: &StepId) -> bool {
    let Some(own) = flow.step(&key.step) else { return false };
    let group = own.within.as_ref().and_then(|head| flow.step(head));
    let named = [Some(own), group]
        .into_iter()
        .flatten()
        .filter_map(|s| s.when.as_ref())
        .any(|c| c.steps().contains(step));
    let same = matches!(&own.kind, StepKind::Ask(Ask::Address { same_as: Some(other) }) if other == step);
    named || same || asked_anew(flow, own, step)
}

/// Whether the law's questions are asked anew when this answer changes: the industry, or what the form tells the law.
/// What people have decided about the class falls with any answer to the law.
fn asked_anew(flow: &Flow, own: &crate::flow::Step, step: &StepId) -> bool {
    let Some((class, known)) = flow.classify() else { return false };
    let of_law = own.asked_by.is_some() || own.id == class.id;
    let source = matches!(flow.ask(step), Some(Ask::Industry)) || known.values().any(|form| form == step);
    let answer = own.id == class.id && flow.step(step).is_some_and(|s| s.asked_by.is_some());
    (of_law && source) || answer
}

/// A line of the list from which one changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changeable {
    /// An answer, given or offered.
    Answer(AnswerKey),
    /// Another item of this group.
    Another(StepId),
}

/// What can be changed, in the order of the form: answers given, then what is offered, then "one more" of each group.
pub fn changeable(flow: &Flow, journey: &Journey<'_>) -> Vec<Changeable> {
    let preset = |key: &&AnswerKey| !journey.is_preset(key);
    let mut lines: Vec<Changeable> = journey.done.iter().filter(preset).cloned().map(Changeable::Answer).collect();
    if journey.open.is_none() {
        lines.extend(journey.offered.iter().cloned().map(Changeable::Answer));
        let full = |head: &StepId, items: &[ItemId]| matches!(flow.step(head).map(|s| &s.kind), Some(StepKind::Repeat { max, .. }) if items.len() >= *max);
        let open = journey.lists.iter().filter(|(head, items)| !full(head, items));
        lines.extend(open.map(|(head, _)| Changeable::Another(head.clone())));
    }
    lines
}
