//! Lines as the page wants them (JSON), seen by one person.

use serde_json::{Value, json};

use super::lines::{Change, Line};
use crate::ids::{ChatId, PersonId};
use crate::message::{Press, Span};

/// A line, seen by a person. `quoted` are the words of the line it replies to.
pub(super) fn line(line: &Line, viewer: PersonId, quoted: Option<String>) -> Value {
    let mine = line.from.as_ref().is_some_and(|(id, _)| *id == viewer);
    let message = &line.message;
    let own_box = |person: PersonId| person == viewer;
    let room = line.chat;
    json!({
        "n": line.n,
        "at": line.at_ms,
        "who": line.from.as_ref().map(|(_, name)| name.as_str()),
        "mine": mine,
        "bot": line.from.is_none(),
        "spans": message.text.0.iter().map(|s| span(s, viewer)).collect::<Vec<_>>(),
        "buttons": message.buttons.iter().map(|row| row.iter().map(button).collect::<Vec<_>>()).collect::<Vec<_>>(),
        "box": message.reply_box.as_ref().map(|b| json!({ "mine": own_box(b.person), "placeholder": b.placeholder })),
        "photo_wanted": message.reply_box.as_ref().is_some_and(|b| b.photo && own_box(b.person)),
        "place_wanted": message.reply_box.as_ref().is_some_and(|b| b.place && own_box(b.person)),
        "reply": message.reply_to.map(|m| json!({ "n": m.0, "text": quoted.unwrap_or_default() })),
        "photo": line.photo.as_ref().map(|_| format!("api/photo?room={room}&n={}", line.n)),
        "file": line.file.as_ref().map(|(name, _)| json!({ "name": name, "url": format!("api/file?room={room}&n={}", line.n) })),
        "silent": message.silent,
        "pin": message.pin,
        "gone": false,
        "nonce": line.nonce.as_ref().filter(|_| mine),
    })
}

fn span(span: &Span, viewer: PersonId) -> Value {
    match span {
        Span::Plain(text) => json!({ "k": "plain", "t": text }),
        Span::Bold(text) => json!({ "k": "bold", "t": text }),
        Span::Mention { person, name } => json!({ "k": "mention", "t": name, "me": *person == viewer }),
    }
}

fn button(button: &crate::message::Button) -> Value {
    match &button.press {
        Press::Token(token) => json!({ "label": button.label, "token": token }),
        Press::Url(url) => json!({ "label": button.label, "url": url }),
    }
}

/// A change as an event's data.
pub(super) fn change(change: &Change, seq: u64, viewer: PersonId, quoted: Option<String>) -> Value {
    let (room, shown): (ChatId, Value) = match change {
        Change::Line(of) => (of.chat, line(of, viewer, quoted)),
        Change::Gone(chat, n) => (*chat, json!({ "n": n, "gone": true })),
    };
    json!({ "room": room, "seq": seq, "line": shown })
}
