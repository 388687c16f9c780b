//! Phone numbers: mobiles, and landlines of Changde.

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

fn normal_form(digits: &str) -> Option<String> {
    let second = digits.as_bytes().get(1).copied().unwrap_or_default();
    if digits.len() == 11 && digits.starts_with('1') && (b'3'..=b'9').contains(&second) {
        return Some(digits.to_owned());
    }
    let rest = match digits.len() {
        11 => digits.strip_prefix(AREA)?,
        10 => digits.strip_prefix("736")?,
        7 => digits,
        _ => return None,
    };
    Some(format!("{AREA}-{rest}"))
}

fn wrong(digits: &str) -> super::Rejection {
    let elsewhere = digits.starts_with('0') && !digits.starts_with(AREA);
    if digits.len() == 11 || elsewhere {
        return reject("phone-form", vec![]);
    }
    reject("phone-digits", vec![("length", Arg::count(digits.len()))])
}
