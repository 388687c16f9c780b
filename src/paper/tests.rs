//! The files read back.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::answer::{Tables, Value};
use crate::case::{Account, Signature, Stage};
use crate::conversation::{Answers, Given};
use crate::flow::parse;
use crate::ids::{AnswerKey, CaseId, ItemId, OptionId, PersonId, SessionKey};
use crate::l10n::{Catalogue, Lang, TextFile};

const OWNER: PersonId = PersonId::tg(1001);

/// 2026-11-24 09:30 in Asia/Shanghai.
const SIGNED_MS: i64 = 1_795_483_800_000;

const TINY: &str = r#"
flow = "tiny"
version = 1
[choices]
kind = ["a", "b"]
[[step]]
id = "name"
ask = "text"
max_chars = 200
[[step]]
id = "code"
ask = "text"
max_chars = 200
optional = true
[[step]]
id = "kinds"
ask = "choices"
from = "kind"
[[step]]
id = "sign"
review = true
[[field]]
id = "name"
step = "name"
[[field]]
id = "code"
step = "code"
[[field]]
id = "has_a"
has = ["kinds", "a"]
[[field]]
id = "both"
columns = ["name", "kinds"]
[[field]]
id = "state"
cases = [
  { when = { answered = "code" }, value = "coded" },
  { when = { not = { answered = "code" } }, value = "plain" },
]
[[field]]
id = "place"
case = "county"
[[field]]
id = "country"
fixed = "country"
[[field]]
id = "later"
staff = true
"#;

const TINY_TEXTS: &str = "
tiny-field-name = 名称
tiny-field-code = 代码
tiny-field-has-a = 有甲
tiny-field-both = 合并
tiny-field-state = 情况
tiny-field-place = 区县
tiny-field-country = 国家
tiny-field-later = 县里填
tiny-value-coded = 有代码
tiny-value-plain = 无代码
tiny-value-country = 中国
kind-a = 甲
kind-b = 乙
";

/// The fields of the official form in its order.
const PLATFORM: [&str; 35] = [
    "登记类型",
    "单位名称",
    "省份",
    "地市",
    "区县",
    "注册地址",
    "生产经营场所地址",
    "乡镇街道",
    "行业类别",
    "其他行业类别",
    "生产经营场所中心经纬度",
    "统一社会信用代码",
    "组织机构代码或其他注册号",
    "法定代表人（实际负责人）",
    "联系方式",
    "生产工艺与主要产品",
    "是否使用燃料",
    "燃料使用信息",
    "是否使用涉VOCs辅料（1吨/年以上）",
    "涉VOCs辅料使用信息",
    "废气排放形式",
    "废气污染治理设施",
    "废气排放口",
    "是否有废水",
    "废水污染治理设施",
    "废水排放口",
    "是否有工业固体废物",
    "工业固体废物",
    "是否有工业噪声",
    "噪声防治设施",
    "噪声执行标准（县里填）",
    "是否应当申领排污许可证，但长期停产",
    "开工月份",
    "其他需要说明的信息",
    "真实性确认（平台上由单位确认）",
];

fn catalogue() -> Catalogue {
    let sources = [
        include_str!("../../locales/zh-CN/ui.ftl"),
        include_str!("../../locales/zh-CN/desk.ftl"),
        include_str!("../../locales/zh-CN/registration.ftl"),
        TINY_TEXTS,
    ];
    let file = |source: &&str| TextFile {
        lang: Lang::ZhCn,
        name: "zh-CN/x.ftl".to_owned(),
        source: (*source).to_owned(),
    };
    Catalogue::new(&sources.iter().map(file).collect::<Vec<_>>()).unwrap()
}

fn file_of(forms: &[(Case, Arc<Flow>)], format: Format) -> Result<Vec<u8>, PaperError> {
    export(
        Voice {
            catalogue: &catalogue(),
            lang: Lang::ZhCn,
            tables: &Tables::default(),
            law: None,
            flows: &std::collections::BTreeMap::new(),
        },
        forms,
        format,
    )
}

