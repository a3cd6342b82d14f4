//! What every backend must do, each case run on each: `store::contract::<backend>::<case>`.

use std::{path::PathBuf, sync::Arc};

use super::{Append, CaseRow, Error, Log, Memory};
use crate::base::{ClientId, ConversationId, Event, Fact, Owner, Party, Timestamp};

use samples::{append, case, conversation, event, said};

/// A place for a log that can be opened again.
enum Place {
    Memory(Memory),
    Folder(tempfile::TempDir),
}

impl Place {
    async fn open(&self) -> Log {
        match self {
            Place::Memory(memory) => Log::Memory(memory.clone()),
            Place::Folder(folder) => Log::open(path(folder).to_str().unwrap()).await.unwrap(),
        }
    }
}

fn path(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("log.db")
}

macro_rules! contract {
    ($($backend:ident => $place:expr, [$($case:ident),* $(,)?];)*) => {$(
        mod $backend {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(&$place).await;
            })*
        }
    )*};
}

macro_rules! on_every_backend {
    ($($case:ident),* $(,)?) => {
        contract! {
            memory => Place::Memory(Memory::default()), [$($case),*];
            sqlite => Place::Folder(tempfile::tempdir().unwrap()), [$($case),*];
        }
    };
}

on_every_backend![
    keeps_what_was_appended,
    refuses_a_place_that_is_taken,
    refuses_a_gap,
    refuses_events_out_of_order,
    refuses_a_client_id_used_before,
    one_bad_append_does_not_spoil_its_group,
    is_there_after_closing,
    many_callers_at_once,
    many_callers_on_one_conversation,
    heads_tell_where_a_conversation_stands,
    due_conversations_come_longest_due_first,
    cases_stand_at_their_last_change,
];

async fn keeps_what_was_appended(place: &Place) {
    let log = place.open().await;
    let id = conversation(1);
    assert_eq!(log.events(id, 0).await.unwrap(), []);
    assert_eq!(log.head(id).await.unwrap(), None);

    let events = samples::events_of_every_kind();
    log.append(&append(id, 0, events[..3].to_vec())).await.unwrap();
    log.append(&append(id, 3, events[3..].to_vec())).await.unwrap();
    assert_eq!(log.events(id, 0).await.unwrap(), events);
    assert_eq!(log.events(id, 4).await.unwrap(), events[4..]);
    assert_eq!(log.events(id, 10_000).await.unwrap(), []);
    assert_eq!(log.events(conversation(2), 0).await.unwrap(), []);
}

async fn refuses_a_place_that_is_taken(place: &Place) {
    let log = place.open().await;
    let id = conversation(1);
    log.append(&append(id, 0, vec![said(1, "first")])).await.unwrap();
    conflict(&log, &append(id, 0, vec![said(1, "second")])).await;
    assert_eq!(log.events(id, 0).await.unwrap(), [said(1, "first")]);
    log.append(&append(id, 1, vec![said(2, "third")])).await.unwrap();
}

async fn refuses_a_gap(place: &Place) {
    let log = place.open().await;
    let id = conversation(1);
    conflict(&log, &append(id, 1, vec![said(2, "too early")])).await;
    log.append(&append(id, 0, vec![said(1, "a")])).await.unwrap();
    conflict(&log, &append(id, 2, vec![said(3, "too far")])).await;
    assert_eq!(log.events(id, 0).await.unwrap(), [said(1, "a")]);
}

async fn refuses_events_out_of_order(place: &Place) {
    let log = place.open().await;
    let id = conversation(1);
    conflict(&log, &append(id, 0, vec![said(1, "a"), said(3, "c")])).await;
    let mut wrong_head = append(id, 0, vec![said(1, "a")]);
    wrong_head.head.seq = 2;
    conflict(&log, &wrong_head).await;
    conflict(&log, &Append { events: Vec::new(), ..append(id, 0, vec![said(1, "a")]) }).await;
    assert_eq!(log.head(id).await.unwrap(), None);
}

async fn refuses_a_client_id_used_before(place: &Place) {
    let log = place.open().await;
    let (one, two) = (conversation(1), conversation(2));
    let by = |seq, client: &str| Event { client: Some(ClientId::from(client)), ..said(seq, "hello") };
    log.append(&append(one, 0, vec![by(1, "m1")])).await.unwrap();
    conflict(&log, &append(one, 1, vec![by(2, "m1")])).await;
    conflict(&log, &append(two, 0, vec![by(1, "m2"), by(2, "m2")])).await;
    // The id is the conversation's own: another may use it too.
    log.append(&append(two, 0, vec![by(1, "m1")])).await.unwrap();
    log.append(&append(one, 1, vec![by(2, "m2")])).await.unwrap();
    assert_eq!(log.events(one, 0).await.unwrap(), [by(1, "m1"), by(2, "m2")]);
}

