//! The way through a form: which field is asked, in which words, and what ends it.

use std::collections::BTreeMap;

use super::{
    Why, choices, file, is_upload, propose,
    question::{Put, confirm, field_ask, of_form, put, told, values, variables, ways},
};
use crate::{
    base::{Act, CaseFact, CaseState, ChoiceValue, Fact, FieldId, FormId, LabelId, Money, Party, Priority, SlotKind},
    dialog::{
        escalation::{self, Rule},
        handoff::{self, when},
        phase::Phase,
        reply::Spoken,
        script::{Field, FieldKind, Form},
        talk::Filling,
        turn::{Heard, Turn, by_rule},
    },
};

type Values = BTreeMap<FieldId, String>;

/// Begins a form for a label, or takes its draft up where it was left.
pub(in crate::dialog) fn start(turn: &mut Turn<'_>, label: &LabelId, form: &Form, pending: Vec<LabelId>) {
    start_with(turn, label, form, pending, Values::new());
}

/// The same, with values that were just given.
pub(in crate::dialog) fn start_with(turn: &mut Turn<'_>, label: &LabelId, form: &Form, pending: Vec<LabelId>, given: Values) {
    let draft = turn.talk.shelf.iter().any(|draft| draft.form == form.id && !draft.filled.is_empty());
    turn.talk.pending = pending;
    let moment = match (draft, given.is_empty()) {
        (true, _) => "form.draft",
        (false, true) => "form.start",
        (false, false) => "form.field",
    };
    proceed(turn, form, label, given, moment, "");
}

/// Takes up the draft of a form; `false` where there is none.
pub(in crate::dialog) fn resume(turn: &mut Turn<'_>, form: &FormId) -> bool {
    let Some(form) = turn.script().forms.get(form) else { return false };
    let Some(label) = turn.talk.shelf.iter().find(|draft| draft.form == form.id).map(|draft| draft.label.clone()) else {
        return false;
    };
    proceed(turn, form, &label, Values::new(), "form.draft", "");
    true
}

/// Takes a value for the field being asked, and goes on.
pub(in crate::dialog) fn take(turn: &mut Turn<'_>, form: &Form, field: &Field, value: String) {
    settle(turn, form, field, value, "");
}

/// Puts an earlier answer right, and goes on where the form stood.
pub(super) fn change(turn: &mut Turn<'_>, form: &Form, field: &Field, value: String) {
    let changed = turn.line("form.changed", &variables(turn, form, field, &[("value", told(turn, field, &value))]));
    settle(turn, form, field, value, &changed);
}

/// A large amount calls people instead of the next question.
fn settle(turn: &mut Turn<'_>, form: &Form, field: &Field, value: String, lead: &str) {
    let Some(label) = turn.talk.filling().map(|filling| filling.label.clone()) else { return };
    let amount = Some(field.kind).filter(|kind| *kind == FieldKind::Money).and_then(|_| Money::parse(&value));
    let given = Values::from([(field.id.clone(), value)]);
    match amount.filter(|amount| escalation::is_large(turn, *amount)) {
        Some(amount) => handoff::hand_over_with(turn, Rule::Money, Some(&label), Some(amount), given),
        None => proceed(turn, form, &label, given, "form.field", lead),
    }
}

/// Adds an option to a set that is being chosen; the buyer says when it is whole, unless nothing is left to add.
pub(in crate::dialog) fn mark(turn: &mut Turn<'_>, form: &Form, field: &Field, value: &str) {
    let Some(filling) = turn.talk.filling().cloned() else { return };
    let marked = choices::joined(field, filling.proposed.as_deref().unwrap_or_default(), value);
    if marked.split(',').count() == field.options.len() {
        return take(turn, form, field, marked);
    }
    let asked =
        Put { filled: Values::new(), moment: "form.more", lead: "", proposed: Some(marked), misses: 0, label: &filling.label };
    put(turn, form, field, asked);
}

