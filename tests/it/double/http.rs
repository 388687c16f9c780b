//! The Bot API as HTTP: thin, so that the rules need no network.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Map, Value, json};

use super::model::{Call, World};
use super::rules::{self, No, Type};
use super::{Failure, TOKEN, Tg};

type Upload = Option<(String, Vec<u8>)>;

pub(super) fn router(tg: Tg) -> Router {
    Router::new().route("/{bot}/{method}", post(call)).with_state(tg)
}

async fn call(State(tg): State<Tg>, Path((bot, method)): Path<(String, String)>, headers: HeaderMap, body: Bytes) -> Response {
    let method = method.to_lowercase();
    if bot != format!("bot{TOKEN}") {
        return refused(&No {
            code: 401,
            description: "Unauthorized".to_owned(),
            parameters: Value::Null,
        });
    }
    let content = headers.get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (params, file) = read(&method, content, &body);
    tg.change(|world| {
        let faults = rules::faults(&method, &params);
        world.faults.extend(faults);
    });
    let silent = tg.change(|world| world.is_silent(&method, &params));
    if method == "getupdates" && !silent {
        return updates(&tg, &params).await;
    }
    let _flying = Counted::new(&tg, |world| &mut world.in_flight);
    if silent {
        std::future::pending::<()>().await;
    }
    let mut changes = tg.0.changed.subscribe();
    while tg.world().held && changes.changed().await.is_ok() {}
    tg.change(|world| answer(world, &method, params, file))
}

/// Carries a call out, unless a script says it fails.
fn answer(world: &mut World, method: &str, params: Value, file: Upload) -> Response {
    let failure = world.scripted(method, &params);
    let done = match failure {
        None | Some(Failure::Reset { done: true }) => world.carry_out(method, &params, file),
        Some(_) => Ok(Value::Null),
    };
    let (error, response) = match (failure, done) {
        (Some(failure), _) => fail(failure),
        (None, Ok(result)) => (None, ok(&result)),
        (None, Err(no)) => (Some(no.code), refused(&no)),
    };
    world.calls.push(Call {
        method: method.to_owned(),
        params,
        at_ms: world.now_ms,
        error,
    });
    response
}

fn ok(result: &Value) -> Response {
    json_response(StatusCode::OK, &json!({"ok": true, "result": result}))
}

fn refused(no: &No) -> Response {
    let mut body = json!({"ok": false, "error_code": no.code, "description": no.description});
    if !no.parameters.is_null() {
        body["parameters"] = no.parameters.clone();
    }
    json_response(StatusCode::from_u16(no.code).unwrap_or(StatusCode::BAD_REQUEST), &body)
}

fn json_response(status: StatusCode, body: &Value) -> Response {
    (status, [("content-type", "application/json")], body.to_string()).into_response()
}

/// The failure, as it looks on the wire, and its error code.
fn fail(failure: Failure) -> (Option<u16>, Response) {
    match failure {
        Failure::Refused {
            code,
            description,
            parameters,
        } => (
            Some(code),
            refused(&No {
                code,
                description,
                parameters,
            }),
        ),
        Failure::Silence => unreachable!("nobody answers a call that is met with silence"),
        Failure::Garbage => (Some(0), (StatusCode::BAD_GATEWAY, "<html>502 Bad Gateway</html>").into_response()),
        Failure::Reset { .. } => {
            let broken = futures::stream::once(async { Err::<Bytes, _>(std::io::Error::other("the line is cut")) });
            (Some(0), Body::from_stream(broken).into_response())
        }
    }
}

impl World {
    /// The failure that is to happen now.
    pub(super) fn scripted(&mut self, method: &str, params: &Value) -> Option<Failure> {
        self.next_script(method, params, |failure| !matches!(failure, Failure::Silence))
    }

    /// Whether this call gets no answer.
    fn is_silent(&mut self, method: &str, params: &Value) -> bool {
        self.next_script(method, params, |failure| matches!(failure, Failure::Silence))
            .is_some()
    }

    fn next_script(&mut self, method: &str, params: &Value, wanted: fn(&Failure) -> bool) -> Option<Failure> {
        let chat = params["chat_id"].as_i64();
        let fits = |script: &&mut super::model::Script| {
            script.times > 0
                && wanted(&script.failure)
                && script.method.as_deref().is_none_or(|m| m == method)
                && script.chat.is_none_or(|c| Some(c) == chat)
        };
        let script = self.scripts.iter_mut().find(fits)?;
        script.times -= 1;
        Some(script.failure.clone())
    }

