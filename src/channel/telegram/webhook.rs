//! Takes updates in by a webhook: Telegram posts each one to us, and hears 200 when it is durable.
//!
//! Order: Telegram holds the next update of a chat (and the next tap of a person) back until we have answered the one
//! before, as its Bot API server is written; what it posts side by side belongs to different chats or people. So each
//! request is decided as it arrives, and those that come together reach the disk together.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::call::Line;
use super::errors::{CallError, Refused};
use super::intake::{self, Answers, WANTED, Waiting};
use super::poll::rest;
use super::updates::Me;
use super::{Rhythm, stopped};
use crate::channel::{House, Stop};
use crate::message::Toast;
use crate::pulse::pulse;

/// The header that carries the secret.
const SECRET: &str = "x-telegram-bot-api-secret-token";
/// The largest update, in bytes. A message of 4,096 characters with all that hangs on it has some 100 KiB.
const UPDATE_MAX: usize = 1024 * 1024;
/// How long the body of a request may take.
const BODY_WITHIN: Duration = Duration::from_secs(10);
/// Requests that Telegram may make side by side.
const CONNECTIONS: u32 = 40;
/// How often Telegram is asked whether the webhook is still ours, in milliseconds.
const LOOK_EVERY_MS: u64 = 5 * 60 * 1000;

/// Where updates come in.
#[derive(Debug)]
pub struct Hook {
    url: String,
    listener: TcpListener,
}

impl Hook {
    /// Listens at an address of this machine for what Telegram posts to `url` (https; your web server hands it on).
    pub fn open(url: &str, listen: &str) -> Result<Self, Stop> {
        let refused = |why: &dyn std::fmt::Display| {
            Stop(format!(
                "cannot listen for Telegram's webhook on {listen}: {why}; set another address with GREENWINDOW_TELEGRAM_WEBHOOK_LISTEN=127.0.0.1:8090"
            ))
        };
        url.parse::<axum::http::Uri>()
            .ok()
            .filter(|uri| uri.authority().is_some())
            .ok_or_else(|| {
                Stop(format!(
                    "`telegram.webhook_url` is no address: {url}; write https://window.example.gov.cn/telegram"
                ))
            })?;
        let listener = TcpListener::bind(listen).map_err(|e| refused(&e))?;
        listener.set_nonblocking(true).map_err(|e| refused(&e))?;
        Ok(Self {
            url: url.to_owned(),
            listener,
        })
    }

    /// The path that is answered.
    fn path(&self) -> String {
        let uri: axum::http::Uri = self.url.parse().unwrap_or_default();
        uri.path().to_owned()
    }
}

