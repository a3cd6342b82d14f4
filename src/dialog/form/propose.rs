//! Values that were already said, to be confirmed rather than asked.

use super::{choice, parse};
use crate::{
    base::SlotKind,
    dialog::{
        Moment,
        script::{Field, FieldKind},
        turn::Turn,
    },
};

/// A value for this field from what was said before, or from the page; checked like any other.
pub(in crate::dialog) fn said(turn: &Turn<'_>, field: &Field) -> Option<String> {
    let known = |kind: SlotKind| turn.talk.known(kind);
    let (kind, page) = match field.kind {
        FieldKind::OrderNo => (SlotKind::OrderNo, turn.world.page_order.as_deref()),
        FieldKind::TrackingNo => (SlotKind::TrackingNo, None),
        FieldKind::Phone => (SlotKind::Phone, None),
        FieldKind::Email => (SlotKind::Email, None),
        FieldKind::Money => (SlotKind::Amount, None),
        FieldKind::Number => (SlotKind::Quantity, None),
        FieldKind::Date | FieldKind::Datetime => (SlotKind::Date, None),
        FieldKind::Text | FieldKind::Choice | FieldKind::Choices | FieldKind::Photos | FieldKind::Video | FieldKind::YesNo => {
            return None;
        }
    };
    // A number or a contact given for another form still holds; an amount or a day belonged to that one.
    let lasting = matches!(field.kind, FieldKind::OrderNo | FieldKind::TrackingNo | FieldKind::Phone | FieldKind::Email);
    let before = || turn.talk.values.get(&field.id).filter(|_| lasting).map(String::as_str);
    let zone = turn.moment().zone;
    match known(kind) {
        // A relative day counts from when it was said.
        Some(known) => parse(field, &known.value, Moment { now: known.at, zone }).ok(),
        None => before().or(page).and_then(|value| parse(field, value, turn.moment()).ok()),
    }
}

/// The option that the words which began the form name.
pub(super) fn named(field: &Field, opening: &str) -> Option<String> {
    match field.kind {
        FieldKind::Choice => choice::named(field, opening).map(|option| option.value.clone()),
        FieldKind::OrderNo
        | FieldKind::TrackingNo
        | FieldKind::Text
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
