//! What has to hold for the parts of the table together.

use std::collections::BTreeSet;

use super::super::{AnswerKind, DecisionTable};
use super::{DecisionTableError, Place};
use crate::ids::StepId;

/// An answer is one letter: of `a` to `z`, or for ticks of the 32 from `A` on.
const OPTIONS_MAX: usize = 26;
const TICKS_MAX: usize = 5;

/// The first thing that does not fit.
pub(super) fn check(table: &DecisionTable, head: &dyn Fn(&str) -> Place) -> Result<(), DecisionTableError> {
    categories(table)?;
    questions(table)?;
    for group in &table.together {
        let place = Place {
            line: group.line,
            name: format!("together {}", group.id),
        };
        if group.questions.len() > TICKS_MAX {
            return Err(place.fault(format!("more than {TICKS_MAX} questions at once"), "part them"));
        }
        group.questions.iter().try_for_each(|q| yes_or_no(table, &place, q))?;
    }
    table.article7.iter().try_for_each(|q| yes_or_no(table, &head("article7"), q))?;
    yes_or_no(table, &head("outside"), &table.outside)
}

fn yes_or_no(table: &DecisionTable, place: &Place, question: &StepId) -> Result<(), DecisionTableError> {
    match table.questions[question] {
        AnswerKind::YesNo => Ok(()),
        _ => Err(place.fault(format!("`{question}` is not yes or no"), "name a question of `\"yes-no\"`")),
    }
}

fn questions(table: &DecisionTable) -> Result<(), DecisionTableError> {
    for (id, kind) in &table.questions {
        let AnswerKind::Options(options) = kind else { continue };
        let place = Place {
            line: table.lines[id],
            name: format!("question {id}"),
        };
        let twice = options.iter().enumerate().find(|(n, option)| options[..*n].contains(option));
        if let Some((_, option)) = twice {
            return Err(place.fault(format!("the option `{option}` is there twice"), "keep one"));
        }
        if !(2..=OPTIONS_MAX).contains(&options.len()) {
            return Err(place.fault(format!("it has {} options", options.len()), format!("write 2 to {OPTIONS_MAX}")));
        }
    }
    ranges(table)
}

fn ranges(table: &DecisionTable) -> Result<(), DecisionTableError> {
    let number = |q: &&StepId| matches!(table.questions[*q], AnswerKind::Number(_));
    let numbers: Vec<&StepId> = table.lists().flat_map(|list| &list.questions).filter(number).collect();
    for category in &table.categories {
        let place = Place {
            line: category.list.line,
            name: category.list.name.clone(),
        };
        if let Some(many) = numbers.iter().find(|q| table.ranges(category, q) > OPTIONS_MAX) {
            let what = format!("the rules part `{many}` into more than {OPTIONS_MAX} ranges");
            return Err(place.fault(what, "ask two questions"));
        }
    }
    Ok(())
}

fn categories(table: &DecisionTable) -> Result<(), DecisionTableError> {
    let mut ids = BTreeSet::new();
    let mut codes = BTreeSet::new();
    let uncovered = Place {
        line: table.uncovered_line,
        name: "uncovered".to_owned(),
    };
    for category in &table.categories {
        let place = Place {
            line: category.list.line,
            name: category.list.name.clone(),
        };
        if !ids.insert(&category.id) {
            return Err(place.fault("there are two of this name", "rename one of them"));
        }
        for code in &category.codes {
            code_like(&place, code)?;
            if !codes.insert(code) {
                return Err(place.fault(format!("code {code} is in another category too"), "keep it in one"));
            }
        }
    }
    for code in &table.uncovered {
        code_like(&uncovered, code)?;
        if !codes.insert(code) {
            return Err(uncovered.fault(format!("code {code} has a list, or is here twice"), "keep it in one place"));
        }
    }
    if codes.iter().any(|code| *code == "*") {
        return Ok(());
    }
    let place = Place {
        line: 0,
        name: "categories".to_owned(),
    };
    Err(place.fault("none is for all other codes", "give the category of row 108 `codes = [\"*\"]`"))
}

fn code_like(place: &Place, code: &str) -> Result<(), DecisionTableError> {
    let digits = (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    if digits || (code == "*" && place.name != "uncovered") {
        return Ok(());
    }
    Err(place.fault(format!("`{code}` is no beginning of a code"), "write two to four digits: \"133\""))
}
