//! What each call may carry, and what Telegram says no to.

use serde_json::{Value, json};

use super::BOT_NAME;
use super::model::{Chat, From, Kind, Note, Press, Rights, Toasted, World};

/// How old a message may be to be deleted.
const DELETABLE_MS: i64 = 48 * 3_600_000;
/// How long a tap waits for its answer.
const TAP_MS: i64 = 15_000;

/// A no.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct No {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) parameters: Value,
}

fn no<T>(code: u16, description: &str) -> Result<T, No> {
    Err(No {
        code,
        description: description.to_owned(),
        parameters: Value::Null,
    })
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Int,
    Float,
    Text,
    Bool,
    Object,
    List,
    /// A file handle, or an upload.
    File,
}

use Type::{Bool, File, Float, Int, List, Object, Text};

type Params = &'static [(&'static str, Type, bool)];

/// Parameters of all messages: name, type, whether it must be there.
const MESSAGE: Params = &[
    ("chat_id", Int, true),
    ("message_thread_id", Int, false),
    ("disable_notification", Bool, false),
    ("protect_content", Bool, false),
    ("reply_parameters", Object, false),
    ("reply_markup", Object, false),
];

/// Parameters of messages with a caption.
const CAPTION: Params = &[
    ("caption", Text, false),
    ("caption_entities", List, false),
    ("parse_mode", Text, false),
];

/// Methods with their parameters, whether they are messages, and whether they have a caption. Written from the
/// reference of the Bot API, not from the bot.
const METHODS: [(&str, Params, bool, bool); 17] = [
    ("getme", &[], false, false),
    ("getwebhookinfo", &[], false, false),
    ("getchatmember", &[("chat_id", Int, true), ("user_id", Int, true)], false, false),
    (
        "setwebhook",
        &[
            ("url", Text, true),
            ("ip_address", Text, false),
            ("max_connections", Int, false),
            ("allowed_updates", List, false),
            ("drop_pending_updates", Bool, false),
            ("secret_token", Text, false),
        ],
        false,
        false,
    ),
    ("deletewebhook", &[("drop_pending_updates", Bool, false)], false, false),
    (
        "setmycommands",
        &[("commands", List, true), ("scope", Object, false), ("language_code", Text, false)],
        false,
        false,
    ),
    (
        "getupdates",
        &[
            ("offset", Int, false),
            ("limit", Int, false),
            ("timeout", Int, false),
            ("allowed_updates", List, false),
        ],
        false,
        false,
    ),
    (
        "sendmessage",
        &[
            ("text", Text, true),
            ("entities", List, false),
            ("parse_mode", Text, false),
            ("link_preview_options", Object, false),
        ],
        true,
        false,
    ),
    (
        "editmessagetext",
        &[
            ("chat_id", Int, true),
            ("message_id", Int, true),
            ("text", Text, true),
            ("entities", List, false),
            ("parse_mode", Text, false),
            ("link_preview_options", Object, false),
            ("reply_markup", Object, false),
        ],
        false,
        false,
    ),
    ("deletemessage", &[("chat_id", Int, true), ("message_id", Int, true)], false, false),
    (
        "pinchatmessage",
        &[
            ("chat_id", Int, true),
            ("message_id", Int, true),
            ("disable_notification", Bool, false),
        ],
        false,
        false,
    ),
    (
        "senddocument",
        &[("document", File, true), ("disable_content_type_detection", Bool, false)],
        true,
        true,
    ),
    ("sendphoto", &[("photo", File, true), ("has_spoiler", Bool, false)], true, true),
    ("sendvoice", &[("voice", File, true), ("duration", Int, false)], true, true),
    (
        "sendlocation",
        &[("latitude", Float, true), ("longitude", Float, true)],
        true,
        false,
    ),
    ("copymessage", &[("from_chat_id", Int, true), ("message_id", Int, true)], true, true),
    (
        "answercallbackquery",
        &[
            ("callback_query_id", Text, true),
            ("text", Text, false),
            ("show_alert", Bool, false),
            ("url", Text, false),
            ("cache_time", Int, false),
        ],
        false,
        false,
    ),
];

/// The parameters of a method; None if there is no such method.
pub(super) fn params(method: &str) -> Option<Vec<(&'static str, Type, bool)>> {
    let (_, own, message, caption) = METHODS.iter().find(|(name, ..)| *name == method)?;
    let shared = MESSAGE.iter().filter(|_| *message).chain(CAPTION.iter().filter(|_| *caption));
    Some(own.iter().chain(shared).copied().collect())
}

