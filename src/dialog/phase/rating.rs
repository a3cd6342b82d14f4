use crate::{
    base::{Fact, Party},
    dialog::{Input, Refusal, people, turn::Turn},
};

/// Settled: a rating is taken once; new words open the conversation again.
pub(super) fn on(turn: &mut Turn<'_>, input: Input) -> Result<(), Refusal> {
    match input {
        Input::Say { text } => {
            super::closed::reopen(turn, text);
            Ok(())
        }
        Input::Choose { value } => super::closed::choose(turn, &value),
        Input::Leave => Err(Refusal::Nothing("leave")),
        Input::Rate { result, speed, attitude, comment } => {
            if [result, speed, attitude].iter().any(|mark| !(1..=5).contains(mark)) {
                return Err(Refusal::Nothing("rate"));
            }
            turn.note(Party::Buyer, Fact::Rated { result, speed, attitude, comment });
            turn.notice("rating.thanks", &[]);
            Ok(())
        }
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
