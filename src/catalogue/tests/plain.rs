//! The plain reading of the table: everything is known, rules are tried in order, the highest class wins.

use super::super::{Category, Class, DecisionTable, Fact, Facts, List};
use crate::flow::{Condition, Known, Tri};
use crate::ids::{OptionId, StepId};

/// The class when every question is answered; none where people decide.
pub(super) fn plain(table: &DecisionTable, categories: &[&Category], facts: &Facts) -> Option<Class> {
    if yes(facts, table.outside.as_str()) {
        return None;
    }
    let mut highest = Class::NotListed;
    let mut row_108 = false;
    for category in categories {
        let rule = first(table, &category.list, facts);
        highest = highest.max(category.list.rules[rule].class?);
        row_108 |= category.row_108 || category.list.rules[rule].row_108;
    }
    for process in &table.processes {
        let class = process.rules[first(table, process, facts)].class?;
        if row_108 || class >= Class::Simplified {
            highest = highest.max(class);
        }
    }
    if row_108 && table.article7.iter().any(|q| yes(facts, q.as_str())) {
        highest = Class::Key;
    }
    Some(highest)
}

/// The place of the first rule that holds.
fn first(table: &DecisionTable, list: &List, facts: &Facts) -> usize {
    let holds = |when: &Option<Condition>| {
        when.as_ref()
            .is_none_or(|when| when.eval(&|step| known(table, facts, step)) == Tri::Yes)
    };
    list.rules.iter().position(|rule| holds(&rule.when)).unwrap()
}

fn yes(facts: &Facts, question: &str) -> bool {
    facts.get(&StepId::from(question)) == Some(&Fact::YesNo(true))
}

fn known(table: &DecisionTable, facts: &Facts, step: &StepId) -> Known {
    if step.as_str() == "livestock-scale" {
        let Some(Fact::Option(species)) = facts.get(&StepId::from("species")) else {
            unreachable!()
        };
        let Some(Fact::Number(heads)) = facts.get(&StepId::from("head-count")) else {
            unreachable!()
        };
        let limits = table.scales.iter().find(|s| s.species == *species).and_then(|s| s.limits);
        let scale = match limits {
            Some((_, high)) if *heads >= high => "scale",
            Some((low, _)) if *heads < low => "below",
            _ => "gray",
        };
        return Known::Options(vec![OptionId::from(scale)]);
    }
    match &facts[step] {
        Fact::YesNo(yes) => Known::YesNo(*yes),
        Fact::Option(option) => Known::Options(vec![option.clone()]),
        Fact::Number(number) => Known::Number(*number),
        Fact::DontKnow => unreachable!("everything is known here"),
    }
}
