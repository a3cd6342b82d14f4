//! What a form has and lacks, by its conditions as they stand.

use std::collections::BTreeMap;

use super::is_upload;
use crate::{
    base::FieldId,
    dialog::script::{Field, Form},
};

type Values = BTreeMap<FieldId, String>;

/// The fields whose conditions hold, in the order they are asked.
pub(super) fn applicable<'f>(form: &'f Form, values: &'f Values) -> impl Iterator<Item = &'f Field> {
    form.fields.iter().filter(|field| {
        field.when.iter().all(|condition| {
            let given = values.get(&condition.field).map_or("", String::as_str);
            given.split(',').any(|value| condition.is.iter().any(|is| is == value))
        })
    })
}

/// The next field to ask; `None` when the form is whole.
pub(super) fn open<'f>(form: &'f Form, values: &'f Values) -> Option<&'f Field> {
    applicable(form, values).find(|field| !values.contains_key(&field.id))
}

/// Fields settled so far, and in all.
pub(super) fn progress(form: &Form, values: &Values) -> (u32, u32) {
    let fields = || applicable(form, values);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (count(fields().filter(|field| values.contains_key(&field.id)).count()), count(fields().count()))
}

/// The values of the fields that apply, those left out left away.
pub(in crate::dialog) fn settled(form: &Form, values: &Values) -> Values {
    applicable(form, values)
        .filter_map(|field| Some((field.id.clone(), values.get(&field.id).filter(|value| !value.is_empty())?.clone())))
        .collect()
}

/// Required fields without a value, and evidence that was left for later.
pub(in crate::dialog) fn missing(form: &Form, values: &Values) -> Vec<FieldId> {
    let lacks = |field: &&Field| match values.get(&field.id) {
        Some(value) => value.is_empty() && (field.required || is_upload(field.kind)),
        None => field.required,
    };
    applicable(form, values).filter(lacks).map(|field| field.id.clone()).collect()
}
