//! `greenwindow serve`: opens the store, starts the channels, waits for the end, closes in order.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use super::{AppError, Sources, control, copies, log, retain, say};
use crate::channel::Door;
use crate::channel::telegram::{Hook, RealTime, Setup, token};
use crate::config::Config;
use crate::ids::PersonId;
use crate::render::arg;
use crate::runner::{Entropy, Runner, Settings};
use crate::store::{Compacted, SledStore, Store};

/// Update keys are kept for so long, in milliseconds: Telegram delivers an update for at most 24 hours.
const UPDATES_KEPT_MS: i64 = 72 * 60 * 60 * 1000;
/// How long the channels may take to finish when the program is asked to stop.
const STOP_WITHIN: Duration = Duration::from_secs(4);

/// Milliseconds since 1970: the only place where the clock is read.
pub fn clock() -> i64 {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The operating system's randomness.
pub fn entropy() -> Entropy {
    Box::new(|buffer| getrandom::fill(buffer).expect("an operating system without randomness cannot run this program"))
}

/// The demonstration runs only where neither a token nor administrators are set.
fn is_demo(config: &Config) -> bool {
    token().is_none() && config.admins.is_empty()
}

/// The folder of this run: the demonstration keeps to one of its own.
pub(super) fn data_folder(config: &Config) -> PathBuf {
    if is_demo(config) {
        config.data.join("demo")
    } else {
        config.data.clone()
    }
}

/// Refuses if there is no store yet for what is to be done with it.
pub(super) fn must_be_there(data: &Path, to_do: &str) -> Result<(), AppError> {
    if data.join("FORMAT").exists() {
        return Ok(());
    }
    Err(AppError::Said(format!(
        "there is nothing to {to_do} in {}; give the settings the program runs with (`data`, TELOXIDE_TOKEN)",
        data.display()
    )))
}

/// The opened house.
pub struct App {
    runner: Arc<Runner>,
    store: Arc<SledStore>,
}

impl App {
    /// Opens store, flows, texts and tables.
    pub fn open(config: &Config) -> Result<Self, AppError> {
        App::open_at(config, SocketAddr::from(([127, 0, 0, 1], 8080)))
    }

    fn open_at(config: &Config, local: SocketAddr) -> Result<Self, AppError> {
        let books = Sources::read(config)?.load()?;
        let known: Vec<String> = books.flows.iter().map(|f| f.id.to_string()).collect();
        if !known.contains(&config.default_flow) {
            return Err(AppError::NoFlow {
                flow: config.default_flow.clone(),
                known: known.join(", "),
            });
        }
        let data = data_folder(config);
        let store = Arc::new(SledStore::open(&data)?);
        let keys = super::keys::open(config, &data, store.as_ref())?;
        let settings = Settings {
            admins: config.admins.iter().map(|id| PersonId::tg(*id)).collect(),
            desk_hours: config.desk_hours.clone(),
            default_flow: config.default_flow.clone(),
            public_url: config.url(local),
            data,
            demo: is_demo(config),
            keys,
            messages_per_10_seconds: config.pace.person_per_10_seconds,
        };
        let runner = Runner::new(store.clone(), books, settings, entropy(), clock())?;
        Ok(App {
            runner: Arc::new(runner),
            store,
        })
    }

    /// All forms as a file.
    pub fn export(&self, format: &str) -> Result<Vec<u8>, AppError> {
        Ok(self.runner.export(format)?)
    }

    /// Writes the store anew.
    pub(super) fn compact(self) -> Result<Compacted, AppError> {
        let done = retain::write_anew(&self.runner)?;
        self.store.close()?;
        Ok(done)
    }
}

pub(super) fn serve(config: &Config) -> Result<(), AppError> {
    log::start(config, token().as_deref())?;
    let refused = |e: std::io::Error| AppError::Listen {
        address: config.listen.clone(),
        why: e.to_string(),
    };
    let listener = std::net::TcpListener::bind(&config.listen).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    let local = listener.local_addr().map_err(refused)?;
    let app = App::open_at(config, local)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|e| AppError::Io {
        what: "tokio".to_owned(),
        why: e.to_string(),
    })?;
    let ended = runtime.block_on(run(config, app, listener, local));
    // A look-up of an address or an export that hangs on a thread of its own does not keep the program from ending.
    runtime.shutdown_background();
    ended
}

