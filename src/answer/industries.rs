//! The industries, and finding one by everyday words.

use super::clean;
use crate::search::{Index, Likeness, Topics, letters, telling};

/// An industry of GB/T 4754-2017.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Industry {
    /// Four digits: `1331`.
    pub code: String,
    /// 食用植物油加工.
    pub name: String,
    /// Everyday words: 榨油坊.
    pub words: Vec<String>,
    /// The row of the catalogue of 2019 it belongs to.
    pub row: u16,
    /// The line of the table.
    pub line: usize,
}

/// All industries, and their names and words made ready to be searched.
#[derive(Debug, Default)]
pub(super) struct Industries {
    all: Vec<Industry>,
    phrases: Vec<Phrase>,
    index: Index,
    /// Each industry as all its phrases together.
    topics: Topics,
}

/// A name or an everyday word.
#[derive(Debug)]
struct Phrase {
    /// Whose, by its place.
    of: usize,
    /// Whether it is the name.
    is_name: bool,
    bare: String,
}

/// The most results of a search.
const MOST: usize = 8;
/// Longer searches are cut.
const LONGEST: usize = 40;
/// How much it counts that what was said is like all the words of an industry together, beside the likest of them.
const TOPIC: f32 = 2.0;
/// If none is more like it than this, nothing is offered;
const LEAST: f32 = 0.7;
/// nor is what is so much less like it than the best,
const BESIDE_THE_BEST: f32 = 0.55;
/// and less still beside one that was said to the letter.
const WHOLE: f32 = 1.9;
const BESIDE_WHOLE: f32 = 0.8;
/// How much more it counts that all of a phrase was said than that all that was said stands in it.
const SAID: f32 = 1.4;
/// Everyday words are closer to what people type than names.
const NAME: f32 = 0.95;
/// What people do, and the codes of those who do it.
const CUES: &[(char, &[&str])] = &[
    ('种', &["01", "02"]),
    ('养', &["03", "04"]),
    ('喂', &["03", "04"]),
    ('修', &["43", "81"]),
    ('卖', &["51", "52"]),
    ('收', &["51", "42"]),
    ('挖', &["06", "08", "09", "10"]),
    ('店', &["52", "61", "62", "80", "81"]),
    ('馆', &["61", "62"]),
    ('库', &["59"]),
];
const CUED: f32 = 1.3;
/// What stands in many names.
const OFFICIAL: &[&str] = &[
    "其他",
    "未列明",
    "制造",
    "加工",
    "服务",
    "活动",
    "生产",
    "类似",
    "及",
    "和",
    "业",
    "专用",
    "其",
];
/// What stands in any sentence about what one makes.
const LITTLE: &[&str] = &[
    "我们",
    "我家",
    "自己",
    "家里",
    "屋里",
    "村里",
    "镇上",
    "乡里",
    "县里",
    "街上",
    "路边",
    "老家",
    "老板",
    "师傅",
    "亲戚",
    "我",
    "你",
    "他",
    "咱",
    "俺",
    "是",
    "的",
    "了",
    "呢",
    "啊",
    "吧",
    "个",
    "在",
    "有个",
    "有一",
    "有点",
    "和",
    "跟",
    "给",
    "把",
    "这",
    "那",
    "就",
    "也",
    "都",
    "还",
    "主要",
    "专门",
    "平时",
    "现在",
    "准备",
    "打算",
    "想",
    "帮人",
    "帮别人",
    "自家",
    "一个",
    "一家",
    "几个",
    "开了",
    "开着",
    "开个",
    "办了",
    "办的",
    "搞了",
    "搞点",
    "做点",
    "弄点",
    "弄了",
    "小型",
    "小的",
    "小小",
    "生意",
    "那种",
    "这种",
    "之类",
    "什么",
    "东西",
    "一点",
    "一些",
    "一年",
    "每年",
    "租",
    "i have a",
    "i have",
    "i run a",
    "we run a",
    "we make",
    "we are a",
    "i make",
    "my",
    "we",
    "our",
    "the",
    "a",
    "an",
    "in",
];

impl Industries {
    pub(super) fn new(all: Vec<Industry>) -> Self {
        let mut phrases = Vec::new();
        let mut known = Vec::new();
        for (of, industry) in all.iter().enumerate() {
            let parts = industry
                .name
                .split(['、', '及', '和', '与'])
                .filter(|part| part.chars().count() > 1);
            let names = std::iter::once(industry.name.as_str()).chain(parts).map(|name| (name, true));
            let words = industry.words.iter().map(|word| (word.as_str(), false));
            for (text, is_name) in names.chain(words) {
                known.push(letters(text, LONGEST, if is_name { OFFICIAL } else { &[] }));
                phrases.push(Phrase {
                    of,
                    is_name,
                    bare: clean::bare(text, LONGEST + 1),
                });
            }
        }
        let mut ways = vec![Vec::new(); all.len()];
        for (phrase, letters) in phrases.iter().zip(&known) {
            ways[phrase.of].push(letters.as_slice());
        }
        let topics = Topics::new(&ways);
        Industries {
            all,
            phrases,
            index: Index::new(known),
            topics,
        }
    }

