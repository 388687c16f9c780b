//! Telegram's room against the double, with a house that only echoes.

mod faults;

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use greenwindow::channel::telegram::menu::Menu;
use greenwindow::channel::telegram::{Setup, run};
use greenwindow::channel::{House, Stop};
use greenwindow::config::Pace;
use greenwindow::ids::{ChatId, MessageId, OutboxId, PersonId, ThreadId};
use greenwindow::message::{
    Act, Attachment, Button, Inbound, InboundKind, Lane, Message, Outcome, Outgoing, Press, Purpose, Refusal, ReplyBox, Span, Target, Text,
    Toast,
};
use greenwindow::seal::{Files, Keys};
use serde_json::json;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::double::{Failure, TOKEN, Tg};

const GROUP: i64 = -1_001;
const OTHER: i64 = -1_002;
const WANG: i64 = 7;

/// Remembers what came in, says it again, and sends what a test gives it.
#[derive(Default)]
struct Echo {
    state: Mutex<State>,
    arrived: Notify,
}

#[derive(Default)]
struct State {
    seen: HashSet<String>,
    came: Vec<Inbound>,
    deliveries: usize,
    aside: Vec<(String, String)>,
    rows: VecDeque<(OutboxId, Outgoing)>,
    next: u64,
    settled: BTreeMap<OutboxId, Outcome>,
    bot_name: String,
    menus_asked: bool,
}

