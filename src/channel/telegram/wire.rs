//! From a row of the outbox to a method of the Bot API and its parameters.

use serde_json::{Map, Value, json};

use crate::ids::{Channel, ChatId, MessageId};
use crate::message::{Act, Attachment, Button, Message, Outgoing, Press, Refusal, Span, Text, Toast};

/// The longest text Telegram takes, in UTF-16 units.
const TEXT_LIMIT: usize = 4_096;
/// The longest caption.
const CAPTION_LIMIT: usize = 1_024;
/// The longest text in an empty answer box.
const PLACEHOLDER_LIMIT: usize = 64;
/// The longest answer to a tap.
const TOAST_LIMIT: usize = 200;
/// The topic "General" of a forum, which is addressed by naming none.
const GENERAL_TOPIC: i64 = 1;

/// A call to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// Its parameters.
    pub payload: Value,
    /// The file that goes with it.
    pub upload: Option<Upload>,
}

/// A file that goes with a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The parameter it is.
    pub field: &'static str,
    /// Its name as people see it.
    pub name: String,
    /// Where it lies in the data folder.
    pub path: String,
}

impl Request {
    fn new(method: &'static str, payload: Value) -> Self {
        Self {
            method,
            payload,
            upload: None,
        }
    }
}

/// The call for a row; `target` is the message to be changed, for edits and deletions.
pub fn request(row: &Outgoing, target: Option<MessageId>) -> Result<Request, Refusal> {
    let changed = || target.ok_or(Refusal::Lost);
    match &row.act {
        Act::Send(message) => Ok(Request::new("sendMessage", send(row, message))),
        Act::Edit { message, .. } => Ok(Request::new("editMessageText", edit(row.chat, changed()?, message))),
        Act::Delete { .. } => Ok(Request::new(
            "deleteMessage",
            json!({"chat_id": row.chat.id, "message_id": changed()?.0}),
        )),
        Act::Document { name, path, caption } => {
            let mut payload = address(row);
            put_caption(&mut payload, &Text::plain(caption.as_str()));
            let upload = Upload {
                field: "document",
                name: name.clone(),
                path: path.clone(),
            };
            Ok(Request {
                method: "sendDocument",
                payload: Value::Object(payload),
                upload: Some(upload),
            })
        }
        Act::Copy {
            what,
            from,
            message,
            caption,
        } => copy(row, what, *from, *message, caption),
    }
}

/// The quiet pinning of a message just sent.
pub fn pin(chat: ChatId, message: MessageId) -> Request {
    Request::new(
        "pinChatMessage",
        json!({"chat_id": chat.id, "message_id": message.0, "disable_notification": true}),
    )
}

/// The answer to a tap.
pub fn toast(toast: &Toast, bot_name: &str) -> Request {
    let mut payload = json!({"callback_query_id": toast.callback});
    if let Some(text) = &toast.text {
        payload["text"] = json!(cut(text, TOAST_LIMIT));
        payload["show_alert"] = json!(toast.alert);
    }
    if let Some(start) = &toast.open_private {
        payload["url"] = json!(format!("https://t.me/{bot_name}?start={start}"));
    }
    Request::new("answerCallbackQuery", payload)
}

fn address(row: &Outgoing) -> Map<String, Value> {
    let mut payload = Map::new();
    payload.insert("chat_id".to_owned(), json!(row.chat.id));
    if let Some(thread) = row.thread.filter(|t| t.0 != GENERAL_TOPIC) {
        payload.insert("message_thread_id".to_owned(), json!(thread.0));
    }
    payload
}

fn send(row: &Outgoing, message: &Message) -> Value {
    let mut payload = address(row);
    put_text(&mut payload, &message.text);
    if let Some(reply_to) = message.reply_to {
        payload.insert(
            "reply_parameters".to_owned(),
            json!({"message_id": reply_to.0, "allow_sending_without_reply": true}),
        );
    }
    if message.silent {
        payload.insert("disable_notification".to_owned(), json!(true));
    }
    if message.protect {
        payload.insert("protect_content".to_owned(), json!(true));
    }
    // A message has buttons or an answer box, not both.
    if !message.buttons.is_empty() {
        payload.insert("reply_markup".to_owned(), keyboard(&message.buttons));
    } else if let Some(wanted) = message.reply_box.as_ref().filter(|_| row.chat.id < 0) {
        let mut force = json!({"force_reply": true, "selective": true});
        if !wanted.placeholder.is_empty() {
            force["input_field_placeholder"] = json!(cut(&wanted.placeholder, PLACEHOLDER_LIMIT));
        }
        payload.insert("reply_markup".to_owned(), force);
    }
    Value::Object(payload)
}

