//! What an operator can set: `greenwindow.toml`, and the same keys in the environment, which win.
//!
//! Every key has a default, so that the program runs without a file. Unknown keys are refused.

use std::path::PathBuf;

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
    /// What goes to the log: `error`, `warn`, `info`, `debug`, or a filter such as `greenwindow=debug`. Default `info`.
    pub log: String,
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
            log: "info".to_owned(),
        }
    }
}

/// Every key with its default as written in the file, its kind, and what it is for.
pub const KEYS: [(&str, &str, &str); 9] = [
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
    ("log", "\"info\"", "error, warn, info, debug, or a filter such as greenwindow=debug"),
];

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
        let text = match std::fs::read_to_string(FILE) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
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
        let bad = |error: &toml::de::Error| {
            let line = error
                .span()
                .map_or(1, |s| text[..s.start.min(text.len())].matches('\n').count() + 1);
            ConfigError::Value {
                place: format!("{file}:{line}"),
                what: error.message().to_owned(),
            }
        };
        let mut table: toml::Table = toml::from_str(text).map_err(|e| bad(&e))?;
        for key in table.keys() {
            known(file, key)?;
        }
        // Read once as it stands, so that an error carries its line.
        toml::from_str::<Config>(text).map_err(|e| bad(&e))?;
        for (name, value) in environment {
            let Some(key) = name.strip_prefix("GREENWINDOW_").filter(|k| !k.starts_with("TEST_")) else {
                continue;
            };
            let key = key.to_lowercase();
            known("environment", &key)?;
            table.insert(key.clone(), from_environment(&name, &key, &value)?);
        }
        table.try_into().map_err(|e: toml::de::Error| ConfigError::Value {
            place: "environment".to_owned(),
            what: e.message().to_owned(),
        })
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

fn known(place: &str, key: &str) -> Result<(), ConfigError> {
    if KEYS.iter().any(|(name, ..)| *name == key) {
        return Ok(());
    }
    let near = crate::flow::nearest(key, KEYS.iter().map(|(name, ..)| *name)).to_owned();
    Err(ConfigError::Unknown {
        place: place.to_owned(),
        key: key.to_owned(),
        near,
    })
}

fn from_environment(name: &str, key: &str, value: &str) -> Result<toml::Value, ConfigError> {
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

/// A commented example with every key and its default.
pub fn example() -> String {
    let mut text = String::from(
        "# Settings of Green Window. Each may be left out; each may also come from the environment,\n\
         # as GREENWINDOW_ and the key in capitals: GREENWINDOW_ADMINS=1001,1002.\n\
         # The Telegram token comes from the environment alone: TELOXIDE_TOKEN\n\
         # (and TELOXIDE_API_URL, TELOXIDE_PROXY where needed).\n",
    );
    for (key, default, doc) in KEYS {
        text.push_str(&format!("\n# {doc}\n{key} = {default}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn the_example_is_the_default() {
        assert_eq!(Config::read("x", &example(), []).unwrap(), Config::default());
    }

    #[test]
    fn the_environment_wins_and_reads_lists() {
        let config = Config::read(
            "x",
            "admins = [7]\nlisten = \"0.0.0.0:80\"\n",
            env(&[("GREENWINDOW_ADMINS", "1001, 1002"), ("HOME", "/")]),
        )
        .unwrap();
        assert_eq!(config.admins, [1001, 1002]);
        assert_eq!(config.listen, "0.0.0.0:80");
    }

    #[test]
    fn a_wrong_setting_says_where_and_how_to_mend_it() {
        let say = |text: &str, vars: &[(&str, &str)]| Config::read("greenwindow.toml", text, env(vars)).unwrap_err().to_string();
        assert_eq!(
            say("admin = [1]\n", &[]),
            "greenwindow.toml: there is no setting `admin`; did you mean `admins`? `greenwindow config` lists all"
        );
        assert!(say("\nadmins = \"x\"\n", &[]).starts_with("greenwindow.toml:2: invalid type"));
        assert_eq!(
            say("", &[("GREENWINDOW_DATTA", "x")]),
            "environment: there is no setting `datta`; did you mean `data`? `greenwindow config` lists all"
        );
        assert!(say("", &[("GREENWINDOW_ADMINS", "li")]).contains("write GREENWINDOW_ADMINS=1001,1002"));
    }
}
