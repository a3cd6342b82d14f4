//! The log's words. A conversation is its events; its state is a fold over them.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    AgentId, Bilingual, CaseId, CheckId, ClientId, FaqId, FieldId, FormId, GuideId, LabelId, Money, Mood, Reading, ReplyId,
    Skill, Timestamp,
};

/// An event's place in its conversation: 1, 2, 3 …, no gap, no repeat.
pub type Seq = u32;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub seq: Seq,
    pub at: Timestamp,
    pub from: Party,
    /// The client's message that this event records; on one event a message at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    pub fact: Fact,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Party {
    Buyer,
    Bot,
    Agent,
    System,
}

/// Who may speak to the buyer. Its epoch rises at every change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "lowercase")]
pub enum Owner {
    #[default]
    Bot,
    Queue,
    Agent {
        agent: AgentId,
        name: String,
    },
    Closed,
}

impl Owner {
    /// The word on the wire.
    pub fn as_str(&self) -> &'static str {
        match self {
            Owner::Bot => "bot",
            Owner::Queue => "queue",
            Owner::Agent { .. } => "agent",
            Owner::Closed => "closed",
        }
    }
}

/// What happened. The variants that change the owner say so; each of them raises the epoch by one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// The buyer wrote. `reading` is absent where nobody needed the meaning.
    Said {
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reading: Option<Box<Reading>>,
    },
    /// The buyer tapped a choice.
    Chose {
        value: ChoiceValue,
        label: String,
    },
    /// The bot said or asked something.
    Replied {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        choices: Vec<Choice>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<Box<About>>,
        /// Which reply template and variant, so that the next turn picks another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply: Option<(ReplyId, u8)>,
        act: Act,
    },
    /// A line that no party speaks: waiting, lapsed, reopened.
    Notice {
        text: String,
    },
    /// A case was opened or changed.
    Case(Box<CaseFact>),
    /// The conversation is offered to people. Owner: queue.
    Handoff(Box<HandoffFact>),
    /// Place in line at this moment.
    Queued {
        position: u32,
        wait_s: u32,
    },
    /// The buyer left the line. Owner: bot.
    Left {},
    /// An agent took over. Owner: agent.
    Joined {
        agent: AgentId,
        name: String,
    },
    AgentSaid {
        agent: AgentId,
        text: String,
    },
    /// An agent gave the conversation back, or a closed one was reopened by the buyer's words. Owner: bot.
    Returned {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// Nobody took the offer in time. Owner: bot. The case carries the promise on.
    Expired {
        promised_at: Timestamp,
    },
    /// Settled. Owner: closed.
    Closed {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<String>,
    },
    /// 1 to 5 each.
    Rated {
        result: u8,
        speed: u8,
        attitude: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
}

impl Fact {
    /// The word for it on the wire and in scenarios.
    pub fn kind(&self) -> &'static str {
        match self {
            Fact::Replied { act: Act::Ask { .. }, .. } => "form",
            Fact::Said { .. } | Fact::Chose { .. } | Fact::Replied { .. } | Fact::AgentSaid { .. } => "text",
            Fact::Notice { .. } | Fact::Left {} | Fact::Returned { .. } | Fact::Expired { .. } => "notice",
            Fact::Case(_) => "case",
            Fact::Handoff(_) => "handoff",
            Fact::Queued { .. } => "queue",
            Fact::Joined { .. } => "agent",
            Fact::Closed { .. } => "closed",
            Fact::Rated { .. } => "rating",
        }
    }

    /// The line that people read, where there is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Fact::Said { text, .. }
            | Fact::Replied { text, .. }
            | Fact::Notice { text }
            | Fact::AgentSaid { text, .. }
            | Fact::Chose { label: text, .. } => Some(text),
            Fact::Case(case) => Some(&case.text),
            Fact::Handoff(handoff) => Some(&handoff.text),
            Fact::Queued { .. }
            | Fact::Left {}
            | Fact::Joined { .. }
            | Fact::Returned { .. }
            | Fact::Expired { .. }
            | Fact::Closed { .. }
            | Fact::Rated { .. } => None,
        }
    }

    /// The field that is asked, if one is.
    pub fn asked(&self) -> Option<&FieldAsk> {
        match self {
            Fact::Replied { act: Act::Ask { ask, .. }, .. } => Some(ask),
            _ => None,
        }
    }
}

