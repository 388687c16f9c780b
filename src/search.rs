//! Finding phrases by what people type: wrong characters, homophones, pinyin, whole sentences.
//!
//! A text becomes [`Letter`]s: Chinese characters with all their sounds, typed syllables, Latin words. An [`Index`] of phrases
//! knows how much each of them tells (rare ones more), and says how far a phrase and what was typed are about the same.

mod clean;
mod sound;
#[cfg(test)]
mod tests;
mod topics;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use self::clean::{bare, half_width, is_invisible};
use self::sound::{Sound, Sounds, syllables};
pub use self::sound::{sound, typed_sound};
pub use self::topics::{Kinship, Topics};

/// A character, a typed syllable, or a word in Latin letters.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// The character; none for what was typed as sounds.
    written: Option<char>,
    sounds: Sounds,
    /// How much it counts, of 1: a word that stands in any sentence counts little.
    counts: f32,
}

/// A collection of phrases.
#[derive(Debug, Clone, Default)]
pub struct Index {
    vocabulary: Vocabulary,
    phrases: Vec<Weighed>,
    /// The phrases in which a sound stands, by their places, and how much of each it is.
    with_sound: HashMap<u32, Vec<(u32, f32)>>,
}

/// What the letters of a collection of phrases tell.
#[derive(Debug, Clone, Default)]
struct Vocabulary {
    phrases: usize,
    written: HashMap<char, usize>,
    sounds: HashMap<u32, usize>,
}

/// A text whose letters are weighed.
#[derive(Debug, Clone, Default, PartialEq)]
struct Weighed {
    letters: Box<[Letter]>,
    weights: Box<[f32]>,
    whole: f32,
}

/// How far two texts are alike; each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// How much of the phrase was said.
    pub said: f32,
    /// How much of what was said stands in the phrase.
    pub meant: f32,
}

/// A phrase of which less than this part is heard in a query is none of those meant.
const SIZEABLE: f32 = 0.4;
/// Another character of the same sound.
const SAME_SOUND: f32 = 0.75;
/// One of a sound that is easily taken for it.
const LIKE_SOUND: f32 = 0.55;
/// What stands alone, its neighbours being elsewhere, counts so much.
const APART: f32 = 0.7;
/// and so much if only its sound is the same.
const ALONE_BY_SOUND: f32 = 0.25;
/// Where not one letter is as it should be, the rest counts so much.
const GUESSED: f32 = 0.7;

/// A text as letters, at most `limit`; words of `little` count a tenth.
pub fn letters(text: &str, limit: usize, little: &[&str]) -> Vec<Letter> {
    let text = half_width(text).to_lowercase();
    let mut all = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        if all.len() >= limit {
            break;
        }
        let word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let whole = |l: &&&str| !l.is_ascii() || !rest[l.len()..].starts_with(|c: char| c.is_ascii_alphabetic());
        let words = little.iter().filter(|l| rest.starts_with(**l)).filter(whole).map(|l| l.len());
        let plain = words.chain(counted(rest)).max();
        let taken = plain.unwrap_or(if word.is_empty() { first.len_utf8() } else { word.len() });
        let counts = if plain.is_some() { 0.1 } else { 1.0 };
        let (part, after) = rest.split_at(taken);
        rest = after;
        if part.is_ascii() {
            all.extend(latin(part, counts));
        } else {
            all.extend(part.chars().filter(|c| c.is_alphanumeric()).map(|c| Letter {
                written: Some(c),
                sounds: Sounds::of(c),
                counts,
            }));
        }
    }
    all.truncate(limit);
    all
}

/// The characters of a text without words of `little`; of what is not said in characters nothing.
pub fn telling(text: &str, limit: usize, little: &[&str]) -> String {
    let telling = letters(text, limit, little).into_iter().filter(|letter| letter.counts >= 1.0);
    telling.filter_map(|letter| letter.written).collect()
}

