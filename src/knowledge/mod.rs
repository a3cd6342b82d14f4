//! Articles to answers: one tantivy index a language, conditions, a threshold and a margin.
//!
//! Called by `dialog` for each question and by the `kb` commands.
//! **Invariant:** pure after it is built; a built index never changes, so no search ever sees half of one.

mod concepts;
mod conditions;
mod dictionary;
mod index;
mod likeness;
mod meaning;
#[cfg(test)]
mod quality;
mod shelf;
#[cfg(test)]
mod tests;
mod tuning;
mod vocabulary;
mod words;

use std::{collections::HashMap, sync::Arc};

use crate::{
    base::{FaqId, LabelId, Lang, Ranked, Timestamp},
    text::{Encode, Vector, encode_all},
};
use shelf::Shelf;
use words::Cutter;

/// One FAQ in one language, checked.
#[derive(Clone, Debug)]
pub struct Article {
    pub id: FaqId,
    pub lang: Lang,
    pub title: String,
    pub questions: Vec<String>,
    pub intents: Vec<LabelId>,
    pub applies: Applies,
    pub valid_from: Option<Timestamp>,
    /// Exclusive.
    pub valid_until: Option<Timestamp>,
    /// Markdown, shop variables already filled.
    pub answer: String,
    /// The first whose conditions hold replaces the answer.
    pub variants: Vec<Variant>,
}

#[derive(Clone, Debug)]
pub struct Variant {
    pub applies: Applies,
    pub answer: String,
}

/// Conditions. An empty list asks nothing; a list that isn't empty holds where the circumstances name one of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applies {
    pub order_state: Vec<String>,
    pub category: Vec<String>,
    pub product: Vec<String>,
}

/// What is known of the buyer's order at this moment.
#[derive(Clone, Debug, Default)]
pub struct Circumstances {
    pub now: Timestamp,
    pub order_state: Option<String>,
    pub category: Option<String>,
    pub product: Option<String>,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    pub text: &'q str,
    /// What triage makes of it, where it was asked: an article of a likely label is likelier.
    pub leaning: &'q [Ranked],
    /// What was talked about before, where it says too little alone.
    pub topic: Option<&'q str>,
    /// There is no time for more than its words.
    pub hurried: bool,
}

impl<'q> From<&'q str> for Question<'q> {
    fn from(text: &'q str) -> Question<'q> {
        Question { text, leaning: &[], topic: None, hurried: false }
    }
}

/// From `shop.toml`, `[knowledge]`. Scores, 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
    /// The first article answers at or above this …
    pub answer: f32,
    /// … if it leads the second by this.
    pub margin: f32,
    /// Below `answer`: offered at or above this, admitted not to know below.
    pub offer: f32,
    /// Where no article scores at least this by its words, their meaning is asked too. At 0 never.
    pub sure: f32,
}

/// An article found, with its score: 0 to 1, comparable between questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub faq: FaqId,
    pub score: f32,
}

/// Titles offered at most, where no article is sure.
const OFFERED: usize = 3;

/// What the knowledge base has to say to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Answer(Found),
    /// Two or three titles to choose from.
    Offer(Vec<Found>),
    Unknown,
}

/// Why an index can't be built.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The same id in the same language; the second one's title is given.
    #[error("two {lang} articles have the id {id}; the second is \"{title}\"")]
    Twice { id: FaqId, lang: Lang, title: String },
    /// Nothing to do with what the articles say.
    #[error("the articles can't be indexed")]
    Index(#[from] tantivy::TantivyError),
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::Index(error.into())
    }
}

/// All articles of a shop, indexed. Immutable: a new one is built aside and takes the old one's place whole.
pub struct Knowledge {
    thresholds: Thresholds,
    shelves: HashMap<Lang, Shelf>,
    places: HashMap<(Lang, FaqId), usize>,
}

impl Knowledge {
    pub fn build(articles: Vec<Article>, thresholds: Thresholds) -> Result<Knowledge, Error> {
        Knowledge::build_with(articles, thresholds, &[], &|_, texts| encode_all(texts))
    }

