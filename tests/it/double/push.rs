//! The webhook: updates are posted one by one, each again until it is answered with 200.

use serde_json::{Value, json};

use super::Tg;
use super::model::World;

/// Where updates are posted.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: String,
}

impl World {
    pub(super) fn set_webhook(&mut self, p: &Value) {
        let text = |name: &str| p[name].as_str().unwrap_or_default().to_owned();
        if let Some(wanted) = p["allowed_updates"].as_array() {
            self.wanted = Some(wanted.iter().filter_map(|w| w.as_str().map(str::to_owned)).collect());
        }
        self.webhook = Some(Webhook {
            url: text("url"),
            secret: text("secret_token"),
        });
        self.webhooks_set += 1;
    }

    pub(super) fn webhook_info(&self) -> Value {
        let url = self.webhook.as_ref().map_or("", |hook| hook.url.as_str());
        json!({"url": url, "has_custom_certificate": false, "pending_update_count": self.waiting(), "max_connections": 40})
    }
}

/// Posts what waits as long as the double lives.
pub(super) async fn run(tg: Tg) {
    let client = teloxide::net::default_reqwest_settings().no_proxy().build().unwrap();
    let mut changes = tg.0.changed.subscribe();
    loop {
        changes.borrow_and_update();
        let next = {
            let world = tg.world();
            world.webhook.clone().zip(world.queue.front().cloned())
        };
        let Some((hook, queued)) = next else {
            if changes.changed().await.is_err() {
                return;
            }
            continue;
        };
        let lost = tg.world().scripted("push", &json!({})).is_some();
        let posted = client
            .post(&hook.url)
            .header("content-type", "application/json")
            .header("x-telegram-bot-api-secret-token", &hook.secret)
            .body(queued.update.to_string())
            .send()
            .await;
        let status = posted.map_or(0, |answer| answer.status().as_u16());
        tg.change(|world| {
            world.pushes.push(status);
            if status == 200 && !lost {
                world.queue.retain(|q| q.id != queued.id || q.again != queued.again);
            }
        });
        if status != 200 {
            // Telegram waits before it tries again; here until something happens, a program that starts for example.
            changes.borrow_and_update();
            if changes.changed().await.is_err() {
                return;
            }
        }
    }
}
