//! Text to meaning: normalise, look keywords up, read slots and mood, classify, fuse, decide.
//!
//! Called by `dialog` for each buyer's message and by the `triage` and `intents eval` commands.
//! **Invariant:** pure. The same text and the same shop give the same reading, on any machine.

use crate::base::{Bilingual, Hit, LabelId, Lang, Mood, Priority, Ranked, Reading, Slot};

/// One label as the shop's folder tells it: all that triage needs of it.
#[derive(Clone, Debug)]
pub struct LabelSource {
    pub id: LabelId,
    pub priority: Priority,
    pub name: Bilingual,
    pub definition: Bilingual,
    pub keywords: Vec<Keyword>,
    /// Regular expressions over the normalised text.
    pub patterns: Vec<String>,
    pub examples: Vec<(Lang, String)>,
}

/// A phrase that speaks for its label where it is found.
#[derive(Clone, Debug)]
pub struct Keyword {
    pub text: String,
    /// 0.2 (a hint) to 1.5 (decides).
    pub weight: f32,
    /// One of these must be in the message too (empty: nothing is required).
    pub requires: Vec<String>,
    /// None of these may be.
    pub excludes: Vec<String>,
}

/// From `shop.toml`, `[triage]`. Probabilities, 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
    /// The first label is taken at or above this …
    pub accept: f32,
    /// … if it leads the second by this.
    pub margin: f32,
    /// Below `accept`: asked about at or above this, rejected below.
    pub clarify: f32,
}

/// Everything that one message told, for people: `aftercare triage` prints it.
#[derive(Clone, Debug)]
pub struct Explanation {
    pub normalised: String,
    pub reading: Reading,
    /// All hits, negated and partnerless ones included, with why they count or don't.
    pub hits: Vec<(Hit, &'static str)>,
    pub by_keywords: Vec<Ranked>,
    pub by_classifier: Vec<Ranked>,
    pub mood_words: Vec<String>,
}

pub struct Triage {}
