//! A linear classifier over n-grams: for each gram that the examples know, the labels that it speaks for or against.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
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
    /// The weights of all rows: label and weight, the labels of a row rising.
    pub(super) weights: Vec<(u16, i8)>,
    /// The rarity of a gram that no example holds.
    pub(super) unknown: f32,
    /// By label.
    pub(super) bias: Vec<f32>,
    /// Logits are divided by it, so that probabilities hold on messages that the training has not seen.
    pub(super) temperature: f32,
}

/// What a gram says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    /// How telling the gram is.
    pub(super) rarity: f32,
    /// What one unit of its weights is worth.
    pub(super) scale: f32,
    /// Its weights are `weights[start..end]`.
    pub(super) start: u32,
    pub(super) end: u32,
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

impl Classifier {
    /// A logit for each label, in the order of the labels it was trained on. Their softmax is a probability.
    pub(super) fn score(&self, normal: &str) -> Vec<f32> {
        let mut sum = self.bias.clone();
        for (row, value) in values(&self.vocabulary, &self.rows, self.unknown, self.lang, normal) {
            let row = &self.rows[row as usize];
            let value = value * row.scale;
            for (label, weight) in &self.weights[row.start as usize..row.end as usize] {
                sum[usize::from(*label)] += value * f32::from(*weight);
            }
        }
        for logit in &mut sum {
            *logit /= self.temperature;
        }
        sum
    }
}

/// The rows of a message's known grams with their values: rarity, damped for repeats, scaled to a message of length one.
pub(super) fn values(vocabulary: &Vocabulary, rows: &[Row], unknown: f32, lang: Lang, normal: &str) -> Vec<(u32, f32)> {
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
        values.push((same[0], times * rows[same[0] as usize].rarity));
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
    let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for logit in logits.iter_mut() {
        *logit = exp(*logit - highest);
        sum += *logit;
    }
    for p in logits {
        *p /= sum;
    }
}

/// `e^x` for `x <= 0`, within a few parts in a million.
pub(super) fn exp(x: f32) -> f32 {
    let x = x.max(-80.0);
    let halvings = (x * std::f32::consts::LOG2_E) as i32;
    let rest = x - halvings as f32 * std::f32::consts::LN_2;
    let power = 1.0
        + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest * (1.0 / 720.0))))));
    power * f32::from_bits(((halvings + 127) << 23) as u32)
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
