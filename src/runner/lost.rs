//! Buttons that are lost: what stands in the chats is newer than the store, because a backup was restored.
//!
//! A restart alone loses none: a prompt and its row are one commit, and a row that was not settled is sent again. So a
//! start says nothing of its own, unless
//!
//! 1. the store carries the mark of [`mark_restored`], which `greenwindow restore` leaves: then every open prompt is shown anew, once;
//! 2. a button comes back that this store has never made, as after a folder was copied back by hand: then the prompt of
//!    the one who pressed it is shown anew.
//!
//! The showings leap ahead, so that a button of the lost time never counts for another question.

use super::codec::{Stored as _, encode};
use super::dispatch::Who;
use super::present::Cause;
use super::records::{Pointer, Session};
use super::work::Work;
use super::{Runner, RunnerError};
use crate::store::{AggId, Commit, Expect, Kind, Receipt, Store, Write};

/// The name of the pointer that a restored store carries.
const RESTORED: &str = "restored";

/// More showings than a session has in the time between two backups.
const LEAP: u32 = 10_000;

/// Marks a store as restored from a backup; the next start shows every open prompt anew.
pub fn mark_restored(store: &dyn Store) -> Result<(), RunnerError> {
    let mark = Pointer {
        name: RESTORED.to_owned(),
        to: String::new(),
    };
    let write = Write {
        agg: AggId::new(Pointer::KIND, mark.id()),
        expect: Expect::Any,
        // Nothing in it is private, so no key is needed.
        body: Some(encode(&crate::seal::Keys::default(), &mark, 0)?),
    };
    let commit = Commit {
        writes: vec![write],
        ..Commit::default()
    };
    durable(Runner::taken(store.submit(commit))?)
}

/// Waits on this thread, which may be one of the runtime's: the store's own thread brings the receipt.
pub(super) fn durable(receipt: Option<Receipt>) -> Result<(), RunnerError> {
    match receipt {
        Some(receipt) => Ok(futures::executor::block_on(receipt.durable())?),
        None => Ok(()),
    }
}

impl Work<'_> {
    /// Somebody has pressed a button of a session, or of a showing, that this store does not know.
    pub(super) fn unknown_button(&mut self, who: &Who) -> Result<(), RunnerError> {
        self.alert(who, "toast-old")?;
        match self.load::<Session>(&who.key.to_string())? {
            Some(session) => self.show_anew(session),
            None => Ok(()),
        }
    }

    fn show_anew(&mut self, mut session: Session) -> Result<(), RunnerError> {
        if session.prompt.is_none() {
            return Ok(());
        }
        session.visit = session.visit.saturating_add(LEAP);
        let lang = self.lang_of(session.key.person)?;
        let remark = self.voice(lang).say("shown-anew");
        self.present(&mut session, Cause::default(), &[remark])?;
        self.save(&session)
    }
}

impl Runner {
    /// Shows every open prompt anew if the store was restored. If the process dies meanwhile, the next start does it again.
    pub(super) fn show_all_anew(&self, now_ms: i64) -> Result<(), RunnerError> {
        let mut last = Work::new(&self.house, now_ms);
        if last.pointer(RESTORED)?.is_none() {
            return Ok(());
        }
        for session in last.all::<Session>(Kind::Session)? {
            let mut work = Work::new(&self.house, now_ms);
            work.show_anew(session)?;
            self.submit(work, None, Vec::new())?;
        }
        last.remove(Kind::Index, RESTORED)?;
        // The rows are released with those left over, and not before they are durable.
        durable(self.submit(last, None, Vec::new())?.receipt)?;
        tracing::warn!("the store was restored from a backup; every open question is shown anew");
        Ok(())
    }
}
