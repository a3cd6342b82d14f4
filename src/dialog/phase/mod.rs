//! Where a conversation stands, one file each. Every phase answers every input by name, so that a new input
//! doesn't compile until each phase has said what it does with it.

mod answering;
mod checking;
mod clarifying;
mod closed;
mod confirming;
mod filling;
mod greeting;
mod rating;
pub(super) mod waiting;
mod with_agent;

use super::{
    Input, Refusal, Script,
    talk::{Filling, Offer, Talk, Told, Walk},
    turn::Turn,
};
use crate::base::{ChoiceValue, LabelId, Timestamp};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Phase {
    /// Nothing has been served yet.
    Greeting,
    /// The bot has the conversation and nothing is open.
    Answering,
    /// The bot asked which of these is meant.
    Clarifying {
        among: Vec<ChoiceValue>,
    },
    /// A guide is offered, or one of its checks is asked.
    Checking(Box<Walk>),
    /// A field of a form is being asked.
    Filling(Box<Filling>),
    /// The whole form was shown for a yes.
    Confirming(Box<Filling>),
    /// Offered to people.
    Waiting {
        offer: Box<Offer>,
        told: Told,
    },
    WithAgent {
        /// Absent where an agent stepped in unasked.
        offer: Option<Box<Offer>>,
        /// The buyer's first message (or the claim) that the agent hasn't answered.
        unanswered: Option<Timestamp>,
    },
    /// Settled, and not yet rated.
    Rating,
    Closed,
}

/// Decides what an input does, by the phase it meets.
pub(super) fn on(turn: &mut Turn<'_>, input: Input) -> Result<(), Refusal> {
    match turn.talk.phase.clone() {
        Phase::Greeting => greeting::on(turn, input),
        Phase::Answering => answering::on(turn, input),
        Phase::Clarifying { among } => clarifying::on(turn, &among, input),
        Phase::Checking(walk) => checking::on(turn, &walk, input),
        Phase::Filling(filling) => filling::on(turn, &filling, input),
        Phase::Confirming(filling) => confirming::on(turn, &filling, input),
        Phase::Waiting { offer, told } => waiting::on(turn, &offer, &told, input),
        Phase::WithAgent { .. } => with_agent::on(turn, input),
        Phase::Rating => rating::on(turn, input),
        Phase::Closed => closed::on(turn, input),
    }
}

/// When the phase ends by itself.
pub(super) fn deadline(talk: &Talk, script: &Script) -> Option<Timestamp> {
    match &talk.phase {
        Phase::Waiting { offer, .. } => Some(waiting::deadline(offer, &script.escalation)),
        Phase::WithAgent { unanswered, .. } => with_agent::deadline(*unanswered, &script.escalation),
        Phase::Greeting
        | Phase::Answering
        | Phase::Clarifying { .. }
        | Phase::Checking(_)
        | Phase::Filling(_)
        | Phase::Confirming(_)
        | Phase::Rating
        | Phase::Closed => None,
    }
}

/// A lapse before its time, or where nothing can lapse, has no effect.
fn is_due(turn: &Turn<'_>) -> bool {
    deadline(&turn.talk, turn.script()).is_some_and(|deadline| deadline <= turn.now())
}

impl Phase {
    /// An offer in place of another doesn't make the buyer hear everything again.
    pub(super) fn waiting(self, offer: Offer) -> Phase {
        let told = if let Phase::Waiting { told, .. } = self { told } else { Told::default() };
        Phase::Waiting { offer: Box::new(offer), told }
    }

    /// The claim itself wants an answer: the buyer has waited for one.
    pub(super) fn with_agent(offer: Option<Offer>, joined: Timestamp) -> Phase {
        Phase::WithAgent { offer: offer.map(Box::new), unanswered: Some(joined) }
    }

    pub(super) fn buyer_spoke(&mut self, at: Timestamp) {
        if let Phase::WithAgent { unanswered, .. } = self {
            unanswered.get_or_insert(at);
        }
    }

    pub(super) fn agent_spoke(&mut self) {
        if let Phase::WithAgent { unanswered, .. } = self {
            *unanswered = None;
        }
    }

    pub(super) fn heard(&mut self, label: Option<&LabelId>) {
        if let Phase::Waiting { told, .. } = self {
            told.heard = label.cloned();
        }
    }

    pub(super) fn noticed(&mut self, at: Timestamp, line: &str) {
        if let Phase::Waiting { told, .. } = self {
            told.at = Some(at);
            told.line = line.into();
            told.met.extend(told.heard.take());
        }
    }

    pub(super) fn filling_mut(&mut self) -> Option<&mut Filling> {
        match self {
            Phase::Filling(filling) | Phase::Confirming(filling) => Some(filling),
            Phase::Greeting
            | Phase::Answering
            | Phase::Clarifying { .. }
            | Phase::Checking(_)
            | Phase::Waiting { .. }
            | Phase::WithAgent { .. }
            | Phase::Rating
            | Phase::Closed => None,
        }
    }

    /// Answers to the open question that couldn't be taken.
    pub(super) fn misses_mut(&mut self) -> Option<&mut u8> {
        match self {
            Phase::Checking(walk) => Some(&mut walk.misses),
            _ => self.filling_mut().map(|filling| &mut filling.misses),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Phase::Greeting => "greeting",
            Phase::Answering => "answering",
            Phase::Clarifying { .. } => "clarifying",
            Phase::Checking(_) => "checking",
            Phase::Filling(_) => "filling",
            Phase::Confirming(_) => "confirming",
            Phase::Waiting { .. } => "waiting",
            Phase::WithAgent { .. } => "with_agent",
            Phase::Rating => "rating",
            Phase::Closed => "closed",
        }
    }
}