/// What a bot's line does to the dialogue. The fold reads this, never the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Act {
    /// Answered, whole: from a FAQ, or a short fixed reply.
    Answer {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<LabelId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        faq: Option<FaqId>,
        /// Needs of the same message still to be served, most urgent first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pending: Vec<LabelId>,
    },
    /// Asked which of these is meant: labels or FAQs.
    Clarify { among: Vec<ChoiceValue> },
    /// Said that it doesn't know.
    Admit {},
    /// Asked for a field of a form (the first time: the form starts here).
    Ask {
        ask: FieldAsk,
        /// Values taken with this turn, checked and normal.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        filled: BTreeMap<FieldId, String>,
        /// Wrong answers to this field so far.
        #[serde(default)]
        misses: u8,
        /// A value already said, offered for a yes or no.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pending: Vec<LabelId>,
    },
    /// Offered to go through a guide's checks before a claim is filed.
    OfferGuide {
        guide: GuideId,
        label: LabelId,
        /// The form that a claim fills.
        form: FormId,
        /// Answers to the offer so far that weren't understood.
        #[serde(default)]
        misses: u8,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pending: Vec<LabelId>,
    },
    /// Asked the buyer to do a check.
    Check {
        guide: GuideId,
        check: CheckId,
        /// What came of the check before it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        found: Option<Checked>,
        /// Answers to this check so far that weren't understood.
        #[serde(default)]
        misses: u8,
    },
    /// The checks are over: the fault is gone, a claim follows, or the buyer wants neither.
    EndGuide {
        guide: GuideId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        found: Option<Checked>,
    },
    /// Showed the whole form and asked for a yes.
    Confirm {
        form: FormId,
        label: LabelId,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        filled: BTreeMap<FieldId, String>,
    },
    /// Asked whether to give up the form.
    AskDrop { form: FormId },
    /// The form is put aside; its draft stays.
    Drop { form: FormId },
    /// Offered a person.
    OfferPerson { reason: String },
    /// Said something on the way (a side answer, a safety word) that leaves the phase as it is.
    Aside {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<LabelId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        faq: Option<FaqId>,
    },
}

/// A field as it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldAsk {
    pub form: FormId,
    /// The label that started the form.
    pub label: LabelId,
    pub field: FieldId,
    /// How the page takes it: `order_no`, `text`, `choice`, `photos`, `video`, `tracking_no`, `phone`, `money`, `date`.
    pub input: String,
    pub required: bool,
    /// Fields settled so far, and in all, by the conditions as they stand.
    pub done: u32,
    pub total: u32,
}

/// A check that the buyer was asked to do, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub check: CheckId,
    /// As the shop called it then.
    pub name: Bilingual,
    pub finding: Finding,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    Solved,
    Unchanged,
    /// The buyer couldn't do it.
    Untried,
}

/// A button. Its value comes back in a `choose` frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub value: ChoiceValue,
    pub label: String,
}

/// What a button means; on the wire and in the log a short text, such as `label:logistics.stuck`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ChoiceValue {
    Label(LabelId),
    Faq(FaqId),
    /// An option of the field being asked.
    Value(String),
    /// Go back to this field of the form.
    Edit(FieldId),
    /// Take up the draft of this form.
    Resume(FormId),
    Person,
    Yes,
    No,
    /// Leave an optional field, or evidence one doesn't have at hand.
    Skip,
    /// File a claim rather than go through (more of) the checks.
    Claim,
    /// None of these.
    Other,
    /// Leave the queue.
    Leave,
}

