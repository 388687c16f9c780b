//! Questions of owners and what the search makes of them: for the tests and for the bench's report.
//!
//! They were collected apart from the search and the answers, by somebody else. `questions.tsv` and
//! `questions-without-answer.tsv` may be looked at to mend the search; `questions-held-out.tsv` is only counted.

use greenwindow::faq::Finder;

/// What owners ask that an answer fits.
pub(crate) const OPEN: &str = include_str!("questions.tsv");
/// The same, only counted.
pub(crate) const HELD_OUT: &str = include_str!("questions-held-out.tsv");
/// Those that were written later, only counted.
pub(crate) const SECOND: &str = include_str!("questions-second.tsv");
pub(crate) const SECOND_WITHOUT: &str = include_str!("questions-without-answer-second.tsv");
/// What no answer fits.
pub(crate) const WITHOUT: &str = include_str!("questions-without-answer.tsv");

/// How often a right answer was the first that is offered, one of those offered, and how often any was offered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    pub(crate) all: usize,
    pub(crate) first: usize,
    pub(crate) three: usize,
    pub(crate) offered: usize,
}

/// Each question, and what is written beside it: the ids of the right answers.
pub(crate) fn lines(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| {
        line.split_once('\t')
            .unwrap_or_else(|| panic!("two columns, parted by a tab: {line}"))
    })
}

pub(crate) fn hits(finder: &Finder, file: &'static str) -> Hits {
    lines(file).fold(Hits::default(), |mut hits, (text, ids)| {
        let found = finder.find(text);
        let place = found.iter().position(|found| ids.split(',').any(|id| id == found.id));
        hits.all += 1;
        hits.first += usize::from(place == Some(0));
        hits.three += usize::from(place.is_some());
        hits.offered += usize::from(!found.is_empty());
        hits
    })
}

impl Hits {
    /// In per cent: first, among those offered, anything offered.
    pub(crate) fn shares(self) -> (usize, usize, usize) {
        let share = |part: usize| part * 100 / self.all.max(1);
        (share(self.first), share(self.three), share(self.offered))
    }
}
