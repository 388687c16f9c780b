//! Cleaning of typed text: what is invisible goes, what is full-width becomes half-width.

use unicode_normalization::UnicodeNormalization;

/// Marks nobody sees: zero-width characters, direction marks, variation selectors, the soft hyphen, keycaps.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Half-width, without invisible marks; any blank or control character is one space. Not trimmed inside.
pub fn half_width(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c)).nfkc();
    let plain: String = seen
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect();
    plain.trim().to_owned()
}

/// For comparing words: half-width, lower case, letters and digits only, at most `limit` characters.
pub fn bare(text: &str, limit: usize) -> String {
    let small = half_width(text).to_lowercase();
    small.chars().filter(|c| c.is_alphanumeric()).take(limit).collect()
}
