//! The moments of the dialogue at which the bot speaks, and the variables each of them has.

/// A moment: its reply's id, and its variables beside the shop's facts.
pub(super) struct Moment {
    pub(super) id: &'static str,
    pub(super) variables: &'static [&'static str],
}

const FORM: &[&str] = &["form", "field", "prompt", "help", "value", "why", "summary", "done", "total"];
const CASE: &[&str] = &["case", "due"];
const CORRECTION: &[&str] = &["case", "due", "field", "value"];
const HANDOFF: &[&str] = &["position", "wait", "promised", "agent", "case"];
const GUIDE: &[&str] = &["guide", "total"];
const CHECK: &[&str] = &["guide", "total", "step", "check"];
const BUTTON: &[&str] = &["form"];
/// For a label's own reply, `<topic>.any` and `route.<route>`.
pub(super) const LABEL: &[&str] = &["label"];
/// For a ready sentence of an agent.
pub(super) const CANNED: &[&str] = &["agent"];

/// Every moment of every shop; each needs a reply in each language of the shop.
pub(super) const MOMENTS: &[Moment] = &[
    Moment { id: "greeting", variables: &[] },
    Moment { id: "faq", variables: &[] },
    Moment { id: "clarify", variables: &[] },
    Moment { id: "offer", variables: &[] },
    Moment { id: "admit", variables: &[] },
    Moment { id: "next_need", variables: &["need"] },
    Moment { id: "number.noted", variables: &["number"] },
    Moment { id: "form.start", variables: FORM },
    Moment { id: "form.field", variables: FORM },
    Moment { id: "form.propose", variables: FORM },
    Moment { id: "form.wrong", variables: FORM },
    Moment { id: "form.resume", variables: FORM },
    Moment { id: "form.confirm", variables: FORM },
    Moment { id: "form.drop", variables: FORM },
    Moment { id: "form.dropped", variables: FORM },
    Moment { id: "form.draft", variables: FORM },
    Moment { id: "form.changed", variables: FORM },
    Moment { id: "form.later", variables: FORM },
    Moment { id: "form.more", variables: FORM },
    Moment { id: "form.which", variables: FORM },
    Moment { id: "case.opened", variables: CASE },
    Moment { id: "case.in_progress", variables: CASE },
    Moment { id: "case.promised", variables: CASE },
    Moment { id: "case.resolved", variables: CASE },
    Moment { id: "case.reopened", variables: CASE },
    Moment { id: "case.corrected", variables: CORRECTION },
    Moment { id: "case.which", variables: CASE },
    Moment { id: "case.none", variables: &[] },
    Moment { id: "person.offer", variables: &[] },
    Moment { id: "person.declined", variables: &[] },
    Moment { id: "handoff.queued", variables: HANDOFF },
    Moment { id: "handoff.off_hours", variables: HANDOFF },
    Moment { id: "handoff.nobody", variables: HANDOFF },
    Moment { id: "handoff.urgent", variables: HANDOFF },
    Moment { id: "handoff.again", variables: HANDOFF },
    Moment { id: "handoff.waiting", variables: HANDOFF },
    Moment { id: "handoff.urgent_waiting", variables: HANDOFF },
    Moment { id: "handoff.later", variables: HANDOFF },
    Moment { id: "handoff.left", variables: HANDOFF },
    Moment { id: "handoff.expired", variables: HANDOFF },
    Moment { id: "handoff.joined", variables: HANDOFF },
    Moment { id: "handoff.returned", variables: HANDOFF },
    Moment { id: "safety", variables: &[] },
    Moment { id: "closed", variables: &[] },
    Moment { id: "rating.thanks", variables: &[] },
    Moment { id: "reopened", variables: &[] },
    Moment { id: "choice.person", variables: BUTTON },
    Moment { id: "choice.yes", variables: BUTTON },
    Moment { id: "choice.no", variables: BUTTON },
    Moment { id: "choice.skip", variables: BUTTON },
    Moment { id: "choice.later", variables: BUTTON },
    Moment { id: "choice.done", variables: BUTTON },
    Moment { id: "choice.other", variables: BUTTON },
    Moment { id: "choice.leave", variables: BUTTON },
    Moment { id: "choice.resume", variables: BUTTON },
    Moment { id: "route.faq", variables: LABEL },
    Moment { id: "route.form", variables: LABEL },
    Moment { id: "route.human", variables: LABEL },
    Moment { id: "route.chat", variables: LABEL },
];

/// The moments of a shop with guides; each needs a reply there.
pub(super) const GUIDE_MOMENTS: &[Moment] = &[
    Moment { id: "guide.offer", variables: GUIDE },
    Moment { id: "guide.check", variables: CHECK },
    Moment { id: "guide.again", variables: CHECK },
    Moment { id: "guide.wrong", variables: CHECK },
    Moment { id: "guide.solved", variables: GUIDE },
    Moment { id: "guide.unsolved", variables: &[] },
    Moment { id: "guide.straight", variables: &[] },
    Moment { id: "guide.left", variables: GUIDE },
    Moment { id: "choice.check", variables: &[] },
    Moment { id: "choice.claim", variables: &[] },
    Moment { id: "choice.works", variables: &[] },
    Moment { id: "choice.unchanged", variables: &[] },
    Moment { id: "choice.untried", variables: &[] },
];

/// The moment of this id.
pub(super) fn moment(id: &str) -> Option<&'static Moment> {
    all().find(|moment| moment.id == id)
}

/// Whether some moment sets a variable of this name, so that no fact may have it.
pub(super) fn is_variable(name: &str) -> bool {
    CANNED.contains(&name) || all().any(|moment| moment.variables.contains(&name))
}

fn all() -> impl Iterator<Item = &'static Moment> {
    MOMENTS.iter().chain(GUIDE_MOMENTS)
}
