//! What goes in and out of a chat program, in words that fit all of them.
//!
//! The core knows chat, thread, person, text, choice and attachment; the wire forms stay in `channel`.

use serde::{Deserialize, Serialize};

use crate::ids::{CaseId, ChatId, MessageId, OutboxId, PersonId, SessionKey, ThreadId, TicketId};

/// Something that happened in a chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inbound {
    /// The same for the same happening, however often it is delivered: `tg:8712`, `web:…`.
    pub update: String,
    /// When it reached us, in milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// Where.
    pub chat: ChatId,
    /// Whether the chat is a group.
    pub group: bool,
    /// The group's title.
    pub title: Option<String>,
    /// The forum topic.
    pub thread: Option<ThreadId>,
    /// Who.
    pub from: Sender,
    /// The number of the person's own message; what a reply goes to. None for taps and changes.
    pub message: Option<MessageId>,
    /// What.
    pub kind: InboundKind,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sender {
    /// A person.
    Person {
        /// The account.
        id: PersonId,
        /// The first name, as shown to others.
        name: String,
        /// The language of the person's program, `zh-hans`.
        language: Option<String>,
    },
    /// An administrator who hides behind the group.
    Anonymous,
    /// A channel that posts into the group.
    Channel,
    /// The chat program itself, or another bot.
    Nobody,
}

impl Sender {
    /// The person's id.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Sender::Person { id, .. } => Some(*id),
            Sender::Anonymous | Sender::Channel | Sender::Nobody => None,
        }
    }
}

/// The message somebody replied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyTo {
    /// Its number.
    pub message: MessageId,
    /// Whether the bot wrote it.
    pub own: bool,
    /// Who wrote it, if a person did.
    pub author: Option<PersonId>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum InboundKind {
    /// Words. Forwarded words are not an answer.
    Text {
        /// The words.
        text: String,
        /// The message they reply to.
        reply_to: Option<ReplyTo>,
        /// Whether somebody else's message was forwarded.
        forwarded: bool,
    },
    /// `/fill` or `/fill@our_bot`; commands for other bots do not come in.
    Command {
        /// Without the slash and the bot's name, in lower case.
        name: String,
        /// What follows, trimmed.
        args: String,
        /// The message it replies to.
        reply_to: Option<ReplyTo>,
        /// The name of the author of that message, if it is a person.
        reply_name: Option<String>,
    },
    /// A button was pressed.
    Tap {
        /// What the button carried; untrusted.
        token: String,
        /// By which the press is answered.
        callback: String,
        /// The message the button is on.
        message: Option<MessageId>,
    },
    /// Anything but words.
    Attachment {
        /// Which kind.
        what: Attachment,
        /// The words with it.
        caption: Option<String>,
        /// The message it replies to.
        reply_to: Option<ReplyTo>,
        /// The album it belongs to.
        album: Option<String>,
    },
    /// A message was edited.
    Edited {
        /// The new words.
        text: String,
        /// The message it replies to.
        reply_to: Option<ReplyTo>,
    },
    /// What the bot may do in the chat has changed, or a person opened or blocked the private chat.
    Standing {
        /// What it may do now.
        now: Standing,
        /// Whether it may pin messages.
        can_pin: bool,
    },
    /// The group has become a supergroup with another id.
    Migrated {
        /// The id from now on.
        to: ChatId,
    },
}

/// What came instead of words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Attachment {
    /// A photo; the handle fetches or forwards it.
    Photo(String),
    /// A voice message.
    Voice(String),
    /// A file.
    Document(String),
    /// A position (WGS-84 degrees).
    Location {
        /// Degrees north.
        lat: f64,
        /// Degrees east.
        lon: f64,
    },
    /// A phone number, and whether it is the sender's own.
    Contact {
        /// As the program sends it.
        phone: String,
        /// The account it belongs to is the sender's.
        own: bool,
    },
    /// A sticker.
    Sticker,
    /// Something this program does not know.
    Other,
}

