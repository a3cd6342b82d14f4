//! A matter served by its label's route; a message without a clear one asked about, searched for, or admitted.

use super::{
    Refusal, amend, choices, escalation,
    escalation::Outcome,
    form, guide, handoff, manners,
    meta::Meta,
    number, people,
    reply::{self, Spoken},
    script::{LabelCard, Route},
    turn::{Heard, Turn, by_rule},
    words,
};
use crate::{
    base::{About, Act, CaseState, ChoiceValue, Decision, FaqId, LabelId},
    knowledge::{Found, Verdict},
};

/// Labels or articles offered at once.
const OFFERED: usize = 3;

/// A need about to be served.
pub(super) struct Matter<'m> {
    pub label: &'m LabelId,
    pub text: &'m str,
    /// Needs to serve after it.
    pub pending: Vec<LabelId>,
    pub about: About,
}

/// Free words, with no question of the bot's open.
pub(super) fn hear(turn: &mut Turn<'_>, text: String) {
    let heard = turn.hear(text);
    respond(turn, &heard);
}

pub(super) fn respond(turn: &mut Turn<'_>, heard: &Heard) {
    if manners::plain(turn, heard) || number::take(turn, heard) {
        return;
    }
    let reopened = amend::reopen(turn, heard);
    if let Some(rule) = escalation::called_by(turn, heard, Outcome::Open) {
        return handoff::hand_over(turn, rule, heard.need(), escalation::amount(heard));
    }
    if reopened {
        return amend::offer_person(turn, heard);
    }
    if amend::correct(turn, heard) || guide::comes_back(turn, heard) || says_how_long(turn, heard) {
        return;
    }
    let literal = || {
        let word =
            [(words::affirms as fn(&str) -> bool, Meta::Affirm), (words::denies, Meta::Deny), (words::stops, Meta::Cancel)];
        word.into_iter().find(|(is, _)| is(&heard.text)).map(|(_, meta)| meta)
    };
    match heard.need().cloned() {
        Some(label) => match Meta::of(&label) {
            Some(meta) => manners::mind(turn, heard, meta, Some(&label)),
            None => {
                let matter =
                    Matter { label: &label, text: &heard.text, pending: heard.further().to_vec(), about: heard.about("") };
                serve(turn, matter);
            }
        },
        None => match literal() {
            Some(meta) => manners::mind(turn, heard, meta, None),
            None => unsure(turn, heard),
        },
    }
}

/// 「多久能好」 after a matter was filed is about its case.
fn says_how_long(turn: &mut Turn<'_>, heard: &Heard) -> bool {
    let Some(topic) = heard.reading.topic.as_ref().filter(|topic| turn.talk.is_filed(topic)) else { return false };
    let about = About { intent: Some(topic.clone()), ..heard.about("") };
    words::asks_when(&heard.text) && case_standing(turn, topic, about, |of| of == Some(topic))
}

/// A label, article, draft or person that was tapped. The tap is recorded.
pub(super) fn choose(turn: &mut Turn<'_>, value: &ChoiceValue) -> Result<(), Refusal> {
    choose_after(turn, value, |_| {})
}

/// The same, with something done between the record and the service.
pub(super) fn choose_after(turn: &mut Turn<'_>, value: &ChoiceValue, between: impl FnOnce(&mut Turn<'_>)) -> Result<(), Refusal> {
    if !means_something(turn, value) {
        return Err(Refusal::Nothing("choose"));
    }
    turn.chosen(value);
    between(turn);
    match value {
        ChoiceValue::Label(label) => tapped(turn, label),
        ChoiceValue::Faq(faq) => read_out(turn, faq),
        ChoiceValue::Resume(form) => {
            form::resume(turn, form);
        }
        ChoiceValue::Claim => {
            guide::claim_again(turn);
        }
        ChoiceValue::Person => handoff::hand_over(turn, escalation::Rule::Asked, None, None),
        ChoiceValue::Value(_)
        | ChoiceValue::Edit(_)
        | ChoiceValue::Yes
        | ChoiceValue::No
        | ChoiceValue::Skip
        | ChoiceValue::Other
        | ChoiceValue::Leave => {}
    }
    Ok(())
}

