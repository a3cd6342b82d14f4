//! The figures of the score, tuned on paraphrases (`tests/data/kb_paraphrases_*.jsonl`) and on each article's questions held out in turn.

use super::words::{Kind, Piece};

/// How much each thing counts. Not settings: whoever changes one measures again with `kb eval`.
#[derive(Clone, Debug)]
pub(super) struct Tuning {
    /// What a term of each kind weighs beside a word's 1.
    pub stop: f32,
    pub pair: f32,
    pub character: f32,
    pub concept: f32,
    /// Times its own weight, where a piece is part of a phrase whose concept counts too.
    pub covered: f32,
    /// A word that no article has, beside one that a single article has.
    pub unknown: f32,
    /// Rarity counts to this power.
    pub rarity: f32,
    /// What a term counts in a title, a question, the answer, beside the 1 of being there at all.
    pub boosts: [f32; 3],
    /// BM25's saturation and length damping within a field.
    pub k1: f32,
    pub b: f32,
    /// From this likeness to one of the article's questions on, the score rises to 1.
    pub near: f32,
    /// What the meaning counts, the words counting the rest; then what the labels count, those two counting the rest.
    pub meaning: f32,
    pub leaning: f32,
    /// What a follow-up counts with its topic before it, the follow-up alone counting the rest.
    pub topic: f32,
    /// The cosine at which two questions have nothing, and all, in common.
    pub apart: f32,
    pub together: f32,
}

pub(super) const TUNED: Tuning = Tuning {
    stop: 0.22,
    pair: 0.16,
    character: 0.12,
    concept: 1.3,
    covered: 0.4,
    unknown: 0.9,
    rarity: 0.42,
    boosts: [1.2, 0.17, 0.39],
    k1: 0.7,
    b: 0.3,
    near: 0.5,
    meaning: 0.4,
    leaning: 0.2,
    topic: 0.4,
    apart: 0.2,
    together: 0.9,
};

impl Tuning {
    /// What a piece weighs before its rarity.
    pub(super) fn weight(&self, piece: &Piece<'_>) -> f32 {
        let weight = match piece.kind {
            Kind::Word => 1.0,
            Kind::Stop => self.stop,
            Kind::Pair => self.pair,
            Kind::Character => self.character,
            Kind::Concept => self.concept,
        };
        if piece.covered { weight * self.covered } else { weight }
    }
}
