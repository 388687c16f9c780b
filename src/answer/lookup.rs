//! Industries and townships: what is typed is looked up; several fits are offered.

use super::tables::Township;
use super::{Context, Judged, Outcome, Rejection, Value, accept, clean, numerals, reject};

/// The most that are offered.
const MOST: usize = 8;
/// Longer text names no township.
const LONGEST: usize = 40;
/// What township names end in; people leave it out.
const ENDINGS: [&str; 8] = ["街道办事处", "街道", "回族维吾尔族乡", "土家族乡", "回族乡", "管理区", "镇", "乡"];

pub(super) fn industry(text: &str, context: &Context<'_>) -> Outcome {
    if let Some(only) = context.tables.certain_industry(text) {
        return Ok(accept(Value::Industry(only.code.clone())));
    }
    let found = context.tables.search_industry(text);
    if found.is_empty() {
        return Err(reject("industry-unknown", vec![]));
    }
    Ok(Judged::Pick(found.into_iter().map(|i| Value::Industry(i.code.clone())).collect()))
}

pub(super) fn tapped_industry(code: &str, context: &Context<'_>) -> Outcome {
    match context.tables.industry(code) {
        Some(industry) => Ok(accept(Value::Industry(industry.code.clone()))),
        None => Err(reject("industry-unknown", vec![])),
    }
}

pub(super) fn tapped_township(county: &str, township: &str, context: &Context<'_>) -> Outcome {
    let own = context.county.is_none_or(|known| known == county);
    let row = context
        .tables
        .township_rows()
        .iter()
        .find(|t| own && t.county == county && t.name == township);
    row.map(|t| accept(value(t))).ok_or_else(unknown)
}

pub(super) fn township(text: &str, context: &Context<'_>) -> Outcome {
    let typed = clean::bare(text, LONGEST + 1);
    if typed.is_empty() || typed.chars().count() > LONGEST {
        return Err(unknown());
    }
    let rows: Vec<&Township> = context
        .tables
        .township_rows()
        .iter()
        .filter(|t| context.county.is_none_or(|c| c == t.county))
        .collect();
    if context.county.is_some()
        && let Some(place) = numerals::small_whole(typed.trim_start_matches('第').trim_end_matches('个'))
        && let Some(row) = place.checked_sub(1).and_then(|i| rows.get(i))
    {
        return Ok(accept(value(row)));
    }
    let found = match by_name(&rows, &typed) {
        none if none.is_empty() => in_named_county(&rows, &typed),
        some => some,
    };
    match found.as_slice() {
        [] => Err(unknown()),
        [one] => Ok(accept(value(one))),
        several => Ok(Judged::Pick(several.iter().take(MOST).map(|t| value(t)).collect())),
    }
}

/// 石门县楚江街道, 石门楚江: the county said first.
fn in_named_county<'a>(rows: &[&'a Township], typed: &str) -> Vec<&'a Township> {
    let typed = typed.trim_start_matches("湖南省").trim_start_matches("常德市");
    let rest_of = |county: &str| {
        let short = county.trim_end_matches(['县', '区', '市']);
        let rest = typed.strip_prefix(county).or_else(|| typed.strip_prefix(short));
        rest.filter(|rest| !rest.is_empty()).map(str::to_owned)
    };
    let Some((county, rest)) = rows.iter().find_map(|t| rest_of(&t.county).map(|rest| (t.county.as_str(), rest))) else {
        return by_name(rows, typed);
    };
    let own: Vec<&Township> = rows.iter().copied().filter(|t| t.county == county).collect();
    by_name(&own, &rest)
}

/// The best way of fitting that fits any: the whole name, without its ending, its beginning, a part, its sound.
fn by_name<'a>(rows: &[&'a Township], typed: &str) -> Vec<&'a Township> {
    let core = short(typed);
    let sound = clean::typed_sound(typed, LONGEST);
    let sounds = |fits: &dyn Fn(&str, &str, &str) -> bool, t: &Township| match (&sound, &t.sound) {
        (Some(typed), Some((full, initials))) => fits(typed, full, initials),
        _ => false,
    };
    let ways: [&dyn Fn(&Township) -> bool; 7] = [
        &|t| t.name == typed,
        &|t| short(&t.name) == core,
        &|t| t.name.starts_with(typed),
        &|t| t.name.contains(typed),
        &|t| sounds(&|typed, full, initials| full == typed || initials == typed, t) || short_sound(t, sound.as_deref()),
        &|t| sounds(&|typed, full, _| typed.len() > 1 && full.starts_with(typed), t),
        &|t| sounds(&|typed, _, initials| initials.starts_with(typed), t),
    ];
    let fitting = |way: &&dyn Fn(&Township) -> bool| -> Vec<&'a Township> { rows.iter().copied().filter(|t| way(t)).collect() };
    ways.iter().map(fitting).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Whether the pinyin is that of the name without its ending.
fn short_sound(township: &Township, typed: Option<&str>) -> bool {
    let Some((full, initials)) = clean::sound(short(&township.name)) else {
        return false;
    };
    typed.is_some_and(|typed| full == typed || (initials == typed && typed.len() > 1))
}

fn short(name: &str) -> &str {
    let cut = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    cut.filter(|rest| rest.chars().count() > 1).unwrap_or(name)
}

fn value(township: &Township) -> Value {
    Value::Township {
        county: township.county.clone(),
        township: township.name.clone(),
    }
}

fn unknown() -> Rejection {
    reject("township-unknown", vec![])
}
