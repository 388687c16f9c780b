//! What people type finds what they mean.

use super::{Index, Letter, Likeness, Topics, letters};

const LITTLE: [&str; 5] = ["我家", "的", "开了个", "在", "i have a"];

fn of(text: &str) -> Vec<Letter> {
    letters(text, 40, &LITTLE)
}

/// The phrase that is likest to what was typed.
fn best<'a>(query: &str, phrases: &[&'a str]) -> &'a str {
    let index = Index::new(phrases.iter().map(|p| of(p)).collect());
    let found = index.like(of(query)).map(|(place, like)| (like.both(1.0), place));
    let best = found.max_by(|a, b| a.0.total_cmp(&b.0));
    phrases[best.expect(query).1]
}

/// How alike the first of two phrases and a query are.
fn like(query: &str) -> Likeness {
    let index = Index::new(vec![of("榨油坊"), of("打米厂")]);
    let found = index.like(of(query)).find(|(place, _)| *place == 0);
    found.map_or(Likeness { said: 0.0, meant: 0.0 }, |(_, like)| like)
}

#[test]
fn wrong_characters_homophones_and_pinyin_are_found() {
    let phrases = [
        "榨油坊",
        "炸药厂",
        "打米厂",
        "打铁铺",
        "养猪场",
        "养羊场",
        "豆腐坊",
        "tea factory",
        "pig farm",
    ];
    for (query, wanted) in [
        ("榨油坊", "榨油坊"),
        ("炸油房", "榨油坊"),
        ("zhayoufang", "榨油坊"),
        ("zha you fang", "榨油坊"),
        ("ZhaYou", "榨油坊"),
        ("我家开了个榨油的", "榨油坊"),
        ("猪养在屋后", "养猪场"),
        ("老虎打米", "打米厂"),
        ("damicang", "打米厂"),
        ("扬猪场", "养猪场"),
        ("豆虎坊", "豆腐坊"),
        ("I have a tea factory.", "tea factory"),
        ("pigs: pig farm", "pig farm"),
    ] {
        assert_eq!(best(query, &phrases), wanted, "{query}");
    }
}

#[test]
fn likeness_is_a_share_of_both_sides() {
    let whole = like("榨油坊");
    assert!((whole.both(1.0) - 1.0).abs() < 1e-6, "{whole:?}");
    let part = like("榨油");
    assert!(part.said < 1.0 && (part.meant - 1.0).abs() < 1e-6, "{part:?}");
    for none in ["星", "", "我家的", "！"] {
        assert!(like(none).both(1.0).abs() < 1e-6, "{none}");
    }
}

#[test]
fn words_of_any_sentence_count_little() {
    let with = like("我家开了个榨油坊");
    assert!(with.said > 0.99 && with.meant > 0.85, "{with:?}");
}

proptest::proptest! {
    #[test]
    fn nothing_typed_panics(text in ".{0,60}", phrase in ".{0,20}") {
        for like in Topics::new(&[vec![of(&phrase).as_slice()]]).like(&of(&text)).topics.values() {
            proptest::prop_assert!((0.0..=1.001).contains(like), "{like}");
        }
        for (_, like) in Index::new(vec![of(&phrase)]).like(of(&text)) {
            proptest::prop_assert!((0.0..=1.0).contains(&like.said) && (0.0..=1.0).contains(&like.meant), "{like:?}");
        }
    }
}

/// The topic that a text is likest to, and how much of it is unknown.
fn topic(text: &str) -> (Option<usize>, f32) {
    let all = [
        vec!["登记要花钱吗", "收费吗", "多少钱"],
        vec!["登记管几年", "有效期", "几年有效"],
        vec!["贷款", "利息多少"],
    ];
    let all = all.map(|ways| ways.into_iter().map(of).collect::<Vec<_>>());
    let mut topics = Topics::new(&all.each_ref().map(|ways| ways.iter().map(Vec::as_slice).collect()));
    topics.add(&[&of("回执要贴在墙上吗")]);
    let kinship = topics.like(&of(text));
    let best = kinship.topics.iter().max_by(|a, b| a.1.total_cmp(b.1));
    (best.map(|(topic, _)| *topic), kinship.unknown)
}

#[test]
fn topics_are_known_by_all_their_ways() {
    for (text, wanted) in [
        ("登记收多少钱", Some(0)),
        ("dengji yao qian ma", Some(0)),
        ("登计要话前吗", Some(0)),
        ("登记能管几年", Some(1)),
        ("利息", Some(2)),
        ("要不要贴墙", Some(3)),
        ("猪", None),
        ("", None),
    ] {
        assert_eq!(topic(text).0, wanted, "{text}");
    }
    assert!(topic("登记").1.abs() < 1e-6);
    assert!((topic("登猪").1 - 0.5).abs() < 1e-6);
}
