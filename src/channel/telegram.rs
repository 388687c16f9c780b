//! Telegram: updates in by long polling or a webhook, messages out in order, both over teloxide's client.

mod call;
pub mod errors;
mod intake;
pub mod menu;
mod pace;
mod poll;
mod probe;
mod queue;
mod sender;
pub mod updates;
mod webhook;
pub mod wire;

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::watch;

use self::call::Line;
pub use self::probe::{Probe, Rights, probe};
pub use self::webhook::Hook;
use super::{House, Stop};
use crate::config::Pace;
use crate::seal::Files;

/// Time as this room knows it; a test gives its own and never sleeps.
pub trait Rhythm: Send + Sync + 'static {
    /// Milliseconds since 1970 (UTC).
    fn now_ms(&self) -> i64;
    /// Ends so many milliseconds later.
    fn wait(&self, ms: u64) -> BoxFuture<'static, ()>;
    /// So many messages more, or fewer, are being worked on now. Resting ones do not count.
    fn working(&self, change: isize) {
        let _ = change;
    }
}

/// The time of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealTime;

impl Rhythm for RealTime {
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn wait(&self, ms: u64) -> BoxFuture<'static, ()> {
        tokio::time::sleep(Duration::from_millis(ms)).boxed()
    }
}

/// The bot's token: `TELOXIDE_TOKEN`, or the systemd credential `telegram-token`.
pub fn token() -> Option<String> {
    let credential =
        || std::fs::read_to_string(std::path::PathBuf::from(std::env::var_os("CREDENTIALS_DIRECTORY")?).join("telegram-token")).ok();
    let token = std::env::var("TELOXIDE_TOKEN")
        .ok()
        .filter(|t| !t.trim().is_empty())
        .or_else(credential)?;
    Some(token.trim().to_owned()).filter(|t| !t.is_empty())
}

/// The bot of the [`token`], at `TELOXIDE_API_URL` and by way of `TELOXIDE_PROXY` where they are set, as teloxide reads them.
pub fn bot_from_environment() -> Result<teloxide::Bot, Stop> {
    let of = |name: &str| std::env::var(name).ok().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    let token = token().ok_or_else(|| Stop("TELOXIDE_TOKEN is not set".to_owned()))?;
    let known = |proxy: &String| {
        ["http://", "https://", "socks5://", "socks5h://"]
            .iter()
            .any(|scheme| proxy.starts_with(scheme))
    };
    // A Bot API server does not send us elsewhere, and the address holds the token.
    let mut client = teloxide::net::default_reqwest_settings().redirect(reqwest::redirect::Policy::none());
    if let Some(proxy) = of("TELOXIDE_PROXY") {
        let usable = known(&proxy).then(|| reqwest::Proxy::all(&proxy).ok()).flatten();
        let no_proxy = || Stop("TELOXIDE_PROXY is no proxy; example: http://127.0.0.1:3128".to_owned());
        client = client.proxy(usable.ok_or_else(no_proxy)?);
    }
    let client = client.build().map_err(|e| Stop(format!("no connection can be set up: {e}")))?;
    let bot = teloxide::Bot::with_client(token, client);
    match of("TELOXIDE_API_URL") {
        Some(url) => {
            let url = url
                .parse()
                .map_err(|e| Stop(format!("TELOXIDE_API_URL is no address ({e}); example: http://127.0.0.1:8081")))?;
            Ok(bot.set_api_url(url))
        }
        None => Ok(bot),
    }
}

/// What the room is given besides the house.
#[derive(Clone)]
pub struct Setup {
    /// The files to be sent.
    pub files: Files,
    /// Time.
    pub time: Arc<dyn Rhythm>,
    /// How fast the bot may speak.
    pub pace: Pace,
}

impl std::fmt::Debug for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Setup")
            .field("files", &self.files)
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}

/// Works until `stop` becomes true: says who we are, then takes updates in and sends messages out, side by side.
///
/// On stop the batch in hand is finished and confirmed, and calls on their way are waited for; what was not sent yet is
/// still in the outbox.
pub async fn run<H: House>(bot: teloxide::Bot, house: Arc<H>, setup: Setup, stop: watch::Receiver<bool>) -> Result<(), Stop> {
    run_with(bot, house, setup, None, stop).await
}

/// [`run`], with updates by a webhook if there is one.
pub async fn run_with<H: House>(
    bot: teloxide::Bot,
    house: Arc<H>,
    setup: Setup,
    hook: Option<Hook>,
    stop: watch::Receiver<bool>,
) -> Result<(), Stop> {
    let line = Line::new(bot, setup.files);
    let Some(me) = poll::introduce(&line, &setup.time, stop.clone()).await? else {
        return Ok(());
    };
    house.set_bot_name(&me.name);
    let sending = sender::run(&line, &house, &setup.time, &setup.pace, stop.clone());
    match hook {
        None => tokio::try_join!(poll::run(&line, &me, &house, &setup.time, stop), sending).map(|_| ()),
        Some(hook) => tokio::try_join!(webhook::run(&line, hook, &me, &house, &setup.time, stop), sending).map(|_| ()),
    }
}

/// Resolves when the program is to stop, also when nobody is left who could say so.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
