//! What a buyer's words say to an offer of checks, and to a check.

use super::{en, zh};
use crate::{
    base::Finding,
    dialog::{form, words},
    text::normalise,
};

type Phrases = [&'static [&'static str]; 2];

const CLAIM: Phrases = [zh::CLAIM, en::CLAIM];
const DECIDED: Phrases = [zh::DECIDED, en::DECIDED];
const TRIED_ALL: Phrases = [zh::TRIED_ALL, en::TRIED_ALL];
const AGREE: Phrases = [zh::AGREE, en::AGREE];
const UNTRIED: Phrases = [zh::UNTRIED, en::UNTRIED];
const UNCHANGED: Phrases = [zh::UNCHANGED, en::UNCHANGED];
const WORKS: Phrases = [zh::WORKS, en::WORKS];
const TRIED: Phrases = [zh::TRIED, en::TRIED];
const BUT: Phrases = [zh::BUT, en::BUT];
const WAIT: Phrases = [zh::WAIT, en::WAIT];
const HOW: Phrases = [zh::HOW, en::HOW];
const BACK: Phrases = [zh::BACK, en::BACK];
const NOT: Phrases = [zh::NOT, en::NOT];

/// Words that answer a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dialog) enum Answer {
    Found(Finding),
    /// A claim instead, with what came of the check where that was said too.
    Claim(Option<Finding>),
    /// It will be done, or was, without a word of what came of it.
    Wait,
}

/// What the words say to a check; `None` where they are no answer.
pub(in crate::dialog) fn read(text: &str) -> Option<Answer> {
    let bare = bare(text);
    let decided = says(&bare, DECIDED) && form::is_brief(text) && !words::is_question(text);
    if says(&bare, CLAIM) || decided {
        return Some(Answer::Claim(finding(&bare).filter(|finding| *finding != Finding::Solved)));
    }
    if words::is_question(text) || bare.chars().count() > 48 && !text.is_ascii() {
        return None;
    }
    match bare.as_str() {
        "是" | "是的" | "对" | "对的" | "能" | "能了" | "可以" | "yes" | "yep" | "yeah" | "y" => {
            return Some(Answer::Found(Finding::Solved));
        }
        _ if words::denies(text) => return Some(Answer::Found(Finding::Unchanged)),
        _ if words::skips(text) => return Some(Answer::Found(Finding::Untried)),
        _ => {}
    }
    let waits = || form::is_brief(text) && (says(&bare, WAIT) || is_done(&bare) || words::affirms(text));
    finding(&bare).map(Answer::Found).or_else(|| waits().then_some(Answer::Wait))
}

/// Wants the checks that are offered.
pub(in crate::dialog) fn agrees(text: &str) -> bool {
    let bare = bare(text);
    let declines = || says(&bare, CLAIM) || has(&bare, TRIED_ALL) || says(&bare, DECIDED);
    words::affirms(text) || (form::is_brief(text) && says(&bare, AGREE) && !declines())
}

/// Has tried everything, or knows what should become of the goods.
pub(in crate::dialog) fn wants_claim(text: &str) -> bool {
    let bare = bare(text);
    says(&bare, CLAIM) || has(&bare, TRIED_ALL) || (says(&bare, DECIDED) && !words::is_question(text))
}

pub(in crate::dialog) fn asks_how(text: &str) -> bool {
    form::is_brief(text) && has(&bare(text), HOW)
}

/// After the checks: a claim is wanted after all, or the fault that was gone is back.
pub(super) fn comes_back(text: &str, solved: bool) -> bool {
    let bare = bare(text);
    form::is_brief(text) && !words::is_question(text) && (says(&bare, CLAIM) || (solved && has(&bare, BACK)))
}

fn finding(bare: &str) -> Option<Finding> {
    match () {
        () if says(bare, UNTRIED) => Some(Finding::Untried),
        () if has(bare, UNCHANGED) => Some(Finding::Unchanged),
        () if works(bare) => Some(Finding::Solved),
        () if says(bare, TRIED) => Some(Finding::Unchanged),
        () => None,
    }
}

