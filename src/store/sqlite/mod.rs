//! The log in one SQLite file: one writer that commits many conversations at once, and a few connections that read.

mod read;
mod rows;
mod schema;
mod writer;

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{
    ConnectOptions, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{mpsc, oneshot};
use tokio_util::task::TaskTracker;

use super::{Append, Error, OpenError, open};
use rows::Encoded;
use writer::{Request, Writer};

/// Appends waiting for the writer. Full: who appends waits, and with it its conversation, whose inbox then refuses.
const QUEUE: usize = 1024;
/// Connections that read; the fifth reader waits up to `READ_WAIT`.
const READERS: u32 = 4;
const READ_WAIT: Duration = Duration::from_secs(5);
/// How long a connection waits for another's lock: only a backup tool or a person at a prompt can hold one.
const BUSY: Duration = Duration::from_secs(5);

/// A handle; clones share the same file and writer.
#[derive(Clone)]
pub struct Sqlite(Arc<Shared>);

struct Shared {
    requests: mpsc::Sender<Request>,
    readers: SqlitePool,
    writer: TaskTracker,
    /// Keeps other processes out for as long as it is open.
    lock: Mutex<Option<File>>,
}

impl Sqlite {
    /// Opens the file, made where missing, and brings its tables up to date.
    pub(super) async fn open(path: &Path) -> Result<Sqlite, OpenError> {
        let lock = open::take(path)?;
        let writer = Writer::open(Place(path.to_owned())).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(READ_WAIT)
            .test_before_acquire(false)
            .connect_lazy_with(Place(path.to_owned()).options().read_only(true));
        let (requests, inbox) = mpsc::channel(QUEUE);
        let tasks = TaskTracker::new();
        tasks.spawn(writer.run(inbox));
        tasks.close();
        Ok(Sqlite(Arc::new(Shared { requests, readers, writer: tasks, lock: Mutex::new(Some(lock)) })))
    }

    pub(super) async fn append(&self, append: &Append) -> Result<(), Error> {
        let encoded = Box::new(Encoded::of(append)?);
        let (reply, answer) = oneshot::channel();
        self.0.requests.send(Request::Append { encoded, reply }).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    pub(super) async fn close(&self) {
        let (reply, done) = oneshot::channel();
        if self.0.requests.send(Request::Close { reply }).await.is_ok() {
            // The writer drops the reply unsent only when it is gone already, which is what is waited for.
            let _ = done.await;
        }
        self.0.writer.wait().await;
        self.0.readers.close().await;
        self.0.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn closed() -> Error {
    Error::unavailable("the log is closed")
}

/// The file, and how every connection to it is set up.
#[derive(Clone)]
struct Place(PathBuf);

impl Place {
    fn options(&self) -> SqliteConnectOptions {
        SqliteConnectOptions::new().filename(&self.0).busy_timeout(BUSY).statement_cache_capacity(256).disable_statement_logging()
    }

    /// FULL: a commit answers only after the journal reached the disk, which is what an acknowledgement promises.
    fn for_writing(&self) -> SqliteConnectOptions {
        self.options().journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
    }
}
