//! The whole program under load: the real binary over loopback HTTP against a small double of the Bot API, owners in
//! groups who fill in the form `bench` again and again; and beside it, in the same run, the limit line: a bot that keeps
//! nothing and makes as many calls.
//!
//! `--webhook`: updates are posted. `--grow`: how cost grows with what is stored. `--flood`: what waits and who floods.
//!
//! `cargo bench --bench load -- --owners 200 --groups 20 --seconds 10 --think 0`

mod double;
mod echo;
mod flood;
mod grow;
mod kept;
mod machine;
mod owner;

use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use clap::Parser;

use crate::double::{Counts, Double, Play};
use crate::kept::Kept;
use crate::machine::{Used, quantile};
use crate::owner::Owner;

/// As for a Bot API server of one's own; the limits of Telegram's would be all that is measured.
const NO_LIMITS: [(&str, &str); 4] = [
    ("GREENWINDOW_PACE_OVERALL_PER_SECOND", "0"),
    ("GREENWINDOW_PACE_CHAT_PER_SECOND", "0"),
    ("GREENWINDOW_PACE_GROUP_PER_MINUTE", "0"),
    ("GREENWINDOW_PACE_PERSON_PER_10_SECONDS", "0"),
];

type Fault = Box<dyn std::error::Error>;

/// Load for the whole program.
#[derive(Debug, Clone, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
struct Args {
    /// People who fill in the form.
    #[arg(long, default_value_t = 200)]
    owners: i64,
    /// Groups they sit in.
    #[arg(long, default_value_t = 20)]
    groups: i64,
    /// Milliseconds an owner thinks before he answers.
    #[arg(long, default_value_t = 0)]
    think: u64,
    /// Steps a second by all owners together, instead of `--think`.
    #[arg(long)]
    rate: Option<u64>,
    /// Seconds that are measured.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Seconds before them that are not.
    #[arg(long, default_value_t = 2)]
    warm_up: u64,
    /// A program to be measured instead of this package's.
    #[arg(long)]
    program: Option<PathBuf>,
    /// Updates are posted to the program instead of asked for.
    #[arg(long)]
    webhook: bool,
    /// How cost grows with stored cases and open sessions.
    #[arg(long)]
    grow: bool,
    /// Updates that wait at the start, somebody who floods, a chat that never answers.
    #[arg(long)]
    flood: bool,
    /// Leave the limit line out.
    #[arg(long)]
    no_limit: bool,
    /// Print messages that no owner understood.
    #[arg(long)]
    odd: bool,
    /// Be the stateless bot at this address (used by this program itself).
    #[arg(long, hide = true)]
    echo: Option<String>,
    /// With `--echo`: calls per update.
    #[arg(long, hide = true, default_value_t = 1.0)]
    calls: f64,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A line of the result.
struct Measured {
    name: &'static str,
    seconds: f64,
    counts: Counts,
    before: Used,
    after: Used,
    stuck: usize,
}

/// A process that ends with its owner.
struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() -> Result<(), Fault> {
    let mut args = Args::parse();
    if let Some(rate) = args.rate {
        args.think = args.owners.unsigned_abs() * 1000 / rate.max(1);
    }
    if let Some(address) = &args.echo {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(echo::run(address, args.calls));
        return Ok(());
    }
    let pinned = machine::pin_self();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        match () {
            () if args.grow => grow::measure(&args, pinned).await,
            () if args.flood => flood::measure(&args, pinned).await,
            () => measure(&args, pinned).await,
        }
    })
}

async fn measure(args: &Args, pinned: bool) -> Result<(), Fault> {
    let folder = tempfile::tempdir()?;
    let syncs = sorted(machine::sync_times(folder.path())?);
    say(&format!(
        "{} owners, {} groups, {} ms to think, {} s; {}; fdatasync of 4 KiB: p50 {:.2} ms, p99 {:.2} ms",
        args.owners,
        args.groups,
        args.think,
        args.seconds,
        if pinned {
            "bot on core 0, double on core 1"
        } else {
            "not bound to cores"
        },
        quantile(&syncs, 0.5),
        quantile(&syncs, 0.99),
    ));
    let (ours, kept) = ours(args, pinned, folder.path()).await?;
    let steps = ours.counts.waits.len();
    let calls = figure(ours.counts.requests) / count(steps).max(1.0);
    say(&ours.to_string());
    say(&format!(
        "  {calls:.2} requests and {:.3} polls per step; data folder {:.1} MiB; {kept}",
        figure(ours.counts.polls) / count(steps).max(1.0),
        figure(machine::folder_bytes(folder.path())) / 1_048_576.0
    ));
    if !args.no_limit {
        let limit = limit(args, pinned, calls).await?;
        say(&limit.to_string());
        say(&format!("  share of the limit: {:.2}", ours.pace() / limit.pace()));
    }
    Ok(())
}

