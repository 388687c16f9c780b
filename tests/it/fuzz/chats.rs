//! What comes from chats: updates, and what buttons and links carry.

use greenwindow::catalogue::DecisionTable;
use greenwindow::channel::telegram::updates::{self, Me};
use greenwindow::config::Config;
use greenwindow::ids::{CaseId, PersonId};
use greenwindow::render::{Choice, Token};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{mutate, runner};
use crate::double::{BOT, BOT_NAME};

/// The person and the group of the seeds.
pub(super) const WANG: i64 = 7;
pub(super) const GROUP: i64 = -1_001_234;

/// One update of each kind that we read.
pub(super) fn updates() -> Vec<Value> {
    let wang = json!({"id": WANG, "is_bot": false, "first_name": "王", "language_code": "zh-hans"});
    let bot = json!({"id": BOT, "is_bot": true, "first_name": "绿窗", "username": BOT_NAME});
    let private = json!({"id": WANG, "type": "private", "first_name": "王"});
    let group = json!({"id": GROUP, "type": "supergroup", "title": "镇群"});
    let message = |chat: &Value, fields: Value| {
        let mut message = json!({"message_id": 11, "date": 1, "from": wang, "chat": chat});
        message.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        message
    };
    let command = |words: &str| {
        let length = words.find(' ').unwrap_or(words.len());
        json!({"text": words, "entities": [{"type": "bot_command", "offset": 0, "length": length}]})
    };
    let replied = json!({"message_id": 10, "date": 1, "chat": group, "from": bot, "text": "名称？"});
    let admin = json!({"status": "administrator", "user": bot, "can_pin_messages": true});
    let tap = |data: &str| json!({"id": "4", "from": wang, "message": message(&private, json!({"from": bot})), "chat_instance": "1", "data": data});
    [
        json!({"message": message(&private, command("/start"))}),
        json!({"message": message(&private, command("/start aB-9_x"))}),
        json!({"message": message(&private, command("/fill"))}),
        json!({"message": message(&private, command("/classify 榨油坊"))}),
        json!({"message": message(&group, command("/fill@green_window_bot"))}),
        json!({"message": message(&private, json!({"text": "石门县示例油坊"}))}),
        json!({"message": message(&group, json!({"text": "92430726MA4T000278", "reply_to_message": replied}))}),
        json!({"message": message(&group, json!({"message_thread_id": 5, "is_topic_message": true, "text": "a"}))}),
        json!({"message": message(&private, json!({"photo": [{"file_id": "a", "width": 9, "height": 9}], "caption": "照", "media_group_id": "1"}))}),
        json!({"message": message(&private, json!({"location": {"latitude": 29.5, "longitude": 111.3}}))}),
        json!({"message": message(&private, json!({"contact": {"phone_number": "+8613900000001", "user_id": WANG}}))}),
        json!({"message": message(&private, json!({"voice": {"file_id": "v"}}))}),
        json!({"message": message(&private, json!({"sticker": {"file_id": "s"}}))}),
        json!({"message": message(&group, json!({"migrate_to_chat_id": -1_009}))}),
        json!({"message": message(&group, json!({"sender_chat": {"id": GROUP, "type": "supergroup"}, "text": "a"}))}),
        json!({"edited_message": message(&private, json!({"text": "b"}))}),
        json!({"callback_query": tap("s")}),
        json!({"callback_query": tap("k.tg:7.1331.")}),
        json!({"my_chat_member": {"chat": group, "from": wang, "date": 1, "new_chat_member": admin}}),
    ]
    .into_iter()
    .enumerate()
    .map(|(n, mut update)| {
        update["update_id"] = json!(n + 1);
        update
    })
    .collect()
}

#[test]
fn an_update_is_read_or_laid_aside() {
    let me = Me {
        id: BOT,
        name: BOT_NAME.to_owned(),
    };
    for update in updates() {
        updates::read(&update, &me, 1).unwrap().expect("the seed is one of ours");
    }
    let read = |update: Value| {
        let number = updates::number(&update);
        match updates::read(&update, &me, 1) {
            Ok(Some(inbound)) => prop_assert_eq!(Some(inbound.update), number.map(updates::key)),
            Ok(None) => {}
            Err(unreadable) => prop_assert!(unreadable.to_string().starts_with("the update has no ")),
        }
        Ok(())
    };
    runner(1_000).run(&mutate::tree(updates(), &[]), read).unwrap();
}

/// One text of each kind that a button carries.
fn tokens() -> Vec<String> {
    let session = "k7Qm3xAb".to_owned();
    let choose = Token::Choose {
        session: session.clone(),
        which: Choice::Continue(CaseId(7)),
    };
    let classify = Token::Classify {
        person: PersonId::tg(WANG),
        code: "1331".to_owned(),
        trail: "yn~A".to_owned(),
    };
    let plain = [
        "s",
        "k",
        "t.7.c",
        "c.7.n",
        "r.7",
        "o.7",
        "q.1331.yn",
        "p.k7Qm3xAb.12.o3",
        "p.k7Qm3xAb.1.wb",
    ];
    let mut all = plain.map(str::to_owned).to_vec();
    all.extend([
        choose.to_text(),
        classify.to_text(),
        format!("g.{session}.4"),
        format!("h.{session}"),
    ]);
    all
}

#[test]
fn what_a_button_carries_is_ours_or_nothing() {
    for text in tokens() {
        assert!(Token::parse(&text).is_some(), "{text}");
    }
    let law = DecisionTable::parse(&greenwindow::app::Sources::read(&Config::default()).unwrap().law.1).unwrap();
    let read = |text: String| {
        let Some(token) = Token::parse(&text) else { return Ok(()) };
        // Whatever is understood means the same when it is written again.
        prop_assert_eq!(Token::parse(&token.to_text()), Some(token.clone()), "{}", text);
        if let Token::Classify { code, trail, .. } | Token::AskHuman { code, trail } = &token
            && let Some(replay) = law.replay(code, trail)
        {
            let _ = law.evaluate(&[law.trade(code)], &replay.facts);
        }
        Ok(())
    };
    runner(2_000).run(&mutate::text(tokens()), read).unwrap();
}
