//! The parts of an event, as pages see them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Reader,
    agent::PriorityWord,
    shown::{File, ShownField, View, field_name, summary},
};
use crate::base::{
    About, CaseFact, CaseState, Choice, Decision, FieldAsk, HandoffFact, MoodKind, Reading, Seq, Slot, SlotKind, Tried,
};

/// A button; its value goes into a `choose` frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChoiceButton {
    pub value: String,
    pub label: String,
}

impl From<&Choice> for ChoiceButton {
    fn from(choice: &Choice) -> ChoiceButton {
        ChoiceButton { value: choice.value.to_string(), label: choice.label.clone() }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct AboutFacts<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<&'a str>,
    /// 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faq: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mood: Option<&'static str>,
    pub rule: &'a str,
}

impl<'a> AboutFacts<'a> {
    pub(super) fn of(about: &'a About) -> AboutFacts<'a> {
        AboutFacts {
            intent: about.intent.as_ref().map(|label| label.as_str()),
            confidence: about.confidence,
            margin: about.margin,
            faq: about.faq.as_ref().map(|faq| faq.as_str()),
            score: about.score,
            mood: about.mood.map(|mood| mood_word(mood.kind)),
            rule: &about.rule,
        }
    }
}

fn mood_word(kind: MoodKind) -> &'static str {
    match kind {
        MoodKind::Calm => "calm",
        MoodKind::Anxious => "anxious",
        MoodKind::Disappointed => "disappointed",
        MoodKind::Angry => "angry",
        MoodKind::Abusive => "abusive",
        MoodKind::Threatening => "threatening",
        MoodKind::Pleased => "pleased",
    }
}

/// What triage read in a message.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReadingFacts<'a> {
    /// `accept`, `clarify` or `reject`.
    pub decision: &'static str,
    pub intents: Vec<Intent<'a>>,
    /// What was talked about before a short follow-up, and was read with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub topic: Option<&'a str>,
    pub mood: &'static str,
    /// 0 to 1.
    pub degree: f32,
    /// Values said in passing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<SlotFact<'_>>>", optional))]
    pub slots: Vec<SlotFact<'a>>,
}

impl<'a> ReadingFacts<'a> {
    pub(super) fn of(reading: &'a Reading) -> ReadingFacts<'a> {
        ReadingFacts {
            decision: match reading.decision {
                Decision::Accept => "accept",
                Decision::Clarify => "clarify",
                Decision::Reject => "reject",
            },
            intents: reading.intents.iter().map(|it| Intent { label: it.label.as_str(), p: it.p }).collect(),
            topic: reading.topic.as_ref().map(|topic| topic.as_str()),
            mood: mood_word(reading.mood.kind),
            degree: reading.mood.degree,
            slots: reading.slots.iter().map(SlotFact::of).collect(),
        }
    }
}

/// A value said in passing.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SlotFact<'a> {
    /// `order_no`, `tracking_no`, `phone`, `amount`, `date`, `quantity` or `email`.
    pub kind: &'static str,
    pub value: &'a str,
}

impl<'a> SlotFact<'a> {
    fn of(slot: &'a Slot) -> SlotFact<'a> {
        let kind = match slot.kind {
            SlotKind::OrderNo => "order_no",
            SlotKind::TrackingNo => "tracking_no",
            SlotKind::Phone => "phone",
            SlotKind::Amount => "amount",
            SlotKind::Date => "date",
            SlotKind::Quantity => "quantity",
            SlotKind::Email => "email",
        };
        SlotFact { kind, value: &slot.value }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Intent<'a> {
    pub label: &'a str,
    pub p: f32,
}

/// A field as the bot asks for it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct FormStep<'a> {
    pub id: &'a str,
    pub field: &'a str,
    /// What the field is called, in the reader's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// `order_no`, `text`, `choice`, `photos`, `video`, `tracking_no`, `phone`, `money` or `date`; an unknown one is taken as text.
    pub input: &'a str,
    pub required: bool,
    pub done: u32,
    pub total: u32,
}

impl<'a> FormStep<'a> {
    pub(super) fn of(ask: &'a FieldAsk, view: View<'a>) -> FormStep<'a> {
        FormStep {
            id: ask.form.as_str(),
            field: ask.field.as_str(),
            name: field_name(view, &ask.form, &ask.field),
            input: &ask.input,
            required: ask.required,
            done: ask.done,
            total: ask.total,
        }
    }
}

