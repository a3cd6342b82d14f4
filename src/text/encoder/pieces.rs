//! Texts to tokens: of all ways to cut a text into pieces of the vocabulary, the likeliest (SentencePiece's unigram model).

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

const UNKNOWN: u32 = 0;
const START: u32 = 1;
const END: u32 = 2;
/// Stands for a space, and before the first word.
const SPACE: char = '▁';

pub(super) struct Pieces {
    automaton: AhoCorasick,
    /// By the automaton's pattern, which is the piece's id less the three above.
    scores: Vec<f32>,
    unknown: f32,
}

/// The likeliest way to the end of a part of the text.
#[derive(Clone, Copy)]
struct Way {
    score: f32,
    /// Where its last piece starts.
    start: u32,
    piece: u32,
}

const NO_WAY: Way = Way { score: f32::NEG_INFINITY, start: 0, piece: UNKNOWN };

impl Pieces {
    /// The first three pieces stand for the unknown, start and end of a text. `None` where there aren't as many.
    pub(super) fn new(pieces: &[&str], scores: Vec<f32>, unknown: f32) -> Option<Pieces> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(pieces.get(3..)?)
            .ok()?;
        Some(Pieces { automaton, scores: scores.get(3..)?.to_vec(), unknown })
    }

    /// The ids of a text, start and end around them, at most `most` in all.
    pub(super) fn cut(&self, text: &str, most: usize) -> Vec<u32> {
        let spaced: String = [SPACE].into_iter().chain(text.chars().map(|c| if c == ' ' { SPACE } else { c })).collect();
        let mut ways = vec![NO_WAY; spaced.len() + 1];
        ways[0].score = 0.0;
        let mut found = self.automaton.find_overlapping_iter(&spaced).peekable();
        for (start, c) in spaced.char_indices() {
            let end = start + c.len_utf8();
            let mut single = false;
            while let Some(piece) = found.next_if(|piece| piece.end() <= end) {
                single |= piece.start() == start;
                let id = piece.pattern().as_u32();
                let score = ways[piece.start()].score + self.scores[id as usize];
                // Of two equally likely, the longer last piece: SentencePiece's own choice.
                if score > ways[end].score || (score == ways[end].score && (piece.start() as u32) < ways[end].start) {
                    ways[end] = Way { score, start: piece.start() as u32, piece: id + 3 };
                }
            }
            let alone = ways[start].score + self.unknown;
            if !single && alone > ways[end].score {
                ways[end] = Way { score: alone, start: start as u32, piece: UNKNOWN };
            }
        }
        drop(found);
        let mut ids = vec![END];
        let mut at = spaced.len();
        while at > 0 {
            ids.push(ways[at].piece);
            at = ways[at].start as usize;
        }
        ids.push(START);
        ids.reverse();
        if ids.len() > most {
            ids.truncate(most - 1);
            ids.push(END);
        }
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[u32]) {
        let pieces = ["<unk>", "<s>", "</s>", "▁", "退", "款", "退款", "▁re", "fund", "refund", "▁refund"];
        let scores = vec![0.0, 0.0, 0.0, -2.0, -4.0, -4.0, -5.0, -3.0, -3.0, -9.0, -7.0];
        let pieces = Pieces::new(&pieces, scores, -20.0).unwrap();
        assert_eq!(pieces.cut(text, 6), expect, "{text}");
    }

    #[test]
    fn the_likeliest_cut_is_taken() {
        check("退款", &[START, 3, 6, END]);
        check("refund", &[START, 7, 8, END]);
        check("退x款", &[START, 3, 4, UNKNOWN, 5, END]);
        check("", &[START, 3, END]);
        check("款 款 款 款", &[START, 3, 5, 3, 5, END]);
    }
}
