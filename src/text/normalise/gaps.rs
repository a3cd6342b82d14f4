//! Marks between single characters, put there to get past filters: `退.款.吧`, `r e f u n d`.

use std::ops::Range;

use super::Normal;
use crate::text::is_han;

/// The same mark between this many characters in a row, each alone, is no list and no sentence.
const HAN: usize = 3;
const LETTERS: usize = 4;

/// The text without the marks of such rows, where it has any. Between two characters only, a mark may mean something, and stays.
pub(super) fn close(normal: &Normal) -> Option<Normal> {
    if !normal.text.chars().any(is_mark) {
        return None;
    }
    let mut gaps = Vec::new();
    let mut row: Vec<Range<usize>> = Vec::new();
    let mut row_of = (' ', true);
    let signs: Vec<(usize, char)> = normal.text.char_indices().collect();
    let mut at = 0;
    while at < signs.len() {
        let (start, mark) = signs[at];
        let end = at + signs[at..].iter().take_while(|(_, c)| *c == mark).count();
        let sides = at.checked_sub(1).and_then(|before| Some((signs[before].1, signs.get(end)?.1)));
        if let Some((before, after)) = sides
            && is_mark(mark)
            && (are_han(before, after) || are_alone(&signs, at - 1, end))
        {
            // The row goes on if one character stands since its last mark.
            let goes_on =
                row.last().is_some_and(|last| last.end + before.len_utf8() == start) && row_of == (mark, is_han(before));
            if !goes_on {
                flush(&mut row, row_of.1, &mut gaps);
            }
            row_of = (mark, is_han(before));
            row.push(start..signs[end].0);
        }
        at = end;
    }
    flush(&mut row, row_of.1, &mut gaps);
    (!gaps.is_empty()).then(|| normal.edited(gaps.into_iter().map(|gap| (gap, ""))))
}

fn flush(row: &mut Vec<Range<usize>>, han: bool, gaps: &mut Vec<Range<usize>>) {
    if row.len() + 1 >= if han { HAN } else { LETTERS } {
        gaps.append(row);
    }
    row.clear();
}

fn are_han(before: char, after: char) -> bool {
    is_han(before) && is_han(after)
}

/// Whether letters stand there that are no part of a word.
fn are_alone(signs: &[(usize, char)], before: usize, after: usize) -> bool {
    let joined = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(|(_, c)| c.is_alphanumeric());
    signs[before].1.is_ascii_lowercase()
        && signs[after].1.is_ascii_lowercase()
        && !joined(before.checked_sub(1))
        && !joined(Some(after + 1))
}

fn is_mark(c: char) -> bool {
    matches!(c, ' ' | '.' | '。' | '*' | '·' | '•' | '-' | '_' | '/' | '|' | '~' | '^' | '+' | '=' | '#')
}
