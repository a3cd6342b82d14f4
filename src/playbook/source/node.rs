use std::hash::{Hash, Hasher};

/// A value of a YAML or TOML file, with the line that it starts on.
#[derive(Clone, Debug)]
pub(in crate::playbook) struct Node {
    pub(in crate::playbook) line: u32,
    pub(in crate::playbook) value: Value,
}

#[derive(Clone, Debug)]
pub(in crate::playbook) enum Value {
    Null,
    Scalar {
        /// As written; for a quoted text, what the quotes mean.
        text: String,
        kind: Kind,
        /// Written without quotes in YAML, where `12` may be meant as a text.
        loose: bool,
    },
    List(Vec<Node>),
    /// In the order written, each key once.
    Map(Vec<(Key, Node)>),
}

/// What a scalar is when nobody says what it should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::playbook) enum Kind {
    Text,
    Whole(i64),
    Number(f64),
    Bool(bool),
}

#[derive(Clone, Debug)]
pub(in crate::playbook) struct Key {
    pub(in crate::playbook) text: String,
    pub(in crate::playbook) line: u32,
}

impl Node {
    /// The value under `key`, where this is a map that has it.
    pub(in crate::playbook) fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(name, _)| name.text == key).map(|(_, node)| node),
            _ => None,
        }
    }

    pub(in crate::playbook) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub(in crate::playbook) fn entries(&self) -> &[(Key, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(in crate::playbook) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// For values that stand in no file of the editor's.
    pub(in crate::playbook) fn forget_lines(&mut self) {
        self.line = 0;
        match &mut self.value {
            Value::Null | Value::Scalar { .. } => (),
            Value::List(items) => items.iter_mut().for_each(Node::forget_lines),
            Value::Map(entries) => entries.iter_mut().for_each(|(key, node)| {
                key.line = 0;
                node.forget_lines();
            }),
        }
    }

    /// Takes from `below` the keys that are missing here, in this map and in the maps directly in it.
    pub(in crate::playbook) fn lay_over(&mut self, below: &Node) {
        self.lay_over_to(below, 1);
    }

    fn lay_over_to(&mut self, below: &Node, depth: u32) {
        let (Value::Map(mine), Value::Map(theirs)) = (&mut self.value, &below.value) else { return };
        for (key, value) in theirs {
            match mine.iter_mut().find(|(name, _)| name.text == key.text) {
                None => mine.push((key.clone(), value.clone())),
                Some((_, node)) if depth > 0 => node.lay_over_to(value, depth - 1),
                Some(_) => (),
            }
        }
    }
}

/// By content: lines don't count, so that moving an item isn't a change of it.
impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.value {
            Value::Null => state.write_u8(0),
            Value::Scalar { text, .. } => {
                state.write_u8(1);
                text.hash(state);
            }
            Value::List(items) => {
                state.write_u8(2);
                items.hash(state);
            }
            Value::Map(entries) => {
                state.write_u8(3);
                state.write_usize(entries.len());
                for (key, node) in entries {
                    key.text.hash(state);
                    node.hash(state);
                }
            }
        }
    }
}
