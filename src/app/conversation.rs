//! One live conversation: the task that owns its state while it is in memory.
//!
//! **Invariant:** append first, send second. The state in memory is what the log says, or it is absent and read again.

use std::{pin::pin, sync::Arc};

use metrics::counter;
use tokio::{sync::mpsc, time};

use super::{Accepted, Inner, QueueItem, Refused, hub::Ask};
use crate::{
    base::{ConversationId, Event, Owner, Seq, Timestamp},
    dialog::{Draft, State, World},
    knowledge::Circumstances,
    store::{self, Append, Head},
};

/// How often an input is decided again because somebody else appended first. With one process that is never; with several,
/// each loss means that another one won.
const TRIES: usize = 8;

/// What woke the task. One variant for each arm of its `select!`.
enum Wake {
    Asked(Box<Ask>),
    Idle,
    Stopped,
}

#[must_use]
enum Next {
    Stay,
    Leave,
}

/// Runs until the conversation has been idle for a while, or the app stops; then answers what is in the inbox and leaves.
pub(super) async fn live(inner: Arc<Inner>, id: ConversationId, mut inbox: mpsc::Receiver<Box<Ask>>) {
    let mut stopped = pin!(inner.tasks.stopped());
    let mut conversation = Conversation { inner: &inner, id, known: None, published: None, last_at: Timestamp(i64::MIN) };
    loop {
        let wake = tokio::select! {
            ask = inbox.recv() => ask.map_or(Wake::Stopped, Wake::Asked),
            () = time::sleep(inner.options.idle) => Wake::Idle,
            () = &mut stopped => Wake::Stopped,
        };
        match conversation.woken(wake, &mut inbox).await {
            Next::Stay => (),
            Next::Leave => return,
        }
    }
}

struct Conversation<'a> {
    inner: &'a Arc<Inner>,
    id: ConversationId,
    /// The fold of everything that is logged. `None`: not read yet, or the log's answer left it in doubt.
    known: Option<State>,
    /// The last event that watchers were sent, once that is known. While `known` is in doubt there may be later ones.
    published: Option<Seq>,
    /// A conversation's time never goes back, whatever the machine's clock does.
    last_at: Timestamp,
}

/// Why an attempt at an input came to nothing.
enum Setback {
    Overtaken,
    Refused(Refused),
}

