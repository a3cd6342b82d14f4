//! The whole file, as it is put before a person; and the promise where no person is there.

use std::collections::BTreeMap;

use super::{
    dossier,
    escalation::Rule,
    meta,
    phase::waiting,
    reply,
    talk::Offer,
    turn::{Turn, by_rule},
};
use crate::{
    base::{
        Act, CaseFact, CaseId, CaseState, Fact, FieldId, HandoffFact, LabelId, Lang, Money, Party, Priority, Skill, SlotKind,
        Timestamp,
    },
    case,
};

/// The case that stands for a promise to answer, without a form.
pub(super) const CONTACT: &str = "contact";
/// The reason of an offer made again because the agent who took it said nothing.
pub(super) const AGAIN: &str = "agent_silent";

/// Calls people: what must be said first, the file, the place in line or the promise.
pub(super) fn hand_over(turn: &mut Turn<'_>, rule: Rule, label: Option<&LabelId>, amount: Option<Money>) {
    hand_over_with(turn, rule, label, amount, BTreeMap::new());
}

/// The same, with values that were given in this very turn.
pub(super) fn hand_over_with(
    turn: &mut Turn<'_>,
    rule: Rule,
    label: Option<&LabelId>,
    amount: Option<Money>,
    given: BTreeMap<FieldId, String>,
) {
    let matter = label.filter(|label| !meta::is_meta(label)).cloned().or_else(|| subject(turn));
    if let (Rule::Urgent | Rule::Route, Some(label)) = (rule, &matter) {
        say_first(turn, rule, label);
    }
    let priority = priority(turn, rule, matter.as_ref());
    let skill = matter.as_ref().and_then(|label| turn.script().labels.get(label)).map(|card| card.topic.clone());
    let amount = amount.or_else(|| turn.talk.known(SlotKind::Amount).and_then(|known| Money::parse(&known.value)));
    offer(
        turn,
        Offered {
            reason: rule.reason(),
            skill: skill.unwrap_or_else(|| Skill::from("service")),
            label: matter,
            priority,
            amount,
            given,
            due_at: None,
        },
    );
}

/// An offer to people, before its file is written.
pub(super) struct Offered {
    pub reason: &'static str,
    pub skill: Skill,
    pub label: Option<LabelId>,
    pub priority: Priority,
    pub amount: Option<Money>,
    /// Values given in this turn.
    pub given: BTreeMap<FieldId, String>,
    /// When a person should have answered, where that was said before.
    pub due_at: Option<Timestamp>,
}

/// Writes the handoff and what follows it: the place in line in service hours, a case with a promise outside them.
pub(super) fn offer(turn: &mut Turn<'_>, offered: Offered) {
    let Offered { reason, skill, label, priority, amount, given, due_at } = offered;
    let script = turn.script();
    let (now, open) = (turn.now(), script.hours.open_at(turn.now()));
    let promise = script.due_at(priority, now);
    let due_at = due_at.map_or(promise, |first| first.min(promise));
    let promised_at = (!open).then_some(promise);
    let (filled, missing) = dossier::file(turn, label.as_ref(), given);
    let case = contact(turn, label.clone(), priority, promise, &filled);
    let text = told(turn, reason, priority, promise, &case.id);
    let summary = dossier::summary(turn, label.as_ref(), &filled);
    let checks = turn.talk.checks(label.as_ref());
    let tried = turn.talk.tried.clone();
    let fact = HandoffFact {
        reason: reason.to_owned(),
        skill,
        priority,
        summary,
        label,
        filled,
        missing,
        checks,
        tried,
        due_at,
        promised_at,
        text,
        amount,
    };
    turn.note(Party::System, Fact::Handoff(Box::new(fact)));
    if !open {
        turn.note(Party::System, Fact::Case(Box::new(case)));
    }
    if is_staffed(turn, priority) {
        let (ahead, wait_s) = expected(turn, priority);
        turn.note(Party::System, Fact::Queued { position: ahead.saturating_add(1), wait_s });
    }
}

