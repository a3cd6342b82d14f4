//! The parts of an event, as pages see them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Reader, agent::PriorityWord};
use crate::{
    base::{About, CaseFact, CaseState, Choice, Decision, FieldAsk, FieldId, FormId, HandoffFact, MoodKind, Reading, Seq, Tried},
    case::mask,
    dialog::Script,
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
    pub mood: &'static str,
    /// 0 to 1.
    pub degree: f32,
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
            mood: mood_word(reading.mood.kind),
            degree: reading.mood.degree,
        }
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
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FormStep<'a> {
    pub id: &'a str,
    pub field: &'a str,
    /// `order_no`, `text`, `choice`, `photos`, `video`, `tracking_no`, `phone`, `money` or `date`; an unknown one is taken as text.
    pub input: &'a str,
    pub required: bool,
    pub done: u32,
    pub total: u32,
}

impl<'a> FormStep<'a> {
    pub(super) fn of(ask: &'a FieldAsk) -> FormStep<'a> {
        FormStep {
            id: ask.form.as_str(),
            field: ask.field.as_str(),
            input: &ask.input,
            required: ask.required,
            done: ask.done,
            total: ask.total,
        }
    }
}

/// A case as it stands after the event.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CaseCard<'a> {
    pub id: &'a str,
    /// The form's id, or `contact`.
    pub kind: &'a str,
    /// `open`, `in_progress`, `resolved` or `closed`.
    pub state: &'static str,
    pub priority: PriorityWord,
    pub due_at: i64,
    /// The buyer gets masked values where the form says so.
    pub fields: BTreeMap<&'a str, String>,
    pub missing: Vec<&'a str>,
}

impl<'a> CaseCard<'a> {
    pub(super) fn of(case: &'a CaseFact, reader: Reader, script: &Script) -> CaseCard<'a> {
        let shown = |(field, value): (&'a FieldId, &'a String)| {
            let hidden = reader == Reader::Buyer && is_masked(script, &case.form, field);
            (field.as_str(), if hidden { mask(value) } else { value.clone() })
        };
        CaseCard {
            id: case.id.as_str(),
            kind: case.form.as_str(),
            state: match case.state {
                CaseState::Open => "open",
                CaseState::InProgress => "in_progress",
                CaseState::Resolved => "resolved",
                CaseState::Closed => "closed",
            },
            priority: case.priority.into(),
            due_at: case.due_at.0,
            fields: case.fields.iter().map(shown).collect(),
            missing: case.missing.iter().map(|field| field.as_str()).collect(),
        }
    }
}

/// Whether the form, as the shop has it now, hides the field.
fn is_masked(script: &Script, form: &FormId, field: &FieldId) -> bool {
    script.forms.get(form).and_then(|form| form.fields.iter().find(|it| it.id == *field)).is_some_and(|it| it.masked)
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
    pub summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<BTreeMap<&'a str, &'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tried: Option<Vec<TriedStep<'a>>>,
    /// In yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
}

impl<'a> HandoffCard<'a> {
    pub(super) fn of(handoff: &'a HandoffFact, reader: Reader) -> HandoffCard<'a> {
        let desk = reader == Reader::Desk;
        HandoffCard {
            reason: &handoff.reason,
            skill: handoff.skill.as_str(),
            priority: handoff.priority.into(),
            due_at: handoff.due_at.0,
            promised_at: handoff.promised_at.map(|at| at.0),
            summary: desk.then_some(handoff.summary.as_str()),
            intent: handoff.label.as_ref().filter(|_| desk).map(|label| label.as_str()),
            fields: desk.then(|| handoff.filled.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect()),
            missing: desk.then(|| handoff.missing.iter().map(|field| field.as_str()).collect()),
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
