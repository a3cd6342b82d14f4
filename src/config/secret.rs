use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{Settings, problem};
use crate::{base::Private, playbook::Problem};

/// Shorter secrets can be guessed.
const LEAST_BYTES: usize = 16;

/// `AFTERCARE_SECRET`, where it is set.
#[derive(Clone, Debug)]
pub(super) struct Given(Option<Private<String>>);

impl Given {
    pub(super) fn from(value: Option<String>, problems: &mut Vec<Problem>) -> Given {
        if value.as_ref().is_some_and(|value| value.len() < LEAST_BYTES) {
            let message = format!("it has fewer than {LEAST_BYTES} characters");
            problems.push(problem("AFTERCARE_SECRET", None, message, "set a long random text, the same on every machine"));
        }
        Given(value.map(Private::new))
    }
}

impl Settings {
    /// What tokens are signed with: `AFTERCARE_SECRET`, else the file `secret` of the data folder, which is made at the first call
    /// and which only its owner may read.
    ///
    /// # Errors
    ///
    /// What the disk says; [`io::ErrorKind::InvalidData`] for a file that is too short to be a secret.
    pub fn secret(&self) -> io::Result<Private<Vec<u8>>> {
        match &self.secret.0 {
            Some(secret) => Ok(Private::new(secret.reveal().clone().into_bytes())),
            None => kept(&self.data.join("secret")),
        }
    }

    /// What agents sign in with: the file `desk_key` of the data folder, made and kept like [`Settings::secret`].
    ///
    /// # Errors
    ///
    /// As [`Settings::secret`].
    pub fn desk_key(&self) -> io::Result<Private<String>> {
        kept(&self.desk_key_file()).map(text)
    }

    /// The desk key that a server has made; never made here.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::NotFound`] where no server was started over this data folder; else as [`Settings::secret`].
    pub fn made_desk_key(&self) -> io::Result<Private<String>> {
        fs::metadata(self.desk_key_file())?;
        self.desk_key()
    }

    fn desk_key_file(&self) -> PathBuf {
        self.data.join("desk_key")
    }
}

fn text(key: Private<Vec<u8>>) -> Private<String> {
    Private::new(String::from_utf8_lossy(key.reveal()).into_owned())
}

fn kept(path: &Path) -> io::Result<Private<Vec<u8>>> {
    match fs::read(path) {
        Ok(secret) if secret.trim_ascii().len() < LEAST_BYTES => {
            let message = format!("{} is too short to be a secret; remove it, and a new one is made", path.display());
            Err(io::Error::new(io::ErrorKind::InvalidData, message))
        }
        Ok(secret) => Ok(Private::new(secret.trim_ascii().to_vec())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path),
        Err(error) => Err(error),
    }
}

/// Writes a new secret in one step; of two programs that start at once, both end up with the same.
fn make(path: &Path) -> io::Result<Private<Vec<u8>>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let secret = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    let partial = path.with_extension(format!("{}.part", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial)?;
    file.write_all(secret.as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&partial, path);
    fs::remove_file(&partial)?;
    match linked {
        Ok(()) => Ok(Private::new(secret.into_bytes())),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => kept(path),
        Err(error) => Err(error),
    }
}
