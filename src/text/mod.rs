//! Words before their meaning: one spelling for all of them, their language, how they sound, and the vector that says what they are
//! about.
//!
//! Called by `triage` and `knowledge`. **Invariant:** pure. The same text gives the same answer (of a vector's numbers, the last
//! digits depend on the processor).

mod encoder;
mod english;
mod head;
mod language;
mod normalise;
pub mod pinyin;
pub mod typos;

pub use encoder::{Encode, Encoder, Vector, WIDTH, cosine, encode_all};
pub use english::{SHORTEST_LISTED, is_english};
pub use head::Head;
pub use language::{is_han, language};
pub use normalise::{Normal, normalise};
