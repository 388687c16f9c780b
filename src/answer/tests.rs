//! Vectors of the identifiers, tables of numerals, every text, and random input.

mod codes;
mod kinds;
mod numbers;
mod random;
mod texts;

use jiff::civil::{Date, date};

use super::*;
use crate::flow::Range;
use crate::ids::ListId;

const INDUSTRIES: &str = include_str!("../../flows/tables/industry-codes.tsv");
const TOWNSHIPS: &str = include_str!("../../flows/tables/townships.tsv");

fn tables() -> &'static Tables {
    static TABLES: std::sync::OnceLock<Tables> = std::sync::OnceLock::new();
    TABLES.get_or_init(|| Tables::parse(INDUSTRIES, TOWNSHIPS).unwrap())
}

fn today() -> Date {
    date(2026, 11, 24)
}

fn labels() -> Vec<(OptionId, Vec<String>)> {
    let list = [
        ("camellia", "山茶油", "Camellia oil"),
        ("rapeseed", "菜籽油", "Rapeseed oil"),
        ("peanut", "花生油", "Peanut oil"),
        ("none", "都不是", "None of these"),
    ];
    list.iter()
        .map(|(id, zh, en)| (OptionId::from(*id), vec![(*zh).to_owned(), (*en).to_owned()]))
        .collect()
}

fn bare_context(labels: &[(OptionId, Vec<String>)]) -> Context<'_> {
    Context {
        tables: tables(),
        county: None,
        labels,
        same_as: None,
        today: today(),
    }
}

/// Judges typed text, of a case in 石门县.
fn typed(ask: &Ask, text: &str) -> Judged {
    let labels = labels();
    let context = Context {
        county: Some("石门县"),
        ..bare_context(&labels)
    };
    judge(ask, &Raw::Text(text.to_owned()), &context)
}

#[track_caller]
fn taken(judged: Judged) -> Value {
    match judged {
        Judged::Accepted { value, .. } => value,
        other => panic!("not taken: {other:?}"),
    }
}

#[track_caller]
fn refused(judged: Judged) -> Rejection {
    match judged {
        Judged::Rejected(rejection) => rejection,
        other => panic!("not refused: {other:?}"),
    }
}

fn key(ask: &Ask, text: &str) -> String {
    match typed(ask, text) {
        Judged::Rejected(rejection) => rejection.key,
        Judged::Accepted { .. } => "taken".to_owned(),
        Judged::Pick(_) => "pick".to_owned(),
    }
}

fn list() -> ListId {
    ListId::from("oils")
}

fn choices_ask() -> Ask {
    Ask::Choices {
        from: list(),
        exclusive: Some(OptionId::from("none")),
    }
}

fn unit(unit: &str) -> Range {
    Range {
        unit: Some(unit.to_owned()),
        ..Range::default()
    }
}

fn amount_ask() -> Ask {
    Ask::Amount {
        range: Range::default(),
        units: vec!["吨/年".to_owned(), "只/年".to_owned(), "万元".to_owned()],
    }
}
