//! The signature, the owner's confirmation of what a helper filled in, and opening a form again.

use super::RunnerError;
use super::dispatch::Who;
use super::present::Cause;
use super::records::{Session, SignedVersion};
use super::work::Work;
use crate::case::{Account, Case, SIGNATURES_KEPT, Signature, Stage, Step, TrailEvent};
use crate::conversation::{self, Dialog, journey};
use crate::flow::Flow;
use crate::ids::CaseId;
use crate::message::{Message, Purpose, Text};
use crate::render::{self, FormView, Token, arg, class_line};
use crate::roster::{Link, LinkDoes};

/// How long an owner can use the link that confirms a helper's form, in milliseconds.
const CONFIRM_LINK_MS: i64 = 30 * 24 * 60 * 60 * 1000;

impl Work<'_> {
    /// The declaration was signed: the content is frozen with its digest, and the form goes to the desk or to its owner.
    pub(super) fn sign(
        &mut self,
        mut session: Session,
        mut case: Case,
        flow: &Flow,
        who: &Who,
        name: &str,
        cause: Cause,
    ) -> Result<(), RunnerError> {
        let digest = conversation::digest(flow, &journey(flow, &case.answers));
        let Ok(stage) = case.stage.after(Step::Sign, case.for_owner) else {
            return self.already_signed(session, who, &case, cause);
        };
        let signature = Signature {
            at_ms: self.now_ms,
            by: who.id,
            name: name.to_owned(),
            digest,
            hash: flow.hash.clone(),
        };
        case.signings += 1;
        self.save(&SignedVersion {
            case: case.id,
            version: case.signings,
            signature: signature.clone(),
            answers: case.answers.clone(),
        })?;
        case.signed.push(signature);
        if case.signed.len() > SIGNATURES_KEPT {
            case.signed.remove(0);
        }
        case.confirmed_by = None;
        self.set_stage(&mut case, stage, who);
        self.close_prompt(&mut session, None)?;
        let group = session.returns_to.take();
        session.case = Some(case.id);
        self.save(&session)?;
        self.receipt(&case, flow, who, cause)?;
        if case.stage == Stage::AwaitingOwner {
            self.ask_owner(&case, who)?;
        }
        self.form_to_desk(&mut case, flow)?;
        self.save_case(&case, flow)?;
        self.tell_group_done(group.unwrap_or(case.held_in), &case, who)
    }

    pub(super) fn set_stage(&mut self, case: &mut Case, stage: Stage, who: &Who) {
        case.stage = stage.clone();
        case.touched_ms = self.now_ms;
        // An officer's words may quote what is private; the trail is for good and not sealed.
        let noted = match stage {
            Stage::SentBack { by, .. } => Stage::SentBack { reason: String::new(), by },
            other => other,
        };
        self.note(case.id, who.id, TrailEvent::Stage(noted));
    }

    /// What a signature means and what comes next.
    fn receipt(&mut self, case: &Case, flow: &Flow, who: &Who, cause: Cause) -> Result<(), RunnerError> {
        let journey = journey(flow, &case.answers);
        let name = FormView::new(flow, case, &journey).name();
        let digest = case.digest().unwrap_or_default();
        let args = [
            ("reference", arg(case.reference())),
            ("name", arg(name)),
            ("digest", arg(&digest[..16.min(digest.len())])),
        ];
        let voice = self.voice(who.lang);
        let id = if case.stage == Stage::AwaitingOwner {
            "receipt-waits"
        } else {
            "receipt"
        };
        let form = FormView::new(flow, case, &journey);
        let class = class_line(voice, form).unwrap_or_else(|| voice.say("classification-pending"));
        let terms = form.class().and_then(|class| render::terms(voice, class));
        let lines: Vec<String> = [voice.tell(id, &args), class].into_iter().chain(terms).collect();
        let text = Text::plain(lines.join("\n"));
        let buttons = vec![vec![voice.button("button-reopen", &Token::Reopen { id: case.id })]];
        let message = Message::new(text).with_buttons(buttons).replying(cause.message).protected();
        self.say(who.key, message, Purpose::Notice).map(drop)
    }

    /// The group sees one line.
    pub(super) fn tell_group_done(&mut self, key: crate::ids::SessionKey, case: &Case, who: &Who) -> Result<(), RunnerError> {
        if key.is_private() {
            return Ok(());
        }
        let mut group = self.session(key)?;
        if group.case == Some(case.id) {
            let line = self.voice(who.lang).tell("group-done", &[("name", arg(who.name.as_str()))]);
            self.close_prompt(&mut group, Some(line))?;
            group.case = None;
            self.save(&group)?;
        }
        Ok(())
    }

    /// A helper's form waits for its owner: a link for him, given to the helper.
    fn ask_owner(&mut self, case: &Case, who: &Who) -> Result<(), RunnerError> {
        let link = Link {
            token: self.house.random_text(22),
            does: LinkDoes::Confirm { case: case.id },
            person: None,
            until_ms: self.now_ms + CONFIRM_LINK_MS,
            used: false,
        };
        self.save(&link)?;
        let url = self.house.deep_link(who.id.channel, &link.token);
        self.say_text(who.key, "for-owner-link", &[("link", arg(url))], None)
    }

    /// The owner opened his link: he sees what was filled in for him, and confirms.
    pub(super) fn show_for_confirmation(&mut self, who: &Who, id: CaseId, cause: Cause) -> Result<(), RunnerError> {
        let Some((case, flow)) = self.case(id)? else { return Ok(()) };
        if !self.may_confirm(who, id)? {
            return self.say_text(who.key, "link-closed", &[], cause.message);
        }
        self.point(format!("confirms:{id}"), confirms(who, &case))?;
        let journey = journey(&flow, &case.answers);
        let form = FormView::new(&flow, &case, &journey);
        let voice = self.voice(who.lang);
        let answers = crate::render::answers_list(voice, form, false);
        let text = voice.text(
            "confirm-owner",
            &[("helper", arg(case.filled_by.name.as_str())), ("answers", arg(answers))],
        );
        let mut message = Message::new(text)
            .with_buttons(vec![vec![voice.button("button-confirm-owner", &Token::Confirm { id })]])
            .protected();
        self.send_ahead(who.key, &mut message)?;
        self.say(who.key, message, Purpose::Notice).map(drop)
    }

    /// Whether a form waits for its owner, and this is not the helper himself.
    pub(super) fn may_confirm(&mut self, who: &Who, id: CaseId) -> Result<bool, RunnerError> {
        Ok(self
            .case(id)?
            .is_some_and(|(case, _)| case.stage == Stage::AwaitingOwner && case.filled_by.id != who.id))
    }

    pub(super) fn confirm_by_owner(&mut self, who: &Who, id: CaseId) -> Result<(), RunnerError> {
        let Some((case, _)) = self.case(id)? else {
            return self.alert(who, "toast-old");
        };
        let shown = self.pointer(&format!("confirms:{id}"))?;
        // What was shown is what is confirmed: a form signed anew since has to be read anew.
        if shown != Some(confirms(who, &case)) {
            let own = shown.is_some_and(|s| s.starts_with(&format!("{} ", who.id)));
            return self.alert(who, if own { "toast-form-changed" } else { "toast-not-yours" });
        }
        if let Some(mut person) = self.person(who.id)?
            && !person.cases.contains(&id)
        {
            person.cases.push(id);
            self.save(&person)?;
        }
        self.confirm(who, id)
    }

    /// The owner, or an officer by telephone, has confirmed.
    pub(super) fn confirm(&mut self, who: &Who, id: CaseId) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case(id)? else {
            return self.alert(who, "toast-old");
        };
        let Ok(stage) = case.stage.after(Step::Confirm, case.for_owner) else {
            return self.alert(who, "toast-old");
        };
        case.confirmed_by = Some(Account {
            id: who.id,
            name: who.name.clone(),
        });
        self.note(case.id, who.id, TrailEvent::Confirmed(who.account()));
        self.set_stage(&mut case, stage, who);
        self.form_to_desk(&mut case, &flow)?;
        self.save_case(&case, &flow)?;
        self.tell_filler(
            &case,
            "confirmed",
            &[("by", arg(who.name.as_str())), ("reference", arg(case.reference()))],
        )?;
        self.alert(who, "toast-confirmed")
    }

    /// The owner opens a signed form again; the signed version is kept.
    pub(super) fn reopen(&mut self, who: &Who, id: CaseId) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case(id)? else {
            return self.alert(who, "toast-old");
        };
        if case.filled_by.id != who.id {
            return self.alert(who, "toast-not-yours");
        }
        if case.stage.is_open() {
            let session = self.session(who.key)?;
            return self.go_on(session, who, id, Cause::default());
        }
        let Ok(stage) = case.stage.after(Step::Reopen, case.for_owner) else {
            return self.alert(who, "toast-cannot-reopen");
        };
        self.set_stage(&mut case, stage, who);
        self.refresh_form_cards(&case, &flow)?;
        case.held_in = who.key;
        self.save_case(&case, &flow)?;
        let mut session = self.session(who.key)?;
        session.case = Some(id);
        session.dialog = Dialog::default();
        session.returns_to = None;
        let remark = self.voice(who.lang).say("reopened");
        self.present(&mut session, Cause::default(), &[remark])?;
        self.save(&session)
    }

    pub(super) fn already_signed(&mut self, mut session: Session, who: &Who, case: &Case, cause: Cause) -> Result<(), RunnerError> {
        self.close_prompt(&mut session, None)?;
        self.save(&session)?;
        let voice = self.voice(who.lang);
        let text = voice.text("already-signed", &[("reference", arg(case.reference()))]);
        let buttons = match case.stage {
            Stage::Signed | Stage::AwaitingOwner | Stage::HandedIn => {
                vec![vec![voice.button("button-reopen", &Token::Reopen { id: case.id })]]
            }
            _ => Vec::new(),
        };
        self.say(
            who.key,
            Message::new(text).with_buttons(buttons).replying(cause.message),
            Purpose::Notice,
        )
        .map(drop)
    }

    /// Tells the person who filled a form in, in the private chat where it is open; and the owner who confirmed it.
    pub(super) fn tell_filler(&mut self, case: &Case, id: &str, args: &[(&str, crate::answer::Arg)]) -> Result<(), RunnerError> {
        let key = self.reach(case.filled_by.id, case.held_in)?;
        self.say_text(key, id, args, None)?;
        let owner = case
            .confirmed_by
            .as_ref()
            .map(|a| a.id)
            .filter(|owner| *owner != case.filled_by.id && id != "confirmed");
        if let Some(owner) = owner
            && !self.is_officer(owner, case.county.as_deref())?
        {
            self.say_text(crate::ids::SessionKey::private(owner), id, args, None)?;
        }
        Ok(())
    }

    /// Where a person can be reached about a form.
    pub(super) fn reach(
        &mut self,
        person: crate::ids::PersonId,
        held_in: crate::ids::SessionKey,
    ) -> Result<crate::ids::SessionKey, RunnerError> {
        let open = self.person(person)?.is_some_and(|p| p.private == crate::message::Standing::Member);
        Ok(if open { crate::ids::SessionKey::private(person) } else { held_in })
    }
}

/// Who was shown which signing of a form.
fn confirms(who: &Who, case: &Case) -> String {
    format!("{} {}", who.id, case.signings)
}
