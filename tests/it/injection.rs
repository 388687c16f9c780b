//! Names and words that are meant to be something else: a page, a mark, a formula, a line of a log, another direction.
//! Nothing that the bot says, exports or logs is broken by them.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use serde_json::{Value, json};

use crate::double::{From, Tg};
use crate::golden::{ADMIN, Play};
use crate::program::Program;

const DESK: i64 = -1002;
const TOWNSHIP: i64 = -1001;
const OFFICER: i64 = 2001;
/// The first of the owners; each has a name and words of his own.
const FIRST: i64 = 10_000;

/// What is meant to be something else.
fn words() -> Vec<String> {
    let short = [
        "<b>粗</b><script>alert(1)</script>&lt;",
        "\"><img src=x onerror=alert(1)>",
        "*粗* _斜_ `码` [链](tg://user?id=1) ||暗||",
        "```\n块\n```",
        "{ $company } { -term } { NUMBER(1) }",
        "name = { $x }\n    .help = x",
        "=1+1",
        "+1",
        "-1+1|cmd|' /C calc'!A0",
        "@SUM(1)",
        "\t=1+1",
        "\r=1+1",
        "＝1+1",
        "\"=1+1\",\"x\"",
        "甲\u{202e}乙\u{2066}丙",
        "\u{200b}\u{200d}\u{feff}",
        "甲\u{200b}乙\u{2060}丙\u{ad}丁",
        "𠮷野家👩‍👩‍👧‍👦🇨🇳",
        "甲\n乙\r\n丙\r丁\u{2028}戊\u{85}己",
        "甲\0乙",
        "\u{1b}[31m红\u{1b}[0m\u{1b}]0;x\u{7}\u{9b}31m",
        "/no_such words",
        "ﷺ\u{e0041}\u{fffe}\u{ffff}",
        "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}",
    ];
    let long = ["字".repeat(100_000), "𠮷".repeat(5_000), "=".repeat(5_000)];
    short.into_iter().map(str::to_owned).chain(long).collect()
}

/// What breaks a line or turns it around.
fn steers(c: char) -> bool {
    let bidi = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    bidi || matches!(c, '\u{2028}' | '\u{2029}') || (c.is_control() && c != '\n')
}

/// A town in which everybody is called like what he says.
async fn town() -> Play {
    let play = Play::begin(false).await;
    let tg = play.tg.clone();
    tg.group(TOWNSHIP, "<b>镇\u{202e}群</b>\n\u{1b}[31m");
    tg.group(DESK, &"台".repeat(100_000));
    tg.person(OFFICER, "贺\u{202e}姐\n");
    tg.promote_bot(TOWNSHIP, ADMIN);
    tg.add_bot(DESK, ADMIN);
    tg.say(TOWNSHIP, ADMIN, "/bind_township 石门县 楚江街道 63");
    tg.say(DESK, ADMIN, "/bind_desk 石门县");
    let hello = tg.say(DESK, OFFICER, "来了");
    tg.reply(DESK, ADMIN, hello, "/officer");
    tg.idle().await;
    play
}

/// The newest message of the bot to a person in the group.
fn asked(tg: &Tg, person: i64) -> Option<i64> {
    tg.look(|world| {
        let notes = &world.chat(TOWNSHIP).notes;
        let to = |id: i64| notes.get(&id).is_some_and(|note| note.from == From::Person(person));
        let mut own = notes
            .values()
            .rev()
            .filter(|note| note.from == From::Bot && note.reply_to.is_some_and(to));
        own.next().map(|note| note.id)
    })
}

/// Everybody says his words: all take one step, then the next.
async fn all_say_it_everywhere(tg: &Tg) {
    let all: Vec<(i64, String)> = (FIRST..).zip(words()).collect();
    let step = async |deed: &dyn Fn(i64, &str)| {
        for (person, words) in &all {
            deed(*person, words);
        }
        tg.idle().await;
    };
    // In the group: to nobody, to the bot, as answers, as a call for help.
    step(&|person, words| {
        tg.person(person, words);
        tg.say(TOWNSHIP, person, words);
        tg.say(TOWNSHIP, person, "/fill");
    })
    .await;
    for said in ["1", "打米厂", "是", "都没有", "都没有", "", "石门县示例厂", "", "帮助"] {
        step(&|person, words| {
            let prompt = asked(tg, person).expect("he is asked something");
            tg.reply(TOWNSHIP, person, prompt, if said.is_empty() { words } else { said });
        })
        .await;
    }
    // In private: as a command's rest, a link, a change, an inquiry.
    step(&|person, words| {
        tg.start(person, "");
        tg.say(person, person, words);
        for command in ["start", "classify", "nickname", "fill"] {
            tg.say(person, person, &format!("/{command} {words}"));
        }
        tg.say(person, person, "/answers");
        tg.say(person, person, "/status");
    })
    .await;
    step(&|person, words| {
        let photo = tg.photo(person, person, None, &words.chars().take(1_000).collect::<String>());
        tg.edit(person, photo, words);
    })
    .await;
}

