//! Short follow-ups: 「那运费呢？」 says what is asked only together with what was talked about.
//!
//! A follow-up is told by its form, and by triage's own doubt: where a message is clear alone, the topic changes nothing.

use super::{
    fuse,
    reader::{Effort, Looks, Sight, Triage},
};
use crate::base::{LabelId, Lang};

/// More letters of Chinese, or words of English, than this say for themselves what they are about.
const LETTERS: usize = 14;
const WORDS: usize = 9;

/// A message whose best label is this likely means what it says …
const SURE: f32 = 0.98;
/// … and one about the talk itself from here on: 「那好吧」 is a yes to any topic.
const SURE_TALK: f32 = 0.5;
/// Labels about the talk that a follow-up is often taken for.
const TALK_IN_DOUBT: [&str; 4] = ["meta.unclear", "meta.urge_reply", "meta.service_hours", "meta.out_of_scope"];

/// What the reading within the topic counts beside the message alone: where it opens or ends as a follow-up does …
const LEANING: f32 = 0.5;
/// … and where it is merely short.
const SHORT: f32 = 0.4;

const OPENINGS_ZH: &[&str] = &[
    "那",
    "还有",
    "然后",
    "要是",
    "如果",
    "万一",
    "可是",
    "但是",
    "可我",
    "就",
    "也",
    "一般",
    "大概",
    "大约",
    "多久",
    "几天",
    "多长",
    "什么时候",
    "啥时候",
];
const OPENINGS_EN: &[&str] = &[
    "and",
    "but",
    "so",
    "or",
    "then",
    "also",
    "even",
    "during",
    "any",
    "what about",
    "how about",
    "what if",
    "how long",
    "how much",
    "how soon",
    "when",
    "where",
    "why",
    "it",
    "that",
    "they",
    "is it",
    "does it",
    "do they",
    "will it",
    "can it",
];
const ENDING_ZH: char = '呢';

/// How much a message leans on what was said before it, 0 to 1, by its form alone; nothing where it is long, or no words.
fn leaning(normal: &str, lang: Lang) -> Option<f32> {
    let (length, most, leans) = match lang {
        Lang::Zh => {
            let body = normal.trim_end_matches(|c: char| !c.is_alphanumeric());
            let leans = OPENINGS_ZH.iter().any(|opening| normal.starts_with(opening)) || body.ends_with(ENDING_ZH);
            (normal.chars().filter(|c| c.is_alphanumeric()).count(), LETTERS, leans)
        }
        Lang::En => {
            let words = words(normal);
            let opens = |opening: &str| opening.split(' ').eq(words.iter().copied().take(opening.split(' ').count()));
            (words.len(), WORDS, OPENINGS_EN.iter().any(|opening| opens(opening)))
        }
    };
    (length <= most && normal.chars().any(char::is_alphabetic)).then_some(if leans { LEANING } else { SHORT })
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
    pub(super) fn follow<'a>(&self, mut sight: Sight<'a>, topic: &LabelId, effort: Effort) -> Sight<'a> {
        let Some(label) = self.place(topic) else { return sight };
        let leaning = leaning(&sight.normal.text, sight.lang);
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
        sight.within = Some(Within { label: topic.clone(), p });
        sight
    }

    /// Danger stays danger, and talk about the talk stays that.
    fn leaves_a_doubt(&self, p: &[f32]) -> bool {
        let unsure = |(label, p): &(usize, f32)| {
            let talk = self.is_talk(*label) && !TALK_IN_DOUBT.contains(&self.id(*label).as_str());
            *p < if talk { SURE_TALK } else { SURE }
        };
        fuse::best(p, 1).first().is_some_and(unsure) && self.danger(p).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_follow_up_is_told_by_its_form() {
        for (text, lang, expect) in [
            ("那运费呢?", Lang::Zh, Some(LEANING)),
            ("抬头写错了呢", Lang::Zh, Some(LEANING)),
            ("电子的行吗", Lang::Zh, Some(SHORT)),
            ("那个订单我等了快一个月了到底还发不发货", Lang::Zh, None),
            ("202611180001", Lang::Zh, None),
            ("?", Lang::Zh, None),
            ("and the postage?", Lang::En, Some(LEANING)),
            ("what about exchanges", Lang::En, Some(LEANING)),
            ("android works too?", Lang::En, Some(SHORT)),
            ("what do i have to do to send back a lamp that i bought", Lang::En, None),
        ] {
            assert_eq!(leaning(text, lang), expect, "{text}");
        }
    }
}
