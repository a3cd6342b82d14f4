//! The part of a long paste that says what its writer wants.

use std::{cmp::Reverse, collections::HashSet, ops::Range};

/// Characters of a message that is read as a whole. More is a paste.
const WHOLE: usize = 320;
/// Sentences of a paste that are looked at closely.
const CLOSELY: usize = 10;
/// Neighbours of the sentence chosen that may be read with it.
const REACH: usize = 4;
/// Bytes of a sentence; a longer one is cut at a comma, and anywhere in the end.
const LONG: usize = 120;
const LONGEST: usize = 360;

/// The part of a normalised text to read: all of it, or of a paste the sentence that says most, with the neighbours that don't
/// weaken it. `glance` and `weigh` say how much a part says, the one at little cost, the other well.
pub(super) fn passage(normal: &str, glance: impl Fn(&str) -> f32, weigh: impl Fn(&str) -> f32) -> Range<usize> {
    if normal.chars().nth(WHOLE).is_none() {
        return 0..normal.len();
    }
    let all = sentences(normal);
    let mut told = HashSet::new();
    let mut seen: Vec<(f32, usize)> = (0..all.len())
        .filter(|at| told.insert(&normal[all[*at].clone()]))
        .map(|at| (glance(&normal[all[at].clone()]), at))
        .collect();
    seen.sort_by(|(a, a_at), (b, b_at)| b.total_cmp(a).then(a_at.cmp(b_at)));
    let close = seen.iter().take(CLOSELY).map(|(_, at)| (weigh(&normal[all[*at].clone()]), Reverse(*at)));
    let Some((weight, Reverse(best))) = close.max_by(|(a, a_at), (b, b_at)| a.total_cmp(b).then(a_at.cmp(b_at))) else {
        return 0..normal.len();
    };
    widened(normal, &all, best, weight, weigh)
}

fn widened(normal: &str, all: &[Range<usize>], best: usize, mut weight: f32, weigh: impl Fn(&str) -> f32) -> Range<usize> {
    let (mut first, mut last) = (best, best);
    for _ in 0..REACH {
        let before = first.checked_sub(1).map(|before| (before, last));
        let after = (last + 1 < all.len()).then_some((first, last + 1));
        let wider = before.into_iter().chain(after).map(|(first, last)| {
            let weight = weigh(&normal[all[first].start..all[last].end]);
            (weight, first, last)
        });
        match wider.max_by(|(a, ..), (b, ..)| a.total_cmp(b)).filter(|(wider, ..)| *wider >= weight) {
            Some(wider) => (weight, first, last) = wider,
            None => break,
        }
    }
    all[first].start..all[last].end
}

fn sentences(normal: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in normal.char_indices() {
        let end = at + c.len_utf8();
        let stop = match c {
            '.' => !normal[end..].starts_with(|c: char| c.is_ascii_alphanumeric()),
            '!' | '?' | ';' | '。' | '…' => true,
            ',' | '、' | ':' | ' ' => end - start >= LONG && c != ' ',
            _ => false,
        };
        if stop || end - start >= LONGEST {
            sentences.push(start..end);
            start = end;
        }
    }
    sentences.push(start..normal.len());
    sentences.retain(|sentence| normal[sentence.clone()].contains(char::is_alphanumeric));
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paste(message: &str) -> String {
        format!("{}{message}{}", "今天天气不错。".repeat(100), "明天也不错。".repeat(100))
    }

    #[test]
    fn a_message_is_read_whole() {
        assert_eq!(passage("退款,快点", |_| 0.0, |_| 0.0), 0..13);
    }

    #[test]
    fn the_sentence_that_says_most_is_read() {
        let paste = paste("我要退款,快点吧。");
        let says = |part: &str| if part.contains("退款") { 1.0 - part.len() as f32 / 1e4 } else { 0.0 };
        assert_eq!(&paste[passage(&paste, says, says)], "我要退款,快点吧。");
    }

    #[test]
    fn neighbours_that_strengthen_are_read_too() {
        let paste = paste("杯子碎了。要退款!");
        let says =
            |part: &str| ["碎", "退款"].iter().filter(|word| part.contains(**word)).count() as f32 - part.len() as f32 / 1e4;
        assert_eq!(&paste[passage(&paste, says, says)], "杯子碎了。要退款!");
    }
}
