//! Which questions were meant.
//!
//! 1. A question is known by its own words and by other ways to ask it, in every language.
//! 2. What was written is compared with each way; the likest one counts, and how much of it stands in any of them.
//! 3. What is likest to a matter of another office, or less like than [`SURE_ENOUGH`], is not offered: a wrong answer
//!    given with confidence is worse than "a human will tell you".

use std::collections::BTreeMap;

use crate::search::{Index, Letter, letters};

/// The most that are offered.
pub const OFFERED: usize = 3;
/// If the best is less sure than this, nothing is offered.
const SURE_ENOUGH: f32 = 0.445;
/// Less than this part of the best is not offered beside it.
const BESIDE: f32 = 0.6;
/// A question that tells so much is neither short nor long; of a longer one less needs to be known to be as sure.
const TELLS: f32 = 25.0;
/// How much its length counts.
const LENGTH: f32 = 0.35;
/// Longer questions are cut, in letters.
const LONGEST: usize = 60;
/// The part that a single way to ask has in the score; the rest is what stands in any way of the question.
const ONE_WAY: f32 = 0.6;
/// What is said of a way counts so much, as against what stands in it of what was written.
const SAID: f32 = 0.7;
/// A part of an answer counts so much as a way to ask.
const ANSWER: f32 = 0.5;
/// The name of what is no question of ours.
const ELSEWHERE: &str = "";

/// A question that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its name.
    pub id: String,
    /// How sure it is that it was meant; 1 is very sure.
    pub score: f32,
}

/// A way to ask, or a part of an answer.
#[derive(Debug, Clone)]
struct Way {
    /// The question.
    id: String,
    letters: Vec<Letter>,
    /// How much it counts, of 1.
    counts: f32,
}

/// Finds questions.
#[derive(Debug, Clone)]
pub struct Finder {
    little: Vec<String>,
    /// Each way to ask and each part of an answer.
    ways: Vec<Way>,
    index: Index,
}

impl Finder {
    /// From words that tell nothing, matters of other offices, and name, ways to ask and answer of each question; all but
    /// the answers parted by `；` or `;`.
    pub fn new(little: &str, elsewhere: &str, questions: impl IntoIterator<Item = (String, String, String)>) -> Self {
        let little = little.to_lowercase();
        let bare = Finder {
            little: little
                .split(['；', ';'])
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            ways: Vec::new(),
            index: Index::default(),
        };
        let elsewhere = (ELSEWHERE.to_owned(), elsewhere.to_owned(), String::new());
        bare.with(std::iter::once(elsewhere).chain(questions))
    }

    /// The same, with more questions.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = (String, String, String)>) -> Self {
        let mut ways = self.ways.clone();
        for (id, asked, answer) in more {
            let asked = asked.split(['；', ';']).map(|way| (way, 1.0));
            let parts = answer
                .split(['，', '。', '；', '：', '、', ';', '.', ':'])
                .map(|part| (part, ANSWER));
            let letters = |(text, counts)| (self.letters(text), counts);
            let told = asked.chain(parts).map(letters).filter(|(letters, _)| !letters.is_empty());
            ways.extend(told.map(|(letters, counts)| Way {
                id: id.clone(),
                letters,
                counts,
            }));
        }
        Finder {
            little: self.little.clone(),
            index: Index::new(ways.iter().map(|way| way.letters.clone()).collect()),
            ways,
        }
    }

    /// The likest questions; none if none is like enough.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut found = self.ranked(text);
        let Some(best) = found.first().filter(|best| best.id != ELSEWHERE && best.score >= SURE_ENOUGH) else {
            return Vec::new();
        };
        let enough = best.score * BESIDE;
        found.retain(|f| f.score >= enough && f.id != ELSEWHERE);
        found.truncate(OFFERED);
        found
    }

    /// All that shares anything with what was written, the likest first.
    fn ranked(&self, text: &str) -> Vec<Found> {
        let query = self.letters(text);
        let told = (self.index.tells(&query) / TELLS).powf(LENGTH);
        let mut best: BTreeMap<&str, (f32, f32)> = BTreeMap::new();
        for (place, like) in self.index.like(query) {
            let way = &self.ways[place];
            let (one, any) = best.entry(&way.id).or_default();
            *one = one.max(like.both(SAID) * way.counts);
            *any = any.max(like.meant);
        }
        let score = |(id, (one, any)): (&str, (f32, f32))| Found {
            id: id.to_owned(),
            score: (ONE_WAY * one + (1.0 - ONE_WAY) * any) * told,
        };
        let mut found: Vec<Found> = best.into_iter().map(score).collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found
    }

    fn letters(&self, text: &str) -> Vec<Letter> {
        let little: Vec<&str> = self.little.iter().map(String::as_str).collect();
        letters(text, LONGEST, &little)
    }
}
