//! The log on the disk: events, heads of conversations, cases. One contract, which every backend passes.
//!
//! Called by `app` only. **Invariant:** an append that answered `Ok` is on the disk, whole; one that didn't left nothing
//! (or, where the disk failed in the very commit, left all of it: read again to know).

mod codec;
mod memory;
mod open;
mod sqlite;

#[cfg(test)]
pub(crate) mod contract;
#[cfg(test)]
pub mod faulty;

use crate::base::{CaseFact, ConversationId, Event, Fact, HandoffFact, Lang, Owner, Seq, Timestamp};

pub use memory::Memory;
pub use open::OpenError;
pub use sqlite::Sqlite;

/// Where conversations are kept. A cheap handle; clones share the same log.
#[derive(Clone)]
pub enum Log {
    /// One file, one process: a single writer commits many conversations at once.
    Sqlite(Sqlite),
    /// Gone with the process: for tests, `chat` and `simulate`.
    Memory(Memory),
    /// Another log that fails by a seed.
    #[cfg(test)]
    Faulty(faulty::Faulty),
}

impl Log {
    /// Opens the log at `address`: a path, `sqlite:PATH`, or `memory:`. Must be called inside a tokio runtime, whose end
    /// ends the writer.
    ///
    /// # Errors
    ///
    /// The address names a backend that this build has not, another process has the log open, a newer version wrote it,
    /// or the file can't be opened.
    pub async fn open(address: &str) -> Result<Log, OpenError> {
        Ok(match open::Address::parse(address)? {
            open::Address::Memory => Log::memory(),
            open::Address::File(path) => Log::Sqlite(Sqlite::open(&path).await?),
        })
    }

    pub fn memory() -> Log {
        Log::Memory(Memory::default())
    }

    /// Writes the events and the new head, whole or not at all. Durable when it answers `Ok`.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] where the events don't follow the last one stored, or a client id was used before.
    pub async fn append(&self, append: &Append) -> Result<(), Error> {
        match self {
            Log::Sqlite(log) => log.append(append).await,
            Log::Memory(log) => log.append(append),
            #[cfg(test)]
            Log::Faulty(log) => log.append(append).await,
        }
    }

    /// The events past `after`, in order.
    pub async fn events(&self, conversation: ConversationId, after: Seq) -> Result<Vec<Event>, Error> {
        match self {
            Log::Sqlite(log) => log.events(conversation, after).await,
            Log::Memory(log) => Ok(log.events(conversation, after)),
            #[cfg(test)]
            Log::Faulty(log) => log.events(conversation, after).await,
        }
    }

    /// `None` for a conversation in which nothing has happened yet.
    pub async fn head(&self, conversation: ConversationId) -> Result<Option<Head>, Error> {
        match self {
            Log::Sqlite(log) => log.head(conversation).await,
            Log::Memory(log) => Ok(log.head(conversation)),
            #[cfg(test)]
            Log::Faulty(log) => Box::pin(log.inner.head(conversation)).await,
        }
    }

    /// Every conversation that waits for a person or is with one. One whose head can't be read is logged and passed over.
    pub async fn waiting(&self) -> Result<Vec<(ConversationId, Head)>, Error> {
        match self {
            Log::Sqlite(log) => log.waiting().await,
            Log::Memory(log) => Ok(log.waiting()),
            #[cfg(test)]
            Log::Faulty(log) => Box::pin(log.inner.waiting()).await,
        }
    }

    /// Conversations whose `wake_at` has come, the longest due first.
    pub async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<ConversationId>, Error> {
        match self {
            Log::Sqlite(log) => log.due(now, limit).await,
            Log::Memory(log) => Ok(log.due(now, limit)),
            #[cfg(test)]
            Log::Faulty(log) => Box::pin(log.inner.due(now, limit)).await,
        }
    }

    /// The newest cases, newest first, as they stand. One that can't be read is logged and passed over.
    pub async fn cases(&self, limit: u32) -> Result<Vec<CaseRow>, Error> {
        match self {
            Log::Sqlite(log) => log.cases(limit).await,
            Log::Memory(log) => Ok(log.cases(limit)),
            #[cfg(test)]
            Log::Faulty(log) => Box::pin(log.inner.cases(limit)).await,
        }
    }

    /// Commits what was accepted, folds the journal into the file and lets go of it. Later appends are unavailable.
    pub async fn close(&self) {
        match self {
            Log::Sqlite(log) => log.close().await,
            Log::Memory(_) => (),
            #[cfg(test)]
            Log::Faulty(log) => Box::pin(log.inner.close()).await,
        }
    }
}

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

impl Append {
    /// Whether the events are `after + 1`, `after + 2`, … and the head stands at the last of them.
    fn is_gapless(&self) -> bool {
        !self.events.is_empty()
            && self.events.iter().zip(1..).all(|(event, step)| self.after.checked_add(step) == Some(event.seq))
            && self.events.last().map(|event| event.seq) == Some(self.head.seq)
    }

    /// The cases these events open or change, with the time of the event.
    fn cases(&self) -> impl Iterator<Item = (Timestamp, &CaseFact)> {
        self.events.iter().filter_map(|event| match &event.fact {
            Fact::Case(case) => Some((event.at, &**case)),
            _ => None,
        })
    }
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
    /// Not written as far as is known; may work later.
    #[error("the log can't be written or read now")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Stored, but not in a form this program reads. Trying again doesn't help; a newer version may.
    #[error("conversation {conversation} can't be read at event {seq}: {why}")]
    Unreadable { conversation: ConversationId, seq: Seq, why: String },
}

impl Error {
    fn unavailable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        Error::Unavailable(cause.into())
    }
}
