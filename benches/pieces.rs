//! Pieces by themselves: one step of the engine, the way through a filled form, the linter, a prompt, the store.
//!
//! `cargo bench --bench pieces`, or a part of it: `cargo bench --bench pieces -- engine`. The phrases that are held out are
//! counted only with `GREENWINDOW_COUNT_HELD_OUT` in the environment (`tests/phrases/README.md`).

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};

use greenwindow::answer::{Raw, Tables, Value};
use greenwindow::app::Sources;
use greenwindow::case::{Account, Case, Stage};
use greenwindow::catalogue::DecisionTable;
use greenwindow::config::Config;
use greenwindow::conversation::{Action, Answers, Dialog, Event, Press, Screen, Turn, Word, advance, journey, screen};
use greenwindow::faq::Faq;
use greenwindow::flow::{Ask, Flow};
use greenwindow::ids::{CaseId, Channel, OutboxId, PersonId, SessionKey};
use greenwindow::l10n::{Catalogue, Lang};
use greenwindow::render::{FormView, Place, View, Voice, labels, prompt};
use greenwindow::runner::Books;
use greenwindow::store::{AggId, Commit, Expect, Kind, OutboxRow, SledStore, Store, Write};

#[path = "../tests/catalogue/sheet.rs"]
mod cases;
#[path = "../tests/phrases/sheet.rs"]
mod phrases;
#[path = "../tests/phrases/questions.rs"]
mod questions;

const NOW_MS: i64 = 1_795_500_000_000;
const COUNTY: &str = "石门县";
const CASES: u64 = 300_000;
const WAITING: u64 = 100_000;

/// Whether the phrases that are held out, and those written later, are to be counted, too.
fn held_out_wanted() -> bool {
    std::env::var_os("GREENWINDOW_COUNT_HELD_OUT").is_some()
}

/// What a form needs around it.
struct House {
    sources: Sources,
    flow: Flow,
    catalogue: Catalogue,
    tables: Tables,
    law: DecisionTable,
    faq: Faq,
}

impl House {
    fn open() -> Self {
        let sources = Sources::read(&Config::default()).expect("the flows inside the program can be read");
        let Books {
            flows,
            catalogue,
            tables,
            law,
            faq,
            ..
        } = sources.load().expect("and are clean");
        let flow = flows.into_iter().find(|f| f.id.as_str() == "registration").expect("it is there");
        House {
            sources,
            flow,
            catalogue,
            tables,
            law,
            faq,
        }
    }

    fn act(&self, answers: &mut Answers, dialog: &mut Dialog, action: Action) -> Vec<Event> {
        let words = |ask: &Ask| labels(&self.catalogue, &self.flow, ask);
        let mut turn = Turn {
            flow: &self.flow,
            answers,
            dialog,
            by: PersonId::tg(1),
            now_ms: NOW_MS,
            tables: &self.tables,
            county: Some(COUNTY),
            labels: &words,
        };
        advance(&mut turn, action)
    }

    /// A form with an answer to every question, up to the review.
    fn filled(&self) -> Answers {
        let (mut answers, mut dialog) = (Answers::default(), Dialog::default());
        for _ in 0..200 {
            let action = match screen(&journey(&self.flow, &answers), &dialog) {
                Screen::Question(key) => match self.flow.ask(&key.step).and_then(|ask| self.answer(ask)) {
                    Some(raw) => Action::Send(raw),
                    None => Action::Word(Word::Skip),
                },
                Screen::Soft(..) => Action::Press(Press::Yes),
                Screen::Pick(..) => Action::Press(Press::Pick(0)),
                Screen::Review => return answers,
                other => panic!("on the way to the review: {other:?}"),
            };
            self.act(&mut answers, &mut dialog, action);
        }
        panic!("no review: {:?}", journey(&self.flow, &answers).open);
    }

