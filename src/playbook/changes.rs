//! What differs between two playbooks, for the editor who reloads.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::{Playbook, names::what, parse::Kind};

/// What changed from an old playbook to a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// By path, in order.
    pub files: Vec<(String, Change)>,
    /// By kind and id, in order. An article counts once for its languages.
    pub items: Vec<(Kind, String, Change)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    Added,
    Changed,
    Removed,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.items.is_empty()
    }
}

impl Playbook {
    /// What changed since `old`, by file and by thing.
    pub fn changes_since(&self, old: &Playbook) -> Changes {
        Changes {
            files: changes(&old.files, &self.files).map(|(file, change)| (file.clone(), change)).collect(),
            items: changes(&old.items, &self.items).map(|((kind, id), change)| (*kind, id.clone(), change)).collect(),
        }
    }
}

fn changes<'a, K: Ord, V: PartialEq>(old: &'a BTreeMap<K, V>, new: &'a BTreeMap<K, V>) -> impl Iterator<Item = (&'a K, Change)> {
    let mut all: Vec<(&K, Change)> = new
        .iter()
        .filter_map(|(key, value)| match old.get(key) {
            None => Some((key, Change::Added)),
            Some(before) if before != value => Some((key, Change::Changed)),
            Some(_) => None,
        })
        .collect();
    all.extend(old.keys().filter(|key| !new.contains_key(key)).map(|key| (key, Change::Removed)));
    all.sort_by(|a, b| a.0.cmp(b.0));
    all.into_iter()
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Change::Added => "added",
            Change::Changed => "changed",
            Change::Removed => "removed",
        })
    }
}

/// A line a change: `changed article return.address`.
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("nothing changed");
        }
        for (file, change) in &self.files {
            writeln!(f, "{change} {file}")?;
        }
        for (kind, id, change) in &self.items {
            writeln!(f, "{change} {} {id}", what(*kind))?;
        }
        Ok(())
    }
}