impl Conversation<'_> {
    async fn woken(&mut self, wake: Wake, inbox: &mut mpsc::Receiver<Box<Ask>>) -> Next {
        match wake {
            Wake::Asked(ask) => {
                self.answer(*ask).await;
                Next::Stay
            }
            Wake::Idle => {
                // What the log took without saying so must reach the watchers before the next task starts from it.
                let settled = self.published.is_none() || self.known.is_some() || self.read().await.is_ok();
                if settled && self.inner.hub.leave(self.id, inbox) { Next::Leave } else { Next::Stay }
            }
            Wake::Stopped => {
                inbox.close();
                while let Some(ask) = inbox.recv().await {
                    self.answer(*ask).await;
                }
                Next::Leave
            }
        }
    }

    async fn answer(&mut self, ask: Ask) {
        let outcome = self.take(&ask).await;
        counter!("aftercare_turns_total", "outcome" => outcome_name(&outcome)).increment(1);
        // Who asked may have hung up. What was logged stays, and its client id tells them so when they come back.
        let _ = ask.reply.send(outcome);
    }

    async fn take(&mut self, ask: &Ask) -> Result<Accepted, Refused> {
        for _ in 0..TRIES {
            match self.attempt(ask).await {
                Ok(accepted) => return Ok(accepted),
                Err(Setback::Refused(refused)) => return Err(refused),
                Err(Setback::Overtaken) => counter!("aftercare_turns_overtaken_total").increment(1),
            }
        }
        Err(Refused::Busy)
    }

    /// One input: decided on what is logged, logged, then sent.
    async fn attempt(&mut self, ask: &Ask) -> Result<Accepted, Setback> {
        let mut state = match self.known.take() {
            Some(state) => state,
            None => self.read().await.map_err(|error| Setback::Refused(self.refusal(&error)))?,
        };
        if let Some(seq) = ask.client.as_ref().and_then(|client| state.seen(client)) {
            return Ok(self.settle(state, seq));
        }
        let now = self.inner.clock.now().max(self.last_at);
        let before = (state.seq(), state.epoch());
        let append = {
            let playbook = self.inner.playbook.load();
            let drafts = match state.on(&playbook.book(), &self.world(&state, ask, now), ask.input.clone()) {
                Ok(drafts) => drafts,
                Err(refusal) => {
                    self.known = Some(state);
                    return Err(Setback::Refused(refusal.into()));
                }
            };
            if drafts.is_empty() {
                return Ok(self.settle(state, before.0));
            }
            let events = events_of(drafts, before.0, now, ask);
            events.iter().for_each(|event| state.apply(event));
            let head = Head {
                seq: state.seq(),
                owner: state.owner().clone(),
                epoch: state.epoch(),
                lang: state.lang().or(ask.page.lang).unwrap_or(playbook.script.default_lang),
                wake_at: state.deadline(&playbook.script),
                updated_at: now,
                handoff: state.handoff().map(|(since, handoff)| (since, handoff.clone())),
            };
            Append { conversation: self.id, after: before.0, events, head }
        };
        // Until the log has answered, `known` is absent: whatever it says but yes, the state is read again.
        match self.inner.log.append(&append).await {
            Ok(()) => {
                self.last_at = now;
                self.publish(append, before.1);
                Ok(self.settle(state, before.0 + 1))
            }
            Err(store::Error::Conflict) => Err(Setback::Overtaken),
            Err(error) => Err(Setback::Refused(self.refusal(&error))),
        }
    }

    fn settle(&mut self, state: State, seq: Seq) -> Accepted {
        let epoch = state.epoch();
        self.known = Some(state);
        Accepted { seq, epoch }
    }

    fn world(&self, state: &State, ask: &Ask, now: Timestamp) -> World {
        World {
            now,
            ahead: match state.handoff() {
                Some((since, handoff)) => self.inner.queue.before(self.id, since, handoff.due_at, now),
                None => self.inner.queue.behind(),
            },
            agents: self.inner.duty.online(),
            circumstances: Circumstances { now, product: ask.page.sku.clone(), ..Circumstances::default() },
            page_order: ask.page.order_no.clone(),
            page_lang: ask.page.lang,
            hurried: self.inner.is_hurried(),
        }
    }

    /// Folds what is logged; sends watchers what they have missed of it.
    async fn read(&mut self) -> Result<State, store::Error> {
        let events = self.inner.log.events(self.id, 0).await?;
        let state = State::fold(self.id, &events);
        self.last_at = events.last().map_or(self.last_at, |event| event.at);
        // Before the first read of this task, the one before it has sent everything.
        let sent = *self.published.get_or_insert(state.seq());
        if sent < state.seq() {
            let head = self.inner.log.head(self.id).await?;
            for event in events.into_iter().skip(sent as usize) {
                self.published = Some(event.seq);
                self.inner.bus.event(self.id, event);
            }
            if let Some(head) = head {
                self.hand_over(head);
            }
        }
        Ok(state)
    }

    fn publish(&mut self, append: Append, epoch_before: u32) {
        let Append { events, head, .. } = append;
        self.published = Some(head.seq);
        for event in events {
            self.inner.bus.event(self.id, event);
        }
        if head.epoch != epoch_before {
            self.hand_over(head);
        }
    }

    /// Tells desks and queue who has the conversation now.
    fn hand_over(&self, head: Head) {
        tracing::info!(
            conversation.id = %self.id,
            conversation.owner = head.owner.as_str(),
            conversation.epoch = head.epoch,
            "a conversation has changed hands"
        );
        self.inner.bus.owner(self.id, &head.owner, head.epoch);
        match (head.owner, head.handoff) {
            (Owner::Queue, Some((since, handoff))) => {
                self.inner.queue.put(QueueItem { conversation: self.id, since, handoff: Arc::new(handoff) });
            }
            _ => self.inner.queue.remove(self.id),
        }
    }

    fn refusal(&self, error: &store::Error) -> Refused {
        super::unavailable(self.id, error)
    }
}

fn events_of(drafts: Vec<Draft>, after: Seq, at: Timestamp, ask: &Ask) -> Vec<Event> {
    let mut client = ask.client.clone();
    (after + 1..)
        .zip(drafts)
        // The first draft records the input, and with it the client's id.
        .map(|(seq, Draft { from, fact })| Event { seq, at, from, client: client.take(), fact })
        .collect()
}

fn outcome_name(outcome: &Result<Accepted, Refused>) -> &'static str {
    match outcome {
        Ok(_) => "accepted",
        Err(Refused::Dialog(_)) => "refused",
        Err(Refused::Busy) => "busy",
        Err(Refused::Unavailable) => "unavailable",
    }
}
