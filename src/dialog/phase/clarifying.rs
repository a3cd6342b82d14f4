use crate::{
    base::ChoiceValue,
    dialog::{Input, Refusal, form, people, serve, turn::Turn, turn::by_rule, words},
};

/// The bot asked which of these is meant: a tap, a place in the list, or other words.
pub(super) fn on(turn: &mut Turn<'_>, among: &[ChoiceValue], input: Input) -> Result<(), Refusal> {
    match input {
        Input::Say { text } => {
            say(turn, among, text);
            Ok(())
        }
        Input::Choose { value: ChoiceValue::Other } => {
            turn.chosen(&ChoiceValue::Other);
            serve::admit(turn, by_rule("clarify.other"));
            Ok(())
        }
        Input::Choose { value } => serve::choose(turn, &value),
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

fn say(turn: &mut Turn<'_>, among: &[ChoiceValue], text: String) {
    let placed = form::place(&words::bare(&text)).and_then(|place| among.get(place)).cloned();
    let heard = turn.hear(text);
    match placed {
        Some(ChoiceValue::Label(label)) => serve::tapped(turn, &label),
        Some(ChoiceValue::Faq(faq)) => serve::read_out(turn, &faq),
        _ if words::denies(&heard.text) => serve::admit(turn, heard.about("clarify.other")),
        _ => serve::respond(turn, &heard),
    }
}
