//! What people type finds what they mean.

use super::{Letter, Vocabulary, letters};

const LITTLE: [&str; 5] = ["我家", "的", "开了个", "在", "i have a"];

fn of(text: &str) -> Vec<Letter> {
    letters(text, 40, &LITTLE)
}

/// The phrase that is likest to what was typed.
fn best<'a>(query: &str, phrases: &[&'a str]) -> &'a str {
    let all: Vec<Vec<Letter>> = phrases.iter().map(|p| of(p)).collect();
    let vocabulary = Vocabulary::new(all.iter().map(Vec::as_slice));
    let score = |n: &usize| vocabulary.likeness(&of(query), &all[*n]).both(1.0);
    let best = (0..all.len()).max_by(|a, b| score(a).total_cmp(&score(b))).unwrap();
    assert!(score(&best) > 0.0, "{query}");
    phrases[best]
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
    let phrases = ["榨油坊", "打米厂"].map(of);
    let vocabulary = Vocabulary::new(phrases.iter().map(Vec::as_slice));
    let whole = vocabulary.likeness(&of("榨油坊"), &phrases[0]);
    assert!((whole.both(1.0) - 1.0).abs() < 1e-6, "{whole:?}");
    let part = vocabulary.likeness(&of("榨油"), &phrases[0]);
    assert!(part.said < 1.0 && (part.meant - 1.0).abs() < 1e-6, "{part:?}");
    let none = vocabulary.likeness(&of("星"), &phrases[0]);
    assert!(none.both(1.0).abs() < 1e-6, "{none:?}");
    assert!(vocabulary.likeness(&[], &phrases[0]).both(1.0).abs() < 1e-6);
    assert!(vocabulary.likeness(&phrases[0], &[]).both(1.0).abs() < 1e-6);
}

#[test]
fn words_of_any_sentence_count_little() {
    let phrases = ["榨油坊", "打米厂"].map(of);
    let vocabulary = Vocabulary::new(phrases.iter().map(Vec::as_slice));
    let with = vocabulary.likeness(&of("我家开了个榨油坊"), &phrases[0]);
    assert!(with.said > 0.99 && with.meant > 0.85, "{with:?}");
}

proptest::proptest! {
    #[test]
    fn nothing_typed_panics(text in ".{0,60}", phrase in ".{0,20}") {
        let (query, phrase) = (of(&text), of(&phrase));
        let vocabulary = Vocabulary::new([phrase.as_slice()]);
        let like = vocabulary.likeness(&query, &phrase);
        proptest::prop_assert!((0.0..=1.0).contains(&like.said) && (0.0..=1.0).contains(&like.meant), "{like:?}");
    }
}
