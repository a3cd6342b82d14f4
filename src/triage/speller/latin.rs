//! English: letters slipped, doubled or disguised, and spaces left out.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher},
    ops::Range,
};

use super::{super::classifier::AsIs, Edit};
use crate::text::{
    SHORTEST_LISTED, is_english,
    typos::{Typos, one_slip_apart},
};

/// What the shop's own texts say of words.
#[derive(Default)]
pub(super) struct Words {
    /// Word to its number.
    numbers: HashMap<String, u32>,
    /// By number: the word, and how often it was seen.
    all: Vec<(String, u32)>,
    pairs: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    typos: Typos,
    total: f32,
}

/// A word seen less often is meant by no other.
const MEANT: u32 = 3;
/// Words of one or two letters are part of a longer one far more often than a word that lost its spaces.
const SHORT: usize = 2;
const SHORT_SEEN: u32 = 30;
/// The logarithm of how likely a slip is, a slip of the first letter, a space and an apostrophe left out.
const SLIP: f32 = -6.0;
const FIRST_LETTER: f32 = -2.0;
const NO_SPACE: f32 = -1.5;
const NO_APOSTROPHE: f32 = -1.5;
/// A slip of a word less likely than this is a strange word rather.
const DOUBTFUL: f32 = -15.0;
/// The same of a number, of a common word that no buyer of the shop has used, and of a word that is none: of any, and by its letters.
const NUMBER: f32 = -7.0;
const FOREIGN: f32 = -16.0;
const STRANGE: f32 = -8.0;
const STRANGE_LETTER: f32 = -2.0;
/// Fewer letters are a piece of some word rather than a strange one.
const SHORTEST_STRANGE: usize = 5;
/// How many unseen followers a word is thought to have.
const UNSEEN: f32 = 4.0;
/// A longer run of letters is no words without spaces.
const LONGEST: usize = 120;
const LONGEST_WORD: usize = 20;

impl Words {
    pub(super) fn learn(texts: &[&str]) -> Words {
        let mut words = Words::default();
        for text in texts {
            let mut last = None;
            for at in tokens(text) {
                let word = &text[at];
                let number = match words.numbers.get(word) {
                    Some(number) => *number,
                    None => {
                        words.numbers.insert(word.to_owned(), words.all.len() as u32);
                        words.all.push((word.to_owned(), 0));
                        words.all.len() as u32 - 1
                    }
                };
                words.all[number as usize].1 += 1;
                if let Some(last) = last {
                    *words.pairs.entry(pair(last, word)).or_default() += 1;
                }
                last = Some(word);
            }
        }
        words.total = words.all.iter().map(|(_, count)| count).sum::<u32>().max(1) as f32;
        for (number, (word, count)) in (0..).zip(&words.all) {
            if *count >= MEANT {
                words.typos.add(word, number);
            }
        }
        words
    }

    pub(super) fn sound(&self, part: &str) -> f32 {
        let (mut sum, mut count) = (0.0, 0.0);
        let mut last = None;
        for at in tokens(part) {
            let word = &part[at];
            let anywhere = (self.count(word) as f32 + 0.5) / self.total;
            let (seen, after) = match last {
                Some(last) => (self.pairs.get(&pair(last, word)).copied().unwrap_or(0), self.count(last)),
                None => (0, 0),
            };
            sum += ((seen as f32 + UNSEEN * anywhere) / (after as f32 + UNSEEN)).ln();
            count += 1.0;
            last = Some(word);
        }
        sum / f32::max(count, 1.0)
    }

    /// Whether a text's words are all strange. It has at least one.
    pub(super) fn knows_none_of(&self, text: &str) -> bool {
        let mut all = tokens(text).into_iter().peekable();
        all.peek().is_some() && all.all(|at| !self.knows(&text[at.clone()]) && !is_english(&text[at]))
    }

    fn knows(&self, word: &str) -> bool {
        self.numbers.contains_key(word)
    }

    fn count(&self, word: &str) -> u32 {
        self.numbers.get(word).map_or(0, |number| self.all[*number as usize].1)
    }

    fn likely(&self, word: &str) -> f32 {
        ((self.count(word) as f32 + 0.1) / self.total).ln()
    }

    /// How much the neighbours speak for a word.
    fn fits(&self, left: Option<&str>, word: &str, right: Option<&str>) -> f32 {
        let seen = |key: u64| self.pairs.get(&key).copied().unwrap_or(0) as f32;
        let left = left.map_or(0.0, |left| (1.0 + seen(pair(left, word))).ln());
        left + right.map_or(0.0, |right| (1.0 + seen(pair(word, right))).ln())
    }

