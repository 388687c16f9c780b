//! From what a person sent to a typed answer, or to the key of the sentence that says what is wrong.
//!
//! [`judge`] never fails: a person's mistake is a [`Judged::Rejected`] with a key; the sentence is in `locales/`.
//! Codes, numbers, phones and choices are normalised before they are judged; names, addresses and free text
//! lose outer blanks and invisible marks only, because a licence's name is copied to the letter.

use serde::{Deserialize, Serialize};

use crate::flow::Ask;
use crate::ids::{AnswerKey, ItemId, OptionId, StepId};

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
    /// A photo: the channel's handle, by which it can be fetched or sent on.
    Photo(String),
    /// A year and month.
    Month {
        /// The year, 2015.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
    },
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

/// The industries and townships, from `flows/tables/`.
#[derive(Debug, Default)]
pub struct Tables;

/// Judges what a person sent against a question.
pub fn judge(_ask: &Ask, _raw: &Raw, _context: &Context<'_>) -> Judged {
    Judged::Rejected(Rejection {
        key: "not-yet".to_owned(),
        args: Vec::new(),
        suggestion: None,
    })
}

// TEMPORARY STUBS
impl Tables { pub fn townships(&self, _c:&str)->Vec<&str>{vec![]} pub fn counties(&self)->Vec<&str>{vec![]} pub fn industry(&self,_c:&str)->Option<&Industry>{None} }
pub struct Industry{pub code:String,pub name:String}
impl Value { pub fn known(&self,_f:&crate::flow::Flow,_d:jiff::civil::Date)->crate::flow::Known{crate::flow::Known::Other} pub fn plain(&self)->String{String::new()} pub fn masked(&self)->String{String::new()} }
impl std::fmt::Display for Decimal { fn fmt(&self,f:&mut std::fmt::Formatter<'_>)->std::fmt::Result{write!(f,"{}",self.thousandths)} }
