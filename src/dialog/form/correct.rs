//! Earlier answers put right by the buyer's words: 「订单号发错了，是 2026…」.

use super::{parse, walk};
use crate::{
    base::SlotKind,
    dialog::{
        script::{Field, FieldKind, Form},
        talk::Filling,
        turn::{Heard, Turn},
        words,
    },
};

/// Takes a correction of an answer already given; `false` where the message corrects none of them.
pub(in crate::dialog) fn correct(turn: &mut Turn<'_>, form: &Form, filling: &Filling, heard: &Heard) -> bool {
    let Some((field, value)) = correction(turn, form, filling, heard) else { return false };
    match value {
        Some(value) => walk::change(turn, form, field, value),
        None => walk::edit(turn, form, &field.id),
    }
    true
}

/// The field that is meant, and its new value where the message holds one.
fn correction<'f>(turn: &Turn<'_>, form: &'f Form, filling: &Filling, heard: &Heard) -> Option<(&'f Field, Option<String>)> {
    let given = || form.fields.iter().filter(|field| filling.filled.get(&field.id).is_some_and(|value| !value.is_empty()));
    let lower = heard.text.to_lowercase();
    let named = |field: &&Field| {
        words::mentions(&lower, &field.name.zh.to_lowercase()) || words::mentions(&lower, &field.name.en.to_lowercase())
    };
    let new = |field: &Field| {
        let slot = heard.reading.slots.iter().find(|slot| Some(slot.kind) == kind(field.kind)).map(|slot| slot.value.as_str());
        let value = match field.kind {
            // A sentence about a text is no text.
            FieldKind::Text => None,
            _ => parse(field, slot.unwrap_or(&heard.text), turn.moment()).ok(),
        };
        value.filter(|value| filling.filled.get(&field.id) != Some(value))
    };
    if let Some(field) = given().find(named) {
        return Some((field, new(field)));
    }
    // A value without its field's name: only where the message plainly holds one, and the question asked isn't for such.
    let asked = form.field(&filling.asking).and_then(|field| kind(field.kind));
    let held = |field: &&Field| {
        kind(field.kind).is_some_and(|kind| Some(kind) != asked && heard.reading.slots.iter().any(|slot| slot.kind == kind))
    };
    given().filter(held).find_map(|field| Some((field, Some(new(field)?))))
}

/// What a value of this field is called when it is said in passing.
pub(in crate::dialog) fn kind(kind: FieldKind) -> Option<SlotKind> {
    match kind {
        FieldKind::OrderNo => Some(SlotKind::OrderNo),
        FieldKind::TrackingNo => Some(SlotKind::TrackingNo),
        FieldKind::Phone => Some(SlotKind::Phone),
        FieldKind::Email => Some(SlotKind::Email),
        FieldKind::Money => Some(SlotKind::Amount),
        FieldKind::Number => Some(SlotKind::Quantity),
        FieldKind::Date | FieldKind::Datetime => Some(SlotKind::Date),
        FieldKind::Text | FieldKind::Choice | FieldKind::Choices | FieldKind::Photos | FieldKind::Video | FieldKind::YesNo => {
            None
        }
    }
}
