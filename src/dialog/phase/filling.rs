use crate::{
    base::{ChoiceValue, FieldId, Priority},
    dialog::{
        FieldKind, Input, Refusal,
        escalation::{self, Outcome, Rule},
        form::{self, Why},
        handoff,
        meta::Meta,
        people,
        script::{Field, Form},
        serve,
        side::{self, Side},
        talk::Filling,
        turn::{Heard, Turn},
        words,
    },
};

/// A field is being asked: a value, a way round it, a question on the side, or an end to the form.
pub(super) fn on(turn: &mut Turn<'_>, filling: &Filling, input: Input) -> Result<(), Refusal> {
    match input {
        Input::Say { text } => {
            say(turn, filling, text);
            Ok(())
        }
        Input::Choose { value } => choose(turn, filling, value),
        Input::Leave => Err(Refusal::Nothing("leave")),
        Input::Rate { .. } => Err(Refusal::Nothing("rate")),
        Input::Claim { agent, name } => {
            people::join(turn, agent, name);
            Ok(())
        }
        Input::AgentSay { epoch, .. }
        | Input::Return { epoch, .. }
        | Input::Resolve { epoch, .. }
        | Input::Transfer { epoch, .. } => Err(people::refuse(turn, epoch)),
        Input::Lapse => Ok(()),
    }
}

/// The form and the field asked, as the playbook has them now.
fn asked<'a>(turn: &Turn<'a>, filling: &Filling) -> Option<(&'a Form, &'a Field)> {
    let form = turn.script().forms.get(&filling.form)?;
    Some((form, form.field(&filling.asking)?))
}

fn say(turn: &mut Turn<'_>, filling: &Filling, text: String) {
    let heard = turn.hear(text);
    let Some((form, field)) = asked(turn, filling) else {
        // The playbook has the form or the field no longer.
        return serve::respond(turn, &heard);
    };
    // A plain value means nothing else, whatever it resembles.
    let plain = is_plain(turn, field, &heard);
    match escalation::called_by(turn, &heard, Outcome::Open) {
        Some(Rule::Urgent) if plain => {}
        Some(Rule::Asked) if plain && !words::ask_person(&heard.text) => {}
        Some(rule @ (Rule::Urgent | Rule::Asked | Rule::Mood)) => {
            return handoff::hand_over(turn, rule, heard.need(), escalation::amount(&heard));
        }
        Some(Rule::Route | Rule::Money | Rule::Field | Rule::Repeat | Rule::Unclear | Rule::Stuck) | None => {}
    }
    let meta = heard.need().and_then(Meta::of);
    let (yes, no) =
        (words::affirms(&heard.text) || meta == Some(Meta::Affirm), words::denies(&heard.text) || meta == Some(Meta::Deny));
    let offered = turn.talk.person_offered;
    let stops = words::stops(&heard.text) || (meta == Some(Meta::Cancel) && !plain);
    match () {
        () if filling.dropping && (yes || stops) => form::drop_form(turn, form),
        () if filling.dropping && no => form::restate(turn, form),
        () if stops => form::ask_drop(turn, form),
        () if offered && yes => handoff::hand_over(turn, Rule::Field, None, None),
        () => answer(turn, filling, form, field, &heard, Said { yes, no, meta }),
    }
}

/// A value and nothing beside it, or one of the few words that lead through a form.
fn is_plain(turn: &Turn<'_>, field: &Field, heard: &Heard) -> bool {
    let text = &heard.text;
    words::is_reply(text)
        || words::stops(text)
        || (form::leaves_out(field, text) && !form::is_named(heard))
        || form::is_bare(field, heard, turn.moment())
}

/// What the words are, beside a possible value.
#[derive(Clone, Copy)]
struct Said {
    yes: bool,
    no: bool,
    meta: Option<Meta>,
}

fn answer(turn: &mut Turn<'_>, filling: &Filling, form: &Form, field: &Field, heard: &Heard, said: Said) {
    let value = form::read(form, field, filling, heard, turn.moment());
    if let Some(proposed) = &filling.proposed {
        // 「没有了」 to 「还有吗」 ends the choosing of several.
        let done = field.kind == FieldKind::Choices && form::ends_set(&heard.text);
        // 「不是，是 SF139…」 is another value rather than a no.
        let another = field.kind != FieldKind::Text && value.as_ref().is_ok_and(|value| value != proposed);
        if done || (said.yes && !another) {
            return form::take(turn, form, field, proposed.clone());
        }
        if said.no && !another {
            return form::edit(turn, form, &field.id);
        }
    }
    // 「没有」 leaves a field out, unless it is one of its values.
    let out = form::leaves_out(field, &heard.text) && (value.is_err() || field.kind == FieldKind::Text);
    if (out || (said.no && value.is_err())) && form::leave_out(turn, form, field) {
        return;
    }
    if value.is_err() && form::says_again(&heard.text) {
        return form::remind(turn, form, field);
    }
    let corrects = said.meta == Some(Meta::Correct) || words::corrects(&heard.text);
    if corrects && form::correct(turn, form, filling, heard) {
        return;
    }
    if form::stray_tracking_no(turn, form, field, filling, heard) || form::add(turn, form, filling, heard) {
        return;
    }
    match value {
        Ok(_) if field.kind == FieldKind::Text && calls_people(turn, filling, heard) => {
            handoff::hand_over(turn, Rule::Route, heard.need(), escalation::amount(heard));
        }
        Ok(value) if !is_elsewhere(turn, filling, field, heard) => form::take(turn, form, field, value),
        Ok(_) => aside(turn, filling, form, field, heard, &Why::Empty),
        Err(why) if why.is_of_its_kind() => match escalation::called_by(turn, heard, missed(filling)) {
            Some(rule @ Rule::Field) => handoff::hand_over(turn, rule, None, None),
            _ => form::miss(turn, form, field, &why),
        },
        // A day or a number for a later question is kept for it, and is no other matter.
        Err(_) if form::is_of_later(form, field, filling, heard) => form::restate(turn, form),
        Err(why) => aside(turn, filling, form, field, heard, &why),
    }
}

