//! Files of labelled messages.

use std::{fs, path::Path};

use anyhow::{Context, bail};
use serde::Deserialize;

/// A message with the label that a person gave it.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) text: String,
    pub(super) label: String,
    /// The label of what was talked about before, where the message is a follow-up.
    pub(super) topic: Option<String>,
}

/// The messages of a JSONL file.
///
/// # Errors
/// The file can't be read, holds none, or has a line that isn't one; the line is named.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Row>> {
    let text = fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let rows: Vec<Row> = lines
        .map(|(at, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("{}:{}: not an object with text and label", path.display(), at + 1))
        })
        .collect::<anyhow::Result<_>>()?;
    if rows.is_empty() {
        bail!("{} holds no message: give it lines such as {{\"text\":\"…\",\"label\":\"…\"}}", path.display());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "{\"text\":\"x\",\"label\":\"a\"}\n\n{\"text\":1}\n").unwrap();
        let error = read(file.path()).unwrap_err().to_string();
        assert!(error.contains(":3:"), "{error}");
        fs::write(file.path(), "\n").unwrap();
        assert!(read(file.path()).is_err());
    }
}
