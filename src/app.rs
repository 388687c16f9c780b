//! Builds all rooms, runs them, stops them in order; and the subcommands.

mod console;
mod control;
mod copies;
mod doctor;
mod house;
mod keys;
mod log;
mod night;
mod retain;
mod serve;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::config::{Config, ConfigError};
use crate::l10n::{Catalogue, Lang};
use crate::runner::Books;

pub use self::house::{HouseError, ProgramText, Sources};
pub use self::serve::{App, clock, entropy};

/// Texts of this room, with the values it gives.
#[rustfmt::skip]
pub const TEXTS: &[(&str, &[&str])] = &[
    ("start-web", &["url"]),
    ("start-demo", &[]),
    ("start-real", &[]),
    ("start-telegram", &["name"]),
    ("start-store", &["path"]),
    ("start-flows", &["flows", "from", "texts"]),
    ("start-embedded", &[]),
    ("start-open-to-all", &["listen"]),
    ("stop", &[]),
    ("stopped", &[]),
    ("check-clean", &[]),
    ("check-found", &["count"]),
    ("console-how", &[]),
    ("backup-done", &["file", "records", "files"]),
    ("doctor-well", &["text"]),
    ("doctor-todo", &["text"]),
    ("doctor-all-well", &[]),
    ("doctor-found", &["count"]),
    ("doctor-config", &[]),
    ("doctor-flows", &[]),
    ("doctor-flows-wrong", &["why"]),
    ("doctor-folder", &["path"]),
    ("doctor-folder-none", &["path"]),
    ("doctor-folder-rights", &["path"]),
    ("doctor-room", &["mib", "path"]),
    ("doctor-room-little", &["mib", "path"]),
    ("doctor-running", &[]),
    ("doctor-store", &[]),
    ("doctor-store-none", &[]),
    ("doctor-store-wrong", &["why"]),
    ("doctor-address", &["address"]),
    ("doctor-address-taken", &["address", "why"]),
    ("doctor-no-token", &[]),
    ("doctor-telegram", &["name"]),
    ("doctor-telegram-wrong", &["why"]),
    ("doctor-polling", &[]),
    ("doctor-webhook", &["url"]),
    ("doctor-webhook-other", &["url", "wanted"]),
    ("doctor-webhook-error", &["why"]),
    ("doctor-clock", &[]),
    ("doctor-clock-off", &["seconds"]),
    ("doctor-chat", &["chat"]),
    ("doctor-chat-wrong", &["chat", "why"]),
    ("doctor-chat-mute", &["chat"]),
    ("doctor-chat-pin", &["chat"]),
    ("retention-unset", &[]),
    ("retention-none", &[]),
    ("retention-would", &["sums"]),
    ("retention-done", &["sums"]),
    ("compact-done", &["before", "after"]),
    ("doctor-backup", &["folder"]),
    ("doctor-backup-unset", &[]),
    ("doctor-backup-no-keys", &["folder"]),
    ("doctor-compact", &["days"]),
    ("doctor-compact-unset", &[]),
    ("sealed-sum", &["month", "thing", "count"]),
    ("sealed-sum-unknown", &["thing", "count"]),
    ("sealed-draft", &[]),
    ("sealed-signed", &[]),
    ("sealed-version", &[]),
    ("sealed-ticket", &[]),
    ("sealed-dialogue", &[]),
    ("sealed-line", &[]),
    ("sealed-message", &[]),
    ("sealed-file", &[]),
    ("sealed-other", &[]),
    ("doctor-retention", &["drafts", "signed"]),
    ("doctor-retention-unset", &[]),
    ("doctor-retention-short", &["drafts", "signed"]),
    ("backup-keyring", &["file"]),
    ("restore-keyring", &["count"]),
    ("restore-unreadable", &["sums"]),
    ("restore-done", &["path", "records", "files", "made", "version"]),
];

/// Green Window (绿窗): walks small-enterprise owners through a pollutant-discharge registration.
#[derive(Debug, Parser)]
#[command(name = "greenwindow", version, about)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the web chat, and the Telegram bot if `TELOXIDE_TOKEN` is set (the default).
    Serve,
    /// Print a commented example of greenwindow.toml.
    Config,
    /// Look through flows and texts for mistakes.
    Check,
    /// Look at everything an operator can mend; works while the program runs.
    Doctor,
    /// Walk a form in the terminal.
    Console {
        /// The form, `registration`.
        flow: String,
    },
    /// Print a form as a Mermaid chart.
    Graph {
        /// The form, `registration`.
        flow: String,
    },
    /// Write all forms as a table; works while the program runs.
    Export {
        /// What kind of file.
        #[arg(long, value_enum, default_value_t = Format::Xlsx)]
        format: Format,
        /// Where to; `-` is the standard output.
        #[arg(long, default_value = "-")]
        to: String,
    },
    /// Write everything into one file; works while the program runs.
    Backup {
        /// Where to; a file of that name is replaced when the new one is complete.
        file: PathBuf,
        /// Where the keys of private values go, locked by a passphrase; keep it apart from the backup.
        #[arg(long)]
        keyring: Option<PathBuf>,
    },
    /// Tell what is kept longer than `[retention]` says, or delete it; works while the program runs.
    Retention {
        /// Delete it, for ever. Without this nothing is changed.
        #[arg(long)]
        yes: bool,
    },
    /// Write the store anew, so that nothing removed stays on the disk; works while the program runs.
    Compact,
    /// Put a backup into an empty data folder.
    Restore {
        /// The file that `backup` has written.
        file: PathBuf,
        /// The file that `backup --keyring` has written.
        #[arg(long)]
        keyring: Option<PathBuf>,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Xlsx,
}

