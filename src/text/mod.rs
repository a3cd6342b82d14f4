//! Words before their meaning: one spelling for all of them, their language, and the vector that says what they are about.
//!
//! Called by `triage` and `knowledge`. **Invariant:** pure. The same text gives the same answer (of a vector's numbers, the last
//! digits depend on the processor).

mod encoder;
mod head;
mod language;
mod normalise;

pub use encoder::{Encode, Encoder, Vector, WIDTH, cosine, encode_all};
pub use head::Head;
pub use language::{is_han, language};
pub use normalise::{Normal, normalise};
