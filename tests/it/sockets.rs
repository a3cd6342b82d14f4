//! The two sockets, as pages use them.

use std::time::Duration;

use aftercare::store::Log;
use serde_json::{Value, json};

use crate::harness::{Agent, Buyer, Ended, Raw, Server, TEXT, Wire, frame, log_file, options};

#[tokio::test]
async fn a_buyer_is_welcomed_answered_and_found_again() {
    let server = Server::start().await;
    let mut buyer = Buyer::new(&server).await;
    assert_eq!((&buyer.welcome["seq"], &buyer.welcome["owner"]), (&json!(0), &json!("bot")));
    assert!(buyer.welcome["shop"]["name"].is_string() && buyer.welcome["shop"]["choices"].is_array());
    assert_eq!(buyer.say("你好").await, 1);
    buyer.catch_up(2).await;
    assert_eq!((&buyer.events[0]["from"], &buyer.events[0]["id"]), (&json!("buyer"), &json!("m1-6")));
    assert_eq!(buyer.events[1]["from"], "bot");
    let (token, conversation, held) = (buyer.token.clone(), buyer.conversation.clone(), buyer.held);
    let seen = buyer.events.clone();
    drop(buyer);

    let mut again = Buyer::resume(&server, &token, 0).await;
    assert_eq!((&again.conversation, again.welcome["seq"].as_u64()), (&conversation, Some(held)));
    again.catch_up(held).await;
    assert_eq!(again.events, seen);
    let mut tail = Buyer::resume(&server, &token, held - 1).await;
    tail.catch_up(held).await;
    assert_eq!(tail.events, seen[seen.len() - 1..]);
    server.stop().await;
}

#[tokio::test]
async fn without_after_nothing_is_replayed() {
    let server = Server::start().await;
    let mut buyer = Buyer::new(&server).await;
    buyer.say("你好").await;
    buyer.catch_up(2).await;
    let mut other = Buyer::hello(server.address, json!({ "type": "hello", "token": buyer.token })).await;
    assert!(other.welcome["seq"].as_u64() >= Some(2));
    assert!(other.wire.is_silent().await);
    // A page that claims to be ahead isn't left waiting for events that are long gone.
    let mut ahead =
        Buyer::hello(server.address, json!({ "type": "hello", "token": buyer.token, "after": 4_000_000_000u32 })).await;
    let seq = buyer.say("在吗").await;
    other.catch_up(seq).await;
    ahead.catch_up(seq).await;
}

#[tokio::test]
async fn an_id_sent_twice_has_its_effect_once() {
    let server = Server::start().await;
    let mut buyer = Buyer::new(&server).await;
    let first = buyer.say_as("once", "你好").await;
    buyer.catch_up(first + 1).await;
    assert_eq!(buyer.say_as("once", "你好").await, first);
    let mut again = Buyer::resume(&server, &buyer.token, buyer.held).await;
    assert_eq!(again.say_as("once", "另一句话").await, first);
    assert!(again.wire.is_silent().await);
}

#[tokio::test]
async fn every_page_of_a_conversation_sees_the_same() {
    let server = Server::start().await;
    let mut phone = Buyer::new(&server).await;
    let mut desktop = Buyer::resume(&server, &phone.token, 0).await;
    let first = phone.say("你好").await;
    desktop.catch_up(first).await;
    let second = desktop.say("谢谢").await;
    phone.catch_up(second).await;
    desktop.catch_up(second).await;
    assert_eq!(phone.events, desktop.events);
    phone.wire.send(json!({ "type": "ping" })).await;
    phone.wire.next_of("pong").await;
}

/// A buyer in the queue and an agent who sees it there.
async fn handed_over(server: &Server) -> (Buyer, Agent, Value) {
    let mut buyer = Buyer::new(server).await;
    let mut agent = Agent::new(server, "小美").await;
    buyer.say("人工").await;
    buyer.until("handoff").await;
    let row = agent.waiting(&buyer.conversation).await;
    (buyer, agent, row)
}

#[tokio::test]
async fn an_agent_takes_over_answers_and_settles() {
    let server = Server::start().await;
    let (mut buyer, mut agent, row) = handed_over(&server).await;
    let conversation = buyer.conversation.clone();
    for key in ["reason", "priority", "skill", "since", "due_at", "summary"] {
        assert!(!row[key].is_null(), "the queue's row has no {key}: {row}");
    }
    let epoch = agent.claim(&conversation).await;
    assert_eq!(buyer.until("agent").await["agent"]["name"], "小美");

    agent.wire.send(json!({ "type": "watch", "conversation": conversation, "after": 0 })).await;
    assert_eq!(agent.wire.next_of("owner").await["epoch"], epoch);
    let first = agent.wire.next_of("event").await;
    assert_eq!((&first["event"]["seq"], &first["event"]["text"]), (&json!(1), &json!("人工")));

    agent
        .wire
        .send(json!({ "type": "say", "id": "a1", "conversation": conversation, "epoch": epoch, "text": "您好，我来处理" }))
        .await;
    let seq = agent.wire.next_of("ack").await["seq"].as_u64().unwrap();
    buyer.catch_up(seq).await;
    let said = buyer.events.iter().find(|event| event["seq"] == seq).unwrap();
    assert_eq!((&said["from"], &said["text"], &said["id"]), (&json!("agent"), &json!("您好，我来处理"), &Value::Null));

    // The same id under the buyer's own name is another message.
    assert_ne!(buyer.say_as("a1", "谢谢").await, seq);

    agent.wire.send(json!({ "type": "say", "id": "a2", "conversation": conversation, "epoch": epoch - 1, "text": "晚了" })).await;
    let refused = agent.wire.next_of("error").await;
    assert_eq!((&refused["code"], &refused["id"]), (&json!("stale_epoch"), &json!("a2")));

    agent.wire.send(json!({ "type": "resolve", "id": "a3", "conversation": conversation, "epoch": epoch })).await;
    agent.wire.next_of("ack").await;
    buyer.until("closed").await;
    server.stop().await;
}

