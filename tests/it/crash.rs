//! The real program, killed without warning under load and started again.

use std::{
    io::{BufRead, BufReader, Lines},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::json;

use crate::harness::{Buyer, all, init};

const BUYERS: usize = 24;
const MESSAGES: usize = 500;

/// `aftercare serve`, killed when dropped.
struct Program {
    child: Child,
    address: SocketAddr,
    _said: Lines<BufReader<ChildStdout>>,
}

impl Program {
    fn serve(shop: &Path, data: &Path) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_aftercare"))
            .args(["--shop".as_ref(), shop.as_os_str(), "serve".as_ref()])
            .envs([("AFTERCARE_LISTEN", "127.0.0.1:0"), ("AFTERCARE_LIMITS", "off"), ("AFTERCARE_LOG", "error")])
            .env("AFTERCARE_DATA", data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .find_map(|line| line.unwrap().strip_prefix("listening on http://").map(|address| address.parse().unwrap()))
            .expect("the program says where it listens");
        Program { child, address, _said: lines }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // SIGKILL, on purpose.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// What a buyer was promised before the program died.
struct Promised {
    token: String,
    /// The text and seq of each message acknowledged.
    acked: Vec<(String, u64)>,
}

/// Talks until the program dies.
async fn talk(mut buyer: Buyer, number: usize) -> Promised {
    let mut acked = Vec::new();
    for count in 0..MESSAGES {
        let text = format!("买家{number}的第{count}句");
        if !buyer.wire.try_send(json!({ "type": "message", "id": count.to_string(), "text": text })).await {
            break;
        }
        let seq = loop {
            match buyer.next().await {
                Ok(frame) if frame["type"] == "ack" => break frame["seq"].as_u64(),
                Ok(frame) => assert_ne!(frame["type"], "error", "{frame}"),
                Err(_cut) => break None,
            }
        };
        let Some(seq) = seq else { break };
        acked.push((text, seq));
    }
    Promised { token: buyer.token, acked }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, data) = (folder.path().join("shop"), folder.path().join("data"));
    init(&shop);
    let program = Program::serve(&shop, &data);
    let address = program.address;
    let mut first = Buyer::hello(address, json!({ "type": "hello" })).await;
    let buyers = all((0..BUYERS).map(|_| Buyer::hello(address, json!({ "type": "hello" })))).await;
    let buyers = all(buyers.into_iter().enumerate().map(|(number, buyer)| talk(buyer, number)));
    let killer = async {
        // Killed in the middle: when somebody has been promised something, while everybody still talks.
        for _ in 0..20 {
            first.say("你好").await;
        }
        drop(program);
    };
    let (promises, ()) = tokio::join!(buyers, killer);
    let kept: usize = promises.iter().map(|promise| promise.acked.len()).sum();
    assert!(kept > BUYERS && kept < BUYERS * MESSAGES, "the kill came too early or too late: {kept} messages");

    let program = Program::serve(&shop, &data);
    for promise in promises {
        let mut buyer = Buyer::hello(program.address, json!({ "type": "hello", "token": promise.token })).await;
        let last = buyer.held;
        buyer = Buyer::hello(program.address, json!({ "type": "hello", "token": promise.token, "after": 0 })).await;
        buyer.held = 0;
        buyer.catch_up(last).await;
        let said = buyer.events.iter().filter(|event| event["from"] == "buyer");
        let said: Vec<(String, u64)> =
            said.map(|event| (event["text"].as_str().unwrap().to_owned(), event["seq"].as_u64().unwrap())).collect();
        // The last message may have reached the disk without its ack reaching the buyer.
        assert!(said.len() <= promise.acked.len() + 1);
        assert_eq!(said[..promise.acked.len()], promise.acked[..]);
    }
}
