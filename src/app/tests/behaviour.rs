use std::sync::atomic::Ordering;

use super::*;
use crate::{
    bus::{Outbox, Parcel},
    dialog::Refusal,
    store::faulty::{Faulty, Odds},
};

async fn app() -> (App, Arc<AtomicI64>) {
    let (clock, at) = fixed_clock();
    (start(Options::default(), Log::memory(), clock).await, at)
}

async fn send(app: &App, conversation: ConversationId, client: &str, input: Input) -> Result<Accepted, Refused> {
    app.input(conversation, Some(client.into()), Page::default(), input).await
}

async fn claim(app: &App, conversation: ConversationId, agent: &str) -> Result<Accepted, Refused> {
    app.input(conversation, None, Page::default(), Input::Claim { agent: agent.into(), name: agent.to_owned() }).await
}

async fn until(mut holds: impl FnMut() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("it never came true");
}

#[tokio::test]
async fn a_client_id_has_its_effect_once() {
    let (app, _) = app().await;
    let id = app.new_conversation();
    let first = send(&app, id, "m1", say("hello")).await.unwrap();
    let other = send(&app, id, "m2", say("again")).await.unwrap();
    assert_eq!(first.seq, 1);
    assert!(other.seq > first.seq);
    assert_eq!(send(&app, id, "m1", say("hello")).await.unwrap().seq, first.seq);
    let events = app.events(id, 0).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.client.is_some()).count(), 2);
    assert_eq!(app.standing(id).await.unwrap().seq, events.last().unwrap().seq);
}

#[tokio::test]
async fn a_conversation_that_left_memory_goes_on_from_the_log() {
    let (clock, _) = fixed_clock();
    let options = Options { idle: Duration::from_millis(1), ..Options::default() };
    let app = start(options, Log::memory(), clock).await;
    let id = app.new_conversation();
    let first = send(&app, id, "m1", say("hello")).await.unwrap();
    until(|| app.inner.hub.len() == 0).await;
    assert_eq!(send(&app, id, "m1", say("hello")).await.unwrap().seq, first.seq);
    let last = app.events(id, 0).await.unwrap().last().unwrap().seq;
    assert_eq!(send(&app, id, "m2", say("hello")).await.unwrap().seq, last + 1);
}

/// With nothing allowed in hand, the one input that is in hand is one too many.
#[tokio::test]
async fn who_is_hurried_understands_by_words_alone() {
    for (hurry, looks_again) in [(0, false), (usize::MAX, true)] {
        let app = start(Options { hurry, ..Options::default() }, Log::memory(), fixed_clock().0).await;
        let id = app.new_conversation();
        send(&app, id, "m1", say("寄来的玩意儿怎么老也不见挪窝呀")).await.unwrap();
        let Fact::Said { reading: Some(reading), .. } = &app.events(id, 0).await.unwrap()[0].fact else { panic!("it was said") };
        assert_eq!(reading.looked_again, looks_again);
        assert_eq!(app.inner.in_hand.load(Ordering::Relaxed), 0);
    }
}

#[tokio::test]
async fn a_new_conversation_stands_at_nothing() {
    let (app, _) = app().await;
    let id = app.new_conversation();
    let expected = Standing { seq: 0, owner: Owner::Bot, epoch: 0, lang: app.playbook().script.default_lang };
    assert_eq!(app.standing(id).await.unwrap(), expected);
    assert_eq!(app.events(id, 0).await.unwrap(), []);
    assert!(app.new_conversation() != id);
}

#[tokio::test]
async fn who_watches_gets_each_event_once_and_in_order() {
    let (app, _) = app().await;
    let id = app.new_conversation();
    send(&app, id, "m1", say("before")).await.unwrap();
    let (outbox, mut parcels) = Outbox::new(64);
    let watching = app.watch(id, &outbox);
    let known = app.events(id, 0).await.unwrap();
    app.typing(id, Party::Buyer);
    for n in 2..6 {
        send(&app, id, &format!("m{n}"), say("more")).await.unwrap();
    }
    drop(watching);
    send(&app, id, "m9", say("unwatched")).await.unwrap();
    assert_eq!(parcels.recv().await, Some(Parcel::Typing { conversation: id, from: Party::Buyer }));
    let live = std::iter::from_fn(|| parcels.try_recv()).map(|parcel| match parcel {
        Parcel::Event { event, conversation } if conversation == id => (*event).clone(),
        other => panic!("{other:?}"),
    });
    let all: Vec<_> = known.into_iter().chain(live).collect();
    assert_eq!(all, app.events(id, 0).await.unwrap()[..all.len()]);
    assert!(all.len() >= 5);
}

