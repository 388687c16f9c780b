//! Inquiries kept in buttons.

use proptest::prelude::*;

use super::super::{Class, DecisionTable, Fact, Meaning, Replay};
use super::table;
use crate::ids::StepId;

/// All industry codes.
fn codes() -> Vec<&'static str> {
    let rows = include_str!("../../../flows/tables/industry-codes.tsv").lines().skip(1);
    rows.map(|row| &row[..4]).collect()
}

#[test]
fn every_walk_through_the_buttons_reads_back_and_ends() {
    let table = table();
    let codes = codes();
    let picks = proptest::collection::vec(any::<proptest::sample::Index>(), 60);
    let strategy = (any::<proptest::sample::Index>(), picks);
    let mut runner = proptest::test_runner::TestRunner::new(proptest::test_runner::Config::with_cases(1000));
    let run = runner.run(&strategy, |(code, picks)| {
        let code = *code.get(&codes);
        let trade = table.trade(code);
        let mut trail = String::new();
        for pick in picks {
            let replay = table.replay(code, &trail).expect("a button reads back");
            let Some(asking) = table.evaluate(&[trade], &replay.facts).next else {
                return Ok(());
            };
            let choices = table.choices(trade, &replay, &asking);
            prop_assert!(choices.len() > 2, "{choices:?}");
            // Ticking for ever is no walk: once something is ticked, it is done.
            let done = choices.iter().find(|c| c.means == Meaning::Done && replay.ticks > 0);
            trail = done.unwrap_or_else(|| pick.get(&choices)).trail.clone();
            prop_assert!(trail.len() <= 24, "fits a button: {trail}");
        }
        prop_assert!(false, "{code}: no end after {trail}");
        Ok(())
    });
    run.unwrap();
}

/// Plays an inquiry about two trades, picking at random; where it ends.
fn walk(table: &DecisionTable, codes: &str, picks: &[proptest::sample::Index]) -> (String, Replay) {
    let mut trail = String::new();
    for pick in picks {
        let replay = table.replay(codes, &trail).expect("a button reads back");
        let trade = table.trade(codes.split('+').nth(replay.trades() - 1).expect("a trade"));
        trail = match table.judge(codes, &replay).next {
            None if replay.trades() == 2 => return (trail, replay),
            // A result card without room, or of key management, offers no more.
            None => format!("{trail}+"),
            Some(asking) => {
                let choices = table.choices(trade, &replay, &asking);
                let done = choices.iter().find(|c| c.means == Meaning::Done && replay.ticks > 0);
                done.unwrap_or_else(|| pick.get(&choices)).trail.clone()
            }
        };
    }
    panic!("{codes}: no end after {trail}")
}

#[test]
fn two_trades_are_asked_one_after_the_other_and_end() {
    let table = table();
    let codes = codes();
    let one = any::<proptest::sample::Index>;
    let strategy = (one(), one(), proptest::collection::vec(one(), 80));
    let mut runner = proptest::test_runner::TestRunner::new(proptest::test_runner::Config::with_cases(600));
    let run = runner.run(&strategy, |(first, second, picks)| {
        let (first, second) = (*first.get(&codes), *second.get(&codes));
        let both = format!("{first}+{second}");
        let (trail, replay) = walk(&table, &both, &picks);
        let class = table.judge(&both, &replay).class;
        let (before, _) = trail.split_once('+').expect("two trades");
        let alone = table.replay(first, before).expect("the first by itself");
        prop_assert!(class >= table.judge(first, &alone).class, "{both} {trail}");
        Ok(())
    });
    run.unwrap();
}

#[test]
fn each_trade_has_answers_of_its_own_and_the_site_is_asked_once() {
    let table = table();
    // Rice is milled in a workshop, noodles are made at home: industrial building yes, nothing on the site; then no.
    let replay = table.replay("1311+1431", "yAA+n").unwrap();
    let verdict = table.judge("1311+1431", &replay);
    assert_eq!(verdict.next, None);
    assert_eq!(verdict.class, Class::Registration);
    assert_eq!(verdict.decided_by, [0]);
    // An oil press in a workshop beside it is the stricter one, and the site's questions are not asked again.
    let replay = table.replay("1311+1331", "yAA+yn").unwrap();
    let verdict = table.judge("1311+1331", &replay);
    assert_eq!((verdict.class, verdict.next), (Class::Simplified, None));
    assert_eq!(verdict.decided_by, [1]);
    // Back from the second trade is the first one's result.
    assert_eq!(table.replay("1311+1331", "yAA").unwrap().trades(), 1);
    assert_eq!(table.replay("1311", "yAA+y"), None);
    assert_eq!(table.replay("1311+1331", "y+y"), None);
}

#[test]
fn what_is_no_inquiry_is_refused() {
    let table = table();
    for text in ["x", "yyyyyyyyyy", "y~", "y~AB", "y~Z", "Z", "~", "~~", "1", "是", "y\u{0}"] {
        assert_eq!(table.replay("1530", text), None, "{text:?}");
    }
}

#[test]
fn a_code_says_what_it_says() {
    let table = table();
    let replay = table.replay("0313", "").unwrap();
    assert_eq!(replay.facts[&StepId::from("species")], Fact::Option("pig".into()));
    let asking = table.evaluate(&[table.trade("0313")], &replay.facts).next.unwrap();
    assert_eq!(asking.questions(), [StepId::from("head-count")]);
}

#[test]
fn borders_stand_where_the_law_puts_them() {
    let table = table();
    let below = |code: &str, trail: &str, question: &str| match table.replay(code, trail).unwrap().facts[&StepId::from(question)] {
        Fact::Number(number) => number,
        ref other => panic!("{other:?}"),
    };
    assert!(below("8111", "a", "shop-area-m2") < 5000.0);
    assert!((below("8111", "b", "shop-area-m2") - 5000.0).abs() < f64::EPSILON);
    // Up to 1 t/h of gas is a registration: the limit itself lies below the border.
    assert!(below("4430", "ab", "heat-tph") > 1.0);
}
