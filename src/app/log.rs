//! The log: one happening is one line, whatever others have put into its fields; and the bot's token is in none.

use std::io::{self, Write};

use tracing_subscriber::field::MakeExt;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::debug_fn;

use super::AppError;
use crate::config::{Config, LogFormat};

/// Starts the log on the standard error.
pub(super) fn start(config: &Config, token: Option<&str>) -> Result<(), AppError> {
    let wrong = |e: &dyn std::fmt::Display| {
        AppError::Said(format!(
            "`log` is no filter: {e}; write error, warn, info, debug, or greenwindow=debug"
        ))
    };
    let filter = tracing_subscriber::EnvFilter::builder().parse(&config.log).map_err(|e| wrong(&e))?;
    let out = Clean {
        token: token.map(str::to_owned),
        format: config.log_format,
    };
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(out);
    // A second subscriber can only come from a test; the first one stays.
    let _ = match config.log_format {
        LogFormat::Json => log
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false)
            .try_init(),
        LogFormat::Human => {
            let fields = debug_fn(|writer, field, value| {
                let text = escaped(&format!("{value:?}"));
                match field.name() {
                    "message" => write!(writer, "{text}"),
                    name => write!(writer, "{name}={text}"),
                }
            });
            log.fmt_fields(fields.delimited(" ")).try_init()
        }
    };
    Ok(())
}

/// What turns writing around, or breaks lines without being a control character.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Without line breaks, and without what steers a terminal or turns its writing around.
fn escaped(text: &str) -> String {
    replaced(text, |c| c.escape_default().to_string())
}

/// The same for a line of JSON: such characters stand only inside its strings.
fn escaped_json(line: &str) -> String {
    replaced(line, |c| format!("\\u{:04x}", u32::from(c)))
}

fn replaced(text: &str, how: impl Fn(char) -> String) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) {
            clean.push_str(&how(c));
        } else {
            clean.push(c);
        }
    }
    clean
}

/// Writes whole lines to the standard error, without the token: the last door, also for what other crates log.
#[derive(Clone)]
struct Clean {
    token: Option<String>,
    format: LogFormat,
}

impl Clean {
    fn line(&self, line: &str) -> String {
        let line = match &self.token {
            Some(token) => line.replace(token.as_str(), "<token>"),
            None => line.to_owned(),
        };
        match (self.format, line.strip_suffix('\n')) {
            (LogFormat::Json, Some(object)) => escaped_json(object) + "\n",
            _ => line,
        }
    }
}

impl<'a> MakeWriter<'a> for Clean {
    type Writer = &'a Clean;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

impl Write for &Clean {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        io::stderr()
            .lock()
            .write_all(self.line(&String::from_utf8_lossy(line)).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_and_holds_no_token() {
        assert_eq!(escaped("a\nb\u{202e}c 绿"), "a\\nb\\u{202e}c 绿");
        let clean = Clean {
            token: Some("9:secret".to_owned()),
            format: LogFormat::Json,
        };
        let line = clean.line("{\"name\":\"a\u{202e}b\",\"url\":\"/bot9:secret/getMe\"}\n");
        assert_eq!(line, "{\"name\":\"a\\u202eb\",\"url\":\"/bot<token>/getMe\"}\n");
    }
}
