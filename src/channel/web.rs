//! The built-in web chat: rooms in the browser, on the same rooms of the house as Telegram.
//!
//! A line of a room is stored in the same commit as the turn it causes; it is shown when that commit is durable.
//! The browser gets lines by server-sent events and fetches everything anew when it may have missed one.

mod connections;
mod http;
mod lines;
mod pages;
mod view;
mod visitors;

use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;

use self::lines::Rooms;
use self::visitors::Visitors;
use crate::ids::Channel;
use crate::runner::{Runner, RunnerError};

/// What the handlers share.
#[derive(Clone)]
struct Web {
    runner: Arc<Runner>,
    rooms: Arc<Rooms>,
    visitors: Arc<Visitors>,
    /// Only requests with a loopback host name, or that of `public_url`, are answered: a page of another site that has
    /// its name point here gets nothing.
    local_only: bool,
    stop: watch::Receiver<bool>,
    clock: fn() -> i64,
}

/// The web chat cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The house has stopped.
    #[error(transparent)]
    Runner(#[from] RunnerError),
    /// The listening socket failed.
    #[error("the web chat's socket failed: {0}")]
    Io(#[from] std::io::Error),
}

/// Serves the web chat until `stop` becomes true.
pub async fn serve(runner: Arc<Runner>, listener: TcpListener, clock: fn() -> i64, stop: watch::Receiver<bool>) -> Result<(), WebError> {
    let local_only = listener.local_addr()?.ip().is_loopback();
    let web = Web {
        rooms: Arc::new(Rooms::new(runner.clone())),
        runner,
        visitors: Arc::default(),
        local_only,
        stop: stop.clone(),
        clock,
    };
    let server = connections::serve(listener, http::router(web.clone()), stop.clone());
    let mut ending = stop;
    tokio::select! {
        result = deliver(&web) => result,
        () = server => Ok(()),
        () = grace(&mut ending) => Ok(()),
    }
}

/// Seals the lines that a version before the seal has written in plain text; says how many.
pub fn seal_old(runner: &Runner, now_ms: i64) -> Result<usize, RunnerError> {
    runner.seal_old_of::<lines::Line>(now_ms)
}

/// Two seconds after the end was asked for, open connections are left.
async fn grace(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
}

/// Turns rows of the outbox into lines. Whole batches are committed together; lines are shown in order when durable.
async fn deliver(web: &Web) -> Result<(), WebError> {
    loop {
        let batch = web.runner.hub().take(Channel::Web).await;
        let now = (web.clock)();
        let mut changes = Vec::with_capacity(batch.len());
        for (id, row) in batch {
            changes.push(web.rooms.carry_out(id, &row, now)?);
        }
        for (turned, change) in changes {
            web.runner.speak(turned).await?;
            if let Some(change) = change {
                web.rooms.show(change);
            }
        }
        web.rooms.forget_old(now)?;
    }
}
