//! The inquiry "permit or registration?": its questions, and the card with the result.

use super::prompt::place_button;
use super::{FormView, Token, Voice, arg, terms};
use crate::answer::Industry;
use crate::catalogue::{AnswerKind, Asking, Border, Class, DecisionTable, Ground, Meaning, Provisional, Replay, Staff, Trade, Verdict};
use crate::ids::{FlowId, PersonId, StepId};
use crate::l10n::Lang;
use crate::message::{Button, Message, Press as ButtonPress, Text};

/// Labels up to this length stand two in a row.
const NARROW_CHARS: usize = 6;

/// So many trades on one site are asked about.
const TRADES_MAX: usize = 3;
/// An inquiry that has come so far leaves no room in a button for another trade.
const TRAIL_MAX: usize = 12;

/// Whose inquiry it is, about which industries.
#[derive(Debug, Clone, Copy)]
pub struct Inquirer<'a> {
    /// The person; his buttons are for him alone.
    pub person: PersonId,
    /// The industries on the site, the one asked about last.
    pub industries: &'a [&'a Industry],
}

/// The forms a result leads to.
#[derive(Debug, Clone, Copy)]
pub struct Ways<'a> {
    /// The one that is for the class; none if no form says so.
    pub form: Option<&'a FlowId>,
    /// The one that is offered beside it to one of the industries: its code, the form.
    pub offered: Option<(&'a str, &'a FlowId)>,
}

impl Inquirer<'_> {
    fn codes(&self) -> String {
        let codes: Vec<&str> = self.industries.iter().map(|industry| industry.code.as_str()).collect();
        codes.join("+")
    }

    fn button(&self, label: String, trail: &str) -> Button {
        inquiry_button(label, self.person, self.codes(), trail.to_owned())
    }

    fn head(&self, voice: Voice<'_>) -> String {
        voice.tell("classify-head", &[("trades", arg(called(self.industries)))])
    }
}

fn inquiry_button(label: String, person: PersonId, code: String, trail: String) -> Button {
    let token = Token::Classify { person, code, trail };
    Button {
        label,
        press: ButtonPress::Token(token.to_text()),
    }
}

/// 1331 食用植物油加工 ＋ 1311 稻谷加工.
fn called(industries: &[&Industry]) -> String {
    let names: Vec<String> = industries
        .iter()
        .map(|industry| format!("{} {}", industry.code, industry.name))
        .collect();
    names.join(" ＋ ")
}

/// Which of these industries? Each with the inquiry it leads to; the last button asks for other words.
pub fn classify_pick<'a>(
    voice: Voice<'_>,
    person: PersonId,
    found: impl Iterator<Item = (&'a Industry, (String, String))>,
    other_words: &Token,
) -> Message {
    let pick = |(industry, (codes, trail))| vec![inquiry_button(called(&[industry]), person, codes, trail)];
    let none = vec![voice.button("button-other-words", other_words)];
    let rows = found.map(pick).chain([none]).collect();
    Message::new(voice.text("classify-pick", &[])).with_buttons(rows)
}

/// A question of the inquiry.
pub fn classify_question(voice: Voice<'_>, table: &DecisionTable, by: Inquirer<'_>, replay: &Replay, asking: &Asking) -> Message {
    let id = match asking {
        Asking::One(question) => question,
        Asking::Together { id, .. } => id,
    };
    let mut lines = vec![by.head(voice), String::new()];
    let last = by.industries.last().copied();
    if let Some(industry) = last.filter(|_| by.industries.len() > 1) {
        lines.push(voice.tell("classify-about", &[("trade", arg(called(&[industry])))]));
    }
    lines.push(voice.say(&format!("catalogue-{id}")));
    let help = format!("catalogue-{id}.help");
    if voice.catalogue.has(voice.lang, &help) {
        lines.push(voice.say(&help));
    }
    lines.push(voice.say(match asking {
        Asking::One(_) => "how-buttons",
        Asking::Together { .. } => "how-several",
    }));
    let mut rows: Vec<Vec<Button>> = Vec::new();
    let trade = last.map_or(Trade::Uncovered, |industry| table.trade(&industry.code));
    for choice in table.choices(trade, replay, asking) {
        let label = label(voice, table, asking, replay, &choice.means);
        let narrow = label.chars().count() <= NARROW_CHARS;
        place_button(&mut rows, by.button(label, &choice.trail), narrow);
    }
    if !replay.trail.is_empty() {
        let back: String = replay.trail.chars().take(replay.trail.chars().count() - 1).collect();
        rows.push(vec![by.button(voice.say("button-back"), &back)]);
    }
    Message::new(Text::plain(lines.join("\n"))).with_buttons(rows)
}

