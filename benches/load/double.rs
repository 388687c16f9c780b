//! A small double of the Bot API on loopback: it keeps no chat, only whose message is whose.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use tokio::sync::{Notify, Semaphore, mpsc};

use crate::owner::{Deed, Owner};

/// The bot's own account.
const BOT: i64 = 42;
/// At most so many updates in one answer, as Telegram does.
const BATCH: usize = 100;

/// What the double counts.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Calls other than `getUpdates`.
    pub(crate) requests: u64,
    /// Calls of `getUpdates`.
    pub(crate) polls: u64,
    /// From the moment an update could be fetched to the bot's answer to it.
    pub(crate) waits: Vec<Duration>,
}

/// Whom the double plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Play {
    /// Owners who fill in the form.
    Form,
    /// Owners who say something and wait for any answer.
    Echo,
}

#[derive(Debug)]
struct Hall {
    updates: VecDeque<(i64, String)>,
    next_update: i64,
    next_message: i64,
    whose: HashMap<(i64, i64), usize>,
    owners: Vec<Owner>,
    counts: Counts,
    odd: Vec<String>,
    /// When the bot first asked for updates, or told its webhook.
    heard: Option<Instant>,
    /// How often the bot has written to whom.
    said: HashMap<i64, u64>,
    /// Calls to this chat are never answered.
    silent: Option<i64>,
    /// Where updates are posted, once the bot has said so.
    hook: Option<mpsc::UnboundedSender<String>>,
}

/// The double.
#[derive(Clone)]
pub(crate) struct Double {
    hall: Arc<Mutex<Hall>>,
    arrived: Arc<Notify>,
    think: Duration,
    play: Play,
}

impl Double {
    pub(crate) fn new(owners: Vec<Owner>, think: Duration, play: Play) -> Self {
        let hall = Hall {
            updates: VecDeque::new(),
            next_update: 1,
            next_message: 1,
            whose: HashMap::new(),
            owners,
            counts: Counts::default(),
            odd: Vec::new(),
            heard: None,
            said: HashMap::new(),
            silent: None,
            hook: None,
        };
        Self {
            hall: Arc::new(Mutex::new(hall)),
            arrived: Arc::new(Notify::new()),
            think,
            play,
        }
    }

