//! Talk about the talk, outside a form: yes, no, thanks, how far is it, that was no use.

use super::{
    escalation::{self, Outcome, Rule},
    form, handoff,
    meta::Meta,
    reply, serve,
    turn::{Heard, Turn},
};
use crate::base::{Act, ChoiceValue, LabelId};

/// Minds what the message wants done with the talk. `label` is absent where plain words told, not triage.
pub(super) fn mind(turn: &mut Turn<'_>, heard: &Heard, meta: Meta, label: Option<&LabelId>) {
    match meta {
        Meta::AskHuman => handoff::hand_over(turn, Rule::Asked, None, None),
        Meta::Affirm => affirm(turn, heard, label),
        Meta::Deny | Meta::Cancel => {
            turn.talk.pending.clear();
            small(turn, heard, label, "meta.deny");
        }
        Meta::Progress => {
            let about = heard.about("case.standing");
            let asked = label.cloned().unwrap_or_else(|| "meta.ticket_progress".into());
            if !serve::case_standing(turn, &asked, about, |_| true) {
                handoff::hand_over(turn, Rule::Route, label, None);
            }
        }
        Meta::NotHelpful => match escalation::called_by(turn, heard, Outcome::Lost) {
            Some(rule) => handoff::hand_over(turn, rule, None, None),
            None => small(turn, heard, label, "meta.answer_not_helpful"),
        },
        Meta::Unclear => serve::unsure(turn, heard),
        Meta::Urge | Meta::Correct | Meta::HoldOn | Meta::NumberOnly | Meta::SwitchLanguage | Meta::Small => {
            small(turn, heard, label, "greeting");
        }
    }
}

/// Takes the one thing that was offered; of several, asks again which.
fn affirm(turn: &mut Turn<'_>, heard: &Heard, label: Option<&LabelId>) {
    if turn.talk.person_offered {
        return handoff::hand_over(turn, Rule::Asked, None, None);
    }
    match turn.talk.offered.clone().as_slice() {
        [] => small(turn, heard, label, "meta.affirm"),
        [ChoiceValue::Label(only)] => serve::tapped(turn, only),
        [ChoiceValue::Faq(only)] => serve::read_out(turn, only),
        [ChoiceValue::Resume(only)] => {
            form::resume(turn, only);
        }
        several => match escalation::called_by(turn, heard, Outcome::Lost) {
            Some(rule) => handoff::hand_over(turn, rule, None, None),
            None => serve::ask_which(turn, "clarify", several.to_vec(), heard.about("clarify.again")),
        },
    }
}

/// The label's own short reply, and the way back to what was left open.
fn small(turn: &mut Turn<'_>, heard: &Heard, label: Option<&LabelId>, otherwise: &str) {
    let label = label.cloned().unwrap_or_else(|| LabelId::from(otherwise));
    let mut spoken = reply::speak(turn, &[label.as_str(), "meta.any", "route.chat"], None, &[]);
    if spoken.text.is_empty() {
        spoken = turn.spoken("greeting", &[]);
    }
    let mut buttons = serve::drafts(turn);
    buttons.push(ChoiceValue::Person);
    let act = Act::Answer { label: Some(label), faq: None, pending: turn.talk.pending.clone() };
    turn.reply(spoken, &buttons, act, heard.about("manners"));
}
