//! `/healthz`, `/readyz` and `/metrics`, at an address of their own: nothing there is for the outside.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::pulse::{Outside, pulse};
use crate::runner::{Runner, RunnerError};

/// Long polling is heard every 50 seconds, a webhook is looked after every 5 minutes.
const SILENCE: Duration = Duration::from_mins(11);

/// A part of the program that is not ready; the operator's to mend.
#[derive(Debug, thiserror::Error)]
enum Unready {
    #[error("{0}; mend the cause, and start the program again")]
    Store(RunnerError),
    #[error("Telegram has not been heard yet; look at the log, and at `greenwindow doctor`")]
    Unheard,
    #[error("Telegram was last heard {0} s ago; look at the log, and at `greenwindow doctor`")]
    Silent(u64),
}

/// What the pages look at.
#[derive(Clone)]
struct Looked {
    runner: Arc<Runner>,
    telegram: bool,
}

/// Answers until `stop` becomes true. `telegram`: whether a bot is to be heard.
pub async fn serve(runner: Arc<Runner>, telegram: bool, listener: TcpListener, mut stop: watch::Receiver<bool>) -> std::io::Result<()> {
    let router = Router::new()
        .route("/healthz", get(async || "the program runs\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Looked { runner, telegram });
    tokio::select! {
        ended = axum::serve(listener, router).into_future() => ended,
        _ = stop.wait_for(|stop| *stop) => Ok(()),
    }
}

async fn ready(State(looked): State<Looked>) -> (StatusCode, String) {
    let unready = unready(&looked);
    if unready.is_empty() {
        return (StatusCode::OK, "all is ready\n".to_owned());
    }
    let lines: Vec<String> = unready.iter().map(|why| format!("not ready: {why}\n")).collect();
    (StatusCode::SERVICE_UNAVAILABLE, lines.concat())
}

fn unready(looked: &Looked) -> Vec<Unready> {
    let mut unready = Vec::new();
    if let Err(error) = looked.runner.works() {
        unready.push(Unready::Store(error));
    }
    match pulse().silence() {
        _ if !looked.telegram => {}
        None => unready.push(Unready::Unheard),
        Some(silence) if silence > SILENCE => unready.push(Unready::Silent(silence.as_secs())),
        Some(_) => {}
    }
    unready
}

async fn metrics(State(looked): State<Looked>) -> Result<impl IntoResponse, StatusCode> {
    let page = tokio::task::spawn_blocking(move || {
        let outside = Outside {
            tickets: looked.runner.open_tickets(),
            disk_bytes: bytes(&looked.runner.settings().data),
        };
        pulse().page(outside)
    });
    let page = page.await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], page))
}

/// What a folder takes; what cannot be read counts as nothing.
fn bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => bytes(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    };
    entries.map(of).sum()
}
