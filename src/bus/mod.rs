//! Events to every socket that watches, inside the process.
//!
//! Called by `app`, which publishes, and by `server`, whose sockets read. **Invariant:** nobody who publishes ever waits: a
//! reader that falls behind is cut off and comes back by seq.

mod outbox;
mod watchers;

use std::sync::Arc;

use crate::base::{ConversationId, Event, Owner, Party};

pub use outbox::{Outbox, Parcels};
pub use watchers::{Bus, Watching};

/// What a socket is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Parcel {
    /// To those who watch the conversation, in the order of seq, each durable.
    Event { conversation: ConversationId, event: Arc<Event> },
    /// To those who watch the conversation; lost without harm.
    Typing { conversation: ConversationId, from: Party },
    /// To every desk: the conversation has changed hands.
    Owner { conversation: ConversationId, owner: Owner, epoch: u32 },
}