/// A courier's number for the order's, as its letters or the words tell: kept for its own field, and the order's asked again.
pub(in crate::dialog) fn stray_tracking_no(
    turn: &mut Turn<'_>,
    form: &Form,
    asked: &Field,
    filling: &Filling,
    heard: &Heard,
) -> bool {
    let other = form.fields.iter().find(|field| field.kind == FieldKind::TrackingNo && !filling.filled.contains_key(&field.id));
    let lettered = |value: &str| value.starts_with(|c: char| c.is_ascii_alphabetic());
    let told = ["快递", "运单", "物流单", "tracking", "waybill"].iter().any(|word| heard.text.to_lowercase().contains(word));
    let slot = heard.reading.slots.iter().find(|slot| slot.kind == SlotKind::TrackingNo && (told || lettered(&slot.value)));
    match (asked.kind, other, slot) {
        (FieldKind::OrderNo, Some(field), Some(slot))
            if !heard.reading.slots.iter().any(|slot| slot.kind == SlotKind::OrderNo) =>
        {
            let filled = Values::from([(field.id.clone(), slot.value.clone())]);
            let changed = turn.line("form.changed", &variables(turn, form, field, &[("value", slot.value.clone())]));
            put(
                turn,
                form,
                asked,
                Put { label: &filling.label, filled, moment: "form.field", lead: &changed, proposed: None, misses: 0 },
            );
            true
        }
        _ => false,
    }
}

/// Leaves the field out, or for later where it is evidence (no file can be sent yet); `false` where it can't be left.
pub(in crate::dialog) fn leave_out(turn: &mut Turn<'_>, form: &Form, field: &Field) -> bool {
    let Some(label) = turn.talk.filling().map(|filling| filling.label.clone()) else { return false };
    if field.required && !is_upload(field.kind) {
        return false;
    }
    let later = |turn: &Turn<'_>| turn.line("form.later", &variables(turn, form, field, &[]));
    let lead = if is_upload(field.kind) { later(turn) } else { String::new() };
    proceed(turn, form, &label, Values::from([(field.id.clone(), String::new())]), "form.field", &lead);
    true
}

/// Goes back to a field; one that the form hasn't got is the next open one.
pub(in crate::dialog) fn edit(turn: &mut Turn<'_>, form: &Form, id: &FieldId) {
    let Some(filling) = turn.talk.filling().cloned() else { return };
    match form.field(id) {
        Some(field) => put(
            turn,
            form,
            field,
            Put { label: &filling.label, filled: Values::new(), moment: "form.field", lead: "", proposed: None, misses: 0 },
        ),
        None => proceed(turn, form, &filling.label, Values::new(), "form.field", ""),
    }
}

/// The same question again, after something else was said.
pub(in crate::dialog) fn restate(turn: &mut Turn<'_>, form: &Form) {
    let Some(filling) = turn.talk.filling().cloned() else { return };
    let asked = match turn.talk.phase {
        Phase::Confirming(_) => None,
        _ => form.field(&filling.asking),
    };
    match asked {
        Some(field) => {
            let proposed = filling.proposed.clone();
            put(
                turn,
                form,
                field,
                Put {
                    label: &filling.label,
                    filled: Values::new(),
                    moment: "form.resume",
                    lead: "",
                    proposed,
                    misses: filling.misses,
                },
            );
        }
        None => proceed(turn, form, &filling.label, Values::new(), "form.field", ""),
    }
}

/// Explains the field to a buyer who asks what is meant; `false` where the shop wrote no help.
pub(in crate::dialog) fn explain(turn: &mut Turn<'_>, field: &Field) -> bool {
    let help = field.help.get(turn.lang()).to_owned();
    if help.is_empty() {
        return false;
    }
    turn.reply(Spoken { text: help, reply: None }, &[], Act::Aside { label: None, faq: None }, by_rule("form.help"));
    true
}

/// The buyer says to have said it: what was heard is put for a yes, else asked for once more with a word of regret.
pub(in crate::dialog) fn remind(turn: &mut Turn<'_>, form: &Form, field: &Field) {
    let Some(filling) = turn.talk.filling().cloned() else { return };
    match filling.proposed.or_else(|| propose::earlier(turn, form, field)) {
        Some(value) => {
            let asked = Put {
                label: &filling.label,
                filled: Values::new(),
                moment: "form.resume",
                lead: "",
                proposed: Some(value),
                misses: filling.misses,
            };
            put(turn, form, field, asked);
        }
        None => miss(turn, form, field, &Why::NotHeard),
    }
}

