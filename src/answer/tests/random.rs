//! Random input: no text panics, every rejection is declared, accepted values read back.

use proptest::prelude::*;

use super::*;

fn asks() -> Vec<Ask> {
    let limits = Range {
        unit: Some("吨/年".to_owned()),
        min: Some(0.0),
        max: Some(1e9),
        soft_max: Some(1e3),
    };
    vec![
        Ask::Text {
            min_chars: 1,
            max_chars: 50,
        },
        Ask::Integer(Range::default()),
        Ask::Integer(unit("头")),
        Ask::Decimal(limits.clone()),
        Ask::Amount {
            range: limits,
            units: vec!["吨/年".to_owned(), "m2".to_owned()],
        },
        Ask::Choice { from: list() },
        choices_ask(),
        Ask::YesNo,
        Ask::CreditCode,
        Ask::OrganisationCode,
        Ask::RegistrationNumber,
        Ask::Phone,
        Ask::PersonName,
        Ask::Address { same_as: None },
        Ask::Place,
        Ask::Photo,
        Ask::Month,
        Ask::Day { month_will_do: false },
        Ask::Industry,
        Ask::Township,
    ]
}

fn raw() -> impl Strategy<Value = Raw> {
    prop_oneof![
        4 => "\\PC{0,30}".prop_map(Raw::Text),
        4 => "[0-9零一二两三四五六七八九十百千万亿半点年月吨斤头约到.,，\\-/ wWtk个第]{0,12}".prop_map(Raw::Text),
        2 => "[0-9A-Z]{0,24}".prop_map(Raw::Text),
        2 => any::<String>().prop_map(Raw::Text),
        1 => "\\PC{0,9}".prop_map(|id| Raw::Option(OptionId::from(id))),
        1 => prop::collection::vec("(camellia|peanut|none|x)", 0..4).prop_map(|ids| Raw::Options(ids.into_iter().map(OptionId::from).collect())),
        1 => (any::<f64>(), any::<f64>()).prop_map(|(lat, lon)| Raw::Point { lat, lon }),
        1 => any::<String>().prop_map(Raw::Photo),
        1 => any::<String>().prop_map(Raw::Contact),
        1 => any::<String>().prop_map(|code| Raw::Value(Value::Industry(code))),
        1 => any::<(String, String)>().prop_map(|(county, township)| Raw::Value(Value::Township { county, township })),
    ]
}

fn reads_back(value: &Value) -> bool {
    matches!(
        value,
        Value::Integer(_)
            | Value::Decimal(_)
            | Value::Amount { .. }
            | Value::Code(_)
            | Value::Phone(_)
            | Value::Month { .. }
            | Value::Day(_)
            | Value::Township { .. }
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_input_panics(raw in raw(), county in prop::option::of("石门县|桃源县|火星")) {
        let labels = labels();
        let context = Context { county: county.as_deref(), same_as: Some("楚江街道"), ..bare_context(&labels) };
        for ask in asks() {
            match judge(&ask, &raw, &context) {
                Judged::Rejected(rejection) => {
                    let id = format!("reject-{}", rejection.key);
                    prop_assert!(TEXTS.iter().any(|(known, _)| *known == id), "{id}");
                }
                Judged::Accepted { value, .. } => {
                    let _ = value.masked();
                    if reads_back(&value) {
                        let again = judge(&ask, &Raw::Text(value.plain()), &context);
                        prop_assert_eq!(taken(again), value);
                    }
                }
                Judged::Pick(values) => prop_assert!(!values.is_empty() && values.len() <= 8),
            }
        }
    }

    #[test]
    fn whole_numbers_read_back(number in 0i64..1_000_000_000_000) {
        prop_assert_eq!(taken(typed(&Ask::Integer(Range::default()), &number.to_string())), Value::Integer(number));
    }

    #[test]
    fn decimals_read_back(thousandths in -999_999_999i64..999_999_999_999) {
        let decimal = Decimal { thousandths };
        prop_assert_eq!(Decimal::parse(&decimal.to_string()), Some(decimal));
    }

    #[test]
    fn months_read_back(year in 1900i16..=2025, month in 1i8..=12) {
        let value = Value::Month { year, month };
        prop_assert_eq!(taken(typed(&Ask::Month, &value.plain())), value);
    }
}

#[test]
fn odd_texts_do_no_harm() {
    let long = "油".repeat(20_000);
    let digits = "1".repeat(20_000);
    let mixed = "1、".repeat(10_000);
    let ligatures = "\u{fdfa}".repeat(5_000);
    for text in [
        long.as_str(),
        &digits,
        &mixed,
        &ligatures,
        "\0",
        "\u{202e}abc\u{2066}",
        "👩‍👩‍👧‍👦",
        "\u{feff}",
        "1️⃣",
        "İ",
        "ﬃ",
        "\u{1f1e8}\u{1f1f3}",
    ] {
        for ask in asks() {
            let _ = typed(&ask, text);
        }
    }
}
