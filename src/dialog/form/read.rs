//! What a message says for a field, seen in the whole of it: of several numbers the field's own kind, a text without its name.

use super::{Why, label, parse};
use crate::{
    base::SlotKind,
    dialog::{
        Moment,
        script::{Field, FieldKind, Form},
        turn::Heard,
    },
};

/// Reads the message as an answer to this field.
pub(in crate::dialog) fn read(form: &Form, field: &Field, heard: &Heard, moment: Moment<'_>) -> Result<String, Why> {
    match field.kind {
        FieldKind::Text => parse(field, label::answer(form, field, &heard.text), moment),
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

/// The kind of value that triage finds for a kind of field.
pub(super) fn slot(kind: FieldKind) -> Option<SlotKind> {
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
