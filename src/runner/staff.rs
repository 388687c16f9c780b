//! What officers do: forms at the desk, lists, reminders, exports, invitations.

use super::RunnerError;
use super::dispatch::Who;
use super::records::{Sent, StoredCase};
use super::work::Work;
use crate::answer::{Context, Judged, Raw, Value, judge};
use crate::case::{Case, Progress, Stage, Step};
use crate::conversation::journey;
use crate::desk::Card;
use crate::flow::{Ask, Flow};
use crate::ids::{CaseId, ChatId, PersonId, SessionKey};
use crate::l10n::Lang;
use crate::message::{Act, Inbound, Lane, Message, Outgoing, Purpose, Standing, Text};
use crate::render::{self, FormPress, FormView, arg, number};
use crate::roster::{Binding, Group, Link, LinkDoes};
use crate::store::Kind;

/// How long an invitation to the web chat can be taken up, in milliseconds.
const INVITE_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// How many forms `/forms` lists by name.
const FORMS_LISTED: usize = 30;

impl Work<'_> {
    /// Words that reply to something of the desk's. False if they do not.
    pub(super) fn staff_reply(&mut self, inbound: &Inbound, who: &Who, sent: &Sent, text: &str) -> Result<bool, RunnerError> {
        match sent.purpose {
            Purpose::TicketCard(id) => self.desk_answers(inbound, who, id, text)?,
            Purpose::AskValue(id) => self.desk_gives_value(inbound, who, id, text)?,
            Purpose::AskReason(id) => self.send_back(inbound, who, id, text)?,
            Purpose::AskNumber(id) => self.register(inbound, who, id, text)?,
            Purpose::FormCard(id) => self.desk_writes(inbound, who, id, text)?,
            Purpose::Prompt { .. } | Purpose::TicketReply(_) | Purpose::Welcome | Purpose::Notice => return Ok(false),
        }
        Ok(true)
    }

    /// The case an officer may act on; anything else is told to him.
    fn case_for_officer(&mut self, inbound: &Inbound, who: &Who, id: CaseId) -> Result<Option<(Case, std::sync::Arc<Flow>)>, RunnerError> {
        let Some((case, flow)) = self.case(id)? else {
            self.say_text(who.key, "form-unknown", &[], inbound.message)?;
            return Ok(None);
        };
        if self.is_officer(who.id, case.county.as_deref())? {
            return Ok(Some((case, flow)));
        }
        self.say_text(who.key, "desk-not-officer", &[], inbound.message)?;
        Ok(None)
    }

    /// An officer's words about a form go to the person who filled it in.
    fn desk_writes(&mut self, inbound: &Inbound, who: &Who, id: CaseId, text: &str) -> Result<(), RunnerError> {
        let Some((case, _)) = self.case_for_officer(inbound, who, id)? else {
            return Ok(());
        };
        let officer = self.officer_name(who, case.county.as_deref())?;
        let args = [("by", arg(officer.name)), ("text", arg(text)), ("reference", arg(case.reference()))];
        self.tell_filler(&case, "form-message", &args)?;
        self.say_text(who.key, "passed-on-to-owner", &[], inbound.message)
    }

    fn send_back(&mut self, inbound: &Inbound, who: &Who, id: CaseId, reason: &str) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case_for_officer(inbound, who, id)? else {
            return Ok(());
        };
        let officer = self.officer_name(who, case.county.as_deref())?;
        let step = Step::SendBack {
            reason: reason.chars().take(500).collect(),
            by: officer.name.clone(),
        };
        let Ok(stage) = case.stage.after(step, case.for_owner) else {
            return self.wrong_stage(inbound, who, &case);
        };
        self.set_stage(&mut case, stage, who);
        self.refresh_form_cards(&case, &flow)?;
        self.save_case(&case, &flow)?;
        let args = [
            ("by", arg(officer.name)),
            ("reason", arg(reason)),
            ("reference", arg(case.reference())),
        ];
        self.tell_filler(&case, "sent-back", &args)?;
        let key = self.reach(case.filled_by.id, case.held_in)?;
        self.open_again(key, &mut case, &flow)?;
        self.say_text(who.key, "desk-sent-back", &[("reference", arg(case.reference()))], inbound.message)
    }

    /// The form that was sent back stands open before its person again.
    fn open_again(&mut self, key: SessionKey, case: &mut Case, flow: &Flow) -> Result<(), RunnerError> {
        let mut session = self.session(key)?;
        if session.case.is_some_and(|open| open != case.id) && session.prompt.is_some() {
            return self.offer(key, case);
        }
        case.held_in = key;
        self.save_case(case, flow)?;
        session.case = Some(case.id);
        session.choosing = false;
        session.returns_to = None;
        session.dialog = crate::conversation::Dialog::default();
        self.present(&mut session, super::present::Cause::default(), &[])?;
        self.save(&session)
    }

    /// Another form is open there: a button leads to this one.
    fn offer(&mut self, key: SessionKey, case: &Case) -> Result<(), RunnerError> {
        let lang = self.lang_of(key.person)?;
        let voice = self.voice(lang);
        let message = Message::new(voice.text("sent-back-other", &[("reference", arg(case.reference()))]))
            .with_buttons(vec![vec![voice.button("button-continue", &render::Token::Reopen { id: case.id })]]);
        self.say(key, message, Purpose::Notice).map(drop)
    }

    fn wrong_stage(&mut self, inbound: &Inbound, who: &Who, case: &Case) -> Result<(), RunnerError> {
        let stage = self.voice(Lang::ZhCn).say(&format!("stage-{}", case.stage.word()));
        self.say_text(
            who.key,
            "stage-refused",
            &[("reference", arg(case.reference())), ("stage", arg(stage))],
            inbound.message,
        )
    }

    fn register(&mut self, inbound: &Inbound, who: &Who, id: CaseId, text: &str) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case_for_officer(inbound, who, id)? else {
            return Ok(());
        };
        let today = crate::clock::date(self.now_ms);
        let context = Context {
            tables: &self.house.tables,
            county: None,
            labels: &[],
            same_as: None,
            today,
        };
        let number = match judge(&Ask::RegistrationNumber, &Raw::Text(text.to_owned()), &context) {
            Judged::Accepted {
                value: Value::Code(number),
                ..
            } => number,
            Judged::Rejected(why) => return self.bad_number(inbound, who, id, &why),
            _ => return self.say_text(who.key, "registered-how", &[], inbound.message),
        };
        let Ok(stage) = case.stage.after(Step::Register { number: number.clone() }, case.for_owner) else {
            return self.wrong_stage(inbound, who, &case);
        };
        self.set_stage(&mut case, stage, who);
        self.refresh_form_cards(&case, &flow)?;
        self.save_case(&case, &flow)?;
        let args = [("number", arg(number)), ("reference", arg(case.reference()))];
        self.tell_filler(&case, "registered", &args)?;
        self.say_text(who.key, "desk-registered", &args, inbound.message)
    }

    fn bad_number(&mut self, inbound: &Inbound, who: &Who, id: CaseId, why: &crate::answer::Rejection) -> Result<(), RunnerError> {
        let text = Text::plain(self.voice(Lang::ZhCn).rejection(why));
        self.say(who.key, Message::new(text).replying(inbound.message), Purpose::AskNumber(id))
            .map(drop)
    }

    /// A button of a form's card.
    pub(super) fn tap_form(&mut self, inbound: &Inbound, who: &Who, id: CaseId, press: FormPress) -> Result<(), RunnerError> {
        let Some((case, _)) = self.case(id)? else {
            return self.alert(who, "toast-old");
        };
        if !self.is_officer(who.id, case.county.as_deref())? {
            return self.alert(who, "toast-not-officer");
        }
        match press {
            FormPress::Number => self.ask_officer(inbound, who, Purpose::AskNumber(id), "ask-number"),
            FormPress::SendBack => self.ask_officer(inbound, who, Purpose::AskReason(id), "ask-reason"),
            FormPress::ByTelephone => self.confirm(who, id),
        }
    }

    fn form_message(&self, case: &Case, flow: &Flow) -> Message {
        let journey = journey(flow, &case.answers);
        render::form_card(self.voice(Lang::ZhCn), FormView::new(flow, case, &journey))
    }

    /// Puts a signed form on the desk; older cards of the form are brought up to date.
    pub(super) fn form_to_desk(&mut self, case: &mut Case, flow: &Flow) -> Result<(), RunnerError> {
        if !case.cards.is_empty() && case.stage == Stage::Signed && case.confirmed_by.is_some() {
            return self.refresh_form_cards(case, flow);
        }
        let Some(desk) = self.desk_of(case.county.as_deref())? else {
            return Ok(());
        };
        self.lay_cards_aside(case)?;
        let message = self.form_message(case, flow);
        let row = self.desk_row(desk, Purpose::FormCard(case.id), Act::Send(message))?;
        case.cards.push(Card { chat: desk, row });
        Ok(())
    }

    /// A form signed anew gets a new card; older ones say so and lose their buttons.
    fn lay_cards_aside(&mut self, case: &mut Case) -> Result<(), RunnerError> {
        let text = self
            .voice(Lang::ZhCn)
            .text("form-card-old", &[("reference", arg(case.reference()))]);
        for card in std::mem::take(&mut case.cards) {
            let message = Message::new(text.clone());
            let target = crate::message::Target::Row(card.row);
            self.desk_row(card.chat, Purpose::FormCard(case.id), Act::Edit { target, message })?;
        }
        Ok(())
    }

    pub(super) fn refresh_form_cards(&mut self, case: &Case, flow: &Flow) -> Result<(), RunnerError> {
        let message = self.form_message(case, flow);
        for card in &case.cards {
            let target = crate::message::Target::Row(card.row);
            self.desk_row(
                card.chat,
                Purpose::FormCard(case.id),
                Act::Edit {
                    target,
                    message: message.clone(),
                },
            )?;
        }
        Ok(())
    }

    /// Signed forms that were not put on a desk yet.
    pub(super) fn deliver_forms(&mut self, county: &str) -> Result<usize, RunnerError> {
        let Some(desk) = self.desk_of(Some(county))? else { return Ok(0) };
        let waits = |case: &Case| {
            case.county.as_deref() == Some(county)
                && matches!(case.stage, Stage::Signed | Stage::AwaitingOwner)
                && case.cards.iter().all(|c| c.chat != desk)
        };
        let ids: Vec<CaseId> = self.cases()?.into_iter().filter(waits).map(|c| c.id).collect();
        for id in &ids {
            let Some((mut case, flow)) = self.case(*id)? else { continue };
            case.cards.clear();
            self.form_to_desk(&mut case, &flow)?;
            self.save_case(&case, &flow)?;
        }
        Ok(ids.len())
    }

    /// A form's card could not be delivered: it is put on the desk when the bot can write there again.
    pub(super) fn form_card_failed(&mut self, id: CaseId, row: crate::ids::OutboxId) -> Result<(), RunnerError> {
        let Some((mut case, flow)) = self.case(id)? else { return Ok(()) };
        case.cards.retain(|c| c.row != row);
        self.save_case(&case, &flow)
    }

    pub(super) fn tell_desk_of_twin(&mut self, case: &mut Case, twin: &Case, code: &str, who: &Who) -> Result<(), RunnerError> {
        if case.twin_told {
            return Ok(());
        }
        case.twin_told = true;
        let Some(desk) = self.desk_of(case.county.as_deref())? else {
            return Ok(());
        };
        let args = [
            ("code", arg(code)),
            ("reference", arg(case.reference())),
            ("person", arg(who.name.as_str())),
            ("other", arg(twin.reference())),
            ("other-person", arg(twin.filled_by.name.as_str())),
        ];
        let text = self.voice(Lang::ZhCn).text("desk-twin", &args);
        self.desk_row(desk, Purpose::FormCard(case.id), Act::Send(Message::new(text)))
            .map(drop)
    }

    fn cases(&mut self) -> Result<Vec<Case>, RunnerError> {
        Ok(self.all::<StoredCase>(Kind::Case)?.into_iter().map(StoredCase::open).collect())
    }

    /// The county an officer speaks for: that of the desk he writes in, else the one he is named in.
    fn county_of_officer(&mut self, who: &Who) -> Result<Option<String>, RunnerError> {
        if !who.key.is_private() {
            let bound = self.group(who.key.chat)?.and_then(|g| g.bound);
            let Some(Binding::Desk { county }) = bound else { return Ok(None) };
            return Ok(if self.is_officer(who.id, Some(&county))? {
                Some(county)
            } else {
                None
            });
        }
        let admin = self.house.is_admin(who.id);
        let mine = |c: &crate::roster::County| c.officers.contains_key(&who.id) || (admin && c.desk.is_some());
        let all: Vec<_> = self.all::<crate::roster::County>(Kind::County)?.into_iter().filter(mine).collect();
        Ok(all.into_iter().next().map(|c| c.name))
    }

    /// The desk's commands. False if it is none of them.
    pub(super) fn staff_command(&mut self, inbound: &Inbound, who: &Who, name: &str, args: &str) -> Result<bool, RunnerError> {
        if !["tickets", "forms", "registered", "sendback", "remind", "export", "invite"].contains(&name) {
            return Ok(false);
        }
        let Some(county) = self.county_of_officer(who)? else {
            let at_desk = matches!(self.group(who.key.chat)?.and_then(|g| g.bound), Some(Binding::Desk { .. }));
            let id = if at_desk || who.key.is_private() {
                "desk-not-officer"
            } else {
                "desk-only"
            };
            self.say_text(who.key, id, &[], inbound.message)?;
            return Ok(true);
        };
        match name {
            "tickets" => self.list_tickets(inbound, who, &county)?,
            "forms" => self.list_forms(inbound, who, &county)?,
            "registered" => self.by_reference(inbound, who, args, "registered-how", Self::register)?,
            "sendback" => self.by_reference(inbound, who, args, "sendback-how", Self::send_back)?,
            "remind" => self.remind(inbound, who, &county, args)?,
            "export" => self.export(inbound, who, &county, args)?,
            _ => self.invite(inbound, who, &county, args)?,
        }
        Ok(true)
    }

    /// `REFERENCE WORDS`: the deed on the form with that reference.
    fn by_reference(
        &mut self,
        inbound: &Inbound,
        who: &Who,
        args: &str,
        how: &str,
        deed: fn(&mut Self, &Inbound, &Who, CaseId, &str) -> Result<(), RunnerError>,
    ) -> Result<(), RunnerError> {
        let (reference, rest) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
        match Case::id_in_reference(reference) {
            Some(id) if !rest.trim().is_empty() => deed(self, inbound, who, id, rest.trim()),
            Some(_) => self.say_text(who.key, how, &[], inbound.message),
            None if reference.is_empty() => self.say_text(who.key, how, &[], inbound.message),
            None => self.say_text(who.key, "reference-wrong", &[("reference", arg(reference))], inbound.message),
        }
    }

    /// `/forms`: how many stand where, and who is stuck on which question.
    fn list_forms(&mut self, inbound: &Inbound, who: &Who, county: &str) -> Result<(), RunnerError> {
        let mut cases: Vec<Case> = self.cases()?.into_iter().filter(|c| c.county.as_deref() == Some(county)).collect();
        let progress = Progress::of(cases.iter().map(|c| &c.stage));
        cases.retain(|c| !matches!(c.stage, Stage::Registered { .. }));
        cases.sort_by_key(|c| c.touched_ms);
        let args = [
            ("registered", number(progress.registered)),
            ("signed", number(progress.signed)),
            ("filling", number(progress.filling)),
        ];
        let mut lines = vec![self.voice(Lang::ZhCn).tell("forms-title", &args)];
        let left = cases.len().saturating_sub(FORMS_LISTED);
        for case in cases.into_iter().take(FORMS_LISTED) {
            let flow = self.house.flow(&case.hash)?;
            let journey = journey(&flow, &case.answers);
            lines.push(render::status_line(self.voice(Lang::ZhCn), FormView::new(&flow, &case, &journey)));
        }
        if left > 0 {
            lines.push(self.voice(Lang::ZhCn).tell("forms-left", &[("count", number(left))]));
        }
        self.say(
            who.key,
            Message::new(Text::plain(lines.join("\n"))).replying(inbound.message),
            Purpose::Notice,
        )
        .map(drop)
    }

    /// `/remind [TOWNSHIP]`: one message to the township's groups, or to all of the county.
    fn remind(&mut self, inbound: &Inbound, who: &Who, county: &str, township: &str) -> Result<(), RunnerError> {
        let cases = self.cases()?;
        let mut sent = 0;
        for group in self.all::<Group>(Kind::Chat)? {
            let Some(Binding::Township {
                county: own,
                township: name,
                enterprises,
            }) = &group.bound
            else {
                continue;
            };
            let here = own == county && (township.is_empty() || township == name);
            if !here || !matches!(group.standing, Standing::Member | Standing::Admin) {
                continue;
            }
            let mine = |c: &&Case| c.county.as_deref() == Some(county) && c.township.as_deref() == Some(name);
            let progress = Progress::of(cases.iter().filter(mine).map(|c| &c.stage));
            let message = render::reminder(self.voice(Lang::ZhCn), name, progress, *enterprises);
            self.send(Outgoing {
                lane: Lane::Reminder,
                chat: group.id,
                thread: None,
                person: None,
                purpose: Purpose::Notice,
                act: Act::Send(message),
                attempts: 0,
            })?;
            sent += 1;
        }
        let id = if sent == 0 { "remind-nobody" } else { "remind-sent" };
        self.say_text(
            who.key,
            id,
            &[("count", number(sent)), ("township", arg(township))],
            inbound.message,
        )
    }

    /// `/export [csv|xlsx]`: the county's forms as a file, to the officer in private.
    fn export(&mut self, inbound: &Inbound, who: &Who, county: &str, format: &str) -> Result<(), RunnerError> {
        let format = match format {
            "" | "xlsx" => crate::paper::Format::Xlsx,
            "csv" => crate::paper::Format::Csv,
            _ => return self.say_text(who.key, "export-how", &[], inbound.message),
        };
        let open = self.person(who.id)?.is_some_and(|p| p.private == Standing::Member);
        if !open {
            let link = self.house.deep_link(who.id.channel, "desk");
            return self.say_text(who.key, "export-open-private", &[("link", arg(link))], inbound.message);
        }
        let mut forms = Vec::new();
        for case in self.cases()?.into_iter().filter(|c| c.county.as_deref() == Some(county)) {
            let flow = self.house.flow(&case.hash)?;
            forms.push((case, flow));
        }
        let count = forms.len();
        let bytes = crate::paper::export(self.voice(Lang::ZhCn), &forms, format).map_err(|e| Self::broken(&e.to_string()))?;
        let name = format!(
            "{county}-{}.{}",
            crate::clock::full(self.now_ms).replace([' ', ':'], "-"),
            format.extension()
        );
        let path = self.keep_file(&bytes)?;
        let caption = self
            .voice(who.lang)
            .tell("export-caption", &[("county", arg(county)), ("count", number(count))]);
        let key = SessionKey::private(who.id);
        self.send(Outgoing {
            lane: Lane::Reply,
            chat: key.chat,
            thread: None,
            person: None,
            purpose: Purpose::Notice,
            act: Act::Document { name, path, caption },
            attempts: 0,
        })?;
        if who.key.is_private() {
            Ok(())
        } else {
            self.say_text(who.key, "export-in-private", &[], inbound.message)
        }
    }

    fn broken(why: &str) -> RunnerError {
        RunnerError::Store(crate::store::StoreError::Failed(why.to_owned()))
    }

    /// Writes a file that waits to be sent, readable by the program's own user only.
    fn keep_file(&self, bytes: &[u8]) -> Result<String, RunnerError> {
        let folder = self.house.settings.data.join("files");
        let name = self.house.random_text(22);
        let path = folder.join(&name);
        let write = || -> std::io::Result<()> {
            use std::io::Write;
            use std::os::unix::fs::OpenOptionsExt;
            std::fs::create_dir_all(&folder)?;
            let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|e| Self::broken(&format!("{}: {e}", path.display())))?;
        Ok(format!("files/{name}"))
    }

    /// `/invite [TOWNSHIP]`: a link that lets one person into the web chat.
    fn invite(&mut self, inbound: &Inbound, who: &Who, county: &str, township: &str) -> Result<(), RunnerError> {
        let townships = self.house.tables.townships(county);
        if !township.is_empty() && !townships.contains(&township) {
            let near = crate::flow::nearest(township, townships).to_owned();
            let args = [("county", arg(county)), ("township", arg(township)), ("near", arg(near))];
            return self.say_text(who.key, "township-not-there", &args, inbound.message);
        }
        let rooms: Vec<ChatId> = self.web_rooms(county, township)?;
        let rooms = if rooms.is_empty() && self.house.tables.townships(county).contains(&township) {
            vec![self.new_web_room(county, township)?]
        } else {
            rooms
        };
        let link = Link {
            token: self.house.random_text(22),
            does: LinkDoes::Invite { rooms },
            person: None,
            until_ms: self.now_ms + INVITE_MS,
            used: false,
        };
        self.save(&link)?;
        let url = format!("{}/i/{}", self.house.settings.public_url, link.token);
        self.say_text(who.key, "invitation", &[("link", arg(url))], inbound.message)
    }

    /// A township's group in the browser, made at the first invitation.
    fn new_web_room(&mut self, county: &str, township: &str) -> Result<ChatId, RunnerError> {
        let chat = self.next_web_room()?;
        let title = self.voice(Lang::ZhCn).tell("web-group", &[("township", arg(township))]);
        let bound = Binding::Township {
            county: county.to_owned(),
            township: township.to_owned(),
            enterprises: None,
        };
        let mut group = Group {
            id: chat,
            title,
            bound: Some(bound),
            standing: Standing::Admin,
            can_pin: true,
            told: true,
            anonymous_told: -1,
            welcome: None,
        };
        let welcome = render::welcome(self.voice(Lang::ZhCn), county, township);
        let key = SessionKey {
            chat,
            thread: None,
            person: PersonId {
                channel: chat.channel,
                id: 0,
            },
        };
        group.welcome = Some(self.say(key, welcome, Purpose::Welcome)?);
        self.save(&group)?;
        Ok(chat)
    }

    /// The web groups of a township, or those of the whole county.
    fn web_rooms(&mut self, county: &str, township: &str) -> Result<Vec<ChatId>, RunnerError> {
        let wanted = |g: &Group| matches!(&g.bound, Some(Binding::Township { county: c, township: t, .. }) if c == county && (township.is_empty() || t == township));
        Ok(self
            .all::<Group>(Kind::Chat)?
            .into_iter()
            .filter(|g| g.id.channel == crate::ids::Channel::Web && wanted(g))
            .map(|g| g.id)
            .collect())
    }

    /// Names a person an officer of a county, or takes it back.
    pub(super) fn set_officer(&mut self, county: &str, person: PersonId, name: Option<&str>) -> Result<(), RunnerError> {
        let mut record = self.county(county)?;
        match name {
            Some(name) => record.officers.insert(person, name.to_owned()),
            None => record.officers.remove(&person),
        };
        self.save(&record)
    }
}

impl super::Runner {
    /// The desks' chats on Telegram, for their menus of commands.
    pub fn desks(&self) -> Result<Vec<ChatId>, RunnerError> {
        let counties = Work::new(&self.house, 0).all::<crate::roster::County>(Kind::County)?;
        Ok(counties
            .into_iter()
            .filter_map(|c| c.desk)
            .filter(|c| c.channel == crate::ids::Channel::Tg)
            .collect())
    }

    /// All forms as a file: `csv` or `xlsx`.
    pub fn export(&self, format: &str) -> Result<Vec<u8>, RunnerError> {
        let format = match format {
            "csv" => crate::paper::Format::Csv,
            _ => crate::paper::Format::Xlsx,
        };
        let mut work = Work::new(&self.house, 0);
        let mut forms = Vec::new();
        for case in work.cases()? {
            let flow = self.house.flow(&case.hash)?;
            forms.push((case, flow));
        }
        crate::paper::export(work.voice(Lang::ZhCn), &forms, format).map_err(|e| Work::broken(&e.to_string()))
    }
}
