//! The words that tell a mood, found in a message with what stands before them.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};

use crate::base::MoodKind;

/// A mood's word in a normalised text.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) kind: MoodKind,
    pub(super) degree: f32,
    pub(super) span: Range<usize>,
}

struct Lexicon {
    automaton: AhoCorasick,
    words: Vec<(MoodKind, f32)>,
}

const STRONGER: &[&str] = &[
    "太",
    "非常",
    "特别",
    "超级",
    "超",
    "真",
    "真的",
    "很",
    "极其",
    "相当",
    "十分",
    "实在",
    "简直",
    "好",
    "so",
    "very",
    "really",
    "extremely",
    "too",
    "absolutely",
    "totally",
    "super",
];
const WEAKER: &[&str] = &["有点", "有些", "稍微", "a bit", "a little", "slightly", "kind of"];
const NOT: &[&str] =
    &["不", "没", "没有", "不太", "不是", "不用", "不要", "别", "并不", "不是很", "不怎么", "not", "n't", "no", "never", "isn't"];
/// Words that end like a denial and are none.
const NO_DENIAL: &[&str] = &["要不", "特别", "分别", "差不", "不得不", "怎么不"];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut words = Vec::new();
    let mut texts = Vec::new();
    let mut kind = MoodKind::Calm;
    for line in include_str!("words.txt").lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line {
            "[anxious]" => kind = MoodKind::Anxious,
            "[disappointed]" => kind = MoodKind::Disappointed,
            "[angry]" => kind = MoodKind::Angry,
            "[abusive]" => kind = MoodKind::Abusive,
            "[threatening]" => kind = MoodKind::Threatening,
            "[pleased]" => kind = MoodKind::Pleased,
            _ => {
                let (text, degree) = line.rsplit_once(' ').unwrap_or((line, ""));
                texts.push(text);
                words.push((kind, degree.parse().unwrap_or(0.5)));
            }
        }
    }
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(texts);
    Lexicon { automaton: automaton.expect("some three hundred short words are within every limit of the automaton"), words }
});

/// Every mood's word of a text, its degree raised, lowered or turned by the words before it.
pub(super) fn find(normal: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for word in LEXICON.automaton.find_iter(normal) {
        let span = word.range();
        if !stands_alone(normal, &span) {
            continue;
        }
        let (mut kind, mut degree) = LEXICON.words[word.pattern().as_usize()];
        let before = normal[..span.start].trim_end();
        let (before, pace) = if let Some(rest) = without_ending(before, STRONGER) {
            (rest, 1.3)
        } else if let Some(rest) = without_ending(before, WEAKER) {
            (rest, 0.7)
        } else {
            (before, 1.0)
        };
        if without_ending(before.trim_end(), NOT).is_some() && !NO_DENIAL.iter().any(|word| before.ends_with(word)) {
            match kind {
                MoodKind::Pleased if !normal[span.clone()].contains('谢') => {
                    kind = MoodKind::Disappointed;
                    degree *= 0.9;
                }
                _ => continue,
            }
        }
        found.push(Found { kind, degree: (degree * pace).min(1.0), span });
    }
    found
}

fn without_ending<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let longest = words.iter().filter(|word| text.ends_with(**word)).map(|word| word.len()).max()?;
    Some(text[..text.len() - longest].trim_end())
}

fn stands_alone(text: &str, span: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let joined =
        |at: usize| at > 0 && at < bytes.len() && bytes[at - 1].is_ascii_alphanumeric() && bytes[at].is_ascii_alphanumeric();
    !joined(span.start) && !joined(span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_well_formed() {
        let mut seen = std::collections::HashSet::new();
        for line in include_str!("words.txt").lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '['])) {
            let (word, degree) = line.rsplit_once(' ').unwrap();
            assert!(seen.insert(word), "{word} is there twice");
            assert!(degree.parse::<f32>().is_ok_and(|degree| degree > 0.0 && degree <= 1.0), "{line}");
            assert_eq!(crate::text::normalise(word).text, word, "not in its normal spelling");
        }
        assert!(LEXICON.words.iter().all(|(kind, _)| *kind != MoodKind::Calm));
    }
}
