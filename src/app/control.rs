//! The socket by which the program's own user speaks to it while it runs: `control.sock`, mode 0600, in the data folder.
//! One line is asked; `ok` with a length, then the bytes (of a backup: `ok`, then the bytes until the end), or `error` and a
//! sentence come back.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;

use super::AppError;
use crate::config::Retention;
use crate::runner::Runner;

const NAME: &str = "control.sock";
/// The longest request, in bytes, and how long a caller may take to make it.
const LINE_MAX: u64 = 200;
const ASK_WITHIN: Duration = Duration::from_secs(10);
/// The longest first line of an answer.
const HEAD_MAX: u64 = 64 * 1024;
/// A backup waits for its reader so many times so long.
const LOOK_UP: Duration = Duration::from_secs(1);
const LOOKS: u32 = 60;

fn bad(path: &Path) -> impl Fn(std::io::Error) -> AppError {
    let what = path.display().to_string();
    move |e| AppError::Io {
        what: what.clone(),
        why: e.to_string(),
    }
}

/// Answers until the program stops.
pub(super) async fn serve(runner: Arc<Runner>, mut stop: watch::Receiver<bool>) -> Result<(), AppError> {
    let path = runner.settings().data.join(NAME);
    // A socket left behind by a killed program; the store's lock has made sure that no other one runs.
    let _ = std::fs::remove_file(&path);
    let listener = match UnixListener::bind(&path) {
        Ok(listener) => listener,
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => {
            tracing::warn!(path = %path.display(), "the path is too long for a socket: `greenwindow export` works only while the program is stopped; choose a shorter `data` folder");
            let _ = stop.wait_for(|stop| *stop).await;
            return Ok(());
        }
        Err(error) => return Err(bad(&path)(error)),
    };
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(bad(&path))?;
    let stopping = stop.clone();
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            Ok((stream, _)) = listener.accept() => {
                let (runner, stop) = (runner.clone(), stopping.clone());
                tokio::spawn(async move {
                    if let Err(error) = answer(runner, stream, stop).await {
                        tracing::warn!(%error, "the control socket broke off");
                    }
                });
            }
        }
    }
    let _ = std::fs::remove_file(&path);
    Ok(())
}

/// What can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Request {
    /// All forms as a table.
    Export(&'static str),
    /// The bound chats on Telegram, as JSON.
    Chats,
    /// What is kept for too long, as JSON; with `yes` its keys are destroyed.
    Retention(u32, u32, bool),
    /// The store written anew; what it brought, as JSON.
    Compact,
    /// Everything as a backup: `ok`, then the file until the end of the stream.
    Backup,
}

impl Request {
    fn parse(line: &[u8]) -> Option<Self> {
        match line.trim_ascii() {
            b"export csv" => Some(Request::Export("csv")),
            b"export xlsx" => Some(Request::Export("xlsx")),
            b"chats" => Some(Request::Chats),
            b"backup" => Some(Request::Backup),
            b"compact" => Some(Request::Compact),
            other => Request::retention(str::from_utf8(other).ok()?),
        }
    }

    fn retention(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split(' ').collect();
        let ["retention", drafts, signed, word @ ("look" | "yes")] = words[..] else {
            return None;
        };
        Some(Request::Retention(drafts.parse().ok()?, signed.parse().ok()?, word == "yes"))
    }
}

async fn answer(runner: Arc<Runner>, mut stream: UnixStream, stop: watch::Receiver<bool>) -> std::io::Result<()> {
    let (read, _) = stream.split();
    let mut line = Vec::new();
    let mut reader = tokio::io::BufReader::new(tokio::io::AsyncReadExt::take(read, LINE_MAX));
    let asked = tokio::time::timeout(ASK_WITHIN, reader.read_until(b'\n', &mut line)).await;
    asked.map_err(|_| std::io::ErrorKind::TimedOut)??;
    match Request::parse(&line) {
        None => stream.write_all(b"error unknown request\n").await,
        Some(Request::Export(format)) => made(stream, move || runner.export(format)).await,
        Some(Request::Chats) => {
            made(stream, move || {
                super::doctor::chats(runner.store().as_ref()).map(|chats| as_json(&chats))
            })
            .await
        }
        Some(Request::Retention(drafts_months, signed_months, yes)) => {
            let rule = Retention {
                drafts_months,
                signed_months,
                ..Retention::default()
            };
            let settings = runner.settings().clone();
            let apply = move || super::retain::apply(runner.store().as_ref(), &settings.data, &settings.keys, &rule, yes);
            made(stream, move || apply().map(|sums| as_json(&sums))).await
        }
        Some(Request::Compact) => made(stream, move || super::retain::write_anew(&runner).map(|done| as_json(&done))).await,
        Some(Request::Backup) => backup(runner, stream.into_std()?, stop).await,
    }
}

/// Lets something be made on a thread that may wait, and sends it.
async fn made<E: std::fmt::Display + Send + 'static>(
    mut stream: UnixStream,
    make: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
) -> std::io::Result<()> {
    let made = tokio::task::spawn_blocking(make).await;
    match made.map_err(|e| e.to_string()).and_then(|made| made.map_err(|e| e.to_string())) {
        Ok(bytes) => {
            stream.write_all(format!("ok {}\n", bytes.len()).as_bytes()).await?;
            stream.write_all(&bytes).await
        }
        Err(error) => stream.write_all(format!("error {error}\n").as_bytes()).await,
    }
}