/// Says why a value can't be taken, and asks again; the third time with a person offered. A value put for a yes is put again.
pub(in crate::dialog) fn miss(turn: &mut Turn<'_>, form: &Form, field: &Field, why: &Why) {
    let Some(filling) = turn.talk.filling().cloned() else { return };
    let misses = filling.misses.saturating_add(1);
    let why = why.told(field, turn.lang());
    let wrong = turn.spoken("form.wrong", &variables(turn, form, field, &[("why", why.clone())]));
    let wrong = if wrong.text.is_empty() { Spoken { text: why.clone(), reply: None } } else { wrong };
    if misses == turn.script().escalation.field_misses {
        let offer = turn.line("person.offer", &[]);
        let mut buttons = vec![ChoiceValue::Person];
        buttons.extend(ways(field));
        turn.reply(
            wrong.and(&offer),
            &buttons,
            Act::OfferPerson { reason: Rule::Field.reason().to_owned() },
            by_rule("form.wrong"),
        );
        return;
    }
    if let Some(proposed) = filling.proposed {
        let label = &filling.label;
        let again = Put { label, filled: Values::new(), moment: "form.resume", lead: &why, proposed: Some(proposed), misses };
        return put(turn, form, field, again);
    }
    let act = Act::Ask {
        ask: field_ask(form, field, &filling.label, &filling.filled),
        filled: Values::new(),
        misses,
        proposed: None,
        pending: turn.talk.pending.clone(),
    };
    let mut buttons = ways(field);
    buttons.push(ChoiceValue::Person);
    turn.reply(wrong, &buttons, act, by_rule("form.wrong"));
}

pub(in crate::dialog) fn ask_drop(turn: &mut Turn<'_>, form: &Form) {
    let spoken = turn.spoken("form.drop", &of_form(turn, form));
    let buttons = [ChoiceValue::Yes, ChoiceValue::No, ChoiceValue::Person];
    turn.reply(spoken, &buttons, Act::AskDrop { form: form.id.clone() }, by_rule("form.drop"));
}

pub(in crate::dialog) fn drop_form(turn: &mut Turn<'_>, form: &Form) {
    let spoken = turn.spoken("form.dropped", &of_form(turn, form));
    let buttons = [ChoiceValue::Resume(form.id.clone()), ChoiceValue::Person];
    turn.reply(spoken, &buttons, Act::Drop { form: form.id.clone() }, by_rule("form.dropped"));
}

/// The confirmed form becomes a case.
pub(in crate::dialog) fn submit(turn: &mut Turn<'_>, form: &Form, filling: &Filling) {
    let script = turn.script();
    let priority = script.labels.get(&filling.label).map_or(Priority::Medium, |card| card.priority);
    let (id, due_at) = (handoff::case_number(turn), script.due_at(priority, turn.now()));
    let text = turn.line("case.opened", &[("case", id.to_string()), ("due", when(turn, due_at))]);
    let case = CaseFact {
        id,
        form: form.id.clone(),
        label: Some(filling.label.clone()),
        state: CaseState::Open,
        priority,
        due_at,
        fields: file::settled(form, &filling.filled),
        missing: file::missing(form, &filling.filled),
        checks: turn.talk.checks(Some(&filling.label)),
        text,
    };
    turn.note(Party::Bot, Fact::Case(Box::new(case)));
}

fn proceed(turn: &mut Turn<'_>, form: &Form, label: &LabelId, filled: Values, moment: &'static str, lead: &str) {
    let mut values = values(turn, form);
    values.extend(filled.clone());
    match file::open(form, &values) {
        Some(field) => {
            let proposed = propose::earlier(turn, form, field);
            put(turn, form, field, Put { label, filled, moment, lead, proposed, misses: 0 });
        }
        None => confirm(turn, form, label, filled, &values, lead),
    }
}