#[tokio::test]
async fn one_desk_wins_a_claim() {
    let server = Server::start().await;
    let (buyer, mut agent, _row) = handed_over(&server).await;
    let mut other = Agent::new(&server, "小林").await;
    let epoch = agent.claim(&buyer.conversation).await;
    other.wire.send(json!({ "type": "claim", "conversation": buyer.conversation })).await;
    let refused = other.wire.next_of("error").await;
    assert_eq!((&refused["code"], &refused["conversation"]), (&json!("taken"), &json!(buyer.conversation)));
    other
        .wire
        .send(json!({ "type": "say", "id": "x", "conversation": buyer.conversation, "epoch": epoch, "text": "我也来" }))
        .await;
    assert_eq!(other.wire.next_error().await, "forbidden");
    agent.wire.send(json!({ "type": "note", "id": "n", "conversation": buyer.conversation, "epoch": epoch, "text": "x" })).await;
    assert_eq!(agent.wire.next_error().await, "unsupported");
}

#[tokio::test]
async fn typing_goes_to_the_other_side() {
    let server = Server::start().await;
    let (mut buyer, mut agent, _row) = handed_over(&server).await;
    agent.wire.send(json!({ "type": "watch", "conversation": buyer.conversation })).await;
    agent.wire.next_of("event").await;
    buyer.wire.send(json!({ "type": "typing" })).await;
    assert_eq!(agent.wire.next_of("typing").await["from"], "buyer");
    agent.wire.send(json!({ "type": "typing", "conversation": buyer.conversation })).await;
    assert_eq!(buyer.wire.next_of("typing").await["from"], "agent");
}

#[tokio::test]
async fn a_slow_reader_is_cut_off_and_resumes() {
    let server = Server::start().await;
    let mut talker = Buyer::new(&server).await;
    let mut slow = Wire::narrow(server.address, "/ws/chat").await;
    slow.send(json!({ "type": "hello", "token": talker.token, "after": 0 })).await;
    slow.next_of("welcome").await;
    // 15 MB in all: past what the kernel's buffers and the outbox take.
    let long = "退".repeat(5000);
    let mut last = 0;
    for count in 0..1000 {
        last = talker.say_as(&format!("m{count}"), &format!("{count}{long}")).await;
    }
    let mut held = 0;
    let ended = loop {
        match slow.next().await {
            Ok(frame) => {
                held += 1;
                assert_eq!(frame["event"]["seq"], held);
            }
            Err(ended) => break ended,
        }
    };
    assert!(matches!(ended, Ended::Said(1013, _) | Ended::Cut), "{ended:?}");
    assert!(held < last, "the server kept {last} events for a reader that took none");
    Buyer::resume(&server, &talker.token, held).await.catch_up(last).await;
}

#[tokio::test]
async fn stopping_closes_sockets_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::with(options(), Log::open(&log_file(&folder)).await.unwrap()).await;
    let mut idle = Buyer::new(&server).await;
    let mut buyers = Vec::new();
    for _ in 0..20 {
        let mut buyer = Buyer::new(&server).await;
        buyer.wire.send(json!({ "type": "message", "id": "last", "text": "你好" })).await;
        buyers.push(buyer);
    }
    server.tell_to_stop();
    assert!(matches!(idle.wire.end().await, Ended::Said(1001, _)));
    let mut acked = Vec::new();
    for mut buyer in buyers {
        let ended = loop {
            match buyer.next().await {
                Ok(frame) if frame["type"] == "ack" => acked.push((buyer.token.clone(), frame["seq"].as_u64().unwrap())),
                Ok(_) => {}
                Err(ended) => break ended,
            }
        };
        assert!(matches!(ended, Ended::Said(1001, _)), "{ended:?}");
    }
    server.stop().await;

    let server = Server::with(options(), Log::open(&log_file(&folder)).await.unwrap()).await;
    for (token, seq) in acked {
        let mut buyer = Buyer::resume(&server, &token, 0).await;
        buyer.catch_up(seq).await;
        let said = buyer.events.iter().filter(|event| event["from"] == "buyer").count();
        assert_eq!(said, 1);
    }
    server.stop().await;
}

#[tokio::test]
async fn silence_ends_a_socket() {
    let hurried = aftercare::server::Options { idle: Duration::from_millis(300), ..options() };
    let server = Server::with(hurried, Log::memory()).await;
    let mut buyer = Buyer::new(&server).await;
    assert_eq!(buyer.wire.end().await, Ended::Said(1000, "idle".to_owned()));
}

#[tokio::test]
async fn a_peer_that_does_not_answer_pings_is_given_up() {
    let hurried = aftercare::server::Options { ping: Duration::from_millis(50), ..options() };
    let server = Server::with(hurried, Log::memory()).await;
    let mut lively = Buyer::new(&server).await;
    let mut dead = Raw::open(server.address, "/ws/chat").await;
    dead.write(&frame(TEXT, br#"{"type":"hello"}"#)).await;
    // Raw bytes are read here and nothing is answered, while the other's library answers each ping.
    let answering = async {
        while lively.wire.is_silent().await {}
        panic!("the lively socket was given up");
    };
    let rest = tokio::select! {
        rest = dead.rest() => rest,
        () = answering => unreachable!("it panics"),
    };
    assert!(rest.windows(2).any(|bytes| bytes == [0x89, 0]), "the server pings");
    lively.say("还在").await;
}