/// Whether a tap can be served whatever was asked last.
fn means_something(turn: &Turn<'_>, value: &ChoiceValue) -> bool {
    match value {
        ChoiceValue::Label(label) => turn.script().labels.contains_key(label),
        ChoiceValue::Faq(faq) => turn.book.knowledge.answer(turn.lang(), faq, &turn.world.circumstances).is_some(),
        ChoiceValue::Resume(form) => {
            turn.script().forms.contains_key(form) && turn.talk.shelf.iter().any(|draft| draft.form == *form)
        }
        ChoiceValue::Claim => turn.talk.walks.last().is_some_and(|walk| turn.script().forms.contains_key(&walk.form)),
        ChoiceValue::Person => true,
        ChoiceValue::Value(_)
        | ChoiceValue::Edit(_)
        | ChoiceValue::Yes
        | ChoiceValue::No
        | ChoiceValue::Skip
        | ChoiceValue::Other
        | ChoiceValue::Leave => false,
    }
}

/// Answers with an article that was picked.
pub(super) fn read_out(turn: &mut Turn<'_>, faq: &FaqId) {
    let article = turn.book.knowledge.answer(turn.lang(), faq, &turn.world.circumstances).map(str::to_owned);
    let mut about = by_rule("chosen.faq");
    about.faq = Some(faq.clone());
    match article {
        Some(article) => {
            let spoken = reply::speak(turn, &["faq"], Some(&article), &[]);
            answer(turn, spoken, None, Some(faq.clone()), Vec::new(), about);
        }
        None => admit(turn, about),
    }
}

/// Serves a label that was tapped, or agreed to.
pub(super) fn tapped(turn: &mut Turn<'_>, label: &LabelId) {
    if let Some(rule) = escalation::called_by_label(turn, label) {
        return handoff::hand_over(turn, rule, Some(label), None);
    }
    let text = turn.talk.last_words.to_string();
    let pending = turn.talk.pending.iter().filter(|it| *it != label).cloned().collect();
    let mut about = by_rule("chosen.label");
    about.intent = Some(label.clone());
    serve(turn, Matter { label, text: &text, pending, about });
}

/// Serves a label by its guide, else by its route. Routes that call people were taken before.
pub(super) fn serve(turn: &mut Turn<'_>, matter: Matter<'_>) {
    let script = turn.script();
    let Some(card) = script.labels.get(matter.label) else {
        // The playbook changed hands since the label was offered.
        return admit(turn, matter.about);
    };
    let Some(matter) = guide::offer(turn, matter) else { return };
    match card.route {
        Route::Faq => match article(turn, matter.label, matter.text) {
            Some((found, article)) => {
                let spoken = reply::of_label(turn, matter.label, Some(&article));
                let about = About {
                    faq: Some(found.faq.clone()),
                    score: Some(found.score),
                    rule: "route.faq".to_owned(),
                    ..matter.about
                };
                answer(turn, spoken, Some(matter.label), Some(found.faq), matter.pending, about);
            }
            None => without_article(turn, matter),
        },
        Route::Chat => {
            let spoken = reply::of_label(turn, matter.label, None);
            let about = About { rule: "route.chat".to_owned(), ..matter.about };
            answer(turn, spoken, Some(matter.label), None, matter.pending, about);
        }
        Route::Form => gather(turn, card, matter),
        Route::Human => handoff::hand_over(turn, escalation::Rule::Route, Some(matter.label), None),
    }
}

