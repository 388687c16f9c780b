//! What people do.

use serde_json::{Value, json};

use super::model::{Chat, From, Kind, Note, Press, Rights, Tap, World};
use super::{BOT_NAME, Tg};

impl Tg {
    /// Somebody with an account. The private chat opens with [`Tg::start`].
    pub(crate) fn person(&self, id: i64, name: &str) -> i64 {
        self.change(|world| world.people.insert(id, name.to_owned()));
        id
    }

    /// A group with the bot in it; nothing is told to the bot.
    pub(crate) fn group(&self, id: i64, title: &str) -> i64 {
        self.add_chat(id, Kind::Supergroup, title)
    }

    /// A small group that can still become a supergroup.
    pub(crate) fn basic_group(&self, id: i64, title: &str) -> i64 {
        self.add_chat(id, Kind::Group, title)
    }

    /// A group with topics.
    pub(crate) fn forum(&self, id: i64, title: &str) -> i64 {
        self.add_chat(id, Kind::Forum, title)
    }

    fn add_chat(&self, id: i64, kind: Kind, title: &str) -> i64 {
        assert!(id < 0, "groups have negative numbers");
        self.change(|world| world.chats.insert(id, Chat::new(id, kind, title)));
        id
    }

    /// Opens a topic in a forum; gives its number.
    pub(crate) fn topic(&self, chat: i64, person: i64, name: &str) -> i64 {
        let extra = json!({"forum_topic_created": {"name": name, "icon_color": 1}});
        self.change(|world| {
            let note = Note {
                extra,
                ..Note::new(From::Person(person), world.now_ms, "")
            };
            let id = world.chat_mut(chat).put(note);
            let Some(note) = world.chat_mut(chat).notes.get_mut(&id) else {
                return id;
            };
            note.thread = Some(id);
            world.deliver_message(chat, id, true);
            id
        })
    }

    /// Closes a topic.
    pub(crate) fn close_topic(&self, chat: i64, topic: i64) {
        self.change(|world| world.chat_mut(chat).closed_topics.insert(topic));
    }

    /// Says something; gives the number of the message.
    pub(crate) fn say(&self, chat: i64, person: i64, text: &str) -> i64 {
        self.write(chat, Note::new(From::Person(person), 0, text))
    }

    /// Says something in a topic.
    pub(crate) fn say_in(&self, chat: i64, topic: i64, person: i64, text: &str) -> i64 {
        self.write(
            chat,
            Note {
                thread: Some(topic),
                ..Note::new(From::Person(person), 0, text)
            },
        )
    }

    /// Replies to a message.
    pub(crate) fn reply(&self, chat: i64, person: i64, to: i64, text: &str) -> i64 {
        let thread = self.world().chat(chat).notes.get(&to).and_then(|n| n.thread);
        self.write(
            chat,
            Note {
                reply_to: Some(to),
                thread,
                ..Note::new(From::Person(person), 0, text)
            },
        )
    }

    /// Replies to the last message of the bot.
    pub(crate) fn answer(&self, chat: i64, person: i64, text: &str) -> i64 {
        let to = self.last_of_bot(chat).id;
        self.reply(chat, person, to, text)
    }

    /// Presses `Start` in the private chat, with the payload of a link or an empty one.
    pub(crate) fn start(&self, person: i64, payload: &str) -> i64 {
        self.change(|world| {
            let name = world.people.get(&person).cloned().expect("the person is known");
            let chat = world.chats.entry(person).or_insert_with(|| Chat::new(person, Kind::Private, &name));
            chat.bot = Rights::Member;
        });
        self.say(person, person, format!("/start {payload}").trim_end())
    }

    /// Opens the link of the last answer to a tap, as the program of the person does by itself.
    pub(crate) fn follow_link(&self) -> i64 {
        let toast = self.toasts().pop().expect("a tap was answered");
        let url = toast.url.expect("the answer was a link");
        let (_, payload) = url.split_once("?start=").expect("a link to the private chat");
        self.start(toast.person, payload)
    }

    /// Sends a photo, perhaps as a reply.
    pub(crate) fn photo(&self, chat: i64, person: i64, reply_to: Option<i64>, caption: &str) -> i64 {
        let size =
            |name: &str, side: i64| json!({"file_id": format!("photo-{name}"), "file_unique_id": name, "width": side, "height": side});
        self.attach(
            chat,
            person,
            reply_to,
            caption,
            json!({"photo": [size("small", 90), size("large", 1280)]}),
        )
    }

