//! The tables, as numbered steps. A step that was released is never edited; a change is a new step at the end.

use std::path::Path;

use sqlx::{Connection, SqliteConnection};

use crate::store::OpenError;

/// Step n brings a file from `user_version` n to n + 1.
const STEPS: &[&str] = &["
    -- One row an event. The key is the fence against a writer with an old view.
    CREATE TABLE events (
        conversation BLOB NOT NULL,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        client TEXT,
        body TEXT NOT NULL,
        PRIMARY KEY (conversation, seq)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX events_client ON events (conversation, client) WHERE client IS NOT NULL;

    -- One row a conversation, rewritten with each append.
    CREATE TABLE heads (
        conversation BLOB PRIMARY KEY NOT NULL,
        seq INTEGER NOT NULL,
        owner TEXT NOT NULL,
        agent TEXT,
        agent_name TEXT,
        epoch INTEGER NOT NULL,
        lang TEXT NOT NULL,
        wake_at INTEGER,
        updated_at INTEGER NOT NULL,
        handoff_at INTEGER,
        handoff TEXT
    ) WITHOUT ROWID;
    CREATE INDEX heads_waiting ON heads (owner) WHERE owner IN ('queue', 'agent');
    CREATE INDEX heads_wake ON heads (wake_at) WHERE wake_at IS NOT NULL;

    CREATE TABLE cases (
        conversation BLOB NOT NULL,
        id TEXT NOT NULL,
        opened_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (conversation, id)
    ) WITHOUT ROWID;
    CREATE INDEX cases_opened ON cases (opened_at);

    -- Facts about the log itself.
    CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
", "
    -- Events lie in the order in which they came: a commit fills pages one after the other, instead of touching one a conversation.
    DROP INDEX events_client;
    ALTER TABLE events RENAME TO events_by_key;
    CREATE TABLE events (
        conversation BLOB NOT NULL,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        client TEXT,
        body TEXT NOT NULL
    );
    INSERT INTO events SELECT conversation, seq, at, client, body FROM events_by_key;
    DROP TABLE events_by_key;
    CREATE UNIQUE INDEX events_key ON events (conversation, seq);
    CREATE UNIQUE INDEX events_client ON events (conversation, client) WHERE client IS NOT NULL;
"];

/// Brings the file's tables up to date, each step whole.
pub(super) async fn migrate(path: &Path, connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let broken = |error: sqlx::Error| OpenError::broken(path, error);
    let found: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await.map_err(broken)?;
    let known = STEPS.len() as i64;
    let Some(missing) = usize::try_from(found).ok().and_then(|done| STEPS.get(done..)) else {
        return Err(OpenError::TooNew { path: path.to_owned(), found, known });
    };
    for (step, number) in missing.iter().zip(found + 1..) {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(broken)?;
        sqlx::raw_sql(*step).execute(&mut *transaction).await.map_err(broken)?;
        // A pragma takes no bound value; the number is ours.
        let version = sqlx::AssertSqlSafe(format!("PRAGMA user_version = {number}"));
        sqlx::raw_sql(version).execute(&mut *transaction).await.map_err(broken)?;
        transaction.commit().await.map_err(broken)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an older program wrote is there afterwards, and still fenced.
    #[tokio::test]
    async fn a_file_of_the_first_step_is_brought_up_to_date() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        sqlx::raw_sql(STEPS[0]).execute(&mut connection).await.unwrap();
        let event = "INSERT INTO events (conversation, seq, at, client, body) VALUES (x'01', 1, 5, 'c', '{}')";
        sqlx::raw_sql(event).execute(&mut connection).await.unwrap();
        sqlx::raw_sql("PRAGMA user_version = 1").execute(&mut connection).await.unwrap();

        migrate(Path::new("log"), &mut connection).await.unwrap();
        let found: (i64, i64, String) =
            sqlx::query_as("SELECT seq, at, client FROM events").fetch_one(&mut connection).await.unwrap();
        assert_eq!(found, (1, 5, "c".to_owned()));
        let again = sqlx::raw_sql(event).execute(&mut connection).await.unwrap_err();
        assert!(again.as_database_error().unwrap().is_unique_violation());
        migrate(Path::new("log"), &mut connection).await.unwrap();
    }
}
