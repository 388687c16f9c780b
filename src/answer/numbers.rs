//! Numbers with units: what was said is split into a numeral and a unit, and put into the question's unit.

use crate::flow::Range;

use super::numerals::{self, Fault, LIMIT, Nano, ONE};
use super::{Arg, Decimal, Judged, Outcome, Rejection, Value, clean, reject, soft};

/// Words before a number that say nothing.
const BEFORE: &[&str] = &["大约", "大概", "差不多", "大致", "总共", "一共", "约", "共", "有", "是", "~"];
/// Words after a number that say nothing.
const AFTER: &[&str] = &["左右", "上下", "的样子", "吧", "了", "。", "!", ";"];
/// Periods said before a number, and what they are.
const PERIODS_BEFORE: &[(&str, &str)] = &[
    ("每年", "年"),
    ("一年", "年"),
    ("年产", "年"),
    ("全年", "年"),
    ("每个月", "月"),
    ("每月", "月"),
    ("每天", "天"),
    ("每日", "天"),
    ("一天", "天"),
];
/// Periods said after a unit, and what they are.
const PERIODS_AFTER: &[(&str, &str)] = &[
    ("每年", "年"),
    ("一年", "年"),
    ("/年", "年"),
    ("peryear", "年"),
    ("ayear", "年"),
    ("/year", "年"),
    ("/yr", "年"),
    ("/a", "年"),
    ("每月", "月"),
    ("一月", "月"),
    ("/月", "月"),
    ("每天", "天"),
    ("每日", "天"),
    ("一天", "天"),
    ("/天", "天"),
    ("/日", "天"),
    ("/d", "天"),
];
/// Other names of units.
const SYNONYMS: &[(&str, &str)] = &[
    ("t", "吨"),
    ("ton", "吨"),
    ("tons", "吨"),
    ("tonne", "吨"),
    ("tonnes", "吨"),
    ("head", "头"),
    ("birds", "只"),
    ("pieces", "件"),
    ("vehicles", "辆"),
    ("kg", "公斤"),
    ("千克", "公斤"),
    ("市斤", "斤"),
    ("mu", "亩"),
    ("m2", "平方米"),
    ("平米", "平方米"),
    ("平方", "平方米"),
    ("m3", "立方米"),
    ("立方", "立方米"),
    ("方", "立方米"),
    ("块", "元"),
    ("块钱", "元"),
    ("名", "人"),
    ("位", "人"),
    ("个人", "人"),
    ("羽", "只"),
    ("小时", "时"),
    ("kwh", "度"),
    ("千瓦时", "度"),
];
/// Units of mass in grams; they convert into one another.
const MASSES: &[(&str, Nano)] = &[("吨", 1_000_000), ("公斤", 1000), ("斤", 500), ("克", 1)];

/// A unit as said, by its base and period: `t/a` is 吨 and 年.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unit {
    base: String,
    period: Option<&'static str>,
}

/// A number and the unit said with it.
struct Said {
    nano: Nano,
    unit: Option<Unit>,
    /// The unit in the person's own words.
    words: String,
}

pub(super) fn integer(text: &str, range: &Range) -> Outcome {
    let unit = range.unit.clone().unwrap_or_default();
    let (nano, _) = understood(text, range, range.unit.as_slice())?;
    if nano % ONE != 0 {
        return Err(reject("number-whole", vec![]));
    }
    let number = i64::try_from(nano / ONE).map_err(|_| reject("number-form", vec![]))?;
    within(nano, range, &unit, Value::Integer(number))
}

pub(super) fn decimal(text: &str, range: &Range) -> Outcome {
    let unit = range.unit.clone().unwrap_or_default();
    let (nano, _) = understood(text, range, range.unit.as_slice())?;
    let number = thousandths(nano)?;
    within(nano, range, &unit, Value::Decimal(number))
}

pub(super) fn amount(text: &str, range: &Range, units: &[String]) -> Outcome {
    let (nano, unit) = understood(text, range, units)?;
    let number = thousandths(nano)?;
    within(
        nano,
        range,
        &unit,
        Value::Amount {
            number,
            unit: unit.clone(),
        },
    )
}

fn thousandths(nano: Nano) -> Result<Decimal, Rejection> {
    Decimal::from_nano(nano).ok_or_else(|| reject("number-decimals", vec![("decimals", Arg::Number(3))]))
}

