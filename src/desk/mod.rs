//! Who waits and who comes first. Pure functions over (waiting, agents, now).
//!
//! Called by `app` for the desk's queue. **Invariant:** the order depends on nothing but its arguments.

mod order;

pub use order::{Standing, ahead, order};