fn edit(chat: ChatId, target: MessageId, message: &Message) -> Value {
    let mut payload = Map::new();
    payload.insert("chat_id".to_owned(), json!(chat.id));
    payload.insert("message_id".to_owned(), json!(target.0));
    put_text(&mut payload, &message.text);
    if !message.buttons.is_empty() {
        payload.insert("reply_markup".to_owned(), keyboard(&message.buttons));
    }
    Value::Object(payload)
}

fn copy(row: &Outgoing, what: &Attachment, from: ChatId, message: Option<MessageId>, caption: &Text) -> Result<Request, Refusal> {
    let mut payload = address(row);
    if from.channel != Channel::Tg {
        return match what {
            // A photo of the web chat lies in the data folder.
            Attachment::Photo(name) => {
                put_caption(&mut payload, caption);
                let upload = Upload {
                    field: "photo",
                    name: name.clone(),
                    path: format!("files/{name}"),
                };
                Ok(Request {
                    method: "sendPhoto",
                    payload: Value::Object(payload),
                    upload: Some(upload),
                })
            }
            _ => Err(Refusal::Invalid("the web chat has photos only".to_owned())),
        };
    }
    let method = match (message, what) {
        (Some(message), _) => {
            payload.insert("from_chat_id".to_owned(), json!(from.id));
            payload.insert("message_id".to_owned(), json!(message.0));
            "copyMessage"
        }
        (None, Attachment::Photo(file)) => put_file(&mut payload, "photo", file, "sendPhoto"),
        (None, Attachment::Voice(file)) => put_file(&mut payload, "voice", file, "sendVoice"),
        (None, Attachment::Document(file)) => put_file(&mut payload, "document", file, "sendDocument"),
        (None, Attachment::Location { lat, lon }) => {
            payload.insert("latitude".to_owned(), json!(lat));
            payload.insert("longitude".to_owned(), json!(lon));
            return Ok(Request::new("sendLocation", Value::Object(payload)));
        }
        (None, Attachment::Contact { .. } | Attachment::Sticker | Attachment::Other) => {
            return Err(Refusal::Invalid("this cannot be copied without its message".to_owned()));
        }
    };
    put_caption(&mut payload, caption);
    Ok(Request::new(method, Value::Object(payload)))
}