/// What the buyer reads with the offer.
fn told(turn: &Turn<'_>, reason: &str, priority: Priority, promise: Timestamp, case: &CaseId) -> String {
    let script = turn.script();
    let moment = match (priority, script.hours.open_at(turn.now()), turn.world.agents) {
        (Priority::Urgent, ..) => "handoff.urgent",
        (_, false, _) => "handoff.off_hours",
        (_, true, 0) => "handoff.nobody",
        (_, true, _) => "handoff.queued",
    };
    let since = turn.talk.handoff().filter(|_| reason == AGAIN).map_or(turn.now(), |offer| offer.since);
    let claimed_by = waiting::claimed_by(since, turn.now(), &script.escalation);
    let promised = if moment == "handoff.nobody" { claimed_by } else { promise };
    let (ahead, wait_s) = expected(turn, priority);
    let variables = [
        ("position", ahead.to_string()),
        ("wait", wait_s.div_ceil(60).to_string()),
        ("promised", when(turn, promised)),
        ("case", case.to_string()),
    ];
    match (reason, moment) {
        (AGAIN, "handoff.queued") => turn.line("handoff.again", &variables),
        (AGAIN, _) => format!("{}\n\n{}", turn.line("handoff.again", &variables), turn.line(moment, &variables)),
        _ => turn.line(moment, &variables),
    }
}