/// What the bot may do in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Read and write.
    #[default]
    Member,
    /// Member with rights of an administrator.
    Admin,
    /// It may not write.
    Muted,
    /// It was removed, or the chat is gone.
    Gone,
    /// The person has blocked the private chat, or never opened it.
    Blocked,
}

/// One row of the outbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    /// How urgent.
    pub lane: Lane,
    /// Where to.
    pub chat: ChatId,
    /// The forum topic.
    pub thread: Option<ThreadId>,
    /// The person in front of the chat it is for; in a group rows of different people may pass each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What the message is, so that a reply to it finds its way.
    pub purpose: Purpose,
    /// What to do. Sealed in the store, because prompts show private answers to their owner.
    #[serde(with = "crate::seal")]
    pub act: Act,
    /// How often it was tried in vain.
    #[serde(default)]
    pub attempts: u32,
}

impl Outgoing {
    /// Whether private values may stand in it: all that goes to a private chat, and what is for the desk.
    /// What a group sees has none.
    pub fn may_be_private(&self) -> bool {
        let for_all = matches!(
            self.purpose,
            Purpose::Prompt { .. } | Purpose::TicketReply(_) | Purpose::Welcome | Purpose::Notice
        );
        self.chat.is_private() || !for_all
    }
}

/// How urgent a message is; within a chat order is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// An answer to somebody who waits.
    Reply,
    /// A card for the help desk.
    Alert,
    /// A reminder to a group.
    Reminder,
}

/// What a sent message is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The open question of a session, by its visit number.
    Prompt {
        /// Whose.
        session: SessionKey,
        /// Which showing.
        visit: u32,
    },
    /// A ticket's card at the desk.
    TicketCard(TicketId),
    /// A desk's answer to an owner, or a word about his ticket: a reply to it goes to the card.
    TicketReply(TicketId),
    /// A signed form's card at the desk.
    FormCard(CaseId),
    /// The question to an officer why a form goes back.
    AskReason(CaseId),
    /// The question to an officer for the national number.
    AskNumber(CaseId),
    /// The question to an officer for the value on a photo.
    AskValue(TicketId),
    /// The question to a person what he makes, to find the class of management.
    AskTrade(PersonId),
    /// The question to a person what he wants to know.
    AskQuestion(PersonId),
    /// The question to a person what else he makes on the same site.
    AskAlso {
        /// Whom.
        person: PersonId,
        /// The industries so far.
        code: String,
        /// The inquiry so far.
        trail: String,
    },
    /// A county's own answer, to be edited by replying.
    Entry(TicketId),
    /// The welcome of a group, to be pinned.
    Welcome,
    /// Anything else.
    Notice,
}

/// What to do in a chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A new message.
    Send(Message),
    /// New words and buttons for an old one.
    Edit {
        /// Which.
        target: Target,
        /// The words and buttons.
        message: Message,
    },
    /// Remove a message.
    Delete {
        /// Which.
        target: Target,
    },
    /// A file.
    Document {
        /// Its name.
        name: String,
        /// The path in the data folder it lies under until it is sent.
        path: String,
        /// Words with it.
        caption: String,
    },
    /// Somebody's photo, voice or file again, elsewhere.
    Copy {
        /// What.
        what: Attachment,
        /// From which chat.
        from: ChatId,
        /// From which message.
        message: Option<MessageId>,
        /// Words with it.
        caption: Text,
    },
}

/// A message that was sent before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// By its number.
    Message(MessageId),
    /// By the outbox row that sends it; the row is earlier in the same chat.
    Row(OutboxId),
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Message {
    /// The words.
    pub text: Text,
    /// Rows of buttons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<Button>>,
    /// A typed answer is wanted: from whom, and what the empty box shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_box: Option<ReplyBox>,
    /// The message it answers; if that is gone, it is sent all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    /// Without a sound.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
    /// Not to be forwarded or saved (personal data).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub protect: bool,
    /// To be pinned where the bot may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pin: bool,
}

