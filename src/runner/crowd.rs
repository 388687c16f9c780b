//! Groups in which the bot may not speak as often as it should: whoever has opened the private chat goes on there.
//!
//! Kept in memory only, and forgotten when the channel says no more that the group is crowded.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use super::lock;
use crate::ids::{ChatId, PersonId};

/// So long after it was last said a group counts as crowded, in milliseconds.
const LASTS_MS: i64 = 5 * 60 * 1000;

#[derive(Debug)]
struct Crowd {
    since: i64,
    until: i64,
    moved: HashSet<PersonId>,
}

/// The crowded groups.
#[derive(Debug, Default)]
pub(super) struct Crowds(Mutex<HashMap<ChatId, Crowd>>);

impl Crowds {
    pub(super) fn told(&self, chat: ChatId, now: i64) {
        let mut crowds = lock(&self.0);
        crowds.retain(|_, crowd| crowd.lasts(now));
        let fresh = || Crowd {
            since: now,
            until: now,
            moved: HashSet::new(),
        };
        crowds.entry(chat).or_insert_with(fresh).until = now + LASTS_MS;
    }

    /// Whether a group is crowded.
    pub(super) fn is_one(&self, chat: ChatId, now: i64) -> bool {
        lock(&self.0).get(&chat).is_some_and(|crowd| crowd.lasts(now))
    }

    /// Whether a person is to go on in private; true once for each crowd, so that whoever comes back may stay.
    pub(super) fn leaves(&self, chat: ChatId, person: PersonId, now: i64) -> bool {
        let mut crowds = lock(&self.0);
        let crowd = crowds.get_mut(&chat).filter(|crowd| crowd.lasts(now));
        crowd.is_some_and(|crowd| crowd.moved.insert(person))
    }
}

impl Crowd {
    /// Not when the clock was set back to before it began.
    fn lasts(&self, now: i64) -> bool {
        (self.since..self.until).contains(&now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_leaves_a_crowd_once() {
        let crowds = Crowds::default();
        let (chat, person) = (ChatId::tg(-5), PersonId::tg(7));
        let leaves = |now| crowds.leaves(chat, person, now);
        assert!(!leaves(0));
        assert!(!crowds.is_one(chat, 0));
        crowds.told(chat, 0);
        assert!(crowds.is_one(chat, 10) && !crowds.is_one(ChatId::tg(-6), 10));
        assert!(leaves(10) && !leaves(20));
        assert!(!crowds.leaves(ChatId::tg(-6), PersonId::tg(8), 20));
        crowds.told(chat, 60_000);
        assert!(!leaves(60_010), "it is still the same crowd");
        assert!(!crowds.leaves(chat, PersonId::tg(8), 60_000 + LASTS_MS), "it is over");
        crowds.told(chat, 60_000 + LASTS_MS);
        assert!(leaves(60_000 + LASTS_MS), "another one");
    }
}
