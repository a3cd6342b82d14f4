//! `aftercare intents variety`: how many and how different the examples are.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::rows;
use crate::{
    base::Lang,
    cli::output,
    playbook::Sources,
    triage::{self, Alike, Pair, Variety},
};

#[derive(clap::Args)]
pub struct Args {
    /// Messages that measure the examples, lines of {"text", "label"}: none of them, nor a near copy, may be an example.
    #[arg(long, value_name = "FILE.jsonl")]
    against: Vec<PathBuf>,
    /// The least number of Chinese examples of a label.
    #[arg(long, default_value_t = 0, value_name = "COUNT")]
    zh: usize,
    /// The least number of English examples of a label.
    #[arg(long, default_value_t = 0, value_name = "COUNT")]
    en: usize,
}

/// Prints the counts, then whatever is too few or too alike; the exit code is 1 if anything is.
///
/// # Errors
/// The folder is no shop, or a file can't be read.
pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let sources = match Sources::read(shop) {
        Ok(sources) => sources.labels,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    let _busy = output::Busy::with("comparing the examples");
    let varieties = triage::varieties(&sources);
    let mut faults = Vec::new();
    for (lang, least) in [(Lang::Zh, args.zh), (Lang::En, args.en)] {
        let of_lang: Vec<&Variety> = varieties.iter().filter(|it| it.lang == lang).collect();
        if let Some(summary) = summary(lang, &of_lang) {
            output::say(&summary);
        }
        let few = of_lang.iter().filter(|it| it.examples < least);
        faults.extend(few.map(|it| format!("{}: {} examples in {lang}, {least} are wanted", it.label, it.examples)));
    }
    faults.extend(triage::alike(&sources).iter().map(told));
    for file in &args.against {
        let kept = rows::read(file)?;
        let copies = triage::copies(&sources, kept.iter().map(|row| row.text.as_str()));
        faults.extend(copies.iter().map(|pair| format!("{}, kept in {}", told(pair), file.display())));
    }
    faults.iter().for_each(|fault| output::say(fault));
    output::say(&format!("{} too few or too alike", faults.len()));
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn summary(lang: Lang, varieties: &[&Variety]) -> Option<String> {
    let fewest = varieties.iter().min_by_key(|it| it.examples)?;
    let plainest = varieties.iter().min_by(|a, b| a.distinct.total_cmp(&b.distinct))?;
    let examples: usize = varieties.iter().map(|it| it.examples).sum();
    let mean = varieties.iter().map(|it| it.distinct).sum::<f32>() / varieties.len() as f32;
    Some(format!(
        "{lang}  {examples} examples of {} labels; fewest {} ({}); different pairs {mean:.2} of all, least {:.2} ({})",
        varieties.len(),
        fewest.examples,
        fewest.label,
        plainest.distinct,
        plainest.label
    ))
}

fn told(pair: &Pair) -> String {
    let why = match pair.why {
        Alike::Near => "nearly the same",
        Alike::Frame => "the same frame",
    };
    format!("{}: {why}: {} | {}", pair.label, pair.one, pair.other)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::playbook;

    #[track_caller]
    fn check(against: &str, zh: usize, expect: ExitCode) {
        let dir = tempfile::tempdir().unwrap();
        playbook::write_starter(dir.path()).unwrap();
        let kept = dir.path().join("kept.jsonl");
        fs::write(&kept, format!("{{\"text\":\"{against}\",\"label\":\"x\"}}\n")).unwrap();
        assert_eq!(run(dir.path(), Args { against: vec![kept], zh, en: 0 }).unwrap(), expect);
    }

    #[test]
    fn too_few_or_too_alike_is_exit_code_one() {
        let sources = {
            let dir = tempfile::tempdir().unwrap();
            playbook::write_starter(dir.path()).unwrap();
            Sources::read(dir.path()).unwrap().labels
        };
        let example = sources[0].examples[0].1.clone();
        check("这句话跟店里什么例句都不沾边", 0, ExitCode::SUCCESS);
        check("这句话跟店里什么例句都不沾边", 1_000, ExitCode::FAILURE);
        check(&example, 0, ExitCode::FAILURE);
    }
}
