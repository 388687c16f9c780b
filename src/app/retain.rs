//! `greenwindow retention`, `greenwindow compact`, and the same every night.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::copies::save_keys;
use super::night::{Night, every_night};
use super::serve::{data_folder, must_be_there};
use super::{App, AppError, Sources, clock, control, keys, say, terminal_language};
use crate::config::{Backup, Config, Retention};
use crate::l10n::Catalogue;
use crate::render::arg;
use crate::retention::{self, RetentionError, Sum};
use crate::runner::Runner;
use crate::seal::Keys;
use crate::store::{Compacted, SledStore, Store};

/// Tells what is kept for too long; with `yes` destroys the keys it hangs on.
pub(super) fn run(config: &Config, yes: bool) -> Result<(), AppError> {
    let texts = Sources::read(config)?.load()?.catalogue;
    let rule = &config.retention;
    if retention::over(rule, clock()).is_empty() {
        say(&texts, "retention-unset", &[]);
        return Ok(());
    }
    let data = data_folder(config);
    let sums = match control::ask(&data, &request(rule, yes))? {
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|e| AppError::Said(e.to_string()))?,
        None if !data.join("FORMAT").exists() => Vec::new(),
        None => {
            let store = SledStore::open(&data)?;
            let keys = keys::open(config, &data, &store)?;
            let sums = apply(&store, &data, &keys, rule, yes)?;
            store.close()?;
            sums
        }
    };
    let id = match (sums.is_empty(), yes) {
        (true, _) => "retention-none",
        (false, false) => "retention-would",
        (false, true) => "retention-done",
    };
    say(&texts, id, &[("sums", arg(words(&texts, &sums)))]);
    Ok(())
}

/// Writes the store anew.
pub(super) fn compact(config: &Config) -> Result<(), AppError> {
    let texts = Sources::read(config)?.load()?.catalogue;
    let data = data_folder(config);
    let done: Compacted = if let Some(bytes) = control::ask(&data, "compact")? {
        serde_json::from_slice(&bytes).map_err(|e| AppError::Said(e.to_string()))?
    } else {
        must_be_there(&data, "write anew")?;
        App::open(config)?.compact()?
    };
    let mib = |bytes: u64| arg(bytes.div_ceil(1024 * 1024).to_string());
    say(&texts, "compact-done", &[("before", mib(done.before)), ("after", mib(done.after))]);
    Ok(())
}

/// Seals what an older version has left in plain text, then writes the store anew: nothing of the old text stays behind.
pub(super) fn write_anew(runner: &Runner) -> Result<Compacted, AppError> {
    let (settings, now) = (runner.settings(), clock());
    let records = runner.seal_old(now)? + crate::channel::web::seal_old(runner, now)?;
    let files = retention::seal_old_files(&settings.data, &settings.keys, now)?;
    if records + files > 0 {
        tracing::info!(records, files, "what an older version had written in plain text is sealed");
    }
    let done = runner.store().compact()?;
    tracing::info!(before = done.before, after = done.after, "the store is written anew");
    Ok(done)
}

/// Writes the store anew every so many days, if that is set, an hour after what is over has lost its keys.
pub(super) async fn compact_nightly(rule: Retention, runner: Arc<Runner>, mut stop: watch::Receiver<bool>) -> Result<(), AppError> {
    if rule.compact_days == 0 {
        let _ = stop.wait_for(|stop| *stop).await;
        return Ok(());
    }
    let when = Night {
        hour: (rule.hour + 1) % 24,
        what: "the compaction",
        failed: "compact-failed",
    };
    let data = runner.settings().data.clone();
    // An hour less than full days: tonight's comes when last night's took some minutes.
    let pause = Duration::from_hours(24 * u64::from(rule.compact_days) - 1);
    let fresh = move |_| SledStore::written(&data).is_ok_and(|at| at.elapsed().unwrap_or_default() < pause);
    every_night(when, runner, stop, fresh, |runner, _| write_anew(runner).map(drop)).await
}

/// How a running program is asked for it; `control` reads it again.
fn request(rule: &Retention, yes: bool) -> String {
    let word = if yes { "yes" } else { "look" };
    format!("retention {} {} {word}", rule.drafts_months, rule.signed_months)
}

/// Looks, or destroys.
pub(super) fn apply(store: &dyn Store, data: &Path, keys: &Keys, rule: &Retention, yes: bool) -> Result<Vec<Sum>, RetentionError> {
    let over = retention::over(rule, clock());
    if yes {
        retention::destroy(store, data, keys, &over)
    } else {
        retention::due(store, data, keys, &over)
    }
}

/// Sums in words, a line each.
pub(super) fn words(texts: &Catalogue, sums: &[Sum]) -> String {
    let lang = terminal_language();
    let line = |sum: &Sum| {
        let thing = texts.text(lang, sum.thing.text(), &[]);
        let mut args = vec![("thing", arg(thing)), ("count", arg(sum.count.to_string()))];
        let id = match sum.month {
            Some(month) => {
                args.push(("month", arg(month.to_string())));
                "sealed-sum"
            }
            None => "sealed-sum-unknown",
        };
        texts.text(lang, id, &args)
    };
    sums.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Destroys every night what is over, if a time is set.
pub(super) async fn nightly(rule: Retention, copies: Backup, runner: Arc<Runner>, mut stop: watch::Receiver<bool>) -> Result<(), AppError> {
    if retention::over(&rule, clock()).is_empty() {
        let _ = stop.wait_for(|stop| *stop).await;
        return Ok(());
    }
    let when = Night {
        hour: rule.hour,
        what: "the retention",
        failed: "retention-failed",
    };
    // It costs little and changes nothing the second time, so nobody notes that it was done.
    every_night(when, runner, stop, |_| false, move |runner, _| {
        let settings = runner.settings();
        let sums = apply(runner.store().as_ref(), &settings.data, &settings.keys, &rule, true)?;
        // What is destroyed must not be left beside the backups.
        save_keys(&copies, runner)?;
        for sum in sums {
            let month = sum.month.map(|month| month.to_string());
            tracing::info!(month, thing = ?sum.thing, count = sum.count, "their time is over: their key was destroyed, and they cannot be read any more");
        }
        Ok(())
    })
    .await
}
