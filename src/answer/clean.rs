//! Cleaning of what was typed as an answer.

pub(super) use crate::search::{bare, half_width, sound, typed_sound};

use crate::search::is_invisible;

/// Half-width, without blanks.
pub(super) fn compact(text: &str) -> String {
    half_width(text).chars().filter(|c| *c != ' ').collect()
}

/// For codes: half-width, upper case, without blanks and hyphens.
pub(super) fn code(text: &str) -> String {
    compact(text)
        .chars()
        .filter(|c| !is_dash(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// A hyphen or dash of any length, or the minus sign.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}')
}

/// Marks that turn the direction of writing, for more than the words they came with.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Without marks of direction and control characters; line breaks of any kind are one kind, a tab is a space.
pub(super) fn legible(text: &str) -> impl Iterator<Item = char> {
    let lines = text.chars().map(|c| match c {
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' => ' ',
        other => other,
    });
    lines.filter(|c| *c == '\n' || !(turns(*c) || c.is_control()))
}

/// For names, addresses and free text: as written, without outer blanks, invisible marks and control characters
/// (a line break or tab becomes a space).
pub(super) fn as_written(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c));
    let breaks = |c| matches!(c, '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let spaced = seen.map(|c| if breaks(c) { ' ' } else { c });
    let kept: String = spaced.filter(|c| !c.is_control()).collect();
    kept.trim().to_owned()
}
