//! A double of Telegram: people, groups and rules in memory, with the Bot API on a port of this machine.
//!
//! A script says what people do ([`Tg::say`], [`Tg::tap`] …), waits until the bot has nothing left to do
//! ([`Tg::idle`]), and reads what stands in the chats ([`Tg::log`]). Time stands still unless [`Tg::advance`] moves it.
//! Every call is checked by a table of parameters; a call that is wrong is a fault ([`Tg::check`]).
#![allow(dead_code, reason = "scripts of other rooms use what this one does not")]

mod http;
mod model;
mod people;
mod push;
mod rules;
mod tests;

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use greenwindow::channel::telegram::Rhythm;
use serde_json::{Value, json};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::watch;

pub(crate) use self::model::{Call, From, Note, Toasted, World};

/// The bot's account.
pub(crate) const BOT: i64 = 9_000;
/// The bot's user name.
pub(crate) const BOT_NAME: &str = "green_window_bot";
/// The bot's token.
pub(crate) const TOKEN: &str = "9000:the-secret";

/// Only a guard against a test that would never end.
const NEVER: Duration = Duration::from_mins(2);

/// Telegram, as a script holds it.
#[derive(Clone)]
pub(crate) struct Tg(Arc<Inner>);

struct Inner {
    world: Mutex<World>,
    changed: watch::Sender<u64>,
    address: String,
}

/// How a call is to fail.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// An error answer.
    Refused {
        /// The error code.
        code: u16,
        /// The description.
        description: String,
        /// `parameters`.
        parameters: Value,
    },
    /// The connection breaks; the call is carried out or not.
    Reset {
        /// Whether it is carried out.
        done: bool,
    },
    /// Something that is no answer of a Bot API server.
    Garbage,
    /// The line stays open and nothing comes.
    Silence,
}

impl Failure {
    /// An error answer.
    pub(crate) fn refused(code: u16, description: &str) -> Self {
        Failure::Refused {
            code,
            description: description.to_owned(),
            parameters: Value::Null,
        }
    }
    /// Too many requests.
    pub(crate) fn flood(seconds: u64) -> Self {
        Failure::Refused {
            code: 429,
            description: format!("Too Many Requests: retry after {seconds}"),
            parameters: json!({"retry_after": seconds}),
        }
    }
    /// A fault at Telegram.
    pub(crate) fn server() -> Self {
        Self::refused(502, "Bad Gateway")
    }
}

impl Tg {
    /// Opens the port. The test must run on one thread (`#[tokio::test]` as it is): there everything that can go on has
    /// gone on before [`Tg::idle`] looks again, on several threads it may not.
    pub(crate) async fn open() -> Self {
        assert_eq!(
            Handle::current().runtime_flavor(),
            RuntimeFlavor::CurrentThread,
            "the double needs a runtime of one thread"
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let tg = Self(Arc::new(Inner {
            world: Mutex::new(World::new()),
            changed: watch::Sender::new(0),
            address,
        }));
        tokio::spawn(axum::serve(listener, http::router(tg.clone())).into_future());
        tokio::spawn(push::run(tg.clone()));
        tg
    }

    /// Where it listens, for a program that is given the address.
    pub(crate) fn address(&self) -> &str {
        &self.0.address
    }

    /// A bot that talks to this Telegram.
    pub(crate) fn bot(&self) -> teloxide::Bot {
        self.bot_with(TOKEN)
    }

    /// A bot with another token.
    pub(crate) fn bot_with(&self, token: &str) -> teloxide::Bot {
        let client = teloxide::net::default_reqwest_settings().no_proxy().build().unwrap();
        teloxide::Bot::with_client(token, client).set_api_url(self.0.address.parse().unwrap())
    }

    /// The given time, for the bot.
    pub(crate) fn time(&self) -> Arc<dyn Rhythm> {
        Arc::new(Time(self.clone()))
    }

    /// Moves time on.
    pub(crate) fn advance(&self, ms: i64) {
        self.change(|world| world.now_ms += ms);
    }

    /// The next `times` calls of `method` to `chat` fail (None: of any method, to any chat).
    pub(crate) fn fail(&self, method: Option<&str>, chat: Option<i64>, times: u32, failure: Failure) {
        let script = model::Script {
            method: method.map(str::to_lowercase),
            chat,
            times,
            failure,
        };
        self.change(|world| world.scripts.push(script));
    }

    /// No more calls fail.
    pub(crate) fn recover(&self) {
        self.change(|world| world.scripts.clear());
    }

    /// Keeps all calls but `getUpdates` on their way until it is called with `false`.
    pub(crate) fn hold(&self, held: bool) {
        self.change(|world| world.held = held);
    }

    /// Delivers the last update once more, as Telegram does when it did not hear the confirmation.
    pub(crate) fn deliver_again(&self) {
        self.change(World::deliver_again);
    }

    /// Puts an update into the queue as it is; it gets the next number.
    pub(crate) fn raw_update(&self, update: Value) {
        self.change(|world| world.enqueue(update));
    }

    /// The next update gets this number, as when Telegram begins to count anew.
    pub(crate) fn count_from(&self, number: i64) {
        self.change(|world| world.next_update = number);
    }

    /// Lets updates wait unfetched, the newest first.
    pub(crate) fn turn_around(&self) {
        self.change(|world| world.queue.make_contiguous().reverse());
    }

    /// Looks at everything.
    pub(crate) fn look<T>(&self, how: impl FnOnce(&World) -> T) -> T {
        how(&self.world())
    }

    /// What stands in a chat, a line for each message and one for its buttons.
    pub(crate) fn log(&self, chat: i64) -> String {
        self.world().log(chat)
    }

    /// The last message in a chat.
    pub(crate) fn last(&self, chat: i64) -> Note {
        self.world()
            .chat(chat)
            .notes
            .values()
            .next_back()
            .cloned()
            .unwrap_or_else(|| panic!("nothing was said in {chat}"))
    }

    /// The last message of the bot in a chat.
    pub(crate) fn last_of_bot(&self, chat: i64) -> Note {
        let world = self.world();
        let found = world.chat(chat).notes.values().rev().find(|n| n.from == model::From::Bot).cloned();
        found.unwrap_or_else(|| panic!("the bot has said nothing in {chat}"))
    }

    /// The answers to taps that people saw, oldest first.
    pub(crate) fn toasts(&self) -> Vec<Toasted> {
        self.world().toasts.clone()
    }

    /// The calls the bot has made, without `getUpdates`.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.world().calls.clone()
    }

