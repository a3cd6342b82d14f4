//! `aftercare simulate [DIR]`: the conversation tests.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use serde_json::json;

use super::output;
use crate::app::{Rehearsal, rehearse};

#[derive(clap::Args)]
pub struct Args {
    /// Another shop's folder.
    dir: Option<PathBuf>,
    /// Play only the tests whose file or name contains this.
    #[arg(long)]
    only: Option<String>,
    /// Print what was said, also where a test passes.
    #[arg(long)]
    show: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Plays every conversation test; exit code 1 if one fails, or if there is none.
///
/// # Errors
/// The folder is no shop.
pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let playbook = match output::load(args.dir.as_deref().unwrap_or(shop))? {
        Ok(playbook) => playbook,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    let wanted = |text: &str| args.only.as_deref().is_none_or(|only| text.contains(only));
    let played: Vec<_> = playbook
        .scenarios
        .iter()
        .filter(|scenario| wanted(&scenario.file) || wanted(&scenario.name))
        .map(|scenario| (scenario, rehearse(&playbook, scenario)))
        .collect();
    let failed = played.iter().filter(|(_, rehearsal)| !rehearsal.faults.is_empty()).count();
    if args.json {
        let tests: Vec<_> = played
            .iter()
            .map(|(scenario, rehearsal)| {
                let faults: Vec<_> =
                    rehearsal.faults.iter().map(|fault| json!({ "line": fault.line, "what": fault.what })).collect();
                json!({ "file": scenario.file, "name": scenario.name, "faults": faults })
            })
            .collect();
        output::say(&json!({ "n": played.len(), "failed": failed, "tests": tests }).to_string());
    } else {
        for (scenario, rehearsal) in &played {
            report(&scenario.file, &scenario.name, rehearsal, args.show);
        }
        output::say(&format!("{} conversation tests, {failed} failed.", played.len()));
    }
    Ok(if failed == 0 && !played.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(file: &str, name: &str, rehearsal: &Rehearsal, show: bool) {
    for fault in &rehearsal.faults {
        output::say(&format!("{file}:{}: {} ({name})", fault.line, fault.what));
    }
    if show || !rehearsal.faults.is_empty() {
        for line in &rehearsal.transcript {
            output::say(&format!("    {line}"));
        }
    }
}
