//! Choices, words, places, months, industries, townships; and what a value is to others.

use super::*;
use crate::flow::{Flow, Known};
use crate::ids::{FlowHash, FlowId};

fn outcome(ask: &Ask, text: &str) -> String {
    match typed(ask, text) {
        Judged::Accepted { value, .. } => value.plain(),
        Judged::Rejected(rejection) => rejection.key,
        Judged::Pick(values) => values.iter().map(Value::plain).collect::<Vec<_>>().join("|"),
    }
}

#[test]
fn one_of_a_list() {
    let ask = Ask::Choice { from: list() };
    for text in [
        "1",
        "①",
        "一",
        "第一个",
        "１",
        "1.",
        "选1",
        "山茶油",
        " 山茶 ",
        "「山茶油」",
        "shanchayou",
        "scy",
        "CAMELLIA OIL",
        "camellia",
        "我选山茶油",
    ] {
        assert_eq!(outcome(&ask, text), "camellia", "{text}");
    }
    assert_eq!(outcome(&ask, "油"), "choice-ambiguous");
    for text in ["", "5", "0", "不选山茶油", "x", "1 3", "😀"] {
        assert_eq!(outcome(&ask, text), "choice-unknown", "{text}");
    }
    let wrong = refused(typed(&ask, "油"));
    assert_eq!(
        wrong.args,
        [
            ("first".to_owned(), Arg::text("山茶油")),
            ("second".to_owned(), Arg::text("菜籽油"))
        ]
    );
}

#[test]
fn several_of_a_list() {
    for text in [
        "1 3",
        "3、1",
        "1，3",
        "13",
        "1和3",
        "山茶油和花生油",
        "花生油;山茶油",
        "①③",
        "山茶 花生",
        "1,3,3",
        "camellia oil, peanut oil",
    ] {
        assert_eq!(outcome(&choices_ask(), text), "camellia,peanut", "{text}");
    }
    assert_eq!(outcome(&choices_ask(), "4"), "none");
    assert_eq!(outcome(&choices_ask(), "1 4"), "choices-exclusive");
    assert_eq!(outcome(&choices_ask(), " 、"), "choices-empty");
    assert_eq!(outcome(&choices_ask(), "1 9"), "choice-unknown");
}

#[test]
fn taps_are_judged_against_the_list() {
    let labels = labels();
    let context = bare_context(&labels);
    let tap = |ask: &Ask, id: &str| judge(ask, &Raw::Option(OptionId::from(id)), &context);
    assert_eq!(taken(tap(&Ask::Choice { from: list() }, "peanut")).plain(), "peanut");
    assert_eq!(refused(tap(&Ask::Choice { from: list() }, "old")).key, "choice-unknown");
    assert_eq!(taken(tap(&Ask::YesNo, "no")), Value::YesNo(false));
    let ids = ["peanut", "camellia"].map(OptionId::from).to_vec();
    assert_eq!(
        taken(judge(&choices_ask(), &Raw::Options(ids), &context)).plain(),
        "camellia,peanut"
    );
}

#[test]
fn yes_and_no() {
    for text in ["是", "有", "对", "嗯", "好", "Yes", "y", "1", "是的。", "好！"] {
        assert_eq!(outcome(&Ask::YesNo, text), "yes", "{text}");
    }
    for text in ["不是", "没有", "无", "否", "no", "N", "2", "没有的"] {
        assert_eq!(outcome(&Ask::YesNo, text), "no", "{text}");
    }
    assert_eq!(outcome(&Ask::YesNo, "也许"), "choice-unknown");
}

#[test]
fn words_are_kept_to_the_letter() {
    let text = Ask::Text {
        min_chars: 2,
        max_chars: 20,
    };
    assert_eq!(outcome(&text, " 石门县（楚江）油坊 Ａ\u{200b} "), "石门县（楚江）油坊 Ａ");
    assert_eq!(outcome(&text, "a\0b\nc"), "ab c");
    assert_eq!(outcome(&Ask::PersonName, " 买买提·艾力 "), "买买提·艾力");
    for name in ["李", "欧阳娜娜", "O'Neill Smith"] {
        assert_eq!(outcome(&Ask::PersonName, name), name);
    }
    for name in ["", "李4", "😀", "一二三四五六七八九十一二三四五六七八九十一", "·", "李@"] {
        assert_eq!(outcome(&Ask::PersonName, name), "name-form", "{name}");
    }
    let address = Ask::Address { same_as: None };
    assert_eq!(outcome(&address, "楚江街道 1 号"), "楚江街道 1 号");
    assert_eq!(outcome(&address, "同上"), "text-short");
    let context = Context {
        same_as: Some("楚江街道 1 号"),
        ..bare_context(&[])
    };
    for same in ["同上", "一样", "Same", "同上。"] {
        let judged = judge(&address, &Raw::Text(same.to_owned()), &context);
        assert_eq!(taken(judged).plain(), "楚江街道 1 号");
    }
}

