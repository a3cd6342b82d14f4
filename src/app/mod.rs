//! The one place that drives conversations: a task per live conversation, timers, queue, swap of playbooks, shutdown.
//!
//! Called by `server` and `cli`. **Invariant:** append first, send second: what anybody saw is what the log says.

mod clock;
mod conversation;
mod duty;
mod hub;
mod queue;
mod rehearsal;
mod tasks;
mod timers;

#[cfg(test)]
mod tests;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use metrics::counter;
use tokio::sync::{oneshot, watch};
use tokio_util::sync::DropGuard;

use crate::{
    base::{AgentId, ClientId, ConversationId, Event, Lang, Owner, Party, Seq, Timestamp},
    bus::{self, Bus},
    dialog::{self, Input},
    playbook::Playbook,
    store::{self, CaseRow, Log},
};
use duty::Duty;
use hub::{Ask, Hub};
use queue::Queue;
use tasks::Tasks;

pub use clock::Clock;
pub use duty::OnDuty;
pub use queue::QueueItem;
pub use rehearsal::{Fault, Rehearsal, rehearse};

#[derive(Clone, Debug)]
pub struct Options {
    /// A conversation leaves memory when nothing has come in for so long. Its next input reads it from the log.
    pub idle: Duration,
    /// Inputs of one conversation that may wait; one more is refused as [`Refused::Busy`].
    pub inbox: usize,
    /// More inputs than this in hand at once, and messages are understood by words alone until it is fewer.
    pub hurry: usize,
    /// An input that isn't answered in this time is refused; it may take effect all the same, which its client id tells.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options { idle: Duration::from_secs(30), inbox: 16, hurry: 24, patience: Duration::from_secs(10) }
    }
}

/// The running shop. A cheap handle; when the last one is dropped, its tasks end. [`App::shutdown`] ends them in order.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
    _stop: Arc<DropGuard>,
}

struct Inner {
    options: Options,
    log: Log,
    playbook: ArcSwap<Playbook>,
    clock: Clock,
    bus: Bus,
    hub: Hub,
    queue: Queue,
    duty: Arc<Duty>,
    tasks: Tasks,
    /// Inputs that came in and aren't answered yet.
    in_hand: AtomicUsize,
}

/// What is known of the buyer's page, given with each input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub lang: Option<Lang>,
    pub order_no: Option<String>,
    pub sku: Option<String>,
}

/// An input that is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Of the event that records the input; of the last event, where the input changed nothing.
    pub seq: Seq,
    /// After the input.
    pub epoch: u32,
}

/// Why an input has no effect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It means nothing here, or isn't allowed. Sending it again doesn't help.
    #[error(transparent)]
    Dialog(#[from] dialog::Refusal),
    /// Too many inputs wait in this conversation. Send it again, with the same client id.
    #[error("this conversation has more waiting than it can answer; send it again in a moment")]
    Busy,
    /// The log can't be reached, or the program is ending. Send it again later, with the same client id: should it have
    /// reached the log after all, it isn't written twice.
    #[error("this can't be kept safe right now; send it again in a moment")]
    Unavailable,
}

/// Where a conversation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub seq: Seq,
    pub owner: Owner,
    pub epoch: u32,
    pub lang: Lang,
}

impl App {
    /// Starts over a log: rebuilds the queue from it and wakes what has come due meanwhile.
    ///
    /// # Errors
    ///
    /// The log can't be read.
    pub async fn start(options: Options, log: Log, playbook: Playbook, clock: Clock) -> Result<App, store::Error> {
        let waiting = log.waiting().await?;
        let waiting = waiting.into_iter().filter_map(|(conversation, head)| match (head.owner, head.handoff) {
            (Owner::Queue, Some((since, handoff))) => Some(QueueItem { conversation, since, handoff: Arc::new(handoff) }),
            _ => None,
        });
        let inner = Arc::new(Inner {
            options,
            queue: Queue::new(waiting),
            log,
            playbook: ArcSwap::from_pointee(playbook),
            clock,
            bus: Bus::default(),
            hub: Hub::default(),
            duty: Arc::default(),
            tasks: Tasks::default(),
            in_hand: AtomicUsize::new(0),
        });
        inner.queue.publish(inner.clock.now());
        inner.tasks.spawn(timers::sweep(Arc::clone(&inner)));
        inner.tasks.spawn(timers::show_queue(Arc::clone(&inner)));
        Ok(App { _stop: Arc::new(inner.tasks.stop_on_drop()), inner })
    }

    /// The playbook that the next turn uses.
    pub fn playbook(&self) -> Arc<Playbook> {
        self.inner.playbook.load_full()
    }

    /// Puts another playbook in place, in one step. Turns in progress end on the old one.
    pub fn swap(&self, playbook: Playbook) {
        self.inner.playbook.store(Arc::new(playbook));
    }

    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// An id that was never used. Nothing is stored until the first input.
    pub fn new_conversation(&self) -> ConversationId {
        let millis = u64::try_from(self.now().0).unwrap_or(0);
        ConversationId(uuid::Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid())
    }

