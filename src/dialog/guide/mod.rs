//! Self-diagnosis: a guide's checks, one at a time, before a claim is filed.
//!
//! Called by `serve`, which offers a guide before it serves a fault, and by the phase `checking`.

mod answer;
mod fits;
mod fold;
mod walk;

mod en;
mod zh;

pub(super) use answer::{Answer, agrees, asks_how, read, wants_claim};
pub(super) use fits::{danger, is_claim};
pub(super) use walk::{begin, claim, claim_again, comes_back, explain, leave, miss, offer, restate, stop, take};
