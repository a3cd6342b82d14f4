//! The desk's socket, both ways, and the rows of the queue.

use serde::{Deserialize, Serialize};

use super::{BadFrame, PartyWord, WireEvent, buyer::OwnerIs};
use crate::base::{Owner, Priority, Seq};

/// What an agent's page sends. Unknown keys are ignored; an unknown `type` is a bad frame.
#[derive(Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentFrame {
    Status {
        value: AgentStatus,
    },
    Claim {
        conversation: String,
    },
    Say {
        id: String,
        conversation: String,
        epoch: u32,
        text: String,
        file: Option<String>,
    },
    /// A word among agents. Buyers never see it.
    Note {
        id: String,
        conversation: String,
        epoch: u32,
        text: String,
    },
    Return {
        id: String,
        conversation: String,
        epoch: u32,
    },
    Resolve {
        id: String,
        conversation: String,
        epoch: u32,
        outcome: Option<String>,
    },
    /// `to`: the skill or group that is to have it.
    Transfer {
        id: String,
        conversation: String,
        epoch: u32,
        to: Option<String>,
    },
    /// Every event past `after` comes, then the new ones.
    Watch {
        conversation: String,
        after: Option<Seq>,
    },
    Unwatch {
        conversation: String,
    },
    Typing {
        conversation: String,
    },
    /// Answered by a pong: pages can't see the protocol's own pings.
    Ping {},
}

impl AgentFrame {
    pub fn parse(text: &str) -> Result<AgentFrame, BadFrame> {
        serde_json::from_str(text).map_err(|error| BadFrame::json(&error))
    }

    /// The client's own id, where the frame carries one.
    pub fn id(&self) -> Option<&str> {
        match self {
            AgentFrame::Say { id, .. }
            | AgentFrame::Note { id, .. }
            | AgentFrame::Return { id, .. }
            | AgentFrame::Resolve { id, .. }
            | AgentFrame::Transfer { id, .. } => Some(id),
            AgentFrame::Status { .. }
            | AgentFrame::Claim { .. }
            | AgentFrame::Watch { .. }
            | AgentFrame::Unwatch { .. }
            | AgentFrame::Typing { .. }
            | AgentFrame::Ping {} => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum AgentStatus {
    Online,
    Busy,
    Away,
}

/// What an agent's page gets.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a frame lives only while it is written out")]
pub enum DeskFrame<'a> {
    /// The first frame: who is signed in.
    Welcome {
        name: &'a str,
    },
    /// Who waits, whole, whenever it changes.
    Queue {
        items: Vec<WaitingItem>,
    },
    Owner {
        conversation: String,
        owner: OwnerIs,
        #[serde(skip_serializing_if = "Option::is_none")]
        agent: Option<&'a str>,
        epoch: u32,
    },
    Event {
        conversation: String,
        event: WireEvent<'a>,
    },
    Typing {
        conversation: String,
        from: PartyWord,
    },
    Pong {},
    Ack {
        id: &'a str,
        seq: Seq,
    },
    Error {
        code: &'a str,
        message: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        conversation: Option<&'a str>,
    },
}

impl<'a> DeskFrame<'a> {
    pub fn owner(conversation: String, owner: &'a Owner, epoch: u32) -> DeskFrame<'a> {
        let agent = match owner {
            Owner::Agent { name, .. } => Some(name.as_str()),
            Owner::Bot | Owner::Queue | Owner::Closed => None,
        };
        DeskFrame::Owner { conversation, owner: owner.into(), agent, epoch }
    }
}

/// A conversation that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct WaitingItem {
    pub conversation: String,
    pub reason: String,
    pub priority: PriorityWord,
    pub skill: String,
    /// Milliseconds since 1970, as every moment on the wire.
    pub since: i64,
    pub due_at: i64,
    /// Outside service hours: when a person was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<i64>,
    pub summary: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum PriorityWord {
    Urgent,
    High,
    Medium,
    Low,
}

impl From<Priority> for PriorityWord {
    fn from(priority: Priority) -> PriorityWord {
        match priority {
            Priority::Urgent => PriorityWord::Urgent,
            Priority::High => PriorityWord::High,
            Priority::Medium => PriorityWord::Medium,
            Priority::Low => PriorityWord::Low,
        }
    }
}
