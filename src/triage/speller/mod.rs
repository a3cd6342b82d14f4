//! A message as its writer meant it: homophones, slips of pinyin, words typed as their pinyin, characters taken apart, marks within
//! words, English words misspelt or run together. What the shop's own texts say decides; what they know as it stands is never touched.
//!
//! Runs between the normal spelling and everything that reads it, so that keywords, classifier and encoder all see the mended text.

mod alike;
mod decode;
mod han;
mod latin;
mod pairs;
mod typed;

use self::{latin::Words, pairs::Pairs};
use crate::{
    base::Lang,
    text::{Normal, language},
};

pub(super) struct Speller {
    pairs: Pairs,
    words: Words,
}

impl Speller {
    /// Learns from normalised texts.
    pub(super) fn learn<'t>(texts: impl IntoIterator<Item = (Lang, &'t str)>) -> Speller {
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        for (lang, text) in texts {
            if lang == Lang::Zh { zh.push(text) } else { en.push(text) }
        }
        Speller { pairs: Pairs::learn(&zh), words: Words::learn(&en) }
    }

    /// How much a part of a normalised text sounds like the shop's buyers: the logarithm of how likely each sign follows the last, in
    /// the mean.
    pub(super) fn sound(&self, part: &str, lang: Lang) -> f32 {
        match lang {
            Lang::Zh => self.pairs.sound(part),
            Lang::En => self.words.sound(part),
        }
    }

    pub(super) fn mend(&self, normal: Normal) -> Normal {
        let zh = || han::mend(&self.pairs, &normal.text);
        let mended = match language(&normal.text) {
            Lang::Zh => zh(),
            // Letters that are no English may be pinyin.
            Lang::En if self.words.knows_none_of(&normal.text) => {
                Some(zh()).filter(|mended| !mended.is_empty()).unwrap_or_else(|| latin::mend(&self.words, &normal.text))
            }
            Lang::En => latin::mend(&self.words, &normal.text),
        };
        if mended.is_empty() { normal } else { normal.edited(mended) }
    }
}

/// A part of a normalised text, and what is meant by it.
type Edit = (std::ops::Range<usize>, String);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::normalise;

    fn speller() -> Speller {
        let zh = [
            "我要退款",
            "退款怎么还没到",
            "申请退款了",
            "什么时候发货",
            "怎么还不发货",
            "发货了吗",
            "快递到哪了",
            "快递没动",
            "卖家骗人",
            "骗人的店",
        ];
        let en =
            ["where is my parcel", "i want a refund", "please refund my money", "where is my refund", "the parcel is broken"];
        let zh = zh.iter().flat_map(|text| std::iter::repeat_n((Lang::Zh, *text), 40));
        let en = en.iter().flat_map(|text| std::iter::repeat_n((Lang::En, *text), 40));
        Speller::learn(zh.chain(en))
    }

    #[track_caller]
    fn check(speller: &Speller, written: &str, meant: &str) {
        assert_eq!(speller.mend(normalise(written)).text, meant);
    }

    #[test]
    fn what_was_meant_is_read() {
        let speller = speller();
        for (written, meant) in [
            ("我要腿款", "我要退款"),
            ("什么时候发祸", "什么时候发货"),
            ("我要退.款", "我要退款"),
            ("我要tuikuan", "我要退款"),
            ("怎么还不fh", "怎么还不发货"),
            ("卖家马扁人", "卖家骗人"),
            ("快递没动", "快递没动"),
            ("where is my refnud", "where is my refund"),
            ("whereismy parcel", "where is my parcel"),
            ("i want a r3fund", "i want a refund"),
            ("tuikuan", "退款"),
        ] {
            check(&speller, written, meant);
        }
    }

    #[test]
    fn what_is_known_or_strange_stays() {
        let speller = speller();
        for text in ["我要退款", "", "?!", "where is my parcel", "iphone 15 pro", "订单号a1b2c3"] {
            check(&speller, text, text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_mended(raw in "\\PC{0,60}|[退款我要.* tuikanfh马扁]{0,20}") {
            let normal = speller().mend(normalise(&raw));
            for (at, c) in normal.text.char_indices() {
                prop_assert!(raw.get(normal.raw(at..at + c.len_utf8())).is_some());
            }
        }
    }
}
