//! From an update of the Bot API to something that happened in a chat.
//!
//! Read from plain JSON, field by field: what Telegram adds one day (kinds, marks, fields) costs nobody his words.

use serde_json::Value;

use crate::answer::{clean_name, legible};
use crate::ids::{ChatId, MessageId, PersonId, ThreadId};
use crate::message::{Attachment, Inbound, InboundKind, ReplyTo, Sender, Standing};

/// The account under which hidden administrators write.
const ANONYMOUS_ADMIN: i64 = 1_087_968_824;

/// The longest name or title, in characters; Telegram allows 64 and 128.
const NAME_MAX: usize = 128;

/// The longest message, in characters; Telegram allows as many.
const WORDS_MAX: usize = 4_096;

/// What a message can be that this program has no use for, yet that somebody sent on purpose.
const OTHER: [&str; 13] = [
    "animation",
    "audio",
    "video",
    "video_note",
    "live_photo",
    "paid_media",
    "rich_message",
    "poll",
    "dice",
    "story",
    "game",
    "checklist",
    "venue",
];

/// Who the bot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Its account.
    pub id: i64,
    /// Its user name, without `@`.
    pub name: String,
}

/// Why an update cannot be read; tells the missing field, nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the update has no {0}")]
pub struct Unreadable(pub &'static str);

/// The number of an update.
pub fn number(update: &Value) -> Option<i64> {
    update["update_id"].as_i64()
}

/// The key of an update, the same however often it is delivered.
pub fn key(number: i64) -> String {
    format!("tg:{number}")
}

/// Reads an update; None if it does not concern us.
pub fn read(update: &Value, me: &Me, at_ms: i64) -> Result<Option<Inbound>, Unreadable> {
    let key = key(number(update).ok_or(Unreadable("update_id"))?);
    let frame = |event: &Value, message: &Value, kind| frame(key.clone(), at_ms, event, message, kind);
    if let Some(message) = present(update, "message") {
        return content(message, me).map(|kind| frame(message, message, kind)).transpose();
    }
    if let Some(message) = present(update, "edited_message") {
        return edited(message, me).map(|kind| frame(message, message, kind)).transpose();
    }
    if let Some(tap) = present(update, "callback_query") {
        let Some(message) = present(tap, "message") else { return Ok(None) };
        return self::tap(tap, message).map(|kind| frame(tap, message, kind)).transpose();
    }
    if let Some(change) = present(update, "my_chat_member") {
        return standing(change).map(|kind| frame(change, change, kind)).transpose();
    }
    Ok(None)
}

fn present<'a>(value: &'a Value, field: &str) -> Option<&'a Value> {
    value.get(field).filter(|v| !v.is_null())
}

/// What people call themselves or a group, which stands in sentences of ours.
fn called(value: &Value, field: &str) -> Option<String> {
    value[field].as_str().map(|name| clean_name(name, NAME_MAX))
}

/// What people write.
fn words(value: &Value, field: &str) -> Option<String> {
    value[field].as_str().map(|words| legible(words, WORDS_MAX))
}

fn text(value: &Value, field: &str) -> Option<String> {
    value[field].as_str().map(str::to_owned)
}

/// Everything around what happened. `event` has the sender, `place` the chat; for messages they are the same.
fn frame(update: String, at_ms: i64, event: &Value, place: &Value, kind: InboundKind) -> Result<Inbound, Unreadable> {
    let chat = &place["chat"];
    let id = chat["id"].as_i64().ok_or(Unreadable("chat"))?;
    let own_message = matches!(
        kind,
        InboundKind::Text { .. } | InboundKind::Command { .. } | InboundKind::Attachment { .. } | InboundKind::Edited { .. }
    );
    Ok(Inbound {
        update,
        at_ms,
        chat: ChatId::tg(id),
        group: chat["type"].as_str().map_or(id < 0, |kind| kind != "private"),
        title: called(chat, "title"),
        thread: thread(place),
        from: sender(event, id)?,
        message: place["message_id"].as_i64().filter(|id| own_message && *id > 0).map(MessageId),
        kind,
    })
}

/// Outside forums the field only names a chain of replies.
fn thread(message: &Value) -> Option<ThreadId> {
    let in_topic = message["is_topic_message"].as_bool() == Some(true);
    message["message_thread_id"].as_i64().filter(|_| in_topic).map(ThreadId)
}

fn sender(event: &Value, chat: i64) -> Result<Sender, Unreadable> {
    if let Some(hidden) = event["sender_chat"]["id"].as_i64() {
        return Ok(if hidden == chat { Sender::Anonymous } else { Sender::Channel });
    }
    let from = &event["from"];
    let id = from["id"].as_i64().ok_or(Unreadable("sender"))?;
    if id == ANONYMOUS_ADMIN {
        return Ok(Sender::Anonymous);
    }
    if from["is_bot"].as_bool() == Some(true) {
        return Ok(Sender::Nobody);
    }
    Ok(Sender::Person {
        id: PersonId::tg(id),
        name: called(from, "first_name").unwrap_or_default(),
        language: text(from, "language_code"),
    })
}

