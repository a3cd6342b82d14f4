//! Marks between, around and instead of characters.

use super::Dice;
use crate::text::is_han;

const GAPS: [&str; 5] = [" ", ".", "*", "·", "-"];

/// Between the characters of one pair, or of the whole message.
pub(super) fn han_gaps(message: &str, dice: &mut Dice) -> Option<String> {
    let chars: Vec<(usize, char)> = message.char_indices().collect();
    let pairs = chars.windows(2).filter(|pair| is_han(pair[0].1) && is_han(pair[1].1));
    let places: Vec<usize> = pairs.map(|pair| pair[1].0).collect();
    let gap = *dice.pick(&GAPS)?;
    let one = *dice.pick(&places)?;
    let everywhere = dice.one_in(2);
    let written = chars.iter().map(|(at, c)| {
        let parted = if everywhere { places.contains(at) } else { *at == one };
        format!("{}{c}", if parted { gap } else { "" })
    });
    Some(written.collect())
}

/// Between the letters of one word.
pub(super) fn latin_gaps(message: &str, dice: &mut Dice) -> Option<String> {
    let words: Vec<&str> = message.split(' ').collect();
    let long: Vec<usize> =
        (0..words.len()).filter(|at| words[*at].len() >= 4 && words[*at].bytes().all(|b| b.is_ascii_alphabetic())).collect();
    let chosen = *dice.pick(&long)?;
    let gap = *dice.pick(&GAPS)?;
    let parted: Vec<String> = words[chosen].chars().map(String::from).collect();
    let parted = parted.join(gap);
    let written: Vec<&str> =
        words.iter().enumerate().map(|(at, word)| if at == chosen { parted.as_str() } else { word }).collect();
    Some(written.join(" "))
}

pub(super) fn full_width(message: &str) -> String {
    let wide = |c: char| match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        '\u{4e00}'..='\u{9fff}' | '，' | '。' => c,
        c => c,
    };
    message.chars().map(wide).collect()
}

pub(super) fn zero_width(message: &str, dice: &mut Dice) -> String {
    const MARKS: [char; 5] = ['\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{ad}'];
    let mark = MARKS[dice.below(MARKS.len())];
    message.chars().flat_map(|c| [Some(c), dice.one_in(2).then_some(mark)]).flatten().collect()
}

pub(super) fn emoji(message: &str, dice: &mut Dice) -> String {
    const FACES: [&str; 12] = ["😡", "😭", "🙏", "😊", "😅", "👍", "❤️", "🤔", "😂", "🥺", "🙄", "💔"];
    format!("{message}{}", FACES[dice.below(FACES.len())])
}
