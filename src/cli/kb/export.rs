//! `aftercare kb export`: the articles as lines that `kb import`, or another program, reads.

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
    id: &'s str,
    question: String,
    questions: Vec<String>,
    answer: String,
    lang: &'s str,
}

/// Prints {"id","question","questions","answer","lang"}, a line each. Conditions, dates and variants have no place in it.
///
/// # Errors
/// None today; mistakes of the shop are output, not errors.
pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let sources = match Sources::read(shop) {
        Ok(sources) => sources,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    let spelt = |text: &str| if args.normal { normalise(text).text } else { text.to_owned() };
    for article in &sources.articles {
        let row = Row {
            id: article.id.as_str(),
            question: spelt(&article.title),
            questions: article.questions.iter().map(|question| spelt(question)).collect(),
            answer: spelt(&article.answer),
            lang: article.lang.as_str(),
        };
        output::say(&serde_json::to_string(&row)?);
    }
    Ok(ExitCode::SUCCESS)
}
