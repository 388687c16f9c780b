//! Which topic a text is about, where each topic is known by many ways to speak of it.
//!
//! 1. A text has marks: its characters, its pairs of neighbours, and both once more as sounds, so that wrong characters and
//!    pinyin count, too. A mark tells more, the fewer topics have it.
//! 2. A topic is all its ways together; what stands in nine of them is three times what stands in one.
//! 3. A text and a topic are alike as far as they share marks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Letter;

/// Topics, by their places.
#[derive(Debug, Clone, Default)]
pub struct Topics {
    topics: usize,
    marks: HashMap<Mark, Known>,
}

/// What a text is recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Mark {
    Character(char),
    Characters(char, char),
    Sound(u64),
    Sounds(u64, u64),
}

/// A mark that topics have.
#[derive(Debug, Clone, Default)]
struct Known {
    /// How much it tells.
    tells: f32,
    /// How much each topic that has it is about it.
    of: Vec<(usize, f32)>,
}

/// How far a text is like topics.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kinship {
    /// Each topic it shares anything with, and how much, from 0 to 1.
    pub topics: BTreeMap<usize, f32>,
    /// The part of its letters that no topic has.
    pub unknown: f32,
}

/// The sound of a character counts so much beside the character,
const SOUND: f32 = 0.3;
/// and that of a pair beside the pair.
const SOUNDS: f32 = 0.5;
/// A topic known by few ways is as alike to a text as if so much else stood in it.
const FEW: f32 = 5.0;

impl Topics {
    /// From the ways to speak of each topic.
    pub fn new(topics: &[Vec<Vec<Letter>>]) -> Self {
        let mut all = Topics::default();
        for topic in topics {
            let marks: BTreeSet<Mark> = topic.iter().flat_map(|way| marks(way)).map(|(mark, _)| mark).collect();
            for mark in marks {
                // For now the number of topics that have it.
                all.marks.entry(mark).or_default().tells += 1.0;
            }
        }
        for known in all.marks.values_mut() {
            known.tells = tells(topics.len(), known.tells);
        }
        for topic in topics {
            all.add_among(topic, topics.len());
        }
        all
    }

    /// One more topic; how much the marks of the others tell stays as it is.
    pub fn add(&mut self, ways: &[Vec<Letter>]) {
        self.add_among(ways, self.topics);
    }

    fn add_among(&mut self, ways: &[Vec<Letter>], among: usize) {
        let mut about: BTreeMap<Mark, f32> = BTreeMap::new();
        for way in ways {
            for (mark, share) in self.weighed(way, among) {
                *about.entry(mark).or_default() += share;
            }
        }
        let whole = (about.values().sum::<f32>() + FEW).sqrt();
        for (mark, share) in about {
            let rarest = || Known {
                tells: tells(among, 1.0),
                of: Vec::new(),
            };
            let known = self.marks.entry(mark).or_insert_with(rarest);
            known.of.push((self.topics, share.sqrt() / whole));
        }
        self.topics += 1;
    }

    /// How far a text is like each topic.
    pub fn like(&self, text: &[Letter]) -> Kinship {
        let mut topics = BTreeMap::new();
        for (mark, share) in self.weighed(text, self.topics) {
            for (topic, about) in self.marks.get(&mark).into_iter().flat_map(|known| &known.of) {
                *topics.entry(*topic).or_default() += share * about;
            }
        }
        let single: Vec<Mark> = text.iter().filter_map(single).collect();
        let unknown = single.iter().filter(|mark| !self.marks.contains_key(mark)).count();
        Kinship {
            topics,
            unknown: share_of(unknown, single.len()),
        }
    }

    /// The marks of a text, each with its share; the squares of the shares make 1.
    fn weighed(&self, text: &[Letter], among: usize) -> BTreeMap<Mark, f32> {
        let mut all = marks(text);
        for (mark, weight) in &mut all {
            *weight *= self.marks.get(mark).map_or(tells(among, 1.0), |known| known.tells);
        }
        let whole = all.values().map(|weight| weight * weight).sum::<f32>().sqrt();
        for weight in all.values_mut() {
            *weight /= whole;
        }
        all
    }
}

/// How much a mark tells that so many of all topics have.
#[expect(clippy::cast_precision_loss, reason = "topics are few")]
fn tells(topics: usize, have: f32) -> f32 {
    (1.0 + topics as f32 / have).ln()
}

#[expect(clippy::cast_precision_loss, reason = "texts are short")]
fn share_of(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

fn marks(text: &[Letter]) -> BTreeMap<Mark, f32> {
    let mut all = BTreeMap::new();
    let mut note = |mark: Mark, weight: f32| {
        let known: &mut f32 = all.entry(mark).or_default();
        *known = known.max(weight);
    };
    for letter in text {
        if let Some(c) = letter.written {
            note(Mark::Character(c), 1.0);
        }
        if let Some(sound) = letter.sounds.first() {
            note(Mark::Sound(sound.exact), if letter.written.is_some() { SOUND } else { 1.0 });
        }
    }
    for pair in text.windows(2) {
        let [a, b] = pair else { continue };
        let written = a.written.zip(b.written);
        if let Some((a, b)) = written {
            note(Mark::Characters(a, b), 1.0);
        }
        if let (Some(a), Some(b)) = (a.sounds.first(), b.sounds.first()) {
            note(Mark::Sounds(a.exact, b.exact), if written.is_some() { SOUNDS } else { 1.0 });
        }
    }
    all
}

/// The mark of a letter by itself.
fn single(letter: &Letter) -> Option<Mark> {
    let sound = || letter.sounds.first().map(|sound| Mark::Sound(sound.exact));
    letter.written.map(Mark::Character).or_else(sound)
}
