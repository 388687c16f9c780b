//! Showing a session what it stands at: a new prompt, or the old one changed.
//!
//! 1. What is shown is worked out from the answers and the dialogue.
//! 2. After a tap, a prompt of buttons becomes the next one by an edit: no new message.
//! 3. Else a new prompt is sent, and the old one is removed; one older than 48 hours cannot be deleted on Telegram and is
//!    folded into one line (one with a reply box cannot be edited either, and stays).

use super::RunnerError;
use super::records::{Prompt, SHOWN_MAX, Session};
use super::work::Work;
use crate::case::Case;
use crate::conversation::{Screen, journey, screen};
use crate::flow::Flow;
use crate::ids::{MessageId, OutboxId, SessionKey};
use crate::l10n::Lang;
use crate::message::{Act, Lane, Message, Outgoing, Purpose, Target, Text};
use crate::render::{self, Beyond, FormView, Place, View, Voice};

/// A message of Telegram has at most 4,096 characters; a longer review is sent in parts, so that nothing is signed unseen.
pub(super) const PART_CHARS: usize = 3_500;

/// Telegram lets a bot delete its own messages for so long, in milliseconds.
const DELETE_WITHIN_MS: i64 = 48 * 60 * 60 * 1000;

/// What brought a turn about.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cause {
    /// The person's own message.
    pub(super) message: Option<MessageId>,
    /// It was a tap on the prompt now open.
    pub(super) tapped: bool,
}

