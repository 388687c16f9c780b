//! What a failed call means: wait, give up, or stop.

use std::fmt;

use crate::ids::ChatId;
use crate::message::Refusal;

/// A call that did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// Telegram has answered no.
    Refused(Refused),
    /// There was no answer, or none that can be read; the call may have been carried out all the same.
    Unreachable(String),
    /// It could not even be made.
    Never(Refusal),
}

/// Telegram's no.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refused {
    /// The error code, like those of HTTP.
    pub code: u16,
    /// In Telegram's words.
    pub description: String,
    /// Seconds to wait.
    pub retry_after: Option<u64>,
    /// The chat's id from now on.
    pub migrate_to: Option<i64>,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Refused(refused) => write!(f, "{} {}", refused.code, refused.description),
            CallError::Unreachable(why) | CallError::Never(Refusal::Invalid(why)) => f.write_str(why),
            CallError::Never(refusal) => write!(f, "{refusal:?}"),
        }
    }
}

/// What is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Try again after so many milliseconds.
    Again(u64),
    /// The token is not accepted: nothing will ever work.
    Token,
    /// This message will never go out.
    Never(Refusal),
}

/// Parts of descriptions, in lower case; the first that occurs decides.
const DESCRIPTIONS: [(&str, Refusal); 35] = [
    ("bot was blocked by the user", Refusal::Blocked),
    ("user_is_blocked", Refusal::Blocked),
    ("bot can't initiate conversation", Refusal::Blocked),
    ("user is deactivated", Refusal::Blocked),
    ("bots can't send messages to bots", Refusal::Blocked),
    ("group chat was upgraded", Refusal::Gone),
    ("chat not found", Refusal::Gone),
    ("bot was kicked", Refusal::Gone),
    ("bot is not a member", Refusal::Gone),
    ("group chat was deleted", Refusal::Gone),
    ("group chat was deactivated", Refusal::Gone),
    ("group is deactivated", Refusal::Gone),
    ("peer_id_invalid", Refusal::Gone),
    ("channel_private", Refusal::Gone),
    ("topic_closed", Refusal::TopicGone),
    ("topic_deleted", Refusal::TopicGone),
    ("topic_id_invalid", Refusal::TopicGone),
    ("message thread not found", Refusal::TopicGone),
    ("message is not modified", Refusal::Moot),
    ("message to delete not found", Refusal::Moot),
    ("query is too old", Refusal::Moot),
    ("message to edit not found", Refusal::Lost),
    ("message can't be edited", Refusal::Lost),
    ("message can't be deleted", Refusal::Lost),
    ("message to be replied not found", Refusal::Lost),
    ("replied message not found", Refusal::Lost),
    ("message to copy not found", Refusal::Lost),
    ("message can't be copied", Refusal::Lost),
    ("message_id_invalid", Refusal::Lost),
    ("message identifier is not specified", Refusal::Lost),
    ("not enough rights", Refusal::Muted),
    ("have no rights to send", Refusal::Muted),
    ("chat_write_forbidden", Refusal::Muted),
    ("need administrator rights", Refusal::Muted),
    ("chat_restricted", Refusal::Muted),
];

/// Milliseconds before the next try after a fault that passes: 1, 2, 4 … 60 seconds.
pub fn backoff(attempts: u32) -> u64 {
    60_000.min(1_000_u64 << attempts.min(6))
}

/// Judges a failed call to a chat that was tried in vain `attempts` times before.
pub fn judge(error: &CallError, chat: ChatId, attempts: u32) -> Verdict {
    let refused = match error {
        CallError::Unreachable(_) => return Verdict::Again(backoff(attempts)),
        CallError::Never(refusal) => return Verdict::Never(refusal.clone()),
        CallError::Refused(refused) => refused,
    };
    if let Some(to) = refused.migrate_to {
        return Verdict::Never(Refusal::Migrated(ChatId { id: to, ..chat }));
    }
    match refused.code {
        429 => Verdict::Again(refused.retry_after.unwrap_or(5).saturating_mul(1_000)),
        401 | 404 => Verdict::Token,
        409 | 500.. => Verdict::Again(backoff(attempts)),
        _ => Verdict::Never(by_description(&refused.description, chat)),
    }
}

/// Whether Telegram has said that there were too many requests.
pub fn is_flood(error: &CallError) -> bool {
    matches!(error, CallError::Refused(refused) if refused.code == 429)
}

