//! What is left of what owners were told is kept, after the program was killed.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use crate::Fault;
use crate::owner::ASKED;

/// Columns of the export before those of the form: the fifth says when it was signed.
const OURS: usize = 6;
const SIGNED_AT: usize = 4;

/// What was told and what was lost.
pub(crate) struct Kept {
    told: u64,
    lost: u64,
}

/// Reads the folder of a killed program by its own export.
pub(crate) fn after_the_kill(program: &Path, data: &Path, told: &[(u64, String, usize)]) -> Result<Kept, Fault> {
    let exported = Command::new(program)
        .args(["export", "--format", "csv"])
        .current_dir(data)
        .envs([
            ("TELOXIDE_TOKEN", "1:bench"),
            ("GREENWINDOW_DATA", "data"),
            ("GREENWINDOW_DEFAULT_FLOW", "bench"),
        ])
        .output()?;
    if !exported.status.success() {
        return Err(String::from_utf8_lossy(&exported.stderr).into_owned().into());
    }
    let stored = read(&exported.stdout)?;
    let mut kept = Kept { told: 0, lost: 0 };
    for (signed, company, answers) in told {
        let forms = (0..*signed).map(|n| stored.get(&sibling(company, *signed, n)));
        let gone = forms.filter(|form| !form.is_some_and(|(_, signed)| *signed)).count() as u64;
        let there = stored.get(company).map_or(0, |(answers, _)| *answers);
        kept.told += signed * (ASKED as u64 + 1) + *answers as u64;
        kept.lost += gone * (ASKED as u64 + 1) + answers.saturating_sub(there) as u64;
    }
    Ok(kept)
}

/// The same owner's earlier enterprise.
fn sibling(company: &str, now: u64, then: u64) -> String {
    company.replace(&format!("大米{now}厂"), &format!("大米{then}厂"))
}

/// By enterprise: how many answers its form has, and whether it is signed.
fn read(table: &[u8]) -> Result<HashMap<String, (usize, bool)>, Fault> {
    let mut forms = HashMap::new();
    for row in csv::Reader::from_reader(table).records() {
        let row = row?;
        let answers = row.iter().skip(OURS).filter(|cell| !cell.is_empty()).count();
        let name = row.get(OURS).unwrap_or_default().to_owned();
        forms.insert(name, (answers, row.get(SIGNED_AT).is_some_and(|at| !at.is_empty())));
    }
    Ok(forms)
}

impl std::fmt::Display for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "after kill -9: {} of {} answers and signatures lost", self.lost, self.told)
    }
}
