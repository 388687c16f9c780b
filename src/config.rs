//! What an operator can set: `greenwindow.toml`, and the same keys in the environment, which win.
//!
//! Every key has a default, so that the program runs without a file. Unknown keys are refused.

use std::io::{Error, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// All settings. The Telegram token is read from the environment alone, so that it is in no file of ours.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Config {
    /// The folder everything is kept in. Default `data`.
    pub data: PathBuf,
    /// Address and port of the web chat. Default `127.0.0.1:8080`: this machine only.
    pub listen: String,
    /// The web chat's address as others reach it, without a slash at the end; empty: derived from `listen`.
    pub public_url: String,
    /// Numeric Telegram ids of administrators.
    pub admins: Vec<i64>,
    /// The form that `/fill` starts. Default `registration`.
    pub default_flow: String,
    /// When the desk usually answers, as told to owners. Default `8:30–21:00`.
    pub desk_hours: String,
    /// A folder with flow files instead of those inside the program; empty: those inside.
    pub flows: PathBuf,
    /// A folder with text files (`zh-CN/…`, `en/…`) instead of those inside the program; empty: those inside.
    pub locales: PathBuf,
    /// The file with the master key of private values; empty: a systemd credential, or `master.key` in the data folder.
    pub master_key: PathBuf,
    /// What goes to the log: `error`, `warn`, `info`, `debug`, or a filter such as `greenwindow=debug`. Default `info`.
    pub log: String,
    /// How the log is written: `human`, or `json` with one object a line. Default `human`.
    pub log_format: LogFormat,
    /// Where `/healthz`, `/readyz` and `/metrics` are answered; empty: nowhere. Default `127.0.0.1:8089`.
    pub status_listen: String,
    /// How fast the bot and people may speak.
    pub pace: Pace,
    /// The backup of every night.
    pub backup: Backup,
    /// How long what is private can be read.
    pub retention: Retention,
    /// How updates come from Telegram.
    pub telegram: Telegram,
}

/// How long private values can be read, counted in months after the one in which they were last written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Of what is under way: forms that were never signed, questions, dialogues, photos. Default 0: for ever.
    pub drafts_months: u32,
    /// Of signed forms. Default 0: for ever.
    pub signed_months: u32,
    /// Every so many days the store is written anew, so that nothing removed stays on the disk. Default 1; 0: only by command.
    pub compact_days: u32,
    /// The hour of the day in Asia/Shanghai at which keys that are over are destroyed, 0 to 23; the other comes an hour
    /// later. Default 4.
    pub hour: u8,
}

impl Default for Retention {
    fn default() -> Self {
        Retention {
            drafts_months: 0,
            signed_months: 0,
            compact_days: 1,
            hour: 4,
        }
    }
}

/// The backup the running program makes by itself once a day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Backup {
    /// The folder backups are written into; empty: none is made.
    pub folder: PathBuf,
    /// The hour of the day in Asia/Shanghai, 0 to 23. Default 3.
    pub hour: u8,
    /// How many are kept; older ones are removed. Default 14; 0: all.
    pub keep: usize,
}

impl Default for Backup {
    fn default() -> Self {
        Backup {
            folder: PathBuf::new(),
            hour: 3,
            keep: 14,
        }
    }
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Human,
    /// For programs: an object a line.
    Json,
}

/// How updates come from Telegram.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Telegram {
    /// The https address Telegram posts updates to; empty: they are fetched by long polling.
    pub webhook_url: String,
    /// Address and port where your web server hands them on to. Default `127.0.0.1:8088`.
    pub webhook_listen: String,
}

impl Default for Telegram {
    fn default() -> Self {
        Telegram {
            webhook_url: String::new(),
            webhook_listen: "127.0.0.1:8088".to_owned(),
        }
    }
}

