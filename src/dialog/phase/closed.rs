use crate::{
    base::{ChoiceValue, Fact, Party},
    dialog::{Input, Refusal, people, serve, turn::Turn},
};

/// Settled and rated: new words open the conversation again.
pub(super) fn on(turn: &mut Turn<'_>, input: Input) -> Result<(), Refusal> {
    match input {
        Input::Say { text } => {
            reopen(turn, text);
            Ok(())
        }
        Input::Choose { value } => choose(turn, &value),
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

/// The words are recorded, the bot has the conversation again, and they are served as any.
pub(super) fn reopen(turn: &mut Turn<'_>, text: String) {
    let heard = turn.hear(text);
    open(turn);
    serve::respond(turn, &heard);
}

/// A button that means something on its own opens the conversation again.
pub(super) fn choose(turn: &mut Turn<'_>, value: &ChoiceValue) -> Result<(), Refusal> {
    serve::choose_after(turn, value, open)
}

fn open(turn: &mut Turn<'_>) {
    turn.note(Party::System, Fact::Returned { agent: None });
    turn.notice("reopened", &[]);
}
