//! Earlier answers put right by the buyer's words: 「订单号发错了，是 2026…」, and at the summary by a new value alone.

use super::{choice, choices, file, label, parse, phrases, read, read::slot, walk};
use crate::dialog::{
    script::{Field, FieldKind, Form},
    talk::Filling,
    turn::{Heard, Turn},
    words,
};

/// Takes a correction of an answer already given; `false` where the message corrects none of them.
pub(in crate::dialog) fn correct(turn: &mut Turn<'_>, form: &Form, filling: &Filling, heard: &Heard) -> bool {
    let meant = named(form, filling, heard, false).or_else(|| held(turn, form, filling, heard));
    change(turn, form, filling, heard, meant)
}

/// At the summary: a field that is named, or the only one that a bare new value can be for.
pub(in crate::dialog) fn amend(turn: &mut Turn<'_>, form: &Form, filling: &Filling, heard: &Heard) -> bool {
    let asks = words::is_question(&heard.text) && !words::corrects(&heard.text);
    if add(turn, form, filling, heard) || change(turn, form, filling, heard, named(form, filling, heard, true).filter(|_| !asks))
    {
        return true;
    }
    let Some(field) = only(turn, form, filling, heard) else { return false };
    match new(turn, form, field, filling, heard) {
        Some(value) => walk::change(turn, form, field, value),
        None => walk::restate(turn, form),
    }
    true
}

/// 「还有驿站」: more options for a set that was chosen, if it is plain which.
pub(in crate::dialog) fn add(turn: &mut Turn<'_>, form: &Form, filling: &Filling, heard: &Heard) -> bool {
    if !phrases::adds(&heard.text) || !phrases::is_brief(&heard.text) {
        return false;
    }
    let sets = given(form, filling).filter(|field| field.kind == FieldKind::Choices && field.id != filling.asking);
    let mut more = sets.filter_map(|field| Some((field, parse(field, &heard.text, turn.moment()).ok()?)));
    let (Some((field, value)), None) = (more.next(), more.next()) else { return false };
    let before = filling.filled.get(&field.id).map_or("", String::as_str);
    walk::change(turn, form, field, choices::joined(field, before, &value));
    true
}

/// Puts the field right where the message holds its new value, else asks it.
fn change(turn: &mut Turn<'_>, form: &Form, filling: &Filling, heard: &Heard, meant: Option<&Field>) -> bool {
    let Some(field) = meant else { return false };
    match new(turn, form, field, filling, heard) {
        Some(value) => walk::change(turn, form, field, value),
        None => walk::edit(turn, form, &field.id),
    }
    true
}

fn given<'f>(form: &'f Form, filling: &Filling) -> impl Iterator<Item = &'f Field> {
    form.fields.iter().filter(|field| filling.filled.get(&field.id).is_some_and(|value| !value.is_empty()))
}

/// The field that the words name; at the summary also by what everyone calls its kind.
fn named<'f>(form: &'f Form, filling: &Filling, heard: &Heard, by_kind: bool) -> Option<&'f Field> {
    let lower = heard.text.to_lowercase();
    let says = |name: &str| words::mentions(&lower, &name.to_lowercase());
    let own = |field: &&Field| says(&field.name.zh) || says(&field.name.en) || field.words.iter().any(|word| says(word));
    let kind = |field: &&Field| by_kind && nouns(field.kind).iter().any(|noun| says(noun));
    given(form, filling).find(own).or_else(|| given(form, filling).find(kind))
}

/// A value without its field's name: only where the message plainly holds one, and the question asked isn't for such.
fn held<'f>(turn: &Turn<'_>, form: &'f Form, filling: &Filling, heard: &Heard) -> Option<&'f Field> {
    let asked = form.field(&filling.asking).and_then(|field| slot(field.kind));
    let fits = |field: &&Field| {
        slot(field.kind) != asked && read::own(field, heard).is_some() && new(turn, form, field, filling, heard).is_some()
    };
    given(form, filling).find(fits)
}

/// Whether the whole message is a value of one field, and nothing else whatever it resembles.
pub(in crate::dialog) fn is_value(turn: &Turn<'_>, form: &Form, filling: &Filling, heard: &Heard) -> bool {
    only(turn, form, filling, heard).is_some_and(|field| read::is_bare(field, heard, turn.moment()))
}

/// The one field that the whole message is a value of, be it filled or left out.
fn only<'f>(turn: &Turn<'_>, form: &'f Form, filling: &'f Filling, heard: &Heard) -> Option<&'f Field> {
    let corrects = words::corrects(&heard.text);
    let holds = |field: &Field| slot(field.kind).is_some() && read::own(field, heard).is_some();
    let coded = file::applicable(form, &filling.filled).any(holds);
    let fits = |field: &&Field| match field.kind {
        FieldKind::Text | FieldKind::Photos | FieldKind::Video | FieldKind::YesNo => false,
        // 99 may be an amount, a count and half a phone: a value that triage knows the kind of is of no other.
        _ if coded => holds(field),
        // A place in the list means nothing where no list is shown.
        FieldKind::Choice | FieldKind::Choices if choice::place(&words::bare(&heard.text)).is_some() => false,
        FieldKind::Choice | FieldKind::Choices if corrects => parse(field, &heard.text, turn.moment()).is_ok(),
        _ => read::is_bare(field, heard, turn.moment()),
    };
    if !phrases::is_brief(&heard.text) && !coded {
        return None;
    }
    let mut fitting = file::applicable(form, &filling.filled).filter(fits);
    fitting.next().filter(|_| fitting.next().is_none())
}

/// The field's new value in the message, if there is one and it is another. A text is one only where it is introduced as such.
fn new(turn: &Turn<'_>, form: &Form, field: &Field, filling: &Filling, heard: &Heard) -> Option<String> {
    let value = match field.kind {
        FieldKind::Text => label::said(form, field, &heard.text).and_then(|text| parse(field, text, turn.moment()).ok()),
        _ => read::read(form, field, filling, heard, turn.moment()).ok(),
    };
    value.filter(|value| filling.filled.get(&field.id) != Some(value))
}

/// What everyone calls a field of this kind.
fn nouns(kind: FieldKind) -> &'static [&'static str] {
    match kind {
        FieldKind::OrderNo => &["订单", "order"],
        FieldKind::TrackingNo => &["快递单", "运单", "tracking"],
        FieldKind::Phone => &["电话", "手机", "phone"],
        FieldKind::Email => &["邮箱", "email", "e-mail"],
        FieldKind::Money => &["金额", "amount"],
        FieldKind::Number => &["数量", "件数", "quantity"],
        FieldKind::Date | FieldKind::Datetime => &["日期", "时间", "date"],
        FieldKind::Text | FieldKind::Choice | FieldKind::Choices | FieldKind::Photos | FieldKind::Video | FieldKind::YesNo => &[],
    }
}
