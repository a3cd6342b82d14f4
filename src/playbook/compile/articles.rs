use std::{collections::BTreeSet, sync::Arc};

use jiff::civil::Date;

use super::{Context, check_id};
use crate::{
    base::{FaqId, LabelId, Lang, Timestamp},
    knowledge::{Applies, Article, Variant},
    playbook::{
        article::ArticleFile,
        facts::Source,
        parse::Kind,
        source::At,
        written::{AppliesWritten, FrontMatter},
    },
};

/// The states of an order that conditions may name.
const ORDER_STATES: &[&str] = &["unpaid", "unshipped", "shipped", "signed", "refunding", "closed"];

/// Compiles every article and asks for its twins.
pub(in crate::playbook) fn articles(context: &mut Context<'_>, files: &[(Arc<str>, Box<ArticleFile>)]) -> Vec<Article> {
    let mut articles = Vec::with_capacity(files.len());
    let mut unspoken = BTreeSet::new();
    for (file, written) in files {
        let lang = written.lang;
        if !context.languages.contains(&lang) && unspoken.insert(lang) {
            let folder = format!("knowledge_base/{lang}");
            let remedy = format!("add \"{lang}\" to languages in shop.toml, or remove {folder}");
            context.add(&folder, 0, format!("the shop doesn't speak {lang}"), remedy);
        }
        if let Some(front) = &written.front {
            articles.push(article(context, file, written, front));
        }
    }
    twins(context);
    articles
}

fn article(context: &mut Context<'_>, file: &str, written: &ArticleFile, front: &FrontMatter) -> Article {
    let lang = written.lang;
    check_id(context, file, &front.id);
    for intent in &front.intents {
        context.names.must_have(Kind::Label, intent, file, intent.line, &mut context.problems);
    }
    let title = filled(context, file, lang, "title", &front.title);
    let questions = front.questions.iter().map(|question| filled(context, file, lang, "question", question)).collect();
    let (valid_from, valid_until) = validity(context, file, front);
    let mut variants = Vec::new();
    for block in &written.blocks {
        let applies = applies(context, file, &block.applies);
        if applies == Applies::default() {
            context.add(
                file,
                block.line,
                "this block has no condition",
                "write `:::when order_state=shipped`, or put the text in the answer",
            );
        }
        let text = At { value: block.text.value.clone(), line: if block.text.line == 0 { block.line } else { block.text.line } };
        variants.push(Variant { applies, answer: filled(context, file, lang, "block", &text) });
    }
    Article {
        id: FaqId::from(front.id.as_str()),
        lang,
        title,
        questions,
        intents: front.intents.iter().map(|id| LabelId::from(id.as_str())).collect(),
        applies: applies(context, file, &front.applies),
        valid_from,
        valid_until,
        answer: filled(context, file, lang, "answer", &written.answer),
        variants,
    }
}

fn filled(context: &mut Context<'_>, file: &str, lang: Lang, what: &str, text: &At<String>) -> String {
    if text.trim().is_empty() {
        context.add(file, text.line, format!("the {what} is empty"), "write it");
    }
    context.facts.fill_all(Source { file, line: text.line, lang }, text, &mut context.problems)
}

fn applies(context: &mut Context<'_>, file: &str, written: &AppliesWritten) -> Applies {
    for state in written.order_state.iter().filter(|state| !ORDER_STATES.contains(&state.as_str())) {
        let message = format!("unknown order_state `{}`", state.value);
        context.add(file, state.line, message, format!("write one of {}", ORDER_STATES.join(", ")));
    }
    let values = |list: &[At<String>]| list.iter().map(|value| value.value.clone()).collect();
    Applies { order_state: values(&written.order_state), category: values(&written.category), product: values(&written.product) }
}

/// From the start of the first day until the end of the last, where the shop is.
fn validity(context: &mut Context<'_>, file: &str, front: &FrontMatter) -> (Option<Timestamp>, Option<Timestamp>) {
    let from = front.valid_from.as_ref().and_then(|text| date(context, file, text));
    let until = front.valid_until.as_ref().and_then(|text| date(context, file, text));
    if let (Some(from), Some(until), Some(written)) = (from, until, &front.valid_until)
        && until < from
    {
        context.add(file, written.line, format!("`valid_until` {until} is before `valid_from` {from}"), "swap or correct them");
    }
    let start_of =
        |date: Date| date.to_zoned(context.zone.clone()).ok().map(|start| Timestamp(start.timestamp().as_millisecond()));
    (from.and_then(start_of), until.and_then(|last| last.tomorrow().ok()).and_then(start_of))
}

fn date(context: &mut Context<'_>, file: &str, text: &At<String>) -> Option<Date> {
    let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text.trim());
    if date.is_none() {
        context.add(file, text.line, format!("`{}` is not a date", text.value), "write it as 2026-01-31");
    }
    date
}

/// Articles that some language of the shop lacks.
fn twins(context: &mut Context<'_>) {
    if !context.names.is_sure(Kind::Faq) {
        return;
    }
    for (id, places) in &context.names.articles {
        let Some(place) = places.values().next() else { continue };
        for lang in context.languages.iter().filter(|lang| !places.contains_key(lang)) {
            let there = twin_path(&place.file, *lang);
            let message = format!("article `{id}` has no twin in {lang}");
            context.problems.add(&place.file, place.line, message, format!("write {there} with the same id"));
        }
    }
}

/// Where the same article would be in another language.
fn twin_path(file: &str, lang: Lang) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    if let Some(part) = parts.get_mut(1) {
        *part = lang.as_str();
    }
    parts.join("/")
}
