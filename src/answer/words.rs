//! Free text, names, addresses and places: copied to the letter.

use super::{Arg, Outcome, Value, accept, clean, reject};

/// The shortest address or place that can be found.
const PLACE_MIN: usize = 4;
/// The longest address or place.
const PLACE_MAX: usize = 200;
/// The longest Chinese name, with the dots of names in other scripts.
const NAME_MAX: usize = 20;
/// The longest name in Latin letters.
const LATIN_NAME_MAX: usize = 60;
/// What people write instead of repeating an address.
const SAME: &[&str] = &[
    "同上",
    "同",
    "一样",
    "同样",
    "相同",
    "一致",
    "同一个",
    "同一地址",
    "跟上面一样",
    "和上面一样",
    "same",
    "sameasabove",
    "thesame",
];

fn of_length(text: &str, min: usize, max: usize) -> Result<String, super::Rejection> {
    let kept = clean::as_written(text);
    let length = kept.chars().count();
    if length < min {
        return Err(reject("text-short", vec![("min", Arg::count(min))]));
    }
    if length > max {
        return Err(reject("text-long", vec![("max", Arg::count(max))]));
    }
    Ok(kept)
}

pub(super) fn text(text: &str, min: usize, max: usize) -> Outcome {
    of_length(text, min.max(1), max).map(|kept| accept(Value::Text(kept)))
}

pub(super) fn address(text: &str, same_as: Option<&str>) -> Outcome {
    if let Some(other) = same_as
        && SAME.contains(&clean::bare(text, 40).as_str())
    {
        return Ok(accept(Value::Text(other.to_owned())));
    }
    of_length(text, PLACE_MIN, PLACE_MAX).map(|kept| accept(Value::Text(kept)))
}

pub(super) fn place(text: &str) -> Outcome {
    let kept = of_length(text, PLACE_MIN, PLACE_MAX)?;
    Ok(accept(Value::Place {
        point: None,
        words: Some(kept),
    }))
}

pub(super) fn point(lat: f64, lon: f64) -> Outcome {
    if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) {
        return Ok(accept(Value::Place {
            point: Some((lat, lon)),
            words: None,
        }));
    }
    Err(reject("place-form", vec![]))
}

pub(super) fn name(text: &str) -> Outcome {
    let kept = clean::as_written(text);
    if is_name(&kept) {
        Ok(accept(Value::Text(kept)))
    } else {
        Err(reject("name-form", vec![]))
    }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || (c.is_alphabetic() && matches!(c, '\u{c0}'..='\u{24f}'))
}

fn is_name(text: &str) -> bool {
    let joint = |c: char| matches!(c, '·' | '•' | '・' | ' ');
    let length = text.chars().count();
    let inside =
        |own: fn(char) -> bool, more: &[char]| text.chars().any(own) && text.chars().all(|c| own(c) || joint(c) || more.contains(&c));
    (length <= NAME_MAX && inside(is_chinese, &[])) || (length <= LATIN_NAME_MAX && inside(is_latin, &['-', '\'', '’', '.']))
}

/// Whether a text is short and formed like a name, so that masking may leave its first character.
pub(super) fn looks_like_name(text: &str) -> bool {
    let short = text.chars().count() <= 4 || text.contains('·') || text.chars().all(|c| is_latin(c) || c == ' ');
    short && is_name(text)
}
