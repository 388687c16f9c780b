//! The industries and townships, read from two tables of `flows/tables/`, and searching in them.

use std::collections::HashSet;

use super::clean;

/// The industries and townships, from `flows/tables/`.
#[derive(Debug, Default)]
pub struct Tables {
    industries: Vec<Industry>,
    townships: Vec<Township>,
}

/// An industry of GB/T 4754-2017.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Industry {
    /// Four digits: `1331`.
    pub code: String,
    /// 食用植物油加工.
    pub name: String,
    /// Everyday words: 榨油坊.
    pub words: Vec<String>,
    /// The row of the catalogue of 2019 it belongs to.
    pub row: u16,
    /// The line of the table.
    pub line: usize,
    /// The name and the words without punctuation, the name first.
    bare: Vec<String>,
    /// Pinyin of the same, full and initials.
    sounds: Vec<(String, String)>,
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

/// The most results of a search.
const MOST: usize = 8;
/// Longer searches are cut.
const LONGEST: usize = 40;
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
            industries: industries(industries_tsv)?,
            townships: townships(townships_tsv)?,
        })
    }

    /// All industries, in the table's order.
    pub fn industries(&self) -> &[Industry] {
        &self.industries
    }

    /// The industry with this code.
    pub fn industry(&self, code: &str) -> Option<&Industry> {
        self.industries.iter().find(|i| i.code == code)
    }

    /// Industries by code, name, everyday words or typed pinyin: at most 8, the likeliest first.
    pub fn search_industry(&self, text: &str) -> Vec<&Industry> {
        let query = clean::bare(text, LONGEST);
        if query.is_empty() {
            return Vec::new();
        }
        let typed = clean::typed_sound(text, LONGEST);
        let near = best(&self.industries, |i| {
            i.nearness(&query).max(typed.as_ref().map_or(0, |t| i.sounds_like(t)))
        });
        if near.is_empty() {
            best(&self.industries, |i| i.resemblance(&query))
        } else {
            near
        }
    }

    /// Industries whose code, name or one of whose words is exactly this.
    pub(super) fn exact_industry(&self, text: &str) -> Vec<&Industry> {
        let query = clean::bare(text, LONGEST + 1);
        self.industries
            .iter()
            .filter(|i| i.code == query || i.bare.contains(&query))
            .collect()
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

/// Those with the greatest score above nought, in the table's order if they are equal.
fn best(industries: &[Industry], score: impl Fn(&Industry) -> usize) -> Vec<&Industry> {
    let mut scored: Vec<(usize, &Industry)> = industries.iter().map(|i| (score(i), i)).filter(|(score, _)| *score > 0).collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().take(MOST).map(|(_, industry)| industry).collect()
}

impl Industry {
    fn new(code: String, name: String, words: Vec<String>) -> Self {
        let all = || std::iter::once(&name).chain(&words);
        let bare = all().map(|w| clean::bare(w, LONGEST + 1)).filter(|w| !w.is_empty()).collect();
        let sounds = all().filter_map(|w| clean::sound(w)).collect();
        Self {
            code,
            name,
            words,
            row: LAST_ROW,
            line: 0,
            bare,
            sounds,
        }
    }

    /// Exact, or one within the other; what is nearly the whole counts more.
    fn nearness(&self, query: &str) -> usize {
        if self.code == query {
            return 1000;
        }
        if query.len() > 1 && query.bytes().all(|b| b.is_ascii_digit()) && self.code.starts_with(query) {
            return 300;
        }
        self.bare
            .iter()
            .enumerate()
            .map(|(place, word)| near(word, query).saturating_sub(usize::from(place == 0)))
            .max()
            .unwrap_or(0)
    }

    fn sounds_like(&self, typed: &str) -> usize {
        let one = |(full, initials): &(String, String)| match () {
            () if full == typed => 800,
            () if typed.len() > 1 && initials == typed => 780,
            () if typed.len() > 2 && full.starts_with(typed) => 500,
            () if typed.len() > 2 && initials.starts_with(typed) => 450,
            () if typed.len() > 4 && full.contains(typed) => 400,
            () => 0,
        };
        self.sounds.iter().map(one).max().unwrap_or(0)
    }

    /// How many pairs of neighbouring characters are the same, as a last resort.
    fn resemblance(&self, query: &str) -> usize {
        let wanted = pairs(query);
        let share = |word: &String| {
            let own = pairs(word);
            let common = own.iter().filter(|pair| wanted.contains(pair)).count();
            if common == 0 {
                0
            } else {
                common * 200 / (own.len() + wanted.len())
            }
        };
        self.bare.iter().map(share).max().filter(|share| *share >= 20).unwrap_or(0)
    }
}

fn near(word: &str, query: &str) -> usize {
    let (own, asked) = (word.chars().count(), query.chars().count());
    if word == query {
        return 900;
    }
    if word.contains(query) {
        return 600 - own.saturating_sub(asked);
    }
    if own > 1 && query.contains(word) {
        return 400 + own * 5;
    }
    0
}

fn pairs(text: &str) -> Vec<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
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
            row,
            line,
            ..Industry::new((*code).to_owned(), (*name).to_owned(), words)
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
