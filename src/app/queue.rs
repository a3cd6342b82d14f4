//! Who waits for a person, as the desks see it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use metrics::gauge;
use tokio::sync::{Notify, watch};

use crate::{
    base::{ConversationId, HandoffFact, Timestamp},
    desk,
};

/// A conversation that waits, with the whole file.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueItem {
    pub conversation: ConversationId,
    pub since: Timestamp,
    pub handoff: Arc<HandoffFact>,
}

/// The line. It is published apart from its changes, so that a rush of them sorts it once.
pub(super) struct Queue {
    waiting: Mutex<HashMap<ConversationId, QueueItem>>,
    /// The number of them, read at every turn.
    length: AtomicU32,
    changed: Notify,
    published: watch::Sender<Arc<[QueueItem]>>,
}

impl Queue {
    pub(super) fn new(items: impl IntoIterator<Item = QueueItem>) -> Queue {
        let waiting: HashMap<_, _> = items.into_iter().map(|item| (item.conversation, item)).collect();
        let length = AtomicU32::new(waiting.len() as u32);
        let queue =
            Queue { waiting: Mutex::new(waiting), length, changed: Notify::new(), published: watch::Sender::new(Arc::from([])) };
        queue.changed.notify_one();
        queue
    }

    pub(super) fn put(&self, item: QueueItem) {
        let mut waiting = self.waiting();
        waiting.insert(item.conversation, item);
        self.count(&waiting);
    }

    pub(super) fn remove(&self, conversation: ConversationId) {
        let mut waiting = self.waiting();
        if waiting.remove(&conversation).is_some() {
            self.count(&waiting);
        }
    }

    pub(super) fn len(&self) -> u32 {
        self.length.load(Ordering::Relaxed)
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<Arc<[QueueItem]>> {
        self.published.subscribe()
    }

    /// Comes when the line is no longer as published.
    pub(super) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Sorts the line as of `now` and shows it to the desks, if it is another than they see.
    pub(super) fn publish(&self, now: Timestamp) {
        let mut items: Vec<QueueItem> = self.waiting().values().cloned().collect();
        // Places of equal claim keep one order from one publication to the next.
        items.sort_by_key(|item| item.conversation);
        desk::order(&mut items, now, |item| desk::Standing {
            priority: item.handoff.priority,
            due_at: item.handoff.due_at,
            since: item.since,
        });
        self.published.send_if_modified(|shown| {
            let differs = **shown != *items;
            if differs {
                *shown = items.into();
            }
            differs
        });
    }

    fn count(&self, waiting: &HashMap<ConversationId, QueueItem>) {
        let length = waiting.len() as u32;
        self.length.store(length, Ordering::Relaxed);
        gauge!("aftercare_queue_length").set(length);
        self.changed.notify_one();
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<ConversationId, QueueItem>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::Priority, store::contract::samples};

    fn item(number: u128, priority: Priority, since: i64) -> QueueItem {
        let handoff = Arc::new(HandoffFact { priority, ..samples::handoff() });
        QueueItem { conversation: samples::conversation(number), since: Timestamp(since), handoff }
    }

    #[test]
    fn is_shown_in_order_and_only_when_it_has_changed() {
        let queue = Queue::new([item(1, Priority::Low, 1), item(2, Priority::High, 3)]);
        let mut seen = queue.subscribe();
        let mut check = |expected: Option<&[u128]>| {
            queue.publish(Timestamp(10));
            assert_eq!(seen.has_changed().unwrap(), expected.is_some());
            let shown: Vec<_> = seen.borrow_and_update().iter().map(|item| item.conversation.0.as_u128()).collect();
            if let Some(expected) = expected {
                assert_eq!(shown, expected);
            }
        };
        check(Some(&[2, 1]));
        check(None);
        queue.put(item(3, Priority::High, 2));
        check(Some(&[3, 2, 1]));
        queue.remove(samples::conversation(9));
        check(None);
        queue.remove(samples::conversation(2));
        check(Some(&[3, 1]));
        assert_eq!(queue.len(), 2);
    }
}
