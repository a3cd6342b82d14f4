//! One binary for every test that touches more than one floor.
#![expect(clippy::unwrap_used, reason = "a test that can't set itself up should stop there")]

mod architecture;

mod harness;

mod bad_input;
mod crash;
mod documents;
mod http;
mod reconnect;
mod sockets;
