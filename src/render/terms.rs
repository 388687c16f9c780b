//! Terms of the law in words, and the days that follow from them.

use super::{FormView, Voice, arg, number};
use crate::catalogue::{Class, Term, TermKind, Validity};
use crate::flow::Standing;

impl FormView<'_> {
    /// The class of management, unless people still have to decide.
    pub fn class(&self) -> Option<Class> {
        let settled = self.journey.class.as_ref().filter(|class| !class.unclear)?;
        Class::named(settled.class.as_str())
    }
}

/// Where an earlier one stands, for the owner: in one sentence, with its basis.
pub(super) fn standing_told(voice: Voice<'_>, form: FormView<'_>) -> Option<String> {
    let standing = form.journey.standing.as_ref()?;
    let valid = voice
        .law?
        .terms
        .term(Class::named(form.flow.for_class.first()?.as_str())?, TermKind::Valid)?;
    let args = [
        ("until", arg(until(standing))),
        ("renew", arg(standing.renew_from.map(|day| day.to_string()).unwrap_or_default())),
        ("years", number(valid.count as usize)),
        ("basis", arg(valid.basis.as_str())),
    ];
    Some(voice.tell(&format!("standing-{}", standing.state), &args))
}

/// The same in few words, for the desk and the export.
pub fn standing_line(voice: Voice<'_>, form: FormView<'_>) -> Option<String> {
    let standing = form.journey.standing.as_ref()?;
    let args = [("until", arg(until(standing))), ("state", arg(standing.state.as_str()))];
    Some(voice.tell("standing-line", &args))
}

/// 2025-06-18, or 2025-06-01 – 2025-06-30.
fn until(standing: &Standing) -> String {
    match standing.until {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first} – {last}"),
    }
}

/// The terms that apply to a class, each with its basis and how sure it is; nothing if there are none.
pub fn terms(voice: Voice<'_>, class: Class) -> Option<String> {
    let line = |term: &Term| {
        let told = voice.tell(
            &format!("term-{}", term.kind.word()),
            &[("count", number(term.count as usize)), ("change", arg(changes(class)))],
        );
        let sure = if term.verified { "yes" } else { "no" };
        voice.tell(
            "term-line",
            &[("term", arg(told)), ("basis", arg(term.basis.as_str())), ("sure", arg(sure))],
        )
    };
    let lines: Vec<String> = voice.law?.terms.of(class).map(line).collect();
    (!lines.is_empty()).then(|| voice.tell("terms", &[("terms", arg(lines.join("\n")))]))
}

/// What a change is a change of: of all that was told, or of name, address and legal representative.
fn changes(class: Class) -> &'static str {
    if class == Class::Registration { "any" } else { "basic" }
}

/// Until when it counts, from or by when it is renewed, within how many days a change has to be told.
pub fn validity_line(voice: Voice<'_>, validity: &Validity) -> String {
    let (renew, day) = match (validity.renew_from, validity.renew_by) {
        (Some(day), _) => ("from", day.to_string()),
        (None, Some(day)) => ("by", day.to_string()),
        (None, None) => ("none", String::new()),
    };
    let args = [
        ("until", arg(validity.until.to_string())),
        ("renew", arg(renew)),
        ("day", arg(day)),
        ("change", number(validity.change_days.unwrap_or(0) as usize)),
        ("changes", arg(changes(validity.class))),
    ];
    voice.tell("validity", &args)
}

/// The same for the owner: with its basis, and what of it is not verified.
pub fn validity_lines(voice: Voice<'_>, validity: &Validity) -> String {
    let kinds = [TermKind::Valid, TermKind::RenewFrom, TermKind::RenewBy, TermKind::Change];
    let terms = voice.law.into_iter().flat_map(|law| law.terms.of(validity.class));
    let told: Vec<&Term> = terms.filter(|term| kinds.contains(&term.kind)).collect();
    let mut basis: Vec<&str> = Vec::new();
    for law in told.iter().flat_map(|term| term.basis.split('；')) {
        if !basis.contains(&law) {
            basis.push(law);
        }
    }
    let sure = if told.iter().all(|term| term.verified) { "yes" } else { "no" };
    let basis = voice.tell("validity-basis", &[("basis", arg(basis.join("；"))), ("sure", arg(sure))]);
    format!("{}\n{basis}", validity_line(voice, validity))
}
