//! What the channels take: lengths of prompts, labels, placeholders; and labels that mean something else.

use std::collections::BTreeSet;

use super::form::Form;
use super::texts::at;
use super::wanted::Wanted;
use crate::check::Finding;
use crate::conversation::{Word, word};
use crate::flow::{Ask, Flow, Range, Step, StepKind};
use crate::l10n::{Catalogue, Lang, Shape};

/// A message, in characters (Telegram takes 4,096).
const PROMPT_MAX: usize = 4000;
/// A button.
const LABEL_MAX: usize = 60;
/// Options of a list.
const OPTIONS_MAX: usize = 100;
/// The grey words in an empty input.
const PLACEHOLDER_MAX: usize = 64;
/// The answer to a tap.
const TOAST_MAX: usize = 200;
/// A command in the menu.
const COMMAND_MAX: usize = 256;
/// A person's name, a mark, the number of the question, the remark on the answer before.
const HEADING: usize = 130 + 20 + 250;
/// A name of a county or township.
const PLACE_NAME: usize = 20;

/// Everything too long or too many, and choices called like a word that steers.
pub(super) fn check(forms: &[Form<'_>], wanted: &Wanted, catalogue: &Catalogue) -> Vec<Finding> {
    let mut found = Vec::new();
    for form in forms {
        found.extend(lists(*form, catalogue));
        for step in &form.flow.steps {
            if let StepKind::Ask(ask) = &step.kind {
                found.extend(Lang::ALL.into_iter().filter_map(|lang| prompt(*form, catalogue, lang, step, ask)));
            }
        }
    }
    let labels = labels(forms);
    for lang in Lang::ALL {
        for id in catalogue.ids(lang).filter(|id| wanted.by_id.contains_key(*id)) {
            found.extend(catalogue.shape(lang, id).and_then(|shape| too_long(id, shape, &labels)));
        }
    }
    found
}

fn labels(forms: &[Form<'_>]) -> BTreeSet<String> {
    let of_flow = |flow: &Flow| -> Vec<String> {
        let lists = flow.choices.iter();
        lists
            .flat_map(|(list, options)| options.iter().map(move |o| format!("{list}-{o}")))
            .collect()
    };
    forms.iter().flat_map(|form| of_flow(form.flow)).collect()
}

fn too_long(id: &str, shape: &Shape, labels: &BTreeSet<String>) -> Option<Finding> {
    let attribute = id.split_once('.').map_or("", |(_, attribute)| attribute);
    let (kind, max) = if labels.contains(id) {
        ("an option", LABEL_MAX)
    } else if attribute == "example" {
        ("an example", PLACEHOLDER_MAX)
    } else if attribute == "again" || id.starts_with("button-") {
        ("a button", LABEL_MAX)
    } else if id.starts_with("toast-") {
        ("the answer to a tap", TOAST_MAX)
    } else if id.starts_with("command-") {
        ("a command", COMMAND_MAX)
    } else {
        return None;
    };
    let what = format!("the text `{id}` has {} characters, {kind} may have {max}", shape.length);
    (shape.length > max).then(|| at(shape, what, "shorten it"))
}

fn lists(form: Form<'_>, catalogue: &Catalogue) -> Vec<Finding> {
    let mut found = Vec::new();
    for (list, options) in &form.flow.choices {
        if options.len() > OPTIONS_MAX {
            let what = format!("it has {} options, a list may have {OPTIONS_MAX}", options.len());
            found.push(form.list(list).finding(what, "split the question in two"));
        }
        for option in options {
            let id = format!("{list}-{option}");
            found.extend(Lang::ALL.into_iter().filter_map(|lang| reserved(catalogue, lang, &id)));
        }
    }
    found
}

/// "I don't know" may be a choice; the other words that steer may not.
fn reserved(catalogue: &Catalogue, lang: Lang, id: &str) -> Option<Finding> {
    let shape = catalogue.shape(lang, id)?;
    let text = catalogue.text(lang, id, &[]);
    word(&text).filter(|word| *word != Word::DontKnow)?;
    Some(at(
        shape,
        format!("the option `{id}` is called `{text}`, a word that steers the form"),
        "call it something else",
    ))
}

/// A question as it is shown, at its longest.
fn prompt(form: Form<'_>, catalogue: &Catalogue, lang: Lang, step: &Step, ask: &Ask) -> Option<Finding> {
    let id = form.flow.text_id(&step.id);
    let length = |id: &str| catalogue.shape(lang, id).map_or(0, |shape| longest(form.flow, ask, shape));
    let shape = catalogue.shape(lang, &id)?;
    let own: usize = ["", ".help", ".example", ".invalid"]
        .iter()
        .map(|part| length(&format!("{id}{part}")))
        .sum();
    let frame = |id: &str| catalogue.shape(lang, id).map_or(0, |shape| shape.length + 1);
    let hows = [
        "how-buttons",
        "how-buttons-or-type",
        "how-several",
        "how-type",
        "how-photo",
        "how-place",
    ];
    let how = hows.iter().map(|id| frame(id)).max().unwrap_or(0);
    let hint = frame("hint-words").max(frame("hint-long-press"));
    let total = HEADING + own + how + hint + frame("example") + frame("tries-help");
    let what = format!("the prompt of `{id}` can have {total} characters, a message may have {PROMPT_MAX}");
    (total > PROMPT_MAX).then(|| Finding {
        step: Some(step.id.to_string()),
        ..at(shape, what, "shorten the question or its help")
    })
}

/// The longest way to write a text of a question, with its values.
fn longest(flow: &Flow, ask: &Ask, shape: &Shape) -> usize {
    let range = match ask {
        Ask::Integer(range) | Ask::Decimal(range) | Ask::Amount { range, .. } => range.clone(),
        _ => Range::default(),
    };
    let value = |name: &str| match name {
        "trade" => flow.trades.keys().map(|t| t.chars().count()).max().unwrap_or(5),
        "unit" => range.unit.as_deref().map_or(0, |u| u.chars().count()),
        "units" => match ask {
            Ask::Amount { units, .. } => units.iter().map(|u| u.chars().count() + 1).sum(),
            _ => 0,
        },
        _ => PLACE_NAME,
    };
    shape.length + shape.variables.iter().map(|v| value(v)).sum::<usize>()
}