    fn hall(&self) -> MutexGuard<'_, Hall> {
        self.hall.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers on a port of loopback; gives the address.
    pub(crate) async fn open(&self) -> std::io::Result<String> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let router = Router::new().fallback(called).with_state(self.clone());
        tokio::spawn(async move {
            use axum::serve::ListenerExt as _;
            let listener = listener.tap_io(|stream| {
                let _ = stream.set_nodelay(true);
            });
            let _ = axum::serve(listener, router).await;
        });
        Ok(address)
    }

    /// Takes what was counted since the last time.
    pub(crate) fn take_counts(&self) -> Counts {
        std::mem::take(&mut self.hall().counts)
    }

    /// Somebody who is no owner writes to the bot.
    pub(crate) fn private(&self, person: i64, text: &str) {
        let mut hall = self.hall();
        let message = hall.message();
        let body = message_body(person, (person, message), text, None);
        hall.push(&json!({"message": body}));
        self.arrived.notify_one();
    }

    /// Updates and messages get numbers that no run before on this folder had.
    pub(crate) fn count_from(&self, number: i64) {
        let mut hall = self.hall();
        (hall.next_update, hall.next_message) = (number, number);
    }

    /// From now on calls to a chat are not answered.
    pub(crate) fn silence(&self, chat: i64) {
        self.hall().silent = Some(chat);
    }

    /// How often the bot has written to a chat.
    pub(crate) fn said(&self, chat: i64) -> u64 {
        self.hall().said.get(&chat).copied().unwrap_or(0)
    }

    /// Updates that the bot has not confirmed.
    pub(crate) fn waiting(&self) -> usize {
        self.hall().updates.len()
    }

    /// When the bot was first heard.
    pub(crate) fn heard(&self) -> Option<Instant> {
        self.hall().heard
    }

    /// From now on updates are posted, those that wait first.
    fn hook(&self, asked: &Value) {
        let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
        let (hook, waiting) = mpsc::unbounded_channel();
        tokio::spawn(post(text("url"), text("secret_token"), waiting));
        let mut hall = self.hall();
        for (_, update) in std::mem::take(&mut hall.updates) {
            let _ = hook.send(update);
        }
        hall.hook = Some(hook);
        hall.heard.get_or_insert_with(Instant::now);
    }

    /// Messages that no owner knew what to do with, for whoever mends this file.
    pub(crate) fn odd(&self) -> Vec<String> {
        std::mem::take(&mut self.hall().odd)
    }

    /// How many owners have waited for so long.
    pub(crate) fn stuck(&self, after: Duration) -> usize {
        let hall = self.hall();
        hall.owners
            .iter()
            .filter(|o| o.since.is_some_and(|since| since.elapsed() > after))
            .count()
    }

    /// What each owner has been told is kept: how many forms he has signed, the one in hand and how far it is.
    pub(crate) fn told(&self) -> Vec<(u64, String, usize)> {
        let hall = self.hall();
        hall.owners.iter().map(|o| (o.signed, o.company(), o.acknowledged)).collect()
    }

    /// An administrator's command in a group.
    pub(crate) fn administrator(&self, group: i64, text: &str) {
        let mut hall = self.hall();
        let message = hall.message();
        let body = message_body(1, (group, message), text, None);
        hall.push(&json!({"message": body}));
        self.arrived.notify_one();
    }

    /// All owners begin, spread over the time to think.
    pub(crate) fn begin(&self) {
        let owners = self.hall().owners.len();
        for owner in 0..owners {
            let share = u32::try_from(owner).unwrap_or(0);
            let deed = Deed::Group("/fill".to_owned());
            self.later(owner, deed, self.think * share / u32::try_from(owners).unwrap_or(1));
        }
    }

    fn later(&self, owner: usize, deed: Deed, pause: Duration) {
        if pause.is_zero() {
            self.hall().act(owner, &deed);
            self.arrived.notify_one();
            return;
        }
        let double = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(pause).await;
            double.hall().act(owner, &deed);
            double.arrived.notify_one();
        });
    }

    /// Counts a call; says whether it is never answered.
    fn counted(&self, method: &str, asked: &Value) -> bool {
        let mut hall = self.hall();
        hall.counts.requests += 1;
        let chat = asked["chat_id"].as_i64();
        if let Some(chat) = chat.filter(|_| method == "sendMessage") {
            *hall.said.entry(chat).or_default() += 1;
        }
        chat.is_some() && chat == hall.silent
    }

    fn polled(&self) {
        let mut hall = self.hall();
        hall.counts.polls += 1;
        hall.heard.get_or_insert_with(Instant::now);
    }

    async fn updates(&self, asked: &Value) -> String {
        let until = Instant::now() + Duration::from_secs(asked["timeout"].as_u64().unwrap_or(0).min(10));
        let limit = asked["limit"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(BATCH);
        self.polled();
        loop {
            if let Some(batch) = self.hall().batch(asked["offset"].as_i64().unwrap_or(0), limit) {
                return batch;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || tokio::time::timeout(left, self.arrived.notified()).await.is_err() {
                return r#"{"ok":true,"result":[]}"#.to_owned();
            }
        }
    }

    /// A message of the bot is there: the one it is for acts on it.
    fn shown(&self, asked: &Value, edited: Option<i64>) -> String {
        let chat = asked["chat_id"].as_i64().unwrap_or(0);
        let mut hall = self.hall();
        let message = edited.unwrap_or_else(|| hall.message());
        let owner = hall.addressee(asked, chat, edited);
        let mut next = None;
        if let Some(owner) = owner {
            hall.whose.insert((chat, message), owner);
            next = hall.answer(owner, asked, (chat, message), self.play).map(|deed| (owner, deed));
        }
        drop(hall);
        if let Some((owner, deed)) = next {
            self.later(owner, deed, self.think);
        }
        let text = &asked["text"];
        format!(
            r#"{{"ok":true,"result":{{"message_id":{message},"date":1764000000,"chat":{{"id":{chat},"type":"supergroup"}},"text":{text}}}}}"#
        )
    }

    /// The answer to a tap: it may open the private chat.
    fn toast(&self, asked: &Value) -> String {
        let owner = asked["callback_query_id"]
            .as_str()
            .and_then(|id| id.split('-').next()?.parse().ok());
        let payload = asked["url"].as_str().and_then(|url| Some(url.split_once("?start=")?.1.to_owned()));
        if let (Some(owner), Some(payload)) = (owner, payload) {
            self.hall().waited(owner);
            self.later(owner, Deed::Private(format!("/start {payload}")), self.think);
        }
        r#"{"ok":true,"result":true}"#.to_owned()
    }
}

impl Hall {
    fn message(&mut self) -> i64 {
        self.next_message += 1;
        self.next_message
    }

    fn push(&mut self, event: &Value) {
        let id = self.next_update;
        self.next_update += 1;
        let mut event = event.clone();
        event["update_id"] = json!(id);
        match &self.hook {
            // The posting ends with the run.
            Some(hook) => drop(hook.send(event.to_string())),
            None => self.updates.push_back((id, event.to_string())),
        }
    }

    /// The updates that wait, without those that were confirmed; none if none waits.
    fn batch(&mut self, offset: i64, limit: usize) -> Option<String> {
        while self.updates.front().is_some_and(|(id, _)| *id < offset) {
            self.updates.pop_front();
        }
        if self.updates.is_empty() {
            return None;
        }
        let some: Vec<&str> = self.updates.iter().take(limit).map(|(_, body)| body.as_str()).collect();
        Some(format!(r#"{{"ok":true,"result":[{}]}}"#, some.join(",")))
    }

    /// Whose message it is: by its number, by whom it names, by what it replies to, by the private chat.
    fn addressee(&self, asked: &Value, chat: i64, edited: Option<i64>) -> Option<usize> {
        let of_message = |message: i64| self.whose.get(&(chat, message)).copied();
        let of_user = |user: i64| self.owners.iter().position(|o| o.user == user);
        if let Some(message) = edited {
            return of_message(message);
        }
        if chat > 0 {
            return of_user(chat);
        }
        let reply = asked["reply_parameters"]["message_id"].as_i64().and_then(of_message);
        let mut marks = asked["entities"].as_array().into_iter().flatten();
        reply.or_else(|| marks.find_map(|m| of_user(m["user"]["id"].as_i64()?)))
    }

    /// What an owner does about a message for him, if it is one that he waits for.
    fn answer(&mut self, owner: usize, asked: &Value, at: (i64, i64), play: Play) -> Option<Deed> {
        if play == Play::Echo {
            self.waited(owner);
            return Some(Deed::Group("我们厂叫石门县示例大米厂".to_owned()));
        }
        let text = asked["text"].as_str().unwrap_or_default();
        let deed = self.owners[owner].answer(text, &asked["reply_markup"], at);
        if deed.is_none() && self.odd.len() < 40 {
            self.odd.push(text.to_owned());
        }
        // A second message of the same turn asks for nothing more.
        self.owners[owner].since?;
        if deed.is_some() {
            self.waited(owner);
        }
        deed
    }

    fn waited(&mut self, owner: usize) {
        if let Some(since) = self.owners[owner].since.take() {
            self.counts.waits.push(since.elapsed());
        }
    }

    fn act(&mut self, owner: usize, deed: &Deed) {
        let (user, group) = (self.owners[owner].user, self.owners[owner].group);
        let event = match deed {
            Deed::Tap { data, at } => {
                let (id, message) = (format!("{owner}-{}", self.next_update), place(*at, BOT));
                json!({"callback_query": {"id": id, "from": person(user), "message": message, "chat_instance": "1", "data": data}})
            }
            Deed::Reply { text, at } => {
                let message = self.message();
                self.whose.insert((at.0, message), owner);
                json!({"message": message_body(user, (at.0, message), text, Some(at.1))})
            }
            Deed::Group(text) | Deed::Private(text) => {
                let chat = if matches!(deed, Deed::Group(_)) { group } else { user };
                let message = self.message();
                self.whose.insert((chat, message), owner);
                json!({"message": message_body(user, (chat, message), text, None)})
            }
        };
        self.owners[owner].since = Some(Instant::now());
        self.push(&event);
    }
}

/// Posts updates side by side, as Telegram does: an owner has never two on their way.
async fn post(url: String, secret: String, mut waiting: mpsc::UnboundedReceiver<String>) {
    let client = teloxide::net::default_reqwest_settings().no_proxy().build().unwrap_or_default();
    let free = Arc::new(Semaphore::new(40));
    while let (Some(update), Ok(place)) = (waiting.recv().await, free.clone().acquire_owned().await) {
        let request = client.post(&url).header("x-telegram-bot-api-secret-token", &secret).body(update);
        tokio::spawn(async move {
            // What is lost stands as an owner who waits for ever in the result.
            let _ = request.send().await;
            drop(place);
        });
    }
}

fn person(user: i64) -> Value {
    let bot = user == BOT;
    json!({"id": user, "is_bot": bot, "first_name": format!("业主{user}"), "language_code": "zh-hans"})
}

/// A message as far as its place and author go.
fn place(at: (i64, i64), author: i64) -> Value {
    let kind = if at.0 < 0 { "supergroup" } else { "private" };
    json!({"message_id": at.1, "date": 1_764_000_000, "chat": {"id": at.0, "type": kind, "title": "乡镇群"}, "from": person(author)})
}

fn message_body(user: i64, at: (i64, i64), text: &str, reply_to: Option<i64>) -> Value {
    let mut body = place(at, user);
    body["text"] = json!(text);
    if let Some(length) = text.starts_with('/').then(|| text.find(' ').unwrap_or(text.len())) {
        body["entities"] = json!([{"type": "bot_command", "offset": 0, "length": length}]);
    }
    if let Some(replied) = reply_to {
        body["reply_to_message"] = place((at.0, replied), BOT);
    }
    body
}

async fn called(State(double): State<Double>, uri: Uri, body: Bytes) -> impl IntoResponse {
    let method = uri.path().rsplit('/').next().unwrap_or_default();
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let answer = if method == "getUpdates" {
        double.updates(&asked).await
    } else {
        if double.counted(method, &asked) {
            std::future::pending::<()>().await;
        }
        match method {
            "getMe" => {
                json!({"ok": true, "result": {"id": BOT, "is_bot": true, "first_name": "绿窗", "username": "window_bot"}}).to_string()
            }
            "sendMessage" => double.shown(&asked, None),
            "editMessageText" => double.shown(&asked, asked["message_id"].as_i64()),
            "answerCallbackQuery" => double.toast(&asked),
            "setWebhook" => {
                double.hook(&asked);
                r#"{"ok":true,"result":true}"#.to_owned()
            }
            _ => r#"{"ok":true,"result":true}"#.to_owned(),
        }
    };
    ([("content-type", "application/json")], answer)
}
