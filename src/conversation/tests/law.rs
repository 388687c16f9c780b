//! Forms under the law: whatever is answered, the class is what the catalogue says to the answers on the path.

use super::walker::{Form, hash, raw_for, table, under_law};
use super::*;
use crate::catalogue::{Fact, Facts};
use crate::flow::{Ask, Known};
use crate::ids::StepId;

/// The class of a form is that of its answers, judged afresh.
pub(super) fn consistent(form: &Form<'_>) -> Result<(), TestCaseError> {
    let journey = form.journey();
    let Some(classed) = &journey.class else {
        prop_assert!(journey.goes_on.is_none(), "it goes on without a class");
        return Ok(());
    };
    let mut facts = told(form);
    facts.extend(
        table()
            .known(&classed.code)
            .into_iter()
            .filter(|(q, _)| !facts.contains_key(q))
            .collect::<Vec<_>>(),
    );
    let verdict = table().evaluate(&[table().trade(&classed.code)], &facts);
    if classed.decided {
        prop_assert!(!classed.unclear);
        return Ok(());
    }
    prop_assert_eq!(&verdict.next, &None, "nothing more can change it");
    prop_assert_eq!(verdict.class.word(), classed.class.as_str());
    prop_assert_eq!(!verdict.staff.is_empty(), classed.unclear);
    Ok(())
}

/// What the answers on the path tell the law.
fn told(form: &Form<'_>) -> Facts {
    let journey = form.journey();
    let known = |key: &AnswerKey| form.answers.known(form.flow, key);
    let mut facts = Facts::new();
    let pairs = form.flow.classify().map(|(_, pairs)| pairs.clone()).unwrap_or_default();
    for (law, own) in pairs {
        let key = AnswerKey::single(own);
        if let (Some(_), Known::YesNo(yes)) = (journey.place(&key), known(&key)) {
            facts.insert(law, Fact::YesNo(yes));
        }
    }
    let of_law = |key: &&AnswerKey| form.flow.step(&key.step).is_some_and(|step| step.asked_by.is_some());
    for key in journey.done.iter().filter(of_law) {
        let answer = known(key);
        let said = |question: &StepId| match &answer {
            Known::Nothing => Fact::DontKnow,
            Known::YesNo(yes) => Fact::YesNo(*yes),
            Known::Number(number) => Fact::Number(*number),
            Known::Options(chosen) if journey.parts.contains_key(&key.step) => {
                Fact::YesNo(chosen.iter().any(|option| option.as_str() == question.as_str()))
            }
            Known::Options(chosen) => Fact::Option(chosen[0].clone()),
            other => panic!("{key}: {other:?}"),
        };
        match journey.parts.get(&key.step) {
            Some(parts) => facts.extend(parts.iter().map(|part| (part.clone(), said(part)))),
            None => drop(facts.insert(key.step.clone(), said(&key.step))),
        }
    }
    facts
}

/// It comes to its review, into another form or before people, whatever is answered.
fn ends(mut form: Form<'_>, seed: u64) -> Result<(), TestCaseError> {
    for n in 0..400 {
        consistent(&form)?;
        let n = hash(&n.to_string(), seed);
        match form.screen() {
            Screen::Review | Screen::GoOn(_) => return Ok(()),
            Screen::Question(key) if form.answers.given.contains_key(&key) => drop(form.press(Press::Keep)),
            Screen::Question(key) => match raw_for(form.flow, &key, n) {
                Some(raw) => drop(form.act(Action::Send(raw))),
                None => drop(form.act(Action::Word(Word::Skip))),
            },
            Screen::Soft(..) | Screen::Query(..) | Screen::Suggest(..) | Screen::Proposed(..) | Screen::Replace(_) => {
                drop(form.press(Press::Yes));
            }
            Screen::Pick(..) => drop(form.press(Press::Pick(0))),
            _ => drop(form.act(Action::Word(Word::Continue))),
        }
    }
    Err(TestCaseError::fail(format!("stands on {:?}", form.screen())))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, max_shrink_iters: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_answered_to_the_law_the_class_is_that_of_the_answers(flow in 0..3usize, deeds in deeds(), seed in any::<u64>()) {
        let form = play(Form::new(under_law(["registration", "permit", "unlisted"][flow])), &deeds)?;
        ends(form, seed)?;
    }
}

#[test]
fn a_form_goes_on_in_another_without_asking_the_law_anew() {
    let mut form = Form::new(under_law("registration"));
    form.say("never");
    form.act(Action::Send(Raw::Value(Value::Industry("0313".to_owned()))));
    form.say("yes");
    form.say("20000");
    while let Screen::Question(key) = form.screen() {
        assert!(form.flow.step(&key.step).is_some_and(|step| step.asked_by.is_some()), "{key}");
        match form.flow.ask(&key.step) {
            Some(Ask::YesNo) => form.say("no"),
            _ => form.act(Action::Send(Raw::Options(vec!["none".into()]))),
        };
    }
    let before = form.journey().class.expect("nothing more is to be asked");
    assert_eq!(before.class.as_str(), "key");
    let permit = under_law("permit");
    across(&mut form.answers, form.flow, permit);
    let journey = journey(permit, &form.answers);
    assert_eq!(journey.class.expect("the same answers count").class.as_str(), "key");
    assert_eq!(journey.open, Some(AnswerKey::single("unit-name")));
}