    pub(super) fn all(&self) -> &[Industry] {
        &self.all
    }

    /// The only one whose code, name or one of whose words is exactly this, or this but for words of any sentence.
    pub(super) fn certain(&self, text: &str) -> Option<&Industry> {
        let query = clean::bare(text, LONGEST + 1);
        self.named(&query).or_else(|| self.named(&telling(text, LONGEST + 1, LITTLE)))
    }

    /// The only one with this code, name or word.
    fn named(&self, query: &str) -> Option<&Industry> {
        if let Some(industry) = self.all.iter().find(|industry| industry.code == query) {
            return Some(industry);
        }
        let mut named = self.phrases.iter().filter(|phrase| phrase.bare == query).map(|phrase| phrase.of);
        let only = named.next().filter(|only| named.all(|of| of == *only));
        only.map(|of| &self.all[of])
    }

    /// By code, name, everyday words or typed pinyin: at most 8, the likeliest first.
    pub(super) fn search(&self, text: &str) -> Vec<&Industry> {
        let bare = clean::bare(text, LONGEST);
        if bare.is_empty() {
            return Vec::new();
        }
        let digits = bare.len() > 1 && bare.bytes().all(|b| b.is_ascii_digit());
        if digits {
            return self.all.iter().filter(|i| i.code.starts_with(&bare)).take(MOST).collect();
        }
        let mut scores = self.by_phrases(text, &bare);
        for (of, like) in self.topics.like(&letters(text, LONGEST, LITTLE)).topics {
            scores[of] += TOPIC * like;
        }
        let best = scores.iter().copied().fold(0.0, f32::max);
        if best < LEAST {
            return Vec::new();
        }
        let enough = best * if best > WHOLE { BESIDE_WHOLE } else { BESIDE_THE_BEST };
        let mut found: Vec<usize> = (0..scores.len()).filter(|of| scores[*of] >= enough).collect();
        found.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
        found.into_iter().take(MOST).map(|of| &self.all[of]).collect()
    }

    /// How much each industry is meant by its likest phrase.
    fn by_phrases(&self, text: &str, bare: &str) -> Vec<f32> {
        let mut scores = vec![0.0_f32; self.all.len()];
        let mut note = |phrase: &Phrase, score: f32| scores[phrase.of] = scores[phrase.of].max(score);
        let clauses = text
            .split(['，', ',', '。', '；', ';', '！', '、'])
            .filter(|clause| clause.chars().count() > 1);
        for clause in clauses.chain([text]) {
            for (place, like) in self.index.like(letters(clause, LONGEST, LITTLE)) {
                let phrase = &self.phrases[place];
                note(phrase, phrase.alike(like) * cue(clause, &self.all[phrase.of].code));
            }
        }
        let typed = clean::typed_sound(text, LONGEST).filter(|typed| typed.len() > 1);
        for phrase in &self.phrases {
            note(phrase, phrase.meant(bare, typed.as_deref()));
        }
        scores
    }
}

/// What somebody does with a thing tells more than the thing: pepper is grown, made into sauce or sold.
fn cue(clause: &str, code: &str) -> f32 {
    let of_the_kind = |(does, kinds): &(char, &[&str])| clause.contains(*does) && kinds.iter().any(|kind| code.starts_with(kind));
    if CUES.iter().any(of_the_kind) { CUED } else { 1.0 }
}

impl Phrase {
    fn alike(&self, like: Likeness) -> f32 {
        like.both(SAID) * if self.is_name { NAME } else { 1.0 }
    }

    /// More than 1 if it is meant to the letter, or its pinyin or initials were typed.
    fn meant(&self, bare: &str, typed: Option<&str>) -> f32 {
        if self.bare == bare {
            return if self.is_name { 1.9 } else { 2.0 };
        }
        let Some((typed, (full, initials))) = typed.zip(clean::sound(&self.bare)) else {
            return 0.0;
        };
        match typed {
            _ if full == typed => 1.9,
            _ if initials == typed => 1.5,
            _ if typed.len() > 2 && initials.starts_with(typed) => 0.8,
            _ => 0.0,
        }
    }
}
