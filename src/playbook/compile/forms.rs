use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{Context, check_id};
use crate::{
    base::{FieldId, FormId},
    dialog::{Field, FieldKind, FieldOption, Form, When},
    playbook::{
        source::At,
        written::{FieldWritten, FormWritten, FormsFile, OptionWritten, Words},
    },
};

/// Compiles every form.
pub(in crate::playbook) fn forms(context: &mut Context<'_>, files: &[(Arc<str>, FormsFile)]) -> HashMap<FormId, Form> {
    let mut forms = HashMap::new();
    for (file, written) in files {
        if written.forms.is_empty() {
            context.add(
                file,
                written.forms.line,
                "there are no forms in this file",
                "write one under `forms`, or remove the file",
            );
        }
        for form in written.forms.iter() {
            check_id(context, file, &form.id);
            let compiled = self::form(context, file, form);
            forms.entry(compiled.id.clone()).or_insert(compiled);
        }
    }
    forms
}

fn form(context: &mut Context<'_>, file: &str, form: &FormWritten) -> Form {
    if form.fields.is_empty() {
        context.add(file, form.fields.line, format!("form `{}` asks nothing", form.id.value), "write its fields");
    }
    let mut fields: Vec<Field> = Vec::new();
    let mut lines: HashMap<&str, u32> = HashMap::new();
    for written in form.fields.iter() {
        check_id(context, file, &written.id);
        if let Some(first) = lines.insert(&written.id, written.id.line) {
            let message = format!("field `{}` is here a second time; the first is on line {first}", written.id.value);
            context.add(file, written.id.line, message, "rename or remove one of them");
            continue;
        }
        let field = field(context, file, written, &fields);
        fields.push(field);
    }
    Form { id: FormId::from(form.id.as_str()), name: context.filled(file, "name", &form.name), fields }
}

fn field(context: &mut Context<'_>, file: &str, written: &At<FieldWritten>, earlier: &[Field]) -> Field {
    let prompt = context.filled(file, "prompt", &written.prompt);
    let help = written.help.as_ref().map(|help| context.filled(file, "help", help));
    let options = options(context, file, written);
    range(context, file, written);
    Field {
        id: FieldId::from(written.id.as_str()),
        kind: written.kind,
        required: written.required,
        name: context.filled(file, "name", &written.name),
        words: written.words.clone(),
        help: help.unwrap_or_else(|| prompt.clone()),
        prompt,
        options,
        when: conditions(context, file, written, earlier),
        masked: written.masked,
        min: written.min.as_deref().copied(),
        max: written.max.as_deref().copied(),
    }
}

fn options(context: &mut Context<'_>, file: &str, written: &At<FieldWritten>) -> Vec<FieldOption> {
    let chosen = matches!(written.kind, FieldKind::Choice | FieldKind::Choices);
    let id = &written.id;
    if chosen && written.options.len() < 2 {
        context.add(
            file,
            id.line,
            format!("choice `{}` has fewer than two options", id.value),
            "write `options`, or use the kind text",
        );
    }
    if let Some(first) = written.options.first().filter(|_| !chosen) {
        context.add(
            file,
            first.line,
            format!("field `{}` has options but is no choice", id.value),
            "make its kind choice or choices, or remove them",
        );
    }
    let mut values = HashSet::new();
    let mut options = Vec::new();
    for option in &written.options {
        let OptionWritten { value, zh, en, words } = &option.value;
        if !values.insert(value.as_str()) || value.trim().is_empty() {
            context.add(
                file,
                value.line,
                format!("option `{}` is empty or here twice", value.value),
                "give each option a value of its own",
            );
        }
        let name = At { value: Words { zh: zh.clone(), en: en.clone() }, line: option.line };
        let name = context.filled(file, value, &name);
        options.push(FieldOption { value: value.value.clone(), name, words: words.clone() });
    }
    options
}

fn range(context: &mut Context<'_>, file: &str, written: &FieldWritten) {
    let counted = match written.kind {
        FieldKind::Text | FieldKind::Number | FieldKind::Money | FieldKind::Photos | FieldKind::Video | FieldKind::Choices => {
            true
        }
        FieldKind::OrderNo | FieldKind::TrackingNo | FieldKind::Choice | FieldKind::Phone | FieldKind::Date => false,
        FieldKind::Datetime | FieldKind::Email | FieldKind::YesNo => false,
    };
    for bound in [&written.min, &written.max].into_iter().flatten() {
        if !counted {
            context.add(file, bound.line, "min and max mean nothing for this kind of field", "remove them");
        } else if **bound < 0 {
            context.add(file, bound.line, format!("{} is below 0", **bound), "write 0 or more");
        }
    }
    if let (Some(min), Some(max)) = (&written.min, &written.max)
        && **min > **max
    {
        context.add(file, max.line, format!("max {} is below min {}", **max, **min), "swap them");
    }
}

fn conditions(context: &mut Context<'_>, file: &str, written: &FieldWritten, earlier: &[Field]) -> Vec<When> {
    let mut conditions = Vec::new();
    for when in &written.when {
        let line = when.field.line;
        match earlier.iter().find(|field| field.id.as_str() == when.field.as_str()) {
            None => {
                let message = format!("`when` names `{}`, which is no earlier field of this form", when.field.value);
                context.add(file, line, message, "name a field that stands above this one");
            }
            Some(field) if !field.options.is_empty() => {
                for value in when.is.iter().filter(|value| !field.options.iter().any(|option| option.value == ***value)) {
                    let known = field.options.iter().map(|option| option.value.as_str()).collect::<Vec<_>>().join(", ");
                    let message = format!("`{}` is no option of `{}`", value.value, when.field.value);
                    context.add(file, value.line, message, format!("its options are {known}"));
                }
            }
            Some(_) => (),
        }
        if when.is.is_empty() {
            context.add(file, line, "`is` names no value", "write is: [value]");
        }
        let is = when.is.iter().map(|value| value.value.clone()).collect();
        conditions.push(When { field: FieldId::from(when.field.as_str()), is });
    }
    conditions
}
