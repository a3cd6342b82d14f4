//! What the classifier sees of a message: hashed n-grams.
//!
//! Chinese: 1 to 3 signs, a sign being a character, a Latin word, a number or a break. English: 1 to 2 words, and 3 to 5
//! letters within a word.

use crate::{base::Lang, text::is_han};

/// Grams of a longer message than this change nothing any more, and would cost time.
const LONGEST: usize = 600;

const BREAK: u64 = 1;
const NUMBER: u64 = 2;

/// Appends the hash of every n-gram of a normalised text, repeats included.
pub(super) fn grams(normal: &str, lang: Lang, grams: &mut Vec<u64>) {
    let mut signs: Vec<u64> = Vec::with_capacity(normal.len() / 2 + 2);
    signs.push(BREAK);
    let bytes = normal.as_bytes();
    let mut at = 0;
    while at < bytes.len() && signs.len() < LONGEST {
        let c = normal[at..].chars().next().unwrap_or(' ');
        if c.is_ascii_alphanumeric() {
            let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'\'').count();
            let word = &bytes[at..end];
            if word.iter().all(u8::is_ascii_digit) {
                signs.push(NUMBER);
            } else {
                signs.push(hash(word));
                if lang == Lang::En {
                    letters(word, grams);
                }
            }
            at = end;
            continue;
        }
        at += c.len_utf8();
        match c {
            ' ' if lang == Lang::En => {}
            '?' => signs.push(u64::from(b'?')),
            _ if is_han(c) || c.is_alphanumeric() => signs.push(mix(u64::from(c as u32) << 8)),
            _ if signs.last() == Some(&BREAK) => {}
            _ => signs.push(BREAK),
        }
    }
    if signs.last() != Some(&BREAK) {
        signs.push(BREAK);
    }
    let longest = if lang == Lang::Zh { 3 } else { 2 };
    for from in 0..signs.len() {
        let mut gram = 0;
        for (length, sign) in signs[from..].iter().take(longest).enumerate() {
            gram = mix(gram ^ sign.wrapping_add(length as u64));
            if length > 0 || *sign != BREAK {
                grams.push(gram);
            }
        }
    }
}

/// The 3 to 5 letters of a word, its ends marked.
fn letters(word: &[u8], grams: &mut Vec<u64>) {
    if word.len() < 3 || word.len() > 20 {
        return;
    }
    let at = |i: usize| if i == 0 || i > word.len() { b'_' } else { word[i - 1] };
    for from in 0..word.len() {
        let mut gram = 7;
        for length in 1..=5 {
            if from + length > word.len() + 2 {
                break;
            }
            gram = mix(gram ^ u64::from(at(from + length - 1)) << 3);
            if length >= 3 {
                grams.push(gram);
            }
        }
    }
}

fn hash(bytes: &[u8]) -> u64 {
    mix(bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)))
}

/// Spreads every bit of a number over all of them (the finish of splitmix64).
pub(super) fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, lang: Lang) -> Vec<u64> {
        let mut all = Vec::new();
        grams(text, lang, &mut all);
        all
    }

    #[test]
    fn numbers_and_punctuation_are_alike() {
        assert_eq!(of("等了5天。", Lang::Zh), of("等了12天,", Lang::Zh));
        assert_ne!(of("能退", Lang::Zh), of("能退?", Lang::Zh));
    }

    #[test]
    fn english_words_share_letters() {
        let (one, other) = (of("refunded", Lang::En), of("refunds", Lang::En));
        assert!(one.iter().filter(|gram| other.contains(gram)).count() >= 8);
    }

    #[test]
    fn a_paste_is_cut() {
        assert!(of(&"退款".repeat(2_000), Lang::Zh).len() < 2_000);
    }
}
