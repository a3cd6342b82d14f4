//! How different a label's examples are from each other. What the second of two alike messages teaches is next to nothing.

use std::collections::HashSet;

use super::source::LabelSource;
use crate::{
    base::{LabelId, Lang},
    text::{language, normalise},
};

/// Two messages that share this part of their pairs (of characters in Chinese, of words in English) are nearly the same.
const NEAR: f32 = 0.6;
/// Signs (characters in Chinese, words in English) at each end that make a sentence's frame …
const OPENING: usize = 3;
const ENDING: usize = 3;
/// … of a message that has more than its ends.
const FRAMED: usize = 9;

/// The examples of one label in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Variety {
    pub label: LabelId,
    pub lang: Lang,
    pub examples: usize,
    /// Different pairs of signs among all pairs, 0 to 1.
    pub distinct: f32,
}

/// Why two messages are too alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alike {
    Near,
    Frame,
}

/// Two messages that are too alike: an example of the label, and another of them or a message kept for measuring.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    pub why: Alike,
    pub label: LabelId,
    pub one: String,
    pub other: String,
}

/// Counts what each label has, in each language that it has examples in.
pub fn varieties(sources: &[LabelSource]) -> Vec<Variety> {
    each(sources)
        .map(|(source, lang, messages)| {
            let pairs: Vec<u64> = messages.iter().flat_map(|message| message.pairs.iter().copied()).collect();
            let distinct = pairs.iter().collect::<HashSet<_>>().len();
            Variety {
                label: source.id.clone(),
                lang,
                examples: messages.len(),
                distinct: distinct as f32 / pairs.len().max(1) as f32,
            }
        })
        .collect()
}

/// The examples of a label that are too like another of it.
pub fn alike(sources: &[LabelSource]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (source, _, messages) in each(sources) {
        for (at, one) in messages.iter().enumerate() {
            for other in &messages[at + 1..] {
                let why = if one.is_near(other) {
                    Alike::Near
                } else if one.has_frame_of(other) {
                    Alike::Frame
                } else {
                    continue;
                };
                pairs.push(Pair { why, label: source.id.clone(), one: one.text.to_owned(), other: other.text.to_owned() });
            }
        }
    }
    pairs
}

/// The examples that are nearly one of the messages that measure them, whatever its label.
pub fn copies<'t>(sources: &[LabelSource], kept: impl IntoIterator<Item = &'t str>) -> Vec<Pair> {
    let kept: Vec<Message<'_>> = kept.into_iter().map(Message::new).collect();
    let mut pairs = Vec::new();
    for (source, _, messages) in each(sources) {
        for one in &messages {
            let copied = kept.iter().filter(|other| one.is_near(other));
            pairs.extend(copied.map(|other| Pair {
                why: Alike::Near,
                label: source.id.clone(),
                one: one.text.to_owned(),
                other: other.text.to_owned(),
            }));
        }
    }
    pairs
}

fn each(sources: &[LabelSource]) -> impl Iterator<Item = (&LabelSource, Lang, Vec<Message<'_>>)> {
    sources.iter().flat_map(|source| {
        Lang::ALL.into_iter().filter_map(move |lang| {
            let of_lang = source.examples.iter().filter(|(of, _)| *of == lang);
            let messages: Vec<Message<'_>> = of_lang.map(|(_, text)| Message::new(text)).collect();
            (!messages.is_empty()).then_some((source, lang, messages))
        })
    })
}

/// A message as it is compared.
struct Message<'t> {
    text: &'t str,
    signs: Vec<String>,
    /// Sorted, each once.
    pairs: Vec<u64>,
}

impl<'t> Message<'t> {
    fn new(text: &'t str) -> Message<'t> {
        let normal = normalise(text).text;
        let signs: Vec<String> = match language(&normal) {
            Lang::Zh => normal.chars().filter(|c| c.is_alphanumeric()).map(String::from).collect(),
            Lang::En => normal.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(String::from).collect(),
        };
        let mut pairs: Vec<u64> = signs.windows(2).map(hash).collect();
        if pairs.is_empty() {
            pairs.push(hash(&signs));
        }
        pairs.sort_unstable();
        pairs.dedup();
        Message { text, signs, pairs }
    }

    fn is_near(&self, other: &Message<'_>) -> bool {
        let (few, many) = (self.pairs.len().min(other.pairs.len()), self.pairs.len().max(other.pairs.len()));
        // Sharing every pair of the shorter one would not be enough.
        if (few as f32) < NEAR * many as f32 {
            return false;
        }
        let shared = self.pairs.iter().filter(|pair| other.pairs.binary_search(pair).is_ok()).count();
        shared as f32 >= NEAR * (few + many - shared) as f32
    }

    fn has_frame_of(&self, other: &Message<'_>) -> bool {
        self.signs.len() >= FRAMED
            && other.signs.len() >= FRAMED
            && self.signs[..OPENING] == other.signs[..OPENING]
            && self.signs[self.signs.len() - ENDING..] == other.signs[other.signs.len() - ENDING..]
    }
}

fn hash(signs: &[String]) -> u64 {
    let bytes = signs.iter().flat_map(|sign| sign.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Bilingual, Priority};

    fn label(examples: &[&str]) -> LabelSource {
        LabelSource {
            id: "a.b".into(),
            priority: Priority::Low,
            wrong: 2.0,
            name: Bilingual::default(),
            definition: Bilingual::default(),
            keywords: Vec::new(),
            patterns: Vec::new(),
            examples: examples.iter().map(|text| (language(text), (*text).to_owned())).collect(),
            questions: Vec::new(),
        }
    }

    #[track_caller]
    fn check(examples: &[&str], expect: &[(Alike, usize, usize)]) {
        let found: Vec<_> = alike(&[label(examples)]).into_iter().map(|pair| (pair.why, pair.one, pair.other)).collect();
        let expect: Vec<_> =
            expect.iter().map(|(why, one, other)| (*why, examples[*one].to_owned(), examples[*other].to_owned())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn what_is_too_alike_is_found() {
        check(&["我的快递五天没动了", "我的快递,五天没动啦!", "包裹卡在中转站"], &[(Alike::Near, 0, 1)]);
        check(&["请问一下这款手机壳子还能不能退", "请问一下昨天买的猫粮拆了一包能不能退"], &[(Alike::Frame, 0, 1)]);
        check(&["能退吗", "能换吗"], &[]);
        check(&["Where is my parcel now?", "where is my parcel, now", "has it left yet"], &[(Alike::Near, 0, 1)]);
    }

    #[test]
    fn a_copy_of_a_kept_message_is_found_under_any_label() {
        let found = copies(&[label(&["这个能用在燃气灶上吗", "别的话"])], ["这个能用在燃气灶上嘛"]);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn the_share_of_different_pairs_is_counted() {
        let varieties = varieties(&[label(&["退款", "退款", "a b c"])]);
        let counted: Vec<_> = varieties.iter().map(|it| (it.lang, it.examples, it.distinct)).collect();
        assert_eq!(counted, [(Lang::Zh, 2, 0.5), (Lang::En, 1, 1.0)]);
    }
}