#[test]
fn places_by_point_or_words() {
    let point = |lat, lon| judge(&Ask::Place, &Raw::Point { lat, lon }, &bare_context(&[]));
    assert_eq!(taken(point(29.58, 111.38)).plain(), "29.58,111.38");
    for (lat, lon) in [(111.38, 29.58), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
        assert_eq!(refused(point(lat, lon)).key, "place-form");
    }
    assert_eq!(outcome(&Ask::Place, "桥头边上"), "桥头边上");
}

#[test]
fn months() {
    for text in [
        "2015-06",
        "2015年6月",
        "201506",
        "2015.6",
        "15年6月",
        "2015/06",
        "二〇一五年六月",
        "2015年06月份",
        "2015-06-18",
        "2015年6月18日",
        "20150618",
        "6/2015",
        "２０１５－０６",
    ] {
        assert_eq!(outcome(&Ask::Month, text), "2015-06", "{text}");
    }
    for (text, wanted) in [
        ("去年6月", "2025-06"),
        ("今年十一月", "2026-11"),
        ("前年12月", "2024-12"),
        ("二零一五年十二月", "2015-12"),
        ("98年3月", "1998-03"),
        ("上个月", "2026-10"),
        ("2026-12", "month-future"),
        ("9999-01", "month-future"),
        ("1899-12", "month-form"),
        ("2015-13", "month-form"),
        ("2015", "month-only-year"),
        ("2015年", "month-only-year"),
        ("去年", "month-only-year"),
        ("2030", "month-future"),
        ("六月", "month-form"),
        ("", "month-form"),
        ("很久", "month-form"),
    ] {
        assert_eq!(outcome(&Ask::Month, text), wanted, "{text}");
    }
}

#[test]
fn days() {
    let day = Ask::Day { month_will_do: false };
    // Today is 24 November 2026.
    for (text, wanted) in [
        ("2020-06-18", "2020-06-18"),
        ("2020年6月18日", "2020-06-18"),
        ("二〇二〇年六月十八号", "2020-06-18"),
        ("20200618", "2020-06-18"),
        ("2020.6.18", "2020-06-18"),
        ("20年6月18日", "2020-06-18"),
        ("２０２０／６／１８", "2020-06-18"),
        ("去年6月18日", "2025-06-18"),
        ("6月18日", "2026-06-18"),
        ("十二月一日", "2025-12-01"),
        ("11月24号", "2026-11-24"),
        ("今天", "2026-11-24"),
        ("昨天", "2026-11-23"),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", "day-form"),
        ("2020-06-31", "day-form"),
        ("1899-06-01", "day-form"),
        ("2026-11-25", "day-future"),
        ("2026-12", "month-future"),
        ("2020年6月", "day-only-month"),
        ("2020", "month-only-year"),
        ("很久", "day-form"),
        ("", "day-form"),
    ] {
        assert_eq!(outcome(&day, text), wanted, "{text}");
    }
    assert_eq!(outcome(&Ask::Day { month_will_do: true }, "2020年6月"), "2020-06");
}

#[test]
fn industries_are_found() {
    for text in ["1331", "食用植物油加工", "榨油坊", " 榨油坊。"] {
        assert_eq!(outcome(&Ask::Industry, text), "1331", "{text}");
    }
    for text in ["zhayoufang", "zyf", "榨油", "我开了个榨油坊", "山茶油加工"] {
        assert!(
            outcome(&Ask::Industry, text).contains("1331"),
            "{text}: {}",
            outcome(&Ask::Industry, text)
        );
    }
    for (text, code) in [
        ("oil mill", "1331"),
        ("Rice mill", "1311"),
        ("tea factory", "1530"),
        ("I have a pig farm", "0313"),
    ] {
        assert!(
            outcome(&Ask::Industry, text).contains(code),
            "{text}: {}",
            outcome(&Ask::Industry, text)
        );
    }
    assert!(tables().search_industry("制造").len() == 8);
    assert_eq!(tables().search_industry("榨油坊")[0].code, "1331");
    assert_eq!(outcome(&Ask::Industry, "😀"), "industry-unknown");
    assert_eq!(outcome(&Ask::Industry, "qqqqq"), "industry-unknown");
}

