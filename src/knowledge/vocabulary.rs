//! Every term that some article has, numbered.

use std::{collections::HashMap, sync::Arc};

use crate::text::typos::{Typos, one_slip_apart};

/// A term's place in the vocabulary.
pub(super) type TermId = u32;

#[derive(Default)]
pub(super) struct Vocabulary {
    ids: HashMap<Arc<str>, TermId>,
    words: Vec<Arc<str>>,
    typos: Typos,
}

impl Vocabulary {
    /// The term's number; a new one where it had none.
    pub(super) fn add(&mut self, text: &str) -> TermId {
        if let Some(term) = self.ids.get(text) {
            return *term;
        }
        let term = self.words.len() as TermId;
        let text: Arc<str> = text.into();
        self.typos.add(&text, term);
        self.words.push(Arc::clone(&text));
        self.ids.insert(text, term);
        term
    }

    pub(super) fn get(&self, text: &str) -> Option<TermId> {
        self.ids.get(text).copied()
    }

    /// Terms that the text may be a slip of.
    pub(super) fn near<'a>(&'a self, text: &'a str) -> impl Iterator<Item = TermId> + 'a {
        self.typos.near(text).into_iter().filter(move |term| one_slip_apart(text, &self.words[*term as usize]))
    }

    /// By number.
    pub(super) fn words(&self) -> &[Arc<str>] {
        &self.words
    }
}
