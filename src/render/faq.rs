//! Questions of owners: what may have been meant, and the answer with its basis and how sure it is.

use super::{Token, Voice, arg};
use crate::faq::{Confidence, Question};
use crate::ids::PersonId;
use crate::message::{Button, Message, Press as ButtonPress, Text};

/// Which of these was meant? Name and words of each; for the asker alone.
pub fn faq_offers(voice: Voice<'_>, person: PersonId, found: &[(String, String)]) -> Message {
    let pick = |(id, words): &(String, String)| Button {
        label: words.clone(),
        press: ButtonPress::Token(Token::Faq { person, id: id.clone() }.to_text()),
    };
    let mut rows: Vec<Vec<Button>> = found.iter().map(|offer| vec![pick(offer)]).collect();
    let (text, none) = match found {
        [] => ("faq-nothing", "button-ask-human"),
        _ => ("faq-which", "button-faq-none"),
    };
    rows.push(vec![voice.button(none, &Token::FaqHuman { person })]);
    Message::new(voice.text(text, &[])).with_buttons(rows)
}

/// A question of the list, answered.
pub fn faq_answer(voice: Voice<'_>, person: PersonId, question: &Question) -> Message {
    let id = question.text_id();
    let mut lines = vec![format!("❓ {}", voice.say(&id)), voice.say(&format!("{id}.answer"))];
    let basis = [("basis", arg(question.basis.as_str()))];
    lines.push(match question.confidence {
        Confidence::Verified | Confidence::Partly => voice.tell("faq-basis", &basis),
        Confidence::Guide => voice.tell("faq-basis-guide", &basis),
        Confidence::Reading => voice.tell("faq-basis-reading", &basis),
        Confidence::Recalled if question.basis.is_empty() => voice.say("faq-recalled"),
        Confidence::Recalled => voice.tell("faq-basis-recalled", &basis),
        Confidence::Advice => voice.say("faq-advice"),
        Confidence::Bot => voice.say("faq-bot"),
    });
    if question.confidence == Confidence::Partly {
        let part = voice.say(&format!("{id}.unsure"));
        lines.push(voice.tell("faq-unsure", &[("part", arg(part))]));
    }
    if question.confidence != Confidence::Bot {
        lines.push(voice.say("classify-guidance"));
    }
    let human = voice.button("button-ask-human", &Token::FaqHuman { person });
    Message::new(Text::plain(lines.join("\n"))).with_buttons(vec![vec![human]])
}