#[test]
fn townships_are_found() {
    for text in ["楚江", "楚江街道", "chujiang", "cjjd", "石门县 楚江街道", "石门楚江", "1"] {
        assert_eq!(outcome(&Ask::Township, text), "石门县 楚江街道", "{text}");
    }
    assert_eq!(outcome(&Ask::Township, "999"), "township-unknown");
    let anywhere = |text: &str| judge(&Ask::Township, &Raw::Text(text.to_owned()), &bare_context(&[]));
    assert_eq!(taken(anywhere("楚江")).plain(), "石门县 楚江街道");
    let Judged::Pick(values) = anywhere("龙") else {
        panic!("one only")
    };
    assert!((2..=8).contains(&values.len()));
    assert_eq!(tables().counties().len(), 9);
    assert_eq!(tables().county_code("石门县"), Some("430726"));
    assert_eq!(tables().townships("石门县")[0], "楚江街道");
    for row in tables().township_rows() {
        let value = Value::Township {
            county: row.county.clone(),
            township: row.name.clone(),
        };
        assert_eq!(taken(anywhere(&value.plain())), value);
    }
}

#[test]
fn tables_say_what_is_wrong_with_them() {
    let fault = |industries: &str, townships: &str| Tables::parse(industries, townships).unwrap_err().to_string();
    let head = "code\tname\teveryday_words\tcatalogue_row\n";
    assert!(fault("code\tname\n", TOWNSHIPS).starts_with("industry-codes.tsv, line 1: there is no column `everyday_words`"));
    assert!(fault(&format!("{head}111\t稻谷\t\t108\n"), TOWNSHIPS).contains("line 2: `111`"));
    assert!(fault(&format!("{head}0111\t稻谷\n"), TOWNSHIPS).contains("fewer columns"));
    assert!(fault(&format!("{head}0111\t稻谷\t\t108\n0111\t稻谷\t\t108\n"), TOWNSHIPS).contains("line 3: `0111` is there twice"));
    assert!(fault(&format!("{head}0111\t稻谷\t\t109\n"), TOWNSHIPS).contains("line 2: `109` is no row of the catalogue"));
    assert!(fault(head, "county\tcounty_code\ttownship\n石门县\t1\t楚江街道\n").starts_with("townships.tsv, line 2"));
}

#[test]
fn values_are_known_to_conditions_and_masked() {
    let flow = Flow {
        law: None,
        for_class: Vec::new(),
        for_codes: Vec::new(),
        id: FlowId::from("registration"),
        version: 1,
        hash: FlowHash::from(""),
        source: String::new(),
        choices: std::collections::BTreeMap::new(),
        trades: std::collections::BTreeMap::from([("oil".to_owned(), vec!["1331".to_owned()])]),
        steps: vec![],
        fields: vec![],
    };
    let known = |value: Value| value.known(&flow, 1_795_572_000_000);
    assert_eq!(known(Value::Month { year: 2025, month: 12 }), Known::MonthsAgo(11));
    assert_eq!(known(Value::Industry("1331".to_owned())), Known::Trade("oil".to_owned()));
    assert_eq!(known(Value::Industry("0111".to_owned())), Known::Trade("other".to_owned()));
    assert_eq!(known(Value::Decimal(Decimal { thousandths: 500 })), Known::Number(0.5));
    assert_eq!(known(Value::Integer(3)), Known::Number(3.0));
    assert_eq!(known(Value::YesNo(true)), Known::YesNo(true));
    assert_eq!(known(Value::Choice(OptionId::from("a"))), Known::Options(vec![OptionId::from("a")]));
    assert_eq!(known(Value::Text("a".to_owned())), Known::Other);
    assert_eq!(Value::Phone("13900000001".to_owned()).masked(), "139****0001");
    assert_eq!(Value::Phone("0736-0000003".to_owned()).masked(), "0736-****003");
    assert_eq!(Value::Text("李小明".to_owned()).masked(), "李**");
    assert_eq!(Value::Text("楚江街道 1 号".to_owned()).masked(), "***");
    assert_eq!(Value::Code("92430726MA4T000278".to_owned()).masked(), "***");
}
