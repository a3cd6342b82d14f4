//! Chats that are open and silent.

use futures_util::{StreamExt, stream::FuturesUnordered};

use super::connect::{Socket, Target};

/// Chats being opened at once.
const AT_ONCE: usize = 64;

/// Open chats; dropping them hangs up.
pub struct Held {
    sockets: Vec<Socket>,
    /// Chats that couldn't be opened.
    pub refused: usize,
}

impl Held {
    pub fn chats(&self) -> usize {
        self.sockets.len()
    }
}

/// Opens so many chats, each welcomed.
pub async fn hold(target: &Target, chats: usize) -> Held {
    let mut held = Held { sockets: Vec::with_capacity(chats), refused: 0 };
    let mut opening = FuturesUnordered::new();
    for number in 0..chats {
        if opening.len() >= AT_ONCE {
            held.take(opening.next().await.flatten());
        }
        opening.push(open(target, number));
    }
    while let Some(opened) = opening.next().await {
        held.take(opened);
    }
    held
}

impl Held {
    fn take(&mut self, opened: Option<Socket>) {
        match opened {
            Some(socket) => self.sockets.push(socket),
            None => self.refused += 1,
        }
    }
}

async fn open(target: &Target, number: usize) -> Option<Socket> {
    let mut socket = Socket::open(target, number).await.ok()?;
    socket.send(r#"{"type":"hello"}"#.to_owned()).await.ok()?;
    socket.next().await.ok()?.starts_with(r#"{"type":"welcome""#).then_some(socket)
}