    /// Sends a file, perhaps as a reply.
    pub(crate) fn document(&self, chat: i64, person: i64, reply_to: Option<i64>, name: &str) -> i64 {
        let document = json!({"file_id": format!("file-{name}"), "file_unique_id": name, "file_name": name});
        self.attach(chat, person, reply_to, "", json!({"document": document}))
    }

    /// Sends two photos as an album.
    pub(crate) fn album(&self, chat: i64, person: i64, reply_to: Option<i64>) {
        for name in ["first", "second"] {
            let size = json!({"file_id": name, "file_unique_id": name, "width": 90, "height": 90});
            self.attach(chat, person, reply_to, "", json!({"photo": [size], "media_group_id": "album-1"}));
        }
    }

    /// Sends a voice message.
    pub(crate) fn voice(&self, chat: i64, person: i64, reply_to: Option<i64>) -> i64 {
        self.attach(
            chat,
            person,
            reply_to,
            "",
            json!({"voice": {"file_id": "voice-1", "file_unique_id": "v", "duration": 3}}),
        )
    }

    /// Sends a position.
    pub(crate) fn location(&self, chat: i64, person: i64, reply_to: Option<i64>, lat: f64, lon: f64) -> i64 {
        self.attach(chat, person, reply_to, "", json!({"location": {"latitude": lat, "longitude": lon}}))
    }

    /// Sends a phone number: the own one, or somebody else's.
    pub(crate) fn contact(&self, chat: i64, person: i64, phone: &str, own: bool) -> i64 {
        let owner = if own { person } else { person + 1 };
        self.attach(
            chat,
            person,
            None,
            "",
            json!({"contact": {"phone_number": phone, "first_name": "x", "user_id": owner}}),
        )
    }

    /// Sends anything: fields in the form of the Bot API beside the text.
    pub(crate) fn attach(&self, chat: i64, person: i64, reply_to: Option<i64>, caption: &str, extra: Value) -> i64 {
        self.write(
            chat,
            Note {
                reply_to,
                extra,
                ..Note::new(From::Person(person), 0, caption)
            },
        )
    }

    /// Somebody writes as hidden administrator.
    pub(crate) fn say_hidden(&self, chat: i64, text: &str) -> i64 {
        self.write(chat, Note::new(From::Anonymous, 0, text))
    }

    /// Changes a message of a person.
    pub(crate) fn edit(&self, chat: i64, message: i64, text: &str) {
        self.change(|world| {
            let note = world.chat_mut(chat).notes.get_mut(&message).expect("the message is there");
            text.clone_into(&mut note.text);
            note.edited = true;
            let note = note.clone();
            if world.sees(chat, &note) {
                let json = world.json(chat, &note);
                world.enqueue(json!({"edited_message": json}));
            }
        });
    }

    /// Removes a message; the bot is not told.
    pub(crate) fn delete(&self, chat: i64, message: i64) {
        self.change(|world| world.chat_mut(chat).notes.remove(&message));
    }

    /// Presses the button on the latest message that has it.
    #[track_caller]
    pub(crate) fn tap(&self, chat: i64, person: i64, label: &str) {
        let found = self.world().find_button(chat, label);
        let Some((message, press)) = found else {
            panic!("no button [{label}] in:\n{}", self.log(chat))
        };
        let Some(data) = press.data else {
            panic!("[{label}] opens {:?}", press.url)
        };
        self.tap_data(chat, person, message, &data);
    }

    /// Presses a button with given data, as if it stood on that message.
    pub(crate) fn tap_data(&self, chat: i64, person: i64, message: i64, data: &str) {
        self.change(|world| {
            let callback = format!("tap-{}", world.taps.len() + 1);
            world.taps.insert(
                callback.clone(),
                Tap {
                    person,
                    at_ms: world.now_ms,
                },
            );
            let on = match world.chat(chat).notes.get(&message) {
                Some(note) => world.json(chat, note),
                None => json!({"message_id": message, "date": 0, "chat": world.chat(chat).json()}),
            };
            let from = world.person_json(person);
            world.enqueue(json!({"callback_query": {"id": callback, "from": from, "message": on, "chat_instance": "1", "data": data}}));
        });
    }

    /// Changes what the bot may do in a chat, and tells it.
    pub(crate) fn let_bot(&self, chat: i64, by: i64, rights: Rights) {
        self.change(|world| {
            world.chat_mut(chat).bot = rights;
            let mut member = match rights {
                Rights::Member => json!({"status": "member"}),
                Rights::Admin => json!({"status": "administrator", "can_pin_messages": true, "can_delete_messages": true}),
                Rights::Muted => json!({"status": "restricted", "is_member": true, "can_send_messages": false}),
                Rights::Kicked => json!({"status": "kicked", "until_date": 0}),
            };
            member["user"] = super::model::bot_json();
            let (chat, from, date) = (world.chat(chat).json(), world.person_json(by), world.now_ms / 1_000);
            let old = json!({"status": "member", "user": super::model::bot_json()});
            world.enqueue(
                json!({"my_chat_member": {"chat": chat, "from": from, "date": date, "old_chat_member": old, "new_chat_member": member}}),
            );
        });
    }