/// How fast the bot may speak on Telegram, and a person to the bot. The defaults are the limits Telegram documents; 0 is
/// no limit, for a Bot API server of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Pace {
    /// Calls that make, change or remove a message. Default 30.
    pub overall_per_second: u32,
    /// Messages and changes in one private chat. Default 1.
    pub chat_per_second: u32,
    /// Messages and changes in one group. Default 20.
    pub group_per_minute: u32,
    /// Messages of one person; whoever sends more is told once and not listened to until quiet for 10 seconds. Default 20.
    pub person_per_10_seconds: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Pace {
            overall_per_second: 30,
            chat_per_second: 1,
            group_per_minute: 20,
            person_per_10_seconds: 20,
        }
    }
}

impl Pace {
    /// No limit at all.
    pub fn none() -> Self {
        Pace {
            overall_per_second: 0,
            chat_per_second: 0,
            group_per_minute: 0,
            person_per_10_seconds: 0,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Config {
            data: "data".into(),
            listen: "127.0.0.1:8080".to_owned(),
            public_url: String::new(),
            admins: Vec::new(),
            default_flow: "registration".to_owned(),
            desk_hours: "8:30–21:00".to_owned(),
            flows: PathBuf::new(),
            locales: PathBuf::new(),
            master_key: PathBuf::new(),
            log: "info".to_owned(),
            log_format: LogFormat::default(),
            status_listen: "127.0.0.1:8089".to_owned(),
            pace: Pace::default(),
            backup: Backup::default(),
            retention: Retention::default(),
            telegram: Telegram::default(),
        }
    }
}

/// Every key with its default as written in the file, and what it is for. Those with a dot stand in a table of their own.
pub const KEYS: [(&str, &str, &str); 25] = [
    ("data", "\"data\"", "folder everything is kept in; back this folder up"),
    (
        "listen",
        "\"127.0.0.1:8080\"",
        "address and port of the web chat; 127.0.0.1 is this machine only",
    ),
    (
        "public_url",
        "\"\"",
        "the web chat's address as others reach it, https://window.example.gov.cn; empty: from `listen`",
    ),
    (
        "admins",
        "[]",
        "numeric Telegram ids of administrators, [1001, 1002]; send /start to the bot to learn yours",
    ),
    ("default_flow", "\"registration\"", "the form that /fill starts"),
    ("desk_hours", "\"8:30–21:00\"", "when the desk usually answers, as told to owners"),
    ("flows", "\"\"", "folder with flow files instead of those inside the program"),
    ("locales", "\"\"", "folder with text files instead of those inside the program"),
    (
        "master_key",
        "\"\"",
        "file with the key that locks the keyring of private values; empty: the systemd credential greenwindow-master, else master.key in the data folder",
    ),
    ("log", "\"info\"", "error, warn, info, debug, or a filter such as greenwindow=debug"),
    ("log_format", "\"human\"", "human, or json: one object a line"),
    (
        "status_listen",
        "\"127.0.0.1:8089\"",
        "address and port of /healthz, /readyz and /metrics; empty: nowhere",
    ),
    (
        "pace.overall_per_second",
        "30",
        "calls the bot makes on Telegram; 0: no limit, for a Bot API server of your own",
    ),
    ("pace.chat_per_second", "1", "messages and changes in one private chat on Telegram"),
    ("pace.group_per_minute", "20", "messages and changes in one group on Telegram"),
    (
        "pace.person_per_10_seconds",
        "20",
        "messages of one person; whoever sends more is told once and not listened to until quiet for 10 seconds",
    ),
    (
        "backup.folder",
        "\"\"",
        "folder for a backup every night, best on another disk; empty: none",
    ),
    ("backup.hour", "3", "when, by the clock in Asia/Shanghai, 0 to 23"),
    ("backup.keep", "14", "how many are kept; 0: all"),
    (
        "retention.drafts_months",
        "0",
        "months after which forms never signed, questions, dialogues and photos become unreadable for ever; 0: never",
    ),
    (
        "retention.signed_months",
        "0",
        "the same for signed forms, which the county has to keep for longer",
    ),
    (
        "retention.compact_days",
        "1",
        "every so many days the store is written anew, so that nothing removed stays on the disk; 0: only by command",
    ),
    (
        "retention.hour",
        "4",
        "when keys are destroyed, by the clock in Asia/Shanghai, 0 to 23; the store is written anew an hour later",
    ),
    (
        "telegram.webhook_url",
        "\"\"",
        "the https address Telegram posts updates to, https://window.example.gov.cn/telegram; empty: long polling",
    ),
    (
        "telegram.webhook_listen",
        "\"127.0.0.1:8088\"",
        "address and port where your web server hands these posts on to",
    ),
];

/// The names of the tables.
const TABLES: [&str; 4] = ["pace", "backup", "retention", "telegram"];

/// No setting: the passphrase of a keyring file, after `GREENWINDOW_`.
const PASSPHRASE: &str = "KEYRING_PASSPHRASE";

/// The place of settings that come from the environment.
const ENVIRONMENT: &str = "environment";

/// A setting that cannot be used; the operator's to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A key that does not exist.
    #[error("{place}: there is no setting `{key}`; did you mean `{near}`? `greenwindow config` lists all")]
    Unknown {
        /// The file or `environment`.
        place: String,
        /// The key.
        key: String,
        /// The nearest one.
        near: String,
    },
    /// A value that cannot be read.
    #[error("{place}: {what}; `greenwindow config` shows the form of every setting")]
    Value {
        /// The file with its line, or the variable.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// The file is there and cannot be read.
    #[error("{place} cannot be read: {what}; check that this user may read it")]
    File {
        /// The file.
        place: String,
        /// Why.
        what: String,
    },
}

impl Config {
    /// From `greenwindow.toml` in the working folder, if it is there, and the environment.
    pub fn load() -> Result<Self, ConfigError> {
        const FILE: &str = "greenwindow.toml";
        let text = match read_text(Path::new(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(ConfigError::File {
                    place: FILE.to_owned(),
                    what: error.to_string(),
                });
            }
        };
        Config::read(FILE, &text, std::env::vars())
    }

