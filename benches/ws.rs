//! The whole server on the demonstration shop against a bare echo, in the same run, by the same buyers: so many at once, each
//! connects, sends its messages with one in flight, and comes again on a new connection. With the echo a turn is a message and
//! the same message back; with the server it is a message understood, answered from the shop's folder, both events on the disk,
//! the ack and the answer sent. Then what the server's memory grows by for each chat that is open and silent.
//!
//! The buyers run in this process, the echo on a runtime of its own beside them, the server as the program it is. Everything
//! shares the machine's processors, so only the ratio of one run means something.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStderr, ChildStdout, Command, Stdio},
    time::Duration,
};

use aftercare::cli::load::{Measured, Plan, Speech, Target, drive, lines};
use axum::{
    Router,
    extract::{WebSocketUpgrade, ws::Message},
    response::Response,
    routing::get,
};
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};

/// How much of it: enough for a figure, or one round to see that it works.
struct Size {
    buyers: usize,
    messages: usize,
    time: Duration,
    warm_up: Duration,
    held: usize,
}

const WHOLE: Size =
    Size { buyers: 256, messages: 8, time: Duration::from_secs(15), warm_up: Duration::from_secs(3), held: 10_000 };
const TINY: Size =
    Size { buyers: 4, messages: 2, time: Duration::from_millis(300), warm_up: Duration::from_millis(100), held: 20 };

/// Measures and prints. `tiny`: one short round, whose figures mean nothing.
pub(crate) fn print_ratio(tiny: bool) {
    let size = if tiny { TINY } else { WHOLE };
    let data = tempfile::tempdir().expect("a folder for the server's data");
    let echo = measure_echo(&size);
    let (server, bytes_a_chat) = measure_server(&size, data.path());
    let chats = format!("{} buyers at once, {} messages each", size.buyers, size.messages);
    println!("\nchats over WebSocket ({chats})");
    println!(
        "  bare echo  {:>9.0} turns/s   p50 {:>6} us   p99 {:>7} us",
        echo.turns_per_second(),
        echo.answer_us(0.5),
        echo.answer_us(0.99)
    );
    println!(
        "  aftercare  {:>9.0} turns/s   p50 {:>6} us   p99 {:>7} us   {:.1} % of the echo",
        server.turns_per_second(),
        server.answer_us(0.5),
        server.answer_us(0.99),
        100.0 * server.turns_per_second() / echo.turns_per_second(),
    );
    match bytes_a_chat {
        Some(bytes) => println!("  {} idle chats held: {:.1} KiB of resident memory each", size.held, bytes / 1024.0),
        None => println!("  memory of idle chats: not measured, it is read from /proc"),
    }
}

/// Warms up, measures, and takes no figure that errors are part of.
fn measure(target: &Target, size: &Size, speech: &Speech) -> Measured {
    let clients = Runtime::new().expect("a runtime for the buyers");
    let plan = |time| Plan { buyers: size.buyers, messages: size.messages, time, speech: speech.clone() };
    clients.block_on(async {
        drive(target, plan(size.warm_up)).await;
        let measured = drive(target, plan(size.time)).await;
        assert!(measured.turns > 0 && measured.errors() == 0, "the run had errors:\n{measured}");
        measured
    })
}

fn measure_echo(size: &Size) -> Measured {
    let runtime = Runtime::new().expect("a runtime for the echo");
    let (address, stop) = runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port for the echo");
        let address = listener.local_addr().expect("the port that was bound");
        let (stop, stopped) = oneshot::channel::<()>();
        let served = async move {
            let serving = axum::serve(listener, Router::new().route("/ws", get(echo)));
            tokio::select! {
                _ = serving => {}
                _ = stopped => {}
            }
        };
        #[expect(clippy::disallowed_methods, reason = "it ends with its runtime")]
        tokio::spawn(served);
        (address, stop)
    });
    let target = format!("ws://{address}/ws").parse().expect("an address just made");
    let measured = measure(&target, size, &Speech::Echo);
    drop(stop);
    runtime.shutdown_background();
    measured
}

/// With the server's own buffer sizes, so that the two differ in what they do and not in what they hold.
async fn echo(upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.read_buffer_size(2 * 1024).write_buffer_size(0);
    upgrade.on_upgrade(|mut socket| async move {
        while let Some(Ok(message)) = socket.recv().await {
            if matches!(message, Message::Text(_)) && socket.send(message).await.is_err() {
                return;
            }
        }
    })
}

fn measure_server(size: &Size, data: &Path) -> (Measured, Option<f64>) {
    let server = Served::start(data);
    let target = format!("ws://{}/ws/chat", server.address).parse().expect("an address just read");
    let measured = measure(&target, size, &Speech::Chat(lines()));
    drop(server);
    // A server that has just been busy holds memory that says nothing of chats.
    let server = Served::start(&data.join("quiet"));
    (measured, server.bytes_a_chat(size.held))
}

/// `aftercare serve` on the demonstration shop; killed when dropped.
struct Served {
    child: Child,
    address: SocketAddr,
    _said: BufReader<ChildStdout>,
}

impl Served {
    fn start(data: &Path) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_aftercare"))
            .args(["--shop", env!("CARGO_MANIFEST_DIR"), "serve", "--listen", "127.0.0.1:0"])
            .envs([("AFTERCARE_LIMITS", "off"), ("AFTERCARE_LOG", "error")])
            .env("AFTERCARE_DATA", data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program was built");
        let mut said = BufReader::new(child.stdout.take().expect("its output is piped"));
        let mut line = String::new();
        said.read_line(&mut line).expect("its output is text");
        let address = line.trim().strip_prefix("listening on http://").and_then(|address| address.parse().ok());
        let address = address.expect("the server says where it listens; `aftercare check` says why it may not");
        Served { child, address, _said: said }
    }

    /// What resident memory grows by for each chat held; `None` where it can't be read.
    fn bytes_a_chat(&self, chats: usize) -> Option<f64> {
        // The first chats pay for what all share.
        let first = Holder::start(self.address, 100);
        let before = resident(self.child.id())?;
        let holder = Holder::start(self.address, chats);
        let after = resident(self.child.id())?;
        drop((first, holder));
        Some((after as f64 - before as f64) / chats as f64)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// `aftercare load --hold`: a process of its own, for a process may hold only so many sockets.
struct Holder {
    child: Child,
    _said: BufReader<ChildStderr>,
}

impl Holder {
    /// Returns when every chat is open and welcomed.
    fn start(address: SocketAddr, chats: usize) -> Holder {
        let mut child = Command::new(env!("CARGO_BIN_EXE_aftercare"))
            .args(["load", "--url", &format!("ws://{address}/ws/chat"), "--hold", &chats.to_string(), "--seconds", "600"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built");
        let mut said = BufReader::new(child.stderr.take().expect("its output is piped"));
        let mut line = String::new();
        said.read_line(&mut line).expect("its output is text");
        if !line.contains(&format!("holding {chats} chats")) {
            _ = said.read_to_string(&mut line);
            panic!("not every chat could be held (`ulimit -n` bounds them): {line}");
        }
        Holder { child, _said: said }
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself.
    _ = child.kill();
    _ = child.wait();
}

/// Bytes of resident memory, as Linux counts them.
fn resident(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}
