//! What has been answered: the only state of a form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::{Soft, Value};
use crate::flow::{Flow, Known};
use crate::ids::{AnswerKey, ItemId, PersonId, StepId};

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// The answer; `None` if the question was skipped.
    pub value: Option<Value>,
    /// Who gave it. For an officer's value that the owner confirmed: the owner.
    pub by: PersonId,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Accepted outside the usual; staff look at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<Soft>,
    /// Something it depended on has changed since: it is offered again with its old value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stale: bool,
    /// Taken from the group's binding; never asked, not counted as a question.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub preset: bool,
}

/// The items of a repeated group.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct List {
    /// The items in order.
    pub items: Vec<ItemId>,
    /// The number the next item will get; numbers are never used twice.
    pub next: u32,
}

/// All answers of a form, those that are off the path at the moment too.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answers {
    /// By question and item.
    pub given: BTreeMap<AnswerKey, Given>,
    /// By head of the group.
    pub lists: BTreeMap<StepId, List>,
}

impl Answers {
    /// The items of a group: those that were begun, or the first ones that are asked without being called for.
    pub fn items(&self, head: &StepId, min: usize) -> Vec<ItemId> {
        let list = self.lists.get(head).cloned().unwrap_or_default();
        let mut items = list.items;
        let mut next = list.next;
        while items.len() < min {
            items.push(ItemId(next));
            next += 1;
        }
        items
    }

    /// Begins a new item at the end.
    pub fn add_item(&mut self, head: &StepId, min: usize) -> ItemId {
        let items = self.items(head, min);
        let list = self.lists.entry(head.clone()).or_default();
        for item in &items {
            list.next = list.next.max(item.0 + 1);
        }
        let item = ItemId(list.next);
        list.items = items;
        list.items.push(item);
        list.next += 1;
        item
    }

    /// Makes sure that an item which was only expected is really there.
    fn begin_item(&mut self, head: &StepId, item: ItemId) {
        let list = self.lists.entry(head.clone()).or_default();
        if !list.items.contains(&item) {
            list.items.push(item);
            list.next = list.next.max(item.0 + 1);
        }
    }

    /// Removes an item with its answers. False if there is no such item.
    pub fn remove_item(&mut self, flow: &Flow, head: &StepId, item: ItemId) -> bool {
        let Some(list) = self.lists.get_mut(head) else { return false };
        let Some(place) = list.items.iter().position(|i| *i == item) else {
            return false;
        };
        list.items.remove(place);
        for member in flow.members(head) {
            self.given.remove(&AnswerKey {
                step: member.id.clone(),
                item: Some(item),
            });
        }
        true
    }

    /// Records an answer, and the item it belongs to.
    pub fn record(&mut self, flow: &Flow, key: &AnswerKey, given: Given) {
        let head = flow.step(&key.step).and_then(|s| s.within.clone());
        if let (Some(head), Some(item)) = (head, key.item) {
            self.begin_item(&head, item);
        }
        self.given.insert(key.clone(), given);
    }

    /// The industry that was answered, whether the form still asks for it or not.
    pub fn industry(&self) -> Option<&str> {
        self.given.values().find_map(|given| match &given.value {
            Some(Value::Industry(code)) => Some(code.as_str()),
            _ => None,
        })
    }

    /// What is asked openly in a form and in another one, too.
    #[must_use]
    pub fn open_to(&self, from: &Flow, to: &Flow) -> Answers {
        let open = |flow: &Flow, key: &AnswerKey| flow.step(&key.step).is_some_and(|step| !step.private && step.within.is_none());
        let both = |key: &AnswerKey| open(from, key) && open(to, key);
        let given = self.given.iter().filter(|(key, given)| both(key) && given.value.is_some());
        Answers {
            given: given.map(|(key, given)| (key.clone(), given.clone())).collect(),
            lists: BTreeMap::new(),
        }
    }

    /// What conditions may know of an answer.
    pub fn known(&self, flow: &Flow, key: &AnswerKey) -> Known {
        match self.given.get(key) {
            None => Known::NotYet,
            Some(given) if given.stale => Known::NotYet,
            Some(Given { value: None, .. }) => Known::Nothing,
            Some(Given {
                value: Some(value), at_ms, ..
            }) => value.known(flow, *at_ms),
        }
    }
}
