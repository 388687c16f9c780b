//! Telling people of what came to nothing: to whoever did it, and to the administrators.

use super::RunnerError;
use super::dispatch::silent_toast;
use super::work::Work;
use crate::ids::SessionKey;
use crate::message::{Inbound, InboundKind, ReplyTo, Sender, Standing, Toast};

impl Work<'_> {
    /// Tells a person why nothing comes of what he did: as the answer to a tap, else as a message.
    pub(super) fn tell_off(&mut self, inbound: &Inbound, id: &str) -> Result<(), RunnerError> {
        self.toast = silent_toast(inbound);
        let Some(person) = inbound.from.person() else { return Ok(()) };
        let key = SessionKey {
            chat: inbound.chat,
            thread: inbound.thread,
            person,
        };
        if self.toast.is_none() {
            return self.say_text(key, id, &[], inbound.message);
        }
        let lang = self.lang_of(person)?;
        let text = self.voice(lang).tell(id, &[]);
        if let Some(toast) = &mut self.toast {
            toast.text = Some(text);
            toast.alert = true;
        }
        Ok(())
    }

    /// Tells a person whose update was laid aside; nobody else, and only where it was meant for us.
    pub(super) fn tell_laid_aside(&mut self, inbound: &Inbound, text: &str) -> Result<(), RunnerError> {
        let Sender::Person { id, name, language } = &inbound.from else {
            return Ok(());
        };
        let who = self.who(inbound, *id, name, language.as_deref())?;
        let own = |reply_to: &Option<ReplyTo>| !inbound.group || reply_to.is_some_and(|r| r.own);
        let for_us = match &inbound.kind {
            InboundKind::Tap { callback, .. } => {
                self.toast = Some(Toast {
                    callback: callback.clone(),
                    ..Toast::default()
                });
                return self.alert(&who, text);
            }
            InboundKind::Command { .. } => true,
            InboundKind::Text { reply_to, .. } | InboundKind::Attachment { reply_to, .. } => own(reply_to),
            InboundKind::Edited { .. } | InboundKind::Standing { .. } | InboundKind::Migrated { .. } => false,
        };
        if for_us {
            self.say_text(who.key, text, &[], inbound.message)?;
        }
        Ok(())
    }

    /// The administrators hear of it in private, at most once an hour; the log has all of it.
    pub(super) fn tell_admins(&mut self, why: &str) -> Result<(), RunnerError> {
        const TOLD: &str = "admins-told";
        let told = self.pointer(TOLD)?.and_then(|at| at.parse::<i64>().ok());
        if told.is_some_and(|at| (0..60 * 60 * 1000).contains(&(self.now_ms - at))) {
            return Ok(());
        }
        let admins = self.house.settings.admins.clone();
        for person in admins {
            let open = self.person(person)?.is_some_and(|p| p.private == Standing::Member);
            if open {
                let key = SessionKey {
                    chat: person.private_chat(),
                    thread: None,
                    person,
                };
                self.say_text(key, "admin-laid-aside", &[("why", crate::render::arg(why))], None)?;
                self.point(TOLD.to_owned(), self.now_ms.to_string())?;
            }
        }
        Ok(())
    }
}
