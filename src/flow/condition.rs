//! Conditions: data, not a language. Three-valued, total, the same for flows and for the law's decision tables.

use std::collections::BTreeSet;

use crate::ids::{OptionId, StepId};

/// Yes, no, or not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tri {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// An answer is missing that decides it.
    Unknown,
}

impl Tri {
    fn from_bool(holds: bool) -> Self {
        if holds { Tri::Yes } else { Tri::No }
    }

    fn negate(self) -> Self {
        match self {
            Tri::Yes => Tri::No,
            Tri::No => Tri::Yes,
            Tri::Unknown => Tri::Unknown,
        }
    }
}

/// When a question is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All of them hold; an empty list holds.
    All(Vec<Condition>),
    /// One of them holds; an empty list does not.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The step is on the path and has an answer (a skipped one has none).
    Answered(StepId),
    /// The step's answer passes a test.
    Step(StepId, Test),
}

/// A test of one answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The choice is this one; for several choices: it is among them.
    Is(OptionId),
    /// The choice is one of these; for several choices: one of these is among them.
    In(Vec<OptionId>),
    /// Yes or no.
    YesNo(bool),
    /// The number is at least so much.
    AtLeast(f64),
    /// The number is at most so much.
    AtMost(f64),
    /// The month lies more than so many months before the day it was answered on.
    OlderThanMonths(u32),
    /// The industry belongs to this trade of the flow.
    Trade(String),
    /// The repeated group has at least so many items.
    CountAtLeast(usize),
}

/// What is known of a step's answer, as far as conditions care.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// Not asked yet, or to be confirmed again.
    NotYet,
    /// Not on the path, or skipped: every test of it is "no".
    Nothing,
    /// The chosen options.
    Options(Vec<OptionId>),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(f64),
    /// Whole months between the answered month and the day of answering.
    MonthsAgo(i64),
    /// The trade of the chosen industry.
    Trade(String),
    /// The number of items.
    Count(usize),
    /// Answered with something that has no test of its own.
    Other,
}

impl Condition {
    /// Whether it holds, given what is known of each step. Total: a test that does not fit the answer is "no".
    pub fn eval(&self, known: &dyn Fn(&StepId) -> Known) -> Tri {
        match self {
            Condition::All(parts) => fold(parts, known, Tri::Yes, Tri::No),
            Condition::Any(parts) => fold(parts, known, Tri::No, Tri::Yes),
            Condition::Not(inner) => inner.eval(known).negate(),
            Condition::Answered(step) => match known(step) {
                Known::NotYet => Tri::Unknown,
                Known::Nothing => Tri::No,
                _ => Tri::Yes,
            },
            Condition::Step(step, test) => test.eval(&known(step)),
        }
    }

    /// The steps it names.
    pub fn steps(&self) -> BTreeSet<StepId> {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(Condition::steps).collect(),
            Condition::Not(inner) => inner.steps(),
            Condition::Answered(step) | Condition::Step(step, _) => BTreeSet::from([step.clone()]),
        }
    }
}

/// Folds with a neutral value and a deciding one: the deciding one wins over "not known".
fn fold(parts: &[Condition], known: &dyn Fn(&StepId) -> Known, neutral: Tri, deciding: Tri) -> Tri {
    let mut result = neutral;
    for part in parts {
        let value = part.eval(known);
        if value == deciding {
            return deciding;
        }
        if value == Tri::Unknown {
            result = Tri::Unknown;
        }
    }
    result
}

impl Test {
    fn eval(&self, known: &Known) -> Tri {
        match (self, known) {
            (_, Known::NotYet) => Tri::Unknown,
            (Test::Is(option), Known::Options(chosen)) => Tri::from_bool(chosen.contains(option)),
            (Test::In(options), Known::Options(chosen)) => Tri::from_bool(options.iter().any(|o| chosen.contains(o))),
            (Test::YesNo(wanted), Known::YesNo(given)) => Tri::from_bool(wanted == given),
            (Test::AtLeast(limit), Known::Number(n)) => Tri::from_bool(n >= limit),
            (Test::AtMost(limit), Known::Number(n)) => Tri::from_bool(n <= limit),
            (Test::OlderThanMonths(limit), Known::MonthsAgo(n)) => Tri::from_bool(*n > i64::from(*limit)),
            (Test::Trade(wanted), Known::Trade(given)) => Tri::from_bool(wanted == given),
            (Test::CountAtLeast(limit), Known::Count(n)) => Tri::from_bool(n >= limit),
            _ => Tri::No,
        }
    }
}
