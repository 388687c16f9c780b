//! Chats, messages and updates: the state of the double.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt::Write;

use serde_json::{Value, json};

use super::push::Webhook;
use super::{BOT, BOT_NAME, Failure};

/// A Tuesday morning in Asia/Shanghai.
const MORNING_MS: i64 = 1_795_484_400_000;

/// Everything.
pub(crate) struct World {
    pub(crate) now_ms: i64,
    /// Whether the bot sees only what is addressed to it in groups where it is no administrator.
    pub(crate) privacy: bool,
    pub(crate) people: BTreeMap<i64, String>,
    pub(crate) chats: BTreeMap<i64, Chat>,
    pub(crate) calls: Vec<Call>,
    pub(crate) toasts: Vec<Toasted>,
    pub(crate) menus: Vec<Value>,
    pub(crate) faults: Vec<String>,
    pub(super) scripts: Vec<Script>,
    pub(super) taps: HashMap<String, Tap>,
    /// The kinds of updates the bot has asked for; None: it has not said.
    pub(super) wanted: Option<Vec<String>>,
    pub(super) queue: VecDeque<Queued>,
    /// Where updates are posted; None: they are asked for.
    pub(crate) webhook: Option<Webhook>,
    /// How often a webhook was set.
    pub(crate) webhooks_set: usize,
    /// What posts were answered with; 0: not at all.
    pub(crate) pushes: Vec<u16>,
    /// How often the bot has asked for updates.
    pub(crate) polls: u64,
    pub(crate) polling: usize,
    pub(crate) in_flight: usize,
    pub(super) working: isize,
    /// Whether calls are kept on their way.
    pub(super) held: bool,
    /// Waits for given time that have not ended.
    pub(crate) resting: usize,
    last_update: Option<Value>,
    pub(super) next_update: i64,
}

/// A chat.
#[derive(Debug, Clone)]
pub(crate) struct Chat {
    pub(crate) id: i64,
    pub(crate) kind: Kind,
    pub(crate) title: String,
    pub(crate) bot: Rights,
    pub(crate) migrated_to: Option<i64>,
    pub(crate) closed_topics: BTreeSet<i64>,
    pub(crate) notes: BTreeMap<i64, Note>,
    pub(crate) next_note: i64,
}

/// What kind of chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Private,
    Group,
    Supergroup,
    Forum,
}

/// What the bot may do in a chat; in a private chat `Kicked` is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rights {
    Member,
    Admin,
    Muted,
    Kicked,
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    Bot,
    Person(i64),
    Anonymous,
    Channel(i64),
}

/// A message in a chat.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "a message of the Bot API has as many")]
pub(crate) struct Note {
    pub(crate) id: i64,
    pub(crate) from: From,
    pub(crate) at_ms: i64,
    /// Text or caption.
    pub(crate) text: String,
    pub(crate) entities: Value,
    /// Labels, and data or address.
    pub(crate) buttons: Vec<Vec<Press>>,
    pub(crate) force_reply: bool,
    pub(crate) placeholder: String,
    pub(crate) reply_to: Option<i64>,
    pub(crate) thread: Option<i64>,
    pub(crate) pinned: bool,
    pub(crate) silent: bool,
    pub(crate) protect: bool,
    pub(crate) edited: bool,
    /// Fields beside the text in the form of the Bot API: `{"photo": …}`.
    pub(crate) extra: Value,
    /// A file that was uploaded.
    pub(crate) file: Option<(String, Vec<u8>)>,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Press {
    pub(crate) label: String,
    pub(crate) data: Option<String>,
    pub(crate) url: Option<String>,
}

/// A call the bot has made.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) params: Value,
    pub(crate) at_ms: i64,
    /// The error code, if it was refused or failed (0: no answer).
    pub(crate) error: Option<u16>,
}

/// An answer to a tap, as a person saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Toasted {
    pub(crate) person: i64,
    pub(crate) text: Option<String>,
    pub(crate) alert: bool,
    pub(crate) url: Option<String>,
}

/// A tap that waits for its answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tap {
    pub(crate) person: i64,
    pub(crate) at_ms: i64,
}

