//! One test for each fault the random ones have found.

use super::walker::{Form, registration};
use super::*;
use crate::flow::parse;
use crate::ids::ItemId;

fn flow(steps: &str) -> Flow {
    parse(&format!("flow = \"x\"\nversion = 1\n[choices]\nabc = [\"a\", \"b\", \"c\"]\n{steps}")).unwrap()
}

#[test]
fn an_officers_value_for_a_question_off_the_path_is_not_asked_about() {
    let mut form = Form::new(registration());
    for (step, item) in [("old-number", None), ("product", Some(ItemId(7))), ("product", Some(ItemId(u32::MAX))), ("nowhere", None)] {
        let key = AnswerKey { step: step.into(), item };
        form.act(Action::Propose { key, value: Value::Text("x".to_owned()), by: "贺姐".to_owned() });
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
    let value = Value::Place { point: Some((80.166_469_506_591_47, 113.442_859_671_421)), words: None };
    let again: Value = serde_json::from_str(&serde_json::to_string(&value).unwrap()).unwrap();
    assert_eq!(again, value);
}
