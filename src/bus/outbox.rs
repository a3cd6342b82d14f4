//! A socket's outbox: a bounded queue that costs next to nothing while it is empty, as most are at any moment.
//!
//! Tokio's channel keeps a block of 32 slots for each; ten thousand idle chats would hold 20 MB of them.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use metrics::counter;
use tokio::sync::Notify;

use super::Parcel;

/// The end that is handed to the bus; clones are the same outbox.
#[derive(Clone)]
pub struct Outbox(pub(super) Arc<Pipe>);

/// The end that the socket reads.
pub struct Parcels(Arc<Pipe>);

pub(super) struct Pipe {
    bound: usize,
    waiting: Mutex<Waiting>,
    arrived: Notify,
}

#[derive(Default)]
struct Waiting {
    parcels: VecDeque<Parcel>,
    /// Nothing more comes: the reader fell behind or is gone.
    cut_off: bool,
}

impl Outbox {
    /// An outbox for so many parcels. One more than that, and it is cut off: the socket reads what is in it, then the end.
    pub fn new(bound: usize) -> (Outbox, Parcels) {
        let pipe = Arc::new(Pipe { bound, waiting: Mutex::default(), arrived: Notify::new() });
        (Outbox(Arc::clone(&pipe)), Parcels(pipe))
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outbox")
    }
}

impl Pipe {
    /// Whether the reader is still there and keeping up.
    pub(super) fn offer(&self, parcel: &Parcel) -> bool {
        let mut waiting = self.waiting();
        if waiting.cut_off {
            return false;
        }
        if waiting.parcels.len() >= self.bound {
            waiting.cut_off = true;
            counter!("aftercare_outboxes_cut_off_total").increment(1);
        } else {
            waiting.parcels.push_back(parcel.clone());
        }
        let keeps_up = !waiting.cut_off;
        drop(waiting);
        self.arrived.notify_one();
        keeps_up
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Parcels {
    /// The next parcel; `None` once the socket was cut off and has read the rest. Losing the future loses no parcel.
    pub async fn recv(&mut self) -> Option<Parcel> {
        loop {
            {
                let mut waiting = self.0.waiting();
                if let Some(parcel) = waiting.parcels.pop_front() {
                    if waiting.parcels.is_empty() {
                        waiting.parcels = VecDeque::new();
                    }
                    return Some(parcel);
                }
                if waiting.cut_off {
                    return None;
                }
            }
            self.0.arrived.notified().await;
        }
    }

    /// The next parcel, if one is there already.
    pub fn try_recv(&mut self) -> Option<Parcel> {
        self.0.waiting().parcels.pop_front()
    }

    /// Whether the socket fell behind: what is in the outbox is the last of it.
    pub fn is_cut_off(&self) -> bool {
        self.0.waiting().cut_off
    }
}

impl Drop for Parcels {
    fn drop(&mut self) {
        let mut waiting = self.0.waiting();
        waiting.cut_off = true;
        waiting.parcels = VecDeque::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ConversationId, Party};

    fn typing(number: u128) -> Parcel {
        Parcel::Typing { conversation: ConversationId(uuid::Uuid::from_u128(number)), from: Party::Buyer }
    }

    #[tokio::test]
    async fn a_reader_that_keeps_up_gets_everything() {
        let (outbox, mut parcels) = Outbox::new(2);
        for n in 0..100 {
            assert!(outbox.0.offer(&typing(n)));
            assert_eq!(parcels.recv().await, Some(typing(n)));
        }
        assert_eq!(parcels.try_recv(), None);
    }

    #[tokio::test]
    async fn a_reader_that_falls_behind_reads_the_rest_and_the_end() {
        let (outbox, mut parcels) = Outbox::new(2);
        let taken = (0..4).map(|n| outbox.0.offer(&typing(n))).collect::<Vec<_>>();
        assert_eq!(taken, [true, true, false, false]);
        assert_eq!(parcels.recv().await, Some(typing(0)));
        assert_eq!(parcels.recv().await, Some(typing(1)));
        assert_eq!(parcels.recv().await, None);
    }

    #[tokio::test]
    async fn a_reader_that_waits_is_woken() {
        let (outbox, mut parcels) = Outbox::new(2);
        let (got, ()) = tokio::join!(parcels.recv(), async { assert!(outbox.0.offer(&typing(7))) });
        assert_eq!(got, Some(typing(7)));
        drop(parcels);
        assert!(!outbox.0.offer(&typing(8)));
    }
}
