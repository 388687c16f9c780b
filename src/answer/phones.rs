//! Phone numbers: mobiles, and landlines of Changde.

use std::sync::LazyLock;

use regex::Regex;

use super::{Arg, Outcome, Value, accept, clean, reject};

/// Changde's area code.
const AREA: &str = "0736";

pub(super) fn judge(text: &str) -> Outcome {
    let typed = clean::code(text);
    let typed: String = typed.chars().filter(|c| !matches!(c, '(' | ')')).collect();
    let digits = without_country(&typed);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(reject("phone-form", vec![]));
    }
    normal_form(digits)
        .map(|phone| accept(Value::Phone(phone)))
        .ok_or_else(|| wrong(digits))
}

fn without_country(typed: &str) -> &str {
    if let Some(rest) = typed.strip_prefix("+86").or_else(|| typed.strip_prefix("0086")) {
        return rest;
    }
    match typed.strip_prefix("86") {
        Some(rest) if rest.len() == 11 && rest.starts_with('1') => rest,
        _ => typed,
    }
}

/// A mobile number; a landline of Changde with its area code, without the code's zero, or without the code.
static MOBILE: LazyLock<Regex> = LazyLock::new(|| Regex::new("^1[3-9][0-9]{9}$").expect("the pattern is written here"));
static LANDLINE: LazyLock<Regex> = LazyLock::new(|| Regex::new("^(?:0?736)?([0-9]{7})$").expect("the pattern is written here"));

fn normal_form(digits: &str) -> Option<String> {
    if MOBILE.is_match(digits) {
        return Some(digits.to_owned());
    }
    let found = LANDLINE.captures(digits)?;
    Some(format!("{AREA}-{}", &found[1]))
}

fn wrong(digits: &str) -> super::Rejection {
    let elsewhere = digits.starts_with('0') && !digits.starts_with(AREA);
    if digits.len() == 11 || elsewhere {
        return reject("phone-form", vec![]);
    }
    reject("phone-digits", vec![("length", Arg::count(digits.len()))])
}