#[tokio::test]
async fn one_claim_wins_and_the_line_tells() {
    let (app, _) = app().await;
    let id = app.new_conversation();
    let (outbox, mut parcels) = Outbox::new(64);
    let _duty = app.sign_on("li".into(), &outbox);
    let mut queue = app.queue();
    send(&app, id, "m1", say(PERSON)).await.unwrap();
    let shown = queue.wait_for(|items| !items.is_empty()).await.unwrap().clone();
    assert_eq!((shown.len(), shown[0].conversation), (1, id));

    let (li, wang) = tokio::join!(claim(&app, id, "li"), claim(&app, id, "wang"));
    let epoch = li.or(wang.clone()).unwrap().epoch;
    assert!(matches!(wang, Err(Refused::Dialog(Refusal::Taken { .. }))), "the one who asked first has it");
    queue.wait_for(|items| items.is_empty()).await.unwrap();

    let agent_says = |epoch| Input::AgentSay { agent: "li".into(), epoch, text: "hello".to_owned() };
    let stale = send(&app, id, "a1", agent_says(epoch - 1)).await;
    assert_eq!(stale, Err(Refused::Dialog(Refusal::StaleEpoch { now: epoch })));
    send(&app, id, "a2", agent_says(epoch)).await.unwrap();

    let owners: Vec<_> = std::iter::from_fn(|| parcels.try_recv())
        .map(|parcel| match parcel {
            Parcel::Owner { owner, epoch, .. } => (owner.as_str(), epoch),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(owners, [("queue", epoch - 1), ("agent", epoch)]);
}

#[tokio::test]
async fn the_line_is_there_again_after_a_restart() {
    let log = Log::memory();
    let (clock, _) = fixed_clock();
    let app = start(Options::default(), log.clone(), clock.clone()).await;
    let ids: Vec<_> = (0..3).map(|_| app.new_conversation()).collect();
    for id in &ids {
        send(&app, *id, "m1", say(PERSON)).await.unwrap();
    }
    claim(&app, ids[1], "li").await.unwrap();
    drop(app);
    let app = start(Options::default(), log, clock).await;
    let mut waiting: Vec<_> = app.queue().borrow().iter().map(|item| item.conversation).collect();
    waiting.sort();
    let mut expected = vec![ids[0], ids[2]];
    expected.sort();
    assert_eq!(waiting, expected);
}

#[tokio::test]
async fn a_deadline_comes_by_itself_once() {
    let (app, at) = app().await;
    let id = app.new_conversation();
    send(&app, id, "m1", say(PERSON)).await.unwrap();
    let before = app.standing(id).await.unwrap();
    let wake_at = app.inner.log.head(id).await.unwrap().unwrap().wake_at.unwrap();
    let mut sweeper = timers::Sweeper::default();
    sweeper.wake_due(&app.inner).await;
    assert_eq!(app.standing(id).await.unwrap(), before);
    at.store(wake_at.0 + MINUTE, Ordering::Relaxed);
    sweeper.wake_due(&app.inner).await;
    let after = app.standing(id).await.unwrap();
    assert_eq!((after.owner, after.epoch), (Owner::Bot, before.epoch + 1));
    sweeper.wake_due(&app.inner).await;
    assert_eq!(app.standing(id).await.unwrap().seq, after.seq);
}

#[tokio::test]
async fn the_time_of_a_conversation_never_goes_back() {
    let (app, at) = app().await;
    let id = app.new_conversation();
    send(&app, id, "m1", say("hello")).await.unwrap();
    at.fetch_sub(MINUTE, Ordering::Relaxed);
    send(&app, id, "m2", say("hello")).await.unwrap();
    let times: Vec<_> = app.events(id, 0).await.unwrap().iter().map(|event| event.at.0).collect();
    assert!(times.iter().all(|at| *at == START), "{times:?}");
}

#[tokio::test]
async fn the_next_turn_uses_the_playbook_that_was_put_in_place() {
    let (app, _) = app().await;
    let old = app.playbook();
    app.swap(playbook());
    assert!(!Arc::ptr_eq(&old, &app.playbook()));
    send(&app, app.new_conversation(), "m1", say("hello")).await.unwrap();
}

#[tokio::test]
async fn a_full_inbox_says_so() {
    let (clock, _) = fixed_clock();
    let app = start(Options { inbox: 1, ..Options::default() }, Log::memory(), clock).await;
    let id = app.new_conversation();
    // Both are sent before the conversation's task has its first turn on this thread.
    let (first, second) = tokio::join!(send(&app, id, "m1", say("a")), send(&app, id, "m2", say("b")));
    assert_eq!((first.is_ok(), second), (true, Err(Refused::Busy)));
    send(&app, id, "m2", say("b")).await.unwrap();
}

#[tokio::test]
async fn shutdown_ends_the_turns_that_were_taken_and_takes_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let address = folder.path().join("log.db");
    let (clock, _) = fixed_clock();
    let log = Log::open(address.to_str().unwrap()).await.unwrap();
    let app = start(Options::default(), log, clock).await;
    let ids: Vec<_> = (0..50).map(|_| app.new_conversation()).collect();
    let inputs = futures_util::future::join_all(ids.iter().map(|id| send(&app, *id, "m1", say("hello"))));
    // The first poll of the join puts every input into its inbox; only then does the shutdown begin.
    let (outcomes, ()) = tokio::join!(inputs, app.shutdown(Duration::from_secs(20)));
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(send(&app, ids[0], "m2", say("late")).await, Err(Refused::Unavailable));

    let log = Log::open(address.to_str().unwrap()).await.unwrap();
    for id in ids {
        assert!(log.events(id, 0).await.unwrap().len() >= 2);
    }
}

#[tokio::test]
async fn a_log_that_is_down_refuses_and_leaves_no_trace() {
    let (clock, _) = fixed_clock();
    let inner = Log::memory();
    let down = Faulty::log(inner.clone(), 1, Odds { lost: 1.0, ..Odds::default() });
    let app = start(Options::default(), down, clock).await;
    let id = app.new_conversation();
    let (outbox, mut parcels) = Outbox::new(64);
    let _watching = app.watch(id, &outbox);
    assert_eq!(send(&app, id, "m1", say(PERSON)).await, Err(Refused::Unavailable));
    assert_eq!(app.standing(id).await.unwrap().seq, 0);
    assert_eq!(parcels.try_recv(), None);
    assert_eq!(app.inner.queue.behind().low, 0);
}

#[tokio::test]
async fn an_answer_that_was_lost_is_found_again_by_the_client_id() {
    let (clock, _) = fixed_clock();
    let unsure = Faulty::log(Log::memory(), 1, Odds { unsure: 1.0, ..Odds::default() });
    let app = start(Options::default(), unsure, clock).await;
    let id = app.new_conversation();
    let (outbox, mut parcels) = Outbox::new(64);
    let _watching = app.watch(id, &outbox);
    assert_eq!(send(&app, id, "m1", say(PERSON)).await, Err(Refused::Unavailable));
    let again = send(&app, id, "m1", say(PERSON)).await.unwrap();
    assert_eq!(again.seq, 1);
    let events = app.events(id, 0).await.unwrap();
    let sent: Vec<_> = std::iter::from_fn(|| parcels.try_recv())
        .map(|parcel| match parcel {
            Parcel::Event { event, .. } => event.seq,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(sent, events.iter().map(|event| event.seq).collect::<Vec<_>>());
    assert_eq!(app.inner.queue.behind().low, 1);
}

#[tokio::test]
async fn an_overtaken_turn_is_decided_again() {
    let (clock, _) = fixed_clock();
    let overtaken = Faulty::log(Log::memory(), 3, Odds { overtaken: 0.5, ..Odds::default() });
    let app = start(Options::default(), overtaken, clock).await;
    let id = app.new_conversation();
    let (outbox, mut parcels) = Outbox::new(1_000);
    let _watching = app.watch(id, &outbox);
    for n in 0..20 {
        send(&app, id, &format!("m{n}"), say("hello")).await.unwrap();
    }
    let events = app.events(id, 0).await.unwrap();
    let strangers = |event: &&Event| matches!(&event.fact, Fact::Notice { text } if text == crate::store::faulty::STRANGER);
    assert!(events.iter().filter(strangers).count() > 5);
    let sent = std::iter::from_fn(|| parcels.try_recv()).filter_map(|parcel| match parcel {
        Parcel::Event { event, .. } => Some((*event).clone()),
        _ => None,
    });
    assert_eq!(sent.collect::<Vec<_>>(), events, "the stranger's events reach the watchers too, in their place");
}