/// What is wrong with a call by the table.
pub(super) fn faults(method: &str, given: &Value) -> Vec<String> {
    let Some(known) = params(method) else {
        return vec![format!("there is no method {method}")];
    };
    let mut faults = Vec::new();
    for (name, value) in given.as_object().into_iter().flatten() {
        match known.iter().find(|(n, ..)| n == name) {
            None => faults.push(format!("{method} has no parameter {name}")),
            Some((_, kind, _)) if !fits(*kind, value) => faults.push(format!("{method}: {name} is no {kind:?}: {value}")),
            Some(_) => faults.extend(inside(name, value).into_iter().map(|fault| format!("{method}: {fault}"))),
        }
    }
    let missing = known.iter().filter(|(name, _, must)| *must && given.get(name).is_none());
    faults.extend(missing.map(|(name, ..)| format!("{method} must have {name}")));
    faults
}

fn fits(kind: Type, value: &Value) -> bool {
    match kind {
        Int => value.is_i64() || value.is_u64(),
        Float => value.is_number(),
        Text => value.is_string(),
        Bool => value.is_boolean(),
        Object => value.is_object(),
        List => value.is_array(),
        File => value.is_string() || value["upload"].is_string(),
    }
}

/// Fields inside a parameter.
fn inside(name: &str, value: &Value) -> Vec<String> {
    let allowed: &[&str] = match name {
        "link_preview_options" => &["is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"],
        "reply_parameters" => &["message_id", "chat_id", "allow_sending_without_reply", "quote"],
        "scope" => &["type", "chat_id", "user_id"],
        "reply_markup" if value.get("inline_keyboard").is_some() => &["inline_keyboard", "force_reply"],
        "reply_markup" if value.get("force_reply").is_some() => &["force_reply", "input_field_placeholder", "selective"],
        "reply_markup" if value.get("keyboard").is_some() => &[
            "keyboard",
            "is_persistent",
            "resize_keyboard",
            "one_time_keyboard",
            "input_field_placeholder",
            "selective",
        ],
        "reply_markup" => &["remove_keyboard", "selective"],
        "entities" | "caption_entities" => return each(value, &["type", "offset", "length", "user", "url", "language"]),
        "commands" => return each(value, &["command", "description"]),
        _ => return Vec::new(),
    };
    let mut faults = strangers(name, value, allowed);
    let buttons = value["inline_keyboard"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|row| row.as_array().into_iter().flatten());
    for button in buttons {
        faults.extend(strangers("button", button, &["text", "callback_data", "url", "style", "copy_text"]));
        if button.get("callback_data").is_some() == button.get("url").is_some() {
            faults.push(format!("a button does one thing: {button}"));
        }
    }
    faults
}

fn each(list: &Value, allowed: &[&str]) -> Vec<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .flat_map(|item| strangers("an item", item, allowed))
        .collect()
}

fn strangers(what: &str, value: &Value, allowed: &[&str]) -> Vec<String> {
    let unknown = value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name)
        .filter(|name| !allowed.contains(&name.as_str()));
    unknown.map(|name| format!("{what} has no field {name}")).collect()
}

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

impl World {
    /// Carries a call out.
    pub(super) fn carry_out(&mut self, method: &str, p: &Value, file: Option<(String, Vec<u8>)>) -> Result<Value, No> {
        match method {
            "getme" => Ok(super::model::bot_json()),
            "deletewebhook" => {
                self.webhook = None;
                Ok(json!(true))
            }
            "setwebhook" => {
                self.set_webhook(p);
                Ok(json!(true))
            }
            "getwebhookinfo" => Ok(self.webhook_info()),
            "getchatmember" => self.bot_member(p),
            "setmycommands" => {
                self.menus.push(p.clone());
                Ok(json!(true))
            }
            "sendmessage" => self.send_message(p),
            "editmessagetext" => self.edit_message(p),
            "deletemessage" => self.delete_message(p),
            "pinchatmessage" => self.pin_message(p),
            "copymessage" => self.copy_message(p),
            "answercallbackquery" => self.answer_tap(p),
            "senddocument" | "sendphoto" | "sendvoice" | "sendlocation" => self.send_file(method, p, file),
            _ => no(404, "Not Found"),
        }
    }

