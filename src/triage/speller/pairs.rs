//! Which Chinese characters follow which in the shop's own texts, and how often.

use std::{collections::HashMap, hash::BuildHasherDefault, ops::Range};

use super::super::{classifier::AsIs, features::mix};
use crate::text::{
    is_han,
    pinyin::{Sound, Syllable},
};

/// A character, or what stands between characters.
pub(super) type Sign = u32;
pub(super) const BREAK: Sign = 0;
pub(super) const WORD: Sign = 1;
pub(super) const NUMBER: Sign = 2;

/// A sign with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) sign: Sign,
    pub(super) at: Range<usize>,
}

/// Pairs seen less often suggest nothing.
const SUGGESTS: u32 = 2;
/// A pair seen this often is a word that its two initials may stand for.
const COMMON: u32 = 25;
/// How many unseen followers a sign is thought to have.
const UNSEEN: f32 = 4.0;

#[derive(Default)]
pub(super) struct Pairs {
    seen: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    singles: HashMap<Sign, u32>,
    all: f32,
    /// What follows a sign with a sound, and what stands with a sound before a sign. Sorted.
    after: Vec<(u64, char)>,
    before: Vec<(u64, char)>,
    /// Common pairs by their initials. Sorted.
    short: Vec<([char; 2], [char; 2])>,
    /// Common characters by syllable. Sorted.
    common: Vec<(Syllable, char)>,
    /// Words of Latin letters, and how many there are.
    words: HashMap<String, u32>,
    all_words: f32,
}

/// The signs of a normalised text, with their places.
pub(super) fn signs(text: &str) -> Vec<Placed> {
    let bytes = text.as_bytes();
    let mut signs = Vec::with_capacity(text.len() / 3 + 1);
    let mut at = 0;
    while at < bytes.len() {
        let c = text[at..].chars().next().unwrap_or(' ');
        let mut end = at + c.len_utf8();
        let sign = if is_han(c) {
            c as Sign
        } else if c.is_ascii_alphanumeric() {
            end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if bytes[at..end].iter().all(u8::is_ascii_digit) { NUMBER } else { WORD }
        } else {
            BREAK
        };
        signs.push(Placed { sign, at: at..end });
        at = end;
    }
    signs
}

pub(super) fn han(sign: Sign) -> Option<char> {
    char::from_u32(sign).filter(|c| is_han(*c))
}

fn key(one: Sign, other: Sign) -> u64 {
    mix(u64::from(one) << 32 | u64::from(other))
}

fn sound_key(sign: Sign, sound: Sound) -> u64 {
    u64::from(sign) << 16 | u64::from(sound.number())
}

impl Pairs {
    pub(super) fn learn(texts: &[&str]) -> Pairs {
        let mut pairs = Pairs::default();
        let mut counts: HashMap<(Sign, Sign), u32> = HashMap::new();
        for text in texts {
            let mut last = BREAK;
            let end = Placed { sign: BREAK, at: text.len()..text.len() };
            for Placed { sign, at } in signs(text).into_iter().chain([end]) {
                if sign == BREAK && last == BREAK {
                    continue;
                }
                if sign == WORD {
                    *pairs.words.entry(text[at].to_owned()).or_default() += 1;
                }
                *counts.entry((last, sign)).or_default() += 1;
                *pairs.singles.entry(sign).or_default() += 1;
                last = sign;
            }
        }
        pairs.all = pairs.singles.values().sum::<u32>().max(1) as f32;
        pairs.all_words = pairs.words.values().sum::<u32>().max(1) as f32;
        for ((one, other), count) in counts {
            pairs.seen.insert(key(one, other), count);
            if count < SUGGESTS {
                continue;
            }
            let (left, right) = (han(one), han(other));
            let (left_syllable, right_syllable) = (left.and_then(Syllable::of), right.and_then(Syllable::of));
            if let (Some(c), Some(syllable)) = (right, right_syllable) {
                pairs.after.push((sound_key(one, syllable.sound()), c));
            }
            if let (Some(c), Some(syllable)) = (left, left_syllable) {
                pairs.before.push((sound_key(other, syllable.sound()), c));
            }
            if let (Some(left), Some(right), Some(one), Some(other)) = (left, right, left_syllable, right_syllable)
                && count >= COMMON
            {
                pairs.short.push(([one.initial(), other.initial()], [left, right]));
            }
        }
        let common = pairs.singles.iter().filter(|(_, count)| **count >= COMMON).filter_map(|(sign, _)| han(*sign));
        pairs.common = common.filter_map(|c| Some((Syllable::of(c)?, c))).collect();
        pairs.after.sort_unstable();
        pairs.before.sort_unstable();
        pairs.short.sort_unstable();
        pairs.common.sort_unstable();
        pairs
    }

    pub(super) fn count(&self, one: Sign, other: Sign) -> u32 {
        self.seen.get(&key(one, other)).copied().unwrap_or(0)
    }

    /// The logarithm of how likely a word of Latin letters is this one; nothing for one never seen.
    pub(super) fn word(&self, word: &str) -> Option<f32> {
        self.words.get(word).map(|count| (*count as f32 / self.all_words).ln())
    }

    /// The logarithm of how likely `other` follows `one`.
    pub(super) fn follows(&self, one: Sign, other: Sign) -> f32 {
        let single = |sign: Sign| self.singles.get(&sign).copied().unwrap_or(0) as f32;
        let anywhere = (single(other) + 0.5) / self.all;
        ((self.count(one, other) as f32 + UNSEEN * anywhere) / (single(one) + UNSEEN)).ln()
    }

    pub(super) fn sound(&self, part: &str) -> f32 {
        let (mut sum, mut count) = (0.0, 0.0);
        let mut last = BREAK;
        for Placed { sign, .. } in signs(part) {
            if sign != BREAK || last != BREAK {
                sum += self.follows(last, sign);
                count += 1.0;
            }
            last = sign;
        }
        sum / f32::max(count, 1.0)
    }

    pub(super) fn after(&self, sign: Sign, sound: Sound) -> impl Iterator<Item = char> {
        of_key(&self.after, sound_key(sign, sound))
    }

    pub(super) fn before(&self, sound: Sound, sign: Sign) -> impl Iterator<Item = char> {
        of_key(&self.before, sound_key(sign, sound))
    }

    pub(super) fn short(&self, initials: [char; 2]) -> impl Iterator<Item = [char; 2]> {
        of_key(&self.short, initials)
    }

    pub(super) fn common(&self, syllable: Syllable) -> impl Iterator<Item = char> {
        of_key(&self.common, syllable)
    }
}

fn of_key<K: Ord + Copy, T: Copy>(sorted: &[(K, T)], key: K) -> impl Iterator<Item = T> {
    let start = sorted.partition_point(|(other, _)| *other < key);
    sorted[start..].iter().take_while(move |(other, _)| *other == key).map(|(_, value)| *value)
}
