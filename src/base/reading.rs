//! What triage reads out of one message, as the log keeps it.

use serde::{Deserialize, Serialize};

use super::{LabelId, Lang};

/// The meaning of one message, with why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    pub lang: Lang,
    /// Best first, at most five.
    pub intents: Vec<Ranked>,
    pub decision: Decision,
    /// Whether words and n-grams left a doubt, and the meaning of the whole text was asked too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub looked_again: bool,
    /// Of a follow-up that says too little alone: what was talked about, and was read with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<LabelId>,
    /// On accept: every need the message states, most urgent first (the first is what is answered now). Else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<LabelId>,
    pub mood: Mood,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<Slot>,
    /// Keyword and pattern hits of the ranked labels, at most eight.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hits: Vec<Hit>,
}

/// A label with the probability that it is meant, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    pub label: LabelId,
    pub p: f32,
}

/// What to do with a ranking, by the thresholds of `shop.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// The first label is meant.
    Accept,
    /// One of the first two or three is meant: ask which.
    Clarify,
    /// Nothing is likely enough.
    Reject,
}

/// A keyword or pattern found, with its place in the raw text (bytes).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    pub label: LabelId,
    pub what: String,
    pub start: usize,
    pub end: usize,
    pub weight: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mood {
    pub kind: MoodKind,
    /// How strongly, 0 to 1. Calm is 0.
    pub degree: f32,
}

impl Mood {
    pub const CALM: Mood = Mood { kind: MoodKind::Calm, degree: 0.0 };

    /// How bad the mood is for the shop, 0 (calm or pleased) to 1.
    pub fn heat(self) -> f32 {
        match self.kind {
            MoodKind::Calm | MoodKind::Pleased => 0.0,
            MoodKind::Anxious | MoodKind::Disappointed => 0.6 * self.degree,
            MoodKind::Angry => 0.85 * self.degree,
            MoodKind::Abusive | MoodKind::Threatening => self.degree,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MoodKind {
    Calm,
    Anxious,
    Disappointed,
    Angry,
    Abusive,
    Threatening,
    Pleased,
}

/// A value said in passing, with its place in the raw text (bytes).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    pub kind: SlotKind,
    /// As meant: digits without spaces, an amount in yuan, a date as YYYY-MM-DD.
    pub value: String,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    OrderNo,
    TrackingNo,
    Phone,
    Amount,
    Date,
    Quantity,
    Email,
}
