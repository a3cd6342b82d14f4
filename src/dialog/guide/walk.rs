//! The way through a guide: the offer, each check, and how it ends.

use crate::{
    base::{About, Act, Checked, ChoiceValue, Finding, LabelId},
    dialog::{
        escalation::{self, Outcome, Rule},
        form, handoff,
        phase::Phase,
        reply::Spoken,
        script::{Check, Guide},
        serve::{self, Matter},
        talk::Walk,
        turn::{Heard, Turn, by_rule},
    },
};

use super::{answer, danger, fits};

type Variables = Vec<(&'static str, String)>;

/// Offers the guide of a matter, or stops at a danger; hands the matter back where no guide is to be offered.
pub(in crate::dialog) fn offer<'m>(turn: &mut Turn<'_>, matter: Matter<'m>) -> Option<Matter<'m>> {
    let Some((guide, form)) = fits::fitting(turn, matter.label, matter.text, &matter.pending) else { return Some(matter) };
    if let Some(label) = danger(guide, matter.text) {
        stop(turn, label);
        return None;
    }
    let Matter { label, pending, about, .. } = matter;
    let act = Act::OfferGuide { guide: guide.id.clone(), label: label.clone(), form: form.id.clone(), misses: 0, pending };
    let warning = guide.warning.get(turn.lang()).to_owned();
    let spoken = turn.spoken("guide.offer", &of_guide(turn, guide)).after(&warning);
    turn.reply(spoken, &OFFER, act, About { rule: "guide.offer".to_owned(), ..about });
    None
}

const OFFER: [ChoiceValue; 3] = [ChoiceValue::Yes, ChoiceValue::Claim, ChoiceValue::Person];
const CHECK: [ChoiceValue; 5] = [ChoiceValue::Yes, ChoiceValue::No, ChoiceValue::Skip, ChoiceValue::Claim, ChoiceValue::Person];

/// Puts the first check.
pub(in crate::dialog) fn begin(turn: &mut Turn<'_>, guide: &Guide) {
    if let Some(first) = guide.checks.first() {
        put(turn, guide, first, None, "guide.check", 0);
    }
}

/// Takes what came of the check that was asked: the next one, or an end.
pub(in crate::dialog) fn take(turn: &mut Turn<'_>, guide: &Guide, walk: &Walk, finding: Finding) {
    let found = checked(guide, walk, finding);
    match walk.asking.as_ref().and_then(|asked| guide.after(asked)) {
        _ if finding == Finding::Solved => solved(turn, guide, found),
        Some(next) => put(turn, guide, next, found, "guide.check", 0),
        None => end(turn, walk, found),
    }
}

/// A claim instead of more checks, with what came of the one that was asked.
pub(in crate::dialog) fn claim(turn: &mut Turn<'_>, guide: &Guide, walk: &Walk, finding: Option<Finding>) {
    let found = finding.and_then(|finding| checked(guide, walk, finding));
    end(turn, walk, found);
}

/// The claim of a guide that ended before; `false` where there is none.
pub(in crate::dialog) fn claim_again(turn: &mut Turn<'_>) -> bool {
    let Some(walk) = turn.talk.walks.last().cloned() else { return false };
    end(turn, &walk, None);
    true
}

/// Takes up the claim where the buyer says that the fault is back, or asks for it after all.
pub(in crate::dialog) fn comes_back(turn: &mut Turn<'_>, heard: &Heard) -> bool {
    let solved = turn.talk.walks.last().is_some_and(Walk::is_solved);
    turn.talk.phase == Phase::Answering && answer::comes_back(&heard.text, solved) && claim_again(turn)
}

/// Wants neither checks nor a claim: both stay a tap away.
pub(in crate::dialog) fn leave(turn: &mut Turn<'_>, guide: &Guide) {
    let spoken = turn.spoken("guide.left", &of_guide(turn, guide));
    let act = Act::EndGuide { guide: guide.id.clone(), found: None };
    turn.reply(spoken, &[ChoiceValue::Claim, ChoiceValue::Person], act, by_rule("guide.left"));
}

/// Leaves the checks for a danger.
pub(in crate::dialog) fn stop(turn: &mut Turn<'_>, label: &LabelId) {
    if let Some(rule) = escalation::called_by_label(turn, label) {
        return handoff::hand_over(turn, rule, Some(label), None);
    }
    let text = turn.talk.last_words.to_string();
    let about = About { intent: Some(label.clone()), ..by_rule("guide.danger") };
    serve::serve(turn, Matter { label, text: &text, pending: Vec::new(), about });
}

/// The same question again, after something else was said.
pub(in crate::dialog) fn restate(turn: &mut Turn<'_>, guide: &Guide, walk: &Walk) {
    ask(turn, guide, walk, "guide.again", walk.misses);
}

/// Says how the check is done; `false` where the shop wrote no help.
pub(in crate::dialog) fn explain(turn: &mut Turn<'_>, guide: &Guide, walk: &Walk) -> bool {
    let help = asked(guide, walk).map_or("", |check| check.help.get(turn.lang())).to_owned();
    if help.is_empty() {
        return false;
    }
    turn.reply(Spoken { text: help, reply: None }, &[], Act::Aside { label: None, faq: None }, by_rule("guide.help"));
    true
}

/// An answer that wasn't understood: asked again, the third time with a person offered, then a person is called.
pub(in crate::dialog) fn miss(turn: &mut Turn<'_>, guide: &Guide, walk: &Walk, heard: &Heard) {
    let misses = walk.misses.saturating_add(1);
    if let Some(rule) = escalation::called_by(turn, heard, Outcome::Missed(misses)) {
        return handoff::hand_over(turn, rule, heard.need(), escalation::amount(heard));
    }
    if misses != turn.script().escalation.field_misses {
        return ask(turn, guide, walk, "guide.wrong", misses);
    }
    let mut buttons = vec![ChoiceValue::Person];
    let ways: &[ChoiceValue] = if walk.asking.is_some() { &CHECK } else { &OFFER };
    buttons.extend(ways.iter().filter(|way| **way != ChoiceValue::Person).cloned());
    let offer = turn.line("person.offer", &[]);
    let spoken = turn.spoken("guide.wrong", &variables(turn, guide, walk)).and(&offer);
    turn.reply(spoken, &buttons, Act::OfferPerson { reason: Rule::Field.reason().to_owned() }, by_rule("guide.wrong"));
}

/// Puts the offer or the check in hand again, in other words.
fn ask(turn: &mut Turn<'_>, guide: &Guide, walk: &Walk, moment: &'static str, misses: u8) {
    match asked(guide, walk) {
        Some(check) => put(turn, guide, check, None, moment, misses),
        None => {
            let (guide_id, label, form) = (guide.id.clone(), walk.label.clone(), walk.form.clone());
            let act = Act::OfferGuide { guide: guide_id, label, form, misses, pending: turn.talk.pending.clone() };
            let spoken = turn.spoken("guide.offer", &of_guide(turn, guide));
            turn.reply(spoken, &OFFER, act, by_rule(moment));
        }
    }
}

fn put(turn: &mut Turn<'_>, guide: &Guide, check: &Check, found: Option<Checked>, moment: &'static str, misses: u8) {
    let mut spoken = turn.spoken(moment, &of_check(turn, guide, check));
    if spoken.text.is_empty() {
        spoken.text = check.text.get(turn.lang()).to_owned();
    }
    let act = Act::Check { guide: guide.id.clone(), check: check.id.clone(), found, misses };
    turn.reply(spoken, &CHECK, act, by_rule(moment));
}

fn solved(turn: &mut Turn<'_>, guide: &Guide, found: Option<Checked>) {
    let spoken = turn.spoken("guide.solved", &of_guide(turn, guide));
    let act = Act::EndGuide { guide: guide.id.clone(), found };
    turn.reply(spoken, &[ChoiceValue::Claim, ChoiceValue::Person], act, by_rule("guide.solved"));
    serve::offer_next_need(turn);
}

/// The claim, which tells what was found.
fn end(turn: &mut Turn<'_>, walk: &Walk, found: Option<Checked>) {
    let Some(form) = turn.script().forms.get(&walk.form) else {
        // The playbook changed hands since the guide was offered.
        return serve::admit(turn, by_rule("guide.gone"));
    };
    let moment = if walk.found.is_empty() && found.is_none() { "guide.straight" } else { "guide.unsolved" };
    let spoken = turn.spoken(moment, &[]);
    turn.reply(spoken, &[], Act::EndGuide { guide: walk.guide.clone(), found }, by_rule(moment));
    let pending = turn.talk.pending.clone();
    form::start(turn, &walk.label, form, pending);
}

fn asked<'g>(guide: &'g Guide, walk: &Walk) -> Option<&'g Check> {
    guide.check(walk.asking.as_ref()?)
}

fn checked(guide: &Guide, walk: &Walk, finding: Finding) -> Option<Checked> {
    asked(guide, walk).map(|check| Checked { check: check.id.clone(), name: check.name.clone(), finding })
}

fn variables(turn: &Turn<'_>, guide: &Guide, walk: &Walk) -> Variables {
    asked(guide, walk).map_or_else(|| of_guide(turn, guide), |check| of_check(turn, guide, check))
}

fn of_guide(turn: &Turn<'_>, guide: &Guide) -> Variables {
    vec![("guide", guide.name.get(turn.lang()).to_owned()), ("total", guide.checks.len().to_string())]
}

fn of_check(turn: &Turn<'_>, guide: &Guide, check: &Check) -> Variables {
    let place = guide.checks.iter().position(|it| it.id == check.id).map_or(0, |place| place + 1);
    let mut variables = of_guide(turn, guide);
    variables.extend([("check", check.text.get(turn.lang()).to_owned()), ("step", place.to_string())]);
    variables
}
