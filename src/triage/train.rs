//! Examples to a classifier: softmax regression by gradient descent, in a fixed order from a fixed start.
//!
//! **Invariant:** the same examples give the same bytes on any machine and any number of threads.

use super::classifier::{Classifier, Vocabulary, softmax, values};
use crate::base::Lang;

/// A text that belongs to a label.
pub(super) struct Sample {
    /// Normalised.
    pub(super) text: String,
    pub(super) label: usize,
    /// 1 for a buyer's own words, less for a name or a definition.
    pub(super) weight: f32,
    /// Words written for the shop's editors rather than by buyers say nothing about how sure to be of buyers' words.
    pub(super) by_buyer: bool,
}

/// A gram that only one example holds says more about the example than about its label.
const SHARED_BY: u32 = 2;
const ROUNDS: usize = 7;
const STEP: f32 = 8.0;
/// Every fifth buyer's example is held out when the temperature is measured.
const FOLDS: usize = 5;
/// Smaller errors are let be. It keeps the rows short, and costs no accuracy that shows.
const NEGLIGIBLE: f32 = 0.01;

/// Of a row's strongest weight of 127, what is no more than this is left out. Half the time of a reading, no accuracy.
const FAINT: u8 = 6;

/// Trains on all samples; the temperature comes from a second training that holds some of them out.
pub(super) fn train(lang: Lang, labels: usize, samples: &[Sample]) -> Classifier {
    let (rehearsal, mut classifier) = std::thread::scope(|scope| {
        let held_out = |at: usize| at.is_multiple_of(FOLDS) && samples[at].by_buyer;
        let kept: Vec<&Sample> = samples.iter().enumerate().filter(|(at, _)| !held_out(*at)).map(|(_, sample)| sample).collect();
        let rehearsal = scope.spawn(move || descend(lang, labels, &kept));
        let classifier = descend(lang, labels, &samples.iter().collect::<Vec<_>>());
        (rehearsal.join(), classifier)
    });
    if let Ok(rehearsal) = rehearsal {
        let unseen = samples
            .iter()
            .enumerate()
            .filter(|(at, sample)| at.is_multiple_of(FOLDS) && sample.by_buyer)
            .map(|(_, sample)| sample);
        classifier.temperature = temperature(&rehearsal, unseen);
    }
    classifier
}

fn descend(lang: Lang, labels: usize, samples: &[&Sample]) -> Classifier {
    let (grams, rarity, unknown) = vocabulary(lang, samples);
    let vocabulary: Vocabulary = grams.iter().copied().zip(0..).collect();
    let input = |sample: &&Sample| values(&vocabulary, |row| rarity[row as usize], unknown, lang, &sample.text);
    let inputs: Vec<Vec<(u32, f32)>> = samples.iter().map(input).collect();

    let stride = labels.max(1).next_multiple_of(16);
    let mut weights = vec![0f32; rarity.len() * stride];
    let mut bias = vec![0f32; stride];
    bias[labels..].fill(f32::MIN / 2.0);
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut dice = Dice(0x5eed);
    let mut errors: Vec<(usize, f32)> = Vec::with_capacity(stride);
    for round in 0..ROUNDS {
        dice.shuffle(&mut order);
        let step = STEP * (1.0 - round as f32 / ROUNDS as f32);
        for &at in &order {
            let mut p = bias.clone();
            for &(row, value) in &inputs[at] {
                let row = &weights[row as usize * stride..][..stride];
                for (p, weight) in p.iter_mut().zip(row) {
                    *p += value * weight;
                }
            }
            softmax(&mut p);
            p[samples[at].label] -= 1.0;
            let pace = step * samples[at].weight;
            errors.clear();
            errors.extend(p.iter().enumerate().filter(|(_, error)| error.abs() > NEGLIGIBLE).map(|(l, error)| (l, pace * error)));
            for &(row, value) in &inputs[at] {
                let row = &mut weights[row as usize * stride..][..stride];
                for &(label, error) in &errors {
                    row[label] -= value * error;
                }
            }
            for &(label, error) in &errors {
                bias[label] -= 0.02 * error;
            }
        }
    }

    bias.truncate(labels);
    let mut classifier = Classifier::new(lang, bias, unknown);
    for ((gram, rarity), weights) in grams.iter().zip(&rarity).zip(weights.chunks(stride)) {
        let (scale, weights) = shrink(weights);
        classifier.push(*gram, *rarity, scale, &weights);
    }
    classifier
}

