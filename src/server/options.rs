use std::{num::NonZeroU32, path::PathBuf, time::Duration};

use crate::{base::Private, config::Network};

/// What the server runs on. `cli` fills it from the shop's settings; they were checked there.
#[derive(Clone, Debug)]
pub struct Options {
    /// The shop's folder, read again at each reload.
    pub shop: PathBuf,
    /// Where a playbook keeps what it compiled.
    pub cache: PathBuf,
    /// Other sites whose pages may open the chat socket, such as `https://shop.example`.
    pub origins: Vec<String>,
    /// Proxies whose word is taken on whom they ask for (`X-Forwarded-For`).
    pub trusted_proxies: Vec<Network>,
    /// A request's head comes within this, and after it a socket's first frame.
    pub hello: Duration,
    /// A peer that was silent for this long is pinged; for two and a half times as long, it is gone.
    pub ping: Duration,
    /// A socket on which the buyer did nothing for this long is closed.
    pub idle: Duration,
    /// `None` lifts every rate limit: for load tests only.
    pub limits: Option<Limits>,
    /// Signs the tokens.
    pub secret: Private<Vec<u8>>,
    /// Opens the desk.
    pub desk_key: Private<String>,
    /// How long the turns in progress may take once the server is told to stop.
    pub patience: Duration,
}

/// What one peer may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Inputs of one buyer's socket; a third of them may come at once.
    pub messages_per_minute: NonZeroU32,
    /// Connections at the same time.
    pub connections_per_address: u32,
    /// Frames of all sockets of an address; two seconds' worth may come at once.
    pub frames_per_second_per_address: NonZeroU32,
}
