use crate::{
    base::{ChoiceValue, Finding, LabelId, Priority},
    dialog::{
        Input, Refusal,
        escalation::{self, Outcome, Rule},
        form,
        guide::{self, Answer},
        handoff, manners,
        meta::Meta,
        number, people,
        script::{Guide, Route},
        serve::{self, Matter},
        side::{self, Side},
        talk::Walk,
        turn::{Heard, Turn},
        words,
    },
};

/// A guide is offered or one of its checks is asked: what came of it, a question on the side, a claim, a danger or an end.
pub(super) fn on(turn: &mut Turn<'_>, walk: &Walk, input: Input) -> Result<(), Refusal> {
    match input {
        Input::Say { text } => {
            say(turn, walk, text);
            Ok(())
        }
        Input::Choose { value } => choose(turn, walk, &value),
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

/// The guide, if the playbook still has it and the check that is asked.
fn in_hand<'a>(turn: &Turn<'a>, walk: &Walk) -> Option<&'a Guide> {
    turn.script().guide(&walk.guide).filter(|guide| walk.asking.as_ref().is_none_or(|asked| guide.check(asked).is_some()))
}

fn say(turn: &mut Turn<'_>, walk: &Walk, text: String) {
    let heard = turn.hear(text);
    let Some(guide) = in_hand(turn, walk) else { return serve::respond(turn, &heard) };
    if let Some(label) = guide::danger(guide, &heard.text) {
        return guide::stop(turn, label);
    }
    let answer = guide::read(&heard.text);
    // A few plain words mean nothing else, whatever they resemble.
    let plain = answer.is_some() && heard.text.chars().count() <= 8 && !form::is_named(&heard);
    match escalation::called_by(turn, &heard, Outcome::Open) {
        Some(Rule::Urgent) if plain => {}
        Some(Rule::Asked) if plain && !words::ask_person(&heard.text) => {}
        Some(rule @ (Rule::Urgent | Rule::Asked | Rule::Mood)) => {
            return handoff::hand_over(turn, rule, heard.need(), escalation::amount(&heard));
        }
        Some(Rule::Route | Rule::Money | Rule::Field | Rule::Repeat | Rule::Unclear | Rule::Stuck) | None => {}
    }
    let meta = heard.need().and_then(Meta::of);
    let offered = turn.talk.person_offered;
    match () {
        () if offered && (words::affirms(&heard.text) || meta == Some(Meta::Affirm)) => {
            handoff::hand_over(turn, Rule::Field, None, None);
        }
        () if offered && manners::declines(&heard.text) => guide::restate(turn, guide, walk),
        () if words::stops(&heard.text) => guide::leave(turn, guide),
        () if walk.asking.is_none() && guide::agrees(&heard.text) => guide::begin(turn, guide),
        () if meta == Some(Meta::Cancel) && !plain => guide::leave(turn, guide),
        () if walk.asking.is_none() => to_offer(turn, guide, walk, &heard, answer),
        () => to_check(turn, guide, walk, &heard, answer),
    }
}

/// An answer to the offer: the checks, or the claim.
fn to_offer(turn: &mut Turn<'_>, guide: &Guide, walk: &Walk, heard: &Heard, answer: Option<Answer>) {
    let meta = heard.need().and_then(Meta::of);
    match answer {
        Some(Answer::Found(Finding::Solved)) => guide::take(turn, guide, walk, Finding::Solved),
        Some(Answer::Claim(_) | Answer::Found(_)) => guide::claim(turn, guide, walk, None),
        _ if guide::wants_claim(&heard.text) => guide::claim(turn, guide, walk, None),
        _ if meta == Some(Meta::Affirm) => guide::begin(turn, guide),
        _ if meta == Some(Meta::Deny) => guide::claim(turn, guide, walk, None),
        _ => other(turn, guide, walk, heard),
    }
}

