//! What the commands assume of a question that comes from nowhere.

use anyhow::Context;

use crate::{
    base::{Lang, Reading, Timestamp},
    knowledge::{Circumstances, Knowledge, Question},
    playbook::Playbook,
};

/// Chinese where there is a Chinese character; the other language where the shop has no article in this one.
pub(super) fn asked_in(knowledge: &Knowledge, text: &str) -> Lang {
    let lang = written_in(text);
    let has_articles = |lang: &Lang| knowledge.len(*lang) > 0;
    [lang].into_iter().chain(Lang::ALL).find(has_articles).unwrap_or(lang)
}

pub(super) fn written_in(text: &str) -> Lang {
    if text.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) { Lang::Zh } else { Lang::En }
}

/// # Errors
///
/// A language that the program doesn't speak.
pub(super) fn of_tag(tag: &str) -> anyhow::Result<Lang> {
    Lang::from_tag(tag).with_context(|| format!("`{tag}` is no language of this program: write zh or en"))
}

/// Now, with no order known.
pub(super) fn at_this_moment() -> Circumstances {
    Circumstances { now: Timestamp(jiff::Timestamp::now().as_millisecond()), ..Circumstances::default() }
}

/// The question that a conversation would put to the articles.
pub(super) fn asked_of<'q>(playbook: &'q Playbook, lang: Lang, text: &'q str, reading: &'q Reading) -> Question<'q> {
    let topic = reading.topic.as_ref().and_then(|topic| playbook.script.labels.get(topic));
    Question { text, leaning: &reading.intents, topic: topic.map(|card| card.name.get(lang)), hurried: false }
}
