//! Golden conversations: each file in `tests/golden` is a script and, indented, all that the bot said to whom.
//!
//! A script runs through the double of Telegram, the real update loop, and a store on the disk. What comes out must be
//! the file to the letter; `UPDATE_GOLDEN=1 cargo test golden` writes the files anew, to be read before they are committed.
//!
//! Lines of a script: see `tests/golden/README.md`.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use greenwindow::app::Sources;
use greenwindow::channel::Door;
use greenwindow::channel::telegram::{Hook, Setup, run_with};
use greenwindow::config::{Config, Pace};
use greenwindow::ids::PersonId;
use greenwindow::retention::destroy;
use greenwindow::runner::{Runner, Settings, mark_restored};
use greenwindow::seal::{Class, Keys, MasterKey, Month};
use greenwindow::store::{SledStore, Store};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::double::{Failure, Note, Tg, World};

/// The administrator of every script.
pub(crate) const ADMIN: i64 = 9;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The bot, running on a folder.
pub(crate) struct Bot {
    tg: Tg,
    pace: Pace,
    pub(crate) folder: tempfile::TempDir,
    seed: Arc<AtomicU64>,
    running: Option<(watch::Sender<bool>, JoinHandle<()>, Arc<SledStore>)>,
    runner: Option<Arc<Runner>>,
    /// Whether updates come by a webhook.
    hooked: bool,
    /// A copy of the folder from before.
    backup: Option<tempfile::TempDir>,
}

impl Bot {
    async fn start(tg: Tg, hooked: bool) -> Self {
        Self::start_with(tg, Pace::none(), hooked).await
    }

    /// By long polling, at a pace.
    pub(crate) async fn start_at(tg: Tg, pace: Pace) -> Self {
        Self::start_with(tg, pace, false).await
    }

    async fn start_with(tg: Tg, pace: Pace, hooked: bool) -> Self {
        let mut bot = Bot {
            hooked,
            tg,
            pace,
            folder: tempfile::tempdir().unwrap(),
            seed: Arc::new(AtomicU64::new(1)),
            running: None,
            runner: None,
            backup: None,
        };
        bot.go().await;
        bot
    }

    async fn go(&mut self) {
        let books = Sources::read(&Config::default()).unwrap().load().unwrap();
        let store = Arc::new(SledStore::open(self.folder.path()).unwrap());
        let settings = Settings {
            admins: vec![PersonId::tg(ADMIN)],
            desk_hours: "8:30–21:00".to_owned(),
            default_flow: "registration".to_owned(),
            public_url: "http://127.0.0.1:8080".to_owned(),
            data: self.folder.path().to_owned(),
            demo: false,
            keys: keys(self.folder.path()),
            messages_per_10_seconds: 0,
        };
        let files = settings.files();
        let time = self.tg.time();
        let runner = Runner::new(store.clone(), books, settings, entropy(self.seed.clone()), time.now_ms()).unwrap();
        let (stop, stopping) = watch::channel(false);
        let setup = Setup {
            files,
            time: time.clone(),
            pace: self.pace.clone(),
        };
        let runner = Arc::new(runner);
        self.runner = Some(runner.clone());
        let door = Arc::new(Door::new(runner, move || time.now_ms()));
        let bot = self.tg.bot();
        let hook = self.hooked.then(hook);
        let before = self.tg.look(|world| world.webhooks_set);
        let task = tokio::spawn(async move { run_with(bot, door, setup, hook, stopping).await.unwrap() });
        self.running = Some((stop, task, store));
        self.tg
            .until("the bot takes updates", |world| world.polling > 0 || world.webhooks_set > before)
            .await;
    }

    /// All forms as a file.
    pub(crate) fn export(&self, format: &str) -> Vec<u8> {
        self.runner.as_ref().expect("it runs").export(format).unwrap()
    }

    pub(crate) async fn stop(&mut self) {
        self.runner = None;
        let (stop, task, store) = self.running.take().unwrap();
        stop.send(true).unwrap();
        task.await.unwrap();
        store.close().unwrap();
        drop(store);
    }

    async fn back_up(&mut self) {
        self.stop().await;
        let backup = tempfile::tempdir().unwrap();
        copy(self.folder.path(), backup.path());
        self.backup = Some(backup);
        self.go().await;
    }

