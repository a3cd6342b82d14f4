//! Lean sockets to one server.

use std::{
    net::{Ipv4Addr, SocketAddr, ToSocketAddrs},
    str::FromStr,
};

use anyhow::Context;
use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::{TcpSocket, TcpStream},
    time::{Duration, timeout},
};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, Utf8Bytes, http::Uri, protocol::WebSocketConfig},
};

/// A server that doesn't answer for this long counts as an error.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
/// Sockets from one local address; there are about 28,000 ports to each server address.
const PER_ADDRESS: usize = 10_000;

/// A server's socket, resolved.
#[derive(Clone, Debug)]
pub struct Target {
    url: String,
    address: SocketAddr,
}

impl FromStr for Target {
    type Err = anyhow::Error;
    fn from_str(url: &str) -> anyhow::Result<Target> {
        let uri: Uri = url.parse().with_context(|| format!("{url} isn't an address"))?;
        anyhow::ensure!(uri.scheme_str() == Some("ws"), "load goes to ws:// addresses, such as ws://127.0.0.1:8080/ws/chat");
        let host = uri.host().with_context(|| format!("{url} names no host"))?;
        let address =
            (host, uri.port_u16().unwrap_or(80)).to_socket_addrs()?.next().with_context(|| format!("{host} has no address"))?;
        Ok(Target { url: url.to_owned(), address })
    }
}

/// Why a chat ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failed {
    Connect,
    Closed,
    TimedOut,
}

/// One WebSocket.
pub(super) struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// `number` spreads sockets over local addresses.
    pub(super) async fn open(target: &Target, number: usize) -> Result<Socket, Failed> {
        let opened = timeout(PATIENCE, async {
            let stream = connect(target.address, number).await.ok()?;
            stream.set_nodelay(true).ok()?;
            let config = WebSocketConfig::default().read_buffer_size(1024).write_buffer_size(0).max_write_buffer_size(64 * 1024);
            client_async_with_config(target.url.as_str(), stream, Some(config)).await.ok()
        });
        match opened.await {
            Ok(Some((socket, _response))) => Ok(Socket(socket)),
            Ok(None) => Err(Failed::Connect),
            Err(_elapsed) => Err(Failed::TimedOut),
        }
    }

    pub(super) async fn send(&mut self, text: String) -> Result<(), Failed> {
        self.0.send(Message::text(text)).await.map_err(|_| Failed::Closed)
    }

    /// The next text frame.
    pub(super) async fn next(&mut self) -> Result<Utf8Bytes, Failed> {
        let text = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => return Ok(text),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Failed::Closed),
                    Some(Ok(_)) => {}
                }
            }
        };
        timeout(PATIENCE, text).await.unwrap_or(Err(Failed::TimedOut))
    }

    pub(super) async fn close(mut self) {
        // The server may be gone already; then there is nothing to close.
        _ = timeout(PATIENCE, self.0.close(None)).await;
    }
}

async fn connect(address: SocketAddr, number: usize) -> std::io::Result<TcpStream> {
    let socket = match address {
        // Binding walks every port that a closed socket still holds, so it is left out until the ports would run short.
        SocketAddr::V4(four) if four.ip().is_loopback() && number >= PER_ADDRESS => {
            let socket = TcpSocket::new_v4()?;
            let last = u8::try_from(1 + (number / PER_ADDRESS) % 250).unwrap_or(1);
            socket.bind(SocketAddr::from((Ipv4Addr::new(127, 0, 0, last), 0)))?;
            socket
        }
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.connect(address).await
}
