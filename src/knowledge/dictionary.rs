//! The Chinese dictionary: a general list, words of the field, and the shop's own.

use std::{
    io::Read,
    sync::{Arc, LazyLock},
};

use flate2::read::GzDecoder;
use jieba_rs::Jieba;

/// How often a word of the field counts as seen: enough to win over its parts.
const FIELD_WORD_COUNT: usize = 2_000;

static GENERAL: LazyLock<Arc<Jieba>> = LazyLock::new(|| {
    let mut text = Vec::new();
    GzDecoder::new(&include_bytes!("dict/words.txt.gz")[..])
        .read_to_end(&mut text)
        .expect("the list was packed when the program was built, and a test unpacks it");
    let mut jieba = Jieba::empty();
    jieba.load_dict(&mut &text[..]).expect("each line is a word and a number, and a test reads them all");
    for word in include_str!("dict/field.txt").split_whitespace() {
        jieba.add_word(word, Some(FIELD_WORD_COUNT), None);
    }
    Arc::new(jieba)
});

/// The dictionary with some words more: products, brands, the shop's own terms. Shared where there are none.
pub(super) fn with_words(words: &[String]) -> Arc<Jieba> {
    if words.is_empty() {
        return Arc::clone(&GENERAL);
    }
    let mut jieba = Jieba::clone(&GENERAL);
    for word in words {
        jieba.add_word(word, Some(FIELD_WORD_COUNT), None);
    }
    Arc::new(jieba)
}

#[cfg(test)]
mod tests {
    use super::with_words;

    #[track_caller]
    fn check(words: &[&str], text: &str, cut: &[&str]) {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let found: Vec<&str> = with_words(&words).cut(text, false).iter().map(|token| token.word).collect::<Vec<_>>();
        assert_eq!(found, cut);
    }

    #[test]
    fn words_of_the_field_and_of_the_shop_stay_whole() {
        check(&[], "运费险怎么理赔", &["运费险", "怎么", "理赔"]);
        check(&[], "七天无理由退货", &["七天", "无理由退货"]);
        check(&[], "青禾小白壶漏水", &["青", "禾", "小", "白", "壶", "漏水"]);
        check(&["青禾小白壶"], "青禾小白壶漏水", &["青禾小白壶", "漏水"]);
    }
}
