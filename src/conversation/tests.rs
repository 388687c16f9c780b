//! What holds whatever a person does: on the registration and on random small flows.

mod flows;
mod found;
mod law;
pub(crate) mod walker;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use self::walker::{Form, NOW_MS, fits, hash, raw_for, registration, some_key, township, valid};
use super::*;
use crate::answer::{AnswerView, Raw, Value};
use crate::flow::{Flow, StepKind};
use crate::ids::OptionId;

const WORDS: [Word; 11] = [
    Word::Back,
    Word::Skip,
    Word::Help,
    Word::DontKnow,
    Word::Pause,
    Word::Continue,
    Word::StartOver,
    Word::Change,
    Word::Language,
    Word::More,
    Word::Add,
];

/// Something a person does, before it is known to which form.
#[derive(Debug, Clone)]
enum Deed {
    Do(Action),
    Old(usize),
    /// An officer's value for a question: one that fits.
    Propose(usize, u64),
    /// A valid answer to what is shown.
    Answer(u64),
    Wait(i64),
}

fn word_strategy() -> impl Strategy<Value = Word> {
    prop::sample::select(WORDS.to_vec())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "\\PC{0,12}",
        4 => "[0-9一二三百千万吨年月.,-]{0,8}",
        2 => prop::sample::select(vec!["", "\0", "👩‍👩‍👧‍👦", "1️⃣", "\u{202e}abc", "是", "不是", "同上", "确认", "none", "p、q", "a", "李示例", "榨油"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["油", "1", "\0", "👍", "a b", "\\"]).prop_map(|t| t.repeat(10_000)),
        2 => any::<String>(),
    ]
}

fn raw() -> impl Strategy<Value = Raw> {
    prop_oneof![
        8 => text().prop_map(Raw::Text),
        1 => prop::sample::select(vec!["a", "p", "none", "yes", "no", "fuel", "x"]).prop_map(|o| Raw::Option(o.into())),
        1 => prop::collection::vec(prop::sample::select(vec!["p", "q", "none", "fuel", "solid", "x"]), 0..4).prop_map(|ids| Raw::Options(ids.into_iter().map(OptionId::from).collect())),
        1 => prop_oneof![any::<(f64, f64)>(), (-90.0..90.0, -180.0..180.0)].prop_map(|(lat, lon)| Raw::Point { lat, lon }),
        1 => text().prop_map(Raw::Photo),
        1 => text().prop_map(Raw::Contact),
        1 => (0..20usize).prop_map(|n| Raw::Value(township(n))),
        1 => text().prop_map(|code| Raw::Value(Value::Industry(code))),
        1 => any::<i64>().prop_map(|n| Raw::Value(Value::Integer(n))),
    ]
}

fn press() -> impl Strategy<Value = Press> {
    let number = || prop_oneof![8 => 0..12usize, 1 => any::<usize>()];
    prop_oneof![
        3 => number().prop_map(Press::Option),
        2 => number().prop_map(Press::Pick),
        1 => number().prop_map(Press::Page),
        3 => number().prop_map(Press::Change),
        2 => number().prop_map(Press::Remove),
        2 => word_strategy().prop_map(Press::Word),
        8 => prop::sample::select(vec![Press::Done, Press::NoneOfThese, Press::Keep, Press::Yes, Press::Yes, Press::No, Press::SameAs, Press::Add, Press::Sign, Press::Agree]),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        8 => any::<u64>().prop_map(Deed::Answer),
        4 => raw().prop_map(|r| Deed::Do(Action::Send(r))),
        5 => press().prop_map(|p| Deed::Do(Action::Press(p))),
        2 => word_strategy().prop_map(|w| Deed::Do(Action::Word(w))),
        1 => any::<usize>().prop_map(Deed::Old),
        1 => any::<(usize, u64)>().prop_map(|(n, h)| Deed::Propose(n, h)),
        1 => (0..100_000_000_000i64).prop_map(Deed::Wait),
    ]
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    prop::collection::vec(deed(), 0..60)
}

