//! The keys of this run: where the master key is, and whether a keyring must be there.

use std::path::Path;

use super::AppError;
use crate::config::Config;
use crate::seal::{Keys, MasterKey};
use crate::store::{AggId, Commit, Expect, Kind, Store, Write};

/// The credential of the systemd unit: `LoadCredential=greenwindow-master:/etc/greenwindow/master.key`.
const CREDENTIAL: &str = "greenwindow-master";

/// Opens the keys of a folder. That they are in use is noted in the store before anything is sealed with them, so that a
/// keyring that went missing is not silently begun anew.
pub(super) fn open(config: &Config, data: &Path, store: &dyn Store, now_ms: i64) -> Result<Keys, AppError> {
    let folder = std::env::var_os("CREDENTIALS_DIRECTORY");
    let credential = folder.map(|folder| Path::new(&folder).join(CREDENTIAL));
    let note = AggId::new(Kind::Meta, "keyring");
    let begun = store.load(&note)?.is_some();
    let master = MasterKey::find(data, &config.master_key, credential.as_deref())?;
    let keys = Keys::open(data, &master, begun)?;
    if !begun {
        let write = Write {
            agg: note,
            expect: Expect::Any,
            body: Some(b"begun".to_vec()),
        };
        let commit = Commit {
            at_ms: now_ms,
            writes: vec![write],
            ..Commit::default()
        };
        let failed = |error: crate::store::CommitError| AppError::Said(error.to_string());
        store.submit(commit).map_err(failed)?.wait()?;
    }
    Ok(keys)
}