fn label(voice: Voice<'_>, table: &DecisionTable, asking: &Asking, replay: &Replay, means: &Meaning) -> String {
    match means {
        Meaning::Yes => voice.say("answer-yes"),
        Meaning::No => voice.say("answer-no"),
        Meaning::DontKnow => voice.say("button-dont-know"),
        Meaning::Option(option) => match asking {
            Asking::One(question) => voice.say(&format!("catalogue-{question}-{option}")),
            Asking::Together { .. } => option.to_string(),
        },
        Meaning::Tick(question, ticked) => {
            let mark = if *ticked { '☑' } else { '☐' };
            format!("{mark} {}", voice.say(&format!("catalogue-{question}.tick")))
        }
        Meaning::Done if replay.ticks == 0 => voice.say("button-none-ticked"),
        Meaning::Done => voice.say("button-done"),
        Meaning::Range(from, to) => {
            let unit = match asking {
                Asking::One(question) => match table.questions.get(question) {
                    Some(AnswerKind::Number(unit)) => voice.say(&format!("catalogue-unit-{unit}")),
                    _ => String::new(),
                },
                Asking::Together { .. } => String::new(),
            };
            range(voice, *from, *to, &unit)
        }
    }
}

/// 不到 500, 500 到 1 万, 5,000 以上.
fn range(voice: Voice<'_>, from: Option<Border>, to: Option<Border>, unit: &str) -> String {
    let at = |border: Option<Border>| arg(border.map_or_else(String::new, |b| plain(voice, b.at)));
    let args = [("from", at(from)), ("to", at(to)), ("unit", arg(unit))];
    let id = match (from, to) {
        (None, None) => "range-any",
        (None, Some(to)) if to.below => "range-up-to",
        (None, Some(_)) => "range-below",
        (Some(from), None) if from.below => "range-above",
        (Some(_), None) => "range-from",
        (Some(_), Some(_)) => "range-between",
    };
    voice.tell(id, &args)
}

fn plain(voice: Voice<'_>, number: f64) -> String {
    let myriads = number / 10_000.0;
    if voice.lang == Lang::ZhCn && myriads >= 1.0 && (myriads * 10.0).fract() == 0.0 {
        return format!("{myriads}万");
    }
    number.to_string()
}

/// The result: the class, what to do next, by when, what it costs, on what it rests, and how sure it is.
pub fn classify_result(
    voice: Voice<'_>,
    table: &DecisionTable,
    by: Inquirer<'_>,
    verdict: &Verdict<'_>,
    trail: &str,
    ways: Ways<'_>,
) -> Message {
    let mut lines = vec![by.head(voice), String::new()];
    lines.extend(result_lines(voice, table, by.industries, verdict));
    lines.push(String::new());
    lines.push(voice.say(match verdict.class {
        _ if !verdict.staff.is_empty() => "classify-do-staff",
        Class::Key | Class::Simplified => "classify-do-permit",
        Class::Registration => "classify-do-registration",
        Class::NotListed => "classify-do-nothing",
    }));
    lines.push(voice.say("classify-guidance"));
    Message::new(Text::plain(lines.join("\n"))).with_buttons(result_buttons(voice, by, verdict, trail, ways))
}

/// Of several trades: one class for the site, and which of them decided it (article 5).
fn decided(voice: Voice<'_>, industries: &[&Industry], verdict: &Verdict<'_>) -> Option<String> {
    let deciding: Vec<&Industry> = verdict
        .decided_by
        .iter()
        .filter_map(|place| industries.get(*place).copied())
        .collect();
    (industries.len() > 1).then(|| match deciding.as_slice() {
        [] => voice.say("classify-several"),
        deciding => voice.tell("classify-decided", &[("trades", arg(called(deciding)))]),
    })
}

