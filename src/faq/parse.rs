//! From TOML to the list of questions. Errors name the line, what is wrong and how to mend it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Confidence, Question};
use crate::flow::nearest;

/// The list cannot be used; the author's to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}; {mend}")]
pub struct FaqError {
    /// From 1; 0 where no line can be told.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    question: Vec<toml::Spanned<RawQuestion>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    id: String,
    #[serde(default)]
    basis: String,
    confidence: String,
}

pub(super) fn parse(source: &str) -> Result<Vec<Question>, FaqError> {
    let line_at = |byte: usize| source.bytes().take(byte).filter(|b| *b == b'\n').count() + 1;
    let raw: Raw = toml::from_str(source).map_err(|error| FaqError {
        line: error.span().map_or(0, |span| line_at(span.start)),
        what: error.message().replace('\n', " "),
        mend: "correct the line; the head of the file tells how it is written".to_owned(),
    })?;
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for part in raw.question {
        let line = line_at(part.span().start);
        let question = read(part.into_inner(), line)?;
        if !seen.insert(question.id.clone()) {
            return Err(fault(line, format!("`{}` is there twice", question.id), "give each its own id"));
        }
        all.push(question);
    }
    Ok(all)
}

fn read(raw: RawQuestion, line: usize) -> Result<Question, FaqError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if raw.id.is_empty() || raw.id.len() > 12 || !raw.id.chars().all(plain) {
        let what = format!("`{}` cannot be an id", raw.id);
        return Err(fault(line, what, "write up to 12 letters and digits: F080"));
    }
    let Some(confidence) = Confidence::ALL.into_iter().find(|c| c.word() == raw.confidence) else {
        let words = Confidence::ALL.map(Confidence::word);
        let near = nearest(&raw.confidence, words);
        let what = format!("`{}`: there is no confidence `{}`", raw.id, raw.confidence);
        return Err(fault(line, what, &format!("did you mean `{near}`? There are {}", words.join(", "))));
    };
    if raw.basis.trim().is_empty() && !confidence.needs_no_basis() {
        let what = format!("`{}` is {} and names no basis", raw.id, confidence.word());
        return Err(fault(line, what, "write the law and article, or `confidence = \"advice\"`"));
    }
    Ok(Question {
        id: raw.id,
        basis: raw.basis.trim().to_owned(),
        confidence,
        line,
    })
}

fn fault(line: usize, what: String, mend: &str) -> FaqError {
    FaqError {
        line,
        what,
        mend: mend.to_owned(),
    }
}
