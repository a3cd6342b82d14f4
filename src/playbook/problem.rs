use std::{collections::HashSet, fmt, path::PathBuf, sync::Arc};

use serde::Serialize;

/// A mistake in the shop folder: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// Relative to the shop folder; for a setting of the environment, its name.
    pub file: PathBuf,
    /// The first line is 1. Absent where the whole file is meant.
    pub line: Option<u32>,
    pub message: String,
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {} — {}", self.message, self.remedy)
    }
}

/// A line of a file of the shop folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: Arc<str>,
    /// 0 where the whole file is meant.
    pub(super) line: u32,
}

impl Place {
    pub(super) fn new(file: &Arc<str>, line: u32) -> Place {
        Place { file: file.clone(), line }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 { f.write_str(&self.file) } else { write!(f, "{}:{}", self.file, self.line) }
    }
}

/// Every mistake found so far.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn add(&mut self, file: &str, line: u32, message: impl Into<String>, remedy: impl Into<String>) {
        self.0.push(Problem {
            file: PathBuf::from(file),
            line: (line > 0).then_some(line),
            message: message.into(),
            remedy: remedy.into(),
        });
    }

    pub(super) fn extend(&mut self, others: Problems) {
        self.0.extend(others.0);
    }

    /// Takes over what was found about meanings. Where the shape of a line is wrong, its meaning isn't worth a second message.
    pub(super) fn extend_elsewhere(&mut self, others: Problems) {
        let here: HashSet<(PathBuf, u32)> = self.0.iter().filter_map(|it| Some((it.file.clone(), it.line?))).collect();
        self.0.extend(others.0.into_iter().filter(|it| it.line.is_none_or(|line| !here.contains(&(it.file.clone(), line)))));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// By file and line, each once.
    pub(super) fn sorted(mut self) -> Vec<Problem> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}
