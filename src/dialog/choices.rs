//! Buttons: what a value says to the buyer.

use super::{form, turn::Turn};
use crate::base::{Choice, ChoiceValue, Lang};

pub(super) fn button(turn: &Turn<'_>, value: &ChoiceValue) -> Choice {
    Choice { value: value.clone(), label: label(turn, value) }
}

/// What the button for this value says; its plain value where the shop has no words for it.
pub(super) fn label(turn: &Turn<'_>, value: &ChoiceValue) -> String {
    let (script, lang) = (turn.script(), turn.lang());
    let moment = |id: &str| turn.line(id, &[]);
    let said = match value {
        ChoiceValue::Label(id) => script.labels.get(id).map(|card| card.choice.get(lang).to_owned()).unwrap_or_default(),
        ChoiceValue::Faq(id) => turn.book.knowledge.title(lang, id).unwrap_or_default().to_owned(),
        ChoiceValue::Value(value) => option(turn, value).unwrap_or_else(|| value.clone()),
        ChoiceValue::Edit(id) => {
            let form = turn.talk.filling().and_then(|filling| script.forms.get(&filling.form));
            let name = form.and_then(|form| form.fields.iter().find(|field| field.id == *id)).map(|field| field.name.get(lang));
            match (name, lang) {
                (Some(name), Lang::Zh) => format!("修改{name}"),
                (Some(name), Lang::En) => format!("Change {name}"),
                (None, _) => String::new(),
            }
        }
        ChoiceValue::Resume(id) => {
            let name = script.forms.get(id).map(|form| form.name.get(lang).to_owned()).unwrap_or_default();
            turn.line("choice.resume", &[("form", name)])
        }
        ChoiceValue::Person => moment("choice.person"),
        ChoiceValue::Yes => moment("choice.yes"),
        ChoiceValue::No => moment("choice.no"),
        ChoiceValue::Skip => moment("choice.skip"),
        ChoiceValue::Other => moment("choice.other"),
        ChoiceValue::Leave => moment("choice.leave"),
    };
    if said.is_empty() { value.to_string() } else { said }
}

/// The name of an option of the field being asked.
fn option(turn: &Turn<'_>, value: &str) -> Option<String> {
    let filling = turn.talk.filling()?;
    let form = turn.script().forms.get(&filling.form)?;
    let field = form.fields.iter().find(|field| field.id == filling.asking)?;
    Some(form::shown(field, value, turn.lang()))
}
