//! How alike what was asked is to the questions that an article answers: the cosine of their weighted terms.

use std::collections::BTreeMap;

use super::vocabulary::TermId;

/// Terms of a question that are looked up; of a longer one, the weightiest.
const MOST_TERMS: usize = 96;
const SLOTS: usize = 256;

/// A question as asked: its known terms by weight, in a table that answers "how much does this term weigh?" at once.
pub(super) struct Asked {
    terms: Vec<(TermId, f32)>,
    table: [(TermId, f32); SLOTS],
    mass: f32,
    length: f32,
}

impl Asked {
    /// `unknown` is the weight of what no article has.
    pub(super) fn new(mut terms: Vec<(TermId, f32)>, unknown: f32) -> Asked {
        terms.sort_unstable_by(|(a, x), (b, y)| a.cmp(b).then(y.total_cmp(x)));
        terms.dedup_by_key(|(term, _)| *term);
        if terms.len() > MOST_TERMS {
            terms.select_nth_unstable_by(MOST_TERMS, |(_, x), (_, y)| y.total_cmp(x));
            terms.truncate(MOST_TERMS);
        }
        let mut table = [(TermId::MAX, 0.0); SLOTS];
        for (term, weight) in &terms {
            let mut slot = *term as usize % SLOTS;
            while table[slot].0 != TermId::MAX {
                slot = (slot + 1) % SLOTS;
            }
            table[slot] = (*term, *weight);
        }
        let mass = unknown + terms.iter().map(|(_, weight)| weight).sum::<f32>();
        let length = (unknown * unknown + terms.iter().map(|(_, weight)| weight * weight).sum::<f32>()).sqrt();
        Asked { terms, table, mass, length }
    }

    pub(super) fn terms(&self) -> &[(TermId, f32)] {
        &self.terms
    }

    /// The weight of everything asked, unknown words included.
    pub(super) fn mass(&self) -> f32 {
        self.mass
    }

    fn weight(&self, term: TermId) -> f32 {
        let mut slot = term as usize % SLOTS;
        loop {
            match self.table[slot] {
                (at, weight) if at == term => return weight,
                (TermId::MAX, _) => return 0.0,
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

/// Every article's title and questions as weighted terms, end to end.
pub(super) struct Questions {
    terms: Vec<(TermId, f32)>,
    /// End of each question in `terms`, and the length of its vector.
    questions: Vec<(u32, f32)>,
    /// End of each article in `questions`.
    articles: Vec<u32>,
}

impl Questions {
    pub(super) fn new(by_article: Vec<Vec<BTreeMap<TermId, f32>>>) -> Questions {
        let mut all = Questions { terms: Vec::new(), questions: Vec::new(), articles: Vec::new() };
        for questions in by_article {
            for question in questions {
                let length = question.values().map(|weight| weight * weight).sum::<f32>().sqrt();
                all.terms.extend(question);
                all.questions.push((all.terms.len() as u32, length.max(f32::EPSILON)));
            }
            all.articles.push(all.questions.len() as u32);
        }
        all
    }

    /// 0 to 1: the best over the article's questions.
    pub(super) fn likeness(&self, asked: &Asked, article: usize) -> f32 {
        let first = article.checked_sub(1).map_or(0, |before| self.articles[before] as usize);
        let mut start = first.checked_sub(1).map_or(0, |before| self.questions[before].0 as usize);
        let mut best: f32 = 0.0;
        for (end, length) in &self.questions[first..self.articles[article] as usize] {
            let shared: f32 = self.terms[start..*end as usize].iter().map(|(term, weight)| weight * asked.weight(*term)).sum();
            best = best.max(shared / length);
            start = *end as usize;
        }
        best / asked.length.max(f32::EPSILON)
    }
}
