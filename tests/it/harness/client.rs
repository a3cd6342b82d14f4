//! Buyers and agents as programs.

use std::{net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::{TcpSocket, TcpStream},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest, http::StatusCode},
};

use super::{DESK_KEY, PATIENCE, Server, http};

/// How a socket ended: the close code and reason, or without a word.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Said(u16, String),
    Cut,
}

/// One WebSocket. Every frame must be a JSON object with a known type.
pub(crate) struct Wire {
    socket: WebSocketStream<TcpStream>,
}

const KNOWN: &[&str] = &["welcome", "ack", "event", "typing", "pong", "error", "queue", "owner", "offer"];

impl Wire {
    pub(crate) async fn open(address: SocketAddr, path: &str, headers: &[(&'static str, &str)]) -> Result<Wire, StatusCode> {
        Wire::over(TcpStream::connect(address).await.unwrap(), address, path, headers).await
    }

    /// A socket whose side takes little before the other has to wait; much smaller, and TCP itself takes minutes to empty it.
    pub(crate) async fn narrow(address: SocketAddr, path: &str) -> Wire {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(32 * 1024).unwrap();
        let stream = socket.connect(address).await.unwrap();
        Wire::over(stream, address, path, &[]).await.unwrap()
    }

    async fn over(
        stream: TcpStream,
        address: SocketAddr,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Wire, StatusCode> {
        let mut request = format!("ws://{address}{path}").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match timeout(PATIENCE, client_async(request, stream)).await.expect("the handshake is answered") {
            Ok((socket, _)) => Ok(Wire { socket }),
            Err(Error::Http(response)) => Err(response.status()),
            Err(error) => panic!("the handshake failed: {error}"),
        }
    }

    pub(crate) async fn send(&mut self, frame: Value) {
        self.send_raw(Message::text(frame.to_string())).await;
    }

    pub(crate) async fn send_raw(&mut self, message: Message) {
        timeout(PATIENCE, self.socket.send(message)).await.expect("the server reads").unwrap();
    }

    /// As [`Wire::send`], on a socket that may have been closed meanwhile.
    pub(crate) async fn try_send(&mut self, frame: Value) -> bool {
        timeout(PATIENCE, self.socket.send(Message::text(frame.to_string()))).await.expect("the server reads").is_ok()
    }

    /// The next frame, or how the socket ended.
    pub(crate) async fn next(&mut self) -> Result<Value, Ended> {
        loop {
            match timeout(PATIENCE, self.socket.next()).await.expect("the server says something") {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    let kind = frame["type"].as_str().unwrap_or_default();
                    assert!(KNOWN.contains(&kind), "not a frame of the contract: {frame}");
                    return Ok(frame);
                }
                Some(Ok(Message::Close(Some(close)))) => return Err(Ended::Said(close.code.into(), close.reason.to_string())),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(other)) => panic!("not a frame of the contract: {other:?}"),
                Some(Err(_)) | None => return Err(Ended::Cut),
            }
        }
    }

    /// The next frame of a type; others before it are passed over.
    pub(crate) async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap_or_else(|ended| panic!("the socket ended before {kind}: {ended:?}"));
            if frame["type"] == kind {
                return frame;
            }
        }
    }

    /// The next error's code.
    pub(crate) async fn next_error(&mut self) -> String {
        self.next_of("error").await["code"].as_str().unwrap().to_owned()
    }

    /// How the socket ends; frames before that are passed over.
    pub(crate) async fn end(&mut self) -> Ended {
        loop {
            if let Err(ended) = self.next().await {
                return ended;
            }
        }
    }

    /// Whether nothing but pings comes for a moment. Only for what must not come: a wait that is too short can't fail a right server.
    pub(crate) async fn is_silent(&mut self) -> bool {
        let something = async { while matches!(self.socket.next().await, Some(Ok(Message::Ping(_) | Message::Pong(_)))) {} };
        timeout(Duration::from_millis(100), something).await.is_err()
    }
}

/// A buyer's page: says hello, keeps its token, and holds every event it got, in order.
pub(crate) struct Buyer {
    pub(crate) wire: Wire,
    pub(crate) conversation: String,
    pub(crate) token: String,
    pub(crate) welcome: Value,
    /// The seq of the last event held.
    pub(crate) held: u64,
    pub(crate) events: Vec<Value>,
    sent: u32,
}

