//! The one who writes: takes what has piled up, commits it together, then answers.
//!
//! **Invariant:** an answer follows the commit. After any failure but a conflict the connection is thrown away with whatever
//! transaction it had, so that the next group starts on a clean one.

use std::collections::HashMap;

use metrics::{counter, histogram};
use sqlx::{Connection, Row, SqliteConnection};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use super::{Place, read::conversation_of, rows, rows::Encoded, schema};
use crate::{
    base::{ConversationId, Seq},
    store::{Error, OpenError},
};

/// Appends in one commit.
const GROUP: usize = 256;

pub(super) enum Request {
    Append { encoded: Box<Encoded>, reply: oneshot::Sender<Result<(), Error>> },
    Close { reply: oneshot::Sender<()> },
}

pub(super) struct Writer {
    place: Place,
    /// `None` after a failure, until the next group.
    connection: Option<SqliteConnection>,
}

/// What became of each append of a group, in order: `true` is written, `false` is a conflict.
type Fates = Vec<bool>;

impl Writer {
    pub(super) async fn open(place: Place) -> Result<Writer, OpenError> {
        let mut connection =
            SqliteConnection::connect_with(&place.for_writing()).await.map_err(|error| OpenError::broken(&place.0, error))?;
        schema::migrate(&place.0, &mut connection).await?;
        Ok(Writer { place, connection: Some(connection) })
    }

    /// Ends when it is told to close, or every handle of the log is gone.
    pub(super) async fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        let mut taken = Vec::with_capacity(GROUP);
        while requests.recv_many(&mut taken, GROUP).await > 0 {
            let (mut group, mut replies, mut closing) = (Vec::new(), Vec::new(), Vec::new());
            for request in taken.drain(..) {
                match request {
                    Request::Append { encoded, reply } => {
                        group.push(*encoded);
                        replies.push(reply);
                    }
                    Request::Close { reply } => closing.push(reply),
                }
            }
            for (reply, fate) in replies.into_iter().zip(self.write(&group).await) {
                // Who asked may have gone; what was written stays.
                let _ = reply.send(fate);
            }
            if !closing.is_empty() {
                requests.close();
                self.finish().await;
                return;
            }
        }
        self.finish().await;
    }

    /// Commits the group; one answer for each append of it.
    pub(super) async fn write(&mut self, group: &[Encoded]) -> Vec<Result<(), Error>> {
        if group.is_empty() {
            return Vec::new();
        }
        let started = Instant::now();
        let outcome = self.try_write(group).await;
        histogram!("aftercare_log_group_appends").record(group.len() as f64);
        histogram!("aftercare_log_commit_seconds").record(started.elapsed().as_secs_f64());
        match outcome {
            Ok(fates) => {
                counter!("aftercare_log_appends_total").increment(group.len() as u64);
                fates.into_iter().map(|written| if written { Ok(()) } else { Err(Error::Conflict) }).collect()
            }
            Err(error) => {
                counter!("aftercare_log_failures_total").increment(1);
                tracing::error!(log.group = group.len(), error = %error, "the log could not commit; its callers were refused");
                self.connection = None;
                let cause = error.to_string();
                group.iter().map(|_| Err(Error::unavailable(cause.clone()))).collect()
            }
        }
    }

    async fn try_write(&mut self, group: &[Encoded]) -> Result<Fates, sqlx::Error> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            lost @ None => lost.insert(SqliteConnection::connect_with(&self.place.for_writing()).await?),
        };
        match together(connection, group).await {
            Err(error) if is_taken(&error) => {
                execute(connection, "ROLLBACK").await?;
                one_by_one(connection, group).await
            }
            outcome => outcome,
        }
    }

    /// Folds the journal into the file, so that a copy of the file alone is whole.
    async fn finish(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        let folded = execute(&mut connection, "PRAGMA wal_checkpoint(TRUNCATE)").await;
        if let Err(error) = folded.and(connection.close().await) {
            tracing::warn!(error = %error, "the log was closed without folding its journal; the next start does it");
        }
    }
}

/// The whole group in statements over many rows. Fails as a whole on a client id that was used before.
async fn together(connection: &mut SqliteConnection, group: &[Encoded]) -> Result<Fates, sqlx::Error> {
    execute(connection, "BEGIN IMMEDIATE").await?;
    let mut seqs = last_seqs(connection, group).await?;
    let fates: Fates = group.iter().map(|append| follows(&mut seqs, append)).collect();
    let written = || group.iter().zip(&fates).filter(|(_, written)| **written).map(|(append, _)| append);
    insert(connection, written()).await?;
    execute(connection, "COMMIT").await?;
    Ok(fates)
}

/// Each append by itself, still in one commit: what fails takes only itself back.
async fn one_by_one(connection: &mut SqliteConnection, group: &[Encoded]) -> Result<Fates, sqlx::Error> {
    execute(connection, "BEGIN IMMEDIATE").await?;
    let mut seqs = last_seqs(connection, group).await?;
    let mut fates = Fates::with_capacity(group.len());
    for append in group {
        let before = seqs.get(&append.conversation).copied();
        if !follows(&mut seqs, append) {
            fates.push(false);
            continue;
        }
        execute(connection, "SAVEPOINT one").await?;
        match insert(connection, std::iter::once(append)).await {
            Ok(()) => fates.push(true),
            Err(error) if is_taken(&error) => {
                execute(connection, "ROLLBACK TO one").await?;
                seqs.insert(append.conversation, before.unwrap_or(0));
                fates.push(false);
            }
            Err(error) => return Err(error),
        }
        execute(connection, "RELEASE one").await?;
    }
    execute(connection, "COMMIT").await?;
    Ok(fates)
}

