//! What does not change from turn to turn: store, books, settings; names and numbers that are given out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use super::cache::Cache;
use super::codec::decode;
use super::crowd::Crowds;
use super::records::FlowFile;
use super::words::Labels;
use super::{Entropy, RunnerError, Settings, lock};
use crate::answer::Tables;
use crate::catalogue::{Class, DecisionTable};
use crate::desk::Ticket;
use crate::faq::{Faq, Finder};
use crate::flow::{Flow, Law};
use crate::ids::{Channel, FlowHash, FlowId, PersonId, TicketId};
use crate::l10n::Catalogue;
use crate::store::{AggId, Kind, Store};

/// What does not change from turn to turn.
pub(crate) struct House {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) catalogue: Catalogue,
    pub(crate) tables: Tables,
    pub(crate) law: Arc<DecisionTable>,
    pub(crate) faq: Faq,
    pub(crate) finder: Finder,
    pub(crate) settings: Settings,
    pub(super) flows: BTreeMap<FlowId, Arc<Flow>>,
    pub(super) by_hash: Mutex<HashMap<FlowHash, Arc<Flow>>>,
    pub(super) next_row: Mutex<(u64, u64)>,
    pub(super) bot_name: Mutex<Option<String>>,
    pub(super) crowds: Crowds,
    pub(super) cache: Cache,
    pub(super) labels: Labels,
    /// Tickets that are not closed: known since the start, so that nobody has to look through all there ever were.
    pub(super) open_tickets: Mutex<BTreeSet<TicketId>>,
    pub(super) entropy: Entropy,
}

impl House {
    /// A flow by its hash: one of those now in use, or one kept in the store.
    pub(crate) fn flow(&self, hash: &FlowHash) -> Result<Arc<Flow>, RunnerError> {
        if let Some(flow) = lock(&self.by_hash).get(hash) {
            return Ok(flow.clone());
        }
        let broken = |why: String| RunnerError::Flow(hash.clone(), why);
        let head = self
            .store
            .load(&AggId::new(Kind::Flow, hash.as_str()))?
            .ok_or_else(|| broken("it is not there".to_owned()))?;
        let file: FlowFile = decode(&self.settings.keys, hash.as_str(), &head.body).map_err(|e| broken(e.to_string()))?;
        let flow = crate::flow::parse(&file.source).map_err(|e| broken(e.to_string()))?;
        let law: Arc<dyn Law> = self.law.clone();
        let flow = Arc::new(flow.under(&law));
        lock(&self.by_hash).insert(hash.clone(), flow.clone());
        Ok(flow)
    }

    /// The flow that new cases begin under.
    pub(super) fn default_flow(&self) -> Arc<Flow> {
        let named = self.flows.get(&FlowId::from(self.settings.default_flow.clone()));
        named
            .or_else(|| self.flows.values().next())
            .expect("the start refuses to run without a flow")
            .clone()
    }

    /// The flow that is for a class of management, where any says so.
    pub(super) fn flow_for(&self, class: Class) -> Option<&Arc<Flow>> {
        let for_class = |flow: &&Arc<Flow>| flow.for_class.iter().any(|own| own.as_str() == class.word());
        self.flows.values().find(for_class)
    }

    /// The flow that is offered to an industry beside the one its class leads to.
    pub(super) fn flow_offered(&self, code: &str) -> Option<&Arc<Flow>> {
        self.flows.values().find(|flow| flow.is_for_code(code))
    }

    /// Eight characters without look-alikes, for sessions.
    pub(super) fn random_name(&self) -> String {
        self.random_text(8)
    }

    /// A random text of `A–Z a–z 2–9` without look-alikes; 22 characters carry more than 128 bits.
    pub(super) fn random_text(&self, length: usize) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
        let mut bytes = vec![0_u8; length * 2];
        (self.entropy)(&mut bytes);
        let letter = |pair: &[u8]| {
            let n = usize::from(u16::from_be_bytes([pair[0], pair[1]]));
            char::from(ALPHABET[n % ALPHABET.len()])
        };
        bytes.chunks(2).map(letter).collect()
    }

    /// Remembers whether a ticket is open.
    pub(super) fn note_ticket(&self, ticket: &Ticket) {
        let mut open = lock(&self.open_tickets);
        if ticket.is_open() {
            open.insert(ticket.id);
        } else {
            open.remove(&ticket.id);
        }
    }

    pub(super) fn next_row(&self) -> (u64, u64) {
        *lock(&self.next_row)
    }

    pub(super) fn set_next_row(&self, next: (u64, u64)) {
        *lock(&self.next_row) = next;
    }

    pub(super) fn is_admin(&self, person: PersonId) -> bool {
        self.settings.admins.contains(&person)
    }

    /// A link that opens the private chat with a start payload.
    pub(super) fn deep_link(&self, channel: Channel, payload: &str) -> String {
        match channel {
            Channel::Tg => format!("https://t.me/{}?start={payload}", lock(&self.bot_name).clone().unwrap_or_default()),
            Channel::Web => format!("{}/?start={payload}", self.settings.public_url),
        }
    }
}
