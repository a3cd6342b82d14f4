//! The small complete shop that `aftercare init` writes; also what tests break on purpose.

use std::{fs, io, path::Path};

use rust_embed::RustEmbed;

/// Everything under `starter/`.
#[derive(RustEmbed)]
#[folder = "src/playbook/starter/"]
struct Files;

/// Writes the starter shop into a folder, which is made if need be; nothing that is there already is overwritten.
///
/// # Errors
///
/// What the disk says; or [`io::ErrorKind::AlreadyExists`] for a file that is there.
pub fn write_starter(dir: &Path) -> io::Result<()> {
    write_where(dir, |path, text| Some((path.to_owned(), text)))
}

/// Writes what a shop needs around labels of its own: the starter without its labels, and without what speaks of them.
///
/// # Errors
///
/// As [`write_starter`].
pub fn write_bare(dir: &Path) -> io::Result<()> {
    write_where(dir, |path, text| {
        let about_labels = path.starts_with("intents/")
            || path.starts_with("guides/")
            || path.starts_with("scenarios/")
            || path == "replies/labels.yaml";
        let text = text.lines().filter(|line| !line.starts_with("intents: [")).flat_map(|line| [line, "\n"]).collect();
        (!about_labels).then(|| (path.to_owned(), text))
    })
}

fn write_where(dir: &Path, choose: impl Fn(&str, String) -> Option<(String, String)>) -> io::Result<()> {
    for path in Files::iter() {
        let Some(file) = Files::get(&path) else { continue };
        let text = String::from_utf8(file.data.into_owned()).map_err(io::Error::other)?;
        if let Some((path, text)) = choose(&path, text) {
            write_new(&dir.join(path), &text)?;
        }
    }
    super::schema::write(&dir.join("schemas"))
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    io::Write::write_all(&mut fs::File::create_new(path)?, text.as_bytes())
}
