use std::sync::Arc;

use dashmap::{DashMap, Entry};
use metrics::gauge;
use tokio::sync::{
    mpsc::{self, error::TrySendError},
    oneshot,
};

use super::{Accepted, Inner, Page, Refused, conversation};
use crate::{
    base::{ClientId, ConversationId},
    dialog::Input,
};

/// The conversations that are in memory. The inbox of each is filled and given up under the map's lock for its id, so that no
/// input can fall between a conversation that leaves and the one that takes its place.
#[derive(Default)]
pub(super) struct Hub {
    live: DashMap<ConversationId, mpsc::Sender<Box<Ask>>>,
}

/// An input on its way to its conversation.
pub(super) struct Ask {
    pub(super) client: Option<ClientId>,
    pub(super) page: Page,
    pub(super) input: Input,
    pub(super) reply: oneshot::Sender<Result<Accepted, Refused>>,
}

impl Hub {
    /// Puts the ask into its conversation's inbox, waking the conversation where it sleeps in the log.
    pub(super) fn send(&self, inner: &Arc<Inner>, conversation: ConversationId, ask: Box<Ask>) -> Result<(), Refused> {
        let (ask, place) = match self.live.entry(conversation) {
            Entry::Occupied(place) => match place.get().try_send(ask) {
                Ok(()) => return Ok(()),
                // The inbox is bounded; who writes faster than its conversation answers is told so.
                Err(TrySendError::Full(_)) => return Err(Refused::Busy),
                // Its task is gone: shut down, or it panicked over an input. What is logged is whole either way.
                Err(TrySendError::Closed(ask)) => (ask, Entry::Occupied(place)),
            },
            vacant => (ask, vacant),
        };
        if inner.tasks.are_stopping() {
            return Err(Refused::Unavailable);
        }
        if matches!(place, Entry::Occupied(_)) {
            tracing::error!(conversation.id = %conversation, "a conversation's task had ended by itself; it is started again from the log");
        }
        let (sender, inbox) = mpsc::channel(inner.options.inbox.max(1));
        let sent = sender.try_send(ask).map_err(|_| Refused::Unavailable);
        place.insert(sender);
        inner.tasks.spawn(conversation::live(Arc::clone(inner), conversation, inbox));
        sent
    }

    /// Lets the conversation go from memory, unless something has come in. Afterwards nothing can come into this inbox.
    pub(super) fn leave(&self, conversation: ConversationId, inbox: &mpsc::Receiver<Box<Ask>>) -> bool {
        self.live.remove_if(&conversation, |_, _| inbox.is_empty()).is_some()
    }

    pub(super) fn len(&self) -> usize {
        self.live.len()
    }

    pub(super) fn measure(&self) {
        gauge!("aftercare_conversations_live").set(self.len() as f64);
    }
}
