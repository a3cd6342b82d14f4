//! The likeliest characters for letters that read as syllables.

use super::pairs::{Pairs, Sign};
use crate::text::pinyin::{Syllable, syllables};

/// Ways that are followed at once.
const BEAM: usize = 12;
/// Longer ones are no word of pinyin.
const MOST_LETTERS: usize = 24;

struct Way {
    text: String,
    last: Sign,
    likely: f32,
}

/// The characters, and the logarithm of how likely they stand between the two signs.
pub(super) fn characters(pairs: &Pairs, left: Sign, letters: &str, right: Sign) -> Option<(String, f32)> {
    if letters.len() > MOST_LETTERS {
        return None;
    }
    let readings = syllables(letters);
    let likeliest = readings.iter().filter_map(|reading| follow(pairs, left, reading, right));
    likeliest.max_by(|(_, a), (_, b)| a.total_cmp(b))
}

fn follow(pairs: &Pairs, left: Sign, reading: &[Syllable], right: Sign) -> Option<(String, f32)> {
    let mut ways = vec![Way { text: String::new(), last: left, likely: 0.0 }];
    for syllable in reading {
        let mut longer = Vec::new();
        for way in &ways {
            let followers = pairs.after(way.last, syllable.sound()).filter(|c| Syllable::of(*c) == Some(*syllable));
            let mut candidates: Vec<char> = followers.chain(pairs.common(*syllable)).collect();
            candidates.sort_unstable();
            candidates.dedup();
            for c in candidates {
                let text = way.text.chars().chain([c]).collect();
                longer.push(Way { text, last: c as Sign, likely: way.likely + pairs.follows(way.last, c as Sign) });
            }
        }
        longer.sort_by(|a, b| b.likely.total_cmp(&a.likely));
        longer.truncate(BEAM);
        ways = longer;
    }
    let ended = ways.into_iter().filter(|way| !way.text.is_empty()).map(|way| {
        let likely = way.likely + pairs.follows(way.last, right);
        (way.text, likely)
    });
    ended.max_by(|(_, a), (_, b)| a.total_cmp(b))
}
