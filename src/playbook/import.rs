//! Labelled examples of other systems, written as `intents/*.yaml`.

use std::collections::{BTreeMap, HashSet};

use super::{
    Problem,
    compile::{is_id, topic_of},
    problem::Problems,
    source::{Node, parse_yaml},
};
use crate::base::Lang;

type Examples = Vec<(Lang, String)>;

/// Texts by label, ready to be written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Imported {
    labels: BTreeMap<String, Examples>,
    seen: HashSet<String>,
    /// Texts left out: empty ones, ones seen before, labels that can't be ids.
    pub skipped: usize,
}

impl Imported {
    /// Adds one example. The first label that claims a text keeps it.
    pub fn add(&mut self, label: &str, text: &str) {
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let (label, text) = (label.trim(), text.trim());
        if text.is_empty() || !is_id(label) || !self.seen.insert(text.to_owned()) {
            self.skipped += 1;
            return;
        }
        let han = text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
        let lang = if han { Lang::Zh } else { Lang::En };
        self.labels.entry(label.to_owned()).or_default().push((lang, text.to_owned()));
    }

    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.keys().map(String::as_str)
    }

    pub fn examples(&self) -> usize {
        self.labels.values().map(Vec::len).sum()
    }

    /// One file a topic: its name in `intents/`, and its text. Labels answer from the knowledge base until an editor says otherwise.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut topics: BTreeMap<&str, Vec<(&str, &Examples)>> = BTreeMap::new();
        for (label, examples) in &self.labels {
            topics.entry(topic_of(label)).or_default().push((label, examples));
        }
        let mut names = HashSet::new();
        let file = |(topic, labels): (&str, Vec<_>)| {
            let mut name: String = topic.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
            while !names.insert(name.to_lowercase()) {
                name.push('-');
            }
            (format!("{name}.yaml"), topic_file(topic, &labels))
        };
        topics.into_iter().map(file).collect()
    }
}

fn topic_file(topic: &str, labels: &[(&str, &Examples)]) -> String {
    let mut text = String::from("# yaml-language-server: $schema=../schemas/intents.json\n");
    let q = quoted;
    text += &format!("topic: {}\nname: {{zh: {}, en: {}}}\nintents:\n", q(topic), q(topic), q(topic));
    for (label, examples) in labels {
        text +=
            &format!("  - id: {}\n    name: {{zh: {}, en: {}}}\n    route: faq\n    examples:\n", q(label), q(label), q(label));
        for lang in Lang::ALL {
            let mut of_lang = examples.iter().filter(|(found, _)| *found == lang).peekable();
            if of_lang.peek().is_some() {
                text += &format!("      {lang}:\n");
            }
            for (_, example) in of_lang {
                text += &format!("        - {}\n", q(example));
            }
        }
    }
    text
}

/// A YAML text in double quotes; JSON's are the same where there are no control characters.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Reads a Rasa `nlu.yml`: intents with examples; entity marks are taken off, lookups, synonyms and patterns are left out.
///
/// # Errors
///
/// A file that isn't YAML, or has no `nlu` list.
pub fn from_rasa(file: &str, text: &str) -> Result<Imported, Vec<Problem>> {
    let mut problems = Problems::default();
    let root = parse_yaml(file, text, 1, &mut problems);
    let list = root.as_ref().and_then(|root| root.get("nlu"));
    if problems.is_empty() && list.is_none_or(|list| list.items().is_empty()) {
        problems.add(file, 1, "there is no `nlu` list in this file", "give a Rasa nlu.yml, with `nlu:` and `- intent: …` in it");
    }
    if !problems.is_empty() {
        return Err(problems.sorted());
    }
    let mut imported = Imported::default();
    for item in list.map(Node::items).unwrap_or_default() {
        let Some(intent) = item.get("intent").and_then(Node::text) else { continue };
        let examples = item.get("examples");
        for line in examples.and_then(Node::text).into_iter().flat_map(str::lines) {
            if let Some(example) = line.trim_start().strip_prefix('-') {
                imported.add(intent, &without_entities(example));
            }
        }
        for example in examples.map(Node::items).unwrap_or_default() {
            if let Some(text) = example.text().or_else(|| example.get("text")?.text()) {
                imported.add(intent, &without_entities(text.trim_start().trim_start_matches("- ")));
            }
        }
    }
    Ok(imported)
}

/// `to [Berlin](city)` and `to [Berlin]{"entity": "city"}` are `to Berlin`.
fn without_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let marked = rest[open + 1..].split_once(']').and_then(|(word, after)| {
            let close = match after.chars().next()? {
                '(' => ')',
                '{' => '}',
                _ => return None,
            };
            Some((word, after.split_once(close)?.1))
        });
        plain.push_str(&rest[..open]);
        match marked {
            Some((word, after)) => {
                plain.push_str(word);
                rest = after;
            }
            None => {
                plain.push('[');
                rest = &rest[open + 1..];
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rasa_and_writes_topics() {
        let rasa = "version: '3.1'\nnlu:\n- intent: greet\n  examples: |\n    - hi\n    - hi\n    - hello [Bob](name)\n- intent: order.track\n  examples:\n    - text: \"where is [it]{\\\"entity\\\": \\\"x\\\"} [now\"\n    - 我的\"件\"呢\n- synonym: x\n  examples: |\n    - y\n";
        let imported = from_rasa("nlu.yml", rasa).unwrap();
        assert_eq!((imported.examples(), imported.skipped), (4, 1));
        let files = imported.files();
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["imported.yaml", "order.yaml"]);
        assert!(files[0].1.contains("- \"hello Bob\"\n"), "{}", files[0].1);
        assert!(
            files[1].1.contains("      zh:\n        - \"我的\\\"件\\\"呢\"\n      en:\n        - \"where is it [now\"\n"),
            "{}",
            files[1].1
        );
    }

    #[test]
    fn other_files_are_refused_with_a_remedy() {
        for text in ["", "rules: []", "nlu: 1", "nlu: [", "[]"] {
            assert!(from_rasa("f", text).is_err(), "{text}");
        }
    }
}
