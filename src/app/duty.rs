//! Agents whose desk is open.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use metrics::gauge;

use crate::{base::AgentId, bus::Watching};

/// Desks taking conversations, by agent: one agent may have several open.
#[derive(Default)]
pub(super) struct Duty {
    desks: Mutex<HashMap<AgentId, u32>>,
    /// Agents with at least one, read at every turn.
    online: AtomicU32,
}

impl Duty {
    pub(super) fn online(&self) -> u32 {
        self.online.load(Ordering::Relaxed)
    }

    fn change(&self, agent: &AgentId, change: impl FnOnce(u32) -> u32) {
        let mut desks = self.desks();
        match change(desks.get(agent).copied().unwrap_or(0)) {
            0 => desks.remove(agent),
            open => desks.insert(agent.clone(), open),
        };
        let online = desks.len() as u32;
        self.online.store(online, Ordering::Relaxed);
        gauge!("aftercare_agents_online").set(online);
    }

    fn desks(&self) -> MutexGuard<'_, HashMap<AgentId, u32>> {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An agent's open desk. Dropped: gone.
pub struct OnDuty {
    duty: Arc<Duty>,
    agent: AgentId,
    available: bool,
    _owners: Watching,
}

impl OnDuty {
    /// A desk that takes conversations and is told of every change of owner.
    pub(super) fn new(duty: &Arc<Duty>, agent: AgentId, owners: Watching) -> OnDuty {
        let mut desk = OnDuty { duty: Arc::clone(duty), agent, available: false, _owners: owners };
        desk.set_available(true);
        desk
    }

    /// Whether this desk counts as a person who is there. One that is away still sees everything.
    pub fn set_available(&mut self, available: bool) {
        if available != self.available {
            self.available = available;
            self.duty.change(&self.agent, |open| if available { open + 1 } else { open.saturating_sub(1) });
        }
    }
}

impl Drop for OnDuty {
    fn drop(&mut self) {
        self.set_available(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::{Bus, Outbox};

    #[test]
    fn an_agent_is_there_until_the_last_desk_is_gone() {
        let (duty, bus) = (Arc::new(Duty::default()), Bus::default());
        let (outbox, _parcels) = Outbox::new(1);
        let desk = |agent: &str| OnDuty::new(&duty, agent.into(), bus.watch_owners(&outbox));
        let (first, mut second, other) = (desk("li"), desk("li"), desk("wang"));
        assert_eq!(duty.online(), 2);
        drop(first);
        assert_eq!(duty.online(), 2);
        second.set_available(false);
        second.set_available(false);
        assert_eq!(duty.online(), 1);
        second.set_available(true);
        assert_eq!(duty.online(), 2);
        drop((second, other));
        assert_eq!(duty.online(), 0);
    }
}
