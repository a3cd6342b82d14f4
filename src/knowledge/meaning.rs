//! How near what was asked lies to the questions that an article answers, whatever their words.

use crate::text::{Vector, WIDTH};

/// The title and questions of every article as vectors, end to end.
pub(super) struct Meaning {
    vectors: Vec<Short>,
    /// End of each article in `vectors`.
    articles: Vec<u32>,
}

/// A vector in whole numbers: half the room, and a product in half the time. 512 of them make no difference to a cosine.
type Short = [i16; WIDTH];

/// A 1 as a whole number. The product of two vectors of length one stays within 24 bits.
const ONE: f32 = 4096.0;

impl Meaning {
    /// `counts` tells how many of the vectors, each of length one, belong to each article, in turn.
    pub(super) fn new(vectors: &[Vector], counts: impl IntoIterator<Item = usize>) -> Meaning {
        let mut end = 0;
        let articles = counts.into_iter().map(|count| {
            end += count as u32;
            end
        });
        Meaning { articles: articles.collect(), vectors: vectors.iter().map(short).collect() }
    }

    /// For each article the cosine of its nearest question.
    pub(super) fn nearness(&self, asked: &Vector) -> Vec<f32> {
        let asked = short(asked);
        let mut start = 0;
        let nearest = |end: &u32| {
            let questions = &self.vectors[start..*end as usize];
            start = *end as usize;
            let best = questions.iter().map(|question| product(question, &asked)).max();
            best.map_or(-1.0, |best| best as f32 / (ONE * ONE))
        };
        self.articles.iter().map(nearest).collect()
    }
}

fn short(vector: &Vector) -> Short {
    vector.map(|number| (number * ONE).round() as i16)
}

fn product(one: &Short, other: &Short) -> i32 {
    one.iter().zip(other).map(|(one, other)| i32::from(*one) * i32::from(*other)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Encoder, cosine};

    #[test]
    fn whole_numbers_give_the_cosine() {
        let texts = ["退款多久到账", "钱啥时候回我卡里", "how do i get an invoice", "a", "运费"];
        let vectors = texts.map(|text| Encoder::shared().encode(text));
        let meaning = Meaning::new(&vectors, [1, 3, 0, 1]);
        for asked in &vectors {
            let near = |some: &[Vector]| some.iter().map(|vector| cosine(vector, asked)).fold(-1.0, f32::max);
            let expected = [near(&vectors[..1]), near(&vectors[1..4]), -1.0, near(&vectors[4..])];
            let found = meaning.nearness(asked);
            assert!(
                found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 2e-3),
                "{found:?} {expected:?}"
            );
        }
    }
}
