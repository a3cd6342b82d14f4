//! Small files in the data folder: keys made at the first start, readable by their owner only.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::Path,
};

use anyhow::{Context, bail};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::base::Private;

/// Shorter keys can be guessed.
const SHORTEST: usize = 16;

/// The key in the file; made, of 32 random bytes, where there is none.
pub(super) fn kept_key(path: &Path) -> anyhow::Result<Private<String>> {
    match fs::read_to_string(path) {
        Ok(key) if key.trim().len() >= SHORTEST => Ok(Private::new(key.trim().to_owned())),
        Ok(_) => bail!("{} holds no key of 16 characters or more: delete it, and the next start makes one", path.display()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
            write_private(path, &key).with_context(|| format!("{} can't be written", path.display()))?;
            Ok(Private::new(key))
        }
        Err(error) => Err(error).with_context(|| format!("{} can't be read", path.display())),
    }
}

/// The key in the file, where a server has made one.
pub(super) fn read_key(path: &Path) -> anyhow::Result<Private<String>> {
    let key =
        fs::read_to_string(path).with_context(|| format!("{} can't be read: has the server been started?", path.display()))?;
    Ok(Private::new(key.trim().to_owned()))
}

/// Whole or not at all: another process never sees half a key.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_a_key_once_and_keeps_it_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk_key");
        assert!(read_key(&path).is_err());
        let made = kept_key(&path).unwrap();
        assert_eq!(made.reveal().len(), 43);
        assert!(kept_key(&path).unwrap() == made && read_key(&path).unwrap() == made);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::write(&path, "short").unwrap();
        assert!(kept_key(&path).is_err());
    }
}
