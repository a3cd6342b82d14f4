//! Values that were already said, to be confirmed rather than asked.

use super::{choice, label, parse, question::draft, read::slot};
use crate::dialog::{
    Moment,
    script::{Field, FieldKind, Form},
    turn::Turn,
    words,
};

/// A value for this field from anything said before: a number of its kind, else an option or a text in the buyer's words.
pub(super) fn earlier(turn: &Turn<'_>, form: &Form, field: &Field) -> Option<String> {
    let find = |named: &dyn Fn(&str) -> Option<String>| match draft(turn, form) {
        // The words that began the form state the matter, be it as a question; a question on the side states nothing.
        Some(draft) => {
            let said = draft.said.iter().rev().filter(|text| !words::is_question(text)).find_map(|text| named(text));
            said.or_else(|| named(&draft.opening))
        }
        None => named(&turn.talk.last_words),
    };
    match said(turn, field) {
        // Only the words tell the hour of the day that triage found.
        Some(day) if field.kind == FieldKind::Datetime => {
            let hour = |text: &str| parse(field, text, turn.moment()).ok().filter(|value| value.starts_with(&day));
            find(&hour).or(Some(day.clone()))
        }
        Some(value) => Some(value),
        None => find(&|text| named(turn, form, field, text)),
    }
}

/// A value for this field from what was said before, or from the page; checked like any other.
pub(in crate::dialog) fn said(turn: &Turn<'_>, field: &Field) -> Option<String> {
    let (kind, page) = (slot(field.kind)?, turn.world.page_order.as_deref().filter(|_| field.kind == FieldKind::OrderNo));
    // A number or a contact given for another form still holds; an amount or a day belonged to that one.
    let lasting = matches!(field.kind, FieldKind::OrderNo | FieldKind::TrackingNo | FieldKind::Phone | FieldKind::Email);
    let before = || turn.talk.values.get(&field.id).filter(|_| lasting).map(String::as_str);
    let zone = turn.moment().zone;
    match turn.talk.known(kind) {
        // A relative day counts from when it was said.
        Some(known) => parse(field, &known.value, Moment { now: known.at, zone }).ok(),
        None => before().or(page).and_then(|value| parse(field, value, turn.moment()).ok()),
    }
}

/// The option that the words name, or the text that they introduce by its name.
fn named(turn: &Turn<'_>, form: &Form, field: &Field, text: &str) -> Option<String> {
    match field.kind {
        FieldKind::Choice => choice::named(field, text).map(|option| option.value.clone()),
        FieldKind::Text => label::said(form, field, text).and_then(|value| parse(field, value, turn.moment()).ok()),
        FieldKind::OrderNo
        | FieldKind::TrackingNo
        | FieldKind::Choices
        | FieldKind::Photos
        | FieldKind::Video
        | FieldKind::Phone
        | FieldKind::Money
        | FieldKind::Number
        | FieldKind::Date
        | FieldKind::Datetime
        | FieldKind::Email
        | FieldKind::YesNo => None,
    }
}
