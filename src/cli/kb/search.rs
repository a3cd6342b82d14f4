//! `aftercare kb search TEXT`

use std::{path::Path, process::ExitCode};

use serde_json::json;

use super::asked::{asked_in, asked_of, at_this_moment, of_tag};
use crate::{
    cli::{
        output::{complain_of, load, say},
        triage::topic_of,
    },
    triage::Effort,
};

#[derive(clap::Args)]
pub struct Args {
    /// What a buyer asks.
    text: String,
    /// `zh` or `en`; by its letters where it isn't given.
    #[arg(long)]
    lang: Option<String>,
    /// What was talked about before it: a label's id, such as return.no_reason_apply.
    #[arg(long, value_name = "LABEL")]
    topic: Option<String>,
    /// Articles at most.
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// One JSON object: {"lang","hits":[{"faq","score","title"},…]}.
    #[arg(long)]
    json: bool,
}

/// Prints the articles found for a question, best first, each with its score.
///
/// # Errors
///
/// A folder that isn't a shop; a language that the program doesn't speak.
pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let lang = args.lang.as_deref().map(of_tag).transpose()?;
    let playbook = match load(shop)? {
        Ok(playbook) => playbook,
        Err(problems) => return Ok(complain_of(&problems)),
    };
    let knowledge = &playbook.knowledge;
    let lang = lang.unwrap_or_else(|| asked_in(knowledge, &args.text));
    let topic = args.topic.as_deref().map(|topic| topic_of(&playbook, topic)).transpose()?;
    let reading = playbook.triage.read_within(&args.text, topic.as_ref(), Effort::Full);
    let question = asked_of(&playbook, lang, &args.text, &reading);
    let found = knowledge.search(lang, question, &at_this_moment(), args.limit);
    let title = |faq| knowledge.title(lang, faq).unwrap_or_default();
    if args.json {
        let hits: Vec<_> =
            found.iter().map(|hit| json!({"faq": hit.faq, "score": hit.score, "title": title(&hit.faq)})).collect();
        say(&json!({"lang": lang, "hits": hits}).to_string());
    } else if found.is_empty() {
        say("nothing found");
    } else {
        found.iter().for_each(|hit| say(&format!("{:.3}  {}  {}", hit.score, hit.faq, title(&hit.faq))));
    }
    Ok(ExitCode::SUCCESS)
}
