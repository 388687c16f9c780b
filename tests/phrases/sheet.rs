//! The phrases of owners and what the search makes of them: for the tests and for the bench's report.
//!
//! They were collected apart from the search and the table, by somebody else. `trades.tsv` may be looked at to mend the search;
//! `trades-held-out.tsv` is only counted.

use greenwindow::answer::Tables;

/// A phrase, and the codes that are right.
pub(crate) struct Phrase {
    pub(crate) text: &'static str,
    pub(crate) codes: Vec<&'static str>,
}

/// How often the right industry was the first that is offered, and one of the first eight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    pub(crate) all: usize,
    pub(crate) first: usize,
    pub(crate) eight: usize,
}

pub(crate) fn open() -> Vec<Phrase> {
    read(include_str!("trades.tsv"))
}

pub(crate) fn held_out() -> Vec<Phrase> {
    read(include_str!("trades-held-out.tsv"))
}

/// Those that were written later, only counted.
pub(crate) fn second() -> Vec<Phrase> {
    read(include_str!("trades-second.tsv"))
}

/// What names no trade: talk, numbers, names, fairy tales.
pub(crate) fn none() -> impl Iterator<Item = &'static str> {
    include_str!("trades-none.txt").lines().filter(|line| !line.is_empty())
}

fn read(file: &'static str) -> Vec<Phrase> {
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [text, codes, _kind] = cells.as_slice() else {
                panic!("three columns, parted by tabs: {line}")
            };
            let codes = codes.split(',').collect();
            Phrase { text, codes }
        })
        .collect()
}

impl Phrase {
    /// The place of a right industry among those that are found, from 0.
    pub(crate) fn place(&self, tables: &Tables) -> Option<usize> {
        let found = tables.search_industry(self.text);
        found.iter().position(|industry| self.codes.contains(&industry.code.as_str()))
    }
}

pub(crate) fn hits<'a>(tables: &Tables, phrases: impl IntoIterator<Item = &'a Phrase>) -> Hits {
    phrases.into_iter().fold(Hits::default(), |mut hits, phrase| {
        let place = phrase.place(tables);
        hits.all += 1;
        hits.first += usize::from(place == Some(0));
        hits.eight += usize::from(place.is_some());
        hits
    })
}

impl Hits {
    /// In per cent: first, first eight.
    pub(crate) fn shares(self) -> (usize, usize) {
        (self.first * 100 / self.all.max(1), self.eight * 100 / self.all.max(1))
    }
}
