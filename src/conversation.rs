//! One turn of a form: answers, state of the dialogue and what the person did go in; changed answers and events come out.
//!
//! No clock, no files, no randomness, no failure: whatever a person sends, the session stands on a question, the review
//! or the end afterwards. A person's mistake is an event.

mod advance;
mod answers;
mod carry;
mod digest;
mod journey;
#[cfg(test)]
pub(crate) mod tests;
mod words;

use serde::{Deserialize, Serialize};

use crate::answer::{Raw, Rejection, Soft, Value};
use crate::flow::Flow;
use crate::ids::{AnswerKey, ItemId, StepId};

pub use self::advance::{Changeable, Labels, Turn, advance, changeable};
pub use self::answers::{Answers, Given, List};
pub use self::carry::{across, carry};
pub use self::digest::{canonical, digest};
pub use self::journey::{Classed, Journey, journey};
pub use self::words::{Word, looks_like_question, may_be_question, reserved_words, word};

/// How many tries of one question are kept for the card at the desk; at this number a human is offered.
pub const TRIES_BEFORE_HELP: usize = 3;

/// Buttons of a list on one page.
pub const PAGE_SIZE: usize = 8;

/// The state of the dialogue beside the answers: what is being asked back, and what was tried in vain.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Dialog {
    /// An earlier (or optional) question the person wants to answer now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<AnswerKey>,
    /// Something that is asked back before the form goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// Options ticked so far in a question with several choices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ticks: Vec<crate::ids::OptionId>,
    /// The page of a long list of buttons, from 0.
    #[serde(default)]
    pub page: usize,
    /// What was tried in vain at the question now open, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tries: Vec<Try>,
    /// The person said pause.
    #[serde(default)]
    pub paused: bool,
}

impl Dialog {
    /// Whether it holds something a person has sent, or that others have said of him.
    pub fn holds_words(&self) -> bool {
        let asked_back = matches!(
            self.pending,
            Some(Pending::Soft { .. } | Pending::Suggest { .. } | Pending::Pick { .. } | Pending::Proposed { .. } | Pending::Query { .. })
        );
        asked_back || !self.tries.is_empty()
    }
}

/// An answer that was not taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Try {
    /// The question.
    pub key: AnswerKey,
    /// What was sent.
    pub raw: String,
    /// Why it was not taken.
    pub why: Rejection,
}

/// Something that is asked back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pending {
    /// "Sure?" about an unusual value.
    Soft {
        /// The value.
        value: Value,
        /// What is unusual.
        soft: Soft,
    },
    /// "Did you mean this code?"
    Suggest {
        /// The code with the look-alike changed.
        code: String,
    },
    /// "Which of these?"
    Pick {
        /// At most eight.
        values: Vec<Value>,
    },
    /// "Start over?", asked for the first or the second time.
    StartOver {
        /// 1 or 2.
        time: u8,
    },
    /// The menu with the rarer commands.
    More,
    /// The list of answers to change one.
    Change,
    /// "Change this earlier answer?" after a press on an old button or a reply to an old question.
    Replace {
        /// The question.
        key: AnswerKey,
    },
    /// An officer has typed the value; the owner confirms.
    Proposed {
        /// The question.
        key: AnswerKey,
        /// The value.
        value: Value,
        /// The officer's name.
        by: String,
    },
    /// "Is that the answer, or a question?"
    Query {
        /// What was typed.
        text: String,
    },
    /// The declaration is shown.
    Declaration,
    /// The phrase was confirmed; the name is asked.
    SignName,
}

/// What a person did, when it is clear that it is meant for the form.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Typed, sent or shared something.
    Send(Raw),
    /// Pressed a button of the prompt now open.
    Press(Press),
    /// Used one of the words that work at any time.
    Word(Word),
    /// Pressed a button of an old prompt, or replied to it.
    Old(AnswerKey),
    /// An officer has found out the value; the owner is asked.
    Propose {
        /// The question.
        key: AnswerKey,
        /// The value.
        value: Value,
        /// The officer's name.
        by: String,
    },
}

