//! Written structs to the types of the floors below, with every meaning checked.

mod articles;
mod forms;
mod guides;
mod intents;
mod replies;
mod scenarios;
mod shop;

use jiff::tz::TimeZone;

use super::{
    facts::{Facts, Source},
    names::Names,
    problem::Problems,
    source::At,
    written::Words,
};
use crate::base::{Bilingual, Lang};

pub(super) use articles::articles;
pub(super) use forms::forms;
pub(super) use guides::guides;
pub(super) use intents::{Labels, labels, patterns, topic_of};
pub(super) use replies::{Said, replies};
pub(super) use scenarios::scenarios;
pub use scenarios::{Act, Expect, Input, Scenario, Step};
pub(super) use shop::{ShopParts, Wrong, shop};

/// What every part needs to know while it is checked.
pub(super) struct Context<'a> {
    pub(super) names: &'a Names,
    pub(super) facts: Facts,
    /// Not empty; the first is the default.
    pub(super) languages: Vec<Lang>,
    pub(super) zone: TimeZone,
    pub(super) problems: Problems,
}

impl Context<'_> {
    pub(super) fn add(&mut self, file: &str, line: u32, message: impl Into<String>, remedy: impl Into<String>) {
        self.problems.add(file, line, message, remedy);
    }

    /// Words in every language of the shop. A language the shop doesn't speak borrows the default's.
    fn bilingual(&mut self, file: &str, what: &str, words: &At<Words>) -> Bilingual {
        for lang in self.languages.clone() {
            let text = words.get(lang);
            if text.is_none_or(|text| text.trim().is_empty()) {
                let line = text.map_or(words.line, |text| text.line);
                self.add(
                    file,
                    line,
                    format!("`{what}` has no text in {lang}"),
                    format!("add `{lang}`, or take {lang} out of languages in shop.toml"),
                );
            }
        }
        self.borrowed(words)
    }

    /// The same, with the shop's facts in their places.
    fn filled(&mut self, file: &str, what: &str, words: &At<Words>) -> Bilingual {
        let mut text = self.bilingual(file, what, words);
        for (lang, text) in [(Lang::Zh, &mut text.zh), (Lang::En, &mut text.en)] {
            // What a language borrows was told of where it is written.
            let mut borrowed = Problems::default();
            let (line, problems) = match words.get(lang) {
                Some(own) => (own.line, &mut self.problems),
                None => (words.line, &mut borrowed),
            };
            *text = self.facts.fill_all(Source { file, line, lang }, text, problems);
        }
        text
    }

    fn borrowed(&self, words: &Words) -> Bilingual {
        let default = words.get(self.languages[0]).or(words.zh.as_ref()).or(words.en.as_ref()).map(|text| text.value.as_str());
        let get = |lang| words.get(lang).map(|text| text.value.as_str()).or(default).unwrap_or_default().to_owned();
        Bilingual { zh: get(Lang::Zh), en: get(Lang::En) }
    }
}

/// Whether an id can stand in files, buttons and log lines.
pub(super) fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 120 && id.trim() == id && !id.chars().any(char::is_control)
}

/// Reports an id that can't be one.
fn check_id(context: &mut Context<'_>, file: &str, id: &At<String>) {
    if !is_id(id) {
        context.add(
            file,
            id.line,
            "this id is empty, too long, or has spaces around it",
            "write a short name in letters, digits, dots, - or _",
        );
    }
}
