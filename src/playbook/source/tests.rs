use super::*;
use crate::playbook::problem::Problems;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Shelf {
    #[expect(dead_code, reason = "only its absence matters here")]
    name: String,
    #[serde(default)]
    books: Vec<At<Book>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    id: At<String>,
    #[expect(dead_code, reason = "only its shape matters here")]
    pages: u16,
    #[serde(default)]
    #[expect(dead_code, reason = "only its shape matters here")]
    tags: Vec<String>,
}

#[track_caller]
fn check(yaml: &str, ids: &str, expected: &[&str]) {
    let mut problems = Problems::default();
    let shelf = parse_yaml("f.yaml", yaml, 1, &mut problems).and_then(|node| read::<Shelf>("f.yaml", &node, &mut problems));
    let found = shelf.map_or("-".to_owned(), |shelf| {
        let id = |book: &At<Book>| format!("{}@{}", book.id.value, book.id.line);
        shelf.books.iter().map(id).collect::<Vec<_>>().join(" ")
    });
    assert_eq!(found, ids);
    let problems: Vec<String> = problems.sorted().iter().map(|p| format!("{}: {}", p.line.unwrap_or(0), p.message)).collect();
    assert_eq!(problems, expected);
}

#[test]
fn keeps_what_is_right_and_reports_all_that_is_not() {
    check("name: n\nbooks:\n  - {id: a, pages: 3}\n  - id: b\n    pages: 4\n", "a@3 b@4", &[]);
    check(
        "name: n\nbooks:\n  - {id: a, pages: x, colour: red}\n  - {id: b}\n  - {tags: [1, [2], three]}\n  - {id: c, pages: 1, tags: [yes, 007]}\n",
        "c@6",
        &[
            "3: unknown key `colour`",
            "3: wrong type: found the text `x` where a whole number from 0 to 65535 belongs",
            "4: `pages` is missing",
            "5: `id` is missing",
            "5: `pages` is missing",
            "5: wrong type: found a list where a text belongs",
        ],
    );
    check("books: []\n", "-", &["1: `name` is missing"]);
    check("name: n\nname: m\n", "", &["2: `name` is here twice (first on line 1)"]);
    check("name: n\nbooks: [{id: 1\n", "-", &["2: not YAML: unclosed bracket '{'"]);
    check("", "-", &["1: wrong type: found nothing where keys and values belongs"]);
    check("name: n\nbooks: {a: 1}\n", "", &["2: wrong type: found keys and values where a list belongs"]);
}

#[test]
fn toml_reads_on_after_a_mistake() {
    let mut problems = Problems::default();
    let node = parse_toml("shop.toml", "a = \nb = 'x'\n[c]\nd = 1\nd = 2\n", &mut problems);
    assert_eq!(node.get("b").and_then(Node::text), Some("x"));
    let lines: Vec<_> = problems.sorted().iter().map(|p| p.line).collect();
    assert_eq!(lines, [Some(1), Some(5)]);
}