/// How it stands with a buyer who waits: the place, where people are there; else when there will be an answer.
pub(super) fn place(turn: &Turn<'_>, offer: &Offer) -> (&'static str, Vec<(&'static str, String)>) {
    if is_staffed(turn, offer.fact.priority) {
        let (ahead, wait_s) = expected(turn, offer.fact.priority);
        return ("handoff.waiting", vec![("position", ahead.to_string()), ("wait", wait_s.div_ceil(60).to_string())]);
    }
    let promised = offer.fact.promised_at.filter(|at| *at > turn.now());
    let promised = promised.unwrap_or_else(|| waiting::deadline(offer, &turn.script().escalation));
    ("handoff.later", vec![("promised", when(turn, promised))])
}

/// Whether people take what has this priority now.
fn is_staffed(turn: &Turn<'_>, priority: Priority) -> bool {
    turn.world.agents > 0 && (priority == Priority::Urgent || turn.script().hours.open_at(turn.now()))
}

/// How many come before, and the seconds until it is this one's turn.
fn expected(turn: &Turn<'_>, priority: Priority) -> (u32, u32) {
    let ahead = turn.world.ahead.of(priority);
    (ahead, turn.script().clocks.expected_wait(ahead.saturating_add(1), turn.world.agents))
}

/// Nobody came: the bot takes the conversation back, and a case carries the promise on.
pub(super) fn expire(turn: &mut Turn<'_>) {
    let Some(offer) = turn.talk.handoff().cloned() else { return };
    let promised_at = turn.script().due_at(offer.fact.priority, turn.now());
    turn.note(Party::System, Fact::Expired { promised_at });
    let case = contact(turn, offer.fact.label, offer.fact.priority, promised_at, &offer.fact.filled);
    let variables = [("case", case.id.to_string()), ("promised", when(turn, promised_at))];
    turn.note(Party::System, Fact::Case(Box::new(case)));
    let spoken = turn.spoken("handoff.expired", &variables);
    turn.reply(spoken, &[], Act::Aside { label: None, faq: None }, by_rule("handoff.expired"));
}

/// A case for what an agent has promised, where none was filed.
pub(super) fn promise(turn: &Turn<'_>) -> CaseFact {
    let fact = turn.talk.handoff().map(|offer| &offer.fact);
    let label = fact.and_then(|fact| fact.label.clone()).or_else(|| turn.talk.matter.clone());
    let priority = fact.map_or(Priority::Medium, |fact| fact.priority);
    let due_at = turn.script().due_at(priority, turn.now());
    let fields = fact.map(|fact| fact.filled.clone()).unwrap_or_default();
    let mut case = contact(turn, label, priority, due_at, &fields);
    case.state = CaseState::InProgress;
    case.text = turn.line("case.promised", &[("case", case.id.to_string()), ("due", when(turn, due_at))]);
    case
}

/// The number of this conversation's next case.
pub(super) fn case_number(turn: &Turn<'_>) -> CaseId {
    let ordinal = u32::try_from(turn.talk.cases.len()).unwrap_or(u32::MAX - 1) + 1;
    case::number(turn.talk.conversation, ordinal, turn.now().in_zone(&turn.script().hours.zone).date())
}

/// A moment as buyers read it: `今天 22:30`, `22 Nov, 09:30`.
pub(super) fn when(turn: &Turn<'_>, at: Timestamp) -> String {
    let zone = &turn.script().hours.zone;
    let (day, today) = (at.in_zone(zone), turn.now().in_zone(zone).date());
    let clock = format!("{:02}:{:02}", day.hour(), day.minute());
    let day = day.date();
    match (turn.lang(), day == today, today.tomorrow().is_ok_and(|tomorrow| day == tomorrow)) {
        (Lang::Zh, true, _) => format!("今天 {clock}"),
        (Lang::Zh, _, true) => format!("明天 {clock}"),
        (Lang::Zh, _, _) => format!("{}月{}日 {clock}", day.month(), day.day()),
        (Lang::En, true, _) => format!("{clock} today"),
        (Lang::En, _, true) => format!("{clock} tomorrow"),
        (Lang::En, _, _) => format!("{clock} on {}", day.strftime("%-d %b")),
    }
}

/// Safety words, or what the shop says to this label, before it is passed on.
fn say_first(turn: &mut Turn<'_>, rule: Rule, label: &LabelId) {
    let spoken = match rule {
        Rule::Urgent => reply::speak(turn, &[label.as_str(), "safety"], None, &[]),
        _ => reply::of_label(turn, label, None),
    };
    if !spoken.text.is_empty() {
        let mut about = by_rule(if rule == Rule::Urgent { "escalate.urgent" } else { "route.human" });
        about.intent = Some(label.clone());
        turn.reply(spoken, &[], Act::Aside { label: Some(label.clone()), faq: None }, about);
    }
}

/// What the conversation is about, where the last message doesn't say.
fn subject(turn: &Turn<'_>) -> Option<LabelId> {
    turn.talk.filling().map(|filling| filling.label.clone()).or_else(|| turn.talk.matter.clone())
}

/// The label's, raised by the reason. Danger stays danger.
fn priority(turn: &Turn<'_>, rule: Rule, label: Option<&LabelId>) -> Priority {
    let of = |label: &LabelId| turn.script().labels.get(label).map(|card| card.priority);
    let own = label.and_then(of).unwrap_or(Priority::Medium);
    let least = match rule {
        Rule::Urgent => Priority::Urgent,
        Rule::Mood | Rule::Money => Priority::High,
        Rule::Asked => of(&LabelId::from(meta::ASK_HUMAN)).unwrap_or(Priority::Medium),
        Rule::Route => own,
        Rule::Field | Rule::Repeat | Rule::Unclear | Rule::Stuck => Priority::Medium,
    };
    own.min(least)
}

/// The promise as a case: the open one of this conversation, or a new one.
fn contact(
    turn: &Turn<'_>,
    label: Option<LabelId>,
    priority: Priority,
    due_at: Timestamp,
    fields: &BTreeMap<FieldId, String>,
) -> CaseFact {
    let open = turn.talk.cases.iter().find(|case| case.form.as_str() == CONTACT && case.state == CaseState::Open);
    let id = open.map_or_else(|| case_number(turn), |case| case.id.clone());
    let text = turn.line("case.opened", &[("case", id.to_string()), ("due", when(turn, due_at))]);
    let checks = turn.talk.checks(label.as_ref());
    CaseFact {
        id,
        form: CONTACT.into(),
        label,
        state: CaseState::Open,
        priority,
        due_at,
        fields: fields.clone(),
        missing: Vec::new(),
        checks,
        text,
    }
}