/// The class, on what it rests, and how sure it is.
fn result_lines(voice: Voice<'_>, table: &DecisionTable, industries: &[&Industry], verdict: &Verdict<'_>) -> Vec<String> {
    let class = verdict.class.word();
    let mut lines = Vec::new();
    if verdict.staff.is_empty() {
        lines.push(voice.say(&format!("classify-{class}")));
    } else {
        lines.push(voice.say("classify-staff"));
        if verdict.class > Class::NotListed {
            let at_least = voice.say(&format!("class-{class}"));
            lines.push(voice.tell("classify-at-least", &[("class", arg(at_least))]));
        }
        lines.extend(verdict.staff.iter().map(|why| reason(voice, why)));
    }
    lines.extend(basis_line(voice, table, verdict));
    lines.extend(decided(voice, industries, verdict));
    let by_process = |ground: &Ground<'_>| matches!(ground, Ground::Process(_));
    let limited = |trade: Trade<'_>| matches!(trade, Trade::Listed(category) if !category.row_108);
    let all_limited = industries.iter().all(|industry| limited(table.trade(&industry.code)));
    if all_limited && !verdict.grounds.is_empty() && verdict.grounds.iter().all(by_process) {
        lines.push(voice.say("classify-article6"));
    }
    lines.extend(notes(verdict).into_iter().map(|note| voice.say(&format!("catalogue-note-{note}"))));
    if verdict.staff.is_empty() && !verdict.provisional.is_empty() {
        lines.push(voice.say("classify-provisional"));
    }
    if verdict.provisional.iter().any(|p| matches!(p, Provisional::Unverified(_))) {
        lines.push(voice.say("classify-unverified"));
    }
    lines
}

/// The rules that gave the class.
fn basis_line(voice: Voice<'_>, table: &DecisionTable, verdict: &Verdict<'_>) -> Option<String> {
    let grounds: Vec<String> = verdict.grounds.iter().map(|ground| basis(voice, ground)).collect();
    let args = [("law", arg(table.basis.as_str())), ("rules", arg(grounds.join("；")))];
    (!grounds.is_empty()).then(|| voice.tell("classify-basis", &args))
}

/// What has come of a form's `classify` step, above its next question.
pub fn class_lines(voice: Voice<'_>, form: FormView<'_>) -> Option<String> {
    let classed = form.journey.class.as_ref()?;
    let table = voice.law?;
    let facts = table.facts(&classed.code, &classed.known);
    let trades = [table.trade(&classed.code)];
    let industry = voice.tables.industry(&classed.code)?;
    let mut lines = result_lines(voice, table, &[industry], &table.evaluate(&trades, &facts));
    lines.push(voice.say("classify-guidance"));
    Some(lines.join("\n"))
}

/// The class of a form in one line, for the desk and the export: which, who says so, how sure it is, on what it rests.
pub fn class_line(voice: Voice<'_>, form: FormView<'_>) -> Option<String> {
    let classed = form.journey.class.as_ref()?;
    let table = voice.law?;
    let facts = table.facts(&classed.code, &classed.known);
    let trades = [table.trade(&classed.code)];
    let verdict = table.evaluate(&trades, &facts);
    let sure = match classed {
        _ if classed.decided => "decided",
        _ if classed.unclear && verdict.class == Class::NotListed => "open",
        _ if classed.unclear => "unclear",
        _ if !verdict.provisional.is_empty() => "provisional",
        _ => "yes",
    };
    let args = [("class", arg(voice.say(&format!("class-{}", classed.class)))), ("sure", arg(sure))];
    let mut lines = vec![voice.tell("class-line", &args)];
    if !classed.decided {
        lines.extend(verdict.staff.iter().map(|why| reason(voice, why)));
    }
    lines.extend(basis_line(voice, table, &verdict));
    Some(lines.join("\n"))
}

/// What one needs for the form the result leads to.
pub fn classify_need(voice: Voice<'_>, by: Inquirer<'_>, class: Class, form: &FlowId, trail: &str) -> Message {
    let mut lines = vec![by.head(voice), String::new(), voice.say(&format!("need-{form}"))];
    lines.extend(terms(voice, class));
    let mut rows = vec![vec![start_button(voice, by, Some(form), trail)]];
    rows.push(vec![by.button(voice.say("button-back"), trail)]);
    Message::new(Text::plain(lines.join("\n"))).with_buttons(rows)
}

