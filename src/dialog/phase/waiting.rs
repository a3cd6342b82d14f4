use crate::{
    base::{Act, ChoiceValue, Fact, LabelId, MINUTE, Party, Priority, SECOND, Timestamp},
    dialog::{
        Input, Refusal,
        escalation::is_danger,
        handoff, people, reply,
        script::Escalation,
        talk::{Offer, Told},
        turn::{Turn, by_rule},
        words,
    },
};

/// Who only adds to the file is told no more often that it is kept.
const QUIET: i64 = 60 * SECOND;

/// Offered to people: the bot is silent; the buyer may add to the file, or leave the line.
pub(super) fn on(turn: &mut Turn<'_>, offer: &Offer, told: &Told, input: Input) -> Result<(), Refusal> {
    match input {
        Input::Say { text } => {
            say(turn, offer, told, text);
            Ok(())
        }
        Input::Choose { value: ChoiceValue::Leave } => {
            turn.chosen(&ChoiceValue::Leave);
            leave(turn);
            Ok(())
        }
        Input::Choose { value: ChoiceValue::Person } => {
            turn.chosen(&ChoiceValue::Person);
            remind(turn, offer);
            Ok(())
        }
        Input::Choose { value: _ } => Err(Refusal::Nothing("choose")),
        Input::Leave => {
            leave(turn);
            Ok(())
        }
        Input::Rate { .. } => Err(Refusal::Nothing("rate")),
        Input::Claim { agent, name } => {
            people::join(turn, agent, name);
            Ok(())
        }
        Input::AgentSay { epoch, .. }
        | Input::Return { epoch, .. }
        | Input::Resolve { epoch, .. }
        | Input::Transfer { epoch, .. } => Err(people::refuse(turn, epoch)),
        Input::Lapse => {
            if super::is_due(turn) {
                handoff::expire(turn);
            }
            Ok(())
        }
    }
}

/// Who waits out of hours is waited for past the promise.
pub(in crate::dialog) fn deadline(offer: &Offer, limits: &Escalation) -> Timestamp {
    claimed_by(offer.fact.promised_at.unwrap_or(offer.since), offer.offered, limits)
}

/// When somebody must have taken an offer. One made again has what is left of the first one's time, and long enough for
/// another agent to see it.
pub(in crate::dialog) fn claimed_by(since: Timestamp, offered: Timestamp, limits: &Escalation) -> Timestamp {
    let first = since + limits.claim_minutes.max(0) * MINUTE;
    if offered > since { first.max(offered + limits.silent_minutes.max(1) * MINUTE) } else { first }
}

/// Words for the file. Danger is met with its safety words, and never with silence; anybody else hears how it stands.
fn say(turn: &mut Turn<'_>, offer: &Offer, told: &Told, text: String) {
    let asks = words::is_question(&text) || words::ask_person(&text);
    let heard = turn.hear(text);
    let danger = heard.need().filter(|label| is_danger(turn, label));
    match danger {
        Some(label) if !told.met.contains(label) => warn(turn, offer, label),
        _ if danger.is_some() || offer.fact.priority == Priority::Urgent => reassure(turn, offer, told),
        _ if asks || told.at.is_none_or(|at| turn.now() - at >= QUIET) => remind(turn, offer),
        _ => {}
    }
}

/// Says what to do first. Danger that is named only now goes to the head of the line.
fn warn(turn: &mut Turn<'_>, offer: &Offer, label: &LabelId) {
    let text = reply::speak(turn, &[label.as_str(), "safety"], None, &[]).text;
    if !text.is_empty() {
        turn.note(Party::System, Fact::Notice { text });
    }
    if offer.fact.priority != Priority::Urgent {
        people::raise(turn, label);
    }
}

/// A line for each message, and never the same one twice running.
fn reassure(turn: &mut Turn<'_>, offer: &Offer, told: &Told) {
    let (place, variables) = handoff::place(turn, offer);
    let lines = || ["handoff.urgent_waiting", place].into_iter().flat_map(|moment| reply::each(turn, moment, &variables));
    let text = lines().find(|line| **line != *told.line).unwrap_or_default();
    if !text.is_empty() {
        turn.note(Party::System, Fact::Notice { text });
    }
}

fn remind(turn: &mut Turn<'_>, offer: &Offer) {
    let (moment, variables) = handoff::place(turn, offer);
    turn.notice(moment, &variables);
}

fn leave(turn: &mut Turn<'_>) {
    turn.note(Party::Buyer, Fact::Left {});
    let spoken = turn.spoken("handoff.left", &[]);
    let mut buttons = people::drafts(turn);
    buttons.push(ChoiceValue::Person);
    turn.reply(spoken, &buttons, Act::Aside { label: None, faq: None }, by_rule("handoff.left"));
}
