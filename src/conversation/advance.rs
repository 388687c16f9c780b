//! What an action does to answers and dialogue.
//!
//! 1. Words and buttons that steer (back, skip, pause, menus) change the dialogue alone.
//! 2. Anything sent is judged against the question shown; what is taken is recorded at once.
//! 3. After a change the path is worked out again. An answer that fell off the path is kept, and marked to be
//!    offered again if it comes back; so are answers whose condition names the changed question.

use std::collections::BTreeSet;

use super::answers::{Answers, Given};
use super::journey::{Journey, journey};
use super::{Action, Dialog, Event, HelpReason, Pending, Press, Screen, TRIES_BEFORE_HELP, Try, Word, current, screen};
use crate::answer::{AnswerView, Context, Judged, Raw, Rejection, Soft, Tables, Value, judge};
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

/// What may be typed to confirm the declaration; anything around it ("I do not confirm") makes it something else.
const PHRASES: [&str; 8] = ["确认", "我确认", "确认无误", "同意", "我同意", "confirm", "iconfirm", "iagree"];

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
        }
        Vec::new()
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
        self.change(&key, given);
        vec![Event::AnswerSkipped { key }]
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

    fn press(&mut self, press: Press) -> Vec<Event> {
        match press {
            Press::Word(word) => self.word(word),
            Press::Option(place) => self.option(place),
            Press::Done => self.done_ticking(),
            Press::Pick(place) => self.pick(place),
            Press::NoneOfThese => self.drop_pending(),
            Press::Keep => self.keep(),
            Press::Yes => self.yes(),
            Press::No => self.no(),
            Press::SameAs => self.same_as(),
            Press::Page(page) => {
                self.dialog.page = page;
                Vec::new()
            }
            Press::Add => self.add(),
            Press::Change(place) => self.choose_to_change(place),
            Press::Remove(place) => self.remove(place),
            Press::Sign => {
                self.dialog.pending = Some(Pending::Declaration);
                Vec::new()
            }
            Press::Agree => self.agree(),
        }
    }

    fn drop_pending(&mut self) -> Vec<Event> {
        self.dialog.pending = None;
        Vec::new()
    }

    fn option(&mut self, place: usize) -> Vec<Event> {
        let Screen::Question(key) = self.screen() else { return Vec::new() };
        let Some(ask) = self.flow.ask(&key.step).cloned() else {
            return Vec::new();
        };
        match &ask {
            Ask::YesNo if place < 2 => self.take(&key, Value::YesNo(place == 0), None),
            Ask::Choice { from } => match self.flow.options(from).get(place).cloned() {
                Some(option) => self.take(&key, Value::Choice(option), None),
                None => Vec::new(),
            },
            Ask::Choices { from, exclusive } => {
                if let Some(option) = self.flow.options(from).get(place).cloned() {
                    self.tick(option, exclusive.as_ref());
                }
                Vec::new()
            }
            Ask::Township => match township_at(self.tables, self.county, place) {
                Some(value) => self.take(&key, value, None),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn tick(&mut self, option: OptionId, exclusive: Option<&OptionId>) {
        let ticks = &mut self.dialog.ticks;
        if let Some(place) = ticks.iter().position(|o| *o == option) {
            ticks.remove(place);
        } else if exclusive == Some(&option) {
            *ticks = vec![option];
        } else {
            ticks.retain(|o| exclusive != Some(o));
            ticks.push(option);
        }
    }

    fn done_ticking(&mut self) -> Vec<Event> {
        let Screen::Question(key) = self.screen() else { return Vec::new() };
        let ticks = std::mem::take(&mut self.dialog.ticks);
        self.send_to(&key, &Raw::Options(ticks))
    }

    fn pick(&mut self, place: usize) -> Vec<Event> {
        let Screen::Pick(key, values) = self.screen() else {
            return Vec::new();
        };
        match values.get(place).cloned() {
            Some(value) => self.take(&key, value, None),
            None => Vec::new(),
        }
    }

    /// The old value stays: an answer to be confirmed, or a question one only looked at.
    fn keep(&mut self) -> Vec<Event> {
        let Screen::Question(key) = self.screen() else { return Vec::new() };
        let Some(old) = self.answers.given.get(&key).cloned() else {
            return Vec::new();
        };
        match old.value {
            Some(value) => self.take(&key, value, old.flag),
            None => self.skip(),
        }
    }

    fn yes(&mut self) -> Vec<Event> {
        match self.screen() {
            Screen::Soft(key, value, soft) => self.take(&key, value, Some(soft)),
            Screen::Suggest(key, code) => self.send_to(&key, &Raw::Text(code)),
            Screen::Replace(key) => {
                self.look_at(key);
                Vec::new()
            }
            Screen::Proposed(key, value, _) => self.take(&key, value, None),
            Screen::StartOver(1) => {
                self.dialog.pending = Some(Pending::StartOver { time: 2 });
                Vec::new()
            }
            Screen::StartOver(_) => self.start_over(),
            _ => Vec::new(),
        }
    }

    fn no(&mut self) -> Vec<Event> {
        self.drop_pending()
    }

    /// Lays all answers aside but those the group gave.
    fn start_over(&mut self) -> Vec<Event> {
        self.answers.given.retain(|_, given| given.preset);
        self.answers.lists.clear();
        self.settle_dialog();
        vec![Event::StartedOver]
    }

    fn same_as(&mut self) -> Vec<Event> {
        let Screen::Question(key) = self.screen() else { return Vec::new() };
        match self.other_address(&key) {
            Some(address) => self.take(&key, Value::Text(address), None),
            None => Vec::new(),
        }
    }

    fn other_address(&self, key: &AnswerKey) -> Option<String> {
        let Some(Ask::Address { same_as: Some(other) }) = self.flow.ask(&key.step) else {
            return None;
        };
        match self.journey().value(&AnswerKey::single(other.clone())) {
            Some(Value::Text(address)) => Some(address.clone()),
            _ => None,
        }
    }

    fn choose_to_change(&mut self, place: usize) -> Vec<Event> {
        let key = changeable(self.flow, &self.journey()).get(place).cloned();
        match key {
            Some(Changeable::Answer(key)) => self.look_at(key),
            Some(Changeable::Another(list)) => return vec![self.add_to(list)],
            None => {}
        }
        Vec::new()
    }

    fn remove(&mut self, place: usize) -> Vec<Event> {
        let Some(Changeable::Answer(key)) = changeable(self.flow, &self.journey()).get(place).cloned() else {
            return Vec::new();
        };
        let (Some(item), Some(list)) = (key.item, self.head_of(&key)) else {
            return Vec::new();
        };
        let before = self.path();
        let count = self.answers.lists.get(&list).map_or(0, |l| l.items.len());
        if count <= self.min_items(&list) || !self.answers.remove_item(self.flow, &list, item) {
            return Vec::new();
        }
        self.settle_dialog();
        self.mark_fallen(&before);
        vec![Event::ItemRemoved { list, item }]
    }

    fn agree(&mut self) -> Vec<Event> {
        if self.screen() == Screen::Declaration {
            self.dialog.pending = Some(Pending::SignName);
        }
        Vec::new()
    }

    fn send(&mut self, raw: &Raw) -> Vec<Event> {
        match self.screen() {
            Screen::Question(key) => self.send_to(&key, raw),
            Screen::Suggest(key, _) | Screen::Soft(key, ..) | Screen::Pick(key, _) => self.send_back_asked(&key, raw),
            Screen::Proposed(..) | Screen::Replace(_) | Screen::StartOver(_) => self.send_yes_no(raw),
            Screen::Declaration => self.send_phrase(raw),
            Screen::SignName => self.send_name(raw),
            Screen::Change => self.send_number(raw),
            Screen::Review => self.send_at_review(raw),
            Screen::More | Screen::Paused => Vec::new(),
        }
    }

    /// Something is asked back: yes, no, a number, or simply another answer.
    fn send_back_asked(&mut self, key: &AnswerKey, raw: &Raw) -> Vec<Event> {
        if let (Some(Pending::Pick { .. }), Raw::Text(text)) = (&self.dialog.pending, raw)
            && let Ok(place @ 1..=9) = text.trim().parse::<usize>()
        {
            return self.pick(place - 1);
        }
        let several = matches!(&self.dialog.pending, Some(Pending::Pick { values }) if values.len() > 1);
        let one = matches!(&self.dialog.pending, Some(Pending::Pick { values }) if values.len() == 1);
        match self.yes_no(raw) {
            Some(true) if one => self.pick(0),
            Some(true) if !several => self.yes(),
            Some(false) => self.no(),
            _ => {
                self.dialog.pending = None;
                self.send_to(key, raw)
            }
        }
    }

    fn send_yes_no(&mut self, raw: &Raw) -> Vec<Event> {
        match self.yes_no(raw) {
            Some(true) => self.yes(),
            Some(false) => self.no(),
            None => Vec::new(),
        }
    }

    fn yes_no(&self, raw: &Raw) -> Option<bool> {
        let labels = (self.labels)(&Ask::YesNo);
        match judge(&Ask::YesNo, raw, &self.context(&labels, None)) {
            Judged::Accepted {
                value: Value::YesNo(yes), ..
            } => Some(yes),
            _ => None,
        }
    }

    /// The confirm phrase may be typed instead of pressed.
    fn send_phrase(&mut self, raw: &Raw) -> Vec<Event> {
        let Raw::Text(text) = raw else { return Vec::new() };
        let bare: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        if PHRASES.contains(&bare.as_str()) || self.yes_no(raw) == Some(true) {
            return self.agree();
        }
        vec![Event::NotUnderstood]
    }

    fn send_name(&mut self, raw: &Raw) -> Vec<Event> {
        match judge(&Ask::PersonName, raw, &self.context(&[], None)) {
            Judged::Accepted {
                value: Value::Text(name), ..
            } => {
                self.settle_dialog();
                vec![Event::Signed { name }]
            }
            Judged::Rejected(why) => vec![Event::AnswerRejected {
                key: AnswerKey::single("sign"),
                why,
                tries: 1,
            }],
            _ => Vec::new(),
        }
    }

    /// "Sign" may be typed at the review.
    fn send_at_review(&mut self, raw: &Raw) -> Vec<Event> {
        let Raw::Text(text) = raw else { return Vec::new() };
        let bare: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        if ["签字", "去签字", "没错去签字", "没错", "sign"].contains(&bare.as_str()) {
            self.dialog.pending = Some(Pending::Declaration);
            return Vec::new();
        }
        vec![Event::NotUnderstood]
    }

    fn send_number(&mut self, raw: &Raw) -> Vec<Event> {
        let Raw::Text(text) = raw else { return Vec::new() };
        match text.trim().parse::<usize>() {
            Ok(number) if number >= 1 => self.choose_to_change(number - 1),
            _ => Vec::new(),
        }
    }

    fn context<'b>(&'b self, labels: &'b [(OptionId, Vec<String>)], same_as: Option<&'b str>) -> Context<'b> {
        Context {
            tables: self.tables,
            county: self.county,
            labels,
            same_as,
            today: crate::clock::date(self.now_ms),
        }
    }

    fn send_to(&mut self, key: &AnswerKey, raw: &Raw) -> Vec<Event> {
        let Some(ask) = self.flow.ask(&key.step).cloned() else {
            return Vec::new();
        };
        let labels = (self.labels)(&ask);
        let same_as = self.other_address(key);
        let judged = judge(&ask, raw, &self.context(&labels, same_as.as_deref()));
        match judged {
            Judged::Accepted { value, soft: None } => self.take(key, value, None),
            Judged::Accepted { value, soft: Some(soft) } => {
                self.dialog.pending = Some(Pending::Soft { value, soft });
                Vec::new()
            }
            Judged::Pick(values) => {
                self.dialog.pending = Some(Pending::Pick { values });
                Vec::new()
            }
            Judged::Rejected(why) => self.reject(key, raw, why),
        }
    }

    fn reject(&mut self, key: &AnswerKey, raw: &Raw, why: Rejection) -> Vec<Event> {
        let raw = match raw {
            // An identity number is not kept anywhere, not even as a try.
            Raw::Text(_) if why.key == "identity-number" => String::new(),
            Raw::Text(text) => text.chars().take(200).collect(),
            _ => String::new(),
        };
        self.dialog.tries.retain(|t| t.key == *key);
        self.dialog.tries.push(Try {
            key: key.clone(),
            raw,
            why: why.clone(),
        });
        let tries = self.dialog.tries.len();
        if tries > TRIES_BEFORE_HELP {
            self.dialog.tries.remove(0);
        }
        self.dialog.pending = why.suggestion.clone().map(|code| Pending::Suggest { code });
        vec![Event::AnswerRejected {
            key: key.clone(),
            why,
            tries,
        }]
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
        self.change(key, given);
        vec![Event::AnswerRecorded {
            key: key.clone(),
            value: Some(value),
            old,
            flag: soft,
        }]
    }

    /// Records and marks what depended on the old answer.
    fn change(&mut self, key: &AnswerKey, given: Given) {
        let changed = self.answers.given.get(key).is_none_or(|old| old.value != given.value);
        let before = self.path();
        self.answers.record(self.flow, key, given);
        self.settle_dialog();
        if changed && !matches!(self.flow.ask(&key.step), Some(Ask::Choices { .. })) {
            self.mark_dependents(key);
        }
        self.mark_fallen(&before);
    }

    fn path(&self) -> BTreeSet<AnswerKey> {
        self.journey().done.into_iter().collect()
    }

    /// Answers whose condition names a changed question are offered again.
    fn mark_dependents(&mut self, changed: &AnswerKey) {
        let flow = self.flow;
        for (key, given) in &mut self.answers.given {
            let names = depends(flow, key, &changed.step) && (key.item == changed.item || changed.item.is_none());
            given.stale |= !given.preset && key != changed && names;
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
    named || same
}

/// The township at a place of the county's list.
fn township_at(tables: &Tables, county: Option<&str>, place: usize) -> Option<Value> {
    let county = county?;
    let township = *tables.townships(county).get(place)?;
    Some(Value::Township {
        county: county.to_owned(),
        township: township.to_owned(),
    })
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
