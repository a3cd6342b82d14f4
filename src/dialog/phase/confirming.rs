use crate::{
    base::ChoiceValue,
    dialog::{
        Input, Refusal,
        escalation::{self, Outcome, Rule},
        form, handoff,
        meta::Meta,
        people,
        script::Form,
        serve,
        side::{self, Side},
        talk::Filling,
        turn::Turn,
        words,
    },
};

/// The whole form was shown: a yes files it, anything else puts it right, aside, or to people.
pub(super) fn on(turn: &mut Turn<'_>, filling: &Filling, input: Input) -> Result<(), Refusal> {
    match input {
        Input::Say { text } => {
            say(turn, filling, text);
            Ok(())
        }
        Input::Choose { value } => choose(turn, filling, &value),
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

fn say(turn: &mut Turn<'_>, filling: &Filling, text: String) {
    let heard = turn.hear(text);
    let Some(form) = turn.script().forms.get(&filling.form) else { return serve::respond(turn, &heard) };
    let plain = form::is_value(turn, form, filling, &heard) && !words::ask_person(&heard.text);
    match escalation::called_by(turn, &heard, Outcome::Open) {
        Some(Rule::Urgent | Rule::Asked) if plain => {}
        Some(rule @ (Rule::Urgent | Rule::Asked | Rule::Mood)) => {
            return handoff::hand_over(turn, rule, heard.need(), escalation::amount(&heard));
        }
        Some(Rule::Route | Rule::Money | Rule::Field | Rule::Repeat | Rule::Unclear | Rule::Stuck) | None => {}
    }
    let meta = heard.need().and_then(Meta::of);
    let (yes, no) =
        (words::affirms(&heard.text) || meta == Some(Meta::Affirm), words::denies(&heard.text) || meta == Some(Meta::Deny));
    let stops = words::stops(&heard.text) || meta == Some(Meta::Cancel);
    match () {
        () if filling.dropping && (yes || stops) => form::drop_form(turn, form),
        () if filling.dropping && no => form::restate(turn, form),
        () if stops => form::ask_drop(turn, form),
        () if !filling.dropping && yes => submit(turn, form, filling),
        () if form::amend(turn, form, filling, &heard) => {}
        () if no || words::corrects(&heard.text) => form::which(turn, form),
        () => match side::serve_aside(turn, &filling.label, &heard) {
            Side::Answered => form::restate(turn, form),
            Side::Nothing => form::which(turn, form),
            Side::HandedOver => {}
        },
    }
}

fn choose(turn: &mut Turn<'_>, filling: &Filling, value: &ChoiceValue) -> Result<(), Refusal> {
    let Some(form) = turn.script().forms.get(&filling.form) else { return serve::choose(turn, value) };
    match value {
        ChoiceValue::Yes => {
            turn.chosen(value);
            if filling.dropping { form::drop_form(turn, form) } else { submit(turn, form, filling) }
        }
        ChoiceValue::No => {
            turn.chosen(value);
            if filling.dropping { form::restate(turn, form) } else { form::which(turn, form) }
        }
        ChoiceValue::Edit(id) => return super::filling::edit(turn, form, filling, id),
        ChoiceValue::Resume(id) if *id == form.id => {
            turn.chosen(value);
            form::restate(turn, form);
        }
        ChoiceValue::Label(_) | ChoiceValue::Faq(_) | ChoiceValue::Resume(_) | ChoiceValue::Person | ChoiceValue::Claim => {
            return serve::choose(turn, value);
        }
        ChoiceValue::Value(_) | ChoiceValue::Skip | ChoiceValue::Other | ChoiceValue::Leave => {
            return Err(Refusal::Nothing("choose"));
        }
    }
    Ok(())
}

fn submit(turn: &mut Turn<'_>, form: &Form, filling: &Filling) {
    form::submit(turn, form, filling);
    serve::offer_next_need(turn);
}
