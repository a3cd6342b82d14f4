//! A file as people read it: fields and options by their names, in the form's order, what is private hidden.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Reader;
use crate::{
    base::{CaseFact, Checked, FieldId, FormId, HandoffFact, LabelId, Lang},
    case::{checks, checks_name, mask},
    dialog::{Field, FieldKind, Form, Script},
};

/// For whom something is written out, and how the shop names it now.
#[derive(Clone, Copy)]
pub struct View<'s> {
    pub reader: Reader,
    pub lang: Lang,
    pub script: &'s Script,
}

/// A value by its name, in the reader's language.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShownField {
    pub field: String,
    pub name: String,
    pub value: String,
}

type Values = BTreeMap<FieldId, String>;

/// Values with the form that names them: a form's own, or that of what they are about.
pub(super) struct File<'a> {
    view: View<'a>,
    pub(super) form: Option<&'a Form>,
    values: &'a Values,
    checks: &'a [Checked],
}

impl<'a> File<'a> {
    pub(super) fn of_case(case: &'a CaseFact, view: View<'a>) -> File<'a> {
        let own = view.script.forms.get(&case.form);
        File { view, form: own.or_else(|| form_of(view.script, case.label.as_ref())), values: &case.fields, checks: &case.checks }
    }

    pub(super) fn of_handoff(handoff: &'a HandoffFact, view: View<'a>) -> File<'a> {
        File { view, form: form_of(view.script, handoff.label.as_ref()), values: &handoff.filled, checks: &handoff.checks }
    }

    /// The values by id, as they were given; private ones masked, unless the reader works with them.
    pub(super) fn fields(&self) -> BTreeMap<&'a str, String> {
        let shown = |(id, value): (&'a FieldId, &'a String)| (id.as_str(), self.hidden(self.field(id), value.clone()));
        self.values.iter().map(shown).collect()
    }

    /// The values by name: the form's fields in its order, then what else is known, and what was checked.
    pub(super) fn shown(&self) -> Vec<ShownField> {
        let ordered = self.form.iter().flat_map(|form| &form.fields).filter_map(|field| self.values.get_key_value(&field.id));
        let others = self.values.iter().filter(|(id, _)| self.form.is_none_or(|form| named(form, id).is_none()));
        ordered
            .chain(others)
            .filter(|(_, value)| !value.is_empty())
            .map(|(id, value)| self.show(id, value))
            .chain(self.checked())
            .collect()
    }

    fn checked(&self) -> Option<ShownField> {
        let (name, value) = (checks_name(self.view.lang).to_owned(), checks(self.checks, self.view.lang));
        (!value.is_empty()).then(|| ShownField { field: "checks".to_owned(), name, value })
    }

    fn show(&self, id: &FieldId, value: &str) -> ShownField {
        let (field, lang) = (self.field(id), self.view.lang);
        let name = field.map_or_else(|| id.as_str(), |field| field.name.get(lang));
        let value = field.map_or_else(|| value.to_owned(), |field| told(field, value, lang));
        ShownField { field: id.to_string(), name: name.to_owned(), value: self.hidden(field, value) }
    }

    /// Required fields of the form that apply and have no value; `None` without a form.
    pub(super) fn missing(&self) -> Option<Vec<&'a str>> {
        let given = |id: &FieldId| self.values.get(id).map_or("", String::as_str);
        let applies = |field: &&Field| {
            let holds = |value: &str, is: &[String]| value.split(',').any(|value| is.iter().any(|it| it == value));
            field.when.iter().all(|when| holds(given(&when.field), &when.is))
        };
        let lacking = |field: &&Field| field.required && given(&field.id).is_empty();
        self.form.map(|form| form.fields.iter().filter(applies).filter(lacking).map(|field| field.id.as_str()).collect())
    }

    fn field(&self, id: &FieldId) -> Option<&'a Field> {
        self.form.and_then(|form| named(form, id)).or_else(|| anywhere(self.view.script, id))
    }

    fn hidden(&self, field: Option<&Field>, value: String) -> String {
        let private = field.is_none_or(|field| field.masked);
        if private && self.view.reader != Reader::Desk { mask(&value) } else { value }
    }
}

/// A handoff's summary. The dialogue knows no name for a value that was said in passing: its id is told as forms call it.
pub fn summary(handoff: &HandoffFact, script: &Script) -> String {
    let lang = if handoff.summary.ends_with('。') { Lang::Zh } else { Lang::En };
    handoff.filled.iter().fold(handoff.summary.clone(), |summary, (id, value)| match anywhere(script, id) {
        Some(field) => {
            let value = mask(value);
            summary.replacen(&format!("{id}: {value}"), &format!("{} {value}", field.name.get(lang)), 1)
        }
        None => summary,
    })
}

/// What the field that is asked is called.
pub(super) fn field_name<'s>(view: View<'s>, form: &FormId, field: &FieldId) -> Option<&'s str> {
    let field = view.script.forms.get(form).and_then(|form| named(form, field))?;
    Some(field.name.get(view.lang)).filter(|name| !name.is_empty())
}

fn form_of<'s>(script: &'s Script, label: Option<&LabelId>) -> Option<&'s Form> {
    script.forms.get(script.labels.get(label?)?.form.as_ref()?)
}

fn named<'f>(form: &'f Form, id: &FieldId) -> Option<&'f Field> {
    form.fields.iter().find(|field| field.id == *id)
}

/// The field of that id in the first form that has one.
fn anywhere<'s>(script: &'s Script, id: &FieldId) -> Option<&'s Field> {
    let with = script.forms.values().filter_map(|form| Some((&form.id, named(form, id)?)));
    with.min_by_key(|(form, _)| *form).map(|(_, field)| field)
}

/// A value as people read it: an option by its name, an amount with its unit.
fn told(field: &Field, value: &str, lang: Lang) -> String {
    let option = |value: &str| {
        let option = field.options.iter().find(|option| option.value == value);
        option.map_or_else(|| value.to_owned(), |option| option.name.get(lang).to_owned())
    };
    match (field.kind, lang) {
        (FieldKind::Choice | FieldKind::Choices, Lang::Zh) => value.split(',').map(option).collect::<Vec<_>>().join("、"),
        (FieldKind::Choice | FieldKind::Choices, Lang::En) => value.split(',').map(option).collect::<Vec<_>>().join(", "),
        (FieldKind::YesNo, Lang::Zh) if value == "yes" => "是".to_owned(),
        (FieldKind::YesNo, Lang::Zh) if value == "no" => "否".to_owned(),
        (FieldKind::Money, _) => format!("¥{value}"),
        _ => value.to_owned(),
    }
}