    /// The chat a call goes to, if the bot may still knock there.
    fn door(&mut self, id: i64) -> Result<&mut Chat, No> {
        let stranger = id > 0 && self.people.contains_key(&id);
        let Some(chat) = self.chats.get_mut(&id) else {
            return if stranger {
                no(403, "Forbidden: bot can't initiate conversation with a user")
            } else {
                no(400, "Bad Request: chat not found")
            };
        };
        if let Some(to) = chat.migrated_to {
            let description = "Bad Request: group chat was upgraded to a supergroup chat".to_owned();
            return Err(No {
                code: 400,
                description,
                parameters: json!({"migrate_to_chat_id": to}),
            });
        }
        match (chat.bot, chat.kind) {
            (Rights::Kicked, Kind::Private) => no(403, "Forbidden: bot was blocked by the user"),
            (Rights::Kicked, Kind::Group) => no(403, "Forbidden: bot was kicked from the group chat"),
            (Rights::Kicked, _) => no(403, "Forbidden: bot was kicked from the supergroup chat"),
            _ => Ok(chat),
        }
    }

    /// The bot's standing in a chat.
    fn bot_member(&mut self, p: &Value) -> Result<Value, No> {
        let rights = self.door(number(p, "chat_id"))?.bot;
        let user = super::model::bot_json();
        Ok(match rights {
            Rights::Admin => {
                json!({"user": user, "status": "administrator", "can_be_edited": false, "can_pin_messages": true, "can_delete_messages": true})
            }
            Rights::Muted => json!({"user": user, "status": "restricted", "is_member": true, "can_send_messages": false}),
            Rights::Member | Rights::Kicked => json!({"user": user, "status": "member"}),
        })
    }

    /// Checks what all messages have in common; gives the empty message.
    fn prepare(&mut self, p: &Value) -> Result<Note, No> {
        let now = self.now_ms;
        let chat = self.door(number(p, "chat_id"))?;
        if chat.bot == Rights::Muted {
            return no(400, "Bad Request: not enough rights to send text messages to the chat");
        }
        let thread = p["message_thread_id"].as_i64();
        if let Some(topic) = thread {
            if chat.kind != Kind::Forum || !chat.notes.contains_key(&topic) {
                return no(400, "Bad Request: message thread not found");
            }
            if chat.closed_topics.contains(&topic) {
                return no(400, "Bad Request: TOPIC_CLOSED");
            }
        }
        let reply_to = reply_to(chat, p)?;
        let (buttons, markup) = (buttons(&p["reply_markup"])?, &p["reply_markup"]);
        private_only(chat, markup)?;
        let placeholder = markup["input_field_placeholder"].as_str().unwrap_or_default().to_owned();
        if utf16(&placeholder) > 64 {
            return no(400, "Bad Request: placeholder is too long");
        }
        let flag = |name: &str| p[name].as_bool() == Some(true);
        Ok(Note {
            buttons,
            force_reply: markup.get("inline_keyboard").is_none() && markup["force_reply"] == true,
            placeholder,
            reply_to,
            thread,
            silent: flag("disable_notification"),
            protect: flag("protect_content"),
            ..Note::new(From::Bot, now, "")
        })
    }

    fn put(&mut self, p: &Value, note: Note) -> Value {
        let chat = number(p, "chat_id");
        let id = self.chat_mut(chat).put(note);
        self.json(chat, &self.chat(chat).notes[&id])
    }

    fn send_message(&mut self, p: &Value) -> Result<Value, No> {
        let mut note = self.prepare(p)?;
        (note.text, note.entities) = self.words(p, "text", "entities", 4_096)?;
        if note.text.trim().is_empty() {
            return no(400, "Bad Request: message text is empty");
        }
        Ok(self.put(p, note))
    }

    /// Text and marks; marks outside the text are faults.
    fn words(&mut self, p: &Value, text: &str, entities: &str, limit: usize) -> Result<(String, Value), No> {
        let words = p[text].as_str().unwrap_or_default().to_owned();
        if utf16(&words) > limit {
            return no(400, "Bad Request: message is too long");
        }
        let marks = p[entities].as_array().cloned().unwrap_or_default();
        for mark in &marks {
            let end = mark["offset"]
                .as_u64()
                .unwrap_or(u64::MAX)
                .saturating_add(mark["length"].as_u64().unwrap_or(0));
            if end > utf16(&words) as u64 || mark["length"] == 0 {
                self.faults.push(format!("a mark lies outside its text: {mark} in {words:?}"));
            }
        }
        Ok((words, json!(marks)))
    }

