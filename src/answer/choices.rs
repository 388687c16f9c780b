//! One or several of a list, yes or no: by tap, by number, by words, by typed pinyin.

use crate::ids::OptionId;

use super::{Arg, Context, Outcome, Rejection, Value, accept, clean, numerals, reject};

/// Longer text is nobody's choice.
const LONGEST: usize = 300;
/// Words for yes.
const YES: &[&str] = &[
    "是",
    "是的",
    "有",
    "有的",
    "对",
    "对的",
    "嗯",
    "嗯嗯",
    "好",
    "好的",
    "要",
    "yes",
    "y",
    "1",
    "shi",
    "you",
    "dui",
    "第一个",
    "第1个",
    "一",
];
/// Words for no.
const NO: &[&str] = &[
    "不是",
    "不是的",
    "没有",
    "没有的",
    "没",
    "无",
    "否",
    "不",
    "不对",
    "不要",
    "no",
    "n",
    "2",
    "bushi",
    "meiyou",
    "第二个",
    "第2个",
    "二",
    "不好",
];
/// Words that turn the meaning of what stands beside them.
const NEGATIONS: [char; 5] = ['不', '没', '无', '非', '未'];

type Labels<'a> = &'a [(OptionId, Vec<String>)];

pub(super) fn tapped_one(option: &OptionId, context: &Context<'_>) -> Outcome {
    if context.labels.iter().any(|(id, _)| id == option) {
        return Ok(accept(Value::Choice(option.clone())));
    }
    Err(unknown(context.labels.len()))
}

pub(super) fn tapped_yes_no(option: &OptionId) -> Outcome {
    match option.as_str() {
        "yes" => Ok(accept(Value::YesNo(true))),
        "no" => Ok(accept(Value::YesNo(false))),
        _ => Err(unknown(2)),
    }
}

pub(super) fn tapped(options: &[OptionId], exclusive: Option<&OptionId>, context: &Context<'_>) -> Outcome {
    let mut places = Vec::new();
    for option in options {
        let place = context.labels.iter().position(|(id, _)| id == option);
        places.push(place.ok_or_else(|| unknown(context.labels.len()))?);
    }
    chosen(&places, exclusive, context)
}

/// In the list's order, each once; the exclusive one alone.
fn chosen(places: &[usize], exclusive: Option<&OptionId>, context: &Context<'_>) -> Outcome {
    let all = context.labels.iter().enumerate().filter(|(place, _)| places.contains(place));
    let options: Vec<OptionId> = all.map(|(_, (id, _))| id.clone()).collect();
    if options.is_empty() {
        return Err(reject("choices-empty", vec![]));
    }
    if let Some(alone) = exclusive
        && options.len() > 1
        && let Some(place) = context.labels.iter().position(|(id, _)| id == alone && options.contains(id))
    {
        return Err(reject(
            "choices-exclusive",
            vec![("option", Arg::Text(label(context.labels, place)))],
        ));
    }
    Ok(accept(Value::Choices(options)))
}

pub(super) fn one(text: &str, context: &Context<'_>) -> Outcome {
    let place = find(text, context.labels)?;
    match context.labels.get(place) {
        Some((id, _)) => Ok(accept(Value::Choice(id.clone()))),
        None => Err(unknown(context.labels.len())),
    }
}

pub(super) fn yes_no(text: &str, context: &Context<'_>) -> Outcome {
    let typed = clean::bare(text, LONGEST);
    let listed = exact(&typed, context.labels);
    let by_label = match listed.as_slice() {
        [place] => context.labels.get(*place).map(|(id, _)| id.as_str()),
        _ => None,
    };
    let known = |words: &[&str]| words.contains(&typed.as_str());
    match by_label {
        Some("yes") => Ok(accept(Value::YesNo(true))),
        Some("no") => Ok(accept(Value::YesNo(false))),
        _ if known(YES) => Ok(accept(Value::YesNo(true))),
        _ if known(NO) => Ok(accept(Value::YesNo(false))),
        _ => Err(unknown(2)),
    }
}

pub(super) fn several(text: &str, exclusive: Option<&OptionId>, context: &Context<'_>) -> Outcome {
    let labels = context.labels;
    if text.chars().take(LONGEST).count() == LONGEST {
        return Err(unknown(labels.len()));
    }
    let typed = clean::half_width(text);
    if let [place] = exact(&clean::bare(&typed, LONGEST), labels).as_slice() {
        return chosen(&[*place], exclusive, context);
    }
    let mut places = Vec::new();
    for piece in typed.split(['、', ',', ';', '/', '+', '&']) {
        places.extend(piece_of_several(piece, labels)?);
    }
    chosen(&places, exclusive, context)
}