impl Echo {
    fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut self.state.lock().unwrap())
    }

    fn release(&self, lane: Lane, chat: i64, act: Act) -> OutboxId {
        self.release_in(lane, chat, None, act)
    }

    fn release_in(&self, lane: Lane, chat: i64, thread: Option<ThreadId>, act: Act) -> OutboxId {
        let row = Outgoing {
            lane,
            chat: ChatId::tg(chat),
            thread,
            person: None,
            purpose: Purpose::Notice,
            act,
            attempts: 0,
        };
        let id = self.with(|state| {
            state.next += 1;
            let id = OutboxId(state.next);
            state.rows.push_back((id, row));
            id
        });
        self.arrived.notify_one();
        id
    }

    fn send(&self, chat: i64, text: &str) -> OutboxId {
        self.release(Lane::Reply, chat, Act::Send(words(text)))
    }

    fn outcome(&self, row: OutboxId) -> Option<Outcome> {
        self.with(|state| state.settled.get(&row).cloned())
    }

    fn never(&self, row: OutboxId) -> Refusal {
        match self.outcome(row) {
            Some(Outcome::Never(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }
}

impl House for Echo {
    async fn run(&self, inbound: Inbound) -> Result<Option<Toast>, Stop> {
        let chat = inbound.chat.id;
        let reply_to = inbound.message;
        let new = self.with(|state| {
            state.deliveries += 1;
            state.came.push(inbound.clone());
            state.seen.insert(inbound.update.clone())
        });
        match inbound.kind {
            _ if !new => Ok(None),
            InboundKind::Text { text, .. } if text == "boom" => panic!("the house stumbles, as the test wants"),
            InboundKind::Text { text, .. } => {
                self.release(
                    Lane::Reply,
                    chat,
                    Act::Send(Message {
                        reply_to,
                        ..words(&format!("听到：{text}"))
                    }),
                );
                Ok(None)
            }
            InboundKind::Command { name, .. } => {
                let reply_box = Some(ReplyBox {
                    person: inbound.from.person().unwrap(),
                    placeholder: "例：豆腐".to_owned(),
                    photo: false,
                    place: false,
                });
                self.release(
                    Lane::Reply,
                    chat,
                    Act::Send(Message {
                        reply_to,
                        reply_box,
                        ..words(&format!("命令 {name}"))
                    }),
                );
                Ok(None)
            }
            InboundKind::Tap { token, callback, .. } => {
                let open_private = (token == "private").then(|| "payload_1".to_owned());
                Ok(Some(Toast {
                    callback,
                    text: Some(token),
                    alert: true,
                    open_private,
                }))
            }
            _ => Ok(None),
        }
    }

    async fn take(&self) -> Vec<(OutboxId, Outgoing)> {
        loop {
            let rows: Vec<_> = self.with(|state| state.rows.drain(..).collect());
            if !rows.is_empty() {
                return rows;
            }
            self.arrived.notified().await;
        }
    }

    fn menus(&self) -> Result<Option<Vec<Menu>>, Stop> {
        let commands = vec![("fill".to_owned(), "填表".to_owned())];
        let menu = vec![Menu {
            scope: "all_group_chats".to_owned(),
            language: None,
            commands,
        }];
        Ok(self.with(|state| !std::mem::replace(&mut state.menus_asked, true)).then_some(menu))
    }

    async fn sending(&self, _id: OutboxId) -> Result<(), Stop> {
        Ok(())
    }

    async fn settle(&self, id: OutboxId, _: Outgoing, outcome: Outcome) -> Result<(), Stop> {
        let before = self.with(|state| state.settled.insert(id, outcome));
        assert_eq!(before, None, "a row is settled once");
        Ok(())
    }

    fn message_of(&self, row: OutboxId) -> Result<Option<MessageId>, Stop> {
        let sent = |outcome| if let Outcome::Sent(message) = outcome { message } else { None };
        Ok(self.outcome(row).and_then(sent))
    }

    async fn set_aside(&self, update: String, why: String) -> Result<(), Stop> {
        self.with(|state| state.aside.push((update, why)));
        Ok(())
    }

    fn set_bot_name(&self, name: &str) {
        self.with(|state| name.clone_into(&mut state.bot_name));
    }
}

fn words(text: &str) -> Message {
    Message {
        text: Text::plain(text),
        ..Message::default()
    }
}

fn button(label: &str, token: &str) -> Vec<Vec<Button>> {
    vec![vec![Button {
        label: label.to_owned(),
        press: Press::Token(token.to_owned()),
    }]]
}

/// A bot that runs.
struct Running {
    tg: Tg,
    house: Arc<Echo>,
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<(), Stop>>,
}

impl Running {
    fn launch(tg: &Tg, house: &Arc<Echo>, data: PathBuf) -> Self {
        Self::launch_at(tg, house, data, Pace::none())
    }

    fn launch_at(tg: &Tg, house: &Arc<Echo>, data: PathBuf, pace: Pace) -> Self {
        let (stop, heard) = watch::channel(false);
        let setup = Setup {
            files: Files::new(data, Keys::default()),
            time: tg.time(),
            pace,
        };
        let task = tokio::spawn(run(tg.bot(), house.clone(), setup, heard));
        Self {
            tg: tg.clone(),
            house: house.clone(),
            stop,
            task,
        }
    }

    async fn end(self) {
        self.stop.send_replace(true);
        self.task.await.unwrap().unwrap();
        self.tg.check();
    }
}

async fn town() -> Tg {
    let tg = Tg::open().await;
    tg.person(WANG, "王");
    tg.group(GROUP, "镇群");
    tg.group(OTHER, "邻镇");
    tg
}

async fn running() -> Running {
    let tg = town().await;
    let running = Running::launch(&tg, &Arc::default(), PathBuf::new());
    tg.idle().await;
    running
}

#[tokio::test]
async fn the_bot_introduces_itself_and_publishes_its_menus() {
    let bot = running().await;
    assert_eq!(bot.house.with(|s| s.bot_name.clone()), "green_window_bot");
    let expected = json!({"commands": [{"command": "fill", "description": "填表"}], "scope": {"type": "all_group_chats"}});
    assert_eq!(bot.tg.menus(), [expected]);
    bot.end().await;
}

#[tokio::test]
async fn a_conversation_goes_to_and_fro() {
    let bot = running().await;
    let tg = &bot.tg;
    tg.say(GROUP, WANG, "今天赶集");
    tg.say(GROUP, WANG, "@green_window_bot 你好");
    tg.say(GROUP, WANG, "/fill");
    tg.idle().await;
    tg.answer(GROUP, WANG, "老王豆腐");
    tg.idle().await;
    let expected = "\
王: 今天赶集
王: @green_window_bot 你好
王: /fill
bot ↩: 命令 fill
  ⌨ 例：豆腐
王 ↩: 老王豆腐
bot ↩: 听到：老王豆腐
";
    assert_eq!(tg.log(GROUP), expected);
    bot.end().await;
}

#[tokio::test]
async fn order_is_kept_within_each_chat() {
    let bot = running().await;
    for n in 1..=5 {
        bot.house.send(GROUP, &format!("a{n}"));
        bot.house.send(OTHER, &format!("b{n}"));
    }
    bot.tg.idle().await;
    assert_eq!(bot.tg.log(GROUP), "bot: a1\nbot: a2\nbot: a3\nbot: a4\nbot: a5\n");
    assert_eq!(bot.tg.log(OTHER), "bot: b1\nbot: b2\nbot: b3\nbot: b4\nbot: b5\n");
    bot.end().await;
}

#[tokio::test]
async fn a_flooded_chat_rests_alone_and_then_goes_on_in_order() {
    let bot = running().await;
    let tg = &bot.tg;
    tg.fail(Some("sendMessage"), Some(GROUP), 1, Failure::flood(8));
    bot.house.send(GROUP, "a1");
    bot.house.send(GROUP, "a2");
    bot.house.send(OTHER, "b1");
    tg.idle().await;
    assert_eq!((tg.log(GROUP).as_str(), tg.log(OTHER).as_str()), ("", "bot: b1\n"));
    tg.advance(7_999);
    tg.idle().await;
    assert_eq!(tg.log(GROUP), "");
    tg.advance(1);
    tg.idle().await;
    assert_eq!(tg.log(GROUP), "bot: a1\nbot: a2\n");
    bot.end().await;
}

#[tokio::test]
async fn the_bot_keeps_to_the_limits_that_are_set() {
    let tg = town().await;
    tg.start(WANG, "");
    let bot = Running::launch_at(&tg, &Arc::default(), PathBuf::new(), Pace::default());
    tg.idle().await;
    for n in 1..=21 {
        bot.house.send(GROUP, &format!("a{n}"));
    }
    bot.house.send(WANG, "b1");
    tg.idle().await;
    let said = |chat, what: &str| tg.log(chat).contains(what);
    // The answer to /start was the one message of this second.
    assert!(said(GROUP, "a20") && !said(GROUP, "a21") && said(WANG, "命令 start") && !said(WANG, "b1"));
    tg.advance(1_010);
    tg.idle().await;
    assert!(said(WANG, "b1") && !said(GROUP, "a21"));
    tg.advance(59_000);
    tg.idle().await;
    assert!(said(GROUP, "a21"));
    bot.end().await;
}

#[tokio::test]
async fn refusals_from_three_chats_pause_all() {
    let bot = running().await;
    let tg = &bot.tg;
    let third = tg.group(-1_003, "三镇");
    let fourth = tg.group(-1_004, "四镇");
    for (chat, seconds) in [(GROUP, 2), (OTHER, 9), (third, 1)] {
        tg.fail(Some("sendMessage"), Some(chat), 1, Failure::flood(seconds));
        bot.house.send(chat, "a");
    }
    tg.idle().await;
    bot.house.send(fourth, "b");
    tg.advance(8_999);
    tg.idle().await;
    assert!([GROUP, OTHER, third, fourth].iter().all(|chat| tg.log(*chat).is_empty()));
    tg.advance(1);
    tg.idle().await;
    assert!([GROUP, OTHER, third, fourth].iter().all(|chat| !tg.log(*chat).is_empty()));
    bot.end().await;
}

#[tokio::test]
async fn eight_chats_are_served_at_once() {
    let bot = running().await;
    let tg = &bot.tg;
    tg.hold(true);
    for n in 1..=12 {
        let chat = tg.group(-2_000 - n, "村群");
        bot.house.release(Lane::Reminder, chat, Act::Send(words("还差三题")));
    }
    tg.until("eight calls are on their way", |world| world.in_flight == 8).await;
    tg.hold(false);
    tg.idle().await;
    let sent = tg.calls().iter().filter(|c| c.method == "sendmessage").count();
    assert_eq!(sent, 12);
    bot.end().await;
}

#[tokio::test]
async fn a_message_whose_question_was_deleted_is_sent_all_the_same() {
    let bot = running().await;
    let (tg, house) = (&bot.tg, &bot.house);
    house.release(
        Lane::Reply,
        GROUP,
        Act::Send(Message {
            reply_to: Some(MessageId(77)),
            ..words("收到")
        }),
    );
    tg.fail(
        Some("sendMessage"),
        Some(OTHER),
        1,
        Failure::refused(400, "Bad Request: message to be replied not found"),
    );
    house.release(
        Lane::Reply,
        OTHER,
        Act::Send(Message {
            reply_to: Some(MessageId(77)),
            ..words("收到")
        }),
    );
    let what = Attachment::Photo("photo-large".to_owned());
    house.release(
        Lane::Reply,
        OTHER,
        Act::Copy {
            what,
            from: ChatId::tg(GROUP),
            message: Some(MessageId(78)),
            caption: Text::plain("照片"),
        },
    );
    tg.idle().await;
    assert_eq!(
        (tg.log(GROUP).as_str(), tg.log(OTHER).as_str()),
        ("bot: 收到\n", "bot: 收到\nbot: <photo> 照片\n")
    );
    bot.end().await;
}

#[tokio::test]
async fn faults_that_pass_are_tried_again_later_and_later() {
    let bot = running().await;
    let tg = &bot.tg;
    for failure in [Failure::server(), Failure::Garbage, Failure::Reset { done: false }] {
        tg.fail(Some("sendMessage"), Some(GROUP), 1, failure);
    }
    let row = bot.house.send(GROUP, "a1");
    for wait in [1_000, 2_000, 4_000] {
        tg.idle().await;
        assert_eq!(bot.house.outcome(row), None);
        tg.advance(wait - 1);
        tg.idle().await;
        tg.advance(1);
    }
    tg.idle().await;
    assert_eq!(bot.house.outcome(row), Some(Outcome::Sent(Some(MessageId(1)))));
    let tries = tg.calls().iter().filter(|c| c.method == "sendmessage").count();
    assert_eq!(tries, 4);
    bot.end().await;
}

#[tokio::test]
async fn closed_doors_are_told_and_hold_nobody_up() {
    let bot = running().await;
    let tg = &bot.tg;
    tg.start(WANG, "");
    tg.person(8, "李");
    tg.idle().await;
    tg.kick_bot(GROUP, WANG);
    tg.block(WANG);
    tg.mute_bot(OTHER, WANG);
    let small = tg.basic_group(-55, "小群");
    let new = tg.migrate(small, WANG);
    let rows = [GROUP, WANG, 8, OTHER, small, -77].map(|chat| bot.house.send(chat, "在吗"));
    tg.idle().await;
    let told = rows.map(|row| bot.house.never(row));
    let expected = [
        Refusal::Gone,
        Refusal::Blocked,
        Refusal::Blocked,
        Refusal::Muted,
        Refusal::Migrated(ChatId::tg(new)),
        Refusal::Gone,
    ];
    assert_eq!(told, expected);
    let moved = InboundKind::Migrated { to: ChatId::tg(new) };
    assert!(
        bot.house
            .with(|s| s.came.iter().any(|i| i.kind == moved && i.chat == ChatId::tg(small)))
    );
    bot.end().await;
}

#[tokio::test]
async fn an_update_that_comes_twice_is_known_by_its_name() {
    let bot = running().await;
    bot.tg.say(GROUP, WANG, "/fill");
    bot.tg.idle().await;
    bot.tg.deliver_again();
    bot.tg.idle().await;
    assert_eq!(bot.tg.log(GROUP).matches("命令 fill").count(), 1);
    let names = bot.house.with(|s| s.came.iter().map(|i| i.update.clone()).collect::<Vec<_>>());
    assert_eq!(names, ["tg:700", "tg:700"]);
    bot.end().await;
}

#[tokio::test]
async fn what_was_handled_is_confirmed_at_the_stop_and_what_was_not_comes_again() {
    let bot = running().await;
    let (tg, house) = (bot.tg.clone(), bot.house.clone());
    tg.say(GROUP, WANG, "/fill");
    tg.idle().await;
    bot.end().await;
    tg.say(GROUP, WANG, "/fill");
    let bot = Running::launch(&tg, &house, PathBuf::new());
    tg.idle().await;
    assert_eq!(house.with(|s| s.deliveries), 2);
    bot.end().await;
}

#[tokio::test]
async fn a_stop_while_an_update_is_handled_still_confirms_it() {
    let tg = town().await;
    let house = Arc::<Echo>::default();
    let bot = Running::launch(&tg, &house, PathBuf::new());
    tg.idle().await;
    tg.say(GROUP, WANG, "/fill");
    tg.until("the update is handled", |_| house.with(|s| s.deliveries) == 1).await;
    bot.end().await;
    let bot = Running::launch(&tg, &house, PathBuf::new());
    tg.idle().await;
    assert_eq!(house.with(|s| s.deliveries), 1);
    bot.end().await;
}

#[tokio::test]
async fn messages_are_changed_and_removed_by_the_row_that_sent_them() {
    let bot = running().await;
    let house = &bot.house;
    let edit = |target, text: &str| {
        house.release(
            Lane::Reply,
            GROUP,
            Act::Edit {
                target,
                message: words(text),
            },
        )
    };
    let sent = house.send(GROUP, "第一题");
    let edited = edit(Target::Row(sent), "第二题");
    let same = edit(Target::Row(sent), "第二题");
    let lost = edit(Target::Row(OutboxId(999)), "第三题");
    let stays = house.send(GROUP, "留下");
    let removed = house.release(Lane::Reply, GROUP, Act::Delete { target: Target::Row(sent) });
    let twice = house.release(Lane::Reply, GROUP, Act::Delete { target: Target::Row(sent) });
    bot.tg.idle().await;
    assert_eq!(bot.tg.log(GROUP), "bot: 留下\n");
    let first = Some(MessageId(1));
    assert_eq!(
        [sent, edited].map(|row| house.outcome(row)),
        [Some(Outcome::Sent(first)), Some(Outcome::Sent(first))]
    );
    assert_eq!(
        [stays, removed].map(|row| house.outcome(row)),
        [Some(Outcome::Sent(Some(MessageId(2)))), Some(Outcome::Sent(None))]
    );
    assert_eq!(
        [same, lost, twice].map(|row| house.never(row)),
        [Refusal::Moot, Refusal::Lost, Refusal::Moot]
    );
    bot.end().await;
}

#[tokio::test]
async fn telegram_refuses_what_cannot_be_changed_any_more() {
    let bot = running().await;
    let (tg, house) = (&bot.tg, &bot.house);
    tg.say(GROUP, WANG, "/fill");
    tg.idle().await;
    let asked = Target::Message(MessageId(tg.last(GROUP).id));
    let edit = house.release(
        Lane::Reply,
        GROUP,
        Act::Edit {
            target: asked,
            message: words("别的"),
        },
    );
    let foreign = house.release(
        Lane::Reply,
        GROUP,
        Act::Delete {
            target: Target::Message(MessageId(1)),
        },
    );
    let long = house.release(
        Lane::Reply,
        GROUP,
        Act::Send(Message {
            buttons: button("太长", &"x".repeat(65)),
            ..words("a")
        }),
    );
    tg.idle().await;
    tg.advance(49 * 3_600_000);
    let old = house.release(Lane::Reply, GROUP, Act::Delete { target: asked });
    tg.idle().await;
    let expected = [
        Refusal::Lost,
        Refusal::Lost,
        Refusal::Invalid("Bad Request: BUTTON_DATA_INVALID".to_owned()),
        Refusal::Lost,
    ];
    assert_eq!([edit, foreign, long, old].map(|row| house.never(row)), expected);
    bot.end().await;
}

#[tokio::test]
async fn a_tap_is_answered_to_the_presser_and_may_open_the_private_chat() {
    let bot = running().await;
    let (tg, house) = (&bot.tg, &bot.house);
    house.release(
        Lane::Reply,
        GROUP,
        Act::Send(Message {
            buttons: button("有", "yes"),
            ..words("有证吗？")
        }),
    );
    house.release(
        Lane::Reply,
        GROUP,
        Act::Send(Message {
            buttons: button("去私聊", "private"),
            ..words("这题在私聊里填")
        }),
    );
    tg.idle().await;
    tg.tap(GROUP, WANG, "有");
    tg.idle().await;
    tg.tap(GROUP, WANG, "去私聊");
    tg.idle().await;
    let toasts = tg.toasts();
    assert_eq!(
        (toasts[0].person, toasts[0].text.as_deref(), toasts[0].alert),
        (WANG, Some("yes"), true)
    );
    assert_eq!(toasts[1].url.as_deref(), Some("https://t.me/green_window_bot?start=payload_1"));
    tg.follow_link();
    tg.idle().await;
    assert_eq!(tg.log(WANG), "王: /start payload_1\nbot ↩: 命令 start\n");
    bot.end().await;
}

#[tokio::test]
async fn a_tap_that_is_too_old_is_let_go() {
    let bot = running().await;
    let (tg, house) = (bot.tg.clone(), bot.house.clone());
    house.release(
        Lane::Reply,
        GROUP,
        Act::Send(Message {
            buttons: button("有", "yes"),
            ..words("有证吗？")
        }),
    );
    tg.idle().await;
    bot.end().await;
    tg.tap(GROUP, WANG, "有");
    tg.advance(16_000);
    let bot = Running::launch(&tg, &house, PathBuf::new());
    tg.idle().await;
    assert_eq!(tg.toasts(), []);
    assert!(tg.calls().iter().any(|c| c.method == "answercallbackquery" && c.error == Some(400)));
    bot.end().await;
}

#[tokio::test]
async fn what_cannot_be_handled_is_laid_aside_and_the_rest_goes_on() {
    let bot = running().await;
    let tg = &bot.tg;
    tg.start(WANG, "");
    tg.raw_update(json!({"message": {"message_id": 3, "text": "no chat", "from": {"id": 7}}}));
    tg.raw_update(json!({"message": {"hologram": true, "chat": {"id": 7, "type": "private"}}}));
    tg.say(WANG, WANG, "boom");
    tg.say(WANG, WANG, "还在吗");
    tg.idle().await;
    let aside = bot.house.with(|s| s.aside.clone());
    let expected = [("tg:701", "the update has no chat"), ("tg:703", "the house has failed on it")];
    assert_eq!(aside, expected.map(|(update, why)| (update.to_owned(), why.to_owned())));
    assert!(tg.log(WANG).contains("听到：还在吗"));
    bot.end().await;
}

#[tokio::test]
async fn a_message_is_pinned_where_the_bot_may_and_sent_where_it_may_not() {
    let bot = running().await;
    let tg = &bot.tg;
    tg.promote_bot(GROUP, WANG);
    let welcome = || {
        Act::Send(Message {
            pin: true,
            ..words("欢迎")
        })
    };
    let rows = [GROUP, OTHER].map(|chat| bot.house.release(Lane::Reply, chat, welcome()));
    tg.idle().await;
    assert_eq!((tg.log(GROUP).as_str(), tg.log(OTHER).as_str()), ("bot 📌: 欢迎\n", "bot: 欢迎\n"));
    assert!(
        rows.iter()
            .all(|row| matches!(bot.house.outcome(*row), Some(Outcome::Sent(Some(_)))))
    );
    bot.end().await;
}

#[tokio::test]
async fn files_go_up_and_photos_are_passed_on() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("out.csv"), "店名,电话\r\n").unwrap();
    let tg = town().await;
    let bot = Running::launch(&tg, &Arc::default(), folder.path().to_owned());
    let photo = tg.photo(OTHER, WANG, None, "营业执照");
    let document = |path: &str| Act::Document {
        name: "名册.csv".to_owned(),
        path: path.to_owned(),
        caption: "1 家".to_owned(),
    };
    let sent = bot.house.release(Lane::Alert, GROUP, document("out.csv"));
    let missing = bot.house.release(Lane::Alert, GROUP, document("gone.csv"));
    let what = Attachment::Photo("photo-large".to_owned());
    let copy = Act::Copy {
        what,
        from: ChatId::tg(OTHER),
        message: Some(MessageId(photo)),
        caption: Text::plain("王：看这个"),
    };
    bot.house.release(Lane::Alert, GROUP, copy);
    tg.idle().await;
    assert_eq!(tg.log(GROUP), "bot: <document> 1 家\nbot: <photo> 王：看这个\n");
    assert_eq!(bot.house.outcome(sent), Some(Outcome::Sent(Some(MessageId(1)))));
    assert!(matches!(bot.house.never(missing), Refusal::Invalid(why) if why.contains("gone.csv")));
    tg.until("the file is there", |world| {
        let file = world.chat(GROUP).notes[&1].file.as_ref();
        file.is_some_and(|(name, bytes)| name == "名册.csv" && bytes == "店名,电话\r\n".as_bytes())
    })
    .await;
    bot.end().await;
}

