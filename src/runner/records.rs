//! The records of the house.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::codec::{Stored, padded};
use crate::answer::{Soft, Value};
use crate::case::{Case, Signature, Stage};
use crate::conversation::{Answers, Dialog};
use crate::desk::{Entry, Ticket};
use crate::flow::Flow;
use crate::ids::{AnswerKey, CaseId, MessageId, OutboxId, SessionKey, TicketId};
use crate::message::Purpose;
use crate::roster::{County, Group, Link, Person};
use crate::seal::{Class, Sealing};
use crate::store::Kind;

impl Stored for Person {
    const KIND: Kind = Kind::Person;
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Stored for Group {
    const KIND: Kind = Kind::Chat;
    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Stored for County {
    const KIND: Kind = Kind::County;
    fn id(&self) -> String {
        self.name.clone()
    }
}

impl Stored for Link {
    const KIND: Kind = Kind::Link;
    fn id(&self) -> String {
        self.token.clone()
    }
}

impl Stored for Ticket {
    const KIND: Kind = Kind::Ticket;
    fn id(&self) -> String {
        padded(self.id.0)
    }
    fn sealing(&self) -> Sealing {
        // What is asked about a private question can be private in every word.
        Sealing::Month
    }
    fn forgotten(&mut self) {
        self.deleted = true;
    }
}

impl Stored for Entry {
    const KIND: Kind = Kind::Faq;
    fn id(&self) -> String {
        padded(self.ticket.0)
    }
    fn sealing(&self) -> Sealing {
        // Until a second officer has looked at it, something personal may be in it.
        if self.accepted.is_some() { Sealing::Open } else { Sealing::Month }
    }
}

/// A person in front of a chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Who, where.
    pub key: SessionKey,
    /// Its random name in buttons.
    pub token: String,
    /// The form it is about.
    pub case: Option<CaseId>,
    /// Grows with every showing of a prompt.
    pub visit: u32,
    /// The prompt now open.
    pub prompt: Option<Prompt>,
    /// Which showing was about which question, the newest last.
    #[serde(default)]
    pub shown: VecDeque<(u32, AnswerKey)>,
    /// The person's own message that the next prompt replies to.
    #[serde(default)]
    pub last_message: Option<MessageId>,
    /// The person's message that gave the last answer, and to which question: an edit of it is a change.
    #[serde(default)]
    pub last_answer: Option<(MessageId, AnswerKey)>,
    /// What is being asked back.
    #[serde(with = "crate::seal::or_default")]
    pub dialog: Dialog,
    /// "Which form?" is asked.
    #[serde(default)]
    pub choosing: bool,
    /// In the private chat: the group session it returns to.
    #[serde(default)]
    pub returns_to: Option<SessionKey>,
    /// The ticket of this session that is open.
    #[serde(default)]
    pub ticket: Option<TicketId>,
    /// The last question that was put beside the form, for the desk if it is wanted.
    #[serde(default, with = "crate::seal::or_default", skip_serializing_if = "String::is_empty")]
    pub asked: String,
}

/// A prompt that was put into the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// The row that sends it.
    pub row: OutboxId,
    /// Whether it carries a reply box (such a message cannot be edited on Telegram).
    pub typed: bool,
    /// When it was made, in milliseconds since 1970.
    pub at_ms: i64,
    /// The question it shows.
    pub key: Option<AnswerKey>,
}

/// How many showings are remembered for old buttons.
pub(super) const SHOWN_MAX: usize = 60;

impl Session {
    /// A session that has just begun.
    pub fn new(key: SessionKey, token: String) -> Self {
        Session {
            key,
            token,
            case: None,
            visit: 0,
            prompt: None,
            shown: VecDeque::new(),
            last_message: None,
            last_answer: None,
            dialog: Dialog::default(),
            choosing: false,
            returns_to: None,
            ticket: None,
            asked: String::new(),
        }
    }

    /// From now on it is about this form; nothing that was asked about another one stays.
    pub fn turn_to(&mut self, case: CaseId) {
        if self.case != Some(case) {
            self.case = Some(case);
            self.dialog = Dialog::default();
            self.shown.clear();
            self.last_answer = None;
        }
    }
}

impl Stored for Session {
    const KIND: Kind = Kind::Session;
    fn id(&self) -> String {
        self.key.to_string()
    }
    fn sealing(&self) -> Sealing {
        // In a group nothing private is asked, so what is ticked there is no secret.
        let ticked = self.key.is_private() && !self.dialog.ticks.is_empty();
        if ticked || self.dialog.holds_words() || !self.asked.is_empty() {
            Sealing::Month
        } else {
            Sealing::Open
        }
    }
}

/// A message the bot has sent; by it a reply finds its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    /// `chat/message`.
    pub at: String,
    /// What it was.
    pub purpose: Purpose,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

impl Stored for Sent {
    const KIND: Kind = Kind::Sent;
    fn id(&self) -> String {
        self.at.clone()
    }
}

/// A pointer from a value to something else: the number of the message a row became, the form with a credit code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// `row:17`, `session:k7Qm3xAb`, `uscc:9243…`.
    pub name: String,
    /// What it points to.
    pub to: String,
}