    /// All months are over.
    async fn destroy_keys(&mut self) {
        self.stop().await;
        let folder = self.folder.path();
        let store = SledStore::open(folder).unwrap();
        let next = Month(Month::of(self.tg.time().now_ms()).0 + 1);
        let over = [(Class::Draft, next), (Class::Signed, next)].into();
        assert!(!destroy(&store, folder, &keys(folder), &over).unwrap().is_empty());
        drop(store);
        self.go().await;
    }

    /// Goes on from the copy; it carries the mark that the subcommand leaves, or was put there by hand.
    async fn restore(&mut self, marked: bool) {
        self.stop().await;
        self.folder = self.backup.take().expect("there was a backup");
        if marked {
            mark_restored(&SledStore::open(self.folder.path()).unwrap()).unwrap();
        }
        self.go().await;
    }
}

/// The keys of a folder.
pub(crate) fn keys(folder: &Path) -> Keys {
    Keys::open(folder, &MasterKey::find(folder, Path::new(""), None).unwrap(), false).unwrap()
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(path, target).unwrap();
        }
    }
}

/// A webhook at a free port of this machine.
fn hook() -> Hook {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    Hook::open(&format!("http://{address}/telegram"), &address.to_string()).unwrap()
}

/// Random bytes that are the same in every run.
fn entropy(seed: Arc<AtomicU64>) -> greenwindow::runner::Entropy {
    Box::new(move |buffer| {
        for byte in buffer {
            let n = seed.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            *byte = n.to_be_bytes()[3];
        }
    })
}

/// A script at work.
pub(crate) struct Play {
    pub(crate) tg: Tg,
    pub(crate) bot: Bot,
    people: BTreeMap<String, i64>,
    chats: BTreeMap<String, i64>,
    /// Topics of forums: chat and thread.
    topics: BTreeMap<String, (i64, i64)>,
    before: HashMap<(i64, i64), Note>,
    toasts: usize,
    out: String,
}

impl Play {
    async fn run(script: &str, hooked: bool) -> String {
        let mut play = Play::begin(hooked).await;
        play.script(script).await;
        if let (Ok(path), Some((_, _, store))) = (std::env::var("RECORDS"), &play.bot.running) {
            crate::records::dump(store.as_ref(), play.bot.folder.path(), &path);
        }
        play.bot.stop().await;
        play.tg.check();
        play.out
    }

    /// A bot on an empty folder, and nobody there yet.
    pub(crate) async fn begin(hooked: bool) -> Self {
        let tg = Tg::open().await;
        tg.person(ADMIN, "管理员");
        let bot = Bot::start(tg.clone(), hooked).await;
        Play {
            tg,
            bot,
            people: BTreeMap::new(),
            chats: BTreeMap::new(),
            topics: BTreeMap::new(),
            before: HashMap::new(),
            toasts: 0,
            out: String::new(),
        }
    }

    /// Plays the lines of a script that are not what the bot said.
    pub(crate) async fn script(&mut self, script: &str) {
        for line in script.lines().filter(|l| !l.starts_with(' ')) {
            self.out.push_str(line);
            self.out.push('\n');
            eprintln!("{line}");
            self.line(line).await;
        }
    }

    async fn line(&mut self, line: &str) {
        if line.trim().is_empty() || line.starts_with('#') {
            return;
        }
        if let Some(rest) = line.strip_prefix('@') {
            self.set_up(rest).await;
            self.snapshot();
            return;
        }
        match line.strip_prefix("== ") {
            Some(rest) => self.happen(rest).await,
            None => self.somebody(line),
        }
        self.tg.idle().await;
        self.report();
    }