#[tokio::test]
async fn people_are_named_and_bold_words_marked() {
    let bot = running().await;
    let text = Text(vec![
        Span::Plain("👋 ".to_owned()),
        Span::Mention {
            person: PersonId::tg(WANG),
            name: "王".to_owned(),
        },
        Span::Bold("，到您了".to_owned()),
    ]);
    bot.house.release(
        Lane::Reminder,
        GROUP,
        Act::Send(Message {
            text,
            silent: true,
            protect: true,
            ..Message::default()
        }),
    );
    bot.tg.idle().await;
    let note = bot.tg.last_of_bot(GROUP);
    assert_eq!((note.text.as_str(), note.silent, note.protect), ("👋 王，到您了", true, true));
    assert_eq!(
        (&note.entities[0]["user"]["id"], &note.entities[1]["offset"]),
        (&json!(WANG), &json!(4))
    );
    bot.end().await;
}

#[tokio::test]
async fn all_that_people_send_comes_in() {
    let bot = running().await;
    let tg = &bot.tg;
    let own = tg.start(WANG, "");
    let own = tg.say(WANG, WANG, &format!("改我 {own}"));
    tg.edit(WANG, own, "改好了");
    tg.photo(WANG, WANG, Some(own), "证");
    tg.album(WANG, WANG, None);
    tg.voice(WANG, WANG, None);
    tg.location(WANG, WANG, None, 30.5, 114.25);
    tg.contact(WANG, WANG, "+8613800000000", true);
    tg.attach(WANG, WANG, None, "", json!({"sticker": {"file_id": "s"}}));
    tg.promote_bot(GROUP, WANG);
    tg.say_hidden(GROUP, "我是管理员");
    tg.idle().await;
    let came = bot.house.with(|s| s.came.clone());
    let kinds: Vec<_> = came.iter().skip(2).map(|inbound| format!("{:?}", inbound.kind)).collect();
    let starts = [
        "Edited { text: \"改好了\"",
        "Attachment { what: Photo(\"photo-large\"), caption: Some(\"证\"), reply_to: Some(ReplyTo { message: MessageId(2), own: false",
        "Attachment { what: Photo(\"first\"), caption: None, reply_to: None, album: Some(\"album-1\")",
        "Attachment { what: Photo(\"second\"), caption: None, reply_to: None, album: Some(\"album-1\")",
        "Attachment { what: Voice(\"voice-1\")",
        "Attachment { what: Location { lat: 30.5, lon: 114.25 }",
        "Attachment { what: Contact { phone: \"+8613800000000\", own: true }",
        "Attachment { what: Sticker",
        "Standing { now: Admin, can_pin: true }",
        "Text { text: \"我是管理员\"",
    ];
    assert_eq!(kinds.len(), starts.len(), "{kinds:#?}");
    for (kind, start) in kinds.iter().zip(starts) {
        assert!(kind.starts_with(start), "{kind}");
    }
    bot.end().await;
}

