use std::collections::{HashMap, HashSet};

use serde::de::DeserializeOwned;

use super::{
    decode::{Decoder, Detours},
    mistake::NodeId,
    node::{Node, Value},
};
use crate::playbook::problem::Problems;

/// Reads a tree into a struct. Every mistake in its shape is reported; what is wrong is left out of the answer, with the item
/// around it where the item can't do without. `None` where nothing is left.
pub(in crate::playbook) fn read<T: DeserializeOwned>(file: &str, root: &Node, problems: &mut Problems) -> Option<T> {
    let mut detours = Detours::default();
    let mut parents: Option<HashMap<NodeId, (NodeId, String)>> = None;
    // Keys that were left out of their map: their absence is not another mistake.
    let mut lost: HashSet<(NodeId, String)> = HashSet::new();
    loop {
        let mistake = match T::deserialize(Decoder { node: root, detours: &detours }) {
            Ok(_) if !detours.blanks.is_empty() => {
                let parents = parents.get_or_insert_with(|| parents_in(root));
                for node in std::mem::take(&mut detours.blanks).into_keys() {
                    lost.extend(parents.get(&node).cloned());
                    detours.pruned.insert(node);
                }
                if detours.pruned.contains(&NodeId::of(root)) {
                    return None;
                }
                continue;
            }
            Ok(value) => return Some(value),
            Err(mistake) => mistake,
        };
        let (node, line) = mistake.place.unwrap_or((NodeId::of(root), root.line));
        let expected_absence = mistake.missing.is_some_and(|field| lost.contains(&(node, field.to_owned())));
        if !expected_absence {
            problems.add(file, line, mistake.message, mistake.remedy);
            if let Some(field) = mistake.missing {
                let blanks = detours.blanks.entry(node).or_default();
                if !blanks.contains(&field) {
                    blanks.push(field);
                    continue;
                }
            }
        }
        // A second mistake about a node that is out already can't be stepped around.
        if node == NodeId::of(root) || !detours.pruned.insert(node) {
            return None;
        }
        lost.extend(parents.get_or_insert_with(|| parents_in(root)).get(&node).cloned());
    }
}

/// The map and key of every value that has them.
fn parents_in(root: &Node) -> HashMap<NodeId, (NodeId, String)> {
    let mut parents = HashMap::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::List(items) => open.extend(items),
            Value::Map(entries) => {
                for (key, value) in entries {
                    parents.insert(NodeId::of(value), (NodeId::of(node), key.text.clone()));
                    open.push(value);
                }
            }
            Value::Null | Value::Scalar { .. } => (),
        }
    }
    parents
}
