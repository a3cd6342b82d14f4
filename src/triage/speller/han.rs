//! Chinese: one character, one mark or one word typed in letters at a time, from left to right.

use std::ops::Range;

use super::{
    Edit, alike, decode,
    pairs::{BREAK, Pairs, Placed, Sign, WORD, han, signs},
};
use crate::text::pinyin::Syllable;

/// Pairs on both sides seen this often need no mending.
const KNOWN: u32 = 2;
/// How much likelier (in logarithms) the mended text must be than the text as written …
const HOMOPHONE: f32 = 10.0;
const CONFUSED: f32 = 12.0;
const LOOKS_ALIKE: f32 = 8.0;
const APART: f32 = 5.0;
const TWICE: f32 = 8.0;
/// The same for a mark between two characters.
const SPACE: f32 = 6.0;
const MARK: f32 = 4.0;

pub(super) fn mend(pairs: &Pairs, text: &str) -> Vec<Edit> {
    let signs = signs(text);
    let mut edits = Vec::new();
    let mut left = BREAK;
    let mut at = 0;
    while at < signs.len() {
        let Placed { sign, at: place } = &signs[at];
        let right = |by: usize| signs.get(at + by).map_or(BREAK, |placed| placed.sign);
        match *sign {
            BREAK => {
                if let Some(gap) = gap(&text[place.clone()])
                    && closes(pairs, left, right(1)) > gap
                {
                    edits.push((place.clone(), String::new()));
                } else {
                    left = BREAK;
                }
            }
            WORD => match decode::decode(pairs, left, whole_word(text, place), right(1)) {
                Some(meant) => {
                    left = meant.chars().next_back().map_or(left, |c| c as Sign);
                    edits.push((place.clone(), meant));
                }
                None => left = WORD,
            },
            sign => {
                if let Some(whole) = joined(pairs, left, sign, right(1), right(2)) {
                    edits.push((place.start..signs[at + 1].at.end, whole.to_string()));
                    left = whole as Sign;
                    at += 2;
                    continue;
                }
                if is_twice(pairs, left, sign, right(1)) {
                    edits.push((place.clone(), String::new()));
                } else if let Some(meant) = meant(pairs, left, sign, right(1)) {
                    edits.push((place.clone(), meant.to_string()));
                    left = meant as Sign;
                } else {
                    left = sign;
                }
            }
        }
        at += 1;
    }
    edits
}

/// The word at a place; nothing where it is part of an address or a code.
fn whole_word<'t>(text: &'t str, place: &Range<usize>) -> &'t str {
    let bytes = text.as_bytes();
    let joint = |byte: u8| matches!(byte, b'@' | b'_' | b'.' | b'-' | b'/' | b':');
    let before = place.start.checked_sub(1).is_some_and(|at| joint(bytes[at]));
    let after = bytes.get(place.end).is_some_and(|byte| joint(*byte))
        && bytes.get(place.end + 1).is_some_and(|byte| byte.is_ascii_alphanumeric());
    if before || after { "" } else { &text[place.clone()] }
}

/// How much more two characters must belong together than apart, for a mark between them to mean nothing.
fn gap(mark: &str) -> Option<f32> {
    match mark {
        " " => Some(SPACE),
        "." | "。" | "*" | "·" | "•" | "-" | "_" | "/" | "|" | "~" | "^" | "+" | "=" | "#" => Some(MARK),
        _ => None,
    }
}

/// How much more two characters belong together than apart.
fn closes(pairs: &Pairs, left: Sign, right: Sign) -> f32 {
    if han(left).is_none() || han(right).is_none() {
        return f32::NEG_INFINITY;
    }
    pairs.follows(left, right) - pairs.follows(left, BREAK) - pairs.follows(BREAK, right)
}

/// Whether a character stands there a second time for nothing: 帮帮我 is said, 退退款 is not.
fn is_twice(pairs: &Pairs, left: Sign, sign: Sign, right: Sign) -> bool {
    left == sign && pairs.count(left, sign) == 0 && pairs.count(left, right) >= KNOWN && pairs.follows(left, sign) < -TWICE
}

/// The character that two stand for.
fn joined(pairs: &Pairs, left: Sign, one: Sign, other: Sign, right: Sign) -> Option<char> {
    let whole = alike::joined(han(one)?, han(other)?)?;
    let as_written = pairs.follows(left, one) + pairs.follows(one, other) + pairs.follows(other, right);
    let as_meant = pairs.follows(left, whole as Sign) + pairs.follows(whole as Sign, right);
    (as_meant - as_written > APART).then_some(whole)
}

/// The character that another is written for.
fn meant(pairs: &Pairs, left: Sign, sign: Sign, right: Sign) -> Option<char> {
    if pairs.count(left, sign) >= KNOWN && pairs.count(sign, right) >= KNOWN {
        return None;
    }
    let written = han(sign)?;
    let syllable = Syllable::of(written);
    let as_written = pairs.follows(left, sign) + pairs.follows(sign, right);
    let mut best: Option<(char, f32)> = None;
    let mut weigh = |c: char, threshold: f32| {
        let gain = pairs.follows(left, c as Sign) + pairs.follows(c as Sign, right) - as_written - threshold;
        if gain > 0.0 && c != written && best.is_none_or(|(_, most)| gain > most) {
            best = Some((c, gain));
        }
    };
    if let Some(syllable) = syllable {
        let sound = syllable.sound();
        for c in pairs.after(left, sound).chain(pairs.before(sound, right)) {
            weigh(c, if Syllable::of(c) == Some(syllable) { HOMOPHONE } else { CONFUSED });
        }
    }
    alike::alike(written).for_each(|c| weigh(c, LOOKS_ALIKE));
    best.map(|(c, _)| c)
}
