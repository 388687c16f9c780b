//! How fast the bot may speak: so many messages a second to one person, a minute in one group, a second in all.
//!
//! A token that was spent comes back one period later, so that no stretch of that length ever holds more than the limit.
//! Time is given with every call and never goes back.

use std::collections::VecDeque;

use crate::config::Pace;
use crate::ids::ChatId;
use crate::message::Lane;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60_000;
/// Two calls may come closer together on their way; so much is allowed for.
const MARGIN: i64 = 10;
/// Tokens that reminders leave to replies and alerts. More would make a broadcast take longer than it must.
const KEPT: usize = 1;
/// Refusals from several chats within this time are no longer about those chats.
const FLOOD_WITHIN: i64 = 2_000;
/// From so many chats.
const FLOOD_CHATS: usize = 3;

/// Tokens of one kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Bucket {
    /// 0: without limit.
    limit: usize,
    period_ms: i64,
    spent: VecDeque<i64>,
}

impl Bucket {
    fn new(limit: u32, period_ms: i64) -> Self {
        Self {
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            period_ms: period_ms + MARGIN,
            spent: VecDeque::new(),
        }
    }

    /// The bucket of a chat.
    pub(super) fn of(chat: ChatId, pace: &Pace) -> Self {
        if is_group(chat) {
            Self::new(pace.group_per_minute, MINUTE)
        } else {
            Self::new(pace.chat_per_second, SECOND)
        }
    }

    /// Whether it limits anything.
    pub(super) fn is_limited(&self) -> bool {
        self.limit > 0
    }

    /// When the next token is there: now, or later.
    pub(super) fn free_at(&mut self, now: i64) -> i64 {
        self.free_under(self.limit, now)
    }

    /// The same, under another limit.
    fn free_under(&mut self, limit: usize, now: i64) -> i64 {
        self.forget(now);
        match self.spent.len().checked_sub(limit) {
            Some(n) if limit > 0 => self.spent[n] + self.period_ms,
            _ => now,
        }
    }

    /// Takes a token, on credit if there is none.
    pub(super) fn spend(&mut self, now: i64) {
        if self.is_limited() {
            self.spent.push_back(now);
        }
    }

    /// Whether all tokens are there.
    pub(super) fn is_full(&mut self, now: i64) -> bool {
        self.forget(now);
        self.spent.is_empty()
    }

    fn forget(&mut self, now: i64) {
        while self.spent.front().is_some_and(|at| at + self.period_ms <= now) {
            self.spent.pop_front();
        }
    }
}

/// Groups and channels have negative numbers.
pub(super) fn is_group(chat: ChatId) -> bool {
    chat.id < 0
}

/// A "too many requests".
#[derive(Debug)]
struct Flood {
    chat: ChatId,
    at: i64,
    ms: i64,
}

/// What holds for all chats together.
#[derive(Debug)]
pub(super) struct Overall {
    all: Bucket,
    last_reminder: i64,
    floods: Vec<Flood>,
    paused_until: i64,
}

