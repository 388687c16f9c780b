//! The law's decision lists: which class of management an enterprise belongs to, and what else must be asked; and its terms.
//!
//! The table is `flows/tables/catalogue-2019.toml`. A result is guidance; the authority decides.

mod form;
mod parse;
mod replay;
mod samples;
mod terms;
#[cfg(test)]
mod tests;
mod verdict;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::flow::{Condition, NONE, Test};
use crate::ids::{OptionId, StepId};

pub use self::form::as_known;
pub use self::parse::DecisionTableError;
pub use self::replay::{Border, Choice, Meaning, Replay};
pub use self::terms::{Term, TermKind, Terms, Validity};
pub use self::verdict::{Asking, Ground, Provisional, Staff, Verdict};

/// A class of management; the higher one counts (articles 5 to 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Not in the catalogue: 不在名录内.
    NotListed,
    /// Registration only: 登记管理.
    Registration,
    /// A permit, simplified management: 简化管理.
    Simplified,
    /// A permit, key management: 重点管理.
    Key,
}

impl Class {
    /// The class of that name.
    pub fn named(word: &str) -> Option<Self> {
        let all = [Class::NotListed, Class::Registration, Class::Simplified, Class::Key];
        all.into_iter().find(|class| class.word() == word)
    }

    /// Its name in texts and tables: `not-listed`.
    pub fn word(self) -> &'static str {
        match self {
            Class::NotListed => "not-listed",
            Class::Registration => "registration",
            Class::Simplified => "simplified",
            Class::Key => "key",
        }
    }
}

/// What is known of a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// Yes or no.
    YesNo(bool),
    /// The chosen option.
    Option(OptionId),
    /// A number in the question's unit.
    Number(f64),
    /// The owner was asked and cannot say.
    DontKnow,
}

/// What is known of each question that was asked.
pub type Facts = BTreeMap<StepId, Fact>;

/// What kind of answer a question takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerKind {
    /// Yes or no.
    YesNo,
    /// One of these.
    Options(Vec<OptionId>),
    /// A number in this unit; text id `catalogue-unit-NAME`.
    Number(String),
}

/// The catalogue as decision lists.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionTable {
    /// The law it comes from, with its title and year.
    pub basis: String,
    /// All questions.
    pub questions: BTreeMap<StepId, AnswerKind>,
    /// Questions asked as one with ticks.
    together: Vec<Together>,
    /// What a code says by itself.
    known: BTreeMap<String, Facts>,
    /// From how many animals on a farm is one of scale.
    scales: Vec<Scale>,
    /// Rows 109 to 112.
    processes: Vec<List>,
    /// Each of these alone makes row 108 key management.
    article7: Vec<StepId>,
    /// Where this holds, the catalogue says nothing (note 5).
    outside: StepId,
    categories: Vec<Category>,
    /// Codes (three digits) of rows without a decision list.
    uncovered: Vec<String>,
    uncovered_line: usize,
    /// The units numbers are given in.
    units: Vec<String>,
    units_line: usize,
    /// Where each question is written.
    lines: BTreeMap<StepId, usize>,
    /// Beside the lists: how long what was granted counts, and what is due when.
    pub terms: Terms,
}

/// Several yes-or-no questions, asked as one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Together {
    id: StepId,
    questions: Vec<StepId>,
    line: usize,
}

/// The scale of a kind of animal; between the two limits, or without any, people decide.
#[derive(Debug, Clone, PartialEq)]
struct Scale {
    species: OptionId,
    limits: Option<(f64, f64)>,
}

/// Rules in order: the first that holds counts.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    id: String,
    /// What it is called in findings: `category tea`.
    pub name: String,
    /// Where it begins in the file.
    pub line: usize,
    /// Its questions, in the order they are best asked.
    pub questions: Vec<StepId>,
    /// Its rules; the last one always holds.
    pub rules: Vec<Rule>,
}

/// A rule of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// When it holds; the last rule of a list always does.
    pub when: Option<Condition>,
    /// The class; none where people decide.
    pub class: Option<Class>,
    /// What it is in any case.
    at_least: Class,
    /// Row and column of the catalogue, in Chinese: 第23行 登记管理“其他﹡”.
    pub basis: String,
    /// The answer has shown that the enterprise belongs to row 108.
    row_108: bool,
    /// A remark for people: text id `catalogue-note-NAME`.
    pub note: Option<String>,
    /// Where it is written.
    pub line: usize,
}

impl List {
    /// The tests its rules make.
    pub fn tests(&self) -> impl Iterator<Item = (&StepId, &Test)> {
        self.rules.iter().filter_map(|rule| rule.when.as_ref()).flat_map(samples::atoms)
    }
}

/// A category: a row of the catalogue, or a part of row 108.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// Its name; text id `catalogue-category-NAME`.
    pub id: String,
    /// The row, 1 to 108.
    pub row: u16,
    /// Other rows its rules stand for.
    pub also: Vec<u16>,
    /// What its codes of GB/T 4754-2017 begin with; `*` is all others.
    pub codes: Vec<String>,
    /// How sure the rules are: `verified`, or what is not.
    pub confidence: String,
    /// A human confirms before anybody relies on it.
    pub confirm: bool,
    /// A remark for people: text id `catalogue-note-NAME`.
    pub note: Option<String>,
    /// Part of row 108: named by no row of its own.
    pub row_108: bool,
    /// Its rules.
    pub list: List,
}

