//! Updates by a webhook: who may post, what is answered, and what a kill leaves.

use serde_json::json;

use super::program;
use crate::double::{Failure, Tg};
use crate::program::{Program, free_address};

const LI: i64 = 7;

/// The program on a webhook, and the address it listens at.
pub(crate) async fn hooked() -> (Tg, Program, String) {
    let tg = Tg::open().await;
    tg.person(LI, "李茶");
    let mut program = program(&tg);
    let url = format!("http://{}/telegram", free_address());
    program.env("GREENWINDOW_TELEGRAM_WEBHOOK_URL", &url);
    let address = url.strip_prefix("http://").and_then(|u| u.strip_suffix("/telegram")).unwrap();
    program.env("GREENWINDOW_TELEGRAM_WEBHOOK_LISTEN", address);
    program.start();
    tg.until("the webhook is set", |world| world.webhooks_set == 1).await;
    (tg, program, url)
}

/// How often the bot has tried to write to somebody.
fn said(tg: &Tg) -> usize {
    tg.calls().iter().filter(|c| c.method == "sendmessage").count()
}

pub(crate) async fn post(url: &str, secret: &str, body: String) -> (u16, String) {
    let client = teloxide::net::default_reqwest_settings().no_proxy().build().unwrap();
    let request = client.post(url).header("x-telegram-bot-api-secret-token", secret).body(body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn only_telegram_may_post_and_the_same_update_twice_changes_nothing() {
    let (tg, mut program, url) = hooked().await;
    let secret = tg.look(|world| world.webhook.as_ref().unwrap().secret.clone());
    let person = json!({"id": LI, "is_bot": false, "first_name": "李茶"});
    let chat = json!({"id": LI, "type": "private", "first_name": "李茶"});
    let hello = json!({"update_id": 5, "message": {"message_id": 900, "date": 1, "from": person, "chat": chat, "text": "/start"}});
    let nothing = String::new();
    for wrong in ["", "wrong", &secret[1..]] {
        assert_eq!(post(&url, wrong, hello.to_string()).await, (404, nothing.clone()), "{wrong}");
    }
    assert_eq!(post(&format!("{url}/x"), &secret, hello.to_string()).await.0, 404);
    assert_eq!(post(&url, &secret, "not JSON".to_owned()).await.0, 400);
    assert_eq!(post(&url, &secret, " ".repeat(1024 * 1024 + 1)).await.0, 413);
    // What we cannot read is laid aside: Telegram need not send it again.
    assert_eq!(post(&url, &secret, json!({"update_id": 4, "message": 7}).to_string()).await.0, 200);
    assert_eq!(said(&tg), 0);
    for _ in 0..2 {
        assert_eq!(post(&url, &secret, hello.to_string()).await, (200, nothing.clone()));
        tg.once("the bot greets", |world| world.calls.iter().any(|c| c.method == "sendmessage"))
            .await;
    }
    program.stop().await.unwrap();
    assert_eq!(said(&tg), 1);
    tg.check();
}

#[tokio::test]
async fn a_kill_loses_nothing_that_was_answered_and_what_was_not_comes_again() {
    let (tg, mut program, _) = hooked().await;
    // Durable, answered with 200, not said: the program dies before the words go out.
    tg.hold(true);
    tg.start(LI, "");
    tg.until("the update is delivered", |world| world.waiting() == 0).await;
    program.kill().unwrap();
    // Nobody answers: Telegram keeps it.
    tg.say(LI, LI, "/fill");
    tg.until("it is tried in vain", |world| world.pushes.last() == Some(&0)).await;
    tg.hold(false);
    // Durable, but Telegram does not hear the answer.
    tg.fail(Some("push"), None, 1, Failure::Reset { done: true });
    program.start();
    tg.until("all is delivered", |world| world.waiting() == 0).await;
    tg.once("the bot knows of the form that /start began", |world| {
        world.chat(LI).notes.values().any(|note| note.text.contains("没填完"))
    })
    .await;
    program.stop().await.unwrap();
    let log = tg.log(LI);
    assert!(
        log.matches("没填完").count() == 1 && log.contains("2611-0001-") && !log.contains("2611-0002-"),
        "{log}"
    );
    tg.check();
}

#[tokio::test]
async fn back_to_polling_takes_the_webhook_away() {
    let (tg, mut program, _) = hooked().await;
    program.stop().await.unwrap();
    tg.start(LI, "");
    program.env("GREENWINDOW_TELEGRAM_WEBHOOK_URL", "");
    program.start();
    tg.once("the bot polls and greets", |world| {
        world.webhook.is_none() && world.waiting() == 0 && world.calls.iter().any(|c| c.method == "sendmessage")
    })
    .await;
    program.stop().await.unwrap();
    tg.check();
}
