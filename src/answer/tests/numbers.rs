//! Tables of numerals and units.

use super::*;

/// What is typed, and what it is.
const NUMERALS: &[(&str, &str)] = &[
    ("0", "0"),
    ("零", "0"),
    ("〇", "0"),
    ("5", "5"),
    ("12,000", "12000"),
    ("1,234,567", "1234567"),
    ("１２，０００", "12000"),
    ("0.5", "0.5"),
    (".5", "0.5"),
    ("1.50", "1.5"),
    ("007", "7"),
    ("三百五十", "350"),
    ("三百五", "350"),
    ("三百零五", "305"),
    ("一万二", "12000"),
    ("两千", "2000"),
    ("三千五", "3500"),
    ("三千五百", "3500"),
    ("三千零五", "3005"),
    ("三千零五十", "3050"),
    ("十", "10"),
    ("十二", "12"),
    ("二十", "20"),
    ("二十五", "25"),
    ("一百二十", "120"),
    ("一百一十二", "112"),
    ("半", "0.5"),
    ("1.2万", "12000"),
    ("3千", "3000"),
    ("2亿", "200000000"),
    ("3千万", "30000000"),
    ("1.5千万", "15000000"),
    ("3万5", "35000"),
    ("3万5千", "35000"),
    ("3万5000", "35000"),
    ("一万零五百", "10500"),
    ("十万", "100000"),
    ("十二万三千四百五十六", "123456"),
    ("一亿二千万", "120000000"),
    ("一亿二", "120000000"),
    ("三点五", "3.5"),
    ("三点五万", "35000"),
    ("零点二五", "0.25"),
    ("十二点五", "12.5"),
    ("二〇一五", "2015"),
    ("三五〇", "350"),
    ("贰佰", "200"),
    ("壹万伍仟", "15000"),
    ("3w", "30000"),
    ("1.2345万", "12345"),
    ("两百", "200"),
    ("-5", "-5"),
    ("1.000", "1"),
    ("0.123", "0.123"),
];

#[test]
fn numerals_are_read() {
    for (text, wanted) in NUMERALS {
        assert_eq!(Decimal::parse(text).map(|d| d.to_string()).as_deref(), Some(*wanted), "{text}");
        assert_eq!(taken(typed(&Ask::Decimal(Range::default()), text)).plain(), *wanted, "{text}");
    }
}

#[test]
fn what_is_no_numeral_is_refused() {
    let ask = Ask::Decimal(Range::default());
    for text in [
        "",
        "多",
        "几百",
        "万",
        "百",
        "十百",
        "三五",
        "1.2.3",
        "1,2",
        "万万",
        "3点",
        "点5",
        "零零",
        "五半",
        "😀",
        "1e5",
        "NaN",
        "∞",
        "½",
        "二十百",
    ] {
        assert!(matches!(typed(&ask, text), Judged::Rejected(_)), "{text}");
        assert_eq!(Decimal::parse(text), None, "{text}");
    }
    for text in [
        "300到500",
        "300-500",
        "300~500",
        "300～500",
        "三百至五百",
        "10%",
        "300、500",
        "300 500",
        "三五百",
        "1,2",
        "300—500",
        "2015年6",
    ] {
        assert_eq!(key(&ask, text), "number-one", "{text}");
    }
    assert_eq!(key(&ask, "1.2345"), "number-decimals");
    assert_eq!(key(&ask, "0.12345678901"), "number-decimals");
    assert_eq!(key(&ask, "9999999999999999999999"), "number-too-big");
    assert_eq!(key(&ask, "九亿亿亿"), "number-form");
}

