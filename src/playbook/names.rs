//! What every thing of the shop is called, and where that is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    parse::{Kind, Parsed},
    problem::{Place, Problems},
};
use crate::base::Lang;

/// Every name that the folder declares.
pub(super) struct Names {
    declared: HashMap<Kind, BTreeMap<String, Place>>,
    /// Kinds of which a file couldn't be read, so that a name that isn't here may still exist.
    unsure: BTreeSet<Kind>,
    /// Per article: where it is in each language.
    pub(super) articles: BTreeMap<String, BTreeMap<Lang, Place>>,
}

impl Names {
    /// Collects the names; a name given twice is reported with both places.
    pub(super) fn of(files: &[Parsed], problems: &mut Problems) -> Names {
        let mut names = Names { declared: HashMap::new(), unsure: BTreeSet::new(), articles: BTreeMap::new() };
        for parsed in files {
            if !parsed.whole {
                names.unsure.extend(kinds_in(parsed));
            }
            for declared in &parsed.declared {
                let place = Place::new(&parsed.file, declared.line);
                let first = match parsed.lang() {
                    Some(lang) => names.articles.entry(declared.id.clone()).or_default().insert(lang, place.clone()),
                    None => None,
                };
                let known = names.declared.entry(declared.kind).or_default();
                let first = match parsed.lang() {
                    Some(_) => first,
                    None => known.get(&declared.id).cloned(),
                };
                if let Some(first) = first {
                    let what = what(declared.kind);
                    let message = format!("{what} `{}` is here a second time; the first is {first}", declared.id);
                    problems.add(&place.file, place.line, message, "rename or remove one of them");
                }
                known.entry(declared.id.clone()).or_insert(place);
            }
        }
        names
    }

    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.declared.get(&kind).is_some_and(|names| names.contains_key(id))
    }

    pub(super) fn has_any(&self, kind: Kind) -> bool {
        self.declared.get(&kind).is_some_and(|names| !names.is_empty())
    }

    pub(super) fn is_sure(&self, kind: Kind) -> bool {
        !self.unsure.contains(&kind)
    }

    /// Reports a reference to something that isn't there.
    pub(super) fn must_have(&self, kind: Kind, id: &str, file: &str, line: u32, problems: &mut Problems) {
        if self.has(kind, id) || !self.is_sure(kind) {
            return;
        }
        let remedy = match self.nearest(kind, id) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("correct it, or write that {}", what(kind)),
        };
        problems.add(file, line, format!("there is no {} `{id}`", what(kind)), remedy);
    }

    /// The name that a slip of the pen away would have been right.
    fn nearest(&self, kind: Kind, id: &str) -> Option<&str> {
        let names = self.declared.get(&kind)?;
        let near = names.keys().map(|name| (distance(name, id), name.as_str())).min()?;
        (near.0 <= 1 + id.chars().count() / 5).then_some(near.1)
    }
}

pub(super) fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Label => "label",
        Kind::Form => "form",
        Kind::Guide => "guide",
        Kind::Faq => "article",
        Kind::Reply => "reply",
        Kind::Canned => "canned reply",
    }
}

fn kinds_in(parsed: &Parsed) -> Vec<Kind> {
    use super::folder::FileKind;
    match parsed.kind {
        FileKind::Intents => vec![Kind::Label],
        FileKind::Forms => vec![Kind::Form],
        FileKind::Guides => vec![Kind::Guide],
        FileKind::Replies => vec![Kind::Reply, Kind::Canned],
        FileKind::Article(_) => vec![Kind::Faq],
        FileKind::Shop | FileKind::Scenario => Vec::new(),
    }
}

/// Letters to insert, remove or replace between two words.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