    fn edit_message(&mut self, p: &Value) -> Result<Value, No> {
        let chat = number(p, "chat_id");
        self.door(chat)?;
        let (text, entities) = self.words(p, "text", "entities", 4_096)?;
        let buttons = buttons(&p["reply_markup"])?;
        let Some(note) = self.door(chat)?.notes.get_mut(&number(p, "message_id")) else {
            return no(400, "Bad Request: message to edit not found");
        };
        if note.from != From::Bot || note.force_reply {
            return no(400, "Bad Request: message can't be edited");
        }
        if note.text == text && note.entities == entities && note.buttons == buttons {
            return no(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
            );
        }
        (note.text, note.entities, note.buttons, note.edited) = (text, entities, buttons, true);
        let note = note.clone();
        Ok(self.json(chat, &note))
    }

    fn delete_message(&mut self, p: &Value) -> Result<Value, No> {
        let (now, id) = (self.now_ms, number(p, "message_id"));
        let chat = self.door(number(p, "chat_id"))?;
        let Some(note) = chat.notes.get(&id) else {
            return no(400, "Bad Request: message to delete not found");
        };
        let allowed = note.from == From::Bot || chat.bot == Rights::Admin || chat.kind == Kind::Private;
        if !allowed {
            return no(400, "Bad Request: message can't be deleted");
        }
        if now - note.at_ms > DELETABLE_MS {
            return no(400, "Bad Request: message can't be deleted for everyone");
        }
        chat.notes.remove(&id);
        Ok(json!(true))
    }

    fn pin_message(&mut self, p: &Value) -> Result<Value, No> {
        let chat = self.door(number(p, "chat_id"))?;
        if chat.bot != Rights::Admin && chat.kind != Kind::Private {
            return no(400, "Bad Request: not enough rights to manage pinned messages in the chat");
        }
        let Some(note) = chat.notes.get_mut(&number(p, "message_id")) else {
            return no(400, "Bad Request: message to pin not found");
        };
        note.pinned = true;
        Ok(json!(true))
    }

    fn send_file(&mut self, method: &str, p: &Value, file: Option<(String, Vec<u8>)>) -> Result<Value, No> {
        let mut note = self.prepare(p)?;
        (note.text, note.entities) = self.words(p, "caption", "caption_entities", 1_024)?;
        let field = method.trim_start_matches("send");
        let handle = json!({"file_id": p[field].as_str().unwrap_or("uploaded"), "file_unique_id": "u", "width": 90, "height": 90});
        note.extra = match field {
            "photo" => json!({"photo": [handle]}),
            "location" => json!({"location": {"latitude": p["latitude"], "longitude": p["longitude"]}}),
            _ => json!({field: handle}),
        };
        note.file = file;
        Ok(self.put(p, note))
    }

    fn copy_message(&mut self, p: &Value) -> Result<Value, No> {
        let mut note = self.prepare(p)?;
        let source = self.door(number(p, "from_chat_id"))?.notes.get(&number(p, "message_id")).cloned();
        let Some(source) = source else {
            return no(400, "Bad Request: message to copy not found");
        };
        if source.protect {
            return no(400, "Bad Request: message can't be copied");
        }
        (note.text, note.entities) = match p.get("caption") {
            Some(_) => self.words(p, "caption", "caption_entities", 1_024)?,
            None => (source.text, source.entities),
        };
        note.extra = source.extra;
        let made = self.put(p, note);
        Ok(json!({"message_id": made["message_id"]}))
    }

    fn answer_tap(&mut self, p: &Value) -> Result<Value, No> {
        let id = p["callback_query_id"].as_str().unwrap_or_default();
        let late = "Bad Request: query is too old and response timeout expired or query ID is invalid";
        let Some(tap) = self
            .taps
            .get(id)
            .copied()
            .filter(|tap| tap.at_ms >= 0 && self.now_ms - tap.at_ms <= TAP_MS)
        else {
            return no(400, late);
        };
        let text = p["text"].as_str().map(str::to_owned);
        if text.as_deref().is_some_and(|t| utf16(t) > 200) {
            return no(400, "Bad Request: MESSAGE_TOO_LONG");
        }
        let url = p["url"].as_str().map(str::to_owned);
        if url.as_deref().is_some_and(|url| !is_start_link(url)) {
            return no(400, "Bad Request: URL_INVALID");
        }
        // Answered taps are gone.
        if let Some(tap) = self.taps.get_mut(id) {
            tap.at_ms = -1;
        }
        self.toasts.push(Toasted {
            person: tap.person,
            text,
            alert: p["show_alert"] == true,
            url,
        });
        Ok(json!(true))
    }
}

