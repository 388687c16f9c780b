//! `greenwindow backup`, `greenwindow restore`, and the backup of every night.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;

use super::night::{Night, every_night};
use super::retain::words;
use super::serve::{data_folder, must_be_there};
use super::{AppError, Sources, clock, control, keys, say};
use crate::answer::Arg;
use crate::backup::{self, BackupError, Found};
use crate::clock::full;
use crate::config::{Backup, Config};
use crate::render::arg;
use crate::retention::unreadable;
use crate::runner::{Runner, mark_restored};
use crate::seal::Keys;
use crate::store::{SledStore, Store as _};

/// Writes a backup: the running program's, or of the store itself when none runs.
pub(super) fn backup(config: &Config, to: &Path, keyring: Option<&Path>) -> Result<(), AppError> {
    let texts = Sources::read(config)?.load()?.catalogue;
    let data = data_folder(config);
    let passphrase = keyring.map(|_| keys::passphrase(true)).transpose()?;
    let found = if let Some(mut from) = control::ask_backup(&data)? {
        let saved = backup::save(to, |out| {
            let copied = std::io::copy(&mut from, out);
            copied.map(drop).map_err(|why| BackupError::Io { path: to.to_owned(), why })
        });
        // What the program did not send to its end looks like a file that is cut off.
        saved.map_err(|error| match error {
            BackupError::Cut { .. } | BackupError::NoBackup(_) => BackupError::BrokenOff(to.to_owned()),
            other => other,
        })?
    } else {
        must_be_there(&data, "back up")?;
        let store = SledStore::open(&data)?;
        let found = backup::save(to, |out| backup::write(&store, &data, clock(), out).map(drop))?;
        store.close()?;
        found
    };
    let args = [&[("file", arg(to.display().to_string()))][..], &counted(&found)].concat();
    say(&texts, "backup-done", &args);
    if let Some((keyring, passphrase)) = keyring.zip(passphrase) {
        // After the backup, so that every key it needs is in it; the file is replaced whole, also while the program runs.
        let keys = Keys::open(&data, &keys::master(config, &data)?, true)?;
        keys.export_to(keyring, &passphrase)?;
        say(&texts, "backup-keyring", &[("file", arg(keyring.display().to_string()))]);
    }
    Ok(())
}

/// Puts a backup back.
pub(super) fn restore(config: &Config, from: &Path, keyring: Option<&Path>) -> Result<(), AppError> {
    let texts = Sources::read(config)?.load()?.catalogue;
    let data = data_folder(config);
    let keyring = keyring.map(read_keyring).transpose()?;
    let found = backup::restore(from, &data)?;
    let store = SledStore::open(&data)?;
    mark_restored(&store)?;
    let (mut keys, mut taken) = (Keys::default(), None);
    if let Some((exported, passphrase)) = keyring {
        keys = Keys::open(&data, &keys::master(config, &data)?, false)?;
        taken = Some(keys.import(&exported, &passphrase)?);
    }
    let unread = unreadable(&store, &data, &keys, &keys::months(&store)?)?;
    store.close()?;
    let own = [
        ("path", arg(data.display().to_string())),
        ("made", arg(full(found.at_ms))),
        ("version", arg(found.version.as_str())),
    ];
    say(&texts, "restore-done", &[&own[..], &counted(&found)].concat());
    if let Some(count) = taken {
        say(&texts, "restore-keyring", &[("count", arg(count.to_string()))]);
    }
    if !unread.is_empty() {
        say(&texts, "restore-unreadable", &[("sums", arg(words(&texts, &unread)))]);
    }
    Ok(())
}

/// An exported keyring and its passphrase, tried before anything is restored.
fn read_keyring(path: &Path) -> Result<(Vec<u8>, String), AppError> {
    let exported = std::fs::read(path).map_err(|why| BackupError::Io {
        path: path.to_owned(),
        why,
    })?;
    let passphrase = keys::passphrase(false)?;
    Keys::default().import(&exported, &passphrase)?;
    Ok((exported, passphrase))
}

fn counted(found: &Found) -> Vec<(&'static str, Arg)> {
    let number = |count: u64| arg(count.to_string());
    vec![("records", number(found.counts.records)), ("files", number(found.counts.files))]
}

/// The beginning and the end of the name of a night's backup; the day stands between.
const NAME: [&str; 2] = ["greenwindow-", ".backup"];

/// The keyring beside the backups of nights. There is one only, the newest: it has every key that an older one has and
/// that was not destroyed since.
pub(super) const KEYS: &str = "greenwindow.keys";

/// Makes a backup every night, if a folder is set.
pub(super) async fn nightly(settings: Backup, runner: Arc<Runner>, mut stop: watch::Receiver<bool>) -> Result<(), AppError> {
    if settings.folder.as_os_str().is_empty() {
        let _ = stop.wait_for(|stop| *stop).await;
        return Ok(());
    }
    let when = Night {
        hour: settings.hour,
        what: "the backup",
        failed: "backup-failed",
    };
    let folder = settings.folder.clone();
    let made = move |now| folder.join(name(now)).exists();
    every_night(when, runner, stop, made, move |runner, now| night(&settings, runner, now)).await
}

fn name(now_ms: i64) -> String {
    let [begin, end] = NAME;
    format!("{begin}{}{end}", crate::clock::date(now_ms))
}

fn night(settings: &Backup, runner: &Runner, now_ms: i64) -> Result<(), AppError> {
    let store = runner.store().as_ref();
    keys::note(store, &runner.settings().keys)?;
    let to = settings.folder.join(name(now_ms));
    let found = backup::save(&to, |out| backup::write(store, &runner.settings().data, now_ms, out).map(drop))?;
    tracing::info!(file = %to.display(), records = found.counts.records, "the backup of this night is written and looked through");
    save_keys(settings, runner)?;
    Ok(forget(settings)?)
}

/// Writes the keyring beside the backups of nights, if a folder and a passphrase are set. A key that was destroyed is not
/// in it any more.
pub(super) fn save_keys(settings: &Backup, runner: &Runner) -> Result<(), AppError> {
    if settings.folder.as_os_str().is_empty() {
        return Ok(());
    }
    if let Some(passphrase) = keys::given_passphrase()? {
        runner.settings().keys.export_to(&settings.folder.join(KEYS), &passphrase)?;
    }
    Ok(())
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
    fn a_backup_is_named_by_its_night() {
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
