//! Which guide fits a matter, and when none does.

use super::answer;
use crate::{
    base::LabelId,
    dialog::{
        script::{Form, Guide},
        turn::Turn,
        words,
    },
    text::normalise,
};

/// Topics in which a buyer has decided what should become of the goods.
const CLAIMS: [&str; 4] = ["return", "refund", "exchange", "repair"];
/// Directly before a danger's word, they say that there is none.
const NONE: [&str; 12] = ["没", "没有", "不", "未", "无", "并没", "no ", "not ", "isn't ", "n't ", "without ", "never "];

/// The guide for this matter and the form of its claim; none for who has been offered it, has filed, or wants no checks.
pub(super) fn fitting<'a>(turn: &Turn<'a>, label: &LabelId, text: &str, pending: &[LabelId]) -> Option<(&'a Guide, &'a Form)> {
    let script = turn.script();
    let guide = of(&script.guides, label, text)?;
    let form = guide.form.as_ref().or_else(|| script.labels.get(label)?.form.as_ref()).and_then(|id| script.forms.get(id))?;
    let offered = turn.talk.walks.iter().chain(turn.talk.walk()).any(|walk| walk.guide == guide.id);
    let begun = turn.talk.is_filed(label) || turn.talk.shelf.iter().any(|draft| draft.form == form.id && draft.label == *label);
    let decided = answer::wants_claim(text) || pending.iter().any(|label| is_claim(turn, label));
    (!offered && !begun && !decided).then_some((guide, form))
}

/// The first guide of the label that has a word of the message, else the first that fits any message.
fn of<'g>(guides: &'g [Guide], label: &LabelId, text: &str) -> Option<&'g Guide> {
    let text = normalise(text).text;
    let mut of_label = guides.iter().filter(|guide| guide.labels.contains(label));
    let named = of_label.clone().find(|guide| guide.words.iter().any(|word| words::mentions(&text, word)));
    named.or_else(|| of_label.find(|guide| guide.words.is_empty()))
}

/// The label of a danger that the message names.
pub(in crate::dialog) fn danger<'g>(guide: &'g Guide, text: &str) -> Option<&'g LabelId> {
    let text = normalise(text).text;
    let is_there = |word: &String| {
        text.match_indices(word.as_str()).any(|(at, _)| !NONE.iter().any(|none| text[..at].ends_with(none)))
            && words::mentions(&text, word)
    };
    guide.dangers.iter().find(|danger| danger.words.iter().any(is_there)).map(|danger| &danger.label)
}

/// Whether the label says what should become of the goods: no check is wanted any more.
pub(in crate::dialog) fn is_claim(turn: &Turn<'_>, label: &LabelId) -> bool {
    turn.script().labels.get(label).is_some_and(|card| CLAIMS.contains(&card.topic.as_str()))
}
