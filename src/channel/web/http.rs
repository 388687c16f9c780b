//! Requests of the page. Every one is checked: who asks, and whether the room is his.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Form, Json, Router};
use futures::{FutureExt, Stream, StreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};

use super::lines::{Line, Told};
use super::{Web, pages, view};
use crate::ids::{ChatId, MessageId, PersonId};
use crate::l10n::Lang;
use crate::message::{Attachment, Inbound, InboundKind, Message, ReplyTo, Sender, Text};
use crate::runner::RunnerError;

const INDEX: &str = include_str!("page/index.html");
const SCRIPT: &str = include_str!("page/app.js");
const STYLE: &str = include_str!("page/style.css");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Words in one request, in bytes.
const WORDS_MAX: usize = 64 * 1024;
/// A photo, in bytes.
const PHOTO_MAX: usize = 8 * 1024 * 1024;
/// Lines of a room that are sent to a browser.
const LINES_SHOWN: usize = 300;

pub(super) fn router(web: Web) -> Router {
    let mut router = Router::new()
        .route("/", get(landing))
        .route(
            "/page/app.js",
            get(async || ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT)),
        )
        .route(
            "/page/style.css",
            get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)),
        )
        .route("/i/{token}", get(invitation).post(accept));
    for base in ["/as/{name}", "/me"] {
        let at = |path: &str| format!("{base}{path}");
        router = router
            .route(base, get(slash))
            .route(&at("/"), get(page))
            .route(&at("/api/rooms"), get(rooms))
            .route(&at("/api/events"), get(events))
            .route(&at("/api/send"), axum::routing::post(send))
            .route(&at("/api/tap"), axum::routing::post(tap))
            .route(&at("/api/place"), axum::routing::post(place))
            .route(
                &at("/api/photo"),
                get(see_photo).post(photo).layer(DefaultBodyLimit::max(PHOTO_MAX)),
            )
            .route(&at("/api/file"), get(see_file));
    }
    router
        .layer(middleware::from_fn_with_state(web.clone(), guard))
        .layer(DefaultBodyLimit::max(WORDS_MAX))
        .with_state(web)
}

