//! The cases of the data, an evaluation by the plain reading of the table, and the asking against it.

mod asking;
mod cases;
mod faults;
mod inquiry;
mod plain;

use super::{DecisionTable, Fact, Facts, Trade};
use crate::ids::{OptionId, StepId};

/// The table that is in the program.
fn table() -> DecisionTable {
    DecisionTable::parse(include_str!("../../flows/tables/catalogue-2019.toml")).unwrap()
}

/// `species=pig head-count=800 has-outlet=unknown`.
fn facts(text: &str) -> Facts {
    let fact = |value: &str| match value {
        "yes" => Fact::YesNo(true),
        "no" => Fact::YesNo(false),
        "unknown" => Fact::DontKnow,
        other => other.parse().map_or_else(|_| Fact::Option(OptionId::from(other)), Fact::Number),
    };
    text.split_whitespace()
        .map(|pair| {
            let (question, value) = pair.split_once('=').unwrap();
            (StepId::from(question), fact(value))
        })
        .collect()
}

/// The categories by name: `tea`, `tea+vegetable-oil`.
fn trades<'a>(table: &'a DecisionTable, names: &str) -> Vec<Trade<'a>> {
    names.split('+').map(|name| Trade::Listed(table.category(name).unwrap())).collect()
}

/// What nobody has said of the general processes, the key list, large emissions and the site is a no.
fn with_noes(table: &DecisionTable, facts: &Facts) -> Facts {
    let mut all = facts.clone();
    for group in &table.together {
        for question in &group.questions {
            all.entry(question.clone()).or_insert(Fact::YesNo(false));
        }
    }
    all
}
