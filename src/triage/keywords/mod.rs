//! Every keyword of every label in one automaton, with partners and negation; then the patterns.

mod negation;
mod patterns;
mod required;

use std::{collections::HashMap, ops::Range};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use self::patterns::Patterns;
use super::source::{Fault, LabelSource};
use crate::text::normalise;

/// What a found pattern weighs.
const PATTERN_WEIGHT: f32 = 1.0;

/// Finds what speaks for labels.
pub(super) struct Keywords {
    automaton: AhoCorasick,
    /// By the automaton's pattern: the keywords that have this text.
    owners: Vec<Vec<u32>>,
    entries: Vec<Entry>,
    patterns: Patterns,
}

struct Entry {
    label: u16,
    text: String,
    weight: f32,
    /// Patterns of the automaton, one of which must be found too.
    requires: Vec<u32>,
    excludes: Vec<u32>,
}

/// A keyword or pattern in a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Find<'a> {
    pub(super) label: usize,
    pub(super) what: &'a str,
    /// Bytes of the normalised text.
    pub(super) span: Range<usize>,
    pub(super) weight: f32,
    pub(super) standing: Standing,
}

/// Whether a find counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Counts,
    Negated,
    Alone,
    Excluded,
}

impl Keywords {
    /// Compiles the keywords and patterns of all labels, or tells every one that can't be. With `known_good`, the same
    /// patterns have compiled before and are not tried again.
    pub(super) fn build(sources: &[LabelSource], known_good: bool) -> Result<Keywords, Vec<Fault>> {
        let mut texts = Texts::default();
        let mut entries = Vec::new();
        let mut faults = Vec::new();
        for (label, source) in sources.iter().enumerate() {
            for keyword in &source.keywords {
                let Some(pattern) = texts.add(&keyword.text) else {
                    faults.push(Fault {
                        label: source.id.clone(),
                        what: format!("keyword {:?} holds no letter or digit", keyword.text),
                    });
                    continue;
                };
                texts.owners[pattern as usize].push(entries.len() as u32);
                entries.push(Entry {
                    label: label as u16,
                    text: keyword.text.clone(),
                    weight: keyword.weight,
                    requires: keyword.requires.iter().filter_map(|text| texts.add(text)).collect(),
                    excludes: keyword.excludes.iter().filter_map(|text| texts.add(text)).collect(),
                });
            }
        }

        let patterns = Patterns::build(sources, known_good).map_err(|found| faults.extend(found)).ok();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&texts.all)
            .map_err(|error| {
                let label = sources.first().map_or("".into(), |source| source.id.clone());
                faults.push(Fault { label, what: format!("the shop's keywords together are too many: {error}") });
            })
            .ok();
        match (automaton, patterns) {
            (Some(automaton), Some(patterns)) if faults.is_empty() => {
                Ok(Keywords { automaton, owners: texts.owners, entries, patterns })
            }
            _ => Err(faults),
        }
    }

    /// Everything found in a normalised text, whether it counts or not, keywords first.
    pub(super) fn find(&self, normal: &str) -> Vec<Find<'_>> {
        let mut seen: Vec<(u32, Range<usize>)> = Vec::new();
        for found in self.automaton.find_overlapping_iter(normal) {
            if stands_alone(normal, found.range()) {
                seen.push((found.pattern().as_u32(), found.range()));
            }
        }
        let present = |patterns: &[u32]| patterns.iter().any(|pattern| seen.iter().any(|(found, _)| found == pattern));

        let mut finds: Vec<Find<'_>> = Vec::new();
        for (pattern, span) in &seen {
            for &entry in &self.owners[*pattern as usize] {
                let entry = &self.entries[entry as usize];
                let standing = if negation::negated(normal, span.start) {
                    Standing::Negated
                } else if !entry.requires.is_empty() && !present(&entry.requires) {
                    Standing::Alone
                } else if present(&entry.excludes) {
                    Standing::Excluded
                } else {
                    Standing::Counts
                };
                let label = usize::from(entry.label);
                finds.push(Find { label, what: &entry.text, span: span.clone(), weight: entry.weight, standing });
            }
        }
        for (label, what, span) in self.patterns.find(normal) {
            let standing = if negation::negated(normal, span.start) { Standing::Negated } else { Standing::Counts };
            finds.push(Find { label, what, span, weight: PATTERN_WEIGHT, standing });
        }
        finds
    }
}

/// What the finds say for each label, 0 to 2.5: the strongest counts whole, each further one half.
pub(super) fn support<'a>(finds: impl Iterator<Item = &'a Find<'a>>, labels: usize) -> Vec<f32> {
    let mut strongest = vec![0f32; labels];
    let mut further = vec![0f32; labels];
    let mut counted: Vec<(usize, &str)> = Vec::new();
    for find in finds.filter(|find| find.standing == Standing::Counts) {
        if counted.contains(&(find.label, find.what)) {
            continue;
        }
        counted.push((find.label, find.what));
        let best = &mut strongest[find.label];
        further[find.label] += best.min(find.weight) * 0.5;
        *best = best.max(find.weight);
    }
    strongest.iter().zip(&further).map(|(best, more)| (best + more).min(2.5)).collect()
}