/// What a deed is at this form now.
fn action(form: &Form<'_>, deed: &Deed) -> Option<Action> {
    Some(match deed {
        Deed::Do(action) => action.clone(),
        Deed::Old(n) => Action::Old(some_key(form.flow, *n)),
        Deed::Propose(n, h) => {
            let key = some_key(form.flow, *n);
            let mut other = Form::new(form.flow);
            other.dialog.focus = Some(key.clone());
            let value = proposal(form.flow, &key, *h)?;
            Action::Propose {
                key,
                value,
                by: "贺姐".to_owned(),
            }
        }
        Deed::Answer(seed) => match form.screen() {
            Screen::Question(key) => raw_for(form.flow, &key, *seed).map_or(Action::Word(Word::Skip), Action::Send),
            Screen::Soft(..) | Screen::Query(..) | Screen::Suggest(..) | Screen::Proposed(..) => Action::Press(Press::Yes),
            Screen::Pick(..) => Action::Press(Press::Pick(0)),
            Screen::Review => Action::Press(Press::Sign),
            Screen::Declaration => Action::Press(Press::Agree),
            Screen::SignName => Action::Send(Raw::Text("李示例".to_owned())),
            _ => Action::Word(Word::Continue),
        },
        Deed::Wait(_) => return None,
    })
}

/// A value that an officer may have found out for a question.
fn proposal(flow: &Flow, key: &AnswerKey, h: u64) -> Option<Value> {
    use crate::answer::{Context, Judged, judge};
    let ask = flow.ask(&key.step)?;
    let labels = walker::labels(flow, ask);
    let today = crate::clock::date(NOW_MS);
    let context = Context {
        tables: walker::tables(),
        county: Some(walker::COUNTY),
        labels: &labels,
        same_as: None,
        today,
    };
    match judge(ask, &valid(flow, ask, h), &context) {
        Judged::Accepted { value, .. } => Some(value),
        other => panic!("not valid for {ask:?}: {other:?}"),
    }
}

/// Plays deeds; after each the form must be as it should.
fn play<'f>(mut form: Form<'f>, deeds: &[Deed]) -> Result<Form<'f>, TestCaseError> {
    let mut stored = form.clone();
    for deed in deeds {
        if let Deed::Wait(ms) = deed {
            form.now_ms += ms;
            stored.now_ms += ms;
        }
        let Some(action) = action(&form, deed) else { continue };
        let events = form.act(action.clone());
        prop_assert_eq!(&stored.act(action), &events);
        stored.answers = round_trip(&stored.answers)?;
        stored.dialog = round_trip(&stored.dialog)?;
        prop_assert_eq!(&stored.answers, &form.answers);
        prop_assert_eq!(&stored.dialog, &form.dialog);
        sound(&form)?;
    }
    Ok(form)
}

fn round_trip<T: Serialize + for<'a> Deserialize<'a>>(thing: &T) -> Result<T, TestCaseError> {
    let text = serde_json::to_string(thing).map_err(|e| TestCaseError::fail(e.to_string()))?;
    serde_json::from_str(&text).map_err(|e| TestCaseError::fail(e.to_string()))
}

