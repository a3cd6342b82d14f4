//! Builds the web pages that the binary embeds, when they are missing or older than their sources.
//! Writes nothing outside `web/`. Without the feature `pages` it does nothing.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::SystemTime,
};

const SOURCES: [&str; 8] =
    ["shared", "widget", "shop", "desk", "scripts/build.mjs", "package.json", "package-lock.json", "vite.config.ts"];
const PAGES: [&str; 3] = ["index.html", "desk.html", "widget.js"];
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

fn main() -> ExitCode {
    if env::var_os("CARGO_FEATURE_PAGES").is_none() {
        println!("cargo::rerun-if-changed=build.rs");
        return ExitCode::SUCCESS;
    }
    let web = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("web");
    println!("cargo::rerun-if-changed=build.rs");
    for source in SOURCES {
        println!("cargo::rerun-if-changed=web/{source}");
    }
    match build(&web) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            for line in problem.lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn build(web: &Path) -> Result<(), String> {
    let mut changed = SystemTime::UNIX_EPOCH;
    for source in SOURCES {
        let path = web.join(source);
        let newest = newest(&path).map_err(|error| format!("can't read {}: {error}", path.display()))?;
        changed = changed.max(newest);
    }
    if PAGES.iter().all(|page| modified(&web.join("dist").join(page)).is_some_and(|built| built >= changed)) {
        return Ok(());
    }
    let locked = modified(&web.join("package-lock.json"));
    if modified(&web.join("node_modules/.package-lock.json")) < locked {
        npm(web, &["ci", "--no-audit", "--no-fund"])?;
    }
    npm(web, &["run", "build"])
}

fn npm(web: &Path, arguments: &[&str]) -> Result<(), String> {
    let done = Command::new(NPM).args(arguments).current_dir(web).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            "the web pages are built by npm, which is not here: install Node.js 20 with npm, or build with --no-default-features"
                .to_owned()
        }
        _ => format!("npm could not be started: {error}"),
    })?;
    if done.status.success() {
        return Ok(());
    }
    let said = [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).join("\n");
    Err(format!("`npm {}` in web/ failed ({}):\n{}", arguments.join(" "), done.status, said.trim()))
}

/// When the newest file at or under `path` was changed.
fn newest(path: &Path) -> io::Result<SystemTime> {
    let about = fs::metadata(path)?;
    if !about.is_dir() {
        return about.modified();
    }
    let mut last = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(path)? {
        last = last.max(newest(&entry?.path())?);
    }
    Ok(last)
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|about| about.modified()).ok()
}
