//! Ways in which the same message gets written differently. What it means stays, so what is understood should stay.

mod dice;
mod han;
mod latin;
mod marks;
mod paste;

pub(super) use dice::Dice;

use crate::{base::Lang, text};

/// One way to write a message differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rewrite {
    /// One character for another common one of the same toneless pinyin: 退款, 腿款.
    Homophone,
    /// One character for another whose pinyin is a usual confusion away: n and ng, zh and z, l and n, h and f.
    Slip,
    /// One word in letters: tuikuan, or tk.
    Pinyin,
    /// One character as its two halves: 马扁.
    Split,
    /// Characters, letters and digits that look alike.
    Alike,
    /// Spaces, dots or stars within a word, or everywhere.
    Gaps,
    Traditional,
    FullWidth,
    /// English: half of the spaces left out.
    Unspaced,
    /// One character or letter again and again.
    Repeated,
    /// English: in one word, a letter left out, doubled or swapped with the next.
    Letter,
    ZeroWidth,
    Capitals,
    Emoji,
    /// In the middle of 4,000 characters about something else.
    Paste,
}

impl Rewrite {
    pub(super) const ALL: [Rewrite; 15] = [
        Rewrite::Homophone,
        Rewrite::Slip,
        Rewrite::Pinyin,
        Rewrite::Split,
        Rewrite::Alike,
        Rewrite::Gaps,
        Rewrite::Traditional,
        Rewrite::FullWidth,
        Rewrite::Unspaced,
        Rewrite::Repeated,
        Rewrite::Letter,
        Rewrite::ZeroWidth,
        Rewrite::Capitals,
        Rewrite::Emoji,
        Rewrite::Paste,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Rewrite::Homophone => "homophone",
            Rewrite::Slip => "slip of pinyin",
            Rewrite::Pinyin => "word as pinyin",
            Rewrite::Split => "split character",
            Rewrite::Alike => "look-alikes",
            Rewrite::Gaps => "gaps",
            Rewrite::Traditional => "traditional",
            Rewrite::FullWidth => "full width",
            Rewrite::Unspaced => "spaces left out",
            Rewrite::Repeated => "repeated",
            Rewrite::Letter => "slip of a letter",
            Rewrite::ZeroWidth => "zero width",
            Rewrite::Capitals => "capitals",
            Rewrite::Emoji => "emoji",
            Rewrite::Paste => "in a long paste",
        }
    }

    /// The message rewritten; `None` where it holds nothing that this can change. The same seed gives the same message.
    pub(super) fn apply(self, message: &str, seed: u64) -> Option<String> {
        let dice = &mut Dice::new(seed ^ (self as u64) << 32, message);
        let lang = text::language(&text::normalise(message).text);
        let written = match self {
            Rewrite::Homophone => han::homophone(message, dice),
            Rewrite::Slip => han::slip(message, dice),
            Rewrite::Pinyin => han::pinyin(message, dice),
            Rewrite::Split => han::split(message, dice),
            Rewrite::Alike if lang == Lang::Zh => han::alike(message, dice),
            Rewrite::Alike => latin::alike(message, dice),
            Rewrite::Gaps if lang == Lang::Zh => marks::han_gaps(message, dice),
            Rewrite::Gaps => marks::latin_gaps(message, dice),
            Rewrite::Traditional => han::traditional(message),
            Rewrite::FullWidth => Some(marks::full_width(message)),
            Rewrite::Unspaced => (lang == Lang::En).then(|| latin::unspaced(message, dice)),
            Rewrite::Repeated if lang == Lang::Zh => han::repeated(message, dice),
            Rewrite::Repeated => latin::repeated(message, dice),
            Rewrite::Letter if lang == Lang::En => latin::slip(message, dice),
            Rewrite::Letter => None,
            Rewrite::ZeroWidth => Some(marks::zero_width(message, dice)),
            Rewrite::Capitals => Some(message.to_uppercase()),
            Rewrite::Emoji => Some(marks::emoji(message, dice)),
            Rewrite::Paste => Some(paste::paste(message, lang, dice)),
        };
        written.filter(|written| written != message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rewrite_changes_what_it_can() {
        let (zh, en) = ("骗子，我要退款！快点发货", "Where is my refund, please?");
        for rewrite in Rewrite::ALL {
            let rewritten = [zh, en].map(|message| (0..20).filter_map(|seed| rewrite.apply(message, seed)).count());
            let expect = match rewrite {
                Rewrite::Unspaced | Rewrite::Letter => [0, 20],
                Rewrite::Homophone | Rewrite::Slip | Rewrite::Pinyin | Rewrite::Split | Rewrite::Traditional => [20, 0],
                Rewrite::Capitals | Rewrite::FullWidth => [0, 20],
                Rewrite::Alike | Rewrite::Gaps | Rewrite::Repeated | Rewrite::ZeroWidth | Rewrite::Emoji | Rewrite::Paste => {
                    [20, 20]
                }
            };
            // Where a word holds nothing to change, a message may stay.
            let enough = rewritten.iter().zip(expect).all(|(count, expect)| (expect * 3 / 4..=expect).contains(count));
            assert!(enough, "{rewrite:?}: {rewritten:?}");
        }
    }

    #[test]
    fn a_seed_repeats_itself() {
        for rewrite in Rewrite::ALL {
            assert_eq!(rewrite.apply("我要退款，谢谢", 7), rewrite.apply("我要退款，谢谢", 7));
        }
        assert_ne!(Rewrite::Homophone.apply("我要退款，谢谢", 7), Rewrite::Homophone.apply("我要退款，谢谢", 8));
    }

    #[test]
    fn a_paste_has_four_thousand_characters() {
        let paste = Rewrite::Paste.apply("我要退款", 1).unwrap();
        assert!((3_900..=4_000).contains(&paste.chars().count()) && paste.contains("我要退款"));
    }
}
