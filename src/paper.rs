//! The forms of a county as a file for its officers: a CSV table or an Excel workbook.
//!
//! 1. A form that is signed (at the desk, waiting for its owner, registered) is read from what was signed last; one
//!    that is being filled in or was sent back from its answers as they are now, without a signer.
//! 2. The columns are a few of ours and then every field of the form in the order of the national platform. Forms
//!    answered under several versions share the columns: those of the newest version, then what only older ones have.
//! 3. Private answers are in the file; who may have it is for the caller to decide.
//! 4. The same forms give the same bytes.

mod csv;
mod fields;
mod xlsx;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use self::fields::{Column, Paper};
use crate::case::Case;
use crate::flow::{FieldSource, Flow};
use crate::ids::StepId;
use crate::render::Voice;

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One table, UTF-8 with a byte order mark, for programs. Codes stand there digit by digit with their leading zeros,
    /// but Excel takes them for numbers when it opens the file.
    Csv,
    /// A workbook with a further sheet for each repeated table. Every cell is text: it keeps leading zeros in Excel.
    Xlsx,
}

impl Format {
    /// The end of the file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }
}

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A form was signed under another version of the form than the one given; it would be misread.
    #[error("form {reference} was signed under flow {signed} and was given with flow {given}")]
    OtherFlow {
        /// The form.
        reference: String,
        /// The version it was signed under.
        signed: String,
        /// The version it was given with.
        given: String,
    },
    /// The table could not be written.
    #[error("the CSV table cannot be written: {0}")]
    Csv(#[from] std::io::Error),
    /// The workbook could not be written.
    #[error("the workbook cannot be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

/// A table of the file, all cells as text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sheet {
    name: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Writes forms, each with the version of the form it is answered under, to a file. One row per form, in the order given.
pub fn export(voice: Voice<'_>, forms: &[(Case, Arc<Flow>)], format: Format) -> Result<Vec<u8>, PaperError> {
    let papers = forms
        .iter()
        .map(|(case, flow)| Paper::of(case, flow))
        .collect::<Result<Vec<_>, _>>()?;
    let columns = columns(&papers);
    let all = forms_sheet(voice, &papers, &columns);
    match format {
        Format::Csv => csv::write(&all),
        Format::Xlsx => {
            let tables = columns.iter().filter_map(|column| table_sheet(voice, &papers, column));
            xlsx::write(std::iter::once(all).chain(tables), newest_ms(&papers))
        }
    }
}

/// The fields of all versions, those of the newest version first.
fn columns<'a>(papers: &[Paper<'a>]) -> Vec<Column<'a>> {
    let mut flows: Vec<&Flow> = papers.iter().map(|p| p.flow).collect();
    flows.sort_by(|a, b| b.version.cmp(&a.version).then_with(|| a.hash.cmp(&b.hash)));
    flows.dedup_by(|a, b| a.hash == b.hash);
    let mut seen = BTreeSet::new();
    let every = flows
        .into_iter()
        .flat_map(|flow| flow.fields.iter().map(move |field| Column { flow, field }));
    every.filter(|column| seen.insert((&column.flow.id, &column.field.id))).collect()
}

fn forms_sheet(voice: Voice<'_>, papers: &[Paper<'_>], columns: &[Column<'_>]) -> Sheet {
    let ours = [
        "paper-reference",
        "paper-stage",
        "paper-number",
        "paper-filled-by",
        "paper-signed-at",
        "paper-signer",
        "paper-valid-until",
        "paper-renew-from",
        "paper-renew-by",
        "paper-change-days",
    ];
    let labels = columns.iter().map(|column| column.label(voice));
    let header = ours.iter().map(|id| voice.say(id)).chain(labels).collect();
    let row = |paper: &Paper<'_>| {
        let values = columns.iter().map(|column| paper.field(voice, column));
        paper.ours(voice).into_iter().chain(values).collect()
    };
    Sheet {
        name: voice.say("paper-sheet-forms"),
        header,
        rows: papers.iter().map(row).collect(),
    }
}

/// The sheet of a repeated table, one row per item; `None` if the field is no such table.
fn table_sheet(voice: Voice<'_>, papers: &[Paper<'_>], column: &Column<'_>) -> Option<Sheet> {
    let FieldSource::Rows { repeat: Some(_), .. } = &column.field.source else {
        return None;
    };
    let mut steps: Vec<(&Flow, &StepId)> = Vec::new();
    for paper in papers {
        if let Some((_, own)) = paper.table(column) {
            let new = own
                .iter()
                .filter(|step| !steps.iter().any(|(_, known)| known == step))
                .collect::<Vec<_>>();
            steps.extend(new.into_iter().map(|step| (paper.flow, step)));
        }
    }
    let labels = steps.iter().map(|(flow, step)| voice.say(&format!("{}.short", flow.text_id(step))));
    let header = [voice.say("paper-reference"), voice.say("paper-name")]
        .into_iter()
        .chain(labels)
        .collect();
    let names: Vec<&StepId> = steps.iter().map(|(_, step)| *step).collect();
    let rows = papers.iter().flat_map(|paper| {
        let head = [paper.case.reference(), paper.name()];
        let items = paper.items(voice, column, &names).into_iter();
        items.map(move |cells| head.iter().cloned().chain(cells).collect())
    });
    Some(Sheet {
        name: column.label(voice),
        header,
        rows: rows.collect(),
    })
}

/// The newest signature, or the newest form if none is signed: the day the workbook bears.
fn newest_ms(papers: &[Paper<'_>]) -> i64 {
    let signed = papers.iter().filter_map(|p| p.signature.map(|s| s.at_ms)).max();
    signed.or_else(|| papers.iter().map(|p| p.case.begun_ms).max()).unwrap_or(0)
}

/// A cell's text without control characters; line breaks and tabs stay.
fn clean(text: &str) -> String {
    let unwanted = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !unwanted(*c))
        .collect()
}
