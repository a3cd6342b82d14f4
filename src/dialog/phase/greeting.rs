use crate::dialog::{Input, Refusal, people, serve, turn::Turn};

/// Nothing has been served yet: any words begin.
pub(super) fn on(turn: &mut Turn<'_>, input: Input) -> Result<(), Refusal> {
    match input {
        Input::Say { text } => {
            serve::hear(turn, text);
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