    /// The same. `words` are the shop's own, products and brands say, that a general dictionary would cut apart; `encode` is asked
    /// for the vectors of titles and questions.
    pub fn build_with(
        articles: Vec<Article>,
        thresholds: Thresholds,
        words: &[String],
        encode: &(dyn Fn(Lang, &[String]) -> Vec<Vector> + Sync),
    ) -> Result<Knowledge, Error> {
        let mut by_lang: HashMap<Lang, Vec<Article>> = HashMap::new();
        let mut places = HashMap::new();
        for article in articles {
            let shelf = by_lang.entry(article.lang).or_default();
            if places.insert((article.lang, article.id.clone()), shelf.len()).is_some() {
                return Err(Error::Twice { id: article.id, lang: article.lang, title: article.title });
            }
            shelf.push(article);
        }
        let dictionary = dictionary::with_words(words);
        let mut shelves = HashMap::new();
        for (lang, articles) in by_lang {
            let cutter = Cutter::new(lang, Arc::clone(&dictionary));
            let encode = |texts: &[String]| encode(lang, texts);
            let meaning = (thresholds.sure > 0.0).then_some((thresholds.sure, &encode as Encode<'_>));
            shelves.insert(lang, Shelf::build(articles, cutter, tuning::TUNED, meaning)?);
        }
        Ok(Knowledge { thresholds, shelves, places })
    }

    /// The best articles for a question, best first. Never fails: nothing found is an empty list.
    pub fn search(&self, lang: Lang, question: Question<'_>, circumstances: &Circumstances, limit: usize) -> Vec<Found> {
        self.shelves
            .get(&lang)
            .map_or_else(Vec::new, |shelf| shelf.search(question, limit, |article| article.may_be_given(circumstances)))
    }

    /// What to do with a question, by the shop's thresholds.
    pub fn decide(&self, lang: Lang, question: Question<'_>, circumstances: &Circumstances) -> Verdict {
        let mut found = self.search(lang, question, circumstances, OFFERED);
        let Some(first) = found.first() else { return Verdict::Unknown };
        let lead = first.score - found.get(1).map_or(0.0, |second| second.score);
        if first.score >= self.thresholds.answer && lead >= self.thresholds.margin {
            return Verdict::Answer(found.swap_remove(0));
        }
        found.retain(|article| article.score >= self.thresholds.offer);
        if found.is_empty() { Verdict::Unknown } else { Verdict::Offer(found) }
    }

    /// The article of a label that fits the text best; a label's only article fits any text.
    pub fn for_label(&self, lang: Lang, label: &LabelId, question: Question<'_>, circumstances: &Circumstances) -> Option<Found> {
        let shelf = self.shelves.get(&lang)?;
        let of_label = |article: &Article| article.intents.contains(label) && article.may_be_given(circumstances);
        let mut any = shelf.articles().iter().filter(|article| of_label(article));
        let first = any.next()?;
        let only = any.next().is_none();
        let found = if only { shelf.score_of(question.text, &first.id) } else { shelf.search(question, 1, of_label).pop() };
        Some(found.unwrap_or_else(|| Found { faq: first.id.clone(), score: 0.0 }))
    }

    /// The article's answer as it reads in these circumstances.
    pub fn answer(&self, lang: Lang, faq: &FaqId, circumstances: &Circumstances) -> Option<&str> {
        self.article(lang, faq).map(|article| article.answer_in(circumstances))
    }

    pub fn title(&self, lang: Lang, faq: &FaqId) -> Option<&str> {
        self.article(lang, faq).map(|article| article.title.as_str())
    }

    pub fn article(&self, lang: Lang, faq: &FaqId) -> Option<&Article> {
        let place = self.places.get(&(lang, faq.clone()))?;
        self.shelves.get(&lang)?.articles().get(*place)
    }

    /// How many articles a language has.
    pub fn len(&self, lang: Lang) -> usize {
        self.shelves.get(&lang).map_or(0, |shelf| shelf.articles().len())
    }

    pub fn is_empty(&self) -> bool {
        self.shelves.is_empty()
    }
}
