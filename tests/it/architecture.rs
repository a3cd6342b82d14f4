//! The import rules of `src/lib.rs`, as a test.

use std::{fs, path::Path};

/// Lowest first. A module imports from floors strictly below its own.
const FLOORS: &[&[&str]] = &[
    &["base"],
    &["text"],
    &["triage", "knowledge", "case"],
    &["dialog", "desk"],
    &["playbook"],
    &["store", "bus"],
    &["config"],
    &["app"],
    &["server"],
    &["cli"],
];

/// Where a heavy dependency may be named.
const HOMES: &[(&str, &[&str])] = &[
    ("aho_corasick", &["text", "triage"]),
    ("regex", &["triage", "playbook"]),
    ("ndarray", &["text"]),
    ("tantivy", &["knowledge"]),
    ("jieba_rs", &["knowledge"]),
    ("serde_saphyr", &["playbook"]),
    ("toml", &["playbook"]),
    ("sqlx", &["store"]),
    ("dashmap", &["bus", "app"]),
    ("tokio", &["store", "bus", "app", "server", "cli"]),
    ("axum", &["server"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("indicatif", &["cli"]),
];

const SRC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

#[test]
fn imports_go_down() {
    let mut faults = Vec::new();
    visit(Path::new(SRC), &mut |path, text| {
        let inside = path.strip_prefix(SRC).unwrap().to_str().unwrap();
        faults.extend(faults_in(inside, text));
    });
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_top_level_module_has_a_floor() {
    for entry in fs::read_dir(SRC).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let module = name.trim_end_matches(".rs");
        assert!(
            module == "lib" || module == "main" || floor(module).is_some(),
            "src/{name} has no floor: give it one in tests/it/architecture.rs and src/lib.rs"
        );
    }
}

#[test]
fn no_file_grows_past_five_hundred_lines_of_code() {
    let mut long = Vec::new();
    visit(Path::new(SRC), &mut |path, text| {
        let lines = code_of(text).lines().filter(|line| !line.trim().is_empty()).count();
        if lines > 500 {
            long.push(format!("{}: {lines}", path.display()));
        }
    });
    assert!(long.is_empty(), "\n{}\n", long.join("\n"));
}

/// The scanner is code too.
#[test]
fn the_scanner_sees_through_groups_and_comments() {
    let bad = "use crate::{\n    base::ids,\n    server::{chat, desk},\n};\n// use crate::cli;\n";
    assert_eq!(faults_in("store/mod.rs", bad), ["store/mod.rs: store may not import server"]);
    assert_eq!(faults_in("dialog/x.rs", "async fn f() { tokio::task::yield_now().await }").len(), 1);
    assert_eq!(faults_in("app/hub.rs", "use crate::{bus, app::clock, base::ids};"), [""; 0]);
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn faults_in(path: &str, text: &str) -> Vec<String> {
    let here = path.split(['/', '.']).next().unwrap();
    if here == "lib" || here == "main" {
        return Vec::new();
    }
    let code = code_of(text);
    let up = imported(&code)
        .into_iter()
        .filter(|there| *there != here && floor(there).is_some() && floor(here) <= floor(there))
        .map(|there| format!("{path}: {here} may not import {there}"));
    let stray = HOMES
        .iter()
        .filter(|(krate, homes)| names(&code, krate) && !homes.contains(&here))
        .map(|(krate, homes)| format!("{path}: {krate} belongs in {}", homes.join(", ")));
    up.chain(stray).collect()
}

/// The code before a file's own tests, without comments.
fn code_of(text: &str) -> String {
    text.lines()
        .take_while(|line| *line != "mod tests {")
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// Whether a path that starts with this crate's name occurs.
fn names(code: &str, krate: &str) -> bool {
    code.match_indices(&format!("{krate}::"))
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
}

/// The first path part after every `crate::`, groups included.
fn imported(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, prefix) in code.match_indices("crate::") {
        let rest = &code[at + prefix.len()..];
        if !rest.starts_with('{') {
            found.push(ident(rest));
            continue;
        }
        let mut depth = 0;
        for (i, c) in rest.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => (),
            }
            if depth == 0 {
                break;
            }
            if depth == 1 && (c == '{' || c == ',') {
                found.push(ident(rest[i + 1..].trim_start()));
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn ident(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn visit(dir: &Path, each: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, each);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            each(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
