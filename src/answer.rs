//! From what a person sent to a typed answer, or to the key of the sentence that says what is wrong.
//!
//! [`judge`] never fails: a person's mistake is a [`Judged::Rejected`] with a key; the sentence is in `locales/`.
//! Codes, numbers, phones and choices are normalised before they are judged; names, addresses and free text
//! lose outer blanks and invisible marks only, because a licence's name is copied to the letter.

mod choices;
mod clean;
mod codes;
mod dates;
mod industries;
mod lookup;
mod numbers;
mod numerals;
mod phones;
mod tables;
#[cfg(test)]
mod tests;
mod value;
mod words;

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::flow::Ask;
use crate::ids::{AnswerKey, ItemId, OptionId, StepId};

pub use self::industries::Industry;
pub use self::tables::{INDUSTRIES, TOWNSHIPS, Tables, TablesError};

/// A number with three decimals, exact: 1.2万 is 12000, 0.5 is 0.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decimal {
    /// The number times 1,000.
    pub thousandths: i64,
}

/// A typed answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Free text, a person's name, an address.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with decimals.
    Decimal(Decimal),
    /// A number with the unit that was said: 30, `吨/年`.
    Amount {
        /// The number.
        number: Decimal,
        /// One of the step's units.
        unit: String,
    },
    /// One of a list.
    Choice(OptionId),
    /// Several of a list, in the list's order, not empty.
    Choices(Vec<OptionId>),
    /// Yes or no.
    YesNo(bool),
    /// A code in its normal form: upper case, no blanks (credit code, organisation code, registration number).
    Code(String),
    /// A phone number in its normal form: `13900000001`, `0736-0000003`.
    Phone(String),
    /// A point on the map (WGS-84 degrees) or words.
    Place {
        /// Latitude and longitude.
        point: Option<(f64, f64)>,
        /// What the person wrote, if it was words.
        words: Option<String>,
    },
    /// Private, and its key was destroyed. In a stored form it also keeps the place of each private answer, which is sealed.
    Deleted,
    /// A photo: the channel's handle, by which it can be fetched or sent on.
    Photo(String),
    /// A file: the channel's handle.
    File(String),
    /// A year and month.
    Month {
        /// The year, 2015.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
    },
    /// A day.
    Day(Day),
    /// An industry code of four digits.
    Industry(String),
    /// A township by county and name (codes differ between lists).
    Township {
        /// 石门县.
        county: String,
        /// 楚江街道.
        township: String,
    },
}

/// What a person sent, before it is judged.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// Typed words.
    Text(String),
    /// A tapped option.
    Option(OptionId),
    /// Tapped options, when the list is finished.
    Options(Vec<OptionId>),
    /// A tapped industry or township.
    Value(Value),
    /// A position sent from the phone (WGS-84).
    Point {
        /// Degrees.
        lat: f64,
        /// Degrees.
        lon: f64,
    },
    /// A photo, by the channel's handle.
    Photo(String),
    /// A file, by the channel's handle.
    File(String),
    /// The phone's own number, shared by the sender.
    Contact(String),
}

/// A value put into a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A number (plurals go by it).
    Number(i64),
    /// Text.
    Text(String),
}

/// Why an answer was not taken: the text `reject-KEY` with its values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rejection {
    /// The key: `too-long`, `bad-letter`, `checksum`.
    pub key: String,
    /// The values of the text.
    pub args: Vec<(String, Arg)>,
    /// The one look-alike change that would make the code valid; offered as a button.
    pub suggestion: Option<String>,
}

/// A value that is accepted, flagged for staff, and asked about once more: the text `soft-KEY`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Soft {
    /// The key: `over-usual`, `other-county`.
    pub key: String,
    /// The values of the text.
    pub args: Vec<(String, Arg)>,
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Judged {
    /// Taken.
    Accepted {
        /// The answer.
        value: Value,
        /// To be asked about once more.
        soft: Option<Soft>,
    },
    /// Several things could be meant: the person picks (industries, townships), at most 8, best first.
    Pick(Vec<Value>),
    /// Not taken.
    Rejected(Rejection),
}

