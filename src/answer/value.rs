//! What a typed answer is to others: to conditions, in plain text, masked.

use crate::clock::Day;
use crate::flow::{Flow, Known};

use super::{Value, words};

impl Value {
    /// What a condition may know of this answer, given at that moment (milliseconds since 1970).
    pub fn known(&self, flow: &Flow, given_at_ms: i64) -> Known {
        match self {
            Value::Choice(option) => Known::Options(vec![option.clone()]),
            Value::Choices(options) => Known::Options(options.clone()),
            Value::YesNo(yes) => Known::YesNo(*yes),
            #[expect(clippy::cast_precision_loss, reason = "judged numbers stay below 10^12")]
            Value::Integer(number) => Known::Number(*number as f64),
            Value::Decimal(number) | Value::Amount { number, .. } => Known::Number(number.to_f64()),
            Value::Month { year, month } => {
                let given_on = crate::clock::date(given_at_ms);
                let months = |year: i16, month: i8| i64::from(year) * 12 + i64::from(month);
                Known::MonthsAgo(months(given_on.year(), given_on.month()) - months(*year, *month))
            }
            Value::Industry(code) => Known::Trade(flow.trade_of(code).to_owned()),
            Value::Text(_)
            | Value::Code(_)
            | Value::Phone(_)
            | Value::Place { .. }
            | Value::Photo(_)
            | Value::File(_)
            | Value::Day(_)
            | Value::Township { .. }
            | Value::Deleted => Known::Other,
        }
    }

    /// The canonical text, the same in every language: `2015-06`, `30 吨/年`, `石门县 楚江街道`, options by id.
    pub fn plain(&self) -> String {
        match self {
            Value::Text(text) | Value::Code(text) | Value::Phone(text) | Value::Photo(text) | Value::File(text) | Value::Industry(text) => {
                text.clone()
            }
            Value::Integer(number) => number.to_string(),
            Value::Decimal(number) => number.to_string(),
            Value::Amount { number, unit } => format!("{number} {unit}"),
            Value::Choice(option) => option.to_string(),
            Value::Choices(options) => {
                let ids: Vec<&str> = options.iter().map(crate::ids::OptionId::as_str).collect();
                ids.join(",")
            }
            Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Place { words: Some(words), .. } => words.clone(),
            Value::Place {
                point: Some((lat, lon)), ..
            } => format!("{lat},{lon}"),
            Value::Place { point: None, words: None } | Value::Deleted => String::new(),
            Value::Month { year, month } => format!("{year:04}-{month:02}"),
            Value::Day(day) => day.to_string(),
            Value::Township { county, township } => format!("{county} {township}"),
        }
    }

    /// The first and the last day it may mean.
    pub fn days(&self) -> Option<(Day, Day)> {
        match self {
            Value::Day(day) => Some((*day, *day)),
            Value::Month { year, month } => Day::month(*year, *month),
            _ => None,
        }
    }

    /// For eyes that need not see it: `139****0001`, `李**`, `***`.
    pub fn masked(&self) -> String {
        match self {
            Value::Phone(number) => masked_phone(number),
            Value::Text(text) if words::looks_like_name(text) => {
                let first: String = text.chars().take(1).collect();
                format!("{first}**")
            }
            _ => "***".to_owned(),
        }
    }
}

fn masked_phone(number: &str) -> String {
    match number.split_once('-') {
        Some((area, rest)) => format!("{area}-****{}", tail(rest, 3)),
        None if number.chars().count() == 11 => {
            let head: String = number.chars().take(3).collect();
            format!("{head}****{}", tail(number, 4))
        }
        None => "***".to_owned(),
    }
}

fn tail(text: &str, length: usize) -> String {
    let skipped = text.chars().count().saturating_sub(length);
    text.chars().skip(skipped).collect()
}
