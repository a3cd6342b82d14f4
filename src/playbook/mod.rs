//! The shop folder, read whole, checked, compiled to one immutable value.
//!
//! Called by `app` (which swaps playbooks) and by the commands. A file goes through [`source`] (text to a tree with lines),
//! [`written`] (tree to struct), [`compile`] (struct to the types of the floors below). **Invariant:** a [`Playbook`] exists only of a
//! folder without a mistake; whoever has one can't meet a dangling reference, a broken template or a missing reply.

mod article;
mod cache;
mod changes;
mod compile;
mod facts;
mod folder;
mod import;
mod load;
mod moments;
mod names;
mod parse;
mod problem;
mod schema;
mod source;
mod starter;
mod vectors;
mod written;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, io};

use jiff::tz::TimeZone;

use crate::{
    base::{Bilingual, LabelId, Lang},
    dialog::{Book, Script},
    knowledge::Knowledge,
    triage::Triage,
};

pub use changes::{Change, Changes};
pub use compile::{Act, Expect, Input, Scenario, Step};
pub use folder::is_shop;
pub use import::{Imported, from_rasa};
pub use load::Sources;
pub use parse::{Hash, Kind};
pub use problem::Problem;
pub use schema::schemas;
pub use source::At;
pub use starter::{write_bare, write_starter};
pub use vectors::Progress;
pub use written::{Server, Storage};

/// A shop, compiled. It never changes; a new one takes its place.
pub struct Playbook {
    pub shop: Shop,
    /// What topics are called, by the part of a label before the dot.
    pub topics: BTreeMap<String, Bilingual>,
    pub script: Script,
    pub triage: Triage,
    pub knowledge: Knowledge,
    pub canned: Vec<Canned>,
    /// Wording that is never used to a buyer.
    pub forbidden: BTreeMap<Lang, Vec<String>>,
    pub scenarios: Vec<Scenario>,
    /// Every file read, by its path in the folder.
    pub files: BTreeMap<String, Hash>,
    pub model: Model,
    items: BTreeMap<(Kind, String), u64>,
}

impl Playbook {
    /// What the dialogue may consult.
    pub fn book(&self) -> Book<'_> {
        Book { script: &self.script, triage: &self.triage, knowledge: &self.knowledge }
    }

    /// How many things of a kind the shop has.
    pub fn count(&self, kind: Kind) -> usize {
        self.items.keys().filter(|(found, _)| *found == kind).count()
    }
}

/// `shop.toml`, as far as it isn't in [`Script`].
#[derive(Clone, Debug)]
pub struct Shop {
    pub name: Bilingual,
    /// Not empty; the first is the default.
    pub languages: Vec<Lang>,
    /// Labels offered beside the greeting.
    pub openers: Vec<LabelId>,
    pub zone: TimeZone,
    /// `[facts]`, with `shop_name`.
    pub facts: BTreeMap<String, Bilingual>,
    pub server: Server,
    pub storage: Storage,
}

/// A ready sentence for agents; a template of `agent`.
#[derive(Clone, Debug)]
pub struct Canned {
    pub id: String,
    pub text: Bilingual,
}

/// Where the trained classifier came from.
#[derive(Debug)]
pub enum Model {
    /// From the cache.
    Read,
    /// Trained, and kept for the next start.
    Written,
    /// Trained; there is no cache.
    Trained,
    /// Trained; keeping it failed, so the next start trains again.
    NotWritten(io::Error),
}
