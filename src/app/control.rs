//! The socket by which the program's own user speaks to it while it runs: `control.sock`, mode 0600, in the data folder.
//! One line is asked; `ok` and a length, then the bytes, or `error` and a sentence come back.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;

use super::AppError;
use crate::runner::Runner;

const NAME: &str = "control.sock";

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
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            Ok((stream, _)) = listener.accept() => {
                let runner = runner.clone();
                tokio::spawn(async move {
                    if let Err(error) = answer(&runner, stream).await {
                        tracing::warn!(%error, "the control socket broke off");
                    }
                });
            }
        }
    }
    let _ = std::fs::remove_file(&path);
    Ok(())
}

async fn answer(runner: &Arc<Runner>, stream: UnixStream) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    tokio::io::BufReader::new(tokio::io::AsyncReadExt::take(read, 200))
        .read_line(&mut line)
        .await?;
    let Some(format) = line.trim().strip_prefix("export ").map(str::to_owned) else {
        return write.write_all(b"error unknown request\n").await;
    };
    let runner = runner.clone();
    let made = tokio::task::spawn_blocking(move || runner.export(&format)).await;
    match made {
        Ok(Ok(bytes)) => {
            write.write_all(format!("ok {}\n", bytes.len()).as_bytes()).await?;
            write.write_all(&bytes).await
        }
        Ok(Err(error)) => write.write_all(format!("error {error}\n").as_bytes()).await,
        Err(error) => write.write_all(format!("error {error}\n").as_bytes()).await,
    }
}

/// Asks a running program; `None` if none runs on this folder.
pub(super) fn ask(data: &Path, request: &str) -> Result<Option<Vec<u8>>, AppError> {
    let path = data.join(NAME);
    let Ok(mut stream) = std::os::unix::net::UnixStream::connect(&path) else {
        return Ok(None);
    };
    let bad = bad(&path);
    writeln!(stream, "{request}").map_err(&bad)?;
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    reader.read_line(&mut head).map_err(&bad)?;
    if let Some(why) = head.strip_prefix("error ") {
        return Err(AppError::Said(why.trim().to_owned()));
    }
    let Some(length) = head.strip_prefix("ok ").and_then(|n| n.trim().parse::<usize>().ok()) else {
        return Err(AppError::Said("the running program broke off; try again".to_owned()));
    };
    let mut bytes = Vec::with_capacity(length.min(64 << 20));
    reader.take(length as u64).read_to_end(&mut bytes).map_err(&bad)?;
    if bytes.len() == length {
        Ok(Some(bytes))
    } else {
        Err(AppError::Said("the running program broke off; try again".to_owned()))
    }
}
