//! What agents do to a conversation, and who may.

use super::{
    Refusal,
    escalation::Rule,
    handoff::{self, Offered, when},
    turn::{Turn, by_rule},
};
use crate::base::{Act, AgentId, CaseState, ChoiceValue, Fact, LabelId, Owner, Party, Priority, Skill};

/// How a conversation may end while the buyer is still owed something; the desk's words.
const OWED: [&str; 2] = ["promised", "unreachable"];

/// An agent takes over, from the queue or by stepping in.
pub(super) fn join(turn: &mut Turn<'_>, agent: AgentId, name: String) {
    turn.note(Party::Agent, Fact::Joined { agent, name: name.clone() });
    turn.notice("handoff.joined", &[("agent", name)]);
    move_cases(turn, &[CaseState::Open], CaseState::InProgress, "case.in_progress");
}

/// A second claim: nothing to do for the one who has it, too late for anybody else.
pub(super) fn claim_again(turn: &Turn<'_>, claimer: &AgentId) -> Result<(), Refusal> {
    match &turn.talk.owner {
        Owner::Agent { agent, .. } if agent == claimer => Ok(()),
        Owner::Agent { name, .. } => Err(Refusal::Taken { by: name.clone() }),
        Owner::Bot | Owner::Queue | Owner::Closed => Err(Refusal::Forbidden),
    }
}

/// Who acts must have the conversation, and have seen it as it stands.
pub(super) fn check(turn: &Turn<'_>, actor: &AgentId, epoch: u32) -> Result<(), Refusal> {
    if epoch != turn.talk.epoch {
        return Err(Refusal::StaleEpoch { now: turn.talk.epoch });
    }
    match &turn.talk.owner {
        Owner::Agent { agent, .. } if agent == actor => Ok(()),
        Owner::Agent { .. } | Owner::Bot | Owner::Queue | Owner::Closed => Err(Refusal::Forbidden),
    }
}

/// Why an agent's act has no effect while no agent has the conversation.
pub(super) fn refuse(turn: &Turn<'_>, epoch: u32) -> Refusal {
    if epoch == turn.talk.epoch { Refusal::Forbidden } else { Refusal::StaleEpoch { now: turn.talk.epoch } }
}

pub(super) fn give_back(turn: &mut Turn<'_>, agent: AgentId) {
    turn.note(Party::Agent, Fact::Returned { agent: Some(agent) });
    let spoken = turn.spoken("handoff.returned", &[]);
    let buttons = drafts(turn);
    turn.reply(spoken, &buttons, Act::Aside { label: None, faq: None }, by_rule("handoff.returned"));
}

pub(super) fn resolve(turn: &mut Turn<'_>, agent: AgentId, outcome: Option<String>) {
    let owed = outcome.as_deref().is_some_and(|outcome| OWED.contains(&outcome));
    let promise = (owed && !turn.talk.cases.iter().any(|case| case.state.is_on_its_way())).then(|| handoff::promise(turn));
    turn.note(Party::Agent, Fact::Closed { agent: Some(agent), outcome });
    if let Some(case) = promise {
        turn.note(Party::System, Fact::Case(Box::new(case)));
    } else if owed {
        move_cases(turn, &[CaseState::Open, CaseState::InProgress], CaseState::InProgress, "case.promised");
    } else {
        move_cases(turn, &[CaseState::Open, CaseState::InProgress], CaseState::Resolved, "case.resolved");
    }
    turn.notice("closed", &[]);
}

pub(super) fn transfer(turn: &mut Turn<'_>, to: String) {
    offer_again(turn, "transfer", Some(Skill::from(to)));
}

/// Offers the conversation to people again, as it was offered before.
pub(super) fn offer_again(turn: &mut Turn<'_>, reason: &'static str, to: Option<Skill>) {
    let before = turn.talk.handoff().map(|offer| offer.fact.clone());
    let label = before.as_ref().and_then(|fact| fact.label.clone()).or_else(|| turn.talk.matter.clone());
    let topic = || label.as_ref().and_then(|label| turn.script().labels.get(label)).map(|card| card.topic.clone());
    let skill =
        to.or_else(|| before.as_ref().map(|fact| fact.skill.clone())).or_else(topic).unwrap_or_else(|| Skill::from("service"));
    let priority = before.as_ref().map_or(Priority::Medium, |fact| fact.priority);
    let amount = before.as_ref().and_then(|fact| fact.amount);
    // Who waited for nothing keeps the place and the time that were promised first.
    let due_at = before.as_ref().filter(|_| reason == handoff::AGAIN).map(|fact| fact.due_at);
    let given = before.map(|fact| fact.filled).unwrap_or_default();
    handoff::offer(turn, Offered { reason, skill, label, priority, amount, given, due_at });
}

/// Danger that is named while waiting is offered anew, before everything else.
pub(super) fn raise(turn: &mut Turn<'_>, label: &LabelId) {
    let before = turn.talk.handoff().map(|offer| offer.fact.clone());
    let topic = turn.script().labels.get(label).map(|card| card.topic.clone());
    let (amount, given) = before.map(|fact| (fact.amount, fact.filled)).unwrap_or_default();
    let skill = topic.unwrap_or_else(|| Skill::from("service"));
    let reason = Rule::Urgent.reason();
    let priority = Priority::Urgent;
    handoff::offer(turn, Offered { reason, skill, label: Some(label.clone()), priority, amount, given, due_at: None });
}

/// Buttons for the forms that were put aside, and for the claim of a guide that was left.
pub(super) fn drafts(turn: &Turn<'_>) -> Vec<ChoiceValue> {
    let shelf = &turn.talk.shelf;
    let left = turn.talk.walks.last().filter(|walk| !walk.is_solved() && !shelf.iter().any(|draft| draft.form == walk.form));
    let drafts = shelf.iter().rev().take(2).map(|draft| ChoiceValue::Resume(draft.form.clone()));
    drafts.chain(left.map(|_| ChoiceValue::Claim)).collect()
}

/// Moves the cases in one of these states on, each with its line for the buyer.
fn move_cases(turn: &mut Turn<'_>, from: &[CaseState], to: CaseState, moment: &str) {
    let due: Vec<_> = turn.talk.cases.iter().filter(|case| from.contains(&case.state)).cloned().collect();
    for mut case in due {
        case.state = to;
        if to.is_on_its_way() && case.due_at <= turn.now() {
            // A promise that was missed is made again, not repeated.
            case.due_at = turn.script().due_at(case.priority, turn.now());
        }
        case.text = turn.line(moment, &[("case", case.id.to_string()), ("due", when(turn, case.due_at))]);
        turn.note(Party::System, Fact::Case(Box::new(case)));
    }
}
