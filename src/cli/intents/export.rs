//! `aftercare intents export`: the examples as lines that `intents import`, or another program, reads.

use std::{path::Path, process::ExitCode};

use serde::Serialize;

use crate::{cli::output, playbook::Sources, text::normalise};

#[derive(clap::Args)]
pub struct Args {
    /// Write the texts in the spelling that is learnt from: simplified, lower case, without invisible characters.
    #[arg(long)]
    normal: bool,
}

#[derive(Serialize)]
struct Row<'s> {
    text: &'s str,
    label: &'s str,
    lang: &'s str,
}

/// Prints {"text","label","lang"}, a line each.
///
/// # Errors
/// None today; mistakes of the shop are output, not errors.
pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let sources = match Sources::read(shop) {
        Ok(sources) => sources,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    for label in &sources.labels {
        for (lang, text) in &label.examples {
            let normal = args.normal.then(|| normalise(text).text);
            let text = normal.as_deref().unwrap_or(text);
            output::say(&serde_json::to_string(&Row { text, label: label.id.as_str(), lang: lang.as_str() })?);
        }
    }
    Ok(ExitCode::SUCCESS)
}