async fn one_bad_append_does_not_spoil_its_group(place: &Place) {
    let log = place.open().await;
    let by = |seq, client: &str| Event { client: Some(ClientId::from(client)), ..said(seq, "hello") };
    log.append(&append(conversation(0), 0, vec![by(1, "used")])).await.unwrap();
    let mut appends: Vec<Append> = (1..100).map(|n| append(conversation(n), 0, vec![said(1, "x")])).collect();
    appends.push(append(conversation(0), 1, vec![by(2, "used")]));
    appends.push(append(conversation(0), 9, vec![by(10, "new")]));
    let outcomes = all_at_once(&log, appends).await;
    let (good, bad) = outcomes.split_at(99);
    assert!(good.iter().all(Result::is_ok), "{good:?}");
    assert!(bad.iter().all(|outcome| matches!(outcome, Err(Error::Conflict))), "{bad:?}");
    for n in 1..100 {
        assert_eq!(log.events(conversation(n), 0).await.unwrap(), [said(1, "x")]);
    }
    assert_eq!(log.head(conversation(0)).await.unwrap().unwrap().seq, 1);
}

async fn is_there_after_closing(place: &Place) {
    let log = place.open().await;
    let id = conversation(1);
    log.append(&append(id, 0, vec![said(1, "a"), said(2, "b")])).await.unwrap();
    let head = log.head(id).await.unwrap();
    log.close().await;
    log.close().await;

    let again = place.open().await;
    assert_eq!(again.events(id, 0).await.unwrap(), [said(1, "a"), said(2, "b")]);
    assert_eq!(again.head(id).await.unwrap(), head);
    again.append(&append(id, 2, vec![said(3, "c")])).await.unwrap();
}

async fn many_callers_at_once(place: &Place) {
    let log = place.open().await;
    for round in 0..5 {
        let appends =
            (0..64).map(|n| append(conversation(n), round * 2, vec![said(round * 2 + 1, "q"), said(round * 2 + 2, "a")]));
        let outcomes = all_at_once(&log, appends.collect()).await;
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    }
    for n in 0..64 {
        let seqs: Vec<_> = log.events(conversation(n), 0).await.unwrap().iter().map(|event| event.seq).collect();
        assert_eq!(seqs, (1..=10).collect::<Vec<_>>());
    }
}

async fn many_callers_on_one_conversation(place: &Place) {
    let log = place.open().await;
    let id = conversation(1);
    let outcomes = all_at_once(&log, (0..64).map(|n| append(id, 0, vec![said(1, &n.to_string())])).collect()).await;
    let winner = outcomes.iter().position(Result::is_ok).unwrap();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "exactly one claim wins");
    assert_eq!(log.events(id, 0).await.unwrap(), [said(1, &winner.to_string())]);
}

async fn heads_tell_where_a_conversation_stands(place: &Place) {
    let log = place.open().await;
    let owners = [Owner::Bot, Owner::Queue, Owner::Agent { agent: "li".into(), name: "小李".into() }, Owner::Closed];
    let mut heads = Vec::new();
    for (n, owner) in owners.into_iter().enumerate() {
        let mut append = append(conversation(n as u128), 0, vec![said(1, "x")]);
        append.head.owner = owner;
        append.head.epoch = n as u32;
        append.head.wake_at = (n == 1).then_some(Timestamp(99));
        append.head.handoff = (n == 1).then(|| (Timestamp(5), samples::handoff()));
        log.append(&append).await.unwrap();
        assert_eq!(log.head(append.conversation).await.unwrap().as_ref(), Some(&append.head));
        heads.push((append.conversation, append.head));
    }
    let mut waiting = log.waiting().await.unwrap();
    waiting.sort_by_key(|(id, _)| *id);
    assert_eq!(waiting, heads[1..3]);

    let mut back = append(conversation(1), 1, vec![said(2, "x")]);
    back.head.owner = Owner::Bot;
    log.append(&back).await.unwrap();
    assert_eq!(log.head(conversation(1)).await.unwrap(), Some(back.head));
    assert_eq!(log.waiting().await.unwrap(), heads[2..3]);
}

