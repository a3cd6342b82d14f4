//! Latin words one slip of a finger away from a known one: a letter missing, doubled, wrong, or two swapped.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;

/// Known words, by number, under everything they look like with one letter left out. Two words one slip apart share at least one such
/// look.
#[derive(Default)]
pub struct Typos {
    looks: HashMap<u64, Vec<u32>>,
}

impl Typos {
    pub fn add(&mut self, word: &str, term: u32) {
        if may_slip(word) {
            looks_of(word, |look| {
                let terms = self.looks.entry(look).or_default();
                if terms.last() != Some(&term) {
                    terms.push(term);
                }
            });
        }
    }

    /// The known words that `word` may have been meant as; some may be more than a slip away.
    pub fn near(&self, word: &str) -> Vec<u32> {
        let mut near = Vec::new();
        if may_slip(word) {
            looks_of(word, |look| near.extend(self.looks.get(&look).into_iter().flatten()));
        }
        near
    }
}

/// Whether a finger's slip lies between two words of plain letters.
pub fn one_slip_apart(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (short, long) = (&short[same..], &long[same..]);
    match long.len() - short.len() {
        0 if long.len() >= 2 && short[..2] == [long[1], long[0]] => short[2..] == long[2..],
        0 => short.len() <= 1 || short[1..] == long[1..],
        1 => short == &long[1..],
        _ => false,
    }
}

fn may_slip(word: &str) -> bool {
    word.len() >= SHORTEST && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn looks_of(word: &str, mut each: impl FnMut(u64)) {
    let bytes = word.as_bytes();
    each(hash(bytes, &[]));
    for left_out in 0..bytes.len() {
        each(hash(&bytes[..left_out], &bytes[left_out + 1..]));
    }
}

fn hash(before: &[u8], after: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    before.iter().chain(after).for_each(|byte| byte.hash(&mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, meant: &str, apart: bool) {
        assert_eq!(one_slip_apart(written, meant), apart);
        assert_eq!(one_slip_apart(meant, written), apart);
        let mut typos = Typos::default();
        typos.add(meant, 7);
        assert!(!apart || typos.near(written).contains(&7), "{written} doesn't look like {meant}");
    }

    #[test]
    fn slips() {
        check("refnud", "refund", true);
        check("refund", "refund", true);
        check("refnd", "refund", true);
        check("reffund", "refund", true);
        check("refumd", "refund", true);
        check("refundd", "refund", true);
        check("efund", "refund", true);
        check("rofumd", "refund", false);
        check("return", "refund", false);
        check("parcel", "parcl", true);
    }

    #[test]
    fn short_words_and_numbers_are_left_alone() {
        let mut typos = Typos::default();
        typos.add("fee", 1);
        typos.add("12315", 2);
        assert!(typos.near("fe").is_empty() && typos.near("feed").is_empty() && typos.near("12314").is_empty());
    }
}
