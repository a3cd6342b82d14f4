use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::node::{Key, Kind, Node, Value};
use crate::playbook::problem::Problems;

/// Reads a TOML file as far as it goes; every syntax error is reported.
pub(in crate::playbook) fn parse_toml(file: &str, text: &str, problems: &mut Problems) -> Node {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let line = error.span().map_or(1, |span| lines.at(span.start));
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        problems.add(file, line, format!("not TOML: {message}"), "check quotes, brackets and the `=` here");
    }
    Node { line: 1, value: lines.map(table.into_inner()) }
}

/// Where each line starts.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        Lines(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    fn at(&self, byte: usize) -> u32 {
        u32::try_from(self.0.partition_point(|start| *start <= byte)).unwrap_or(u32::MAX)
    }

    fn map(&self, table: DeTable<'_>) -> Value {
        let entry = |(key, value): (Spanned<_>, Spanned<DeValue<'_>>)| {
            let line = self.at(key.span().start);
            let key: std::borrow::Cow<'_, str> = key.into_inner();
            (Key { text: key.into_owned(), line }, self.node(value))
        };
        let mut entries: Vec<_> = table.into_iter().map(entry).collect();
        entries.sort_by_key(|(key, _)| key.line);
        Value::Map(entries)
    }

    fn node(&self, value: Spanned<DeValue<'_>>) -> Node {
        let line = self.at(value.span().start);
        let value = match value.into_inner() {
            DeValue::String(text) => strict(text.into_owned(), Kind::Text),
            DeValue::Integer(it) => {
                let text = it.to_string();
                match i64::from_str_radix(it.as_str(), it.radix()) {
                    Ok(whole) => strict(text, Kind::Whole(whole)),
                    Err(_) => strict(text, Kind::Number(f64::MAX)),
                }
            }
            DeValue::Float(it) => {
                let number = it.as_str().parse().unwrap_or(f64::NAN);
                strict(it.as_str().to_owned(), Kind::Number(number))
            }
            DeValue::Boolean(it) => strict(it.to_string(), Kind::Bool(it)),
            DeValue::Datetime(it) => strict(it.to_string(), Kind::Text),
            DeValue::Array(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => self.map(table),
        };
        Node { line, value }
    }
}

fn strict(text: String, kind: Kind) -> Value {
    Value::Scalar { text, kind, loose: false }
}
