//! A newtype for every id: chats, people, steps, cases, tickets.
//!
//! Each is serialised as its bare value. Text forms are stable, because they are keys in the store.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A chat program. A chat or person id is only unique inside one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// Telegram, by the Bot API.
    Tg,
    /// The built-in web chat.
    Web,
}

impl Channel {
    /// The two or three letters used in keys: `tg`, `web`.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Tg => "tg",
            Channel::Web => "web",
        }
    }
}

/// Text that is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {0}")]
pub struct BadId(pub String);

macro_rules! channel_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            /// The chat program the number belongs to.
            pub channel: Channel,
            /// The program's own number (up to 52 bits on Telegram; groups are negative).
            pub id: i64,
        }

        impl $name {
            /// On Telegram.
            pub const fn tg(id: i64) -> Self {
                Self { channel: Channel::Tg, id }
            }
            /// On the web chat.
            pub const fn web(id: i64) -> Self {
                Self { channel: Channel::Web, id }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}:{}", self.channel.as_str(), self.id)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                let bad = || BadId(text.to_owned());
                let (channel, id) = text.split_once(':').ok_or_else(bad)?;
                let channel = match channel {
                    "tg" => Channel::Tg,
                    "web" => Channel::Web,
                    _ => return Err(bad()),
                };
                Ok(Self { channel, id: id.parse().map_err(|_| bad())? })
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

channel_id!(
    /// A chat: a group or a private chat. Text form `tg:-1001234`.
    ChatId
);
channel_id!(
    /// A person's account in one chat program. Text form `tg:1001`. Rights hang on this number, never on a name.
    PersonId
);

impl PersonId {
    /// The private chat with this person (the same number on both channels).
    pub const fn private_chat(self) -> ChatId {
        ChatId {
            channel: self.channel,
            id: self.id,
        }
    }
}

impl ChatId {
    /// Whether it is a person's private chat (groups have numbers below zero on both channels).
    pub const fn is_private(self) -> bool {
        self.id > 0
    }
}

macro_rules! number_id {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

number_id!(
    /// A message inside one chat.
    MessageId(i64)
);
number_id!(
    /// A forum topic inside a group.
    ThreadId(i64)
);
number_id!(
    /// One enterprise's form, from first answer to recorded number.
    CaseId(u64)
);
number_id!(
    /// A question that waits for a human.
    TicketId(u64)
);
number_id!(
    /// One message to be sent; grows, so that order of ids is order of sending.
    OutboxId(u64)
);
number_id!(
    /// An item of a repeated group; never reused inside one list, so deleting item 2 renames nothing.
    ItemId(u32)
);

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The bare text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }
    };
}

text_id!(
    /// A form by name, `registration`.
    FlowId
);
text_id!(
    /// SHA-256 (hex) of a flow file's bytes: the version a case was answered under.
    FlowHash
);
text_id!(
    /// A step of a flow, in kebab-case: `unit-name`.
    StepId
);
text_id!(
    /// A list of choices in a flow: `earlier`.
    ListId
);
text_id!(
    /// One choice of a list: `yes`.
    OptionId
);

/// Where an answer is kept: the step, and the item if the step is repeated. Text form `product` or `product/2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnswerKey {
    /// The question.
    pub step: StepId,
    /// The item of the repeated group it belongs to.
    pub item: Option<ItemId>,
}

impl AnswerKey {
    /// The key of a question that is asked once.
    pub fn single(step: impl Into<StepId>) -> Self {
        Self {
            step: step.into(),
            item: None,
        }
    }
    /// The key of a question inside a repeated group.
    pub fn of_item(step: impl Into<StepId>, item: ItemId) -> Self {
        Self {
            step: step.into(),
            item: Some(item),
        }
    }
}

impl fmt::Display for AnswerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.item {
            None => f.write_str(self.step.as_str()),
            Some(item) => write!(f, "{}/{item}", self.step),
        }
    }
}

impl FromStr for AnswerKey {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        match text.split_once('/') {
            None => Ok(Self::single(text)),
            Some((step, item)) => {
                let item = item.parse().map_err(|_| BadId(text.to_owned()))?;
                Ok(Self::of_item(step, ItemId(item)))
            }
        }
    }
}

impl Serialize for AnswerKey {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AnswerKey {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Who sits in front of which chat window: one person has one open prompt per chat and topic.
/// Text form `tg:-1001|7|tg:1001` (the topic is empty outside forums).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey {
    /// The chat.
    pub chat: ChatId,
    /// The forum topic.
    pub thread: Option<ThreadId>,
    /// The person.
    pub person: PersonId,
}

impl SessionKey {
    /// The session a person has in the private chat.
    pub fn private(person: PersonId) -> Self {
        Self {
            chat: person.private_chat(),
            thread: None,
            person,
        }
    }
    /// Whether this is the person's private chat.
    pub fn is_private(&self) -> bool {
        self.chat == self.person.private_chat()
    }
}

impl fmt::Display for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thread = self.thread.map(|t| t.to_string()).unwrap_or_default();
        write!(f, "{}|{thread}|{}", self.chat, self.person)
    }
}

impl FromStr for SessionKey {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId(text.to_owned());
        let mut parts = text.splitn(3, '|');
        let (Some(chat), Some(thread), Some(person)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(bad());
        };
        let thread = match thread {
            "" => None,
            number => Some(ThreadId(number.parse().map_err(|_| bad())?)),
        };
        Ok(Self {
            chat: chat.parse()?,
            thread,
            person: person.parse()?,
        })
    }
}

impl Serialize for SessionKey {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SessionKey {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_as_they_were_written() {
        let chat = ChatId::tg(-1_001_234_567_890);
        assert_eq!(chat.to_string().parse::<ChatId>().unwrap(), chat);
        for thread in [None, Some(ThreadId(7))] {
            let key = SessionKey {
                chat,
                thread,
                person: PersonId::tg(1001),
            };
            assert_eq!(key.to_string().parse::<SessionKey>().unwrap(), key);
        }
        for key in [AnswerKey::single("unit-name"), AnswerKey::of_item("product", ItemId(2))] {
            assert_eq!(key.to_string().parse::<AnswerKey>().unwrap(), key);
        }
        assert!("tg".parse::<ChatId>().is_err());
    }
}
