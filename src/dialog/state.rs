use std::collections::BTreeMap;

use super::{Book, Draft, Input, Refusal, Script, World, phase, talk::Talk, turn::Turn};
use crate::base::{CaseFact, ClientId, ConversationId, Event, HandoffFact, Lang, Owner, Seq, Timestamp};

/// A conversation as its events tell it.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    talk: Talk,
    /// Where each client message was recorded. Kept apart from `talk`, which a turn copies.
    seen: BTreeMap<ClientId, Seq>,
}

impl State {
    /// A conversation in which nothing has happened.
    pub fn new(conversation: ConversationId) -> State {
        State { talk: Talk::new(conversation), seen: BTreeMap::new() }
    }

    pub fn fold<'a>(conversation: ConversationId, events: impl IntoIterator<Item = &'a Event>) -> State {
        let mut state = State::new(conversation);
        for event in events {
            state.apply(event);
        }
        state
    }

    /// Takes the next event in; events come in the order of their seq.
    pub fn apply(&mut self, event: &Event) {
        if let Some(client) = &event.client {
            self.seen.insert(client.clone(), event.seq);
        }
        self.talk.take(event.seq, event.at, &event.fact);
    }

    /// What an input causes: facts to be logged in this order, the first of which records the input.
    ///
    /// Empty where an input changes nothing: a lapse before its time, a claim by the agent who has the conversation.
    /// The state itself is unchanged until the events come back through [`State::apply`].
    pub fn on(&self, book: &Book<'_>, world: &World, input: Input) -> Result<Vec<Draft>, Refusal> {
        let mut turn = Turn::new(self.talk.clone(), book, world);
        phase::on(&mut turn, input)?;
        Ok(turn.finish())
    }

    /// When [`Input::Lapse`] is due, if nothing else happens first.
    pub fn deadline(&self, script: &Script) -> Option<Timestamp> {
        phase::deadline(&self.talk, script)
    }

    /// Seq of the last event; 0 before the first.
    pub fn seq(&self) -> Seq {
        self.talk.seq
    }

    pub fn owner(&self) -> &Owner {
        &self.talk.owner
    }

    pub fn epoch(&self) -> u32 {
        self.talk.epoch
    }

    /// The language the buyer was last clearly heard in, or asked for.
    pub fn lang(&self) -> Option<Lang> {
        self.talk.lang
    }

    /// While the conversation waits for a person or is with one: the handoff, and since when.
    pub fn handoff(&self) -> Option<(Timestamp, &HandoffFact)> {
        self.talk.handoff().map(|offer| (offer.since, &offer.fact))
    }

    /// Where a client's message was recorded, if it was.
    pub fn seen(&self, client: &ClientId) -> Option<Seq> {
        self.seen.get(client).copied()
    }

    /// The cases of this conversation as they stand, oldest first.
    pub fn cases(&self) -> &[CaseFact] {
        &self.talk.cases
    }

    #[cfg(test)]
    pub(super) fn talk(&self) -> Talk {
        self.talk.clone()
    }

    /// The phase's name, for people.
    pub fn phase(&self) -> &'static str {
        self.talk.phase.name()
    }
}