fn content(message: &Value, me: &Me) -> Option<InboundKind> {
    if let Some(to) = message["migrate_to_chat_id"].as_i64() {
        return Some(InboundKind::Migrated { to: ChatId::tg(to) });
    }
    // A channel's post that Telegram itself has copied into the group.
    if message["is_automatic_forward"].as_bool() == Some(true) || message["chat"]["type"] == "channel" {
        return None;
    }
    let reply_to = reply_to(message, me);
    let Some(words) = words(message, "text") else {
        let what = attachment(message)?;
        return Some(InboundKind::Attachment {
            what,
            caption: words(message, "caption"),
            reply_to,
            album: text(message, "media_group_id"),
        });
    };
    let forwarded = ["forward_origin", "forward_date", "via_bot"]
        .iter()
        .any(|f| present(message, f).is_some());
    match command(message, &words).filter(|_| !forwarded) {
        None => Some(InboundKind::Text {
            text: words,
            reply_to,
            forwarded,
        }),
        Some(Called { bot: Some(bot), .. }) if !bot.eq_ignore_ascii_case(&me.name) => None,
        Some(Called { name, args, .. }) => {
            let reply_name = reply_to
                .and_then(|r| r.author)
                .and_then(|_| called(&message["reply_to_message"]["from"], "first_name"));
            Some(InboundKind::Command {
                name,
                args,
                reply_to,
                reply_name,
            })
        }
    }
}

struct Called {
    name: String,
    bot: Option<String>,
    args: String,
}

/// `/name@bot args`, if the message begins with a command.
fn command(message: &Value, words: &str) -> Option<Called> {
    let marks = message["entities"].as_array()?;
    let mark = marks.iter().find(|m| m["type"] == "bot_command" && m["offset"] == 0)?;
    let length = usize::try_from(mark["length"].as_u64()?).ok()?;
    // A command is ASCII, so its UTF-16 length is its length.
    let (called, args) = words.split_at_checked(length)?;
    let called = called.strip_prefix('/')?;
    let (name, bot) = match called.split_once('@') {
        Some((name, bot)) => (name, Some(bot.to_owned())),
        None => (called, None),
    };
    Some(Called {
        name: name.to_ascii_lowercase(),
        bot,
        args: args.trim().to_owned(),
    })
}

fn reply_to(message: &Value, me: &Me) -> Option<ReplyTo> {
    let replied = present(message, "reply_to_message")?;
    let number = replied["message_id"].as_i64().filter(|id| *id > 0)?;
    // In a topic every message "replies" to the one that opened the topic.
    let opening = thread(message).is_some_and(|t| t.0 == number) || present(replied, "forum_topic_created").is_some();
    if opening {
        return None;
    }
    let from = &replied["from"];
    let own = from["id"].as_i64() == Some(me.id);
    let person = from["is_bot"].as_bool() != Some(true) && present(replied, "sender_chat").is_none();
    let author = from["id"].as_i64().filter(|_| person && !own).map(PersonId::tg);
    Some(ReplyTo {
        message: MessageId(number),
        own,
        author,
    })
}

fn attachment(message: &Value) -> Option<Attachment> {
    let file = |field: &str| text(&message[field], "file_id");
    // An animation comes with a document of the same content, a live photo with a photo, a venue with a location.
    if present(message, "animation").is_some() {
        return Some(Attachment::Other);
    }
    if let Some(photo) = largest(&message["photo"]) {
        return Some(Attachment::Photo(photo));
    }
    if let Some(voice) = file("voice") {
        return Some(Attachment::Voice(voice));
    }
    if let Some(document) = file("document") {
        return Some(Attachment::Document(document));
    }
    if let (Some(lat), Some(lon)) = (message["location"]["latitude"].as_f64(), message["location"]["longitude"].as_f64()) {
        return Some(Attachment::Location { lat, lon });
    }
    if let Some(phone) = text(&message["contact"], "phone_number") {
        let owner = message["contact"]["user_id"].as_i64();
        return Some(Attachment::Contact {
            phone,
            own: owner.is_some() && owner == message["from"]["id"].as_i64(),
        });
    }
    if present(message, "sticker").is_some() {
        return Some(Attachment::Sticker);
    }
    OTHER
        .iter()
        .any(|field| present(message, field).is_some())
        .then_some(Attachment::Other)
}

fn largest(sizes: &Value) -> Option<String> {
    let area = |size: &&Value| {
        size["width"]
            .as_u64()
            .unwrap_or(0)
            .saturating_mul(size["height"].as_u64().unwrap_or(0))
    };
    text(sizes.as_array()?.iter().max_by_key(area)?, "file_id")
}

fn edited(message: &Value, me: &Me) -> Option<InboundKind> {
    let text = words(message, "text").or_else(|| words(message, "caption"))?;
    Some(InboundKind::Edited {
        text,
        reply_to: reply_to(message, me),
    })
}

fn tap(tap: &Value, message: &Value) -> Option<InboundKind> {
    let number = message["message_id"].as_i64().filter(|id| *id > 0);
    Some(InboundKind::Tap {
        token: text(tap, "data")?,
        callback: text(tap, "id")?,
        message: number.map(MessageId),
    })
}

fn standing(change: &Value) -> Option<InboundKind> {
    let member = &change["new_chat_member"];
    let private = change["chat"]["type"] == "private";
    let allowed = |right: &str| member[right].as_bool() == Some(true);
    let now = match member["status"].as_str()? {
        "left" | "kicked" if private => Standing::Blocked,
        "left" | "kicked" => Standing::Gone,
        "restricted" if member["is_member"].as_bool() == Some(false) => Standing::Gone,
        "restricted" if !allowed("can_send_messages") => Standing::Muted,
        "administrator" | "creator" => Standing::Admin,
        "member" | "restricted" => Standing::Member,
        _ => return None,
    };
    Some(InboundKind::Standing {
        now,
        can_pin: allowed("can_pin_messages"),
    })
}

#[cfg(test)]
mod tests;
