//! One call of a Bot API method: JSON or a file out, a JSON value or an error back.
//!
//! teloxide gives the bot, its address and its HTTP client. Its own `send` is not used: it hides the error code, knows
//! only some of the descriptions, and sleeps ten seconds inside a call after a server error.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use teloxide::Bot;

use super::errors::{CallError, Refused};
use super::wire::{Request, Upload};
use crate::ids::MessageId;
use crate::message::Refusal;
use crate::seal::Files;

/// How long a call without a file may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a call with a file may take.
const PATIENCE_WITH_FILE: Duration = Duration::from_mins(3);
/// Between the parts of an upload; too long to occur in a file by chance.
const BOUNDARY: &str = "greenwindow-5b1f8f0c9a7e4d2c9d0e6a3b7f21c4d8";

/// The line to Telegram.
#[derive(Clone)]
pub(super) struct Line {
    bot: Arc<Bot>,
    files: Files,
    addresses: Arc<Mutex<HashMap<String, reqwest::Url>>>,
}

impl Line {
    pub(super) fn new(bot: Bot, files: Files) -> Self {
        Self {
            bot: Arc::new(bot),
            files,
            addresses: Arc::default(),
        }
    }

    pub(super) fn token(&self) -> &str {
        self.bot.token()
    }

    /// Calls a method with JSON.
    pub(super) async fn call<T: DeserializeOwned>(&self, method: &str, payload: &Value) -> Result<T, CallError> {
        self.call_within(method, payload, PATIENCE).await
    }

    /// Calls a method with JSON, waiting so long.
    pub(super) async fn call_within<T: DeserializeOwned>(&self, method: &str, payload: &Value, patience: Duration) -> Result<T, CallError> {
        self.post(method, "application/json", payload.to_string().into_bytes(), patience)
            .await
    }

    /// Sends what `wire` has made of a row.
    pub(super) async fn send(&self, request: &Request) -> Result<Made, CallError> {
        let Some(upload) = &request.upload else {
            return self.call(request.method, &request.payload).await;
        };
        let (files, path) = (self.files.clone(), upload.path.clone());
        let file = tokio::task::spawn_blocking(move || files.read(&path)).await;
        let never = |why: String| CallError::Never(Refusal::Invalid(format!("the file {} cannot be read: {why}", upload.path)));
        let file = file.map_err(|e| never(e.to_string()))?.map_err(|e| never(e.to_string()))?;
        let file = file.ok_or_else(|| never("it is gone".to_owned()))?;
        let content = format!("multipart/form-data; boundary={BOUNDARY}");
        self.post(
            request.method,
            &content,
            multipart(&request.payload, upload, &file),
            PATIENCE_WITH_FILE,
        )
        .await
    }

    async fn post<T: DeserializeOwned>(&self, method: &str, content: &str, body: Vec<u8>, patience: Duration) -> Result<T, CallError> {
        let request = self
            .bot
            .client()
            .post(self.address(method))
            .header("content-type", content)
            .body(body)
            .timeout(patience);
        // The address holds the token, so an error is told without it.
        let response = request.send().await.map_err(|e| self.unreachable(&e.without_url()))?;
        let status = response.status().as_u16();
        let text = response.bytes().await.map_err(|e| self.unreachable(&e.without_url()))?;
        read(status, &text)
    }

    /// Where a method is called: worked out once.
    fn address(&self, method: &str) -> reqwest::Url {
        let mut known = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        let worked_out = || {
            let mut url = self.bot.api_url();
            if let Ok(mut path) = url.path_segments_mut() {
                path.pop_if_empty().push(&format!("bot{}", self.bot.token())).push(method);
            }
            url
        };
        if let Some(url) = known.get(method) {
            return url.clone();
        }
        known.entry(method.to_owned()).or_insert_with(worked_out).clone()
    }

    fn unreachable(&self, error: &dyn std::error::Error) -> CallError {
        let mut told = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            let _ = write!(told, ": {error}");
            cause = error.source();
        }
        CallError::Unreachable(told.replace(self.bot.token(), "<token>"))
    }
}

/// What a call has made: a message with this number, or nothing new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Made(pub(super) Option<MessageId>);

