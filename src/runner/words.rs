//! What typed words mean: a button, a word that always works, the desk's nickname, or an answer.

use std::collections::HashMap;

use super::RunnerError;
use super::dispatch::Who;
use super::present::Cause;
use super::records::Session;
use super::work::Work;
use crate::answer::Raw;
use crate::conversation::{Action, Changeable, Pending, Press, Word, looks_like_question, word};
use crate::ids::MessageId;
use crate::l10n::{Catalogue, Lang};

impl Work<'_> {
    /// One of the words that always work is never taken as an answer. "I don't know" is one only where no option says so.
    pub(super) fn word_or_answer(&mut self, session: &Session, text: &str) -> Result<Action, RunnerError> {
        let answer = Action::Send(Raw::Text(text.to_owned()));
        if let Some(press) = self.pressed_by_words(session, text)? {
            return Ok(Action::Press(press));
        }
        if is_start_word(text) && !self.is_option(session, text)? {
            return Ok(Action::Word(Word::Continue));
        }
        Ok(match self.word_of(session, text)? {
            Some(Word::DontKnow) if self.is_option(session, text)? => answer,
            Some(word) => Action::Word(word),
            None => answer,
        })
    }

    /// The exact words of a button are that button, in either language, and never an answer.
    fn pressed_by_words(&mut self, session: &Session, text: &str) -> Result<Option<Press>, RunnerError> {
        let typed = bare(text);
        if typed.is_empty() {
            return Ok(None);
        }
        if let Some(press) = self.house.labels.get(&typed) {
            return Ok(Some(*press));
        }
        let Some((case, flow)) = self.form_of(session)? else {
            return Ok(None);
        };
        let again = |step: &&crate::flow::Step| matches!(step.kind, crate::flow::StepKind::Repeat { .. });
        if flow
            .steps
            .iter()
            .filter(again)
            .any(|s| self.is_label(&format!("{}.again", flow.text_id(&s.id)), &typed))
        {
            return Ok(Some(Press::Word(Word::Add)));
        }
        if session.dialog.paused || session.dialog.pending != Some(Pending::Change) {
            return Ok(None);
        }
        let journey = crate::conversation::journey(&flow, &case.answers);
        let lang = self.lang_of(session.key.person)?;
        let form = crate::render::FormView::new(&flow, &case, &journey);
        let label = |line: &Changeable| match line {
            Changeable::Answer(key) => bare(&crate::render::value_label(self.voice(lang), form, key)),
            Changeable::Another(_) => String::new(),
        };
        let lines = crate::conversation::changeable(&flow, &journey);
        Ok(lines.iter().position(|line| label(line) == typed).map(Press::Change))
    }

    /// Whether somebody has typed a text of ours, in either language.
    pub(super) fn is_label(&self, id: &str, typed: &str) -> bool {
        Lang::ALL
            .iter()
            .any(|lang| bare(&self.house.catalogue.text(*lang, id, &[])) == typed)
    }

    /// A general word, or the nickname of the county's desk.
    pub(super) fn word_of(&mut self, session: &Session, text: &str) -> Result<Option<Word>, RunnerError> {
        if let Some(word) = word(text) {
            return Ok(Some(word));
        }
        let Some(county) = self.county_of_session(session)? else {
            return Ok(None);
        };
        let nickname = self.county(&county)?.nickname;
        Ok(nickname.filter(|n| text.trim() == n.as_str()).map(|_| Word::Help))
    }

    /// Words in a private chat where nothing is asked.
    pub(super) fn no_prompt(&mut self, session: Session, who: &Who, text: &str, message: Option<MessageId>) -> Result<(), RunnerError> {
        if is_start_word(text) || word(text) == Some(Word::Continue) {
            return self.fill(who, Cause { message, tapped: false }, false);
        }
        let typed = bare(text);
        if self.is_label("button-choose-for-owner", &typed) {
            return self.begin_for_owner(session, who, message);
        }
        let word = match self.pressed_by_words(&session, text)? {
            Some(Press::Word(word)) => Some(word),
            _ => self.word_of(&session, text)?,
        };
        match word {
            Some(Word::Help | Word::DontKnow) => self.help_without_form(session, who, message),
            Some(Word::Language) => self.switch_language(who, message),
            Some(Word::Ask) => self.begin_question(who, message),
            Some(_) => self.no_form_to_steer(session, who, message),
            None if self.is_label("button-reopen", &typed) => self.no_form_to_steer(session, who, message),
            _ if session.ticket.is_some() => {
                let ticket = session.ticket.expect("checked in the line above");
                self.owner_says(who, ticket, text, message)
            }
            _ if looks_like_question(text) || !self.meant(&session, who, text)?.is_empty() => {
                self.question_put(session, who, text, message)
            }
            _ => self.say_text(who.key, "hint-start", &[], message),
        }
    }

    /// A steering word where nothing is asked: a signed form can be opened again, else one begins.
    fn no_form_to_steer(&mut self, session: Session, who: &Who, message: Option<MessageId>) -> Result<(), RunnerError> {
        match self.form_of(&session)? {
            Some((case, _)) if !case.stage.is_open() => self.already_signed(session, who, &case, Cause { message, tapped: false }),
            _ => self.say_text(who.key, "hint-start", &[], message),
        }
    }
}

/// Buttons whose words may be typed.
const STEERING: [(&str, Press); 15] = [
    ("button-back", Press::Word(Word::Back)),
    ("button-skip", Press::Word(Word::Skip)),
    ("button-help", Press::Word(Word::Help)),
    ("button-pause", Press::Word(Word::Pause)),
    ("button-continue", Press::Word(Word::Continue)),
    ("button-back-to-question", Press::Word(Word::Continue)),
    ("button-start-over", Press::Word(Word::StartOver)),
    ("button-change", Press::Word(Word::Change)),
    ("button-language", Press::Word(Word::Language)),
    ("button-more", Press::Word(Word::More)),
    ("button-ask", Press::Word(Word::Ask)),
    ("button-done", Press::Done),
    ("button-none-of-these", Press::NoneOfThese),
    ("button-sign", Press::Sign),
    ("button-agree", Press::Agree),
];

/// What is typed, and the button it is, in both languages.
pub(crate) type Labels = HashMap<String, Press>;

/// The words of the buttons that may be typed.
pub(super) fn labels(texts: &Catalogue) -> Labels {
    let both = |(id, press): &(&str, Press)| Lang::ALL.map(|lang| (bare(&texts.text(lang, id, &[])), *press));
    // Of two that read the same, the first one counts.
    STEERING.iter().rev().flat_map(both).collect()
}

/// Letters and digits alone, in small letters: how typed words and buttons are compared.
pub(super) fn bare(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Words that begin a form, in a private chat or as a reply to the bot.
pub(super) fn is_start_word(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['。', '！', '!', '.']);
    ["填报", "开始", "登记", "start", "fill"].contains(&bare.to_lowercase().as_str())
}
