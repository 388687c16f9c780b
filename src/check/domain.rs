//! The answers of a step that conditions can tell apart: one of each kind.

use std::collections::BTreeSet;

use crate::flow::{Ask, CLASSES, Flow, Known, Range, STANDINGS, Step, StepKind, Test, UNCLEAR};
use crate::ids::{ListId, OptionId};

/// Above so many options named in conditions their sets are not gone through.
const OPTIONS_MAX: usize = 12;

/// One answer of each kind the tests can tell apart; `None` if there are too many.
pub(super) fn domain(flow: &Flow, step: &Step, tests: &[&Test]) -> Option<Vec<Known>> {
    let mut all = match &step.kind {
        StepKind::Repeat { min, max } => return Some(counts(*min, *max, tests)),
        StepKind::Review | StepKind::HandIn(_) | StepKind::GoOn(_) | StepKind::Wait => return Some(vec![Known::Nothing]),
        StepKind::Classify { .. } => return Some(classes()),
        StepKind::Validity { .. } => {
            let known = STANDINGS.iter().map(|state| Known::Options(vec![OptionId::from(*state)]));
            return Some(known.chain([Known::Nothing]).collect());
        }
        StepKind::Ask(ask) => answers(flow, ask, tests)?,
    };
    if step.optional || step.in_review {
        all.push(Known::Nothing);
    }
    Some(all)
}

/// Every class by itself, and what must be decided by people, with and without a class it is at least.
fn classes() -> Vec<Known> {
    let option = |class: &&str| OptionId::from(*class);
    let alone = CLASSES.iter().map(|class| Known::Options(vec![option(class)]));
    let at_least = CLASSES
        .iter()
        .take(3)
        .map(|class| Known::Options(vec![option(class), UNCLEAR.into()]));
    alone.chain(at_least).collect()
}

fn answers(flow: &Flow, ask: &Ask, tests: &[&Test]) -> Option<Vec<Known>> {
    Some(match ask {
        Ask::Choice { from } => {
            let tested = tested(tests);
            let (named, rest): (Vec<_>, Vec<_>) = flow.options(from).iter().partition(|o| tested.contains(o));
            named
                .into_iter()
                .chain(rest.into_iter().take(1))
                .map(|o| Known::Options(vec![o.clone()]))
                .collect()
        }
        Ask::Choices { from, exclusive } => return sets(flow, from, exclusive.as_ref(), tests),
        Ask::YesNo => vec![Known::YesNo(true), Known::YesNo(false)],
        Ask::Integer(range) => numbers(range, tests, 1.0)
            .into_iter()
            .filter(|n| n.fract() == 0.0)
            .map(Known::Number)
            .collect(),
        Ask::Decimal(range) | Ask::Amount { range, .. } => numbers(range, tests, 0.001).into_iter().map(Known::Number).collect(),
        Ask::Month => months(tests),
        Ask::Industry => {
            let trades = flow
                .trades
                .iter()
                .filter(|(_, codes)| !codes.is_empty())
                .map(|(trade, _)| trade.clone());
            trades.chain(["other".to_owned()]).map(Known::Trade).collect()
        }
        _ => vec![Known::Other],
    })
}

/// All sets of the options that are tested; the others count as one.
fn sets(flow: &Flow, list: &ListId, exclusive: Option<&OptionId>, tests: &[&Test]) -> Option<Vec<Known>> {
    let tested = tested(tests);
    let (named, rest): (Vec<_>, Vec<_>) = flow.options(list).iter().partition(|o| tested.contains(o));
    if named.len() > OPTIONS_MAX {
        return None;
    }
    let set = |mask: usize| {
        let chosen = named.iter().enumerate().filter(|(n, _)| mask & (1 << n) != 0);
        let chosen: Vec<OptionId> = chosen.map(|(_, o)| (*o).clone()).collect();
        match (chosen.len(), rest.first()) {
            (0, None) => None,
            (0, Some(other)) => Some(Known::Options(vec![(*other).clone()])),
            (1, _) => Some(Known::Options(chosen)),
            _ if exclusive.is_some_and(|e| chosen.contains(e)) => None,
            _ => Some(Known::Options(chosen)),
        }
    };
    Some((0..1 << named.len()).filter_map(set).collect())
}

fn tested<'a>(tests: &[&'a Test]) -> BTreeSet<&'a OptionId> {
    let options = tests.iter().flat_map(|test| match test {
        Test::Is(option) => std::slice::from_ref(option),
        Test::In(options) => options.as_slice(),
        _ => &[],
    });
    options.collect()
}

/// The limits, a step to both sides of each, and the ends of what is allowed.
fn numbers(range: &Range, tests: &[&Test], step: f64) -> Vec<f64> {
    let limits = tests.iter().filter_map(|test| match test {
        Test::AtLeast(limit) | Test::AtMost(limit) => Some(*limit),
        _ => None,
    });
    let around = limits.flat_map(|l| [l, l.floor(), l.ceil(), l - step, l + step, l.floor() - step, l.ceil() + step]);
    let ends = range
        .min
        .into_iter()
        .chain(range.max)
        .flat_map(|end| [end, end.floor(), end.ceil()]);
    let allowed = |n: &f64| range.min.is_none_or(|min| *n >= min) && range.max.is_none_or(|max| *n <= max);
    let mut all: Vec<f64> = around.chain(ends).chain([0.0]).filter(allowed).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

fn months(tests: &[&Test]) -> Vec<Known> {
    let limits = tests.iter().filter_map(|test| match test {
        Test::OlderThanMonths(limit) => Some(i64::from(*limit)),
        _ => None,
    });
    let all: BTreeSet<i64> = limits.flat_map(|l| [l, l + 1]).chain([0]).collect();
    all.into_iter().map(Known::MonthsAgo).collect()
}

fn counts(min: usize, max: usize, tests: &[&Test]) -> Vec<Known> {
    let limits = tests.iter().filter_map(|test| match test {
        Test::CountAtLeast(limit) => Some(*limit),
        _ => None,
    });
    let all = limits.flat_map(|l| [l.saturating_sub(1), l]).chain([min, max]);
    let all: BTreeSet<usize> = all.filter(|n| (min..=max).contains(n)).collect();
    all.into_iter().map(Known::Count).collect()
}
