//! One test for each fault the random ones have found.

use super::walker::{Form, registration, under_law};
use super::*;
use crate::flow::parse;
use crate::ids::ItemId;

fn flow(steps: &str) -> Flow {
    parse(&format!(
        "flow = \"x\"\nversion = 1\n[choices]\nabc = [\"a\", \"b\", \"c\"]\n{steps}"
    ))
    .unwrap()
}

#[test]
fn an_officers_value_for_a_question_off_the_path_is_not_asked_about() {
    let mut form = Form::new(registration());
    for (step, item) in [
        ("old-number", None),
        ("product", Some(ItemId(7))),
        ("product", Some(ItemId(u32::MAX))),
        ("nowhere", None),
    ] {
        let key = AnswerKey { step: step.into(), item };
        form.act(Action::Propose {
            key,
            value: Value::Text("x".to_owned()),
            by: "贺姐".to_owned(),
        });
        assert_eq!(form.screen(), Screen::Question(AnswerKey::single("earlier")));
    }
}

#[test]
fn i_dont_know_is_a_word_with_either_apostrophe() {
    for text in ["I don't know", "I don’t know.", "Don’t know", "idontknow"] {
        assert_eq!(word(text), Some(Word::DontKnow), "{text}");
    }
}

#[test]
fn a_stored_position_reads_back_to_the_last_bit() {
    let value = Value::Place {
        point: Some((80.166_469_506_591_47, 113.442_859_671_421)),
        words: None,
    };
    let again: Value = serde_json::from_str(&serde_json::to_string(&value).unwrap()).unwrap();
    assert_eq!(again, value);
}

#[test]
fn an_answer_that_hung_on_the_number_of_items_is_offered_again() {
    let flow = flow(
        "[[step]]\nid = \"list\"\nrepeat = { min = 1, max = 3 }\n[[step]]\nid = \"name\"\nin = \"list\"\nask = \"text\"\n\
         [[step]]\nid = \"why\"\nask = \"text\"\nwhen = { list = { count_at_least = 2 } }\n[[step]]\nid = \"last\"\nask = \"text\"\n",
    );
    let mut form = Form::new(&flow);
    form.say("one");
    form.press(Press::Add);
    for text in ["two", "because", "end"] {
        form.say(text);
    }
    form.press(Press::Remove(1));
    assert_eq!(form.screen(), Screen::Review);
    let more = form.lines().iter().position(|l| matches!(l, Changeable::Another(_))).unwrap();
    form.press(Press::Change(more));
    form.say("three");
    assert_eq!(form.screen(), Screen::Question(AnswerKey::single("why")));
}

#[test]
fn an_answer_that_hung_on_a_question_being_open_is_offered_again() {
    let flow = flow(
        "[[step]]\nid = \"more\"\nask = \"text\"\nin_review = true\n\
         [[step]]\nid = \"why\"\nask = \"text\"\nwhen = { not = { answered = \"more\" } }\n",
    );
    let mut form = Form::new(&flow);
    form.say("because");
    form.turn_to(&AnswerKey::single("more"));
    form.say("more");
    assert_eq!(form.canonical().lines().last(), Some("more=more"));
    form.turn_to(&AnswerKey::single("more"));
    form.act(Action::Word(Word::Skip));
    assert_eq!(form.screen(), Screen::Question(AnswerKey::single("why")));
}

#[test]
fn an_answer_that_time_has_taken_off_the_path_is_offered_again() {
    let mut form = Form::new(under_law("registration"));
    let number = format!("{}001X", super::walker::credit_code(5));
    for text in ["have", &number, "2021-12", "renew"] {
        form.say(text);
    }
    let date = AnswerKey::single("old-date");
    let industry = Screen::Question(AnswerKey::single("industry"));
    assert_eq!(form.screen(), industry);
    form.now_ms += 60 * 24 * 60 * 60 * 1000;
    form.turn_to(&date);
    form.press(Press::Keep);
    assert_eq!(form.screen(), industry);
    form.turn_to(&date);
    form.say("2022-06");
    assert_eq!(form.screen(), Screen::Question(AnswerKey::single("filing")));
}

#[test]
fn back_from_a_question_opened_again_goes_to_the_one_before_it() {
    let flow = flow(
        "[[step]]\nid = \"one\"\nask = \"text\"\n[[step]]\nid = \"kind\"\nask = \"choice\"\nfrom = \"abc\"\n\
         [[step]]\nid = \"a-only\"\nask = \"text\"\nwhen = { kind = \"a\" }\n[[step]]\nid = \"last\"\nask = \"text\"\n",
    );
    let mut form = Form::new(&flow);
    for text in ["one", "b", "last"] {
        form.say(text);
    }
    form.turn_to(&AnswerKey::single("kind"));
    form.say("a");
    assert_eq!(form.screen(), Screen::Question(AnswerKey::single("a-only")));
    form.act(Action::Word(Word::Back));
    assert_eq!(form.screen(), Screen::Question(AnswerKey::single("kind")));
}

#[test]
fn another_item_is_offered_just_after_its_group_only() {
    let list = |id: &str| {
        format!(
            "[[step]]\nid = \"{id}\"\nrepeat = {{ min = 1, max = 3 }}\n[[step]]\nid = \"{id}-name\"\nin = \"{id}\"\nask = \"text\"\n\
             [[step]]\nid = \"{id}-use\"\nin = \"{id}\"\nask = \"text\"\n"
        )
    };
    let flow = flow(&format!("{}{}", list("one"), list("two")));
    let mut form = Form::new(&flow);
    form.say("name");
    form.say("use");
    assert_eq!(form.journey().may_add, Some("one".into()));
    form.say("name");
    assert_eq!(form.journey().may_add, None);
}

#[test]
fn a_group_that_may_be_empty_can_be_begun_in_the_review() {
    let flow = flow("[[step]]\nid = \"list\"\nrepeat = { min = 0, max = 3 }\n[[step]]\nid = \"name\"\nin = \"list\"\nask = \"text\"\n");
    let mut form = Form::new(&flow);
    assert_eq!(form.lines(), [Changeable::Another("list".into())]);
    form.press(Press::Change(0));
    assert_eq!(form.screen(), Screen::Question(AnswerKey::of_item("name", ItemId(0))));
    form.say("one");
    assert_eq!(form.screen(), Screen::Review);
    form.press(Press::Remove(0));
    assert_eq!(form.lines(), [Changeable::Another("list".into())]);
}