/// The grams that enough samples share, the rarity of each, and that of a gram unknown.
fn vocabulary(lang: Lang, samples: &[&Sample]) -> (Vec<u64>, Vec<f32>, f32) {
    let mut all = Vec::new();
    let mut grams = Vec::new();
    for sample in samples {
        grams.clear();
        super::features::grams(&sample.text, lang, &mut grams);
        grams.sort_unstable();
        grams.dedup();
        all.extend_from_slice(&grams);
    }
    all.sort_unstable();
    let rarity_of = |count: u32| (((1 + samples.len()) as f64 / f64::from(1 + count)).ln() + 1.0) as f32;
    let counted = all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32));
    let known = counted.filter(|(_, count)| *count >= SHARED_BY).map(|(gram, count)| (gram, rarity_of(count)));
    let (grams, rarity) = known.unzip();
    (grams, rarity, rarity_of(1))
}

/// A row of weights as small whole numbers, the faint ones left out, and what one is worth.
fn shrink(row: &[f32]) -> (f32, Vec<(u16, i8)>) {
    let largest = row.iter().fold(0f32, |largest, weight| largest.max(weight.abs()));
    let scale = largest.max(f32::MIN_POSITIVE) / 127.0;
    let whole = row.iter().map(|weight| (weight / scale + 0.5f32.copysign(*weight)) as i8);
    (scale, (0u16..).zip(whole).filter(|(_, weight)| weight.unsigned_abs() > FAINT).collect())
}

/// The temperature under which the held-out samples are least surprising.
fn temperature<'a>(classifier: &Classifier, unseen: impl Iterator<Item = &'a Sample>) -> f32 {
    let scored: Vec<(Vec<f32>, usize)> = unseen.map(|sample| (classifier.score(&sample.text), sample.label)).collect();
    let surprise = |temperature: f32| -> f64 {
        scored
            .iter()
            .map(|(logits, label)| {
                let mut p: Vec<f32> = logits.iter().map(|logit| logit / temperature).collect();
                softmax(&mut p);
                -f64::from(p[*label].max(1e-6)).ln()
            })
            .sum()
    };
    let candidates = (0..24).map(|step| 0.4 * 1.1f32.powi(step));
    candidates.map(|t| (t, surprise(t))).min_by(|a, b| a.1.total_cmp(&b.1)).map_or(1.0, |(t, _)| t)
}

/// A fixed order that looks like none.
struct Dice(u64);

impl Dice {
    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(last, ((self.0 >> 33) % (last as u64 + 1)) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<Sample> {
        let texts = [
            ["快递还没到", "快递三天没动", "包裹到哪了", "我的快递呢", "物流没更新", "快递停在半路"],
            ["我要退款", "钱退给我", "退款多久到", "什么时候退钱", "申请退款", "把钱退了"],
            ["开发票", "发票抬头写错", "电子发票在哪", "能开专票吗", "发票怎么开", "要一张发票"],
        ];
        let all = texts.iter().enumerate().flat_map(|(label, texts)| texts.iter().map(move |text| (label, *text)));
        all.map(|(label, text)| Sample { text: text.to_owned(), label, weight: 1.0, by_buyer: true }).collect()
    }

    #[test]
    fn what_was_learnt_is_known() {
        let classifier = train(Lang::Zh, 3, &samples());
        for (text, label) in [("快递没到", 0), ("退款", 1), ("发票", 2)] {
            let scores = classifier.score(text);
            let best = (0..3).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            assert_eq!(best, Some(label), "{text}");
        }
    }

    #[test]
    fn training_repeats_itself() {
        assert_eq!(train(Lang::Zh, 3, &samples()), train(Lang::Zh, 3, &samples()));
    }

    #[test]
    fn no_samples_is_no_panic() {
        assert!(train(Lang::En, 3, &[]).score("hello").iter().take(3).all(|logit| *logit == 0.0));
    }
}
