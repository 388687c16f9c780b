//! `greenwindow backup`, `greenwindow restore`, and the backup of every night.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::serve::data_folder;
use super::{AppError, Sources, clock, control, say};
use crate::answer::Arg;
use crate::backup::{self, BackupError, Found};
use crate::clock::full;
use crate::config::{Backup, Config};
use crate::render::arg;
use crate::runner::{Runner, mark_restored};
use crate::store::{SledStore, Store as _};

/// Writes a backup: the running program's, or of the store itself when none runs.
pub(super) fn backup(config: &Config, to: &Path) -> Result<(), AppError> {
    let texts = Sources::read(config)?.load()?.catalogue;
    let data = data_folder(config);
    let found = match control::ask_backup(&data)? {
        Some(mut from) => {
            let saved = backup::save(to, |out| {
                let copied = std::io::copy(&mut from, out);
                copied.map(drop).map_err(|why| BackupError::Io { path: to.to_owned(), why })
            });
            // What the program did not send to its end looks like a file that is cut off.
            saved.map_err(|error| match error {
                BackupError::Cut { .. } | BackupError::NoBackup(_) => BackupError::BrokenOff(to.to_owned()),
                other => other,
            })?
        }
        None if !data.join("FORMAT").exists() => {
            return Err(AppError::Said(format!(
                "there is nothing to back up in {}; give the settings the program runs with (`data`, TELOXIDE_TOKEN)",
                data.display()
            )));
        }
        None => {
            let store = SledStore::open(&data)?;
            let found = backup::save(to, |out| backup::write(&store, &data, clock(), out).map(drop))?;
            store.close()?;
            found
        }
    };
    let args = [&[("file", arg(to.display().to_string()))][..], &counted(&found)].concat();
    say(&texts, "backup-done", &args);
    Ok(())
}

/// Puts a backup back.
pub(super) fn restore(config: &Config, from: &Path) -> Result<(), AppError> {
    let texts = Sources::read(config)?.load()?.catalogue;
    let data = data_folder(config);
    let found = backup::restore(from, &data)?;
    mark_restored(&SledStore::open(&data)?)?;
    let own = [
        ("path", arg(data.display().to_string())),
        ("made", arg(full(found.at_ms))),
        ("version", arg(found.version.as_str())),
    ];
    say(&texts, "restore-done", &[&own[..], &counted(&found)].concat());
    Ok(())
}

fn counted(found: &Found) -> Vec<(&'static str, Arg)> {
    let number = |count: u64| arg(count.to_string());
    vec![("records", number(found.counts.records)), ("files", number(found.counts.files))]
}

/// So long after a failed backup the next try is made.
const AGAIN_AFTER: Duration = Duration::from_hours(1);
/// The beginning and the end of the name of a night's backup; the day stands between.
const NAME: [&str; 2] = ["greenwindow-", ".backup"];

/// Makes a backup every day at the hour that is set, and the one of today at once when the program was not running then.
/// One that fails is logged, told to the administrators, and tried again an hour later.
pub(super) async fn nightly(settings: Backup, runner: Arc<Runner>, mut stop: watch::Receiver<bool>) -> Result<(), AppError> {
    if settings.folder.as_os_str().is_empty() {
        let _ = stop.wait_for(|stop| *stop).await;
        return Ok(());
    }
    loop {
        let now = clock();
        let made = settings.folder.join(name(now)).exists();
        let wait = due(now, settings.hour, made);
        let ended = if wait.is_zero() {
            let (settings, runner) = (settings.clone(), runner.clone());
            tokio::task::spawn_blocking(move || night(&settings, &runner, now)).await
        } else {
            Ok(Ok(()))
        };
        let wait = match ended {
            Ok(Ok(())) if wait.is_zero() => continue,
            Ok(Ok(())) => wait,
            Ok(Err(error)) => failed(&runner, &error.to_string()).await?,
            Err(error) => failed(&runner, &error.to_string()).await?,
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
            () = tokio::time::sleep(wait) => {}
        }
    }
}

