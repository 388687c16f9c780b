//! Year and month: `2015-06`, 2015年6月, 去年6月.

use jiff::civil::Date;

use super::{Arg, Outcome, Rejection, Value, accept, clean, numerals, reject};

/// Nothing older is believed.
const FIRST_YEAR: i16 = 1900;

pub(super) fn judge(text: &str, today: Date) -> Outcome {
    if text.chars().take(100).count() == 100 {
        return Err(form());
    }
    let typed = arabic(&relative(&clean::compact(text), today));
    let (year, month) = match parts(&typed, today) {
        Some((year, Some(month))) => (year, month),
        Some((year, None)) => return Err(only_year(year, today)),
        None => return Err(form()),
    };
    if year < FIRST_YEAR || !(1..=12).contains(&month) {
        return Err(form());
    }
    if (year, month) > (today.year(), today.month()) {
        return Err(reject("month-future", vec![]));
    }
    Ok(accept(Value::Month { year, month }))
}

fn form() -> Rejection {
    reject("month-form", vec![])
}

fn only_year(year: i16, today: Date) -> Rejection {
    if year < FIRST_YEAR {
        return form();
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
    match text {
        "这个月" | "本月" => format!("{}-{}", today.year(), today.month()),
        "上个月" | "上月" if today.month() == 1 => format!("{}-12", today.year() - 1),
        "上个月" | "上月" => format!("{}-{}", today.year(), today.month() - 1),
        _ => text.to_owned(),
    }
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

/// Year, and month if there is one.
fn parts(typed: &str, today: Date) -> Option<(i16, Option<i8>)> {
    let typed = typed.trim_end_matches(['份', '。', '.', '底', '初']);
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
    match *numbers.as_slice() {
        [year] if marked => Some((full_year(year, today)?, None)),
        [month, year] if year.len() == 4 && month.len() <= 2 => Some((year.parse().ok()?, Some(month.parse().ok()?))),
        [year, month] | [year, month, _] if year.len() == 4 || marked => Some((full_year(year, today)?, Some(month.parse().ok()?))),
        _ => None,
    }
}

/// 201506, 20150618, or a year alone.
fn run_together(digits: &str) -> Option<(i16, Option<i8>)> {
    let year = digits.get(..4)?.parse().ok()?;
    match digits.len() {
        4 => Some((year, None)),
        6 | 8 => Some((year, Some(digits.get(4..6)?.parse().ok()?))),
        _ => None,
    }
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
