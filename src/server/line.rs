//! One WebSocket, with patience: what it hears is told apart, what it says goes out in one write or not at all.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use futures_util::SinkExt;
use serde::Serialize;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite;

/// The longest frame of the contract.
pub(super) const LONGEST_FRAME: usize = 16 * 1024;
/// Frames up to this are read whole, so that a frame that is too long gets its error and the connection an orderly end.
const LONGEST_READ: usize = 64 * 1024;
/// A peer that takes nothing for this long is cut off.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);
/// Wait for the peer's half of the closing handshake.
const CLOSE_PATIENCE: Duration = Duration::from_secs(2);

/// Sets the buffers: they are most of what an idle socket costs.
pub(super) fn lean(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(2 * 1024)
        .write_buffer_size(4 * 1024)
        .max_write_buffer_size(512 * 1024)
        .max_message_size(LONGEST_READ)
        .max_frame_size(LONGEST_READ)
}

/// What came over the wire.
#[derive(Debug)]
pub(super) enum Heard {
    Text(Utf8Bytes),
    /// A text or binary frame past [`LONGEST_FRAME`]; `read` where it is behind us, so that the stream goes on.
    TooLarge {
        read: bool,
    },
    Binary,
    /// A ping or pong: the peer is alive.
    Sign,
    /// Not a WebSocket frame, or not UTF-8.
    Broken,
    Gone,
}

/// The peer doesn't read, or isn't there any more.
#[derive(Debug)]
pub(super) struct Lost;

pub(super) struct Line {
    socket: WebSocket,
    /// Frames for the next flush.
    waiting: Vec<Message>,
    /// When the peer last gave a sign of life.
    pub(super) heard_at: Instant,
    pinged_at: Option<Instant>,
}

impl Line {
    pub(super) fn new(socket: WebSocket) -> Line {
        Line { socket, waiting: Vec::new(), heard_at: Instant::now(), pinged_at: None }
    }

    /// The next frame. Nothing is lost when the wait is given up.
    pub(super) async fn hear(&mut self) -> Heard {
        let received = self.socket.recv().await;
        self.heard_at = Instant::now();
        self.pinged_at = None;
        match received {
            Some(Ok(Message::Text(text))) if text.len() > LONGEST_FRAME => Heard::TooLarge { read: true },
            Some(Ok(Message::Text(text))) => Heard::Text(text),
            Some(Ok(Message::Binary(bytes))) if bytes.len() > LONGEST_FRAME => Heard::TooLarge { read: true },
            Some(Ok(Message::Binary(_))) => Heard::Binary,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Heard::Sign,
            Some(Ok(Message::Close(_))) | None => Heard::Gone,
            Some(Err(error)) => match error.into_inner().downcast_ref::<tungstenite::Error>() {
                Some(tungstenite::Error::Capacity(_)) => Heard::TooLarge { read: false },
                Some(tungstenite::Error::Utf8(_)) => Heard::Broken,
                Some(tungstenite::Error::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake)) => {
                    Heard::Gone
                }
                Some(tungstenite::Error::Protocol(_)) => Heard::Broken,
                _ => Heard::Gone,
            },
        }
    }

    /// Lays a frame out for the next flush.
    pub(super) fn put(&mut self, frame: &impl Serialize) {
        let text = serde_json::to_string(frame).expect("frames have text keys and no values that can fail");
        self.waiting.push(Message::text(text));
    }

    /// Writes out what was put.
    pub(super) async fn flush(&mut self) -> Result<(), Lost> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let Line { socket, waiting, .. } = self;
        let write = async {
            for message in waiting.drain(..) {
                socket.feed(message).await?;
            }
            socket.flush().await
        };
        match timeout(WRITE_PATIENCE, write).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Lost),
        }
    }

    /// When [`Line::check`] wants to be called next.
    pub(super) fn check_at(&self, ping: Duration) -> Instant {
        match self.pinged_at {
            None => self.heard_at + ping,
            Some(pinged_at) => (pinged_at + ping).min(self.heard_at + ping * 5 / 2),
        }
    }

    /// Pings a peer that was silent, and gives up one that was silent for too long.
    pub(super) fn check(&mut self, ping: Duration) -> Result<(), Lost> {
        let now = Instant::now();
        if now >= self.heard_at + ping * 5 / 2 {
            return Err(Lost);
        }
        if now >= self.check_at(ping) {
            self.pinged_at = Some(now);
            self.waiting.push(Message::Ping(Default::default()));
        }
        Ok(())
    }

    /// Says goodbye and waits for the peer's, so that what was sent before arrives.
    pub(super) async fn end(mut self, goodbye: Goodbye) {
        let (code, reason) = goodbye.words();
        self.waiting.push(Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) })));
        if self.flush().await.is_err() {
            return;
        }
        let farewell = async {
            loop {
                match self.hear().await {
                    Heard::Gone => return,
                    // The stream can't be read on; closing it now would take back what the peer hasn't read yet.
                    Heard::Broken | Heard::TooLarge { read: false } => std::future::pending::<()>().await,
                    Heard::Text(_) | Heard::TooLarge { read: true } | Heard::Binary | Heard::Sign => {}
                }
            }
        };
        _ = timeout(CLOSE_PATIENCE, farewell).await;
    }
}

/// Why a socket ends, in close codes of RFC 6455.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goodbye {
    /// Nothing was said for long.
    Idle,
    /// The server stops; come back.
    Stopping,
    /// Not a WebSocket peer.
    Broken,
    TooLarge,
    /// Too many frames that mean nothing, or too many at once.
    Misbehaved,
    /// No first frame in time, or none that lets the peer in.
    Unwelcome,
    /// It read too slowly; come back and resume.
    Behind,
    /// The log can't be read now; come back.
    Unavailable,
}

impl Goodbye {
    fn words(self) -> (u16, &'static str) {
        match self {
            Goodbye::Idle => (close_code::NORMAL, "idle"),
            Goodbye::Stopping => (close_code::AWAY, "the server restarts"),
            Goodbye::Broken => (close_code::PROTOCOL, "not a frame"),
            Goodbye::TooLarge => (close_code::SIZE, "frames are at most 16 KiB"),
            Goodbye::Misbehaved => (close_code::POLICY, "too many frames that can't be served"),
            Goodbye::Unwelcome => (close_code::POLICY, "no hello that lets you in"),
            Goodbye::Behind => (close_code::AGAIN, "read too slowly, resume by seq"),
            Goodbye::Unavailable => (close_code::AGAIN, "unavailable, come back"),
        }
    }
}
