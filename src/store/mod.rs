//! The log on the disk: events, heads of conversations, cases. One contract, one backend so far.
//!
//! Called by `app` only. **Invariant:** an append that answered `Ok` is on the disk, whole; one that didn't left nothing.

use crate::base::{CaseFact, ConversationId, Event, HandoffFact, Lang, Owner, Seq, Timestamp};

/// Events that follow event `after` of a conversation, in one transaction with its new head.
///
/// The primary key (conversation, seq) is the fence: who appends has folded every event up to `after`,
/// so a writer with an old view (another owner, another epoch) loses with [`Error::Conflict`].
#[derive(Clone, Debug)]
pub struct Append {
    pub conversation: ConversationId,
    pub after: Seq,
    pub events: Vec<Event>,
    pub head: Head,
}

/// What must be known of a conversation without reading its events.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub seq: Seq,
    pub owner: Owner,
    pub epoch: u32,
    pub lang: Lang,
    /// When the conversation must be woken at the latest.
    pub wake_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    /// While it waits or is with an agent: the handoff and since when.
    pub handoff: Option<(Timestamp, HandoffFact)>,
}

/// A case with the conversation it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    pub conversation: ConversationId,
    pub opened_at: Timestamp,
    pub case: CaseFact,
}

/// What a caller can do about it is the variant.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else appended first: read again, decide again.
    #[error("the conversation has moved on")]
    Conflict,
    /// Not written; may work later.
    #[error("the log can't be written or read now")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}
