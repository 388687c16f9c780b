//! What a happening is about: whose prompt it answers, which card, which command; or nobody's, and then it is left alone.

use super::RunnerError;
use super::present::Cause;
use super::records::{Sent, Session};
use super::words::{bare, is_start_word};
use super::work::Work;
use crate::answer::Raw;
use crate::case::Account;
use crate::conversation::Action;
use crate::ids::{ChatId, MessageId, PersonId, SessionKey};
use crate::l10n::Lang;
use crate::message::{Attachment, Inbound, InboundKind, Message, Purpose, ReplyTo, Sender, Standing, Toast};
use crate::render::Token;
use crate::roster::{Group, Person};

/// A person who acts, and where.
#[derive(Debug, Clone)]
pub(super) struct Who {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) key: SessionKey,
    pub(super) lang: Lang,
}

impl Who {
    pub(super) fn account(&self) -> Account {
        Account {
            id: self.id,
            name: self.name.clone(),
        }
    }
}

/// A tap is always answered, so that the button does not keep spinning.
pub(super) fn silent_toast(inbound: &Inbound) -> Option<Toast> {
    match &inbound.kind {
        InboundKind::Tap { callback, .. } => Some(Toast {
            callback: callback.clone(),
            ..Toast::default()
        }),
        _ => None,
    }
}

