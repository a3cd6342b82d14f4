//! How a form speaks: a field's question with its buttons, the summary before filing.

use std::collections::BTreeMap;

use super::{file, input, is_upload, shown};
use crate::{
    base::{Act, ChoiceValue, FieldAsk, FieldId, LabelId, Lang},
    case,
    dialog::{
        script::{Field, FieldKind, Form},
        talk::Filling,
        turn::{Turn, by_rule},
    },
};

type Values = BTreeMap<FieldId, String>;

/// A question about to be put.
pub(super) struct Put<'p> {
    pub label: &'p LabelId,
    pub filled: Values,
    pub moment: &'static str,
    pub lead: &'p str,
    pub proposed: Option<String>,
    pub misses: u8,
}

pub(super) fn put(turn: &mut Turn<'_>, form: &Form, field: &Field, put: Put<'_>) {
    let Put { label, filled, moment, lead, proposed, misses } = put;
    let mut values = values(turn, form);
    values.extend(filled.clone());
    let ask = field_ask(form, field, label, &values);
    let mut extra = vec![("done", ask.done.to_string()), ("total", ask.total.to_string())];
    let mut said = match &proposed {
        Some(value) if field.kind == FieldKind::Choices => {
            extra.push(("value", told(turn, field, value)));
            turn.spoken("form.more", &variables(turn, form, field, &extra))
        }
        Some(value) => {
            extra.push(("value", told(turn, field, value)));
            // The form's own beginning is still worth a word before the first value to confirm.
            let lead_in =
                if moment == "form.field" { String::new() } else { turn.line(moment, &variables(turn, form, field, &extra)) };
            let propose = turn.spoken("form.propose", &variables(turn, form, field, &extra));
            if moment == "form.draft" { propose.after(&lead_in) } else { propose }
        }
        None => turn.spoken(moment, &variables(turn, form, field, &extra)),
    };
    if said.text.is_empty() {
        said.text = field.prompt.get(turn.lang()).to_owned();
    }
    let mut buttons = match (&proposed, field.kind) {
        (None, _) => ways(field),
        (Some(marked), FieldKind::Choices) => [vec![ChoiceValue::Yes], unmarked(field, marked)].concat(),
        (Some(_), FieldKind::Choice) => [vec![ChoiceValue::Yes], ways(field)].concat(),
        (Some(_), _) => vec![ChoiceValue::Yes, ChoiceValue::No],
    };
    buttons.push(ChoiceValue::Person);
    let act = Act::Ask { ask, filled, misses, proposed, pending: turn.talk.pending.clone() };
    turn.reply(said.after(lead), &buttons, act, by_rule(moment));
}

pub(super) fn confirm(turn: &mut Turn<'_>, form: &Form, label: &LabelId, filled: Values, values: &Values, lead: &str) {
    let lang = turn.lang();
    let entries = file::applicable(form, values).filter_map(|field| {
        let value = values.get(&field.id).filter(|value| !value.is_empty())?;
        Some((field.name.get(lang), shown(field, value, lang), field.masked))
    });
    let checks = turn.talk.checks(Some(label));
    let checks = (!checks.is_empty()).then(|| (case::checks_name(lang), case::checks(&checks, lang), false));
    let summary = case::lines(entries.chain(checks), if lang == Lang::Zh { "：" } else { ": " });
    let form_name = form.name.get(lang).to_owned();
    let mut spoken = turn.spoken("form.confirm", &[("form", form_name), ("summary", summary.clone())]);
    if spoken.text.is_empty() {
        spoken.text = summary;
    }
    let buttons = ways_to_amend(form, values);
    let act = Act::Confirm { form: form.id.clone(), label: label.clone(), filled };
    turn.reply(spoken.after(lead), &buttons, act, by_rule("form.confirm"));
}

