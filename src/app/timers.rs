//! What happens by itself: deadlines that come, and the line as the desks see it.

use std::{collections::HashMap, pin::pin, sync::Arc, time::Duration};

use futures_util::{StreamExt, stream};
use metrics::counter;
use tokio::time::{self, MissedTickBehavior};

use super::{Inner, Page};
use crate::{
    base::{ConversationId, SECOND, Timestamp},
    dialog::Input,
};

const TICK: Duration = Duration::from_secs(1);
/// Conversations woken in one sweep; the rest is due a second later.
const SWEEP: u32 = 1_024;
/// Conversations being woken at the same time, so that a sweep doesn't crowd out the buyers.
const AT_ONCE: usize = 32;
/// A conversation that is still due after it was woken (it can't be read, or the new playbook gives it longer) is left alone
/// for so long.
const REST: i64 = 30 * SECOND;
/// The least time between two views of the line, and what each who waits adds to it, so that a rush doesn't sort a long line at
/// every change.
const BREATH: Duration = Duration::from_millis(20);
const BREATH_EACH: Duration = Duration::from_micros(50);
/// However long the line, it is shown this often.
const LONGEST_BREATH: Duration = Duration::from_secs(1);
/// The line's order depends on the time too: who is overdue comes first.
const TURN_OVER: Duration = Duration::from_secs(5);

/// Wakes the conversations whose deadline has come, from the start on, each second, until the app stops.
pub(super) async fn sweep(inner: Arc<Inner>) {
    let mut stopped = pin!(inner.tasks.stopped());
    let mut ticks = time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut sweeper = Sweeper::default();
    loop {
        tokio::select! {
            _ = ticks.tick() => sweeper.wake_due(&inner).await,
            () = &mut stopped => return,
        }
    }
}

#[derive(Default)]
pub(super) struct Sweeper {
    /// Until when a conversation isn't woken again.
    resting: HashMap<ConversationId, Timestamp>,
}

impl Sweeper {
    pub(super) async fn wake_due(&mut self, inner: &Arc<Inner>) {
        inner.hub.measure();
        let now = inner.clock.now();
        self.resting.retain(|_, until| *until > now);
        let mut due = match inner.log.due(now, SWEEP).await {
            Ok(due) => due,
            Err(error) => {
                tracing::warn!(error = %error, "deadlines can't be read now; the next second tries again");
                return;
            }
        };
        due.retain(|conversation| !self.resting.contains_key(conversation));
        self.resting.extend(due.iter().map(|conversation| (*conversation, now + REST)));
        counter!("aftercare_lapses_total").increment(due.len() as u64);
        let lapses = stream::iter(due).map(|conversation| inner.input(conversation, None, Page::default(), Input::Lapse));
        // A refusal is logged and counted where it is made; the deadline stays in the log and comes again.
        lapses.buffer_unordered(AT_ONCE).for_each(async |_| ()).await;
    }
}

/// Shows the line to the desks whenever it has changed, until the app stops.
pub(super) async fn show_queue(inner: Arc<Inner>) {
    let mut stopped = pin!(inner.tasks.stopped());
    loop {
        tokio::select! {
            () = inner.queue.changed() => (),
            () = time::sleep(TURN_OVER) => (),
            () = &mut stopped => return,
        }
        inner.queue.publish(inner.clock.now());
        time::sleep((BREATH + BREATH_EACH * inner.queue.len()).min(LONGEST_BREATH)).await;
    }
}