impl Overall {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            all: Bucket::new(pace.overall_per_second, SECOND),
            last_reminder: i64::MIN / 2,
            floods: Vec::new(),
            paused_until: i64::MIN,
        }
    }

    /// When a row of this urgency may go: now, or later.
    pub(super) fn free_at(&mut self, lane: Lane, now: i64) -> i64 {
        let free = self.all.free_at(now).max(self.paused_until);
        if lane != Lane::Reminder || !self.all.is_limited() {
            return free;
        }
        // Reminders leave a token to the others and go evenly, so that the next token after that is never far.
        let limit = self.all.limit.saturating_sub(KEPT).max(1);
        let step = self.all.period_ms / i64::try_from(limit).unwrap_or(i64::MAX);
        free.max(self.all.free_under(limit, now)).max(self.last_reminder + step)
    }

    /// Takes a token for a row of this urgency.
    pub(super) fn spend(&mut self, lane: Lane, now: i64) {
        self.all.spend(now);
        if lane == Lane::Reminder {
            self.last_reminder = now;
        }
    }

    /// Telegram has refused a chat for so long. When several chats are refused at once, all have to wait.
    pub(super) fn flooded(&mut self, chat: ChatId, ms: u64, now: i64) {
        self.floods.retain(|flood| flood.chat != chat && now - flood.at <= FLOOD_WITHIN);
        let ms = i64::try_from(ms).unwrap_or(i64::MAX / 2);
        self.floods.push(Flood { chat, at: now, ms });
        if self.floods.len() >= FLOOD_CHATS {
            let longest = self.floods.iter().map(|flood| flood.ms).max().unwrap_or(ms);
            self.paused_until = self.paused_until.max(now.saturating_add(longest));
            tracing::warn!(wait_ms = longest, "Telegram refuses several chats at once; all have to wait");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(overall_per_second: u32, chat_per_second: u32, group_per_minute: u32) -> Pace {
        Pace {
            overall_per_second,
            chat_per_second,
            group_per_minute,
            ..Pace::default()
        }
    }

    #[test]
    fn a_token_comes_back_a_period_after_it_was_spent() {
        let mut bucket = Bucket::of(ChatId::tg(-1), &pace(30, 1, 3));
        for at in [0, 10_000, 20_000] {
            assert_eq!(bucket.free_at(at), at);
            bucket.spend(at);
        }
        assert_eq!(bucket.free_at(20_000), MINUTE + MARGIN);
        assert_eq!(bucket.free_at(MINUTE + MARGIN), MINUTE + MARGIN);
        bucket.spend(MINUTE + MARGIN);
        assert_eq!(bucket.free_at(MINUTE + MARGIN), 10_000 + MINUTE + MARGIN);
        assert!(bucket.is_full(200_000));
    }

    #[test]
    fn zero_is_no_limit() {
        let none = pace(0, 0, 0);
        let (mut bucket, mut overall) = (Bucket::of(ChatId::tg(5), &none), Overall::new(&none));
        for _ in 0..1_000 {
            bucket.spend(7);
            overall.spend(Lane::Reminder, 7);
        }
        assert_eq!((bucket.free_at(7), overall.free_at(Lane::Reminder, 7)), (7, 7));
    }

    #[test]
    fn reminders_leave_a_share_to_replies() {
        let mut overall = Overall::new(&pace(30, 1, 20));
        let mut now = 0;
        let mut worst = 0;
        for n in 0..300 {
            now = overall.free_at(Lane::Reminder, now);
            overall.spend(Lane::Reminder, now);
            if n > 40 {
                worst = worst.max(overall.free_at(Lane::Reply, now) - now);
            }
        }
        assert_eq!(worst, 0, "one token is always left");
        assert!(now < 10_500, "and little is lost: {now}");
    }

    #[test]
    fn a_tiny_limit_still_lets_reminders_through() {
        let mut overall = Overall::new(&pace(1, 1, 20));
        overall.spend(Lane::Reply, 0);
        assert_eq!(overall.free_at(Lane::Reminder, 0), SECOND + MARGIN);
    }

    #[test]
    fn refusals_from_three_chats_within_two_seconds_pause_all() {
        let mut overall = Overall::new(&pace(30, 1, 20));
        let refused = |overall: &mut Overall, chat, seconds: u64, at| {
            overall.flooded(ChatId::tg(chat), seconds * 1_000, at);
            overall.free_at(Lane::Reply, at) - at
        };
        assert_eq!(refused(&mut overall, 1, 30, 0), 0);
        assert_eq!(refused(&mut overall, 1, 30, 100), 0, "the same chat again");
        assert_eq!(refused(&mut overall, 2, 9, 2_200), 0);
        assert_eq!(refused(&mut overall, 3, 4, 2_300), 0, "the first one is too long ago");
        assert_eq!(refused(&mut overall, 4, 5, 2_400), 9_000);
        assert_eq!(overall.free_at(Lane::Reply, 11_400), 11_400);
    }
}
