//! The prompt of a session: one question, what it is for, an example, and the buttons.

mod buttons;
mod review;

pub(super) use self::buttons::place_button;
pub use self::review::answers_list;

use super::borrowed;
use super::classify::start_text;
use super::{Choice, FormView, Token, Voice, arg, number, show, value_label};
use crate::answer::{Arg, Rejection, Soft, Value};
use crate::conversation::{Press, Screen, Word};
use crate::flow::{Ask, Range, StepKind};
use crate::ids::{AnswerKey, PersonId};
use crate::message::{Button, Message, Press as ButtonPress, ReplyBox, Span, Text};

/// Where a prompt is shown, and to whom.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Whose prompt it is.
    pub person: PersonId,
    /// The person's name.
    pub name: &'a str,
    /// Whether others see it.
    pub group: bool,
    /// Whether the prompt can be sent as a reply to the person's own message.
    pub can_reply: bool,
    /// The session's random name, for the buttons.
    pub session: &'a str,
    /// Which showing.
    pub visit: u32,
    /// In the private chat: the session goes back to a group afterwards.
    pub returns: bool,
}

/// What waits in the private chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// A private question.
    Question,
    /// The list of answers, to change one.
    Change,
    /// The review and the signature.
    Review,
}

/// What a session shows.
#[derive(Debug, Clone, PartialEq)]
pub enum View {
    /// A screen of the form.
    Form(Screen),
    /// In a group: what comes next is asked in the private chat.
    GoPrivate(Beyond),
    /// "Which form?"
    Choosing {
        /// The open ones, newest first, by name.
        open: Vec<(crate::ids::CaseId, String)>,
    },
}

/// A prompt as a message. `remarks` stand above it.
pub fn prompt(
    voice: Voice<'_>,
    form: FormView<'_>,
    view: &View,
    dialog_page: usize,
    ticks: &[crate::ids::OptionId],
    place: Place<'_>,
    remarks: &[String],
) -> Message {
    let writer = Writer {
        voice,
        form,
        place,
        page: dialog_page,
        ticks,
    };
    let mut message = writer.view(view);
    let mut text = writer.heading(view);
    for remark in remarks {
        text.push(format!("{remark}\n"));
    }
    text.0.append(&mut message.text.0);
    if message.reply_box.is_some() && message.buttons.is_empty() && place.group && place.person.channel == crate::ids::Channel::Tg {
        let hint = if place.can_reply { "hint-words" } else { "hint-long-press" };
        text.push(format!("\n{}", voice.say(hint)));
    }
    message.text = text;
    message
}

/// What an answered prompt becomes when it stays in the chat: `✓ 行业：精制茶加工`.
pub fn fold_line(voice: Voice<'_>, form: FormView<'_>, key: &AnswerKey) -> Option<String> {
    use crate::answer::AnswerView;
    let value = form.journey.value(key)?;
    let private = form.flow.step(&key.step).is_none_or(|s| s.private);
    let label = value_label(voice, form, key);
    let value = if private {
        String::new()
    } else {
        show(voice, form.flow, key, value)
    };
    Some(voice.tell("noted", &[("label", arg(label)), ("value", arg(value))]))
}

struct Writer<'a> {
    voice: Voice<'a>,
    form: FormView<'a>,
    place: Place<'a>,
    page: usize,
    ticks: &'a [crate::ids::OptionId],
}