    /// An answer that fits; nothing where a question is skipped.
    fn answer(&self, ask: &Ask) -> Option<Raw> {
        let text = match ask {
            Ask::Choice { from } => return self.flow.options(from).first().cloned().map(Raw::Option),
            Ask::Choices { from, exclusive } => {
                let all = self.flow.options(from).iter();
                return Some(Raw::Options(all.filter(|o| Some(*o) != exclusive.as_ref()).cloned().collect()));
            }
            Ask::YesNo => return Some(Raw::Option("yes".into())),
            Ask::Township => {
                let township = self.tables.townships(COUNTY)[0].to_owned();
                let county = COUNTY.to_owned();
                return Some(Raw::Value(Value::Township { county, township }));
            }
            Ask::Amount { units, .. } => format!("30{}", units[0]),
            Ask::Integer(_) | Ask::Decimal(_) => "5".to_owned(),
            Ask::CreditCode => "92430726MA4T000278".to_owned(),
            Ask::RegistrationNumber => "92430726MA4T000278001W".to_owned(),
            Ask::Phone => "13900000002".to_owned(),
            Ask::PersonName => "李示例".to_owned(),
            Ask::Month => "2025年6月".to_owned(),
            Ask::Day { .. } => "2020-06-18".to_owned(),
            Ask::Industry => "打米厂".to_owned(),
            Ask::Photo | Ask::Document | Ask::Place | Ask::OrganisationCode => return None,
            Ask::Text { .. } | Ask::Address { .. } => "石门县楚江街道示例路1号".to_owned(),
        };
        Some(Raw::Text(text))
    }

    fn case(&self, answers: Answers) -> Case {
        let me = PersonId::tg(1);
        Case {
            id: CaseId(1),
            flow: self.flow.id.clone(),
            hash: self.flow.hash.clone(),
            county: Some(COUNTY.to_owned()),
            township: None,
            filled_by: Account {
                id: me,
                name: "李示例".to_owned(),
            },
            for_owner: false,
            confirmed_by: None,
            answers,
            stage: Stage::Filling,
            signed: Vec::new(),
            signings: 0,
            begun_ms: NOW_MS,
            touched_ms: NOW_MS,
            held_in: SessionKey::private(me),
            twin_told: false,
            cards: Vec::new(),
            validity: None,
            deletion: None,
        }
    }
}

/// The engine alone: no store, no texts to be sent.
fn engine(c: &mut Criterion, house: &House) {
    let filled = house.filled();
    let questions = filled.given.len();
    let key = greenwindow::ids::AnswerKey::single("unit-name");
    let mut before = filled.clone();
    before.given.remove(&key);
    c.bench_function(&format!("engine: one step of a form of {questions} questions"), |b| {
        b.iter(|| {
            let (mut answers, mut dialog) = (before.clone(), Dialog::default());
            let action = Action::Send(Raw::Text("石门县示例大米厂".to_owned()));
            black_box(house.act(&mut answers, &mut dialog, action))
        });
    });
    c.bench_function(&format!("journey: {questions} questions"), |b| {
        b.iter(|| black_box(journey(&house.flow, &filled)).open.is_none());
    });
}

fn lint(c: &mut Criterion, house: &House) {
    c.bench_function("check: all flows and texts", |b| b.iter(|| black_box(house.sources.findings())));
}

fn render(c: &mut Criterion, house: &House) {
    let mut answers = house.filled();
    answers.given.remove(&greenwindow::ids::AnswerKey::single("unit-name"));
    let case = house.case(answers);
    let journey = journey(&house.flow, &case.answers);
    let form = FormView {
        flow: &house.flow,
        case: &case,
        journey: &journey,
    };
    let voice = Voice {
        catalogue: &house.catalogue,
        lang: Lang::ZhCn,
        tables: &house.tables,
        law: Some(&house.law),
        flows: &BTreeMap::new(),
    };
    let place = Place {
        person: PersonId::tg(1),
        name: "李茶",
        group: true,
        can_reply: true,
        session: "k7Qm3xAb",
        visit: 3,
        returns: false,
    };
    let view = View::Form(screen(&journey, &Dialog::default()));
    c.bench_function("render: a prompt", |b| {
        b.iter(|| black_box(prompt(voice, form, &view, 0, &[], place, &[])));
    });
}

