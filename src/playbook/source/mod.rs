//! Files as they are written: a tree in which every value knows its line, read into structs with all mistakes kept.
//!
//! YAML and TOML become the same [`Node`]s, so that both get the same messages.

mod at;
mod blank;
mod decode;
mod mistake;
mod node;
mod read;
mod toml;
mod yaml;

pub use at::At;
pub(super) use at::Entries;
pub(super) use node::Node;
pub(super) use read::read;
pub(super) use toml::parse_toml;
pub(super) use yaml::parse_yaml;

#[cfg(test)]
mod tests;
