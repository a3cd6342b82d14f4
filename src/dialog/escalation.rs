//! When people are called: every rule in one table, every threshold from the shop.

use super::{
    manners, meta,
    script::{Escalation, LabelCard, Route},
    talk::Talk,
    turn::{Heard, Turn},
    words,
};
use crate::base::{LabelId, Money, Priority, SlotKind};

/// Why people are called. The first rule of the table that holds is the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    Urgent,
    Asked,
    Mood,
    Route,
    Money,
    Field,
    Repeat,
    Unclear,
    Stuck,
}

/// What the turn is about to come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Something useful, as far as is known.
    Open,
    /// Another question what is meant, or another admission.
    Lost,
    /// A value that a field can't take, for the so many'th time.
    Missed(u8),
}

/// What the rules look at.
struct Sight<'s> {
    talk: &'s Talk,
    limits: &'s Escalation,
    matter: Option<&'s LabelId>,
    card: Option<&'s LabelCard>,
    asked: bool,
    amount: Option<Money>,
    outcome: Outcome,
}

type Holds = fn(&Sight<'_>) -> bool;

const RULES: [(Rule, Holds); 9] = [
    (Rule::Urgent, |it| it.card.is_some_and(|card| card.priority == Priority::Urgent)),
    (Rule::Asked, |it| it.asked),
    (Rule::Mood, |it| is_hot(&it.talk.heats, it.limits)),
    (Rule::Route, |it| it.card.is_some_and(|card| card.route == Route::Human)),
    (Rule::Money, |it| it.amount > Some(it.limits.amount) && it.amount > it.talk.amount_raised && is_claim(it.matter)),
    (Rule::Field, |it| matches!(it.outcome, Outcome::Missed(times) if times > it.limits.field_misses)),
    (Rule::Repeat, |it| it.matter.is_some_and(|label| it.talk.times(label) + 1 >= it.limits.repeats)),
    (Rule::Unclear, |it| it.outcome == Outcome::Lost && it.talk.unclear + 1 >= it.limits.unclear),
    (Rule::Stuck, |it| {
        let again = it.matter.is_some_and(|label| it.talk.times(label) > 0);
        (again || it.outcome == Outcome::Lost) && it.talk.stalled >= it.limits.stuck_turns
    }),
];

impl Rule {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Rule::Urgent => "urgent",
            Rule::Asked => "asked",
            Rule::Mood => "mood",
            Rule::Route => "route",
            Rule::Money => "money",
            Rule::Field => "field",
            Rule::Repeat => "repeat",
            Rule::Unclear => "unclear",
            Rule::Stuck => "stuck",
        }
    }
}

/// The rule that calls people for what was just heard, if one does. None does for a no to people.
pub(super) fn called_by(turn: &Turn<'_>, heard: &Heard, outcome: Outcome) -> Option<Rule> {
    if turn.talk.person_offered && manners::declines(&heard.text) {
        return None;
    }
    let need = heard.need();
    let asked = words::ask_person(&heard.text) || need.is_some_and(|label| label.as_str() == meta::ASK_HUMAN);
    first(turn, need, asked, amount(heard), outcome)
}

/// The rule that calls people for a label that was tapped.
pub(super) fn called_by_label(turn: &Turn<'_>, label: &LabelId) -> Option<Rule> {
    first(turn, Some(label), false, None, Outcome::Open).filter(|rule| *rule != Rule::Mood)
}

/// A label that is never guessed at: who means it says so.
pub(super) fn is_danger(turn: &Turn<'_>, label: &LabelId) -> bool {
    turn.script().labels.get(label).is_some_and(|card| card.priority == Priority::Urgent)
}

/// Whether an amount given for a field calls people.
pub(super) fn is_large(turn: &Turn<'_>, amount: Money) -> bool {
    amount > turn.script().escalation.amount && Some(amount) > turn.talk.amount_raised
}

