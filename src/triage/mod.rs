//! Text to meaning: normalise, look keywords up, read slots and mood, classify, fuse, decide.
//!
//! Called by `dialog` for each buyer's message and by the `triage` and `intents eval` commands.
//! **Invariant:** pure. The same text, topic and shop give the same reading, on any machine.

mod source;

mod reader;

mod speller;

mod focus;
mod keywords;
mod learn;
mod mood;
mod slots;

mod classifier;
mod features;
mod model;
mod train;

mod decide;
mod explain;
mod fuse;
mod needs;
mod topic;

mod variety;

pub use explain::Explanation;
pub use reader::{Effort, Triage};
pub use source::{Fault, Keyword, LabelSource, Rules};
pub use variety::{Alike, Pair, Variety, alike, copies, varieties};
