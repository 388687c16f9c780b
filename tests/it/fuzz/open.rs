//! The two open doors of the real program: what is posted by Telegram, and what is asked of the web chat.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::{Value, json};

use super::chats::{WANG, updates};
use super::{mutate, runner};
use crate::operation::webhook::{hooked, post};
use crate::web::House;

/// As many of them as there are cases.
fn some<T: std::fmt::Debug>(usual: u32, strategy: impl Strategy<Value = T>) -> impl Iterator<Item = T> {
    let mut runner = runner(usual);
    (0..runner.config().cases).map(move |_| strategy.new_tree(&mut runner).unwrap().current())
}

/// A panic is caught, laid aside and told; here it is a fault.
fn nothing_failed(log: &str, said: &str) {
    assert!(!log.contains("panicked") && !log.contains("has failed"), "{log}\nafter {said}");
}

#[tokio::test]
async fn whatever_is_posted_to_the_webhook_is_answered() {
    let (tg, mut program, url) = hooked().await;
    let secret = tg.look(|world| world.webhook.as_ref().unwrap().secret.clone());
    let cut = mutate::text(updates().iter().map(Value::to_string).collect());
    let bodies = some(100, mutate::tree(updates(), &[]))
        .map(|tree| tree.to_string())
        .chain(some(50, cut));
    for (n, body) in (1..).zip(bodies) {
        // A number of its own, so that it is not taken for one that came before.
        let body = body.replacen("\"update_id\":", &format!("\"update_id\":{n}"), 1);
        let (status, _) = post(&url, &secret, body.clone()).await;
        // 413: several of the changes have 300 kB.
        assert!([200, 400, 413].contains(&status), "{status}: {body:.2000}");
        nothing_failed(&program.log(), &body);
    }
    let calls = tg.calls().len();
    let person = json!({"id": WANG, "is_bot": false, "first_name": "王"});
    let hello = json!({"message_id": 900, "date": 1, "from": person, "chat": {"id": WANG, "type": "private"}, "text": "/start"});
    let (status, _) = post(
        &url,
        &secret,
        json!({"update_id": 5_000_000_000_000_i64, "message": hello}).to_string(),
    )
    .await;
    assert_eq!(status, 200);
    tg.once("it still answers", |world| world.calls.len() > calls).await;
    program.stop().await.unwrap();
}

/// Requests of the page, as they should be.
fn requests() -> Vec<Value> {
    let own = |path: &str, body: Value| json!({"path": path, "body": body});
    vec![
        own("send", json!({"room": "web:1", "text": "/fill", "nonce": "n", "reply": null})),
        own("send", json!({"room": "web:1", "text": "石门县示例油坊", "nonce": "n", "reply": 2})),
        own("send", json!({"room": "web:-1", "text": "早", "nonce": "n"})),
        own("start", json!({"start": "aB9"})),
        own("tap", json!({"room": "web:1", "n": 2, "token": "s", "nonce": "n"})),
        own("tap", json!({"room": "web:1", "n": 2, "token": "k.web:1.1331.", "nonce": "n"})),
        own("place", json!({"room": "web:1", "lat": 29.5, "lon": 111.3, "nonce": "n"})),
    ]
}

#[test]
fn whatever_is_asked_of_the_web_chat_is_answered() {
    let house = House::open(&[("GREENWINDOW_PACE_PERSON_PER_10_SECONDS", "0")]);
    for request in requests() {
        let path = format!("/as/li/api/{}", request["path"].as_str().unwrap());
        assert_eq!(house.post_json(&path, &request["body"].to_string()).status(), 200, "{request}");
    }
    let cut = mutate::text(requests().iter().map(Value::to_string).collect());
    let trees = some(200, mutate::tree(requests(), &["path"]));
    for (n, request) in trees.enumerate() {
        let path = format!("/as/li/api/{}", request["path"].as_str().unwrap());
        let mut body = request["body"].clone();
        if let Some(fields) = body.as_object_mut().filter(|fields| fields.contains_key("nonce")) {
            fields.insert("nonce".to_owned(), json!(format!("n{n}")));
        }
        let status = house.post_json(&path, &body.to_string()).status();
        assert!((200..500).contains(&status), "{status}: {path} {body:.2000}");
        nothing_failed(&house.log(), &body.to_string());
    }
    for body in some(50, cut) {
        for path in ["send", "start", "tap", "place"] {
            let status = house.post_json(&format!("/as/li/api/{path}"), &body).status();
            assert!((200..500).contains(&status), "{status}: {path} {body:.2000}");
        }
        nothing_failed(&house.log(), &body);
    }
    let paths = [
        "/as/li/api/events?after=0",
        "/as/li/api/photo?room=web:1&n=1",
        "/as/li/api/file?room=web:1&n=1",
        "/i/aB9",
        "/?start=aB9",
    ];
    let asked = mutate::text(paths.map(str::to_owned).to_vec());
    for path in some(100, asked) {
        // A request line is one line without blanks; what is left of it must be answered.
        let path: String = path.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        if path.starts_with("/as/li/api/events") {
            continue;
        }
        let answer = house.get(&path, &[]);
        assert!((200..500).contains(&answer.status()), "{path:.2000}: {:.300}", answer.0);
    }
    nothing_failed(&house.log(), "addresses");
    let rooms = house.get("/as/li/api/rooms", &[]);
    assert_eq!(rooms.status(), 200);
    let (_, told) = rooms.0.split_once("\r\n\r\n").unwrap();
    serde_json::from_str::<Value>(told).unwrap();
}