    /// From a file's text and an environment.
    pub fn read(file: &str, text: &str, environment: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let bad = |error: &toml::de::Error| ConfigError::Value {
            place: format!("{file}:{}", crate::flow::toml_line(text, error)),
            what: error.message().to_owned(),
        };
        let mut table: toml::Table = toml::from_str(text).map_err(|e| bad(&e))?;
        for (key, value) in &table {
            match value {
                toml::Value::Table(inner) if TABLES.contains(&key.as_str()) => {
                    inner
                        .keys()
                        .try_for_each(|name| known(file, &format!("{key}.{name}")).map(|_| ()))?;
                }
                // What is wrong with it is said below, with its line.
                _ if TABLES.contains(&key.as_str()) => {}
                _ => known(file, key).map(|_| ())?,
            }
        }
        // Read once as it stands, so that an error carries its line.
        toml::from_str::<Config>(text).map_err(|e| bad(&e))?;
        for (name, value) in environment {
            let Some(key) = name
                .strip_prefix("GREENWINDOW_")
                .filter(|k| !k.starts_with("TEST_") && *k != PASSPHRASE)
            else {
                continue;
            };
            let key = known(ENVIRONMENT, &key.to_lowercase())?;
            let value = from_environment(&name, key, &value)?;
            match key.split_once('.') {
                None => table.insert(key.to_owned(), value),
                Some((outer, inner)) => {
                    let entry = table.entry(outer).or_insert_with(|| toml::Table::new().into());
                    entry.as_table_mut().and_then(|t| t.insert(inner.to_owned(), value))
                }
            };
        }
        let config: Config = table.try_into().map_err(|e: toml::de::Error| ConfigError::Value {
            place: ENVIRONMENT.to_owned(),
            what: e.message().to_owned(),
        })?;
        for (place, hour) in [("backup.hour", config.backup.hour), ("retention.hour", config.retention.hour)] {
            if hour > 23 {
                return Err(ConfigError::Value {
                    place: place.to_owned(),
                    what: format!("`{hour}` is no hour of the day; write 0 to 23"),
                });
            }
        }
        Ok(config)
    }