/// A button of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// The option at this place of the list.
    Option(usize),
    /// Several choices: that is all.
    Done,
    /// The candidate at this place.
    Pick(usize),
    /// None of the candidates.
    NoneOfThese,
    /// The old value stays.
    Keep,
    /// Yes, to what is asked back.
    Yes,
    /// No.
    No,
    /// The same address as before.
    SameAs,
    /// Another page of the list.
    Page(usize),
    /// Another item of the group just completed.
    Add,
    /// The answer at this place of the list of answers.
    Change(usize),
    /// Remove the item that the answer at this place belongs to.
    Remove(usize),
    /// To the declaration.
    Sign,
    /// I confirm that the above is true.
    Agree,
    /// A word, as a button.
    Word(Word),
}

/// What happened in a turn. Past tense; kept in the trail of the case (without private values).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An answer was taken. `{"answer_recorded":{"key":"unit-name","value":{"text":"石门县示例茶叶加工厂"},"old":null,"flag":null}}`
    AnswerRecorded {
        /// The question.
        key: AnswerKey,
        /// The answer; left out of the trail if the question is private.
        value: Option<Value>,
        /// What it was before.
        old: Option<Value>,
        /// What is unusual about it.
        flag: Option<Soft>,
    },
    /// A question was skipped. `{"answer_skipped":{"key":"credit-code"}}`
    AnswerSkipped {
        /// The question.
        key: AnswerKey,
    },
    /// An answer was not taken. `{"answer_rejected":{"key":"phone","why":{"key":"phone-digits","args":[],"suggestion":null},"tries":3}}`
    AnswerRejected {
        /// The question.
        key: AnswerKey,
        /// Why.
        why: Rejection,
        /// How many tries at this question so far.
        tries: usize,
    },
    /// An item was added to a group. `{"item_added":{"list":"products","item":1}}`
    ItemAdded {
        /// The group.
        list: StepId,
        /// The item.
        item: ItemId,
    },
    /// An item was removed. `{"item_removed":{"list":"products","item":1}}`
    ItemRemoved {
        /// The group.
        list: StepId,
        /// The item.
        item: ItemId,
    },
    /// The person paused. `"paused"`
    Paused,
    /// The person went on. `"resumed"`
    Resumed,
    /// All answers were laid aside. `"started_over"`
    StartedOver,
    /// A human is wanted. `{"help_wanted":{"why":"asked"}}`
    HelpWanted {
        /// Why.
        why: HelpReason,
    },
    /// The other language is wanted. `"language_wanted"`
    LanguageWanted,
    /// The question cannot be skipped. `"skip_refused"`
    SkipRefused,
    /// What was typed is no answer but a question; it stays out of the trail.
    QuestionAsked {
        /// The question.
        text: String,
    },
    /// What was typed means nothing on this screen. `"not_understood"`
    NotUnderstood,
    /// There is nothing before this question. `"back_refused"`
    BackRefused,
    /// Which class of management it is has become known, or another one. `{"classed":{"class":"registration","unclear":false}}`
    Classed {
        /// The class; while it is unclear: at least this one.
        class: crate::ids::OptionId,
        /// People must decide.
        unclear: bool,
    },
    /// Where an earlier one stands has become known, or is another. `{"dated":{"state":"expired"}}`
    Dated {
        /// One of `flow::STANDINGS`.
        state: crate::ids::OptionId,
    },
    /// The form goes on in another one. `{"went_on":{"flow":"permit"}}`
    WentOn {
        /// The other form.
        flow: crate::ids::FlowId,
    },
    /// The form was handed to the desk without a declaration. `"handed_in"`
    HandedIn,
    /// The declaration was confirmed and signed with a name. `"signed"`
    Signed {
        /// The name as typed.
        name: String,
    },
}

/// Why a human is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpReason {
    /// The person asked for one.
    Asked,
    /// The person does not know the answer.
    DoesNotKnow,
    /// The law or its data leave the class of management to people.
    Class,
    /// The third try was not taken.
    Tries,
    /// A photo or voice message stands in for the answer.
    Attachment,
}