    /// The bot is added to a group.
    pub(crate) fn add_bot(&self, chat: i64, by: i64) {
        self.let_bot(chat, by, Rights::Member);
    }

    /// The bot becomes administrator, who sees everything and may pin and delete.
    pub(crate) fn promote_bot(&self, chat: i64, by: i64) {
        self.let_bot(chat, by, Rights::Admin);
    }

    /// The bot may not write any more.
    pub(crate) fn mute_bot(&self, chat: i64, by: i64) {
        self.let_bot(chat, by, Rights::Muted);
    }

    /// The bot is removed.
    pub(crate) fn kick_bot(&self, chat: i64, by: i64) {
        self.let_bot(chat, by, Rights::Kicked);
    }

    /// A person blocks the private chat.
    pub(crate) fn block(&self, person: i64) {
        self.let_bot(person, person, Rights::Kicked);
    }

    /// A small group becomes a supergroup; gives the new number. Numbers of messages begin anew.
    pub(crate) fn migrate(&self, chat: i64, by: i64) -> i64 {
        self.change(|world| {
            let old = world.chat_mut(chat);
            let new = old.id - 1_000_000_000_000;
            old.migrated_to = Some(new);
            let moved = Chat {
                bot: old.bot,
                ..Chat::new(new, Kind::Supergroup, &old.title)
            };
            world.chats.insert(new, moved);
            let at = world.now_ms;
            for (chat, field, other) in [(chat, "migrate_to_chat_id", new), (new, "migrate_from_chat_id", chat)] {
                let id = world.chat_mut(chat).put(Note {
                    extra: json!({field: other}),
                    ..Note::new(From::Person(by), at, "")
                });
                world.deliver_message(chat, id, true);
            }
            new
        })
    }

    fn write(&self, chat: i64, mut note: Note) -> i64 {
        self.change(|world| {
            assert!(
                world.chats.contains_key(&chat),
                "chat {chat} is not open; start opens a private one"
            );
            note.at_ms = world.now_ms;
            note.entities = entities(&note.text);
            let id = world.chat_mut(chat).put(note);
            world.deliver_message(chat, id, false);
            id
        })
    }
}

/// The mark of a command at the beginning.
fn entities(text: &str) -> Value {
    let word = |c: &char| c.is_ascii_alphanumeric() || *c == '_' || *c == '@';
    let length = text.strip_prefix('/').map_or(0, |rest| rest.chars().take_while(word).count());
    if length == 0 {
        json!([])
    } else {
        json!([{"type": "bot_command", "offset": 0, "length": length + 1}])
    }
}

impl World {
    /// Tells the bot of a message, if it sees it.
    pub(super) fn deliver_message(&mut self, chat: i64, id: i64, service: bool) {
        let note = self.chat(chat).notes[&id].clone();
        let present = self.chat(chat).bot != Rights::Kicked;
        if present && (service || self.sees(chat, &note)) {
            let json = self.json(chat, &note);
            self.enqueue(json!({"message": json}));
        }
    }

    /// Privacy mode: in a group a bot without rights sees commands and replies to itself.
    fn sees(&self, chat: i64, note: &Note) -> bool {
        let chat = self.chat(chat);
        let to_bot = note
            .reply_to
            .and_then(|id| chat.notes.get(&id))
            .is_some_and(|n| n.from == From::Bot);
        let word = note.text.split_whitespace().next().unwrap_or_default();
        let command = word.starts_with('/') && word.split_once('@').is_none_or(|(_, name)| name.eq_ignore_ascii_case(BOT_NAME));
        match chat.bot {
            Rights::Kicked => false,
            _ if chat.kind == Kind::Private => true,
            Rights::Admin => true,
            Rights::Member | Rights::Muted => !self.privacy || to_bot || command,
        }
    }

    fn find_button(&self, chat: i64, label: &str) -> Option<(i64, Press)> {
        let notes = self.chat(chat).notes.values().rev();
        notes.filter(|n| n.from == From::Bot).find_map(|note| {
            let press = note.buttons.iter().flatten().find(|press| press.label == label)?;
            Some((note.id, press.clone()))
        })
    }
}