/// Failures to come.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) method: Option<String>,
    pub(crate) chat: Option<i64>,
    pub(crate) times: u32,
    pub(crate) failure: Failure,
}

/// An update that waits.
#[derive(Debug, Clone)]
pub(crate) struct Queued {
    pub(crate) id: i64,
    pub(crate) update: Value,
    /// Delivered once whatever the bot has confirmed.
    pub(crate) again: bool,
}

impl Chat {
    pub(crate) fn new(id: i64, kind: Kind, title: &str) -> Self {
        Self {
            id,
            kind,
            title: title.to_owned(),
            bot: Rights::Member,
            migrated_to: None,
            closed_topics: BTreeSet::new(),
            notes: BTreeMap::new(),
            // In a forum 1 is the topic "General".
            next_note: if kind == Kind::Forum { 2 } else { 1 },
        }
    }

    pub(crate) fn json(&self) -> Value {
        match self.kind {
            Kind::Private => json!({"id": self.id, "type": "private", "first_name": self.title}),
            Kind::Group => json!({"id": self.id, "type": "group", "title": self.title}),
            Kind::Supergroup => json!({"id": self.id, "type": "supergroup", "title": self.title}),
            Kind::Forum => json!({"id": self.id, "type": "supergroup", "title": self.title, "is_forum": true}),
        }
    }

    /// Puts a message in; gives its number.
    pub(crate) fn put(&mut self, note: Note) -> i64 {
        let id = self.next_note;
        self.next_note += 1;
        self.notes.insert(id, Note { id, ..note });
        id
    }
}

impl Note {
    pub(crate) fn new(from: From, at_ms: i64, text: &str) -> Self {
        Self {
            id: 0,
            from,
            at_ms,
            text: text.to_owned(),
            entities: json!([]),
            buttons: Vec::new(),
            force_reply: false,
            placeholder: String::new(),
            reply_to: None,
            thread: None,
            pinned: false,
            silent: false,
            protect: false,
            edited: false,
            extra: json!({}),
            file: None,
        }
    }

