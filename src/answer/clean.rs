//! Cleaning of typed text: what is invisible goes, what is full-width becomes half-width.

use unicode_normalization::UnicodeNormalization;

/// Marks nobody sees: zero-width characters, direction marks, variation selectors, the soft hyphen, keycaps.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Half-width, without invisible marks; any blank or control character is one space. Not trimmed inside.
pub(super) fn half_width(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c)).nfkc();
    let plain: String = seen
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect();
    plain.trim().to_owned()
}

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

/// For names, addresses and free text: as written, without outer blanks, invisible marks and control characters
/// (a line break or tab becomes a space).
pub(super) fn as_written(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c));
    let spaced = seen.map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
    let kept: String = spaced.filter(|c| !c.is_control()).collect();
    kept.trim().to_owned()
}

/// For comparing words: half-width, lower case, letters and digits only, at most `limit` characters.
pub(super) fn bare(text: &str, limit: usize) -> String {
    let small = half_width(text).to_lowercase();
    small.chars().filter(|c| c.is_alphanumeric()).take(limit).collect()
}

/// The pinyin of Chinese characters, full and initials: `zhayoufang`, `zyf`. `None` if a character has none.
pub(super) fn sound(text: &str) -> Option<(String, String)> {
    use pinyin::ToPinyin;
    let (mut full, mut initials) = (String::new(), String::new());
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        let syllable = match c.to_pinyin() {
            Some(known) => known.plain().replace('ü', "v"),
            None if c.is_ascii_alphanumeric() => c.to_ascii_lowercase().to_string(),
            None => return None,
        };
        initials.extend(syllable.chars().next());
        full.push_str(&syllable);
    }
    (!full.is_empty()).then_some((full, initials))
}

/// Letters only, as pinyin is typed; `ü` is `v`. `None` if there is anything else in it.
pub(super) fn typed_sound(text: &str, limit: usize) -> Option<String> {
    let typed = bare(text, limit).replace('ü', "v");
    let letters = !typed.is_empty() && typed.chars().all(|c| c.is_ascii_lowercase());
    letters.then_some(typed)
}
