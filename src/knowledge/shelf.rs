//! One language's articles, ready to be asked.

use std::collections::{BTreeMap, HashSet};

use super::{
    Article, Error, Found, Question,
    index::{ANSWER, Document, Index},
    likeness::{Asked, Questions},
    meaning::Meaning,
    tuning::Tuning,
    vocabulary::{TermId, Vocabulary},
    words::{Cutter, Kind, Piece, normalise, normalise_question},
};
use crate::{
    base::FaqId,
    text::{Encode, Encoder, Vector},
};

/// How many documents of the first pass are looked at closely …
const CLOSE: usize = 40;
/// … and how many that only their meaning speaks for.
const NEAREST: usize = 10;

pub(super) struct Shelf {
    articles: Vec<Article>,
    cutter: Cutter,
    vocabulary: Vocabulary,
    /// By term: how rare it is, from near 0 to about 6.
    rarity: Vec<f32>,
    rarest: f32,
    questions: Questions,
    /// Asked where no article scores at least this by its words.
    meaning: Option<(f32, Meaning)>,
    index: Option<Index>,
    tuning: Tuning,
}

impl Shelf {
    /// `meaning`: from what score by its words on an article's meaning isn't asked, and how to make vectors; `None` where it never is.
    pub(super) fn build(
        articles: Vec<Article>,
        cutter: Cutter,
        tuning: Tuning,
        meaning: Option<(f32, Encode<'_>)>,
    ) -> Result<Shelf, Error> {
        let mut vocabulary = Vocabulary::default();
        let mut documents: Vec<Document> = Vec::with_capacity(articles.len());
        let mut asked: Vec<Vec<BTreeMap<TermId, f32>>> = Vec::with_capacity(articles.len());
        for article in &articles {
            let mut document = Document::default();
            let mut of_article = Vec::with_capacity(1 + article.questions.len());
            let questions = [(0, &article.title)].into_iter().chain(article.questions.iter().map(|question| (1, question)));
            for (field, text) in questions {
                let mut terms = BTreeMap::new();
                cutter.cut(&normalise(text), |piece| {
                    let term = vocabulary.add(piece.text);
                    document[field].push(term);
                    let weight: &mut f32 = terms.entry(term).or_default();
                    *weight = weight.max(tuning.weight(&piece));
                });
                of_article.push(terms);
            }
            cutter.cut(&normalise(&article.answer), |piece| {
                if matches!(piece.kind, Kind::Word | Kind::Concept) {
                    document[ANSWER].push(vocabulary.add(piece.text));
                }
            });
            documents.push(document);
            asked.push(of_article);
        }

        let mut having = vec![0_u32; vocabulary.words().len()];
        for document in &documents {
            document.iter().flatten().collect::<HashSet<_>>().into_iter().for_each(|term| having[*term as usize] += 1);
        }
        let rare = |having: u32| {
            let having = having as f32;
            (1.0 + (articles.len() as f32 - having + 0.5) / (having + 0.5)).ln().powf(tuning.rarity)
        };
        let rarity: Vec<f32> = having.into_iter().map(rare).collect();
        for terms in asked.iter_mut().flatten() {
            terms.iter_mut().for_each(|(term, weight)| *weight *= rarity[*term as usize]);
        }
        let index = Index::build(&documents, vocabulary.words(), &tuning)?;
        let meaning = meaning.map(|(sure, encode)| (sure, meaning_of(&articles, encode)));
        let questions = Questions::new(asked);
        Ok(Shelf { rarest: rare(1), questions, meaning, articles, cutter, vocabulary, rarity, index, tuning })
    }

    pub(super) fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The best articles among those that `may` be given, best first.
    pub(super) fn search(&self, question: Question<'_>, limit: usize, may: impl Fn(&Article) -> bool) -> Vec<Found> {
        let mut found = self.scores(question, &may);
        if let Some(topic) = question.topic {
            let text = format!("{topic} {}", question.text);
            found = self.together(&found, &self.scores(Question { text: &text, ..question }, &may));
        }
        found.retain(|(_, score)| *score > 0.0);
        found.sort_by(|(a_at, a), (b_at, b)| b.total_cmp(a).then(a_at.cmp(b_at)));
        found.truncate(limit);
        found.into_iter().map(|(at, score)| Found { faq: self.articles[at].id.clone(), score }).collect()
    }

    /// A question alone and within its topic; an article that one of them doesn't find has nothing of it.
    fn together(&self, alone: &[(usize, f32)], within: &[(usize, f32)]) -> Vec<(usize, f32)> {
        let mut both: BTreeMap<usize, f32> = BTreeMap::new();
        for (found, share) in [(alone, 1.0 - self.tuning.topic), (within, self.tuning.topic)] {
            found.iter().for_each(|(at, score)| *both.entry(*at).or_default() += share * score);
        }
        both.into_iter().collect()
    }

    fn scores(&self, question: Question<'_>, may: &impl Fn(&Article) -> bool) -> Vec<(usize, f32)> {
        let Some(index) = &self.index else { return Vec::new() };
        let asked = self.asked(question.text);
        let sums = index.sum(asked.terms());
        let may = |at: usize| may(&self.articles[at]);
        let mut found: Vec<(usize, f32)> =
            closest(&sums, CLOSE, may).into_iter().map(|at| (at, self.score(&asked, at, sums[at]))).collect();
        if let Some((sure, meaning)) = &self.meaning
            && asked.mass() > 0.0
            && !question.hurried
            && found.iter().all(|(_, score)| score < sure)
        {
            let nearness = meaning.nearness(&vector(question.text));
            let near = closest(&nearness, NEAREST, may).into_iter().filter(|at| found.iter().all(|(other, _)| other != at));
            let near: Vec<(usize, f32)> = near.map(|at| (at, self.score(&asked, at, sums[at]))).collect();
            found.extend(near);
            for (at, score) in &mut found {
                let leaning = leaning(&question, &self.articles[*at]);
                *score = self.blend(*score, nearness[*at], leaning);
            }
        }
        found
    }

    /// A score by words, a cosine, and the probability of the article's labels, where that is known, as one score.
    fn blend(&self, score: f32, cosine: f32, labels: Option<f32>) -> f32 {
        let Tuning { meaning, leaning, apart, together, .. } = self.tuning;
        let near = ((cosine - apart) / (together - apart)).clamp(0.0, 1.0);
        let score = (1.0 - meaning) * score + meaning * near;
        labels.map_or(score, |labels| (1.0 - leaning) * score + leaning * labels)
    }

    /// How well an article's words fit, whatever the others'.
    pub(super) fn score_of(&self, text: &str, faq: &FaqId) -> Option<Found> {
        let at = self.articles.iter().position(|article| article.id == *faq)?;
        let asked = self.asked(text);
        let sums = self.index.as_ref()?.sum(asked.terms());
        Some(Found { faq: faq.clone(), score: self.score(&asked, at, sums[at]) })
    }

    /// How much of what was asked the article speaks of, raised where it has nearly this very question.
    fn score(&self, asked: &Asked, at: usize, sum: f32) -> f32 {
        let spoken_of = (sum / asked.mass().max(f32::EPSILON)).min(1.0);
        let near = (self.questions.likeness(asked, at) - self.tuning.near) / (1.0 - self.tuning.near);
        spoken_of + (1.0 - spoken_of) * near.clamp(0.0, 1.0)
    }

    fn asked(&self, text: &str) -> Asked {
        let mut terms: Vec<(TermId, f32)> = Vec::with_capacity(64);
        let mut unknown = 0.0;
        self.cutter.cut(&normalise_question(text), |piece| match self.known(&piece) {
            Some(term) => terms.push((term, self.tuning.weight(&piece) * self.rarity[term as usize])),
            None => unknown += self.unknown(&piece),
        });
        Asked::new(terms, unknown)
    }

    /// The term of a piece, or of the commonest word that it may be a slip of.
    fn known(&self, piece: &Piece<'_>) -> Option<TermId> {
        self.vocabulary.get(piece.text).or_else(|| {
            let near = (piece.kind == Kind::Word).then(|| self.vocabulary.near(piece.text));
            near.into_iter().flatten().min_by(|a, b| self.rarity[*a as usize].total_cmp(&self.rarity[*b as usize]))
        })
    }

    fn unknown(&self, piece: &Piece<'_>) -> f32 {
        match piece.kind {
            Kind::Word if !piece.text.starts_with(|c: char| c.is_ascii_digit()) => {
                self.tuning.unknown * self.tuning.weight(piece) * self.rarest
            }
            _ => 0.0,
        }
    }
}

fn meaning_of(articles: &[Article], encode: Encode<'_>) -> Meaning {
    let questions = |article: &Article| -> Vec<String> {
        [&article.title].into_iter().chain(&article.questions).map(|text| normalise(text)).collect()
    };
    let texts: Vec<Vec<String>> = articles.iter().map(questions).collect();
    Meaning::new(&encode(&texts.concat()), texts.iter().map(Vec::len))
}

/// How likely one of the article's labels is meant; `None` where nobody has asked triage.
fn leaning(question: &Question<'_>, article: &Article) -> Option<f32> {
    let of_article = question.leaning.iter().filter(|ranked| article.intents.contains(&ranked.label));
    (!question.leaning.is_empty()).then(|| of_article.map(|ranked| ranked.p).sum::<f32>().min(1.0))
}

/// The meaning of what was asked.
fn vector(text: &str) -> Vector {
    Encoder::shared().encode(&normalise(text))
}

/// The documents with the highest sums, above nothing.
fn closest(sums: &[f32], most: usize, may: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut best: Vec<(f32, usize)> = Vec::with_capacity(most + 1);
    let mut least = 0.0;
    for (at, sum) in sums.iter().enumerate() {
        if *sum > least && may(at) {
            let place = best.partition_point(|(better, _)| *better >= *sum);
            best.insert(place, (*sum, at));
            if best.len() > most {
                best.pop();
                least = best[most - 1].0;
            }
        }
    }
    best.into_iter().map(|(_, at)| at).collect()
}