/// A piece between commas: one option, digits run together, or several between blanks and 和.
fn piece_of_several(piece: &str, labels: Labels<'_>) -> Result<Vec<usize>, Rejection> {
    if clean::bare(piece, LONGEST).is_empty() {
        return Ok(Vec::new());
    }
    let whole = find(piece, labels);
    if let Ok(place) = whole {
        return Ok(vec![place]);
    }
    if let Some(places) = run_of_digits(piece.trim(), labels.len()) {
        return Ok(places);
    }
    let parts: Vec<&str> = piece
        .split([' ', '和', '与', '及', '跟'])
        .filter(|part| !clean::bare(part, LONGEST).is_empty())
        .collect();
    if parts.len() < 2 {
        return whole.map(|place| vec![place]);
    }
    parts.into_iter().map(|part| find(part, labels)).collect()
}

/// 135 is 1, 3 and 5 where the list is short and no digit comes twice.
fn run_of_digits(piece: &str, count: usize) -> Option<Vec<usize>> {
    let digits: Option<Vec<usize>> = piece.chars().map(|c| c.to_digit(10).map(|d| d as usize)).collect();
    let digits = digits.filter(|all| count <= 9 && all.len() <= count && all.iter().all(|d| (1..=count).contains(d)))?;
    let twice = digits
        .iter()
        .enumerate()
        .any(|(i, d)| digits.iter().skip(i + 1).any(|other| other == d));
    (!twice).then(|| digits.iter().map(|d| d - 1).collect())
}

/// The place of the option that is meant.
fn find(text: &str, labels: Labels<'_>) -> Result<usize, Rejection> {
    let typed = clean::bare(text, LONGEST);
    if typed.is_empty() || typed.chars().count() == LONGEST {
        return Err(unknown(labels.len()));
    }
    let number = || number_of(text, labels.len()).into_iter().collect();
    let tries: [&dyn Fn() -> Vec<usize>; 6] = [
        &|| exact(&typed, labels),
        &number,
        &|| matching(labels, |label| label.starts_with(&typed)),
        &|| matching(labels, |label| label.contains(&typed)),
        &|| within(&typed, labels),
        &|| sounding(text, labels),
    ];
    for attempt in tries {
        match attempt().as_slice() {
            [] => {}
            [place] => return Ok(*place),
            [first, second, ..] => return Err(ambiguous(labels, *first, *second)),
        }
    }
    Err(unknown(labels.len()))
}

fn exact(typed: &str, labels: Labels<'_>) -> Vec<usize> {
    matching(labels, |label| label == typed)
}

fn matching(labels: Labels<'_>, fits: impl Fn(&str) -> bool) -> Vec<usize> {
    let any = |words: &[String]| words.iter().map(|w| clean::bare(w, LONGEST)).any(|w| !w.is_empty() && fits(&w));
    labels
        .iter()
        .enumerate()
        .filter(|(_, (_, words))| any(words))
        .map(|(place, _)| place)
        .collect()
}

/// The options whose words are inside what was typed, if nothing beside them turns the meaning.
fn within(typed: &str, labels: Labels<'_>) -> Vec<usize> {
    matching(labels, |label| {
        let beside = typed.replacen(label, "", 1);
        label.chars().count() > 1 && typed.contains(label) && !beside.contains(NEGATIONS)
    })
}

fn sounding(text: &str, labels: Labels<'_>) -> Vec<usize> {
    let Some(typed) = clean::typed_sound(text, 60) else {
        return Vec::new();
    };
    let by =
        |fits: &dyn Fn(&str, &str) -> bool| matching(labels, |l| clean::sound(l).is_some_and(|(full, initials)| fits(&full, &initials)));
    let whole = by(&|full, initials| full == typed || (typed.len() > 1 && initials == typed));
    if !whole.is_empty() || typed.len() < 3 {
        return whole;
    }
    by(&|full, _| full.starts_with(&typed))
}

/// 1, ①, 一, 第一个, 选1: the place in the list, if it is that long.
fn number_of(text: &str, count: usize) -> Option<usize> {
    let half = clean::half_width(text);
    let core = half
        .trim_start_matches(['我', '选', '第', '('])
        .trim_end_matches(['个', '项', '条', '种', '号', '.', ')', '、', '。', '吧', ',']);
    let core = core.trim();
    let plain = core.chars().all(|c| c.is_ascii_digit() || numerals::is_chinese_numeral(c));
    let number = if plain { numerals::small_whole(core)? } else { return None };
    (1..=count).contains(&number).then(|| number - 1)
}

fn unknown(count: usize) -> Rejection {
    reject("choice-unknown", vec![("count", Arg::count(count))])
}

fn ambiguous(labels: Labels<'_>, first: usize, second: usize) -> Rejection {
    let words = |place| Arg::Text(label(labels, place));
    reject("choice-ambiguous", vec![("first", words(first)), ("second", words(second))])
}

fn label(labels: Labels<'_>, place: usize) -> String {
    labels
        .get(place)
        .and_then(|(id, words)| words.first().cloned().or_else(|| Some(id.to_string())))
        .unwrap_or_default()
}