async fn due_conversations_come_longest_due_first(place: &Place) {
    let log = place.open().await;
    for (n, wake_at) in [(1, Some(30)), (2, Some(10)), (3, None), (4, Some(20)), (5, Some(31))] {
        let mut append = append(conversation(n), 0, vec![said(1, "x")]);
        append.head.wake_at = wake_at.map(Timestamp);
        log.append(&append).await.unwrap();
    }
    let due = async |now, limit| log.due(Timestamp(now), limit).await.unwrap();
    assert_eq!(due(30, 10).await, [conversation(2), conversation(4), conversation(1)]);
    assert_eq!(due(30, 1).await, [conversation(2)]);
    assert_eq!(due(9, 10).await, []);
}

async fn cases_stand_at_their_last_change(place: &Place) {
    let log = place.open().await;
    let opened = |seq, at, id, text: &str| Event { at: Timestamp(at), ..event(seq, Party::Bot, case(id, text)) };
    log.append(&append(conversation(1), 0, vec![opened(1, 10, "C-1", "new")])).await.unwrap();
    log.append(&append(conversation(2), 0, vec![opened(1, 20, "C-2", "new"), opened(2, 21, "C-2", "newer")])).await.unwrap();
    log.append(&append(conversation(1), 1, vec![opened(2, 30, "C-1", "settled")])).await.unwrap();
    let row = |n, opened_at, id, text| {
        let Fact::Case(case) = case(id, text) else { unreachable!() };
        CaseRow { conversation: conversation(n), opened_at: Timestamp(opened_at), case: *case }
    };
    assert_eq!(log.cases(10).await.unwrap(), [row(2, 20, "C-2", "newer"), row(1, 10, "C-1", "settled")]);
    assert_eq!(log.cases(1).await.unwrap(), [row(2, 20, "C-2", "newer")]);
}

async fn conflict(log: &Log, append: &Append) {
    assert!(matches!(log.append(append).await, Err(Error::Conflict)), "{append:?}");
}

async fn all_at_once(log: &Log, appends: Vec<Append>) -> Vec<Result<(), Error>> {
    let start = Arc::new(tokio::sync::Barrier::new(appends.len()));
    let mut callers = Vec::new();
    for append in appends {
        let (log, start) = (log.clone(), Arc::clone(&start));
        callers.push(tokio_util::task::AbortOnDropHandle::new(tokio_util::task::TaskTracker::new().spawn(async move {
            start.wait().await;
            log.append(&append).await
        })));
    }
    let mut outcomes = Vec::new();
    for caller in callers {
        outcomes.push(caller.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn a_second_process_is_kept_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    let address = path.to_str().unwrap();
    let log = Log::open(address).await.unwrap();
    let refused = Log::open(address).await.map(drop).unwrap_err().to_string();
    assert!(refused.contains("in use by another aftercare"), "{refused}");
    log.close().await;
    Log::open(address).await.unwrap();
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let address = path(&folder);
    let address = address.to_str().unwrap();
    let log = Log::open(address).await.unwrap();
    log.close().await;
    let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect(address).await.unwrap();
    sqlx::query("PRAGMA user_version = 99").execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    let refused = Log::open(address).await.map(drop).unwrap_err().to_string();
    assert!(refused.contains("schema 99"), "{refused}");
}

#[tokio::test]
async fn a_file_that_is_no_log_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(path(&folder), "a shopping list, long enough to be no header of anything at all".repeat(99)).unwrap();
    let refused = Log::open(path(&folder).to_str().unwrap()).await.map(drop).unwrap_err().to_string();
    assert!(refused.contains("log.db can't be opened"), "{refused}");
}

#[tokio::test]
async fn a_damaged_conversation_is_named_and_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let address = path(&folder);
    let address = address.to_str().unwrap();
    let log = Log::open(address).await.unwrap();
    for n in 1..=2 {
        let mut append = append(conversation(n), 0, vec![said(1, "a"), event(2, Party::Bot, case("C-1", "b"))]);
        append.head.owner = Owner::Queue;
        append.head.handoff = Some((Timestamp(1), samples::handoff()));
        log.append(&append).await.unwrap();
    }
    log.close().await;
    let mut connection = <sqlx::SqliteConnection as sqlx::Connection>::connect(address).await.unwrap();
    for damage in [
        "UPDATE heads SET handoff = '{' WHERE conversation = ?",
        "UPDATE cases SET body = '{' WHERE conversation = ?",
        r#"UPDATE events SET body = '{"v":1,"from":"bot","fact":{"kind":"teleported"}}' WHERE seq = 2 AND conversation = ?"#,
    ] {
        sqlx::query(damage).bind(&conversation(1).0.as_bytes()[..]).execute(&mut connection).await.unwrap();
    }
    sqlx::Connection::close(connection).await.unwrap();

    let log = Log::open(address).await.unwrap();
    let waiting: Vec<_> = log.waiting().await.unwrap().into_iter().map(|(id, _)| id).collect();
    assert_eq!(waiting, [conversation(2)]);
    assert_eq!(log.cases(9).await.unwrap().len(), 1);
    let error = log.events(conversation(1), 0).await.unwrap_err();
    assert!(matches!(error, Error::Unreadable { seq: 2, .. }), "{error}");
    assert_eq!(log.events(conversation(2), 0).await.unwrap().len(), 2);
}

