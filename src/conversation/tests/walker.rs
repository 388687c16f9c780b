//! A form with somebody in front of it, and somebody who answers as a number tells him to.

use std::sync::{Arc, OnceLock};

use super::super::*;
use crate::answer::{Context, Judged, Raw, Tables, Value, judge};
use crate::catalogue::{DecisionTable, Terms};
use crate::flow::{Ask, Flow, Law, Range, StepKind, parse};
use crate::ids::{AnswerKey, ItemId, OptionId, PersonId, StepId};

/// 24 November 2026 in Asia/Shanghai.
pub(crate) const NOW_MS: i64 = 1_795_500_000_000;
pub(crate) const COUNTY: &str = "石门县";
const CREDIT_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

pub(crate) fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    let industries = include_str!("../../../flows/tables/industry-codes.tsv");
    let townships = include_str!("../../../flows/tables/townships.tsv");
    TABLES.get_or_init(|| Tables::parse(industries, townships).unwrap())
}

pub(crate) fn registration() -> &'static Flow {
    static FLOW: OnceLock<Flow> = OnceLock::new();
    FLOW.get_or_init(|| parse(include_str!("../../../flows/registration.toml")).unwrap())
}

/// The catalogue of 2019 with its terms.
pub(crate) fn table() -> &'static DecisionTable {
    static TABLE: OnceLock<DecisionTable> = OnceLock::new();
    TABLE.get_or_init(|| {
        let terms = Terms::parse(include_str!("../../../flows/tables/terms.toml")).unwrap();
        let table = DecisionTable::parse(include_str!("../../../flows/tables/catalogue-2019.toml")).unwrap();
        table.with_terms(terms)
    })
}

/// A form that asks by the law.
pub(crate) fn under_law(name: &str) -> &'static Flow {
    static FLOWS: OnceLock<Vec<Flow>> = OnceLock::new();
    let flows = FLOWS.get_or_init(|| {
        let law: Arc<dyn Law> = Arc::new(table().clone());
        let sources = [
            include_str!("../../../flows/registration.toml"),
            include_str!("../../../flows/permit.toml"),
            include_str!("../../../flows/unlisted.toml"),
        ];
        sources.map(|source| parse(source).unwrap().under(&law)).to_vec()
    });
    flows.iter().find(|flow| flow.id.as_str() == name).unwrap()
}

/// A number that looks random and is always the same for the same text and seed.
pub(crate) fn hash(text: &str, seed: u64) -> u64 {
    let mixed = text.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// A number of [`hash`] below a bound.
fn below(h: u64, bound: usize) -> usize {
    usize::try_from(h % u64::try_from(bound.max(1)).unwrap()).unwrap()
}

/// The words of each option, as its id.
pub(crate) fn labels(flow: &Flow, ask: &Ask) -> Vec<(OptionId, Vec<String>)> {
    let ids = match ask {
        Ask::Choice { from } | Ask::Choices { from, .. } => flow.options(from).to_vec(),
        Ask::YesNo => vec!["yes".into(), "no".into()],
        Ask::Document => crate::flow::DOCUMENT.map(OptionId::from).to_vec(),
        _ => Vec::new(),
    };
    ids.into_iter().map(|id| (id.clone(), vec![id.to_string()])).collect()
}

/// A form with somebody in front of it.
#[derive(Clone)]
pub(crate) struct Form<'f> {
    pub(crate) flow: &'f Flow,
    pub(crate) answers: Answers,
    pub(crate) dialog: Dialog,
    pub(crate) now_ms: i64,
}

impl<'f> Form<'f> {
    pub(crate) fn new(flow: &'f Flow) -> Self {
        Form {
            flow,
            answers: Answers::default(),
            dialog: Dialog::default(),
            now_ms: NOW_MS,
        }
    }

