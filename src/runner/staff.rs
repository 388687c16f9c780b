//! What officers do: forms at the desk, lists, reminders, exports, invitations.

use super::RunnerError;
use super::dispatch::Who;
use super::records::StoredCase;
use super::work::Work;
use crate::case::{Case, Progress, Stage};
use crate::conversation::journey;
use crate::ids::{ChatId, SessionKey};
use crate::l10n::Lang;
use crate::message::{Act, Inbound, Lane, Message, Outgoing, Purpose, Standing, Text};
use crate::render::{self, FormView, arg, number};
use crate::roster::{Binding, Group};
use crate::store::Kind;

/// How many forms `/forms` lists by name.
const FORMS_LISTED: usize = 30;

impl Work<'_> {
    pub(super) fn cases(&mut self) -> Result<Vec<Case>, RunnerError> {
        Ok(self.all::<StoredCase>(Kind::Case)?.into_iter().map(StoredCase::open).collect())
    }

    /// The county an officer speaks for: that of the desk he writes in, else the one he is named in.
    pub(super) fn county_of_officer(&mut self, who: &Who) -> Result<Option<String>, RunnerError> {
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
        if ![
            "tickets",
            "forms",
            "registered",
            "sendback",
            "remind",
            "export",
            "invite",
            "questions",
        ]
        .contains(&name)
        {
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
            "questions" => self.list_entries(inbound, who, &county)?,
            "tickets" => self.list_tickets(inbound, who, &county)?,
            "forms" if !args.trim().is_empty() => self.show_card(inbound, who, args.trim())?,
            "forms" => self.list_forms(inbound, who, &county)?,
            "registered" => self.by_reference(inbound, who, args, "registered-how", Self::register)?,
            "sendback" => self.by_reference(inbound, who, args, "sendback-how", Self::send_back)?,
            "remind" => self.remind(inbound, who, &county, args)?,
            "export" => self.export(inbound, who, &county, args)?,
            _ => self.invite(inbound, who, &county, args)?,
        }
        Ok(true)
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

    /// Writes a file that waits to be sent, sealed.
    fn keep_file(&self, bytes: &[u8]) -> Result<String, RunnerError> {
        let path = format!("files/{}", self.house.random_text(22));
        self.house.settings.files().keep(&path, bytes, self.now_ms)?;
        Ok(path)
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

    /// Whether the store still takes commits.
    pub fn works(&self) -> Result<(), RunnerError> {
        Ok(self.house.store.seen("").map(|_| ())?)
    }

    /// How many tickets are not closed.
    pub fn open_tickets(&self) -> u64 {
        super::lock(&self.house.open_tickets).len() as u64
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
