//! What English-speaking buyers say to an offer of checks, and to a check.

/// A claim is wanted, not checks.
pub(super) const CLAIM: &[&str] = &[
    "file a claim",
    "file the claim",
    "file it",
    "make a claim",
    "straight to the claim",
    "go to the claim",
    "claim please",
    "skip the checks",
    "skip this",
    "no more checks",
    "stop checking",
    "open a case",
    "don't want to try",
    "no time for this",
    "rather not try",
];

/// What should become of the goods is decided.
pub(super) const DECIDED: &[&str] =
    &["refund", "return it", "return this", "send it back", "money back", "replacement", "replace it", "exchange", "repair"];

/// Everything was tried before.
pub(super) const TRIED_ALL: &[&str] =
    &["tried everything", "tried all", "already tried", "tried it all", "nothing works", "nothing helps", "nothing helped"];

/// The checks are wanted.
pub(super) const AGREE: &[&str] = &["let's", "try", "go ahead", "check", "troubleshoot", "start", "walk me"];

/// A check can't be done.
pub(super) const UNTRIED: &[&str] = &[
    "can't try",
    "cannot try",
    "can't do",
    "cannot do",
    "can't reach",
    "can't test",
    "can't check",
    "can't get to",
    "don't have",
    "do not have",
    "haven't got",
    "no other",
    "no spare",
    "no tools",
    "no second",
    "not at home",
    "unable to",
];

/// It is as before.
pub(super) const UNCHANGED: &[&str] = &[
    "still",
    "nothing",
    "no change",
    "no luck",
    "no difference",
    "no effect",
    "no good",
    "no use",
    "same",
    "didn't",
    "did not",
    "doesn't",
    "does not",
    "won't",
    "not working",
    "isn't working",
    "not fixed",
    "no response",
    "no joy",
    "fails",
    "failed",
    "keeps",
];

/// The fault is gone.
pub(super) const WORKS: &[&str] = &[
    "it works",
    "works now",
    "it's working",
    "is working",
    "working now",
    "works again",
    "working again",
    "fixed",
    "solved",
    "sorted",
    "that did it",
    "that did the trick",
    "that worked",
    "it worked",
    "it's on",
    "turns on",
    "turned on",
    "powers on",
    "connected",
    "it charges",
    "charging now",
    "it's charging",
    "no more noise",
    "no more leak",
    "no longer",
    "stopped leaking",
    "stopped rattling",
    "quiet now",
    "all good",
    "back to normal",
    "it helped",
];

/// It was done; that it is said at all tells that it was no use.
pub(super) const TRIED: &[&str] = &["tried that", "tried it", "tried this", "did that", "done that"];

/// A success that the rest of the sentence takes back.
pub(super) const BUT: &[&str] = &["but", "only", "for a moment", "for a second", "then"];

/// It will be done.
pub(super) const WAIT: &[&str] = &[
    "let me",
    "i'll try",
    "i will try",
    "trying",
    "one sec",
    "one moment",
    "give me a",
    "hold on",
    "wait",
    "okay",
    "ok",
    "sure",
    "will do",
];

/// How is it done?
pub(super) const HOW: &[&str] = &[
    "how do i",
    "how to",
    "how can i",
    "how long",
    "which one",
    "where is",
    "where's",
    "what do you mean",
    "don't understand",
    "don't know how",
    "not sure how",
];

/// The fault is back.
pub(super) const BACK: &[&str] = &[
    "happening again",
    "died again",
    "dropped again",
    "stopped again",
    "not working again",
    "off again",
    "it's back",
    "came back",
];

/// Directly before a phrase, they turn it round.
pub(super) const NOT: &[&str] = &["not ", "n't ", "don't ", "no ", "never ", "isn't "];