/// The largest amount in a message.
pub(super) fn amount(heard: &Heard) -> Option<Money> {
    heard.reading.slots.iter().filter(|slot| slot.kind == SlotKind::Amount).filter_map(|slot| Money::parse(&slot.value)).max()
}

fn first(turn: &Turn<'_>, need: Option<&LabelId>, asked: bool, amount: Option<Money>, outcome: Outcome) -> Option<Rule> {
    let matter = need.filter(|label| !meta::is_meta(label));
    let sight = Sight {
        talk: &turn.talk,
        limits: &turn.script().escalation,
        matter,
        card: matter.and_then(|label| turn.script().labels.get(label)),
        asked,
        amount,
        outcome,
    };
    RULES.iter().find(|(_, holds)| holds(&sight)).map(|(rule, _)| *rule)
}

/// Past the threshold, or risen by much over the last messages.
fn is_hot(heats: &[f32], limits: &Escalation) -> bool {
    match heats {
        [] => false,
        [only] => *only >= limits.heat,
        [first, .., last] => *last >= limits.heat || last - first >= limits.heat_rise,
    }
}

/// Prices that are asked about before buying are no money in play.
fn is_claim(matter: Option<&LabelId>) -> bool {
    matter.is_none_or(|label| !label.as_str().starts_with("presale."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialog::{fixture, talk::Answered};

    /// What a rule may look at, owned.
    struct Case {
        talk: Talk,
        matter: Option<LabelId>,
        asked: bool,
        amount: Option<Money>,
        outcome: Outcome,
    }

    #[track_caller]
    fn check(expected: Option<Rule>, change: impl FnOnce(&mut Case)) {
        let talk = Talk::new(fixture::conversation());
        let mut case = Case { talk, matter: None, asked: false, amount: None, outcome: Outcome::Open };
        change(&mut case);
        let Case { talk, matter, asked, amount, outcome } = case;
        let limits = fixture::script().escalation;
        let sight = Sight { talk: &talk, limits: &limits, matter: matter.as_ref(), card: None, asked, amount, outcome };
        assert_eq!(RULES.iter().find(|(_, holds)| holds(&sight)).map(|(rule, _)| *rule), expected);
    }

    #[test]
    fn each_rule_fires_at_its_threshold_and_not_before() {
        let yuan = |yuan| Some(Money::from_yuan(yuan));
        check(None, |_| {});
        check(Some(Rule::Asked), |it| it.asked = true);
        for (heats, rule) in [
            (vec![0.79], None),
            (vec![0.8], Some(Rule::Mood)),
            (vec![0.1, 0.2, 0.65], Some(Rule::Mood)),
            (vec![0.3, 0.2, 0.65], None),
        ] {
            check(rule, |it| it.talk.heats = heats);
        }
        check(None, |it| it.amount = yuan(2_000));
        check(Some(Rule::Money), |it| it.amount = yuan(2_001));
        check(None, |it| (it.amount, it.matter) = (yuan(9_000), Some("presale.compare".into())));
        check(None, |it| (it.amount, it.talk.amount_raised) = (yuan(3_000), yuan(3_000)));
        for (misses, rule) in [(3, None), (4, Some(Rule::Field))] {
            check(rule, |it| it.outcome = Outcome::Missed(misses));
        }
        for (times, rule) in [(1, None), (2, Some(Rule::Repeat))] {
            let label = LabelId::from("refund.not_arrived");
            check(rule, |it| {
                it.talk.answered = vec![Answered { label: Some(label.clone()), faq: None, times }];
                it.matter = Some(label);
            });
        }
        for (unclear, rule) in [(0, None), (1, Some(Rule::Unclear))] {
            check(rule, |it| (it.talk.unclear, it.outcome) = (unclear, Outcome::Lost));
        }
        for (stalled, rule) in [(2, None), (3, Some(Rule::Stuck))] {
            check(rule, |it| (it.talk.stalled, it.outcome) = (stalled, Outcome::Lost));
        }
    }
}