async fn failed(runner: &Runner, why: &str) -> Result<Duration, AppError> {
    tracing::error!(why, "the backup of this night has failed");
    let turned = runner.tell_admins("backup-failed", &[("why", arg(why))], clock())?;
    runner.speak(turned).await?;
    Ok(AGAIN_AFTER)
}

fn name(now_ms: i64) -> String {
    let [begin, end] = NAME;
    format!("{begin}{}{end}", crate::clock::date(now_ms))
}

/// How long until the next backup is due; none when it is due now.
fn due(now_ms: i64, hour: u8, made_today: bool) -> Duration {
    const HOUR_MS: i64 = 60 * 60 * 1000;
    let into_day = (now_ms + 8 * HOUR_MS).rem_euclid(24 * HOUR_MS);
    let from_midnight = i64::from(hour) * HOUR_MS;
    let wait = match (into_day >= from_midnight, made_today) {
        (true, false) => 0,
        (true, true) => from_midnight + 24 * HOUR_MS - into_day,
        (false, _) => from_midnight - into_day,
    };
    Duration::from_millis(wait.unsigned_abs())
}

fn night(settings: &Backup, runner: &Runner, now_ms: i64) -> Result<(), BackupError> {
    let store = runner.store().as_ref();
    let to = settings.folder.join(name(now_ms));
    let found = backup::save(&to, |out| backup::write(store, &runner.settings().data, now_ms, out).map(drop))?;
    tracing::info!(file = %to.display(), records = found.counts.records, "the backup of this night is written and looked through");
    forget(settings)
}

/// Removes the oldest backups of nights, and no other file.
fn forget(settings: &Backup) -> Result<(), BackupError> {
    let io = |why| BackupError::Io {
        path: settings.folder.clone(),
        why,
    };
    let [begin, end] = NAME;
    let ours = |name: &String| name.len() == begin.len() + "2026-11-25".len() + end.len() && name.starts_with(begin) && name.ends_with(end);
    let entries = std::fs::read_dir(&settings.folder).map_err(io)?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(ours)
        .collect();
    names.sort();
    let keep = if settings.keep == 0 { names.len() } else { settings.keep };
    names.truncate(names.len().saturating_sub(keep));
    names
        .iter()
        .try_for_each(|name| std::fs::remove_file(settings.folder.join(name)))
        .map_err(io)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: i64 = 60 * 60 * 1000;
    /// 2026-11-25 00:00 in Asia/Shanghai.
    const MIDNIGHT: i64 = 1_795_536_000_000;

    #[test]
    fn a_backup_is_due_once_a_day() {
        assert_eq!(full(MIDNIGHT), "2026-11-25 00:00");
        let hours = |made, at: i64| due(MIDNIGHT + at * HOUR_MS, 3, made).as_secs() / 3600;
        assert_eq!(hours(false, 0), 3);
        assert_eq!(hours(false, 2), 1);
        assert_eq!(hours(false, 3), 0);
        assert_eq!(hours(true, 3), 24);
        assert_eq!(hours(false, 23), 0, "it was not running at three");
        assert_eq!(hours(true, 23), 4);
        assert_eq!(name(MIDNIGHT + HOUR_MS), "greenwindow-2026-11-25.backup");
        assert_eq!(name(MIDNIGHT - 1), "greenwindow-2026-11-24.backup");
    }

    #[test]
    fn only_the_oldest_backups_of_nights_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let there = || {
            let names = std::fs::read_dir(folder.path()).unwrap();
            let mut names: Vec<String> = names.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        };
        let others = ["greenwindow-by-hand.backup", "notes"];
        let nights = (21..=25).map(|day| name(MIDNIGHT - (25 - day) * 24 * HOUR_MS));
        for name in nights.chain(others.map(str::to_owned)) {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let mut settings = Backup {
            folder: folder.path().to_owned(),
            hour: 3,
            keep: 0,
        };
        forget(&settings).unwrap();
        assert_eq!(there().len(), 7);
        settings.keep = 2;
        forget(&settings).unwrap();
        assert_eq!(
            there(),
            [
                "greenwindow-2026-11-24.backup",
                "greenwindow-2026-11-25.backup",
                others[0],
                others[1]
            ]
        );
    }
}
