//! Where a log is, and why it can't be opened: sentences for the person who starts the program.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// A log's address, understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    Memory,
    File(PathBuf),
}

impl Address {
    pub(super) fn parse(text: &str) -> Result<Address, OpenError> {
        let path = match text.split_once(':') {
            Some(("memory", "")) => return Ok(Address::Memory),
            Some(("sqlite", rest)) => rest.strip_prefix("//").unwrap_or(rest),
            Some((scheme, rest)) if rest.starts_with("//") => return Err(OpenError::Scheme(scheme.to_owned())),
            _ => text,
        };
        if path.is_empty() { Err(OpenError::NoPath) } else { Ok(Address::File(path.into())) }
    }
}

/// Why the log can't be opened, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address's scheme is not one of this build's.
    #[error("this build keeps its log in a SQLite file and knows no {0}: addresses; write a path or sqlite:PATH")]
    Scheme(String),
    #[error("the log's address has no path; write a path or sqlite:PATH")]
    NoPath,
    /// A second process would break the promise that one writer orders everything.
    #[error("{} is in use by another aftercare; stop that one, or give this one a data folder of its own", .0.display())]
    InUse(PathBuf),
    #[error(
        "{} was written by a newer aftercare (schema {found}; this one knows up to {known}); update this program",
        .path.display()
    )]
    TooNew { path: PathBuf, found: i64, known: i64 },
    #[error("{} can't be opened as the log; check the path, its rights and the space on the disk", .path.display())]
    Broken {
        path: PathBuf,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl OpenError {
    pub(super) fn broken(path: &Path, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> OpenError {
        OpenError::Broken { path: path.to_owned(), source: source.into() }
    }
}

/// Takes the log's file for this process alone: held as long as the answer lives, and let go by the system if the process dies.
/// The folder and the file are made where missing, readable by their owner only.
pub(super) fn take(path: &Path) -> Result<File, OpenError> {
    let broken = |error: io::Error| OpenError::broken(path, error);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(broken)?;
    }
    let mut lock = path.as_os_str().to_owned();
    lock.push(".lock");
    let lock = private().open(lock).map_err(broken)?;
    match lock.try_lock() {
        Ok(()) => (),
        Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(path.to_owned())),
        Err(TryLockError::Error(error)) => return Err(broken(error)),
    }
    private().open(path).map_err(broken)?;
    Ok(lock)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        for (text, expected) in [
            ("data/log.db", Some(Address::File("data/log.db".into()))),
            ("sqlite:data/log.db", Some(Address::File("data/log.db".into()))),
            ("sqlite:///srv/log.db", Some(Address::File("/srv/log.db".into()))),
            ("memory:", Some(Address::Memory)),
            ("a:b", Some(Address::File("a:b".into()))),
            ("postgres://host/db", None),
            ("sqlite:", None),
            ("", None),
        ] {
            assert_eq!(Address::parse(text).ok(), expected, "{text}");
        }
        assert!(Address::parse("postgres://host/db").unwrap_err().to_string().contains("no postgres: addresses"));
    }
}