/// A case as it stands after the event.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct CaseCard<'a> {
    pub id: &'a str,
    /// The form's id, or `contact`.
    pub kind: &'a str,
    /// The label it is about. The desk's only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<&'a str>,
    /// `open`, `in_progress`, `resolved` or `closed`.
    pub state: &'static str,
    pub priority: PriorityWord,
    pub due_at: i64,
    /// By id. The buyer gets masked values where the form says so.
    pub fields: BTreeMap<&'a str, String>,
    /// The same for people: names in the reader's language, in the form's order.
    pub shown: Vec<ShownField>,
    pub missing: Vec<&'a str>,
}

impl<'a> CaseCard<'a> {
    pub fn of(case: &'a CaseFact, view: View<'a>) -> CaseCard<'a> {
        let file = File::of_case(case, view);
        CaseCard {
            id: case.id.as_str(),
            kind: case.form.as_str(),
            intent: case.label.as_ref().filter(|_| view.reader != Reader::Buyer).map(|label| label.as_str()),
            state: match case.state {
                CaseState::Open => "open",
                CaseState::InProgress => "in_progress",
                CaseState::Resolved => "resolved",
                CaseState::Closed => "closed",
            },
            priority: case.priority.into(),
            due_at: case.due_at.0,
            fields: file.fields(),
            shown: file.shown(),
            missing: case.missing.iter().map(|field| field.as_str()).collect(),
        }
    }
}

/// Why a person is called. Keys after the first five are the desk's only.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct HandoffCard<'a> {
    pub reason: &'a str,
    pub skill: &'a str,
    pub priority: PriorityWord,
    pub due_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<BTreeMap<&'a str, &'a str>>,
    /// The form of the matter, which names fields and says what is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<Vec<ShownField>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tried: Option<Vec<TriedStep<'a>>>,
    /// In yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
}

impl<'a> HandoffCard<'a> {
    pub(super) fn of(handoff: &'a HandoffFact, view: View<'a>) -> HandoffCard<'a> {
        let desk = view.reader == Reader::Desk;
        let file = File::of_handoff(handoff, view);
        let missing = || file.missing().unwrap_or_else(|| handoff.missing.iter().map(|field| field.as_str()).collect());
        HandoffCard {
            reason: &handoff.reason,
            skill: handoff.skill.as_str(),
            priority: handoff.priority.into(),
            due_at: handoff.due_at.0,
            promised_at: handoff.promised_at.map(|at| at.0),
            summary: desk.then(|| summary(handoff, view.script)),
            intent: handoff.label.as_ref().filter(|_| desk).map(|label| label.as_str()),
            fields: desk.then(|| handoff.filled.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect()),
            form: file.form.filter(|_| desk).map(|form| form.id.as_str()),
            shown: desk.then(|| file.shown()),
            missing: desk.then(missing),
            tried: desk.then(|| handoff.tried.iter().map(TriedStep::of).collect()),
            amount: handoff.amount.filter(|_| desk).map(|amount| amount.to_string()),
        }
    }
}

/// One attempt of the bot's.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct TriedStep<'a> {
    pub seq: Seq,
    pub rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faq: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

impl<'a> TriedStep<'a> {
    fn of(tried: &'a Tried) -> TriedStep<'a> {
        TriedStep {
            seq: tried.seq,
            rule: &tried.rule,
            intent: tried.intent.as_ref().map(|label| label.as_str()),
            faq: tried.faq.as_ref().map(|faq| faq.as_str()),
            confidence: tried.confidence,
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QueuePlace {
    pub position: u32,
    pub wait_s: u32,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct AgentCard<'a> {
    /// What buyers call the agent. Absent on what the agent says: it is the one who joined last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// The sign-in name. The desk's only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'a str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct RatingCard<'a> {
    pub result: u8,
    pub speed: u8,
    pub attitude: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<&'a str>,
}
