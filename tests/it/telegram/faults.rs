//! What Telegram and the line to it can do wrong; the table in ARCHITECTURE.md names these tests.

use std::time::Duration;

use futures::future::BoxFuture;
use greenwindow::channel::telegram::Rhythm;

use super::*;

/// So much of the machine's time passes now.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

fn sends(tg: &Tg) -> usize {
    tg.calls().iter().filter(|c| c.method == "sendmessage").count()
}

#[tokio::test]
async fn a_chat_told_too_many_without_a_time_rests_five_seconds() {
    let bot = running().await;
    let tg = &bot.tg;
    tg.fail(Some("sendMessage"), Some(GROUP), 1, Failure::refused(429, "Too Many Requests"));
    bot.house.send(GROUP, "a1");
    tg.idle().await;
    tg.advance(4_999);
    tg.idle().await;
    assert_eq!(tg.log(GROUP), "");
    tg.advance(1);
    tg.idle().await;
    assert_eq!(tg.log(GROUP), "bot: a1\n");
    bot.end().await;
}

#[tokio::test]
async fn too_many_polls_rest_as_long_as_told() {
    let tg = town().await;
    tg.fail(Some("getUpdates"), None, 1, Failure::flood(9));
    tg.say(GROUP, WANG, "/fill");
    let bot = Running::launch(&tg, &Arc::default(), PathBuf::new());
    tg.until("the bot rests", |world| world.resting == 1).await;
    tg.advance(8_999);
    tg.until("the bot still rests", |world| world.resting == 1).await;
    assert_eq!(tg.log(GROUP), "王: /fill\n");
    tg.advance(1);
    tg.idle().await;
    assert!(tg.log(GROUP).contains("命令 fill"));
    bot.end().await;
}

#[tokio::test]
async fn an_address_that_is_not_found_is_a_token_that_is_wrong() {
    for (method, code) in [("getMe", 404), ("getUpdates", 404), ("getUpdates", 401), ("sendMessage", 404)] {
        let tg = town().await;
        tg.fail(Some(method), None, 1, Failure::refused(code, "Not Found"));
        let bot = Running::launch(&tg, &Arc::default(), PathBuf::new());
        bot.house.send(GROUP, "a");
        let why = bot.task.await.unwrap().unwrap_err().to_string();
        assert!(why.contains("@BotFather") && !why.contains(TOKEN), "{method} {code}: {why}");
    }
}

#[tokio::test]
async fn a_message_that_is_too_large_is_given_up_and_the_next_one_goes() {
    let bot = running().await;
    let tg = &bot.tg;
    tg.fail(
        Some("sendMessage"),
        Some(GROUP),
        1,
        Failure::refused(413, "Request Entity Too Large"),
    );
    let (large, next) = (bot.house.send(GROUP, "a1"), bot.house.send(GROUP, "a2"));
    tg.idle().await;
    assert_eq!(bot.house.never(large), Refusal::Invalid("Request Entity Too Large".to_owned()));
    assert!(matches!(bot.house.outcome(next), Some(Outcome::Sent(Some(_)))));
    bot.end().await;
}

#[tokio::test]
async fn a_call_that_gets_no_answer_is_made_again_and_holds_nobody_up() {
    let bot = running().await;
    let tg = &bot.tg;
    tg.fail(Some("sendMessage"), Some(GROUP), 1, Failure::Silence);
    let row = bot.house.send(GROUP, "a1");
    bot.house.send(OTHER, "b1");
    tg.until("the other chat is served", |world| {
        world.in_flight == 1 && world.log(OTHER) == "bot: b1\n"
    })
    .await;
    pass(Duration::from_mins(1)).await;
    tg.until("the call was given up", |world| world.resting == 1).await;
    assert_eq!((bot.house.outcome(row), tg.log(GROUP).as_str()), (None, ""));
    tg.advance(1_000);
    tg.idle().await;
    assert_eq!(tg.log(GROUP), "bot: a1\n");
    bot.end().await;
}

#[tokio::test]
async fn a_poll_that_gets_no_answer_is_made_again() {
    let tg = town().await;
    tg.fail(Some("getUpdates"), None, 1, Failure::Silence);
    tg.say(GROUP, WANG, "/fill");
    let bot = Running::launch(&tg, &Arc::default(), PathBuf::new());
    tg.until("the poll hangs", |world| world.in_flight == 1).await;
    pass(Duration::from_secs(66)).await;
    tg.until("the poll was given up", |world| world.resting == 1).await;
    tg.advance(1_000);
    tg.idle().await;
    assert!(tg.log(GROUP).contains("命令 fill"));
    bot.end().await;
}

