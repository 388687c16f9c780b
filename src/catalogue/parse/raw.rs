//! The table as it stands in the file.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    pub(super) basis: String,
    pub(super) article7: Vec<String>,
    pub(super) outside: String,
    pub(super) units: Vec<String>,
    pub(super) questions: BTreeMap<String, Spanned<RawKind>>,
    pub(super) together: Vec<Spanned<RawTogether>>,
    #[serde(default)]
    pub(super) known: BTreeMap<String, Spanned<BTreeMap<String, RawFact>>>,
    #[serde(default)]
    pub(super) scale: Vec<Spanned<RawScale>>,
    pub(super) process: Vec<Spanned<RawProcess>>,
    pub(super) category: Vec<Spanned<RawCategory>>,
    pub(super) uncovered: Spanned<RawUncovered>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawFact {
    YesNo(bool),
    Option(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawKind {
    Word(String),
    Options { options: Vec<String> },
    Number { unit: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTogether {
    pub(super) id: String,
    pub(super) questions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawScale {
    pub(super) species: String,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    #[expect(dead_code, reason = "for whoever reads the file; the category says that its scale is not verified")]
    pub(super) confidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProcess {
    pub(super) id: String,
    #[expect(dead_code, reason = "for whoever reads the file; the rules name it in their basis")]
    pub(super) row: u16,
    pub(super) questions: Vec<String>,
    pub(super) rules: Vec<Spanned<RawRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCategory {
    pub(super) id: String,
    pub(super) row: u16,
    #[serde(default)]
    pub(super) also: Vec<u16>,
    pub(super) codes: Vec<String>,
    pub(super) questions: Vec<String>,
    pub(super) process: Processes,
    pub(super) confidence: String,
    #[serde(default)]
    pub(super) confirm: bool,
    pub(super) note: Option<String>,
    pub(super) rules: Vec<Spanned<RawRule>>,
}

/// Which general processes count.
#[derive(Deserialize, PartialEq)]
pub(super) enum Processes {
    /// Key and simplified only (article 6).
    #[serde(rename = "rows-1-107")]
    Rows1To107,
    /// Registration as well (article 7).
    #[serde(rename = "row-108")]
    Row108,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub(super) when: Option<toml::Table>,
    pub(super) class: RawClass,
    pub(super) at_least: Option<RawClass>,
    pub(super) basis: String,
    pub(super) process: Option<Processes>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawClass {
    Key,
    Simplified,
    Registration,
    NotListed,
    AskStaff,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUncovered {
    pub(super) codes: Vec<String>,
}
