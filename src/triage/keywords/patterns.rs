//! Regular expressions of the shop's folder. Each runs only on messages that hold the words it can't do without.

use std::{collections::HashMap, ops::Range, sync::OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::{Regex, RegexBuilder};

use super::{
    super::source::{Fault, LabelSource},
    required::required,
};

pub(super) struct Patterns {
    each: Vec<Pattern>,
    /// Finds the words that patterns can't do without.
    words: AhoCorasick,
    /// By word: the patterns that need it, and which of their needs, from 0, it meets.
    meets: Vec<Vec<(u16, u8)>>,
}

struct Pattern {
    label: usize,
    text: String,
    /// How many needs it has.
    needs: u8,
    /// Compiled when it is first wanted: a shop has hundreds, a message wants few.
    compiled: OnceLock<Option<Regex>>,
}

/// Compiled size of one pattern: larger is a mistake such as `.{0,9999}`.
const LARGEST: usize = 1 << 20;

impl Patterns {
    /// With `known_good`, the patterns have compiled before and are not tried now.
    pub(super) fn build(sources: &[LabelSource], known_good: bool) -> Result<Patterns, Vec<Fault>> {
        let mut each = Vec::new();
        let mut faults = Vec::new();
        let mut words: Vec<String> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut meets: Vec<Vec<(u16, u8)>> = Vec::new();
        for (label, source) in sources.iter().enumerate() {
            for text in &source.patterns {
                let compiled = OnceLock::new();
                if !known_good {
                    match compile(text) {
                        Ok(regex) => drop(compiled.set(Some(regex))),
                        Err(error) => {
                            faults.push(Fault { label: source.id.clone(), what: format!("pattern {text:?}: {error}") });
                            continue;
                        }
                    }
                }
                let mut needs = 0u8;
                for any_of in required(text).into_iter().take(8) {
                    for word in any_of {
                        let at = *places.entry(word).or_insert_with_key(|word| {
                            words.push(word.clone());
                            meets.push(Vec::new());
                            words.len() - 1
                        });
                        meets[at].push((each.len() as u16, needs));
                    }
                    needs += 1;
                }
                each.push(Pattern { label, text: text.clone(), needs, compiled });
            }
        }
        let words =
            AhoCorasick::builder().match_kind(MatchKind::Standard).kind(Some(AhoCorasickKind::ContiguousNFA)).build(&words);
        match words {
            Ok(words) if faults.is_empty() => Ok(Patterns { each, words, meets }),
            Ok(_) => Err(faults),
            Err(error) => {
                let label = sources.first().map_or("".into(), |source| source.id.clone());
                faults.push(Fault { label, what: format!("the shop's patterns together: {error}") });
                Err(faults)
            }
        }
    }

    /// Label, pattern and place of the first match of each pattern.
    pub(super) fn find(&self, normal: &str) -> Vec<(usize, &str, Range<usize>)> {
        let mut met = vec![0u8; self.each.len()];
        // Words come in the order in which they end, and so do the needs of a text that matches.
        for found in self.words.find_overlapping_iter(normal) {
            for (pattern, need) in &self.meets[found.pattern().as_usize()] {
                let met = &mut met[usize::from(*pattern)];
                *met += u8::from(*met == *need);
            }
        }
        let wanted = self.each.iter().zip(met).filter(|(pattern, met)| pattern.needs == *met);
        let found = wanted.filter_map(|(pattern, _)| {
            let regex = pattern.compiled.get_or_init(|| compile(&pattern.text).ok()).as_ref()?;
            Some((pattern.label, pattern.text.as_str(), regex.find(normal)?.range()))
        });
        found.collect()
    }
}

fn compile(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).size_limit(LARGEST).build()
}
