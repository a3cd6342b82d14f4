//! What the meaning of a whole message tells of the mood: a linear classifier over its vector, trained with the encoder.

use std::sync::LazyLock;

use crate::{
    base::MoodKind,
    text::{Vector, WIDTH, cosine},
};

/// In the order of the training (`models/train/train.py`).
pub(super) const KINDS: [MoodKind; 7] = [
    MoodKind::Calm,
    MoodKind::Anxious,
    MoodKind::Disappointed,
    MoodKind::Angry,
    MoodKind::Abusive,
    MoodKind::Threatening,
    MoodKind::Pleased,
];

static WEIGHTS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/moods.bin"));

static ROWS: LazyLock<Vec<Row>> =
    LazyLock::new(|| WEIGHTS.as_chunks::<{ 4 * (WIDTH + 1) }>().0.iter().map(|row| Row::read(row.as_chunks::<4>().0)).collect());

struct Row {
    weights: Vector,
    addend: f32,
}

impl Row {
    fn read(numbers: &[[u8; 4]]) -> Row {
        let number = |at: usize| numbers.get(at).map_or(0.0, |bytes| f32::from_le_bytes(*bytes));
        Row { weights: std::array::from_fn(number), addend: number(WIDTH) }
    }

    fn of(&self, vector: &Vector) -> f32 {
        // Both are plain products here: the weights aren't of length one.
        cosine(&self.weights, vector) + self.addend
    }
}

/// Probability of each of [`KINDS`], and the degree of whichever it is, all 0 to 1.
pub(super) struct Felt {
    pub(super) p: [f32; KINDS.len()],
    pub(super) degree: f32,
}

pub(super) fn felt(vector: &Vector) -> Felt {
    let mut p = [0.0; KINDS.len()];
    for (p, row) in p.iter_mut().zip(ROWS.iter()) {
        *p = row.of(vector).exp();
    }
    let sum: f32 = p.iter().sum();
    let degree = ROWS.get(KINDS.len()).map_or(0.0, |row| 1.0 / (1.0 + (-row.of(vector)).exp()));
    Felt { p: p.map(|p| p / sum.max(f32::MIN_POSITIVE)), degree }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_whole() {
        assert_eq!(WEIGHTS.len(), 4 * (WIDTH + 1) * (KINDS.len() + 1));
    }

    #[test]
    fn any_vector_is_felt() {
        for vector in [[0.0; WIDTH], [1.0; WIDTH], [-1.0; WIDTH]] {
            let felt = felt(&vector);
            assert!((felt.p.iter().sum::<f32>() - 1.0).abs() < 1e-3 && (0.0..=1.0).contains(&felt.degree));
        }
    }
}