/// The secret that Telegram sends with each update: made from the token, so that it need not be kept, and says nothing about it.
pub(super) fn secret(token: &str) -> String {
    let digest = Sha256::digest(format!("greenwindow webhook {token}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What became of a request: a tap to be answered, or the end.
type Taken = Result<Option<Toast>, Stop>;

/// What the requests share.
struct Desk<H> {
    path: String,
    secret: String,
    me: Me,
    house: Arc<H>,
    time: Arc<dyn Rhythm>,
    taken: mpsc::UnboundedSender<Taken>,
}

/// Tells Telegram the webhook, answers until the program is to stop, then finishes what has come.
pub(super) async fn run<H: House>(
    line: &Line,
    hook: Hook,
    me: &Me,
    house: &Arc<H>,
    time: &Arc<dyn Rhythm>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Stop> {
    let broken = |e: std::io::Error| Stop(format!("the socket of Telegram's webhook has failed: {e}"));
    let (taken, mut came) = mpsc::unbounded_channel();
    let desk = Arc::new(Desk {
        path: hook.path(),
        secret: secret(line.token()),
        me: me.clone(),
        house: house.clone(),
        time: time.clone(),
        taken,
    });
    let listener = tokio::net::TcpListener::from_std(hook.listener).map_err(broken)?;
    let mut ending = stop.clone();
    let server = axum::serve(listener, Router::new().fallback(answer::<H>).with_state(desk))
        .with_graceful_shutdown(async move { stopped(&mut ending).await });
    // Dropped with this function, should it end early.
    let mut serving = JoinSet::new();
    serving.spawn(server.into_future());
    tell(line, &hook.url, time, stop.clone()).await?;
    let mut answers = Answers::new(line, me, time);
    let mut look = time.wait(LOOK_EVERY_MS);
    loop {
        if let Some(menus) = house.menus()? {
            super::menu::publish(line, &menus).await;
        }
        tokio::select! {
            biased;
            Some(taken) = came.recv() => if let Some(toast) = taken? { answers.give(&toast) },
            Some(ended) = serving.join_next() => {
                ended.map_err(std::io::Error::other).flatten().map_err(broken)?;
                break;
            }
            () = &mut look => {
                check(line, &hook.url, time, &mut stop).await?;
                look = time.wait(LOOK_EVERY_MS);
            }
        }
    }
    while let Ok(taken) = came.try_recv() {
        if let Some(toast) = taken? {
            answers.give(&toast);
        }
    }
    answers.finish().await;
    Ok(())
}

/// Tells Telegram where we are, until it takes it.
async fn tell(line: &Line, url: &str, time: &Arc<dyn Rhythm>, mut stop: watch::Receiver<bool>) -> Result<(), Stop> {
    let ours = json!({
        "url": url,
        "secret_token": secret(line.token()),
        "allowed_updates": WANTED,
        "max_connections": CONNECTIONS,
    });
    let mut attempts = 0;
    while !*stop.borrow() {
        let answer = tokio::select! {
            answer = line.call::<serde::de::IgnoredAny>("setWebhook", &ours) => answer,
            () = stopped(&mut stop) => break,
        };
        match answer {
            Ok(_) => {
                pulse().heard();
                tracing::info!(url, "Telegram sends updates by webhook");
                break;
            }
            Err(CallError::Refused(Refused {
                code: 400, description, ..
            })) => {
                return Err(Stop(format!(
                    "Telegram does not take `telegram.webhook_url` = {url}: {description}"
                )));
            }
            Err(error) => rest(&error, &mut attempts, time, &mut stop).await?,
        }
    }
    Ok(())
}

/// Whether the webhook is still ours, and whether Telegram gets through to us.
async fn check(line: &Line, url: &str, time: &Arc<dyn Rhythm>, stop: &mut watch::Receiver<bool>) -> Result<(), Stop> {
    let info = match line.call::<Value>("getWebhookInfo", &json!({})).await {
        Ok(info) => {
            pulse().heard();
            info
        }
        Err(error) => {
            tracing::warn!(%error, "Telegram does not say how its webhook does");
            return Ok(());
        }
    };
    let failed_at_ms = info["last_error_date"].as_i64().unwrap_or(0).saturating_mul(1000);
    if time.now_ms().saturating_sub(failed_at_ms) < LOOK_EVERY_MS.cast_signed() {
        let why = info["last_error_message"].as_str().unwrap_or_default();
        tracing::warn!(
            url,
            why,
            waiting = info["pending_update_count"].as_u64(),
            "Telegram could not deliver updates"
        );
    }
    if info["url"] == url {
        return Ok(());
    }
    tracing::error!(
        url,
        "somebody has taken the webhook away: a second program with the same token; it is set again"
    );
    tell(line, url, time, stop.clone()).await
}

/// One request. Whoever does not know the secret learns nothing.
async fn answer<H: House>(State(desk): State<Arc<Desk<H>>>, request: Request) -> StatusCode {
    let given = request.headers().get(SECRET).map_or(&[][..], |given| given.as_bytes());
    let knows = bool::from(given.ct_eq(desk.secret.as_bytes()));
    if !knows || request.method() != Method::POST || request.uri().path() != desk.path {
        return StatusCode::NOT_FOUND;
    }
    let body = axum::body::to_bytes(request.into_body(), UPDATE_MAX);
    let Ok(Ok(body)) = tokio::time::timeout(BODY_WITHIN, body).await else {
        return StatusCode::PAYLOAD_TOO_LARGE;
    };
    let Ok(update) = serde_json::from_slice::<Value>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    desk.time.working(1);
    pulse().heard();
    let waiting = Waiting::new(1);
    let taken = intake::take(&update, &desk.me, &desk.house, &desk.time).await;
    drop(waiting);
    desk.time.working(-1);
    let status = if taken.is_ok() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    // Nobody hears it when the program ends.
    let _ = desk.taken.send(taken);
    status
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_one_that_telegram_takes_and_says_nothing_of_the_token() {
        let secret = secret("9000:the-secret");
        assert!(secret.len() == 64 && secret.bytes().all(|b| b.is_ascii_alphanumeric()));
        assert_ne!(secret, super::secret("9000:the-secret2"));
    }

    #[test]
    fn a_hook_says_what_is_wrong_with_it() {
        let wrong = |url: &str, listen: &str| Hook::open(url, listen).unwrap_err().to_string();
        assert!(wrong("/telegram", "127.0.0.1:0").contains("write https://"));
        assert!(wrong("https://x.example/telegram", "nowhere").contains("GREENWINDOW_TELEGRAM_WEBHOOK_LISTEN"));
    }
}
