//! Questions of owners: what may have been meant, and the answer with its basis and how sure it is.

use super::{EntryPress, Token, Voice, arg, number};
use crate::desk::Entry;
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

/// A county's own answer, for an owner.
pub fn entry_answer(voice: Voice<'_>, person: PersonId, entry: &Entry) -> Message {
    let basis = if entry.basis.is_empty() {
        voice.tell("entry-basis-none", &[("county", arg(entry.county.as_str()))])
    } else {
        let args = [("county", arg(entry.county.as_str())), ("basis", arg(entry.basis.as_str()))];
        voice.tell("entry-basis", &args)
    };
    let question = format!("❓ {}", entry.question);
    let lines = [question, entry.answer.clone(), basis, voice.say("classify-guidance")];
    let human = voice.button("button-ask-human", &Token::FaqHuman { person });
    Message::new(Text::plain(lines.join("\n"))).with_buttons(vec![vec![human]])
}

/// A county's own answer at the desk: a draft to be edited and accepted, or one that owners see.
pub fn entry_card(voice: Voice<'_>, entry: &Entry, masked: bool) -> Message {
    let basis = if entry.basis.is_empty() {
        voice.say("entry-no-basis")
    } else {
        entry.basis.clone()
    };
    let args = [
        ("id", arg(entry.ticket.to_string())),
        ("question", arg(entry.question.as_str())),
        ("answer", arg(entry.answer.as_str())),
        ("basis", arg(basis)),
        ("by", arg(entry.by.name.as_str())),
        ("accepted", arg(entry.accepted.as_ref().map_or("", |officer| officer.name.as_str()))),
    ];
    let press = |id: &str, press: EntryPress| vec![voice.button(id, &token(entry, press))];
    let remove = press("button-entry-remove", EntryPress::Remove);
    if entry.accepted.is_some() {
        return Message::new(voice.text("entry-accepted", &args)).with_buttons(vec![remove]);
    }
    let mut lines = vec![voice.tell("entry-draft", &args)];
    lines.extend(masked.then(|| voice.say("entry-masked")));
    lines.push(voice.say("entry-how"));
    Message::new(Text::plain(lines.join("\n"))).with_buttons(vec![press("button-entry-accept", EntryPress::Accept), remove])
}

/// All of a county's own answers, each with a button that takes it away.
pub fn entry_list(voice: Voice<'_>, entries: &[Entry], most: usize) -> Message {
    let mut lines = vec![voice.tell("entries-title", &[("count", number(entries.len()))])];
    let mut buttons = Vec::new();
    for entry in entries.iter().take(most) {
        let state = if entry.accepted.is_some() { "accepted" } else { "draft" };
        let args = [
            ("id", arg(entry.ticket.to_string())),
            ("question", arg(entry.question.as_str())),
            ("state", arg(state)),
        ];
        lines.push(voice.tell("entries-line", &args));
        let label = voice.tell("button-entry-remove-one", &args[..1]);
        let press = ButtonPress::Token(token(entry, EntryPress::Remove).to_text());
        buttons.push(Button { label, press });
    }
    let rows = buttons.chunks(4).map(<[Button]>::to_vec).collect();
    Message::new(Text::plain(lines.join("\n"))).with_buttons(rows)
}

fn token(entry: &Entry, press: EntryPress) -> Token {
    Token::Entry {
        id: entry.ticket,
        version: entry.version,
        press,
    }
}