    /// Confirms, and gives what waits.
    fn batch(&mut self, offset: i64, limit: usize) -> Vec<Value> {
        // A number beyond all there were belongs to an earlier count: it confirms nothing.
        let offset = if offset > self.next_update { 0 } else { offset };
        self.queue.retain(|queued| queued.again || queued.id >= offset);
        let batch: Vec<Value> = self.queue.iter().take(limit).map(|queued| queued.update.clone()).collect();
        self.queue.retain(|queued| !queued.again);
        batch
    }
}

/// Holds the line until there is something.
async fn updates(tg: &Tg, params: &Value) -> Response {
    let mut changes = tg.0.changed.subscribe();
    let offset = params["offset"].as_i64().unwrap_or(0);
    let limit = params["limit"].as_u64().and_then(|l| usize::try_from(l).ok()).unwrap_or(100);
    let (mine, until, failure) = tg.change(|world| {
        if let Some(wanted) = params["allowed_updates"].as_array() {
            world.wanted = Some(wanted.iter().filter_map(|w| w.as_str().map(str::to_owned)).collect());
        }
        world.polls += 1;
        let hold = params["timeout"].as_i64().unwrap_or(0).saturating_mul(1_000);
        (world.polls, world.now_ms + hold, world.scripted("getupdates", params))
    });
    if let Some(failure) = failure {
        return fail(failure).1;
    }
    if tg.world().webhook.is_some() {
        let description = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
        return refused(&No {
            code: 409,
            description: description.to_owned(),
            parameters: Value::Null,
        });
    }
    let mut waiting = None;
    loop {
        let (batch, latest, now) = {
            let mut world = tg.world();
            (world.batch(offset, limit), world.polls, world.now_ms)
        };
        if latest != mine {
            let description =
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running".to_owned();
            return refused(&No {
                code: 409,
                description,
                parameters: Value::Null,
            });
        }
        if !batch.is_empty() || now >= until {
            return ok(&json!(batch));
        }
        waiting.get_or_insert_with(|| Counted::new(tg, |world| &mut world.polling));
        let _ = changes.changed().await;
    }
}

/// Counts while it lives, also when the other side hangs up.
pub(super) struct Counted {
    tg: Tg,
    count: Arc<dyn Fn(&mut World) -> &mut usize + Send + Sync>,
}

impl Counted {
    pub(super) fn new(tg: &Tg, count: impl Fn(&mut World) -> &mut usize + Send + Sync + 'static) -> Self {
        let count: Arc<dyn Fn(&mut World) -> &mut usize + Send + Sync> = Arc::new(count);
        tg.change(|world| *count(world) += 1);
        Self { tg: tg.clone(), count }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.tg.change(|world| *(self.count)(world) -= 1);
    }
}

/// The parameters of a call, and the file that came with it.
fn read(method: &str, content: &str, body: &[u8]) -> (Value, Upload) {
    match content.split_once("boundary=") {
        Some((_, boundary)) => read_parts(method, boundary, body),
        None => (serde_json::from_slice(body).unwrap_or_else(|_| json!({})), None),
    }
}

fn read_parts(method: &str, boundary: &str, body: &[u8]) -> (Value, Upload) {
    let known = rules::params(method).unwrap_or_default();
    let (mut params, mut file) = (Map::new(), None);
    for part in split(body, format!("--{boundary}").as_bytes()) {
        let mut halves = split(part, b"\r\n\r\n").into_iter();
        let (Some(head), Some(_)) = (halves.next(), halves.next()) else {
            continue;
        };
        let content = part.get(head.len() + 4..part.len().saturating_sub(2)).unwrap_or_default();
        let head = String::from_utf8_lossy(head).into_owned();
        let named = |name: &str| {
            head.split_once(&format!(" {name}=\""))
                .and_then(|(_, rest)| rest.split_once('"'))
                .map(|(v, _)| v.to_owned())
        };
        let Some(name) = named("name") else { continue };
        if let Some(filename) = named("filename") {
            params.insert(name, json!({"upload": filename}));
            file = Some((filename, content.to_vec()));
            continue;
        }
        let text = String::from_utf8_lossy(content).into_owned();
        let is_text = known
            .iter()
            .any(|(n, kind, _)| *n == name && matches!(kind, Type::Text | Type::File));
        let value = if is_text {
            json!(text)
        } else {
            serde_json::from_str(&text).unwrap_or(json!(text))
        };
        params.insert(name, value);
    }
    (Value::Object(params), file)
}

fn split<'a>(mut body: &'a [u8], by: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    while let Some(at) = body.windows(by.len()).position(|window| window == by) {
        parts.push(&body[..at]);
        body = &body[at + by.len()..];
    }
    parts.push(body);
    parts
}
