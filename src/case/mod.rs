//! What a buyer wants settled: the case file's number, its lines, and what of it is shown to whom.
//!
//! Called by `dialog` when a form is confirmed or a person is promised. **Invariant:** plain values in, plain values out.

mod checks;
mod mask;
mod number;
mod summary;

pub use checks::{checks, checks_name};
pub use mask::mask;
pub use number::number;
pub use summary::lines;
