//! A message in the middle of much text about something else.

use super::Dice;
use crate::base::Lang;

const LENGTH: usize = 4_000;

pub(super) fn paste(message: &str, lang: Lang, dice: &mut Dice) -> String {
    let (sentences, stop) = match lang {
        Lang::Zh => (include_str!("data/harmless_zh.txt"), "。"),
        Lang::En => (include_str!("data/harmless_en.txt"), ". "),
    };
    let sentences: Vec<&str> = sentences.lines().collect();
    let around = LENGTH.saturating_sub(message.chars().count() + 2) / 2;
    let mut half = || {
        let mut text = String::new();
        let mut at = dice.below(sentences.len());
        let mut length = 0;
        loop {
            let sentence = sentences[at % sentences.len()];
            length += sentence.chars().count() + stop.chars().count();
            if length > around {
                return text;
            }
            text.push_str(sentence);
            text.push_str(stop);
            at += 1;
        }
    };
    let (before, after) = (half(), half());
    let ended = message.ends_with(['.', '!', '?', '。', '！', '？']);
    format!("{before}{message}{}{after}", if ended { " " } else { stop })
}
