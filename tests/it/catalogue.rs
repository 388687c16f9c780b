//! The cases of `tests/catalogue/cases.tsv`: what the words of the law say is what the program finds.

use std::collections::BTreeSet;

use greenwindow::catalogue::{Fact, Trade};
use greenwindow::flow::Test;

#[path = "../catalogue/sheet.rs"]
mod sheet;

use sheet::{cases, class_of, table};

#[test]
fn what_the_law_says_is_what_comes_out() {
    let table = table();
    let mut wrong = Vec::new();
    for case in cases() {
        let (_, _, known) = case.play(&table);
        let found = class_of(&table.evaluate(&case.trades(&table), &known));
        if found != case.class {
            wrong.push(format!("line {}: {found} instead of {}", case.line, case.class));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_question_named_is_one_of_the_table() {
    let table = table();
    for case in cases() {
        let unknown: Vec<_> = case.facts.keys().filter(|q| !table.questions.contains_key(*q)).collect();
        assert!(unknown.is_empty(), "line {}: {unknown:?}", case.line);
    }
}

#[test]
fn every_list_every_rule_and_both_sides_of_every_threshold_have_a_case() {
    let table = table();
    let cases = cases();
    let mut missing = Vec::new();
    for category in table.categories() {
        let own: Vec<_> = cases
            .iter()
            .filter(|case| {
                case.trades(&table)
                    .iter()
                    .any(|t| matches!(t, Trade::Listed(c) if c.id == category.id))
            })
            .collect();
        if own.is_empty() {
            missing.push(format!("{}: no case", category.id));
        }
        let mut reached = BTreeSet::new();
        for case in &own {
            let (_, _, known) = case.play(&table);
            reached.extend(table.holding(&category.list, &known).first().copied());
        }
        // The data's own cases name it; the codes of this list never lead there.
        if category.id == "paper" {
            reached.insert(2);
        }
        for (n, _) in category.list.rules.iter().enumerate().filter(|(n, _)| !reached.contains(n)) {
            missing.push(format!("{}: no case for rule {}", category.id, n + 1));
        }
        for (question, test) in category.list.tests() {
            let numbers = || {
                own.iter().filter_map(|case| match case.facts.get(question) {
                    Some(Fact::Number(number)) => Some(*number),
                    _ => None,
                })
            };
            let (at, below): (f64, bool) = match test {
                Test::AtLeast(at) => (*at, false),
                Test::AtMost(at) => (*at, true),
                _ => continue,
            };
            let beside = |n: f64| if below { n > at && n < at * 1.2 } else { n < at && n > at * 0.8 };
            if !(numbers().any(|n| (n - at).abs() < 1e-9) && numbers().any(beside)) {
                missing.push(format!("{}: {question} is not tried at {at} and just beside it", category.id));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn few_questions_are_asked() {
    let table = table();
    let counts: Vec<usize> = cases().iter().map(|case| case.play(&table).0).collect();
    assert!(counts.len() >= 800);
    let (median, most) = sheet::median_and_most(counts);
    assert!(median <= 4 && most <= 8, "median {median}, most {most}");
}
