//! Random small flows: steps of every type, conditions on earlier steps, groups, questions of the review.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::flow::{Ask, Condition, Flow, Range, Step, StepKind, Test};
use crate::ids::{FlowHash, FlowId, ListId, OptionId, StepId};

/// What a step is made from.
type Seed = (u8, u16, u16, u8);

/// A flow of up to ten steps, or the registration.
pub(super) fn flow() -> impl Strategy<Value = Flow> {
    prop::collection::vec(any::<Seed>(), 1..10).prop_map(|seeds| build(&seeds))
}

fn build(seeds: &[Seed]) -> Flow {
    let options = |names: &[&str]| names.iter().map(|n| OptionId::from(*n)).collect::<Vec<_>>();
    let choices = BTreeMap::from([
        (ListId::from("abc"), options(&["a", "b", "c"])),
        (ListId::from("more"), options(&["p", "q", "r", "none"])),
    ]);
    let mut steps: Vec<Step> = Vec::new();
    let mut head: Option<StepId> = None;
    for (n, seed) in seeds.iter().enumerate() {
        let step = step(n, *seed, &steps, head.as_ref());
        head = match &step.kind {
            StepKind::Repeat { .. } => Some(step.id.clone()),
            _ => step.within.clone(),
        };
        steps.push(step);
    }
    if let Some(bare) = head.filter(|h| !steps.iter().any(|s| s.within.as_ref() == Some(h))) {
        steps.push(Step {
            within: Some(bare),
            ..plain(
                seeds.len(),
                Ask::Text {
                    min_chars: 1,
                    max_chars: 20,
                },
            )
        });
    }
    steps.push(Step {
        kind: StepKind::Review,
        ..plain(99, Ask::YesNo)
    });
    Flow {
        law: None,
        for_class: Vec::new(),
        for_codes: Vec::new(),
        id: FlowId::from("random"),
        version: 1,
        hash: FlowHash::from("0"),
        source: String::new(),
        choices,
        trades: BTreeMap::from([("tea".to_owned(), vec!["1530".to_owned()])]),
        steps,
        fields: Vec::new(),
    }
}

fn plain(n: usize, ask: Ask) -> Step {
    Step {
        asked_by: None,
        id: StepId::from(format!("s{n}")),
        section: String::new(),
        line: n + 1,
        when: None,
        within: None,
        private: false,
        optional: false,
        in_review: false,
        kind: StepKind::Ask(ask),
    }
}

fn step(n: usize, (kind, condition, test, flags): Seed, before: &[Step], head: Option<&StepId>) -> Step {
    // Inside a group most steps belong to it; the first step after its head always does.
    let first = before.last().is_some_and(|s| matches!(s.kind, StepKind::Repeat { .. }));
    let within = head.filter(|_| first || flags & 3 != 0).cloned();
    let repeat = within.is_none() && kind % 5 == 4;
    let kind = if repeat {
        StepKind::Repeat {
            min: usize::from(flags >> 6),
            max: usize::from(flags >> 6) + 1 + usize::from(flags >> 4 & 3),
        }
    } else {
        StepKind::Ask(ask(kind, before))
    };
    let when = (condition % 2 == 1)
        .then(|| when(condition / 2, test, before, within.as_ref()))
        .flatten();
    Step {
        when,
        within,
        private: flags & 4 != 0,
        optional: !repeat && flags & 8 != 0,
        in_review: !repeat && flags & 0x30 == 0x30,
        kind,
        ..plain(n, Ask::YesNo)
    }
}

fn ask(kind: u8, before: &[Step]) -> Ask {
    let range = Range {
        unit: Some("吨".to_owned()),
        min: Some(1.0),
        max: Some(1000.0),
        soft_max: Some(100.0),
    };
    let address = |s: &&Step| s.within.is_none() && matches!(s.kind, StepKind::Ask(Ask::Address { .. }));
    match kind % 18 {
        0 => Ask::Text {
            min_chars: 2,
            max_chars: 12,
        },
        1 => Ask::Integer(range),
        2 => Ask::Decimal(range),
        3 => Ask::Amount {
            range,
            units: vec!["吨/年".to_owned(), "头/年".to_owned()],
        },
        4 | 5 => Ask::Choice { from: "abc".into() },
        6 => Ask::Choices {
            from: "more".into(),
            exclusive: Some("none".into()),
        },
        7 | 8 => Ask::YesNo,
        9 => Ask::CreditCode,
        10 => Ask::OrganisationCode,
        11 => Ask::Phone,
        12 => Ask::PersonName,
        13 => Ask::Address {
            same_as: before.iter().find(address).map(|s| s.id.clone()),
        },
        14 => Ask::Place,
        15 => Ask::Photo,
        16 => Ask::Month,
        17 => Ask::Day { month_will_do: true },
        _ if kind.is_multiple_of(2) => Ask::Industry,
        _ => Ask::Township,
    }
}

/// A condition on one or two steps before, of the same group or of none.
fn when(which: u16, test: u16, before: &[Step], within: Option<&StepId>) -> Option<Condition> {
    let near: Vec<&Step> = before
        .iter()
        .filter(|s| s.within.is_none() || s.within.as_ref() == within)
        .collect();
    let near: Vec<&Step> = near.into_iter().filter(|s| within != Some(&s.id)).collect();
    let pick = |n: u16| near.get(usize::from(n) % near.len().max(1)).copied();
    let (one, other) = (leaf(pick(which / 4)?, test), leaf(pick(which / 64)?, test / 16));
    Some(match which % 4 {
        0 => Condition::All(vec![one, other]),
        1 => Condition::Any(vec![one, other]),
        2 => Condition::Not(Box::new(one)),
        _ => one,
    })
}

fn leaf(step: &Step, n: u16) -> Condition {
    let test = match &step.kind {
        StepKind::Repeat { .. } => Test::CountAtLeast(usize::from(n % 3)),
        StepKind::Ask(Ask::Choice { .. }) if n.is_multiple_of(2) => Test::Is(["a", "b"][usize::from(n / 2 % 2)].into()),
        StepKind::Ask(Ask::Choice { .. }) => Test::In(vec!["a".into(), "c".into()]),
        StepKind::Ask(Ask::Choices { .. }) => Test::In(vec!["p".into(), "q".into()]),
        StepKind::Ask(Ask::YesNo) => Test::YesNo(n.is_multiple_of(2)),
        StepKind::Ask(Ask::Integer(_) | Ask::Decimal(_) | Ask::Amount { .. }) if n.is_multiple_of(2) => Test::AtLeast(20.0),
        StepKind::Ask(Ask::Integer(_) | Ask::Decimal(_) | Ask::Amount { .. }) => Test::AtMost(20.0),
        StepKind::Ask(Ask::Month) => Test::OlderThanMonths(60),
        StepKind::Ask(Ask::Industry) => Test::Trade("tea".to_owned()),
        _ => return Condition::Answered(step.id.clone()),
    };
    Condition::Step(step.id.clone(), test)
}