/// Asks which part of the summary is wrong, in other words than the summary's.
pub(in crate::dialog) fn which(turn: &mut Turn<'_>, form: &Form) {
    let spoken = turn.spoken("form.which", &of_form(turn, form));
    let buttons = ways_to_amend(form, &values(turn, form));
    turn.reply(spoken, &buttons, Act::Aside { label: None, faq: None }, by_rule("form.which"));
}

/// File it, change any field that isn't a file, or a person.
fn ways_to_amend(form: &Form, values: &Values) -> Vec<ChoiceValue> {
    let edits = file::applicable(form, values).filter(|field| !is_upload(field.kind));
    let edits = edits.map(|field| ChoiceValue::Edit(field.id.clone()));
    [ChoiceValue::Yes].into_iter().chain(edits).chain([ChoiceValue::Person]).collect()
}

pub(super) fn field_ask(form: &Form, field: &Field, label: &LabelId, values: &Values) -> FieldAsk {
    let (done, total) = file::progress(form, values);
    FieldAsk {
        form: form.id.clone(),
        label: label.clone(),
        field: field.id.clone(),
        input: input(field.kind).to_owned(),
        required: field.required,
        done,
        total,
    }
}

/// What can be tapped instead of typing.
pub(super) fn ways(field: &Field) -> Vec<ChoiceValue> {
    let mut ways: Vec<ChoiceValue> = match field.kind {
        FieldKind::Choice | FieldKind::Choices => {
            field.options.iter().map(|option| ChoiceValue::Value(option.value.clone())).collect()
        }
        FieldKind::YesNo => vec![ChoiceValue::Yes, ChoiceValue::No],
        FieldKind::OrderNo
        | FieldKind::TrackingNo
        | FieldKind::Text
        | FieldKind::Photos
        | FieldKind::Video
        | FieldKind::Phone
        | FieldKind::Money
        | FieldKind::Number
        | FieldKind::Date
        | FieldKind::Datetime
        | FieldKind::Email => Vec::new(),
    };
    if !field.required || is_upload(field.kind) {
        ways.push(ChoiceValue::Skip);
    }
    ways
}

/// The options that a set hasn't got.
fn unmarked(field: &Field, marked: &str) -> Vec<ChoiceValue> {
    let others = field.options.iter().filter(|option| !marked.split(',').any(|value| value == option.value));
    others.map(|option| ChoiceValue::Value(option.value.clone())).collect()
}

/// The form in hand if it is this one, else its draft.
pub(super) fn draft<'t>(turn: &'t Turn<'_>, form: &Form) -> Option<&'t Filling> {
    let in_hand = turn.talk.filling().filter(|filling| filling.form == form.id);
    in_hand.or_else(|| turn.talk.shelf.iter().find(|draft| draft.form == form.id))
}

pub(super) fn values(turn: &Turn<'_>, form: &Form) -> Values {
    draft(turn, form).map(|draft| draft.filled.clone()).unwrap_or_default()
}

/// What every line of a form may name.
pub(super) fn of_form(turn: &Turn<'_>, form: &Form) -> Vec<(&'static str, String)> {
    let (done, total) = file::progress(form, &values(turn, form));
    vec![("form", form.name.get(turn.lang()).to_owned()), ("done", done.to_string()), ("total", total.to_string())]
}

/// A value as the buyer may see it.
pub(super) fn told(turn: &Turn<'_>, field: &Field, value: &str) -> String {
    let value = shown(field, value, turn.lang());
    if field.masked { case::mask(&value) } else { value }
}

pub(super) fn variables(
    turn: &Turn<'_>,
    form: &Form,
    field: &Field,
    extra: &[(&'static str, String)],
) -> Vec<(&'static str, String)> {
    let lang = turn.lang();
    let mut variables = of_form(turn, form);
    variables.extend([
        ("field", field.name.get(lang).to_owned()),
        ("prompt", field.prompt.get(lang).to_owned()),
        ("help", field.help.get(lang).to_owned()),
    ]);
    variables.extend_from_slice(extra);
    variables
}
