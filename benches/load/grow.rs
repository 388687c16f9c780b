//! How cost grows with what is stored: the same owners at the same pace, on folders with more and more forms and
//! sessions, each made from those of a real run.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use greenwindow::app::Sources;
use greenwindow::case::{Case, Stage};
use greenwindow::config::Config;
use greenwindow::conversation::HelpReason;
use greenwindow::desk::{Ticket, TicketState};
use greenwindow::flow::Flow;
use greenwindow::ids::{CaseId, PersonId, SessionKey, TicketId};
use greenwindow::runner::{Session, Stored, StoredCase, decode, encode};
use greenwindow::seal::{Keys, MasterKey};
use greenwindow::store::{AggId, Commit, Expect, Head, SledStore, Store, Write};

use crate::double::{Double, Play};
use crate::machine::{quantile, used};
use crate::owner::Owner;
use crate::{Args, Fault, count, machine, ours, say, start, watch};

const CASES: [u64; 3] = [1_000, 10_000, 300_000];
const SESSIONS: [u64; 3] = [10, 1_000, 10_000];
/// Numbers that no run of the program comes to.
const BEYOND: u64 = 50_000_000;
const NOW_MS: i64 = 1_764_000_000_000;

/// What a folder of one size costs.
#[derive(Clone, Copy)]
struct Cost {
    opens: Duration,
    rss: f64,
    disk: u64,
    median: f64,
    cpu: f64,
    metrics: Duration,
}

pub(crate) async fn measure(args: &Args, pinned: bool) -> Result<(), Fault> {
    let folder = tempfile::tempdir()?;
    let seed = folder.path().join("seed");
    std::fs::create_dir(&seed)?;
    let short = Args {
        owners: 20,
        groups: 2,
        think: 0,
        seconds: 12,
        ..args.clone()
    };
    ours(&short, pinned, &seed).await?;
    let paced = Args {
        owners: 20,
        groups: 2,
        think: 400,
        ..args.clone()
    };
    for (what, sizes) in [("stored forms", CASES), ("open sessions", SESSIONS)] {
        let mut first: Option<Cost> = None;
        for size in sizes {
            let data = folder.path().join(format!("{what} {size}"));
            let copied = Command::new("cp").arg("-r").args([&seed, &data]).status()?;
            if !copied.success() {
                return Err("the folder cannot be copied".into());
            }
            // Whoever waits for the disk must not be one of the runtime's own.
            let multiplied = std::thread::scope(|scope| {
                let work = || multiply(&data.join("data"), size, what == "open sessions").map_err(|e| e.to_string());
                scope.spawn(work).join()
            });
            multiplied.map_err(|_| "the copying has failed")??;
            let cost = cost(&paced, pinned, &data).await?;
            let begun = first.get_or_insert(cost);
            say(&format!(
                "{size} {what}: open in {:.2} s; RSS {:.1} MiB; folder {:.1} MiB; step p50 {:.2} ms ({:.2} ×), {:.3} CPU ms ({:.2} ×); /metrics {:.1} ms",
                cost.opens.as_secs_f64(),
                cost.rss,
                crate::figure(cost.disk) / 1_048_576.0,
                cost.median,
                cost.median / begun.median,
                cost.cpu,
                cost.cpu / begun.cpu,
                cost.metrics.as_secs_f64() * 1000.0,
            ));
            std::fs::remove_dir_all(&data)?;
        }
    }
    Ok(())
}

/// Records of a kind, as they are now.
fn all<T: Stored>(store: &SledStore, keys: &Keys) -> Result<Vec<T>, Fault> {
    let page = store.scan(T::KIND, "", None, usize::MAX)?;
    let read = |(id, head): (String, Head)| Ok(decode(keys, &id, &head.body)?);
    page.into_iter().map(read).collect()
}

fn write<T: Stored>(keys: &Keys, record: &T) -> Result<Write, Fault> {
    Ok(Write {
        agg: AggId::new(T::KIND, record.id()),
        expect: Expect::Any,
        body: Some(encode(keys, record, NOW_MS)?),
    })
}

/// What is multiplied: a signed form, and a session with its form.
struct Seed {
    flow: Flow,
    signed: Case,
    begun: Case,
    session: Session,
}

