//! The one thread that writes, and the watchdog over it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::guarded;
use super::snapshot::Aside;
use super::table::{Disk, Op, Overlay};
use crate::pulse::pulse;
use crate::store::StoreError;

/// At most so many commits are written together.
const GROUP_COMMITS: usize = 256;
/// A group is not made larger than this, unless its first commit is.
const GROUP_BYTES: usize = 1024 * 1024;
/// A group that takes longer ends the process: the supervisor starts it again, and nothing durable is lost.
const STUCK: Duration = Duration::from_secs(10);

/// A decided commit that waits for the disk.
pub(super) struct Waiting {
    pub(super) ticket: u64,
    pub(super) ops: Vec<Op>,
    pub(super) answer: oneshot::Sender<Result<(), StoreError>>,
}

/// What the mutex guards.
#[derive(Default)]
pub(super) struct State {
    pub(super) overlay: Overlay,
    pub(super) queue: VecDeque<Waiting>,
    pub(super) last_ticket: u64,
    pub(super) failed: Option<StoreError>,
    /// What a snapshot needs; none when no snapshot is read, or when it was outrun.
    pub(super) aside: Option<Aside>,
    /// Snapshots being read.
    pub(super) snapshots: usize,
    closing: bool,
}

impl State {
    /// Latches the first error: everything afterwards fails.
    pub(super) fn fail(&mut self, error: &StoreError) {
        if self.failed.is_none() {
            tracing::error!(%error, "the store has failed and takes nothing more");
            self.failed = Some(error.clone());
        }
        for waiting in self.queue.drain(..) {
            answer(waiting.answer, Err(error.clone()));
        }
    }

    /// Refuses when failed or closed.
    pub(super) fn check_open(&self) -> Result<(), StoreError> {
        match &self.failed {
            Some(error) => Err(error.clone()),
            None if self.closing => Err(StoreError::Failed("the store is closed".to_owned())),
            None => Ok(()),
        }
    }

    /// Takes the next group: commits in order, never more than the limits.
    fn take_group(&mut self) -> Option<Group> {
        let mut group = Group::default();
        let mut bytes = 0;
        while let Some(next) = self.queue.front() {
            bytes += next.ops.iter().map(Op::bytes).sum::<usize>();
            let full = group.answers.len() == GROUP_COMMITS || bytes > GROUP_BYTES;
            if full && !group.answers.is_empty() {
                break;
            }
            if let Some(next) = self.queue.pop_front() {
                group.last_ticket = next.ticket;
                group.ops.extend(next.ops);
                group.answers.push(next.answer);
            }
        }
        (!group.answers.is_empty()).then_some(group)
    }
}

/// Commits that are written together.
#[derive(Default)]
struct Group {
    last_ticket: u64,
    ops: Vec<Op>,
    answers: Vec<oneshot::Sender<Result<(), StoreError>>>,
}

impl Group {
    fn answer(&mut self, written: &Result<(), StoreError>) {
        self.answers.drain(..).for_each(|sender| answer(sender, written.clone()));
    }
}

/// What the callers, the committer and the watchdog share.
pub(super) struct Shared {
    pub(super) disk: Disk,
    state: Mutex<State>,
    pub(super) wake: Condvar,
    started: Instant,
    /// Since when the committer is at a group (milliseconds after `started`, plus one); 0 between groups.
    busy_since: AtomicU64,
    stopped: AtomicBool,
    /// The fault a crash test plants: receipts come back before anything is written.
    speak_first: bool,
}

impl Shared {
    pub(super) fn new(disk: Disk, commits: u64) -> Self {
        Self {
            disk,
            state: Mutex::new(State {
                last_ticket: commits,
                ..State::default()
            }),
            wake: Condvar::new(),
            started: Instant::now(),
            busy_since: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            speak_first: planted("GREENWINDOW_TEST_SPEAK_FIRST"),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes no more commits; the committer ends when the queue is empty.
    pub(super) fn stop(&self) {
        self.state().closing = true;
        self.wake.notify_all();
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX - 1) + 1
    }

    /// Waits for commits; none when the store is closed and all is written.
    fn next_group(&self) -> Option<Group> {
        let mut state = self.state();
        while state.queue.is_empty() && !state.closing {
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.take_group()
    }

    fn commit_groups(&self) {
        while let Some(mut group) = self.next_group() {
            if self.speak_first {
                group.answer(&Ok(()));
            }
            self.busy_since.store(self.now_ms(), Ordering::SeqCst);
            let began = Instant::now();
            let written = guarded(|| {
                self.disk.write(&group.ops, group.last_ticket)?;
                self.disk.sync()?;
                self.disk.note_durable(group.last_ticket)
            });
            self.busy_since.store(0, Ordering::SeqCst);
            pulse().group(group.answers.len(), began.elapsed());
            if let Err(error) = &written {
                // First the latch, then the bad news: who hears it finds the store failed.
                self.state().fail(error);
            }
            group.answer(&written);
            if written.is_ok() {
                let mut state = self.state();
                group.ops.iter().for_each(|op| state.overlay.settle(group.last_ticket, op));
            }
        }
        self.ended();
    }

    /// The committer is gone: the watchdog goes too.
    pub(super) fn ended(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    fn watch(&self) {
        while !self.stopped.load(Ordering::SeqCst) {
            thread::park_timeout(Duration::from_millis(500));
            let since = self.busy_since.load(Ordering::SeqCst);
            if since != 0 && self.now_ms().saturating_sub(since) > u64::try_from(STUCK.as_millis()).unwrap_or(u64::MAX) {
                tracing::error!(
                    path = self.disk.path,
                    "a write has not come back for 10 s; the process ends, start it again"
                );
                std::process::abort();
            }
        }
    }
}

/// Whether a test has planted this fault.
pub(super) fn planted(fault: &str) -> bool {
    let planted = std::env::var_os(fault).is_some_and(|value| value == "1");
    if planted {
        tracing::warn!("{fault} is set: this store lies about what is durable");
    }
    planted
}

fn answer(sender: oneshot::Sender<Result<(), StoreError>>, written: Result<(), StoreError>) {
    // Nobody need wait for a receipt.
    let _ = sender.send(written);
}

/// Starts the committer and the watchdog.
pub(super) fn start(shared: &Arc<Shared>) -> Result<Vec<JoinHandle<()>>, StoreError> {
    let spawn = |name: &str, run: fn(&Shared)| {
        let shared = Arc::clone(shared);
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || run(&shared));
        thread.map_err(|e| StoreError::Failed(format!("cannot start the thread {name}: {e}")))
    };
    let committer = spawn("store-committer", Shared::commit_groups)?;
    match spawn("store-watchdog", Shared::watch) {
        Ok(watchdog) => Ok(vec![committer, watchdog]),
        Err(error) => {
            shared.stop();
            Err(error)
        }
    }
}