fn is_start_link(url: &str) -> bool {
    let payload = url.strip_prefix(&format!("https://t.me/{BOT_NAME}?start="));
    payload.is_some_and(|p| p.len() <= 64 && !p.is_empty() && p.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-'))
}

fn number(p: &Value, name: &str) -> i64 {
    p[name].as_i64().unwrap_or_default()
}

fn reply_to(chat: &Chat, p: &Value) -> Result<Option<i64>, No> {
    let Some(id) = p["reply_parameters"]["message_id"].as_i64() else {
        return Ok(None);
    };
    match (
        chat.notes.contains_key(&id),
        p["reply_parameters"]["allow_sending_without_reply"] == true,
    ) {
        (true, _) => Ok(Some(id)),
        (false, true) => Ok(None),
        (false, false) => no(400, "Bad Request: message to be replied not found"),
    }
}

fn buttons(markup: &Value) -> Result<Vec<Vec<Press>>, No> {
    let mut rows = Vec::new();
    for row in markup["inline_keyboard"].as_array().into_iter().flatten() {
        let mut presses = Vec::new();
        for button in row.as_array().into_iter().flatten() {
            let text = |name: &str| button[name].as_str().map(str::to_owned);
            let (data, url) = (text("callback_data"), text("url"));
            if data.as_ref().is_some_and(|d| d.is_empty() || d.len() > 64) {
                return no(400, "Bad Request: BUTTON_DATA_INVALID");
            }
            if url
                .as_ref()
                .is_some_and(|u| !["https://", "http://", "tg://"].iter().any(|s| u.starts_with(s)))
            {
                return no(400, "Bad Request: BUTTON_URL_INVALID");
            }
            let Some(label) = text("text").filter(|t| !t.is_empty()) else {
                return no(400, "Bad Request: text buttons are unallowed in the inline keyboard");
            };
            presses.push(Press { label, data, url });
        }
        rows.push(presses);
    }
    Ok(rows)
}

/// Keyboards that ask for a phone number or a position are for private chats.
fn private_only(chat: &Chat, markup: &Value) -> Result<(), No> {
    let keys = markup["keyboard"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|row| row.as_array().into_iter().flatten());
    for key in keys.filter(|_| chat.kind != Kind::Private) {
        if key["request_contact"] == true {
            return no(400, "Bad Request: phone number can be requested in private chats only");
        }
        if key["request_location"] == true {
            return no(400, "Bad Request: location can be requested in private chats only");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a type of ours is one of the reference's.
    fn fits(own: Type, official: &[Value]) -> bool {
        let names: Vec<&str> = official.iter().filter_map(Value::as_str).collect();
        match own {
            Int => names.contains(&"Integer"),
            Float => names.iter().any(|n| n.starts_with("Float")),
            Text => names.contains(&"String"),
            Bool => names.contains(&"Boolean"),
            List => names.iter().any(|n| n.starts_with("Array of")),
            File => names.contains(&"InputFile") || names.contains(&"String"),
            Object => names
                .iter()
                .any(|n| n.starts_with(char::is_uppercase) && !["Integer", "String", "Boolean", "Float"].contains(n)),
        }
    }

    /// Where the reference as data lies beside the project, the table is compared with it; it is no part of the project.
    #[test]
    fn the_table_is_that_of_the_reference() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/api.min.json");
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("the reference as data is not at {}: the table was not compared", path.display());
            return;
        };
        let reference: Value = serde_json::from_str(&text).unwrap();
        let official: std::collections::BTreeMap<String, &Value> = reference["methods"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, method)| (name.to_lowercase(), method))
            .collect();
        for (name, own, message, caption) in METHODS {
            let empty = Vec::new();
            let fields = official[name]["fields"].as_array().unwrap_or(&empty);
            let shared = [(message, MESSAGE), (caption, CAPTION)]
                .into_iter()
                .filter(|(has, _)| *has)
                .flat_map(|(_, list)| list);
            for (field, kind, required) in own.iter().chain(shared) {
                let found = fields
                    .iter()
                    .find(|f| f["name"] == *field)
                    .unwrap_or_else(|| panic!("{name} has no {field}"));
                assert!(
                    fits(*kind, found["types"].as_array().unwrap()),
                    "{name}.{field}: {}",
                    found["types"]
                );
                // Ours may ask for more: the bot edits its own messages by chat and number only.
                assert!(*required || found["required"] == false, "{name}.{field} must be there");
            }
            for needed in fields.iter().filter(|f| f["required"] == true) {
                let known = own.iter().chain(MESSAGE).any(|(field, ..)| needed["name"] == **field);
                assert!(known, "{name} needs {}", needed["name"]);
            }
        }
    }
}
