//! Short follow-ups: 「那运费呢？」 says what is asked only together with what was talked about.
//!
//! A follow-up is told by its form, and by triage's own doubt: where a message is clear alone, the topic changes nothing.

use super::{
    fuse,
    reader::{Effort, Looks, Sight, Triage},
};
use crate::base::{LabelId, Lang};

/// What a conversation was about when a message came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    pub label: LabelId,
    /// A form is being filled: most short messages are its answers, and only a question can be a follow-up.
    pub filling: bool,
}

impl From<LabelId> for Topic {
    fn from(label: LabelId) -> Topic {
        Topic { label, filling: false }
    }
}

/// More letters of Chinese, or words of English, than this say for themselves what they are about.
const LETTERS: usize = 14;
const WORDS: usize = 9;

/// A message whose best label is this likely, whatever its form, means what it says …
const SURE: f32 = 0.98;
/// … and one about the talk itself from here on: 「好的」 is a yes to any topic.
const SURE_TALK: f32 = 0.9;

/// What the reading within the topic counts beside the message alone: where it opens or ends as a follow-up does …
const LEANING: f32 = 0.5;
/// … and where it is merely short.
const SHORT: f32 = 0.4;

const OPENINGS_ZH: &[&str] = &[
    "那", "还有", "然后", "要是", "如果", "万一", "可是", "但是", "可我", "就", "也", "一般", "大概", "大约", "多久", "几天",
    "多长", "什么时候", "啥时候",
];
const OPENINGS_EN: &[&str] = &[
    "and", "but", "so", "or", "then", "also", "even", "during", "any", "what about", "how about", "what if", "how long",
    "how much", "how soon", "when", "where", "why", "it", "that", "they", "is it", "does it", "do they", "will it", "can it",
];
const ENDING_ZH: char = '呢';

/// Words that ask.
const ASKS_ZH: &[&str] = &["吗", "呢", "么", "多久", "多少", "几", "哪", "谁", "怎", "咋", "啥", "能不能", "可不可以", "行不行"];
const ASKS_EN: &[&str] = &[
    "what", "how", "when", "where", "who", "why", "which", "is", "are", "do", "does", "can", "could", "will", "would", "any",
    "and",
];

/// How much a message leans on what was said before it, 0 to 1, by its form alone.
fn leaning(normal: &str, lang: Lang, filling: bool) -> Option<f32> {
    let words = words(normal);
    let letters = normal.chars().filter(|c| c.is_alphanumeric()).count();
    let (short, leans, asks) = match lang {
        Lang::Zh => {
            let body = normal.trim_end_matches(|c: char| !c.is_alphanumeric());
            let leans = OPENINGS_ZH.iter().any(|opening| normal.starts_with(opening)) || body.ends_with(ENDING_ZH);
            (letters <= LETTERS, leans, ASKS_ZH.iter().any(|word| normal.contains(word)))
        }
        Lang::En => {
            let opens = |opening: &&str| opening.split(' ').eq(words.iter().copied().take(opening.split(' ').count()));
            let asks = words.first().is_some_and(|first| ASKS_EN.contains(first));
            (words.len() <= WORDS, OPENINGS_EN.iter().any(|opening| opens(&opening)), asks)
        }
    };
    let asks = asks || normal.contains('?');
    (letters > 0 && short && (asks || !filling)).then_some(if leans { LEANING } else { SHORT })
}

fn words(normal: &str) -> Vec<&str> {
    normal.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect()
}

/// A follow-up read within its topic.
pub(super) struct Within {
    pub(super) label: LabelId,
    /// Probabilities of the labels with the topic's name before the message.
    pub(super) p: Vec<f32>,
}

impl Triage {
    /// Reads a follow-up again with its topic's name before it, and weighs both readings together. Anything else is left as it is.
    pub(super) fn follow<'a>(&self, mut sight: Sight<'a>, topic: &Topic, effort: Effort) -> Sight<'a> {
        let Some(label) = self.place(&topic.label) else { return sight };
        let leaning = leaning(&sight.normal.text, sight.lang, topic.filling);
        let Some(share) = leaning.filter(|_| self.leaves_a_doubt(&sight.p)) else { return sight };
        // Where the first look was enough for the message alone, the second is still the fairer one beside the other reading.
        let alone = match &sight.scores {
            Some(_) => Looks { scores: sight.scores.clone(), p: sight.p.clone() },
            None => self.look_again(&sight.normal.text, sight.p.clone(), effort),
        };
        if !self.leaves_a_doubt(&alone.p) {
            return sight;
        }
        let text = format!("{} {}", self.name(label, sight.lang), sight.normal.text);
        let Looks { p, .. } = self.look_again(&text, self.glance(&text, sight.lang).p, effort);
        sight.p = fuse::within(&alone.p, &p, share, |other| self.are_of_a_kind(label, other));
        sight.scores = alone.scores;
        sight.within = Some(Within { label: topic.label.clone(), p });
        sight
    }

    /// Danger stays danger, and talk about the talk stays that.
    fn leaves_a_doubt(&self, p: &[f32]) -> bool {
        let best = fuse::best(p, 1);
        let unsure = |(label, p): &(usize, f32)| *p < if self.is_talk(*label) { SURE_TALK } else { SURE };
        best.first().is_some_and(unsure) && self.danger(p).is_none()
    }
}
