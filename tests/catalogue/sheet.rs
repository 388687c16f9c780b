//! The cases of `cases.tsv`, and playing them: for the tests and for the bench's report.

use std::collections::BTreeSet;

use greenwindow::catalogue::{DecisionTable, Fact, Facts, Trade, Verdict};
use greenwindow::ids::{OptionId, StepId};

/// The decision lists inside the program.
pub(crate) fn table() -> DecisionTable {
    DecisionTable::parse(include_str!("../../flows/tables/catalogue-2019.toml")).expect("it is read")
}

/// A line of the file.
#[derive(Debug)]
pub(crate) struct Case {
    /// From 1.
    pub(crate) line: usize,
    /// The industries on the site.
    pub(crate) codes: Vec<&'static str>,
    /// What the owner knows.
    pub(crate) facts: Facts,
    /// `registration`, `staff`, `staff>=registration`.
    pub(crate) class: &'static str,
}

/// All of them.
pub(crate) fn cases() -> Vec<Case> {
    let lines = include_str!("cases.tsv").lines().enumerate();
    let rows = lines.filter(|(_, line)| !line.starts_with('#')).skip(1);
    rows.map(|(n, line)| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, industry, given, class, why] = cells.as_slice() else {
            panic!("line {}: five columns, parted by tabs", n + 1)
        };
        assert!(!why.is_empty(), "line {}: no reason", n + 1);
        Case {
            line: n + 1,
            codes: industry.split('+').collect(),
            facts: facts(given),
            class,
        }
    })
    .collect()
}

/// `species=pig head-count=800 has-outlet=unknown`.
fn facts(text: &str) -> Facts {
    let fact = |value: &str| match value {
        "yes" => Fact::YesNo(true),
        "no" => Fact::YesNo(false),
        "unknown" => Fact::DontKnow,
        other => other.parse().map_or_else(|_| Fact::Option(OptionId::from(other)), Fact::Number),
    };
    let pairs = text.split_whitespace().map(|pair| pair.split_once('=').expect("question=answer"));
    pairs.map(|(question, value)| (StepId::from(question), fact(value))).collect()
}

impl Case {
    /// The industries' places in the catalogue.
    pub(crate) fn trades<'a>(&self, table: &'a DecisionTable) -> Vec<Trade<'a>> {
        self.codes.iter().map(|code| table.trade(code)).collect()
    }

    /// Asks until nothing can change the result: the number of questions, those that were asked, and what was learnt.
    pub(crate) fn play(&self, table: &DecisionTable) -> (usize, BTreeSet<StepId>, Facts) {
        let trades = self.trades(table);
        let mut known: Facts = self.codes.iter().flat_map(|code| table.known(code)).collect();
        let mut asked = BTreeSet::new();
        let mut questions = 0;
        while let Some(asking) = table.evaluate(&trades, &known).next {
            questions += 1;
            for question in asking.questions() {
                let answer = self.facts.get(question).cloned();
                let answer = answer.or_else(|| table.is_ticked(question).then_some(Fact::YesNo(false)));
                let answer = answer.unwrap_or_else(|| panic!("line {}: {question} is asked, and not answered", self.line));
                assert!(asked.insert(question.clone()), "line {}: {question} is asked twice", self.line);
                known.insert(question.clone(), answer);
            }
        }
        (questions, asked, known)
    }
}

/// The result in the words of the file.
pub(crate) fn class_of(verdict: &Verdict<'_>) -> String {
    match (verdict.staff.is_empty(), verdict.class.word()) {
        (true, class) => class.to_owned(),
        (false, "not-listed") => "staff".to_owned(),
        (false, class) => format!("staff>={class}"),
    }
}

/// The middle one and the greatest of some numbers.
pub(crate) fn median_and_most(mut counts: Vec<usize>) -> (usize, usize) {
    counts.sort_unstable();
    (counts[counts.len() / 2], counts[counts.len() - 1])
}
