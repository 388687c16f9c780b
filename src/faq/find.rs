//! Which questions were meant.
//!
//! 1. Each question in each language is a topic, known by its own words and by other ways to ask it (`search::Topics`). So is
//!    each matter of another office.
//! 2. What was written is surely about a question as far as it is like it, less what it is like another office's matter, less
//!    what no topic knows of it.
//! 3. What is not sure enough is not offered: a wrong answer given with confidence is worse than "a human will tell you".

use crate::search::{Letter, Topics, letters};

/// The most that are offered.
pub const OFFERED: usize = 3;
/// If the best is less sure than this, nothing is offered.
const SURE_ENOUGH: f32 = 0.02;
/// How much it counts against a question of the list that another office's matter is as likely,
const OF_ANOTHER_OFFICE: f32 = 1.6;
/// against one that the county itself has answered,
const NOT_OF_THE_COUNTY: f32 = 0.8;
/// and against any that no letter is known.
const UNKNOWN: f32 = 0.4;
/// What is less like than this part of the best is not offered beside it.
const BESIDE: f32 = 0.55;
/// Longer questions are cut, in letters.
const LONGEST: usize = 60;

/// A question that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its name.
    pub id: String,
    /// How far what was written is like it.
    pub like: f32,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq)]
enum About {
    /// A question of the list.
    Question(String),
    /// A question that a county has answered itself, be it another office's matter.
    OfCounty(String),
    /// A matter of another office.
    Elsewhere,
}

/// Finds questions.
#[derive(Debug, Clone)]
pub struct Finder {
    about: Vec<About>,
    topics: Topics,
}

impl Finder {
    /// From the ways to ask each question, and the ways to speak of each matter of another office; parted by `；` or `;`.
    pub fn new(questions: impl IntoIterator<Item = (String, String)>, elsewhere: impl IntoIterator<Item = String>) -> Self {
        let questions = questions.into_iter().map(|(id, asked)| (About::Question(id), ways(&asked)));
        let elsewhere = elsewhere.into_iter().map(|said| (About::Elsewhere, ways(&said)));
        let known = questions.chain(elsewhere).filter(|(_, ways)| !ways.is_empty());
        let (about, topics): (Vec<About>, Vec<Vec<Vec<Letter>>>) = known.unzip();
        Finder {
            about,
            topics: Topics::new(&topics.iter().map(|ways| slices(ways)).collect::<Vec<_>>()),
        }
    }

    /// The same, with questions that a county has answered itself: name and ways to ask of each.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut all = self.clone();
        for (id, asked) in more {
            all.about.push(About::OfCounty(id));
            all.topics.add(&slices(&ways(&asked)));
        }
        all
    }

    /// The likest questions; none if none is sure enough.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let kinship = self.topics.like(&letters(text, LONGEST, &[]));
        let mut likest: Vec<(usize, f32)> = kinship.topics.into_iter().collect();
        likest.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut found: Vec<Found> = Vec::new();
        let mut elsewhere = 0.0;
        let mut against = OF_ANOTHER_OFFICE;
        for (topic, like) in likest {
            let (id, counts) = match &self.about[topic] {
                About::Elsewhere => {
                    elsewhere = like.max(elsewhere);
                    continue;
                }
                About::Question(id) => (id, OF_ANOTHER_OFFICE),
                About::OfCounty(id) => (id, NOT_OF_THE_COUNTY),
            };
            if found.is_empty() {
                against = counts;
            }
            // Both languages of one question are topics.
            if found.iter().all(|found| found.id != *id) {
                found.push(Found { id: id.clone(), like });
            }
        }
        let best = found.first().map_or(0.0, |best| best.like);
        if best - against * elsewhere - UNKNOWN * kinship.unknown < SURE_ENOUGH {
            return Vec::new();
        }
        found.retain(|f| f.like >= best * BESIDE);
        found.truncate(OFFERED);
        found
    }
}

fn ways(asked: &str) -> Vec<Vec<Letter>> {
    let ways = asked.split(['；', ';']).map(|way| letters(way, LONGEST, &[]));
    ways.filter(|way| !way.is_empty()).collect()
}

fn slices(ways: &[Vec<Letter>]) -> Vec<&[Letter]> {
    ways.iter().map(Vec::as_slice).collect()
}
