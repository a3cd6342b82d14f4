//! Several needs of one message: where to cut it.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::AhoCorasick;

use crate::base::Lang;

/// Words that begin another need. They stay with what follows them. The English ones never meet a Chinese text.
const JOINTS: &[&str] = &[
    "另外",
    "还有",
    "然后",
    "顺便",
    "而且",
    "再就是",
    "同时",
    "以及",
    "对了",
    "还想",
    "再帮我",
    "也帮我",
    " and ",
    " also ",
    " plus ",
    " another thing",
    " besides ",
    " then ",
];

static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(JOINTS).expect("a fixed list of some twenty short words is within every limit of the automaton")
});

/// A clause of fewer characters says too little to stand alone.
const SHORTEST: usize = 4;
/// More clauses than this are a story, not a list of needs.
const MOST: usize = 6;

/// The places of a normalised text's clauses that may each state a need; empty if it is one clause, or too many.
pub(super) fn clauses(normal: &str, lang: Lang) -> Vec<Range<usize>> {
    let mut cuts: Vec<usize> = AUTOMATON.find_iter(normal).map(|joint| joint.start()).collect();
    cuts.extend([0, normal.len()]);
    for (at, c) in normal.char_indices() {
        let stop = matches!(c, ',' | '.' | '!' | '?' | ';' | '。' | '、' | '…' | '~' | '\n') || (c == ' ' && lang == Lang::Zh);
        if stop && !is_decimal_point(normal, at) {
            cuts.push(at + c.len_utf8());
        }
    }
    cuts.sort_unstable();
    let long_enough = |clause: &str| {
        let letters = clause.chars().filter(|c| c.is_alphanumeric()).count();
        letters >= if lang == Lang::Zh { SHORTEST } else { SHORTEST * 3 }
    };
    let clauses: Vec<Range<usize>> =
        cuts.windows(2).map(|ends| ends[0]..ends[1]).filter(|at| long_enough(&normal[at.clone()])).collect();
    if (2..=MOST).contains(&clauses.len()) { clauses } else { Vec::new() }
}

fn is_decimal_point(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    bytes[at] == b'.' && at > 0 && bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lang: Lang, expect: &[&str]) {
        let found: Vec<&str> = clauses(text, lang).into_iter().map(|at| text[at].trim_matches([' ', ','])).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn needs_are_cut_apart() {
        check("衣服太小了想换大一码,另外发票怎么开", Lang::Zh, &["衣服太小了想换大一码", "另外发票怎么开"]);
        check("快递没到还有发票没给", Lang::Zh, &["快递没到", "还有发票没给"]);
        check("where is my parcel and how do i return it", Lang::En, &["where is my parcel", "and how do i return it"]);
        check("退我12.5元行不行", Lang::Zh, &[]);
        check("你好,在吗", Lang::Zh, &[]);
    }
}
