//! Words that work at any time and are never taken as an answer.

use serde::{Deserialize, Serialize};

/// A word that works at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// To the question before.
    Back,
    /// Leave this question out.
    Skip,
    /// A human.
    Help,
    /// "I don't know": a human, too, unless the list has an option for it.
    DontKnow,
    /// Leave off for now.
    Pause,
    /// Go on after a pause.
    Continue,
    /// Begin again from the first question.
    StartOver,
    /// Change an earlier answer.
    Change,
    /// The other language.
    Language,
    /// The menu with the rarer commands.
    More,
    /// Another item of the group just completed.
    Add,
    /// The old answer stays.
    Keep,
    /// A question to be put.
    Ask,
}

/// The words as people type them, in both languages; compared without blanks and case.
const WORDS: [(&str, Word); 55] = [
    ("返回", Word::Back),
    ("上一题", Word::Back),
    ("上一步", Word::Back),
    ("back", Word::Back),
    ("跳过", Word::Skip),
    ("skip", Word::Skip),
    ("帮助", Word::Help),
    ("人工", Word::Help),
    ("找人", Word::Help),
    ("找人帮忙", Word::Help),
    ("求助", Word::Help),
    ("help", Word::Help),
    ("human", Word::Help),
    ("不知道", Word::DontKnow),
    ("不清楚", Word::DontKnow),
    ("不会填", Word::DontKnow),
    ("不懂", Word::DontKnow),
    ("idontknow", Word::DontKnow),
    ("idon'tknow", Word::DontKnow),
    ("don'tknow", Word::DontKnow),
    ("暂停", Word::Pause),
    ("先停", Word::Pause),
    ("停一下", Word::Pause),
    ("pause", Word::Pause),
    ("stop", Word::Pause),
    ("继续", Word::Continue),
    ("接着填", Word::Continue),
    ("continue", Word::Continue),
    ("重新填", Word::StartOver),
    ("重来", Word::StartOver),
    ("重新开始", Word::StartOver),
    ("startover", Word::StartOver),
    ("restart", Word::StartOver),
    ("修改", Word::Change),
    ("改答案", Word::Change),
    ("改前面", Word::Change),
    ("change", Word::Change),
    ("语言", Word::Language),
    ("english", Word::Language),
    ("中文", Word::Language),
    ("language", Word::Language),
    ("更多", Word::More),
    ("more", Word::More),
    ("再加一个", Word::Add),
    ("再加一种", Word::Add),
    ("再加", Word::Add),
    ("onemore", Word::Add),
    ("不改", Word::Keep),
    ("不变", Word::Keep),
    ("keep", Word::Keep),
    ("问", Word::Ask),
    ("提问", Word::Ask),
    ("我想问", Word::Ask),
    ("ask", Word::Ask),
    ("question", Word::Ask),
];

/// What a question ends in.
const QUESTION_ENDS: [&str; 15] = [
    "?",
    "吗",
    "么",
    "嘛",
    "呢",
    "怎么",
    "怎么办",
    "怎么填",
    "怎么写",
    "怎么弄",
    "咋办",
    "咋填",
    "咋弄",
    "什么意思",
    "为什么",
];
/// What a question begins with.
const QUESTION_BEGINS: [&str; 15] = [
    "怎么",
    "为什么",
    "请问",
    "what ",
    "how ",
    "why ",
    "where ",
    "when ",
    "which ",
    "who ",
    "do i ",
    "can i ",
    "should i ",
    "must i ",
    "is it ",
];

/// What stands in a question; an answer may hold it, too.
const QUESTION_PARTS: [&str; 12] = [
    "怎么",
    "咋",
    "什么",
    "啥",
    "多少",
    "哪",
    "要不要",
    "能不能",
    "可不可以",
    "是不是",
    "用不用",
    "为何",
];

/// Whether words that are no answer may be a question.
pub fn may_be_question(text: &str) -> bool {
    looks_like_question(text) || QUESTION_PARTS.iter().any(|part| text.contains(part))
}

/// Whether words are put as a question: they end in ？, 吗 or 怎么, or begin as one.
pub fn looks_like_question(text: &str) -> bool {
    let plain = crate::search::half_width(text).to_lowercase();
    let core = plain.trim_end_matches([' ', '。', '.', '!', '~', ',']);
    QUESTION_ENDS.iter().any(|end| core.ends_with(end)) || QUESTION_BEGINS.iter().any(|begin| core.starts_with(begin))
}

/// The word a text is, if it is one.
pub fn word(text: &str) -> Option<Word> {
    let bare: String = text
        .trim_matches(|c: char| c.is_whitespace() || "。！!.，,?？".contains(c))
        .to_lowercase();
    let bare: String = bare
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    WORDS.iter().find(|(text, _)| *text == bare).map(|(_, word)| *word)
}

/// All such words, for the linter: a choice may not be called like one. "I don't know" may be a choice.
pub fn reserved_words() -> Vec<&'static str> {
    WORDS
        .iter()
        .filter(|(_, word)| *word != Word::DontKnow)
        .map(|(text, _)| *text)
        .collect()
}