/// What always holds: a screen, a path in order without doubles, values that fit, groups within their limits.
fn sound(form: &Form<'_>) -> Result<(), TestCaseError> {
    let _ = (form.screen(), form.canonical(), form.lines());
    let journey = form.journey();
    let (next, total) = journey.progress();
    prop_assert!(next <= total);
    let unique: BTreeSet<_> = journey.done.iter().chain(&journey.offered).chain(&journey.open).collect();
    prop_assert_eq!(
        unique.len(),
        journey.done.len() + journey.offered.len() + usize::from(journey.open.is_some())
    );
    for key in &journey.done {
        if let Some(value) = journey.value(key) {
            prop_assert!(fits(form.flow, key, value), "{} holds {:?}", key, value);
        }
        let step = form.flow.step(&key.step).expect("it is on the path");
        let skipped = journey.value(key).is_none();
        prop_assert!(!skipped || step.optional || step.in_review, "{} was skipped", key);
    }
    for (key, given) in &form.answers.given {
        let on_path = journey.place(key).is_some();
        prop_assert!(
            given.stale || given.preset || on_path,
            "{} is off the path and would come back unasked",
            key
        );
    }
    for step in &form.flow.steps {
        let StepKind::Repeat { min, max } = step.kind else { continue };
        let count = form.answers.items(&step.id, min).len();
        prop_assert!((min..=max).contains(&count), "{} has {} items", step.id, count);
    }
    if form.flow.law.is_some() {
        law::consistent(form)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_to_the_registration_it_stands_on_a_screen(deeds in deeds(), preset in any::<bool>()) {
        let form = if preset { Form::preset(registration()) } else { Form::new(registration()) };
        play(form, &deeds)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_to_a_random_form_it_stands_on_a_screen(flow in flows::flow(), deeds in deeds()) {
        play(Form::new(&flow), &deeds)?;
    }

    #[test]
    fn correcting_is_the_same_as_having_answered_so(flow in flows::flow(), seed in any::<u64>(), which in any::<usize>()) {
        corrected(&flow, seed, which)?;
    }

    #[test]
    fn an_answer_comes_back_with_its_path(flow in flows::flow(), seed in any::<u64>(), which in any::<usize>()) {
        there_and_back(&flow, seed, which)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, max_shrink_iters: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn correcting_the_registration_is_the_same_as_having_answered_so(seed in any::<u64>(), which in any::<usize>()) {
        corrected(registration(), seed, which)?;
    }

    #[test]
    fn an_answer_of_the_registration_comes_back_with_its_path(seed in any::<u64>(), which in any::<usize>()) {
        there_and_back(registration(), seed, which)?;
    }
}

/// The answers that can be changed now.
fn choices(form: &Form<'_>) -> Vec<AnswerKey> {
    let answer = |line: Changeable| match line {
        Changeable::Answer(key) => Some(key),
        Changeable::Another(_) => None,
    };
    form.lines()
        .into_iter()
        .filter_map(answer)
        .filter(|k| form.journey().place(k).is_some())
        .collect()
}

/// Answers, changes one answer and confirms what is offered; against having answered so at once.
fn corrected(flow: &Flow, seed: u64, which: usize) -> Result<(), TestCaseError> {
    let mut form = Form::new(flow);
    form.walk_to_review(&|_| seed);
    form.round_off(&|_| seed);
    let keys = choices(&form);
    let Some(changed) = keys.get(which % keys.len().max(1)).cloned() else {
        return Ok(());
    };
    let other = |key: &AnswerKey| if *key == changed { hash("other", seed) } else { seed };
    let raw = raw_for(flow, &changed, other(&changed));
    let mut at_once = Form::new(flow);
    at_once.walk_to_review(&other);
    at_once.round_off(&other);
    // Whether a question of the review is answered at all is another thing.
    if flow.step(&changed.step).is_some_and(|s| s.in_review) || at_once.journey().place(&changed).is_none() {
        return Ok(());
    }
    form.turn_to(&changed);
    form.answer(&changed, raw);
    form.walk_to_review(&other);
    form.round_off(&other);
    prop_assert_eq!(form.canonical(), at_once.canonical(), "changed: {}", changed);
    Ok(())
}

/// Changes an answer and changes it back: what fell off the path meanwhile is asked again, with its old value.
fn there_and_back(flow: &Flow, seed: u64, which: usize) -> Result<(), TestCaseError> {
    let mut form = Form::new(flow);
    form.walk_to_review(&|_| seed);
    form.round_off(&|_| seed);
    let keys = choices(&form);
    let Some(changed) = keys.get(which % keys.len().max(1)).cloned() else {
        return Ok(());
    };
    let (before, old) = (form.journey().done.clone(), form.answers.clone());
    let canonical = form.canonical();
    form.turn_to(&changed);
    form.answer(&changed, raw_for(flow, &changed, hash("other", seed)));
    form.walk_to_review(&|_| seed);
    let off: Vec<AnswerKey> = before.into_iter().filter(|k| form.journey().place(k).is_none()).collect();
    let text = form.canonical();
    for key in &off {
        prop_assert!(!text.contains(&format!("\n{key}=")), "{} is off the path and in the content", key);
        prop_assert_eq!(form.answers.given[key].value.clone(), old.given[key].value.clone());
    }
    form.turn_to(&changed);
    form.answer(&changed, old.given[&changed].value.as_ref().map(walker::again));
    for key in off.iter().filter(|k| **k != changed) {
        prop_assert!(form.journey().place(key).is_none(), "{} came back without being asked", key);
    }
    let mut asked: BTreeSet<AnswerKey> = form.walk_to_review(&|_| seed).into_iter().collect();
    while let Some(key) = form.journey().offered.iter().find(|k| off.contains(k)).cloned() {
        form.turn_to(&key);
        form.press(Press::Keep);
        asked.insert(key);
        asked.extend(form.walk_to_review(&|_| seed));
    }
    for key in off.iter().filter(|k| **k != changed) {
        prop_assert!(asked.contains(key), "{} did not come back", key);
    }
    prop_assert_eq!(form.canonical(), canonical);
    Ok(())
}

/// Somebody who mostly answers and sometimes wanders, told by a number what to do.
fn wander(form: &mut Form<'_>, seed: u64, turns: u64) {
    for turn in 0..turns {
        let h = hash("wander", seed.wrapping_add(turn));
        let action = match h % 20 {
            0 => Action::Word(Word::Back),
            1 => Action::Press(Press::Change(usize::try_from(h / 20 % 30).unwrap())),
            2 => Action::Press(Press::Remove(usize::try_from(h / 20 % 30).unwrap())),
            3 => Action::Word(WORDS[usize::try_from(h / 20 % 11).unwrap()]),
            4 | 5 => Action::Press(Press::Add),
            _ => action(form, &Deed::Answer(h)).expect("an answer is an action"),
        };
        form.act(action);
    }
}

#[test]
fn two_thousand_walks_reach_the_signature() {
    let mut longest = 0;
    for seed in 0..2_000 {
        let mut form = if seed % 2 == 0 {
            Form::preset(registration())
        } else {
            Form::new(registration())
        };
        wander(&mut form, seed, seed % 40);
        let mut signed = false;
        for turn in 0..400 {
            let action = action(&form, &Deed::Answer(seed)).expect("an answer is an action");
            let events = form.act(action);
            if events.iter().any(|e| matches!(e, Event::Signed { .. })) {
                longest = longest.max(turn);
                signed = true;
                break;
            }
        }
        assert!(signed, "walk {seed} stands on {:?}", form.screen());
        sound(&form).unwrap();
    }
    assert!(longest < 200, "{longest}");
}

/// One product, solid waste and nothing else.
fn questions(earlier: &[(&str, &str)]) -> usize {
    let mut form = Form::preset(registration());
    let fixed = [("emissions", "solid"), ("unit-name", "石门县示例茶叶加工厂")];
    let mut count = 0;
    while let Screen::Question(key) = form.screen() {
        count += 1;
        let own = earlier.iter().chain(&fixed).find(|(step, _)| key.step.as_str() == *step);
        match own {
            Some((_, text)) => {
                form.say(text);
            }
            None => form.answer(&key, Some(valid(registration(), registration().ask(&key.step).unwrap(), 0))),
        }
        assert!(count < 100, "stands on {key}");
    }
    assert_eq!(form.screen(), Screen::Review);
    count
}

#[test]
fn a_small_enterprise_has_eighteen_questions_at_most() {
    assert!(questions(&[("earlier", "never")]) <= 18);
    let number = format!("{}001X", walker::credit_code(5));
    assert!(questions(&[("earlier", "have"), ("old-number", &number), ("old-date", "2020年6月")]) <= 18);
}

#[test]
fn a_word_that_always_works_is_a_word_however_it_is_typed() {
    for text in reserved_words()
        .into_iter()
        .chain(["不知道", "不清楚", "不会填", "不懂", "I don't know", "don't know"])
    {
        assert!(word(text).is_some(), "{text}");
        assert!(word(&format!(" {}。 ", text.to_uppercase())).is_some(), "{text}");
    }
}