fn within(nano: Nano, range: &Range, unit: &str, value: Value) -> Outcome {
    #[expect(clippy::cast_precision_loss, reason = "limits are small numbers")]
    let number = nano as f64 / ONE as f64;
    if let Some(min) = range.min.filter(|min| number < *min) {
        return Err(reject("number-too-small", vec![("min", limit(min)), ("unit", Arg::text(unit))]));
    }
    if let Some(max) = range.max.filter(|max| number > *max) {
        return Err(reject("number-too-big", vec![("max", limit(max)), ("unit", Arg::text(unit))]));
    }
    let over = range.soft_max.filter(|usual| number > *usual);
    let flag = over.map(|usual| soft("over-usual", vec![("usual", limit(usual)), ("unit", Arg::text(unit))]));
    Ok(Judged::Accepted { value, soft: flag })
}

/// A limit for a text: a number if it is whole.
fn limit(limit: f64) -> Arg {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    let whole = limit as i64;
    if limit.fract() == 0.0 && limit.abs() < 1e15 {
        Arg::Number(whole)
    } else {
        Arg::Text(limit.to_string())
    }
}

/// The number in one of the units, and that unit (empty if the question has none).
fn understood(text: &str, range: &Range, units: &[String]) -> Result<(Nano, String), Rejection> {
    let said = said(text, units).map_err(|fault| fault_text(fault, range, units))?;
    let Some(first) = units.first() else {
        let counted = said
            .unit
            .as_ref()
            .is_none_or(|u| u.period.is_none() && matches!(u.base.as_str(), "个" | "人"));
        return if counted {
            Ok((said.nano, String::new()))
        } else {
            Err(reject("number-form", vec![]))
        };
    };
    let Some(unit) = &said.unit else {
        // With several units a bare number could be tonnes or head: better asked than guessed.
        return if units.len() == 1 {
            Ok((said.nano, first.clone()))
        } else {
            Err(reject("number-which-unit", vec![("units", Arg::Text(units.join("、")))]))
        };
    };
    if let Some(index) = listed(unit, units) {
        return Ok((said.nano, units.get(index).cloned().unwrap_or_default()));
    }
    converted(&said, unit, units).unwrap_or_else(|| {
        let known = Arg::Text(units.join("、"));
        Err(reject(
            "number-unit",
            vec![("unit", Arg::text(said.words.as_str())), ("units", known)],
        ))
    })
}

fn fault_text(fault: Fault, range: &Range, units: &[String]) -> Rejection {
    match fault {
        Fault::Form => reject("number-form", vec![]),
        Fault::Several => reject("number-one", vec![]),
        Fault::Decimals => reject("number-decimals", vec![("decimals", Arg::Number(3))]),
        Fault::Huge => {
            let max = range.max.map_or(Arg::Number(i64::try_from(LIMIT / ONE).unwrap_or(i64::MAX)), limit);
            let unit = Arg::text(units.first().cloned().unwrap_or_default());
            reject("number-too-big", vec![("max", max), ("unit", unit)])
        }
    }
}

/// The listed unit that is meant: the same, or the only one with that base if the period was left out on one side.
fn listed(unit: &Unit, units: &[String]) -> Option<usize> {
    let all: Vec<Unit> = units.iter().map(|u| parse_unit(u)).collect();
    if let Some(index) = all.iter().position(|u| u == unit) {
        return Some(index);
    }
    let mut fitting = (0..all.len()).filter(|i| all.get(*i).is_some_and(|u| u.base == unit.base && period_fits(unit, u)));
    let only_one = fitting.next()?;
    fitting.next().is_none().then_some(only_one)
}

fn period_fits(said: &Unit, listed: &Unit) -> bool {
    said.period.is_none() || said.period == listed.period || (listed.period.is_none() && said.period == Some("年"))
}

/// Masses convert into one another, exactly.
fn converted(said: &Said, unit: &Unit, units: &[String]) -> Option<Result<(Nano, String), Rejection>> {
    let grams = |base: &str| MASSES.iter().find(|(name, _)| *name == base).map(|(_, grams)| *grams);
    let from = grams(&unit.base)?;
    let (name, to) = units.iter().find_map(|name| {
        let listed = parse_unit(name);
        period_fits(unit, &listed)
            .then(|| grams(&listed.base).map(|to| (name, to)))
            .flatten()
    })?;
    let product = said.nano * from;
    if product % to != 0 {
        return Some(Err(reject("number-decimals", vec![("decimals", Arg::Number(3))])));
    }
    Some(Ok((product / to, name.clone())))
}