    async fn set_up(&mut self, rest: &str) {
        let words: Vec<&str> = rest.split_whitespace().collect();
        match words.as_slice() {
            ["人", name, id] => {
                let id = self.tg.person(id.parse().unwrap(), name);
                self.people.insert((*name).to_owned(), id);
            }
            [kind @ ("群" | "小群"), name, id, binding @ ..] => {
                let id: i64 = id.parse().unwrap();
                let chat = if *kind == "群" {
                    self.tg.group(id, name)
                } else {
                    self.tg.basic_group(id, name)
                };
                self.chats.insert((*name).to_owned(), chat);
                self.tg.promote_bot(chat, ADMIN);
                if !binding.is_empty() {
                    self.tg.say(chat, ADMIN, &format!("/bind_township {}", binding.join(" ")));
                }
            }
            ["话题", name, id, topic] => {
                let chat = self.tg.forum(id.parse().unwrap(), name);
                self.chats.insert((*name).to_owned(), chat);
                self.tg.promote_bot(chat, ADMIN);
                self.tg.say(chat, ADMIN, "/bind_township 石门县 楚江街道");
                let thread = self.tg.topic(chat, ADMIN, topic);
                self.topics.insert((*topic).to_owned(), (chat, thread));
            }
            ["台", name, id, county, officers @ ..] => {
                let chat = self.tg.group(id.parse().unwrap(), name);
                self.chats.insert((*name).to_owned(), chat);
                self.tg.add_bot(chat, ADMIN);
                self.tg.say(chat, ADMIN, &format!("/bind_desk {county}"));
                for officer in officers {
                    let hello = self.tg.say(chat, self.people[*officer], "来了");
                    self.tg.reply(chat, ADMIN, hello, "/officer");
                }
            }
            _ => panic!("not a line of a script: @{rest}"),
        }
        self.tg.idle().await;
    }

    async fn happen(&mut self, what: &str) {
        let words: Vec<&str> = what.split_whitespace().collect();
        match words.as_slice() {
            ["重启"] => {
                self.bot.stop().await;
                self.bot.go().await;
            }
            ["备份"] => self.bot.back_up().await,
            ["恢复"] => self.bot.restore(true).await,
            ["拷回"] => self.bot.restore(false).await,
            ["销毁密钥"] => self.bot.destroy_keys().await,
            ["过", days, "天"] => self.tg.advance(days.parse::<i64>().unwrap() * DAY_MS),
            ["再送一遍"] => self.tg.deliver_again(),
            ["移出", chat] => self.tg.kick_bot(self.chats[*chat], ADMIN),
            ["请回", chat] => self.tg.add_bot(self.chats[*chat], ADMIN),
            ["升级", chat] => {
                let new = self.tg.migrate(self.chats[*chat], ADMIN);
                self.chats.insert((*chat).to_owned(), new);
            }
            ["禁言", chat] => self.tg.mute_bot(self.chats[*chat], ADMIN),
            ["解禁", chat] => self.tg.promote_bot(self.chats[*chat], ADMIN),
            ["匿名", chat, text] => {
                let _ = self.tg.say_hidden(self.chats[*chat], text);
            }
            ["拉黑", person] => self.tg.block(self.people[*person]),
            ["太快", chat, seconds] => {
                let failure = Failure::flood(seconds.parse().unwrap());
                self.tg.fail(Some("sendMessage"), Some(self.chats[*chat]), 1, failure);
            }
            ["断线", chat] => self
                .tg
                .fail(Some("sendMessage"), Some(self.chats[*chat]), 1, Failure::Reset { done: true }),
            ["过", seconds, "秒"] => self.tg.advance(seconds.parse::<i64>().unwrap() * 1000),
            _ => panic!("not a line of a script: == {what}"),
        }
    }

    fn somebody(&mut self, line: &str) {
        let (chat, rest) = line.split_once(' ').unwrap_or_else(|| panic!("not a line of a script: {line}"));
        let end = rest.find(|c: char| " ：↩[".contains(c)).unwrap_or(rest.len());
        let (name, deed) = rest.split_at(end);
        let person = *self
            .people
            .get(name)
            .or(if name == "管理员" { Some(&ADMIN) } else { None })
            .unwrap_or_else(|| panic!("who is {name}? {line}"));
        let deed = deed.trim();
        if let (Some((chat, thread)), Some(text)) = (self.topics.get(chat), deed.strip_prefix('：')) {
            let _ = self.tg.say_in(*chat, *thread, person, text);
            return;
        }
        let chat = match chat {
            "私聊" => person,
            name => self.topics.get(name).map_or_else(|| self.chats[name], |(chat, _)| *chat),
        };
        if let Some(text) = deed.strip_prefix('：') {
            self.say(chat, person, text);
        } else if let Some(rest) = deed.strip_prefix('↩') {
            self.reply(chat, person, name, rest.trim());
        } else if let Some(label) = deed.strip_prefix('[') {
            self.tap(chat, person, name, label);
        } else {
            self.other(chat, person, name, deed);
        }
    }

