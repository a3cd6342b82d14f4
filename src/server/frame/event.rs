//! An event as a page sees it. The buyer and the desk see the same events; the desk sees more of each.

use serde::Serialize;

use super::{
    PartyWord,
    buyer::OwnerIs,
    card::{AboutFacts, AgentCard, CaseCard, ChoiceButton, FormStep, HandoffCard, QueuePlace, RatingCard, ReadingFacts},
    shown::View,
};
use crate::{
    base::{Act, Event, Fact, Party, Seq},
    server::said::as_sent,
};

/// For whom an event is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Buyer,
    Desk,
    /// The desk's lists: what the desk sees, private values masked.
    List,
}

/// An event of the log. Keys beside the first five come where they apply.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct WireEvent<'a> {
    pub seq: Seq,
    /// Milliseconds since 1970.
    pub at: i64,
    pub from: PartyWord,
    pub kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
    /// The id under which its sender sent it; only its sender gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'a str>,
    /// The value of the choice that the buyer tapped; `text` is its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<ChoiceButton>>", optional))]
    pub choices: Vec<ChoiceButton>,
    /// Why the bot said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<AboutFacts<'a>>,
    /// What the bot read in the buyer's words. The desk's only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<ReadingFacts<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<FormStep<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseCard<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handoff: Option<HandoffCard<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueuePlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentCard<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingCard<'a>>,
    /// Who may speak from here on, where this event changes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerIs>,
    /// On a notice that changes the owner: what happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// On a closed conversation, the desk's only: how it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'a str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    File,
    Form,
    Case,
    Handoff,
    Queue,
    Agent,
    Rating,
    Notice,
    Closed,
}

/// Why the owner changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// The buyer left the queue.
    Left,
    /// An agent gave the conversation back.
    Returned,
    /// The buyer wrote after the end.
    Reopened,
    /// Nobody came in time; the case goes on.
    Expired,
}