    /// Gives an input to its conversation. Durable when it answers `Ok`. A client id that was used before has no effect and
    /// answers the seq it got then. Giving up on the answer doesn't take the input back.
    pub async fn input(
        &self,
        conversation: ConversationId,
        client: Option<ClientId>,
        page: Page,
        input: Input,
    ) -> Result<Accepted, Refused> {
        self.inner.input(conversation, client, page, input).await
    }

    /// Where the conversation stands; one that nobody has written in stands at 0 with the bot.
    pub async fn standing(&self, conversation: ConversationId) -> Result<Standing, Refused> {
        let head = self.inner.log.head(conversation).await.map_err(|error| unavailable(conversation, &error))?;
        Ok(match head {
            Some(head) => Standing { seq: head.seq, owner: head.owner, epoch: head.epoch, lang: head.lang },
            None => Standing { seq: 0, owner: Owner::Bot, epoch: 0, lang: self.inner.playbook.load().script.default_lang },
        })
    }

    /// The events past `after`, in order.
    pub async fn events(&self, conversation: ConversationId, after: Seq) -> Result<Vec<Event>, Refused> {
        self.inner.log.events(conversation, after).await.map_err(|error| unavailable(conversation, &error))
    }

    /// From now on the outbox gets the conversation's events, in the order of seq, and who is typing. To resume without a
    /// gap: watch, then read [`App::events`], then pass on the parcels with a higher seq.
    pub fn watch(&self, conversation: ConversationId, outbox: &bus::Outbox) -> bus::Watching {
        self.inner.bus.watch(conversation, outbox)
    }

    /// Tells those who watch that somebody is typing.
    pub fn typing(&self, conversation: ConversationId, from: Party) {
        self.inner.bus.typing(conversation, from);
    }

    /// Who waits for a person, in the order they should be taken.
    pub fn queue(&self) -> watch::Receiver<Arc<[QueueItem]>> {
        self.inner.queue.subscribe()
    }

    /// Opens an agent's desk: from now on the agent counts as there, and the outbox gets every change of owner.
    pub fn sign_on(&self, agent: AgentId, outbox: &bus::Outbox) -> OnDuty {
        OnDuty::new(&self.inner.duty, agent, self.inner.bus.watch_owners(outbox))
    }

    /// The newest cases, newest first.
    pub async fn cases(&self, limit: u32) -> Result<Vec<CaseRow>, Refused> {
        self.inner.log.cases(limit).await.map_err(|error| {
            tracing::error!(error = %error, "cases can't be read");
            Refused::Unavailable
        })
    }

    /// Takes no more inputs, ends the turns that were taken, and closes the log. Waits for the turns no longer than `patience`;
    /// what was acknowledged is safe either way.
    pub async fn shutdown(&self, patience: Duration) {
        if !self.inner.tasks.stop(patience).await {
            tracing::warn!(
                conversations.live = self.inner.hub.len(),
                "some turns didn't end in time; their buyers weren't answered"
            );
        }
        self.inner.log.close().await;
    }
}

impl Inner {
    async fn input(
        self: &Arc<Self>,
        conversation: ConversationId,
        client: Option<ClientId>,
        page: Page,
        input: Input,
    ) -> Result<Accepted, Refused> {
        if self.tasks.are_stopping() {
            return Err(Refused::Unavailable);
        }
        let _in_hand = InHand::of(&self.in_hand);
        let (reply, answer) = oneshot::channel();
        self.hub.send(self, conversation, Box::new(Ask { client, page, input, reply }))?;
        match tokio::time::timeout(self.options.patience, answer).await {
            Ok(Ok(outcome)) => outcome,
            // The conversation's task has gone: ended with the program, or by a mistake of ours that its panic has told.
            Ok(Err(_)) => Err(Refused::Unavailable),
            Err(_) => {
                tracing::warn!(conversation.id = %conversation, "an input wasn't answered in time");
                Err(Refused::Unavailable)
            }
        }
    }
}

impl Inner {
    /// Whether more is in hand than the machine keeps up with.
    fn is_hurried(&self) -> bool {
        let hurried = self.in_hand.load(Ordering::Relaxed) > self.options.hurry;
        if hurried {
            counter!("aftercare_turns_hurried_total").increment(1);
        }
        hurried
    }
}

/// Counts an input for as long as it lives.
struct InHand<'a>(&'a AtomicUsize);

impl<'a> InHand<'a> {
    fn of(count: &'a AtomicUsize) -> InHand<'a> {
        count.fetch_add(1, Ordering::Relaxed);
        InHand(count)
    }
}

impl Drop for InHand<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What a stranger is told of the log's trouble; the log line has the rest.
fn unavailable(conversation: ConversationId, error: &store::Error) -> Refused {
    match error {
        store::Error::Unreadable { .. } => {
            tracing::error!(conversation.id = %conversation, error = %error, "a conversation can't be read");
        }
        store::Error::Unavailable(cause) => {
            tracing::warn!(conversation.id = %conversation, error = %error, error.cause = %cause, "a conversation was refused");
        }
        store::Error::Conflict => {
            tracing::warn!(conversation.id = %conversation, error = %error, "a conversation was refused");
        }
    }
    Refused::Unavailable
}
