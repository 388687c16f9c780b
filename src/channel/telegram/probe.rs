//! What Telegram says of the bot when the operator asks how it does.

use std::time::Duration;

use serde_json::{Value, json};

use super::call::Line;

/// How long the look at Telegram's clock may take.
const CLOCK_WITHIN: Duration = Duration::from_secs(10);

/// The answers.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The bot's user name.
    pub name: String,
    /// Where updates are posted to; empty: they are fetched.
    pub webhook: String,
    /// Why the last post did not arrive.
    pub webhook_error: Option<String>,
    /// What Telegram's clock says, in milliseconds since 1970.
    pub clock_ms: Option<i64>,
    /// What the bot may do in each chat asked for, or why that is not known.
    pub chats: Vec<(i64, Result<Rights, String>)>,
}

/// What the bot may do in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// Write.
    pub write: bool,
    /// Pin messages.
    pub pin: bool,
}

/// Asks Telegram; an error is in Telegram's words or the network's, without the token.
pub async fn probe(bot: teloxide::Bot, chats: &[i64]) -> Result<Probe, String> {
    let line = Line::new(bot.clone(), crate::seal::Files::default());
    let nothing = json!({});
    let me: Value = line.call("getMe", &nothing).await.map_err(|e| e.to_string())?;
    let hook: Value = line.call("getWebhookInfo", &nothing).await.map_err(|e| e.to_string())?;
    let mut rights = Vec::new();
    for chat in chats {
        let question = json!({"chat_id": chat, "user_id": me["id"]});
        let member = line.call::<Value>("getChatMember", &question).await;
        rights.push((*chat, member.map(|m| read(&m)).map_err(|e| e.to_string())));
    }
    Ok(Probe {
        name: me["username"].as_str().unwrap_or_default().to_owned(),
        webhook: hook["url"].as_str().unwrap_or_default().to_owned(),
        webhook_error: hook["last_error_message"].as_str().map(str::to_owned),
        clock_ms: clock(&bot).await,
        chats: rights,
    })
}

fn read(member: &Value) -> Rights {
    let may = |name: &str| member[name].as_bool();
    match member["status"].as_str().unwrap_or_default() {
        "creator" => Rights { write: true, pin: true },
        "administrator" => Rights {
            write: true,
            pin: may("can_pin_messages").unwrap_or(false),
        },
        "member" => Rights { write: true, pin: false },
        "restricted" => Rights {
            write: may("can_send_messages").unwrap_or(false),
            pin: may("can_pin_messages").unwrap_or(false),
        },
        _ => Rights { write: false, pin: false },
    }
}

/// The `Date` of any answer.
async fn clock(bot: &teloxide::Bot) -> Option<i64> {
    let answer = bot.client().get(bot.api_url()).timeout(CLOCK_WITHIN).send().await.ok()?;
    crate::clock::http_date_ms(answer.headers().get("date")?.to_str().ok()?)
}
