//! What the system says about a process, and the disk's own pace.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The system's ticks per second in `/proc/PID/stat`; 100 on every Linux we know.
const TICKS: f64 = 100.0;

/// What a process has used so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Used {
    /// Seconds of processor time.
    pub(crate) cpu: f64,
    /// Bytes it had written to the disk.
    pub(crate) written: u64,
    /// MiB in memory now.
    pub(crate) rss: f64,
    /// MiB in memory at most.
    pub(crate) peak: f64,
}

/// Looks a process up; zeros where the system does not say.
pub(crate) fn used(pid: u32) -> Used {
    let read = |name: &str| fs::read_to_string(format!("/proc/{pid}/{name}")).unwrap_or_default();
    let stat = read("stat");
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|n| n.parse::<f64>().ok())
        .sum();
    let (status, io) = (read("status"), read("io"));
    Used {
        cpu: ticks / TICKS,
        written: number(&io, "write_bytes:"),
        rss: mib(number(&status, "VmRSS:")),
        peak: mib(number(&status, "VmHWM:")),
    }
}

fn number(text: &str, key: &str) -> u64 {
    let line = text.lines().find_map(|l| l.strip_prefix(key));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

#[expect(clippy::cast_precision_loss, reason = "figures to be read")]
fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

/// Bytes that a folder takes on the disk.
pub(crate) fn folder_bytes(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |path: &Path| fs::metadata(path).map_or(0, |m| m.blocks() * 512);
    entries
        .map(|e| {
            if e.path().is_dir() {
                folder_bytes(&e.path())
            } else {
                size(&e.path())
            }
        })
        .sum()
}

/// Whether this process can be bound to the second core, and others to the first.
pub(crate) fn pin_self() -> bool {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores < 2 {
        return false;
    }
    let own = std::process::id().to_string();
    let done = Command::new("taskset").args(["-a", "-c", "-p", "1", &own]).output();
    done.is_ok_and(|out| out.status.success())
}

/// A command on the first core, if binding works.
pub(crate) fn on_first_core(pinned: bool, program: &Path) -> Command {
    if pinned {
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// How long appending 4 KiB and syncing it takes in a folder.
pub(crate) fn sync_times(folder: &Path) -> std::io::Result<Vec<Duration>> {
    use std::io::Write as _;
    let path = folder.join("sync-probe");
    let mut file = fs::File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..300 {
        let begun = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        times.push(begun.elapsed());
    }
    fs::remove_file(&path)?;
    Ok(times)
}

/// The value below which so large a share lies; in milliseconds.
pub(crate) fn quantile(sorted: &[Duration], share: f64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number of samples is small and positive"
    )]
    let place = (sorted.len() as f64 * share) as usize;
    let value = sorted.get(place.min(sorted.len().saturating_sub(1)));
    value.map_or(0.0, |v| v.as_secs_f64() * 1000.0)
}

/// An address of this machine that is free now.
pub(crate) fn free_address() -> std::io::Result<String> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}