/// Says how a case stands, where there is one.
pub(super) fn case_standing(turn: &mut Turn<'_>, label: &LabelId, about: About, of: impl Fn(Option<&LabelId>) -> bool) -> bool {
    let case = turn.talk.cases.iter().rev().find(|case| of(case.label.as_ref()));
    let Some(case) = case else { return false };
    let spoken = turn.spoken(step(case.state), &[("case", case.id.to_string()), ("due", handoff::when(turn, case.due_at))]);
    answer(turn, spoken, Some(label), None, turn.talk.pending.clone(), About { rule: "case.standing".to_owned(), ..about });
    true
}

/// The moment that tells how a case stands.
pub(super) fn step(state: CaseState) -> &'static str {
    match state {
        CaseState::Open => "case.opened",
        CaseState::InProgress => "case.in_progress",
        CaseState::Resolved | CaseState::Closed => "case.resolved",
    }
}

/// Answers, and offers the next need of the same message.
pub(super) fn answer(
    turn: &mut Turn<'_>,
    spoken: Spoken,
    label: Option<&LabelId>,
    faq: Option<FaqId>,
    pending: Vec<LabelId>,
    about: About,
) {
    let (spoken, mut buttons) = with_next_need(turn, spoken, &pending);
    // An answer that was tapped for in the middle of a form leaves the form, with the way back at hand; of a guide, with the claim.
    buttons.extend(turn.talk.filling().map(|filling| ChoiceValue::Resume(filling.form.clone())));
    buttons.extend(turn.talk.walk().map(|_| ChoiceValue::Claim));
    buttons.push(ChoiceValue::Person);
    turn.reply(spoken, &buttons, Act::Answer { label: label.cloned(), faq, pending }, about);
}

/// Offers the needs that are left, where something else has just ended.
pub(super) fn offer_next_need(turn: &mut Turn<'_>) {
    let pending = turn.talk.pending.clone();
    let (spoken, buttons) = with_next_need(turn, Spoken::default(), &pending);
    if !buttons.is_empty() {
        turn.reply(spoken, &buttons, Act::Answer { label: None, faq: None, pending }, by_rule("next_need"));
    }
}

/// A message that isn't clear: asked about, searched for, or admitted; in the end, people.
pub(super) fn unsure(turn: &mut Turn<'_>, heard: &Heard) {
    let likely: Vec<ChoiceValue> = match heard.reading.decision {
        Decision::Clarify => {
            let known = |label: &LabelId| Meta::of(label).is_none() && may_be_offered(turn, label);
            let labels = heard.reading.intents.iter().map(|ranked| &ranked.label).filter(|label| known(label));
            labels.take(OFFERED).cloned().map(ChoiceValue::Label).collect()
        }
        Decision::Accept | Decision::Reject => Vec::new(),
    };
    let (moment, among) = if likely.is_empty() {
        match turn.book.knowledge.decide(turn.lang(), turn.asked(heard), &turn.world.circumstances) {
            Verdict::Answer(found) => {
                if turn.talk.times_read(&found.faq) + 1 >= turn.script().escalation.repeats {
                    return handoff::hand_over(turn, escalation::Rule::Repeat, None, escalation::amount(heard));
                }
                if let Some(article) = turn.book.knowledge.answer(turn.lang(), &found.faq, &turn.world.circumstances) {
                    let spoken = reply::speak(turn, &["faq"], Some(article), &[]);
                    let about =
                        About { faq: Some(found.faq.clone()), score: Some(found.score), ..heard.about("knowledge.answer") };
                    return answer(turn, spoken, None, Some(found.faq), Vec::new(), about);
                }
                ("offer", Vec::new())
            }
            Verdict::Offer(found) => {
                ("offer", found.into_iter().take(OFFERED).map(|found| ChoiceValue::Faq(found.faq)).collect())
            }
            Verdict::Unknown => ("offer", Vec::new()),
        }
    } else {
        ("clarify", likely)
    };
    if let Some(rule) = escalation::called_by(turn, heard, Outcome::Lost) {
        return handoff::hand_over(turn, rule, None, escalation::amount(heard));
    }
    if among.is_empty() {
        return admit(turn, heard.about("admit"));
    }
    ask_which(turn, moment, among, heard.about(moment));
}