#[tokio::test]
async fn topics_are_kept_apart_and_may_close() {
    let bot = running().await;
    let tg = &bot.tg;
    let forum = tg.forum(-3_003, "论坛");
    let topic = tg.topic(forum, WANG, "填表");
    tg.say_in(forum, topic, WANG, "/fill");
    tg.idle().await;
    let came = bot.house.with(|s| s.came.clone());
    assert_eq!(
        came.iter().map(|i| i.thread).collect::<Vec<_>>(),
        [Some(ThreadId(topic))],
        "the opening itself says nothing"
    );
    let send = |text: &str| {
        bot.house
            .release_in(Lane::Reply, forum, Some(ThreadId(topic)), Act::Send(words(text)))
    };
    let open = send("第一题");
    tg.idle().await;
    tg.close_topic(forum, topic);
    let closed = send("第二题");
    tg.idle().await;
    assert!(matches!(bot.house.outcome(open), Some(Outcome::Sent(Some(_)))));
    assert_eq!(bot.house.never(closed), Refusal::TopicGone);
    bot.end().await;
}

#[tokio::test]
async fn a_token_that_is_not_accepted_ends_the_program_without_being_shown() {
    let tg = town().await;
    let (_stop, heard) = watch::channel(false);
    let setup = Setup {
        files: Files::default(),
        time: tg.time(),
        pace: Pace::none(),
    };
    let ended = run(tg.bot_with("1:wrong-secret"), Arc::<Echo>::default(), setup, heard).await;
    let why = ended.unwrap_err().to_string();
    assert!(why.contains("@BotFather") && !why.contains("secret"), "{why}");
    let bot = running().await;
    bot.tg.fail(Some("sendMessage"), None, 1, Failure::refused(401, "Unauthorized"));
    bot.house.send(GROUP, "a");
    let why = bot.task.await.unwrap().unwrap_err().to_string();
    assert!(why.contains("@BotFather") && !why.contains(TOKEN), "{why}");
}

#[tokio::test]
async fn polling_goes_on_after_trouble() {
    let tg = town().await;
    tg.fail(Some("getMe"), None, 1, Failure::Garbage);
    tg.fail(
        Some("getUpdates"),
        None,
        1,
        Failure::refused(409, "Conflict: terminated by other getUpdates request"),
    );
    tg.fail(Some("getUpdates"), None, 1, Failure::Reset { done: false });
    tg.say(GROUP, WANG, "/fill");
    let bot = Running::launch(&tg, &Arc::default(), PathBuf::new());
    for (polls, wait) in [(0, 1_000), (1, 5_000), (2, 2_000)] {
        tg.until("the bot rests", |world| world.resting == 1 && world.polls == polls).await;
        tg.advance(wait);
    }
    tg.idle().await;
    assert!(tg.log(GROUP).contains("命令 fill"));
    bot.end().await;
}
