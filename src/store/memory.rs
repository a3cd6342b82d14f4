//! A log that is gone with the process.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Append, CaseRow, Error, Head};
use crate::base::{CaseId, ClientId, ConversationId, Event, Owner, Seq, Timestamp};

/// A handle; clones share the same log.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Tables>>);

#[derive(Default)]
struct Tables {
    conversations: BTreeMap<ConversationId, Kept>,
    cases: HashMap<(ConversationId, CaseId), CaseRow>,
}

struct Kept {
    events: Vec<Event>,
    clients: HashSet<ClientId>,
    head: Head,
}

impl Memory {
    pub(super) fn append(&self, append: &Append) -> Result<(), Error> {
        let mut tables = self.tables();
        let kept = tables.conversations.get(&append.conversation);
        let last = kept.map_or(0, |kept| kept.head.seq);
        let mut clients = HashSet::new();
        let used = append
            .events
            .iter()
            .filter_map(|event| event.client.as_ref())
            .any(|client| !clients.insert(client.clone()) || kept.is_some_and(|kept| kept.clients.contains(client)));
        if !append.is_gapless() || append.after != last || used {
            return Err(Error::Conflict);
        }
        for (opened_at, case) in append.cases() {
            let row = CaseRow { conversation: append.conversation, opened_at, case: case.clone() };
            tables
                .cases
                .entry((append.conversation, case.id.clone()))
                .and_modify(|stored| stored.case = case.clone())
                .or_insert(row);
        }
        let kept = tables.conversations.entry(append.conversation).or_insert_with(|| Kept {
            events: Vec::new(),
            clients: HashSet::new(),
            head: append.head.clone(),
        });
        kept.events.extend_from_slice(&append.events);
        kept.clients.extend(clients);
        kept.head = append.head.clone();
        Ok(())
    }

    pub(super) fn events(&self, conversation: ConversationId, after: Seq) -> Vec<Event> {
        let tables = self.tables();
        let events = tables.conversations.get(&conversation).map_or(&[][..], |kept| &kept.events);
        events.iter().skip(after as usize).cloned().collect()
    }

    pub(super) fn head(&self, conversation: ConversationId) -> Option<Head> {
        self.tables().conversations.get(&conversation).map(|kept| kept.head.clone())
    }

    pub(super) fn waiting(&self) -> Vec<(ConversationId, Head)> {
        let tables = self.tables();
        let waiting =
            tables.conversations.iter().filter(|(_, kept)| matches!(kept.head.owner, Owner::Queue | Owner::Agent { .. }));
        waiting.map(|(id, kept)| (*id, kept.head.clone())).collect()
    }

    pub(super) fn due(&self, now: Timestamp, limit: u32) -> Vec<ConversationId> {
        let tables = self.tables();
        let wakes = tables.conversations.iter().filter_map(|(id, kept)| Some((kept.head.wake_at?, *id)));
        let mut due: Vec<_> = wakes.filter(|(wake_at, _)| *wake_at <= now).collect();
        due.sort_unstable();
        due.into_iter().take(limit as usize).map(|(_, id)| id).collect()
    }

    pub(super) fn cases(&self, limit: u32) -> Vec<CaseRow> {
        let mut cases: Vec<CaseRow> = self.tables().cases.values().cloned().collect();
        cases.sort_by(|a, b| b.opened_at.cmp(&a.opened_at).then_with(|| b.case.id.cmp(&a.case.id)));
        cases.truncate(limit as usize);
        cases
    }

    /// A panic elsewhere can't leave the tables half changed: every change comes after its checks.
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