fn start_button(voice: Voice<'_>, by: Inquirer<'_>, form: Option<&FlowId>, trail: &str) -> Button {
    let start = Token::StartWith {
        code: by.codes(),
        trail: trail.to_owned(),
    };
    voice.button(&form.map_or_else(|| "button-start".to_owned(), start_text), &start)
}

/// The text of the button into a form.
pub(super) fn start_text(form: &FlowId) -> String {
    format!("button-start-{form}")
}

/// On from the result: the form, what it needs, a human, the question before.
fn result_buttons(voice: Voice<'_>, by: Inquirer<'_>, verdict: &Verdict<'_>, trail: &str, ways: Ways<'_>) -> Vec<Vec<Button>> {
    let mut rows = Vec::new();
    let (person, code) = (by.person, by.codes());
    let trailed = || trail.to_owned();
    if verdict.staff.is_empty() {
        rows.push(vec![start_button(voice, by, ways.form, trail)]);
        let (code, trail) = (code.clone(), trailed());
        let need = Token::Need { person, code, trail };
        rows.extend(ways.form.map(|_| vec![voice.button("button-need", &need)]));
    }
    if verdict.class < Class::Key && by.industries.len() < TRADES_MAX && trail.len() <= TRAIL_MAX {
        let (code, trail) = (code.clone(), trailed());
        rows.push(vec![voice.button("button-also", &Token::AlsoMade { person, code, trail })]);
    }
    rows.extend(ways.offered.map(|(code, form)| {
        let code = code.to_owned();
        vec![voice.button(&start_text(form), &Token::Offered { code, back: false })]
    }));
    let trail_so_far = trailed();
    let ask = Token::AskHuman { code, trail: trail_so_far };
    rows.push(vec![voice.button("button-ask-human", &ask)]);
    if let Some((last, _)) = trail.char_indices().last() {
        rows.push(vec![by.button(voice.say("button-back"), &trail[..last])]);
    }
    rows
}

/// An inquiry in one line, for the desk's card.
pub fn inquiry_summary(voice: Voice<'_>, industries: &[&Industry], verdict: &Verdict<'_>) -> String {
    let class = voice.say(&format!("class-{}", verdict.class.word()));
    let why: Vec<String> = verdict.staff.iter().map(|why| reason(voice, why)).collect();
    let args = [
        ("trades", arg(called(industries))),
        ("class", arg(class)),
        ("sure", arg(if why.is_empty() { "yes" } else { "no" })),
        ("why", arg(why.join(" "))),
    ];
    voice.tell("classify-summary", &args)
}

/// Remarks of the data on what has led to the result.
fn notes<'a>(verdict: &Verdict<'a>) -> Vec<&'a str> {
    let mut notes = Vec::new();
    for ground in &verdict.grounds {
        if let Ground::Category(category, rule) = ground {
            notes.extend(category.note.as_deref().into_iter().chain(rule.note.as_deref()));
        }
    }
    notes.dedup();
    notes
}

fn basis(voice: Voice<'_>, ground: &Ground<'_>) -> String {
    match ground {
        Ground::Category(_, rule) | Ground::Process(rule) => rule.basis.clone(),
        Ground::Article7(question) => voice.tell("classify-article7", &[("question", arg(tick(voice, question)))]),
    }
}

fn reason(voice: Voice<'_>, why: &Staff<'_>) -> String {
    match why {
        Staff::Outside => voice.say("classify-why-outside"),
        Staff::Uncovered => voice.say("classify-why-uncovered"),
        Staff::Rule(basis) => voice.tell("classify-why-rule", &[("basis", arg(*basis))]),
        Staff::NotKnown(question) => voice.tell("classify-why-not-known", &[("question", arg(tick(voice, question)))]),
    }
}

/// A question in few words where there are such.
fn tick(voice: Voice<'_>, question: &StepId) -> String {
    let short = format!("catalogue-{question}.tick");
    if voice.catalogue.has(voice.lang, &short) {
        return voice.say(&short);
    }
    voice.say(&format!("catalogue-{question}"))
}
