use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use super::{Context, Wrong, check_id, is_id};
use crate::{
    base::{Bilingual, FormId, LabelId, Lang, Skill},
    dialog::{LabelCard, Route},
    knowledge::Article,
    playbook::{
        parse::Kind,
        source::At,
        written::{IntentWritten, IntentsFile, KeywordWritten},
    },
    triage::{Keyword, LabelSource},
};

/// The topic of labels without a dot.
pub(in crate::playbook) const NO_TOPIC: &str = "imported";

#[derive(Default)]
pub(in crate::playbook) struct Labels {
    /// What topics are called.
    pub(in crate::playbook) topics: BTreeMap<String, Bilingual>,
    pub(in crate::playbook) cards: HashMap<LabelId, LabelCard>,
    /// In the order of the files.
    pub(in crate::playbook) sources: Vec<LabelSource>,
    /// Where each label stands, for faults that triage finds.
    pub(in crate::playbook) places: HashMap<LabelId, (Arc<str>, u32)>,
}

impl Labels {
    /// Tells each label what it costs to serve it by mistake.
    pub(in crate::playbook) fn weigh(&mut self, wrong: &Wrong) {
        for source in &mut self.sources {
            source.wrong = self.cards.get(&source.id).map_or(1.0, |card| wrong.of(card.route));
        }
    }

    /// Adds the questions of articles that answer a single label to that label, but for those that are an example somewhere.
    pub(in crate::playbook) fn learn_from(&mut self, articles: &[Article]) {
        let known: HashSet<String> =
            self.sources.iter().flat_map(|source| source.examples.iter().map(|(_, example)| example.clone())).collect();
        for source in &mut self.sources {
            for article in articles.iter().filter(|article| article.intents == [source.id.clone()]) {
                let asked = [&article.title].into_iter().chain(&article.questions);
                let new = asked.filter(|question| !known.contains(*question));
                source.questions.extend(new.map(|question| (article.lang, question.clone())));
            }
        }
    }
}

/// Compiles every label.
pub(in crate::playbook) fn labels(context: &mut Context<'_>, files: &[(Arc<str>, IntentsFile)]) -> Labels {
    let mut labels = Labels::default();
    let mut examples: HashMap<String, (LabelId, Arc<str>, u32)> = HashMap::new();
    for (file, written) in files {
        let name = context.bilingual(file, "name", &written.name);
        labels.topics.entry(written.topic.value.clone()).or_insert(name);
        if written.intents.is_empty() {
            context.add(
                file,
                written.intents.line,
                "there are no labels in this file",
                "write one under `intents`, or remove the file",
            );
        }
        for intent in written.intents.iter() {
            check_id(context, file, &intent.id);
            let topic = topic_of(&intent.id);
            if topic != *written.topic && is_id(&intent.id) {
                let message = format!("label `{}` is in the file of topic `{}`", intent.id.value, written.topic.value);
                context.add(
                    file,
                    intent.id.line,
                    message,
                    format!("rename it to {}.…, or move it to the file of `{topic}`", written.topic.value),
                );
            }
            let id = LabelId::from(intent.id.as_str());
            if labels.cards.contains_key(&id) {
                continue;
            }
            let (card, source) = label(context, file, &id, intent);
            for (_, example) in intent.examples.iter() {
                twice(context, file, &id, example, &mut examples);
            }
            labels.places.insert(id.clone(), (file.clone(), intent.id.line));
            labels.cards.insert(id, card);
            labels.sources.push(source);
        }
    }
    labels
}

/// The part of a label's id before the dot.
pub(in crate::playbook) fn topic_of(id: &str) -> &str {
    id.split_once('.').map_or(NO_TOPIC, |(topic, _)| topic)
}

