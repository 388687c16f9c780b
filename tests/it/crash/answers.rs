//! What an owner answers to what the bot asks. Every typed answer is there only once, so that it is found again.

use super::dice::Dice;

/// An answer and the column of the table it must be found in. An empty value: anything.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) column: &'static str,
    pub(super) value: String,
}

/// What the owner does.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    /// Presses the button.
    Tap(String),
    /// Types.
    Say(String),
}

/// How a question is answered.
#[derive(Debug, Clone, Copy)]
enum How {
    Skip,
    Tap(&'static str),
    Say(&'static str),
    /// One of the words; the column is not empty afterwards.
    Words(&'static [&'static str]),
    /// A text with a number in it.
    Text(&'static str),
    Tons,
    Heads,
    Name,
    Phone,
    /// One of the first so many options: a button, or its number typed.
    Option(usize),
    YesNo,
    Yes,
    Earlier,
    /// One or two of these options, then done.
    Ticks(&'static [usize]),
}

/// Part of the bot's words, the column, how it is answered. The first that occurs decides.
const QUESTIONS: [(&str, &str, How); 35] = [
    ("只在私聊里问", "", How::Tap("🔒 去私聊填这一题")),
    ("只在私聊里做", "", How::Tap("🔒 去私聊核对、签字")),
    ("都填好了，请看一遍", "", How::Tap("✍ 没错，去签字")),
    ("填的内容真实、准确、完整", "", How::Tap("✔ 我确认以上都是真的")),
    ("请打上您的名字", "签字人", How::Name),
    ("您说的是", "行业类别", How::Option(1)),
    ("做过排污登记吗", "登记类型", How::Earlier),
    ("旧的登记是哪年哪月", "", How::Skip),
    ("主要做什么", "行业类别", How::Words(&["打米厂", "茶厂", "养猪场"])),
    ("单位叫什么名字", "单位名称", How::Text("石门县示例加工厂")),
    ("厂里有下面哪几样", "", How::Say("都没有")),
    ("下面有没有符合的", "", How::Say("都没有")),
    ("规模是多少", "", How::Say("300")),
    ("是在厂房、车间", "", How::Say("是")),
    ("统一社会信用代码是多少", "", How::Skip),
    ("在哪个乡镇、街道", "乡镇街道", How::Words(&["楚江街道", "永兴街道", "夹山镇"])),
    ("真正生产的地方在哪里", "生产经营场所地址", How::Text("石门县示例路号")),
    ("执照上写的地址是哪里", "注册地址", How::Text("石门县示例街号")),
    ("负责人叫什么名字", "法定代表人（实际负责人）", How::Name),
    ("负责人的电话是多少", "联系方式", How::Phone),
    ("种产品是什么", "生产工艺与主要产品", How::Text("产品")),
    ("这种产品是怎么做出来的", "生产工艺与主要产品", How::Text("清理、包装")),
    ("一年能做多少", "生产工艺与主要产品", How::Tons),
    ("现在存栏多少头", "存栏（县里参考）", How::Heads),
    ("有没有往外排的口子", "养殖排污口（县里参考）", How::Yes),
    ("粪污怎么处理", "粪污去向（县里参考）", How::Ticks(&[1, 2, 3])),
    ("生产的时候有下面哪些", "", How::Ticks(&[1, 6, 7])),
    ("种燃料是哪一类", "燃料使用信息", How::Option(4)),
    ("这种燃料叫什么", "燃料使用信息", How::Text("木柴")),
    ("一年大约烧多少", "燃料使用信息", How::Tons),
    ("种固体废物是什么", "工业固体废物", How::Text("炉渣")),
    ("是不是危险废物", "工业固体废物", How::YesNo),
    ("它到哪里去了", "工业固体废物", How::Option(6)),
    ("响的机器做了什么降噪", "噪声防治设施", How::Ticks(&[1, 2])),
    ("但停产很久了", "是否应当申领排污许可证，但长期停产", How::YesNo),
];

/// Which question stands in the bot's words.
pub(super) fn question(text: &str) -> Option<usize> {
    QUESTIONS.iter().position(|(words, ..)| text.contains(words))
}

/// What an owner does about the bot's words and buttons, and what must be found afterwards.
pub(super) fn deed(text: &str, labels: &[String], number: u64, dice: &mut Dice) -> Result<(Deed, Vec<Answer>), String> {
    let unknown = || format!("an owner does not know what to do about: {text}\n{labels:?}");
    let (_, column, how) = QUESTIONS[question(text).ok_or_else(unknown)?];
    let again = labels.iter().find(|label| label.starts_with('➕')).filter(|_| dice.one_in(4));
    if let Some(again) = again {
        return Ok((Deed::Tap(again.clone()), Vec::new()));
    }
    let answer = |value: String| vec![Answer { column, value }];
    let say = |words: String| Ok((Deed::Say(words.clone()), answer(words)));
    match how {
        How::Skip => Ok((Deed::Say("跳过".to_owned()), Vec::new())),
        How::Tap(label) => Ok((Deed::Tap(label.to_owned()), Vec::new())),
        How::Say(words) => Ok((Deed::Say(words.to_owned()), Vec::new())),
        How::Words(words) => Ok((Deed::Say(dice.of(words).to_owned()), answer(String::new()))),
        How::Text(words) => say(format!("{words}{number}")),
        How::Tons => Ok((Deed::Say(format!("{number}吨/年")), answer(format!("{number} 吨/年")))),
        How::Heads => Ok((Deed::Say(format!("{}", 10 + number)), answer(String::new()))),
        How::Name => say(name(number)),
        How::Phone => say(format!("139{number:08}")),
        How::Option(count) => option(labels, count, dice).map(|(deed, value)| (deed, answer(value))),
        How::YesNo => option(labels, 2, dice).map(|(deed, value)| (deed, answer(if value == "是，有" { "是" } else { "否" }.to_owned()))),
        How::Yes => option(labels, 1, dice).map(|(deed, _)| (deed, answer("是".to_owned()))),
        How::Earlier => Ok(earlier(labels, dice)),
        How::Ticks(wanted) => Ok(ticks(column, labels, wanted, dice)),
    }
}

/// A name of letters alone.
fn name(number: u64) -> String {
    let letters: Vec<char> = "甲乙丙丁戊己庚辛壬癸".chars().collect();
    let digit = |c: char| letters[c.to_digit(10).unwrap() as usize];
    std::iter::once('李').chain(number.to_string().chars().map(digit)).collect()
}

/// The button of an option and the option's words.
fn button(labels: &[String], n: usize) -> Option<(String, String)> {
    let label = labels
        .iter()
        .find(|l| l.trim_start_matches(['☐', '☑', ' ']).starts_with(&format!("{n} ")))?;
    let (_, words) = label.trim_start_matches(['☐', '☑', ' ']).split_once(' ')?;
    Some((label.clone(), words.to_owned()))
}

fn option(labels: &[String], count: usize, dice: &mut Dice) -> Result<(Deed, String), String> {
    let n = 1 + dice.below(count);
    let (label, words) = button(labels, n).ok_or_else(|| format!("there is no option {n}: {labels:?}"))?;
    let typed = dice.one_in(2);
    Ok((if typed { Deed::Say(n.to_string()) } else { Deed::Tap(label) }, words))
}

fn earlier(labels: &[String], dice: &mut Dice) -> (Deed, Vec<Answer>) {
    let (n, value) = dice.of(&[(1, "首次登记"), (3, "待核对（记不清是否登记过）")]);
    let (label, _) = button(labels, n).expect("both options are there");
    let value = value.to_owned();
    (
        Deed::Tap(label),
        vec![Answer {
            column: "登记类型", value
        }],
    )
}

fn ticks(column: &'static str, labels: &[String], wanted: &[usize], dice: &mut Dice) -> (Deed, Vec<Answer>) {
    let ticked: Vec<String> = labels.iter().filter(|l| l.starts_with('☑')).cloned().collect();
    let free: Vec<usize> = wanted
        .iter()
        .copied()
        .filter(|n| button(labels, *n).is_some_and(|(l, _)| l.starts_with('☐')))
        .collect();
    if ticked.is_empty() || (ticked.len() < 2 && dice.one_in(2)) {
        let (label, _) = button(labels, dice.of(&free)).expect("it was found before");
        return (Deed::Tap(label), Vec::new());
    }
    let done = Deed::Tap("✔ 选好了".to_owned());
    if !column.is_empty() {
        let words = |label: &String| {
            label
                .trim_start_matches(['☑', ' '])
                .split_once(' ')
                .map(|(_, words)| words.to_owned())
        };
        let answers = ticked.iter().filter_map(words).map(|value| Answer { column, value });
        return (done, answers.collect());
    }
    let has = |n: usize| {
        if ticked.iter().any(|l| l.starts_with(&format!("☑ {n} "))) {
            "是，有"
        } else {
            "不是，没有"
        }
    };
    let columns = [("是否使用燃料", 1), ("是否有工业固体废物", 6), ("是否有工业噪声", 7)];
    let answers = columns.map(|(column, n)| Answer {
        column,
        value: has(n).to_owned(),
    });
    (done, answers.to_vec())
}
