//! An inquiry as a short text that fits into a button: one letter per answer, in the order they were asked.
//!
//! Nothing has to be stored of who asks: what was asked follows from what was answered.

use super::verdict::{HEADS, SCALE};
use super::{AnswerKind, Asking, Category, DecisionTable, Fact, Facts, List, Trade, Verdict};
use crate::flow::Test;
use crate::ids::{OptionId, StepId};

/// Comes before the ticks that are not confirmed yet.
const TICKING: char = '~';
/// Another trade on the same site.
const ALSO: char = '+';
const YES: char = 'y';
const NO: char = 'n';
const DONT_KNOW: char = '?';
/// Options and ranges are counted from this letter on.
const FIRST: u8 = b'a';
/// Sets of ticks are counted from this letter on.
const NO_TICKS: u8 = b'A';

/// An inquiry, as far as it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// What is known of the trade that is asked about, and of the site.
    pub facts: Facts,
    /// What is known of each trade as far as the inquiry has come, the last one's the same as `facts`.
    each: Vec<Facts>,
    /// How many questions were answered.
    pub asked: usize,
    /// Ticks set and not confirmed yet; bit n is the nth question of the group.
    pub ticks: u8,
    /// The text without the ticks that are not confirmed.
    pub trail: String,
}

impl Replay {
    /// How many trades it has come to.
    pub fn trades(&self) -> usize {
        self.each.len()
    }
}

/// An answer that can be pressed.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What it means.
    pub means: Meaning,
    /// The text of the inquiry after it.
    pub trail: String,
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The owner cannot say.
    DontKnow,
    /// An option of the question.
    Option(OptionId),
    /// A number from one border to the next.
    Range(Option<Border>, Option<Border>),
    /// This question of the group is ticked, or not any more.
    Tick(StepId, bool),
    /// The ticks are right.
    Done,
}

/// Where a number begins to count otherwise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Border {
    /// The number.
    pub at: f64,
    /// Whether the number itself lies below the border.
    pub below: bool,
}

/// How far behind a border a number is taken that stands for what is above it.
const BEHIND: f64 = 1e-6;

impl DecisionTable {
    /// Reads an inquiry back about industries (four digits each, with `+` between them); `None` for anything that is none of it.
    pub fn replay(&self, codes: &str, text: &str) -> Option<Replay> {
        let (trail, ticking) = text.split_once(TICKING).map_or((text, None), |(trail, ticks)| (trail, Some(ticks)));
        let mut rest = codes.split(ALSO);
        let mut code = rest.next()?;
        let mut replay = Replay {
            facts: self.known(code),
            each: vec![self.known(code)],
            asked: 0,
            ticks: 0,
            trail: trail.to_owned(),
        };
        for letter in trail.chars() {
            let next = self.judge(codes, &replay).next;
            if letter == ALSO && next.is_none() {
                code = rest.next()?;
                self.begin_another(&mut replay, code);
                continue;
            }
            let learnt = self.read(self.trade(code), &replay.facts, &next?, letter)?;
            self.learn(&mut replay, learnt);
        }
        if let Some(text) = ticking {
            let Some(Asking::Together { questions, .. }) = self.judge(codes, &replay).next else {
                return None;
            };
            let mut letters = text.chars();
            let ticks = letters.next().and_then(|letter| ticks_of(letter, questions.len()))?;
            replay.ticks = letters.next().is_none().then_some(ticks)?;
        }
        Some(replay)
    }

    /// What the catalogue says to an inquiry about these industries, as far as it has come.
    pub fn judge(&self, codes: &str, replay: &Replay) -> Verdict<'_> {
        let trades = codes.split(ALSO).map(|code| self.trade(code));
        let each: Vec<(Trade<'_>, &Facts)> = trades.zip(&replay.each).collect();
        self.evaluate_each(&each, &replay.facts)
    }

    /// The texts of an inquiry that goes on with another trade: the industries, and the answers.
    pub fn with_another(codes: &str, trail: &str, code: &str) -> (String, String) {
        (format!("{codes}{ALSO}{code}"), format!("{trail}{ALSO}"))
    }

    fn begin_another(&self, replay: &mut Replay, code: &str) {
        replay.facts.retain(|question, _| self.is_of_site(question));
        replay.facts.extend(self.known(code));
        replay.each.push(replay.facts.clone());
    }

    /// What is about the site is known of every trade.
    fn learn(&self, replay: &mut Replay, learnt: Facts) {
        replay.asked += 1;
        let last = replay.each.len() - 1;
        for (question, fact) in learnt {
            let of_site = self.is_of_site(&question);
            for facts in replay.each[if of_site { 0 } else { last }..].iter_mut().chain([&mut replay.facts]) {
                facts.insert(question.clone(), fact.clone());
            }
        }
    }

