//! Days of the calendar in Asia/Shanghai, and terms counted in them.

use std::fmt;

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

/// A day; stored and shown as `2031-11-24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

impl Day {
    /// The day a moment (milliseconds since 1970) belongs to.
    pub fn of(at_ms: i64) -> Self {
        Day(super::date(at_ms))
    }

    /// A day; `None` if the calendar has none such.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Day)
    }

    /// The first and the last day of a month.
    pub fn month(year: i16, month: i8) -> Option<(Self, Self)> {
        let first = Date::new(year, month, 1).ok()?;
        Some((Day(first), Day(first.last_of_month())))
    }

    /// Year, month and day.
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The day of the same number so many years later; the last of the month where it has none such.
    #[must_use]
    pub fn years_later(self, years: u32) -> Self {
        self.later(i64::from(years).min(9_999).years())
    }

    /// So many days later.
    #[must_use]
    pub fn days_later(self, days: u32) -> Self {
        self.later(i64::from(days).min(3_000_000).days())
    }

    /// So many days earlier.
    #[must_use]
    pub fn days_earlier(self, days: u32) -> Self {
        self.later(-i64::from(days).min(3_000_000).days())
    }

    /// The end of the calendar where it does not reach so far.
    fn later(self, span: Span) -> Self {
        Day(self.0.saturating_add(span))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Day(date)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn years_end_on_the_same_day_or_the_last_of_its_month() {
        for (from, until) in [
            ("2026-11-24", "2031-11-24"),
            ("2028-02-29", "2033-02-28"),
            ("2023-02-28", "2028-02-28"),
            ("2027-12-31", "2032-12-31"),
            ("2027-03-01", "2032-03-01"),
        ] {
            assert_eq!(day(from).years_later(5), day(until), "{from}");
        }
        assert_eq!(day("2024-02-29").years_later(4), day("2028-02-29"));
    }

    #[test]
    fn days_are_counted_over_the_ends_of_months() {
        assert_eq!(day("2032-03-10").days_earlier(20), day("2032-02-19"), "a leap year");
        assert_eq!(day("2033-03-10").days_earlier(20), day("2033-02-18"));
        assert_eq!(day("2033-02-28").days_earlier(60), day("2032-12-30"));
        assert_eq!(day("2026-12-31").days_later(1), day("2027-01-01"));
        assert_eq!(day("9999-12-31").days_later(1), day("9999-12-31"));
    }

    #[test]
    fn a_month_has_its_last_day() {
        assert_eq!(Day::month(2028, 2), Some((day("2028-02-01"), day("2028-02-29"))));
        assert_eq!(Day::month(2026, 13), None);
        assert_eq!(Day::new(2027, 2, 29), None);
    }

    #[test]
    fn it_is_stored_as_it_is_written() {
        let text = serde_json::to_string(&day("2031-01-02")).unwrap();
        assert_eq!(text, "\"2031-01-02\"");
        assert_eq!(serde_json::from_str::<Day>(&text).unwrap(), day("2031-01-02"));
        assert!(serde_json::from_str::<Day>("\"2031-02-30\"").is_err());
    }

    #[test]
    fn a_day_ends_at_midnight_in_shanghai() {
        // 2026-11-24 23:59:59 and a second later.
        assert_eq!(Day::of(1_795_535_999_000), day("2026-11-24"));
        assert_eq!(Day::of(1_795_536_000_000), day("2026-11-25"));
    }
}