    fn say(&self, chat: i64, person: i64, text: &str) {
        match text.strip_prefix("/start").filter(|_| chat == person) {
            Some(payload) => self.tg.start(person, payload.trim()),
            None => self.tg.say(chat, person, text),
        };
    }

    fn reply(&self, chat: i64, person: i64, name: &str, rest: &str) {
        let (message, text) = match rest.strip_prefix('「').and_then(|r| r.split_once('」')) {
            Some((excerpt, text)) => (self.note(chat, |n| n.text.contains(excerpt), excerpt), text),
            None => (self.prompt(chat, name), rest),
        };
        self.tg.reply(chat, person, message.id, text);
    }

    fn tap(&self, chat: i64, person: i64, name: &str, rest: &str) {
        let (label, whose) = rest.split_once(']').unwrap();
        let whose = whose.trim().strip_prefix('@').unwrap_or(name);
        let has = |n: &Note| n.buttons.iter().flatten().any(|b| b.label.contains(label));
        let mark = format!("👤 {whose}");
        let note = self.note(chat, |n| has(n) && (n.text.contains(&mark) || !n.text.starts_with("👤")), label);
        let press = note.buttons.iter().flatten().find(|b| b.label.contains(label)).cloned().unwrap();
        self.tg.tap_data(
            chat,
            person,
            note.id,
            &press.data.unwrap_or_else(|| panic!("[{label}] opens {:?}", press.url)),
        );
    }