/// The automaton's texts, each once.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    owners: Vec<Vec<u32>>,
    /// By the normal spelling.
    patterns: HashMap<String, u32>,
    /// By the spelling of the folder: partners are written again and again.
    as_written: HashMap<String, Option<u32>>,
}

impl Texts {
    fn add(&mut self, text: &str) -> Option<u32> {
        if let Some(known) = self.as_written.get(text) {
            return *known;
        }
        let normal = normalise(text).text;
        let pattern = normal.contains(char::is_alphanumeric).then(|| {
            *self.patterns.entry(normal).or_insert_with_key(|normal| {
                self.all.push(normal.clone());
                self.owners.push(Vec::new());
                self.all.len() as u32 - 1
            })
        });
        self.as_written.insert(text.to_owned(), pattern);
        pattern
    }
}

/// Latin words and numbers count only whole: `ems` is not in `items`.
fn stands_alone(text: &str, span: Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let joined = |before: usize, after: usize| bytes[before].is_ascii_alphanumeric() && bytes[after].is_ascii_alphanumeric();
    let front = span.start > 0 && joined(span.start - 1, span.start);
    let plural = |end: usize| bytes[end] == b's' && bytes.get(end + 1).is_none_or(|next| !next.is_ascii_alphanumeric());
    let back = span.end < bytes.len() && joined(span.end - 1, span.end) && !plural(span.end);
    !front && !back
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{Bilingual, Priority},
        triage::Keyword,
    };

    fn source(id: &str, keywords: &[(&str, &[&str], &[&str])], patterns: &[&str]) -> LabelSource {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        LabelSource {
            id: id.into(),
            priority: Priority::Medium,
            wrong: 2.0,
            name: Bilingual::default(),
            definition: Bilingual::default(),
            keywords: keywords
                .iter()
                .map(|(text, requires, excludes)| Keyword {
                    text: (*text).to_owned(),
                    weight: 1.0,
                    requires: owned(requires),
                    excludes: owned(excludes),
                })
                .collect(),
            patterns: owned(patterns),
            examples: Vec::new(),
            questions: Vec::new(),
        }
    }

    #[track_caller]
    fn check(text: &str, expect: &[(&str, &str)]) {
        let sources = [
            source("refund", &[("退款", &[], &[]), ("refund", &[], &[])], &["钱.{0,3}退"]),
            source("stuck", &[("没更新", &["物流", "快递"], &["评价"]), ("快递没动", &[], &[])], &[]),
            source("courier", &[("快递", &[], &[]), ("ems", &[], &[])], &[]),
        ];
        let keywords = Keywords::build(&sources, false).unwrap();
        let found: Vec<(&str, &str)> = keywords
            .find(text)
            .into_iter()
            .filter(|find| find.standing == Standing::Counts)
            .map(|find| (sources[find.label].id.as_str().to_owned(), find.what))
            .map(|(label, what)| (["refund", "stuck", "courier"].into_iter().find(|id| *id == label).unwrap(), what))
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn overlapping_keywords_of_two_labels_are_both_found() {
        check("快递没动", &[("courier", "快递"), ("stuck", "快递没动")]);
    }

    #[test]
    fn partners_decide() {
        check("没更新", &[]);
        check("物流没更新", &[("stuck", "没更新")]);
        check("物流评价没更新", &[]);
    }

    #[test]
    fn latin_words_are_whole() {
        check("which items", &[]);
        check("by ems?", &[("courier", "ems")]);
        check("two refunds", &[("refund", "refund")]);
        check("发ems吗", &[("courier", "ems")]);
    }

    #[test]
    fn patterns_are_found_and_negated() {
        check("把钱给我退了", &[("refund", "钱.{0,3}退")]);
        check("不用退款", &[]);
    }

    #[test]
    fn mistakes_are_all_told() {
        let sources = [source("a", &[("!!", &[], &[])], &["("]), source("b", &[], &["[z-a]"])];
        let faults = Keywords::build(&sources, false).err().unwrap();
        assert_eq!(faults.iter().map(|fault| fault.label.as_str()).collect::<Vec<_>>(), ["a", "a", "b"]);
    }

    #[test]
    fn further_finds_count_half() {
        let find = |what, weight| Find { label: 0, what, span: 0..1, weight, standing: Standing::Counts };
        let finds = [find("a", 1.0), find("b", 0.6), find("a", 1.0)];
        assert_eq!(support(finds.iter(), 2), [1.3, 0.0]);
    }
}