fn as_json<T: serde::Serialize>(what: &T) -> Vec<u8> {
    serde_json::to_vec(what).expect("numbers and texts serialise")
}

async fn backup(runner: Arc<Runner>, stream: std::os::unix::net::UnixStream, stop: watch::Receiver<bool>) -> std::io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_write_timeout(Some(LOOK_UP))?;
    let mut pipe = Pipe {
        stream,
        stop,
        begun: false,
    };
    let made = tokio::task::spawn_blocking(move || {
        let store = runner.store().as_ref();
        if let Err(error) = super::keys::note(store, &runner.settings().keys) {
            pipe.stream.write_all(format!("error {error}\n").as_bytes())?;
            return Ok(());
        }
        let made = crate::backup::write(store, &runner.settings().data, super::clock(), &mut pipe);
        if let Err(error) = &made {
            tracing::error!(%error, "a backup was broken off");
            if !pipe.begun {
                pipe.stream.write_all(format!("error {error}\n").as_bytes())?;
            }
        }
        std::io::Result::Ok(())
    });
    made.await.map_err(std::io::Error::other)?
}

/// A socket that does not wait for a sleeping reader for ever, and not at all when the program is asked to stop.
struct Pipe {
    stream: std::os::unix::net::UnixStream,
    stop: watch::Receiver<bool>,
    /// `ok` was said.
    begun: bool,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        use std::io::ErrorKind::{TimedOut, WouldBlock};
        if !self.begun {
            self.stream.write_all(b"ok\n")?;
            self.begun = true;
        }
        for _ in 0..LOOKS {
            match self.stream.write(bytes) {
                Err(error) if matches!(error.kind(), WouldBlock | TimedOut) && !*self.stop.borrow() => {}
                written => return written,
            }
        }
        Err(TimedOut.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.stream.flush()
    }
}

/// Asks a running program, which says `ok`; `None` if none runs on this folder. What it says after the `ok`, and what
/// follows that line.
fn asked(data: &Path, request: &str) -> Result<Option<(String, BufReader<std::os::unix::net::UnixStream>)>, AppError> {
    let path = data.join(NAME);
    let Ok(mut stream) = std::os::unix::net::UnixStream::connect(&path) else {
        return Ok(None);
    };
    let bad = bad(&path);
    writeln!(stream, "{request}").map_err(&bad)?;
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    reader.by_ref().take(HEAD_MAX).read_line(&mut head).map_err(&bad)?;
    if let Some(why) = head.strip_prefix("error ") {
        return Err(AppError::Said(why.trim().to_owned()));
    }
    match head.strip_prefix("ok") {
        Some(rest) => Ok(Some((rest.trim().to_owned(), reader))),
        None => Err(broke_off()),
    }
}

fn broke_off() -> AppError {
    AppError::Said("the running program broke off; try again".to_owned())
}

/// What a running program answers; `None` if none runs on this folder.
pub(super) fn ask(data: &Path, request: &str) -> Result<Option<Vec<u8>>, AppError> {
    let Some((length, reader)) = asked(data, request)? else {
        return Ok(None);
    };
    let length: u64 = length.parse().map_err(|_| broke_off())?;
    let mut bytes = Vec::new();
    reader.take(length).read_to_end(&mut bytes).map_err(bad(&data.join(NAME)))?;
    if bytes.len() as u64 == length {
        Ok(Some(bytes))
    } else {
        Err(broke_off())
    }
}

/// The backup of a running program, as it comes; `None` if none runs on this folder.
pub(super) fn ask_backup(data: &Path) -> Result<Option<impl Read>, AppError> {
    Ok(asked(data, "backup")?.map(|(_, reader)| reader))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Request;

    #[test]
    fn what_can_be_asked() {
        assert_eq!(Request::parse(b"export csv\n"), Some(Request::Export("csv")));
        assert_eq!(Request::parse(b" export xlsx"), Some(Request::Export("xlsx")));
        assert_eq!(Request::parse(b"backup\r\n"), Some(Request::Backup));
        assert_eq!(Request::parse(b"retention 12 72 yes\n"), Some(Request::Retention(12, 72, true)));
        assert_eq!(Request::parse(b"retention 12 0 look"), Some(Request::Retention(12, 0, false)));
        for other in ["retention", "retention yes", "retention 12 x yes", "retention 1 2 yes now"] {
            assert_eq!(Request::parse(other.as_bytes()), None, "{other}");
        }
        for other in ["", "export", "export ods", "backup now", "BACKUP", "export csv xlsx"] {
            assert_eq!(Request::parse(other.as_bytes()), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn nothing_else_is_understood(line in prop::collection::vec(any::<u8>(), 0..300)) {
            let known = ["export csv", "export xlsx", "chats", "backup", "compact"].map(str::as_bytes);
            prop_assert_eq!(Request::parse(&line).is_some(), known.contains(&line.trim_ascii()));
        }
    }
}
