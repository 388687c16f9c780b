//! The status page of the real program.

use super::program;
use crate::double::{Failure, Tg};
use crate::program::free_address;

async fn get(address: &str, path: &str) -> (u16, String) {
    let client = teloxide::net::default_reqwest_settings().no_proxy().build().unwrap();
    let answer = client.get(format!("http://{address}{path}")).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn health_readiness_and_numbers() {
    let tg = Tg::open().await;
    tg.person(7, "李茶");
    let mut program = program(&tg);
    let address = free_address();
    program.env("GREENWINDOW_STATUS_LISTEN", &address);
    // Telegram does not answer yet: the program lives, and is not ready.
    tg.fail(Some("getMe"), None, 1, Failure::server());
    program.start();
    program.until_written("Telegram gives no updates").await;
    assert_eq!(get(&address, "/healthz").await, (200, "the program runs\n".to_owned()));
    let (code, why) = get(&address, "/readyz").await;
    assert!(
        code == 503 && why.starts_with("not ready: Telegram has not been heard yet"),
        "{why}"
    );
    tg.start(7, "");
    tg.once("the bot greets", |world| world.calls.iter().any(|c| c.method == "sendmessage"))
        .await;
    assert_eq!(get(&address, "/readyz").await, (200, "all is ready\n".to_owned()));
    tg.fail(Some("sendMessage"), None, 1, Failure::flood(0));
    tg.say(7, 7, "/status");
    let sent = |n: usize| move |world: &crate::double::World| world.calls.iter().filter(|c| c.method == "sendmessage").count() == n;
    tg.once("the bot answers at the second try", sent(3)).await;
    let (code, page) = get(&address, "/metrics").await;
    assert_eq!(code, 200);
    for line in [
        "greenwindow_turns_total{kind=\"answered\"} 2",
        "greenwindow_turn_seconds_count 2",
        "greenwindow_too_many_requests_total 1",
        "greenwindow_tickets_open 0",
    ] {
        assert!(page.lines().any(|l| l == line), "{line} is not in\n{page}");
    }
    let bytes = page.lines().find_map(|l| l.strip_prefix("greenwindow_disk_bytes ")).unwrap();
    assert!(bytes.parse::<u64>().unwrap() > 0);
    program.stop().await.unwrap();
}