fn desk_says_it(tg: &Tg, words: &str) {
    let cards: Vec<i64> = tg.look(|world| {
        let notes = world.chat(DESK).notes.values().rev();
        notes
            .filter(|note| note.from == From::Bot && !note.buttons.is_empty())
            .map(|note| note.id)
            .take(1)
            .collect()
    });
    for card in cards {
        tg.reply(DESK, OFFICER, card, words);
    }
    for command in ["sendback 2611-0001-0", "nickname", "invite", "no_such"] {
        tg.say(DESK, OFFICER, &format!("/{command} {words}"));
    }
}

#[tokio::test]
async fn nothing_that_is_said_breaks_a_message_or_a_table() {
    let mut play = town().await;
    let tg = play.tg.clone();
    all_say_it_everywhere(&tg).await;
    for words in words() {
        desk_says_it(&tg, &words);
        tg.idle().await;
    }
    tg.check();
    for call in tg.calls() {
        // A change to what stands there already is one that nobody sees.
        let well = call.error.is_none() || call.method == "editmessagetext";
        assert!(well, "{:?} {:.500}", call.error, call.params.to_string());
        for text in [&call.params["text"], &call.params["caption"]]
            .into_iter()
            .filter_map(Value::as_str)
        {
            let strange = text.chars().find(|c| steers(*c));
            assert!(strange.is_none(), "{strange:?} in {text:.500?}");
            assert_eq!(call.params.get("parse_mode"), None);
        }
    }
    let forms = words().len();
    let csv = play.bot.export("csv");
    let text = String::from_utf8(csv).unwrap();
    let mut rows = 0;
    for row in csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes()).records() {
        rows += 1;
        for cell in &row.unwrap() {
            let shown: String = cell.chars().filter(|c| !steers(*c)).collect();
            assert!(
                !shown.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']),
                "{cell:.200}"
            );
        }
    }
    assert_eq!(rows, forms);
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(play.bot.export("xlsx"))).unwrap();
    let sheet = workbook.worksheets().remove(0).1;
    assert_eq!(sheet.height(), forms + 1);
    assert!(
        sheet
            .cells()
            .all(|(.., cell)| matches!(cell, calamine::Data::String(_) | calamine::Data::Empty))
    );
    play.bot.stop().await;
}

/// All that the real program writes about people who say such things.
async fn logged(format: &str) -> String {
    let tg = Tg::open().await;
    let mut program = Program::new(&tg, false);
    program.env("GREENWINDOW_LOG", "trace").env("GREENWINDOW_LOG_FORMAT", format);
    program.start();
    for (person, words) in (FIRST..).zip(words()) {
        tg.person(person, &words);
        tg.start(person, &words);
        tg.say(person, person, &words);
        tg.raw_update(json!({"message": {"from": {"id": words, "first_name": words}, "chat": words, "text": words}}));
        tg.raw_update(json!({words.as_str(): words}));
        tg.raw_update(json!({"callback_query": {"id": words, "from": {"id": person}, "message": {"chat": {"id": person, "type": words}}, "data": words}}));
    }
    let last = FIRST + i64::try_from(words().len()).unwrap();
    tg.person(last, "末");
    tg.start(last, "");
    tg.once("everybody was heard", |world| {
        world.waiting() == 0 && world.chats.contains_key(&last) && world.chat(last).notes.len() > 1
    })
    .await;
    program.stop().await.unwrap();
    program.log()
}

#[tokio::test]
async fn nothing_that_is_said_breaks_a_line_of_the_log() {
    let log = logged("human").await;
    let begins = |line: &str| line.starts_with("20") && line.get(10..11) == Some("T");
    for line in log.lines() {
        // Colours are the log's own, around its time and level.
        let plain = line.replace("\u{1b}[0m", "").replace("\u{1b}[2m", "").replace("\u{1b}[3m", "");
        let plain = ["31", "32", "33", "34", "35", "1"]
            .iter()
            .fold(plain, |line, n| line.replace(&format!("\u{1b}[{n}m"), ""));
        assert!(begins(&plain), "not a line of its own: {line:.300}");
    }
    assert!(!log.contains("\u{1b}[31m红") && !log.contains('\u{202e}') && !log.contains('\0'));
}

#[tokio::test]
async fn nothing_that_is_said_breaks_an_object_of_the_log() {
    let log = logged("json").await;
    for line in log.lines() {
        let object: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line:.300}"));
        assert!(object["level"].is_string(), "{line:.300}");
        assert!(!line.chars().any(steers), "{line:.300}");
    }
}