    /// The address others reach the web chat by.
    pub fn url(&self, local: std::net::SocketAddr) -> String {
        if self.public_url.is_empty() {
            format!("http://{local}")
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }
}

/// Larger files are none that people write, in bytes.
const FILE_MAX: usize = 1024 * 1024;

/// Reads a file that people write. What is too large or no UTF-8 is told with its size or line.
pub(crate) fn read_text(path: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(FILE_MAX as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > FILE_MAX {
        return Err(Error::new(ErrorKind::FileTooLarge, "it is larger than 1 MiB"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        let line = good.matches('\n').count() + 1;
        Error::new(ErrorKind::InvalidData, format!("line {line} is not UTF-8; save the file as UTF-8"))
    })
}

/// The key as it stands in [`KEYS`]; the environment has `_` for the dot.
fn known(place: &str, key: &str) -> Result<&'static str, ConfigError> {
    let spelled = |name: &str| {
        if place == ENVIRONMENT {
            name.replace('.', "_")
        } else {
            name.to_owned()
        }
    };
    let names: Vec<String> = KEYS.iter().map(|(name, ..)| spelled(name)).collect();
    if let Some(at) = names.iter().position(|name| name == key) {
        return Ok(KEYS[at].0);
    }
    let near = crate::flow::nearest(key, names.iter().map(String::as_str)).to_owned();
    Err(ConfigError::Unknown {
        place: place.to_owned(),
        key: key.to_owned(),
        near,
    })
}

fn from_environment(name: &str, key: &str, value: &str) -> Result<toml::Value, ConfigError> {
    if KEYS.iter().any(|(name, default, _)| *name == key && whole(default).is_some()) {
        return whole(value).ok_or_else(|| ConfigError::Value {
            place: name.to_owned(),
            what: format!("`{value}` is no whole number; write {name}=20, or 0 for no limit"),
        });
    }
    if key != "admins" {
        return Ok(toml::Value::String(value.to_owned()));
    }
    let number = |part: &str| {
        part.trim()
            .parse::<i64>()
            .map(toml::Value::Integer)
            .map_err(|_| ConfigError::Value {
                place: name.to_owned(),
                what: format!("`{part}` is no numeric id; write {name}=1001,1002"),
            })
    };
    let parts = value.split(',').filter(|p| !p.trim().is_empty());
    Ok(toml::Value::Array(parts.map(number).collect::<Result<_, _>>()?))
}

fn whole(value: &str) -> Option<toml::Value> {
    value.trim().parse::<u32>().ok().map(|n| toml::Value::Integer(n.into()))
}

/// A commented example with every key and its default.
pub fn example() -> String {
    let mut text = String::from(
        "# Settings of Green Window. Each may be left out; each may also come from the environment,\n\
         # as GREENWINDOW_ and the key in capitals: GREENWINDOW_ADMINS=1001,1002.\n\
         # The Telegram token comes from the environment alone: TELOXIDE_TOKEN\n\
         # (and TELOXIDE_API_URL, TELOXIDE_PROXY where needed).\n",
    );
    let mut inside = "";
    for (key, default, doc) in KEYS {
        let (table, name) = key.split_once('.').unwrap_or(("", key));
        if table != inside {
            text.push_str(&format!("\n[{table}]\n"));
            inside = table;
        }
        text.push_str(&format!("\n# {doc}\n{name} = {default}\n"));
    }
    text
}

#[cfg(test)]
mod tests;
