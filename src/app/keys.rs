//! The keys of this run: where the master key is, and whether a keyring must be there; and the passphrase of a keyring
//! that is kept elsewhere.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use super::{AppError, complain};
use crate::config::Config;
use crate::seal::{Class, Keys, MasterKey, Month};
use crate::store::{AggId, Commit, Expect, Kind, Store, StoreError, Write};

/// The credential of the systemd unit: `LoadCredential=greenwindow-master:/etc/greenwindow/master.key`.
const MASTER: &str = "greenwindow-master";
/// The same for the passphrase of an exported keyring, and the variable it may come from otherwise.
const PASSPHRASE: &str = "greenwindow-passphrase";
const VARIABLE: &str = "GREENWINDOW_KEYRING_PASSPHRASE";
/// A shorter one is no lock.
const SHORTEST: usize = 12;

/// A credential that systemd hands to the program.
fn credential(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("CREDENTIALS_DIRECTORY")?;
    Some(Path::new(&folder).join(name)).filter(|path| path.exists())
}

/// The record in which the store notes that keys are in use, and what the months of all keys are.
fn noted() -> AggId {
    AggId::new(Kind::Meta, "keyring")
}

pub(super) fn master(config: &Config, data: &Path) -> Result<MasterKey, AppError> {
    Ok(MasterKey::find(data, &config.master_key, credential(MASTER).as_deref())?)
}

/// Opens the keys of a folder. That they are in use is noted in the store before anything is sealed with them, so that a
/// keyring that went missing is not silently begun anew.
pub(super) fn open(config: &Config, data: &Path, store: &dyn Store) -> Result<Keys, AppError> {
    let begun = store.load(&noted())?.is_some();
    let keys = Keys::open(data, &master(config, data)?, begun)?;
    note(store, &keys)?;
    Ok(keys)
}

/// Notes the months of all keys in the store, so that somebody who restores a backup without its keyring is told what
/// he cannot read. Nothing in it is secret.
pub(super) fn note(store: &dyn Store, keys: &Keys) -> Result<(), AppError> {
    let body = serde_json::to_vec(&keys.list()).expect("numbers serialise");
    if store.load(&noted())?.is_some_and(|head| head.body == body) {
        return Ok(());
    }
    let write = Write {
        agg: noted(),
        expect: Expect::Any,
        body: Some(body),
    };
    let commit = Commit {
        writes: vec![write],
        ..Commit::default()
    };
    let failed = |error: crate::store::CommitError| AppError::Said(error.to_string());
    Ok(store.submit(commit).map_err(failed)?.wait()?)
}

/// What was noted; nothing by older versions.
pub(super) fn months(store: &dyn Store) -> Result<Vec<(u64, Class, Month)>, StoreError> {
    let head = store.load(&noted())?;
    Ok(head.and_then(|head| serde_json::from_slice(&head.body).ok()).unwrap_or_default())
}

/// The passphrase of a keyring file: from the environment, a credential, or typed unseen; `twice` to be sure of a new one.
/// Never an argument, which everybody on the machine could see.
pub(super) fn passphrase(twice: bool) -> Result<String, AppError> {
    if let Some(given) = given_passphrase()? {
        return Ok(given);
    }
    let first = typed("passphrase of the keyring file: ")?;
    if twice && typed("the same again: ")? != first {
        return Err(AppError::Said("the two differ; nothing was written; try again".to_owned()));
    }
    long_enough(&first)
}

/// The one from the environment or a credential, for what nobody is there to type it at.
pub(super) fn given_passphrase() -> Result<Option<String>, AppError> {
    let given = match (std::env::var(VARIABLE).ok(), credential(PASSPHRASE)) {
        (Some(text), _) => text,
        (None, Some(path)) => std::fs::read_to_string(&path).map_err(|e| AppError::Io {
            what: path.display().to_string(),
            why: e.to_string(),
        })?,
        (None, None) => return Ok(None),
    };
    long_enough(&given).map(Some)
}

fn long_enough(given: &str) -> Result<String, AppError> {
    let given = given.trim_end_matches(['\r', '\n']);
    if given.chars().count() < SHORTEST {
        return Err(AppError::Said(format!(
            "the passphrase must have at least {SHORTEST} characters: set {VARIABLE}, or the credential {PASSPHRASE}, or type it"
        )));
    }
    Ok(given.to_owned())
}

/// A line from the terminal, not shown while it is typed.
fn typed(prompt: &str) -> Result<String, AppError> {
    let stdin = std::io::stdin();
    let failed = |e: &dyn std::fmt::Display| AppError::Io {
        what: "the terminal".to_owned(),
        why: e.to_string(),
    };
    let before = if stdin.is_terminal() {
        complain(prompt);
        let before = tcgetattr(&stdin).map_err(|e| failed(&e))?;
        let mut unseen = before.clone();
        unseen.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&stdin, OptionalActions::Now, &unseen).map_err(|e| failed(&e))?;
        Some(before)
    } else {
        None
    };
    let mut line = String::new();
    let read = stdin.lock().read_line(&mut line);
    if let Some(before) = before {
        tcsetattr(&stdin, OptionalActions::Now, &before).map_err(|e| failed(&e))?;
    }
    read.map_err(|e| failed(&e))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
