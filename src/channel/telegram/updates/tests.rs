use serde_json::json;

use super::*;

const GROUP: i64 = -1_001_234;

fn me() -> Me {
    Me {
        id: 9_000,
        name: "green_bot".to_owned(),
    }
}

fn wang() -> Value {
    json!({"id": 7, "is_bot": false, "first_name": "王", "language_code": "zh-hans"})
}

fn merged(mut base: Value, fields: &Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

fn message(fields: &Value) -> Value {
    let chat = json!({"id": GROUP, "type": "supergroup", "title": "镇群"});
    merged(json!({"message_id": 11, "date": 1, "from": wang(), "chat": chat}), fields)
}

fn of(kind: &str, event: &Value) -> Option<Inbound> {
    read(&json!({"update_id": 5, kind: event}), &me(), 99).unwrap()
}

fn said(fields: &Value) -> Option<InboundKind> {
    of("message", &message(fields)).map(|i| i.kind)
}

fn slash(text: &str, length: usize) -> Value {
    json!({"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": length}]})
}

#[test]
fn words_come_in_with_everything_around_them() {
    let inbound = of(
        "message",
        &message(&json!({"text": "豆腐坊", "entities": [{"type": "hologram", "offset": 0}]})),
    )
    .unwrap();
    let from = Sender::Person {
        id: PersonId::tg(7),
        name: "王".to_owned(),
        language: Some("zh-hans".to_owned()),
    };
    let kind = InboundKind::Text {
        text: "豆腐坊".to_owned(),
        reply_to: None,
        forwarded: false,
    };
    let expected = Inbound {
        update: "tg:5".to_owned(),
        at_ms: 99,
        chat: ChatId::tg(GROUP),
        group: true,
        title: Some("镇群".to_owned()),
        thread: None,
        from,
        message: Some(MessageId(11)),
        kind,
    };
    assert_eq!(inbound, expected);
}

#[test]
fn commands_are_for_us_or_nobody() {
    let command = |text: &str, length| match said(&slash(text, length)) {
        Some(InboundKind::Command { name, args, .. }) => Some((name, args)),
        None => None,
        other => panic!("{other:?}"),
    };
    let known = |name: &str, args: &str| Some((name.to_owned(), args.to_owned()));
    assert_eq!(command("/FILL", 5), known("fill", ""));
    assert_eq!(command("/start@Green_Bot  aB-9 ", 16), known("start", "aB-9"));
    assert_eq!(command("/help@other_bot", 15), None);
    assert!(matches!(said(&json!({"text": "/etc/passwd 写的"})), Some(InboundKind::Text { .. })));
    assert!(
        matches!(said(&slash("/a", 90)), Some(InboundKind::Text { .. })),
        "a mark that lies is no command"
    );
}

#[test]
fn a_command_names_the_person_it_replies_to() {
    let li = json!({"message_id": 4, "from": {"id": 8, "is_bot": false, "first_name": "李"}});
    let fields = merged(slash("/invite", 7), &json!({"reply_to_message": li}));
    let Some(InboundKind::Command { reply_to, reply_name, .. }) = said(&fields) else {
        panic!("no command")
    };
    assert_eq!(
        reply_to,
        Some(ReplyTo {
            message: MessageId(4),
            own: false,
            author: Some(PersonId::tg(8))
        })
    );
    assert_eq!(reply_name.as_deref(), Some("李"));
}

#[test]
fn replies_are_seen_and_openings_of_topics_are_none() {
    let reply = |fields: &Value| match said(&merged(json!({"text": "a"}), fields)) {
        Some(InboundKind::Text { reply_to, .. }) => reply_to,
        other => panic!("{other:?}"),
    };
    let own = json!({"message_id": 3, "from": {"id": 9_000, "is_bot": true}});
    assert_eq!(
        reply(&json!({"reply_to_message": own})),
        Some(ReplyTo {
            message: MessageId(3),
            own: true,
            author: None
        })
    );
    let topic = json!({"is_topic_message": true, "message_thread_id": 44, "reply_to_message": {"message_id": 44, "from": wang(), "forum_topic_created": {}}});
    assert_eq!(reply(&topic), None);
    let inbound = of("message", &message(&merged(json!({"text": "a"}), &topic))).unwrap();
    assert_eq!(inbound.thread, Some(ThreadId(44)));
    let chain = of("message", &message(&json!({"text": "a", "message_thread_id": 44}))).unwrap();
    assert_eq!(chain.thread, None, "outside forums it is only a chain of replies");
}

