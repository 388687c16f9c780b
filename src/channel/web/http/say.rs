//! What people do in a room: words, presses, positions, photos.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::Web;
use super::super::lines::Line;
use super::{Refused, Viewer, follow, inbound, lang, own_room, plain, say};
use crate::ids::{ChatId, MessageId};
use crate::message::{Attachment, InboundKind, Message, ReplyTo, Sender, Text};
use crate::runner::RunnerError;

#[derive(Deserialize)]
pub(super) struct Said {
    room: String,
    text: String,
    reply: Option<i64>,
    nonce: String,
}

#[derive(Deserialize)]
pub(super) struct Tapped {
    room: String,
    n: i64,
    token: String,
    nonce: String,
}

#[derive(Deserialize)]
pub(super) struct Placed {
    room: String,
    reply: Option<i64>,
    lat: f64,
    lon: f64,
    nonce: String,
}

#[derive(Deserialize)]
pub(super) struct Shot {
    room: String,
    reply: Option<i64>,
    nonce: String,
}

#[derive(Deserialize)]
pub(super) struct Started {
    start: String,
}

/// A link is followed, as a chat program would.
pub(super) async fn start(State(web): State<Web>, viewer: Viewer, Json(started): Json<Started>) -> Result<Json<Value>, Refused> {
    let payload = plain(&started.start);
    let update = format!("web:{}:start:{payload}", viewer.0);
    follow(&web, viewer.0, &payload, update).await?;
    Ok(Json(
        json!({ "open": viewer.0.private_chat(), "lang": lang(&web, &viewer)?.code() }),
    ))
}

pub(super) fn reply_to(web: &Web, chat: ChatId, reply: Option<i64>) -> Result<Option<(ReplyTo, Option<String>)>, Refused> {
    let Some(n) = reply else { return Ok(None) };
    let line = web.rooms.line(chat, n)?;
    let author = line.as_ref().and_then(|l| l.from.clone());
    let own = line.is_none() || author.is_none();
    Ok(Some((
        ReplyTo {
            message: MessageId(n),
            own,
            author: author.as_ref().map(|(id, _)| *id),
        },
        author.map(|(_, name)| name),
    )))
}

pub(super) async fn send(State(web): State<Web>, viewer: Viewer, Json(said): Json<Said>) -> Result<Json<Value>, Refused> {
    let chat = own_room(&web, &viewer, &said.room)?;
    let text = crate::answer::legible(&said.text, 4000);
    if text.trim().is_empty() {
        return Err(Refused::Because(StatusCode::BAD_REQUEST, "empty"));
    }
    let reply = reply_to(&web, chat, said.reply)?;
    let (reply, reply_name) = match reply {
        Some((reply, name)) => (Some(reply), name),
        None => (None, None),
    };
    let kind = match command(&text) {
        Some((name, args)) => InboundKind::Command {
            name,
            args,
            reply_to: reply,
            reply_name,
        },
        None => InboundKind::Text {
            text: text.clone(),
            reply_to: reply,
            forwarded: false,
        },
    };
    let lang = web.runner.person(viewer.0)?.and_then(|p| p.lang).unwrap_or_default();
    let shown = if crate::answer::holds_identity_number(&text) {
        say(&web, lang, "not-kept")
    } else {
        text
    };
    let message = Message::new(Text::plain(shown)).replying(reply.map(|r| r.message));
    record(&web, &viewer, chat, &said.nonce, kind, message, None).await
}

pub(super) fn command(text: &str) -> Option<(String, String)> {
    let rest = text.trim().strip_prefix('/')?;
    let (name, args) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let well_formed = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    well_formed.then(|| (name.to_lowercase(), args.trim().to_owned()))
}

/// Stores a person's line with the turn it causes, and shows it when it is durable.
pub(super) async fn record(
    web: &Web,
    viewer: &Viewer,
    chat: ChatId,
    nonce: &str,
    kind: InboundKind,
    message: Message,
    photo: Option<String>,
) -> Result<Json<Value>, Refused> {
    let nonce: String = nonce.chars().take(40).collect();
    let mut inbound = inbound(web, viewer.0, chat, format!("web:{}:{nonce}", viewer.0), kind)?;
    let from = match &inbound.from {
        Sender::Person { id, name, .. } => Some((*id, name.clone())),
        _ => None,
    };
    let line = Line {
        chat,
        n: 0,
        at_ms: inbound.at_ms,
        from,
        message,
        photo,
        file: None,
        nonce: Some(nonce),
    };
    let (turned, change) = web.rooms.say(&mut inbound, line)?;
    // The line stands above what it causes: it is shown before the rows are released.
    let (receipt, rows, toast) = (turned.receipt, turned.rows, turned.toast);
    if let Some(receipt) = receipt {
        receipt.durable().await.map_err(RunnerError::from)?;
    }
    if let Some(change) = change {
        web.rooms.show(change);
    }
    web.runner
        .speak(crate::runner::Turned {
            receipt: None,
            toast,
            rows,
        })
        .await?;
    Ok(Json(json!({ "lang": lang(web, viewer)?.code() })))
}

