//! A flow with the place it is written in.

use crate::check::Finding;
use crate::flow::{Field, Flow, Step, StepKind, nearest};
use crate::ids::ListId;

/// A flow and its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form<'a> {
    /// The file's name.
    pub(super) file: &'a str,
    /// The flow.
    pub(super) flow: &'a Flow,
}

/// A place in a file that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The file's name.
    pub(super) file: String,
    /// From 1; 0 where no line can be told.
    pub(super) line: usize,
    /// The step.
    pub(super) step: Option<String>,
    /// What is not a step: "field `uscc`: ".
    pub(super) subject: String,
}

impl Spot {
    /// A finding here.
    pub(super) fn finding(&self, what: impl AsRef<str>, mend: impl Into<String>) -> Finding {
        let what = format!("{}{}", self.subject, what.as_ref());
        Finding {
            file: self.file.clone(),
            line: self.line,
            step: self.step.clone(),
            what,
            mend: mend.into(),
        }
    }
}

impl Form<'_> {
    /// The line of a step on which a key stands; its first line if it has no such key.
    pub(super) fn step(&self, step: &Step, key: &str) -> Spot {
        let ends = |line: &str| line.trim_start().starts_with('[');
        let lines = self.flow.source.lines().skip(step.line).take_while(|l| !ends(l));
        let own = lines.enumerate().find(|(_, l)| is_key(l, key));
        let line = own.map_or(step.line, |(n, _)| step.line + n + 1);
        Spot {
            file: self.file.to_owned(),
            line,
            step: Some(step.id.to_string()),
            subject: String::new(),
        }
    }

    /// The line a list of choices stands on.
    pub(super) fn list(&self, list: &ListId) -> Spot {
        self.spot(self.line_where(|l| is_key(l, list.as_str())), format!("list `{list}`: "))
    }

    /// The line of a field's `id`.
    pub(super) fn field(&self, field: &Field) -> Spot {
        let mut in_field = false;
        let line = self.line_where(|line| {
            if line.trim_start().starts_with('[') {
                in_field = line.trim() == "[[field]]";
            }
            let named = line.split(['"', '\'']).nth(1) == Some(field.id.as_str());
            in_field && is_key(line, "id") && named
        });
        self.spot(line, format!("field `{}`: ", field.id))
    }

    /// The line of a key of the whole file.
    pub(super) fn head(&self, key: &str) -> Spot {
        self.spot(self.line_where(|l| is_key(l, key)), String::new())
    }

    fn spot(&self, line: usize, subject: String) -> Spot {
        Spot {
            file: self.file.to_owned(),
            line,
            step: None,
            subject,
        }
    }

    fn line_where(&self, test: impl FnMut(&str) -> bool) -> usize {
        self.flow.source.lines().position(test).map_or(0, |n| n + 1)
    }

    /// "did you mean" among the questions and groups.
    pub(super) fn near_step(&self, name: &str) -> String {
        self.near(name, |step| {
            !step.kind.is_end() && !matches!(step.kind, StepKind::GoOn(_) | StepKind::Wait)
        })
    }

    /// "did you mean" among some steps.
    pub(super) fn near(&self, name: &str, fits: impl Fn(&Step) -> bool) -> String {
        did_you_mean(name, self.flow.steps.iter().filter(|s| fits(s)).map(|s| s.id.as_str()))
    }
}

/// "did you mean `x`?", or what to do if there is nothing to mean.
pub(super) fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(name, known) {
        "" => "there is none to name yet".to_owned(),
        near => format!("did you mean `{near}`?"),
    }
}

/// What a step is, in a word of flow files.
pub(super) fn kind(step: &Step) -> &'static str {
    match &step.kind {
        StepKind::Ask(ask) => ask.name(),
        StepKind::Repeat { .. } => "repeat",
        StepKind::Classify { .. } => "classify",
        StepKind::Validity { .. } => "validity",
        StepKind::GoOn(_) => "go_on",
        StepKind::Wait => "wait",
        StepKind::Review => "review",
        StepKind::HandIn(_) => "hand_in",
    }
}

fn is_key(line: &str, key: &str) -> bool {
    let rest = line.trim_start().strip_prefix(key);
    rest.is_some_and(|rest| rest.trim_start().starts_with('='))
}
