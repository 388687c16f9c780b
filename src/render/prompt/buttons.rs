//! The buttons of a question: its answers, other pages, and those that steer.

use super::super::{FormView, Token, arg, show};
use super::{Writer, shortened};
use crate::conversation::{PAGE_SIZE, Press, Word};
use crate::flow::{Ask, DOCUMENT};
use crate::ids::{AnswerKey, StepId};
use crate::message::Button;

impl Writer<'_> {
    /// The buttons that answer the question.
    pub(super) fn answer_buttons(&self, key: &AnswerKey, ask: &Ask) -> Vec<Vec<Button>> {
        let mut rows = self.option_rows(key, ask);
        if let Some(old) = self.form.journey.old_value(key) {
            let words = show(self.voice, self.form.flow, key, old);
            let label = self.voice.tell("button-keep", &[("value", arg(shortened(&words, 24)))]);
            rows.push(vec![self.labelled(label, Press::Keep)]);
        }
        if let Ask::Address { same_as: Some(other) } = ask {
            use crate::answer::AnswerView;
            if self.form.journey.value(&AnswerKey::single(other.clone())).is_some() {
                rows.push(vec![self.button("button-same", Press::SameAs)]);
            }
        }
        rows
    }

    pub(super) fn option_rows(&self, key: &AnswerKey, ask: &Ask) -> Vec<Vec<Button>> {
        let all: Vec<String> = match ask {
            Ask::YesNo => vec![self.voice.say("answer-yes"), self.voice.say("answer-no")],
            Ask::Township => {
                let county = self.form.case.county.as_deref().unwrap_or_default();
                self.voice.tables.townships(county).into_iter().map(str::to_owned).collect()
            }
            Ask::Choice { from } | Ask::Choices { from, .. } => self
                .form
                .flow
                .options(from)
                .iter()
                .map(|o| self.voice.say(&format!("{from}-{o}")))
                .collect(),
            Ask::Document => DOCUMENT.iter().map(|o| self.voice.say(&format!("document-{o}"))).collect(),
            _ => Vec::new(),
        };
        let several = matches!(ask, Ask::Choices { .. });
        let page = self.page.min(all.len().saturating_sub(1) / PAGE_SIZE);
        let ticked = |n: usize| match ask {
            Ask::Choices { from, .. } => self.form.flow.options(from).get(n).is_some_and(|o| self.ticks.contains(o)),
            _ => false,
        };
        let matters = |n: usize| match ask {
            Ask::Choices { from, exclusive } => {
                let option = self.form.flow.options(from).get(n);
                option.is_some_and(|option| self.form.journey.shows(key, option, exclusive.as_ref()))
            }
            _ => true,
        };
        let shown = all
            .iter()
            .enumerate()
            .filter(|(n, _)| matters(*n))
            .enumerate()
            .skip(page * PAGE_SIZE)
            .take(PAGE_SIZE);
        let mut rows: Vec<Vec<Button>> = Vec::new();
        for (place, (n, label)) in shown {
            let mark = if several { if ticked(n) { "☑ " } else { "☐ " } } else { "" };
            let button = self.labelled(format!("{mark}{} {label}", place + 1), Press::Option(n));
            place_button(&mut rows, button, all.iter().all(|l| l.chars().count() <= 6));
        }
        rows.extend(self.pages(page, all.len()));
        if several {
            rows.push(vec![self.button("button-done", Press::Done)]);
        }
        rows
    }

    pub(super) fn pages(&self, page: usize, count: usize) -> Option<Vec<Button>> {
        let last = count.saturating_sub(1) / PAGE_SIZE;
        if last == 0 {
            return None;
        }
        let mut row = Vec::new();
        if page > 0 {
            row.push(self.button("button-previous-page", Press::Page(page - 1)));
        }
        if page < last {
            row.push(self.button("button-next-page", Press::Page(page + 1)));
        }
        Some(row)
    }

    /// Back, skip, help, pause, more: the same in every prompt.
    pub(super) fn with_steering(&self, key: &AnswerKey, mut rows: Vec<Vec<Button>>) -> Vec<Vec<Button>> {
        let step = self.form.flow.step(&key.step);
        if let Some(list) = self
            .form
            .journey
            .may_add
            .as_ref()
            .filter(|_| self.form.journey.open.as_ref() == Some(key))
        {
            rows.push(vec![self.labelled(self.again(list), Press::Add)]);
        }
        if step.is_some_and(|s| s.optional || s.in_review) {
            let skip = if step.is_some_and(|s| s.asked_by.is_some()) {
                "button-dont-know"
            } else {
                "button-skip"
            };
            rows.push(vec![self.button(skip, Press::Word(Word::Skip))]);
        }
        if self.begins() {
            rows.push(vec![self.voice.button("button-classify", &Token::BeginInquiry)]);
        }
        rows.push(vec![
            self.button("button-back", Press::Word(Word::Back)),
            self.button("button-help", Press::Word(Word::Help)),
            self.button("button-ask", Press::Word(Word::Ask)),
            self.button("button-pause", Press::Word(Word::Pause)),
            self.button("button-more", Press::Word(Word::More)),
        ]);
        rows
    }

    /// The greeting of a private chat is the first question of the form; in groups there is the welcome.
    fn begins(&self) -> bool {
        let FormView { flow, case, .. } = self.form;
        !self.place.group && !flow.for_class.is_empty() && case.answers.given.values().all(|given| given.preset)
    }

    pub(super) fn again(&self, list: &StepId) -> String {
        self.voice.say(&format!("{}.again", self.form.flow.text_id(list)))
    }
}

/// Short labels stand two in a row.
pub(in crate::render) fn place_button(rows: &mut Vec<Vec<Button>>, button: Button, narrow: bool) {
    match rows.last_mut() {
        Some(row) if narrow && row.len() < 2 => row.push(button),
        _ => rows.push(vec![button]),
    }
}
