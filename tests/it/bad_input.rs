//! Peers that are broken, in a hurry, or mean ill.

use std::{num::NonZeroU32, time::Duration};

use aftercare::{
    server::{Limits, Options},
    store::Log,
};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::harness::{Agent, BINARY, Buyer, Ended, Raw, Server, TEXT, Wire, frame, handshake, limits, options};

/// What a frame after the hello is answered, and whether the socket lives on.
#[tokio::test]
async fn a_bad_frame_is_named_and_the_socket_lives_on() {
    let server = Server::start().await;
    let mut buyer = Buyer::new(&server).await;
    let long_id = "x".repeat(65);
    for (text, code) in [
        ("", "bad_frame"),
        ("{", "bad_frame"),
        ("null", "bad_frame"),
        ("[]", "bad_frame"),
        (r#"{"type":"fly"}"#, "bad_frame"),
        (r#"{"type":"message","id":"a"}"#, "bad_frame"),
        (r#"{"type":"message","id":"a","text":"  "}"#, "bad_frame"),
        (r#"{"type":"message","id":"","text":"a"}"#, "bad_frame"),
        (r#"{"type":"message","id":["a"],"text":"a"}"#, "bad_frame"),
        (r#"{"type":"choose","id":"a","value":"nonsense"}"#, "bad_frame"),
        (r#"{"type":"rate","id":"a","result":6,"speed":1,"attitude":1}"#, "bad_frame"),
        (r#"{"type":"attach","id":"a","file":"f"}"#, "bad_file"),
        (r#"{"type":"hello"}"#, "bad_frame"),
        (&json!({ "type": "message", "id": long_id, "text": "a" }).to_string(), "bad_frame"),
    ] {
        buyer.wire.send_raw(Message::text(text)).await;
        assert_eq!(buyer.wire.next_error().await, code, "{text}");
        // A good frame forgives the bad one before.
        buyer.wire.send(json!({ "type": "ping" })).await;
        buyer.wire.next_of("pong").await;
    }
    buyer.wire.send_raw(Message::binary(Bytes::from_static(b"\x00\x01"))).await;
    assert_eq!(buyer.wire.next_error().await, "bad_frame");
    buyer.say("还在吗").await;
}

#[tokio::test]
async fn a_peer_that_sends_only_nonsense_is_sent_away() {
    let server = Server::start().await;
    let mut buyer = Buyer::new(&server).await;
    let mut refused = 0;
    while buyer.wire.try_send(json!("nonsense")).await {
        match buyer.wire.next().await {
            Ok(frame) => {
                assert_eq!(frame["code"], "bad_frame");
                refused += 1;
            }
            Err(ended) => {
                assert!(matches!(ended, Ended::Said(1008, _)), "{ended:?}");
                break;
            }
        }
    }
    assert!((2..=20).contains(&refused), "{refused}");
}

#[tokio::test]
async fn a_frame_that_is_too_large_is_named_and_ends_the_socket() {
    let server = Server::start().await;
    for size in [16 * 1024 + 1, 40_000, 200_000, 3_000_000] {
        for before_hello in [true, false] {
            let mut wire = Wire::open(server.address, "/ws/chat", &[]).await.unwrap();
            if !before_hello {
                wire.send(json!({ "type": "hello" })).await;
                wire.next_of("welcome").await;
            }
            let sent = wire.try_send(json!({ "type": "message", "id": "a", "text": "x".repeat(size) })).await;
            // The last megabytes may meet a socket that is closed already; then its error may be lost with it.
            if sent || size < 1_000_000 {
                assert_eq!(wire.next_error().await, "too_large", "{size}");
                assert!(matches!(wire.end().await, Ended::Said(1009, _)));
            }
        }
    }
    let mut buyer = Buyer::new(&server).await;
    let fits = "x".repeat(16 * 1024 - 45);
    buyer.say_as("fits", &fits).await;
    Buyer::new(&server).await.say("还好").await;
}

#[tokio::test]
async fn a_frame_before_hello_is_refused() {
    let server = Server::start().await;
    let mut wire = Wire::open(server.address, "/ws/chat", &[]).await.unwrap();
    wire.send(json!({ "type": "message", "id": "a", "text": "你好" })).await;
    assert_eq!(wire.next_error().await, "bad_frame");
    wire.send(json!({ "type": "hello" })).await;
    assert_eq!(wire.next_of("welcome").await["seq"], 0);
    let mut wire = Wire::open(server.address, "/ws/chat", &[]).await.unwrap();
    for _ in 0..3 {
        wire.send(json!({ "type": "typing" })).await;
    }
    assert!(matches!(wire.end().await, Ended::Said(1008, _)));
}

#[tokio::test]
async fn a_wrong_token_lets_nobody_in() {
    let server = Server::start().await;
    let mut owner = Buyer::new(&server).await;
    owner.say("秘密").await;
    let forged = {
        let other = Buyer::new(&server).await;
        // Another conversation's body under this one's signature.
        format!("{}{}", &other.token[..20], &owner.token[20..])
    };
    for token in ["", "x", &owner.conversation, &owner.token[1..], &forged, "eyJhbGciOiJub25lIn0.e30."] {
        let mut wire = Wire::open(server.address, "/ws/chat", &[]).await.unwrap();
        wire.send(json!({ "type": "hello", "token": token, "after": 0 })).await;
        let refused = wire.next().await.unwrap();
        assert_eq!((&refused["type"], &refused["code"]), (&json!("error"), &json!("unauthorized")), "{token}");
        assert!(matches!(wire.end().await, Ended::Said(1008, _)));
    }
    // A conversation that is only named is a conversation of one's own.
    let named = Buyer::hello(server.address, json!({ "type": "hello", "conversation": owner.conversation, "after": 0 })).await;
    assert_ne!(named.conversation, owner.conversation);
}

#[tokio::test]
async fn the_desk_is_shut_to_strangers() {
    let server = Server::start().await;
    let buyer = Buyer::new(&server).await;
    let token = Agent::token(&server, "小美").await;
    let bearer = |token: &str| format!("Bearer {token}");
    for refused in [
        Wire::open(server.address, "/ws/desk", &[]).await,
        Wire::open(server.address, "/ws/desk", &[("authorization", &bearer(&buyer.token))]).await,
        Wire::open(server.address, "/ws/desk", &[("authorization", &bearer(&token[1..]))]).await,
        Wire::open(server.address, "/ws/desk?token=x", &[]).await,
        Wire::open(server.address, "/ws/desk", &[("cookie", "aftercare_desk=x")]).await,
    ] {
        assert_eq!(refused.err().unwrap(), 401);
    }
    let evil = [("origin", "https://evil.example"), ("authorization", &*bearer(&token))];
    assert_eq!(Wire::open(server.address, "/ws/desk", &evil).await.err().unwrap(), 403);
    for path in [format!("/ws/desk?token={token}"), "/ws/desk".to_owned()] {
        let cookie = format!("theme=dark; aftercare_desk={token}");
        Wire::open(server.address, &path, &[("cookie", &cookie)]).await.unwrap().next_of("welcome").await;
    }
    let mut agent = Agent::new(&server, "小林").await;
    for frame in [json!({ "type": "watch", "conversation": "x" }), json!({ "type": "status", "value": "asleep" }), json!(3)] {
        agent.wire.send(frame).await;
        assert_eq!(agent.wire.next_error().await, "bad_frame");
    }
}

#[tokio::test]
async fn only_named_pages_open_the_chat() {
    let server = Server::start().await;
    for (origin, lets_in) in [
        ("https://shop.example", true),
        (&*format!("http://{}", server.address), true),
        ("https://evil.example", false),
        ("null", false),
    ] {
        let opened = Wire::open(server.address, "/ws/chat", &[("origin", origin)]).await;
        assert_eq!(opened.map(|_| ()).err().map(|status| status.as_u16()), (!lets_in).then_some(403), "{origin}");
    }
}

#[tokio::test]
async fn a_flood_is_refused_and_then_sent_away() {
    let few = Limits { messages_per_minute: NonZeroU32::new(9).unwrap(), ..limits() };
    let server = Server::with(Options { limits: Some(few), ..options() }, Log::memory()).await;
    let mut flood = Buyer::new(&server).await;
    for count in 0..40 {
        if !flood.wire.try_send(json!({ "type": "message", "id": count.to_string(), "text": "你好" })).await {
            break;
        }
    }
    let (mut acks, mut refused) = (0, Vec::new());
    let ended = loop {
        match flood.next().await {
            Ok(frame) if frame["type"] == "ack" => acks += 1,
            Ok(frame) if frame["type"] == "error" => refused.push(frame),
            Ok(_) => {}
            Err(ended) => break ended,
        }
    };
    assert_eq!(acks, 3);
    assert!(refused.iter().all(|frame| frame["code"] == "rate_limited" && frame["id"].is_string()));
    assert!(matches!(ended, Ended::Said(1008, _)), "{ended:?}");
    // What was acknowledged is there, and the others weren't held up.
    Buyer::new(&server).await.say("你好").await;
    Buyer::resume(&server, &flood.token, 0).await.catch_up(flood.held).await;
}

#[tokio::test]
async fn an_address_has_so_many_frames_and_connections() {
    let few = Limits { connections_per_address: 4, frames_per_second_per_address: NonZeroU32::new(10).unwrap(), ..limits() };
    let server = Server::with(Options { limits: Some(few), ..options() }, Log::memory()).await;
    let mut buyers = Vec::new();
    for _ in 0..4 {
        buyers.push(Buyer::new(&server).await);
    }
    let mut fifth = Raw::connect(server.address).await;
    fifth.write(handshake(server.address, "/ws/chat").as_bytes()).await;
    let answer = fifth.rest_as_text().await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 429"), "{answer}");
    let mut refused = false;
    for count in 0..40 {
        let buyer = &mut buyers[count % 4];
        buyer.wire.send(json!({ "type": "ping" })).await;
        refused |= buyer.wire.next().await.unwrap()["code"] == "rate_limited";
    }
    assert!(refused);
}

#[tokio::test]
async fn a_slow_head_or_hello_is_not_waited_for() {
    let server = Server::with(Options { hello: Duration::from_millis(200), ..options() }, Log::memory()).await;
    let mut loris = Raw::connect(server.address).await;
    loris.write(b"GET /ws/chat HTTP/1.1\r\nhost: a\r\nx-slow: ").await;
    loris.rest().await;
    let mut mute = Raw::connect(server.address).await;
    mute.rest().await;
    let mut wire = Wire::open(server.address, "/ws/chat", &[]).await.unwrap();
    assert_eq!(wire.next_error().await, "bad_frame");
    assert!(matches!(wire.end().await, Ended::Said(1008, _)));
    let mut half = Raw::open(server.address, "/ws/chat").await;
    half.write(&frame(TEXT, br#"{"type":"hello"}"#)[..9]).await;
    assert!(half.rest_as_text().await.contains("No hello came in time"));
}

#[tokio::test]
async fn what_is_not_a_websocket_frame_ends_the_socket() {
    let server = Server::start().await;
    let unmasked = b"\x81\x02hi".as_slice();
    let reserved = b"\xf1\x80\x00\x00\x00\x00".as_slice();
    let not_utf8 = &frame(TEXT, b"\"\xff\xfe\"")[..];
    let long_ping = &frame(0x9, &[b'x'; 126])[..];
    let lost_piece = &frame(0x0, b"piece")[..];
    for (what, bytes) in [
        ("unmasked", unmasked),
        ("reserved", reserved),
        ("not UTF-8", not_utf8),
        ("long ping", long_ping),
        ("lost piece", lost_piece),
    ] {
        for hello in [true, false] {
            let mut raw = Raw::open(server.address, "/ws/chat").await;
            if hello {
                raw.write(&frame(TEXT, br#"{"type":"hello"}"#)).await;
            }
            raw.write(bytes).await;
            let said = raw.rest_as_text().await;
            assert!(said.contains("bad_frame"), "{what}: {said:?}");
        }
    }
    let mut raw = Raw::open(server.address, "/ws/chat").await;
    raw.write(&frame(BINARY, &[0; 20_000])).await;
    assert!(raw.rest_as_text().await.contains("too_large"));
}

#[tokio::test]
async fn a_frame_in_pieces_is_one_frame() {
    let server = Server::start().await;
    let mut raw = Raw::open(server.address, "/ws/chat").await;
    let mut bytes = Vec::new();
    let hello = br#"{"type":"hello"}"#;
    for (at, letter) in hello.iter().enumerate() {
        let opcode = if at == 0 { TEXT } else { 0 };
        let mut piece = frame(opcode, &[*letter]);
        if at + 1 < hello.len() {
            piece[0] &= 0x7f;
        }
        bytes.extend(piece);
    }
    bytes.extend(frame(0x8, &1000u16.to_be_bytes()));
    raw.write(&bytes).await;
    assert!(raw.rest_as_text().await.contains("welcome"));
}

#[tokio::test]
async fn a_socket_cut_at_any_byte_harms_nobody() {
    let server = Server::start().await;
    let witness = Buyer::new(&server).await;
    let mut talk = handshake(server.address, "/ws/chat").into_bytes();
    talk.extend(frame(TEXT, json!({ "type": "hello", "token": witness.token }).to_string().as_bytes()));
    talk.extend(frame(TEXT, br#"{"type":"message","id":"cut","text":"x"}"#));
    for cut in 0..talk.len() {
        Raw::connect(server.address).await.write(&talk[..cut]).await;
    }
    let mut witness = witness;
    // No cut came after the whole message, so nothing was said.
    assert_eq!(witness.say("你好").await, 1);
    assert_eq!(Value::from(witness.held), witness.events.last().map_or(json!(0), |event| event["seq"].clone()));
    server.stop().await;
}