fn label(context: &mut Context<'_>, file: &Arc<str>, id: &LabelId, intent: &At<IntentWritten>) -> (LabelCard, LabelSource) {
    let name = context.bilingual(file, "name", &intent.name);
    let choice = intent.choice.as_ref().map(|choice| context.bilingual(file, "choice", choice));
    let definition = intent.definition.as_ref().map(|definition| context.bilingual(file, "definition", definition));
    let form = intent.form.as_ref().map(|form| {
        context.names.must_have(Kind::Form, form, file, form.line, &mut context.problems);
        if matches!(*intent.route, Route::Faq | Route::Chat) {
            context.add(
                file,
                form.line,
                "this label's route doesn't lead to a form",
                "make the route form or human, or remove the form",
            );
        }
        FormId::from(form.as_str())
    });
    if *intent.route == Route::Form && form.is_none() {
        context.add(file, intent.route.line, "route form without a form", "add `form: …` with a form's id");
    }
    let source = LabelSource {
        id: id.clone(),
        priority: intent.priority,
        wrong: 1.0,
        name: name.clone(),
        definition: definition.unwrap_or_default(),
        keywords: intent.keywords.iter().map(|(_, keyword)| self::keyword(context, file, keyword)).collect(),
        patterns: intent.patterns.iter().map(|pattern| pattern.value.clone()).collect(),
        examples: examples(context, file, intent),
        questions: Vec::new(),
    };
    let topic = Skill::from(topic_of(id.as_str()));
    let card = LabelCard {
        choice: choice.unwrap_or_else(|| name.clone()),
        name,
        priority: intent.priority,
        route: *intent.route,
        form,
        topic,
    };
    (card, source)
}

fn keyword(context: &mut Context<'_>, file: &str, keyword: &At<KeywordWritten>) -> Keyword {
    if keyword.text.trim().is_empty() || keyword.requires.iter().chain(&keyword.excludes).any(|word| word.trim().is_empty()) {
        context.add(file, keyword.line, "an empty keyword", "write the phrase, or remove it");
    }
    if !(0.2..=1.5).contains(&keyword.weight) {
        let message = format!("the weight {} of `{}` is out of range", keyword.weight, keyword.text);
        context.add(file, keyword.line, message, "write 0.2 (a hint) to 1.5 (decides)");
    }
    Keyword {
        text: keyword.text.clone(),
        weight: keyword.weight,
        requires: keyword.requires.clone(),
        excludes: keyword.excludes.clone(),
    }
}

/// Reports patterns that can't be built. This is the slowest check by far; content whose model is in the cache has passed it.
pub(in crate::playbook) fn patterns(context: &mut Context<'_>, files: &[(Arc<str>, IntentsFile)]) {
    for (file, written) in files {
        for pattern in written.intents.iter().flat_map(|intent| &intent.patterns) {
            match regex::Regex::new(pattern) {
                Ok(regex) if regex.is_match("") => {
                    context.add(file, pattern.line, "this pattern is found in every message", "make some part of it required");
                }
                Ok(_) => (),
                Err(error) => {
                    let error = error.to_string();
                    let cause = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
                    let message = format!("bad regular expression `{}`: {cause}", pattern.value);
                    context.add(file, pattern.line, message, "correct it, or remove it");
                }
            }
        }
    }
}

fn examples(context: &mut Context<'_>, file: &str, intent: &At<IntentWritten>) -> Vec<(Lang, String)> {
    for (_, example) in intent.examples.iter().filter(|(_, example)| example.trim().is_empty()) {
        context.add(file, example.line, "an empty example", "write what a buyer would, or remove it");
    }
    let examples: Vec<_> = intent.examples.iter().map(|(lang, example)| (lang, example.value.clone())).collect();
    if examples.is_empty() {
        let message = format!("label `{}` has no examples", intent.id.value);
        context.add(file, intent.id.line, message, "write under `examples` what buyers say when they mean it, a dozen or more");
    }
    examples
}

fn twice(
    context: &mut Context<'_>,
    file: &Arc<str>,
    id: &LabelId,
    example: &At<String>,
    seen: &mut HashMap<String, (LabelId, Arc<str>, u32)>,
) {
    match seen.get(example.trim()) {
        Some((other, first, line)) if other != id => {
            let message = format!("the example `{}` is also one of `{other}` ({first}:{line})", example.value);
            context.add(file, example.line, message, "keep it where it belongs: the bot can't learn both");
        }
        Some(_) => (),
        None => {
            seen.insert(example.trim().to_owned(), (id.clone(), file.clone(), example.line));
        }
    }
}
