//! The industries and townships, read from two tables of `flows/tables/`, and searching in them.

use std::collections::HashSet;

use super::clean;
use super::industries::{Industries, Industry};

/// The industries and townships, from `flows/tables/`.
#[derive(Debug, Default)]
pub struct Tables {
    industries: Industries,
    townships: Vec<Township>,
}

/// A row of the townships.
#[derive(Debug)]
pub(super) struct Township {
    pub(super) county: String,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) sound: Option<(String, String)>,
}

/// What is wrong with a table, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {what}; {mend}")]
pub struct TablesError {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub mend: String,
}

/// The industries' file in the folder of tables.
pub const INDUSTRIES: &str = "industry-codes.tsv";
/// The townships' file in the folder of tables.
pub const TOWNSHIPS: &str = "townships.tsv";
/// The last row of the catalogue that is about industries.
const LAST_ROW: u16 = 108;

impl Tables {
    /// Reads both tables (tab-separated, with a head line).
    pub fn parse(industries_tsv: &str, townships_tsv: &str) -> Result<Tables, TablesError> {
        Ok(Tables {
            industries: Industries::new(industries(industries_tsv)?),
            townships: townships(townships_tsv)?,
        })
    }

    /// All industries, in the table's order.
    pub fn industries(&self) -> &[Industry] {
        self.industries.all()
    }

    /// The industry with this code.
    pub fn industry(&self, code: &str) -> Option<&Industry> {
        self.industries().iter().find(|i| i.code == code)
    }

    /// Industries by code, name, everyday words or typed pinyin: at most 8, the likeliest first.
    pub fn search_industry(&self, text: &str) -> Vec<&Industry> {
        self.industries.search(text)
    }

    /// The only industry whose code, name or one of whose words is exactly this. What is found otherwise is to be asked back.
    pub fn certain_industry(&self, text: &str) -> Option<&Industry> {
        self.industries.certain(text)
    }

    /// The townships of a county, in the table's order.
    pub fn townships(&self, county: &str) -> Vec<&str> {
        self.townships
            .iter()
            .filter(|t| t.county == county)
            .map(|t| t.name.as_str())
            .collect()
    }

    /// The counties, in the table's order.
    pub fn counties(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        self.townships
            .iter()
            .map(|t| t.county.as_str())
            .filter(|county| seen.insert(*county))
            .collect()
    }

    /// The division code of a county: 430726.
    pub fn county_code(&self, county: &str) -> Option<&str> {
        self.townships.iter().find(|t| t.county == county).map(|t| t.code.as_str())
    }

    pub(super) fn township_rows(&self) -> &[Township] {
        &self.townships
    }
}

/// The rows of a table, by the named columns, with their line numbers.
fn rows<'a>(file: &str, text: &'a str, columns: &[&str]) -> Result<Vec<(usize, Vec<&'a str>)>, TablesError> {
    let text = text.trim_start_matches('\u{feff}');
    let head: Vec<&str> = text.lines().next().unwrap_or_default().split('\t').collect();
    let mut places = Vec::new();
    for column in columns {
        let place = head.iter().position(|h| h.trim() == *column);
        let missing = || {
            fault(
                file,
                1,
                &format!("there is no column `{column}`"),
                "put the name of every column into the first line, parted by tabs",
            )
        };
        places.push(place.ok_or_else(missing)?);
    }
    let mut all = Vec::new();
    for (index, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let wanted: Option<Vec<&str>> = places.iter().map(|place| cells.get(*place).copied()).collect();
        let short = || {
            fault(
                file,
                index + 1,
                "there are fewer columns than in the first line",
                "write every column, empty ones too, parted by tabs",
            )
        };
        all.push((index + 1, wanted.ok_or_else(short)?));
    }
    Ok(all)
}

fn fault(file: &str, line: usize, what: &str, mend: &str) -> TablesError {
    TablesError {
        file: file.to_owned(),
        line,
        what: what.to_owned(),
        mend: mend.to_owned(),
    }
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

fn industries(text: &str) -> Result<Vec<Industry>, TablesError> {
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for (line, cells) in rows(INDUSTRIES, text, &["code", "name", "everyday_words", "catalogue_row"])? {
        let [code, name, words, row] = cells.as_slice() else { continue };
        if !is_digits(code, 4) {
            return Err(fault(
                INDUSTRIES,
                line,
                &format!("`{code}` is not a code of four digits"),
                "write the code with its leading nought: 0111",
            ));
        }
        if name.is_empty() {
            return Err(fault(INDUSTRIES, line, "the name is empty", "write the industry's name"));
        }
        let Some(row) = row.parse().ok().filter(|row| (1..=LAST_ROW).contains(row)) else {
            return Err(fault(
                INDUSTRIES,
                line,
                &format!("`{row}` is no row of the catalogue"),
                "write its number, 1 to 108",
            ));
        };
        if !seen.insert(*code) {
            return Err(fault(
                INDUSTRIES,
                line,
                &format!("`{code}` is there twice"),
                "keep one of the two lines",
            ));
        }
        let words = words
            .split('|')
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect();
        all.push(Industry {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            words,
            row,
            line,
        });
    }
    Ok(all)
}

fn townships(text: &str) -> Result<Vec<Township>, TablesError> {
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for (line, cells) in rows(TOWNSHIPS, text, &["county", "county_code", "township"])? {
        let [county, code, name] = cells.as_slice() else { continue };
        if county.is_empty() || name.is_empty() {
            return Err(fault(TOWNSHIPS, line, "the county or township is empty", "write both names"));
        }
        if !is_digits(code, 6) {
            return Err(fault(
                TOWNSHIPS,
                line,
                &format!("`{code}` is not a division code of six digits"),
                "write the county's code: 430726",
            ));
        }
        if !seen.insert((*county, *name)) {
            return Err(fault(
                TOWNSHIPS,
                line,
                &format!("{county} {name} is there twice"),
                "keep one of the two lines",
            ));
        }
        all.push(Township {
            county: (*county).to_owned(),
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            sound: clean::sound(name),
        });
    }
    Ok(all)
}
