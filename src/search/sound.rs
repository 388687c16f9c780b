//! How Chinese sounds: pinyin as it is typed, and with what dialects of the south do not tell apart.

use std::collections::HashSet;
use std::sync::LazyLock;

use pinyin::{ToPinyin, ToPinyinMulti};

use super::clean::bare;

/// All syllables there are, to part what is typed without blanks.
static SYLLABLES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let characters = '\u{4e00}'..='\u{9fff}';
    characters
        .filter_map(|c| Some(c.to_pinyin()?.plain()))
        .filter(|s| s.is_ascii())
        .collect()
});
/// The longest syllable: zhuang.
const SYLLABLE_MAX: usize = 6;

/// The pinyin of Chinese characters, full and initials: `zhayoufang`, `zyf`. `None` if a character has none.
pub fn sound(text: &str) -> Option<(String, String)> {
    let (mut full, mut initials) = (String::new(), String::new());
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        let syllable = match c.to_pinyin() {
            Some(known) => typed(known.plain()),
            None if c.is_ascii_alphanumeric() => c.to_ascii_lowercase().to_string(),
            None => return None,
        };
        initials.extend(syllable.chars().next());
        full.push_str(&syllable);
    }
    (!full.is_empty()).then_some((full, initials))
}

/// Letters only, as pinyin is typed; `ü` is `v`. `None` if there is anything else in it.
pub fn typed_sound(text: &str, limit: usize) -> Option<String> {
    let typed = typed(&bare(text, limit));
    let letters = !typed.is_empty() && typed.chars().all(|c| c.is_ascii_lowercase());
    letters.then_some(typed)
}

fn typed(syllable: &str) -> String {
    syllable.replace('ü', "v")
}

/// A syllable, exactly and loosely, each packed into a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sound {
    pub(super) exact: u32,
    pub(super) loose: u32,
}

/// The ways to say a character, the usual one first; three at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sounds {
    ways: [Sound; 3],
    count: u8,
}

impl Sound {
    /// Of a syllable or a word in Latin letters.
    fn of(syllable: &str) -> Self {
        Sound {
            exact: packed(syllable),
            loose: packed(&loose(syllable)),
        }
    }
}

impl Sounds {
    /// Of a syllable or a word in Latin letters.
    pub(super) fn one(syllable: &str) -> Self {
        let mut all = Sounds::default();
        all.add(Sound::of(syllable));
        all
    }

    pub(super) fn of(c: char) -> Self {
        let mut all = Sounds::default();
        for way in c.to_pinyin().into_iter().chain(c.to_pinyin_multi().into_iter().flatten()) {
            all.add(Sound::of(&typed(way.plain())));
        }
        all
    }

    pub(super) fn all(&self) -> &[Sound] {
        &self.ways[..usize::from(self.count)]
    }

    fn add(&mut self, sound: Sound) {
        let known = self.all().contains(&sound);
        if let Some(free) = self.ways.get_mut(usize::from(self.count)).filter(|_| !known) {
            *free = sound;
            self.count += 1;
        }
    }
}

fn packed(word: &str) -> u32 {
    word.bytes()
        .fold(0, |sum: u32, byte| sum.wrapping_mul(257).wrapping_add(u32::from(byte)))
}

/// What sounds the same to many in the south: zh z, ch c, sh s, n l, hu f, ang an, eng en, ing in.
fn loose(syllable: &str) -> String {
    let (head, rest) = match syllable.as_bytes() {
        [b'z' | b'c' | b's', b'h', ..] => (&syllable[..1], &syllable[2..]),
        [b'n', ..] => ("l", &syllable[1..]),
        [b'h', b'u', ..] => ("f", if syllable.len() > 2 { &syllable[2..] } else { "u" }),
        _ => ("", syllable),
    };
    let flat = ["ang", "eng", "ing"].iter().any(|end| rest.ends_with(end));
    format!("{head}{}", if flat { &rest[..rest.len() - 1] } else { rest })
}

/// `zhayoufang` as `zha`, `you`, `fang`; `None` if it is no pinyin. As few syllables as possible.
pub(super) fn syllables(word: &str) -> Option<Vec<&str>> {
    // For each place the fewest syllables that lead there, and where the last of them begins.
    let mut ways: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
    ways[0] = Some((0, 0));
    for end in 1..=word.len() {
        let begins = end.saturating_sub(SYLLABLE_MAX)..end;
        let fitting = begins.filter(|begin| word.get(*begin..end).is_some_and(|s| SYLLABLES.contains(s)));
        ways[end] = fitting.filter_map(|begin| Some((ways[begin]?.0 + 1, begin))).min();
    }
    let mut found = Vec::new();
    let mut end = word.len();
    while end > 0 {
        let (_, begin) = ways[end]?;
        found.push(&word[begin..end]);
        end = begin;
    }
    found.reverse();
    Some(found)
}