impl Writer<'_> {
    fn token(&self, press: Press) -> Token {
        Token::Prompt {
            session: self.place.session.to_owned(),
            visit: self.place.visit,
            press,
        }
    }

    fn button(&self, id: &str, press: Press) -> Button {
        self.voice.button(id, &self.token(press))
    }

    fn labelled(&self, label: String, press: Press) -> Button {
        Button {
            label,
            press: ButtonPress::Token(self.token(press).to_text()),
        }
    }

    /// Whose turn it is (in a group), and how far he is.
    fn heading(&self, view: &View) -> Text {
        let mut text = Text::default();
        if self.place.group {
            text.push("👤 ");
            let name = self.place.name.to_owned();
            text.0.push(if self.place.can_reply {
                Span::Bold(name)
            } else {
                Span::Mention {
                    person: self.place.person,
                    name,
                }
            });
        }
        if let View::Form(Screen::Question(key)) = view {
            let (done, total) = self.position(key);
            if self.place.group {
                text.push("  ");
            }
            text.push(self.voice.tell("progress", &[("done", number(done)), ("total", number(total))]));
        }
        if !text.0.is_empty() {
            text.push("\n");
        }
        text
    }

    fn position(&self, key: &AnswerKey) -> (usize, usize) {
        let (next, total) = self.form.journey.progress();
        match self.form.journey.place(key) {
            Some(place) => (place + 1, total.max(place + 1)),
            None => (next, total.max(next)),
        }
    }

    fn view(&self, view: &View) -> Message {
        match view {
            View::Form(screen) => self.screen(screen),
            View::GoPrivate(beyond) => self.go_private(*beyond),
            View::Choosing { open } => self.choosing(open),
        }
    }

    fn go_private(&self, beyond: Beyond) -> Message {
        let token = Token::GoPrivate {
            session: self.place.session.to_owned(),
            visit: self.place.visit,
        };
        let (text, label) = match beyond {
            Beyond::Question => ("go-private", "button-go-private"),
            Beyond::Change => ("go-private-change", "button-go-change"),
            Beyond::Review => ("go-private-review", "button-go-review"),
        };
        let buttons = vec![
            vec![self.voice.button(label, &token)],
            vec![
                self.button("button-back", Press::Word(Word::Back)),
                self.button("button-help", Press::Word(Word::Help)),
            ],
        ];
        Message::new(self.voice.text(text, &[])).with_buttons(buttons)
    }

    fn choosing(&self, open: &[(crate::ids::CaseId, String)]) -> Message {
        let token = |which: Choice| {
            ButtonPress::Token(
                Token::Choose {
                    session: self.place.session.to_owned(),
                    which,
                }
                .to_text(),
            )
        };
        let mut buttons: Vec<Vec<Button>> = Vec::new();
        for (id, name) in open {
            let label = self.voice.tell("button-choose-continue", &[("name", arg(shortened(name, 20)))]);
            buttons.push(vec![Button {
                label,
                press: token(Choice::Continue(*id)),
            }]);
        }
        for (id, which) in [
            ("button-choose-another", Choice::Another),
            ("button-choose-for-owner", Choice::ForOwner),
        ] {
            buttons.push(vec![Button {
                label: self.voice.say(id),
                press: token(which),
            }]);
        }
        Message::new(self.voice.text("choosing", &[("count", number(open.len()))])).with_buttons(buttons)
    }

    fn screen(&self, screen: &Screen) -> Message {
        match screen {
            Screen::Question(key) => self.question(key),
            Screen::Soft(key, value, soft) => self.soft(key, value, soft),
            Screen::Query(_, text) => self.query(text),
            Screen::Suggest(_, code) => self.yes_no("suggest", &[("code", arg(grouped(code)))]),
            Screen::Pick(_, values) => self.pick(values),
            Screen::StartOver(1) => self.yes_no("start-over-1", &[]),
            Screen::StartOver(_) => self.yes_no("start-over-2", &[]),
            Screen::More => self.more(),
            Screen::Change => self.change(),
            Screen::Replace(key) => {
                let label = value_label(self.voice, self.form, key);
                self.yes_no("replace", &[("label", arg(label)), ("value", arg(self.old(key)))])
            }
            Screen::Proposed(key, value, by) => {
                let label = value_label(self.voice, self.form, key);
                let value = show(self.voice, self.form.flow, key, value);
                self.yes_no(
                    "proposed",
                    &[("by", arg(by.as_str())), ("label", arg(label)), ("value", arg(value))],
                )
            }
            Screen::GoOn(step) => self.goes_on(step),
            Screen::Review => self.review(),
            Screen::Declaration => self.declaration(),
            Screen::SignName => self.sign_name(),
            Screen::Paused => {
                let buttons = vec![vec![self.button("button-continue", Press::Word(Word::Continue))]];
                Message::new(self.voice.text("paused", &[])).with_buttons(buttons)
            }
        }
    }

    fn old(&self, key: &AnswerKey) -> String {
        let old = self.form.journey.old_value(key);
        old.map(|v| show(self.voice, self.form.flow, key, v)).unwrap_or_default()
    }

    fn yes_no(&self, id: &str, args: &[(&str, Arg)]) -> Message {
        let buttons = vec![vec![self.button("button-yes", Press::Yes), self.button("button-no", Press::No)]];
        Message::new(self.voice.text(id, args)).with_buttons(buttons)
    }

    fn query(&self, text: &str) -> Message {
        let button = |id: &str, press: Press| vec![self.button(id, press)];
        let buttons = vec![
            button("button-query-answer", Press::Yes),
            button("button-query-question", Press::No),
        ];
        Message::new(self.voice.text("query", &[("text", arg(shortened(text, 200)))])).with_buttons(buttons)
    }

    fn soft(&self, key: &AnswerKey, value: &Value, soft: &Soft) -> Message {
        let why = self.voice.soft(soft);
        let value = show(self.voice, self.form.flow, key, value);
        self.yes_no("soft", &[("why", arg(why)), ("value", arg(value))])
    }

    fn pick(&self, values: &[Value]) -> Message {
        let key = AnswerKey::single("");
        let label = |(n, value): (usize, &Value)| {
            let words = show(self.voice, self.form.flow, &key, value);
            vec![self.labelled(format!("{} {words}", n + 1), Press::Pick(n))]
        };
        let mut buttons: Vec<Vec<Button>> = values.iter().enumerate().map(label).collect();
        buttons.push(vec![
            self.button("button-none-of-these", Press::NoneOfThese),
            self.button("button-help", Press::Word(Word::Help)),
        ]);
        let text = self.voice.text("pick", &[("count", number(values.len()))]);
        Message::new(text).with_buttons(buttons)
    }

    fn more(&self) -> Message {
        let row = |id: &str, word: Word| vec![self.button(id, Press::Word(word))];
        let mut buttons = vec![
            row("button-back-to-question", Word::Continue),
            row("button-change", Word::Change),
            row("button-help", Word::Help),
            row("button-language", Word::Language),
            row("button-start-over", Word::StartOver),
            row("button-pause", Word::Pause),
        ];
        buttons.extend(self.form.offered(self.voice).map(|(code, flow, back)| {
            let code = code.to_owned();
            vec![self.voice.button(&start_text(flow), &Token::Offered { code, back })]
        }));
        if !self.place.group {
            let (person, sure) = (self.place.person, false);
            buttons.push(vec![self.voice.button("button-delete-me", &Token::DeleteMe { person, sure })]);
        }
        Message::new(self.voice.text("more", &[])).with_buttons(buttons)
    }

    /// This form ends here: why, and a button into the other one; or it waits for people.
    fn goes_on(&self, step: &crate::ids::StepId) -> Message {
        let waits = self.form.flow.step(step).is_some_and(|step| step.kind == StepKind::Wait);
        let mut buttons = vec![vec![
            self.button("button-back", Press::Word(Word::Back)),
            self.button("button-help", Press::Word(Word::Help)),
            self.button("button-more", Press::Word(Word::More)),
        ]];
        if !waits {
            buttons.insert(0, vec![self.button("button-go-on", Press::Yes)]);
        }
        Message::new(self.voice.text(&self.form.flow.text_id(step), &[])).with_buttons(buttons)
    }

    fn question(&self, key: &AnswerKey) -> Message {
        let Some(ask) = self.form.flow.ask(&key.step) else {
            return Message::default();
        };
        let id = self.form.flow.text_id(&key.step);
        let args = self.question_args(key, ask);
        let mut text = Text(vec![Span::Bold(self.voice.tell(&id, &borrowed(&args)))]);
        let has = |attr: &str| self.voice.catalogue.has(self.voice.lang, &format!("{id}.{attr}"));
        if has("help") {
            text.push(format!("\n{}", self.voice.tell(&format!("{id}.help"), &borrowed(&args))));
        }
        let example = has("example").then(|| self.voice.tell(&format!("{id}.example"), &borrowed(&args)));
        if let Some(example) = &example {
            text.push(format!("\n{}", self.voice.tell("example", &[("example", arg(example.as_str()))])));
        }
        let buttons = self.answer_buttons(key, ask);
        let only_buttons = ask.is_buttons();
        text.push(format!("\n{}", self.voice.say(how(ask, !buttons.is_empty()))));
        let typed = !only_buttons;
        let bare = self.place.group && self.place.person.channel == crate::ids::Channel::Tg && typed && buttons.is_empty();
        if let Some(list) = self
            .form
            .journey
            .may_add
            .as_ref()
            .filter(|_| bare && self.form.journey.open.as_ref() == Some(key))
        {
            text.push(format!("\n{}", self.voice.tell("hint-add", &[("again", arg(self.again(list)))])));
        }
        let buttons = if bare { Vec::new() } else { self.with_steering(key, buttons) };
        let placeholder = example.unwrap_or_default().chars().take(64).collect();
        let place = *ask == Ask::Place;
        let reply_box = Some(ReplyBox {
            person: self.place.person,
            placeholder,
            photo: typed,
            place,
        });
        Message {
            text,
            buttons,
            reply_box,
            ..Message::default()
        }
    }

    fn question_args(&self, key: &AnswerKey, ask: &Ask) -> Vec<(String, Arg)> {
        let mut args = vec![("trade".to_owned(), arg(self.form.trade()))];
        args.push((
            "n".to_owned(),
            number(super::values::item_place(self.form, key).unwrap_or(1) as usize),
        ));
        args.push(("county".to_owned(), arg(self.form.case.county.clone().unwrap_or_default())));
        args.push(("township".to_owned(), arg(self.form.case.township.clone().unwrap_or_default())));
        let range = match ask {
            Ask::Integer(range) | Ask::Decimal(range) | Ask::Amount { range, .. } => range.clone(),
            Ask::Text { min_chars, max_chars } => Range {
                min: Some(to_f64(*min_chars)),
                max: Some(to_f64(*max_chars)),
                ..Range::default()
            },
            _ => Range::default(),
        };
        args.push(("min".to_owned(), arg(range.min.map(|n| n.to_string()).unwrap_or_default())));
        args.push(("max".to_owned(), arg(range.max.map(|n| n.to_string()).unwrap_or_default())));
        args.push(("unit".to_owned(), arg(range.unit.unwrap_or_default())));
        let units = if let Ask::Amount { units, .. } = ask {
            units.join("、")
        } else {
            String::new()
        };
        args.push(("units".to_owned(), arg(units)));
        args
    }
}