/// Asks which of these is meant.
pub(super) fn ask_which(turn: &mut Turn<'_>, moment: &str, among: Vec<ChoiceValue>, about: About) {
    let mut buttons = among.clone();
    buttons.extend([ChoiceValue::Other, ChoiceValue::Person]);
    let spoken = turn.spoken(moment, &[]);
    turn.reply(spoken, &buttons, Act::Clarify { among }, about);
}

pub(super) fn admit(turn: &mut Turn<'_>, about: About) {
    let spoken = turn.spoken("admit", &[]);
    turn.reply(spoken, &[ChoiceValue::Person], Act::Admit {}, About { rule: "admit".to_owned(), ..about });
}

/// The article that answers this label, in the variant for the buyer's order.
pub(super) fn article(turn: &Turn<'_>, label: &LabelId, text: &str) -> Option<(Found, String)> {
    let (knowledge, lang, circumstances) = (turn.book.knowledge, turn.lang(), &turn.world.circumstances);
    let found = knowledge.for_label(lang, label, turn.question(text), circumstances).or_else(|| {
        match knowledge.decide(lang, turn.question(text), circumstances) {
            Verdict::Answer(found) => Some(found),
            Verdict::Offer(_) | Verdict::Unknown => None,
        }
    })?;
    let article = knowledge.answer(lang, &found.faq, circumstances)?.to_owned();
    Some((found, article))
}

fn gather(turn: &mut Turn<'_>, card: &LabelCard, matter: Matter<'_>) {
    let Some(form) = card.form.as_ref().and_then(|id| turn.script().forms.get(id)) else {
        return without_article(turn, matter);
    };
    // A buyer who comes back to a matter that is filed hears how it stands; who insists may file again.
    let first = turn.talk.times(matter.label) == 0;
    let open = |of: Option<&LabelId>| of == Some(matter.label);
    if first && turn.talk.is_filed(matter.label) && case_standing(turn, matter.label, matter.about.clone(), open) {
        return;
    }
    let spoken = reply::of_label(turn, matter.label, None);
    if !spoken.text.is_empty() {
        let about = About { rule: "route.form".to_owned(), ..matter.about };
        turn.reply(spoken, &[], Act::Aside { label: Some(matter.label.clone()), faq: None }, about);
    }
    form::start(turn, matter.label, form, matter.pending);
}

/// A matter that the shop has nothing written about: its reply, and a person.
fn without_article(turn: &mut Turn<'_>, matter: Matter<'_>) {
    let offer = turn.line("person.offer", &[]);
    let spoken = turn.spoken("admit", &[]).and(&offer);
    let about = About { rule: "route.nothing".to_owned(), ..matter.about };
    turn.reply(spoken, &[ChoiceValue::Person], Act::OfferPerson { reason: "no_article".to_owned() }, about);
}

fn with_next_need(turn: &Turn<'_>, spoken: Spoken, pending: &[LabelId]) -> (Spoken, Vec<ChoiceValue>) {
    let Some(next) = pending.iter().find(|label| may_be_offered(turn, label)) else {
        return (spoken, Vec::new());
    };
    let button = ChoiceValue::Label(next.clone());
    let line = turn.line("next_need", &[("need", choices::label(turn, &button))]);
    let spoken = if spoken.text.is_empty() { Spoken { text: line, reply: None } } else { spoken.and(&line) };
    (spoken, vec![button])
}

/// A label that the shop has, and that isn't a danger: who is in one says so, and a guess at it would frighten.
fn may_be_offered(turn: &Turn<'_>, label: &LabelId) -> bool {
    turn.script().labels.contains_key(label) && !escalation::is_danger(turn, label)
}

/// The way back to a form that was put aside.
pub(super) fn drafts(turn: &Turn<'_>) -> Vec<ChoiceValue> {
    people::drafts(turn)
}
