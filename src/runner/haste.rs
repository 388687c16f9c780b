//! People, or programs, that write faster than anybody can read: told once, then not listened to until they are quiet.
//!
//! Kept in memory only: after a start everybody begins anew.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use super::lock;
use crate::ids::PersonId;
use crate::message::{Inbound, InboundKind};

/// So far back messages are counted, and so long somebody must be quiet, in milliseconds.
const WITHIN_MS: i64 = 10_000;
/// People watched at the same time; beyond that nobody new is.
const PEOPLE_MAX: usize = 20_000;
/// People kept before those who are quiet are looked for.
const SWEEP_FROM: usize = 256;

/// Whether a message is listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    Yes,
    /// It is too much, and the person is to be told.
    TooFast,
    /// It is still too much.
    No,
}

#[derive(Debug, Default)]
struct Recent {
    times: VecDeque<i64>,
    told: bool,
}

#[derive(Debug, Default)]
struct Watched {
    people: HashMap<PersonId, Recent>,
    sweep_at: usize,
}

/// Who has written when.
#[derive(Debug, Default)]
pub(super) struct Haste(Mutex<Watched>);

impl Haste {
    /// Counts a message that is for the bot; at most `limit` within ten seconds (0: any number).
    pub(super) fn hear(&self, inbound: &Inbound, limit: u32) -> Heard {
        let Some(person) = inbound.from.person().filter(|_| limit > 0 && is_for_us(inbound)) else {
            return Heard::Yes;
        };
        let mut watched = lock(&self.0);
        watched.sweep(inbound.at_ms);
        if watched.people.len() >= PEOPLE_MAX && !watched.people.contains_key(&person) {
            return Heard::Yes;
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        watched.people.entry(person).or_default().hear(inbound.at_ms, limit)
    }
}

impl Recent {
    fn hear(&mut self, now: i64, limit: usize) -> Heard {
        if self.is_quiet(now) {
            *self = Recent::default();
        }
        self.times.push_back(now);
        if self.told {
            self.times.pop_front();
            return Heard::No;
        }
        while self.times.front().is_some_and(|at| now - at >= WITHIN_MS) {
            self.times.pop_front();
        }
        if self.times.len() <= limit {
            return Heard::Yes;
        }
        self.told = true;
        self.times = VecDeque::from([now]);
        Heard::TooFast
    }

    /// Also when the clock was set back.
    fn is_quiet(&self, now: i64) -> bool {
        self.times.back().is_none_or(|last| now - last >= WITHIN_MS || now < *last)
    }
}

impl Watched {
    fn sweep(&mut self, now: i64) {
        if self.people.len() >= self.sweep_at.max(SWEEP_FROM) {
            self.people.retain(|_, recent| !recent.is_quiet(now));
            self.sweep_at = self.people.len() * 2;
        }
    }
}

/// In a group talk is not for us, and nobody is to be told off for it.
fn is_for_us(inbound: &Inbound) -> bool {
    match &inbound.kind {
        InboundKind::Command { .. } | InboundKind::Tap { .. } => true,
        InboundKind::Text { reply_to, .. } | InboundKind::Attachment { reply_to, .. } | InboundKind::Edited { reply_to, .. } => {
            !inbound.group || reply_to.is_some_and(|reply| reply.own)
        }
        InboundKind::Standing { .. } | InboundKind::Migrated { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ChatId;
    use crate::message::Sender;

    fn say(person: i64, at_ms: i64, group: bool) -> Inbound {
        let id = PersonId::tg(person);
        Inbound {
            update: String::new(),
            at_ms,
            chat: if group { ChatId::tg(-5) } else { id.private_chat() },
            group,
            title: None,
            thread: None,
            from: Sender::Person {
                id,
                name: "王".to_owned(),
                language: None,
            },
            message: None,
            kind: InboundKind::Text {
                text: "1".to_owned(),
                reply_to: None,
                forwarded: false,
            },
        }
    }

    #[test]
    fn whoever_is_too_fast_is_told_once_and_heard_again_when_quiet() {
        let haste = Haste::default();
        let hear = |at_ms| haste.hear(&say(7, at_ms, false), 20);
        assert!((0..20).all(|n| hear(n * 100) == Heard::Yes));
        assert_eq!(hear(9_999), Heard::TooFast);
        assert_eq!(hear(10_000), Heard::No);
        assert_eq!(hear(19_999), Heard::No);
        assert_eq!(haste.hear(&say(8, 19_999, false), 20), Heard::Yes, "others are untouched");
        assert_eq!(hear(29_998), Heard::No);
        assert_eq!(hear(39_998), Heard::Yes);
    }

    #[test]
    fn two_a_second_for_ever_is_not_too_fast() {
        let haste = Haste::default();
        assert!((0..1_000).all(|n| haste.hear(&say(7, n * 500, false), 20) == Heard::Yes));
    }

    #[test]
    fn talk_in_a_group_does_not_count_and_zero_is_no_limit() {
        let haste = Haste::default();
        assert!((0..100).all(|n| haste.hear(&say(7, n, true), 20) == Heard::Yes));
        assert!((0..100).all(|n| haste.hear(&say(7, n, false), 0) == Heard::Yes));
    }

    #[test]
    fn a_clock_that_is_set_back_silences_nobody() {
        let haste = Haste::default();
        for _ in 0..30 {
            haste.hear(&say(7, 3_600_000, false), 20);
        }
        assert_eq!(haste.hear(&say(7, 0, false), 20), Heard::Yes);
    }

    #[test]
    fn memory_is_bounded() {
        let haste = Haste::default();
        for n in 0..100_000 {
            haste.hear(&say(n, n, false), 20);
        }
        assert!(lock(&haste.0).people.len() <= PEOPLE_MAX);
        for n in 0..100_000 {
            haste.hear(&say(7, 200_000 + n / 100, false), 20);
        }
        let watched = lock(&haste.0);
        assert!(watched.people[&PersonId::tg(7)].times.len() <= 21);
        assert!(watched.people.len() <= PEOPLE_MAX, "{}", watched.people.len());
    }
}
