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
    base::{ConversationId, HandoffFact, Priority, Timestamp},
    desk::{self, Standing},
    dialog::Ahead,
};

/// Most urgent first.
const PRIORITIES: [Priority; 4] = [Priority::Urgent, Priority::High, Priority::Medium, Priority::Low];

/// A conversation that waits, with the whole file.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueItem {
    pub conversation: ConversationId,
    pub since: Timestamp,
    pub handoff: Arc<HandoffFact>,
}

impl QueueItem {
    fn standing(&self) -> Standing {
        Standing { priority: self.handoff.priority, due_at: self.handoff.due_at, since: self.since }
    }
}

/// The line. It is published apart from its changes, so that a rush of them sorts it once.
pub(super) struct Queue {
    waiting: Mutex<HashMap<ConversationId, QueueItem>>,
    /// How many of them by priority, read at every turn.
    lengths: [AtomicU32; 4],
    /// How many of those were overdue when the line was published.
    overdue: [AtomicU32; 4],
    changed: Notify,
    published: watch::Sender<Arc<[QueueItem]>>,
}

impl Queue {
    pub(super) fn new(items: impl IntoIterator<Item = QueueItem>) -> Queue {
        let queue = Queue {
            waiting: Mutex::default(),
            lengths: Default::default(),
            overdue: Default::default(),
            changed: Notify::new(),
            published: watch::Sender::new(Arc::from([])),
        };
        items.into_iter().for_each(|item| queue.put(item));
        queue.changed.notify_one();
        queue
    }

    pub(super) fn put(&self, item: QueueItem) {
        let mut waiting = self.waiting();
        self.lengths[item.handoff.priority as usize].fetch_add(1, Ordering::Relaxed);
        let before = waiting.insert(item.conversation, item);
        self.moved(before, waiting.len());
    }

    pub(super) fn remove(&self, conversation: ConversationId) {
        let mut waiting = self.waiting();
        let gone = waiting.remove(&conversation);
        if gone.is_some() {
            self.moved(gone, waiting.len());
        }
    }

    /// The place of a conversation that comes now.
    pub(super) fn behind(&self) -> Ahead {
        let [lengths, overdue] =
            [&self.lengths, &self.overdue].map(|counts| counts.each_ref().map(|count| count.load(Ordering::Relaxed)));
        // Who is overdue goes before any who come now, whatever the priority; danger waits for nobody.
        let place = |priority: usize| lengths[..=priority].iter().chain(&overdue[priority + 1..]).sum();
        Ahead { urgent: lengths[0], high: place(1), medium: place(2), low: place(3) }
    }

    /// The place of a conversation that was offered before.
    pub(super) fn before(&self, conversation: ConversationId, since: Timestamp, due_at: Timestamp, now: Timestamp) -> Ahead {
        let others: Vec<_> =
            self.waiting().values().filter(|item| item.conversation != conversation).map(QueueItem::standing).collect();
        let [urgent, high, medium, low] =
            PRIORITIES.map(|priority| desk::ahead(Standing { priority, due_at, since }, &others, now));
        Ahead { urgent, high, medium, low }
    }

    pub(super) fn len(&self) -> u32 {
        self.lengths.iter().map(|length| length.load(Ordering::Relaxed)).sum()
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
        desk::order(&mut items, now, QueueItem::standing);
        for (priority, overdue) in PRIORITIES.iter().zip(&self.overdue) {
            let late = items.iter().filter(|item| item.handoff.priority == *priority && item.handoff.due_at <= now);
            overdue.store(late.count() as u32, Ordering::Relaxed);
        }
        self.published.send_if_modified(|shown| {
            let differs = **shown != *items;
            if differs {
                *shown = items.into();
            }
            differs
        });
    }

    /// `gone` waits no longer, or no longer as it did.
    fn moved(&self, gone: Option<QueueItem>, length: usize) {
        if let Some(gone) = gone {
            self.lengths[gone.handoff.priority as usize].fetch_sub(1, Ordering::Relaxed);
        }
        gauge!("aftercare_queue_length").set(length as f64);
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
        assert_eq!(queue.waiting().len(), 2);
    }

    /// Everybody is due at 500.
    #[test]
    fn tells_each_priority_who_comes_before_it() {
        let queue = Queue::new([
            item(1, Priority::Low, 1),
            item(2, Priority::High, 3),
            item(3, Priority::Urgent, 4),
            item(4, Priority::Medium, 2),
            item(4, Priority::High, 2),
        ]);
        let ahead = |urgent, high, medium, low| Ahead { urgent, high, medium, low };
        assert_eq!(queue.behind(), ahead(1, 3, 3, 4));
        queue.publish(Timestamp(500));
        assert_eq!(queue.behind(), ahead(1, 4, 4, 4), "the overdue one goes first");
        let before = |since, now| queue.before(samples::conversation(2), Timestamp(since), Timestamp(500), Timestamp(now));
        assert_eq!(before(3, 100), ahead(0, 2, 2, 3));
        assert_eq!(before(0, 100), ahead(0, 1, 2, 2));
        assert_eq!(before(0, 500), ahead(0, 1, 1, 1), "who came first among the overdue");
        queue.remove(samples::conversation(3));
        assert_eq!(queue.behind(), ahead(0, 3, 3, 3));
    }
}