    /// What an answer letter says of the question that is open.
    fn read(&self, trade: Trade<'_>, facts: &Facts, asking: &Asking, letter: char) -> Option<Facts> {
        let questions = asking.questions();
        if letter == DONT_KNOW {
            return Some(questions.iter().map(|q| (q.clone(), Fact::DontKnow)).collect());
        }
        match asking {
            Asking::Together { .. } => {
                let ticks = ticks_of(letter, questions.len())?;
                let fact = |(n, q): (usize, &StepId)| (q.clone(), Fact::YesNo(ticks >> n & 1 == 1));
                Some(questions.iter().enumerate().map(fact).collect())
            }
            Asking::One(question) => {
                let place = u32::from(letter)
                    .checked_sub(u32::from(FIRST))
                    .and_then(|n| usize::try_from(n).ok());
                let fact = match &self.questions[question] {
                    AnswerKind::YesNo => match letter {
                        YES => Fact::YesNo(true),
                        NO => Fact::YesNo(false),
                        _ => return None,
                    },
                    AnswerKind::Options(options) => Fact::Option(options.get(place?)?.clone()),
                    AnswerKind::Number(_) => {
                        let borders = self.borders(trade, facts, question);
                        let place = place.filter(|n| *n <= borders.len())?;
                        let from = place.checked_sub(1).map(|n| borders[n]);
                        Fact::Number(from.map_or(0.0, |b| if b.below { b.at + BEHIND } else { b.at }))
                    }
                };
                Some(Facts::from([(question.clone(), fact)]))
            }
        }
    }

    /// The answers to the open question, as buttons.
    pub fn choices(&self, trade: Trade<'_>, replay: &Replay, asking: &Asking) -> Vec<Choice> {
        let trail = &replay.trail;
        let with = |letter: char| format!("{trail}{letter}");
        let lettered = |n: usize| char::from(FIRST + u8::try_from(n).unwrap_or(0));
        let choice = |means: Meaning, trail: String| Choice { means, trail };
        let mut all = Vec::new();
        match asking {
            Asking::Together { questions, .. } => {
                for (n, question) in questions.iter().enumerate() {
                    let ticked = replay.ticks >> n & 1 == 1;
                    let after = format!("{trail}{TICKING}{}", char::from(NO_TICKS + (replay.ticks ^ (1 << n))));
                    all.push(choice(Meaning::Tick(question.clone(), ticked), after));
                }
                all.push(choice(Meaning::Done, with(char::from(NO_TICKS + replay.ticks))));
            }
            Asking::One(question) => match &self.questions[question] {
                AnswerKind::YesNo => {
                    all.push(choice(Meaning::Yes, with(YES)));
                    all.push(choice(Meaning::No, with(NO)));
                }
                AnswerKind::Options(options) => {
                    let option = |(n, o): (usize, &OptionId)| choice(Meaning::Option(o.clone()), with(lettered(n)));
                    all.extend(options.iter().enumerate().map(option));
                }
                AnswerKind::Number(_) => {
                    let borders = self.borders(trade, &replay.facts, question);
                    for n in 0..=borders.len() {
                        let from = n.checked_sub(1).map(|n| borders[n]);
                        all.push(choice(Meaning::Range(from, borders.get(n).copied()), with(lettered(n))));
                    }
                }
            },
        }
        all.push(choice(Meaning::DontKnow, with(DONT_KNOW)));
        all
    }

    /// Into how many ranges the rules part a number; the two limits of scale, not known yet, count as one.
    pub(super) fn ranges(&self, category: &Category, number: &StepId) -> usize {
        self.borders(Trade::Listed(category), &Facts::new(), number).len() + 1
    }

    /// Where a number begins to count otherwise, for this trade, in rising order.
    fn borders(&self, trade: Trade<'_>, facts: &Facts, question: &StepId) -> Vec<Border> {
        let own = match trade {
            Trade::Listed(category) => Some(&category.list),
            Trade::Uncovered => None,
        };
        let mut all = Vec::new();
        for list in own.into_iter().chain(&self.processes) {
            self.borders_of(list, facts, question, &mut all);
        }
        all.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.below.cmp(&b.below)));
        all.dedup();
        all
    }

    fn borders_of(&self, list: &List, facts: &Facts, question: &StepId, into: &mut Vec<Border>) {
        for (step, test) in list.tests() {
            match test {
                _ if step.as_str() == SCALE && question.as_str() == HEADS => {
                    let (low, high) = self.scale_of(facts).unwrap_or_default();
                    into.extend([low, high].map(|at| Border { at, below: false }));
                }
                Test::AtLeast(at) if step == question => into.push(Border { at: *at, below: false }),
                Test::AtMost(at) if step == question => into.push(Border { at: *at, below: true }),
                _ => {}
            }
        }
    }
}

fn ticks_of(letter: char, questions: usize) -> Option<u8> {
    let ticks = u8::try_from(letter).ok()?.checked_sub(NO_TICKS)?;
    (u32::from(ticks) < 1 << questions).then_some(ticks)
}
