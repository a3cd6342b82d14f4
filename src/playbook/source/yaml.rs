use std::collections::HashMap;

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use serde_saphyr::{DuplicateKeyPolicy, Spanned};

use super::node::{Key, Kind, Node, Value};
use crate::playbook::problem::Problems;

/// Reads one YAML document. A syntax error ends the file; keys given twice are reported and the first one counts.
///
/// `first_line` is the line of the file on which `text` starts, counted from 1.
pub(in crate::playbook) fn parse_yaml(file: &str, text: &str, first_line: u32, problems: &mut Problems) -> Option<Node> {
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => Some(Reader { file, text, before: first_line - 1, problems }.node(raw)),
        Err(error) => {
            let line = error.location().map_or(1, |place| narrow(place.line()).max(1));
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or(&message);
            problems.add(
                file,
                line + first_line - 1,
                format!("not YAML: {message}"),
                "check indentation, colons and quotes here and on the line above",
            );
            None
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    before: u32,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn node(&mut self, raw: Spanned<Raw>) -> Node {
        let span = raw.defined.span();
        let source = || {
            let start = usize::try_from(span.byte_offset()?).ok()?;
            self.text.get(start..start.checked_add(usize::try_from(span.byte_len()?).ok()?)?)
        };
        let scalar =
            |kind, otherwise: String| Value::Scalar { text: source().map_or(otherwise, str::to_owned), kind, loose: true };
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Bool(it) => scalar(Kind::Bool(it), it.to_string()),
            Raw::Whole(it) => scalar(Kind::Whole(it), it.to_string()),
            Raw::Number(it) => scalar(Kind::Number(it), it.to_string()),
            Raw::Text(text) => Value::Scalar { text, kind: Kind::Text, loose: false },
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Map(entries) => Value::Map(self.map(entries)),
        };
        Node { line: self.line(raw.referenced.line()), value }
    }

    fn map(&mut self, entries: Vec<(Spanned<String>, Spanned<Raw>)>) -> Vec<(Key, Node)> {
        let mut map: Vec<(Key, Node)> = Vec::with_capacity(entries.len());
        let mut seen = HashMap::with_capacity(entries.len());
        for (key, value) in entries {
            let line = self.line(key.referenced.line());
            if let Some(first) = seen.get(&key.value) {
                let message = format!("`{}` is here twice (first on line {first})", key.value);
                self.problems.add(self.file, line, message, "keep one of them");
                continue;
            }
            seen.insert(key.value.clone(), line);
            let node = self.node(value);
            map.push((Key { text: key.value, line }, node));
        }
        map
    }

    fn line(&self, line: u64) -> u32 {
        self.before.saturating_add(narrow(line))
    }
}

fn narrow(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX >> 1)
}

/// Any YAML value, before its lines are taken.
enum Raw {
    Null,
    Bool(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, it: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Raw, E> {
        Ok(Raw::Whole(it))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Raw, E> {
        Ok(i64::try_from(it).map_or(Raw::Number(it as f64), Raw::Whole))
    }

    fn visit_i128<E: de::Error>(self, it: i128) -> Result<Raw, E> {
        Ok(Raw::Number(it as f64))
    }

    fn visit_u128<E: de::Error>(self, it: u128) -> Result<Raw, E> {
        Ok(Raw::Number(it as f64))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Raw, E> {
        Ok(Raw::Number(it))
    }

    fn visit_str<E>(self, it: &str) -> Result<Raw, E> {
        Ok(Raw::Text(it.to_owned()))
    }

    fn visit_string<E>(self, it: String) -> Result<Raw, E> {
        Ok(Raw::Text(it))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}