/// A commit as a step of a form makes it: two records, two messages, a message settled.
fn commit(n: u64) -> Commit {
    let write = |kind, id: u64, bytes: usize| Write {
        agg: AggId::new(kind, format!("{:012}", id % 1000)),
        expect: Expect::Any,
        body: Some(vec![b'x'; bytes]),
    };
    let row = |id| OutboxRow {
        id: OutboxId(id),
        channel: Channel::Tg,
        body: vec![b'y'; 600],
    };
    Commit {
        update: Some(format!("tg:{n}")),
        at_ms: NOW_MS,
        writes: vec![write(Kind::Case, n, 1500), write(Kind::Session, n, 700)],
        outbox: vec![row(n * 2), row(n * 2 + 1)],
        settled: vec![OutboxId((n * 2).saturating_sub(1_000))],
        ..Commit::default()
    }
}

fn store(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = SledStore::open(folder.path()).expect("a new store");
    let mut n = 0;
    let mut group = c.benchmark_group("store on sled");
    for size in [1_u64, 16, 256] {
        group.throughput(Throughput::Elements(size));
        group.bench_function(format!("{size} commits, one receipt waited for"), |b| {
            b.iter(|| {
                let mut last = None;
                for _ in 0..size {
                    n += 1;
                    last = Some(store.submit(commit(n)).expect("it is taken"));
                }
                last.map(greenwindow::store::Receipt::wait)
            });
        });
    }
    group.finish();
}

/// The first rows of a long outbox, as the start reads them.
fn outbox(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = SledStore::open(folder.path()).expect("a new store");
    let rows = |from: u64| {
        (from..from + 100).map(|id| OutboxRow {
            id: OutboxId(id),
            channel: Channel::Tg,
            body: vec![b'y'; 300],
        })
    };
    fill(&store, WAITING / 100, |n| Commit {
        outbox: rows(n * 100).collect(),
        ..Commit::default()
    });
    c.bench_function("outbox: 500 rows from the middle of 100,000", |b| {
        b.iter(|| black_box(store.outbox(Some(OutboxId(WAITING / 2)), 500)).expect("rows").len());
    });
}

fn fill(store: &SledStore, commits: u64, make: impl Fn(u64) -> Commit) {
    let mut last = None;
    for n in 0..commits {
        let receipt = store.submit(make(n)).expect("it is taken");
        // Not everything waits in memory.
        if n % 256 == 255 {
            receipt.wait().expect("it is durable");
        } else {
            last = Some(receipt);
        }
    }
    last.map(greenwindow::store::Receipt::wait);
}

/// The law's decision lists and the search for an industry, with what they are good for.
#[expect(clippy::print_stdout, reason = "a benchmark is run to be read")]
fn law(c: &mut Criterion, house: &House) {
    let table = cases::table();
    let all = cases::cases();
    let thousand = || all.iter().cycle().take(1_000);
    c.bench_function("classification: 1,000 cases, each from its first question to its class", |b| {
        b.iter(|| thousand().map(|case| black_box(case.play(&table)).0).sum::<usize>());
    });
    let words: Vec<&str> = phrases::open().iter().map(|phrase| phrase.text).collect();
    let mut next = words.iter().cycle();
    c.bench_function("industry: a phrase of an owner looked up", |b| {
        b.iter(|| next.next().map(|words| black_box(house.tables.search_industry(words)).len()));
    });
    let (median, most) = cases::median_and_most(all.iter().map(|case| case.play(&table).0).collect());
    let comes_out = |case: &&cases::Case| {
        let (_, _, known) = case.play(&table);
        cases::class_of(&table.evaluate(&case.trades(&table), &known)) == case.class
    };
    let right = all.iter().filter(comes_out).count();
    println!(
        "{} cases of the catalogue, {right} come out as the law says: {median} questions in the middle, {most} at most",
        all.len()
    );
    let mut sets = vec![("open", phrases::open())];
    if held_out_wanted() {
        sets.extend([("held out", phrases::held_out()), ("second", phrases::second())]);
    }
    for (name, phrases) in sets {
        let hits = phrases::hits(&house.tables, &phrases);
        let (first, eight) = hits.shares();
        println!(
            "{} {name} phrases of owners: the right industry first {first} % ({}), among the first eight {eight} % ({})",
            hits.all, hits.first, hits.eight
        );
    }
    no_trade(house);
}