#[test]
fn units_said_with_the_number() {
    let table = [
        ("头", "350头", "350"),
        ("亩", "5亩半", "5.5"),
        ("亩", "半亩", "0.5"),
        ("吨", "1.2万吨", "12000"),
        ("吨", "约300吨", "300"),
        ("吨/年", "3000吨/年", "3000"),
        ("吨/年", "3000吨每年", "3000"),
        ("吨/年", "每年3000吨", "3000"),
        ("吨/年", "3000", "3000"),
        ("吨", "3000 t", "3000"),
        ("吨", "3000吨/年", "3000"),
        ("吨", "大概 300 吨左右", "300"),
        ("吨", "500公斤", "0.5"),
        ("吨", "500 KG", "0.5"),
        ("吨", "1000斤", "0.5"),
        ("吨", "2斤", "0.001"),
        ("吨", "三千千克", "3"),
        ("公斤", "3斤", "1.5"),
        ("公斤", "0.5吨", "500"),
        ("平方米", "120㎡", "120"),
        ("平方米", "120m2", "120"),
        ("平方米", "120平", "number-unit"),
        ("平方米", "2亩", "number-unit"),
        ("亩", "20平方米", "number-unit"),
        ("吨", "1斤", "number-decimals"),
        ("吨/年", "3吨/天", "number-unit"),
        ("吨/年", "每天3吨", "number-unit"),
        ("吨", "3头", "number-unit"),
        ("人", "5个人", "5"),
        ("人", "十二名", "12"),
        ("只", "三千羽", "3000"),
        ("万元", "30万元", "30"),
        ("元", "30万元", "300000"),
        ("吨", "两吨半", "2.5"),
        ("吨", "-3吨", "-3"),
        ("吨", "3吨5", "number-one"),
        ("吨/年", "一年三千吨", "3000"),
        ("吨/年", "年产3000吨", "3000"),
    ];
    for (own, text, wanted) in table {
        let got = match typed(&Ask::Decimal(unit(own)), text) {
            Judged::Accepted { value, .. } => value.plain(),
            other => refused(other).key,
        };
        assert_eq!(got, wanted, "{text} in {own}");
    }
}

#[test]
fn amounts_are_read_with_their_units() {
    for (text, wanted) in [
        ("30吨", "30 吨/年"),
        ("30吨每年", "30 吨/年"),
        ("30 吨/年", "30 吨/年"),
        ("五百只", "500 只/年"),
        ("30万元", "30 万元"),
        ("500公斤", "0.5 吨/年"),
        ("每年500只", "500 只/年"),
        ("3w吨", "30000 吨/年"),
        ("30 tons a year", "30 吨/年"),
        ("30 tons/year", "30 吨/年"),
        ("500 kg per year", "0.5 吨/年"),
        ("500 birds", "500 只/年"),
    ] {
        assert_eq!(taken(typed(&amount_ask(), text)).plain(), wanted, "{text}");
    }
    assert_eq!(refused(typed(&amount_ask(), "30")).key, "number-which-unit");
    let wrong = refused(typed(&amount_ask(), "30箱"));
    assert_eq!(
        wrong.args,
        [
            ("unit".to_owned(), Arg::text("箱")),
            ("units".to_owned(), Arg::text("吨/年、只/年、万元"))
        ]
    );
}

#[test]
fn limits_of_numbers() {
    let range = Range {
        unit: Some("吨".to_owned()),
        min: Some(1.0),
        max: Some(100.0),
        soft_max: Some(50.5),
    };
    let ask = Ask::Integer(range);
    assert_eq!(typed(&ask, "50"), accept(Value::Integer(50)));
    assert_eq!(
        refused(typed(&ask, "0")).args,
        [("min".to_owned(), Arg::Number(1)), ("unit".to_owned(), Arg::text("吨"))]
    );
    assert_eq!(
        refused(typed(&ask, "101")).args,
        [("max".to_owned(), Arg::Number(100)), ("unit".to_owned(), Arg::text("吨"))]
    );
    let Judged::Accepted { soft: Some(soft), .. } = typed(&ask, "51") else {
        panic!("no flag")
    };
    assert_eq!((soft.key.as_str(), &soft.args[0].1), ("over-usual", &Arg::text("50.5")));
    assert_eq!(key(&ask, "5.5"), "number-whole");
}

#[test]
fn decimals_are_shown_without_trailing_noughts() {
    for (thousandths, wanted) in [
        (12_000_000, "12000"),
        (500, "0.5"),
        (50, "0.05"),
        (-500, "-0.5"),
        (0, "0"),
        (1, "0.001"),
    ] {
        assert_eq!(Decimal { thousandths }.to_string(), wanted);
    }
    assert!((Decimal { thousandths: 500 }.to_f64() - 0.5).abs() < f64::EPSILON);
}