#[test]
fn forwarded_words_are_marked() {
    let forwarded = |fields: &Value| matches!(said(fields), Some(InboundKind::Text { forwarded: true, .. }));
    assert!(forwarded(&json!({"text": "a", "forward_origin": {"type": "hidden_user"}})));
    assert!(forwarded(&json!({"text": "a", "via_bot": {"id": 3}})));
    assert!(forwarded(&merged(slash("/fill", 5), &json!({"forward_origin": {}}))));
    assert_eq!(said(&json!({"text": "a", "is_automatic_forward": true})), None);
}

#[test]
fn attachments_are_told_apart() {
    let what = |fields: &Value| match said(fields) {
        Some(InboundKind::Attachment { what, .. }) => Some(what),
        None => None,
        other => panic!("{other:?}"),
    };
    let photo = json!({"photo": [{"file_id": "s", "width": 9, "height": 9}, {"file_id": "L", "width": 90, "height": 90}, {"file_id": "m", "width": 30, "height": 30}]});
    assert_eq!(what(&photo), Some(Attachment::Photo("L".to_owned())));
    assert_eq!(what(&json!({"voice": {"file_id": "V"}})), Some(Attachment::Voice("V".to_owned())));
    assert_eq!(
        what(&json!({"document": {"file_id": "D"}})),
        Some(Attachment::Document("D".to_owned()))
    );
    assert_eq!(
        what(&json!({"animation": {}, "document": {"file_id": "D"}})),
        Some(Attachment::Other)
    );
    assert_eq!(
        what(&json!({"location": {"latitude": 1.5, "longitude": 2}})),
        Some(Attachment::Location { lat: 1.5, lon: 2.0 })
    );
    assert_eq!(what(&json!({"sticker": {}})), Some(Attachment::Sticker));
    assert_eq!(what(&json!({"dice": {}})), Some(Attachment::Other));
}

#[test]
fn a_contact_is_the_own_one_or_somebody_elses() {
    let contact = |user: Value| said(&json!({"contact": {"phone_number": "+86", "user_id": user}}));
    for (user, own) in [(json!(7), true), (json!(8), false), (Value::Null, false)] {
        let Some(InboundKind::Attachment { what, .. }) = contact(user) else {
            panic!("no attachment")
        };
        assert_eq!(
            what,
            Attachment::Contact {
                phone: "+86".to_owned(),
                own
            }
        );
    }
}

#[test]
fn what_telegram_itself_writes_is_no_message() {
    for service in [
        "new_chat_members",
        "pinned_message",
        "forum_topic_closed",
        "group_chat_created",
        "something_new",
    ] {
        assert_eq!(said(&json!({service: {}})), None, "{service}");
    }
}

#[test]
fn an_album_keeps_its_caption_and_name() {
    let fields = json!({"photo": [{"file_id": "s"}], "caption": "证", "media_group_id": "77"});
    let Some(InboundKind::Attachment { caption, album, .. }) = said(&fields) else {
        panic!("no attachment")
    };
    assert_eq!((caption.as_deref(), album.as_deref()), (Some("证"), Some("77")));
}

#[test]
fn senders_that_are_no_persons_are_known() {
    let from = |fields: &Value| of("message", &message(&merged(json!({"text": "a"}), fields))).unwrap().from;
    assert_eq!(from(&json!({"from": {"id": 1_087_968_824, "is_bot": true}})), Sender::Anonymous);
    assert_eq!(
        from(&json!({"from": {"id": 136_817_688, "is_bot": true}, "sender_chat": {"id": GROUP}})),
        Sender::Anonymous
    );
    assert_eq!(
        from(&json!({"from": {"id": 136_817_688, "is_bot": true}, "sender_chat": {"id": -5}})),
        Sender::Channel
    );
    assert_eq!(from(&json!({"from": {"id": 3, "is_bot": true}})), Sender::Nobody);
}

