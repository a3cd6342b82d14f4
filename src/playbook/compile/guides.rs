use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{Context, check_id};
use crate::{
    base::{CheckId, FormId, GuideId, LabelId, Priority},
    dialog::{Check, Danger, Guide, LabelCard, Route},
    playbook::{
        parse::Kind,
        source::At,
        written::{GuideWritten, GuidesFile, PerLang},
    },
    text::normalise,
};

type Cards = HashMap<LabelId, LabelCard>;

/// Compiles every guide, in the order of the files.
pub(in crate::playbook) fn guides(context: &mut Context<'_>, files: &[(Arc<str>, GuidesFile)], cards: &Cards) -> Vec<Guide> {
    let mut guides: Vec<Guide> = Vec::new();
    // Labels whose messages all go to the guide that is named.
    let mut taken: HashMap<LabelId, String> = HashMap::new();
    for (file, written) in files {
        if written.guides.is_empty() {
            let remedy = "write one under `guides`, or remove the file";
            context.add(file, written.guides.line, "there are no guides in this file", remedy);
        }
        for guide in written.guides.iter() {
            check_id(context, file, &guide.id);
            if guide.words.iter().next().is_none() {
                shadows(context, file, guide, &mut taken);
            }
            guides.push(self::guide(context, file, guide, cards));
        }
    }
    guides
}

fn guide(context: &mut Context<'_>, file: &str, written: &GuideWritten, cards: &Cards) -> Guide {
    let labels = labels(context, file, written, cards);
    let dangers = written.dangers.iter().map(|danger| {
        let id = &danger.intent;
        context.names.must_have(Kind::Label, id, file, id.line, &mut context.problems);
        if labels.iter().any(|label| label.as_str() == id.as_str()) {
            let message = format!("`{}` is a label of the guide itself", id.value);
            context.add(file, id.line, message, "name the label that is served instead, such as that of the danger");
        }
        if danger.words.iter().next().is_none() {
            context.add(file, danger.words.line, "this danger has no words", "write what buyers say when it is there");
        }
        Danger { label: LabelId::from(id.as_str()), words: words(context, file, &danger.words) }
    });
    let dangers = dangers.collect();
    if let Some(form) = &written.form {
        context.names.must_have(Kind::Form, form, file, form.line, &mut context.problems);
    }
    Guide {
        id: GuideId::from(written.id.as_str()),
        name: context.filled(file, "name", &written.name),
        words: words(context, file, &written.words),
        form: written.form.as_ref().map(|form| FormId::from(form.as_str())),
        warning: written.warning.as_ref().map(|warning| context.filled(file, "warning", warning)).unwrap_or_default(),
        dangers,
        checks: checks(context, file, written),
        labels,
    }
}

fn labels(context: &mut Context<'_>, file: &str, written: &GuideWritten, cards: &Cards) -> Vec<LabelId> {
    let id = &written.id.value;
    if written.intents.is_empty() {
        context.add(file, written.intents.line, format!("guide `{id}` is for no label"), "write intents: [label]");
    }
    for label in written.intents.iter() {
        context.names.must_have(Kind::Label, label, file, label.line, &mut context.problems);
        let Some(card) = cards.get(label.as_str()) else { continue };
        if card.priority == Priority::Urgent || matches!(card.route, Route::Human | Route::Chat) {
            let message =
                format!("`{}` is urgent, or leads to a person or a short reply: no guide comes before that", label.value);
            context.add(file, label.line, message, "take it out of `intents`");
        } else if card.form.is_none() && written.form.is_none() {
            let message = format!("`{}` has no form for a claim", label.value);
            context.add(file, label.line, message, "add `form: …` to the guide");
        }
    }
    written.intents.iter().map(|label| LabelId::from(label.as_str())).collect()
}

/// Reports a guide that is never offered, since an earlier one fits each message of the label too.
fn shadows(context: &mut Context<'_>, file: &str, written: &GuideWritten, taken: &mut HashMap<LabelId, String>) {
    for label in written.intents.iter() {
        if let Some(first) = taken.insert(LabelId::from(label.as_str()), written.id.value.clone()) {
            let message = format!("guide `{first}` fits every message of `{}` already", label.value);
            context.add(file, label.line, message, "give one of the two `words`, or take the label out");
        }
    }
}

fn checks(context: &mut Context<'_>, file: &str, written: &GuideWritten) -> Vec<Check> {
    let (id, count) = (&written.id.value, written.checks.len());
    if !(3..=5).contains(&count) {
        let message = format!("guide `{id}` has {count} checks");
        context.add(file, written.checks.line, message, "write three to five, the likeliest first");
    }
    let mut ids = HashSet::new();
    let mut checks = Vec::new();
    for check in written.checks.iter() {
        check_id(context, file, &check.id);
        if !ids.insert(check.id.as_str()) {
            let message = format!("check `{}` is here a second time", check.id.value);
            context.add(file, check.id.line, message, "rename or remove one of them");
        }
        checks.push(Check {
            id: CheckId::from(check.id.as_str()),
            name: context.filled(file, "name", &check.name),
            text: context.filled(file, "text", &check.text),
            help: check.help.as_ref().map(|help| context.filled(file, "help", help)).unwrap_or_default(),
        });
    }
    checks
}

/// Words of both languages, as messages are spelt when they are looked for.
fn words(context: &mut Context<'_>, file: &str, written: &PerLang<At<String>>) -> Vec<String> {
    for (_, word) in written.iter().filter(|(_, word)| word.trim().is_empty()) {
        context.add(file, word.line, "an empty word", "write what buyers say, or remove it");
    }
    written.iter().map(|(_, word)| normalise(word).text.trim().to_owned()).collect()
}
