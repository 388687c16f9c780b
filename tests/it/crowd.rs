//! Thirty owners fill in their forms in one group at the same time, at the pace Telegram documents, on given time.

use std::collections::{HashMap, HashSet};

use greenwindow::config::Pace;

use crate::double::{From, Note, Tg};
use crate::golden::{ADMIN, Bot};

const GROUP: i64 = -1001;
const OWNERS: i64 = 30;
const MINUTE_MS: i64 = 60_000;
/// How far time moves on when nobody can do anything.
const STEP_MS: i64 = 500;

/// What an owner does at a prompt that says this.
const ANSWERS: &[(&str, Deed)] = &[
    ("没错，去签字", Deed::Tap("没错，去签字")),
    ("我确认以上", Deed::Tap("我确认")),
    ("请打上您的名字", Deed::Say("王示例")),
    ("去私聊", Deed::Follow("去私聊")),
    ("做过排污登记吗", Deed::Tap("没有登记过")),
    ("主要做什么", Deed::Say("打米厂")),
    ("单位叫什么名字", Deed::Say("石门县示例大米厂")),
    ("☑ 5 都没有", Deed::Tap("选好了")),
    ("厂里有下面哪几样", Deed::Tap("都没有")),
    ("☑ 3 都没有", Deed::Tap("选好了")),
    ("下面有没有符合的", Deed::Tap("都没有")),
    ("是在厂房、车间", Deed::Tap("是，有")),
    ("统一社会信用代码是多少", Deed::Say("跳过")),
    ("真正生产的地方", Deed::Say("石门县楚江街道示例路8号")),
    ("执照上写的地址", Deed::Say("一样")),
    ("负责人叫什么名字", Deed::Say("王示例")),
    ("负责人的电话", Deed::Say("13900000001")),
    ("产品是什么", Deed::Say("大米")),
    ("怎么做出来", Deed::Say("清理、碾米、包装")),
    ("一年能做多少", Deed::Say("300吨")),
    ("☑ 8 以上都没有", Deed::Tap("选好了")),
    ("有下面哪些", Deed::Tap("以上都没有")),
    ("停产很久", Deed::Tap("不是")),
];

