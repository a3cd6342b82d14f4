use crate::{
    base::{Act, ChoiceValue, Fact, MINUTE, Party, Priority, Timestamp},
    dialog::{
        Input, Refusal, handoff, people,
        script::Escalation,
        talk::Offer,
        turn::{Turn, by_rule},
        words,
    },
};

/// Offered to people: the bot is silent; the buyer may add to the file, or leave the line.
pub(super) fn on(turn: &mut Turn<'_>, noticed: bool, input: Input) -> Result<(), Refusal> {
    match input {
        Input::Say { text } => {
            say(turn, noticed, text);
            Ok(())
        }
        Input::Choose { value: ChoiceValue::Leave } => {
            turn.chosen(&ChoiceValue::Leave);
            leave(turn);
            Ok(())
        }
        Input::Choose { value: ChoiceValue::Person } => {
            turn.chosen(&ChoiceValue::Person);
            remind(turn);
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
pub(super) fn deadline(offer: &Offer, limits: &Escalation) -> Timestamp {
    offer.fact.promised_at.unwrap_or(offer.since) + limits.claim_minutes.max(0) * MINUTE
}

/// Words for the file. Danger is still met with its safety words, by no party; the first others with how it stands.
fn say(turn: &mut Turn<'_>, noticed: bool, text: String) {
    let asks = words::ask_person(&text);
    let heard = turn.hear(text);
    let urgent =
        heard.need().filter(|label| turn.script().labels.get(*label).is_some_and(|card| card.priority == Priority::Urgent));
    if let Some(label) = urgent {
        let words = crate::dialog::reply::speak(turn, &[label.as_str(), "safety"], None, &[]).text;
        if !words.is_empty() {
            turn.note(Party::System, Fact::Notice { text: words });
        }
    } else if !noticed || asks {
        remind(turn);
    }
}

fn remind(turn: &mut Turn<'_>) {
    let position = turn.world.waiting.to_string();
    turn.notice("handoff.waiting", &[("position", position)]);
}

fn leave(turn: &mut Turn<'_>) {
    turn.note(Party::Buyer, Fact::Left {});
    let spoken = turn.spoken("handoff.left", &[]);
    let mut buttons = people::drafts(turn);
    buttons.push(ChoiceValue::Person);
    turn.reply(spoken, &buttons, Act::Aside { label: None, faq: None }, by_rule("handoff.left"));
}