/// Words that would be a value, and name another matter that is for people and can't wait.
fn calls_people(turn: &Turn<'_>, filling: &Filling, heard: &Heard) -> bool {
    let card = heard.need().filter(|label| **label != filling.label).and_then(|label| turn.script().labels.get(label));
    let weighty = card.is_some_and(|card| card.priority <= Priority::High);
    weighty && escalation::called_by(turn, heard, Outcome::Open) == Some(Rule::Route)
}

/// A field that takes any words still leaves a clear question to be answered.
fn is_elsewhere(turn: &Turn<'_>, filling: &Filling, field: &Field, heard: &Heard) -> bool {
    let holds_on = matches!(heard.need().and_then(Meta::of), Some(Meta::HoldOn | Meta::SwitchLanguage | Meta::Progress));
    field.kind == FieldKind::Text
        && (holds_on || (words::is_question(&heard.text) && side::is_other_question(turn, &filling.label, heard)))
}

fn aside(turn: &mut Turn<'_>, filling: &Filling, form: &Form, field: &Field, heard: &Heard, why: &Why) {
    match side::serve_aside(turn, &filling.label, heard) {
        Side::Answered => form::restate(turn, form),
        Side::HandedOver => {}
        Side::Nothing if words::is_question(&heard.text) && form::explain(turn, field) => form::restate(turn, form),
        // No file can come: whatever else was said of it, the evidence is for later.
        Side::Nothing if form::is_upload(field.kind) && form::leave_out(turn, form, field) => {}
        Side::Nothing => match escalation::called_by(turn, heard, missed(filling)) {
            Some(rule) => handoff::hand_over(turn, rule, heard.need(), escalation::amount(heard)),
            None => form::miss(turn, form, field, why),
        },
    }
}

fn missed(filling: &Filling) -> Outcome {
    Outcome::Missed(filling.misses.saturating_add(1))
}

fn choose(turn: &mut Turn<'_>, filling: &Filling, value: ChoiceValue) -> Result<(), Refusal> {
    let nothing = Err(Refusal::Nothing("choose"));
    let Some((form, field)) = asked(turn, filling) else { return serve::choose(turn, &value) };
    match &value {
        ChoiceValue::Yes | ChoiceValue::No => return decide(turn, filling, form, field, &value),
        ChoiceValue::Value(given) => {
            let Ok(checked) = form::parse(field, given, turn.moment()) else { return nothing };
            turn.chosen(&value);
            match field.kind {
                FieldKind::Choices => form::mark(turn, form, field, &checked),
                _ => form::take(turn, form, field, checked),
            }
        }
        ChoiceValue::Skip => {
            if field.required && !form::is_upload(field.kind) {
                return nothing;
            }
            turn.chosen(&value);
            form::leave_out(turn, form, field);
        }
        ChoiceValue::Edit(id) => return edit(turn, form, filling, id),
        ChoiceValue::Resume(id) if *id == form.id => {
            turn.chosen(&value);
            form::restate(turn, form);
        }
        ChoiceValue::Label(label) if *label == filling.label => {
            turn.chosen(&value);
            form::restate(turn, form);
        }
        ChoiceValue::Person if turn.talk.person_offered => {
            turn.chosen(&value);
            handoff::hand_over(turn, Rule::Field, None, None);
        }
        ChoiceValue::Label(_) | ChoiceValue::Faq(_) | ChoiceValue::Resume(_) | ChoiceValue::Person | ChoiceValue::Claim => {
            return serve::choose(turn, &value);
        }
        ChoiceValue::Other | ChoiceValue::Leave => return nothing,
    }
    Ok(())
}

/// A tapped yes or no: to giving up, to a proposed value, or as the field's own value.
fn decide(turn: &mut Turn<'_>, filling: &Filling, form: &Form, field: &Field, value: &ChoiceValue) -> Result<(), Refusal> {
    let yes = *value == ChoiceValue::Yes;
    let own = field.kind == FieldKind::YesNo;
    if !filling.dropping && filling.proposed.is_none() && !own {
        return Err(Refusal::Nothing("choose"));
    }
    turn.chosen(value);
    match (filling.dropping, &filling.proposed, yes) {
        (true, _, true) => form::drop_form(turn, form),
        (true, _, false) => form::restate(turn, form),
        (false, Some(proposed), true) => form::take(turn, form, field, proposed.clone()),
        (false, Some(_), false) => form::edit(turn, form, &field.id),
        (false, None, true) => form::take(turn, form, field, "yes".to_owned()),
        (false, None, false) => form::take(turn, form, field, "no".to_owned()),
    }
    Ok(())
}

/// Goes back to an answer already given.
pub(super) fn edit(turn: &mut Turn<'_>, form: &Form, filling: &Filling, id: &FieldId) -> Result<(), Refusal> {
    if !filling.filled.contains_key(id) || form.field(id).is_none() {
        return Err(Refusal::Nothing("choose"));
    }
    turn.chosen(&ChoiceValue::Edit(id.clone()));
    form::edit(turn, form, id);
    Ok(())
}