impl<'de> Deserialize<'de> for Made {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Telegram answers with the message, of which only the number matters, or with `true`.
        struct Message;
        impl<'de> Visitor<'de> for Message {
            type Value = Made;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a message or true")
            }

            fn visit_bool<E>(self, _: bool) -> Result<Made, E> {
                Ok(Made(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Made, A::Error> {
                let mut made = Made(None);
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    if key == "message_id" {
                        made.0 = map.next_value::<Value>()?.as_i64().map(MessageId);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(made)
            }
        }
        deserializer.deserialize_any(Message)
    }
}

/// An answer of a Bot API server.
#[derive(Deserialize)]
struct Answer<T> {
    ok: bool,
    #[serde(default = "Option::default")]
    result: Option<T>,
    #[serde(default)]
    error_code: Value,
    #[serde(default)]
    description: Value,
    #[serde(default)]
    parameters: Value,
}

/// Reads an answer; what is no answer of a Bot API server counts as not reached. Only "too large" is believed in any
/// form: a web server before a Bot API server says it in its own words, and the same call would be too large for ever.
fn read<T: DeserializeOwned>(status: u16, text: &[u8]) -> Result<T, CallError> {
    let unreadable = || match status {
        413 => CallError::Refused(Refused {
            code: 413,
            description: "Request Entity Too Large".to_owned(),
            ..Refused::default()
        }),
        _ => CallError::Unreachable(format!("HTTP {status} without a readable answer")),
    };
    let answer: Answer<T> = serde_json::from_slice(text).map_err(|_| unreadable())?;
    if answer.ok {
        return answer.result.ok_or_else(unreadable);
    }
    Err(CallError::Refused(Refused {
        code: answer.error_code.as_u64().and_then(|c| u16::try_from(c).ok()).unwrap_or(status),
        description: answer.description.as_str().unwrap_or_default().to_owned(),
        retry_after: answer.parameters["retry_after"].as_u64(),
        migrate_to: answer.parameters["migrate_to_chat_id"].as_i64(),
    }))
}

fn multipart(payload: &Value, upload: &Upload, file: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(file.len() + 1024);
    for (name, value) in payload.as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let name = upload.name.replace(['"', '\r', '\n', '\\'], "_");
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
        upload.field
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_and_garbage_counts_as_not_reached() {
        assert_eq!(read(200, br#"{"ok":true,"result":7}"#), Ok(Value::from(7)));
        let refused = read::<Value>(
            429,
            br#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}"#,
        );
        assert!(matches!(refused, Err(CallError::Refused(r)) if r.code == 429 && r.retry_after == Some(3)));
        let made = |text: &str| read::<Made>(200, text.as_bytes());
        assert_eq!(
            made(r#"{"ok":true,"result":{"chat":{"id":1},"message_id":5,"text":"好"}}"#),
            Ok(Made(Some(MessageId(5))))
        );
        assert_eq!(made(r#"{"ok":true,"result":true}"#), Ok(Made(None)));
        for garbage in ["<html>502</html>", "", "{}", "[1]"] {
            assert!(
                matches!(read::<Made>(502, garbage.as_bytes()), Err(CallError::Unreachable(_))),
                "{garbage}"
            );
            assert!(
                matches!(read::<Made>(413, garbage.as_bytes()), Err(CallError::Refused(r)) if r.code == 413),
                "{garbage}"
            );
        }
    }

    #[tokio::test]
    async fn the_token_is_in_no_error() {
        let bot = Bot::new("123:secret").set_api_url("http://127.0.0.1:1/".parse().unwrap());
        let error = Line::new(bot, Files::default())
            .call::<Value>("getMe", &Value::Null)
            .await
            .unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }

    #[test]
    fn a_file_name_cannot_break_out_of_its_part() {
        let upload = Upload {
            field: "document",
            name: "a\"\r\nb.csv".to_owned(),
            path: String::new(),
        };
        let body = String::from_utf8(multipart(&serde_json::json!({"chat_id": -5, "caption": "c"}), &upload, b"1,2")).unwrap();
        assert!(body.contains("name=\"chat_id\"\r\n\r\n-5\r\n"));
        assert!(body.contains("filename=\"a___b.csv\"\r\n"));
        assert!(body.contains("\r\n\r\n1,2\r\n--"));
    }
}
