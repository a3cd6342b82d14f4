//! Who watches what.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dashmap::{DashMap, Entry};

use super::{Outbox, Parcel, outbox::Pipe};
use crate::base::{ConversationId, Event, Owner, Party};

/// The switchboard. A cheap handle; clones share it.
#[derive(Clone, Default)]
pub struct Bus(Arc<Boards>);

#[derive(Default)]
struct Boards {
    conversations: DashMap<ConversationId, Watchers>,
    /// Open desks: tens, not thousands.
    desks: Mutex<Vec<Arc<Pipe>>>,
}

/// Most conversations are watched by their buyer alone, so that the list is made only for more.
enum Watchers {
    One(Arc<Pipe>),
    More(Vec<Arc<Pipe>>),
}

/// A watch that lasts until it is dropped.
pub struct Watching {
    bus: Bus,
    what: What,
    pipe: Arc<Pipe>,
}

#[derive(Clone, Copy)]
enum What {
    Conversation(ConversationId),
    Desks,
}

impl Bus {
    /// From now on the outbox gets every parcel of the conversation, once for each however often it watches.
    pub fn watch(&self, conversation: ConversationId, outbox: &Outbox) -> Watching {
        let pipe = Arc::clone(&outbox.0);
        match self.0.conversations.entry(conversation) {
            Entry::Vacant(place) => {
                place.insert(Watchers::One(Arc::clone(&pipe)));
            }
            Entry::Occupied(mut watchers) => watchers.get_mut().add(Arc::clone(&pipe)),
        }
        Watching { bus: self.clone(), what: What::Conversation(conversation), pipe }
    }

    /// From now on the outbox gets every [`Parcel::Owner`].
    pub fn watch_owners(&self, outbox: &Outbox) -> Watching {
        let pipe = Arc::clone(&outbox.0);
        self.desks().push(Arc::clone(&pipe));
        Watching { bus: self.clone(), what: What::Desks, pipe }
    }

    pub fn event(&self, conversation: ConversationId, event: Event) {
        // Most turns of a buyer who has just left are watched by nobody: then the event isn't shared at all.
        if self.0.conversations.contains_key(&conversation) {
            self.send(conversation, &Parcel::Event { conversation, event: Arc::new(event) });
        }
    }

    pub fn typing(&self, conversation: ConversationId, from: Party) {
        self.send(conversation, &Parcel::Typing { conversation, from });
    }

    pub fn owner(&self, conversation: ConversationId, owner: &Owner, epoch: u32) {
        let mut desks = self.desks();
        if !desks.is_empty() {
            let parcel = Parcel::Owner { conversation, owner: owner.clone(), epoch };
            desks.retain(|pipe| pipe.offer(&parcel));
        }
    }

    fn send(&self, conversation: ConversationId, parcel: &Parcel) {
        if let Entry::Occupied(mut watchers) = self.0.conversations.entry(conversation)
            && !watchers.get_mut().offer(parcel)
        {
            watchers.remove();
        }
    }

    fn desks(&self) -> MutexGuard<'_, Vec<Arc<Pipe>>> {
        self.0.desks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watchers {
    fn add(&mut self, pipe: Arc<Pipe>) {
        match self {
            Watchers::One(first) => *self = Watchers::More(vec![Arc::clone(first), pipe]),
            Watchers::More(pipes) => pipes.push(pipe),
        }
    }

    /// Whether anybody is left. Those who have fallen behind or gone are let go.
    fn offer(&mut self, parcel: &Parcel) -> bool {
        match self {
            Watchers::One(pipe) => pipe.offer(parcel),
            Watchers::More(pipes) => {
                let mut kept: Vec<Arc<Pipe>> = Vec::with_capacity(pipes.len());
                for pipe in pipes.drain(..) {
                    let served = kept.iter().any(|it| Arc::ptr_eq(it, &pipe));
                    if served || pipe.offer(parcel) {
                        kept.push(pipe);
                    }
                }
                *pipes = kept;
                !pipes.is_empty()
            }
        }
    }

    /// Takes one watch of this outbox away; whether anybody is left.
    fn remove(&mut self, pipe: &Arc<Pipe>) -> bool {
        match self {
            Watchers::One(only) => !Arc::ptr_eq(only, pipe),
            Watchers::More(pipes) => {
                remove_one(pipes, pipe);
                !pipes.is_empty()
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        match self.what {
            What::Desks => remove_one(&mut self.bus.desks(), &self.pipe),
            What::Conversation(conversation) => {
                if let Entry::Occupied(mut watchers) = self.bus.0.conversations.entry(conversation)
                    && !watchers.get_mut().remove(&self.pipe)
                {
                    watchers.remove();
                }
            }
        }
    }
}

fn remove_one(pipes: &mut Vec<Arc<Pipe>>, pipe: &Arc<Pipe>) {
    if let Some(at) = pipes.iter().position(|it| Arc::ptr_eq(it, pipe)) {
        pipes.swap_remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Fact, Timestamp};

    fn conversation(number: u128) -> ConversationId {
        ConversationId(uuid::Uuid::from_u128(number))
    }

    fn event(seq: u32) -> Event {
        Event { seq, at: Timestamp(0), from: Party::Buyer, client: None, fact: Fact::Left {} }
    }

    fn seqs(parcels: &mut super::super::Parcels) -> Vec<u32> {
        std::iter::from_fn(|| parcels.try_recv())
            .map(|parcel| match parcel {
                Parcel::Event { event, .. } => event.seq,
                Parcel::Typing { .. } => 1_000,
                Parcel::Owner { epoch, .. } => 2_000 + epoch,
            })
            .collect()
    }

    #[test]
    fn each_outbox_gets_what_it_watches_once() {
        let bus = Bus::default();
        let (buyer, mut to_buyer) = Outbox::new(9);
        let (desk, mut to_desk) = Outbox::new(9);
        bus.event(conversation(1), event(1));
        let watch = bus.watch(conversation(1), &buyer);
        let first = bus.watch(conversation(1), &desk);
        let second = bus.watch(conversation(1), &desk);
        let other = bus.watch(conversation(2), &desk);
        let duty = bus.watch_owners(&desk);
        bus.event(conversation(1), event(2));
        bus.event(conversation(2), event(3));
        bus.typing(conversation(1), Party::Buyer);
        bus.owner(conversation(1), &Owner::Queue, 4);
        drop(first);
        bus.event(conversation(1), event(5));
        drop((second, duty));
        bus.event(conversation(1), event(6));
        bus.owner(conversation(1), &Owner::Bot, 7);
        assert_eq!(seqs(&mut to_buyer), [2, 1_000, 5, 6]);
        assert_eq!(seqs(&mut to_desk), [2, 3, 1_000, 2_004, 5]);
        drop((watch, other));
        assert!(bus.0.conversations.is_empty() && bus.desks().is_empty());
    }

    #[test]
    fn a_slow_reader_is_let_go_and_the_others_stay() {
        let bus = Bus::default();
        let (slow, mut to_slow) = Outbox::new(2);
        let (quick, mut to_quick) = Outbox::new(9);
        let watches = [bus.watch(conversation(1), &slow), bus.watch(conversation(1), &quick), bus.watch(conversation(2), &slow)];
        (1..=4).for_each(|seq| bus.event(conversation(1), event(seq)));
        bus.event(conversation(2), event(1));
        assert_eq!(seqs(&mut to_slow), [1, 2]);
        assert_eq!(seqs(&mut to_quick), [1, 2, 3, 4]);
        assert!(!bus.0.conversations.contains_key(&conversation(2)));
        drop(watches);
        assert!(bus.0.conversations.is_empty());
    }
}