    /// With the township of the group.
    pub(crate) fn preset(flow: &'f Flow) -> Self {
        let mut form = Form::new(flow);
        let value = Some(township(0));
        let given = Given {
            value,
            by: PersonId::tg(1),
            at_ms: NOW_MS,
            flag: None,
            stale: false,
            preset: true,
        };
        form.answers.record(flow, &AnswerKey::single("township"), given);
        form
    }

    pub(crate) fn act(&mut self, action: Action) -> Vec<Event> {
        let flow = self.flow;
        let labels = |ask: &Ask| labels(flow, ask);
        let mut turn = Turn {
            flow,
            answers: &mut self.answers,
            dialog: &mut self.dialog,
            by: PersonId::tg(1),
            now_ms: self.now_ms,
            tables: tables(),
            county: Some(COUNTY),
            labels: &labels,
        };
        advance(&mut turn, action)
    }

    pub(crate) fn say(&mut self, text: &str) -> Vec<Event> {
        self.act(Action::Send(Raw::Text(text.to_owned())))
    }

    pub(crate) fn press(&mut self, press: Press) -> Vec<Event> {
        self.act(Action::Press(press))
    }

    pub(crate) fn journey(&self) -> Journey<'_> {
        journey(self.flow, &self.answers)
    }

    pub(crate) fn screen(&self) -> Screen {
        screen(&self.journey(), &self.dialog)
    }

    pub(crate) fn canonical(&self) -> String {
        canonical(self.flow, &self.journey())
    }

    pub(crate) fn lines(&self) -> Vec<Changeable> {
        changeable(self.flow, &self.journey())
    }

    /// Turns to a question by the list of answers.
    pub(crate) fn turn_to(&mut self, key: &AnswerKey) {
        let place = self.lines().iter().position(|line| *line == Changeable::Answer(key.clone()));
        self.press(Press::Change(place.unwrap_or_else(|| panic!("{key} is not in the list"))));
        assert_eq!(self.screen(), Screen::Question(key.clone()));
    }

    /// Answers the question shown, with all that is asked back.
    pub(crate) fn answer(&mut self, key: &AnswerKey, raw: Option<Raw>) {
        match raw {
            None => self.act(Action::Word(Word::Skip)),
            Some(raw) => self.act(Action::Send(raw)),
        };
        if matches!(self.screen(), Screen::Soft(..)) {
            self.press(Press::Yes);
        }
        let given = self.answers.given.get(key);
        assert!(given.is_some_and(|g| !g.stale), "{key} was not taken: {:?}", self.dialog);
    }

    /// Goes on to the review: what has an old value is confirmed, the rest answered as the seed says.
    pub(crate) fn walk_to_review(&mut self, seed: &dyn Fn(&AnswerKey) -> u64) -> Vec<AnswerKey> {
        let mut asked = Vec::new();
        for _ in 0..2_000 {
            match self.screen() {
                Screen::Review => return asked,
                Screen::Question(key) => {
                    let kept = self.answers.given.contains_key(&key);
                    if kept {
                        self.press(Press::Keep);
                    } else {
                        let raw = raw_for(self.flow, &key, seed(&key));
                        self.answer(&key, raw);
                    }
                    asked.push(key);
                }
                other => panic!("in the way to the review: {other:?}"),
            }
        }
        panic!("no review after 2,000 questions: {:?}", self.journey().open);
    }

    /// In the review: begins items and answers what is offered, as the seed says, until nothing more is wanted.
    pub(crate) fn round_off(&mut self, seed: &dyn Fn(&AnswerKey) -> u64) {
        for _ in 0..500 {
            let offered = self
                .journey()
                .offered
                .iter()
                .find(|k| hash(&k.to_string(), seed(k)).is_multiple_of(3))
                .cloned();
            let more = self.another(seed);
            match (more, offered) {
                (Some(place), _) => {
                    self.press(Press::Change(place));
                }
                (None, Some(key)) => {
                    self.turn_to(&key);
                    if self.answers.given.contains_key(&key) {
                        self.press(Press::Keep);
                    } else {
                        let ask = self.flow.ask(&key.step).unwrap();
                        self.answer(&key, Some(valid(self.flow, ask, hash(&key.to_string(), seed(&key)))));
                    }
                }
                (None, None) => return,
            }
            self.walk_to_review(seed);
        }
        panic!("the review does not come to an end");
    }

    fn another(&self, seed: &dyn Fn(&AnswerKey) -> u64) -> Option<usize> {
        let wanted = |line: &Changeable| match line {
            Changeable::Another(list) => {
                let count = crate::answer::AnswerView::items(&self.journey(), list).len();
                let key = AnswerKey::single(list.clone());
                count < 3 && hash(&format!("{list}+{count}"), seed(&key)).is_multiple_of(3)
            }
            Changeable::Answer(_) => false,
        };
        self.lines().iter().position(wanted)
    }
}