/// The length of a number with what it counts: 三百头.
fn counted(text: &str) -> Option<usize> {
    const NUMERALS: &str = "0123456789一二两三四五六七八九十百千万几多来";
    const COUNTED: &str = "头只条亩吨斤台张间家口";
    let number: usize = text.chars().take_while(|c| NUMERALS.contains(*c)).map(char::len_utf8).sum();
    let unit = text[number..].chars().next().filter(|c| number > 0 && COUNTED.contains(*c))?;
    Some(number + unit.len_utf8())
}

fn latin(word: &str, counts: f32) -> Vec<Letter> {
    let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let parts = if word.is_empty() {
        Vec::new()
    } else {
        syllables(&word).unwrap_or(vec![&word])
    };
    let letter = |part: &str| Letter {
        written: None,
        sounds: Sounds::one(part),
        counts,
    };
    parts.into_iter().map(letter).collect()
}

impl Letter {
    fn loose(&self) -> impl Iterator<Item = u32> {
        self.sounds.all().iter().map(|sound| sound.loose)
    }

    /// The usual way to say it.
    fn sound(&self) -> Option<u32> {
        self.sounds.all().first().map(|sound| sound.exact)
    }

    fn likeness(&self, other: &Letter) -> f32 {
        if self.written.is_some() && self.written == other.written {
            return 1.0;
        }
        let typed = self.written.is_none() || other.written.is_none();
        let any = |same: fn(&Sound, &Sound) -> bool| {
            let theirs = other.sounds.all();
            self.sounds.all().iter().any(|own| theirs.iter().any(|theirs| same(own, theirs)))
        };
        if any(|a, b| a.exact == b.exact) {
            // Whoever types sounds has no other way to say it.
            return if typed { 1.0 } else { SAME_SOUND };
        }
        if any(|a, b| a.loose == b.loose) { LIKE_SOUND } else { 0.0 }
    }
}

impl Index {
    /// Takes in all phrases.
    pub fn new(phrases: Vec<Vec<Letter>>) -> Self {
        let vocabulary = Vocabulary::new(&phrases);
        let phrases: Vec<Weighed> = phrases.into_iter().map(|phrase| vocabulary.weigh(phrase)).collect();
        let mut with_sound: HashMap<u32, Vec<(u32, f32)>> = HashMap::new();
        for (phrase, place) in phrases.iter().zip(0..) {
            let mut parts: BTreeMap<u32, f32> = BTreeMap::new();
            for (letter, weight) in phrase.letters.iter().zip(&phrase.weights) {
                for sound in letter.loose().collect::<BTreeSet<u32>>() {
                    *parts.entry(sound).or_default() += weight / phrase.whole;
                }
            }
            for (sound, part) in parts {
                with_sound.entry(sound).or_default().push((place, part));
            }
        }
        with_sound.values_mut().for_each(Vec::shrink_to_fit);
        Index {
            vocabulary,
            phrases,
            with_sound,
        }
    }

    /// The phrases of which a query has any sizeable part, by their places, each with how alike the two are.
    pub fn like(&self, query: Vec<Letter>) -> impl Iterator<Item = (usize, Likeness)> {
        let telling = query.iter().filter(|letter| letter.counts >= 1.0);
        let sounds: BTreeSet<u32> = telling.flat_map(Letter::loose).collect();
        let mut parts = vec![0.0_f32; self.phrases.len()];
        for (place, part) in sounds.iter().filter_map(|sound| self.with_sound.get(sound)).flatten() {
            parts[*place as usize] += part;
        }
        let query = self.vocabulary.weigh(query);
        let ranks = ranks(&query.letters);
        let near = parts.into_iter().enumerate().filter(|(_, part)| *part >= SIZEABLE);
        near.map(move |(place, _)| (place, self.phrases[place].likeness(&query, &ranks)))
    }
}

/// The place of each letter among those that count in full; the others stand between none.
fn ranks(letters: &[Letter]) -> Vec<usize> {
    let full = letters.iter().scan(0, |rank, letter| {
        *rank += usize::from(letter.counts >= 1.0);
        Some(*rank)
    });
    full.collect()
}

