//! Months and days: `2015-06`, 2015年6月, 去年6月, 6月18日, 昨天.

use jiff::civil::Date;

use super::{Arg, Outcome, Rejection, Value, accept, clean, numerals, reject};
use crate::clock::Day;

/// Nothing older is believed.
const FIRST_YEAR: i16 = 1900;

/// A year and month; what says more is taken for its month.
pub(super) fn month(text: &str, today: Date) -> Outcome {
    let typed = Typed::read(text, today).ok_or_else(|| reject("month-form", vec![]))?;
    match typed {
        Typed {
            year, month: Some(month), ..
        } => taken_month(year, month, today),
        Typed { year, .. } => Err(only_year(year, today)),
    }
}

/// A day; a month where that will do.
pub(super) fn day(text: &str, today: Date, month_will_do: bool) -> Outcome {
    let form = || reject("day-form", vec![]);
    let typed = Typed::read(text, today).ok_or_else(form)?;
    let Typed {
        year,
        month: Some(month),
        day,
    } = typed
    else {
        return Err(only_year(typed.year, today));
    };
    let Some(day) = day else {
        taken_month(year, month, today)?;
        let named = |n: i64| Arg::Number(n);
        let which = vec![("year", named(year.into())), ("month", named(month.into()))];
        return if month_will_do {
            taken_month(year, month, today)
        } else {
            Err(reject("day-only-month", which))
        };
    };
    let day = Day::new(year, month, day).filter(|_| year >= FIRST_YEAR).ok_or_else(form)?;
    if day.parts() > (today.year(), today.month(), today.day()) {
        return Err(reject("day-future", vec![]));
    }
    Ok(accept(Value::Day(day)))
}

fn taken_month(year: i16, month: i8, today: Date) -> Outcome {
    if year < FIRST_YEAR || !(1..=12).contains(&month) {
        return Err(reject("month-form", vec![]));
    }
    if (year, month) > (today.year(), today.month()) {
        return Err(reject("month-future", vec![]));
    }
    Ok(accept(Value::Month { year, month }))
}

fn only_year(year: i16, today: Date) -> Rejection {
    if year < FIRST_YEAR {
        return reject("month-form", vec![]);
    }
    if year > today.year() {
        return reject("month-future", vec![]);
    }
    reject("month-only-year", vec![("year", Arg::Number(i64::from(year)))])
}

/// 去年6月 becomes 2025年6月, 上个月 becomes 2026年10月.
fn relative(text: &str, today: Date) -> String {
    for (word, back) in [("今年", 0), ("去年", 1), ("前年", 2)] {
        if let Some(rest) = text.strip_prefix(word) {
            return format!("{}年{rest}", today.year() - back);
        }
    }
    let back = ["今天", "昨天", "前天"].iter().position(|word| *word == text);
    if let Some(back) = back.and_then(|days| u32::try_from(days).ok()) {
        return Day::from(today).days_earlier(back).to_string();
    }
    match text {
        "这个月" | "本月" => format!("{}-{}", today.year(), today.month()),
        "上个月" | "上月" if today.month() == 1 => format!("{}-12", today.year() - 1),
        "上个月" | "上月" => format!("{}-{}", today.year(), today.month() - 1),
        _ => text.to_owned(),
    }
}

/// 6月18日 is the last one there was.
fn with_year(text: String, today: Date) -> String {
    if text.contains('年') || !text.contains('月') || !text.ends_with(['日', '号']) {
        return text;
    }
    let this = format!("{}年{text}", today.year());
    let ahead = |typed: Typed| (typed.month, typed.day) > (Some(today.month()), Some(today.day()));
    if parts(&this, today).is_some_and(ahead) {
        return format!("{}年{text}", today.year() - 1);
    }
    this
}

/// Chinese numerals become Arabic: 二〇一五年十二月 is 2015年12月.
fn arabic(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        if numerals::is_chinese_numeral(c) {
            run.push(c);
            continue;
        }
        out.push_str(&arabic_run(&run));
        run.clear();
        if c != ' ' {
            out.push(c);
        }
    }
    out
}

fn arabic_run(run: &str) -> String {
    let digits: Option<String> = run
        .chars()
        .map(|c| numerals::digit_or_nought(c).map(|d| char::from(b'0' + d)))
        .collect();
    let number = || numerals::small_whole(run).map(|n| n.to_string());
    digits.or_else(number).unwrap_or_else(|| run.to_owned())
}

/// A year, with what was said of month and day.
struct Typed {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl Typed {
    fn read(text: &str, today: Date) -> Option<Typed> {
        if text.chars().take(100).count() == 100 {
            return None;
        }
        let typed = with_year(arabic(&relative(&clean::compact(text), today)), today);
        parts(typed.trim_end_matches(['份', '。', '.', '底', '初']), today)
    }
}

fn parts(typed: &str, today: Date) -> Option<Typed> {
    if typed.bytes().all(|b| b.is_ascii_digit()) {
        return run_together(typed);
    }
    let marked = typed.contains('年');
    let spaced = typed.replace(|c| matches!(c, '年' | '月' | '.' | '/') || clean::is_dash(c), " ");
    let spaced = spaced.trim_end_matches(['日', '号', '份']);
    let mut numbers = Vec::new();
    for part in spaced.split_whitespace() {
        numbers.push(Some(part).filter(|p| p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()))?);
    }
    let typed = |year: i16, month: Option<&str>, day: Option<&str>| {
        Some(Typed {
            year,
            month: month.map(str::parse).transpose().ok()?,
            day: day.map(str::parse).transpose().ok()?,
        })
    };
    match *numbers.as_slice() {
        [year] if marked => typed(full_year(year, today)?, None, None),
        [month, year] if year.len() == 4 && month.len() <= 2 => typed(year.parse().ok()?, Some(month), None),
        [year, month] if year.len() == 4 || marked => typed(full_year(year, today)?, Some(month), None),
        [year, month, day] if year.len() == 4 || marked => typed(full_year(year, today)?, Some(month), Some(day)),
        _ => None,
    }
}

/// 201506, 20150618, or a year alone.
fn run_together(digits: &str) -> Option<Typed> {
    let number = |part: Option<&str>| part.filter(|p| !p.is_empty()).map(str::parse).transpose().ok();
    matches!(digits.len(), 4 | 6 | 8).then_some(())?;
    Some(Typed {
        year: digits.get(..4)?.parse().ok()?,
        month: number(digits.get(4..6))?,
        day: number(digits.get(6..8))?,
    })
}

/// 15年 is 2015, 98年 is 1998.
fn full_year(digits: &str, today: Date) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year),
        2 if 2000 + year <= today.year() => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}
