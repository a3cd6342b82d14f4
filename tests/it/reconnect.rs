//! Networks that fail: sockets cut at random, messages resent, and every event there once, in order.

use std::sync::Arc;

use aftercare::store::Log;
use serde_json::{Value, json};

use crate::harness::{Buyer, Dice, Server, Wire, all, log_file, options};

const CONVERSATIONS: usize = 200;
const MESSAGES: usize = 8;

/// What one page knows, as it would keep it over a reload.
#[derive(Default)]
struct Page {
    token: Option<String>,
    held: Vec<Value>,
    acked: Vec<Option<u64>>,
}

impl Page {
    /// One connection: says hello, resends what wasn't acknowledged, and is cut at some point.
    async fn connect(&mut self, server: &Server, dice: &mut Dice, cuts: bool) {
        let mut wire = Wire::open(server.address, "/ws/chat", &[]).await.unwrap();
        let mut hello = json!({ "type": "hello", "after": self.held.len() });
        if let Some(token) = &self.token {
            hello["token"] = json!(token);
        }
        wire.send(hello).await;
        let mut patience = if cuts { dice.roll(20) } else { usize::MAX };
        let welcome = wire.next_of("welcome").await;
        self.token = Some(welcome["token"].as_str().unwrap().to_owned());
        let mut in_flight = None;
        loop {
            if in_flight.is_none() {
                in_flight = self.acked.iter().position(Option::is_none);
                match in_flight {
                    Some(number) => {
                        let text = format!("第{number}句");
                        wire.send(json!({ "type": "message", "id": number.to_string(), "text": text })).await;
                    }
                    None if self.held.len() as u64 >= self.acked.iter().flatten().copied().max().unwrap_or(0) => return,
                    None => {}
                }
            }
            if patience == 0 {
                return;
            }
            patience -= 1;
            let frame = wire.next().await.unwrap();
            match frame["type"].as_str().unwrap() {
                "ack" => {
                    let number: usize = frame["id"].as_str().unwrap().parse().unwrap();
                    self.acked[number] = frame["seq"].as_u64();
                    in_flight = None;
                }
                "event" => {
                    assert_eq!(frame["event"]["seq"], self.held.len() + 1, "an event was lost, doubled or out of order");
                    self.held.push(frame["event"].clone());
                }
                "typing" => {}
                other => panic!("{other}: {frame}"),
            }
        }
    }
}

async fn converse(server: Arc<Server>, seed: u64) -> Page {
    let mut dice = Dice::new(seed);
    let mut page = Page { acked: vec![None; MESSAGES], ..Page::default() };
    // A buyer who was cut before the first welcome has no token yet and begins again.
    while page.acked.iter().any(Option::is_none) {
        let cuts = dice.roll(8) != 0;
        page.connect(&server, &mut dice, cuts).await;
    }
    page
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_or_reordered_over_cut_sockets() {
    let folder = tempfile::tempdir().unwrap();
    let server = Arc::new(Server::with(options(), Log::open(&log_file(&folder)).await.unwrap()).await);
    let pages = all((0..CONVERSATIONS as u64).map(|seed| converse(Arc::clone(&server), seed))).await;
    assert_eq!(pages.len(), CONVERSATIONS);
    for page in pages {
        let whole = Buyer::resume(&server, page.token.as_ref().unwrap(), 0).await;
        check(whole, &page).await;
    }
}

/// The log holds what the page was told, and each message once, in the order in which it was said.
async fn check(mut whole: Buyer, page: &Page) {
    whole.catch_up(whole.welcome["seq"].as_u64().unwrap()).await;
    assert_eq!(whole.events[..page.held.len()], page.held[..]);
    let said: Vec<_> = whole.events.iter().filter(|event| event["from"] == "buyer").collect();
    let texts: Vec<String> = said.iter().map(|event| event["text"].as_str().unwrap().to_owned()).collect();
    let wanted: Vec<String> = (0..MESSAGES).map(|number| format!("第{number}句")).collect();
    assert_eq!(texts, wanted);
    let seqs: Vec<Option<u64>> = said.iter().map(|event| event["seq"].as_u64()).collect();
    assert_eq!(seqs, page.acked);
}
