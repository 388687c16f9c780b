//! Every text this room can cause is caused, with the variables it is said to have.

use std::collections::BTreeSet;

use super::*;

/// The text id and variables of an outcome.
fn text_of(judged: Judged) -> Option<(String, Vec<String>)> {
    let (prefix, key, args) = match judged {
        Judged::Rejected(Rejection { key, args, .. }) => ("reject", key, args),
        Judged::Accepted {
            soft: Some(Soft { key, args }),
            ..
        } => ("soft", key, args),
        Judged::Accepted { soft: None, .. } | Judged::Pick(_) => return None,
    };
    Some((format!("{prefix}-{key}"), args.into_iter().map(|(name, _)| name).collect()))
}

fn cases() -> Vec<(Ask, &'static str)> {
    let limits = Range {
        min: Some(1.0),
        max: Some(9.0),
        soft_max: Some(5.0),
        unit: Some("吨".to_owned()),
    };
    let text = Ask::Text {
        min_chars: 2,
        max_chars: 4,
    };
    let choice = Ask::Choice { from: list() };
    vec![
        (text.clone(), "a"),
        (text.clone(), "abcde"),
        (text, "430726190001010019"),
        (Ask::PersonName, "李4"),
        (Ask::Integer(limits.clone()), "许多"),
        (Ask::Integer(limits.clone()), "3到5"),
        (Ask::Integer(limits.clone()), "3.5"),
        (Ask::Decimal(limits.clone()), "3.5555"),
        (Ask::Decimal(limits.clone()), "3头"),
        (Ask::Decimal(limits.clone()), "0"),
        (Ask::Decimal(limits.clone()), "10"),
        (Ask::Decimal(limits), "6"),
        (amount_ask(), "30"),
        (Ask::Decimal(Range::default()), "9999999999999"),
        (choice.clone(), "油"),
        (choice, "9"),
        (choices_ask(), "1 4"),
        (choices_ask(), ""),
        (Ask::CreditCode, "9"),
        (Ask::CreditCode, "92430726MA4T0002I8"),
        (Ask::CreditCode, "92430726MA4T000279"),
        (Ask::CreditCode, "92430725MA4T00035L"),
        (Ask::OrganisationCode, "92430726MA4T000278"),
        (Ask::OrganisationCode, "9243"),
        (Ask::Phone, "139"),
        (Ask::Phone, "abc"),
        (Ask::Photo, "here"),
        (Ask::Month, "x"),
        (Ask::Month, "2999-01"),
        (Ask::Month, "2015"),
        (Ask::Day { month_will_do: false }, "x"),
        (Ask::Day { month_will_do: false }, "2999-01-01"),
        (Ask::Day { month_will_do: false }, "2015-02"),
        (Ask::Industry, "😀"),
        (Ask::Township, "😀"),
    ]
}

#[test]
fn every_text_is_caused_and_true() {
    let declared: BTreeSet<(String, Vec<String>)> = TEXTS
        .iter()
        .map(|(id, names)| ((*id).to_owned(), names.iter().map(|n| (*n).to_owned()).collect()))
        .collect();
    let mut caused: BTreeSet<_> = cases().iter().filter_map(|(ask, text)| text_of(typed(ask, text))).collect();
    let context = bare_context(&[]);
    caused.extend(text_of(judge(&Ask::Phone, &Raw::Photo("x".to_owned()), &context)));
    caused.extend(text_of(judge(&Ask::Place, &Raw::Point { lat: 91.0, lon: 0.0 }, &context)));
    assert_eq!(declared, caused);
    assert_eq!(declared.len(), TEXTS.len());
}

#[test]
fn wrong_kinds_are_refused_in_words() {
    let context = bare_context(&[]);
    let raws = [
        Raw::Option(OptionId::from("a")),
        Raw::Options(vec![]),
        Raw::Value(Value::YesNo(true)),
        Raw::Point { lat: 1.0, lon: 1.0 },
        Raw::Photo("x".to_owned()),
        Raw::Contact("13900000001".to_owned()),
    ];
    for raw in raws {
        assert_eq!(refused(judge(&Ask::PersonName, &raw, &context)).key, "wrong-kind");
    }
    let contact = judge(&Ask::Phone, &Raw::Contact("+8613900000001".to_owned()), &context);
    assert_eq!(taken(contact).plain(), "13900000001");
    assert_eq!(taken(judge(&Ask::Photo, &Raw::Photo("x".to_owned()), &context)).plain(), "x");
}