/// The program cannot do what it was asked to; the text says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A setting.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Flows, texts or tables.
    #[error(transparent)]
    House(#[from] HouseError),
    /// The store.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// Keys of private values.
    #[error(transparent)]
    Seal(#[from] crate::seal::SealError),
    /// A turn.
    #[error(transparent)]
    Runner(#[from] crate::runner::RunnerError),
    /// The web chat.
    #[error(transparent)]
    Web(#[from] crate::channel::web::WebError),
    /// The address is taken or not allowed.
    #[error("cannot listen on {address}: {why}; set another one with GREENWINDOW_LISTEN=127.0.0.1:8081")]
    Listen {
        /// The address.
        address: String,
        /// Why.
        why: String,
    },
    /// Reading or writing a file.
    #[error("{what}: {why}")]
    Io {
        /// The file.
        what: String,
        /// Why.
        why: String,
    },
    /// There is no such form.
    #[error("there is no form `{flow}`; there is: {known}")]
    NoFlow {
        /// What was asked for.
        flow: String,
        /// What there is.
        known: String,
    },
    /// A backup.
    #[error(transparent)]
    Backup(#[from] crate::backup::BackupError),
    /// Keys of months.
    #[error(transparent)]
    Retention(#[from] crate::retention::RetentionError),
    /// Told in full already.
    #[error("{0}")]
    Said(String),
}

/// Runs the program. The exit code says whether it went well.
pub fn run() -> std::process::ExitCode {
    match command(Args::parse().command.unwrap_or(Command::Serve)) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            std::process::ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the command line speaks to whoever started it")]
fn complain(text: &str) {
    eprintln!("greenwindow: {text}");
}

/// A line for whoever started the program; if he does not listen any more (`| head`), that is no fault.
fn tell(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// The language of the terminal: Chinese unless it says English.
fn terminal_language() -> Lang {
    let tag = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    tag.and_then(|t| Lang::parse(&t)).unwrap_or_default()
}

fn say(catalogue: &Catalogue, id: &str, args: &[(&str, crate::answer::Arg)]) {
    tell(&catalogue.text(terminal_language(), id, args));
}

fn command(command: Command) -> Result<(), AppError> {
    if matches!(command, Command::Config) {
        tell(crate::config::example().trim_end());
        return Ok(());
    }
    let config = Config::load()?;
    match command {
        Command::Config => Ok(()),
        Command::Serve => serve::serve(&config),
        Command::Check => check(&config),
        Command::Doctor => doctor::run(&config),
        Command::Console { flow } => console::run(&config, &flow),
        Command::Graph { flow } => graph(&config, &flow),
        Command::Export { format, to } => export(&config, format, &to),
        Command::Backup { file, keyring } => copies::backup(&config, &file, keyring.as_deref()),
        Command::Retention { yes } => retain::run(&config, yes),
        Command::Compact => retain::compact(&config),
        Command::Restore { file, keyring } => copies::restore(&config, &file, keyring.as_deref()),
    }
}

fn check(config: &Config) -> Result<(), AppError> {
    let sources = Sources::read(config)?;
    let findings = sources.findings();
    if findings.is_empty() {
        let catalogue = sources.load()?.catalogue;
        say(&catalogue, "check-clean", &[]);
        return Ok(());
    }
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Err(AppError::Said(format!("{}\n{} findings", lines.join("\n"), lines.len())))
}

fn graph(config: &Config, name: &str) -> Result<(), AppError> {
    let Books { flows, catalogue, .. } = Sources::read(config)?.load()?;
    let known: Vec<String> = flows.iter().map(|f| f.id.to_string()).collect();
    let Some(flow) = flows.iter().find(|f| f.id.as_str() == name) else {
        return Err(AppError::NoFlow {
            flow: name.to_owned(),
            known: known.join(", "),
        });
    };
    tell(crate::check::mermaid(flow, &catalogue, terminal_language()).trim_end());
    Ok(())
}

fn export(config: &Config, format: Format, to: &str) -> Result<(), AppError> {
    let name = match format {
        Format::Csv => "csv",
        Format::Xlsx => "xlsx",
    };
    let bytes = match control::ask(&serve::data_folder(config), &format!("export {name}"))? {
        Some(bytes) => bytes,
        None => App::open(config)?.export(name)?,
    };
    let bad = |e: std::io::Error| AppError::Io {
        what: to.to_owned(),
        why: e.to_string(),
    };
    if to == "-" {
        use std::io::Write;
        std::io::stdout().lock().write_all(&bytes).map_err(bad)
    } else {
        // Forms hold personal data: the file is for its owner only.
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;
        let file = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(to);
        file.and_then(|mut file| file.write_all(&bytes)).map_err(bad)
    }
}