fn put_file(payload: &mut Map<String, Value>, field: &str, file: &str, method: &'static str) -> &'static str {
    payload.insert(field.to_owned(), json!(file));
    method
}

fn put_text(payload: &mut Map<String, Value>, text: &Text) {
    let (text, entities) = marked(text, TEXT_LIMIT);
    payload.insert("text".to_owned(), json!(text));
    if !entities.is_empty() {
        payload.insert("entities".to_owned(), json!(entities));
    }
    payload.insert("link_preview_options".to_owned(), json!({"is_disabled": true}));
}

fn put_caption(payload: &mut Map<String, Value>, caption: &Text) {
    let (text, entities) = marked(caption, CAPTION_LIMIT);
    if text.is_empty() {
        return;
    }
    payload.insert("caption".to_owned(), json!(text));
    if !entities.is_empty() {
        payload.insert("caption_entities".to_owned(), json!(entities));
    }
}

fn keyboard(rows: &[Vec<Button>]) -> Value {
    let button = |button: &Button| match &button.press {
        Press::Token(token) => json!({"text": button.label, "callback_data": token}),
        Press::Url(url) => json!({"text": button.label, "url": url}),
    };
    let rows: Vec<Vec<Value>> = rows.iter().map(|row| row.iter().map(button).collect()).collect();
    json!({"inline_keyboard": rows})
}

/// The words and the marks beside them, with offsets in UTF-16 units; what is too long ends in `…`.
fn marked(text: &Text, limit: usize) -> (String, Vec<Value>) {
    let plain = cut(&text.to_plain(), limit);
    let end = utf16(&plain);
    let mut entities = Vec::new();
    let mut offset = 0;
    for span in &text.0 {
        let (words, mark) = match span {
            Span::Plain(words) => (words, None),
            Span::Bold(words) => (words, Some(json!({"type": "bold"}))),
            Span::Mention { person, name } => {
                let user = json!({"id": person.id, "is_bot": false, "first_name": name});
                (name, Some(json!({"type": "text_mention", "user": user})))
            }
        };
        let length = utf16(words).min(end.saturating_sub(offset));
        if let Some(mut mark) = mark.filter(|_| length > 0) {
            mark["offset"] = json!(offset);
            mark["length"] = json!(length);
            entities.push(mark);
        }
        offset += utf16(words);
    }
    (plain, entities)
}

fn utf16(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// At most `limit` UTF-16 units, the last of them `…` if something is left out.
fn cut(text: &str, limit: usize) -> String {
    if utf16(text) <= limit {
        return text.to_owned();
    }
    let mut room = limit - 1;
    let fits = |c: &char| {
        let wanted = c.len_utf16();
        let fits = wanted <= room;
        room = room.saturating_sub(wanted);
        fits
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{OutboxId, PersonId, ThreadId};
    use crate::message::{Lane, Purpose, ReplyBox, Target};

    fn row(chat: i64, act: Act) -> Outgoing {
        Outgoing {
            lane: Lane::Reply,
            chat: ChatId::tg(chat),
            thread: None,
            person: None,
            purpose: Purpose::Notice,
            act,
            attempts: 0,
        }
    }

    fn payload(chat: i64, message: Message) -> Value {
        request(&row(chat, Act::Send(message)), None).unwrap().payload
    }

    #[test]
    fn marks_are_counted_in_utf16_units() {
        let spans = vec![
            Span::Plain("𠮷👍 ".to_owned()),
            Span::Bold("店名".to_owned()),
            Span::Mention {
                person: PersonId::tg(7),
                name: "王<b>".to_owned(),
            },
        ];
        let sent = payload(
            -5,
            Message {
                text: Text(spans),
                ..Message::default()
            },
        );
        assert_eq!(sent["text"], "𠮷👍 店名王<b>");
        assert_eq!(sent["entities"][0], json!({"type": "bold", "offset": 5, "length": 2}));
        assert_eq!(
            sent["entities"][1],
            json!({"type": "text_mention", "offset": 7, "length": 4, "user": {"id": 7, "is_bot": false, "first_name": "王<b>"}})
        );
        assert_eq!(sent.get("parse_mode"), None);
        assert_eq!(sent["link_preview_options"], json!({"is_disabled": true}));
    }

    #[test]
    fn what_is_too_long_is_cut_and_marks_with_it() {
        let spans = vec![
            Span::Plain("字".repeat(4_094)),
            Span::Bold("👍👍".to_owned()),
            Span::Bold("x".to_owned()),
        ];
        let sent = payload(
            -5,
            Message {
                text: Text(spans),
                ..Message::default()
            },
        );
        let text = sent["text"].as_str().unwrap();
        assert_eq!(text.encode_utf16().count(), 4_095, "a pair is never halved");
        assert!(text.ends_with("字…"));
        assert_eq!(sent["entities"], json!([{"type": "bold", "offset": 4_094, "length": 1}]));
    }

    #[test]
    fn a_question_in_a_group_opens_the_answer_box_unless_it_has_buttons() {
        let wanted = ReplyBox {
            person: PersonId::tg(7),
            placeholder: format!("例：{}", "坊".repeat(80)),
            photo: true,
            place: false,
        };
        let open = Message {
            text: Text::plain("店名？"),
            reply_box: Some(wanted),
            reply_to: Some(MessageId(9)),
            ..Message::default()
        };
        let sent = payload(-5, open.clone());
        assert_eq!(sent["reply_markup"]["force_reply"], true);
        assert_eq!(sent["reply_markup"]["selective"], true);
        assert_eq!(
            sent["reply_markup"]["input_field_placeholder"].as_str().unwrap().chars().count(),
            64
        );
        assert_eq!(
            sent["reply_parameters"],
            json!({"message_id": 9, "allow_sending_without_reply": true})
        );
        assert_eq!(payload(5, open.clone()).get("reply_markup"), None, "not in a private chat");
        let button = |press| Button {
            label: "有".to_owned(),
            press,
        };
        let buttons = vec![vec![
            button(Press::Token("t".to_owned())),
            button(Press::Url("https://example.org/".to_owned())),
        ]];
        let expected = json!({"inline_keyboard": [[{"text": "有", "callback_data": "t"}, {"text": "有", "url": "https://example.org/"}]]});
        assert_eq!(payload(-5, Message { buttons, ..open })["reply_markup"], expected);
    }

    #[test]
    fn a_message_says_its_topic_and_how_quiet_it_is() {
        let quiet = Message {
            text: Text::plain("a"),
            silent: true,
            protect: true,
            ..Message::default()
        };
        let mut row = row(-5, Act::Send(quiet));
        row.thread = Some(ThreadId(44));
        let sent = request(&row, None).unwrap().payload;
        assert_eq!(
            (&sent["message_thread_id"], &sent["disable_notification"], &sent["protect_content"]),
            (&json!(44), &json!(true), &json!(true))
        );
        row.thread = Some(ThreadId(1));
        assert_eq!(request(&row, None).unwrap().payload.get("message_thread_id"), None);
    }

    #[test]
    fn changes_name_their_message_or_are_lost() {
        let target = Target::Row(OutboxId(3));
        let edit = row(
            -5,
            Act::Edit {
                target,
                message: Message {
                    text: Text::plain("b"),
                    ..Message::default()
                },
            },
        );
        let call = request(&edit, Some(MessageId(8))).unwrap();
        assert_eq!((call.method, &call.payload["message_id"]), ("editMessageText", &json!(8)));
        assert_eq!(call.payload.get("reply_markup"), None);
        assert_eq!(request(&edit, None), Err(Refusal::Lost));
        let delete = request(&row(-5, Act::Delete { target }), Some(MessageId(8))).unwrap();
        assert_eq!(
            (delete.method, delete.payload),
            ("deleteMessage", json!({"chat_id": -5, "message_id": 8}))
        );
    }

    #[test]
    fn files_are_uploaded_or_copied() {
        let document = request(
            &row(
                -5,
                Act::Document {
                    name: "册.xlsx".to_owned(),
                    path: "out/1".to_owned(),
                    caption: String::new(),
                },
            ),
            None,
        )
        .unwrap();
        assert_eq!((document.method, document.payload), ("sendDocument", json!({"chat_id": -5})));
        assert_eq!(document.upload.unwrap().path, "out/1");
        let copied = |what, message| {
            request(
                &row(
                    -5,
                    Act::Copy {
                        what,
                        from: ChatId::tg(7),
                        message,
                        caption: Text::plain("c"),
                    },
                ),
                None,
            )
        };
        let copy = copied(Attachment::Sticker, Some(MessageId(4))).unwrap();
        assert_eq!(
            (copy.method, copy.payload),
            (
                "copyMessage",
                json!({"chat_id": -5, "from_chat_id": 7, "message_id": 4, "caption": "c"})
            )
        );
        let photo = copied(Attachment::Photo("F".to_owned()), None).unwrap();
        assert_eq!(
            (photo.method, photo.payload),
            ("sendPhoto", json!({"chat_id": -5, "photo": "F", "caption": "c"}))
        );
        assert_eq!(
            copied(Attachment::Location { lat: 1.5, lon: 2.5 }, None).unwrap().method,
            "sendLocation"
        );
        assert!(matches!(copied(Attachment::Other, None), Err(Refusal::Invalid(_))));
    }

    #[test]
    fn a_tap_is_answered_in_short_or_opens_the_private_chat() {
        let said = Toast {
            callback: "c".to_owned(),
            text: Some("长".repeat(300)),
            alert: true,
            open_private: None,
        };
        let call = toast(&said, "our_bot");
        assert_eq!(call.payload["text"].as_str().unwrap().chars().count(), 200);
        assert_eq!(call.payload["show_alert"], true);
        let open = Toast {
            text: None,
            open_private: Some("abc".to_owned()),
            ..said
        };
        assert_eq!(
            toast(&open, "our_bot").payload,
            json!({"callback_query_id": "c", "url": "https://t.me/our_bot?start=abc"})
        );
    }
}