    /// The menus of commands the bot has published.
    pub(crate) fn menus(&self) -> Vec<Value> {
        self.world().menus.clone()
    }

    /// Fails the test if the bot has made a call that Telegram would not understand.
    #[track_caller]
    pub(crate) fn check(&self) {
        let faults = self.world().faults.clone();
        assert!(faults.is_empty(), "calls against the table:\n{}", faults.join("\n"));
    }

    /// Waits until the bot has fetched everything, answered it, and made all its calls. Chats that rest do not count.
    pub(crate) async fn idle(&self) {
        self.until("the bot is idle", World::is_idle).await;
    }

    /// Waits until something is so, and stays so for a moment.
    pub(crate) async fn until(&self, what: &str, so: impl Fn(&World) -> bool) {
        let mut changes = self.0.changed.subscribe();
        let waiting = async {
            loop {
                let before = *changes.borrow_and_update();
                if so(&self.world()) {
                    // Whoever has something to do now gets the turn to do it.
                    for _ in 0..50 {
                        tokio::task::yield_now().await;
                    }
                    if *changes.borrow() == before {
                        return;
                    }
                } else {
                    changes.changed().await.unwrap();
                }
            }
        };
        let came = tokio::time::timeout(NEVER, waiting).await;
        assert!(came.is_ok(), "never came true: {what}\n{}", self.world().situation());
    }

    /// Waits until something is so, and comes back at once.
    pub(crate) async fn once(&self, what: &str, so: impl Fn(&World) -> bool) {
        assert!(self.comes(so).await, "never came true: {what}\n{}", self.world().situation());
    }

    /// The same; says whether it ever came true.
    pub(crate) async fn comes(&self, so: impl Fn(&World) -> bool) -> bool {
        let mut changes = self.0.changed.subscribe();
        let waiting = async {
            while !so(&self.world()) {
                changes.changed().await.unwrap();
            }
        };
        tokio::time::timeout(NEVER, waiting).await.is_ok()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.world.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Changes the world and wakes all who wait for it.
    fn change<T>(&self, how: impl FnOnce(&mut World) -> T) -> T {
        let result = how(&mut self.world());
        self.0.changed.send_modify(|n| *n += 1);
        result
    }
}

/// The given time, as the bot sees it.
struct Time(Tg);

impl Rhythm for Time {
    fn now_ms(&self) -> i64 {
        self.0.world().now_ms
    }

    fn wait(&self, ms: u64) -> BoxFuture<'static, ()> {
        let tg = self.0.clone();
        let until = self.now_ms().saturating_add_unsigned(ms);
        async move {
            let mut changes = tg.0.changed.subscribe();
            let _resting = http::Counted::new(&tg, |world| &mut world.resting);
            while tg.world().now_ms < until && changes.changed().await.is_ok() {}
        }
        .boxed()
    }

    fn working(&self, change: isize) {
        if change != 0 {
            self.0.change(|world| world.working += change);
        }
    }
}
