//! Words before their meaning: one spelling for all of them, their language, and the vector that says what they are about.
//!
//! Called by `triage` and `knowledge`. **Invariant:** pure. The same text gives the same answer on any machine.

mod language;
mod normalise;

pub use language::{is_han, language};
pub use normalise::{Normal, normalise};
