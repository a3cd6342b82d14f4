//! Which language a message is in.

use crate::base::Lang;

/// Chinese wherever Han characters carry the sentence, however many product names stand between them.
/// A text with no letters at all is taken for Chinese.
pub fn language(normal: &str) -> Lang {
    let mut han = 0;
    let mut words = 0;
    let mut in_word = false;
    for c in normal.chars() {
        let is_han = is_han(c);
        let letter = !is_han && if c.is_ascii() { c.is_ascii_alphabetic() } else { c.is_alphabetic() };
        words += usize::from(letter && !in_word);
        in_word = letter || (in_word && c == '\'');
        han += usize::from(is_han);
    }
    if han > 0 && han * 2 >= words || words == 0 { Lang::Zh } else { Lang::En }
}

pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_decide() {
        for (text, lang) in [
            ("我的快递", Lang::Zh),
            ("where is my parcel", Lang::En),
            ("iphone 15 pro max坏了", Lang::Zh),
            ("can i return this 连衣裙 if it doesn't fit me", Lang::En),
            ("123456", Lang::Zh),
            ("", Lang::Zh),
            ("ok吗", Lang::Zh),
        ] {
            assert_eq!(language(text), lang, "{text}");
        }
    }
}