/// What is made of phrases that name no trade.
#[expect(clippy::print_stdout, reason = "a benchmark is run to be read")]
fn no_trade(house: &House) {
    let all: Vec<&str> = phrases::none().collect();
    let share = |offered: &dyn Fn(&str) -> bool| all.iter().filter(|text| offered(text)).count() * 100 / all.len();
    println!(
        "{} phrases without a trade: something is offered for choosing to {} %, taken without asking for {} %",
        all.len(),
        share(&|text| !house.tables.search_industry(text).is_empty()),
        share(&|text| house.tables.certain_industry(text).is_some())
    );
}

/// Looking up what an owner asks, with what it is good for.
#[expect(clippy::print_stdout, reason = "a benchmark is run to be read")]
fn faq(c: &mut Criterion, house: &House) {
    let finder = house.faq.finder(&house.catalogue);
    let asked: Vec<&str> = questions::lines(questions::OPEN).map(|(text, _)| text).collect();
    let mut next = asked.iter().cycle();
    c.bench_function("faq: the index made at the start", |b| {
        b.iter(|| black_box(house.faq.finder(&house.catalogue)));
    });
    c.bench_function("faq: a question of an owner looked up", |b| {
        b.iter(|| next.next().map(|text| black_box(finder.find(text)).len()));
    });
    let mut sets = vec![("open", questions::OPEN)];
    let mut without = vec![("open", questions::WITHOUT)];
    if held_out_wanted() {
        sets.extend([("held out", questions::HELD_OUT), ("second", questions::SECOND)]);
        without.push(("second", questions::SECOND_WITHOUT));
    }
    for (name, file) in sets {
        let hits = questions::hits(&finder, file);
        let (first, three, _) = hits.shares();
        println!(
            "{} {name} questions of owners: the right answer first {first} %, among three {three} %",
            hits.all
        );
    }
    for (name, file) in without {
        let hits = questions::hits(&finder, file);
        let (_, _, offered) = hits.shares();
        println!("{} {name} questions without an answer: one is offered to {offered} %", hits.all);
    }
}

/// A store with many forms, opened after it was closed; too slow to be repeated a hundred times.
#[expect(clippy::print_stdout, reason = "a benchmark is run to be read")]
fn opening() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let begun = Instant::now();
    let store = SledStore::open(folder.path()).expect("a new store");
    fill(&store, CASES / 100, |n| Commit {
        writes: (n * 100..n * 100 + 100)
            .map(|case| Write {
                agg: AggId::new(Kind::Case, format!("{case:012}")),
                expect: Expect::Any,
                body: Some(format!("{case}{}", "x".repeat(800)).into_bytes()),
            })
            .collect(),
        ..Commit::default()
    });
    store.close().expect("it closes");
    drop(store);
    println!("a store of {CASES} cases: made in {:.1} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let store = SledStore::open(folder.path()).expect("it opens");
    let opened = begun.elapsed();
    let first = store.scan(Kind::Case, "", None, 1).expect("it is read").len();
    let (opened, read) = (opened.as_secs_f64(), begun.elapsed().as_secs_f64());
    println!("a store of {CASES} cases: opened in {opened:.2} s, first of {first} read after {read:.2} s");
}

fn main() {
    let mut c = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .sample_size(30)
        .configure_from_args();
    let house = House::open();
    engine(&mut c, &house);
    lint(&mut c, &house);
    render(&mut c, &house);
    law(&mut c, &house);
    faq(&mut c, &house);
    store(&mut c);
    outbox(&mut c);
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if asked.is_empty() || asked.iter().any(|a| "opening".contains(a.as_str())) {
        opening();
    }
    c.final_summary();
}