impl Work<'_> {
    pub(super) fn voice(&self, lang: Lang) -> Voice<'_> {
        Voice {
            catalogue: &self.house.catalogue,
            lang,
            tables: &self.house.tables,
            law: Some(&self.house.law),
            flows: &self.house.flows,
        }
    }

    /// The language a person is spoken to in.
    pub(super) fn lang_of(&mut self, person: crate::ids::PersonId) -> Result<Lang, RunnerError> {
        Ok(self.person(person)?.and_then(|p| p.lang).unwrap_or_default())
    }

    /// What a session shows; `None` if nothing is open in it.
    pub(super) fn view(session: &Session, case: &Case, flow: &Flow) -> Option<View> {
        let journey = journey(flow, &case.answers);
        if !case.stage.is_open() {
            return None;
        }
        let screen = screen(&journey, &session.dialog);
        let hidden = !session.key.is_private() && screen.is_private(flow);
        let beyond = match screen {
            Screen::Review | Screen::Declaration | Screen::SignName => Beyond::Review,
            Screen::Change => Beyond::Change,
            _ => Beyond::Question,
        };
        Some(if hidden { View::GoPrivate(beyond) } else { View::Form(screen) })
    }

    /// Shows a session what it stands at, with remarks above.
    pub(super) fn present(&mut self, session: &mut Session, cause: Cause, remarks: &[String]) -> Result<(), RunnerError> {
        let Some(id) = session.case else {
            return self.close_prompt(session, None);
        };
        let Some((case, flow)) = self.case(id)? else {
            return self.close_prompt(session, None);
        };
        let view = if session.choosing {
            Some(View::Choosing {
                open: self.open_forms(session.key.person)?,
            })
        } else {
            Self::view(session, &case, &flow)
        };
        let Some(view) = view else {
            return self.close_prompt(session, None);
        };
        session.visit += 1;
        let mut message = self.prompt_message(session, &case, &flow, &view, remarks)?;
        message.reply_to = session.last_message;
        if matches!(view, View::Form(_)) {
            self.offer_private(session, &mut message)?;
        }
        let key = match &view {
            View::Form(Screen::Question(key)) => Some(key.clone()),
            _ => None,
        };
        if let Some(key) = &key {
            session.shown.push_back((session.visit, key.clone()));
            if session.shown.len() > SHOWN_MAX {
                session.shown.pop_front();
            }
        }
        let typed = !session.key.is_private() && message.reply_box.is_some() && message.buttons.is_empty();
        let sent_ahead = self.send_ahead(session.key, &mut message)?;
        let cause = Cause {
            tapped: cause.tapped && !sent_ahead,
            ..cause
        };
        let row = self.show(session, &case, &flow, message, typed, cause)?;
        session.prompt = Some(Prompt {
            row,
            typed,
            at_ms: self.now_ms,
            key,
        });
        Ok(())
    }

    /// What does not fit into one message goes ahead in messages of its own; the last part keeps the buttons.
    pub(super) fn send_ahead(&mut self, key: SessionKey, message: &mut Message) -> Result<bool, RunnerError> {
        let mut parts = message.text.parts(PART_CHARS);
        message.text = parts.pop().unwrap_or_default();
        let ahead = !parts.is_empty();
        for text in parts {
            let part = Message {
                text,
                protect: message.protect,
                ..Message::default()
            };
            self.say(key, part, Purpose::Notice)?;
        }
        Ok(ahead)
    }

    fn prompt_message(
        &mut self,
        session: &Session,
        case: &Case,
        flow: &Flow,
        view: &View,
        remarks: &[String],
    ) -> Result<Message, RunnerError> {
        let person = session.key.person;
        let lang = self.lang_of(person)?;
        let name = self.person(person)?.map(|p| p.name).unwrap_or_default();
        let journey = journey(flow, &case.answers);
        let place = Place {
            person,
            name: &name,
            group: !session.key.is_private(),
            can_reply: session.last_message.is_some(),
            session: &session.token,
            visit: session.visit,
            returns: session.returns_to.is_some(),
        };
        let form = FormView::new(flow, case, &journey);
        Ok(render::prompt(
            self.voice(lang),
            form,
            view,
            session.dialog.page,
            &session.dialog.ticks,
            place,
            remarks,
        ))
    }

    /// Sends or edits, and disposes of the old prompt. Gives the row whose message is now the prompt.
    fn show(
        &mut self,
        session: &Session,
        case: &Case,
        flow: &Flow,
        message: Message,
        typed: bool,
        cause: Cause,
    ) -> Result<OutboxId, RunnerError> {
        let purpose = Purpose::Prompt {
            session: session.key,
            visit: session.visit,
        };
        if let Some(old) = session.prompt.clone() {
            if cause.tapped && !old.typed && !typed {
                self.send(row_to(
                    session.key,
                    purpose,
                    Act::Edit {
                        target: Target::Row(old.row),
                        message,
                    },
                ))?;
                return Ok(old.row);
            }
            self.dispose(session.key, &old, case, flow)?;
        }
        self.send(row_to(session.key, purpose, Act::Send(message)))
    }

    /// Removes or folds a prompt that is over.
    fn dispose(&mut self, key: SessionKey, old: &Prompt, case: &Case, flow: &Flow) -> Result<(), RunnerError> {
        let target = Target::Row(old.row);
        let lang = self.lang_of(key.person)?;
        let journey = journey(flow, &case.answers);
        let form = FormView::new(flow, case, &journey);
        let line = old.key.as_ref().and_then(|k| render::fold_line(self.voice(lang), form, k));
        let act = match line {
            _ if self.now_ms - old.at_ms < DELETE_WITHIN_MS => Act::Delete { target },
            Some(line) if !old.typed => Act::Edit {
                target,
                message: Message::new(Text::plain(line)),
            },
            _ => return Ok(()),
        };
        self.send(row_to(key, Purpose::Notice, act)).map(drop)
    }

    /// Takes a session's prompt away; `line` stays in its place.
    pub(super) fn close_prompt(&mut self, session: &mut Session, line: Option<String>) -> Result<(), RunnerError> {
        let Some(old) = session.prompt.take() else { return Ok(()) };
        let target = Target::Row(old.row);
        let act = match line {
            Some(line) if !old.typed => Act::Edit {
                target,
                message: Message::new(Text::plain(line)),
            },
            Some(line) => {
                let message = Message::new(Text::plain(line));
                self.send(row_to(session.key, Purpose::Notice, Act::Send(message)))?;
                Act::Delete { target }
            }
            None => Act::Delete { target },
        };
        if !matches!(act, Act::Delete { .. }) || self.now_ms - old.at_ms < DELETE_WITHIN_MS {
            self.send(row_to(session.key, Purpose::Notice, act))?;
        }
        Ok(())
    }

    /// Says something to a session's person where the session is.
    pub(super) fn say(&mut self, key: SessionKey, message: Message, purpose: Purpose) -> Result<OutboxId, RunnerError> {
        self.send(row_to(key, purpose, Act::Send(message)))
    }

    /// Says one text of ours to a session's person, as a reply to a message of his.
    pub(super) fn say_text(
        &mut self,
        key: SessionKey,
        id: &str,
        args: &[(&str, crate::answer::Arg)],
        reply_to: Option<MessageId>,
    ) -> Result<(), RunnerError> {
        let lang = self.lang_of(key.person)?;
        let text = self.voice(lang).text(id, args);
        self.say(key, Message::new(text).replying(reply_to), Purpose::Notice).map(drop)
    }
}

/// A row to the chat of a session.
pub(super) fn row_to(key: SessionKey, purpose: Purpose, act: Act) -> Outgoing {
    Outgoing {
        lane: Lane::Reply,
        chat: key.chat,
        thread: key.thread,
        person: Some(key.person),
        purpose,
        act,
        attempts: 0,
    }
}