fn tiny() -> Arc<Flow> {
    Arc::new(parse(TINY).unwrap())
}

fn registration() -> Arc<Flow> {
    Arc::new(parse(include_str!("../../flows/registration.toml")).unwrap())
}

fn words(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn kinds(chosen: &[&str]) -> Value {
    Value::Choices(chosen.iter().map(|c| OptionId::from(*c)).collect())
}

fn answers(flow: &Flow, given: Vec<(AnswerKey, Option<Value>)>) -> Answers {
    let mut answers = Answers::default();
    for (key, value) in given {
        answers.record(
            flow,
            &key,
            Given {
                value,
                by: OWNER,
                at_ms: SIGNED_MS,
                flag: None,
                stale: false,
                preset: false,
            },
        );
    }
    answers
}

fn case(number: u64, flow: &Flow, answers: Answers) -> Case {
    Case {
        id: CaseId(number),
        flow: flow.id.clone(),
        hash: flow.hash.clone(),
        county: Some("石门县".to_owned()),
        township: Some("楚江街道".to_owned()),
        filled_by: Account {
            id: OWNER,
            name: "老李".to_owned(),
        },
        for_owner: false,
        confirmed_by: None,
        answers,
        stage: Stage::Filling,
        signed: Vec::new(),
        signings: 0,
        begun_ms: SIGNED_MS,
        touched_ms: SIGNED_MS,
        held_in: SessionKey::private(OWNER),
        twin_told: false,
        cards: Vec::new(),
        validity: None,
        deletion: None,
    }
}

/// Signs the answers as they are.
fn sign(case: &mut Case, stage: Stage) {
    let hash = case.hash.clone();
    case.signed.push(Signature {
        at_ms: SIGNED_MS,
        by: OWNER,
        name: "李示例".to_owned(),
        digest: String::new(),
        hash,
    });
    case.stage = stage;
}

/// The cells of a sheet; all of them have to be text.
fn cells(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.worksheet_formula(sheet).unwrap().used_cells().count(), 0, "no formulas");
    let word = |cell: &Data| match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("not text: {other:?}"),
    };
    book.worksheet_range(sheet)
        .unwrap()
        .rows()
        .map(|row| row.iter().map(word).collect())
        .collect()
}

fn under<'a>(table: &'a [Vec<String>], row: usize, label: &str) -> &'a str {
    let column = table[0]
        .iter()
        .position(|l| l == label)
        .unwrap_or_else(|| panic!("no column {label}"));
    &table[row][column]
}

#[test]
fn csv_is_quoted_and_harmless_to_the_byte() {
    let flow = tiny();
    let given = vec![
        (AnswerKey::single("name"), Some(words("=cmd|' /C calc'!A0"))),
        (AnswerKey::single("code"), Some(words("第一行\n\"第二行\",\u{7}007"))),
        (AnswerKey::single("kinds"), Some(kinds(&["a", "b"]))),
    ];
    let first = case(42, &flow, answers(&flow, given));
    let mut second = case(
        43,
        &flow,
        answers(
            &flow,
            vec![(AnswerKey::single("name"), Some(words("007"))), (AnswerKey::single("code"), None)],
        ),
    );
    let terms = crate::catalogue::Terms::parse(include_str!("../../flows/tables/terms.toml")).unwrap();
    second.validity = terms.validity(crate::catalogue::Class::Registration, crate::clock::Day::new(2026, 11, 24).unwrap());
    let bytes = file_of(&[(first.clone(), flow.clone()), (second.clone(), flow)], Format::Csv).unwrap();
    let (one, two) = (first.reference(), second.reference());
    let wanted = format!(
        "\u{FEFF}\"表号\",\"进度\",\"国家登记编号\",\"填表人\",\"签字时间\",\"签字人\",\"有效期至\",\"可延续起\",\"最迟申请延续\",\"变更期限（日）\",\"名称\",\"代码\",\"有甲\",\"合并\",\"情况\",\"区县\",\"国家\",\"县里填\"\r\n\
         \"{one}\",\"正在填\",\"\",\"老李\",\"\",\"\",\"\",\"\",\"\",\"\",\"'=cmd|' /C calc'!A0\",\"第一行\n\"\"第二行\"\",007\",\"是，有\",\"'=cmd|' /C calc'!A0，甲；乙\",\"有代码\",\"石门县\",\"中国\",\"\"\r\n\
         \"{two}\",\"正在填\",\"\",\"老李\",\"\",\"\",\"2031-11-24\",\"2031-11-04\",\"\",\"20\",\"007\",\"\",\"\",\"007\",\"无代码\",\"石门县\",\"中国\",\"\"\r\n"
    );
    assert_eq!(String::from_utf8(bytes).unwrap(), wanted);
}

