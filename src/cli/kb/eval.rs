//! `aftercare kb eval FILE.jsonl`

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::asked::{asked_in, asked_of, at_this_moment, of_tag};
use crate::{
    base::{FaqId, LabelId},
    cli::output::{complain, complain_of, load, say},
    knowledge::{Found, Knowledge},
    playbook::Playbook,
    triage::Effort,
};

/// Places looked at for a question; what is found further down counts as not found.
const PLACES: usize = 10;

#[derive(clap::Args)]
pub struct Args {
    /// Lines {"query","faq","topic"?,"lang"?}; the topic is the label of what was talked about before.
    file: PathBuf,
    /// One JSON object: {"n","recall_at_1","recall_at_3","mrr","p50_us","p99_us"}.
    #[arg(long)]
    json: bool,
    /// Writes a line for each question: {"query","faq","hits":[{"faq","score"},…]}, best first.
    #[arg(long, value_name = "OUT.jsonl")]
    predictions: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Line {
    query: String,
    faq: FaqId,
    #[serde(default)]
    topic: Option<String>,
    #[serde(default)]
    lang: Option<String>,
}

/// A question asked of the knowledge base.
struct Answered {
    line: Line,
    hits: Vec<Found>,
    micros: f64,
}

/// How well, and how fast. Times in microseconds.
#[derive(Debug, PartialEq, Serialize)]
struct Figures {
    n: usize,
    recall_at_1: f64,
    recall_at_3: f64,
    mrr: f64,
    p50_us: f64,
    p99_us: f64,
}

/// Asks every question of the file, and prints how often the right article was found, and how fast.
///
/// # Errors
///
/// A file that can't be read, a line that isn't a question, a folder that isn't a shop.
pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(&args.file).with_context(|| format!("{} can't be read", args.file.display()))?;
    let lines = read(&args.file, &text)?;
    let playbook = match load(shop)? {
        Ok(playbook) => playbook,
        Err(problems) => return Ok(complain_of(&problems)),
    };
    warn_of_strangers(&playbook.knowledge, &lines);
    let answered = ask(&playbook, lines)?;
    if let Some(path) = &args.predictions {
        write(path, &answered).with_context(|| format!("{} can't be written", path.display()))?;
    }
    let figures = Figures::of(&answered);
    if args.json {
        say(&serde_json::to_string(&figures)?);
    } else {
        let Figures { n, recall_at_1, recall_at_3, mrr, p50_us, p99_us } = figures;
        say(&format!("{n} questions: first {recall_at_1:.3}, among three {recall_at_3:.3}, mean reciprocal rank {mrr:.3}"));
        say(&format!("{p50_us:.0} µs a search, {p99_us:.0} µs for the slowest in a hundred"));
    }
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path, text: &str) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let line = serde_json::from_str(line)
            .with_context(|| format!("{}:{number} is not a line like {{\"query\":…,\"faq\":…}}", file.display()))?;
        lines.push(line);
    }
    if lines.is_empty() {
        bail!("{} has no questions: write a line {{\"query\":…,\"faq\":…}} for each", file.display());
    }
    Ok(lines)
}

/// Articles that are asked for and don't exist can't be found; the figures alone wouldn't tell.
fn warn_of_strangers(knowledge: &Knowledge, lines: &[Line]) {
    let known = |faq: &FaqId| crate::base::Lang::ALL.iter().any(|lang| knowledge.title(*lang, faq).is_some());
    let strangers: Vec<&FaqId> = lines.iter().map(|line| &line.faq).filter(|faq| !known(faq)).collect();
    if let Some(first) = strangers.first() {
        complain(&format!("{} questions ask for articles that this shop doesn't have, such as {first}", strangers.len()));
    }
}

#[expect(clippy::disallowed_methods, reason = "measuring how long a search takes is what this command is for")]
fn ask(playbook: &Playbook, lines: Vec<Line>) -> anyhow::Result<Vec<Answered>> {
    let knowledge = &playbook.knowledge;
    let circumstances = at_this_moment();
    let mut answered = Vec::with_capacity(lines.len());
    for line in lines {
        let lang = match &line.lang {
            Some(tag) => of_tag(tag)?,
            None => asked_in(knowledge, &line.query),
        };
        let begun = Instant::now();
        let topic = line.topic.as_deref().map(LabelId::from);
        let reading = playbook.triage.read_within(&line.query, topic.as_ref(), Effort::Full);
        let question = asked_of(playbook, lang, &line.query, &reading);
        let hits = knowledge.search(lang, question, &circumstances, PLACES);
        let micros = begun.elapsed().as_secs_f64() * 1e6;
        answered.push(Answered { line, hits, micros });
    }
    Ok(answered)
}

fn write(path: &Path, answered: &[Answered]) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for Answered { line, hits, .. } in answered {
        let hits: Vec<_> = hits.iter().map(|hit| json!({"faq": hit.faq, "score": hit.score})).collect();
        writeln!(out, "{}", json!({"query": line.query, "faq": line.faq, "hits": hits}))?;
    }
    Ok(out.flush()?)
}

impl Figures {
    fn of(answered: &[Answered]) -> Figures {
        let n = answered.len();
        let places: Vec<Option<usize>> =
            answered.iter().map(|one| one.hits.iter().position(|hit| hit.faq == one.line.faq)).collect();
        let share = |count: f64| count / n.max(1) as f64;
        let within = |limit: usize| share(places.iter().flatten().filter(|place| **place < limit).count() as f64);
        let mut micros: Vec<f64> = answered.iter().map(|one| one.micros).collect();
        micros.sort_by(f64::total_cmp);
        let at =
            |share: f64| micros.get(((micros.len() as f64 * share) as usize).min(n.saturating_sub(1))).copied().unwrap_or(0.0);
        Figures {
            n,
            recall_at_1: within(1),
            recall_at_3: within(3),
            mrr: share(places.iter().flatten().map(|place| 1.0 / (place + 1) as f64).sum()),
            p50_us: at(0.50),
            p99_us: at(0.99),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: &[(&str, &[&str], f64)], figures: Figures) {
        let answered: Vec<Answered> = found
            .iter()
            .map(|(faq, hits, micros)| Answered {
                line: Line { query: String::new(), faq: (*faq).into(), topic: None, lang: None },
                hits: hits.iter().map(|hit| Found { faq: (*hit).into(), score: 0.5 }).collect(),
                micros: *micros,
            })
            .collect();
        assert_eq!(Figures::of(&answered), figures);
    }

    #[test]
    fn figures_count_places() {
        check(
            &[("a", &["a", "b"], 1.0), ("b", &["a", "b"], 3.0), ("c", &[], 2.0), ("d", &["a", "b", "c", "d"], 4.0)],
            Figures { n: 4, recall_at_1: 0.25, recall_at_3: 0.5, mrr: (1.0 + 0.5 + 0.25) / 4.0, p50_us: 3.0, p99_us: 4.0 },
        );
    }

    #[test]
    fn a_broken_line_is_named() {
        let file = Path::new("q.jsonl");
        assert_eq!(read(file, "\u{feff}{\"query\":\"a\",\"faq\":\"b\",\"more\":1}\n\n").map(|lines| lines.len()).unwrap(), 1);
        let error = |text| read(file, text).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error("{\"query\":\"a\",\"faq\":\"b\"}\n\n{\"query\":1}").starts_with("q.jsonl:3 "));
        assert!(error("\n").contains("no questions"));
    }
}
