//! `aftercare intents eval FILE.jsonl`: how well messages are understood.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Context;
use serde::Serialize;

use super::rows::{self, Row};
use crate::{
    base::{Decision, LabelId, Ranked, Reading},
    cli::output,
    triage::{Effort, Triage},
};

#[derive(clap::Args)]
pub struct Args {
    /// Lines of {"text", "label", "topic"?, "lang"?}; the topic is the label of what was talked about before.
    file: PathBuf,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Write a line for each message: text, label, decision and ranked intents.
    #[arg(long, value_name = "OUT.jsonl")]
    predictions: Option<PathBuf>,
    /// Read as a busy server does: without the second look.
    #[arg(long)]
    quick: bool,
}

/// How a message was understood.
#[derive(Debug, Serialize)]
struct Prediction {
    text: String,
    label: String,
    decision: Decision,
    intents: Vec<Ranked>,
    #[serde(skip)]
    looked_again: bool,
    #[serde(skip)]
    took: Duration,
}

/// The figures over all messages.
#[derive(Debug, PartialEq, Serialize)]
struct Score {
    n: usize,
    /// The first label is the right one.
    accuracy: f64,
    /// Mean over the labels of the file of the harmonic mean of precision and recall.
    macro_f1: f64,
    top3: f64,
    /// Part of the messages that were accepted …
    accepted: f64,
    /// … and part of these whose first label is right.
    accuracy_accepted: f64,
    p50_us: f64,
    p99_us: f64,
    /// Messages that one core reads in a second.
    per_second: f64,
    /// Of the messages that words and n-grams were sure of, and of those that were looked at again.
    first_look: Look,
    second_look: Look,
}

/// The messages that one look decided.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Look {
    /// Part of all messages.
    share: f64,
    accuracy: f64,
    p50_us: f64,
}

/// Reads every message of the file as the running shop would, and prints the figures.
///
/// # Errors
/// The folder is no shop, or the file can't be read or written.
pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let rows = rows::read(&args.file)?;
    let playbook = match output::load(shop)? {
        Ok(playbook) => playbook,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    let predictions = {
        let _busy = output::Busy::with("reading the messages");
        predict(&playbook.triage, rows, if args.quick { Effort::Quick } else { Effort::Full })
    };
    if let Some(path) = &args.predictions {
        write(path, &predictions).with_context(|| format!("{} can't be written", path.display()))?;
    }
    let score = score(&predictions);
    output::say(&if args.json { serde_json::to_string(&score)? } else { people(&score) });
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::disallowed_methods, reason = "a measuring command")]
fn predict(triage: &Triage, rows: Vec<Row>, effort: Effort) -> Vec<Prediction> {
    let topic = |row: &Row| row.topic.as_deref().map(LabelId::from);
    // What is compiled when it is first wanted shall not count.
    for row in &rows {
        std::hint::black_box(triage.read_within(&row.text, topic(row).as_ref(), effort));
    }
    let predict = |row: Row| {
        let topic = topic(&row);
        let Row { text, label, .. } = row;
        let start = Instant::now();
        let Reading { decision, intents, looked_again, .. } = triage.read_within(&text, topic.as_ref(), effort);
        let took = start.elapsed();
        Prediction { text, label, decision, intents, looked_again, took }
    };
    rows.into_iter().map(predict).collect()
}