impl Message {
    /// Words alone.
    pub fn new(text: Text) -> Self {
        Message {
            text,
            ..Message::default()
        }
    }

    /// With rows of buttons.
    #[must_use]
    pub fn with_buttons(self, buttons: Vec<Vec<Button>>) -> Self {
        Message { buttons, ..self }
    }

    /// As a reply to a message, if there is one.
    #[must_use]
    pub fn replying(self, reply_to: Option<MessageId>) -> Self {
        Message { reply_to, ..self }
    }

    /// Not to be forwarded or saved.
    #[must_use]
    pub fn protected(self) -> Self {
        Message { protect: true, ..self }
    }
}

/// A typed answer is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyBox {
    /// Whose answer.
    pub person: PersonId,
    /// An example for the empty box, at most 64 characters.
    pub placeholder: String,
    /// A photo is welcome, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub photo: bool,
    /// A position is welcome, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub place: bool,
}

/// Words with marks; never markup, so nothing a person types can break it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Text(pub Vec<Span>);

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// As it is.
    Plain(String),
    /// Standing out.
    Bold(String),
    /// Names a person so that he is told, with or without a user name.
    Mention {
        /// Who.
        person: PersonId,
        /// The name shown.
        name: String,
    },
}

impl Text {
    /// Words without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Span::Plain(text.into())])
    }

    /// The words without their marks.
    pub fn to_plain(&self) -> String {
        let span = |s: &Span| match s {
            Span::Plain(text) | Span::Bold(text) => text.clone(),
            Span::Mention { name, .. } => name.clone(),
        };
        self.0.iter().map(span).collect()
    }

    /// The text in parts of at most so many characters, broken at line ends; marks are kept only where one part is enough.
    /// At least one part.
    pub fn parts(&self, max_chars: usize) -> Vec<Text> {
        let plain = self.to_plain();
        if plain.chars().count() <= max_chars {
            return vec![self.clone()];
        }
        let mut parts = vec![String::new()];
        for line in plain.split_inclusive('\n') {
            let last = parts.last_mut().expect("there is always a part");
            if !last.is_empty() && last.chars().count() + line.chars().count() > max_chars {
                parts.push(line.to_owned());
            } else {
                last.push_str(line);
            }
        }
        parts.into_iter().map(Text::plain).collect()
    }

    /// Appends words.
    pub fn push(&mut self, text: impl Into<String>) {
        self.0.push(Span::Plain(text.into()));
    }
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// Its words.
    pub label: String,
    /// What it does.
    pub press: Press,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// Comes back to us as a tap with this token (at most 64 bytes).
    Token(String),
    /// Opens an address.
    Url(String),
}

/// The short answer to a tap, shown to the presser alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Toast {
    /// The tap.
    pub callback: String,
    /// The words, at most 200 characters.
    pub text: Option<String>,
    /// As a box that must be closed.
    pub alert: bool,
    /// The private chat to be opened, with the start payload of a deep link.
    pub open_private: Option<String>,
}

/// What became of an outbox row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Done; the number of the message, if one was made.
    Sent(Option<MessageId>),
    /// To be tried again; the channel's queue keeps it.
    Again,
    /// Will never work: the chat is gone, closed to us, or the message cannot be changed any more.
    Never(Refusal),
}

/// Why a row will never be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The bot is not in the chat any more, or the chat is gone.
    Gone,
    /// The person has blocked the bot or never opened the private chat.
    Blocked,
    /// The bot may not write there.
    Muted,
    /// The forum topic is closed or deleted.
    TopicGone,
    /// The group has another id now.
    Migrated(ChatId),
    /// Too late, or already so: nothing to mend.
    Moot,
    /// The message to be changed is gone, or cannot be changed any more.
    Lost,
    /// A fault of ours; the text of the refusal.
    Invalid(String),
}