impl Work<'_> {
    pub(super) fn person(&mut self, id: PersonId) -> Result<Option<Person>, RunnerError> {
        self.load::<Person>(&id.to_string())
    }

    pub(super) fn group(&mut self, id: ChatId) -> Result<Option<Group>, RunnerError> {
        self.load::<Group>(&id.to_string())
    }

    /// The entrance: everything that happens comes through here.
    pub(super) fn dispatch(&mut self, inbound: &Inbound) -> Result<(), RunnerError> {
        match &inbound.kind {
            InboundKind::Migrated { to } => return self.migrate(inbound.chat, *to),
            InboundKind::Standing { now, can_pin } => return self.standing(inbound, *now, *can_pin),
            _ => {}
        }
        match &inbound.from {
            Sender::Person { id, name, language } => {
                let who = self.who(inbound, *id, name, language.as_deref())?;
                self.by_person(inbound, &who)
            }
            Sender::Anonymous | Sender::Channel => self.refuse_masks(inbound),
            Sender::Nobody => Ok(()),
        }
    }

    pub(super) fn who(&mut self, inbound: &Inbound, id: PersonId, name: &str, language: Option<&str>) -> Result<Who, RunnerError> {
        let known = self.person(id)?;
        let told = language.and_then(Lang::parse);
        let lang = known.as_ref().and_then(|p| p.lang).or(told).unwrap_or_default();
        let key = SessionKey {
            chat: inbound.chat,
            thread: inbound.thread,
            person: id,
        };
        Ok(Who {
            id,
            name: name.to_owned(),
            key,
            lang,
        })
    }

    /// Remembers a person who has to do with us. Bystanders are not remembered.
    pub(super) fn remember(&mut self, who: &Who) -> Result<(), RunnerError> {
        let private = who.key.is_private();
        let mut person = self.person(who.id)?.unwrap_or_else(|| Person {
            id: who.id,
            name: who.name.clone(),
            lang: Some(who.lang),
            private: if who.id.channel == crate::ids::Channel::Web {
                Standing::Member
            } else {
                Standing::Blocked
            },
            rooms: Vec::new(),
            cases: Vec::new(),
        });
        person.name.clone_from(&who.name);
        if private {
            person.private = Standing::Member;
        }
        self.save(&person)
    }

    fn by_person(&mut self, inbound: &Inbound, who: &Who) -> Result<(), RunnerError> {
        let cause = Cause {
            message: inbound.message,
            tapped: false,
        };
        match &inbound.kind {
            InboundKind::Text { text, reply_to, forwarded } => self.text(inbound, who, text, *reply_to, *forwarded),
            InboundKind::Command {
                name,
                args,
                reply_to,
                reply_name,
            } => {
                if name != "classify" {
                    self.remember(who)?;
                }
                self.command(inbound, who, name, args, *reply_to, reply_name.as_deref())
            }
            InboundKind::Tap { token, callback, .. } => {
                self.toast = Some(Toast {
                    callback: callback.clone(),
                    ..Toast::default()
                });
                self.tap(inbound, who, token)
            }
            InboundKind::Attachment {
                what,
                caption,
                reply_to,
                album,
            } => self.attachment(inbound, who, what, caption.as_deref(), *reply_to, album.as_deref()),
            InboundKind::Edited { .. } => self.edited(who, cause),
            InboundKind::Standing { .. } | InboundKind::Migrated { .. } => Ok(()),
        }
    }

    /// The message somebody replied to, if we wrote it and know it.
    pub(super) fn sent(&mut self, chat: ChatId, reply_to: Option<ReplyTo>) -> Result<Option<Sent>, RunnerError> {
        match reply_to {
            Some(reply) if reply.own => self.load::<Sent>(&format!("{chat}/{}", reply.message)),
            _ => Ok(None),
        }
    }

    /// Words. In a group only a reply to us is meant for us; the rest is neither answered nor stored.
    fn text(&mut self, inbound: &Inbound, who: &Who, text: &str, reply_to: Option<ReplyTo>, forwarded: bool) -> Result<(), RunnerError> {
        let own_reply = reply_to.is_some_and(|r| r.own);
        if inbound.group && !own_reply {
            return Ok(());
        }
        let sent = self.sent(inbound.chat, reply_to)?;
        if let Some(sent) = &sent {
            if self.staff_reply(inbound, who, sent, text)? {
                return Ok(());
            }
            if let Purpose::AskTrade(asked) = sent.purpose {
                return self.trade_told(inbound, who, asked, text);
            }
            if let Purpose::AskQuestion(asked) = sent.purpose {
                return self.question_told(inbound, who, asked, text);
            }
            if let Purpose::AskAlso { person, code, trail } = &sent.purpose {
                return self.another_told(inbound, who, *person, (code, trail), text);
            }
            if let Purpose::TicketReply(ticket) = sent.purpose {
                return self.owner_says(who, ticket, text, inbound.message);
            }
        }
        if who.key.is_private() && self.is_label("button-delete-me", &bare(text)) {
            let message = inbound.message;
            return self.delete_me(who, Cause { message, tapped: false });
        }
        let mut session = self.session(who.key)?;
        let foreign = matches!(&sent, Some(Sent { purpose: Purpose::Prompt { session, .. }, .. }) if *session != who.key);
        let nothing_here = session.prompt.is_none() && inbound.group;
        if foreign || (nothing_here && !is_start_word(text)) {
            return Ok(());
        }
        self.remember(who)?;
        if is_start_word(text) && session.prompt.is_none() {
            return self.fill(
                who,
                Cause {
                    message: inbound.message,
                    tapped: false,
                },
                false,
            );
        }
        if forwarded && !own_reply {
            return self.say_text(who.key, "forwarded", &[], inbound.message);
        }
        session.last_message = inbound.message;
        self.in_session(session, who, sent.as_ref(), text, inbound.message)
    }

    /// Words for a session: one of the words that always work, an old question, or the answer.
    fn in_session(
        &mut self,
        session: Session,
        who: &Who,
        sent: Option<&Sent>,
        text: &str,
        message: Option<MessageId>,
    ) -> Result<(), RunnerError> {
        let cause = Cause { message, tapped: false };
        if session.prompt.is_none() {
            return self.no_prompt(session, who, text, message);
        }
        if session.choosing {
            return self.choose_by_words(session, who, text, cause);
        }
        if let Some(Sent {
            purpose: Purpose::Prompt { visit, .. },
            at,
            ..
        }) = sent
        {
            let current = session.visit == *visit || self.is_open_prompt(&session, at)?;
            let old = session.shown.iter().find(|(v, _)| v == visit).map(|(_, key)| key.clone());
            let now = session.prompt.as_ref().and_then(|p| p.key.clone());
            match old {
                Some(key) if !current && now.as_ref() != Some(&key) => return self.act(session, who, Action::Old(key), cause),
                _ => {}
            }
        }
        let action = self.word_or_answer(&session, text)?;
        self.act(session, who, action, cause)
    }

    /// Whether a message is the one that shows the open prompt. What is known of its showing lags behind while the
    /// answer to its last change is on its way or was lost; the person has seen the change and may answer already.
    fn is_open_prompt(&mut self, session: &Session, at: &str) -> Result<bool, RunnerError> {
        let Some(prompt) = &session.prompt else { return Ok(false) };
        let message = self.message_of(prompt.row)?;
        Ok(message.is_some_and(|message| format!("{}/{message}", session.key.chat) == at))
    }

    fn tap(&mut self, inbound: &Inbound, who: &Who, token: &str) -> Result<(), RunnerError> {
        let Some(token) = Token::parse(token) else {
            return self.alert(who, "toast-old");
        };
        match token {
            Token::Start => {
                self.remember(who)?;
                self.fill(who, Cause::default(), false)
            }
            Token::Prompt { session, visit, press } => self.tap_prompt(who, &session, visit, press),
            Token::GoPrivate { session, visit: _ } => self.go_private(who, &session),
            Token::StayPrivate { session } => self.stay_private(who, &session),
            Token::Choose { session, which } => self.choose(who, &session, which),
            Token::Ticket { id, deed } => self.tap_ticket(inbound, who, id, deed),
            Token::Form { id, deed } => self.tap_form(inbound, who, id, deed),
            Token::DeleteMe { person, sure } => {
                let message = match &inbound.kind {
                    InboundKind::Tap { message, .. } => *message,
                    _ => None,
                };
                self.tap_delete_me(who, person, sure, message)
            }
            Token::Reopen { id } => self.reopen(who, id),
            Token::Confirm { id } => self.confirm_by_owner(who, id),
            Token::Classify { person, code, trail } => self.tap_inquiry(inbound, who, person, &code, &trail),
            Token::AlsoMade { person, code, trail } => self.ask_also(who, person, code, trail),
            Token::BeginInquiry => self.begin_inquiry(who),
            Token::Faq { person, id } => self.tap_faq(inbound, who, person, &id),
            Token::Entry { id, version, press } => self.tap_entry(inbound, who, id, version, press),
            Token::FaqHuman { person } => self.faq_human(who, person),
            Token::StartWith { code, trail } => self.start_with(who, &code, &trail),
            Token::Need { person, code, trail } => self.tell_need(inbound, who, person, &code, &trail),
            Token::Offered { code, back } => self.start_offered(who, &code, back),
            Token::AskHuman { code, trail } => self.ask_human(who, &code, &trail),
        }
    }

    /// A session's button counts only for its own person.
    pub(super) fn own_session(&mut self, who: &Who, token: &str) -> Result<Option<Session>, RunnerError> {
        let Some(session) = self.session_by_token(token)? else {
            self.unknown_button(who)?;
            return Ok(None);
        };
        if session.key.person != who.id {
            let owner = self.person(session.key.person)?.map(|p| p.name).unwrap_or_default();
            self.alert_with(who, "toast-foreign", &[("name", crate::render::arg(owner))])?;
            return Ok(None);
        }
        Ok(Some(session))
    }

    fn tap_prompt(&mut self, who: &Who, token: &str, visit: u32, press: crate::conversation::Press) -> Result<(), RunnerError> {
        let Some(session) = self.own_session(who, token)? else {
            return Ok(());
        };
        let cause = Cause {
            message: None,
            tapped: true,
        };
        if session.visit == visit && session.prompt.is_some() {
            return self.act(session, who, Action::Press(press), cause);
        }
        if visit > session.visit {
            return self.unknown_button(who);
        }
        let old = session.shown.iter().find(|(v, _)| *v == visit).map(|(_, key)| key.clone());
        match old {
            Some(key) if session.prompt.is_some() => self.act(session, who, Action::Old(key), Cause::default()),
            _ => self.alert(who, "toast-old"),
        }
    }

    /// The short answer to a tap.
    pub(super) fn alert(&mut self, who: &Who, id: &str) -> Result<(), RunnerError> {
        self.alert_with(who, id, &[])
    }

    #[expect(clippy::unnecessary_wraps, reason = "it ends turns, as what may fail does")]
    pub(super) fn alert_with(&mut self, who: &Who, id: &str, args: &[(&str, crate::answer::Arg)]) -> Result<(), RunnerError> {
        let text = self.voice(who.lang).tell(id, args);
        if let Some(toast) = &mut self.toast {
            toast.text = Some(text);
            toast.alert = true;
        }
        Ok(())
    }

    /// A photo, a voice message, a position: an answer where the question asks for it, else something for the desk.
    fn attachment(
        &mut self,
        inbound: &Inbound,
        who: &Who,
        what: &Attachment,
        caption: Option<&str>,
        reply_to: Option<ReplyTo>,
        album: Option<&str>,
    ) -> Result<(), RunnerError> {
        if inbound.group && !reply_to.is_some_and(|r| r.own) {
            return Ok(());
        }
        let sent = self.sent(inbound.chat, reply_to)?;
        if let (Some(sent), Some(caption)) = (&sent, caption)
            && self.staff_reply(inbound, who, sent, caption)?
        {
            return Ok(());
        }
        let mut session = self.session(who.key)?;
        if session.prompt.is_none() || matches!(&sent, Some(Sent { purpose: Purpose::Prompt { session, .. }, .. }) if *session != who.key) {
            return Ok(());
        }
        self.remember(who)?;
        session.last_message = inbound.message;
        let cause = Cause {
            message: inbound.message,
            tapped: false,
        };
        match what {
            Attachment::Location { lat, lon } => self.act(session, who, Action::Send(Raw::Point { lat: *lat, lon: *lon }), cause),
            Attachment::Contact { phone, own: true } => self.act(session, who, Action::Send(Raw::Contact(phone.clone())), cause),
            Attachment::Photo(handle) if self.asks_photo(&session)? => {
                self.act(session, who, Action::Send(Raw::Photo(handle.clone())), cause)
            }
            Attachment::Document(handle) if self.asks_file(&session)? => {
                self.act(session, who, Action::Send(Raw::File(handle.clone())), cause)
            }
            Attachment::Photo(_) | Attachment::Voice(_) | Attachment::Document(_) => {
                self.stands_in(session, who, what, album, inbound.message)
            }
            Attachment::Contact { own: false, .. } | Attachment::Sticker | Attachment::Other => {
                let remark = self.voice(who.lang).say("cannot-read");
                self.present(&mut session, cause, &[remark])?;
                self.save(&session)
            }
        }
    }

    /// The last answer was edited in the chat: ask whether it is to be changed.
    fn edited(&mut self, who: &Who, cause: Cause) -> Result<(), RunnerError> {
        let Some(session) = self.load::<Session>(&who.key.to_string())? else {
            return Ok(());
        };
        match &session.last_answer {
            Some((message, key)) if Some(*message) == cause.message && session.prompt.is_some() => {
                let key = key.clone();
                self.act(session, who, Action::Old(key), cause)
            }
            _ => Ok(()),
        }
    }

    /// Anonymous administrators and channels cannot be told apart: told so once a day, and never given a session.
    fn refuse_masks(&mut self, inbound: &Inbound) -> Result<(), RunnerError> {
        let for_us = match &inbound.kind {
            InboundKind::Command { .. } => true,
            InboundKind::Text { reply_to, .. } => reply_to.is_some_and(|r| r.own),
            _ => false,
        };
        let Some(mut group) = self.group(inbound.chat)?.filter(|_| for_us) else {
            return Ok(());
        };
        let today = self.now_ms.div_euclid(24 * 60 * 60 * 1000);
        if group.anonymous_told == today {
            return Ok(());
        }
        group.anonymous_told = today;
        self.save(&group)?;
        let text = self.voice(Lang::ZhCn).text("anonymous", &[]);
        let message = Message::new(text).replying(inbound.message);
        let key = SessionKey {
            chat: inbound.chat,
            thread: inbound.thread,
            person: PersonId {
                channel: inbound.chat.channel,
                id: 0,
            },
        };
        self.say(key, message, Purpose::Notice).map(drop)
    }
}
