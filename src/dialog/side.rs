//! A question in the middle of a form or a guide: answered, or called people for; then the form goes on.

use super::{
    escalation::{self, Outcome},
    handoff,
    meta::{self, Meta},
    reply,
    script::Route,
    serve,
    turn::{Heard, Turn},
};
use crate::{
    base::{About, Act, ChoiceValue, LabelId},
    knowledge::Verdict,
};

/// What became of a message that is no value of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Something was said to it; the form's question is to be put again.
    Answered,
    /// People were called; the form is put aside.
    HandedOver,
    /// It is nothing but a wrong value.
    Nothing,
}

/// Serves a message beside the form or the guide of a label. That label is no other matter.
pub(super) fn serve_aside(turn: &mut Turn<'_>, own: &LabelId, heard: &Heard) -> Side {
    match heard.need().cloned() {
        Some(label) if label == *own => Side::Nothing,
        Some(label) => match Meta::of(&label) {
            Some(meta) => manners(turn, heard, meta, &label),
            None => matter(turn, heard, &label),
        },
        None => search(turn, heard),
    }
}

/// Whether the shop has an answer to this, so that a field which takes any words leaves it alone.
pub(super) fn is_other_question(turn: &Turn<'_>, own: &LabelId, heard: &Heard) -> bool {
    match heard.need() {
        Some(label) if label == own => false,
        Some(label) => !meta::is_meta(label) && turn.script().labels.get(label).is_some_and(|card| card.route == Route::Faq),
        None => {
            matches!(turn.book.knowledge.decide(turn.lang(), turn.asked(heard), &turn.world.circumstances), Verdict::Answer(_))
        }
    }
}

fn matter(turn: &mut Turn<'_>, heard: &Heard, label: &LabelId) -> Side {
    if let Some(rule) = escalation::called_by(turn, heard, Outcome::Open) {
        handoff::hand_over(turn, rule, Some(label), escalation::amount(heard));
        return Side::HandedOver;
    }
    let Some(card) = turn.script().labels.get(label) else { return Side::Nothing };
    match card.route {
        Route::Faq => match serve::article(turn, label, &heard.text) {
            Some((found, article)) => {
                let spoken = reply::of_label(turn, label, Some(&article));
                let about = About { faq: Some(found.faq.clone()), score: Some(found.score), ..heard.about("side.faq") };
                turn.reply(spoken, &[], Act::Aside { label: Some(label.clone()), faq: Some(found.faq) }, about);
                Side::Answered
            }
            None => Side::Nothing,
        },
        Route::Chat => say(turn, heard, label),
        Route::Form => {
            // Another form waits until this one is done, one tap away.
            if !turn.talk.pending.contains(label) {
                turn.talk.pending.push(label.clone());
            }
            let need = super::choices::label(turn, &ChoiceValue::Label(label.clone()));
            let spoken = turn.spoken("next_need", &[("need", need)]);
            turn.reply(
                spoken,
                &[ChoiceValue::Label(label.clone())],
                Act::Aside { label: Some(label.clone()), faq: None },
                heard.about("side.form"),
            );
            Side::Answered
        }
        Route::Human => Side::Nothing,
    }
}

fn manners(turn: &mut Turn<'_>, heard: &Heard, meta: Meta, label: &LabelId) -> Side {
    match meta {
        Meta::Progress => {
            let case = turn.talk.cases.last().cloned();
            let Some(case) = case else { return Side::Nothing };
            let variables = [("case", case.id.to_string()), ("due", handoff::when(turn, case.due_at))];
            let spoken = turn.spoken(serve::step(case.state), &variables);
            turn.reply(spoken, &[], Act::Aside { label: Some(label.clone()), faq: None }, heard.about("case.standing"));
            Side::Answered
        }
        Meta::HoldOn | Meta::SwitchLanguage | Meta::Urge | Meta::NotHelpful | Meta::Small => say(turn, heard, label),
        Meta::AskHuman | Meta::Affirm | Meta::Deny | Meta::Cancel | Meta::Correct | Meta::NumberOnly | Meta::Unclear => {
            Side::Nothing
        }
    }
}

fn search(turn: &mut Turn<'_>, heard: &Heard) -> Side {
    let (knowledge, lang) = (turn.book.knowledge, turn.lang());
    let Verdict::Answer(found) = knowledge.decide(lang, turn.asked(heard), &turn.world.circumstances) else {
        return Side::Nothing;
    };
    let Some(article) = knowledge.answer(lang, &found.faq, &turn.world.circumstances) else { return Side::Nothing };
    let spoken = reply::speak(turn, &["faq"], Some(article), &[]);
    let about = About { faq: Some(found.faq.clone()), score: Some(found.score), ..heard.about("side.faq") };
    turn.reply(spoken, &[], Act::Aside { label: None, faq: Some(found.faq) }, about);
    Side::Answered
}

/// The label's own short reply.
fn say(turn: &mut Turn<'_>, heard: &Heard, label: &LabelId) -> Side {
    let spoken = reply::of_label(turn, label, None);
    if spoken.text.is_empty() {
        return Side::Nothing;
    }
    turn.reply(spoken, &[], Act::Aside { label: Some(label.clone()), faq: None }, heard.about("side.chat"));
    Side::Answered
}
