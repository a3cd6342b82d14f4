use crate::{
    base::{ChoiceValue, Fact, MINUTE, Party, Timestamp},
    dialog::{Input, Refusal, handoff, people, script::Escalation, turn::Turn},
};

/// A person has the conversation: words are passed on, and who has it may act.
pub(super) fn on(turn: &mut Turn<'_>, input: Input) -> Result<(), Refusal> {
    match input {
        Input::Say { text } => turn.pass_on(text),
        Input::Choose { value: ChoiceValue::Leave } | Input::Leave => return Err(Refusal::Nothing("leave")),
        // A button of an older line: the agent sees what was tapped.
        Input::Choose { value } => turn.chosen(&value),
        Input::Rate { .. } => return Err(Refusal::Nothing("rate")),
        Input::Claim { agent, .. } => return people::claim_again(turn, &agent),
        Input::AgentSay { agent, epoch, text } => {
            people::check(turn, &agent, epoch)?;
            turn.note(Party::Agent, Fact::AgentSaid { agent, text });
        }
        Input::Return { agent, epoch } => {
            people::check(turn, &agent, epoch)?;
            people::give_back(turn, agent);
        }
        Input::Resolve { agent, epoch, outcome } => {
            people::check(turn, &agent, epoch)?;
            people::resolve(turn, agent, outcome);
        }
        Input::Transfer { agent, epoch, to } => {
            people::check(turn, &agent, epoch)?;
            people::transfer(turn, to);
        }
        Input::Lapse => {
            if super::is_due(turn) {
                people::offer_again(turn, handoff::AGAIN, None);
            }
        }
    }
    Ok(())
}

/// An agent may be silent for so long after the buyer spoke.
pub(super) fn deadline(unanswered: Option<Timestamp>, limits: &Escalation) -> Option<Timestamp> {
    unanswered.map(|since| since + limits.silent_minutes.max(0) * MINUTE)
}
