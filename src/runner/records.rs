//! The records of the house and how they are stored: a codec number, then JSON. Private values pass the seal.

use std::collections::{BTreeMap, VecDeque};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::answer::Value;
use crate::case::{Case, Signature};
use crate::conversation::{Answers, Dialog};
use crate::desk::Ticket;
use crate::flow::Flow;
use crate::ids::{AnswerKey, CaseId, MessageId, OutboxId, SessionKey, TicketId};
use crate::message::Purpose;
use crate::roster::{County, Group, Link, Person};
use crate::store::Kind;

/// The codec written now. A newer number means a newer program; older ones stay readable for ever.
const CODEC: u8 = 1;

/// A record that cannot be read: written by a newer version, or damaged.
#[derive(Debug, Clone, thiserror::Error)]
#[error("a record of kind {kind:?} cannot be read: {why}")]
pub struct Unreadable {
    /// Its kind.
    pub kind: Kind,
    /// Why.
    pub why: String,
}

/// A record with a key of its own.
pub trait Stored: Serialize + DeserializeOwned {
    /// Its kind.
    const KIND: Kind;
    /// Its id among its kind.
    fn id(&self) -> String;
}

/// A record as bytes.
pub fn encode<T: Stored>(record: &T) -> Vec<u8> {
    let mut bytes = vec![CODEC];
    serde_json::to_writer(&mut bytes, record).expect("our records serialise, and a vector takes every write");
    bytes
}

/// A record from its bytes.
pub fn decode<T: Stored>(bytes: &[u8]) -> Result<T, Unreadable> {
    let bad = |why: String| Unreadable { kind: T::KIND, why };
    match bytes.split_first() {
        Some((&CODEC, json)) => serde_json::from_slice(json).map_err(|e| bad(e.to_string())),
        Some((codec, _)) => Err(bad(format!("codec {codec}, this version knows {CODEC}"))),
        None => Err(bad("it is empty".to_owned())),
    }
}

/// A number as an id that sorts as the number does.
pub fn padded(number: u64) -> String {
    format!("{number:012}")
}

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
    #[serde(with = "crate::seal")]
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
#[derive(Debug, Serialize, Deserialize)]
pub struct StoredCase {
    case: Case,
    #[serde(with = "crate::seal")]
    private: Private,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Private {
    now: BTreeMap<AnswerKey, Value>,
    names: Vec<String>,
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
}

impl Stored for StoredCase {
    const KIND: Kind = Kind::Case;
    fn id(&self) -> String {
        padded(self.case.id.0)
    }
}

impl StoredCase {
    /// Takes the private answers out, to be sealed.
    pub fn close(mut case: Case, flow: &Flow) -> Self {
        let mut private = Private {
            now: take_private(&mut case.answers, flow),
            ..Private::default()
        };
        for version in &mut case.signed {
            private.names.push(std::mem::take(&mut version.name));
        }
        StoredCase { case, private }
    }

    /// Puts them back.
    pub fn open(mut self) -> Case {
        put_private(&mut self.case.answers, self.private.now);
        for (version, name) in self.case.signed.iter_mut().zip(self.private.names) {
            version.name = name;
        }
        self.case
    }
}

fn take_private(answers: &mut Answers, flow: &Flow) -> BTreeMap<AnswerKey, Value> {
    let mut private = BTreeMap::new();
    for (key, given) in &mut answers.given {
        if flow.step(&key.step).is_none_or(|s| s.private) {
            private.extend(given.value.take().map(|value| (key.clone(), value)));
        }
    }
    private
}

fn put_private(answers: &mut Answers, private: BTreeMap<AnswerKey, Value>) {
    for (key, value) in private {
        if let Some(given) = answers.given.get_mut(&key) {
            given.value = Some(value);
        }
    }
}
