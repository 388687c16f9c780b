//! The double itself: it must refuse what Telegram refuses, or it proves nothing.

use serde_json::{Value, json};

use super::model::{Chat, Kind, Rights, World};
use super::rules::faults;

const GROUP: i64 = -5;

fn world() -> World {
    let mut world = World::new();
    world.people.insert(7, "王".to_owned());
    world.people.insert(8, "李".to_owned());
    world.chats.insert(GROUP, Chat::new(GROUP, Kind::Supergroup, "镇群"));
    world.chats.insert(7, Chat::new(7, Kind::Private, "王"));
    world
}

fn refusal(world: &mut World, method: &str, params: &Value) -> String {
    match world.carry_out(method, params, None) {
        Err(no) => format!("{} {}", no.code, no.description),
        Ok(result) => format!("done: {result}"),
    }
}

#[test]
fn a_call_against_the_table_is_a_fault() {
    let good = json!({"chat_id": GROUP, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "c"}]]}});
    assert_eq!(faults("sendmessage", &good), Vec::<String>::new());
    for (method, params, fault) in [
        ("sendmessage", json!({"chat_id": GROUP}), "sendmessage must have text"),
        (
            "sendmessage",
            json!({"chat_id": "-5", "text": "a"}),
            "sendmessage: chat_id is no Int: \"-5\"",
        ),
        (
            "sendmessage",
            json!({"chat_id": GROUP, "text": "a", "reply_to_message_id": 4}),
            "sendmessage has no parameter reply_to_message_id",
        ),
        (
            "editmessagetext",
            json!({"chat_id": GROUP, "message_id": 1, "text": "a", "protect_content": true}),
            "editmessagetext has no parameter protect_content",
        ),
        (
            "deletemessage",
            json!({"chat_id": GROUP, "message_id": 1, "text": "a"}),
            "deletemessage has no parameter text",
        ),
        (
            "sendmessage",
            json!({"chat_id": GROUP, "text": "a", "reply_markup": {"force_reply": true, "button": 1}}),
            "sendmessage: reply_markup has no field button",
        ),
        (
            "sendmessage",
            json!({"chat_id": GROUP, "text": "a", "entities": [{"kind": "bold"}]}),
            "sendmessage: an item has no field kind",
        ),
        ("sendhologram", json!({}), "there is no method sendhologram"),
    ] {
        assert_eq!(faults(method, &params), [fault]);
    }
}

#[test]
fn refusals_are_those_of_telegram() {
    let mut world = world();
    let contact = json!({"keyboard": [[{"text": "我的号码", "request_contact": true}]]});
    let location = json!({"keyboard": [[{"text": "我的位置", "request_location": true}]]});
    for (params, expected) in [
        (
            json!({"chat_id": 8, "text": "a"}),
            "403 Forbidden: bot can't initiate conversation with a user",
        ),
        (json!({"chat_id": 99, "text": "a"}), "400 Bad Request: chat not found"),
        (json!({"chat_id": GROUP, "text": " "}), "400 Bad Request: message text is empty"),
        (
            json!({"chat_id": GROUP, "text": "字".repeat(4_097)}),
            "400 Bad Request: message is too long",
        ),
        (
            json!({"chat_id": GROUP, "text": "a", "message_thread_id": 3}),
            "400 Bad Request: message thread not found",
        ),
        (
            json!({"chat_id": GROUP, "text": "a", "reply_parameters": {"message_id": 3}}),
            "400 Bad Request: message to be replied not found",
        ),
        (
            json!({"chat_id": GROUP, "text": "a", "reply_markup": contact}),
            "400 Bad Request: phone number can be requested in private chats only",
        ),
        (
            json!({"chat_id": GROUP, "text": "a", "reply_markup": location}),
            "400 Bad Request: location can be requested in private chats only",
        ),
    ] {
        assert_eq!(refusal(&mut world, "sendmessage", &params), expected);
    }
    assert!(
        refusal(
            &mut world,
            "sendmessage",
            &json!({"chat_id": 7, "text": "a", "reply_markup": contact})
        )
        .starts_with("done")
    );
    world.chat_mut(GROUP).bot = Rights::Muted;
    let muted = refusal(&mut world, "sendmessage", &json!({"chat_id": GROUP, "text": "a"}));
    assert_eq!(muted, "400 Bad Request: not enough rights to send text messages to the chat");
}

#[test]
fn a_mark_outside_its_text_is_a_fault() {
    let mut world = world();
    let entities = json!([{"type": "bold", "offset": 0, "length": 3}]);
    refusal(
        &mut world,
        "sendmessage",
        &json!({"chat_id": GROUP, "text": "𠮷", "entities": entities}),
    );
    assert_eq!(world.faults.len(), 1);
}
