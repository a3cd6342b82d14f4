//! What an agent gets to read: the values so far, and the matter in a sentence.

use std::collections::BTreeMap;

use super::{
    form,
    script::{Field, Form},
    turn::Turn,
};
use crate::{
    base::{FieldId, FormId, LabelId, Lang, MoodKind, SlotKind},
    case,
};

/// What is filled and what is missing of the label's form, with what was said in passing.
pub(super) fn file(
    turn: &Turn<'_>,
    label: Option<&LabelId>,
    given: BTreeMap<FieldId, String>,
) -> (BTreeMap<FieldId, String>, Vec<FieldId>) {
    let script = turn.script();
    let of_label = || label.and_then(|label| script.labels.get(label)).and_then(|card| card.form.as_ref());
    let form_id: Option<&FormId> = turn.talk.filling().map(|filling| &filling.form).or_else(of_label);
    let Some(form) = form_id.and_then(|id| script.forms.get(id)) else {
        return (said(turn), Vec::new());
    };
    let draft = turn.talk.filling().or_else(|| turn.talk.shelf.iter().find(|draft| draft.form == form.id));
    let mut values = draft.map(|draft| draft.filled.clone()).unwrap_or_default();
    values.extend(given);
    for field in &form.fields {
        if !values.contains_key(&field.id)
            && let Some(value) = form::said(turn, field)
        {
            values.insert(field.id.clone(), value);
        }
    }
    (form::settled(form, &values), form::missing(form, &values))
}

/// Numbers that help an agent whatever the matter is.
fn said(turn: &Turn<'_>) -> BTreeMap<FieldId, String> {
    let kinds = [(SlotKind::OrderNo, "order_no"), (SlotKind::TrackingNo, "tracking_no"), (SlotKind::Phone, "contact_phone")];
    kinds.iter().filter_map(|(kind, field)| Some((FieldId::from(*field), turn.talk.known(*kind)?.value.clone()))).collect()
}

/// What an agent must know before the first word: the matter, the buyer's last words, mood, what is filled.
pub(super) fn summary(turn: &Turn<'_>, label: Option<&LabelId>, filled: &BTreeMap<FieldId, String>) -> String {
    let (script, lang, talk) = (turn.script(), turn.lang(), &turn.talk);
    let card = label.and_then(|label| script.labels.get(label));
    let matter = card.map(|card| card.name.get(lang).to_owned());
    let form = card
        .and_then(|card| card.form.as_ref())
        .or(talk.filling().map(|filling| &filling.form))
        .and_then(|id| script.forms.get(id));
    let mut values = Vec::new();
    for (id, value) in filled {
        values.push(match form.and_then(|form: &Form| form.field(id)) {
            Some(field) => shown(field, value, lang),
            None => format!("{id}: {}", case::mask(value)),
        });
    }
    let values = values.join(if lang == Lang::Zh { "，" } else { ", " });
    let checks = case::checks(&talk.checks(label), lang);
    let mut parts = Vec::new();
    match lang {
        Lang::Zh => {
            parts.push(matter.map_or_else(|| "买家没说清是什么事".to_owned(), |matter| format!("买家的问题：{matter}")));
            push(&mut parts, !talk.last_words.is_empty(), || format!("最后说「{}」", talk.last_words));
            push(&mut parts, talk.mood.kind != MoodKind::Calm, || format!("情绪：{}", mood(talk.mood.kind, lang)));
            push(&mut parts, !values.is_empty(), || format!("已知：{values}"));
            push(&mut parts, !checks.is_empty(), || format!("{}：{checks}", case::checks_name(lang)));
            push(&mut parts, !talk.tried.is_empty(), || format!("机器人已试 {} 次", talk.tried.len()));
            format!("{}。", parts.join("；"))
        }
        Lang::En => {
            parts.push(matter.map_or_else(
                || "The buyer hasn't said clearly what it is about".to_owned(),
                |matter| format!("About: {matter}"),
            ));
            push(&mut parts, !talk.last_words.is_empty(), || format!("last words: “{}”", talk.last_words));
            push(&mut parts, talk.mood.kind != MoodKind::Calm, || format!("mood: {}", mood(talk.mood.kind, lang)));
            push(&mut parts, !values.is_empty(), || format!("known: {values}"));
            push(&mut parts, !checks.is_empty(), || format!("{}: {checks}", case::checks_name(lang)));
            push(&mut parts, !talk.tried.is_empty(), || format!("tried by the bot: {}", talk.tried.len()));
            format!("{}.", parts.join("; "))
        }
    }
}

fn push(parts: &mut Vec<String>, holds: bool, part: impl FnOnce() -> String) {
    if holds {
        parts.push(part());
    }
}

fn shown(field: &Field, value: &str, lang: Lang) -> String {
    let value = form::shown(field, value, lang);
    format!("{} {}", field.name.get(lang), if field.masked { case::mask(&value) } else { value })
}

fn mood(kind: MoodKind, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        MoodKind::Calm => ("平静", "calm"),
        MoodKind::Anxious => ("着急", "anxious"),
        MoodKind::Disappointed => ("失望", "disappointed"),
        MoodKind::Angry => ("生气", "angry"),
        MoodKind::Abusive => ("辱骂", "abusive"),
        MoodKind::Threatening => ("威胁", "threatening"),
        MoodKind::Pleased => ("满意", "pleased"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
