//! What was talked about when a message comes: a short follow-up is understood with it.

use super::{meta, phase::Phase, talk::Talk, turn::Turn, words};
use crate::base::LabelId;

/// The label that a message may be a follow-up to; none for an answer to what the bot has just asked.
pub(super) fn of(turn: &Turn<'_>, text: &str) -> Option<LabelId> {
    let Talk { phase, read, matter, .. } = &turn.talk;
    let filling = turn.talk.filling();
    let answers = matches!(phase, Phase::Clarifying { .. }) || (filling.is_some() && !words::is_question(text));
    if answers || gives_way(text) {
        return None;
    }
    let article = read.as_ref().and_then(|faq| turn.book.knowledge.article(turn.lang(), faq));
    let of_article = article.and_then(|article| article.intents.iter().find(|label| !meta::is_meta(label)));
    let of_form = filling.map(|filling| &filling.label);
    of_article.or(matter.as_ref()).or(of_form).cloned()
}

/// 「那好」, 「那算了」: a yes, a no or an end, though it opens as a follow-up does.
fn gives_way(text: &str) -> bool {
    let bare = words::bare(text);
    let rest = bare.trim_start_matches('那').trim_start_matches('就');
    words::is_reply(rest) || words::stops(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_yes_is_no_follow_up() {
        for (text, expect) in
            [("那好吧。", true), ("那算了", true), ("那就不用了", true), ("那运费呢？", false), ("Never mind", true)]
        {
            assert_eq!(gives_way(text), expect, "{text}");
        }
    }
}