#[test]
fn a_workbook_keeps_every_cell_as_text() {
    let flow = tiny();
    let given = |name: &str| {
        answers(
            &flow,
            vec![
                (AnswerKey::single("name"), Some(words(name))),
                (AnswerKey::single("code"), Some(words("00430726600000018"))),
            ],
        )
    };
    let names = ["=cmd|' /C calc'!A0", "@SUM(1)", "a\u{7}\r\n\tb_x0041_"];
    let forms: Vec<_> = (1..)
        .zip(names)
        .map(|(n, name)| (case(n, &flow, given(name)), flow.clone()))
        .collect();
    let bytes = file_of(&forms, Format::Xlsx).unwrap();
    assert_eq!(bytes, file_of(&forms, Format::Xlsx).unwrap(), "the same forms give the same bytes");
    let table = cells(&bytes, "登记表");
    assert_eq!(table.len(), 4, "a row per form under the header");
    assert_eq!(under(&table, 1, "名称"), "=cmd|' /C calc'!A0");
    assert_eq!(under(&table, 2, "名称"), "@SUM(1)");
    assert_eq!(under(&table, 3, "名称"), "a\n\tb_x0041_");
    assert_eq!(under(&table, 1, "代码"), "00430726600000018");
    assert_eq!(under(&table, 1, "表号"), forms[0].0.reference());
}

#[test]
fn a_signed_form_shows_its_signature_and_an_open_one_does_not() {
    let flow = tiny();
    let named = |name: &str| answers(&flow, vec![(AnswerKey::single("name"), Some(words(name)))]);
    let mut all = Vec::new();
    let registered = Stage::Registered {
        number: "92430726MA4T000278001W".to_owned(),
    };
    let sent_back = Stage::SentBack {
        reason: "x".to_owned(),
        by: "x".to_owned(),
    };
    for (number, stage) in (1..).zip([Stage::Signed, Stage::AwaitingOwner, registered, sent_back, Stage::Filling]) {
        let mut case = case(number, &flow, named("名字"));
        sign(&mut case, stage);
        all.push((case, flow.clone()));
    }
    let table = cells(&file_of(&all, Format::Xlsx).unwrap(), "登记表");
    let column = |label: &str| (1..=5).map(|row| under(&table, row, label).to_owned()).collect::<Vec<_>>();
    assert_eq!(column("名称"), ["名字"; 5]);
    assert_eq!(column("签字人"), ["李示例", "李示例", "李示例", "", ""]);
    assert_eq!(column("签字时间")[0], crate::clock::full(SIGNED_MS));
    assert_eq!(column("国家登记编号"), ["", "", "92430726MA4T000278001W", "", ""]);
    all[0].0.signed[0].hash = "another".into();
    assert!(matches!(file_of(&all, Format::Csv), Err(PaperError::OtherFlow { .. })));
}

