//! The trained classifiers as bytes, so that a later start needn't train again.
//!
//! A file that is stale, cut or damaged reads as `None` and is trained anew; nothing in it is trusted.

use sha2::{Digest, Sha256};

use super::{classifier::Classifier, source::LabelSource};
use crate::{
    base::Lang,
    text::{Encoder, Head, Vector, WIDTH},
};

/// Rises with every change of the normal spelling, the features, the training or this layout.
const HEADER: &[u8; 8] = b"triage03";

/// What was learnt from the examples.
#[derive(Debug, PartialEq)]
pub(super) struct Trained {
    pub(super) zh: Classifier,
    pub(super) en: Classifier,
    /// The labels' directions, where the shop takes a second look.
    pub(super) head: Option<Head>,
}

/// What the model depends on.
pub(super) fn fingerprint(sources: &[LabelSource]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    };
    add(env!("CARGO_PKG_VERSION"));
    add(&format!("{:?}", Encoder::fingerprint()));
    for source in sources {
        for text in [source.id.as_str(), &source.name.zh, &source.name.en, &source.definition.zh, &source.definition.en] {
            add(text);
        }
        source.keywords.iter().for_each(|keyword| add(&keyword.text));
        source.patterns.iter().for_each(|pattern| add(pattern));
        for (lang, example) in source.said() {
            add(lang.as_str());
            add(example);
        }
        add("");
    }
    hash.finalize().into()
}

pub(super) fn write(fingerprint: &[u8; 32], trained: &Trained) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend_from_slice(HEADER);
    bytes.extend_from_slice(fingerprint);
    for classifier in [&trained.zh, &trained.en] {
        let mut grams: Vec<(u32, u64)> = classifier.vocabulary.iter().map(|(gram, row)| (*row, *gram)).collect();
        grams.sort_unstable();
        let weights: Vec<Vec<(u16, i8)>> = classifier.rows.iter().map(|row| classifier.weights(row)).collect();
        for count in [grams.len(), weights.iter().map(Vec::len).sum(), classifier.bias.len()] {
            bytes.extend_from_slice(&(count as u64).to_le_bytes());
        }
        grams.iter().for_each(|(_, gram)| bytes.extend_from_slice(&gram.to_le_bytes()));
        for (row, weights) in classifier.rows.iter().zip(&weights) {
            [row.rarity, row.scale].iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
            bytes.extend_from_slice(&(weights.len() as u32).to_le_bytes());
        }
        let singles = [classifier.unknown, classifier.temperature];
        classifier.bias.iter().chain(&singles).for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        weights.iter().flatten().for_each(|(label, _)| bytes.extend_from_slice(&label.to_le_bytes()));
        bytes.extend(weights.iter().flatten().map(|(_, weight)| *weight as u8));
    }
    let directions = trained.head.as_ref().map_or(&[][..], Head::directions);
    bytes.extend_from_slice(&(directions.len() as u64).to_le_bytes());
    directions.iter().flatten().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
    let sum = checksum(&bytes);
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

/// What was learnt, if the bytes are whole and were trained on these very sources.
pub(super) fn read(bytes: &[u8], fingerprint: &[u8; 32], labels: usize) -> Option<Trained> {
    let (body, sum) = bytes.split_last_chunk::<8>()?;
    if checksum(body) != u64::from_le_bytes(*sum) {
        return None;
    }
    let mut rest = body.strip_prefix(HEADER)?.strip_prefix(fingerprint)?;
    let zh = classifier(&mut rest, Lang::Zh, labels)?;
    let en = classifier(&mut rest, Lang::En, labels)?;
    let head = match count(&mut rest)? {
        0 => None,
        directions if directions == labels => Some(Head::new(vectors(&mut rest, directions)?)),
        _ => return None,
    };
    rest.is_empty().then_some(Trained { zh, en, head })
}

