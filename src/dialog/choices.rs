//! Buttons: what a value says to the buyer.

use super::{
    form,
    phase::Phase,
    script::{Field, FieldKind, Form},
    turn::Turn,
};
use crate::base::{Act, Choice, ChoiceValue, Lang};

/// The buttons under a line. An option is one of the field that the line itself asks, not of the one asked before it.
pub(super) fn buttons(turn: &Turn<'_>, values: &[ChoiceValue], act: &Act) -> Vec<Choice> {
    let place = Place::of(turn, act);
    values.iter().map(|value| Choice { value: value.clone(), label: words(turn, value, place) }).collect()
}

/// What the button for this value says, as the conversation stands.
pub(super) fn label(turn: &Turn<'_>, value: &ChoiceValue) -> String {
    words(turn, value, Place::in_hand(turn))
}

/// Where a button stands.
#[derive(Clone, Copy, Default)]
struct Place<'s> {
    form: Option<&'s Form>,
    field: Option<&'s Field>,
    /// Some options of several are taken, and a yes ends the choosing.
    marking: bool,
    guide: Option<Guiding>,
}

/// What a guide's line asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guiding {
    WhetherToCheck,
    WhatCameOfIt,
}

impl<'s> Place<'s> {
    fn of(turn: &Turn<'s>, act: &Act) -> Place<'s> {
        let form = |id| turn.script().forms.get(id);
        match act {
            Act::Ask { ask, proposed, .. } => {
                Place::new(form(&ask.form), form(&ask.form).and_then(|form| form.field(&ask.field)), proposed.is_some())
            }
            Act::Confirm { form: id, .. } | Act::AskDrop { form: id } | Act::Drop { form: id } => {
                Place::new(form(id), None, false)
            }
            Act::OfferGuide { .. } => Place::of_guide(false),
            Act::Check { .. } => Place::of_guide(true),
            Act::EndGuide { .. } => Place::default(),
            Act::Answer { .. } | Act::Clarify { .. } | Act::Admit {} | Act::OfferPerson { .. } | Act::Aside { .. } => {
                Place::in_hand(turn)
            }
        }
    }

    fn in_hand(turn: &Turn<'s>) -> Place<'s> {
        if let Some(walk) = turn.talk.walk() {
            return Place::of_guide(walk.asking.is_some());
        }
        let Some(filling) = turn.talk.filling() else { return Place::default() };
        let form = turn.script().forms.get(&filling.form);
        let asked = matches!(turn.talk.phase, Phase::Filling(_)) && !filling.dropping;
        Place::new(form, form.and_then(|form| form.field(&filling.asking)), asked && filling.proposed.is_some())
    }

    fn new(form: Option<&'s Form>, field: Option<&'s Field>, proposed: bool) -> Place<'s> {
        Place { form, field, marking: proposed && field.is_some_and(|field| field.kind == FieldKind::Choices), guide: None }
    }

    fn of_guide(asking: bool) -> Place<'s> {
        let guide = if asking { Guiding::WhatCameOfIt } else { Guiding::WhetherToCheck };
        Place { guide: Some(guide), ..Place::default() }
    }
}

/// The value in words; its plain value where the shop has none for it.
fn words(turn: &Turn<'_>, value: &ChoiceValue, place: Place<'_>) -> String {
    let (script, lang) = (turn.script(), turn.lang());
    let moment = |id: &str| turn.line(id, &[]);
    let said = match value {
        ChoiceValue::Label(id) => script.labels.get(id).map(|card| card.choice.get(lang).to_owned()).unwrap_or_default(),
        ChoiceValue::Faq(id) => turn.book.knowledge.title(lang, id).unwrap_or_default().to_owned(),
        ChoiceValue::Value(value) => place.field.map_or_else(|| value.clone(), |field| form::shown(field, value, lang)),
        ChoiceValue::Edit(id) => {
            let name = place.form.and_then(|form| form.field(id)).map(|field| field.name.get(lang));
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
        ChoiceValue::Yes if place.guide == Some(Guiding::WhetherToCheck) => moment("choice.check"),
        ChoiceValue::Yes if place.guide == Some(Guiding::WhatCameOfIt) => moment("choice.works"),
        ChoiceValue::Yes if place.marking => moment("choice.done"),
        ChoiceValue::Yes => moment("choice.yes"),
        ChoiceValue::No if place.guide.is_some() => moment("choice.unchanged"),
        ChoiceValue::No => moment("choice.no"),
        ChoiceValue::Skip if place.guide.is_some() => moment("choice.untried"),
        ChoiceValue::Skip if place.field.is_some_and(|field| form::is_upload(field.kind)) => moment("choice.later"),
        ChoiceValue::Skip => moment("choice.skip"),
        ChoiceValue::Claim => moment("choice.claim"),
        ChoiceValue::Other => moment("choice.other"),
        ChoiceValue::Leave => moment("choice.leave"),
    };
    if said.is_empty() { value.to_string() } else { said }
}