impl<'a> WireEvent<'a> {
    pub fn of(event: &'a Event, view: View<'a>) -> WireEvent<'a> {
        let desk = view.reader == Reader::Desk;
        let sender = if desk { Party::Agent } else { Party::Buyer };
        let blank = WireEvent {
            seq: event.seq,
            at: event.at.0,
            from: event.from.into(),
            kind: Kind::Text,
            text: None,
            id: event.client.as_ref().filter(|_| event.from == sender).map(as_sent),
            choice: None,
            choices: Vec::new(),
            about: None,
            reading: None,
            form: None,
            case: None,
            handoff: None,
            queue: None,
            agent: None,
            rating: None,
            owner: None,
            change: None,
            outcome: None,
        };
        let to_bot = |blank, change| WireEvent { kind: Kind::Notice, change: Some(change), owner: Some(OwnerIs::Bot), ..blank };
        match &event.fact {
            Fact::Said { text, reading } => {
                WireEvent { text: Some(text), reading: reading.as_deref().filter(|_| desk).map(ReadingFacts::of), ..blank }
            }
            Fact::Chose { value, label } => WireEvent { text: Some(label), choice: Some(value.to_string()), ..blank },
            Fact::Replied { text, choices, about, act, .. } => {
                let form = match act {
                    Act::Ask { ask, .. } => Some(FormStep::of(ask, view)),
                    _ => None,
                };
                WireEvent {
                    kind: if form.is_some() { Kind::Form } else { Kind::Text },
                    text: Some(text),
                    choices: choices.iter().map(ChoiceButton::from).collect(),
                    about: about.as_deref().map(AboutFacts::of),
                    form,
                    ..blank
                }
            }
            Fact::Notice { text } => WireEvent { kind: Kind::Notice, text: Some(text), ..blank },
            Fact::Case(case) => {
                WireEvent { kind: Kind::Case, text: Some(&case.text), case: Some(CaseCard::of(case, view)), ..blank }
            }
            Fact::Handoff(handoff) => WireEvent {
                kind: Kind::Handoff,
                text: Some(&handoff.text),
                handoff: Some(HandoffCard::of(handoff, view)),
                owner: Some(OwnerIs::Queue),
                ..blank
            },
            Fact::Queued { position, wait_s } => {
                WireEvent { kind: Kind::Queue, queue: Some(QueuePlace { position: *position, wait_s: *wait_s }), ..blank }
            }
            Fact::Left {} => to_bot(blank, Change::Left),
            Fact::Joined { agent, name } => WireEvent {
                kind: Kind::Agent,
                agent: Some(AgentCard { name: Some(name), id: desk.then_some(agent.as_str()) }),
                owner: Some(OwnerIs::Agent),
                ..blank
            },
            Fact::AgentSaid { agent, text } => {
                WireEvent { text: Some(text), agent: desk.then_some(AgentCard { name: None, id: Some(agent.as_str()) }), ..blank }
            }
            Fact::Returned { agent: Some(_) } => to_bot(blank, Change::Returned),
            Fact::Returned { agent: None } => to_bot(blank, Change::Reopened),
            Fact::Expired { .. } => to_bot(blank, Change::Expired),
            Fact::Closed { outcome, .. } => WireEvent {
                kind: Kind::Closed,
                owner: Some(OwnerIs::Closed),
                outcome: outcome.as_deref().filter(|_| desk),
                ..blank
            },
            Fact::Rated { result, speed, attitude, comment } => WireEvent {
                kind: Kind::Rating,
                rating: Some(RatingCard { result: *result, speed: *speed, attitude: *attitude, comment: comment.as_deref() }),
                ..blank
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use serde_json::{Value, json};

    use super::*;
    use crate::{
        base::{
            Bilingual, CaseFact, CaseState, Choice, ChoiceValue, ClientId, Decision, FieldAsk, HandoffFact, Lang, Money, Mood,
            Priority, Ranked, Reading, Slot, SlotKind, Timestamp, Tried,
        },
        dialog::{Clocks, Escalation, Field, FieldKind, FieldOption, Form, Hours, LabelCard, Replies, Route, Script, When},
    };

    fn script() -> Script {
        let words = Bilingual::default;
        let name = |zh: &str, en: &str| Bilingual { zh: zh.into(), en: en.into() };
        let field = |id: &str, kind, zh, en| Field {
            id: id.into(),
            kind,
            required: true,
            name: name(zh, en),
            words: vec![],
            prompt: words(),
            help: words(),
            options: vec![],
            when: vec![],
            masked: false,
            min: None,
            max: None,
        };
        let broken = FieldOption { value: "broken".into(), name: name("破了", "broken thing"), words: vec![] };
        let fields = vec![
            Field { options: vec![broken], ..field("what", FieldKind::Choice, "问题", "problem") },
            Field { masked: true, ..field("phone", FieldKind::Phone, "电话", "phone number") },
            field("photos", FieldKind::Photos, "照片", "photos"),
            Field {
                when: vec![When { field: "what".into(), is: vec!["lost".into()] }],
                ..field("place", FieldKind::Text, "地方", "place")
            },
        ];
        let card = LabelCard {
            name: words(),
            choice: words(),
            priority: Priority::Medium,
            route: Route::Form,
            form: Some("claim".into()),
            topic: "quality".into(),
        };
        Script {
            shop: words(),
            default_lang: Lang::Zh,
            labels: HashMap::from([("quality.broken".into(), card)]),
            guides: Vec::new(),
            forms: HashMap::from([("claim".into(), Form { id: "claim".into(), name: words(), fields })]),
            replies: Replies::default(),
            escalation: Escalation {
                stuck_turns: 3,
                repeats: 3,
                unclear: 2,
                heat: 0.8,
                heat_rise: 0.5,
                amount: Money::from_yuan(2000),
                field_misses: 3,
                claim_minutes: 15,
                silent_minutes: 5,
            },
            hours: Hours { zone: jiff::tz::TimeZone::UTC, week: Default::default(), days: BTreeMap::new() },
            clocks: Clocks { urgent: 10, high: 30, medium: 60, low: 240, minutes_per_buyer: 3 },
        }
    }

    /// The keys after seq, at and from; the buyer reads Chinese, the desk English.
    #[track_caller]
    fn check(from: Party, fact: Fact, buyer: Value, desk: Value) {
        let event = Event { seq: 3, at: Timestamp(1000), from, client: Some(ClientId::from("c1")), fact };
        let script = script();
        for (reader, lang, want) in [(Reader::Buyer, Lang::Zh, buyer), (Reader::Desk, Lang::En, desk)] {
            let mut got = serde_json::to_value(WireEvent::of(&event, View { reader, lang, script: &script })).unwrap();
            let got = got.as_object_mut().unwrap();
            assert_eq!(got.remove("seq"), Some(json!(3)));
            assert_eq!(got.remove("at"), Some(json!(1000)));
            got.remove("from").unwrap();
            assert_eq!(Value::Object(got.clone()), want, "for the {reader:?}");
        }
    }

    #[test]
    fn shows_the_desk_more_than_the_buyer() {
        let reading = Reading {
            lang: Lang::Zh,
            intents: vec![Ranked { label: "logistics.stuck".into(), p: 0.5 }],
            decision: Decision::Accept,
            looked_again: false,
            topic: None,
            needs: vec![],
            mood: Mood::CALM,
            slots: vec![Slot { kind: SlotKind::OrderNo, value: "QH7201".into(), start: 0, end: 6 }],
            hits: vec![],
        };
        check(
            Party::Buyer,
            Fact::Said { text: "嗨".into(), reading: Some(Box::new(reading)) },
            json!({"kind": "text", "text": "嗨", "id": "c1"}),
            json!({"kind": "text", "text": "嗨", "reading":
                {"decision": "accept", "intents": [{"label": "logistics.stuck", "p": 0.5}], "mood": "calm", "degree": 0.0,
                "slots": [{"kind": "order_no", "value": "QH7201"}]}}),
        );
        check(
            Party::Agent,
            Fact::AgentSaid { agent: "mei".into(), text: "在的".into() },
            json!({"kind": "text", "text": "在的"}),
            json!({"kind": "text", "text": "在的", "id": "c1", "agent": {"id": "mei"}}),
        );
        let case = CaseFact {
            id: "C-1".into(),
            form: "claim".into(),
            label: Some("quality.broken".into()),
            state: CaseState::Open,
            priority: Priority::High,
            due_at: Timestamp(9),
            fields: BTreeMap::from([("phone".into(), "13800138000".into()), ("what".into(), "broken".into())]),
            missing: vec!["photos".into()],
            checks: vec![],
            text: "ok".into(),
        };
        let shown = |what, thing, phone, number| json!([{"field": "what", "name": what, "value": thing}, {"field": "phone", "name": phone, "value": number}]);
        check(
            Party::System,
            Fact::Case(Box::new(case)),
            json!({"kind": "case", "text": "ok", "case": {"id": "C-1", "kind": "claim", "state": "open", "priority": "high", "due_at": 9,
                "fields": {"phone": "13****00", "what": "broken"}, "shown": shown("问题", "破了", "电话", "13****00"),
                "missing": ["photos"]}}),
            json!({"kind": "case", "text": "ok", "case": {"id": "C-1", "kind": "claim", "intent": "quality.broken", "state": "open",
                "priority": "high", "due_at": 9, "fields": {"phone": "13800138000", "what": "broken"},
                "shown": shown("problem", "broken thing", "phone number", "13800138000"), "missing": ["photos"]}}),
        );
    }

    #[test]
    fn names_what_is_known_and_missing_by_the_form_of_the_matter() {
        let handoff = HandoffFact {
            reason: "asked".into(),
            skill: "return".into(),
            priority: Priority::Urgent,
            summary: "wants a person; known: phone: 13****00.".into(),
            label: Some("quality.broken".into()),
            filled: BTreeMap::from([("phone".into(), "13800138000".into()), ("else".into(), "x".into())]),
            missing: vec!["of another form".into()],
            checks: vec![],
            tried: vec![Tried { seq: 2, rule: "clarify".into(), intent: None, faq: None, confidence: None }],
            due_at: Timestamp(7),
            promised_at: None,
            text: "a person comes".into(),
            amount: Some(Money(1250)),
        };
        check(
            Party::System,
            Fact::Handoff(Box::new(handoff)),
            json!({"kind": "handoff", "text": "a person comes", "owner": "queue",
                "handoff": {"reason": "asked", "skill": "return", "priority": "urgent", "due_at": 7}}),
            json!({"kind": "handoff", "text": "a person comes", "owner": "queue",
                "handoff": {"reason": "asked", "skill": "return", "priority": "urgent", "due_at": 7,
                    "summary": "wants a person; known: phone number 13****00.", "intent": "quality.broken",
                    "fields": {"phone": "13800138000", "else": "x"}, "form": "claim", "shown": [{"field": "phone", "name": "phone number", "value": "13800138000"},
                        {"field": "else", "name": "else", "value": "x"}],
                    "missing": ["what", "photos"], "tried": [{"seq": 2, "rule": "clarify"}], "amount": "12.50"}}),
        );
    }

    #[test]
    fn names_every_kind_as_the_contract_does() {
        #[track_caller]
        fn same(fact: Fact, want: Value) {
            check(Party::System, fact, want.clone(), want);
        }
        let ask = FieldAsk {
            form: "claim".into(),
            label: "quality.broken".into(),
            field: "phone".into(),
            input: "phone".into(),
            required: true,
            done: 1,
            total: 4,
        };
        let act = Act::Ask { ask, filled: BTreeMap::new(), misses: 0, proposed: None, pending: vec![] };
        let choices = vec![Choice { value: ChoiceValue::Person, label: "转人工".into() }];
        let step = |name| {
            json!({"kind": "form", "text": "手机号？", "choices": [{"value": "person", "label": "转人工"}],
                "form": {"id": "claim", "field": "phone", "name": name, "input": "phone", "required": true, "done": 1, "total": 4}})
        };
        let replied = Fact::Replied { text: "手机号？".into(), choices, about: None, reply: None, act };
        check(Party::Bot, replied, step("电话"), step("phone number"));
        same(Fact::Notice { text: "等一下".into() }, json!({"kind": "notice", "text": "等一下"}));
        same(Fact::Queued { position: 2, wait_s: 360 }, json!({"kind": "queue", "queue": {"position": 2, "wait_s": 360}}));
        same(Fact::Left {}, json!({"kind": "notice", "change": "left", "owner": "bot"}));
        same(Fact::Returned { agent: None }, json!({"kind": "notice", "change": "reopened", "owner": "bot"}));
        same(Fact::Expired { promised_at: Timestamp(5) }, json!({"kind": "notice", "change": "expired", "owner": "bot"}));
        same(Fact::Closed { agent: None, outcome: None }, json!({"kind": "closed", "owner": "closed"}));
        same(
            Fact::Rated { result: 5, speed: 4, attitude: 3, comment: None },
            json!({"kind": "rating", "rating": {"result": 5, "speed": 4, "attitude": 3}}),
        );
        same(Fact::Chose { value: ChoiceValue::Yes, label: "是".into() }, json!({"kind": "text", "text": "是", "choice": "yes"}));
    }
}
