//! A linear classifier over vectors: for each class a direction, in which the vectors of its texts lie.

use ndarray::{Array2, ArrayView2, Axis};

use super::{Vector, WIDTH, cosine};

/// What a class's examples look like, for as many classes as it was trained on.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    directions: Vec<Vector>,
}

/// A cosine of 1 is this logit while training.
const SCALE: f32 = 15.0;
const ROUNDS: usize = 4;
const BATCH: usize = 64;
const STEP: f32 = 1.0;
/// This part of the certainty is spread over all classes, so that the clear examples don't drown the others.
const SMOOTHING: f32 = 0.05;

impl Head {
    pub fn new(directions: Vec<Vector>) -> Head {
        Head { directions }
    }

    pub fn directions(&self) -> &[Vector] {
        &self.directions
    }

    /// Trains on vectors and the class of each, below `classes`. A class without an example has no direction, and scores 0.
    pub fn train(vectors: &[Vector], of: &[usize], classes: usize) -> Head {
        let mut directions = middles(vectors, of, classes);
        if !vectors.is_empty() && classes > 1 {
            descend(&mut directions, vectors, of);
        }
        let rows = directions.rows().into_iter();
        Head { directions: rows.map(|row| std::array::from_fn(|at| row[at])).collect() }
    }

    /// For each class how far the vector lies in its direction, about -1 to 1.
    pub fn score(&self, vector: &Vector) -> Vec<f32> {
        self.directions.iter().map(|direction| cosine(direction, vector)).collect()
    }
}

/// The middle of each class's examples, of length one.
fn middles(vectors: &[Vector], of: &[usize], classes: usize) -> Array2<f32> {
    let mut middles = Array2::<f32>::zeros((classes, WIDTH));
    for (vector, class) in vectors.iter().zip(of) {
        for (sum, number) in middles.row_mut(*class).iter_mut().zip(vector) {
            *sum += number;
        }
    }
    for mut row in middles.rows_mut() {
        let length = row.dot(&row).sqrt();
        if length > 0.0 {
            row /= length;
        }
    }
    middles
}

/// Softmax regression from there, in a fixed order.
fn descend(directions: &mut Array2<f32>, vectors: &[Vector], of: &[usize]) {
    let classes = directions.nrows();
    let Ok(inputs) = ArrayView2::from_shape((vectors.len(), WIDTH), vectors.as_flattened()) else { return };
    let batches = vectors.len().div_ceil(BATCH);
    for round in 0..ROUNDS {
        let step = STEP * (1.0 - round as f32 / ROUNDS as f32);
        for batch in 0..batches {
            // Each batch takes examples from all over the list, and so from all classes.
            let places: Vec<usize> = (batch..vectors.len()).step_by(batches).collect();
            let x = inputs.select(Axis(0), &places);
            let mut errors = x.dot(&directions.t()) * SCALE;
            for (mut row, place) in errors.rows_mut().into_iter().zip(&places) {
                let highest = row.fold(f32::NEG_INFINITY, |highest, logit| highest.max(*logit));
                row.mapv_inplace(|logit| (logit - highest).exp());
                let sum = row.sum();
                row.mapv_inplace(|p| p / sum - SMOOTHING / classes as f32);
                row[of[*place]] -= 1.0 - SMOOTHING;
            }
            *directions -= &(errors.t().dot(&x) * (step / places.len() as f32));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn towards(place: usize, beside: usize) -> Vector {
        let mut vector = [0.0; WIDTH];
        (vector[place], vector[beside]) = (0.8, 0.6);
        vector
    }

    #[test]
    fn a_class_is_known_by_its_examples() {
        let (vectors, of): (Vec<Vector>, Vec<usize>) = (0..60).map(|at| (towards(at % 3, 10 + at), at % 3)).unzip();
        let head = Head::train(&vectors, &of, 4);
        let scores = head.score(&towards(1, 100));
        assert!(scores[1] > scores[0] && scores[1] > scores[2] && scores[1] > scores[3], "{scores:?}");
        assert_eq!(head, Head::train(&vectors, &of, 4));
    }

    #[test]
    fn no_examples_is_no_panic() {
        assert_eq!(Head::train(&[], &[], 2).score(&towards(0, 1)), [0.0, 0.0]);
    }
}
