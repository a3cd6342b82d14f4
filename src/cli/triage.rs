//! `aftercare triage TEXT`: one message explained.

use std::{path::Path, process::ExitCode};

use anyhow::bail;
use serde_json::json;

use super::output;
use crate::{
    base::{Hit, LabelId, Ranked},
    playbook::Playbook,
    triage::Explanation,
};

#[derive(clap::Args)]
pub struct Args {
    /// The message.
    text: String,
    /// What was talked about before it: a label's id, such as return.no_reason_apply.
    #[arg(long, value_name = "LABEL")]
    topic: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Explains how the shop understands a message.
///
/// # Errors
/// The folder is no shop, or the topic none of its labels.
pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let playbook = match output::load(shop)? {
        Ok(playbook) => playbook,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    let topic = args.topic.as_deref().map(|topic| topic_of(&playbook, topic)).transpose()?;
    let explanation = playbook.triage.explain(&args.text, topic.as_ref());
    let text = if args.json { machine(&explanation).to_string() } else { people(&args.text, topic.as_ref(), &explanation) };
    output::say(&text);
    Ok(ExitCode::SUCCESS)
}

/// # Errors
/// The shop has no such label.
pub(super) fn topic_of(playbook: &Playbook, label: &str) -> anyhow::Result<LabelId> {
    let label = LabelId::from(label);
    if !playbook.script.labels.contains_key(&label) {
        bail!("the shop has no label `{label}` to be the topic: intents/ lists them");
    }
    Ok(label)
}

fn machine(explanation: &Explanation) -> serde_json::Value {
    let Explanation { normalised, reading, hits, by_keywords, by_classifier, by_meaning, within_topic, mood_words } = explanation;
    let hits: Vec<_> = hits.iter().map(|(hit, why)| json!({ "hit": hit, "why": why })).collect();
    json!({
        "normalised": normalised,
        "reading": reading,
        "hits": hits,
        "by_keywords": by_keywords,
        "by_classifier": by_classifier,
        "by_meaning": by_meaning,
        "within_topic": within_topic,
        "mood_words": mood_words,
    })
}

fn people(text: &str, topic: Option<&LabelId>, explanation: &Explanation) -> String {
    let reading = &explanation.reading;
    let mut lines = vec![
        format!("read as    {} ({})", explanation.normalised, reading.lang),
        format!("decision   {}", word(&reading.decision)),
    ];
    if !reading.needs.is_empty() {
        let needs: Vec<&str> = reading.needs.iter().map(|need| need.as_str()).collect();
        lines.push(format!("needs      {}", needs.join(", ")));
    }
    if let Some(label) = topic {
        let used = if reading.topic.is_some() { "read with it" } else { "not needed: no follow-up by its form, or clear alone" };
        lines.push(format!("topic      {label}, {used}"));
    }
    lines.extend(ranking("labels", &reading.intents));
    lines.extend(ranking("classifier", &explanation.by_classifier));
    lines.extend(ranking("meaning", &explanation.by_meaning));
    lines.extend(ranking("in topic", &explanation.within_topic));
    lines.extend(ranking("keywords", &explanation.by_keywords));
    for (place, (hit, why)) in explanation.hits.iter().enumerate() {
        let Hit { label, what, start, end, weight } = hit;
        let said = text.get(*start..*end).unwrap_or_default();
        lines.push(format!("{:<10} {start}..{end} {said:?} for {label}: {what} ({weight:.1}), {why}", heading("hits", place)));
    }
    for (place, slot) in reading.slots.iter().enumerate() {
        let kind = word(&slot.kind);
        lines.push(format!("{:<10} {}..{} {kind} {}", heading("slots", place), slot.start, slot.end, slot.value));
    }
    let words =
        if explanation.mood_words.is_empty() { String::new() } else { format!(": {}", explanation.mood_words.join(", ")) };
    lines.push(format!("mood       {} {:.2}{words}", word(&reading.mood.kind), reading.mood.degree));
    lines.join("\n")
}

fn ranking(name: &str, ranked: &[Ranked]) -> Vec<String> {
    let line = |(place, ranked): (usize, &Ranked)| format!("{:<10} {:.3} {}", heading(name, place), ranked.p, ranked.label);
    ranked.iter().enumerate().map(line).collect()
}

/// Only the first line of a block has its heading.
fn heading(name: &str, place: usize) -> &str {
    if place == 0 { name } else { "" }
}

/// The word that stands for a value on the wire.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Decision, Lang, Mood, Reading};

    #[test]
    fn people_and_machines_read_the_same() {
        let hit = Hit { label: "refund.apply".into(), what: "退款".into(), start: 6, end: 12, weight: 1.0 };
        let ranked = vec![Ranked { label: "refund.apply".into(), p: 0.9 }];
        let explanation = Explanation {
            normalised: "我要退款".into(),
            reading: Reading {
                lang: Lang::Zh,
                intents: ranked.clone(),
                decision: Decision::Accept,
                looked_again: false,
                topic: Some("refund.progress".into()),
                needs: vec!["refund.apply".into()],
                mood: Mood::CALM,
                slots: Vec::new(),
                hits: vec![hit.clone()],
            },
            hits: vec![(hit, "counts")],
            by_keywords: ranked.clone(),
            by_meaning: Vec::new(),
            within_topic: vec![Ranked { label: "refund.progress".into(), p: 0.7 }],
            by_classifier: ranked,
            mood_words: Vec::new(),
        };
        let text = people("我要退款", Some(&"refund.progress".into()), &explanation);
        for line in [
            "decision   accept",
            "needs      refund.apply",
            "topic      refund.progress, read with it",
            "in topic   0.700 refund.progress",
            "labels     0.900 refund.apply",
            "6..12 \"退款\" for refund.apply",
            "mood       calm 0.00",
        ] {
            assert!(text.contains(line), "{line:?} is not in\n{text}");
        }
        assert_eq!(machine(&explanation)["reading"]["decision"], "accept");
    }
}
