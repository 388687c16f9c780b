//! The web chat's people and rooms: those of the demonstration, and those who were invited.

use sha2::{Digest, Sha256};

use super::dispatch::Who;
use super::records::Counters;
use super::work::Work;
use super::{Runner, RunnerError, Turned, lock};
use crate::ids::{Channel, ChatId, PersonId, SessionKey};
use crate::l10n::Lang;
use crate::message::{Inbound, Message, Purpose, Standing};
use crate::render::{self, arg};
use crate::roster::{Binding, County, Group, Link, LinkDoes, Person};
use crate::store::Kind;

/// How long an invitation to the web chat can be taken up, in milliseconds.
const INVITE_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// Somebody one can be in the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// In the address: `/as/li/`.
    pub path: &'static str,
    /// The account.
    pub id: PersonId,
    /// The name shown.
    pub name: String,
    /// What they are; text id.
    pub role: &'static str,
}

/// A room as its people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomInfo {
    /// The chat.
    pub chat: ChatId,
    /// Its title.
    pub title: String,
    /// `private`, `township`, `desk` or `group`.
    pub kind: &'static str,
}

const DEMO: [(&str, i64, &str); 4] = [
    ("li", 1, "demo-li"),
    ("wang", 2, "demo-wang"),
    ("zhang", 3, "demo-zhang"),
    ("he", 4, "demo-he"),
];
const DEMO_GROUP: ChatId = ChatId::web(-1);
const DEMO_DESK: ChatId = ChatId::web(-2);
const DEMO_COUNTY: &str = "石门县";
const DEMO_TOWNSHIP: &str = "楚江街道";

/// How long a browser stays let in, in milliseconds.
const COOKIE_MS: i64 = 400 * 24 * 60 * 60 * 1000;

impl Runner {
    /// The people of the demonstration; empty in real use.
    pub fn demo_people(&self) -> &[DemoPerson] {
        &self.demo
    }

    fn demo_list(&self) -> Vec<DemoPerson> {
        let name = |role: &str| self.house.catalogue.text(Lang::ZhCn, role, &[]);
        let role_of = |role: &'static str| match role {
            "demo-li" => "demo-role-li",
            "demo-wang" => "demo-role-wang",
            "demo-zhang" => "demo-role-zhang",
            _ => "demo-role-he",
        };
        DEMO.iter()
            .map(|(path, id, text)| DemoPerson {
                path,
                id: PersonId::web(*id),
                name: name(text),
                role: role_of(text),
            })
            .collect()
    }

    /// Makes the demonstration's people and rooms, once.
    pub(super) fn seed_demo(&self, now_ms: i64) -> Result<Vec<DemoPerson>, RunnerError> {
        let people = self.demo_list();
        let _turn = lock(&self.turns);
        let mut work = Work::new(&self.house, now_ms);
        if work.group(DEMO_GROUP)?.is_some() {
            return Ok(people);
        }
        work.seed(&people)?;
        if let Some(receipt) = self.submit(work, None, Vec::new())?.receipt {
            receipt.wait()?;
        }
        Ok(people)
    }

    /// The rooms a person is in, the private one first.
    pub fn rooms(&self, person: PersonId) -> Result<Vec<RoomInfo>, RunnerError> {
        let mut work = Work::new(&self.house, 0);
        let Some(record) = work.person(person)? else {
            return Ok(Vec::new());
        };
        let lang = record.lang.unwrap_or_default();
        let mut rooms = vec![RoomInfo {
            chat: person.private_chat(),
            title: self.house.catalogue.text(lang, "room-private", &[]),
            kind: "private",
        }];
        for chat in record.rooms {
            let Some(group) = work.group(chat)? else { continue };
            let kind = match group.bound {
                Some(Binding::Township { .. }) => "township",
                Some(Binding::Desk { .. }) => "desk",
                None => "group",
            };
            rooms.push(RoomInfo {
                chat,
                title: group.title,
                kind,
            });
        }
        Ok(rooms)
    }

    /// Whether a person belongs into a room.
    pub fn is_in_room(&self, person: PersonId, chat: ChatId) -> Result<bool, RunnerError> {
        let record = Work::new(&self.house, 0).person(person)?;
        Ok(record.is_some_and(|p| chat == person.private_chat() || p.rooms.contains(&chat)))
    }

    /// A person as stored.
    pub fn person(&self, person: PersonId) -> Result<Option<Person>, RunnerError> {
        Work::new(&self.house, 0).person(person)
    }

    /// Whether an invitation can still be taken up.
    pub fn invitation_open(&self, token: &str, now_ms: i64) -> Result<bool, RunnerError> {
        let link = Work::new(&self.house, now_ms).load::<Link>(token)?;
        Ok(link.is_some_and(|l| matches!(l.does, LinkDoes::Invite { .. }) && l.is_open(None, now_ms)))
    }

    /// Takes an invitation up: a person is made, and a secret for the browser. `None` if it is used or too old.
    /// The secret may be handed out once the turn is durable.
    pub fn accept_invitation(&self, token: &str, name: &str, now_ms: i64) -> Result<Option<(String, Turned)>, RunnerError> {
        let _turn = lock(&self.turns);
        let mut work = Work::new(&self.house, now_ms);
        let link = work.load::<Link>(token)?.filter(|l| l.is_open(None, now_ms));
        let Some((mut link, rooms)) = link.and_then(|l| match l.does.clone() {
            LinkDoes::Invite { rooms } => Some((l, rooms)),
            _ => None,
        }) else {
            return Ok(None);
        };
        let person = Person {
            id: work.next_web_person()?,
            name: name.to_owned(),
            lang: None,
            private: Standing::Member,
            rooms,
            cases: Vec::new(),
        };
        link.used = true;
        link.person = Some(person.id);
        work.save(&link)?;
        work.save(&person)?;
        let secret = self.house.random_text(32);
        work.save(&Link {
            token: cookie_key(&secret),
            does: LinkDoes::Cookie,
            person: Some(person.id),
            until_ms: now_ms + COOKIE_MS,
            used: false,
        })?;
        work.greet(person.id)?;
        Ok(Some((secret, self.submit(work, None, Vec::new())?)))
    }

    /// Whose browser this is.
    pub fn person_by_cookie(&self, secret: &str, now_ms: i64) -> Result<Option<PersonId>, RunnerError> {
        let link = Work::new(&self.house, now_ms).load::<Link>(&cookie_key(secret))?;
        Ok(link
            .filter(|l| l.does == LinkDoes::Cookie && now_ms < l.until_ms)
            .and_then(|l| l.person))
    }
}

