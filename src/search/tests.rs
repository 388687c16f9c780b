//! What people type finds what they mean.

use super::{Index, Letter, Likeness, letters};

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
        for (_, like) in Index::new(vec![of(&phrase)]).like(of(&text)) {
            proptest::prop_assert!((0.0..=1.0).contains(&like.said) && (0.0..=1.0).contains(&like.meant), "{like:?}");
        }
    }
}