impl Stored for Pointer {
    const KIND: Kind = Kind::Index;
    fn id(&self) -> String {
        self.name.clone()
    }
}

/// A flow file under which cases were begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowFile {
    /// Its hash.
    pub hash: String,
    /// Its text.
    pub source: String,
}

impl Stored for FlowFile {
    const KIND: Kind = Kind::Flow;
    fn id(&self) -> String {
        self.hash.clone()
    }
}

/// The next numbers to give out. Numbers are reserved in blocks: after a crash the rest of a block is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Outbox rows below this may have been used.
    pub outbox: u64,
    /// The next form.
    pub case: u64,
    /// The next ticket.
    pub ticket: u64,
    /// The next person of the web chat.
    pub web_person: i64,
    /// The next room of the web chat (they count downwards).
    pub web_room: i64,
}

impl Default for Counters {
    fn default() -> Self {
        Counters {
            outbox: 1,
            case: 1,
            ticket: 1,
            web_person: 1,
            web_room: -1,
        }
    }
}

impl Stored for Counters {
    const KIND: Kind = Kind::Meta;
    fn id(&self) -> String {
        "counters".to_owned()
    }
}

/// An update that could not be handled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct SetAside {
    /// The update.
    pub update: String,
    /// Why.
    pub why: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

impl Stored for SetAside {
    const KIND: Kind = Kind::SetAside;
    fn id(&self) -> String {
        self.update.clone()
    }
}

/// A case as it is stored: private answers apart, sealed.
#[derive(Debug, Serialize, Deserialize, Clone, PartialEq)]
pub struct StoredCase {
    case: Case,
    #[serde(with = "crate::seal::or_default")]
    private: Private,
}

#[derive(Debug, Default, Serialize, Deserialize, Clone, PartialEq)]
struct Private {
    now: BTreeMap<AnswerKey, Value>,
    names: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    flags: BTreeMap<AnswerKey, Soft>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Private {
    fn is_empty(&self) -> bool {
        self.now.is_empty() && self.names.is_empty() && self.flags.is_empty() && self.reason.is_none()
    }
}

/// What was signed, for good: a form that is opened again gets another version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignedVersion {
    /// The form.
    pub case: CaseId,
    /// Which version, from 1.
    pub version: u32,
    /// The signature, with the digest over the content.
    #[serde(with = "crate::seal")]
    pub signature: Signature,
    /// The content.
    #[serde(with = "crate::seal")]
    pub answers: Answers,
}

impl Stored for SignedVersion {
    const KIND: Kind = Kind::Signed;
    fn id(&self) -> String {
        format!("{}/{:06}", padded(self.case.0), self.version)
    }
    fn sealing(&self) -> Sealing {
        Sealing::Own(Class::Signed)
    }
}

impl Stored for StoredCase {
    const KIND: Kind = Kind::Case;
    fn id(&self) -> String {
        padded(self.case.id.0)
    }
    fn sealing(&self) -> Sealing {
        match self.private.is_empty() {
            true => Sealing::Open,
            false if self.case.signings > 0 => Sealing::Own(Class::Signed),
            false => Sealing::Own(Class::Draft),
        }
    }
}

impl StoredCase {
    /// Takes what is private out, to be sealed; [`Value::Deleted`] stays in the place of each answer.
    pub fn close(mut case: Case, flow: &Flow) -> Self {
        let mut private = Private::default();
        for (key, given) in &mut case.answers.given {
            if flow.step(&key.step).is_some_and(|s| !s.private) {
                continue;
            }
            if let Some(value) = given.value.as_mut().filter(|value| **value != Value::Deleted) {
                private.now.insert(key.clone(), std::mem::replace(value, Value::Deleted));
            }
            private.flags.extend(given.flag.take().map(|flag| (key.clone(), flag)));
        }
        if case.signed.iter().any(|signature| !signature.name.is_empty()) {
            private.names = case
                .signed
                .iter_mut()
                .map(|signature| std::mem::take(&mut signature.name))
                .collect();
        }
        if let Stage::SentBack { reason, .. } = &mut case.stage
            && !reason.is_empty()
        {
            private.reason = Some(std::mem::take(reason));
        }
        StoredCase { case, private }
    }

    /// Puts it back. What was destroyed stays [`Value::Deleted`]; in an open form it is asked again.
    pub fn open(mut self) -> Case {
        for (key, value) in self.private.now {
            if let Some(given) = self.case.answers.given.get_mut(&key) {
                given.value = Some(value);
            }
        }
        for (key, flag) in self.private.flags {
            if let Some(given) = self.case.answers.given.get_mut(&key) {
                given.flag = Some(flag);
            }
        }
        for (version, name) in self.case.signed.iter_mut().zip(self.private.names) {
            version.name = name;
        }
        if let (Stage::SentBack { reason, .. }, Some(kept)) = (&mut self.case.stage, self.private.reason) {
            *reason = kept;
        }
        if self.case.stage.is_open() {
            self.case.answers.given.retain(|_, given| given.value != Some(Value::Deleted));
        }
        self.case
    }
}