#[derive(Debug, Clone, Copy)]
enum Deed {
    /// Replies to the prompt.
    Say(&'static str),
    /// Presses the button.
    Tap(&'static str),
    /// Presses the button and follows its link into the private chat.
    Follow(&'static str),
}

/// A prompt as it looked when it was answered: what is edited is a new one.
type Look = (i64, i64, String);

struct Crowd {
    tg: Tg,
    answered: HashSet<Look>,
    /// Replies to each owner, waited for, in milliseconds.
    waits: Vec<i64>,
    asked_at: HashMap<i64, i64>,
}

impl Crowd {
    /// What stands before an owner and was not answered yet.
    fn prompt(&self, owner: i64) -> Option<(i64, Note)> {
        let mark = format!("👤 {}\u{20}", name(owner));
        let line = format!("👤 {}\n", name(owner));
        self.tg.look(|world| {
            let in_group = |n: &&Note| n.text.contains(&mark) || n.text.contains(&line);
            let bot = |n: &&Note| n.from == From::Bot;
            let private = world
                .chats
                .get(&owner)
                .into_iter()
                .flat_map(|c| c.notes.values().rev().filter(bot).take(1));
            let group = world.chat(GROUP).notes.values().rev().filter(bot).find(in_group);
            let all = private.map(|n| (owner, n)).chain(group.map(|n| (GROUP, n)));
            all.filter(|(chat, n)| !self.answered.contains(&look(*chat, n)))
                .find(|(_, n)| deed(n).is_some())
                .map(|(chat, n)| (chat, n.clone()))
        })
    }

    /// One owner does what he can; whether he could.
    fn turn(&mut self, owner: i64, now_ms: i64) -> bool {
        let Some((chat, note)) = self.prompt(owner) else { return false };
        self.answered.insert(look(chat, &note));
        self.waits.extend(self.asked_at.remove(&owner).map(|at| now_ms - at));
        self.asked_at.insert(owner, now_ms);
        match deed(&note).unwrap() {
            Deed::Say(text) => drop(self.tg.reply(chat, owner, note.id, text)),
            Deed::Tap(label) | Deed::Follow(label) => {
                let press = note.buttons.iter().flatten().find(|b| b.label.contains(label)).unwrap();
                self.tg.tap_data(chat, owner, note.id, press.data.as_deref().unwrap());
            }
        }
        true
    }
}

fn look(chat: i64, note: &Note) -> Look {
    (chat, note.id, format!("{}{}", note.text, labels(note)))
}

fn labels(note: &Note) -> String {
    note.buttons.iter().flatten().map(|b| b.label.as_str()).collect()
}

fn deed(note: &Note) -> Option<Deed> {
    let labels = labels(note);
    let fits = |words: &str| note.text.contains(words) || labels.contains(words);
    let found = ANSWERS.iter().find(|(words, _)| fits(words)).map(|(_, deed)| *deed)?;
    match found {
        Deed::Say(_) => Some(found),
        Deed::Tap(label) | Deed::Follow(label) => labels.contains(label).then_some(found),
    }
}

fn name(owner: i64) -> String {
    format!("老板{owner}")
}

#[tokio::test]
async fn thirty_owners_in_one_group_all_finish_within_the_groups_budget() {
    let tg = Tg::open().await;
    tg.person(ADMIN, "管理员");
    let mut bot = Bot::start_at(tg.clone(), Pace::default()).await;
    tg.group(GROUP, "乡镇群");
    tg.promote_bot(GROUP, ADMIN);
    tg.say(GROUP, ADMIN, "/bind_township 石门县 楚江街道");
    let owners: Vec<i64> = (2001..2001 + OWNERS).collect();
    for owner in &owners {
        tg.person(*owner, &name(*owner));
        tg.say(GROUP, *owner, "/fill");
    }
    tg.idle().await;
    let begun = tg.time().now_ms();
    let mut crowd = Crowd {
        tg: tg.clone(),
        answered: HashSet::new(),
        waits: Vec::new(),
        asked_at: HashMap::new(),
    };
    let done = |tg: &Tg, owner: i64| tg.look(|w| w.chats.get(&owner).is_some_and(|c| c.notes.values().any(|n| n.text.contains("🧾"))));
    let mut idle_for = 0;
    while !owners.iter().all(|owner| done(&tg, *owner)) {
        let now = tg.time().now_ms();
        let mut acted = false;
        for owner in &owners {
            if crowd.turn(*owner, now) {
                acted = true;
                tg.idle().await;
                follow(&tg, *owner);
            }
        }
        tg.idle().await;
        if !acted {
            tg.advance(STEP_MS);
            tg.idle().await;
        }
        idle_for = if acted { 0 } else { idle_for + STEP_MS };
        assert!(
            idle_for < 10 * MINUTE_MS,
            "nobody gets on any more:\n{}\n{}",
            tg.log(GROUP),
            tg.log(2001)
        );
    }
    let took = tg.time().now_ms() - begun;
    let counted = counted(&tg);
    for from in &counted {
        let within = counted.iter().filter(|at| (*from..from + MINUTE_MS).contains(*at)).count();
        assert!(within <= 20, "{within} messages within a minute");
    }
    // All of it in the group would take that long at 20 a minute.
    let group = i64::try_from(counted.len()).unwrap();
    let bound = group * MINUTE_MS / 20;
    crowd.waits.sort_unstable();
    let (median, worst) = (crowd.waits[crowd.waits.len() / 2], crowd.waits[crowd.waits.len() - 1]);
    eprintln!(
        "30 owners: {took} ms; {group} messages in the group need {bound} ms at least; an owner waits {median} ms (median), {worst} ms (at most)"
    );
    // Whoever waits is led into the private chat at the next question with buttons.
    assert!(group <= 5 * OWNERS, "{group} messages for {OWNERS} owners");
    assert!(took <= bound + 2 * MINUTE_MS, "{took} ms, the budget allows {bound} ms");
    bot.stop().await;
    tg.check();
}

/// Follows the link that a press has opened, if it has.
fn follow(tg: &Tg, owner: i64) {
    let opened = tg.toasts().last().is_some_and(|t| t.person == owner && t.url.is_some());
    if opened {
        tg.follow_link();
    }
}

/// When the bot made or changed a message in the group.
fn counted(tg: &Tg) -> Vec<i64> {
    let counts = ["sendmessage", "editmessagetext", "editmessagereplymarkup"];
    tg.calls()
        .iter()
        .filter(|c| c.params["chat_id"] == GROUP && c.error.is_none() && counts.contains(&c.method.to_lowercase().as_str()))
        .map(|c| c.at_ms)
        .collect()
}
