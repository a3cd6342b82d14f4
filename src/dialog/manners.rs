//! Talk about the talk, outside a form: yes, no, thanks, how far is it, that was no use.

use super::{
    amend,
    escalation::{self, Outcome, Rule},
    form, handoff,
    meta::Meta,
    number, reply, serve,
    turn::{Heard, Turn},
    words,
};
use crate::base::{Act, ChoiceValue, FormId, LabelId};

/// Takes up what was left unfinished.
const GO_ON: [&str; 19] = [
    "继续",
    "继续填",
    "继续填写",
    "继续登记",
    "继续办",
    "接着",
    "接着填",
    "接着来",
    "接着办",
    "接着登记",
    "我要继续",
    "continue",
    "please continue",
    "go on",
    "carry on",
    "keep going",
    "resume",
    "continue the form",
    "let's continue",
];
/// Wants no person, beside a plain no.
const NO_PERSON: [&str; 23] = [
    "不转",
    "不用转",
    "不用人工",
    "不用转人工",
    "不要转",
    "不要人工",
    "不要转人工",
    "不需要人工",
    "不需要转人工",
    "先不用",
    "先不转",
    "别转",
    "不用给我转",
    "不用帮我转",
    "不用找人工",
    "不用叫人工",
    "不用客服",
    "不用麻烦",
    "no need",
    "no need thanks",
    "not now",
    "i'm fine",
    "no i'm fine",
];

/// The few words that mean the same whatever triage makes of them; `false` where the message is none of them.
pub(super) fn plain(turn: &mut Turn<'_>, heard: &Heard) -> bool {
    if turn.talk.person_offered && declines(&heard.text) {
        decline(turn, heard);
        return true;
    }
    draft(turn, &heard.text).is_some_and(|form| form::resume(turn, &form))
}

/// Says no to a person who was offered.
pub(super) fn declines(text: &str) -> bool {
    words::denies(text) || NO_PERSON.contains(&core(&words::bare(text)))
}

/// Without the small words that end a Chinese sentence.
fn core(bare: &str) -> &str {
    bare.trim_end_matches(['了', '吧', '啊', '呀', '哦'])
}

/// The form put aside that the words take up again: the one they name, else the last.
fn draft(turn: &Turn<'_>, text: &str) -> Option<FormId> {
    let bare = words::bare(text);
    let shelf = || turn.talk.shelf.iter().rev().filter_map(|draft| turn.script().forms.get(&draft.form));
    let lang = turn.lang();
    let named = || {
        shelf().find(|form| GO_ON.iter().any(|word| bare.starts_with(word)) && bare.contains(&form.name.get(lang).to_lowercase()))
    };
    let meant = if GO_ON.contains(&core(&bare)) { shelf().next() } else { named() };
    meant.map(|form| form.id.clone())
}

fn decline(turn: &mut Turn<'_>, heard: &Heard) {
    let spoken = turn.spoken("person.declined", &[]);
    let mut buttons = serve::drafts(turn);
    buttons.push(ChoiceValue::Person);
    let act = Act::Answer { label: None, faq: None, pending: turn.talk.pending.clone() };
    turn.reply(spoken, &buttons, act, heard.about("person.declined"));
}

/// Minds what the message wants done with the talk. `label` is absent where plain words told, not triage.
pub(super) fn mind(turn: &mut Turn<'_>, heard: &Heard, meta: Meta, label: Option<&LabelId>) {
    match meta {
        Meta::AskHuman => handoff::hand_over(turn, Rule::Asked, None, None),
        Meta::Affirm => affirm(turn, heard, label),
        Meta::Deny | Meta::Cancel if turn.talk.person_offered => decline(turn, heard),
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
        Meta::Correct => amend::ask_what(turn, heard),
        Meta::NumberOnly if number::mind(turn, heard) => {}
        Meta::Urge | Meta::HoldOn | Meta::NumberOnly | Meta::SwitchLanguage | Meta::Small => {
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