    fn is_text(&self) -> bool {
        self.extra
            .as_object()
            .is_none_or(|extra| extra.keys().all(|key| key == "forward_origin"))
    }
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            now_ms: MORNING_MS,
            privacy: true,
            people: BTreeMap::new(),
            chats: BTreeMap::new(),
            calls: Vec::new(),
            toasts: Vec::new(),
            menus: Vec::new(),
            faults: Vec::new(),
            scripts: Vec::new(),
            taps: HashMap::new(),
            wanted: None,
            queue: VecDeque::new(),
            webhook: None,
            webhooks_set: 0,
            pushes: Vec::new(),
            polls: 0,
            polling: 0,
            in_flight: 0,
            working: 0,
            held: false,
            resting: 0,
            last_update: None,
            next_update: 700,
        }
    }

    #[track_caller]
    pub(crate) fn chat(&self, id: i64) -> &Chat {
        self.chats.get(&id).unwrap_or_else(|| panic!("there is no chat {id}"))
    }

    #[track_caller]
    pub(crate) fn chat_mut(&mut self, id: i64) -> &mut Chat {
        self.chats.get_mut(&id).unwrap_or_else(|| panic!("there is no chat {id}"))
    }

    /// Nothing to fetch, nothing on its way, and the bot waits for updates.
    pub(crate) fn is_idle(&self) -> bool {
        self.queue.is_empty() && (self.polling > 0 || self.webhook.is_some()) && self.in_flight == 0 && self.working == 0
    }

    /// How many updates the bot has not confirmed yet.
    pub(crate) fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// For a test that hangs.
    pub(super) fn situation(&self) -> String {
        let (queued, polling, in_flight, working) = (self.queue.len(), self.polling, self.in_flight, self.working);
        let last: Vec<String> = self
            .calls
            .iter()
            .rev()
            .take(5)
            .map(|c| format!("{} {:?} {}", c.method, c.error, c.params))
            .collect();
        format!(
            "updates waiting {queued}, polls waiting {polling}, calls on their way {in_flight}, rows at work {working}\n{}",
            last.join("\n")
        )
    }

    /// Gives an update its number and puts it into the queue, if the bot wants its kind.
    pub(super) fn enqueue(&mut self, mut update: Value) {
        let kind = update
            .as_object()
            .and_then(|u| u.keys().find(|k| *k != "update_id").cloned())
            .unwrap_or_default();
        if self.wanted.as_ref().is_some_and(|wanted| !wanted.contains(&kind)) {
            return;
        }
        update["update_id"] = json!(self.next_update);
        self.last_update = Some(update.clone());
        self.queue.push_back(Queued {
            id: self.next_update,
            update,
            again: false,
        });
        self.next_update += 1;
    }

    pub(super) fn deliver_again(&mut self) {
        let update = self.last_update.clone().expect("there was an update");
        let id = update["update_id"].as_i64().expect("updates have numbers");
        self.queue.push_back(Queued { id, update, again: true });
    }

    /// A message in the form of the Bot API.
    pub(super) fn json(&self, chat: i64, note: &Note) -> Value {
        let mut json = self.shallow_json(chat, note);
        let replied = note.reply_to.or(note.thread).and_then(|id| self.chat(chat).notes.get(&id));
        if let Some(replied) = replied {
            json["reply_to_message"] = self.shallow_json(chat, replied);
        }
        json
    }

    fn shallow_json(&self, chat: i64, note: &Note) -> Value {
        let chat = self.chat(chat);
        let mut json = json!({"message_id": note.id, "date": note.at_ms / 1_000, "chat": chat.json()});
        match note.from {
            From::Bot => json["from"] = bot_json(),
            From::Person(id) => json["from"] = self.person_json(id),
            From::Anonymous => {
                json["from"] = json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"});
                json["sender_chat"] = chat.json();
            }
            From::Channel(id) => {
                json["from"] = json!({"id": 136_817_688, "is_bot": true, "first_name": "Channel", "username": "Channel_Bot"});
                json["sender_chat"] = json!({"id": id, "type": "channel", "title": "Channel"});
            }
        }
        if let Some(thread) = note.thread {
            json["message_thread_id"] = json!(thread);
            json["is_topic_message"] = json!(true);
        }
        for (name, value) in note.extra.as_object().into_iter().flatten() {
            json[name] = value.clone();
        }
        let (text, entities) = if note.is_text() {
            ("text", "entities")
        } else {
            ("caption", "caption_entities")
        };
        if !note.text.is_empty() {
            json[text] = json!(note.text);
            if note.entities.as_array().is_some_and(|e| !e.is_empty()) {
                json[entities] = note.entities.clone();
            }
        }
        json
    }

    pub(super) fn person_json(&self, id: i64) -> Value {
        let name = self.people.get(&id).unwrap_or_else(|| panic!("there is no person {id}"));
        json!({"id": id, "is_bot": false, "first_name": name, "language_code": "zh-hans"})
    }

    /// What stands in a chat.
    pub(crate) fn log(&self, chat: i64) -> String {
        let mut log = String::new();
        for note in self.chat(chat).notes.values() {
            let who = match note.from {
                From::Bot => "bot".to_owned(),
                From::Person(id) => self.people.get(&id).cloned().unwrap_or_default(),
                From::Anonymous => "anonymous".to_owned(),
                From::Channel(_) => "channel".to_owned(),
            };
            let reply = if note.reply_to.is_some() { " ↩" } else { "" };
            let edited = if note.edited { " ✎" } else { "" };
            let pinned = if note.pinned { " 📌" } else { "" };
            let extra: Vec<&str> = note
                .extra
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name.as_str())
                .collect();
            let extra = if extra.is_empty() {
                String::new()
            } else {
                format!("<{}> ", extra.join(","))
            };
            let text = note.text.replace('\n', "\n  ");
            let _ = writeln!(log, "{who}{reply}{edited}{pinned}: {extra}{text}");
            if note.force_reply {
                let _ = writeln!(log, "  ⌨ {}", note.placeholder);
            }
            for row in &note.buttons {
                let row: Vec<String> = row.iter().map(|b| format!("[{}]", b.label)).collect();
                let _ = writeln!(log, "  {}", row.join(" "));
            }
        }
        log
    }
}

pub(super) fn bot_json() -> Value {
    json!({"id": BOT, "is_bot": true, "first_name": "绿窗", "username": BOT_NAME})
}
