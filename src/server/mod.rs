//! Sockets, HTTP resources, pages. The only floor that knows the wire.
//!
//! Called by `cli serve`. One task a socket: it waits for its peer, its outbox, its answers and its timer, and each of them
//! becomes one value for one function. **Invariant:** a peer can cost no more than its limits: every wait on it has a timeout,
//! every queue for it a bound, and one that doesn't read is cut off and resumes by `seq`.

mod options;
mod serve;
mod shared;

mod chat;
mod desk;
pub mod frame;
mod line;

mod limits;
mod origin;
mod peer;
mod refusal;
mod said;
mod throttle;
mod token;

mod cases;
mod conversations;
mod health;
mod login;
mod names;
#[cfg(feature = "pages")]
mod pages;
mod queue;
mod reload;
mod router;
mod shop;

pub use health::Gauges;
pub use options::{Limits, Options};
pub use serve::serve;
