//! What the documents say is there, and what is there is in the documents.

use std::{collections::BTreeSet, fs, path::Path};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The words between `before` and the next quotation mark.
fn words_after<'a>(text: &'a str, before: &str) -> BTreeSet<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_protocol_names_every_frame_and_kind() {
    let (types, document) = (read("web/shared/wire.ts"), read("docs/protocol.md"));
    let mut words = words_after(&types, "\"type\": \"");
    assert!(words.len() > 15, "the frames of wire.ts can't be read: {words:?}");
    let kinds = types.lines().find_map(|line| line.strip_prefix("export type Kind =")).unwrap();
    words.extend(kinds.split('"').skip(1).step_by(2));
    let missing: Vec<_> = words.iter().filter(|word| !document.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "docs/protocol.md doesn't name {missing:?}");
}