/// What is wrong with an answer, and how to mend it.
pub(super) fn rejection(voice: Voice<'_>, form: FormView<'_>, key: &AnswerKey, why: &Rejection, tries: usize) -> String {
    let mut text = voice.rejection(why);
    let id = format!("{}.invalid", form.flow.text_id(&key.step));
    if let Some(ask) = form.flow.ask(&key.step).filter(|_| voice.catalogue.has(voice.lang, &id)) {
        let place = Place {
            person: PersonId::web(0),
            name: "",
            group: false,
            can_reply: false,
            session: "",
            visit: 0,
            returns: false,
        };
        let writer = Writer {
            voice,
            form,
            place,
            page: 0,
            ticks: &[],
        };
        let args = writer.question_args(key, ask);
        text.push_str(&voice.tell(&id, &borrowed(&args)));
    }
    if tries == crate::conversation::TRIES_BEFORE_HELP {
        text.push_str(&format!("\n{}", voice.say("tries-help")));
    }
    text
}

fn how(ask: &Ask, buttons: bool) -> &'static str {
    match ask {
        Ask::Choices { .. } => "how-several",
        Ask::Photo => "how-photo",
        Ask::Document => "how-document",
        Ask::Place => "how-place",
        _ if ask.is_buttons() && buttons => "how-buttons",
        _ if buttons => "how-buttons-or-type",
        _ => "how-type",
    }
}

fn grouped(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    chars.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(max - 1).collect();
    short.push('…');
    short
}

#[expect(clippy::cast_precision_loss, reason = "lengths in characters are far below 2^52")]
fn to_f64(n: usize) -> f64 {
    n as f64
}