fn by_description(description: &str, chat: ChatId) -> Refusal {
    let lower = description.to_lowercase();
    let known = DESCRIPTIONS.iter().find(|(part, _)| lower.contains(part));
    match known.map(|(_, refusal)| refusal) {
        // A private chat is not found when it was never opened.
        Some(Refusal::Gone) if chat.id > 0 => Refusal::Blocked,
        Some(refusal) => refusal.clone(),
        None => Refusal::Invalid(description.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str) -> CallError {
        CallError::Refused(Refused {
            code,
            description: description.to_owned(),
            ..Refused::default()
        })
    }

    #[test]
    fn descriptions_are_told_apart() {
        let group = ChatId::tg(-1_005);
        for (code, description, expected) in [
            (400, "Bad Request: chat not found", Refusal::Gone),
            (403, "Forbidden: bot was kicked from the supergroup chat", Refusal::Gone),
            (403, "Forbidden: bot was kicked from the group chat", Refusal::Gone),
            (403, "Forbidden: bot is not a member of the supergroup chat", Refusal::Gone),
            (403, "Forbidden: the group chat was deleted", Refusal::Gone),
            (403, "Forbidden: bot was blocked by the user", Refusal::Blocked),
            (403, "Forbidden: bot can't initiate conversation with a user", Refusal::Blocked),
            (403, "Forbidden: user is deactivated", Refusal::Blocked),
            (
                400,
                "Bad Request: not enough rights to send text messages to the chat",
                Refusal::Muted,
            ),
            (400, "Bad Request: have no rights to send a message", Refusal::Muted),
            (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Refusal::Muted),
            (400, "Bad Request: TOPIC_CLOSED", Refusal::TopicGone),
            (400, "Bad Request: message thread not found", Refusal::TopicGone),
            (
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
                Refusal::Moot,
            ),
            (400, "Bad Request: message to delete not found", Refusal::Moot),
            (400, "Bad Request: message to edit not found", Refusal::Lost),
            (400, "Bad Request: message can't be edited", Refusal::Lost),
            (400, "Bad Request: message can't be deleted for everyone", Refusal::Lost),
            (400, "Bad Request: message to be replied not found", Refusal::Lost),
            (
                400,
                "Bad Request: BUTTON_DATA_INVALID",
                Refusal::Invalid("Bad Request: BUTTON_DATA_INVALID".to_owned()),
            ),
            (
                413,
                "Request Entity Too Large",
                Refusal::Invalid("Request Entity Too Large".to_owned()),
            ),
        ] {
            assert_eq!(
                judge(&refused(code, description), group, 0),
                Verdict::Never(expected),
                "{description}"
            );
        }
    }

    #[test]
    fn every_known_description_has_its_own_meaning() {
        for (part, refusal) in DESCRIPTIONS {
            for code in [400, 403] {
                let verdict = judge(&refused(code, &format!("Bad Request: {}", part.to_uppercase())), ChatId::tg(-1), 0);
                assert_eq!(verdict, Verdict::Never(refusal.clone()), "{part}: an earlier part hides it");
            }
        }
    }

    #[test]
    fn a_private_chat_that_is_not_found_was_never_opened() {
        let verdict = judge(&refused(400, "Bad Request: chat not found"), ChatId::tg(5), 0);
        assert_eq!(verdict, Verdict::Never(Refusal::Blocked));
    }

    #[test]
    fn faults_that_pass_are_waited_for() {
        let chat = ChatId::tg(-5);
        let again = |error: &CallError, attempts| judge(error, chat, attempts);
        let flood = |retry_after| {
            CallError::Refused(Refused {
                code: 429,
                retry_after,
                ..Refused::default()
            })
        };
        assert_eq!(again(&flood(Some(8)), 3), Verdict::Again(8_000));
        assert_eq!(again(&flood(None), 3), Verdict::Again(5_000));
        assert_eq!(again(&refused(502, "Bad Gateway"), 0), Verdict::Again(1_000));
        assert_eq!(again(&refused(409, "Conflict"), 2), Verdict::Again(4_000));
        assert_eq!(again(&CallError::Unreachable("timeout".to_owned()), 1), Verdict::Again(2_000));
        assert_eq!(again(&CallError::Unreachable("timeout".to_owned()), 40), Verdict::Again(60_000));
        assert_eq!(again(&refused(401, "Unauthorized"), 0), Verdict::Token);
        assert_eq!(again(&CallError::Never(Refusal::Lost), 0), Verdict::Never(Refusal::Lost));
    }

    #[test]
    fn a_group_that_moved_says_where_to() {
        let moved = Refused {
            code: 400,
            description: "Bad Request: group chat was upgraded to a supergroup chat".to_owned(),
            migrate_to: Some(-10_077),
            ..Refused::default()
        };
        assert_eq!(
            judge(&CallError::Refused(moved), ChatId::tg(-77), 0),
            Verdict::Never(Refusal::Migrated(ChatId::tg(-10_077)))
        );
    }
}
