//! Answers that tell the rules of a list apart, to look through all of them.

use super::verdict::{HEADS, SCALE};
use super::{AnswerKind, DecisionTable, Fact, List};
use crate::flow::{Condition, Test};
use crate::ids::StepId;

impl DecisionTable {
    /// One answer of every kind that the rules of a list can tell apart.
    pub fn samples(&self, list: &List, question: &StepId) -> Vec<Fact> {
        match &self.questions[question] {
            AnswerKind::YesNo => vec![Fact::YesNo(true), Fact::YesNo(false)],
            AnswerKind::Options(options) => options.iter().cloned().map(Fact::Option).collect(),
            AnswerKind::Number(_) => numbers(self.limits(list, question)).into_iter().map(Fact::Number).collect(),
        }
    }

    /// What a number is compared with.
    fn limits(&self, list: &List, question: &StepId) -> Vec<f64> {
        let mut all = Vec::new();
        for (step, test) in list.tests() {
            match test {
                _ if step.as_str() == SCALE && question.as_str() == HEADS => {
                    all.extend(self.scales.iter().filter_map(|s| s.limits).flat_map(|(low, high)| [low, high]));
                }
                Test::AtLeast(at) | Test::AtMost(at) if step == question => all.push(*at),
                _ => {}
            }
        }
        all.sort_by(f64::total_cmp);
        all.dedup();
        all
    }
}

/// The limits, one number between each two, and one on either side.
fn numbers(limits: Vec<f64>) -> Vec<f64> {
    let (Some(first), Some(last)) = (limits.first().copied(), limits.last().copied()) else {
        return vec![0.0];
    };
    let below = if first > 0.0 { first / 2.0 } else { first - 1.0 };
    let between = limits.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect::<Vec<_>>();
    [below, last + 1.0].into_iter().chain(between).chain(limits).collect()
}

/// The tests of a condition.
pub(super) fn atoms(condition: &Condition) -> Vec<(&StepId, &Test)> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(atoms).collect(),
        Condition::Not(inner) => atoms(inner),
        Condition::Step(step, test) => vec![(step, test)],
        Condition::Answered(_) => Vec::new(),
    }
}
