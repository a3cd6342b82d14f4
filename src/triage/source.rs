//! What the shop's folder tells triage.

use crate::base::{Bilingual, LabelId, Lang, Priority};

/// One label as the shop's folder tells it: all that triage needs of it.
#[derive(Clone, Debug)]
pub struct LabelSource {
    pub id: LabelId,
    pub priority: Priority,
    /// What it costs to serve this label where another is meant, in questions: to ask back costs 1.
    pub wrong: f32,
    pub name: Bilingual,
    pub definition: Bilingual,
    pub keywords: Vec<Keyword>,
    /// Regular expressions over the normalised text.
    pub patterns: Vec<String>,
    pub examples: Vec<(Lang, String)>,
    /// Of the articles that answer this label and no other: who asks one means the label.
    pub questions: Vec<(Lang, String)>,
}

impl LabelSource {
    /// All that buyers say when they mean the label.
    pub fn said(&self) -> impl Iterator<Item = &(Lang, String)> {
        self.examples.iter().chain(&self.questions)
    }
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

/// From `shop.toml`, `[triage]`: what decides. Costs are in questions: to ask back costs 1.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Not to understand costs this; a question among the likeliest labels saves it where one of them is meant.
    pub unknown: f32,
    /// To overlook a danger costs this; to take a message for one that is none costs 1.
    pub danger: f32,
    /// Probability, 0 to 1. A first label less likely than this is looked at again, by the meaning of the whole text. At 0 never.
    pub sure: f32,
}

/// A label that can't be compiled, and why. The caller knows the file and line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{label}: {what}")]
pub struct Fault {
    pub label: LabelId,
    pub what: String,
}
