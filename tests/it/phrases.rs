//! Owners' phrases find their industry, and none of them stands in the table.

use std::collections::BTreeSet;

#[path = "../phrases/sheet.rs"]
mod sheet;

use greenwindow::answer::Tables;
use sheet::{held_out, hits, none, open, second};

/// The industries inside the program.
fn tables() -> Tables {
    let industries = include_str!("../../flows/tables/industry-codes.tsv");
    let townships = include_str!("../../flows/tables/townships.tsv");
    Tables::parse(industries, townships).unwrap()
}

/// The search as it is may find this many per cent of the open phrases first, and among the first eight; less is a loss.
const FLOOR: (usize, usize) = (89, 97);
/// To no more than so many per cent of the phrases without a trade anything may be offered.
const MOST_FALSE: usize = 16;

#[test]
fn owners_find_their_trade() {
    let tables = tables();
    let phrases = open();
    assert!(phrases.len() >= 200);
    let found = hits(&tables, &phrases);
    let (first, eight) = found.shares();
    let missed: Vec<&str> = phrases.iter().filter(|p| p.place(&tables) != Some(0)).map(|p| p.text).collect();
    assert!(
        first >= FLOOR.0 && eight >= FLOOR.1,
        "{found:?}, {first} % and {eight} %; not first: {}",
        missed.join(" ")
    );
}

/// Nothing is taken for a trade without asking, and little is offered.
#[test]
fn what_is_no_trade_finds_nothing() {
    let tables = tables();
    let all: Vec<&str> = none().collect();
    assert!(all.len() >= 60);
    let taken: Vec<&&str> = all.iter().filter(|text| tables.certain_industry(text).is_some()).collect();
    assert!(taken.is_empty(), "{taken:?}");
    let offered: Vec<&&str> = all.iter().filter(|text| !tables.search_industry(text).is_empty()).collect();
    assert!(offered.len() * 100 / all.len() <= MOST_FALSE, "{offered:?}");
}

#[test]
fn no_phrase_stands_in_the_table() {
    let tables = tables();
    let words: BTreeSet<&str> = tables
        .industries()
        .iter()
        .flat_map(|industry| industry.words.iter().chain([&industry.name]))
        .map(String::as_str)
        .collect();
    let phrases = || open().into_iter().chain(held_out()).chain(second());
    let known: Vec<&str> = phrases().map(|phrase| phrase.text).filter(|text| words.contains(text)).collect();
    assert!(known.is_empty(), "take them out of industry-codes.tsv: {known:?}");
    let unknown: Vec<&str> = phrases()
        .flat_map(|phrase| phrase.codes)
        .filter(|code| tables.industry(code).is_none())
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