fn to_check(turn: &mut Turn<'_>, guide: &Guide, walk: &Walk, heard: &Heard, answer: Option<Answer>) {
    match (answer, heard.need().and_then(Meta::of)) {
        (Some(Answer::Claim(finding)), _) => guide::claim(turn, guide, walk, finding),
        (Some(Answer::Found(finding)), _) => guide::take(turn, guide, walk, finding),
        (Some(Answer::Wait), _) => guide::restate(turn, guide, walk),
        (None, _) if guide::asks_how(&heard.text) && guide::explain(turn, guide, walk) => guide::restate(turn, guide, walk),
        (None, Some(Meta::Deny)) => guide::take(turn, guide, walk, Finding::Unchanged),
        (None, Some(Meta::Affirm)) => guide::restate(turn, guide, walk),
        (None, _) => other(turn, guide, walk, heard),
    }
}

/// Words that answer nothing: another claim takes the guide's place, a question is answered beside it.
fn other(turn: &mut Turn<'_>, guide: &Guide, walk: &Walk, heard: &Heard) {
    // A number is kept for the claim.
    if number::alone(&heard.text, &heard.reading).is_some() {
        return guide::restate(turn, guide, walk);
    }
    if let Some(label) = heard.need().filter(|label| takes_over(turn, walk, label)) {
        let matter = Matter { label, text: &heard.text, pending: heard.further().to_vec(), about: heard.about("") };
        return serve::serve(turn, matter);
    }
    let of_fault = heard.need().is_some_and(|label| is_of_fault(turn, walk, label));
    let side = if of_fault { Side::Nothing } else { side::serve_aside(turn, &walk.label, heard) };
    match side {
        Side::Answered => guide::restate(turn, guide, walk),
        Side::HandedOver => {}
        Side::Nothing if words::is_question(&heard.text) && guide::explain(turn, guide, walk) => {
            guide::restate(turn, guide, walk);
        }
        Side::Nothing => guide::miss(turn, guide, walk, heard),
    }
}

/// A return, a refund, an exchange, a repair, or a graver fault.
fn takes_over(turn: &Turn<'_>, walk: &Walk, label: &LabelId) -> bool {
    let card = turn.script().labels.get(label).filter(|card| card.route == Route::Form);
    *label != walk.label && card.is_some_and(|card| guide::is_claim(turn, label) || card.priority <= Priority::High)
}

/// Talk about the fault itself, whichever of its topic's labels it resembles.
fn is_of_fault(turn: &Turn<'_>, walk: &Walk, label: &LabelId) -> bool {
    let card = |label| turn.script().labels.get(label);
    let of_topic = card(label).zip(card(&walk.label)).is_some_and(|(it, own)| it.topic == own.topic);
    of_topic && card(label).is_some_and(|card| card.route == Route::Form)
}

fn choose(turn: &mut Turn<'_>, walk: &Walk, value: &ChoiceValue) -> Result<(), Refusal> {
    let Some(guide) = in_hand(turn, walk) else { return serve::choose(turn, value) };
    let asking = walk.asking.is_some();
    match value {
        ChoiceValue::Yes if asking => {
            turn.chosen(value);
            guide::take(turn, guide, walk, Finding::Solved);
        }
        ChoiceValue::Yes => {
            turn.chosen(value);
            guide::begin(turn, guide);
        }
        ChoiceValue::No if asking => {
            turn.chosen(value);
            guide::take(turn, guide, walk, Finding::Unchanged);
        }
        ChoiceValue::Skip if asking => {
            turn.chosen(value);
            guide::take(turn, guide, walk, Finding::Untried);
        }
        ChoiceValue::Claim => {
            turn.chosen(value);
            guide::claim(turn, guide, walk, None);
        }
        ChoiceValue::Label(label) if *label == walk.label => {
            turn.chosen(value);
            guide::restate(turn, guide, walk);
        }
        ChoiceValue::Person if turn.talk.person_offered => {
            turn.chosen(value);
            handoff::hand_over(turn, Rule::Field, None, None);
        }
        ChoiceValue::Label(_) | ChoiceValue::Faq(_) | ChoiceValue::Resume(_) | ChoiceValue::Person => {
            return serve::choose(turn, value);
        }
        ChoiceValue::No
        | ChoiceValue::Skip
        | ChoiceValue::Value(_)
        | ChoiceValue::Edit(_)
        | ChoiceValue::Other
        | ChoiceValue::Leave => return Err(Refusal::Nothing("choose")),
    }
    Ok(())
}