pub(super) async fn tap(State(web): State<Web>, viewer: Viewer, Json(tapped): Json<Tapped>) -> Result<Json<Value>, Refused> {
    let chat = own_room(&web, &viewer, &tapped.room)?;
    let nonce: String = tapped.nonce.chars().take(40).collect();
    let update = format!("web:{}:{nonce}", viewer.0);
    let kind = InboundKind::Tap {
        token: tapped.token.chars().take(64).collect(),
        callback: nonce,
        message: Some(MessageId(tapped.n)),
    };
    let inbound = inbound(&web, viewer.0, chat, update.clone(), kind)?;
    let toast = web.runner.run(&inbound).await?.unwrap_or_default();
    let mut open = None;
    if let Some(payload) = &toast.open_private {
        follow(&web, viewer.0, payload, format!("{update}:open")).await?;
        open = Some(viewer.0.private_chat());
    }
    let shown = toast.text.map(|text| json!({ "text": text, "alert": toast.alert }));
    Ok(Json(json!({ "toast": shown, "open": open, "lang": lang(&web, &viewer)?.code() })))
}

pub(super) async fn place(State(web): State<Web>, viewer: Viewer, Json(placed): Json<Placed>) -> Result<Json<Value>, Refused> {
    let chat = own_room(&web, &viewer, &placed.room)?;
    let reply = reply_to(&web, chat, placed.reply)?.map(|(reply, _)| reply);
    if !(-90.0..=90.0).contains(&placed.lat) || !(-180.0..=180.0).contains(&placed.lon) {
        return Err(Refused::Because(StatusCode::BAD_REQUEST, "place"));
    }
    let what = Attachment::Location {
        lat: placed.lat,
        lon: placed.lon,
    };
    let kind = InboundKind::Attachment {
        what,
        caption: None,
        reply_to: reply,
        album: None,
    };
    let words = format!("📍 {:.5}, {:.5}", placed.lat, placed.lon);
    let message = Message::new(Text::plain(words)).replying(reply.map(|r| r.message));
    record(&web, &viewer, chat, &placed.nonce, kind, message, None).await
}

pub(super) async fn photo(
    State(web): State<Web>,
    viewer: Viewer,
    Query(shot): Query<Shot>,
    body: axum::body::Bytes,
) -> Result<Json<Value>, Refused> {
    let chat = own_room(&web, &viewer, &shot.room)?;
    let Some(kind) = picture(&body) else {
        return Err(Refused::Because(StatusCode::UNSUPPORTED_MEDIA_TYPE, "photo"));
    };
    if !web.visitors.may_send_photo(viewer.0, (web.clock)()) {
        return Err(Refused::Because(StatusCode::FORBIDDEN, "photos"));
    }
    let reply = reply_to(&web, chat, shot.reply)?.map(|(reply, _)| reply);
    let nonce: String = shot.nonce.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    let name = format!("{}-{nonce}.{kind}", viewer.0.id);
    let (files, path, now) = (web.runner.settings().files(), format!("files/{name}"), (web.clock)());
    let written = tokio::task::spawn_blocking(move || files.keep(&path, &body, now)).await;
    if !matches!(written, Ok(Ok(()))) {
        tracing::error!(?written, "a photo could not be kept");
        return Err(Refused::Because(StatusCode::INSUFFICIENT_STORAGE, "photo"));
    }
    let kind = InboundKind::Attachment {
        what: Attachment::Photo(name.clone()),
        caption: None,
        reply_to: reply,
        album: None,
    };
    let message = Message::new(Text::default()).replying(reply.map(|r| r.message));
    record(&web, &viewer, chat, &shot.nonce, kind, message, Some(name)).await
}

/// The kind of a picture by its first bytes.
pub(super) fn picture(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}