#[test]
fn taps_come_in_from_messages_old_and_new() {
    let chat = json!({"id": GROUP, "type": "supergroup"});
    let inaccessible = json!({"message_id": 30, "date": 0, "chat": chat});
    let inbound = of(
        "callback_query",
        &json!({"id": "c1", "from": wang(), "message": inaccessible, "data": "tok"}),
    )
    .unwrap();
    assert_eq!(
        inbound.kind,
        InboundKind::Tap {
            token: "tok".to_owned(),
            callback: "c1".to_owned(),
            message: Some(MessageId(30))
        }
    );
    assert_eq!(
        (inbound.chat, inbound.message, inbound.from.person()),
        (ChatId::tg(GROUP), None, Some(PersonId::tg(7)))
    );
    let topic = json!({"message_id": 30, "chat": chat, "is_topic_message": true, "message_thread_id": 44});
    assert_eq!(
        of("callback_query", &json!({"id": "c", "from": wang(), "message": topic, "data": "t"}))
            .unwrap()
            .thread,
        Some(ThreadId(44))
    );
    assert_eq!(
        of(
            "callback_query",
            &json!({"id": "c", "from": wang(), "inline_message_id": "x", "data": "t"})
        ),
        None
    );
    assert_eq!(
        of(
            "callback_query",
            &json!({"id": "c", "from": wang(), "message": topic, "game_short_name": "g"})
        ),
        None
    );
}

#[test]
fn edits_carry_the_new_words() {
    let edited = of("edited_message", &message(&json!({"text": "b"}))).unwrap();
    assert_eq!(
        edited.kind,
        InboundKind::Edited {
            text: "b".to_owned(),
            reply_to: None
        }
    );
    assert_eq!((edited.message, edited.update.as_str()), (Some(MessageId(11)), "tg:5"));
    assert_eq!(of("edited_message", &message(&json!({"location": {}}))), None);
}

#[test]
fn standing_follows_the_status() {
    let standing = |chat: &str, member: &Value| {
        let id = if chat == "private" { 7 } else { GROUP };
        let change = json!({"chat": {"id": id, "type": chat}, "from": wang(), "date": 1, "new_chat_member": member});
        match of("my_chat_member", &change).map(|i| i.kind) {
            Some(InboundKind::Standing { now, can_pin }) => Some((now, can_pin)),
            None => None,
            other => panic!("{other:?}"),
        }
    };
    for (chat, member, expected) in [
        ("supergroup", json!({"status": "member"}), (Standing::Member, false)),
        ("group", json!({"status": "left"}), (Standing::Gone, false)),
        ("supergroup", json!({"status": "kicked"}), (Standing::Gone, false)),
        ("private", json!({"status": "kicked"}), (Standing::Blocked, false)),
        ("private", json!({"status": "member"}), (Standing::Member, false)),
        (
            "supergroup",
            json!({"status": "restricted", "is_member": true, "can_send_messages": false}),
            (Standing::Muted, false),
        ),
        (
            "supergroup",
            json!({"status": "restricted", "is_member": false}),
            (Standing::Gone, false),
        ),
        (
            "supergroup",
            json!({"status": "restricted", "is_member": true, "can_send_messages": true}),
            (Standing::Member, false),
        ),
        (
            "supergroup",
            json!({"status": "administrator", "can_pin_messages": true}),
            (Standing::Admin, true),
        ),
        ("supergroup", json!({"status": "administrator"}), (Standing::Admin, false)),
    ] {
        assert_eq!(standing(chat, &member), Some(expected), "{chat} {member}");
    }
    assert_eq!(standing("supergroup", &json!({"status": "ascended"})), None);
}

#[test]
fn a_group_that_moves_says_where_to() {
    assert_eq!(
        said(&json!({"migrate_to_chat_id": -1_009})),
        Some(InboundKind::Migrated { to: ChatId::tg(-1_009) })
    );
    assert_eq!(said(&json!({"migrate_from_chat_id": -9})), None);
}

#[test]
fn what_cannot_be_read_says_why_and_what_is_unknown_is_passed_over() {
    let read = |update: Value| read(&update, &me(), 0);
    assert_eq!(read(json!({"message": {}})), Err(Unreadable("update_id")));
    assert_eq!(
        read(json!({"update_id": 1, "message": {"text": "a", "from": wang()}})),
        Err(Unreadable("chat"))
    );
    assert_eq!(
        read(json!({"update_id": 1, "message": {"text": "a", "chat": {"id": 7}}})),
        Err(Unreadable("sender"))
    );
    for strange in [
        json!({"update_id": 1, "hologram": {}}),
        json!({"update_id": 1, "message": null}),
        json!({"update_id": 1, "message": 7}),
        json!({"update_id": 1}),
    ] {
        assert_eq!(read(strange.clone()), Ok(None), "{strange}");
    }
}