#[tokio::test]
async fn a_stop_does_not_wait_for_a_poll_that_hangs() {
    let tg = town().await;
    tg.fail(Some("getUpdates"), None, 1, Failure::Silence);
    let bot = Running::launch(&tg, &Arc::default(), PathBuf::new());
    tg.until("the poll hangs", |world| world.in_flight == 1).await;
    bot.end().await;
}

/// Time that notes how long somebody has waited.
struct Noting(Arc<dyn Rhythm>, Mutex<Vec<u64>>);

impl Rhythm for Noting {
    fn now_ms(&self) -> i64 {
        self.0.now_ms()
    }

    fn wait(&self, ms: u64) -> BoxFuture<'static, ()> {
        self.1.lock().unwrap().push(ms);
        self.0.wait(ms)
    }
}

#[tokio::test]
async fn without_an_address_for_telegram_the_bot_waits_and_can_be_stopped() {
    // No part of a name may be longer than 63 characters, so no resolver needs to be asked.
    let nowhere = format!("http://{}.invalid/", "x".repeat(64));
    let tg = town().await;
    let (stop, heard) = watch::channel(false);
    let time = Arc::new(Noting(tg.time(), Mutex::default()));
    let setup = Setup {
        files: greenwindow::seal::Files::default(),
        time: time.clone(),
        pace: Pace::none(),
    };
    let bot = tg.bot().set_api_url(nowhere.parse().unwrap());
    let task = tokio::spawn(run(bot, Arc::<Echo>::default(), setup, heard));
    for wait in [1_000, 2_000, 4_000] {
        tg.until("the bot rests", |_| time.1.lock().unwrap().last() == Some(&wait)).await;
        tg.advance(i64::try_from(wait).unwrap());
    }
    stop.send_replace(true);
    assert_eq!(task.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn updates_out_of_order_and_with_jumping_numbers_are_each_handled_once() {
    let tg = town().await;
    let house = Arc::<Echo>::default();
    for text in ["/one", "/two", "/three"] {
        tg.say(GROUP, WANG, text);
    }
    tg.turn_around();
    let bot = Running::launch(&tg, &house, PathBuf::new());
    tg.idle().await;
    for (number, text) in [(5_000_000_000, "/four"), (12, "/five"), (13, "/six"), (9_000, "/seven")] {
        tg.count_from(number);
        tg.say(GROUP, WANG, text);
        tg.idle().await;
    }
    bot.end().await;
    let bot = Running::launch(&tg, &house, PathBuf::new());
    tg.idle().await;
    let names: Vec<String> = house.with(|s| s.came.iter().map(|i| i.update.clone()).collect());
    assert_eq!(names, ["tg:702", "tg:701", "tg:700", "tg:5000000000", "tg:12", "tg:13", "tg:9000"]);
    bot.end().await;
}

#[tokio::test]
async fn an_entity_of_an_unknown_type_does_not_cost_the_words() {
    let bot = running().await;
    let tg = &bot.tg;
    let chat = json!({"id": WANG, "type": "private"});
    let from = json!({"id": WANG, "is_bot": false, "first_name": "王"});
    let entities = json!([{"type": "hologram", "offset": 0, "length": 2}]);
    tg.start(WANG, "");
    tg.raw_update(json!({"message": {"message_id": 3, "date": 0, "chat": chat, "from": from, "text": "豆腐", "entities": entities}}));
    tg.raw_update(json!({"message": {"message_id": 4, "date": 0, "chat": chat, "from": from, "hologram": {"file_id": "h"}}}));
    tg.idle().await;
    assert!(tg.log(WANG).contains("听到：豆腐"));
    assert_eq!(bot.house.with(|s| s.aside.clone()), []);
    bot.end().await;
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_asked_for_again() {
    let bot = running().await;
    let tg = &bot.tg;
    tg.fail(Some("sendMessage"), Some(GROUP), 1, Failure::Reset { done: true });
    bot.house.send(GROUP, "a1");
    tg.idle().await;
    tg.advance(1_000);
    tg.idle().await;
    assert_eq!(
        (tg.log(GROUP).as_str(), sends(tg)),
        ("bot: a1\nbot: a1\n", 2),
        "rather twice than never"
    );
    tg.fail(Some("sendMessage"), Some(OTHER), 1, Failure::Reset { done: true });
    let once = bot.house.release(Lane::Reminder, OTHER, Act::Send(words("还差三题")));
    tg.idle().await;
    tg.advance(60_000);
    tg.idle().await;
    assert_eq!(
        (tg.log(OTHER).as_str(), bot.house.never(once)),
        ("bot: 还差三题\n", Refusal::Moot),
        "a reminder never twice"
    );
    bot.end().await;
}