/// A text that the table asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableText {
    /// Its id.
    pub id: String,
    /// Whether there has to be one.
    pub required: bool,
    /// The line of the table that asks for it.
    pub line: usize,
}

/// Where an industry stands in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trade<'a> {
    /// In a category.
    Listed(&'a Category),
    /// In a row without a decision list: people decide.
    Uncovered,
}

impl DecisionTable {
    /// With the terms of the law.
    #[must_use]
    pub fn with_terms(self, terms: Terms) -> Self {
        DecisionTable { terms, ..self }
    }

    /// The category of an industry code (four digits); the longest beginning counts.
    pub fn trade(&self, code: &str) -> Trade<'_> {
        let fitting = |c: &Category| {
            let lengths = c.codes.iter().filter(|prefix| code.starts_with(prefix.as_str()));
            lengths.map(String::len).max()
        };
        let best = self
            .categories
            .iter()
            .filter_map(|c| Some((fitting(c)?, c)))
            .max_by_key(|(length, _)| *length);
        match best {
            Some((_, category)) => Trade::Listed(category),
            None if self.uncovered.iter().any(|prefix| code.starts_with(prefix.as_str())) => Trade::Uncovered,
            None => Trade::Listed(self.others()),
        }
    }

    /// The texts of the table.
    pub fn texts(&self) -> Vec<TableText> {
        let mut all = Vec::new();
        let mut add = |line: usize, id: String, required: bool| {
            let id = format!("catalogue-{id}");
            all.push(TableText { id, required, line });
        };
        for unit in &self.units {
            add(self.units_line, format!("unit-{unit}"), true);
        }
        for (question, kind) in &self.questions {
            let line = self.lines[question];
            add(line, question.to_string(), true);
            add(line, format!("{question}.help"), false);
            if let AnswerKind::Options(options) = kind {
                for option in options {
                    add(line, format!("{question}-{option}"), true);
                }
            }
        }
        for group in &self.together {
            add(group.line, group.id.to_string(), true);
            add(group.line, format!("{}.help", group.id), false);
            for question in &group.questions {
                add(group.line, format!("{question}.tick"), true);
                add(group.line, format!("{}-{question}", group.id), true);
            }
            add(group.line, format!("{}-{NONE}", group.id), true);
        }
        for category in &self.categories {
            add(category.list.line, format!("category-{}", category.id), true);
            let noted = |(line, note): (usize, &Option<String>)| Some((line, note.clone()?));
            let rules = category.list.rules.iter().map(|rule| (rule.line, &rule.note));
            for (line, note) in std::iter::once((category.list.line, &category.note)).chain(rules).filter_map(noted) {
                add(line, format!("note-{note}"), true);
            }
        }
        all
    }

    /// The questions about the site as a whole: where it lies, and what article 7 names.
    pub fn of_the_site(&self) -> impl Iterator<Item = &StepId> {
        self.article7.iter().chain([&self.outside])
    }

    /// Where a question is written.
    pub fn line(&self, question: &StepId) -> usize {
        self.lines.get(question).copied().unwrap_or(0)
    }

    /// Units that no question is asked in.
    pub fn unused_units(&self) -> impl Iterator<Item = &str> {
        let used = |unit: &String| {
            self.questions
                .values()
                .any(|kind| matches!(kind, AnswerKind::Number(own) if own == unit))
        };
        self.units.iter().filter(move |unit| !used(unit)).map(String::as_str)
    }

    /// Where the units are written.
    pub fn units_line(&self) -> usize {
        self.units_line
    }

    /// All beginnings of codes, each with its line.
    pub fn codes(&self) -> Vec<(usize, &str)> {
        let listed = self
            .categories
            .iter()
            .flat_map(|c| c.codes.iter().map(|code| (c.list.line, code.as_str())));
        let uncovered = self.uncovered.iter().map(|code| (self.uncovered_line, code.as_str()));
        let known = self.known.keys().map(|code| (0, code.as_str()));
        listed.chain(uncovered).chain(known).collect()
    }

    /// What a code says by itself, and need not be asked.
    pub fn known(&self, code: &str) -> Facts {
        self.known.get(code).cloned().unwrap_or_default()
    }

    /// Whether a question is asked together with others, with ticks.
    pub fn is_ticked(&self, question: &StepId) -> bool {
        self.together.iter().any(|group| group.questions.contains(question))
    }

    /// A category by its name.
    pub fn category(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|c| c.id == id)
    }

    /// All lists: those of the general processes, then those of the categories.
    pub fn lists(&self) -> impl Iterator<Item = &List> {
        self.processes.iter().chain(self.categories.iter().map(|category| &category.list))
    }

    /// All categories, in the order of the file.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// Row 108 for whoever is named nowhere.
    fn others(&self) -> &Category {
        let all_others = |c: &&Category| c.codes.iter().any(|prefix| prefix == "*");
        self.categories.iter().find(all_others).expect("parse refuses a table without it")
    }
}
