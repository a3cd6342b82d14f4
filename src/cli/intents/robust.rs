//! `aftercare intents robust`: for how many messages the label stays when they are written differently.

use std::{
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use serde::Serialize;

use super::{rewrite::Rewrite, rows};
use crate::{
    cli::output,
    playbook::Sources,
    triage::{Effort, Triage},
};

#[derive(clap::Args)]
pub struct Args {
    /// Lines of {"text", "label"}; the shop's own examples where none is named.
    file: Option<PathBuf>,
    /// Take about this many of the messages, spread over all of them.
    #[arg(long, value_name = "COUNT")]
    sample: Option<usize>,
    /// Other choices of what is rewritten, and how.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write a line for each message whose label changed: the message, how it was rewritten, and the two labels.
    #[arg(long, value_name = "OUT.jsonl")]
    changes: Option<PathBuf>,
}

/// A message whose label did not stay.
#[derive(Debug, Serialize)]
struct Change {
    rewrite: &'static str,
    text: String,
    rewritten: String,
    label: String,
    became: String,
}

/// What one rewrite did.
#[derive(Debug)]
struct Outcome {
    rewrite: Rewrite,
    /// Messages that it could change.
    of: usize,
    changes: Vec<Change>,
}

impl Outcome {
    fn stayed(&self) -> f64 {
        1.0 - self.changes.len() as f64 / self.of.max(1) as f64
    }
}

/// Reads every message as it is and rewritten, and prints for how many the first label stayed.
///
/// # Errors
/// The folder is no shop, or a file can't be read or written.
pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let texts = match &args.file {
        Some(file) => rows::read(file)?.into_iter().map(|row| row.text).collect(),
        None => match Sources::read(shop) {
            Ok(sources) => sources.labels.into_iter().flat_map(|label| label.examples).map(|(_, text)| text).collect(),
            Err(problems) => return Ok(output::complain_of(&problems)),
        },
    };
    let texts = sample(texts, args.sample);
    let playbook = match output::load(shop)? {
        Ok(playbook) => playbook,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    let outcomes = {
        let _busy = output::Busy::with("rewriting and reading the messages");
        measure(&playbook.triage, &texts, args.seed)
    };
    if let Some(path) = &args.changes {
        write(path, &outcomes).with_context(|| format!("{} can't be written", path.display()))?;
    }
    outcomes
        .iter()
        .filter(|outcome| outcome.of > 0)
        .for_each(|outcome| output::say(&line(outcome.rewrite.name(), outcome.of, outcome.stayed())));
    let (of, stayed) = together(&outcomes);
    output::say(&line("all together", of, stayed));
    Ok(ExitCode::SUCCESS)
}

fn sample(texts: Vec<String>, count: Option<usize>) -> Vec<String> {
    let step = count.map_or(1, |count| texts.len() / count.max(1)).max(1);
    texts.into_iter().step_by(step).collect()
}

fn measure(triage: &Triage, texts: &[String], seed: u64) -> Vec<Outcome> {
    let first = |text: &str| first_label(triage, text);
    let labels: Vec<String> = texts.iter().map(|text| first(text)).collect();
    Rewrite::ALL
        .into_iter()
        .map(|rewrite| {
            let mut outcome = Outcome { rewrite, of: 0, changes: Vec::new() };
            for (text, label) in texts.iter().zip(&labels) {
                let Some(rewritten) = rewrite.apply(text, seed) else { continue };
                outcome.of += 1;
                let became = first(&rewritten);
                if became != *label {
                    let (text, label) = (text.clone(), label.clone());
                    outcome.changes.push(Change { rewrite: rewrite.name(), text, rewritten, label, became });
                }
            }
            outcome
        })
        .collect()
}

fn first_label(triage: &Triage, text: &str) -> String {
    triage.read(text, Effort::Full).intents.into_iter().next().map_or_else(String::new, |first| first.label.to_string())
}

/// How many messages were rewritten in all, and for what part of them the label stayed.
fn together(outcomes: &[Outcome]) -> (usize, f64) {
    let of: usize = outcomes.iter().map(|outcome| outcome.of).sum();
    let changed: usize = outcomes.iter().map(|outcome| outcome.changes.len()).sum();
    (of, 1.0 - changed as f64 / of.max(1) as f64)
}

fn write(path: &Path, outcomes: &[Outcome]) -> anyhow::Result<()> {
    let mut out = BufWriter::new(fs::File::create(path)?);
    for change in outcomes.iter().flat_map(|outcome| &outcome.changes) {
        serde_json::to_writer(&mut out, change)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

fn line(name: &str, of: usize, stayed: f64) -> String {
    format!("{name:<16} {of:>6}  {stayed:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::Playbook;

    const ROOT: &str = env!("CARGO_MANIFEST_DIR");
    const SAMPLE: usize = 150;
    /// The part of all rewritten messages whose label stays.
    const TOGETHER: f64 = 0.97;

    /// A little under what was measured.
    fn floor(rewrite: Rewrite) -> f64 {
        if rewrite == Rewrite::Paste { 0.85 } else { 0.97 }
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the figures are what one runs this for")]
    fn labels_stay_however_a_message_is_written() {
        let shop = Path::new(ROOT);
        let playbook = Playbook::load(shop, Some(&shop.join("data/cache"))).unwrap();
        let sources = Sources::read(shop).unwrap();
        let texts = sources.labels.into_iter().flat_map(|label| label.examples).map(|(_, text)| text).collect();
        let outcomes = measure(&playbook.triage, &sample(texts, Some(SAMPLE)), 1);
        for outcome in &outcomes {
            println!("{}", line(outcome.rewrite.name(), outcome.of, outcome.stayed()));
        }
        let (of, stayed) = together(&outcomes);
        println!("{}", line("all together", of, stayed));
        let low = outcomes.iter().filter(|outcome| outcome.stayed() < floor(outcome.rewrite));
        let low: Vec<&str> = low.map(|outcome| outcome.rewrite.name()).collect();
        assert!(stayed >= TOGETHER && low.is_empty(), "{stayed:.3} of {of}; too low: {low:?}");
    }

    #[test]
    fn a_label_that_changes_is_counted() {
        let change = Change {
            rewrite: "gaps",
            text: "退款".to_owned(),
            rewritten: "退.款".to_owned(),
            label: "a".to_owned(),
            became: "b".to_owned(),
        };
        let outcomes = [
            Outcome { rewrite: Rewrite::Gaps, of: 4, changes: vec![change] },
            Outcome { rewrite: Rewrite::Emoji, of: 4, changes: Vec::new() },
        ];
        assert_eq!(outcomes[0].stayed(), 0.75);
        assert_eq!(together(&outcomes), (8, 0.875));
    }
}