/// A unit by base and period; `吨每年`, `t/a` and `吨/年` are the same.
fn parse_unit(words: &str) -> Unit {
    let small = clean::compact(words).to_lowercase();
    let (base, period) = without_period(&small);
    let named = SYNONYMS.iter().find(|(name, _)| *name == base).map_or(base, |(_, name)| *name);
    Unit {
        base: named.to_owned(),
        period,
    }
}

fn without_period(unit: &str) -> (&str, Option<&'static str>) {
    let found = PERIODS_AFTER
        .iter()
        .find_map(|(words, period)| unit.strip_suffix(words).map(|base| (base, *period)));
    found
        .filter(|(base, _)| !base.is_empty())
        .map_or((unit, None), |(base, period)| (base, Some(period)))
}

fn said(text: &str, units: &[String]) -> Result<Said, Fault> {
    if text.chars().take(200).count() == 200 {
        return Err(Fault::Form);
    }
    let half = clean::half_width(text).to_lowercase();
    if has_parted_digits(&half) {
        return Err(Fault::Several);
    }
    let whole = clean::compact(&half);
    let (core, period) = stripped(&whole);
    let (negative, core) = match core.strip_prefix('负').or_else(|| core.strip_prefix(clean::is_dash)) {
        Some(rest) => (true, rest),
        None => (false, core),
    };
    if core.contains(['%', '‰', '~', '到', '至', '或', '、']) || core.contains(clean::is_dash) {
        return Err(if core.contains(numerals::is_numeral) {
            Fault::Several
        } else {
            Fault::Form
        });
    }
    let mut said = split(core, units)?;
    if let Some(period) = period {
        let unit = said
            .unit
            .get_or_insert_with(|| units.first().map_or_else(|| parse_unit("个"), |u| parse_unit(u)));
        unit.period = Some(period);
    }
    said.nano = if negative { -said.nano } else { said.nano };
    Ok(said)
}

/// `300 500`: two numbers, or one with blanks; nobody can tell.
fn has_parted_digits(text: &str) -> bool {
    let mut blank_after_digit = false;
    let mut last_digit = false;
    for c in text.chars() {
        if c.is_ascii_digit() && blank_after_digit {
            return true;
        }
        blank_after_digit = c == ' ' && (last_digit || blank_after_digit);
        last_digit = c.is_ascii_digit();
    }
    false
}

/// Without the words that say nothing, and with the period that was said first.
fn stripped(text: &str) -> (&str, Option<&'static str>) {
    let mut rest = text;
    let mut period = None;
    loop {
        let before = rest.len();
        for word in BEFORE {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
        for word in AFTER {
            rest = rest.strip_suffix(word).unwrap_or(rest);
        }
        for (word, found) in PERIODS_BEFORE {
            if let Some(after) = rest.strip_prefix(word) {
                (rest, period) = (after, Some(*found));
            }
        }
        if rest.len() == before {
            return (rest, period);
        }
    }
}

fn split(core: &str, units: &[String]) -> Result<Said, Fault> {
    if let Some(said) = units.iter().find_map(|unit| with_known_unit(core, unit)) {
        return Ok(said);
    }
    let core = &core.replace("千克", "公斤").replace("千瓦时", "度");
    let end = core.find(|c| !numerals::is_numeral(c)).unwrap_or(core.len());
    let (numeral, words) = core.split_at(end);
    let mut nano = numerals::numeral(numeral)?;
    let mut words = words;
    if !words.is_empty()
        && let Some(unit) = words.strip_suffix('半')
    {
        (nano, words) = (nano + ONE / 2, unit);
    }
    if holds_second_number(words) {
        return Err(Fault::Several);
    }
    let unit = (!words.is_empty()).then(|| parse_unit(words));
    Ok(Said {
        nano,
        unit,
        words: words.to_owned(),
    })
}

/// If the unit itself begins with a numeral (万元), it goes before the general rule.
fn with_known_unit(core: &str, unit: &str) -> Option<Said> {
    let small = clean::compact(unit).to_lowercase();
    let rest = core.strip_suffix(small.as_str()).filter(|_| !small.is_empty())?;
    let nano = numerals::numeral(rest).ok()?;
    Some(Said {
        nano,
        unit: Some(parse_unit(unit)),
        words: unit.to_owned(),
    })
}

/// Whether there is a number in what should be a unit; the 2 and 3 of m2 and m3 are none.
fn holds_second_number(words: &str) -> bool {
    let (base, _) = without_period(words);
    let rest = base.replace("m2", "").replace("m3", "");
    rest.contains(|c: char| c.is_ascii_digit() || numerals::is_chinese_numeral(c))
}
