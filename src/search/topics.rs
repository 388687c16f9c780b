//! Which topic a text is about, where each topic is known by many ways to speak of it.
//!
//! 1. A text has marks: its characters, its pairs of neighbours, and both once more as sounds, so that wrong characters and
//!    pinyin count, too. A mark tells more, the fewer topics have it.
//! 2. A topic is all its ways together; what stands in nine of them is three times what stands in one.
//! 3. A text and a topic are alike as far as they share marks.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Letter;

/// Topics, by their places.
#[derive(Debug, Clone, Default)]
pub struct Topics {
    /// All that any of the first topics has, in order.
    marks: Vec<Known>,
    /// How much each topic that has a mark is about it, mark by mark.
    about: Vec<(u16, f32)>,
    /// How many topics that is about.
    among: usize,
    /// Topics that were added later.
    more: Vec<BTreeMap<Mark, f32>>,
}

/// What a text is recognised by: a character, a pair, a sound or a pair of sounds, as a number.
type Mark = u64;

/// A mark that topics have.
#[derive(Debug, Clone, Copy)]
struct Known {
    mark: Mark,
    /// How much it tells.
    tells: f32,
    /// Where its topics begin; they end where those of the next begin.
    about: u32,
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
    /// From the ways to speak of each topic; of more than 65,536 topics the rest is left out.
    pub fn new(topics: &[Vec<&[Letter]>]) -> Self {
        let mut all = Topics {
            among: topics.len(),
            ..Topics::default()
        };
        let mut having: BTreeMap<Mark, f32> = BTreeMap::new();
        for topic in topics {
            let marks: BTreeSet<Mark> = topic.iter().flat_map(|way| marks(way)).map(|(mark, _)| mark).collect();
            for mark in marks {
                *having.entry(mark).or_default() += 1.0;
            }
        }
        let known = |(mark, have): (Mark, f32)| Known {
            mark,
            tells: tells(topics.len(), have),
            about: 0,
        };
        all.marks = having.into_iter().map(known).collect();
        let mut about: Vec<(Mark, u16, f32)> = Vec::new();
        for (topic, place) in topics.iter().zip(0_u16..=u16::MAX) {
            about.extend(all.topic(topic).into_iter().map(|(mark, share)| (mark, place, share)));
        }
        about.sort_unstable_by_key(|(mark, place, _)| (*mark, *place));
        let mut places = about.iter().zip(0_u32..).peekable();
        for known in &mut all.marks {
            while places.next_if(|((mark, ..), _)| *mark < known.mark).is_some() {}
            known.about = places.peek().map_or(0, |(_, place)| *place);
        }
        all.about = about.into_iter().map(|(_, place, share)| (place, share)).collect();
        all
    }

    /// One more topic; how much the marks of the others tell stays as it is.
    pub fn add(&mut self, ways: &[&[Letter]]) {
        let topic = self.topic(ways);
        self.more.push(topic);
    }

    /// How much a topic with these ways is about each mark.
    fn topic(&self, ways: &[&[Letter]]) -> BTreeMap<Mark, f32> {
        let mut about: BTreeMap<Mark, f32> = BTreeMap::new();
        for way in ways {
            for (mark, share) in self.weighed(way) {
                *about.entry(mark).or_default() += share;
            }
        }
        let whole = (about.values().sum::<f32>() + FEW).sqrt();
        for share in about.values_mut() {
            *share = share.sqrt() / whole;
        }
        about
    }

    /// How far a text is like each topic.
    pub fn like(&self, text: &[Letter]) -> Kinship {
        let mut topics: BTreeMap<usize, f32> = BTreeMap::new();
        for (mark, share) in self.weighed(text) {
            for (topic, about) in self.about(mark) {
                *topics.entry(usize::from(*topic)).or_default() += share * about;
            }
            for (topic, about) in self.more.iter().enumerate() {
                if let Some(about) = about.get(&mark) {
                    *topics.entry(self.among + topic).or_default() += share * about;
                }
            }
        }
        let single: Vec<Mark> = text.iter().filter_map(single).collect();
        let known = |mark: &&Mark| self.known(**mark).is_some() || self.more.iter().any(|topic| topic.contains_key(*mark));
        Kinship {
            topics,
            unknown: share_of(single.len() - single.iter().filter(known).count(), single.len()),
        }
    }

    fn known(&self, mark: Mark) -> Option<usize> {
        self.marks.binary_search_by_key(&mark, |known| known.mark).ok()
    }

    /// The first topics that have a mark.
    fn about(&self, mark: Mark) -> &[(u16, f32)] {
        let Some(place) = self.known(mark) else { return &[] };
        let begin = self.marks[place].about as usize;
        let end = self.marks.get(place + 1).map_or(self.about.len(), |next| next.about as usize);
        &self.about[begin..end]
    }

    /// The marks of a text, each with its share; the squares of the shares make 1.
    fn weighed(&self, text: &[Letter]) -> BTreeMap<Mark, f32> {
        let mut all = marks(text);
        for (mark, weight) in &mut all {
            let known = self.known(*mark).map(|place| self.marks[place].tells);
            *weight *= known.unwrap_or_else(|| tells(self.among, 1.0));
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

fn mark(of: impl Hash) -> Mark {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

fn marks(text: &[Letter]) -> BTreeMap<Mark, f32> {
    let mut all = BTreeMap::new();
    let mut note = |mark: Mark, weight: f32| {
        let known: &mut f32 = all.entry(mark).or_default();
        *known = known.max(weight);
    };
    for letter in text {
        if let Some(c) = letter.written {
            note(mark(c), 1.0);
        }
        if let Some(sound) = letter.sound() {
            note(mark(sound), if letter.written.is_some() { SOUND } else { 1.0 });
        }
    }
    for pair in text.windows(2) {
        let [a, b] = pair else { continue };
        let written = a.written.zip(b.written);
        if let Some(pair) = written {
            note(mark(pair), 1.0);
        }
        if let Some(pair) = a.sound().zip(b.sound()) {
            note(mark(pair), if written.is_some() { SOUNDS } else { 1.0 });
        }
    }
    all
}

/// The mark of a letter by itself.
fn single(letter: &Letter) -> Option<Mark> {
    let sound = || letter.sound().map(mark);
    letter.written.map(mark).or_else(sound)
}
