//! Chinese words typed in letters: their pinyin (`tuikuan`) or its initials (`tk`).

use super::{
    pairs::{Pairs, Sign, WORD},
    typed,
};

/// How much likelier (in logarithms) than a foreign word the characters must be: for one syllable, for more, for initials.
const SYLLABLE: f32 = 2.0;
const SYLLABLES: f32 = 0.0;
const INITIALS: f32 = 3.0;
/// The logarithm of how likely a foreign word is one that was never seen.
const FOREIGN: f32 = -7.0;
/// A word of so few letters may be one syllable.
const SHORT: usize = 3;

/// The characters that a word between two signs stands for.
pub(super) fn decode(pairs: &Pairs, left: Sign, word: &str, right: Sign) -> Option<String> {
    if word.len() < 2 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let foreign =
        pairs.follows(left, WORD) + pairs.word(word).map_or(FOREIGN, |seen| seen.max(FOREIGN)) + pairs.follows(WORD, right);
    let typed = typed::characters(pairs, left, word, right).map(|(meant, likely)| {
        let one = word.len() <= SHORT || meant.chars().count() == 1;
        (meant, likely - if one { SYLLABLE } else { SYLLABLES })
    });
    let (meant, likely) =
        typed.or_else(|| initials(pairs, left, word, right).map(|(meant, likely)| (meant, likely - INITIALS)))?;
    (likely > foreign).then_some(meant)
}

fn initials(pairs: &Pairs, left: Sign, word: &str, right: Sign) -> Option<(String, f32)> {
    let mut letters = word.chars();
    let initials = [letters.next()?, letters.next()?];
    if letters.next().is_some() {
        return None;
    }
    let likely = |[one, other]: [char; 2]| {
        let (one, other) = (one as Sign, other as Sign);
        pairs.follows(left, one) + pairs.follows(one, other) + pairs.follows(other, right)
    };
    let best = pairs.short(initials).map(|pair| (pair, likely(pair))).max_by(|(_, a), (_, b)| a.total_cmp(b));
    best.map(|(pair, likely)| (pair.iter().collect(), likely))
}
