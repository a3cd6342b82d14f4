//! A case put right, or taken up again, by what the buyer says after it was filed.

use super::{
    FieldKind, form, handoff,
    meta::Meta,
    number,
    script::{Field, Form},
    turn::{Heard, Turn},
    words,
};
use crate::{
    base::{Act, CaseFact, CaseState, ChoiceValue, Fact, Party},
    case,
};

/// Says that what was settled isn't.
const STILL: [&str; 22] = [
    "没解决",
    "没有解决",
    "未解决",
    "沒解決",
    "没收到",
    "没有收到",
    "沒收到",
    "没到账",
    "还没到",
    "还没退",
    "还是没",
    "还是不行",
    "仍然没",
    "still not",
    "still no ",
    "still haven't",
    "still hasn't",
    "still doesn't",
    "haven't received",
    "not solved",
    "not resolved",
    "not fixed",
];

/// Puts right the one field of the newest open case that the words have a new value for; `false` where no field is, or several.
pub(super) fn correct(turn: &mut Turn<'_>, heard: &Heard) -> bool {
    let Some(mut case) = open(turn).filter(|case| is_correction(case, heard)) else { return false };
    let changes = changes(turn, &case, heard);
    let [(field, value)] = changes.as_slice() else { return false };
    let shown = form::shown(field, value, turn.lang());
    let shown = if field.masked { case::mask(&shown) } else { shown };
    case.fields.insert(field.id.clone(), value.clone());
    case.text = turn.line(
        "case.corrected",
        &[
            ("case", case.id.to_string()),
            ("due", handoff::when(turn, case.due_at)),
            ("field", field.name.get(turn.lang()).to_owned()),
            ("value", shown),
        ],
    );
    turn.note(Party::Bot, Fact::Case(Box::new(case)));
    true
}

/// A correction that fits no field: a number is taken as one; else the bot says what it can't tell, and offers a person.
pub(super) fn ask_what(turn: &mut Turn<'_>, heard: &Heard) {
    match open(turn) {
        Some(case) => {
            let spoken = turn.spoken("case.which", &[("case", case.id.to_string()), ("due", handoff::when(turn, case.due_at))]);
            let act = Act::OfferPerson { reason: "correction".to_owned() };
            turn.reply(spoken, &[ChoiceValue::Person], act, heard.about("case.which"));
        }
        None if number::mind(turn, heard) => {}
        None => {
            let spoken = turn.spoken("case.none", &[]);
            let mut buttons = super::people::drafts(turn);
            buttons.push(ChoiceValue::Person);
            let act = Act::Answer { label: None, faq: None, pending: turn.talk.pending.clone() };
            turn.reply(spoken, &buttons, act, heard.about("case.none"));
        }
    }
}

/// Takes a settled case up again where the buyer says that it isn't settled; `false` where there is none.
pub(super) fn reopen(turn: &mut Turn<'_>, heard: &Heard) -> bool {
    let lower = heard.text.to_lowercase();
    if !STILL.iter().any(|word| lower.contains(word)) {
        return false;
    }
    let settled = || turn.talk.cases.iter().rev().filter(|case| case.state == CaseState::Resolved);
    let meant = settled().find(|case| case.label.is_some() && case.label.as_ref() == heard.need());
    let Some(mut case) = meant.or_else(|| settled().next()).cloned() else { return false };
    case.state = CaseState::InProgress;
    case.due_at = turn.script().due_at(case.priority, turn.now());
    case.text = turn.line("case.reopened", &[("case", case.id.to_string()), ("due", handoff::when(turn, case.due_at))]);
    turn.note(Party::System, Fact::Case(Box::new(case)));
    true
}

/// What follows a case that was taken up again: nothing is gathered anew before a person was offered.
pub(super) fn offer_person(turn: &mut Turn<'_>, heard: &Heard) {
    let spoken = turn.spoken("person.offer", &[]);
    let act = Act::OfferPerson { reason: "reopened".to_owned() };
    turn.reply(spoken, &[ChoiceValue::Person], act, heard.about("case.reopened"));
}

/// The newest case that is on its way.
fn open(turn: &Turn<'_>) -> Option<CaseFact> {
    turn.talk.cases.iter().rev().find(|case| case.state.is_on_its_way()).cloned()
}

/// Said to be one, or said with such words and about no other matter.
fn is_correction(case: &CaseFact, heard: &Heard) -> bool {
    match heard.need().map(|label| (label, Meta::of(label))) {
        Some((_, Some(Meta::Correct))) => true,
        Some((label, None)) if Some(label) != case.label.as_ref() => false,
        _ => words::corrects(&heard.text),
    }
}

/// The given fields that the words name, else all of them, as far as the words have a new value for them.
fn changes<'a>(turn: &Turn<'a>, case: &CaseFact, heard: &Heard) -> Vec<(&'a Field, String)> {
    let Some(form) = form_of(turn, case) else { return Vec::new() };
    let lower = heard.text.to_lowercase();
    let is_named =
        |field: &Field| [&field.name.zh, &field.name.en].iter().any(|name| words::mentions(&lower, &name.to_lowercase()));
    let given = || form.fields.iter().filter(|field| case.fields.contains_key(&field.id));
    let any_named = given().any(is_named);
    given()
        .filter(|field| !any_named || is_named(field))
        .filter_map(|field| Some((field, new_value(turn, field, any_named, heard)?)))
        .filter(|(field, value)| case.fields.get(&field.id) != Some(value))
        .collect()
}

fn new_value(turn: &Turn<'_>, field: &Field, named: bool, heard: &Heard) -> Option<String> {
    let slot = heard.reading.slots.iter().find(|slot| form::slot_kind(field.kind) == Some(slot.kind));
    match (slot, field.kind) {
        (Some(slot), _) => form::parse(field, &slot.value, turn.moment()).ok(),
        // A sentence about a text is no text.
        (None, FieldKind::Text) => None,
        (None, _) if named => form::parse(field, &heard.text, turn.moment()).ok(),
        (None, _) => None,
    }
}

/// The form that was filed; of a mere promise, the one whose fields its values have.
fn form_of<'a>(turn: &Turn<'a>, case: &CaseFact) -> Option<&'a Form> {
    let script = turn.script();
    script.forms.get(&case.form).or_else(|| script.forms.get(script.labels.get(case.label.as_ref()?)?.form.as_ref()?))
}
