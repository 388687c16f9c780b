//! Which folder the tables are in: `db`, until the store is written anew into `db-2`, `db-3` and so on.
//!
//! The file `TABLES` names it, and is replaced in one step. Whatever other folder of such a name there is, is a half of a
//! new one or what is left of an old one, and nobody needs it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::time::SystemTime;

const TABLES: &str = "TABLES";
/// Where the tables of a store are that was never written anew.
const FIRST: &str = "db";

/// The name of the folder that counts.
pub(super) fn current(dir: &Path) -> io::Result<String> {
    match fs::read_to_string(dir.join(TABLES)) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(FIRST.to_owned()),
        Err(error) => Err(error),
    }
}

/// When it was made. sled's file `conf` is written then, and never changed.
pub(super) fn written(dir: &Path) -> io::Result<SystemTime> {
    fs::metadata(dir.join(current(dir)?).join("conf"))?.modified()
}

/// Whether a folder of this name is one of tables.
pub(super) fn is_tables(name: &str) -> bool {
    name == FIRST || number(name).is_some()
}

fn number(name: &str) -> Option<u64> {
    name.strip_prefix(FIRST)?.strip_prefix('-')?.parse().ok()
}

/// The name for a new one.
pub(super) fn next(current: &str) -> String {
    format!("{FIRST}-{}", number(current).unwrap_or(1) + 1)
}

/// From now on this one counts, also after a power cut. If the process dies: the old one does, or this one.
pub(super) fn point_to(dir: &Path, name: &str) -> io::Result<()> {
    replace(dir, TABLES, name)
}

/// Writes a file of one line in place of an old one, so that it survives a power cut.
pub(super) fn replace(dir: &Path, name: &str, line: &str) -> io::Result<()> {
    let half = dir.join(format!("{name}.new"));
    let mut file = File::create(&half)?;
    writeln!(file, "{line}")?;
    file.sync_all()?;
    fs::rename(&half, dir.join(name))?;
    File::open(dir)?.sync_all()
}

/// Removes all folders of tables but the one that counts.
pub(super) fn remove_others(dir: &Path, current: &str) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name != current && is_tables(name)) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
