//! A server of a starter shop, and clients that take nothing on trust.

mod client;
mod http;
mod raw;

use std::{
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::Duration,
};

use aftercare::{
    app::{self, App, Clock},
    base::Private,
    playbook::Playbook,
    server::{self, Gauges, Limits, Options},
    store::Log,
};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle, time::timeout};

pub(crate) use client::{Agent, Buyer, Ended, Wire};
pub(crate) use http::{Answer, request};
pub(crate) use raw::{BINARY, Raw, TEXT, frame, handshake};

/// No answer of a test's server takes this long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
pub(crate) const DESK_KEY: &str = "the desk key of the tests";

/// A starter shop, as `aftercare init` writes it; one for all tests of this process, never written to.
pub(crate) fn starter() -> &'static Path {
    static SHOP: OnceLock<TempDir> = OnceLock::new();
    SHOP.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        init(&folder.path().join("shop"));
        folder
    });
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| SHOP.get().unwrap().path().join("shop"))
}

pub(crate) fn init(folder: &Path) {
    let made = Command::new(env!("CARGO_BIN_EXE_aftercare")).arg("init").arg(folder).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

pub(crate) fn playbook(shop: &Path) -> Playbook {
    let cache = starter().parent().unwrap().join("cache");
    Playbook::load(shop, Some(&cache)).unwrap_or_else(|problems| panic!("the starter shop has problems: {problems:?}"))
}

/// What a test's server runs on: everything quick, nothing limited.
pub(crate) fn options() -> Options {
    Options {
        shop: starter().to_owned(),
        cache: starter().parent().unwrap().join("cache"),
        origins: vec!["https://shop.example".to_owned()],
        trusted_proxies: Vec::new(),
        hello: Duration::from_secs(10),
        ping: Duration::from_secs(25),
        idle: Duration::from_secs(1800),
        limits: None,
        secret: Private::new(b"the secret of the tests".to_vec()),
        desk_key: Private::new(DESK_KEY.to_owned()),
        patience: Duration::from_secs(10),
    }
}

pub(crate) fn limits() -> Limits {
    Limits {
        messages_per_minute: NonZeroU32::new(60).unwrap(),
        connections_per_address: 200,
        frames_per_second_per_address: NonZeroU32::new(100).unwrap(),
    }
}

/// A server on a port of its own. Dropped: told to stop, not waited for; [`Server::stop`] waits.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) app: App,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start() -> Server {
        Server::with(options(), Log::memory()).await
    }

    pub(crate) async fn with(options: Options, log: Log) -> Server {
        let app = App::start(app::Options::default(), log, playbook(&options.shop), Clock::System).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async {
            // A dropped sender stops the server as well.
            _ = stopped.await;
        };
        #[expect(clippy::disallowed_methods, reason = "the test waits for it itself")]
        let served = tokio::spawn(server::serve(listener, app.clone(), options, Gauges::default(), shutdown));
        Server { address, app, stop: Some(stop), served }
    }

    /// Tells the server to stop, without waiting.
    pub(crate) fn tell_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).unwrap();
        }
    }

    /// Stops the server and waits for its end.
    pub(crate) async fn stop(mut self) {
        self.tell_to_stop();
        timeout(PATIENCE, &mut self.served).await.expect("the server stops in time").unwrap();
    }
}

/// A file for a log that outlives its server.
pub(crate) fn log_file(folder: &TempDir) -> String {
    folder.path().join("log.db").display().to_string()
}

/// Random numbers that a failing test can be run with again: the seed is in its message.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// 0 up to, not including, `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

/// Runs every task and fails with the first that failed.
pub(crate) async fn all<T: Send + 'static>(tasks: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let mut set = tokio::task::JoinSet::new();
    for task in tasks {
        set.spawn(task);
    }
    let mut done = Vec::new();
    while let Some(outcome) = set.join_next().await {
        done.push(outcome.unwrap());
    }
    done
}
