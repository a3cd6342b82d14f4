//! The log: turns that become durable in a second, by how many conversations are written at once.
//!
//! A turn is two events (a buyer's line and the bot's, about 120 bytes of Chinese each) and the new head, appended by a caller
//! that waits for its answer before the next. The yardstick beside it, on the same file system: a bare loop that inserts one
//! row of the same size and commits, with nothing else around it.

use std::time::{Duration, Instant};

use aftercare::{
    base::{Act, ConversationId, Event, Fact, Lang, Owner, Party, Seq, Timestamp},
    store::{Append, Head, Log},
};
use divan::{Bencher, counter::ItemsCount};
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio::runtime::Runtime;

/// Changing these makes older figures incomparable.
const CALLERS: [usize; 3] = [1, 64, 512];
const TEXT: &str = "我的快递五天没动了，一直停在转运中心，客服电话也打不通，请帮我查一下到底什么情况，谢谢";

/// Turns in one round, over all callers, and the most of one caller.
const ROUND: usize = 1_024;
const EACH: usize = 128;

#[divan::bench(args = CALLERS, sample_count = 10, sample_size = 1)]
fn turns(bencher: Bencher, callers: usize) {
    let bench = LogBench::new();
    let each = (ROUND / callers).min(EACH);
    bencher.counter(ItemsCount::new(callers * each)).bench_local(|| bench.turns(callers, each));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn bare_commits(bencher: Bencher) {
    let mut bare = Bare::new();
    bencher.counter(ItemsCount::new(EACH)).bench_local(|| bare.commits(EACH));
}

/// Prints turns a second against bare commits a second, measured one after the other for about a second each.
#[expect(clippy::print_stdout, reason = "a bench speaks to the terminal")]
pub(crate) fn print_ratios(tiny: bool) {
    let time = if tiny { Duration::from_millis(20) } else { Duration::from_secs(1) };
    let mut bare = Bare::new();
    let commits = rate(time, 64, || bare.commits(64));
    println!("log: a bare loop commits {commits:.0} rows a second");
    for callers in CALLERS {
        let bench = LogBench::new();
        let each = (ROUND / callers).min(EACH);
        let turns = rate(time, callers * each, || bench.turns(callers, each));
        println!("log: {callers:>3} callers: {turns:.0} durable turns a second, {:.2} of the bare loop", turns / commits);
    }
}

fn rate(time: Duration, items: usize, mut round: impl FnMut()) -> f64 {
    round();
    #[expect(clippy::disallowed_methods, reason = "a bench measures")]
    let started = Instant::now();
    let mut done = 0;
    while started.elapsed() < time {
        round();
        done += items;
    }
    done as f64 / started.elapsed().as_secs_f64()
}

struct LogBench {
    runtime: Runtime,
    log: Log,
    _folder: tempfile::TempDir,
}

impl LogBench {
    fn new() -> LogBench {
        let folder = tempfile::tempdir().expect("a folder for the bench");
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let path = folder.path().join("log.db");
        let log = runtime.block_on(Log::open(path.to_str().expect("a plain path"))).expect("a new log opens");
        LogBench { runtime, log, _folder: folder }
    }

    fn turns(&self, callers: usize, each: usize) {
        let tracker = tokio_util::task::TaskTracker::new();
        self.runtime.block_on(async {
            let tasks: Vec<_> =
                (0..callers).map(|_| tracker.spawn_on(converse(self.log.clone(), each), self.runtime.handle())).collect();
            for task in tasks {
                assert_eq!(task.await.expect("a caller ends"), 2 * each as Seq);
            }
        });
    }
}

/// One conversation of so many turns; the last seq.
async fn converse(log: Log, turns: usize) -> Seq {
    let conversation = ConversationId(uuid::Uuid::now_v7());
    let mut seq = 0;
    for _ in 0..turns {
        let turn = turn(conversation, seq);
        log.append(&turn).await.expect("the log takes it");
        seq = turn.head.seq;
    }
    seq
}

fn turn(conversation: ConversationId, after: Seq) -> Append {
    let at = Timestamp(1_800_000_000_000);
    let said = Fact::Said { text: TEXT.to_owned(), reading: None };
    let replied = Fact::Replied { text: TEXT.to_owned(), choices: Vec::new(), about: None, reply: None, act: Act::Admit {} };
    let events = vec![
        Event { seq: after + 1, at, from: Party::Buyer, client: Some(format!("m{after}").into()), fact: said },
        Event { seq: after + 2, at, from: Party::Bot, client: None, fact: replied },
    ];
    let head = Head { seq: after + 2, owner: Owner::Bot, epoch: 0, lang: Lang::Zh, wake_at: None, updated_at: at, handoff: None };
    Append { conversation, after, events, head }
}

struct Bare {
    runtime: Runtime,
    connection: SqliteConnection,
    _folder: tempfile::TempDir,
}

impl Bare {
    fn new() -> Bare {
        let folder = tempfile::tempdir().expect("a folder for the bench");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("bare.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let connection = runtime.block_on(async {
            let mut connection = SqliteConnection::connect_with(&options).await.expect("a new file opens");
            let table = "CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL)";
            sqlx::query(table).execute(&mut connection).await.expect("a table is made");
            connection
        });
        Bare { runtime, connection, _folder: folder }
    }

    fn commits(&mut self, rows: usize) {
        self.runtime.block_on(async {
            for _ in 0..rows {
                let insert = sqlx::query("INSERT INTO rows (body) VALUES (?)").bind(TEXT);
                let done = insert.execute(&mut self.connection).await.expect("a row is written");
                assert_eq!(done.rows_affected(), 1);
            }
        });
    }
}
