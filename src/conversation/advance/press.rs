//! What buttons do on each screen.

use super::super::{Event, Pending, Press, Screen};
use super::Changeable;
use super::{Turn, changeable};
use crate::answer::{AnswerView, Raw, Tables, Value};
use crate::flow::{Ask, DOCUMENT, StepKind};
use crate::ids::{AnswerKey, OptionId, StepId};

impl Turn<'_> {
    pub(super) fn press(&mut self, press: Press) -> Vec<Event> {
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
            Press::Sign if self.flow.is_handed_in() => self.hand_in(),
            Press::Sign => {
                self.dialog.pending = Some(Pending::Declaration);
                Vec::new()
            }
            Press::Agree => self.agree(),
        }
    }

    fn hand_in(&mut self) -> Vec<Event> {
        if self.screen() == Screen::Review {
            return vec![Event::HandedIn];
        }
        Vec::new()
    }

    fn go_on(&self, step: &StepId) -> Vec<Event> {
        match self.flow.step(step).map(|s| &s.kind) {
            Some(StepKind::GoOn(flow)) => vec![Event::WentOn { flow: flow.clone() }],
            _ => Vec::new(),
        }
    }

    pub(super) fn drop_pending(&mut self) -> Vec<Event> {
        self.dialog.pending = None;
        Vec::new()
    }

    pub(super) fn option(&mut self, place: usize) -> Vec<Event> {
        let Screen::Question(key) = self.screen() else { return Vec::new() };
        let Some(ask) = self.flow.ask(&key.step).cloned() else {
            return Vec::new();
        };
        match &ask {
            Ask::YesNo if place < 2 => self.take(&key, Value::YesNo(place == 0), None),
            Ask::Document => match DOCUMENT.get(place) {
                Some(option) => self.take(&key, Value::Choice((*option).into()), None),
                None => Vec::new(),
            },
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

    pub(super) fn tick(&mut self, option: OptionId, exclusive: Option<&OptionId>) {
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

    pub(super) fn done_ticking(&mut self) -> Vec<Event> {
        let Screen::Question(key) = self.screen() else { return Vec::new() };
        let ticks = std::mem::take(&mut self.dialog.ticks);
        self.send_to(&key, &Raw::Options(ticks))
    }

    pub(super) fn pick(&mut self, place: usize) -> Vec<Event> {
        let Screen::Pick(key, values) = self.screen() else {
            return Vec::new();
        };
        match values.get(place).cloned() {
            Some(value) => self.take(&key, value, None),
            None => Vec::new(),
        }
    }

    /// The old value stays: an answer to be confirmed, or a question one only looked at.
    pub(super) fn keep(&mut self) -> Vec<Event> {
        let Screen::Question(key) = self.screen() else { return Vec::new() };
        let Some(old) = self.answers.given.get(&key).cloned() else {
            return Vec::new();
        };
        match old.value {
            Some(value) => self.take(&key, value, old.flag),
            None => self.skip(),
        }
    }

    pub(super) fn yes(&mut self) -> Vec<Event> {
        match self.screen() {
            Screen::Soft(key, value, soft) => self.take(&key, value, Some(soft)),
            Screen::Suggest(key, code) => self.send_to(&key, &Raw::Text(code)),
            Screen::Query(key, text) => {
                self.dialog.pending = None;
                let plain = text.trim_end_matches(['？', '?', ' ']).to_owned();
                self.answer(&key, &Raw::Text(plain))
            }
            Screen::Replace(key) => {
                self.look_at(key);
                Vec::new()
            }
            Screen::Proposed(key, value, _) => self.take(&key, value, None),
            Screen::GoOn(step) => self.go_on(&step),
            Screen::StartOver(1) => {
                self.dialog.pending = Some(Pending::StartOver { time: 2 });
                Vec::new()
            }
            Screen::StartOver(_) => self.start_over(),
            _ => Vec::new(),
        }
    }

    pub(super) fn no(&mut self) -> Vec<Event> {
        if let Some(Pending::Query { text }) = self.dialog.pending.take() {
            return vec![Event::QuestionAsked { text }];
        }
        Vec::new()
    }

    /// Lays all answers aside but those the group gave.
    pub(super) fn start_over(&mut self) -> Vec<Event> {
        self.answers.given.retain(|_, given| given.preset);
        self.answers.lists.clear();
        self.settle_dialog();
        vec![Event::StartedOver]
    }

    pub(super) fn same_as(&mut self) -> Vec<Event> {
        let Screen::Question(key) = self.screen() else { return Vec::new() };
        match self.other_address(&key) {
            Some(address) => self.take(&key, Value::Text(address), None),
            None => Vec::new(),
        }
    }

    pub(super) fn other_address(&self, key: &AnswerKey) -> Option<String> {
        let Some(Ask::Address { same_as: Some(other) }) = self.flow.ask(&key.step) else {
            return None;
        };
        match self.journey().value(&AnswerKey::single(other.clone())) {
            Some(Value::Text(address)) => Some(address.clone()),
            _ => None,
        }
    }

    pub(super) fn choose_to_change(&mut self, place: usize) -> Vec<Event> {
        let key = changeable(self.flow, &self.journey()).get(place).cloned();
        match key {
            Some(Changeable::Answer(key)) => self.look_at(key),
            Some(Changeable::Another(list)) => return vec![self.add_to(list)],
            None => {}
        }
        Vec::new()
    }

    pub(super) fn remove(&mut self, place: usize) -> Vec<Event> {
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

    pub(super) fn agree(&mut self) -> Vec<Event> {
        if self.screen() == Screen::Declaration {
            self.dialog.pending = Some(Pending::SignName);
        }
        Vec::new()
    }
}

/// The township at a place of the county's list.
pub(super) fn township_at(tables: &Tables, county: Option<&str>, place: usize) -> Option<Value> {
    let county = county?;
    let township = *tables.townships(county).get(place)?;
    Some(Value::Township {
        county: county.to_owned(),
        township: township.to_owned(),
    })
}
