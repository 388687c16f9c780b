//! A form: its steps in order, their conditions and constraints, and the fields it exports.
//!
//! A flow file is TOML with one ordered array of `[[step]]`. A condition sits at the question itself (`when`);
//! there is no "go to", so the path is a filter over one list and cannot loop. There is no text in a flow file:
//! text ids are derived (`flow-step`, with the attributes `.help .example .invalid .short`).

mod condition;
mod law;
mod parse;

use std::collections::BTreeMap;

use crate::ids::{FlowHash, FlowId, ListId, OptionId, StepId};

pub use self::condition::{Condition, Known, Test, Tri};
pub(crate) use self::law::list_of;
pub use self::law::{CLASSES, Inquiry, Law, LawRef, NONE, STANDINGS, Standing, UNCLEAR};
pub use self::parse::{FlowError, content_hash, parse};
pub(crate) use self::parse::{nearest, read_condition, toml_line};

/// A form, parsed and internally consistent as far as [`parse`] checks; `check` looks deeper.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Its name; begins every text id.
    pub id: FlowId,
    /// The author's version number, shown to people; the machine goes by [`Flow::hash`].
    pub version: u32,
    /// Content hash of the file.
    pub hash: FlowHash,
    /// The file's text, kept so that a case can always be read under the flow it was answered under.
    pub source: String,
    /// The classes of management that lead into it.
    pub for_class: Vec<OptionId>,
    /// Industries it is offered to beside the form their class leads to, by what their codes begin with.
    pub for_codes: Vec<String>,
    /// Lists of choices, in the order they are shown.
    pub choices: BTreeMap<ListId, Vec<OptionId>>,
    /// Trades (`tea`) and the industry codes that belong to each: examples and conditions go by trade.
    pub trades: BTreeMap<String, Vec<String>>,
    /// The steps in the order they are asked.
    pub steps: Vec<Step>,
    /// What is exported, in the order of the national platform.
    pub fields: Vec<Field>,
    /// What asks the questions of a `classify` step, once it is there: see [`Flow::under`].
    pub law: Option<LawRef>,
}

/// One step of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name, unique in the flow.
    pub id: StepId,
    /// The heading of the review it stands under; text id `flow-section-NAME`.
    pub section: String,
    /// The line of the file it begins on, from 1.
    pub line: usize,
    /// Asked only if this holds on the answers before it.
    pub when: Option<Condition>,
    /// The repeated group it belongs to.
    pub within: Option<StepId>,
    /// Personal data: asked in the private chat, masked elsewhere.
    pub private: bool,
    /// May be skipped.
    pub optional: bool,
    /// Not asked on the way; offered in the review.
    pub in_review: bool,
    /// A question of the law, asked by this `classify` step; it stands in no flow file.
    pub asked_by: Option<StepId>,
    /// What it is.
    pub kind: StepKind,
}

/// What a step is.
#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    /// A question.
    Ask(Ask),
    /// The head of a repeated group: its questions name it in `in`. The first item is asked without being called for if `min` ≥ 1.
    Repeat {
        /// The fewest items.
        min: usize,
        /// The most items.
        max: usize,
    },
    /// Which class of management: asked by the law, as far as an answer can still change the result. Its own answer is
    /// what people have decided, where they have.
    Classify {
        /// Questions of the law that a question of the form answers already: the law's, the form's.
        known: BTreeMap<StepId, StepId>,
    },
    /// Where an earlier one of what this form leads to stands, by its day: worked out from the terms of the law, not asked.
    Validity {
        /// The question for the day it was granted.
        since: StepId,
        /// When this holds, the earlier one's days go on.
        kept_when: Option<Condition>,
    },
    /// The way of this form ends here; it goes on in another one, with the answers given so far.
    GoOn(FlowId),
    /// The way of this form stops here until people have decided what it hangs on.
    Wait,
    /// The review and the declaration: the end of the form.
    Review,
    /// The review without a declaration: the form is handed to the desk, where a second person decides one of these.
    HandIn(Vec<OptionId>),
}

impl StepKind {
    /// Whether a form ends with it.
    pub fn is_end(&self) -> bool {
        matches!(self, StepKind::Review | StepKind::HandIn(_))
    }
}

/// The type of a question's answer, with its constraints.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Free text; lengths in characters.
    Text {
        /// At least so many.
        min_chars: usize,
        /// At most so many.
        max_chars: usize,
    },
    /// A whole number with an optional unit.
    Integer(Range),
    /// A number with up to three decimals and an optional unit.
    Decimal(Range),
    /// A number and one of several units in one answer: `30吨/年`.
    Amount {
        /// The limits of the number.
        range: Range,
        /// The units one may say; the first is meant when none is said. At least one.
        units: Vec<String>,
    },
    /// One of a list.
    Choice {
        /// The list.
        from: ListId,
    },
    /// Several of a list.
    Choices {
        /// The list.
        from: ListId,
        /// An option that excludes all others ("none of these").
        exclusive: Option<OptionId>,
    },
    /// Yes or no.
    YesNo,
    /// Unified social credit code (GB 32100-2015), 18 characters.
    CreditCode,
    /// Organisation code (9) or old registration number (13 or 15 digits).
    OrganisationCode,
    /// Permit or registration number, 22 characters.
    RegistrationNumber,
    /// Mobile or landline number.
    Phone,
    /// A person's name.
    PersonName,
    /// An address; may be answered "the same as" another address step.
    Address {
        /// The other step.
        same_as: Option<StepId>,
    },
    /// A point on the map, or words that describe it.
    Place,
    /// A photo.
    Photo,
    /// A document, as a photo or file; or whether it is there: yes, not yet, does not concern us.
    Document,
    /// A year and month, not in the future.
    Month,
    /// A day, not in the future.
    Day {
        /// A month is taken, too.
        month_will_do: bool,
    },
    /// An industry of GB/T 4754-2017, found by everyday words.
    Industry,
    /// A township of a county; preset by the group it is bound to.
    Township,
}

