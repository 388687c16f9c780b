//! An owner: reads the prompt addressed to him and answers it by a reply or a tap.

use std::time::Instant;

use serde_json::Value;

/// What an owner does.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// Presses a button.
    Tap {
        /// What the button carries.
        data: String,
        /// Chat and message.
        at: (i64, i64),
    },
    /// Replies to a message.
    Reply {
        /// The words.
        text: String,
        /// Chat and message.
        at: (i64, i64),
    },
    /// Says something in his group.
    Group(String),
    /// Says something in the private chat.
    Private(String),
}

/// An owner.
#[derive(Debug)]
pub(crate) struct Owner {
    /// His account.
    pub(crate) user: i64,
    /// His group.
    pub(crate) group: i64,
    /// Since when he waits for an answer.
    pub(crate) since: Option<Instant>,
    /// Forms signed.
    pub(crate) signed: u64,
    /// Questions of the form in hand whose answers the bot has gone on from.
    pub(crate) acknowledged: usize,
}

/// What the answer to a question is: pressed or typed.
enum Answer {
    Press(&'static str),
    Type(&'static str),
    Company,
    Code,
}

/// So many of them are the form's own.
pub(crate) const ASKED: usize = 13;

/// A question by words that stand in it. The first that occurs decides.
const QUESTIONS: [(&str, Answer); 18] = [
    ("您的单位叫什么名字", Answer::Company),
    ("单位的统一社会信用代码是多少", Answer::Code),
    ("单位在哪个乡镇、街道", Answer::Press("楚江街道")),
    ("生产地址在哪里", Answer::Type("石门县楚江街道示例路1号")),
    ("主要做哪一行", Answer::Press("打米")),
    ("法定代表人叫什么名字", Answer::Type("李示例")),
    ("联系电话是多少", Answer::Type("13900000002")),
    ("主要产品是什么", Answer::Type("大米")),
    ("一年产多少", Answer::Type("300吨")),
    ("有没有锅炉", Answer::Press("有")),
    ("锅炉烧什么", Answer::Press("柴")),
    ("一年烧多少吨", Answer::Type("20吨")),
    ("废水排到哪里", Answer::Press("不外排")),
    ("只在私聊里做", Answer::Press("去私聊核对")),
    ("请打上您的名字", Answer::Type("李示例")),
    ("我对它负责", Answer::Press("我确认")),
    ("都填好了，请看一遍", Answer::Press("去签字")),
    ("您有一张没填完的表", Answer::Press("接着填")),
];

/// What is said when a form is signed.
const SIGNED: &str = "🧾 收到了";

impl Owner {
    pub(crate) fn new(user: i64, group: i64) -> Self {
        Self {
            user,
            group,
            since: None,
            signed: 0,
            acknowledged: 0,
        }
    }

    /// What he does about a message of the bot; none if it asks nothing of him.
    pub(crate) fn answer(&mut self, text: &str, markup: &Value, at: (i64, i64)) -> Option<Deed> {
        if text.contains(SIGNED) {
            self.signed += u64::from(self.since.is_some());
            self.acknowledged = 0;
            return Some(Deed::Group("/fill".to_owned()));
        }
        let place = QUESTIONS.iter().position(|(part, _)| text.contains(part))?;
        // Only the form's own questions tell how far it is.
        if place <= ASKED {
            self.acknowledged = self.acknowledged.max(place);
        }
        let (_, answer) = &QUESTIONS[place];
        let typed = match answer {
            Answer::Press(label) => return press(markup, label, at),
            Answer::Type(text) => (*text).to_owned(),
            Answer::Company => self.company(),
            Answer::Code => credit_code(self.user.unsigned_abs() * 10_000 + self.signed),
        };
        Some(Deed::Reply { text: typed, at })
    }

    /// The enterprise of the form in hand.
    pub(crate) fn company(&self) -> String {
        format!("石门县示例{}大米{}厂", self.user, self.signed)
    }
}

fn press(markup: &Value, label: &str, at: (i64, i64)) -> Option<Deed> {
    let rows = markup["inline_keyboard"].as_array()?;
    let mut buttons = rows.iter().filter_map(Value::as_array).flatten();
    let button = buttons.find(|b| b["text"].as_str().is_some_and(|text| text.contains(label)))?;
    let data = button["callback_data"].as_str()?.to_owned();
    Some(Deed::Tap { data, at })
}

/// A credit code of its own for every form, with both check digits (GB 32100, GB 11714).
fn credit_code(number: u64) -> String {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let own = format!("{:08}", number % 100_000_000);
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = own.chars().zip(weights).map(|(c, w)| c.to_digit(10).unwrap_or(0) * w).sum();
    let inner = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    };
    let mut code = format!("91430726{own}{inner}");
    let mut weight = 1;
    let mut sum = 0;
    for sign in code.bytes() {
        sum += SIGNS.iter().position(|s| *s == sign).unwrap_or(0) * weight % 31;
        weight = weight * 3 % 31;
    }
    code.push(char::from(SIGNS[(31 - sum % 31) % 31]));
    code
}
