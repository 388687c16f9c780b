//! Commands of everybody and of administrators, and what happens to the bot in a chat.

use super::dispatch::Who;
use super::present::Cause;
use super::records::Session;
use super::work::Work;
use super::{Runner, RunnerError, Turned, lock};
use crate::answer::Arg;
use crate::flow::nearest;
use crate::ids::{Channel, ChatId, PersonId, SessionKey};
use crate::l10n::Lang;
use crate::message::{Inbound, Purpose, Standing};
use crate::render::{self, arg};
use crate::roster::{Binding, Group};
use crate::store::Kind;

impl Work<'_> {
    pub(super) fn admin_command(
        &mut self,
        inbound: &Inbound,
        who: &Who,
        name: &str,
        args: &str,
        author: Option<PersonId>,
        author_name: Option<&str>,
    ) -> Result<(), RunnerError> {
        if name == "where" {
            return self.where_am_i(inbound, who);
        }
        let bound = self.group(inbound.chat)?.and_then(|g| g.bound);
        let county = bound.as_ref().map(|b| b.county().to_owned());
        let officer = self.is_officer(who.id, county.as_deref())?;
        if !(self.house.is_admin(who.id) || officer && matches!(name, "nickname" | "officers")) {
            return self.say_text(who.key, "only-admins", &[("id", arg(who.id.id.to_string()))], inbound.message);
        }
        match (name, county) {
            ("bind_desk", _) => self.bind_desk(inbound, who, args),
            ("bind_township", _) => self.bind_township(inbound, who, args),
            (_, None) => self.say_text(who.key, "not-at-desk", &[], inbound.message),
            ("officer", Some(county)) => match author {
                Some(person) => {
                    let name = author_name.unwrap_or("?");
                    self.set_officer(&county, person, Some(name))?;
                    self.say_text(
                        who.key,
                        "officer-named",
                        &[("name", arg(name)), ("county", arg(county))],
                        inbound.message,
                    )
                }
                None => self.say_text(who.key, "officer-how", &[], inbound.message),
            },
            ("officers", Some(county)) => self.officers(inbound, who, &county, args),
            (_, Some(county)) => self.nickname(inbound, who, &county, args),
        }
    }

    /// `/officers`: the list; `/officers 1001` takes one off (administrators).
    fn officers(&mut self, inbound: &Inbound, who: &Who, county: &str, args: &str) -> Result<(), RunnerError> {
        let record = self.county(county)?;
        let digits: String = args.chars().filter(char::is_ascii_digit).collect();
        let wanted = record
            .officers
            .iter()
            .find(|(id, _)| !digits.is_empty() && id.id.to_string() == digits);
        if let Some((id, name)) = wanted.map(|(id, name)| (*id, name.clone())) {
            if !self.house.is_admin(who.id) {
                return self.say_text(who.key, "only-admins", &[("id", arg(who.id.id.to_string()))], inbound.message);
            }
            self.set_officer(county, id, None)?;
            return self.say_text(who.key, "officer-removed", &[("name", arg(name))], inbound.message);
        }
        let list: Vec<String> = record.officers.iter().map(|(id, name)| format!("{name} {}", id.id)).collect();
        self.say_text(
            who.key,
            "officers",
            &[("county", arg(county)), ("list", arg(list.join("\n")))],
            inbound.message,
        )
    }

    fn nickname(&mut self, inbound: &Inbound, who: &Who, county: &str, args: &str) -> Result<(), RunnerError> {
        let name = args.trim();
        let usable = (1..=12).contains(&name.chars().count()) && crate::conversation::word(name).is_none();
        if !usable {
            return self.say_text(who.key, "nickname-how", &[], inbound.message);
        }
        let mut record = self.county(county)?;
        record.nickname = Some(name.to_owned());
        self.save(&record)?;
        self.say_text(
            who.key,
            "nickname-set",
            &[("name", arg(name)), ("county", arg(county))],
            inbound.message,
        )
    }

    fn group_or_new(&mut self, inbound: &Inbound) -> Result<Group, RunnerError> {
        let title = inbound.title.clone().unwrap_or_default();
        let mut group = self.group(inbound.chat)?.unwrap_or_else(|| Group {
            id: inbound.chat,
            title: title.clone(),
            bound: None,
            standing: Standing::Member,
            can_pin: inbound.chat.channel == Channel::Web,
            told: false,
            anonymous_told: -1,
            welcome: None,
        });
        if !title.is_empty() {
            group.title = title;
        }
        Ok(group)
    }

    /// The county as the table has it; a near miss is named.
    fn county_named(&mut self, inbound: &Inbound, who: &Who, name: &str, how: &str) -> Result<Option<String>, RunnerError> {
        let counties = self.house.tables.counties();
        if let Some(county) = counties.iter().find(|c| **c == name) {
            return Ok(Some((*county).to_owned()));
        }
        if name.is_empty() || !inbound.group {
            self.say_text(who.key, how, &[], inbound.message)?;
            return Ok(None);
        }
        let near = nearest(name, counties).to_owned();
        self.say_text(
            who.key,
            "county-unknown",
            &[("county", arg(name)), ("near", arg(near))],
            inbound.message,
        )?;
        Ok(None)
    }

    /// `/bind_desk 石门县`: this group is the county's help desk; what waited comes at once.
    fn bind_desk(&mut self, inbound: &Inbound, who: &Who, args: &str) -> Result<(), RunnerError> {
        let Some(county) = self.county_named(inbound, who, args.trim(), "bind-desk-how")? else {
            return Ok(());
        };
        let mut record = self.county(&county)?;
        if let Some(old) = record.desk.filter(|c| *c != inbound.chat)
            && let Some(mut group) = self.group(old)?
        {
            group.bound = None;
            self.save(&group)?;
        }
        self.no_desk_any_more(inbound.chat, &county)?;
        record.desk = Some(inbound.chat);
        self.save(&record)?;
        let mut group = self.group_or_new(inbound)?;
        group.bound = Some(Binding::Desk { county: county.clone() });
        group.told = true;
        self.save(&group)?;
        self.say_text(who.key, "desk-bound", &[("county", arg(county.as_str()))], inbound.message)?;
        self.deliver_waiting(&county)?;
        self.deliver_forms(&county)?;
        Ok(())
    }

    /// A chat that gets another role is no other county's desk any more.
    fn no_desk_any_more(&mut self, chat: ChatId, keep: &str) -> Result<(), RunnerError> {
        for mut county in self.all::<crate::roster::County>(Kind::County)? {
            if county.desk == Some(chat) && county.name != keep {
                county.desk = None;
                self.save(&county)?;
            }
        }
        Ok(())
    }

    /// `/bind_township 石门县 楚江街道 63`: this group is the township's; the welcome is pinned.
    fn bind_township(&mut self, inbound: &Inbound, who: &Who, args: &str) -> Result<(), RunnerError> {
        let mut words = args.split_whitespace();
        let (county, township, count) = (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next());
        let Some(county) = self.county_named(inbound, who, county, "bind-township-how")? else {
            return Ok(());
        };
        let townships = self.house.tables.townships(&county);
        if !townships.contains(&township) {
            let near = nearest(township, townships).to_owned();
            return self.say_text(
                who.key,
                "township-not-there",
                &[("county", arg(county)), ("township", arg(township)), ("near", arg(near))],
                inbound.message,
            );
        }
        let enterprises = match count.map(str::parse::<u32>) {
            None => None,
            Some(Ok(n)) => Some(n),
            Some(Err(_)) => return self.say_text(who.key, "bind-township-how", &[], inbound.message),
        };
        self.no_desk_any_more(inbound.chat, "")?;
        let mut group = self.group_or_new(inbound)?;
        group.bound = Some(Binding::Township {
            county: county.clone(),
            township: township.to_owned(),
            enterprises,
        });
        group.told = true;
        self.say_text(
            who.key,
            "township-bound",
            &[("county", arg(county.as_str())), ("township", arg(township))],
            inbound.message,
        )?;
        let mut message = render::welcome(self.voice(Lang::ZhCn), &county, township);
        message.pin = group.can_pin;
        group.welcome = Some(self.say(who.key, message, Purpose::Welcome)?);
        if !group.can_pin {
            self.say_text(who.key, "please-pin", &[], None)?;
        }
        self.save(&group)
    }

    fn where_am_i(&mut self, inbound: &Inbound, who: &Who) -> Result<(), RunnerError> {
        match self.group(inbound.chat)?.and_then(|g| g.bound) {
            Some(Binding::Desk { county }) => self.say_text(who.key, "where-desk", &[("county", arg(county))], inbound.message),
            Some(Binding::Township {
                county,
                township,
                enterprises,
            }) => {
                let count = enterprises.map_or(-1, i64::from);
                let args = [
                    ("county", arg(county)),
                    ("township", arg(township)),
                    ("count", crate::answer::Arg::Number(count)),
                ];
                self.say_text(who.key, "where-township", &args, inbound.message)
            }
            None => self.say_text(who.key, "where-nothing", &[("id", arg(who.id.id.to_string()))], inbound.message),
        }
    }

    /// What the bot may do in a chat has changed.
    pub(super) fn standing(&mut self, inbound: &Inbound, now: Standing, can_pin: bool) -> Result<(), RunnerError> {
        if !inbound.group {
            let id = PersonId {
                channel: inbound.chat.channel,
                id: inbound.chat.id,
            };
            if let Some(mut person) = self.person(id)? {
                person.private = now;
                self.save(&person)?;
            }
            return Ok(());
        }
        let mut group = self.group_or_new(inbound)?;
        let was_out = matches!(group.standing, Standing::Gone | Standing::Muted);
        group.standing = now;
        group.can_pin = can_pin;
        let usable = matches!(now, Standing::Member | Standing::Admin);
        let greet = usable && group.bound.is_none() && !group.told;
        group.told |= greet;
        self.save(&group)?;
        if greet {
            let key = SessionKey {
                chat: inbound.chat,
                thread: None,
                person: inbound.from.person().unwrap_or(PersonId {
                    channel: inbound.chat.channel,
                    id: 0,
                }),
            };
            self.say_text(key, "group-hello", &[], None)?;
        }
        if let Some(Binding::Desk { county }) = group.bound.filter(|_| usable && was_out) {
            self.deliver_waiting(&county)?;
            self.deliver_forms(&county)?;
        }
        Ok(())
    }

    /// A group has another id now: everything that hangs on the old one moves.
    pub(super) fn migrate(&mut self, from: ChatId, to: ChatId) -> Result<(), RunnerError> {
        let Some(mut group) = self.group(from)? else { return Ok(()) };
        group.id = to;
        self.remove(Kind::Chat, &from.to_string())?;
        self.save(&group)?;
        self.point(format!("moved:{from}"), to.to_string())?;
        if let Some(Binding::Desk { county }) = &group.bound {
            let mut record = self.county(county)?;
            record.desk = Some(to);
            self.save(&record)?;
        }
        self.tickets_move(from, to)?;
        for session in self.all::<Session>(Kind::Session)? {
            if session.key.chat == from {
                self.session_moves(session, to)?;
            } else if session.returns_to.is_some_and(|k| k.chat == from) {
                self.trip_moves(session, to)?;
            }
        }
        Ok(())
    }

    fn session_moves(&mut self, mut session: Session, to: ChatId) -> Result<(), RunnerError> {
        self.remove(Kind::Session, &session.key.to_string())?;
        session.key.chat = to;
        session.last_message = None;
        session.last_answer = None;
        self.point(format!("session:{}", session.token), session.key.to_string())?;
        if let Some((mut case, flow)) = session.case.map(|id| self.case(id)).transpose()?.flatten()
            && case.held_in.person == session.key.person
            && !case.held_in.is_private()
        {
            case.held_in = session.key;
            self.save_case(&case, &flow)?;
        }
        if session.prompt.take().is_some() {
            self.present(&mut session, Cause::default(), &[])?;
        }
        self.save(&session)
    }

    fn trip_moves(&mut self, mut session: Session, to: ChatId) -> Result<(), RunnerError> {
        if let Some(key) = &mut session.returns_to {
            key.chat = to;
        }
        self.save(&session)
    }

    /// The chat an id stands for now.
    pub(super) fn chat_now(&mut self, chat: ChatId) -> Result<ChatId, RunnerError> {
        let moved = self.pointer(&format!("moved:{chat}"))?;
        Ok(moved.and_then(|text| text.parse().ok()).unwrap_or(chat))
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

impl Runner {
    /// Tells each administrator something in private.
    pub fn tell_admins(&self, id: &str, args: &[(&str, Arg)], now_ms: i64) -> Result<Turned, RunnerError> {
        let _turn = lock(&self.turns);
        let mut work = Work::new(&self.house, now_ms);
        for person in self.house.settings.admins.clone() {
            let key = SessionKey {
                chat: person.private_chat(),
                thread: None,
                person,
            };
            work.say_text(key, id, args, None)?;
        }
        self.submit(work, None, Vec::new())
    }
}
