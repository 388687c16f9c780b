//! The help desk: a question that waits for a human, from the card to the closing.

mod entry;

use serde::{Deserialize, Serialize};

use crate::case::Account;
use crate::conversation::{HelpReason, Try};
use crate::ids::{AnswerKey, CaseId, ChatId, MessageId, OutboxId, PersonId, SessionKey, TicketId};
use crate::message::Attachment;

pub use self::entry::{Entry, NotAccepted};

/// A question that waits for a human.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its number.
    pub id: TicketId,
    /// Who asks.
    pub asker: Account,
    /// Where he asks: the answer goes there.
    pub session: SessionKey,
    /// His message, so that the answer is a reply to it.
    pub message: Option<MessageId>,
    /// The form, if one is open.
    pub case: Option<CaseId>,
    /// The county whose desk answers, once it is known.
    pub county: Option<String>,
    /// The question he stands at.
    pub key: Option<AnswerKey>,
    /// Why a human is wanted.
    pub why: HelpReason,
    /// What he tried in vain.
    #[serde(with = "crate::seal::or_default")]
    pub tries: Vec<Try>,
    /// A photo or voice message instead of the answer, and the message it came in.
    #[serde(default)]
    pub attachment: Option<(Attachment, Option<MessageId>)>,
    /// How far it is.
    pub state: TicketState,
    /// Copies of its card.
    #[serde(default)]
    pub cards: Vec<Card>,
    /// What was said since, oldest first.
    #[serde(with = "crate::seal::or_default")]
    pub words: Vec<Said>,
    /// Tries and words are gone: their key was destroyed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// When it was opened, in milliseconds since 1970.
    pub opened_ms: i64,
}

/// How far a ticket is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// Nobody has taken it.
    Open,
    /// An officer has.
    Claimed(Account),
    /// Done.
    Closed(Account),
}

/// A copy of a card in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The chat.
    pub chat: ChatId,
    /// The outbox row that sends it.
    pub row: OutboxId,
}

/// Something said about a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who.
    pub by: Account,
    /// Whether the desk said it.
    pub desk: bool,
    /// The words.
    pub text: String,
}

/// What an officer does to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Takes it.
    Claim,
    /// Answers it; an open one is taken by that.
    Answer,
    /// Takes it from the officer who has it.
    TakeOver,
    /// Closes it.
    Close,
}

/// Why a deed was not done; a person's mistake, told as a toast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Somebody else has it.
    TakenBy(String),
    /// It is closed.
    Closed,
}

/// Of one thing said so many characters are kept, and of all together so many: a sealed character takes seven bytes at
/// most, so that the record stays far below the store's limit.
const SAID_MAX: usize = 1_000;
const WORDS_MAX: usize = 5_000;

impl Ticket {
    /// Keeps what was said; the oldest goes when it is too much.
    pub fn hear(&mut self, said: Said) {
        let text = said.text.chars().take(SAID_MAX).collect();
        self.words.push(Said { text, ..said });
        while self
            .words
            .iter()
            .map(|s| s.text.chars().count() + s.by.name.chars().count())
            .sum::<usize>()
            > WORDS_MAX
        {
            self.words.remove(0);
        }
    }

    /// The only place where a ticket's state changes: compare, then swap.
    pub fn act(&mut self, deed: Deed, officer: &Account) -> Result<(), Refused> {
        let next = match (&self.state, deed) {
            (TicketState::Closed(_), _) => return Err(Refused::Closed),
            (TicketState::Claimed(other), Deed::Claim | Deed::Answer | Deed::Close) if other.id != officer.id => {
                return Err(Refused::TakenBy(other.name.clone()));
            }
            (_, Deed::Claim | Deed::Answer | Deed::TakeOver) => TicketState::Claimed(officer.clone()),
            (_, Deed::Close) => TicketState::Closed(officer.clone()),
        };
        self.state = next;
        Ok(())
    }

    /// Whether it still waits for something.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, TicketState::Closed(_))
    }

    /// Whether this is the person who asked.
    pub fn is_asker(&self, person: PersonId) -> bool {
        self.asker.id == person
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket() -> Ticket {
        let asker = Account {
            id: PersonId::tg(1001),
            name: "李茶".to_owned(),
        };
        Ticket {
            id: TicketId(1),
            session: SessionKey::private(asker.id),
            asker,
            message: None,
            case: None,
            county: None,
            key: None,
            why: HelpReason::Asked,
            tries: Vec::new(),
            attachment: None,
            state: TicketState::Open,
            cards: Vec::new(),
            words: Vec::new(),
            deleted: false,
            opened_ms: 0,
        }
    }

    #[test]
    fn only_one_officer_gets_a_ticket() {
        let he = Account {
            id: PersonId::tg(2001),
            name: "贺姐".to_owned(),
        };
        let tan = Account {
            id: PersonId::tg(2002),
            name: "谭站长".to_owned(),
        };
        let mut ticket = ticket();
        assert_eq!(ticket.act(Deed::Claim, &he), Ok(()));
        assert_eq!(ticket.act(Deed::Claim, &tan), Err(Refused::TakenBy("贺姐".to_owned())));
        assert_eq!(ticket.act(Deed::Close, &tan), Err(Refused::TakenBy("贺姐".to_owned())));
        assert_eq!(ticket.act(Deed::Answer, &tan), Err(Refused::TakenBy("贺姐".to_owned())));
        assert_eq!(ticket.act(Deed::TakeOver, &tan), Ok(()));
        assert_eq!(ticket.act(Deed::TakeOver, &he), Ok(()));
        assert_eq!(ticket.act(Deed::Close, &he), Ok(()));
        assert_eq!(ticket.act(Deed::Answer, &he), Err(Refused::Closed));
    }
}
