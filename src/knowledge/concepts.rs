//! Different words for the same thing.

use std::{borrow::Cow, collections::HashMap, ops::Range};

/// Phrases with the concepts they name. Read once, when an index is built.
pub(super) struct Concepts {
    by_phrase: HashMap<String, Vec<u16>>,
    /// A concept's term: a sign that no text contains, then its number.
    terms: Vec<String>,
    /// Of a phrase, in characters and in words.
    longest: usize,
    longest_words: usize,
}

impl Concepts {
    /// One group a line, its phrases parted by commas. `fold` makes a phrase look as it will in a text that is searched.
    pub(super) fn read(lines: &str, fold: impl Fn(&str) -> String) -> Concepts {
        let mut concepts = Concepts { by_phrase: HashMap::new(), terms: Vec::new(), longest: 0, longest_words: 0 };
        for (number, line) in (0_u16..).zip(lines.lines().filter(|line| !line.trim().is_empty())) {
            concepts.terms.push(format!("≈{number}"));
            for phrase in line.split(',') {
                let phrase = fold(phrase.trim());
                concepts.longest = concepts.longest.max(phrase.chars().count());
                concepts.longest_words = concepts.longest_words.max(phrase.split(' ').count());
                let of_phrase = concepts.by_phrase.entry(phrase).or_default();
                if !of_phrase.contains(&number) {
                    of_phrase.push(number);
                }
            }
        }
        concepts
    }

    /// The longest phrase at each place of a run of characters, with its bytes, once for each concept it names.
    pub(super) fn in_characters(&self, run: &str, mut found: impl FnMut(Range<usize>, &str)) {
        let mut covered = 0;
        for (start, _) in run.char_indices() {
            let mut ends = run[start..].char_indices().skip(1).map(|(at, _)| start + at).chain([run.len()]).take(self.longest);
            let mut best: Option<(usize, &[u16])> = None;
            for end in ends.by_ref() {
                if let Some(numbers) = self.by_phrase.get(&run[start..end]) {
                    best = Some((end, numbers));
                }
            }
            if let Some((end, numbers)) = best.filter(|(end, _)| *end > covered) {
                covered = end;
                numbers.iter().for_each(|number| found(start..end, &self.terms[usize::from(*number)]));
            }
        }
    }

    /// The same in a run of stems; ranges count stems.
    pub(super) fn in_stems(&self, stems: &[(bool, Cow<'_, str>)], mut found: impl FnMut(Range<usize>, &str)) {
        let mut covered = 0;
        let mut phrase = String::new();
        for start in 0..stems.len() {
            phrase.clear();
            let mut best: Option<(usize, &[u16])> = None;
            for (end, (_, stem)) in stems.iter().enumerate().skip(start).take(self.longest_words) {
                if end > start {
                    phrase.push(' ');
                }
                phrase.push_str(stem);
                if let Some(numbers) = self.by_phrase.get(&phrase) {
                    best = Some((end + 1, numbers));
                }
            }
            if let Some((end, numbers)) = best.filter(|(end, _)| *end > covered) {
                covered = end;
                numbers.iter().for_each(|number| found(start..end, &self.terms[usize::from(*number)]));
            }
        }
    }
}