/// What judging needs to know beside the answer.
pub struct Context<'a> {
    /// The industries and townships.
    pub tables: &'a Tables,
    /// The county of the case, if it is known (townships, landlines, credit codes).
    pub county: Option<&'a str>,
    /// The words each option is shown as, in every language, in the order of the list; empty for other types.
    pub labels: &'a [(OptionId, Vec<String>)],
    /// The answer of the `same_as` step, if there is one.
    pub same_as: Option<&'a str>,
    /// Today in Asia/Shanghai.
    pub today: jiff::civil::Date,
}

/// Answers that are on the path of a form, for reading: review, export, conditions.
pub trait AnswerView {
    /// The answer, if it is on the path and given.
    fn value(&self, key: &AnswerKey) -> Option<&Value>;
    /// The items of a repeated group, in order.
    fn items(&self, repeat: &StepId) -> &[ItemId];
}

/// Every text id this room can cause, with the names of its variables.
pub const TEXTS: &[(&str, &[&str])] = &[
    ("reject-wrong-kind", &[]),
    ("reject-identity-number", &[]),
    ("reject-text-short", &["min"]),
    ("reject-text-long", &["max"]),
    ("reject-name-form", &[]),
    ("reject-number-form", &[]),
    ("reject-number-one", &[]),
    ("reject-number-whole", &[]),
    ("reject-number-decimals", &["decimals"]),
    ("reject-number-unit", &["unit", "units"]),
    ("reject-number-which-unit", &["units"]),
    ("reject-number-too-small", &["min", "unit"]),
    ("reject-number-too-big", &["max", "unit"]),
    ("reject-choice-ambiguous", &["first", "second"]),
    ("reject-choice-unknown", &["count"]),
    ("reject-choices-exclusive", &["option"]),
    ("reject-choices-empty", &[]),
    ("reject-code-length", &["length", "wanted"]),
    ("reject-code-letter", &["position", "letter"]),
    ("reject-code-checksum", &["grouped"]),
    ("reject-code-is-credit-code", &[]),
    ("reject-phone-digits", &["length"]),
    ("reject-phone-form", &[]),
    ("reject-photo-wanted", &[]),
    ("reject-place-form", &[]),
    ("reject-month-form", &[]),
    ("reject-month-future", &[]),
    ("reject-month-only-year", &["year"]),
    ("reject-day-form", &[]),
    ("reject-day-future", &[]),
    ("reject-day-only-month", &["year", "month"]),
    ("reject-industry-unknown", &[]),
    ("reject-township-unknown", &[]),
    ("soft-over-usual", &["usual", "unit"]),
    ("soft-other-county", &["county"]),
];

/// Judges what a person sent against a question. Total: any text gives an answer, a choice or a rejection.
pub fn judge(ask: &Ask, raw: &Raw, context: &Context<'_>) -> Judged {
    let judged = match raw {
        Raw::Text(text) => judge_text(ask, text, context),
        Raw::Option(option) => judge_option(ask, option, context),
        Raw::Options(options) => match ask {
            Ask::Choices { exclusive, .. } => choices::tapped(options, exclusive.as_ref(), context),
            _ => Err(wrong_kind(ask)),
        },
        Raw::Value(value) => judge_value(ask, value, context),
        Raw::Point { lat, lon } => match ask {
            Ask::Place => words::point(*lat, *lon),
            _ => Err(wrong_kind(ask)),
        },
        Raw::Photo(handle) => match ask {
            Ask::Photo | Ask::Document if !handle.is_empty() => Ok(accept(Value::Photo(handle.clone()))),
            _ => Err(wrong_kind(ask)),
        },
        Raw::File(handle) => match ask {
            Ask::Document if !handle.is_empty() => Ok(accept(Value::File(handle.clone()))),
            _ => Err(wrong_kind(ask)),
        },
        Raw::Contact(number) => match ask {
            Ask::Phone => phones::judge(number),
            _ => Err(wrong_kind(ask)),
        },
    };
    judged.unwrap_or_else(Judged::Rejected)
}

