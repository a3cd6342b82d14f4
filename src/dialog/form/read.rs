//! What a message says for a field, seen in the whole of it: of several numbers the field's own kind, a text without its name.

use super::{Why, choices, file, label, parse, parse_whole, phrases};
use crate::{
    base::{Slot, SlotKind},
    dialog::{
        Moment,
        script::{Field, FieldKind, Form},
        talk::Filling,
        turn::Heard,
    },
};

/// Reads the message as an answer to this field.
pub(in crate::dialog) fn read(
    form: &Form,
    field: &Field,
    filling: &Filling,
    heard: &Heard,
    moment: Moment<'_>,
) -> Result<String, Why> {
    match field.kind {
        FieldKind::Text => parse(field, label::answer(form, field, &heard.text), moment),
        FieldKind::Choices => {
            parse(field, &heard.text, moment).map(|value| choices::joined(field, marked(field, filling, heard), &value))
        }
        // A day keeps its hour only in the words.
        FieldKind::Date | FieldKind::Datetime => parse(field, &heard.text, moment),
        _ => match own(field, heard) {
            Some(value) => parse(field, value, moment).or_else(|_| parse(field, &heard.text, moment)),
            None => parse(field, &heard.text, moment),
        },
    }
}

/// The value of the field's kind that triage found in the message.
pub(super) fn own<'h>(field: &Field, heard: &'h Heard) -> Option<&'h str> {
    let kind = slot(field.kind)?;
    heard.reading.slots.iter().find(|slot| slot.kind == kind).map(|slot| slot.value.as_str())
}

/// Whether the need that was read has a word of its own in the message, beside what it resembles.
pub(in crate::dialog) fn is_named(heard: &Heard) -> bool {
    heard.need().is_some_and(|need| heard.reading.hits.iter().any(|hit| hit.label == *need))
}

/// Whether the message is a value of this field and nothing beside it.
pub(in crate::dialog) fn is_bare(field: &Field, heard: &Heard, moment: Moment<'_>) -> bool {
    let said = |field: &Field| parse_whole(field, &heard.text, moment).is_some();
    match field.kind {
        FieldKind::Text => false,
        FieldKind::Choice | FieldKind::Choices => said(field),
        _ => heard.text.chars().count() <= 40 && !is_named(heard) && said(field),
    }
}

/// Whether the message is a value of a field still to be asked, and hardly more: 「昨天到的」 to a choice.
pub(in crate::dialog) fn is_of_later(form: &Form, asked: &Field, filling: &Filling, heard: &Heard) -> bool {
    let open = |field: &&Field| !filling.filled.contains_key(&field.id);
    let mut kinds = file::applicable(form, &filling.filled).filter(open).filter_map(|field| slot(field.kind));
    let alone = |found: &Slot| {
        let around = [&heard.text[..found.start], &heard.text[found.end..]];
        let letters = around.iter().flat_map(|text| text.chars()).filter(|c| c.is_alphanumeric()).count();
        letters <= if heard.text.is_ascii() { 10 } else { 3 }
    };
    slot(asked.kind).is_none() && kinds.any(|kind| heard.reading.slots.iter().any(|found| found.kind == kind && alone(found)))
}

/// What a set had before this message adds to it.
fn marked<'f>(field: &Field, filling: &'f Filling, heard: &Heard) -> &'f str {
    let before = filling.filled.get(&field.id).filter(|_| phrases::adds(&heard.text));
    filling.proposed.as_ref().or(before).map_or("", String::as_str)
}

/// The kind of value that triage finds for a kind of field.
pub(in crate::dialog) fn slot(kind: FieldKind) -> Option<SlotKind> {
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
