//! Requests of the page. Every one is checked: who asks, and whether the room is his.

mod door;
mod files;
mod guard;
mod say;

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};

use super::lines::{Line, Told};
use super::{Web, pages, view};
use crate::ids::{ChatId, MessageId, PersonId};
use crate::l10n::Lang;
use crate::message::{Inbound, InboundKind, Sender};
use crate::runner::RunnerError;

const INDEX: &str = include_str!("page/index.html");
const SCRIPT: &str = include_str!("page/app.js");
const STYLE: &str = include_str!("page/style.css");
/// Words in one request, in bytes.
const WORDS_MAX: usize = 64 * 1024;
/// A photo, in bytes.
const PHOTO_MAX: usize = 8 * 1024 * 1024;
/// Lines of a room that are sent to a browser.
const LINES_SHOWN: usize = 300;

pub(super) fn router(web: Web) -> Router {
    let mut router = Router::new()
        .route("/", get(door::landing))
        .route(
            "/page/app.js",
            get(async || ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT)),
        )
        .route(
            "/page/style.css",
            get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)),
        )
        .route("/i/{token}", get(door::invitation).post(door::accept));
    for base in ["/as/{name}", "/me"] {
        let at = |path: &str| format!("{base}{path}");
        router = router
            .route(base, get(slash))
            .route(&at("/"), get(page))
            .route(&at("/api/rooms"), get(rooms))
            .route(&at("/api/events"), get(events))
            .route(&at("/api/send"), axum::routing::post(say::send))
            .route(&at("/api/start"), axum::routing::post(say::start))
            .route(&at("/api/tap"), axum::routing::post(say::tap))
            .route(&at("/api/place"), axum::routing::post(say::place))
            .route(
                &at("/api/photo"),
                get(files::see_photo).post(say::photo).layer(DefaultBodyLimit::max(PHOTO_MAX)),
            )
            .route(&at("/api/file"), get(files::see_file));
    }
    router
        .layer(middleware::from_fn_with_state(web.clone(), guard::guard))
        .layer(DefaultBodyLimit::max(WORDS_MAX))
        .with_state(web)
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

/// The page. With `?start=` it asks for the link to be followed by itself: opening an address changes nothing.
async fn page(State(web): State<Web>, viewer: Result<Viewer, Refused>) -> Result<Response, Refused> {
    match viewer {
        Ok(_) => Ok(Html(INDEX).into_response()),
        Err(Refused::Stranger) => {
            let sentence = Html(pages::sentence(web.runner.catalogue(), "page-no-access"));
            Ok((StatusCode::UNAUTHORIZED, sentence).into_response())
        }
        Err(other) => Err(other),
    }
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
            let pushed_out = web.visitors.listen(viewer.0);
            let ended = async move {
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => {}
                    _ = pushed_out => {}
                }
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
