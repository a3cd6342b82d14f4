//! Text to terms: the pieces of a question or an article that can be looked up.
//!
//! Chinese gives words by dictionary, pairs of neighbouring characters and single characters; everything else gives stems and pairs
//! of neighbouring stems. A word or phrase that has other words for the same thing gives its concept besides, so that 邮费 finds 运费.

use std::{borrow::Cow, collections::HashSet, ops::Range, sync::Arc};

use frostem::{Algorithm, Stemmer};
use jieba_rs::Jieba;

use super::concepts::Concepts;
use crate::{base::Lang, text};

/// A question is asked in its first lines; what follows is read by people.
const LONGEST_QUESTION: usize = 400;

/// Where a term comes from; decides how much it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// A word that says little about what is asked.
    Stop,
    /// Two neighbouring characters that are no word, or two neighbouring stems.
    Pair,
    Character,
    Concept,
}

/// A piece of a text. Borrowed: a search keeps none of them.
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub kind: Kind,
    /// Part of a phrase whose concept is given too.
    pub covered: bool,
}

/// The normal spelling of at most the first [`LONGEST_QUESTION`] characters.
pub(super) fn normalise_question(text: &str) -> String {
    normalise(text.char_indices().nth(LONGEST_QUESTION).map_or(text, |(end, _)| &text[..end]))
}

pub(super) fn normalise(text: &str) -> String {
    text::normalise(text).text
}

/// Cuts texts of one language.
pub(super) struct Cutter {
    jieba: Arc<Jieba>,
    stemmer: Stemmer,
    stop: HashSet<String>,
    concepts: Concepts,
}

impl Cutter {
    pub(super) fn new(lang: Lang, jieba: Arc<Jieba>) -> Cutter {
        let stemmer = Stemmer::new(Algorithm::English);
        let (stop, concepts) = match lang {
            Lang::Zh => (include_str!("dict/stop_zh.txt"), include_str!("dict/concepts_zh.txt")),
            Lang::En => (include_str!("dict/stop_en.txt"), include_str!("dict/concepts_en.txt")),
        };
        let stop = stop.split_whitespace().map(str::to_owned).collect();
        let concepts = Concepts::read(concepts, |phrase| stems_of(&stemmer, phrase).join(" "));
        Cutter { jieba, stemmer, stop, concepts }
    }

    /// Gives every piece of a normalised text, in order; the same piece may come more than once.
    pub(super) fn cut(&self, text: &str, mut each: impl FnMut(Piece<'_>)) {
        let mut stems = Vec::new();
        for run in runs(text) {
            match run {
                Run::Han(han) => {
                    self.give_stems(&mut stems, &mut each);
                    self.give_han(han, &mut each);
                }
                Run::Word(word) => stems.push((self.stop.contains(word), self.stemmer.stem(word))),
                Run::Break => self.give_stems(&mut stems, &mut each),
            }
        }
        self.give_stems(&mut stems, &mut each);
    }

    fn give_han(&self, han: &str, each: &mut impl FnMut(Piece<'_>)) {
        let mut concepts: Vec<Range<usize>> = Vec::new();
        self.concepts.in_characters(han, |span, concept| {
            each(Piece { text: concept, kind: Kind::Concept, covered: false });
            concepts.push(span);
        });
        let covered = |span: Range<usize>| concepts.iter().any(|concept| concept.start <= span.start && span.end <= concept.end);
        for token in self.jieba.cut(han, false) {
            let kind = if self.stop.contains(token.word) { Kind::Stop } else { Kind::Word };
            if token.end - token.start > 1 || kind != Kind::Stop {
                each(Piece { text: token.word, kind, covered: covered(token.byte_start..token.byte_end) });
            }
        }
        let mut previous: Option<usize> = None;
        for (start, c) in han.char_indices() {
            let end = start + c.len_utf8();
            if self.stop.contains(&han[start..end]) {
                previous = None;
                each(Piece { text: &han[start..end], kind: Kind::Stop, covered: true });
                continue;
            }
            each(Piece { text: &han[start..end], kind: Kind::Character, covered: covered(start..end) });
            if let Some(start) = previous {
                each(Piece { text: &han[start..end], kind: Kind::Pair, covered: covered(start..end) });
            }
            previous = Some(start);
        }
    }

    fn give_stems(&self, stems: &mut Vec<(bool, Cow<'_, str>)>, each: &mut impl FnMut(Piece<'_>)) {
        let mut concepts: Vec<Range<usize>> = Vec::new();
        self.concepts.in_stems(stems, |span, concept| {
            each(Piece { text: concept, kind: Kind::Concept, covered: false });
            concepts.push(span);
        });
        let covered = |span: Range<usize>| concepts.iter().any(|concept| concept.start <= span.start && span.end <= concept.end);
        let mut previous: Option<usize> = None;
        let mut pair = String::new();
        for (at, (stop, stem)) in stems.iter().enumerate() {
            let kind = if *stop { Kind::Stop } else { Kind::Word };
            each(Piece { text: stem, kind, covered: covered(at..at + 1) });
            if *stop {
                continue;
            }
            if let Some(before) = previous {
                pair.clear();
                pair.push_str(&stems[before].1);
                pair.push(' ');
                pair.push_str(stem);
                each(Piece { text: &pair, kind: Kind::Pair, covered: covered(before..at + 1) });
            }
            previous = Some(at);
        }
        stems.clear();
    }
}

fn stems_of(stemmer: &Stemmer, phrase: &str) -> Vec<String> {
    runs(phrase)
        .filter_map(|run| match run {
            Run::Word(word) => Some(stemmer.stem(word).into_owned()),
            Run::Han(han) => Some(han.to_owned()),
            Run::Break => None,
        })
        .collect()
}

enum Run<'a> {
    Han(&'a str),
    Word(&'a str),
    /// Punctuation: what stands on its two sides belongs to two thoughts.
    Break,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Letter,
    Digit,
    Space,
    Other,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | '\'' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Class::Han,
        ' ' | '-' | '_' | '/' => Class::Space,
        c if c.is_alphanumeric() => Class::Letter,
        _ => Class::Other,
    }
}

/// Parts a text at every change of script and at punctuation: `iphone15壳` is three runs.
fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let first = class(rest.chars().next()?);
            let end = rest.find(|c| class(c) != first).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            rest = after;
            match first {
                Class::Han => return Some(Run::Han(run)),
                Class::Letter => match run.trim_matches('\'') {
                    "" => (),
                    word => return Some(Run::Word(word)),
                },
                Class::Digit => return Some(Run::Word(run)),
                Class::Space => (),
                Class::Other => return Some(Run::Break),
            }
        }
    })
}