impl Buyer {
    pub(crate) async fn new(server: &Server) -> Buyer {
        Buyer::hello(server.address, json!({ "type": "hello" })).await
    }

    pub(crate) async fn resume(server: &Server, token: &str, after: u64) -> Buyer {
        let mut buyer = Buyer::hello(server.address, json!({ "type": "hello", "token": token, "after": after })).await;
        buyer.held = after;
        buyer
    }

    pub(crate) async fn hello(address: SocketAddr, hello: Value) -> Buyer {
        let mut wire = Wire::open(address, "/ws/chat", &[]).await.unwrap();
        wire.send(hello).await;
        let welcome = wire.next().await.unwrap();
        assert_eq!(welcome["type"], "welcome", "{welcome}");
        let text = |key: &str| welcome[key].as_str().unwrap().to_owned();
        let held = welcome["seq"].as_u64().unwrap();
        Buyer { conversation: text("conversation"), token: text("token"), wire, held, events: Vec::new(), welcome, sent: 0 }
    }

    /// Says something under a new id and waits for the ack: the seq.
    pub(crate) async fn say(&mut self, text: &str) -> u64 {
        self.sent += 1;
        let id = format!("m{}-{}", self.sent, text.len());
        self.say_as(&id, text).await
    }

    pub(crate) async fn say_as(&mut self, id: &str, text: &str) -> u64 {
        self.wire.send(json!({ "type": "message", "id": id, "text": text })).await;
        loop {
            let frame = self.next().await.unwrap();
            if frame["type"] == "ack" && frame["id"] == id {
                return frame["seq"].as_u64().unwrap();
            }
            assert_ne!(frame["type"], "error", "{frame}");
        }
    }

    /// The next frame; an event must follow the one before.
    pub(crate) async fn next(&mut self) -> Result<Value, Ended> {
        let frame = self.wire.next().await?;
        if frame["type"] == "event" {
            let seq = frame["event"]["seq"].as_u64().unwrap();
            assert_eq!(seq, self.held + 1, "an event was lost, doubled or out of order");
            self.held = seq;
            self.events.push(frame["event"].clone());
        }
        Ok(frame)
    }

    /// Reads on until the event `seq` is held.
    pub(crate) async fn catch_up(&mut self, seq: u64) {
        while self.held < seq {
            self.next().await.unwrap();
        }
    }

    /// Reads on until an event of the kind has come.
    pub(crate) async fn until(&mut self, kind: &str) -> Value {
        loop {
            if let Some(event) = self.events.iter().rfind(|event| event["kind"] == kind) {
                return event.clone();
            }
            self.next().await.unwrap();
        }
    }
}

/// An agent's page.
pub(crate) struct Agent {
    pub(crate) wire: Wire,
}

impl Agent {
    pub(crate) async fn new(server: &Server, name: &str) -> Agent {
        let token = Agent::token(server, name).await;
        let bearer = format!("Bearer {token}");
        let mut wire = Wire::open(server.address, "/ws/desk", &[("authorization", &bearer)]).await.unwrap();
        assert_eq!(wire.next_of("welcome").await["name"], name);
        Agent { wire }
    }

    pub(crate) async fn token(server: &Server, name: &str) -> String {
        let body = json!({ "name": name, "password": DESK_KEY }).to_string();
        let answer = http::request(server.address, "POST", "/api/login", &[("content-type", "application/json")], &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["token"].as_str().unwrap().to_owned()
    }

    /// The conversation's row, as soon as it is in the queue.
    pub(crate) async fn waiting(&mut self, conversation: &str) -> Value {
        loop {
            let frame = self.wire.next_of("queue").await;
            if let Some(row) = frame["items"].as_array().unwrap().iter().find(|row| row["conversation"] == conversation) {
                return row.clone();
            }
        }
    }

    /// Takes the conversation over: its epoch.
    pub(crate) async fn claim(&mut self, conversation: &str) -> u64 {
        self.wire.send(json!({ "type": "claim", "conversation": conversation })).await;
        loop {
            let frame = self.wire.next().await.unwrap();
            assert_ne!(frame["type"], "error", "{frame}");
            if frame["type"] == "owner" && frame["conversation"] == conversation && frame["owner"] == "agent" {
                return frame["epoch"].as_u64().unwrap();
            }
        }
    }
}