/// Only the hash of a cookie is stored.
fn cookie_key(secret: &str) -> String {
    let digest = Sha256::digest(secret.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("cookie-{hex}")
}

impl Work<'_> {
    fn seed(&mut self, people: &[DemoPerson]) -> Result<(), RunnerError> {
        self.save(&Counters {
            web_person: 5,
            web_room: -3,
            ..Counters::default()
        })?;
        let (county, township) = (DEMO_COUNTY.to_owned(), DEMO_TOWNSHIP.to_owned());
        self.seed_group(DEMO_DESK, "demo-desk", Binding::Desk { county: county.clone() })?;
        let township = Binding::Township {
            county,
            township,
            enterprises: Some(63),
        };
        self.seed_group(DEMO_GROUP, "demo-group", township)?;
        self.seed_people(people)?;
        let key = |chat| SessionKey {
            chat,
            thread: None,
            person: PersonId {
                channel: Channel::Web,
                id: 0,
            },
        };
        let welcome = render::welcome(self.voice(Lang::ZhCn), DEMO_COUNTY, DEMO_TOWNSHIP);
        self.say(key(DEMO_GROUP), welcome, Purpose::Welcome)?;
        self.say_text(key(DEMO_DESK), "desk-bound", &[("county", render::arg(DEMO_COUNTY))], None)
    }

    fn seed_group(&mut self, id: ChatId, title: &str, bound: Binding) -> Result<(), RunnerError> {
        let title = self.voice(Lang::ZhCn).say(title);
        self.save(&web_room(id, title, bound))
    }

    fn seed_people(&mut self, people: &[DemoPerson]) -> Result<(), RunnerError> {
        let mut county = County {
            name: DEMO_COUNTY.to_owned(),
            desk: Some(DEMO_DESK),
            ..County::default()
        };
        for person in people {
            let officer = person.path == "he";
            let mut rooms = vec![DEMO_GROUP];
            if officer {
                county.officers.insert(person.id, person.name.clone());
                county.nickname = Some(person.name.clone());
                rooms.push(DEMO_DESK);
            }
            self.save(&Person {
                id: person.id,
                name: person.name.clone(),
                lang: None,
                private: Standing::Member,
                rooms,
                cases: Vec::new(),
            })?;
            if !officer {
                self.greet(person.id)?;
            }
        }
        self.save(&county)
    }

    /// The first words in a private room, with the start button.
    fn greet(&mut self, person: PersonId) -> Result<(), RunnerError> {
        let voice = self.voice(Lang::ZhCn);
        let message = Message::new(voice.text("private-hello", &[])).with_buttons(render::start_buttons(voice));
        self.say(SessionKey::private(person), message, Purpose::Notice).map(drop)
    }

    /// `/invite [TOWNSHIP]`: a link that lets one person into the web chat.
    pub(super) fn invite(&mut self, inbound: &Inbound, who: &Who, county: &str, township: &str) -> Result<(), RunnerError> {
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
        let mut group = web_room(chat, title, bound);
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
}

/// A room of the web chat, where we may do everything.
fn web_room(id: ChatId, title: String, bound: Binding) -> Group {
    Group {
        id,
        title,
        bound: Some(bound),
        standing: Standing::Admin,
        can_pin: true,
        told: true,
        anonymous_told: -1,
        welcome: None,
    }
}