/// Keeps other sites' pages out, and sends the security headers.
async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = if may_pass(&web, request.method(), request.headers()) {
        answered(next.run(request)).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    };
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set("content-security-policy", POLICY);
    set("x-content-type-options", "nosniff");
    // Not `no-referrer`: browsers then send the door's form with `Origin: null`, which is foreign.
    set("referrer-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A panic is answered like a house that has stopped: the page tries again, and everybody else goes on.
async fn answered(answer: impl Future<Output = Response>) -> Response {
    AssertUnwindSafe(answer).catch_unwind().await.unwrap_or_else(|_| {
        tracing::error!("our code has failed on a web request");
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    })
}

/// Changes come from our own pages only; on a demonstration's loopback no other host name is answered.
fn may_pass(web: &Web, method: &axum::http::Method, headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    let foreign = text(header::ORIGIN).is_some_and(|o| o.split_once("://").map(|(_, h)| h) != Some(host));
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let strange = web.local_only && !["localhost", "127.0.0.1", "[::1]"].contains(&name);
    !(strange || (foreign && method != axum::http::Method::GET))
}

/// A request that was refused, with a sentence in the person's language.
#[derive(Debug)]
enum Refused {
    /// Nobody we know.
    Stranger,
    /// A text id and a status.
    Because(StatusCode, &'static str),
    /// The house has stopped: the page tries again.
    Broken(RunnerError),
}

impl From<RunnerError> for Refused {
    fn from(error: RunnerError) -> Self {
        Refused::Broken(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Refused::Stranger => StatusCode::UNAUTHORIZED.into_response(),
            // The page shows its own words for these; the id is for whoever reads the answer.
            Refused::Because(status, id) => (status, Json(json!({ "reason": id }))).into_response(),
            Refused::Broken(error) => {
                tracing::error!(%error, "a web request failed");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
        }
    }
}

/// Who asks: a person of the demonstration by the address, else by the cookie of an invitation.
struct Viewer(PersonId);

impl FromRequestParts<Web> for Viewer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Refused> {
        let mut words = parts.uri.path().trim_start_matches('/').split('/');
        let person = match (words.next(), words.next()) {
            (Some("as"), Some(name)) => web.runner.demo_people().iter().find(|p| p.path == name).map(|p| p.id),
            (Some("me"), _) => match cookie(&parts.headers) {
                Some(secret) => web.runner.person_by_cookie(&secret, (web.clock)())?,
                None => None,
            },
            _ => None,
        };
        person.map(Viewer).ok_or(Refused::Stranger)
    }
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get(header::COOKIE)?.to_str().ok()?;
    all.split(';').find_map(|c| c.trim().strip_prefix("gw=")).map(str::to_owned)
}

#[derive(Deserialize)]
struct Start {
    start: Option<String>,
}

async fn landing(State(web): State<Web>, Query(query): Query<Start>, headers: HeaderMap) -> Result<Response, Refused> {
    let start = query.start.unwrap_or_default();
    let texts = web.runner.catalogue();
    if !web.runner.demo_people().is_empty() {
        return Ok(Html(pages::people(texts, web.runner.demo_people(), &start)).into_response());
    }
    let known = cookie(&headers)
        .map(|secret| web.runner.person_by_cookie(&secret, (web.clock)()))
        .transpose()?
        .flatten();
    Ok(match known {
        Some(_) => Redirect::to(&if start.is_empty() {
            "/me/".to_owned()
        } else {
            format!("/me/?start={}", plain(&start))
        })
        .into_response(),
        None => (StatusCode::UNAUTHORIZED, Html(pages::sentence(texts, "page-no-access"))).into_response(),
    })
}

/// Start payloads are letters and digits.
fn plain(payload: &str) -> String {
    payload
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
        .take(64)
        .collect()
}

async fn slash(uri: Uri) -> Redirect {
    Redirect::to(&format!("{}/", uri.path()))
}

/// The page; with `?start=` the link is followed first, as a chat program would.
async fn page(State(web): State<Web>, viewer: Result<Viewer, Refused>, Query(query): Query<Start>, uri: Uri) -> Result<Response, Refused> {
    let viewer = match viewer {
        Ok(viewer) => viewer,
        Err(Refused::Stranger) => {
            return Ok((
                StatusCode::UNAUTHORIZED,
                Html(pages::sentence(web.runner.catalogue(), "page-no-access")),
            )
                .into_response());
        }
        Err(other) => return Err(other),
    };
    let Some(start) = query.start else {
        return Ok(Html(INDEX).into_response());
    };
    let start = plain(&start);
    let update = format!("web:{}:start:{start}", viewer.0);
    follow(&web, viewer.0, &start, update).await?;
    Ok(Redirect::to(uri.path()).into_response())
}

/// `/start PAYLOAD` in the person's private room.
async fn follow(web: &Web, person: PersonId, payload: &str, update: String) -> Result<(), Refused> {
    let kind = InboundKind::Command {
        name: "start".to_owned(),
        args: payload.to_owned(),
        reply_to: None,
        reply_name: None,
    };
    let inbound = inbound(web, person, person.private_chat(), update, kind)?;
    web.runner.run(&inbound).await?;
    Ok(())
}

fn inbound(web: &Web, person: PersonId, chat: ChatId, update: String, kind: InboundKind) -> Result<Inbound, Refused> {
    let record = web.runner.person(person)?.ok_or(Refused::Stranger)?;
    let group = chat != person.private_chat();
    let title = web
        .runner
        .rooms(person)?
        .into_iter()
        .find(|r| r.chat == chat)
        .map(|r| r.title)
        .filter(|_| group);
    let from = Sender::Person {
        id: person,
        name: record.name,
        language: None,
    };
    Ok(Inbound {
        update,
        at_ms: (web.clock)(),
        chat,
        group,
        title,
        thread: None,
        from,
        message: None,
        kind,
    })
}

/// The room, if it is one of the person's.
fn own_room(web: &Web, viewer: &Viewer, room: &str) -> Result<ChatId, Refused> {
    let chat = room.parse().map_err(|_| Refused::Because(StatusCode::BAD_REQUEST, "room"))?;
    if web.runner.is_in_room(viewer.0, chat)? {
        Ok(chat)
    } else {
        Err(Refused::Because(StatusCode::FORBIDDEN, "room"))
    }
}

async fn rooms(State(web): State<Web>, viewer: Viewer) -> Result<Json<Value>, Refused> {
    let person = web.runner.person(viewer.0)?.ok_or(Refused::Stranger)?;
    let lang = lang(&web, &viewer)?;
    let mut list = Vec::new();
    for room in web.runner.rooms(viewer.0)? {
        let (lines, seq) = web.rooms.lines(room.chat)?;
        let skip = lines.len().saturating_sub(LINES_SHOWN);
        let shown: Vec<Value> = lines
            .iter()
            .skip(skip)
            .map(|l| view::line(l, viewer.0, quoted(&lines, l)))
            .collect();
        list.push(json!({ "id": room.chat, "title": room.title, "kind": room.kind, "lines": shown, "seq": seq }));
    }
    let people: Vec<Value> = web
        .runner
        .demo_people()
        .iter()
        .map(|p| json!({ "path": format!("/as/{}/", p.path), "name": p.name, "role": say(&web, lang, p.role), "me": p.id == viewer.0 }))
        .collect();
    Ok(Json(json!({
        "me": { "id": viewer.0, "name": person.name },
        "lang": lang.code(),
        "demo": !people.is_empty(),
        "people": people,
        "texts": texts(&web, lang),
        "rooms": list,
    })))
}

/// The person's language; it is told with every answer, so that the page notices a change.
fn lang(web: &Web, viewer: &Viewer) -> Result<Lang, Refused> {
    Ok(web.runner.person(viewer.0)?.and_then(|p| p.lang).unwrap_or_default())
}

fn say(web: &Web, lang: Lang, id: &str) -> String {
    web.runner.catalogue().text(lang, id, &[])
}

fn texts(web: &Web, lang: Lang) -> serde_json::Map<String, Value> {
    let ids = web.runner.catalogue().ids(Lang::ZhCn).filter(|id| id.starts_with("page-"));
    ids.map(|id| (id.to_owned(), Value::String(say(web, lang, id)))).collect()
}

/// The words of the line that another one replies to.
fn quoted(lines: &[Line], line: &Line) -> Option<String> {
    let MessageId(n) = line.message.reply_to?;
    lines
        .iter()
        .find(|l| l.n == n)
        .map(|l| l.message.text.to_plain().chars().take(60).collect())
}

#[derive(Deserialize)]
struct After {
    after: u64,
}

async fn events(State(web): State<Web>, viewer: Viewer, Query(query): Query<After>) -> impl IntoResponse {
    let stream: std::pin::Pin<Box<dyn Stream<Item = Result<Event, Infallible>> + Send>> = match web.rooms.listen(query.after) {
        None => Box::pin(stream::iter([Ok(Event::default().event("again").data("{}"))])),
        Some((missed, news)) => {
            let mut stop = web.stop.clone();
            let ended = async move {
                let _ = stop.wait_for(|stop| *stop).await;
            };
            let later = stream::unfold(news, async |mut news| match news.recv().await {
                Ok(told) => Some((Some(told), news)),
                Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => Some((None, news)),
                Err(tokio::sync::broadcast::error::RecvError::Closed) => None,
            });
            let all = stream::iter(missed.into_iter().map(Some)).chain(later);
            Box::pin(
                all.filter_map(move |told| std::future::ready(event(&web, &viewer, told.as_ref())))
                    .map(Ok)
                    .take_until(ended),
            )
        }
    };
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

/// A change as an event; nothing for rooms that are not the person's.
fn event(web: &Web, viewer: &Viewer, told: Option<&Told>) -> Option<Event> {
    let Some(told) = told else {
        return Some(Event::default().event("again").data("{}"));
    };
    let chat = told.change.chat();
    if !web.runner.is_in_room(viewer.0, chat).unwrap_or(false) {
        return None;
    }
    let quoted = match told.change.as_ref() {
        super::lines::Change::Line(line) => line
            .message
            .reply_to
            .and_then(|m| web.rooms.line(chat, m.0).ok().flatten())
            .map(|l| l.message.text.to_plain().chars().take(60).collect()),
        super::lines::Change::Gone(..) => None,
    };
    let data = view::change(&told.change, told.seq, viewer.0, quoted);
    Some(Event::default().event("line").data(data.to_string()))
}

#[derive(Deserialize)]
struct Said {
    room: String,
    text: String,
    reply: Option<i64>,
    nonce: String,
}

fn reply_to(web: &Web, chat: ChatId, reply: Option<i64>) -> Result<Option<(ReplyTo, Option<String>)>, Refused> {
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

async fn send(State(web): State<Web>, viewer: Viewer, Json(said): Json<Said>) -> Result<Json<Value>, Refused> {
    let chat = own_room(&web, &viewer, &said.room)?;
    let text: String = said.text.chars().take(4000).collect();
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

fn command(text: &str) -> Option<(String, String)> {
    let rest = text.trim().strip_prefix('/')?;
    let (name, args) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let well_formed = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    well_formed.then(|| (name.to_lowercase(), args.trim().to_owned()))
}

/// Stores a person's line with the turn it causes, and shows it when it is durable.
async fn record(
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

#[derive(Deserialize)]
struct Tapped {
    room: String,
    n: i64,
    token: String,
    nonce: String,
}

async fn tap(State(web): State<Web>, viewer: Viewer, Json(tapped): Json<Tapped>) -> Result<Json<Value>, Refused> {
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

#[derive(Deserialize)]
struct Placed {
    room: String,
    reply: Option<i64>,
    lat: f64,
    lon: f64,
    nonce: String,
}

async fn place(State(web): State<Web>, viewer: Viewer, Json(placed): Json<Placed>) -> Result<Json<Value>, Refused> {
    let chat = own_room(&web, &viewer, &placed.room)?;
    let reply = reply_to(&web, chat, placed.reply)?.map(|(reply, _)| reply);
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

#[derive(Deserialize)]
struct Shot {
    room: String,
    reply: Option<i64>,
    nonce: String,
}

async fn photo(State(web): State<Web>, viewer: Viewer, Query(shot): Query<Shot>, body: axum::body::Bytes) -> Result<Json<Value>, Refused> {
    let chat = own_room(&web, &viewer, &shot.room)?;
    let Some(kind) = picture(&body) else {
        return Err(Refused::Because(StatusCode::UNSUPPORTED_MEDIA_TYPE, "photo"));
    };
    let reply = reply_to(&web, chat, shot.reply)?.map(|(reply, _)| reply);
    let nonce: String = shot.nonce.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    let name = format!("{}-{nonce}.{kind}", viewer.0.id);
    let path = web.files.join(&name);
    let written = tokio::task::spawn_blocking(move || keep(&path, &body)).await;
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

fn keep(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The kind of a picture by its first bytes.
fn picture(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Which {
    room: String,
    n: i64,
}

async fn see_photo(State(web): State<Web>, viewer: Viewer, Query(which): Query<Which>) -> Result<Response, Refused> {
    let chat = own_room(&web, &viewer, &which.room)?;
    let gone = || Refused::Because(StatusCode::NOT_FOUND, "photo");
    let name = web.rooms.line(chat, which.n)?.and_then(|l| l.photo).ok_or_else(gone)?;
    let kind = match name.rsplit('.').next() {
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        _ => "image/jpeg",
    };
    let bytes = tokio::fs::read(web.files.join(name)).await.map_err(|_| gone())?;
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

async fn see_file(State(web): State<Web>, viewer: Viewer, Query(which): Query<Which>) -> Result<Response, Refused> {
    let chat = own_room(&web, &viewer, &which.room)?;
    let gone = || Refused::Because(StatusCode::NOT_FOUND, "file");
    let (name, path) = web.rooms.line(chat, which.n)?.and_then(|l| l.file).ok_or_else(gone)?;
    let bytes = tokio::fs::read(web.runner.settings().data.join(path)).await.map_err(|_| gone())?;
    let kind = if std::path::Path::new(&name).extension().is_some_and(|e| e == "csv") {
        "text/csv; charset=utf-8"
    } else {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    };
    let encoded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    Ok((
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{encoded}")),
        ],
        bytes,
    )
        .into_response())
}

async fn invitation(State(web): State<Web>, Path(token): Path<String>) -> Result<Response, Refused> {
    let texts = web.runner.catalogue();
    if web.runner.invitation_open(&token, (web.clock)())? {
        return Ok(Html(pages::invitation(texts, &plain(&token))).into_response());
    }
    Ok((StatusCode::GONE, Html(pages::sentence(texts, "invite-closed"))).into_response())
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

async fn accept(State(web): State<Web>, Path(token): Path<String>, Form(form): Form<Name>) -> Result<Response, Refused> {
    let name: String = crate::answer::clean_name(&form.name).chars().take(20).collect();
    let name = if name.is_empty() { "?".to_owned() } else { name };
    let Some((secret, turned)) = web.runner.accept_invitation(&token, &name, (web.clock)())? else {
        return Ok((StatusCode::GONE, Html(pages::sentence(web.runner.catalogue(), "invite-closed"))).into_response());
    };
    web.runner.speak(turned).await?;
    let secure = if web.runner.settings().public_url.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!("gw={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000{secure}");
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/me/")).into_response())
}
