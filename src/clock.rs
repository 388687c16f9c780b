//! Moments as milliseconds since 1970 (UTC), and what they are called in Asia/Shanghai.
//! The zone is named here and nowhere else; nobody in the pure rooms asks what time it is.

mod day;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};

pub use self::day::Day;

/// Asia/Shanghai is eight hours ahead of UTC and has had no summer time since 1991.
const SHANGHAI: Offset = Offset::constant(8);

fn zoned(at_ms: i64) -> ZonedDateTime {
    let moment = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.to_zoned_datetime(TimeZone::fixed(SHANGHAI))
}

/// The day in Asia/Shanghai.
pub fn date(at_ms: i64) -> Date {
    zoned(at_ms).date()
}

/// The moment of an HTTP `Date`, in milliseconds since 1970.
pub fn http_date_ms(text: &str) -> Option<i64> {
    let moment = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(moment.timestamp().as_millisecond())
}

/// `11月24日 09:30` in Asia/Shanghai, without words: `11-24 09:30`.
pub fn short(at_ms: i64) -> String {
    zoned(at_ms).strftime("%m-%d %H:%M").to_string()
}

/// `2026-11-24 09:30` in Asia/Shanghai.
pub fn full(at_ms: i64) -> String {
    zoned(at_ms).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The hour of the day in Asia/Shanghai, 0 to 23.
pub fn hour(at_ms: i64) -> i8 {
    zoned(at_ms).hour()
}

/// Year and month as four digits, `2611`.
pub fn year_month(at_ms: i64) -> String {
    zoned(at_ms).strftime("%y%m").to_string()
}
