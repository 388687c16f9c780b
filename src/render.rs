//! From events and screens to messages, in the person's language. All words come from `locales/`; nothing is sent here.

mod classify;
mod desk;
mod faq;
mod prompt;
mod terms;
mod texts;
mod token;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::answer::{Arg, Rejection, Soft, Tables};
use crate::case::Case;
use crate::catalogue::{Class, DecisionTable};
use crate::conversation::{Event, Journey};
use crate::flow::Flow;
use crate::ids::{AnswerKey, FlowId};
use crate::l10n::{Catalogue, Lang};
use crate::message::{Button, Press as ButtonPress, Text};

pub use self::classify::{
    Inquirer, Ways, class_line, class_lines, classify_need, classify_pick, classify_question, classify_result, inquiry_summary,
};
pub use self::desk::{class_choice, deletion_card, form_card, reminder, start_buttons, status_line, ticket_card, welcome};
pub use self::faq::{entry_answer, entry_card, entry_list, faq_answer, faq_offers};
pub use self::prompt::{Beyond, Place, View, answers_list, fold_line, prompt};
pub use self::terms::{standing_line, terms, validity_line, validity_lines};
pub use self::texts::TEXTS;
pub use self::token::{Choice, EntryPress, FormPress, TicketPress, Token};
pub use self::values::{labels, masked, show, value_label};

/// What rendering needs: the texts, the language, the tables.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// The texts.
    pub catalogue: &'a Catalogue,
    /// The language of the person spoken to.
    pub lang: Lang,
    /// Industries and townships.
    pub tables: &'a Tables,
    /// The catalogue, for forms with a `classify` step.
    pub law: Option<&'a DecisionTable>,
    /// The forms there are.
    pub flows: &'a BTreeMap<FlowId, Arc<Flow>>,
}

impl Voice<'_> {
    /// A text without values.
    pub fn say(&self, id: &str) -> String {
        self.catalogue.text(self.lang, id, &[])
    }

    /// A text with values.
    pub fn tell(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.catalogue.text(self.lang, id, args)
    }

    /// A text of ours as marked text.
    pub fn text(&self, id: &str, args: &[(&str, Arg)]) -> Text {
        Text::plain(self.tell(id, args))
    }

    /// Why an answer was not taken.
    pub fn rejection(&self, why: &Rejection) -> String {
        self.tell(&format!("reject-{}", why.key), &borrowed(&why.args))
    }

    /// What is unusual about an answer.
    pub fn soft(&self, soft: &Soft) -> String {
        self.tell(&format!("soft-{}", soft.key), &borrowed(&soft.args))
    }

    /// A button.
    pub fn button(&self, id: &str, token: &Token) -> Button {
        Button {
            label: self.say(id),
            press: ButtonPress::Token(token.to_text()),
        }
    }
}

/// Values as texts take them.
fn borrowed(args: &[(String, Arg)]) -> Vec<(&str, Arg)> {
    args.iter().map(|(name, value)| (name.as_str(), value.clone())).collect()
}

/// A text value.
pub fn arg(text: impl Into<String>) -> Arg {
    Arg::Text(text.into())
}

/// A number value.
pub fn number(n: usize) -> Arg {
    Arg::Number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A form with the way through it: what most rendering is about.
#[derive(Clone, Copy)]
pub struct FormView<'a> {
    /// The form.
    pub flow: &'a Flow,
    /// The case.
    pub case: &'a Case,
    /// The way through it.
    pub journey: &'a Journey<'a>,
}

impl<'a> FormView<'a> {
    /// A form with the way through it.
    pub fn new(flow: &'a Flow, case: &'a Case, journey: &'a Journey<'a>) -> Self {
        FormView { flow, case, journey }
    }

    /// The trade of the enterprise, once the industry is known; examples go by it.
    pub fn trade(&self) -> String {
        use crate::answer::{AnswerView, Value};
        let industry = self.journey.done.iter().find_map(|k| match self.journey.value(k) {
            Some(Value::Industry(code)) => Some(code.clone()),
            _ => None,
        });
        industry.map_or_else(|| "other".to_owned(), |code| self.flow.trade_of(&code).to_owned())
    }

    /// The form that is offered to its industry beside the one it is in, with the industry's code; or the way back from there.
    pub fn offered(&self, voice: Voice<'a>) -> Option<(&'a str, &'a FlowId, bool)> {
        let code = self.case.answers.industry()?;
        let back = self.flow.is_for_code(code);
        let registration = |flow: &Flow| flow.for_class.iter().any(|class| class.as_str() == Class::Registration.word());
        let flow = voice
            .flows
            .values()
            .find(|flow| if back { registration(flow) } else { flow.is_for_code(code) })?;
        Some((code, &flow.id, back))
    }

    /// The name of the enterprise, or the reference until it is known.
    pub fn name(&self) -> String {
        self.given_name().unwrap_or_else(|| self.case.reference())
    }

    /// The name of the enterprise, once it is known.
    pub fn given_name(&self) -> Option<String> {
        use crate::answer::{AnswerView, Value};
        match self.journey.value(&AnswerKey::single("unit-name")) {
            Some(Value::Text(name)) => Some(name.clone()),
            _ => None,
        }
    }
}

/// What a turn has to say above the next prompt: short remarks about what has just happened.
pub fn remarks(voice: Voice<'_>, form: FormView<'_>, events: &[Event]) -> Vec<String> {
    events.iter().filter_map(|event| remark(voice, form, event)).collect()
}

fn remark(voice: Voice<'_>, form: FormView<'_>, event: &Event) -> Option<String> {
    Some(match event {
        Event::AnswerRecorded {
            key, value: Some(value), ..
        } => {
            let label = value_label(voice, form, key);
            voice.tell(
                "noted",
                &[("label", arg(label)), ("value", arg(show(voice, form.flow, key, value)))],
            )
        }
        Event::AnswerSkipped { key } if form.flow.step(&key.step).is_some_and(|s| s.asked_by.is_some()) => {
            let label = value_label(voice, form, key);
            voice.tell("noted", &[("label", arg(label)), ("value", arg(voice.say("button-dont-know")))])
        }
        Event::Classed { .. } => class_lines(voice, form)?,
        Event::Dated { .. } => terms::standing_told(voice, form)?,
        Event::AnswerSkipped { key } => voice.tell("skipped", &[("label", arg(value_label(voice, form, key)))]),
        Event::AnswerRejected { key, why, tries } => prompt::rejection(voice, form, key, why, *tries),
        Event::StartedOver => voice.say("started-over"),
        Event::SkipRefused => voice.say("skip-refused"),
        Event::BackRefused => voice.say("back-refused"),
        Event::NotUnderstood => voice.say("not-understood"),
        Event::ItemRemoved { .. } => voice.say("item-removed"),
        Event::Resumed => voice.say("resumed"),
        Event::AnswerRecorded { value: None, .. }
        | Event::ItemAdded { .. }
        | Event::Paused
        | Event::HelpWanted { .. }
        | Event::LanguageWanted
        | Event::QuestionAsked { .. }
        | Event::WentOn { .. }
        | Event::HandedIn
        | Event::Signed { .. } => return None,
    })
}
