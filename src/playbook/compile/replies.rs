use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{Context, check_id, intents::topic_of};
use crate::{
    base::{Lang, ReplyId},
    dialog::{Line, Replies},
    playbook::{
        Canned,
        facts::Source,
        moments::{self, GUIDE_MOMENTS, MOMENTS},
        parse::Kind,
        source::At,
        written::{LineWritten, RepliesFile, Words},
    },
};

/// `replies/`, compiled.
pub(in crate::playbook) struct Said {
    pub(in crate::playbook) replies: Replies,
    pub(in crate::playbook) canned: Vec<Canned>,
    pub(in crate::playbook) forbidden: BTreeMap<Lang, Vec<String>>,
}

/// Compiles every reply. `topics` are those of the labels.
pub(in crate::playbook) fn replies(context: &mut Context<'_>, files: &[(Arc<str>, RepliesFile)], topics: &[&str]) -> Said {
    let mut said = Said { replies: Replies::default(), canned: Vec::new(), forbidden: BTreeMap::new() };
    for (file, written) in files {
        for (id, variants) in &written.replies.0 {
            let variables = variables_of(context, file, id, topics);
            for lang in context.languages.clone() {
                let lines =
                    variants.get(lang).iter().map(|line| self::line(context, file, lang, line, variables)).collect::<Vec<_>>();
                if lines.is_empty() {
                    let message = format!("reply `{}` has no text in {lang}", id.value);
                    context.add(file, id.line, message, format!("add a line under `{lang}:`"));
                }
                said.replies.lines.entry((ReplyId::from(id.as_str()), lang)).or_insert(lines);
            }
        }
        for canned in &written.canned {
            check_id(context, file, &canned.id);
            let words = At { value: Words { zh: canned.zh.clone(), en: canned.en.clone() }, line: canned.line };
            let mut text = context.bilingual(file, &canned.id, &words);
            for (lang, text) in [(Lang::Zh, &mut text.zh), (Lang::En, &mut text.en)] {
                let source = Source { file, line: words.get(lang).map_or(canned.line, |text| text.line), lang };
                *text = context.facts.fill_template(source, text, moments::CANNED, &mut context.problems);
            }
            said.canned.push(Canned { id: canned.id.value.clone(), text });
        }
        for (lang, wording) in written.forbidden.iter() {
            if wording.trim().is_empty() {
                context.add(file, wording.line, "an empty wording", "write the words, or remove them");
            }
            said.forbidden.entry(lang).or_default().push(wording.value.clone());
        }
    }
    missing(context, files);
    said
}

/// The variables a reply may use, by its id; an id that nothing asks for is reported.
fn variables_of(context: &mut Context<'_>, file: &str, id: &At<String>, topics: &[&str]) -> &'static [&'static str] {
    if let Some(moment) = moments::moment(id) {
        return moment.variables;
    }
    let labels = &context.names;
    if !labels.has(Kind::Label, id)
        && !id.strip_suffix(".any").is_some_and(|topic| topics.contains(&topic))
        && labels.is_sure(Kind::Label)
    {
        let message = format!("no label, topic or moment is called `{}`", id.value);
        let near = MOMENTS.iter().find(|moment| moment.id.split('.').next() == Some(topic_of(id)) && id.contains('.'));
        let remedy = near.map_or_else(
            || "write a label's id, <topic>.any, or a moment of docs/playbook.md".to_owned(),
            |near| format!("the moments are listed in docs/playbook.md; one is `{}`", near.id),
        );
        context.add(file, id.line, message, remedy);
    }
    moments::LABEL
}

fn line(context: &mut Context<'_>, file: &str, lang: Lang, line: &At<LineWritten>, variables: &[&str]) -> Line {
    let parts = [&line.empathy, &line.fact, &line.next];
    if parts.iter().all(|part| part.as_ref().is_none_or(|text| text.trim().is_empty())) {
        context.add(file, line.line, "this line says nothing", "write empathy, fact or next");
    }
    let [empathy, fact, next] = parts.map(|part| match part {
        Some(text) => {
            let source = Source { file, line: text.line, lang };
            context.facts.fill_template(source, text, variables, &mut context.problems)
        }
        None => String::new(),
    });
    Line { empathy, fact, next }
}

/// Moments without a reply.
fn missing(context: &mut Context<'_>, files: &[(Arc<str>, RepliesFile)]) {
    if !context.names.is_sure(Kind::Reply) {
        return;
    }
    let by_name: HashMap<_, _> = files.iter().map(|(file, _)| (&**file, ())).collect();
    let file = if by_name.len() == 1 { by_name.into_keys().next().unwrap_or("replies") } else { "replies" };
    let of_guides = GUIDE_MOMENTS.iter().filter(|_| context.names.has_any(Kind::Guide));
    for moment in MOMENTS.iter().chain(of_guides).filter(|moment| !context.names.has(Kind::Reply, moment.id)) {
        context.problems.add(
            file,
            0,
            format!("there is no reply `{}`", moment.id),
            "write it: docs/playbook.md says when it is used",
        );
    }
}