async fn run(config: &Config, app: App, listener: std::net::TcpListener, local: SocketAddr) -> Result<(), AppError> {
    let listener = TcpListener::from_std(listener).map_err(|e| AppError::Listen {
        address: config.listen.clone(),
        why: e.to_string(),
    })?;
    greet(config, &app, local);
    let (stop, stopping) = watch::channel(false);
    let mut tasks = tokio::task::JoinSet::new();
    let runner = app.runner.clone();
    let web = stopping.clone();
    tasks.spawn(async move {
        crate::channel::web::serve(runner, listener, clock, web)
            .await
            .map_err(AppError::from)
    });
    tasks.spawn(control::serve(app.runner.clone(), stopping.clone()));
    tasks.spawn(copies::nightly(config.backup.clone(), app.runner.clone(), stopping.clone()));
    tasks.spawn(retain::nightly(
        config.retention.clone(),
        config.backup.clone(),
        app.runner.clone(),
        stopping.clone(),
    ));
    tasks.spawn(retain::compact_nightly(
        config.retention.clone(),
        app.runner.clone(),
        stopping.clone(),
    ));
    tasks.spawn(watch_store(app.store.clone(), stopping.clone()));
    tasks.spawn(forget(app.store.clone(), stopping.clone()));
    status(&mut tasks, config, &app, stopping.clone()).await;
    telegram(&mut tasks, config, &app, stopping)?;
    let ended = tokio::select! {
        () = asked_to_stop() => Ok(()),
        Some(result) = tasks.join_next() => result.unwrap_or_else(|e| Err(AppError::Said(e.to_string()))),
    };
    say(app.runner.catalogue(), "stop", &[]);
    // Nobody listening means that all have ended already.
    let _ = stop.send(true);
    let _ = tokio::time::timeout(STOP_WITHIN, async { while tasks.join_next().await.is_some() {} }).await;
    tasks.shutdown().await;
    let store = app.store.clone();
    let closed = tokio::task::spawn_blocking(move || store.close()).await;
    if let Ok(Err(error)) = closed {
        return Err(error.into());
    }
    say(app.runner.catalogue(), "stopped", &[]);
    ended
}

fn greet(config: &Config, app: &App, local: SocketAddr) {
    let texts = app.runner.catalogue();
    let settings = app.runner.settings();
    let from = |path: &std::path::Path| {
        if path.as_os_str().is_empty() {
            texts.text(super::terminal_language(), "start-embedded", &[])
        } else {
            path.display().to_string()
        }
    };
    let args = [
        ("flows", arg(settings.default_flow.as_str())),
        ("from", arg(from(&config.flows))),
        ("texts", arg(from(&config.locales))),
    ];
    say(texts, "start-flows", &args);
    say(texts, "start-store", &[("path", arg(settings.data.display().to_string()))]);
    if !local.ip().is_loopback() {
        say(texts, "start-open-to-all", &[("listen", arg(local.to_string()))]);
    }
    say(texts, "start-web", &[("url", arg(settings.public_url.as_str()))]);
    say(texts, if settings.demo { "start-demo" } else { "start-real" }, &[]);
}

/// The status page, if it is wanted. A taken address does not keep the program from its work.
async fn status(tasks: &mut tokio::task::JoinSet<Result<(), AppError>>, config: &Config, app: &App, stop: watch::Receiver<bool>) {
    if config.status_listen.is_empty() {
        return;
    }
    match TcpListener::bind(&config.status_listen).await {
        Ok(listener) => {
            let (runner, address) = (app.runner.clone(), config.status_listen.clone());
            tasks.spawn(async move {
                let served = crate::channel::status::serve(runner, token().is_some(), listener, stop).await;
                served.map_err(|e| AppError::Listen {
                    address,
                    why: e.to_string(),
                })
            });
        }
        Err(error) => tracing::error!(
            address = config.status_listen,
            %error,
            "no /healthz, /readyz and /metrics: cannot listen there; set another address with GREENWINDOW_STATUS_LISTEN, or an empty one"
        ),
    }
}

/// The Telegram channel, if a token is set. Address and proxy are read from the environment as teloxide does.
fn telegram(
    tasks: &mut tokio::task::JoinSet<Result<(), AppError>>,
    config: &Config,
    app: &App,
    stop: watch::Receiver<bool>,
) -> Result<(), AppError> {
    if token().is_none() {
        return Ok(());
    }
    let bot = crate::channel::telegram::bot_from_environment().map_err(|e| AppError::Said(e.to_string()))?;
    let setup = Setup {
        files: app.runner.settings().files(),
        time: Arc::new(RealTime),
        pace: config.pace.clone(),
    };
    let door = Arc::new(Door::new(app.runner.clone(), clock));
    let settings = &config.telegram;
    let hook = (!settings.webhook_url.is_empty()).then(|| Hook::open(&settings.webhook_url, &settings.webhook_listen));
    let hook = hook.transpose().map_err(|e| AppError::Said(e.to_string()))?;
    tasks.spawn(async move {
        crate::channel::telegram::run_with(bot, door, setup, hook, stop)
            .await
            .map_err(|e| AppError::Said(e.to_string()))
    });
    Ok(())
}

async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        result = tokio::signal::ctrl_c() => if result.is_err() { std::future::pending::<()>().await },
    }
}

/// Ends the program soon after the store has failed: nothing can be confirmed any more, and whoever starts it again reads
/// why. (Telegram's loop ends by itself; the web chat alone would go on refusing.)
async fn watch_store(store: Arc<SledStore>, mut stop: watch::Receiver<bool>) -> Result<(), AppError> {
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
        let store = store.clone();
        if let Ok(result) = tokio::task::spawn_blocking(move || store.seen("")).await {
            result?;
        }
    }
}

/// Forgets update keys that nobody will ask for any more, once an hour.
async fn forget(store: Arc<SledStore>, mut stop: watch::Receiver<bool>) -> Result<(), AppError> {
    loop {
        let store = store.clone();
        let forgotten = tokio::task::spawn_blocking(move || store.forget_updates(clock() - UPDATES_KEPT_MS)).await;
        if let Ok(result) = forgotten {
            result?;
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
            () = tokio::time::sleep(Duration::from_hours(1)) => {}
        }
    }
}
