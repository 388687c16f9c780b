//! Back-pressure: what it costs the others when one floods, when a chat never answers, and when much waits at the start.

use std::time::{Duration, Instant};

use crate::double::{Double, Play};
use crate::machine::{quantile, used};
use crate::{Args, Bot, Fault, Measured, count, double, say, start, watch};

/// Updates that wait at the start, and the people they come from.
const WAITING: i64 = 100_000;
const WRITERS: i64 = 1_000;
/// Messages a second of the one who floods.
const FLOOD: u32 = 1_000;
const HOSTILE: i64 = 900_001;
/// Somebody whose chat never answers, and how many messages are meant for him.
const SILENT: i64 = 900_002;
const UNANSWERED: usize = 500;
/// Owners are slow enough for the limit of one person's messages.
const LIMIT: (&str, &str) = ("GREENWINDOW_PACE_PERSON_PER_10_SECONDS", "20");

pub(crate) async fn measure(args: &Args, pinned: bool) -> Result<(), Fault> {
    let args = Args {
        owners: 60,
        groups: 6,
        think: 1_200,
        ..args.clone()
    };
    let folder = tempfile::tempdir()?;
    let quiet = calm(&args, pinned, folder.path(), "nothing else", async |_| {}).await?;
    let flooded = calm(&args, pinned, folder.path(), "one sends 1,000 messages a second", flood).await?;
    let silent = calm(&args, pinned, folder.path(), "one chat never answers", never_answers).await?;
    for (name, other) in [("flood", &flooded), ("silent chat", &silent)] {
        let ratio = |share| quantile(&other.counts.waits, share) / quantile(&quiet.counts.waits, share);
        say(&format!("  {name}: the others' p50 {:.2} ×, p99 {:.2} ×", ratio(0.5), ratio(0.99)));
    }
    backlog(&args, pinned, folder.path()).await
}

/// Owners at an even pace, and something beside them.
async fn calm(
    args: &Args,
    pinned: bool,
    folder: &std::path::Path,
    name: &'static str,
    beside: impl AsyncFnOnce(&Double),
) -> Result<Measured, Fault> {
    let data = tempfile::tempdir_in(folder)?;
    let double = double(args, Play::Form);
    let address = double.open().await?;
    let bot = start(args, pinned, data.path(), &address, &[LIMIT])?;
    for group in 0..args.groups {
        double.administrator(-1_001_000 - group, "/bind_township 石门县 楚江街道 10");
    }
    let mut measured = {
        let watched = watch("", args, &double, &bot);
        tokio::select! {
            measured = watched => measured,
            () = async { beside(&double).await; std::future::pending().await } => return Err("it never ends".into()),
        }
    };
    measured.name = name;
    say(&format!(
        "{measured}; said to the hostile {}, to the silent {}",
        double.said(HOSTILE),
        double.said(SILENT)
    ));
    Ok(measured)
}

async fn flood(double: &Double) {
    let mut tick = tokio::time::interval(Duration::from_millis(10));
    loop {
        tick.tick().await;
        for _ in 0..FLOOD / 100 {
            double.private(HOSTILE, "/status");
        }
    }
}

async fn never_answers(double: &Double) {
    double.silence(SILENT);
    let mut tick = tokio::time::interval(Duration::from_millis(600));
    for _ in 0..UNANSWERED {
        tick.tick().await;
        double.private(SILENT, "/status");
    }
}

/// Much waits when the program starts.
async fn backlog(args: &Args, pinned: bool, folder: &std::path::Path) -> Result<(), Fault> {
    let data = tempfile::tempdir_in(folder)?;
    let double = double(args, Play::Form);
    let address = double.open().await?;
    for n in 0..WAITING {
        let (person, text) = (800_000 + n % WRITERS, if n % 10 == 0 { "/status" } else { "今天米卖得好" });
        double.private(person, text);
    }
    let begun = Instant::now();
    let bot: Bot = start(args, pinned, data.path(), &address, &[])?;
    let (mut idle, mut most) = (0.0, 0.0_f64);
    while double.waiting() > 0 {
        if begun.elapsed() > Duration::from_mins(10) {
            return Err(format!("{} updates still wait after ten minutes", double.waiting()).into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        let rss = used(bot.0.id()).rss;
        if idle == 0.0 && double.heard().is_some() {
            idle = rss;
        }
        most = most.max(rss);
    }
    let seconds = begun.elapsed().as_secs_f64();
    say(&format!(
        "{WAITING} updates waiting at the start: taken in {seconds:.1} s ({:.0}/s); RSS {idle:.0} MiB at the first poll, at most {most:.0} MiB",
        count(usize::try_from(WAITING)?) / seconds
    ));
    Ok(())
}
