//! Asking only what decides gives the same class as knowing everything.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::super::{AnswerKind, Asking, Category, DecisionTable, Fact, Facts, Trade, Verdict};
use super::plain::plain;
use super::{facts, table, trades};
use crate::flow::{Condition, Test};
use crate::ids::StepId;

/// Every number a question is compared with, and one on either side.
fn numbers(table: &DecisionTable, question: &StepId) -> Vec<f64> {
    fn limits(condition: &Condition, question: &StepId, into: &mut Vec<f64>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| limits(part, question, into)),
            Condition::Not(inner) => limits(inner, question, into),
            Condition::Step(step, Test::AtLeast(limit) | Test::AtMost(limit)) if step == question => into.push(*limit),
            _ => {}
        }
    }
    let mut all = vec![0.0];
    let lists = table.categories.iter().map(|c| &c.list).chain(&table.processes);
    for when in lists.flat_map(|list| &list.rules).filter_map(|rule| rule.when.as_ref()) {
        limits(when, question, &mut all);
    }
    if question.as_str() == "head-count" {
        all.extend(table.scales.iter().filter_map(|s| s.limits).flat_map(|(low, high)| [low, high]));
    }
    all.iter().flat_map(|n| [n - 0.5, *n, n + 0.5]).filter(|n| *n >= 0.0).collect()
}

fn choices(table: &DecisionTable, question: &StepId) -> Vec<Fact> {
    match &table.questions[question] {
        AnswerKind::YesNo => vec![Fact::YesNo(false), Fact::YesNo(true)],
        AnswerKind::Options(options) => options.iter().cloned().map(Fact::Option).collect(),
        AnswerKind::Number(_) => numbers(table, question).into_iter().map(Fact::Number).collect(),
    }
}

/// Plays the questions with somebody who knows everything; how many were asked, and what came out.
fn ask<'a>(table: &'a DecisionTable, trades: &[Trade<'a>], all: &Facts, known: &'a mut Facts) -> (usize, Verdict<'a>) {
    let mut asked = 0;
    loop {
        let next = table.evaluate(trades, known).next;
        let questions = match next {
            None => break,
            Some(Asking::One(question)) => vec![question],
            Some(Asking::Together { questions, .. }) => questions,
        };
        asked += 1;
        for question in questions {
            assert!(!known.contains_key(&question), "{question} was asked twice");
            known.insert(question.clone(), all[&question].clone());
        }
    }
    (asked, table.evaluate(trades, known))
}

#[test]
fn asking_what_decides_is_as_good_as_knowing_everything() {
    let table = table();
    let domain: Vec<(StepId, Vec<Fact>)> = table.questions.keys().map(|q| (q.clone(), choices(&table, q))).collect();
    let picks = proptest::collection::vec(any::<proptest::sample::Index>(), domain.len());
    let count = table.categories.len();
    // Often nothing special about the site, so that the rest is reached.
    let strategy = (0..count, proptest::option::of(0..count), any::<bool>(), picks);
    let mut runner = TestRunner::new(Config::with_cases(3000));
    let run = runner.run(&strategy, |(one, other, plain_site, picks)| {
        let mut all: Facts = domain
            .iter()
            .zip(&picks)
            .map(|((q, values), pick)| (q.clone(), pick.get(values).clone()))
            .collect();
        if plain_site {
            all.insert(table.outside.clone(), Fact::YesNo(false));
        }
        let mut categories: Vec<&Category> = vec![&table.categories[one]];
        categories.extend(other.map(|n| &table.categories[n]));
        let trades: Vec<Trade<'_>> = categories.iter().map(|c| Trade::Listed(c)).collect();
        let mut known = Facts::new();
        let (_, verdict) = ask(&table, &trades, &all, &mut known);
        match plain(&table, &categories, &all) {
            Some(class) => {
                prop_assert!(verdict.staff.is_empty(), "{:?} {:?}", verdict.staff, all);
                prop_assert_eq!(verdict.class, class);
                prop_assert!(!verdict.grounds.is_empty(), "a class without its legal basis");
            }
            None => prop_assert!(!verdict.staff.is_empty(), "people decide"),
        }
        Ok(())
    });
    run.unwrap();
}

#[test]
fn who_does_not_know_is_never_asked_for_ever() {
    let table = table();
    for category in &table.categories {
        let mut known = Facts::new();
        let trades = [Trade::Listed(category)];
        for _ in 0..12 {
            let questions = match table.evaluate(&trades, &known).next {
                None => break,
                Some(Asking::One(question)) => vec![question],
                Some(Asking::Together { questions, .. }) => questions,
            };
            known.extend(questions.into_iter().map(|q| (q, Fact::DontKnow)));
        }
        let verdict = table.evaluate(&trades, &known);
        assert_eq!(verdict.next, None, "{}", category.id);
        assert!(!verdict.staff.is_empty(), "{}: people decide", category.id);
    }
}

#[test]
fn few_questions_for_the_trades_of_the_source() {
    let table = table();
    let mut counts: Vec<usize> = [
        ("vegetable-oil", "industrial-building=yes mix-pack-only=no"),
        ("tea", "industrial-building=yes furnace=yes furnace-fuel-gas-electric-only=no"),
        ("fruit-veg-processing", "sort-pack-only=no industrial-building=yes"),
        ("primary-processing", ""),
        ("livestock", "species=pig head-count=300 has-outlet=no"),
        ("livestock", "species=pig head-count=800 has-outlet=no"),
        ("livestock", "species=pig head-count=800 has-outlet=yes"),
        ("brick-stone", "brick-fired-coal=yes"),
        ("car-repair", "shop-area-m2=300"),
        ("car-repair", "shop-area-m2=6000 painting=yes"),
        ("cement", "cement-kind=product"),
        ("grain-mill", "industrial-building=yes"),
        ("staple-food", "industrial-building=no"),
    ]
    .into_iter()
    .map(|(names, given)| {
        let all = super::with_noes(&table, &facts(given));
        let mut known = Facts::new();
        let (asked, verdict) = ask(&table, &trades(&table, names), &all, &mut known);
        assert!(verdict.staff.is_empty(), "{names}: {:?}", verdict.staff);
        asked
    })
    .collect();
    counts.sort_unstable();
    assert!(counts[counts.len() / 2] <= 4, "{counts:?}");
    assert!(counts[counts.len() - 1] <= 5, "{counts:?}");
}

#[test]
fn what_cannot_change_the_result_is_not_asked() {
    let table = table();
    let next = |names: &str, given: &str| table.evaluate(&trades(&table, names), &facts(given)).next;
    let site = "prohibited-area=no in-key-list=no large-emissions=no";
    // Key already: no process can lift it.
    assert_eq!(next("brick-stone", "brick-fired-coal=yes prohibited-area=no"), None);
    // A permit already, and not in the key list: a boiler changes nothing.
    let given = format!("industrial-building=yes mix-pack-only=no {site}");
    assert_eq!(next("vegetable-oil", &given), None);
    // Small garage: the paint does not matter.
    let Some(Asking::Together { id, .. }) = next("car-repair", "shop-area-m2=100") else {
        panic!()
    };
    assert_eq!(id.as_str(), "site");
    // Article 7 is asked of row 108 only.
    let Some(Asking::Together { questions, .. }) = next("others", "") else {
        panic!()
    };
    assert_eq!(questions.len(), 3);
    let Some(Asking::Together { questions, .. }) = next("tea", "industrial-building=yes") else {
        panic!()
    };
    assert_eq!(questions.len(), 2);
}
