//! Each file on its own: text to written struct, with the names it declares.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher},
    sync::Arc,
};

use sha2::{Digest, Sha256};

use super::{
    article::ArticleFile,
    folder::{self, FileKind, Listed},
    problem::Problems,
    source::{Node, parse_toml, parse_yaml, read},
    written::{FormsFile, GuidesFile, IntentsFile, RepliesFile, ScenarioFile, ShopFile},
};
use crate::base::Lang;

/// The SHA-256 of a file.
pub type Hash = [u8; 32];

/// A file as written.
pub(super) struct Parsed {
    pub(super) file: Arc<str>,
    pub(super) kind: FileKind,
    pub(super) hash: Hash,
    /// `None` where nothing of it could be read.
    pub(super) content: Option<Content>,
    /// Names that the file gives to things, also to things with mistakes in them.
    pub(super) declared: Vec<Declared>,
    /// Whether `declared` is all that was meant.
    pub(super) whole: bool,
    pub(super) problems: Problems,
}

pub(super) enum Content {
    Shop(Box<ShopFile>),
    Intents(IntentsFile),
    Forms(FormsFile),
    Guides(GuidesFile),
    Replies(RepliesFile),
    Article(Box<ArticleFile>),
    Scenario(ScenarioFile),
}

/// A kind of thing that has a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Label,
    Form,
    Guide,
    Faq,
    Reply,
    Canned,
}

pub(super) struct Declared {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) line: u32,
    /// Of the content, wherever it stands in the file.
    pub(super) fingerprint: u64,
}

/// The defaults of `shop.toml`, which stand on no line of it.
pub(super) fn defaults() -> Node {
    let mut problems = Problems::default();
    let mut node = parse_toml("default.toml", include_str!("default.toml"), &mut problems);
    node.forget_lines();
    debug_assert!(problems.is_empty(), "the embedded defaults are tested to be TOML");
    node
}

/// Reads and parses one file. Every mistake in its shape is in the answer's `problems`.
pub(super) fn parse(listed: &Listed) -> Parsed {
    let file = listed.file.clone();
    let mut problems = Problems::default();
    let mut parsed = Parsed {
        file,
        kind: listed.kind,
        hash: [0; 32],
        content: None,
        declared: Vec::new(),
        whole: false,
        problems: Problems::default(),
    };
    if let Some(text) = folder::text(listed, &mut problems) {
        parsed.hash = Sha256::digest(text.as_bytes()).into();
        content(&mut parsed, &text, &mut problems);
    }
    parsed.problems = problems;
    parsed
}

fn content(parsed: &mut Parsed, text: &str, problems: &mut Problems) {
    let file = &*parsed.file;
    match parsed.kind {
        FileKind::Shop => {
            let mut node = parse_toml(file, text, problems);
            node.lay_over(&defaults());
            parsed.content = read(file, &node, problems).map(|shop| Content::Shop(Box::new(shop)));
            parsed.whole = parsed.content.is_some();
        }
        FileKind::Article(lang) => {
            let Some(article) = ArticleFile::parse(file, lang, text, problems) else { return };
            if let Some(id) = &article.id {
                let mut hasher = DefaultHasher::new();
                text.hash(&mut hasher);
                let declared = Declared { kind: Kind::Faq, id: id.value.clone(), line: id.line, fingerprint: hasher.finish() };
                parsed.declared.push(declared);
                parsed.whole = true;
            }
            parsed.content = Some(Content::Article(Box::new(article)));
        }
        FileKind::Intents | FileKind::Forms | FileKind::Guides | FileKind::Replies | FileKind::Scenario => {
            let Some(node) = parse_yaml(file, text, 1, problems) else { return };
            parsed.whole = true;
            match parsed.kind {
                FileKind::Intents => {
                    parsed.declared = declared_in_list(Kind::Label, node.get("intents"));
                    parsed.content = read(file, &node, problems).map(Content::Intents);
                }
                FileKind::Forms => {
                    parsed.declared = declared_in_list(Kind::Form, node.get("forms"));
                    parsed.content = read(file, &node, problems).map(Content::Forms);
                }
                FileKind::Guides => {
                    parsed.declared = declared_in_list(Kind::Guide, node.get("guides"));
                    parsed.content = read(file, &node, problems).map(Content::Guides);
                }
                FileKind::Replies => {
                    let replies = node.get("replies").map(Node::entries).unwrap_or_default();
                    parsed.declared = declared_in_list(Kind::Canned, node.get("canned"));
                    parsed.declared.extend(replies.iter().map(|(key, node)| Declared {
                        kind: Kind::Reply,
                        id: key.text.clone(),
                        line: key.line,
                        fingerprint: fingerprint(node),
                    }));
                    parsed.content = read(file, &node, problems).map(Content::Replies);
                }
                _ => parsed.content = read(file, &node, problems).map(Content::Scenario),
            }
        }
    }
}

fn declared_in_list(kind: Kind, list: Option<&Node>) -> Vec<Declared> {
    let items = list.map(Node::items).unwrap_or_default();
    let named = |node: &Node| {
        let id = node.get("id")?;
        Some(Declared { kind, id: id.text()?.to_owned(), line: id.line, fingerprint: fingerprint(node) })
    };
    items.iter().filter_map(named).collect()
}

fn fingerprint(node: &Node) -> u64 {
    let mut hasher = DefaultHasher::new();
    node.hash(&mut hasher);
    hasher.finish()
}

impl Parsed {
    pub(super) fn lang(&self) -> Option<Lang> {
        match self.kind {
            FileKind::Article(lang) => Some(lang),
            _ => None,
        }
    }
}