/// What a session shows now.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// A question.
    Question(AnswerKey),
    /// "Sure?"
    Soft(AnswerKey, Value, Soft),
    /// "Is that the answer, or a question?"
    Query(AnswerKey, String),
    /// "Did you mean this code?"
    Suggest(AnswerKey, String),
    /// "Which of these?"
    Pick(AnswerKey, Vec<Value>),
    /// "Start over?"
    StartOver(u8),
    /// The rarer commands.
    More,
    /// The list of answers.
    Change,
    /// "Change this earlier answer?"
    Replace(AnswerKey),
    /// "The officer read this from your photo: right?"
    Proposed(AnswerKey, Value, String),
    /// This form ends here, another one goes on; or it waits for people.
    GoOn(StepId),
    /// All answers, to be checked.
    Review,
    /// The declaration.
    Declaration,
    /// The name under the declaration.
    SignName,
    /// Paused.
    Paused,
}

impl Screen {
    /// The question it is about.
    pub fn key(&self) -> Option<&AnswerKey> {
        match self {
            Screen::Question(key)
            | Screen::Soft(key, ..)
            | Screen::Suggest(key, _)
            | Screen::Query(key, _)
            | Screen::Pick(key, _)
            | Screen::Replace(key)
            | Screen::Proposed(key, ..) => Some(key),
            Screen::StartOver(_)
            | Screen::More
            | Screen::Change
            | Screen::GoOn(_)
            | Screen::Review
            | Screen::Declaration
            | Screen::SignName
            | Screen::Paused => None,
        }
    }

    /// Whether it belongs into the private chat: private questions, the list of answers, review and declaration.
    pub fn is_private(&self, flow: &Flow) -> bool {
        match self {
            Screen::Change | Screen::Review | Screen::Declaration | Screen::SignName => true,
            Screen::StartOver(_) | Screen::More | Screen::GoOn(_) | Screen::Paused => false,
            _ => self.key().and_then(|k| flow.step(&k.step)).is_some_and(|s| s.private),
        }
    }
}

/// The question a session is about now: the one chosen, else the first open one.
pub fn current(journey: &Journey<'_>, dialog: &Dialog) -> Option<AnswerKey> {
    let chosen = dialog
        .focus
        .clone()
        .filter(|k| journey.place(k).is_some() || journey.offered.contains(k));
    chosen.or_else(|| journey.open.clone())
}

/// What a session shows, worked out from answers and dialogue.
pub fn screen(journey: &Journey<'_>, dialog: &Dialog) -> Screen {
    if dialog.paused {
        return Screen::Paused;
    }
    let current = current(journey, dialog);
    match (&dialog.pending, current) {
        (Some(Pending::StartOver { time }), _) => Screen::StartOver(*time),
        (Some(Pending::More), _) => Screen::More,
        (Some(Pending::Change), _) => Screen::Change,
        (Some(Pending::Replace { key }), _) => Screen::Replace(key.clone()),
        (Some(Pending::Proposed { key, value, by }), _) => Screen::Proposed(key.clone(), value.clone(), by.clone()),
        (Some(Pending::Soft { value, soft }), Some(key)) => Screen::Soft(key, value.clone(), soft.clone()),
        (Some(Pending::Query { text }), Some(key)) => Screen::Query(key, text.clone()),
        (Some(Pending::Suggest { code }), Some(key)) => Screen::Suggest(key, code.clone()),
        (Some(Pending::Pick { values }), Some(key)) => Screen::Pick(key, values.clone()),
        (Some(Pending::Declaration), None) if journey.goes_on.is_none() => Screen::Declaration,
        (Some(Pending::SignName), None) if journey.goes_on.is_none() => Screen::SignName,
        (_, Some(key)) => Screen::Question(key),
        (_, None) => match &journey.goes_on {
            Some(step) => Screen::GoOn(step.clone()),
            None => Screen::Review,
        },
    }
}