    /// The word that a strange one was meant as, or the words.
    fn meant(&self, left: Option<&str>, written: &str, right: Option<&str>) -> Option<String> {
        if written.bytes().any(|byte| !byte.is_ascii_alphabetic()) {
            return self.undisguised(written).or_else(|| self.apart(written).map(|(_, words)| words));
        }
        let slip = |word: &str| {
            let first = if word.as_bytes().first() == written.as_bytes().first() { 0.0 } else { FIRST_LETTER };
            self.likely(word) + SLIP + first + self.fits(left, word, right)
        };
        let near = self.typos.near(written).into_iter().map(|number| self.all[number as usize].0.as_str());
        let near = near.filter(|word| one_slip_apart(word, written)).map(|word| (slip(word), word.to_owned()));
        let near = near.filter(|(likely, _)| *likely > DOUBTFUL);
        let meant = near.chain(self.apart(written)).chain(self.shortened(written));
        let meant = meant.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, meant)| meant);
        meant.or_else(|| self.slipped(written))
    }

    /// The likeliest word of the language that it is with a double letter made one, or two swapped.
    fn slipped(&self, written: &str) -> Option<String> {
        let bytes = written.as_bytes();
        let words = (1..bytes.len()).map(|at| {
            let (before, after) = (&written[..at - 1], &written[at + 1..]);
            let (one, other) = (&written[at - 1..at], &written[at..=at]);
            if one == other { [before, one, after].concat() } else { [before, other, one, after].concat() }
        });
        words.filter(|word| self.count(word) >= MEANT || is_english(word)).max_by_key(|word| self.count(word))
    }

    /// The word that it is with an apostrophe.
    fn shortened(&self, written: &str) -> Option<(f32, String)> {
        let words = (1..written.len()).map(|at| [&written[..at], "'", &written[at..]].concat());
        let likeliest = words.filter(|word| self.count(word) >= MEANT).map(|word| (self.likely(&word) + NO_APOSTROPHE, word));
        likeliest.max_by(|(a, _), (b, _)| a.total_cmp(b))
    }

    /// Digits and signs in the place of letters.
    fn undisguised(&self, written: &str) -> Option<String> {
        if !written.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        let ways = ['l', 'i'].map(|one| {
            let letter = |c: char| match c {
                '0' => 'o',
                '1' => one,
                '3' => 'e',
                '4' | '@' => 'a',
                '5' | '$' => 's',
                '7' => 't',
                '8' => 'b',
                c => c,
            };
            written.chars().map(letter).collect::<String>()
        });
        ways.into_iter().find(|word| self.count(word) >= MEANT)
    }

    /// The likeliest words that make up the letters, at least two. One or the other may be strange.
    fn apart(&self, written: &str) -> Option<(f32, String)> {
        if written.len() > LONGEST || !written.is_ascii() {
            return None;
        }
        // By where it ends: how likely, and where its last word starts.
        let mut ways: Vec<Option<(f32, usize)>> = vec![None; written.len() + 1];
        ways[0] = Some((0.0, 0));
        for end in 1..=written.len() {
            for start in end.saturating_sub(LONGEST_WORD)..end {
                let Some((so_far, _)) = ways[start] else { continue };
                let Some(word) = self.part(&written[start..end]) else { continue };
                let likely = so_far + word + if start > 0 { NO_SPACE } else { 0.0 };
                if ways[end].is_none_or(|(best, _)| likely > best) {
                    ways[end] = Some((likely, start));
                }
            }
        }
        let (likely, _) = (*ways.last()?)?;
        let mut words = Vec::new();
        let mut end = written.len();
        while end > 0 {
            let (_, start) = ways[end]?;
            words.push(&written[start..end]);
            end = start;
        }
        words.reverse();
        (words.len() > 1).then(|| (likely, words.join(" ")))
    }

    /// How likely letters are a word of their own.
    fn part(&self, letters: &str) -> Option<f32> {
        let number = letters.bytes().all(|byte| byte.is_ascii_digit());
        let enough = if letters.len() <= SHORT { SHORT_SEEN } else { MEANT };
        if number {
            return Some(NUMBER);
        }
        if letters.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if self.count(letters) >= enough && (letters.len() > 1 || matches!(letters, "a" | "i" | "u")) {
            return Some(self.likely(letters));
        }
        if letters.len() >= SHORTEST_LISTED && is_english(letters) {
            return Some(FOREIGN);
        }
        let strange = letters.len() >= SHORTEST_STRANGE && letters.starts_with(|c: char| c.is_ascii_alphabetic());
        strange.then_some(STRANGE + STRANGE_LETTER * letters.len() as f32)
    }
}

pub(super) fn mend(words: &Words, text: &str) -> Vec<Edit> {
    let tokens = tokens(text);
    let mut edits = Vec::new();
    for (place, at) in tokens.iter().enumerate() {
        let written = &text[at.clone()];
        if words.knows(written) || is_english(written) {
            continue;
        }
        let word = |place: Option<usize>| place.and_then(|place| tokens.get(place)).map(|at| &text[at.clone()]);
        let left = word(place.checked_sub(1));
        if let Some(meant) = words.meant(left, written, word(Some(place + 1))) {
            edits.push((at.clone(), meant));
        }
    }
    edits
}

/// Where words stand: letters, apostrophes within, and what may be letters in disguise.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'\'' | b'@' | b'$');
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = at + bytes[at..].iter().take_while(|byte| part(**byte)).count();
        let word = text.get(at..end).unwrap_or_default();
        let start = end - word.trim_start_matches(['\'', '@']).len();
        let last = at + word.trim_end_matches(['\'', '@', '$']).len();
        if start < last {
            tokens.push(start..last);
        }
        at = end.max(at + 1);
    }
    tokens
}

fn pair(one: &str, other: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (one, other).hash(&mut hasher);
    hasher.finish()
}
