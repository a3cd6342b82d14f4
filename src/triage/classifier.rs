//! A linear classifier over n-grams: for each gram that the examples know, the labels that it speaks for or against.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use super::features;
use crate::base::Lang;

/// Scores every label of a shop for messages of one language. Built by `train`, kept by `model`.
#[derive(Debug, PartialEq)]
pub(super) struct Classifier {
    pub(super) lang: Lang,
    pub(super) vocabulary: Vocabulary,
    /// In the order of the vocabulary's numbers.
    pub(super) rows: Vec<Row>,
    /// Of rows that speak of few labels: label and weight, the labels of a row rising.
    few: Vec<(u16, i8)>,
    /// Of rows that speak of many: a weight for each label.
    many: Vec<i8>,
    /// The rarity of a gram that no example holds.
    pub(super) unknown: f32,
    /// By label.
    pub(super) bias: Vec<f32>,
    /// Logits are divided by it, so that probabilities hold on messages that the training has not seen.
    pub(super) temperature: f32,
}

/// What a gram says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// How telling the gram is.
    pub(super) rarity: f32,
    /// What one unit of its weights is worth.
    pub(super) scale: f32,
    weights: Weights,
}

/// Where the weights of a row are.
#[derive(Clone, Debug, PartialEq)]
enum Weights {
    Few(Range<u32>),
    Many(u32),
}

/// Gram to row.
pub(super) type Vocabulary = HashMap<u64, u32, BuildHasherDefault<AsIs>>;

/// Grams are hashes already.
#[derive(Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash << 8 | u64::from(*byte));
    }
    fn write_u64(&mut self, gram: u64) {
        self.0 = gram;
    }
}

/// How much of the length of the unknown part of a message counts. More: strange messages score flatter.
const STRANGENESS: f32 = 0.25;

/// A row that speaks of more than one label in this many is kept whole, which is faster to add.
const MANY: usize = 6;

impl Classifier {
    /// One that knows no gram yet, with the bias of each label.
    pub(super) fn new(lang: Lang, bias: Vec<f32>, unknown: f32) -> Classifier {
        let (vocabulary, rows) = (Vocabulary::default(), Vec::new());
        Classifier { lang, vocabulary, rows, few: Vec::new(), many: Vec::new(), unknown, bias, temperature: 1.0 }
    }

    /// Adds a gram with its weights, the labels rising.
    pub(super) fn push(&mut self, gram: u64, rarity: f32, scale: f32, weights: &[(u16, i8)]) {
        let weights = if weights.len() * MANY > self.bias.len() {
            let start = self.many.len();
            self.many.resize(start + self.bias.len(), 0);
            for (label, weight) in weights {
                self.many[start + usize::from(*label)] = *weight;
            }
            Weights::Many(start as u32)
        } else {
            let start = self.few.len() as u32;
            self.few.extend_from_slice(weights);
            Weights::Few(start..self.few.len() as u32)
        };
        self.vocabulary.insert(gram, self.rows.len() as u32);
        self.rows.push(Row { rarity, scale, weights });
    }

    /// The weights of a row as they were pushed.
    pub(super) fn weights(&self, row: &Row) -> Vec<(u16, i8)> {
        match &row.weights {
            Weights::Few(at) => self.few[at.start as usize..at.end as usize].to_vec(),
            Weights::Many(_) => (0u16..).zip(self.whole(row).iter().copied()).filter(|(_, weight)| *weight != 0).collect(),
        }
    }

    fn whole(&self, row: &Row) -> &[i8] {
        match row.weights {
            Weights::Many(start) => &self.many[start as usize..][..self.bias.len()],
            Weights::Few(_) => &[],
        }
    }

    /// A logit for each label, in the order of the labels it was trained on. Their softmax is a probability.
    pub(super) fn score(&self, normal: &str) -> Vec<f32> {
        let mut sum = self.bias.clone();
        let rarity = |row: u32| self.rows[row as usize].rarity;
        for (row, value) in values(&self.vocabulary, rarity, self.unknown, self.lang, normal) {
            let row = &self.rows[row as usize];
            let value = value * row.scale;
            if let Weights::Few(at) = &row.weights {
                for (label, weight) in &self.few[at.start as usize..at.end as usize] {
                    sum[usize::from(*label)] += value * f32::from(*weight);
                }
            }
            for (sum, weight) in sum.iter_mut().zip(self.whole(row)) {
                *sum += value * f32::from(*weight);
            }
        }
        for logit in &mut sum {
            *logit /= self.temperature;
        }
        sum
    }
}

/// The rows of a message's known grams with their values: rarity, damped for repeats, scaled to a message of length one.
pub(super) fn values(
    vocabulary: &Vocabulary,
    rarity: impl Fn(u32) -> f32,
    unknown: f32,
    lang: Lang,
    normal: &str,
) -> Vec<(u32, f32)> {
    let mut grams = Vec::with_capacity(normal.len() * 2);
    features::grams(normal, lang, &mut grams);
    let all = grams.len();
    let mut known: Vec<u32> = grams.iter().filter_map(|gram| vocabulary.get(gram).copied()).collect();
    let strange = (all - known.len()) as f32;
    known.sort_unstable();

    let mut values: Vec<(u32, f32)> = Vec::with_capacity(known.len());
    for same in known.chunk_by(|a, b| a == b) {
        // 1, 1.6, 1.9, 2: a word said twice is not two words.
        let times = 2.25 - 1.25 / (same.len() as f32 * same.len() as f32).min(16.0);
        let times = if same.len() == 1 { 1.0 } else { times };
        values.push((same[0], times * rarity(same[0])));
    }
    let square: f32 = values.iter().map(|(_, value)| value * value).sum::<f32>() + STRANGENESS * strange * unknown * unknown;
    let length = square.sqrt().max(1e-6);
    for (_, value) in &mut values {
        *value /= length;
    }
    values
}

/// Logits to probabilities, in place. Own exponential, so that every machine gets the same.
pub(super) fn softmax(logits: &mut [f32]) {
    let highest = logits.iter().copied().fold(f32::NEG_INFINITY, |highest, logit| if logit > highest { logit } else { highest });
    for logit in logits.iter_mut() {
        *logit = exp(*logit - highest);
    }
    let sum: f32 = logits.iter().sum();
    let share = 1.0 / sum;
    for p in logits {
        *p *= share;
    }
}

/// Added to a small number and taken away again, it rounds the number to a whole one; in between, the low bits are that one.
const ROUNDER: f32 = 12_582_912.0;

/// `e^x` for `x <= 0`, within a few parts in a million; without a branch, so that many are taken at once.
pub(super) fn exp(x: f32) -> f32 {
    let x = if x > -80.0 { x } else { -80.0 };
    let rounded = x * std::f32::consts::LOG2_E + ROUNDER;
    let rest = x - (rounded - ROUNDER) * std::f32::consts::LN_2;
    let power = 1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0)))));
    power * f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_one() {
        for x in [0.0f32, -0.1, -0.693, -1.0, -5.5, -20.0, -79.0] {
            let error = (exp(x) - x.exp()).abs() / x.exp();
            assert!(error < 1e-4, "e^{x}: {} {error}", exp(x));
        }
    }

    #[test]
    fn probabilities_sum_to_one() {
        let mut logits = [1.0, 2.0, -300.0, 2.0];
        softmax(&mut logits);
        assert!((logits.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(logits[2] < 1e-6 && logits[1] == logits[3]);
    }
}
