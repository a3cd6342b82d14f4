//! English words written otherwise.

use std::ops::Range;

use super::Dice;

/// Shorter words are seldom misspelt, and become other words.
const SHORTEST: usize = 4;

fn words(message: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in message.char_indices().chain([(message.len(), ' ')]) {
        match (c.is_ascii_alphabetic(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.retain(|word| word.len() >= SHORTEST);
    words
}

fn one_word(message: &str, dice: &mut Dice, write: impl Fn(&str, &mut Dice) -> Option<String>) -> Option<String> {
    let words = words(message);
    let word = dice.pick(&words)?.clone();
    let written = write(&message[word.clone()], dice)?;
    Some([&message[..word.start], &written, &message[word.end..]].concat())
}

pub(super) fn slip(message: &str, dice: &mut Dice) -> Option<String> {
    one_word(message, dice, |word, dice| {
        let (way, at) = (dice.below(3), dice.below(word.len() - 1));
        let (before, rest) = word.split_at(at);
        let (one, other, after) = (&rest[..1], &rest[1..2], &rest[2..]);
        Some(match way {
            0 => [before, other, after].concat(),
            1 => [before, one, one, other, after].concat(),
            // Two of one letter are swapped without a trace.
            _ if one == other => [before, other, after].concat(),
            _ => [before, other, one, after].concat(),
        })
    })
}

pub(super) fn repeated(message: &str, dice: &mut Dice) -> Option<String> {
    one_word(message, dice, |word, dice| {
        let at = dice.below(word.len());
        let times = 2 + dice.below(3);
        Some([&word[..at], &word[at..=at].repeat(times), &word[at..]].concat())
    })
}

pub(super) fn unspaced(message: &str, dice: &mut Dice) -> String {
    message.chars().filter(|c| *c != ' ' || dice.one_in(2)).collect()
}

/// In one word, every letter that has a double in digits, in Cyrillic or in Greek.
pub(super) fn alike(message: &str, dice: &mut Dice) -> Option<String> {
    const DIGITS: &[(char, char)] = &[('o', '0'), ('l', '1'), ('e', '3'), ('a', '@'), ('s', '$'), ('i', '1'), ('t', '7')];
    const CYRILLIC: &[(char, char)] =
        &[('a', 'а'), ('c', 'с'), ('e', 'е'), ('o', 'о'), ('p', 'р'), ('x', 'х'), ('y', 'у'), ('i', 'і')];
    const GREEK: &[(char, char)] = &[('o', 'ο'), ('v', 'ν'), ('a', 'α'), ('i', 'ι'), ('u', 'υ'), ('p', 'ρ')];
    one_word(message, dice, |word, dice| {
        let table = dice.pick(&[DIGITS, CYRILLIC, GREEK])?;
        let double = |c: char| table.iter().find(|(letter, _)| *letter == c).map_or(c, |(_, double)| *double);
        Some(word.chars().map(double).collect())
    })
}