fn double(args: &Args, play: Play) -> Double {
    let owner = |n: i64| Owner::new(1000 + n, -1_001_000 - n % args.groups.max(1));
    Double::new((0..args.owners).map(owner).collect(), Duration::from_millis(args.think), play)
}

fn program(args: &Args) -> PathBuf {
    args.program
        .clone()
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_greenwindow")))
}

/// Starts the real program on a folder.
fn start(args: &Args, pinned: bool, data: &Path, address: &str, settings: &[(&str, &str)]) -> Result<Bot, Fault> {
    let mut command = machine::on_first_core(pinned, &program(args));
    command
        .current_dir(data)
        .envs([
            ("TELOXIDE_TOKEN", "1:bench"),
            ("TELOXIDE_API_URL", address),
            ("GREENWINDOW_DATA", "data"),
            ("GREENWINDOW_LISTEN", "127.0.0.1:0"),
            ("GREENWINDOW_STATUS_LISTEN", ""),
            ("GREENWINDOW_DEFAULT_FLOW", "bench"),
            ("GREENWINDOW_ADMINS", "1"),
            ("GREENWINDOW_LOG", "warn"),
        ])
        .envs(NO_LIMITS)
        .stdout(Stdio::null());
    if args.webhook {
        let hook = machine::free_address()?;
        command.env("GREENWINDOW_TELEGRAM_WEBHOOK_URL", format!("http://{hook}/telegram"));
        command.env("GREENWINDOW_TELEGRAM_WEBHOOK_LISTEN", hook);
    }
    Ok(Bot(command.envs(settings.iter().copied()).spawn()?))
}

/// The real program.
async fn ours(args: &Args, pinned: bool, data: &Path) -> Result<(Measured, Kept), Fault> {
    let double = double(args, Play::Form);
    let address = double.open().await?;
    let bot = start(args, pinned, data, &address, &[])?;
    for group in 0..args.groups.max(1) {
        double.administrator(-1_001_000 - group, "/bind_township 石门县 楚江街道 10");
    }
    let measured = watch("greenwindow", args, &double, &bot).await;
    if args.odd {
        for text in double.odd() {
            say(&format!("--- {text}"));
        }
    }
    // Its owner ends a process with SIGKILL: the work in hand is cut off wherever it stands.
    drop(bot);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let kept = kept::after_the_kill(&program(args), data, &double.told())?;
    Ok((measured, kept))
}

async fn limit(args: &Args, pinned: bool, calls: f64) -> Result<Measured, Fault> {
    let double = double(args, Play::Echo);
    let address = double.open().await?;
    let mut command = machine::on_first_core(pinned, &std::env::current_exe()?);
    let bot = Bot(command.args(["--echo", &address, "--calls", &calls.to_string()]).spawn()?);
    Ok(watch("stateless echo", args, &double, &bot).await)
}

async fn watch(name: &'static str, args: &Args, double: &Double, bot: &Bot) -> Measured {
    tokio::time::sleep(Duration::from_millis(500)).await;
    double.begin();
    tokio::time::sleep(Duration::from_secs(args.warm_up)).await;
    double.take_counts();
    let (begun, before) = (Instant::now(), machine::used(bot.0.id()));
    tokio::time::sleep(Duration::from_secs(args.seconds)).await;
    let mut counts = double.take_counts();
    let (seconds, after) = (begun.elapsed().as_secs_f64(), machine::used(bot.0.id()));
    counts.waits.sort_unstable();
    Measured {
        name,
        seconds,
        counts,
        before,
        after,
        stuck: double.stuck(Duration::from_secs(2)),
    }
}

impl Measured {
    fn pace(&self) -> f64 {
        count(self.counts.waits.len()) / self.seconds
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let steps = count(self.counts.waits.len()).max(1.0);
        let at = |share| quantile(&self.counts.waits, share);
        write!(
            f,
            "{}: {:.0} steps/s; ms p50 {:.2} p90 {:.2} p99 {:.2} max {:.2}; {:.3} CPU ms/step; RSS {:.0} MiB (most {:.0}); {:.0} bytes written/step",
            self.name,
            self.pace(),
            at(0.5),
            at(0.9),
            at(0.99),
            at(1.0),
            (self.after.cpu - self.before.cpu) * 1000.0 / steps,
            self.after.rss,
            self.after.peak,
            figure(self.after.written - self.before.written) / steps,
        )?;
        if self.stuck > 0 {
            write!(f, "; {} owners wait for more than 2 s", self.stuck)?;
        }
        Ok(())
    }
}

fn sorted(mut times: Vec<Duration>) -> Vec<Duration> {
    times.sort_unstable();
    times
}

#[expect(clippy::cast_precision_loss, reason = "figures to be read")]
fn figure(number: u64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "figures to be read")]
fn count(number: usize) -> f64 {
    number as f64
}

#[expect(clippy::print_stdout, reason = "a benchmark is run to be read")]
fn say(line: &str) {
    println!("{line}");
}