fn factory(number: u64, flow: &Flow) -> Case {
    let (one, two) = (ItemId(0), ItemId(1));
    let mut given: Vec<(AnswerKey, Option<Value>)> = [
        ("unit-name", "石门县示例茶叶加工厂"),
        ("other-code", "043072660000018"),
        ("responsible-person", "李示例"),
        ("phone", "0736-0000003"),
    ]
    .into_iter()
    .map(|(step, said)| (AnswerKey::single(step), Some(words(said))))
    .collect();
    given.push((AnswerKey::single("earlier"), Some(Value::Choice("never".into()))));
    given.push((AnswerKey::single("credit-code"), None));
    given.push((AnswerKey::single("long-stopped"), Some(Value::YesNo(false))));
    given.push((AnswerKey::single("emissions"), Some(kinds(&["water"]))));
    given.push((AnswerKey::of_item("product", one), Some(words("绿茶"))));
    given.push((AnswerKey::of_item("process", one), Some(words("杀青、揉捻"))));
    given.push((AnswerKey::of_item("product", two), Some(words("=红茶"))));
    case(number, flow, answers(flow, given))
}

#[test]
fn the_workbook_has_private_answers_and_a_sheet_for_each_table() {
    let flow = registration();
    let mut forms = vec![(factory(1, &flow), flow.clone()), (factory(2, &flow), flow.clone())];
    sign(&mut forms[0].0, Stage::Signed);
    let bytes = file_of(&forms, Format::Xlsx).unwrap();
    let table = cells(&bytes, "登记表");
    assert_eq!(table.len(), 3);
    for (label, wanted) in [
        ("法定代表人（实际负责人）", "李示例"),
        ("联系方式", "0736-0000003"),
        ("组织机构代码或其他注册号", "043072660000018"),
        ("省份", "湖南省"),
        ("乡镇街道", "楚江街道"),
        ("生产工艺与主要产品", "杀青、揉捻，绿茶；=红茶"),
        ("是否有废水", "是，有"),
        ("是否使用燃料", "不是，没有"),
        ("噪声执行标准（县里填）", ""),
    ] {
        assert_eq!(under(&table, 1, label), wanted, "{label}");
    }
    let reference = forms[0].0.reference();
    let products = cells(&bytes, "生产工艺与主要产品");
    assert_eq!(products[0], ["表号", "单位名称", "工艺", "产品", "年产能"]);
    assert_eq!(products[1], [reference.as_str(), "石门县示例茶叶加工厂", "杀青、揉捻", "绿茶", ""]);
    assert_eq!(products[2], [reference.as_str(), "石门县示例茶叶加工厂", "", "=红茶", ""]);
    assert_eq!(products.len(), 5);
    let book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes[..])).unwrap();
    let sheets = [
        "登记表",
        "生产工艺与主要产品",
        "燃料使用信息",
        "涉VOCs辅料使用信息",
        "废气污染治理设施",
        "废气排放口",
    ];
    assert_eq!(book.sheet_names()[..6], sheets);
    assert_eq!(book.sheet_names()[6..], ["废水污染治理设施", "废水排放口", "工业固体废物"]);
}

#[test]
fn the_header_has_the_fields_in_the_order_of_the_platform() {
    let flow = registration();
    let bytes = file_of(&[(factory(1, &flow), flow)], Format::Csv).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').map(|cell| cell.trim_matches('"')).collect();
    assert_eq!(header[10..45], PLATFORM);
    assert_eq!(
        header[45..],
        [
            "旧登记编号",
            "旧登记日期",
            "旧登记状态",
            "管理类别（名录）",
            "存栏（县里参考）",
            "养殖排污口（县里参考）",
            "粪污去向（县里参考）"
        ]
    );
}

#[test]
fn versions_share_columns_and_no_forms_give_a_header() {
    let old = tiny();
    let newer = TINY
        .replace("version = 1", "version = 2")
        .replace("id = \"later\"", "id = \"country_2\"");
    let newer = Arc::new(parse(&newer).unwrap());
    let forms = [
        (case(1, &old, Answers::default()), old),
        (case(2, &newer, Answers::default()), newer),
    ];
    let table = cells(&file_of(&forms, Format::Xlsx).unwrap(), "登记表");
    let last = table[0].iter().rev().take(2).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(last, ["县里填", "tiny-field-country-2"]);
    assert_eq!((under(&table, 1, "国家"), under(&table, 2, "国家")), ("中国", "中国"));
    assert_eq!(cells(&file_of(&[], Format::Xlsx).unwrap(), "登记表").len(), 1);
}
