use std::{path::Path, process::ExitCode};

use serde_json::json;

use crate::{
    config,
    playbook::{self, Kind, Playbook, Problem},
};

/// Validate the whole shop folder: every mistake with file, line and remedy.
#[derive(clap::Args)]
pub struct Args {
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Prints every mistake; the exit code is 1 if there is one.
///
/// # Errors
///
/// None today; mistakes of the shop are output, not errors.
#[expect(clippy::print_stdout, reason = "this is what the command is for")]
pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let env = |name: &str| std::env::var(name).ok();
    let found = Playbook::load(shop, Some(&config::cache_of(shop, env)));
    // The environment is not the shop's: only what the file says is checked.
    let found = found.and_then(|playbook| config::Settings::from(&playbook.shop, shop, |_| None).map(|_| playbook));
    match (&found, args.json) {
        (Ok(playbook), true) => println!("{}", report(&[], Some(playbook))),
        (Err(problems), true) => println!("{}", report(problems, None)),
        (Ok(playbook), false) => println!("{}", summary(playbook)),
        (Err(problems), false) => {
            for problem in problems {
                println!("{problem}");
            }
            println!("{}", count(problems, playbook::is_shop(shop)));
        }
    }
    Ok(if found.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(problems: &[Problem], playbook: Option<&Playbook>) -> serde_json::Value {
    let count = |kind| playbook.map(|playbook| playbook.count(kind));
    json!({
        "ok": problems.is_empty(),
        "problems": problems,
        "labels": count(Kind::Label),
        "forms": count(Kind::Form),
        "guides": count(Kind::Guide),
        "articles": count(Kind::Faq),
        "replies": count(Kind::Reply),
        "scenarios": playbook.map(|playbook| playbook.scenarios.len()),
    })
}

fn summary(playbook: &Playbook) -> String {
    format!(
        "No mistakes: {} labels, {} forms, {} guides, {} articles, {} replies, {} conversation tests.",
        playbook.count(Kind::Label),
        playbook.count(Kind::Form),
        playbook.count(Kind::Guide),
        playbook.count(Kind::Faq),
        playbook.count(Kind::Reply),
        playbook.scenarios.len(),
    )
}

fn count(problems: &[Problem], is_shop: bool) -> String {
    if !is_shop {
        return "This folder is not a shop.".to_owned();
    }
    let files: std::collections::BTreeSet<_> = problems.iter().map(|problem| &problem.file).collect();
    let (mistakes, in_files) = (problems.len(), files.len());
    let s = |n: usize| if n == 1 { "" } else { "s" };
    format!("{mistakes} mistake{} in {in_files} file{}.", s(mistakes), s(in_files))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_exit_code_one() {
        let dir = tempfile::tempdir().unwrap();
        playbook::write_starter(dir.path()).unwrap();
        let check = || run(dir.path(), Args { json: true }).unwrap();
        assert_eq!(check(), ExitCode::SUCCESS);
        std::fs::write(dir.path().join("forms/more.yaml"), "forms: 1").unwrap();
        assert_eq!(check(), ExitCode::FAILURE);
        assert_eq!(run(&dir.path().join("forms"), Args { json: false }).unwrap(), ExitCode::FAILURE);
    }
}
