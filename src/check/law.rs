//! The decision table: rules that overlap or cannot be reached, questions and units nothing uses, codes without a place.

use std::collections::BTreeSet;

use super::{Finding, Law};
use crate::catalogue::{Fact, Facts, List, Trade};
use crate::ids::StepId;

/// Of so many combinations of answers a list is looked through.
const COMBINATIONS_MAX: usize = 200_000;

/// Every fault of the table and of its agreement with the industries.
pub(super) fn check(law: Law<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = law.table.lists().flat_map(|list| rules(law, list)).collect();
    found.extend(unused(law));
    found.extend(rows(law));
    found.extend(codes(law));
    found
}

fn at(law: Law<'_>, line: usize, what: String, mend: impl Into<String>) -> Finding {
    Finding {
        file: law.file.to_owned(),
        line,
        step: None,
        what,
        mend: mend.into(),
    }
}

/// Goes through all answers that the rules of a list can tell apart.
///
/// - A rule that is never the first to hold cannot be reached.
/// - A rule that holds where an earlier, milder one does is hidden there: the law is read from the strictest class down.
///   What stands last says what holds otherwise, and overlaps by its nature.
fn rules(law: Law<'_>, list: &List) -> Vec<Finding> {
    let mut combinations: Vec<Facts> = vec![Facts::new()];
    for question in &list.questions {
        let answers = law.table.samples(list, question);
        if combinations.len() * answers.len() > COMBINATIONS_MAX {
            let what = format!("{}: its questions have too many combinations of answers to look through", list.name);
            return vec![at(law, list.line, what, "part it, or ask for less")];
        }
        let with = |facts: &Facts, answer: &Fact| {
            let mut facts = facts.clone();
            facts.insert(question.clone(), answer.clone());
            facts
        };
        combinations = combinations
            .iter()
            .flat_map(|facts| answers.iter().map(move |answer| with(facts, answer)))
            .collect();
    }
    let mut first: BTreeSet<usize> = BTreeSet::new();
    let mut hidden: Vec<(usize, usize, Facts)> = Vec::new();
    for facts in combinations {
        let holding: Vec<usize> = law.table.holding(list, &facts);
        first.extend(holding.first());
        for (n, earlier) in holding.iter().enumerate() {
            for later in &holding[n + 1..holding.len()] {
                let class = |rule: usize| list.rules[rule].class;
                let milder = class(*earlier).is_some() && class(*earlier) < class(*later);
                let told = hidden.iter().any(|(a, b, _)| (a, b) == (earlier, later));
                if milder && later + 1 < list.rules.len() && !told {
                    hidden.push((*earlier, *later, facts.clone()));
                }
            }
        }
    }
    let mut found = Vec::new();
    for (n, rule) in list.rules.iter().enumerate().filter(|(n, _)| !first.contains(n)) {
        let what = format!("{}, rule {}: no answers lead to it, those before it hold first", list.name, n + 1);
        found.push(at(law, rule.line, what, "put it before them, correct its condition, or remove it"));
    }
    for (earlier, later, facts) in hidden.into_iter().filter(|(_, later, _)| first.contains(later)) {
        let (earlier, later_name) = (earlier + 1, later + 1);
        let what = format!(
            "{}, rule {later_name}: it overlaps with rule {earlier}, which is milder and comes first, for {}",
            list.name,
            example(&facts)
        );
        let mend = format!("put it before rule {earlier}, or exclude in it what rule {earlier} says");
        found.push(at(law, list.rules[later].line, what, mend));
    }
    found
}

/// `heat-fuel = electric, heat-tph = 21`.
fn example(facts: &Facts) -> String {
    let value = |fact: &Fact| match fact {
        Fact::YesNo(yes) => yes.to_string(),
        Fact::Option(option) => option.to_string(),
        Fact::Number(number) => number.to_string(),
        Fact::DontKnow => "?".to_owned(),
    };
    let pairs: Vec<String> = facts.iter().map(|(q, fact)| format!("{q} = {}", value(fact))).collect();
    pairs.join(", ")
}

fn unused(law: Law<'_>) -> Vec<Finding> {
    let table = law.table;
    let asked: BTreeSet<&StepId> = table.lists().flat_map(|list| &list.questions).chain(table.of_the_site()).collect();
    let idle = table.questions.keys().filter(|q| !asked.contains(q));
    let questions = idle.map(|q| (table.line(q), format!("nothing asks the question `{q}`")));
    let units = table
        .unused_units()
        .map(|unit| (table.units_line(), format!("nothing is measured in the unit `{unit}`")));
    questions
        .chain(units)
        .map(|(line, what)| at(law, line, what, "use it or remove it"))
        .collect()
}

/// Each industry stands in the list of its row.
fn rows(law: Law<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for industry in law.industries {
        let Trade::Listed(category) = law.table.trade(&industry.code) else {
            continue;
        };
        if industry.row == category.row || category.also.contains(&industry.row) {
            continue;
        }
        let (code, row) = (&industry.code, industry.row);
        let what = format!(
            "code {code} is of row {row}, but its list is {} of row {}",
            category.list.name, category.row
        );
        let mend = format!(
            "put {code} into the `codes` of a list of row {row} in {}, or correct the row",
            law.file
        );
        found.push(Finding {
            file: law.codes_file.to_owned(),
            line: industry.line,
            step: None,
            what,
            mend,
        });
    }
    found
}

/// Each code of the table is one of an industry.
fn codes(law: Law<'_>) -> Vec<Finding> {
    let unknown = |(line, code): &(usize, &str)| {
        let known = law.industries.iter().any(|industry| industry.code.starts_with(code));
        (!known && *code != "*").then(|| {
            let what = format!("no industry has a code that begins with {code}");
            at(law, *line, what, format!("correct the code; all codes are in {}", law.codes_file))
        })
    };
    law.table.codes().iter().filter_map(unknown).collect()
}