impl fmt::Display for ChoiceValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChoiceValue::Label(id) => write!(f, "label:{id}"),
            ChoiceValue::Faq(id) => write!(f, "faq:{id}"),
            ChoiceValue::Value(value) => write!(f, "value:{value}"),
            ChoiceValue::Edit(field) => write!(f, "edit:{field}"),
            ChoiceValue::Resume(form) => write!(f, "resume:{form}"),
            ChoiceValue::Person => f.write_str("person"),
            ChoiceValue::Yes => f.write_str("yes"),
            ChoiceValue::No => f.write_str("no"),
            ChoiceValue::Skip => f.write_str("skip"),
            ChoiceValue::Claim => f.write_str("claim"),
            ChoiceValue::Other => f.write_str("other"),
            ChoiceValue::Leave => f.write_str("leave"),
        }
    }
}

/// A button's value that no page of ours sends.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a choice")]
pub struct NotAChoice(pub String);

impl FromStr for ChoiceValue {
    type Err = NotAChoice;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.split_once(':') {
            Some(("label", id)) => ChoiceValue::Label(id.into()),
            Some(("faq", id)) => ChoiceValue::Faq(id.into()),
            Some(("value", value)) => ChoiceValue::Value(value.to_owned()),
            Some(("edit", field)) => ChoiceValue::Edit(field.into()),
            Some(("resume", form)) => ChoiceValue::Resume(form.into()),
            Some(_) => return Err(NotAChoice(text.to_owned())),
            None => match text {
                "person" => ChoiceValue::Person,
                "yes" => ChoiceValue::Yes,
                "no" => ChoiceValue::No,
                "skip" => ChoiceValue::Skip,
                "claim" => ChoiceValue::Claim,
                "other" => ChoiceValue::Other,
                "leave" => ChoiceValue::Leave,
                _ => return Err(NotAChoice(text.to_owned())),
            },
        })
    }
}

impl TryFrom<String> for ChoiceValue {
    type Error = NotAChoice;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ChoiceValue> for String {
    fn from(value: ChoiceValue) -> String {
        value.to_string()
    }
}

/// Why the bot said it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct About {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<LabelId>,
    /// Probability of the intent, and its lead over the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub faq: Option<FaqId>,
    /// The FAQ's search score, where a search chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    /// The rule that fired, such as `route.form` or `escalate.mood`.
    pub rule: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    Urgent,
    High,
    Medium,
    Low,
}

impl Priority {
    pub fn as_str(self) -> &'static str {
        match self {
            Priority::Urgent => "urgent",
            Priority::High => "high",
            Priority::Medium => "medium",
            Priority::Low => "low",
        }
    }
}

/// A case as it stands after this event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseFact {
    pub id: CaseId,
    /// The form's id, or `contact` for a case taken without a form.
    pub form: FormId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelId>,
    pub state: CaseState,
    pub priority: Priority,
    pub due_at: Timestamp,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldId, String>,
    /// Fields the form wants and the buyer hasn't given yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<FieldId>,
    /// What the buyer had checked before, in that order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Checked>,
    /// The line the buyer reads with it.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    Open,
    InProgress,
    Resolved,
    Closed,
}

impl CaseState {
    /// Whether somebody still owes the buyer something.
    pub fn is_on_its_way(self) -> bool {
        match self {
            CaseState::Open | CaseState::InProgress => true,
            CaseState::Resolved | CaseState::Closed => false,
        }
    }
}

/// The whole file, as it is put before a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HandoffFact {
    /// The rule that fired: `asked`, `stuck`, `repeat`, `mood`, `route`, `urgent`, `money`, `field`, `unclear`, `agent_silent`, `transfer`.
    pub reason: String,
    pub skill: Skill,
    pub priority: Priority,
    /// One or two sentences for the agent.
    pub summary: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelId>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filled: BTreeMap<FieldId, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<FieldId>,
    /// What the buyer was asked to check, in that order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Checked>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<Tried>,
    /// A person should have answered by then.
    pub due_at: Timestamp,
    /// Outside service hours: when a person will answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<Timestamp>,
    /// The line the buyer reads with it.
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

/// One attempt of the bot's before it gave up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    pub seq: Seq,
    pub rule: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<LabelId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub faq: Option<FaqId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}
