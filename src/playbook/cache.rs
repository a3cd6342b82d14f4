//! The trained model, kept on the disk between starts. A copy that doesn't fit the content has another name and is never read.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::triage::LabelSource;

/// Rises when what is hashed or how triage trains changes.
const VERSION: u32 = 1;

/// Where the model of these labels is, or goes.
pub(super) fn path(cache: &Path, sources: &[LabelSource]) -> PathBuf {
    let mut name = String::with_capacity(32);
    for byte in &digest(sources)[..16] {
        name.push_str(&format!("{byte:02x}"));
    }
    cache.join(format!("triage-{name}.bin"))
}

/// Writes the model in one step and removes those of older content.
pub(super) fn write(path: &Path, model: &[u8]) -> io::Result<()> {
    let Some(folder) = path.parent() else { return Ok(()) };
    fs::create_dir_all(folder)?;
    let partial = path.with_extension(format!("{}.part", std::process::id()));
    fs::write(&partial, model).and_then(|()| fs::rename(&partial, path)).inspect_err(|_| drop(fs::remove_file(&partial)))?;
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("triage-") && name.ends_with(".bin") && entry.path() != path {
            // One that stays costs a little room and is never read again.
            drop(fs::remove_file(entry.path()));
        }
    }
    Ok(())
}

/// Over everything that the model is trained on, each part with its length.
fn digest(sources: &[LabelSource]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(VERSION.to_le_bytes());
    hasher.update(env!("CARGO_PKG_VERSION"));
    for source in sources {
        let mut part = |text: &str| {
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text);
        };
        part(source.id.as_str());
        part(source.priority.as_str());
        for words in [&source.name, &source.definition] {
            part(&words.zh);
            part(&words.en);
        }
        for keyword in &source.keywords {
            part("keyword");
            part(&keyword.text);
            part(&keyword.weight.to_string());
            keyword.requires.iter().for_each(|word| part(word));
            part("excludes");
            keyword.excludes.iter().for_each(|word| part(word));
        }
        for pattern in &source.patterns {
            part("pattern");
            part(pattern);
        }
        for (lang, example) in source.said() {
            part(lang.as_str());
            part(example);
        }
    }
    hasher.finalize().into()
}
