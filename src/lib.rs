//! After-sales customer service for online shops, in one program.
//!
//! The floors, lowest first. Each imports only floors beneath it; `tests/it/architecture.rs` holds the table.
//!
//! - [`base`]: ids, time, money, readings, events, private values. **Invariant:** knows nothing of any floor above.
//! - [`text`]: one spelling, the language, the vector of a text.
//! - [`triage`], [`knowledge`], [`case`]: text to meaning, articles to answers, what a buyer wants settled.
//!   **Invariant:** pure: no task, clock, socket or SQL.
//! - [`dialog`], [`desk`]: what the bot says next, who waits and who gets whom. **Invariant:** `(state, playbook, input, now) -> facts`,
//!   nothing else goes in or out.
//! - [`playbook`]: the shop folder, read whole, checked, compiled, swappable. **Invariant:** a mistake in it never reaches a running shop.
//! - [`store`], [`bus`]: the outside world, each behind one contract. **Invariant:** what was acknowledged is on the disk.
//! - [`config`]: settings as written, then as meant.
//! - [`app`]: the one place that drives conversations. **Invariant:** append first, send second.
//! - [`server`]: sockets, HTTP resources, pages. **Invariant:** the only floor that knows the wire.
//! - [`cli`]: one file per command.

pub mod base;

pub mod text;

pub mod case;
pub mod knowledge;
pub mod triage;

pub mod desk;
pub mod dialog;

pub mod playbook;

pub mod bus;
pub mod store;

pub mod config;

pub mod app;

pub mod server;

pub mod cli;