fn works(bare: &str) -> bool {
    says(bare, WORKS) && !has(bare, BUT) && !is_done(bare)
}

/// 「插好了」: no word of what came of it.
fn is_done(bare: &str) -> bool {
    bare.match_indices("好了").any(|(at, _)| zh::DONE.iter().any(|done| bare[..at].ends_with(done)))
        || matches!(bare, "done" | "did it" | "做完了" | "弄完了")
}

fn bare(text: &str) -> String {
    words::bare(&normalise(text).text)
}

fn has(bare: &str, phrases: Phrases) -> bool {
    phrases.concat().iter().any(|phrase| words::mentions(bare, phrase))
}

/// One of the phrases, and nothing before it that turns it round.
fn says(bare: &str, phrases: Phrases) -> bool {
    let turned = |at: usize| NOT.concat().iter().any(|not| bare[..at].ends_with(not));
    let said = |phrase: &str| words::mentions(bare, phrase) && bare.match_indices(phrase).any(|(at, _)| !turned(at));
    phrases.concat().into_iter().any(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hears_what_came_of_a_check() {
        let found = |finding| Some(Answer::Found(finding));
        for (text, answer) in [
            ("好了", found(Finding::Solved)),
            ("好了，能用了！", found(Finding::Solved)),
            ("換了插座，亮了", found(Finding::Solved)),
            ("可以了谢谢", found(Finding::Solved)),
            ("不漏了", found(Finding::Solved)),
            ("是的", found(Finding::Solved)),
            ("it works now", found(Finding::Solved)),
            ("That fixed it, thanks", found(Finding::Solved)),
            ("还是不行", found(Finding::Unchanged)),
            ("還是不行", found(Finding::Unchanged)),
            ("试过了没用", found(Finding::Unchanged)),
            ("试过了", found(Finding::Unchanged)),
            ("没有", found(Finding::Unchanged)),
            ("好了一会又不行了", found(Finding::Unchanged)),
            ("不行了", found(Finding::Unchanged)),
            ("换了插座试了半天还是一点反应都没有", found(Finding::Unchanged)),
            ("still nothing", found(Finding::Unchanged)),
            ("didn't help", found(Finding::Unchanged)),
            ("nope", found(Finding::Unchanged)),
            ("没工具试不了", found(Finding::Untried)),
            ("手边没别的插座", found(Finding::Untried)),
            ("跳过", found(Finding::Untried)),
            ("I don't have another cable", found(Finding::Untried)),
            ("直接报修吧", Some(Answer::Claim(None))),
            ("还是不行，直接登记吧", Some(Answer::Claim(Some(Finding::Unchanged)))),
            ("不试了，给我退货", Some(Answer::Claim(None))),
            ("just file a claim", Some(Answer::Claim(None))),
            ("好的", Some(Answer::Wait)),
            ("我试试", Some(Answer::Wait)),
            ("插好了", Some(Answer::Wait)),
            ("ok let me try", Some(Answer::Wait)),
            ("亮了一下", None),
            ("退货运费谁出？", None),
            ("怎么弄", None),
            ("先不报修", None),
            ("what do you mean", None),
        ] {
            assert_eq!(read(text), answer, "{text}");
        }
    }

    #[test]
    fn hears_who_wants_no_checks() {
        for text in [
            "插座都换过了，该试的都试了",
            "充不进电，我要退货",
            "开不了机，直接报修",
            "I tried everything and it won't turn on",
            "It won't charge, I want a refund",
        ] {
            assert!(wants_claim(text), "{text}");
        }
        for text in ["插上电没反应", "充不进电怎么办", "能不能不退货就修好", "my robot won't turn on", "连不上wifi"]
        {
            assert!(!wants_claim(text), "{text}");
        }
    }

    #[test]
    fn hears_a_yes_to_the_checks() {
        for text in ["好", "一起看看吧", "先试试", "行", "let's try", "yes please", "ok"] {
            assert!(agrees(text), "{text}");
        }
        for text in ["不试了", "直接登记", "都试过了", "不用了", "no thanks", "退货运费谁出"] {
            assert!(!agrees(text), "{text}");
        }
    }
}
