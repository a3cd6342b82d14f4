use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};

use crate::playbook;

/// Write a starter shop to edit.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to make; one that is there must be empty.
    dir: PathBuf,
}

/// Writes the starter shop and says what to do next. The shop of `--shop` plays no part.
///
/// # Errors
///
/// A folder with something in it, or what the disk says.
pub fn run(_shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let dir = &args.dir;
    match fs::read_dir(dir).map(|mut entries| entries.next().is_some()) {
        Ok(true) => bail!("{} is not empty; name a new folder, such as `aftercare init my-shop`", dir.display()),
        Ok(false) => (),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (),
        Err(error) => return Err(error).with_context(|| format!("can't look into {}", dir.display())),
    }
    playbook::write_starter(dir).with_context(|| format!("can't write the starter shop to {}", dir.display()))?;
    say(dir);
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "this is what the command is for")]
fn say(dir: &Path) {
    let shown = dir.display();
    println!("A starter shop is in {shown}. Edit it in any editor, then:\n");
    println!("  aftercare --shop {shown} check    look for mistakes");
    println!("  aftercare --shop {shown} serve    open it at http://127.0.0.1:8080");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_only_into_an_empty_folder() {
        let dir = tempfile::tempdir().unwrap();
        let init = |dir: &Path| run(Path::new("."), Args { dir: dir.to_owned() });
        assert_eq!(init(&dir.path().join("new/shop")).unwrap(), ExitCode::SUCCESS);
        assert!(playbook::Playbook::load(&dir.path().join("new/shop"), None).is_ok());
        assert!(init(dir.path()).unwrap_err().to_string().contains("is not empty"));
    }
}