impl Vocabulary {
    fn new(phrases: &[Vec<Letter>]) -> Self {
        let mut own = Vocabulary::default();
        for phrase in phrases {
            own.phrases += 1;
            let written: BTreeSet<char> = phrase.iter().filter_map(|letter| letter.written).collect();
            let sounds: BTreeSet<u32> = phrase.iter().flat_map(|letter| letter.sounds.all()).map(|s| s.exact).collect();
            for c in written {
                *own.written.entry(c).or_default() += 1;
            }
            for sound in sounds {
                *own.sounds.entry(sound).or_default() += 1;
            }
        }
        own
    }

    /// How much a letter tells: more if few phrases have it.
    #[expect(clippy::cast_precision_loss, reason = "counts of phrases are small")]
    fn weight(&self, letter: &Letter) -> f32 {
        let by_sound = || letter.sounds.all().iter().filter_map(|s| self.sounds.get(&s.exact)).min();
        let found = letter.written.and_then(|c| self.written.get(&c)).or_else(by_sound);
        // What no phrase has is a name or a remark, as like as not.
        let known = found.map_or(0.5, |count| (1.0 + self.phrases as f32 / *count as f32).ln());
        known * letter.counts
    }

    /// A text with the weight of each of its letters.
    fn weigh(&self, letters: Vec<Letter>) -> Weighed {
        let weights: Vec<f32> = letters.iter().map(|letter| self.weight(letter)).collect();
        Weighed {
            whole: weights.iter().sum(),
            weights: weights.into(),
            letters: letters.into(),
        }
    }
}

impl Weighed {
    /// How far a phrase and what was typed are alike. Each letter of the phrase takes the likest free one of the query;
    /// those that keep their neighbours count in full.
    fn likeness(&self, query: &Weighed, ranks: &[usize]) -> Likeness {
        let places = self.places(query);
        let at = |n: Option<usize>| n.and_then(|n| *places.get(n)?).map(|(place, _)| ranks[place]);
        let (mut said, mut meant) = (0.0, 0.0);
        for (n, found) in places.iter().enumerate() {
            let Some((place, alike)) = *found else { continue };
            let rank = ranks[place];
            // The next one, or the one behind a letter that is another: 白洒厂.
            let after = (1..3).any(|step| at(Some(n + step)) == Some(rank + step));
            let before = (1..3).any(|step| rank >= step && at(n.checked_sub(step)) == Some(rank - step));
            let kept = match alike {
                _ if places.len() == 1 || after || before => alike,
                _ if alike < 1.0 => alike * ALONE_BY_SOUND,
                _ => APART,
            };
            said += self.weights[n] * kept;
            meant += query.weights[place] * kept;
        }
        if places.iter().flatten().all(|(_, alike)| *alike < 1.0) {
            said *= GUESSED;
            meant *= GUESSED;
        }
        let share = |part: f32, whole: f32| if whole > 0.0 { (part / whole).min(1.0) } else { 0.0 };
        Likeness {
            said: share(said, self.whole),
            meant: share(meant, query.whole),
        }
    }

    /// For each letter of the phrase its place in the query, and how alike the two are.
    fn places(&self, query: &Weighed) -> Vec<Option<(usize, f32)>> {
        let mut free = vec![true; query.letters.len()];
        let mut places: Vec<Option<(usize, f32)>> = Vec::with_capacity(self.letters.len());
        for letter in &self.letters {
            let after = places.last().copied().flatten().map(|(place, _)| place + 1);
            let mut best: Option<(usize, f32)> = None;
            for (place, other) in query.letters.iter().enumerate().filter(|(place, _)| free[*place]) {
                let alike = letter.likeness(other);
                let better = match best {
                    None => alike > 0.0,
                    Some((_, other)) => alike > other || (alike >= other && after == Some(place)),
                };
                if better {
                    best = Some((place, alike));
                }
            }
            if let Some((place, _)) = best {
                free[place] = false;
            }
            places.push(best);
        }
        places
    }
}

impl Likeness {
    /// Both in one number; what is said of the phrase counts `said` times as much.
    pub fn both(self, said: f32) -> f32 {
        let square = said * said;
        let sum = square * self.meant + self.said;
        if sum > 0.0 {
            (1.0 + square) * self.said * self.meant / sum
        } else {
            0.0
        }
    }
}
