//! Messages that may be said, waiting for their channel.

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::sync::Notify;

use crate::ids::{Channel, OutboxId};
use crate::message::Outgoing;

/// A queue per channel. Only durable rows come in here; the store keeps them until they are settled.
#[derive(Debug, Default)]
pub struct Hub {
    telegram: Lane,
    web: Lane,
}

#[derive(Debug, Default)]
struct Lane {
    rows: Mutex<VecDeque<(OutboxId, Outgoing)>>,
    arrived: Notify,
}

impl Hub {
    /// Puts durable rows in.
    pub fn release(&self, rows: Vec<(OutboxId, Outgoing)>) {
        for (id, row) in rows {
            crate::pulse::pulse().released(id, row.lane);
            let lane = self.lane(row.chat.channel);
            lane.rows
                .lock()
                .expect("no code panics while holding this lock")
                .push_back((id, row));
            lane.arrived.notify_one();
        }
    }

    /// Takes all that is there, waiting for the first.
    pub async fn take(&self, channel: Channel) -> Vec<(OutboxId, Outgoing)> {
        loop {
            let rows = self.take_now(channel);
            if !rows.is_empty() {
                return rows;
            }
            self.lane(channel).arrived.notified().await;
        }
    }

    /// Takes all that is there, perhaps nothing.
    pub fn take_now(&self, channel: Channel) -> Vec<(OutboxId, Outgoing)> {
        let mut rows = self.lane(channel).rows.lock().expect("no code panics while holding this lock");
        rows.drain(..).collect()
    }

    fn lane(&self, channel: Channel) -> &Lane {
        match channel {
            Channel::Tg => &self.telegram,
            Channel::Web => &self.web,
        }
    }
}
