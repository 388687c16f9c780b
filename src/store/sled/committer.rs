//! The one thread that writes, and the watchdog over it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::guarded;
use super::journal::{Ahead, Carrying};
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

/// From one group to the next the committer rests so long for each commit of the one before, and at most so long: a
/// single commit is written at once, many are written together. Each group costs a sync.
const REST: Duration = Duration::from_micros(250);
const LONGEST_REST: Duration = Duration::from_millis(2);

/// After so long without a commit the tables are brought up to date.
const QUIET: Duration = Duration::from_millis(200);

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
    /// Whether the tables take what is in the journal.
    pub(super) carrying: Carrying,
    /// Whether the store is being written anew.
    pub(super) compacting: bool,
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

/// What the committer does next.
enum Work {
    Group(Group),
    Carry,
    End,
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
    /// Replaced when the store was written anew.
    disk: RwLock<Arc<Disk>>,
    state: Mutex<State>,
    pub(super) wake: Condvar,
    /// [`State::carrying`] has changed.
    pub(super) carrying_changed: Condvar,
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
            disk: RwLock::new(Arc::new(disk)),
            state: Mutex::new(State {
                last_ticket: commits,
                ..State::default()
            }),
            wake: Condvar::new(),
            carrying_changed: Condvar::new(),
            started: Instant::now(),
            busy_since: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            speak_first: planted("GREENWINDOW_TEST_SPEAK_FIRST"),
        }
    }

    /// The tables now.
    pub(super) fn disk(&self) -> Arc<Disk> {
        Arc::clone(&self.disk.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Other tables that say the same; gives the old ones.
    pub(super) fn exchange(&self, disk: Disk) -> Arc<Disk> {
        std::mem::replace(&mut self.disk.write().unwrap_or_else(PoisonError::into_inner), Arc::new(disk))
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

    /// Waits for something to do: commits first, then what is to be carried into the tables.
    fn next_work(&self, ahead: &mut Ahead) -> Work {
        let mut state = self.state();
        let mut quiet = false;
        loop {
            if ahead.follow(&mut state.carrying) {
                self.carrying_changed.notify_all();
            }
            if let Some(group) = state.take_group() {
                return Work::Group(group);
            }
            let carries = !ahead.is_done() && state.failed.is_none();
            if carries && (quiet || ahead.is_due() || state.closing) {
                return Work::Carry;
            }
            if state.closing {
                return Work::End;
            }
            if carries {
                let (woken, waited) = self.wake.wait_timeout(state, QUIET).unwrap_or_else(PoisonError::into_inner);
                (state, quiet) = (woken, waited.timed_out());
            } else {
                state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    fn commit_groups(&self, mut ahead: Ahead) {
        loop {
            match self.next_work(&mut ahead) {
                Work::Group(group) => {
                    let (began, commits) = (Instant::now(), u32::try_from(group.answers.len()).unwrap_or(u32::MAX));
                    self.commit(group, &mut ahead);
                    let rest = REST.saturating_mul(commits).min(LONGEST_REST);
                    if let Some(left) = rest.checked_sub(began.elapsed()) {
                        thread::sleep(left);
                    }
                }
                Work::Carry => self.carry(&mut ahead, 0),
                Work::End => break,
            }
        }
        self.ended();
    }

    fn commit(&self, mut group: Group, ahead: &mut Ahead) {
        if self.speak_first {
            group.answer(&Ok(()));
            // Writing is quick: the lie has to last until a kill can fall into it.
            thread::sleep(Duration::from_millis(25));
        }
        let (ops, last_ticket) = (std::mem::take(&mut group.ops), group.last_ticket);
        let changes = ops.len();
        let began = Instant::now();
        let written = self.watched(|disk| ahead.write(disk, ops, last_ticket));
        pulse().group(group.answers.len(), began.elapsed());
        group.answer(&written);
        if written.is_ok() && ahead.is_due() {
            self.carry(ahead, changes);
        }
    }

    /// Carries a slice of what is durable into the tables; readers find it there from then on.
    fn carry(&self, ahead: &mut Ahead, at_least: usize) {
        if let Ok((slice, ticket)) = self.watched(|disk| ahead.carry(disk, at_least)) {
            let mut state = self.state();
            for op in &slice {
                state.overlay.settle(ticket, op);
            }
        }
    }

    /// Works on the disk under the eyes of the watchdog; the first error is latched.
    fn watched<T>(&self, work: impl FnOnce(&Disk) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.busy_since.store(self.now_ms(), Ordering::SeqCst);
        let disk = self.disk();
        let done = guarded(|| work(&disk));
        self.busy_since.store(0, Ordering::SeqCst);
        if let Err(error) = &done {
            // First the latch, then the bad news: who hears it finds the store failed.
            self.state().fail(error);
        }
        done
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
                    path = self.disk().path,
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
pub(super) fn start(shared: &Arc<Shared>, ahead: Ahead) -> Result<Vec<JoinHandle<()>>, StoreError> {
    fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
        let thread = thread::Builder::new().name(name.to_owned()).spawn(run);
        thread.map_err(|e| StoreError::Failed(format!("cannot start the thread {name}: {e}")))
    }
    let (commits, watches) = (Arc::clone(shared), Arc::clone(shared));
    let committer = spawn("store-committer", move || commits.commit_groups(ahead))?;
    match spawn("store-watchdog", move || watches.watch()) {
        Ok(watchdog) => Ok(vec![committer, watchdog]),
        Err(error) => {
            shared.stop();
            Err(error)
        }
    }
}