/// Whether somebody has typed a resident identity number, which is neither needed nor kept.
pub fn holds_identity_number(text: &str) -> bool {
    codes::holds_identity_number(text)
}

/// Words as they came in, as they may be shown to others: in their own direction, without what steers a terminal.
pub fn legible(text: &str, max: usize) -> String {
    clean::legible(text).take(max).collect()
}

/// A name as it may stand in a sentence: of one line, in its own direction, at most so many characters; never empty.
pub fn clean_name(text: &str, max: usize) -> String {
    let name: String = clean::as_written(text).chars().take(max).collect();
    if name.is_empty() { "?".to_owned() } else { name }
}

/// What each question's judge returns; the error is the person's mistake.
type Outcome = Result<Judged, Rejection>;

fn judge_text(ask: &Ask, text: &str, context: &Context<'_>) -> Outcome {
    if codes::holds_identity_number(text) && !codes::is_registration_number(ask, text) {
        return Err(reject("identity-number", vec![]));
    }
    match ask {
        Ask::Text { min_chars, max_chars } => words::text(text, *min_chars, *max_chars),
        Ask::Integer(range) => numbers::integer(text, range),
        Ask::Decimal(range) => numbers::decimal(text, range),
        Ask::Amount { range, units } => numbers::amount(text, range, units),
        Ask::Choice { .. } | Ask::Document => choices::one(text, context),
        Ask::Choices { exclusive, .. } => choices::several(text, exclusive.as_ref(), context),
        Ask::YesNo => choices::yes_no(text, context),
        Ask::CreditCode => codes::credit(text, context),
        Ask::OrganisationCode => codes::organisation(text),
        Ask::RegistrationNumber => codes::registration(text),
        Ask::Phone => phones::judge(text),
        Ask::PersonName => words::name(text),
        Ask::Address { .. } => words::address(text, context.same_as),
        Ask::Place => words::place(text),
        Ask::Photo => Err(wrong_kind(ask)),
        Ask::Month => dates::month(text, context.today),
        Ask::Day { month_will_do } => dates::day(text, context.today, *month_will_do),
        Ask::Industry => lookup::industry(text, context),
        Ask::Township => lookup::township(text, context),
    }
}

fn judge_option(ask: &Ask, option: &OptionId, context: &Context<'_>) -> Outcome {
    match ask {
        Ask::Choice { .. } | Ask::Document => choices::tapped_one(option, context),
        Ask::Choices { exclusive, .. } => choices::tapped(std::slice::from_ref(option), exclusive.as_ref(), context),
        Ask::YesNo => choices::tapped_yes_no(option),
        _ => Err(wrong_kind(ask)),
    }
}

fn judge_value(ask: &Ask, value: &Value, context: &Context<'_>) -> Outcome {
    match (ask, value) {
        (Ask::Industry, Value::Industry(code)) => lookup::tapped_industry(code, context),
        (Ask::Township, Value::Township { county, township }) => lookup::tapped_township(county, township, context),
        _ => Err(wrong_kind(ask)),
    }
}

fn wrong_kind(ask: &Ask) -> Rejection {
    let key = if matches!(ask, Ask::Photo) { "photo-wanted" } else { "wrong-kind" };
    reject(key, vec![])
}

fn reject(key: &str, args: Vec<(&str, Arg)>) -> Rejection {
    Rejection {
        key: key.to_owned(),
        args: named(args),
        suggestion: None,
    }
}

fn soft(key: &str, args: Vec<(&str, Arg)>) -> Soft {
    Soft {
        key: key.to_owned(),
        args: named(args),
    }
}

fn named(args: Vec<(&str, Arg)>) -> Vec<(String, Arg)> {
    args.into_iter().map(|(name, arg)| (name.to_owned(), arg)).collect()
}

fn accept(value: Value) -> Judged {
    Judged::Accepted { value, soft: None }
}

impl Arg {
    fn count(number: usize) -> Self {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }

    fn text(text: impl Into<String>) -> Self {
        Arg::Text(text.into())
    }
}
