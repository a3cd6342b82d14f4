//! Cyrillic and Greek letters that pass for Latin ones, in words that hold a Latin one too. A word that is all Russian stays.

use super::Normal;
use crate::text::is_han;

pub(super) fn replace(normal: Normal) -> Normal {
    let mut edits = Vec::new();
    let mut word: Vec<(usize, char)> = Vec::new();
    for (at, c) in normal.text.char_indices().chain([(normal.text.len(), ' ')]) {
        if c.is_alphabetic() && !is_han(c) {
            word.push((at, c));
            continue;
        }
        if word.iter().any(|(_, c)| c.is_ascii()) {
            let strange = || word.iter().filter(|(_, c)| !c.is_ascii());
            if strange().all(|(_, c)| latin(*c).is_some()) {
                edits.extend(strange().filter_map(|(at, c)| Some((*at..at + c.len_utf8(), latin(*c)?))));
            }
        }
        word.clear();
    }
    if edits.is_empty() { normal } else { normal.edited(edits) }
}

/// By the small letters: capitals are small ones by now.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'α' => "a",
        'в' | 'β' => "b",
        'с' | 'ϲ' => "c",
        'ԁ' => "d",
        'е' | 'ё' | 'ε' => "e",
        'ɡ' => "g",
        'н' | 'һ' => "h",
        'і' | 'ї' | 'ι' | 'ı' => "i",
        'ј' => "j",
        'к' | 'κ' => "k",
        'м' | 'μ' => "m",
        'η' => "n",
        'о' | 'ο' | 'σ' => "o",
        'р' | 'ρ' => "p",
        'ԛ' => "q",
        'г' => "r",
        'ѕ' => "s",
        'т' | 'τ' => "t",
        'υ' => "u",
        'ν' | 'ѵ' => "v",
        'ԝ' | 'ω' => "w",
        'х' | 'χ' => "x",
        'у' | 'γ' => "y",
        'ζ' => "z",
        _ => return None,
    })
}