fn vectors(rest: &mut &[u8], count: usize) -> Option<Vec<Vector>> {
    let numbers: Vec<f32> = numbers(rest, count.checked_mul(WIDTH)?, f32::from_le_bytes)?;
    Some(numbers.as_chunks().0.to_vec())
}

fn count(rest: &mut &[u8]) -> Option<usize> {
    usize::try_from(u64::from_le_bytes(*rest.split_off(..8)?.first_chunk()?)).ok()
}

fn classifier(rest: &mut &[u8], lang: Lang, labels: usize) -> Option<Classifier> {
    let (grams, entries, columns) = (count(rest)?, count(rest)?, count(rest)?);
    if columns != labels {
        return None;
    }
    let grams: Vec<u64> = numbers(rest, grams, u64::from_le_bytes)?;
    let rows: Vec<(f32, f32, usize)> = numbers(rest, grams.len(), |bytes: [u8; 12]| {
        let [rarity, scale, length] =
            [0, 4, 8].map(|at| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]));
        (f32::from_bits(rarity), f32::from_bits(scale), length as usize)
    })?;
    let bias = numbers(rest, columns, f32::from_le_bytes)?;
    let singles = numbers(rest, 2, f32::from_le_bytes)?;
    let of: Vec<u16> = numbers(rest, entries, u16::from_le_bytes)?;
    let weights: Vec<(u16, i8)> = of.into_iter().zip(rest.split_off(..entries)?.iter().map(|byte| *byte as i8)).collect();
    if weights.iter().any(|(label, _)| usize::from(*label) >= labels) {
        return None;
    }
    let mut classifier = Classifier::new(lang, bias, singles[0]);
    classifier.temperature = singles[1];
    classifier.vocabulary.reserve(grams.len());
    let mut weights = weights.as_slice();
    for (gram, (rarity, scale, length)) in grams.into_iter().zip(rows) {
        classifier.push(gram, rarity, scale, weights.split_off(..length)?);
    }
    weights.is_empty().then_some(classifier)
}

/// The next `count` numbers of `N` bytes each.
fn numbers<T, const N: usize>(rest: &mut &[u8], count: usize, read: impl FnMut([u8; N]) -> T) -> Option<Vec<T>> {
    let bytes = rest.split_off(..count.checked_mul(N)?)?;
    Some(bytes.as_chunks().0.iter().copied().map(read).collect())
}

/// Tells damage, not malice.
fn checksum(bytes: &[u8]) -> u64 {
    let step = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let (words, tail) = bytes.as_chunks();
    let sum = words.iter().fold(bytes.len() as u64, |sum, word| step(sum, u64::from_le_bytes(*word)));
    tail.iter().fold(sum, |sum, byte| step(sum, u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::{super::train, *};

    fn bytes() -> (Vec<u8>, Trained) {
        let sample = |text: &str, label| train::Sample { text: text.to_owned(), label, weight: 1.0, by_buyer: true };
        let samples = [sample("退款", 0), sample("要退款", 0), sample("发票", 1), sample("开发票", 1)];
        let trained = Trained {
            zh: train::train(Lang::Zh, 2, &samples),
            en: train::train(Lang::En, 2, &[]),
            head: Some(Head::new(vec![[0.5; WIDTH], [-0.25; WIDTH]])),
        };
        (write(&[7; 32], &trained), trained)
    }

    #[test]
    fn what_is_written_is_read() {
        let (bytes, trained) = bytes();
        assert_eq!(read(&bytes, &[7; 32], 2), Some(trained));
    }

    #[test]
    fn stale_cut_or_damaged_is_nothing() {
        let (bytes, _) = bytes();
        assert_eq!(read(&bytes, &[8; 32], 2), None);
        assert_eq!(read(&bytes, &[7; 32], 40), None);
        for length in 0..bytes.len() {
            assert_eq!(read(&bytes[..length], &[7; 32], 2), None);
        }
        for at in (0..bytes.len()).step_by(11) {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x10;
            assert_eq!(read(&bytes, &[7; 32], 2), None, "byte {at}");
        }
    }
}