fn write(path: &Path, predictions: &[Prediction]) -> anyhow::Result<()> {
    let mut out = BufWriter::new(fs::File::create(path)?);
    for prediction in predictions {
        serde_json::to_writer(&mut out, prediction)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

fn score(predictions: &[Prediction]) -> Score {
    let all: Vec<&Prediction> = predictions.iter().collect();
    let accepted: Vec<&Prediction> = predictions.iter().filter(|it| it.decision == Decision::Accept).collect();
    let among_three = |it: &&Prediction| it.intents.iter().take(3).any(|ranked| ranked.label.as_str() == it.label);
    let look = |again: bool| {
        let part: Vec<&Prediction> = predictions.iter().filter(|it| it.looked_again == again).collect();
        Look { share: ratio(part.len(), all.len()), accuracy: accuracy(&part), p50_us: percentile_us(&part, 0.5) }
    };
    Score {
        n: all.len(),
        accuracy: accuracy(&all),
        macro_f1: macro_f1(predictions),
        top3: ratio(predictions.iter().filter(among_three).count(), all.len()),
        accepted: ratio(accepted.len(), all.len()),
        accuracy_accepted: accuracy(&accepted),
        p50_us: percentile_us(&all, 0.5),
        p99_us: percentile_us(&all, 0.99),
        per_second: (all.len() as f64 / all.iter().map(|it| it.took.as_secs_f64()).sum::<f64>().max(f64::MIN_POSITIVE)).round(),
        first_look: look(false),
        second_look: look(true),
    }
}

fn ratio(count: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}

fn accuracy(predictions: &[&Prediction]) -> f64 {
    let right = |it: &&&Prediction| it.intents.first().is_some_and(|first| first.label.as_str() == it.label);
    ratio(predictions.iter().filter(right).count(), predictions.len())
}

fn percentile_us(predictions: &[&Prediction], part: f64) -> f64 {
    let mut took: Vec<Duration> = predictions.iter().map(|it| it.took).collect();
    took.sort_unstable();
    let at = ((took.len() as f64 * part) as usize).min(took.len().saturating_sub(1));
    took.get(at).map_or(0.0, |took| took.as_nanos() as f64 / 1e3)
}

fn macro_f1(predictions: &[Prediction]) -> f64 {
    /// Of one label: messages that have it, messages that were given it, and both.
    #[derive(Default)]
    struct Count {
        have: f64,
        given: f64,
        both: f64,
    }
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for prediction in predictions {
        counts.entry(&prediction.label).or_default().have += 1.0;
    }
    for prediction in predictions {
        let Some(first) = prediction.intents.first() else { continue };
        if let Some(count) = counts.get_mut(first.label.as_str()) {
            count.given += 1.0;
            count.both += f64::from(first.label.as_str() == prediction.label);
        }
    }
    let f1 = |count: &Count| 2.0 * count.both / (count.have + count.given);
    counts.values().map(f1).sum::<f64>() / counts.len().max(1) as f64
}

fn people(score: &Score) -> String {
    let Score { n, accuracy, macro_f1, top3, accepted, accuracy_accepted, p50_us, p99_us, per_second, first_look, second_look } =
        score;
    let look = |name: &str, it: &Look| {
        let Look { share, accuracy, p50_us } = it;
        format!("{name}        {share:.3} of the messages, right of these {accuracy:.3}, {p50_us:.1} µs (p50)")
    };
    format!(
        "messages           {n}\nfirst label right  {accuracy:.3}\nright among three  {top3:.3}\nmacro F1           {macro_f1:.3}\n\
         accepted           {accepted:.3}, right of these {accuracy_accepted:.3}\ntime a message     {p50_us:.1} µs (p50), {p99_us:.1} µs (p99); {per_second:.0} a second on one core\n{}\n{}",
        look("first look ", first_look),
        look("second look", second_look),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prediction(label: &str, decision: Decision, intents: &[&str]) -> Prediction {
        let intents = intents.iter().map(|label| Ranked { label: (*label).into(), p: 0.5 }).collect();
        Prediction {
            text: "…".into(),
            label: label.into(),
            decision,
            intents,
            looked_again: decision == Decision::Clarify,
            took: Duration::from_micros(10),
        }
    }

    #[test]
    fn figures_are_counted() {
        let predictions = [
            prediction("a", Decision::Accept, &["a", "b"]),
            prediction("a", Decision::Accept, &["b", "a"]),
            prediction("b", Decision::Clarify, &["b"]),
            prediction("c", Decision::Reject, &["a", "b", "d", "c"]),
        ];
        let expect = Score {
            n: 4,
            accuracy: 0.5,
            // a: 2·1/(2+2), b: 2·1/(1+2), c: 0
            macro_f1: (0.5 + 2.0 / 3.0) / 3.0,
            top3: 0.75,
            accepted: 0.5,
            accuracy_accepted: 0.5,
            p50_us: 10.0,
            p99_us: 10.0,
            per_second: 1e5,
            first_look: Look { share: 0.75, accuracy: 1.0 / 3.0, p50_us: 10.0 },
            second_look: Look { share: 0.25, accuracy: 1.0, p50_us: 10.0 },
        };
        assert_eq!(score(&predictions), expect);
    }

    #[test]
    fn a_prediction_is_a_line_of_the_contract() {
        let line = serde_json::to_string(&prediction("a", Decision::Clarify, &["b"])).unwrap();
        assert_eq!(line, r#"{"text":"…","label":"a","decision":"clarify","intents":[{"label":"b","p":0.5}]}"#);
    }
}
