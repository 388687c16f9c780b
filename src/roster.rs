//! People, chats and counties: who is who, which group belongs to which township, who answers at the desk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{CaseId, ChatId, OutboxId, PersonId, SessionKey};
use crate::l10n::Lang;
use crate::message::Standing;

/// A person's account in one chat program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The account.
    pub id: PersonId,
    /// The name shown.
    pub name: String,
    /// The language the person chose, or that of his program.
    pub lang: Option<Lang>,
    /// Whether the bot may write into the private chat.
    pub private: Standing,
    /// Rooms of the web chat the person was invited to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<ChatId>,
    /// Forms the person fills in or filled in, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<CaseId>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The chat.
    pub id: ChatId,
    /// Its title.
    pub title: String,
    /// What it is for, once an administrator has said so.
    pub bound: Option<Binding>,
    /// What the bot may do there.
    pub standing: Standing,
    /// Whether it may pin messages.
    pub can_pin: bool,
    /// It was told once what an administrator has to do.
    #[serde(default)]
    pub told: bool,
    /// The day (days since 1970) on which anonymous administrators were last asked to show themselves.
    #[serde(default)]
    pub anonymous_told: i64,
    /// The pinned welcome.
    #[serde(default)]
    pub welcome: Option<OutboxId>,
}

/// What a group is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Binding {
    /// A township's group of owners and station head.
    Township {
        /// 石门县.
        county: String,
        /// 楚江街道.
        township: String,
        /// How many enterprises it has, if somebody said.
        enterprises: Option<u32>,
    },
    /// A county's help desk.
    Desk {
        /// 石门县.
        county: String,
    },
}

impl Binding {
    /// The county.
    pub fn county(&self) -> &str {
        match self {
            Binding::Township { county, .. } | Binding::Desk { county } => county,
        }
    }
}

/// A county's desk.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct County {
    /// 石门县.
    pub name: String,
    /// The help desk's chat.
    pub desk: Option<ChatId>,
    /// Officers: their taps and replies count.
    pub officers: BTreeMap<PersonId, String>,
    /// What people call the desk: 贺姐.
    pub nickname: Option<String>,
}

/// A link that was given out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its random token.
    pub token: String,
    /// What it does.
    pub does: LinkDoes,
    /// Who may use it; anybody if `None`.
    pub person: Option<PersonId>,
    /// Until when, in milliseconds since 1970.
    pub until_ms: i64,
    /// Whether it was used.
    pub used: bool,
}

/// What a link does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkDoes {
    /// From a group into the private chat, for the private questions of a form.
    Private {
        /// The session in the group.
        session: SessionKey,
    },
    /// The owner confirms what a helper filled in.
    Confirm {
        /// The form.
        case: CaseId,
    },
    /// Access to the web chat.
    Invite {
        /// The rooms.
        rooms: Vec<ChatId>,
    },
    /// A browser that was let in; the token is the hash of its cookie.
    Cookie,
}

impl Link {
    /// Whether this person may use it now.
    pub fn is_open(&self, person: Option<PersonId>, now_ms: i64) -> bool {
        let own = self.person.is_none() || self.person == person;
        own && !self.used && now_ms < self.until_ms
    }
}
