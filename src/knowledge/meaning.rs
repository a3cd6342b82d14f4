//! How near what was asked lies to the questions that an article answers, whatever their words.

use crate::text::{Vector, cosine};

/// The title and questions of every article as vectors, end to end.
pub(super) struct Meaning {
    vectors: Vec<Vector>,
    /// End of each article in `vectors`.
    articles: Vec<u32>,
}

impl Meaning {
    /// `counts` tells how many of the vectors belong to each article, in turn.
    pub(super) fn new(vectors: Vec<Vector>, counts: impl IntoIterator<Item = usize>) -> Meaning {
        let mut end = 0;
        let articles = counts.into_iter().map(|count| {
            end += count as u32;
            end
        });
        Meaning { articles: articles.collect(), vectors }
    }

    /// For each article the cosine of its nearest question.
    pub(super) fn nearness(&self, asked: &Vector) -> Vec<f32> {
        let mut start = 0;
        let nearest = |end: &u32| {
            let questions = &self.vectors[start..*end as usize];
            start = *end as usize;
            questions.iter().map(|question| cosine(question, asked)).fold(-1.0, f32::max)
        };
        self.articles.iter().map(nearest).collect()
    }
}
