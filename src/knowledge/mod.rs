//! Articles to answers: one tantivy index a language, conditions, a threshold and a margin.
//!
//! Called by `dialog` for each question and by the `kb` commands.
//! **Invariant:** pure after it is built; a built index never changes, so no search ever sees half of one.

use crate::base::{FaqId, LabelId, Lang, Timestamp};

/// One FAQ in one language, checked.
#[derive(Clone, Debug)]
pub struct Article {
    pub id: FaqId,
    pub lang: Lang,
    pub title: String,
    pub questions: Vec<String>,
    pub intents: Vec<LabelId>,
    pub applies: Applies,
    pub valid_from: Option<Timestamp>,
    /// Exclusive.
    pub valid_until: Option<Timestamp>,
    /// Markdown, shop variables already filled.
    pub answer: String,
    /// The first whose conditions hold replaces the answer.
    pub variants: Vec<Variant>,
}

#[derive(Clone, Debug)]
pub struct Variant {
    pub applies: Applies,
    pub answer: String,
}

/// Conditions. An empty list asks nothing; a list that isn't empty holds where the circumstances name one of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applies {
    pub order_state: Vec<String>,
    pub category: Vec<String>,
    pub product: Vec<String>,
}

/// What is known of the buyer's order at this moment.
#[derive(Clone, Debug, Default)]
pub struct Circumstances {
    pub now: Timestamp,
    pub order_state: Option<String>,
    pub category: Option<String>,
    pub product: Option<String>,
}

/// From `shop.toml`, `[knowledge]`. Scores, 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
    /// The first article answers at or above this …
    pub answer: f32,
    /// … if it leads the second by this.
    pub margin: f32,
    /// Below `answer`: offered at or above this, admitted not to know below.
    pub offer: f32,
}

/// An article found, with its score: 0 to 1, comparable between questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub faq: FaqId,
    pub score: f32,
}

/// What the knowledge base has to say to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Answer(Found),
    /// Two or three titles to choose from.
    Offer(Vec<Found>),
    Unknown,
}

pub struct Knowledge {}
