//! What a command says: results to stdout, everything else to stderr.

use std::{
    io::{IsTerminal, Write},
    path::Path,
    process::ExitCode,
    time::Duration,
};

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    config,
    playbook::{Playbook, Problem},
};

/// A line of the result. A reader that has gone away doesn't stop the program.
pub(super) fn say(line: &str) {
    _ = writeln!(std::io::stdout(), "{line}");
}

/// A line for people beside the result.
pub(super) fn complain(line: &str) {
    _ = writeln!(std::io::stderr(), "{line}");
}

/// Every problem, a line each, and how many there are.
pub(super) fn complain_of(problems: &[Problem]) -> ExitCode {
    for problem in problems {
        complain(&problem.to_string());
    }
    let things = if problems.len() == 1 { "mistake" } else { "mistakes" };
    complain(&format!("{} {things} in the shop's folder.", problems.len()));
    ExitCode::FAILURE
}

/// A sign of life while something takes long; nothing in a pipe. It goes when dropped.
pub(super) struct Busy {
    bar: ProgressBar,
    shown: bool,
}

impl Busy {
    pub(super) fn with(what: &'static str) -> Busy {
        if !std::io::stderr().is_terminal() {
            return Busy { bar: ProgressBar::hidden(), shown: false };
        }
        let bar = ProgressBar::new_spinner().with_message(what);
        bar.set_style(
            ProgressStyle::with_template("{spinner} {msg} {elapsed}").unwrap_or_else(|_| ProgressStyle::default_spinner()),
        );
        bar.enable_steady_tick(Duration::from_millis(100));
        Busy { bar, shown: true }
    }

    /// How far it has come, once that is known.
    fn come(&self, done: usize, of: usize) {
        if self.shown && self.bar.length().is_none() {
            let style = ProgressStyle::with_template("{spinner} {msg} {bar:30} {pos}/{len} {elapsed}");
            self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        }
        self.bar.set_length(of as u64);
        self.bar.set_position(done as u64);
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// The playbook of a shop folder, or every mistake in it.
pub(super) fn load(shop: &Path) -> anyhow::Result<Result<Playbook, Vec<Problem>>> {
    if !crate::playbook::is_shop(shop) {
        bail!(
            "{} is not a shop: there is no shop.toml in it. `aftercare init DIR` writes a starter shop; `--shop DIR` names one.",
            shop.display()
        );
    }
    let busy = Busy::with("reading the shop");
    let cache = config::cache_of(shop, |name| std::env::var(name).ok());
    Ok(Playbook::load_telling(shop, Some(&cache), &|done, of| busy.come(done, of)))
}