pub(crate) fn township(place: usize) -> Value {
    let all = tables().townships(COUNTY);
    Value::Township {
        county: COUNTY.to_owned(),
        township: all[place % all.len()].to_owned(),
    }
}

/// A valid credit code.
pub(crate) fn credit_code(h: u64) -> String {
    let mut code = format!("92430726MA4{:06}", h % 1_000_000);
    let sum: usize = code
        .chars()
        .zip(CREDIT_WEIGHTS)
        .map(|(c, weight)| CREDIT_ALPHABET.find(c).unwrap() * weight)
        .sum();
    code.push(CREDIT_ALPHABET.chars().nth((31 - sum % 31) % 31).unwrap());
    code
}

/// What the seed says to this question; `None` is a skip. Always valid, sometimes unusual.
pub(crate) fn raw_for(flow: &Flow, key: &AnswerKey, seed: u64) -> Option<Raw> {
    let step = flow.step(&key.step)?;
    let h = hash(&key.to_string(), seed);
    if (step.optional || step.in_review) && h.is_multiple_of(4) {
        return None;
    }
    Some(valid(flow, flow.ask(&key.step)?, h / 4))
}

/// A valid answer to a question.
pub(crate) fn valid(flow: &Flow, ask: &Ask, h: u64) -> Raw {
    let text = |text: String| Raw::Text(text);
    match ask {
        Ask::Text { min_chars, max_chars } => {
            let length = (*min_chars).max(1) + below(h, max_chars - (*min_chars).max(1) + 1);
            text(format!("茶{}", h % 100_000).chars().cycle().take(length).collect())
        }
        Ask::Integer(range) | Ask::Decimal(range) => text(number(range, h)),
        Ask::Amount { range, units } => text(format!("{}{}", number(range, h), units[below(h / 7, units.len())])),
        Ask::Choice { from } => Raw::Option(flow.options(from)[below(h, flow.options(from).len())].clone()),
        Ask::Choices { from, exclusive } => {
            let picked = |(n, o): &(usize, &OptionId)| h >> n & 1 == 1 && exclusive.as_ref() != Some(o);
            let mut some: Vec<OptionId> = flow
                .options(from)
                .iter()
                .enumerate()
                .filter(picked)
                .map(|(_, o)| o.clone())
                .collect();
            if some.is_empty() {
                some.push(exclusive.clone().unwrap_or_else(|| flow.options(from)[0].clone()));
            }
            Raw::Options(some)
        }
        Ask::YesNo => Raw::Option(if h.is_multiple_of(2) { "yes" } else { "no" }.into()),
        Ask::CreditCode => text(credit_code(h)),
        Ask::OrganisationCode => text(format!("{:013}", h % 10_000_000_000_000)),
        Ask::RegistrationNumber => text(format!("{}001X", credit_code(h))),
        Ask::Phone => text(format!("139{:08}", h % 100_000_000)),
        Ask::PersonName => text(["欧阳示例", "李示例", "Mary-Ann O'Neil"][below(h, 3)].to_owned()),
        Ask::Address { .. } => text(format!("示例路{}号院", h % 1_000)),
        Ask::Place if h.is_multiple_of(2) => Raw::Point {
            lat: degrees(h, 90.0),
            lon: degrees(h / 3, 180.0),
        },
        Ask::Place => text(format!("老供销社后面{}", h % 100)),
        Ask::Photo => Raw::Photo(format!("photo-{}", h % 100)),
        Ask::Document if h.is_multiple_of(2) => Raw::File(format!("file-{}", h % 100)),
        Ask::Document => Raw::Option(crate::flow::DOCUMENT[below(h, 3)].into()),
        Ask::Month => text(format!("{}-{:02}", 2015 + h % 11, 1 + h / 16 % 12)),
        Ask::Day { month_will_do: true } if h.is_multiple_of(2) => text(format!("{}-{:02}", 2015 + h % 11, 1 + h / 16 % 12)),
        Ask::Day { .. } => text(format!("{}-{:02}-{:02}", 2015 + h % 11, 1 + h / 16 % 12, 1 + h / 256 % 28)),
        Ask::Industry => Raw::Value(Value::Industry(
            ["1530", "1311", "0313", "1331", "8111", "3021"][below(h, 6)].to_owned(),
        )),
        Ask::Township => Raw::Value(township(below(h, 30))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "any number will do")]
fn degrees(h: u64, most: f64) -> f64 {
    (h % 1_000_003) as f64 / 1_000_003.0 * most
}

fn number(range: &Range, h: u64) -> String {
    let least = range.min.unwrap_or(0.0).ceil();
    let most = range.max.unwrap_or(1e6);
    let usual = range.soft_max.unwrap_or(most);
    let step = f64::from(u32::try_from(h / 8 % 40).unwrap());
    let number = if h % 8 == 7 && usual + 40.0 < most {
        usual + 1.0 + step
    } else {
        (least + step).min(usual)
    };
    format!("{number}")
}

/// What a recorded value looks like when it is sent again.
pub(crate) fn again(value: &Value) -> Raw {
    match value {
        Value::Choice(option) => Raw::Option(option.clone()),
        Value::Choices(options) => Raw::Options(options.clone()),
        Value::YesNo(yes) => Raw::Option(if *yes { "yes" } else { "no" }.into()),
        Value::Industry(_) | Value::Township { .. } => Raw::Value(value.clone()),
        Value::Place {
            point: Some((lat, lon)), ..
        } => Raw::Point { lat: *lat, lon: *lon },
        Value::Photo(handle) => Raw::Photo(handle.clone()),
        Value::File(handle) => Raw::File(handle.clone()),
        other => Raw::Text(other.plain()),
    }
}

/// Whether a value is one its question takes.
pub(crate) fn fits(flow: &Flow, key: &AnswerKey, value: &Value) -> bool {
    let Some(ask) = flow.ask(&key.step) else { return false };
    let labels = labels(flow, ask);
    let today = crate::clock::date(NOW_MS);
    let context = Context {
        tables: tables(),
        county: Some(COUNTY),
        labels: &labels,
        same_as: None,
        today,
    };
    matches!(judge(ask, &again(value), &context), Judged::Accepted { value: same, .. } if same == *value)
}

/// Every key of a flow, with items nobody has begun and a step that is not there.
pub(crate) fn some_key(flow: &Flow, n: usize) -> AnswerKey {
    let place = n / 5;
    let step = flow.steps.get(place % (flow.steps.len() + 1));
    let id = step.map_or_else(|| StepId::from("nowhere"), |s| s.id.clone());
    let item = match n % 5 {
        0 => None,
        4 => Some(ItemId(u32::MAX)),
        n => Some(ItemId(u32::try_from(n).unwrap() - 1)),
    };
    let listed = step.is_some_and(|s| s.within.is_some() || matches!(s.kind, StepKind::Repeat { .. }));
    AnswerKey {
        step: id,
        item: item.filter(|_| listed || n % 5 == 4),
    }
}
