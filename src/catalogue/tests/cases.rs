//! Known enterprises and their class.

use super::super::{DecisionTable, Staff, Trade};
use super::{facts, table, trades, with_noes};

/// The class in words, `ask-staff` where people decide.
fn class(table: &DecisionTable, names: &str, given: &str) -> &'static str {
    let facts = with_noes(table, &facts(given));
    let verdict = table.evaluate(&trades(table, names), &facts);
    if !verdict.staff.is_empty() {
        return "ask-staff";
    }
    // A case of the data leaves out what it is not about; what it is about has to be decided.
    match verdict.next {
        Some(_) => "ask-staff",
        None => verdict.class.word(),
    }
}

#[test]
fn every_case_of_the_data() {
    let table = table();
    let mut count = 0;
    for (number, line) in include_str!("cases.tsv").lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [names, given, expected, ..] = cells.as_slice() else {
            panic!("line {}: {line}", number + 1)
        };
        count += 1;
        assert_eq!(class(&table, names, given), *expected, "line {}: {line}", number + 1);
    }
    assert!(count >= 165, "{count}");
}

#[test]
fn the_trades_named_in_the_source() {
    let table = table();
    for (names, given, expected) in [
        // An oil press in a workshop: no lower limit.
        ("vegetable-oil", "industrial-building=yes mix-pack-only=no", "simplified"),
        ("vegetable-oil", "industrial-building=no", "not-listed"),
        // A tea factory with a wood-fired dryer: simplified, for the furnace only (article 6).
        (
            "tea",
            "industrial-building=yes furnace=yes furnace-fuel-gas-electric-only=no",
            "simplified",
        ),
        ("tea", "industrial-building=yes", "registration"),
        ("primary-processing", "", "not-listed"),
        // Pig farms below and above scale, with and without an outlet.
        ("livestock", "species=pig head-count=499 has-outlet=no", "not-listed"),
        ("livestock", "species=pig head-count=499 has-outlet=yes", "registration"),
        ("livestock", "species=pig head-count=500 has-outlet=no", "registration"),
        ("livestock", "species=pig head-count=500 has-outlet=yes", "key"),
        ("brick-stone", "brick-fired-coal=yes", "key"),
        ("brick-stone", "brick-fired-coal=no cut-only=no", "simplified"),
        ("car-repair", "shop-area-m2=4999 painting=yes", "not-listed"),
        ("car-repair", "shop-area-m2=5000 painting=yes", "simplified"),
        ("car-repair", "shop-area-m2=5000 painting=no", "not-listed"),
        ("cement", "cement-kind=product", "registration"),
        ("grain-mill", "industrial-building=yes", "registration"),
        // Noodles made at home: no industrial building.
        ("staple-food", "industrial-building=no", "not-listed"),
        // Article 5: the higher of two trades on one site.
        ("grain-mill+vegetable-oil", "industrial-building=yes mix-pack-only=no", "simplified"),
        // Article 6: rows 1 to 107 are not lifted by a process of the registration class.
        ("car-repair", "shop-area-m2=100 boiler=yes boiler-total-tph=1", "not-listed"),
        ("car-repair", "shop-area-m2=100 boiler=yes boiler-total-tph=20", "simplified"),
        // Article 7: row 108 is.
        ("others", "boiler=yes boiler-total-tph=1", "registration"),
        ("others", "boiler=yes boiler-total-tph=19.9", "registration"),
        ("others", "boiler=yes boiler-total-tph=20", "simplified"),
        ("others", "in-key-list=yes", "key"),
        ("others", "large-emissions=yes", "key"),
        ("tea", "industrial-building=yes large-emissions=yes", "registration"),
        // Note 5: the catalogue does not cover such a site.
        ("tea", "industrial-building=yes prohibited-area=yes", "ask-staff"),
        ("tea", "industrial-building=yes prohibited-area=unknown", "ask-staff"),
    ] {
        assert_eq!(class(&table, names, given), expected, "{names}: {given}");
    }
}

#[test]
fn codes_find_their_category() {
    let table = table();
    for (code, name) in [
        ("1530", "tea"),
        ("1331", "vegetable-oil"),
        ("0313", "livestock"),
        ("8111", "car-repair"),
        ("6210", "catering-hotel"),
        ("7211", "others"),
    ] {
        let Trade::Listed(category) = table.trade(code) else {
            panic!("{code}")
        };
        assert_eq!(category.id, name, "{code}");
    }
    assert_eq!(table.trade("2511"), Trade::Uncovered);
    let facts = with_noes(&table, &facts(""));
    assert_eq!(table.evaluate(&[table.trade("2511")], &facts).staff, [Staff::Uncovered]);
}

#[test]
fn the_rows_of_the_law_stand_beside_the_lists() {
    let rows = include_str!("../../../flows/tables/catalogue-2019.tsv");
    assert_eq!(rows.lines().count(), 113);
    assert!(rows.lines().skip(1).all(|row| row.split('\t').nth(8) == Some("verified")));
}
