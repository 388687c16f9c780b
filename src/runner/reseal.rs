//! Records that a version before the seal has written in plain text: they are written once more, sealed.
//!
//! The old text is gone from the folder after the next compaction, so both are done together.

use super::codec::Stored;
use super::records::{Session, SignedVersion, StoredCase};
use super::work::Work;
use super::{Runner, RunnerError, lock};
use crate::desk::Ticket;
use crate::ids::CaseId;
use crate::seal::{Sealing, is_unsealed};
use crate::store::Kind;

/// Records sealed in one go: turns wait so long.
const AT_ONCE: usize = 32;

/// Saves a record of the old form anew; says whether anything in it is private.
type SaveAnew = fn(&mut Work<'_>, &str) -> Result<bool, RunnerError>;

impl Runner {
    /// Seals the forms, signed versions, tickets and sessions of an older version. Says how many.
    /// If the process dies: some of them are sealed, the others the next time.
    pub fn seal_old(&self, now_ms: i64) -> Result<usize, RunnerError> {
        let kinds: [(Kind, SaveAnew); 4] = [
            (Kind::Case, case),
            (Kind::Signed, record::<SignedVersion>),
            (Kind::Ticket, record::<Ticket>),
            (Kind::Session, record::<Session>),
        ];
        let sealed = kinds.into_iter().map(|(kind, save)| self.seal_kind(kind, save, now_ms));
        sealed.sum()
    }

    /// The same for records of a channel's own.
    pub fn seal_old_of<T: Stored>(&self, now_ms: i64) -> Result<usize, RunnerError> {
        self.seal_kind(T::KIND, record::<T>, now_ms)
    }

    fn seal_kind(&self, kind: Kind, save: SaveAnew, now_ms: i64) -> Result<usize, RunnerError> {
        let (mut sealed, mut after) = (0, None);
        loop {
            let page = self.house.store.scan(kind, "", after.as_deref(), AT_ONCE)?;
            let Some((last, _)) = page.last() else { return Ok(sealed) };
            after = Some(last.clone());
            let old: Vec<String> = page
                .into_iter()
                .filter(|(_, head)| is_unsealed(&head.body))
                .map(|(id, _)| id)
                .collect();
            if old.is_empty() {
                continue;
            }
            let turn = lock(&self.turns);
            let mut work = Work::new(&self.house, now_ms);
            for id in old {
                match save(&mut work, &id) {
                    Ok(private) => sealed += usize::from(private),
                    Err(RunnerError::Store(error)) => return Err(error.into()),
                    Err(error) => tracing::error!(?kind, id, %error, "a record of an older version cannot be read, and stays as it is"),
                }
            }
            let turned = self.submit(work, None, Vec::new())?;
            drop(turn);
            super::lost::durable(turned.receipt)?;
        }
    }
}

fn record<T: Stored>(work: &mut Work<'_>, id: &str) -> Result<bool, RunnerError> {
    let Some(record) = work.load::<T>(id)? else { return Ok(false) };
    let private = record.sealing() != Sealing::Open;
    if private {
        work.save_anew(&record)?;
    }
    Ok(private)
}

/// A form's private answers stood among the others.
fn case(work: &mut Work<'_>, id: &str) -> Result<bool, RunnerError> {
    let Ok(number) = id.parse() else { return Ok(false) };
    let Some((case, flow)) = work.case(CaseId(number))? else {
        return Ok(false);
    };
    work.save_anew(&StoredCase::close(case, &flow))?;
    Ok(true)
}
