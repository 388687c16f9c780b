//! The vectors of `identifiers.md`.

use super::*;

#[test]
fn credit_codes_of_the_table_are_valid() {
    for code in [
        "91130200699229617X",
        "91350100M000100Y43",
        "92430726MA4T000278",
        "91430726MA4T00019G",
        "92430725MA4T00035L",
        "92430722MA4T000434",
    ] {
        assert_eq!(taken(typed(&Ask::CreditCode, code)), Value::Code(code.to_owned()));
    }
}

#[test]
fn credit_codes_are_normalised_first() {
    for text in [
        "92430726ma4t000278",
        " 9243 0726-MA4T 0002 78 ",
        "９２４３０７２６ＭＡ４Ｔ０００２７８",
        "\u{202e}92430726MA4T\u{200b}000278\u{feff}",
    ] {
        assert_eq!(
            taken(typed(&Ask::CreditCode, text)),
            Value::Code("92430726MA4T000278".to_owned()),
            "{text}"
        );
    }
}

#[test]
fn wrong_credit_codes_are_refused_with_reasons() {
    let wrong = refused(typed(&Ask::CreditCode, "92430726MA4T000279"));
    assert_eq!(wrong.key, "code-checksum");
    assert_eq!(wrong.args, [("grouped".to_owned(), Arg::text("9243 0726 MA4T 0002 79"))]);
    let wrong = refused(typed(&Ask::CreditCode, "92430726MA4T0002I8"));
    assert_eq!(wrong.key, "code-letter");
    assert_eq!(
        wrong.args,
        [("position".to_owned(), Arg::Number(17)), ("letter".to_owned(), Arg::text("I"))]
    );
    assert_eq!(wrong.suggestion, None);
    let wrong = refused(typed(&Ask::CreditCode, "9243072MA4T000278"));
    assert_eq!(wrong.key, "code-length");
    assert_eq!(
        wrong.args,
        [("length".to_owned(), Arg::Number(17)), ("wanted".to_owned(), Arg::Number(18))]
    );
}

#[test]
fn look_alikes_are_suggested_if_there_is_one_way() {
    let whole = Some("92430726MA4T000278".to_owned());
    for text in [
        "92430726MA4TO00278",
        "92430726MA4T000Z78",
        "9Z430726MA4T000278",
        "92430726MA4T0O0Z78",
        "92430726MA4T00027B",
    ] {
        assert_eq!(refused(typed(&Ask::CreditCode, text)).suggestion, whole, "{text}");
    }
    let several = refused(typed(&Ask::CreditCode, "92430726MA4TOOO278"));
    assert_eq!(several.suggestion, None, "0, D and Q in three places: more than one fits");
    let suggestion = refused(typed(&Ask::RegistrationNumber, "92430726MA4TO00278001W")).suggestion;
    assert_eq!(suggestion.as_deref(), Some("92430726MA4T000278001W"));
}

#[test]
fn another_county_is_flagged() {
    let soft_of = |text: &str| match typed(&Ask::CreditCode, text) {
        Judged::Accepted { soft, .. } => soft,
        other => panic!("{other:?}"),
    };
    assert_eq!(soft_of("92430726MA4T000278"), None);
    assert_eq!(
        soft_of("92430725MA4T00035L").unwrap().args,
        [("county".to_owned(), Arg::text("桃源县"))]
    );
    assert_eq!(
        soft_of("91130200699229617X").unwrap().args,
        [("county".to_owned(), Arg::text("130200"))]
    );
}

#[test]
fn organisation_codes_and_old_registration_numbers() {
    for (text, code) in [
        ("69922961-7", "699229617"),
        ("D2143569-x", "D2143569X"),
        ("12345006-0", "123450060"),
        ("MA4T00019", "MA4T00019"),
        ("110108000000016", "110108000000016"),
        ("430726600000018", "430726600000018"),
        ("430725000000012", "430725000000012"),
        ("4307266000001", "4307266000001"),
    ] {
        assert_eq!(taken(typed(&Ask::OrganisationCode, text)), Value::Code(code.to_owned()));
    }
    assert_eq!(key(&Ask::OrganisationCode, "69922961-8"), "code-checksum");
    assert_eq!(key(&Ask::OrganisationCode, "430726600000019"), "code-checksum");
    assert_eq!(key(&Ask::OrganisationCode, "43072660000001A"), "code-letter");
    assert_eq!(key(&Ask::OrganisationCode, "6992-2961"), "code-length");
    assert_eq!(key(&Ask::OrganisationCode, "92430726MA4T000278"), "code-is-credit-code");
}

#[test]
fn identity_numbers_are_refused_everywhere() {
    let asks = [
        Ask::CreditCode,
        Ask::OrganisationCode,
        Ask::RegistrationNumber,
        Ask::Phone,
        Ask::PersonName,
        Ask::Place,
        Ask::Address { same_as: None },
        Ask::Text {
            min_chars: 1,
            max_chars: 99,
        },
    ];
    for ask in &asks {
        for text in [
            "11010519491231002X",
            "430726190001010019",
            "43072619000101006x",
            "430726 19000101 0019",
            "李四 430726-19000101-0019 男",
        ] {
            assert_eq!(key(ask, text), "identity-number", "{ask:?} {text}");
        }
        assert_ne!(key(ask, "430725190002290028"), "identity-number", "29 February 1900 does not exist");
        assert_ne!(key(ask, "430726190001010018"), "identity-number", "the check is wrong");
    }
}

#[test]
fn registration_numbers() {
    for text in [
        "91130200699229617X001P",
        "92430726MA4T000278001W",
        "hb430726ABCDEFGHIJ001W",
        "H9430726000000001a001P",
    ] {
        assert_eq!(
            taken(typed(&Ask::RegistrationNumber, text)),
            Value::Code(text.to_uppercase()),
            "{text}"
        );
    }
    assert_eq!(key(&Ask::RegistrationNumber, "92430726MA4T000279001W"), "code-checksum");
    assert_eq!(key(&Ask::RegistrationNumber, "92430726MA4T00027801W"), "code-length");
    assert_eq!(key(&Ask::RegistrationNumber, "92430726MA4T00027800AW"), "code-letter");
    assert_eq!(key(&Ask::RegistrationNumber, "92430726MA4T0002780０1W"), "taken");
}

#[test]
fn phones() {
    let phone = |text: &str| match typed(&Ask::Phone, text) {
        Judged::Accepted { value, .. } => value.plain(),
        other => refused(other).key,
    };
    for text in [
        "13900000001",
        "+86 139 0000 0001",
        "0086-13900000001",
        "8613900000001",
        "１３９００００ ０００１",
        "139-0000-0001",
    ] {
        assert_eq!(phone(text), "13900000001", "{text}");
    }
    for text in ["0736-0000003", "07360000003", "(0736) 0000003", "0000003", "+86 736 0000003"] {
        assert_eq!(phone(text), "0736-0000003", "{text}");
    }
    assert_eq!(phone("1390000000"), "phone-digits");
    assert_eq!(phone("12369"), "phone-digits");
    assert_eq!(phone("12900000001"), "phone-form");
    assert_eq!(phone("我没有"), "phone-form");
    assert_eq!(phone(""), "phone-form");
    assert_eq!(phone("0731-88888888"), "phone-form");
}