    fn other(&self, chat: i64, person: i64, name: &str, deed: &str) {
        match deed.split_once(' ').unwrap_or((deed, "")) {
            ("→", "链接") => drop(self.tg.follow_link()),
            ("🎤", _) => {
                let _ = self.tg.voice(chat, person, Some(self.prompt(chat, name).id));
            }
            ("🖼", _) => self.tg.album(chat, person, Some(self.prompt(chat, name).id)),
            ("😀", _) => {
                let sticker =
                    serde_json::json!({"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9}});
                let _ = self.tg.attach(chat, person, Some(self.prompt(chat, name).id), "", sticker);
            }
            ("☎", number) => {
                let _ = self.tg.contact(chat, person, number, true);
            }
            ("↪", text) => {
                let origin = serde_json::json!({"forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 0}});
                let _ = self.tg.attach(chat, person, None, text, origin);
            }
            ("📷", _) => drop(self.tg.photo(chat, person, Some(self.prompt(chat, name).id), "")),
            ("📎", file) => {
                let _ = self.tg.document(chat, person, Some(self.prompt(chat, name).id), file);
            }
            ("📍", _) => drop(self.tg.location(chat, person, Some(self.prompt(chat, name).id), 29.58, 111.38)),
            ("✎", text) => {
                let own = self.tg.look(|w| {
                    w.chat(chat)
                        .notes
                        .values()
                        .rev()
                        .find(|n| n.from == crate::double::From::Person(person))
                        .map(|n| n.id)
                });
                self.tg.edit(chat, own.unwrap(), text);
            }
            ("🔗", from) => {
                let link = self.note(self.people[from], |n| n.text.contains("?start="), "?start=");
                let payload = link
                    .text
                    .split("?start=")
                    .nth(1)
                    .unwrap()
                    .split_whitespace()
                    .next()
                    .unwrap()
                    .to_owned();
                let _ = self.tg.start(person, &payload);
            }
            _ => panic!("not a line of a script: {name} {deed}"),
        }
    }

    /// The bot's newest message to somebody.
    fn prompt(&self, chat: i64, name: &str) -> Note {
        let mark = format!("👤 {name}");
        let found = self.tg.look(|w| newest(w, chat, |n| n.text.contains(&mark)));
        found.unwrap_or_else(|| self.tg.last_of_bot(chat))
    }

    fn note(&self, chat: i64, so: impl Fn(&Note) -> bool, what: &str) -> Note {
        self.tg
            .look(|w| newest(w, chat, &so))
            .unwrap_or_else(|| panic!("nothing with {what} in:\n{}", self.tg.log(chat)))
    }

    fn snapshot(&mut self) {
        self.before = self.notes();
        self.toasts = self.tg.toasts().len();
    }

    fn notes(&self) -> HashMap<(i64, i64), Note> {
        self.tg.look(|w| {
            w.chats
                .values()
                .flat_map(|c| c.notes.values().map(|n| ((c.id, n.id), n.clone())))
                .collect()
        })
    }

    /// Writes down what the bot has done since the last line.
    fn report(&mut self) {
        let from = self.out.len();
        let now = self.notes();
        let mut lines: Vec<((i64, i64), String)> = Vec::new();
        for (at, note) in &now {
            if note.from != crate::double::From::Bot {
                continue;
            }
            match self.before.get(at) {
                None => lines.push((*at, self.shown(at.0, note, ""))),
                Some(old) if old.text != note.text || old.buttons != note.buttons => lines.push((*at, self.shown(at.0, note, " ✎"))),
                Some(_) => {}
            }
        }
        for (at, note) in &self.before {
            if !now.contains_key(at) && note.from == crate::double::From::Bot {
                let first: String = note.text.replace('\n', " ").chars().take(24).collect();
                lines.push((*at, format!("    {} 收走了：{first}…\n", self.chat_name(at.0))));
            }
        }
        lines.sort();
        for toast in self.tg.toasts().iter().skip(self.toasts) {
            if let Some(text) = &toast.text {
                let _ = writeln!(self.out, "    （{}看到提示：{text}）", self.name(toast.person));
            }
        }
        for (_, line) in lines {
            self.out.push_str(&masked(&line));
        }
        // Shown when a script breaks off.
        eprint!("{}", &self.out[from..]);
        self.snapshot();
    }

    fn shown(&self, chat: i64, note: &Note, mark: &str) -> String {
        let reply = note.reply_to.map(|to| {
            let to = self
                .tg
                .look(|w| w.chat(chat).notes.get(&to).map(|n| n.text.chars().take(12).collect::<String>()));
            format!(" ↩「{}」", to.unwrap_or_default())
        });
        let pin = if note.pinned { " 📌" } else { "" };
        let text = note.text.replace('\n', "\n        ");
        let mut shown = format!(
            "    {} 绿窗{mark}{pin}{}：{text}\n",
            self.chat_name(chat),
            reply.unwrap_or_default()
        );
        if let Some((name, _)) = &note.file {
            let _ = writeln!(shown, "        📎 {name}");
        }
        if let Some(photo) = note.extra["photo"].as_array().and_then(|sizes| sizes.last()) {
            let _ = writeln!(shown, "        📷 {}", photo["file_id"].as_str().unwrap_or_default());
        }
        if let (None, Some(handle)) = (&note.file, note.extra["document"]["file_id"].as_str()) {
            let _ = writeln!(shown, "        📎 {handle}");
        }
        if note.force_reply {
            let _ = writeln!(shown, "        ⌨ {}", note.placeholder);
        }
        for row in &note.buttons {
            let row: Vec<String> = row.iter().map(|b| format!("[{}]", b.label)).collect();
            let _ = writeln!(shown, "        {}", row.join(" "));
        }
        shown
    }

    fn chat_name(&self, chat: i64) -> String {
        if chat > 0 {
            return format!("私聊（{}）", self.name(chat));
        }
        self.chats
            .iter()
            .find(|(_, id)| **id == chat)
            .map_or_else(|| chat.to_string(), |(name, _)| name.clone())
    }

    fn name(&self, person: i64) -> String {
        self.people
            .iter()
            .find(|(_, id)| **id == person)
            .map_or_else(|| "管理员".to_owned(), |(name, _)| name.clone())
    }
}

fn newest(world: &World, chat: i64, so: impl Fn(&Note) -> bool) -> Option<Note> {
    world
        .chat(chat)
        .notes
        .values()
        .rev()
        .find(|n| n.from == crate::double::From::Bot && so(n))
        .cloned()
}

/// Digests and random links change with every edit of a form; they are not what a reader looks for.
fn masked(line: &str) -> String {
    let digest = regex::Regex::new("[0-9a-f]{16}")
        .unwrap()
        .replace_all(line, "（指纹）")
        .into_owned();
    regex::Regex::new(r"\?start=\w+")
        .unwrap()
        .replace_all(&digest, "?start=（链接）")
        .into_owned()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

async fn golden(name: &str, hooked: bool) {
    let path = folder().join(format!("{name}.txt"));
    let script = std::fs::read_to_string(&path).unwrap();
    let played = Play::run(&script, hooked).await;
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &played).unwrap();
        return;
    }
    if let Some(n) = (0..)
        .zip(script.lines().zip(played.lines()))
        .find(|(_, (a, b))| a != b)
        .map(|(n, _)| n)
    {
        let near = |text: &str| text.lines().skip(n.max(3) - 3).take(12).collect::<Vec<_>>().join("\n");
        panic!(
            "{name}.txt:{}: the file has\n{}\n\nand the bot said\n{}",
            n + 1,
            near(&script),
            near(&played)
        );
    }
    assert_eq!(script, played, "{name}.txt ends earlier or later than the conversation");
}

/// By webhook the bot says the very same, through restarts and updates that come twice.
#[tokio::test]
async fn by_webhook_all_is_the_same() {
    golden("tea-factory", true).await;
    golden("pause-restart", true).await;
}

/// A desk gets its menu of commands when it is bound, not at the next start.
#[tokio::test]
async fn a_desk_gets_its_menu_at_once() {
    let tg = Tg::open().await;
    tg.person(ADMIN, "管理员");
    let mut bot = Bot::start(tg.clone(), false).await;
    let desk = tg.group(-1002, "帮办台");
    tg.add_bot(desk, ADMIN);
    tg.idle().await;
    let of_desk = |menus: Vec<serde_json::Value>| menus.iter().filter(|m| m["scope"]["chat_id"] == desk).count();
    assert_eq!(of_desk(tg.menus()), 0);
    tg.say(desk, ADMIN, "/bind_desk 石门县");
    tg.idle().await;
    assert_eq!(of_desk(tg.menus()), 2, "one for each language");
    bot.stop().await;
    tg.check();
}

/// A registration in a group costs at most 1.2 new messages of the bot for each question it asks there.
#[test]
fn a_group_is_not_flooded() {
    let number = regex::Regex::new("第([0-9]+)／").unwrap();
    for name in ["tea-factory", "rice-mill", "pig-farm"] {
        let text = std::fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap();
        let said: Vec<&str> = text.lines().filter(|l| l.starts_with("    乡镇群 绿窗")).collect();
        let new = said.iter().filter(|l| !l.contains('✎')).count();
        let asked: std::collections::BTreeSet<&str> = said.iter().filter_map(|l| Some(number.captures(l)?.get(1)?.as_str())).collect();
        assert!(asked.len() > 10, "{name}: {asked:?}");
        assert!(new * 10 <= asked.len() * 12, "{name}: {new} messages for {} questions", asked.len());
    }
}

macro_rules! conversations {
    ($($test:ident: $file:literal),* $(,)?) => {
        $(
            #[tokio::test]
            async fn $test() {
                golden($file, false).await;
            }
        )*

        /// Every file is played.
        #[test]
        fn no_script_is_forgotten() {
            let mut files: Vec<String> = std::fs::read_dir(folder())
                .unwrap()
                .map(|f| f.unwrap().file_name().into_string().unwrap())
                .filter_map(|f| f.strip_suffix(".txt").map(str::to_owned))
                .collect();
            files.sort();
            let mut played = vec![$($file.to_owned()),*];
            played.sort();
            assert_eq!(files, played);
        }
    };
}

conversations! {
    after_class: "after-class",
    ask: "ask",
    change_answer: "change-answer",
    classify: "classify",
    classify_trades: "classify-trades",
    clock_back: "clock-back",
    county_answer: "county-answer",
    delete_me: "delete-me",
    delete_me_english: "delete-me-english",
    forgotten: "forgotten",
    forum_topic: "forum-topic",
    helper: "helper",
    helper_link: "helper-link",
    livestock: "livestock",
    migration: "migration",
    muted_blocked: "muted-blocked",
    odd_messages: "odd-messages",
    oil_press: "oil-press",
    pause_restart: "pause-restart",
    photo: "photo",
    pig_farm: "pig-farm",
    private_day: "private-day",
    private_stuck: "private-stuck",
    reminder: "reminder",
    renewal: "renewal",
    removed_bot: "removed-bot",
    restored: "restored",
    rice_mill: "rice-mill",
    sent_back: "sent-back",
    strangers: "strangers",
    tea_factory: "tea-factory",
    ticket: "ticket",
    two_forms: "two-forms",
    two_owners: "two-owners",
}
