//! The way from a group into the private chat and back.

use super::RunnerError;
use super::dispatch::Who;
use super::present::Cause;
use super::records::Session;
use super::work::Work;
use crate::case::Case;
use crate::conversation::{journey, screen};
use crate::flow::Flow;
use crate::ids::{PersonId, SessionKey};
use crate::message::{Message, Purpose, Standing};
use crate::render::{Token, View};
use crate::roster::{Link, LinkDoes};

/// How long a link into the private chat can be used, in milliseconds.
const TRIP_LINK_MS: i64 = 15 * 60 * 1000;

impl Work<'_> {
    /// The button in the group: opens the private chat by a link that only this person can use, once.
    pub(super) fn go_private(&mut self, who: &Who, token: &str) -> Result<(), RunnerError> {
        let Some(session) = self.own_session(who, token)? else {
            return Ok(());
        };
        let link = Link {
            token: self.house.random_text(22),
            does: LinkDoes::Private { session: session.key },
            person: Some(who.id),
            until_ms: self.now_ms + TRIP_LINK_MS,
            used: false,
        };
        self.save(&link)?;
        self.point(format!("went:{}", session.token), link.token.clone())?;
        if let Some(toast) = &mut self.toast {
            toast.open_private = Some(link.token.clone());
        }
        Ok(())
    }

    /// A press that is delivered again, because its answer was lost, gets the same link again.
    pub(super) fn went_private(&mut self, token: &str, person: Option<PersonId>) -> Result<Option<String>, RunnerError> {
        let Some(Token::GoPrivate { session, .. }) = Token::parse(token) else {
            return Ok(None);
        };
        let Some(link) = self.pointer(&format!("went:{session}"))? else {
            return Ok(None);
        };
        let open = self.load::<Link>(&link)?.is_some_and(|l| l.is_open(person, self.now_ms));
        Ok(Some(link).filter(|_| open))
    }

    /// `/start TOKEN` in the private chat.
    pub(super) fn follow_link(&mut self, who: &Who, token: &str, cause: Cause) -> Result<(), RunnerError> {
        let link = self.load::<Link>(token)?.filter(|l| l.is_open(Some(who.id), self.now_ms));
        // A link that does nothing here for this person is not used up by opening it.
        let usable = match link.as_ref().map(|l| &l.does) {
            Some(LinkDoes::Private { .. }) => true,
            Some(LinkDoes::Confirm { case }) => self.may_confirm(who, *case)?,
            Some(LinkDoes::Invite { .. } | LinkDoes::Cookie) | None => false,
        };
        let Some(mut link) = link.filter(|_| usable) else {
            return self.say_text(who.key, "link-closed", &[], cause.message);
        };
        link.used = true;
        link.person = Some(who.id);
        self.save(&link)?;
        match link.does {
            LinkDoes::Private { session } => self.begin_trip(who, session, cause),
            LinkDoes::Confirm { case } => self.show_for_confirmation(who, case, cause),
            LinkDoes::Invite { .. } | LinkDoes::Cookie => self.say_text(who.key, "link-closed", &[], cause.message),
        }
    }

    fn begin_trip(&mut self, who: &Who, mut group: SessionKey, cause: Cause) -> Result<(), RunnerError> {
        group.chat = self.chat_now(group.chat)?;
        let from = self.session(group)?;
        // The question itself may be asked in the group: it was the crowd that the person has left.
        if let Some((case, flow)) = from.case.map(|id| self.case(id)).transpose()?.flatten()
            && matches!(Self::view(&from, &case, &flow), Some(View::Form(_)))
        {
            return self.go_on_in_private(&from, &case, who, Vec::new());
        }
        let mut session = self.session(who.key)?;
        session.case = from.case;
        session.returns_to = Some(group);
        session.dialog = from.dialog;
        session.choosing = false;
        session.last_message = cause.message;
        let remark = self.voice(who.lang).say("trip-begins");
        self.present(&mut session, cause, &[remark])?;
        self.save(&session)
    }

    /// Whether the private part is done and the form goes on in the group.
    pub(super) fn trip_is_over(session: &Session, case: &Case, flow: &Flow) -> bool {
        let journey = journey(flow, &case.answers);
        // An answer changed from the review is given here; a change begun in the middle of the form goes on in the group.
        let from_review = session.dialog.focus.is_some() && journey.open.is_none();
        let asked_back = session.dialog.pending.is_some();
        session.returns_to.is_some()
            && case.stage.is_open()
            && !screen(&journey, &session.dialog).is_private(flow)
            && !asked_back
            && !from_review
    }

    /// Back to the group: the private prompt is folded, the group gets its next question.
    pub(super) fn return_to_group(
        &mut self,
        mut session: Session,
        case: &Case,
        flow: &Flow,
        who: &Who,
        remarks: &[String],
        cause: Cause,
    ) -> Result<(), RunnerError> {
        let Some(group) = session.returns_to else { return Ok(()) };
        let voice = self.voice(who.lang);
        let stay = voice.button(
            "button-stay-private",
            &Token::StayPrivate {
                session: session.token.clone(),
            },
        );
        let mut lines = remarks.to_vec();
        // Without a remark nothing was recorded on the way, and nothing is said to have been.
        lines.push(voice.say(if remarks.is_empty() { "trip-over" } else { "trip-ends" }));
        let message = Message::new(crate::message::Text::plain(lines.join("\n")))
            .with_buttons(vec![vec![stay]])
            .replying(cause.message)
            .protected();
        self.close_prompt(&mut session, None)?;
        self.say(session.key, message, Purpose::Notice)?;
        self.save(&session)?;
        let mut from = self.session(group)?;
        if from.case == Some(case.id) {
            // What was asked back in the group was dealt with on the way.
            from.dialog.clone_from(&session.dialog);
        }
        if from.case == Some(case.id) && !matches!(Self::view(&from, case, flow), Some(View::GoPrivate(_))) {
            let note = (!remarks.is_empty()).then(|| self.voice(who.lang).say("private-received"));
            self.present(
                &mut from,
                Cause {
                    message: None,
                    tapped: true,
                },
                &Vec::from_iter(note),
            )?;
        }
        self.save(&from)
    }

    /// "Go on here": the form moves into the private chat for good.
    pub(super) fn stay_private(&mut self, who: &Who, token: &str) -> Result<(), RunnerError> {
        let Some(mut session) = self.own_session(who, token)? else {
            return Ok(());
        };
        let (Some(group), Some(id)) = (session.returns_to.take(), session.case) else {
            return self.alert(who, "toast-old");
        };
        self.leave(group, id)?;
        self.hold(id, session.key)?;
        self.present(&mut session, Cause::default(), &[])?;
        self.save(&session)
    }

    /// Whether a form goes on in private because too much is to be said in its group: its owner's private chat is open
    /// and free.
    pub(super) fn leaves_crowd(&mut self, session: &Session, case: &Case, who: &Who) -> Result<bool, RunnerError> {
        let key = session.key;
        if key.is_private() || !case.stage.is_open() || session.choosing || session.ticket.is_some() || session.dialog.paused {
            return Ok(false);
        }
        let open = self.person(who.id)?.is_some_and(|p| p.private == Standing::Member);
        let busy = self
            .load::<Session>(&SessionKey::private(who.id).to_string())?
            .is_some_and(|s| s.prompt.is_some());
        Ok(open && !busy && self.house.crowds.leaves(key.chat, who.id, self.now_ms))
    }

    /// In a crowded group a question with buttons gets one more: whose private chat is not open yet has to open it.
    /// A question that is answered by typing keeps its box for the reply instead.
    pub(super) fn offer_private(&mut self, session: &Session, message: &mut Message) -> Result<(), RunnerError> {
        let key = session.key;
        let open = self.person(key.person)?.is_some_and(|p| p.private == Standing::Member);
        if open || key.is_private() || message.buttons.is_empty() || !self.house.crowds.is_one(key.chat, self.now_ms) {
            return Ok(());
        }
        let lang = self.lang_of(key.person)?;
        let voice = self.voice(lang);
        let token = Token::GoPrivate {
            session: session.token.clone(),
            visit: session.visit,
        };
        message.text.push(format!("\n\n{}", voice.say("crowd-offer")));
        message.buttons.insert(0, vec![voice.button("button-leave-crowd", &token)]);
        Ok(())
    }

    /// Out of a crowded group: one line stays there, the next question comes in private.
    pub(super) fn go_on_in_private(&mut self, from: &Session, case: &Case, who: &Who, mut remarks: Vec<String>) -> Result<(), RunnerError> {
        self.save(from)?;
        self.leave(from.key, case.id)?;
        let mut session = self.session(SessionKey::private(who.id))?;
        self.hold(case.id, session.key)?;
        session.turn_to(case.id);
        session.dialog.clone_from(&from.dialog);
        session.choosing = false;
        session.returns_to = None;
        session.last_message = None;
        remarks.insert(0, self.voice(who.lang).say("crowd-left"));
        self.present(&mut session, Cause::default(), &remarks)?;
        self.save(&session)
    }

    /// A session lets go of a form that goes on elsewhere.
    pub(super) fn leave(&mut self, key: SessionKey, id: crate::ids::CaseId) -> Result<(), RunnerError> {
        let mut session = self.session(key)?;
        if session.case != Some(id) {
            return Ok(());
        }
        let lang = self.lang_of(key.person)?;
        let line = self.voice(lang).say("moved-away");
        self.close_prompt(&mut session, Some(line))?;
        session.case = None;
        session.returns_to = None;
        session.choosing = false;
        session.dialog = crate::conversation::Dialog::default();
        self.save(&session)
    }

    pub(super) fn hold(&mut self, id: crate::ids::CaseId, key: SessionKey) -> Result<(), RunnerError> {
        if let Some((mut case, flow)) = self.case(id)? {
            case.held_in = key;
            self.save_case(&case, &flow)?;
        }
        Ok(())
    }
}
