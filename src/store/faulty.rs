//! A log that fails by a seed: refuses before writing, refuses though it wrote, and lets a stranger append first.

use std::sync::{Arc, Mutex};

use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{Append, Error, Head, Log};
use crate::base::{ConversationId, Event, Fact, Party, Seq};

#[derive(Clone)]
pub struct Faulty {
    pub inner: Box<Log>,
    dice: Arc<Mutex<StdRng>>,
    odds: Odds,
}

/// How likely each fault is at a call, 0 to 1.
#[derive(Clone, Copy, Default)]
pub struct Odds {
    /// Nothing is written, and it says so.
    pub lost: f64,
    /// Everything is written, and it says that it wasn't: a commit whose answer was lost.
    pub unsure: f64,
    /// Somebody else appends a notice first.
    pub overtaken: f64,
    /// Reading fails.
    pub unread: f64,
}

pub const STRANGER: &str = "appended by somebody else";

impl Faulty {
    pub fn log(inner: Log, seed: u64, odds: Odds) -> Log {
        Log::Faulty(Faulty { inner: Box::new(inner), dice: Arc::new(Mutex::new(StdRng::seed_from_u64(seed))), odds })
    }

    pub(super) async fn append(&self, append: &Append) -> Result<(), Error> {
        if self.hit(self.odds.lost) {
            return Err(Error::unavailable("the disk is full"));
        }
        if self.hit(self.odds.overtaken) {
            let seq = append.after + 1;
            let at = append.events[0].at;
            let notice = Fact::Notice { text: STRANGER.to_owned() };
            let events = vec![Event { seq, at, from: Party::System, client: None, fact: notice }];
            let before = Box::pin(self.inner.head(append.conversation)).await?;
            let head = Head { seq, ..before.unwrap_or(Head { owner: Default::default(), handoff: None, ..append.head.clone() }) };
            let stranger = Append { conversation: append.conversation, after: append.after, events, head };
            Box::pin(self.inner.append(&stranger)).await?;
        }
        Box::pin(self.inner.append(append)).await?;
        if self.hit(self.odds.unsure) {
            return Err(Error::unavailable("the answer was lost"));
        }
        Ok(())
    }

    pub(super) async fn events(&self, conversation: ConversationId, after: Seq) -> Result<Vec<Event>, Error> {
        if self.hit(self.odds.unread) {
            return Err(Error::unavailable("the disk can't be read"));
        }
        Box::pin(self.inner.events(conversation, after)).await
    }

    fn hit(&self, odds: f64) -> bool {
        self.dice.lock().unwrap().random_bool(odds)
    }
}