impl Seed {
    fn read(store: &SledStore, keys: &Keys) -> Result<Self, Fault> {
        let flows = Sources::read(&Config::default())?.load()?.flows;
        let flow = flows
            .into_iter()
            .find(|flow| flow.id.as_str() == "bench")
            .ok_or("there is no form `bench`")?;
        let cases: Vec<Case> = all::<StoredCase>(store, keys)?.into_iter().map(StoredCase::open).collect();
        let open = |session: &Session| {
            cases
                .iter()
                .find(|case| Some(case.id) == session.case && case.stage == Stage::Filling)
        };
        let sessions = all::<Session>(store, keys)?;
        let session = sessions.into_iter().find(|s| open(s).is_some()).ok_or("no session is open")?;
        let begun = open(&session).cloned().ok_or("the session has no form")?;
        let signed = cases
            .iter()
            .find(|case| case.stage == Stage::Signed)
            .cloned()
            .ok_or("no form is signed")?;
        Ok(Seed {
            flow,
            signed,
            begun,
            session,
        })
    }

    /// The nth copy: a form, its session if it is open, and of some a ticket that was closed.
    fn copy(&self, keys: &Keys, n: u64, open: bool) -> Result<Vec<Write>, Fault> {
        let (id, person) = (CaseId(BEYOND + n), PersonId::tg(i64::try_from(BEYOND + n)?));
        let mut case = if open { self.begun.clone() } else { self.signed.clone() };
        case.id = id;
        case.filled_by.id = person;
        case.held_in.person = person;
        let by = case.filled_by.clone();
        let mut writes = vec![write(keys, &StoredCase::close(case, &self.flow))?];
        if open {
            let mut session = self.session.clone();
            session.key.person = person;
            session.token = format!("g{n:07}");
            session.case = Some(id);
            writes.push(write(keys, &session)?);
        }
        if n.is_multiple_of(10) {
            let ticket = Ticket {
                id: TicketId(BEYOND + n),
                asker: by.clone(),
                session: SessionKey::private(person),
                message: None,
                case: Some(id),
                county: None,
                key: None,
                why: HelpReason::Asked,
                tries: Vec::new(),
                attachment: None,
                state: TicketState::Closed(by),
                cards: Vec::new(),
                words: Vec::new(),
                deleted: false,
                opened_ms: NOW_MS,
            };
            writes.push(write(keys, &ticket)?);
        }
        Ok(writes)
    }
}

/// Puts so many forms that were signed, or sessions with theirs, beside what is there.
fn multiply(data: &Path, size: u64, open: bool) -> Result<(), Fault> {
    let store = SledStore::open(data)?;
    let keys = Keys::open(data, &MasterKey::find(data, Path::new(""), None)?, true)?;
    let seed = Seed::read(&store, &keys)?;
    for from in (0..size).step_by(100) {
        let copies = (from..size.min(from + 100)).map(|n| seed.copy(&keys, n, open));
        let writes = copies.collect::<Result<Vec<_>, _>>()?.concat();
        let commit = Commit {
            writes,
            ..Commit::default()
        };
        let receipt = store.submit(commit).map_err(|e| e.to_string())?;
        // Not everything waits in memory.
        if from % 5_000 == 0 || from + 100 >= size {
            receipt.wait()?;
        }
    }
    store.close()?;
    Ok(())
}

async fn cost(args: &Args, pinned: bool, data: &Path) -> Result<Cost, Fault> {
    // Not those of the first run, who would be asked whether they go on.
    let owners = (0..args.owners).map(|n| Owner::new(2_000 + n, -1_001_000 - n % args.groups));
    let double = Double::new(owners.collect(), Duration::from_millis(args.think), Play::Form);
    double.count_from(1_000_000);
    let (address, status) = (double.open().await?, machine::free_address()?);
    let begun = Instant::now();
    let bot = start(args, pinned, data, &address, &[("GREENWINDOW_STATUS_LISTEN", &status)])?;
    while double.heard().is_none() {
        if begun.elapsed() > Duration::from_mins(1) {
            return Err("the program does not come up".into());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let opens = double.heard().map_or(Duration::MAX, |heard| heard.duration_since(begun));
    tokio::time::sleep(Duration::from_secs(1)).await;
    let rss = used(bot.0.id()).rss;
    let measured = watch("", args, &double, &bot).await;
    let mut scrapes = (0..5).map(|_| scrape(&status)).collect::<Result<Vec<_>, _>>()?;
    scrapes.sort_unstable();
    let steps = count(measured.counts.waits.len()).max(1.0);
    Ok(Cost {
        opens,
        rss,
        disk: machine::folder_bytes(data),
        median: quantile(&measured.counts.waits, 0.5),
        cpu: (measured.after.cpu - measured.before.cpu) * 1000.0 / steps,
        metrics: scrapes[scrapes.len() / 2],
    })
}

/// Asks for `/metrics`, and how long that takes.
fn scrape(address: &str) -> Result<Duration, Fault> {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.contains("# EOF") {
        Ok(begun.elapsed())
    } else {
        Err(answer.into())
    }
}
