//! The review, the list of answers to change one, and the declaration.

use super::super::{FormView, Voice, arg, show, value_label};
use super::{Writer, shortened};
use crate::conversation::{Changeable, PAGE_SIZE, Press, Word, changeable};
use crate::ids::AnswerKey;
use crate::message::{Button, Message, ReplyBox, Text};

impl Writer<'_> {
    pub(super) fn review(&self) -> Message {
        let answers = answers_list(self.voice, self.form, false);
        let (id, sign) = if self.form.flow.is_handed_in() {
            ("review-hand-in", "button-hand-in")
        } else {
            ("review", "button-sign")
        };
        let text = self.voice.tell(id, &[("answers", arg(answers))]);
        let buttons = vec![
            vec![self.button(sign, Press::Sign)],
            vec![self.button("button-change", Press::Word(Word::Change))],
            vec![
                self.button("button-help", Press::Word(Word::Help)),
                self.button("button-pause", Press::Word(Word::Pause)),
                self.button("button-more", Press::Word(Word::More)),
            ],
        ];
        Message::new(Text::plain(text)).with_buttons(buttons).protected()
    }

    pub(super) fn change(&self) -> Message {
        let lines = changeable(self.form.flow, self.form.journey);
        let page = self.page.min(lines.len().saturating_sub(1) / PAGE_SIZE);
        let mut rows: Vec<Vec<Button>> = Vec::new();
        for (n, line) in lines.iter().enumerate().skip(page * PAGE_SIZE).take(PAGE_SIZE) {
            rows.push(self.change_row(n, line));
        }
        rows.extend(self.pages(page, lines.len()));
        rows.push(vec![self.button("button-back", Press::Word(Word::Back))]);
        Message::new(self.voice.text("change", &[])).with_buttons(rows).protected()
    }

    pub(super) fn change_row(&self, n: usize, line: &Changeable) -> Vec<Button> {
        use crate::answer::AnswerView;
        match line {
            Changeable::Another(list) => vec![self.labelled(self.again(list), Press::Change(n))],
            Changeable::Answer(key) => {
                let label = value_label(self.voice, self.form, key);
                let value = self.form.journey.value(key).map(|v| show(self.voice, self.form.flow, key, v));
                let value = value.unwrap_or_else(|| self.voice.say("not-given"));
                let mut row = vec![self.labelled(shortened(&format!("{} {label}：{value}", n + 1), 40), Press::Change(n))];
                if self.first_of_item(key) && self.may_remove(key) {
                    row.push(self.labelled(self.voice.say("button-remove"), Press::Remove(n)));
                }
                row
            }
        }
    }

    pub(super) fn may_remove(&self, key: &AnswerKey) -> bool {
        use crate::answer::AnswerView;
        let head = self.form.flow.step(&key.step).and_then(|s| s.within.as_ref());
        let kind = head.and_then(|h| self.form.flow.step(h)).map(|s| &s.kind);
        match (head, kind) {
            (Some(head), Some(crate::flow::StepKind::Repeat { min, .. })) => self.form.journey.items(head).len() > *min,
            _ => false,
        }
    }

    pub(super) fn first_of_item(&self, key: &AnswerKey) -> bool {
        let head = self.form.flow.step(&key.step).and_then(|s| s.within.as_ref());
        let first = head.and_then(|h| self.form.flow.members(h).next());
        key.item.is_some() && first.is_some_and(|s| s.id == key.step)
    }

    pub(super) fn declaration(&self) -> Message {
        let text = self.voice.text("declaration", &[("name", arg(self.form.name()))]);
        let buttons = vec![
            vec![self.button("button-agree", Press::Agree)],
            vec![self.button("button-back", Press::Word(Word::Back))],
        ];
        Message {
            text,
            buttons,
            reply_box: None,
            protect: true,
            ..Message::default()
        }
    }

    pub(super) fn sign_name(&self) -> Message {
        let reply_box = Some(ReplyBox {
            person: self.place.person,
            placeholder: self.voice.say("sign-name.example"),
            photo: false,
            place: false,
        });
        let buttons = vec![vec![self.button("button-back", Press::Word(Word::Back))]];
        Message {
            text: self.voice.text("sign-name", &[]),
            buttons,
            reply_box,
            protect: true,
            ..Message::default()
        }
    }
}

/// All answers in sections, item by item: for the review, `/answers`, and (masked) for the desk.
pub fn answers_list(voice: Voice<'_>, form: FormView<'_>, masked: bool) -> String {
    use crate::answer::AnswerView;
    let mut text = String::new();
    let mut section = "";
    for (step, key) in in_order(form) {
        let Some(value) = form.journey.value(&key) else { continue };
        if step.section != section {
            section = &step.section;
            text.push_str(&format!("\n【{}】\n", voice.say(&format!("{}-section-{section}", form.flow.id))));
        }
        let shown = if masked {
            super::super::masked(voice, form.flow, &key, value)
        } else {
            show(voice, form.flow, &key, value)
        };
        let flag = if form.journey.given(&key).is_some_and(|g| g.flag.is_some()) {
            " ⚑"
        } else {
            ""
        };
        text.push_str(&format!("{}：{shown}{flag}\n", value_label(voice, form, &key)));
    }
    text
}

/// All questions on the path, those of a repeated group item by item.
fn in_order(form: FormView<'_>) -> Vec<(&crate::flow::Step, AnswerKey)> {
    use crate::answer::AnswerView;
    let mut keys = Vec::new();
    for step in form.flow.steps.iter().filter(|s| s.within.is_none()) {
        keys.push((step, AnswerKey::single(step.id.clone())));
        for item in form.journey.items(&step.id) {
            keys.extend(
                form.flow
                    .members(&step.id)
                    .map(|member| (member, AnswerKey::of_item(member.id.clone(), *item))),
            );
        }
    }
    keys
}
