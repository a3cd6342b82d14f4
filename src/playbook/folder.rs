//! Which files a shop is made of, found without leaving its folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::problem::Problems;
use crate::base::Lang;

/// No file that people write is larger; a larger one is a mistake.
const MAX_BYTES: u64 = 8 << 20;
/// Folders deeper than this are not a knowledge base.
const MAX_DEPTH: usize = 16;

/// What a file's place says it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Shop,
    Intents,
    Forms,
    Guides,
    Replies,
    Article(Lang),
    Scenario,
}

/// A file to read.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) kind: FileKind,
    /// Relative to the shop folder, with slashes.
    pub(super) file: Arc<str>,
    path: PathBuf,
}

/// Whether the folder has the one file that makes it a shop.
pub fn is_shop(dir: &Path) -> bool {
    fs::symlink_metadata(dir.join("shop.toml")).is_ok()
}

/// Every file of the shop, by name.
pub(super) fn list(dir: &Path, problems: &mut Problems) -> Vec<Listed> {
    if !is_shop(dir) {
        problems.add("shop.toml", 0, "there is no shop.toml here", "go to a shop folder, or make one with `aftercare init DIR`");
        return Vec::new();
    }
    let root = match dir.canonicalize() {
        Ok(root) => root,
        Err(error) => {
            problems.add(".", 0, format!("this folder can't be opened: {error}"), "check its permissions");
            return Vec::new();
        }
    };
    let mut listing = Listing { root: root.clone(), files: Vec::new(), problems };
    listing.entry(&root.join("shop.toml"), "shop.toml", FileKind::Shop, "toml", &mut vec![root.clone()]);
    let yaml = |name: &str, listing: &mut Listing<'_>, kind, wanted: Option<&str>| listing.top(name, kind, "yaml", wanted);
    yaml("intents", &mut listing, FileKind::Intents, Some("what buyers write about, as in docs/playbook.md"));
    yaml("forms", &mut listing, FileKind::Forms, Some("evidence forms, as in docs/playbook.md"));
    yaml("guides", &mut listing, FileKind::Guides, None);
    yaml("replies", &mut listing, FileKind::Replies, Some("what the bot says, as in docs/playbook.md"));
    yaml("scenarios", &mut listing, FileKind::Scenario, None);
    let wanted = "articles such as knowledge_base/zh/return/address.md";
    for lang in Lang::ALL {
        let name = format!("knowledge_base/{lang}");
        if root.join(&name).symlink_metadata().is_ok() {
            listing.top(&name, FileKind::Article(lang), "md", Some(wanted));
        }
    }
    if !listing.files.iter().any(|file| matches!(file.kind, FileKind::Article(_))) {
        listing.problems.add("knowledge_base", 0, "there are no articles", format!("write {wanted}"));
    }
    listing.files
}

struct Listing<'a> {
    root: PathBuf,
    files: Vec<Listed>,
    problems: &'a mut Problems,
}

impl Listing<'_> {
    /// A folder of the format; `wanted` says what it must hold, if it must hold something.
    fn top(&mut self, name: &str, kind: FileKind, extension: &str, wanted: Option<&str>) {
        let path = self.root.join(name);
        let before = (self.files.len(), self.problems.count());
        if path.symlink_metadata().is_ok() {
            self.entry(&path, name, kind, extension, &mut vec![self.root.clone()]);
        }
        if let Some(wanted) = wanted
            && before == (self.files.len(), self.problems.count())
        {
            self.problems.add(name, 0, format!("there is no .{extension} file in {name}/"), format!("put {wanted} there"));
        }
    }

    /// `above`: the real folders that lead here.
    fn entry(&mut self, path: &Path, name: &str, kind: FileKind, extension: &str, above: &mut Vec<PathBuf>) {
        let (real, metadata) = match self.resolve(path) {
            Ok(found) => found,
            Err((message, remedy)) => return self.problems.add(name, 0, message, remedy),
        };
        if metadata.is_dir() && kind != FileKind::Shop {
            if above.iter().any(|folder| folder.starts_with(&real)) || above.len() > MAX_DEPTH {
                return self.problems.add(name, 0, "this folder leads back into itself", "remove the symbolic link");
            }
            above.push(real);
            self.folder(path, name, kind, extension, above);
            above.pop();
        } else if !metadata.is_file() {
            self.problems.add(name, 0, "this is not a file", "put a plain text file here");
        } else if metadata.len() > MAX_BYTES {
            let message = format!("this file has {} bytes, more than {MAX_BYTES}", metadata.len());
            self.problems.add(name, 0, message, "split it, or remove it if it came here by mistake");
        } else if has_extension(name, extension) {
            self.files.push(Listed { kind, file: name.into(), path: path.to_owned() });
        } else if let Some(other) = ["yml", "markdown", "json"].iter().find(|other| has_extension(name, other)) {
            let message = format!("a .{other} file is not read here");
            self.problems.add(name, 0, message, format!("rename it to .{extension}, or move it out of this folder"));
        }
    }

    fn folder(&mut self, path: &Path, name: &str, kind: FileKind, extension: &str, above: &mut Vec<PathBuf>) {
        let entries =
            fs::read_dir(path).and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>());
        match entries {
            Ok(mut entries) => {
                entries.sort();
                for entry in entries {
                    let shown = entry.to_string_lossy();
                    if !shown.starts_with('.') {
                        self.entry(&path.join(&entry), &format!("{name}/{shown}"), kind, extension, above);
                    }
                }
            }
            Err(error) => self.problems.add(name, 0, format!("this folder can't be read: {error}"), "check its permissions"),
        }
    }

    /// Follows a symbolic link, if `path` is one, but not out of the shop folder.
    fn resolve(&self, path: &Path) -> Result<(PathBuf, fs::Metadata), (String, &'static str)> {
        let unreadable = |error: io::Error| {
            // `io::ErrorKind` has no stable name for it yet.
            if error.to_string().contains("symbolic link") {
                ("this symbolic link leads back to itself".to_owned(), "remove the link, or point it at a file")
            } else {
                (format!("this can't be opened: {error}"), "check that it exists and may be read")
            }
        };
        let real = path.canonicalize().map_err(unreadable)?;
        if !real.starts_with(&self.root) {
            return Err(("this symbolic link leads out of the shop folder".to_owned(), "copy what it points at to here"));
        }
        let metadata = real.metadata().map_err(unreadable)?;
        Ok((real, metadata))
    }
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// A file's text, without a byte order mark.
pub(super) fn text(listed: &Listed, problems: &mut Problems) -> Option<String> {
    let bytes = match fs::read(&listed.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.add(&listed.file, 0, format!("this file can't be read: {error}"), "check its permissions");
            return None;
        }
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            problems.add(&listed.file, line, "this is not UTF-8 text", "save the file with the encoding UTF-8");
            return None;
        }
    };
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if text.trim().is_empty() {
        problems.add(&listed.file, 0, "this file is empty", "write it, or remove it");
        return None;
    }
    Some(text)
}
