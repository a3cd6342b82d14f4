//! Keywords and classifier to one probability for each label.

use super::classifier::softmax;

/// What the first look and the second count. Tuned on messages that no look has learnt from.
const FIRST: f32 = 0.7;
const SECOND: f32 = 12.0;
/// Of the first look, less likely than this is as good as impossible.
const LEAST: f32 = 6e-6;

/// Logits that a label near the topic starts with, beside the rest.
const NEAR: f32 = 0.5;
/// Less likely than this counts as this: the logarithm of nothing would outweigh all else.
const IMPOSSIBLE: f32 = 1e-6;

/// Logits that one whole keyword adds. Measured: more of it follows a stray word, less ignores an editor's new keyword.
const KEYWORD: f32 = 1.2;

/// Probabilities of the labels from the classifier's logits and the keywords' support.
pub(super) fn fuse(mut logits: Vec<f32>, support: &[f32]) -> Vec<f32> {
    for (logit, support) in logits.iter_mut().zip(support) {
        *logit += KEYWORD * support;
    }
    softmax(&mut logits);
    logits.truncate(support.len());
    logits
}

/// Both looks as one: probabilities of the first, and how far the text's vector lies in the direction of each label.
pub(super) fn again(p: &[f32], scores: &[f32]) -> Vec<f32> {
    let mut logits: Vec<f32> = p.iter().zip(scores).map(|(p, score)| FIRST * p.max(LEAST).ln() + SECOND * score).collect();
    softmax(&mut logits);
    logits
}

/// A message alone and within its topic as one: `share` is what the latter counts. Of either, a label that the other takes for
/// impossible is unlikely. Labels `near` the topic are a little likelier from the start.
pub(super) fn within(alone: &[f32], within: &[f32], share: f32, near: impl Fn(usize) -> bool) -> Vec<f32> {
    let log = |p: f32| p.max(IMPOSSIBLE).ln();
    let fused = |(label, (alone, within)): (usize, (&f32, &f32))| {
        (1.0 - share) * log(*alone) + share * log(*within) + if near(label) { NEAR } else { 0.0 }
    };
    let mut logits: Vec<f32> = alone.iter().zip(within).enumerate().map(fused).collect();
    softmax(&mut logits);
    logits
}

/// The places of the `count` highest, highest first; equals keep the labels' order.
pub(super) fn best(p: &[f32], count: usize) -> Vec<(usize, f32)> {
    let mut best: Vec<(usize, f32)> = Vec::with_capacity(count + 1);
    let mut lowest = f32::NEG_INFINITY;
    for (label, &p) in p.iter().enumerate() {
        if p <= lowest {
            continue;
        }
        let place = best.iter().position(|(_, other)| *other < p).unwrap_or(best.len());
        best.insert(place, (label, p));
        best.truncate(count);
        if best.len() == count {
            lowest = best.last().map_or(lowest, |(_, last)| *last);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_come_first() {
        assert_eq!(best(&[0.1, 0.4, 0.1, 0.4], 3), [(1, 0.4), (3, 0.4), (0, 0.1)]);
        assert_eq!(best(&[], 3), []);
    }

    #[test]
    fn a_topic_weighs_what_it_may() {
        let (alone, within) = ([0.6, 0.39, 0.01], [0.1, 0.6, 0.3]);
        let near = |label| label == 2;
        assert_eq!(best(&super::within(&alone, &within, 0.5, |_| false), 1)[0].0, 1);
        assert_eq!(best(&super::within(&alone, &within, 0.0, |_| false), 1)[0].0, 0);
        let with = super::within(&alone, &within, 0.5, near);
        assert!(with[2] > super::within(&alone, &within, 0.5, |_| false)[2] && (with.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    }

    #[test]
    fn a_keyword_lifts_its_label() {
        let p = fuse(vec![0.0, 0.0, -1e4], &[0.0, 1.0]);
        assert!(p.len() == 2 && p[1] > p[0] && (p[0] + p[1] - 1.0).abs() < 1e-5);
    }
}