/// What may be said of a document instead of sending it.
pub const DOCUMENT: [&str; 3] = ["have", "not-yet", "not-ours"];

impl Ask {
    /// The word used in flow files.
    pub fn name(&self) -> &'static str {
        match self {
            Ask::Text { .. } => "text",
            Ask::Integer(_) => "integer",
            Ask::Decimal(_) => "decimal",
            Ask::Amount { .. } => "amount",
            Ask::Choice { .. } => "choice",
            Ask::Choices { .. } => "choices",
            Ask::YesNo => "yes-no",
            Ask::CreditCode => "credit-code",
            Ask::OrganisationCode => "organisation-code",
            Ask::RegistrationNumber => "registration-number",
            Ask::Phone => "phone",
            Ask::PersonName => "person-name",
            Ask::Address { .. } => "address",
            Ask::Place => "place",
            Ask::Photo => "photo",
            Ask::Document => "document",
            Ask::Month => "month",
            Ask::Day { .. } => "day",
            Ask::Industry => "industry",
            Ask::Township => "township",
        }
    }

    /// Whether it is answered by buttons alone (typing the number or the words works too).
    pub fn is_buttons(&self) -> bool {
        matches!(self, Ask::Choice { .. } | Ask::Choices { .. } | Ask::YesNo | Ask::Township)
    }
}

/// Limits of a number. `min` and `max` reject; `soft_max` accepts, flags and asks "sure?".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Range {
    /// The unit that is understood and shown, if there is one.
    pub unit: Option<String>,
    /// The least value.
    pub min: Option<f64>,
    /// The greatest value.
    pub max: Option<f64>,
    /// Above this the person is asked once more.
    pub soft_max: Option<f64>,
}

/// A field of the export; label text id `flow-field-ID` (hyphens for underscores).
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The field's id on the official form: `filing_kind`.
    pub id: String,
    /// Where its value comes from.
    pub source: FieldSource,
}

/// Where an exported value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldSource {
    /// The answer of a step.
    Step(StepId),
    /// Yes or no: whether a several-choices step contains an option.
    Has(StepId, OptionId),
    /// The first condition that holds gives the text id of the value (`flow-value-NAME`).
    Cases(Vec<(Condition, String)>),
    /// The county or township of the case, the same for all of a group.
    County,
    /// See [`FieldSource::County`].
    Township,
    /// A fixed value by text id `flow-value-NAME`.
    Fixed(String),
    /// A table: the items of a repeated group (or one row of single steps), by the columns' step ids.
    Rows {
        /// The repeated group; `None` for one row.
        repeat: Option<StepId>,
        /// The columns.
        columns: Vec<StepId>,
    },
    /// Left for staff to fill in.
    Staff,
}

impl Flow {
    /// A step by name.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|s| s.id == *id)
    }

    /// The position of a step, as buttons name it.
    pub fn index(&self, id: &StepId) -> Option<usize> {
        self.steps.iter().position(|s| s.id == *id)
    }

    /// The question type of a step, if it is a question.
    pub fn ask(&self, id: &StepId) -> Option<&Ask> {
        match &self.step(id)?.kind {
            StepKind::Ask(ask) => Some(ask),
            StepKind::Repeat { .. }
            | StepKind::Classify { .. }
            | StepKind::Validity { .. }
            | StepKind::GoOn(_)
            | StepKind::Wait
            | StepKind::Review
            | StepKind::HandIn(_) => None,
        }
    }

    /// The questions of a repeated group, in order.
    pub fn members<'a>(&'a self, repeat: &'a StepId) -> impl Iterator<Item = &'a Step> {
        self.steps.iter().filter(move |s| s.within.as_ref() == Some(repeat))
    }

    /// The options of a list; empty if there is no such list.
    pub fn options(&self, list: &ListId) -> &[OptionId] {
        self.choices.get(list).map_or(&[], Vec::as_slice)
    }

    /// The trade an industry code belongs to, `other` if none names it.
    pub fn trade_of(&self, code: &str) -> &str {
        let named = self.trades.iter().find(|(_, codes)| codes.iter().any(|c| c == code));
        named.map_or("other", |(trade, _)| trade.as_str())
    }

    /// Whether it is offered to an industry (four digits) beside the form its class leads to.
    pub fn is_for_code(&self, code: &str) -> bool {
        self.for_codes.iter().any(|begin| code.starts_with(begin.as_str()))
    }

    /// The id of a step's text: `registration-unit-name`; `catalogue-boiler` for a question of the law.
    pub fn text_id(&self, step: &StepId) -> String {
        match &self.law {
            Some(_) if self.step(step).is_some_and(|s| s.asked_by.is_some()) => format!("catalogue-{step}"),
            _ => format!("{}-{step}", self.id),
        }
    }

    /// What the desk decides about a form that is handed in; nothing for one that is signed.
    pub fn outcomes(&self) -> &[OptionId] {
        let end = self.steps.iter().find_map(|step| match &step.kind {
            StepKind::HandIn(outcomes) => Some(outcomes.as_slice()),
            _ => None,
        });
        end.unwrap_or_default()
    }

    /// Whether it ends without a declaration.
    pub fn is_handed_in(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.kind, StepKind::HandIn(_)))
    }
}
