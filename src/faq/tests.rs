//! Reading the list, finding in it.

use super::{Confidence, Faq};
use crate::app::Sources;
use crate::config::Config;
use crate::runner::Books;

fn books() -> Books {
    Sources::read(&Config::default()).unwrap().load().unwrap()
}

/// What is wrong with a list.
fn fault(source: &str) -> String {
    Faq::parse(source).unwrap_err().to_string()
}

#[test]
fn a_fault_names_its_line_and_the_remedy() {
    let good = "[[question]]\nid = \"F001\"\nbasis = \"生态环境法典第175条\"\nconfidence = \"verified\"\n";
    assert_eq!(Faq::parse(good).unwrap().questions().len(), 1);
    let with = |from: &str, to: &str| fault(&good.replace(from, to));
    assert_eq!(
        with("verified", "verifed"),
        "line 1: `F001`: there is no confidence `verifed`; did you mean `verified`? There are verified, partly, guide, reading, recalled, advice, bot"
    );
    assert_eq!(
        with("生态环境法典第175条", " "),
        "line 1: `F001` is verified and names no basis; write the law and article, or `confidence = \"advice\"`"
    );
    assert_eq!(
        with("F001", "F 1"),
        "line 1: `F 1` cannot be an id; write up to 12 letters and digits: F080"
    );
    assert_eq!(
        fault(&format!("{good}\n{good}")),
        "line 6: `F001` is there twice; give each its own id"
    );
    let unknown = with("basis", "bases");
    assert!(unknown.starts_with("line 3: unknown field `bases`"), "{unknown}");
}

#[test]
fn all_that_owners_ask_is_there_and_says_how_sure_it_is() {
    let books = books();
    assert_eq!(books.faq.questions().len(), 79);
    let sure = books
        .faq
        .questions()
        .iter()
        .filter(|q| q.confidence == Confidence::Verified)
        .count();
    assert!((30..60).contains(&sure), "{sure}");
    for question in books.faq.questions() {
        let cited = question.basis.contains('第') || question.confidence != Confidence::Verified;
        let named = ["GB/T", "HJ", "指南", "名录", "通知"]
            .iter()
            .any(|name| question.basis.contains(name));
        assert!(cited || named, "{}: {}", question.id, question.basis);
    }
}

/// Each question is found by its own words, in both languages.
#[test]
fn every_question_is_found_by_its_own_words() {
    let books = books();
    let finder = books.faq.finder(&books.catalogue);
    for question in books.faq.questions() {
        for lang in crate::l10n::Lang::ALL {
            let text = books.catalogue.text(lang, &question.text_id(), &[]);
            let found = finder.find(&text);
            assert_eq!(
                found.first().map(|f| f.id.as_str()),
                Some(question.id.as_str()),
                "{text}: {found:?}"
            );
        }
    }
}

#[test]
fn nothing_is_offered_for_nothing() {
    let books = books();
    let finder = books.faq.finder(&books.catalogue);
    for text in ["", "？？？", "🙂", "的了吗", "\u{200b}", &"囧".repeat(4_000)] {
        assert_eq!(finder.find(text), Vec::new(), "{text}");
    }
}

/// What a county has answered itself is offered, also where the list has no answer; beside it the list goes on.
#[test]
fn questions_of_a_county_are_found_beside_the_list() {
    let books = books();
    let alone = books.faq.finder(&books.catalogue);
    let finder = alone.with([("T1".to_owned(), "烧柴的灰、炉渣送到哪里？".to_owned())]);
    let first = |finder: &super::Finder, text: &str| finder.find(text).first().map(|found| found.id.clone());
    assert_eq!(first(&alone, "炉渣往哪里送"), None);
    assert_eq!(first(&finder, "炉渣往哪里送").as_deref(), Some("T1"));
    assert_eq!(first(&finder, "登记要花钱吗").as_deref(), Some("F033"));
    assert_eq!(first(&finder, "哪里有好玩的"), None);
}