/// Values for tests of the store and of those who use it.
pub(crate) mod samples {
    use super::*;
    use crate::{
        base::{Act, CaseFact, CaseState, HandoffFact, Lang, Priority, Seq},
        store::Head,
    };

    pub(crate) fn conversation(number: u128) -> ConversationId {
        ConversationId(uuid::Uuid::from_u128(number))
    }

    pub(crate) fn event(seq: Seq, from: Party, fact: Fact) -> Event {
        Event { seq, at: Timestamp(1_000 + i64::from(seq)), from, client: None, fact }
    }

    pub(crate) fn said(seq: Seq, text: &str) -> Event {
        event(seq, Party::Buyer, Fact::Said { text: text.to_owned(), reading: None })
    }

    pub(crate) fn case(id: &str, text: &str) -> Fact {
        Fact::Case(Box::new(CaseFact {
            id: id.into(),
            form: "quality_claim".into(),
            label: Some("quality.broken".into()),
            state: CaseState::Open,
            priority: Priority::High,
            due_at: Timestamp(77),
            fields: [("order_no".into(), "20261120001".to_owned())].into(),
            missing: vec!["photos".into()],
            checks: Vec::new(),
            text: text.to_owned(),
        }))
    }

    pub(crate) fn handoff() -> HandoffFact {
        HandoffFact {
            reason: "asked".to_owned(),
            skill: "logistics".into(),
            priority: Priority::High,
            summary: "快递五天没动，买家很着急".to_owned(),
            label: Some("logistics.stuck".into()),
            filled: Default::default(),
            missing: Vec::new(),
            checks: Vec::new(),
            tried: Vec::new(),
            due_at: Timestamp(500),
            promised_at: None,
            text: "正在为您转人工".to_owned(),
            amount: None,
        }
    }

    /// Seq 1, 2, … with the odd client id, quotes, emoji and line ends.
    pub(crate) fn events_of_every_kind() -> Vec<Event> {
        let facts = [
            (Party::Buyer, Fact::Said { text: "它说\"好的\"\n\u{1f600}'; DROP TABLE events;--".to_owned(), reading: None }),
            (
                Party::Bot,
                Fact::Replied { text: "您好".to_owned(), choices: Vec::new(), about: None, reply: None, act: Act::Admit {} },
            ),
            (Party::Buyer, Fact::Chose { value: crate::base::ChoiceValue::Person, label: "人工".to_owned() }),
            (Party::System, Fact::Handoff(Box::new(handoff()))),
            (Party::System, Fact::Queued { position: 2, wait_s: 90 }),
            (Party::Agent, Fact::Joined { agent: "li".into(), name: "小李".to_owned() }),
            (Party::Agent, Fact::AgentSaid { agent: "li".into(), text: "我来看看".to_owned() }),
            (Party::Bot, case("C-261122-0007", "已为您登记")),
            (Party::Agent, Fact::Returned { agent: None }),
            (Party::System, Fact::Expired { promised_at: Timestamp(9) }),
            (Party::Buyer, Fact::Left {}),
            (Party::System, Fact::Notice { text: "稍候".to_owned() }),
            (Party::Agent, Fact::Closed { agent: Some("li".into()), outcome: Some("refunded".to_owned()) }),
            (Party::Buyer, Fact::Rated { result: 5, speed: 4, attitude: 5, comment: None }),
        ];
        let number = |(seq, (from, fact))| Event {
            client: (from == Party::Buyer).then(|| ClientId::from(format!("客-{seq}"))),
            ..event(seq, from, fact)
        };
        (1..).zip(facts).map(number).collect()
    }

    pub(crate) fn append(conversation: ConversationId, after: Seq, events: Vec<Event>) -> Append {
        let head = Head {
            seq: events.last().unwrap().seq,
            owner: Owner::Bot,
            epoch: 0,
            lang: Lang::Zh,
            wake_at: None,
            updated_at: Timestamp(1),
            handoff: None,
        };
        Append { conversation, after, events, head }
    }
}
