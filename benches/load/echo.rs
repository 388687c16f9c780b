//! The limit: a bot that keeps nothing, and makes as many calls per update as the one measured.

use std::sync::Arc;

use serde_json::{Value, json};
use teloxide::Bot;

/// Takes updates by long polling and answers each at once, for ever.
pub(crate) async fn run(address: &str, calls_per_step: f64) {
    let client = teloxide::net::client_from_env();
    let bot = Bot::with_client("1:echo", client);
    let line = Arc::new((bot, format!("{address}/bot1:echo")));
    let mut offset = 0;
    let mut owed = 0.0;
    loop {
        let asked = json!({"timeout": 50, "offset": offset, "allowed_updates": ["message", "callback_query"]});
        let Some(batch) = call(&line, "getUpdates", &asked).await else {
            continue;
        };
        for update in batch.as_array().into_iter().flatten() {
            offset = offset.max(update["update_id"].as_i64().unwrap_or(0) + 1);
            owed += calls_per_step - 1.0;
            let more = owed.floor().max(0.0);
            owed -= more;
            tokio::spawn(answer(line.clone(), update["message"].clone(), more));
        }
    }
}

async fn answer(line: Arc<(Bot, String)>, message: Value, mut more: f64) {
    let reply = json!({
        "chat_id": message["chat"]["id"],
        "text": message["text"],
        "reply_parameters": {"message_id": message["message_id"], "allow_sending_without_reply": true},
    });
    call(&line, "sendMessage", &reply).await;
    while more >= 1.0 {
        more -= 1.0;
        let old = json!({"chat_id": message["chat"]["id"], "message_id": message["message_id"]});
        call(&line, "deleteMessage", &old).await;
    }
}

async fn call(line: &(Bot, String), method: &str, asked: &Value) -> Option<Value> {
    let request = line.0.client().post(format!("{}/{method}", line.1));
    let request = request.header("content-type", "application/json").body(asked.to_string());
    let text = request.send().await.ok()?.text().await.ok()?;
    let mut answer: Value = serde_json::from_str(&text).ok()?;
    Some(answer["result"].take())
}
