//! The linter of flows, tables and texts: what an author can get wrong is found before a form is walked.
//!
//! 1. Names and types first; what they spoil is not judged any further, so that one slip gives one finding.
//! 2. Then whether every question can be asked, over all answers that matter to the conditions.
//! 3. Then the decision table by itself and against the industries.
//! 4. Then the texts, in both languages, against what flows, table and program ask for.

mod across;
mod blocks;
mod condition;
mod domain;
mod form;
mod graph;
mod law;
mod limits;
mod names;
mod reach;
mod texts;
mod wanted;

use std::collections::BTreeSet;
use std::fmt;

use crate::answer::Industry;
use crate::catalogue::DecisionTable;
use crate::faq::Faq;
use crate::flow::{self, Flow, FlowError};
use crate::l10n::{Catalogue, Lang, TextError, TextFile};

use self::form::Form;
pub use self::graph::mermaid;

/// What is to be checked.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Flow files: name (`flows/registration.toml`) and content.
    pub flows: &'a [(&'a str, &'a str)],
    /// The text files of all languages.
    pub texts: &'a [TextFile],
    /// The texts the program itself asks for, with the values it gives.
    pub program: &'a [(&'a str, &'a [&'a str])],
    /// The decision table, and the industries it is for.
    pub law: Option<Law<'a>>,
    /// The file of the questions that owners ask, and what it says.
    pub faq: Option<(&'a str, &'a Faq)>,
}

/// The decision table, and the industries it is for.
#[derive(Debug, Clone, Copy)]
pub struct Law<'a> {
    /// The table's file.
    pub file: &'a str,
    /// The table.
    pub table: &'a DecisionTable,
    /// The industries' file.
    pub codes_file: &'a str,
    /// The industries.
    pub industries: &'a [Industry],
}

/// A fault, where it is, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// From 1; 0 where no line can be told.
    pub line: usize,
    /// The step it concerns, if it concerns one.
    pub step: Option<String>,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.line > 0 {
            write!(f, "{}:", self.line)?;
        }
        if let Some(step) = &self.step {
            write!(f, " step `{step}`:")?;
        }
        write!(f, " {}; {}", self.what, self.mend)
    }
}

/// Finds every fault of flows and texts, in the order of files and lines.
pub fn check(sheet: &Sheet<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut flows: Vec<(&str, Flow)> = Vec::new();
    for (file, source) in sheet.flows {
        match flow::parse(source) {
            Ok(flow) => flows.push((file, flow)),
            Err(error) => found.push(unreadable(file, error)),
        }
    }
    let forms: Vec<Form<'_>> = flows.iter().map(|(file, flow)| Form { file, flow }).collect();
    for form in &forms {
        found.extend(check_form(*form));
    }
    found.extend(across::check(&forms, sheet.law));
    let (catalogue, broken, faults) = read_texts(sheet.texts);
    found.extend(faults);
    found.extend(sheet.law.into_iter().flat_map(law::check));
    let wanted = wanted::all(&forms, sheet.program, sheet.law, sheet.faq);
    found.extend(wanted.clashes());
    let whole = forms.len() == sheet.flows.len();
    found.extend(texts::check(&texts::Texts {
        catalogue: &catalogue,
        wanted: &wanted,
        broken: &broken,
        whole,
    }));
    found.extend(limits::check(&forms, &wanted, &catalogue));
    tidy(found)
}

fn check_form(form: Form<'_>) -> Vec<Finding> {
    let mut found = names::check(form);
    found.extend(condition::check(form));
    found.extend(blocks::check(form));
    let spoilt: BTreeSet<String> = found.iter().filter_map(subject).collect();
    found.extend(reach::check(form, &spoilt));
    found
}

/// The step or the field a finding is about: `old-date`, "field `uscc`: ".
fn subject(finding: &Finding) -> Option<String> {
    let field = || finding.what.split_once("`: ").map(|(field, _)| format!("{field}`: "));
    finding.step.clone().or_else(field)
}

fn unreadable(file: &str, error: FlowError) -> Finding {
    Finding {
        file: file.to_owned(),
        line: error.line,
        step: error.step,
        what: error.what,
        mend: error.mend,
    }
}

/// The texts of all files that can be read; the languages that lack a file; what is wrong with those files.
fn read_texts(files: &[TextFile]) -> (Catalogue, BTreeSet<Lang>, Vec<Finding>) {
    let mut good: Vec<TextFile> = files.to_vec();
    let mut broken = BTreeSet::new();
    let mut found = Vec::new();
    loop {
        let faults = match Catalogue::new(&good) {
            Ok(catalogue) => return (catalogue, broken, found),
            Err(faults) => faults,
        };
        let left = good.len();
        good.retain(|file| {
            let bad = faults.iter().any(|fault| fault.file == file.name);
            if bad {
                broken.insert(file.lang);
            }
            !bad
        });
        found.extend(faults.into_iter().map(|fault| unusable(files, fault)));
        if good.len() == left {
            good.clear();
        }
    }
}

fn unusable(files: &[TextFile], error: TextError) -> Finding {
    if let Some((_, id)) = error.what.split_once("override an existing message: \"") {
        let id = id.split('"').next().unwrap_or(id);
        let source = files.iter().find(|f| f.name == error.file).map_or("", |f| f.source.as_str());
        let begins = |line: &str| line.strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='));
        let line = source
            .lines()
            .enumerate()
            .filter(|(_, l)| begins(l))
            .last()
            .map_or(error.line, |(n, _)| n + 1);
        let what = format!("the text `{id}` is written twice");
        return Finding {
            file: error.file,
            line,
            step: None,
            what,
            mend: "keep one".to_owned(),
        };
    }
    let (what, mend) = error.what.split_once("; ").unwrap_or((&error.what, "correct the text"));
    Finding {
        file: error.file,
        line: error.line,
        step: None,
        what: what.to_owned(),
        mend: mend.to_owned(),
    }
}

fn tidy(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    found.dedup();
    found
}

#[cfg(test)]
mod tests;