/// The last stored seq of every conversation in the group; a conversation that isn't there stands at 0.
async fn last_seqs(connection: &mut SqliteConnection, group: &[Encoded]) -> Result<HashMap<ConversationId, Seq>, sqlx::Error> {
    let conversations: Vec<ConversationId> = group.iter().map(|append| append.conversation).collect();
    let mut seqs = HashMap::with_capacity(conversations.len());
    for part in conversations.chunks(rows::MOST) {
        for row in rows::last_seqs(part).fetch_all(&mut *connection).await? {
            let conversation = conversation_of(row.try_get(0)?).map_err(|error| sqlx::Error::Decode(error.into()))?;
            seqs.insert(conversation, row.try_get(1)?);
        }
    }
    Ok(seqs)
}

/// Whether the append follows what is stored and what the group wrote before it; if so, moves the conversation on.
fn follows(seqs: &mut HashMap<ConversationId, Seq>, append: &Encoded) -> bool {
    let last = seqs.entry(append.conversation).or_insert(0);
    let follows = *last == append.after;
    if follows {
        *last = append.last;
    }
    follows
}

async fn insert<'a>(
    connection: &mut SqliteConnection,
    appends: impl Iterator<Item = &'a Encoded> + Clone,
) -> Result<(), sqlx::Error> {
    let events: Vec<_> = appends.clone().flat_map(|append| &append.events).collect();
    for part in events.chunks(rows::MOST) {
        rows::insert_events(part).execute(&mut *connection).await?;
    }
    // A conversation may be there twice, one append after the other: its last head is the one that stands.
    let heads: HashMap<_, _> = appends.clone().map(|append| (append.conversation, &append.head)).collect();
    let heads: Vec<_> = heads.into_values().collect();
    for part in heads.chunks(rows::MOST) {
        rows::upsert_heads(part).execute(&mut *connection).await?;
    }
    let cases: Vec<_> = appends.flat_map(|append| &append.cases).collect();
    for part in cases.chunks(rows::MOST) {
        rows::upsert_cases(part).execute(&mut *connection).await?;
    }
    Ok(())
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).execute(connection).await.map(drop)
}

/// A key that is there already: another writer's event, or a client id used before.
fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_unique_violation())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{
        contract::samples::{append, conversation, said},
        open,
    };

    async fn writer_in(folder: &tempfile::TempDir) -> Writer {
        let path = folder.path().join("log.db");
        open::take(&path).unwrap();
        Writer::open(Place(path)).await.unwrap()
    }

    /// A full disk, by the limit SQLite has for it: a connection's own, so that a new connection stands for freed space.
    #[tokio::test]
    async fn a_full_disk_refuses_the_group_whole_and_is_recovered_from() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer_in(&folder).await;
        let long = "字".repeat(4_000);
        let group: Vec<_> = (0..40).map(|n| Encoded::of(&append(conversation(n), 0, vec![said(1, &long)])).unwrap()).collect();

        execute(writer.connection.as_mut().unwrap(), "PRAGMA max_page_count = 20").await.unwrap();
        let refused = writer.write(&group).await;
        assert!(refused.iter().all(|fate| matches!(fate, Err(Error::Unavailable(_)))), "{refused:?}");
        assert!(writer.connection.is_none());

        let mut reader = SqliteConnection::connect_with(&writer.place.options()).await.unwrap();
        let events: i64 = sqlx::query_scalar("SELECT count(*) FROM events").fetch_one(&mut reader).await.unwrap();
        assert_eq!(events, 0);

        let written = writer.write(&group).await;
        assert!(written.iter().all(Result::is_ok), "{written:?}");
        let events: i64 = sqlx::query_scalar("SELECT count(*) FROM events").fetch_one(&mut reader).await.unwrap();
        assert_eq!(events, 40);
    }

    #[tokio::test]
    async fn commits_are_flushed_to_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer_in(&folder).await;
        let connection = writer.connection.as_mut().unwrap();
        let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut *connection).await.unwrap();
        let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut *connection).await.unwrap();
        assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    }

    /// Two appends of one conversation in a group, one of them over a client id used before: the fence holds in each path.
    #[tokio::test]
    async fn a_conversation_may_be_in_a_group_twice() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer_in(&folder).await;
        let id = conversation(1);
        let by = |seq, client: &str| crate::base::Event { client: Some(client.into()), ..said(seq, "x") };
        let encoded = |after, event| Encoded::of(&append(id, after, vec![event])).unwrap();
        let fates = writer.write(&[encoded(0, by(1, "a")), encoded(1, by(2, "b")), encoded(1, by(2, "c"))]).await;
        assert_eq!(fates.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false]);
        let fates = writer.write(&[encoded(2, by(3, "a")), encoded(2, by(3, "d")), encoded(3, by(4, "e"))]).await;
        assert_eq!(fates.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true, true]);
    }
}
