//! What is private is on no disk, in no log, in no group and on no desk's card: looked for, not reasoned about.
//!
//! The day is `tests/golden/private-day.txt`: from a township's group to the private chat and back, tries in vain, a
//! ticket with the desk's value, a correction, the signature, sent back and signed again, a helper, lists and a table.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::golden::Play;

const TOWNSHIP: i64 = -1001;
const DESK: i64 = -1002;
const DAY: &str = include_str!("../golden/private-day.txt");

/// Every private value of the day: names, numbers, tries in vain, what an officer typed.
const VALUES: [&str; 10] = [
    "欧阳秘甲",
    "秘乙",
    "秘丙",
    "秘丁",
    "司马秘戊",
    "13987650001",
    "13987650002",
    "13987650003",
    "13987650004",
    "13987650005",
];
/// What owner and officer wrote to each other over the desk, in so many words.
const TOLD_THE_DESK: [&str; 3] = ["13987650001", "13987650002", "13987650003"];

/// The files below a folder that hold these words, in any byte of them.
pub(crate) fn holding(folder: &Path, words: impl AsRef<[u8]>) -> Vec<String> {
    let words = words.as_ref();
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, words));
        } else if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            if bytes.windows(words.len()).any(|w| w == words) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

/// A log that is kept.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_whole_day_leaves_no_private_value_anywhere() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // While there is one subscriber only, tracing asks the thread that comes to a line of the log first, which may be
    // another test's without any; a second one makes it ask them all.
    let _second = tracing::Dispatch::new(tracing_subscriber::fmt().with_writer(std::io::sink).finish());
    let _logging = tracing::subscriber::set_default(subscriber);
    let mut play = Play::begin(false).await;
    play.script(DAY).await;
    play.bot.stop().await;

    let folder = play.bot.folder.path();
    assert!(
        !holding(folder, "石门县示例茶叶加工厂").is_empty(),
        "what is not private is found by looking so"
    );
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(log.len() > 10_000, "the log was kept: {} bytes", log.len());
    let (group, desk) = (said_in(&play, TOWNSHIP), said_in(&play, DESK));
    for value in VALUES {
        assert_eq!(holding(folder, value), Vec::<String>::new(), "{value}");
        assert!(!log.contains(value), "{value} stands in the log");
        assert!(!group.contains(value), "{value} was shown to the group");
        assert!(
            !desk.contains(value) || TOLD_THE_DESK.contains(&value),
            "{value} was shown to the desk"
        );
    }
    assert!(desk.contains("欧**") && desk.contains("139****0004"), "the desk sees masks");
}

/// All that was ever sent to a chat, also what was changed or removed later.
fn said_in(play: &Play, chat: i64) -> String {
    let calls = play.tg.calls();
    let there = calls.iter().filter(|call| call.params["chat_id"] == chat);
    there.map(|call| call.params.to_string()).collect()
}
