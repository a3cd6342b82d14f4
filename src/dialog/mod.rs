//! What the bot says next: a pure machine, one file per phase; forms, one file per field kind; guides; escalation; replies.
//!
//! Called by `app` with each input of a conversation. **Invariant:** `(state, book, world, input) -> facts`: no I/O, no clock,
//! no randomness; the state is a fold over the conversation's events, and every input is answered in every phase.

mod script;

mod state;

mod fold;
mod talk;
mod topic;
mod turn;

mod phase;

mod amend;
mod manners;
mod number;
mod people;
mod serve;
mod side;

mod dossier;
mod escalation;
mod handoff;

mod form;
mod guide;

mod choices;
mod reply;

mod hours;
mod language;
mod meta;
mod words;

#[cfg(test)]
mod asked;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod guided;
#[cfg(test)]
mod handed_over;
#[cfg(test)]
mod phrases;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod transcripts;

use crate::{
    base::{AgentId, ChoiceValue, Fact, Lang, Party, Priority, Timestamp},
    knowledge::{Circumstances, Knowledge},
    triage::Triage,
};

use form::Moment;

pub use script::{
    Check, Clocks, Danger, Escalation, Field, FieldKind, FieldOption, Form, Guide, Hours, LabelCard, Line, Replies, Route,
    Script, When,
};
pub use state::State;

/// What the dialogue may consult. Borrowed from one playbook for the length of a turn.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    pub script: &'a Script,
    pub triage: &'a Triage,
    pub knowledge: &'a Knowledge,
}

/// The world outside the conversation at the time of an input.
#[derive(Clone, Debug)]
pub struct World {
    pub now: Timestamp,
    pub ahead: Ahead,
    /// Agents who are online.
    pub agents: u32,
    pub circumstances: Circumstances,
    /// The language of the page, until the buyer's own words tell.
    pub page_lang: Option<Lang>,
    /// The order that the page shows.
    pub page_order: Option<String>,
    /// More waits to be answered than the machine keeps up with: what takes milliseconds to understand is left out.
    pub hurried: bool,
}

/// How many who wait for a person would be taken before this conversation, by the priority that it waits with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    pub urgent: u32,
    pub high: u32,
    pub medium: u32,
    pub low: u32,
}

impl Ahead {
    pub fn of(self, priority: Priority) -> u32 {
        match priority {
            Priority::Urgent => self.urgent,
            Priority::High => self.high,
            Priority::Medium => self.medium,
            Priority::Low => self.low,
        }
    }
}

/// What can happen to a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Say {
        text: String,
    },
    Choose {
        value: ChoiceValue,
    },
    Leave,
    Rate {
        result: u8,
        speed: u8,
        attitude: u8,
        comment: Option<String>,
    },
    Claim {
        agent: AgentId,
        name: String,
    },
    AgentSay {
        agent: AgentId,
        epoch: u32,
        text: String,
    },
    Return {
        agent: AgentId,
        epoch: u32,
    },
    Resolve {
        agent: AgentId,
        epoch: u32,
        outcome: Option<String>,
    },
    Transfer {
        agent: AgentId,
        epoch: u32,
        to: String,
    },
    /// The moment of `State::deadline` has come.
    Lapse,
}

/// A fact about to be logged; `app` gives it its place, time and client id.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub from: Party,
    pub fact: Fact,
}

/// Why an input has no effect. Nothing is logged then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Another agent has the conversation.
    #[error("{by} has taken this conversation")]
    Taken { by: String },
    /// Written under an older owner.
    #[error("the conversation has changed hands since (epoch {now}); what you wrote was not sent")]
    StaleEpoch { now: u32 },
    #[error("this conversation isn't yours to act on")]
    Forbidden,
    /// The choice, rating or leave means nothing in this phase.
    #[error("there is nothing to {0} here")]
    Nothing(&'static str),
}
