use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::node::Node;

/// One mistake in the shape of a file.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) remedy: String,
    /// The required key that isn't there.
    pub(super) missing: Option<&'static str>,
    /// The node to leave out so that reading can go on, and the line to show; absent until a node on the way out claims it.
    pub(super) place: Option<(NodeId, u32)>,
}

/// A node of a tree that stays where it is while it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NodeId(usize);

impl NodeId {
    pub(super) fn of(node: &Node) -> NodeId {
        NodeId(std::ptr::from_ref(node).addr())
    }
}

impl Mistake {
    fn new(message: String, remedy: impl Into<String>) -> Mistake {
        Mistake { message, remedy: remedy.into(), missing: None, place: None }
    }

    pub(super) fn at(mut self, node: &Node, line: u32) -> Mistake {
        self.place.get_or_insert((NodeId::of(node), line));
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Mistake::new(message.to_string(), "see docs/playbook.md for the format")
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match unexpected {
            Unexpected::Unit => "nothing".to_owned(),
            Unexpected::Str(text) => format!("the text `{}`", text.chars().take(40).collect::<String>()),
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Map => "keys and values".to_owned(),
            Unexpected::Other(text) => format!("`{text}`"),
            Unexpected::Bool(it) => format!("`{it}`"),
            Unexpected::Signed(it) => format!("`{it}`"),
            Unexpected::Unsigned(it) => format!("`{it}`"),
            Unexpected::Float(it) => format!("`{it}`"),
            other => other.to_string(),
        };
        let wanted = plain(&expected.to_string());
        Mistake::new(format!("wrong type: found {found} where {wanted} belongs"), format!("write {wanted} here"))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Mistake::new(format!("`{variant}` is not a value this key takes"), format!("write one of {}", expected.join(", ")))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Mistake::new(format!("unknown key `{field}`"), format!("the keys here are {}", expected.join(", ")))
    }

    fn missing_field(field: &'static str) -> Self {
        let mistake = Mistake::new(format!("`{field}` is missing"), format!("add `{field}` here"));
        Mistake { missing: Some(field), ..mistake }
    }
}

/// serde's names of types in an editor's words.
fn plain(expected: &str) -> String {
    match expected {
        "a string" | "a borrowed string" => "a text".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "keys and values".to_owned(),
        "u8" => "a whole number from 0 to 255".to_owned(),
        "u16" => "a whole number from 0 to 65535".to_owned(),
        "u32" | "u64" | "usize" => "a whole number, 0 or more,".to_owned(),
        "i32" | "i64" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        other if other.starts_with("struct ") => "keys and values".to_owned(),
        other if other.starts_with("enum ") => "a word".to_owned(),
        other => other.to_owned(),
    }
}
