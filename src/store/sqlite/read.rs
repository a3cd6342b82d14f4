//! What is read from the file.

use sqlx::{Row, sqlite::SqliteRow};

use super::Sqlite;
use crate::{
    base::{AgentId, ConversationId, Event, Lang, Owner, Seq, Timestamp},
    store::{CaseRow, Error, Head, codec},
};

impl Sqlite {
    pub(in crate::store) async fn events(&self, conversation: ConversationId, after: Seq) -> Result<Vec<Event>, Error> {
        let rows = sqlx::query("SELECT seq, at, client, body FROM events WHERE conversation = ? AND seq > ? ORDER BY seq")
            .bind(key(conversation))
            .bind(i64::from(after))
            .fetch_all(&self.0.readers)
            .await
            .map_err(Error::unavailable)?;
        rows.iter().map(|row| event_of(conversation, row)).collect()
    }

    pub(in crate::store) async fn head(&self, conversation: ConversationId) -> Result<Option<Head>, Error> {
        let row = sqlx::query(
            "SELECT conversation, seq, owner, agent, agent_name, epoch, lang, wake_at, updated_at, handoff_at, handoff \
             FROM heads WHERE conversation = ?",
        )
        .bind(key(conversation))
        .fetch_optional(&self.0.readers)
        .await
        .map_err(Error::unavailable)?;
        Ok(row.as_ref().map(head_of).transpose()?.map(|(_, head)| head))
    }

    pub(in crate::store) async fn waiting(&self) -> Result<Vec<(ConversationId, Head)>, Error> {
        let rows = sqlx::query(
            "SELECT conversation, seq, owner, agent, agent_name, epoch, lang, wake_at, updated_at, handoff_at, handoff \
             FROM heads WHERE owner IN ('queue', 'agent')",
        )
        .fetch_all(&self.0.readers)
        .await
        .map_err(Error::unavailable)?;
        Ok(readable(rows.iter().map(head_of)))
    }

    pub(in crate::store) async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<ConversationId>, Error> {
        let rows = sqlx::query("SELECT conversation FROM heads WHERE wake_at <= ? ORDER BY wake_at LIMIT ?")
            .bind(now.0)
            .bind(i64::from(limit))
            .fetch_all(&self.0.readers)
            .await
            .map_err(Error::unavailable)?;
        rows.iter().map(|row| conversation_of(row.try_get(0).map_err(Error::unavailable)?)).collect()
    }

    pub(in crate::store) async fn cases(&self, limit: u32) -> Result<Vec<CaseRow>, Error> {
        let rows = sqlx::query("SELECT conversation, opened_at, seq, body FROM cases ORDER BY opened_at DESC, id DESC LIMIT ?")
            .bind(i64::from(limit))
            .fetch_all(&self.0.readers)
            .await
            .map_err(Error::unavailable)?;
        Ok(readable(rows.iter().map(case_of)))
    }
}

/// Those that can be read. One that can't must not keep the others from the desks; its error says which it is.
fn readable<T>(rows: impl Iterator<Item = Result<T, Error>>) -> Vec<T> {
    rows.filter_map(|row| row.inspect_err(|error| tracing::error!(error = %error, "a row of the log was passed over")).ok())
        .collect()
}

fn key(conversation: ConversationId) -> Vec<u8> {
    conversation.0.as_bytes().to_vec()
}

/// The id in a row that the writer wrote.
pub(super) fn conversation_of(bytes: &[u8]) -> Result<ConversationId, Error> {
    uuid::Uuid::from_slice(bytes).map(ConversationId).map_err(Error::unavailable)
}

fn event_of(conversation: ConversationId, row: &SqliteRow) -> Result<Event, Error> {
    let columns = || Ok::<_, sqlx::Error>((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?));
    let (seq, at, client, body): (u32, i64, Option<&str>, &str) = columns().map_err(Error::unavailable)?;
    codec::read_event(conversation, seq, Timestamp(at), client, body)
}

fn case_of(row: &SqliteRow) -> Result<CaseRow, Error> {
    let columns = || Ok::<_, sqlx::Error>((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?));
    let (id, opened_at, seq, body): (&[u8], i64, u32, &str) = columns().map_err(Error::unavailable)?;
    let conversation = conversation_of(id)?;
    Ok(CaseRow { conversation, opened_at: Timestamp(opened_at), case: codec::read(conversation, seq, body)? })
}

fn head_of(row: &SqliteRow) -> Result<(ConversationId, Head), Error> {
    let id: &[u8] = row.try_get("conversation").map_err(Error::unavailable)?;
    let conversation = conversation_of(id)?;
    let seq = row.try_get("seq").map_err(Error::unavailable)?;
    let unreadable = |column: &str| Error::Unreadable { conversation, seq, why: format!("its head has an unknown {column}") };
    let text = |column| row.try_get::<Option<&str>, _>(column).map_err(Error::unavailable);
    let number = |column| row.try_get::<Option<i64>, _>(column).map_err(Error::unavailable);
    let owner = match text("owner")?.unwrap_or_default() {
        "bot" => Owner::Bot,
        "queue" => Owner::Queue,
        "agent" => Owner::Agent {
            agent: text("agent")?.map(AgentId::from).ok_or_else(|| unreadable("agent"))?,
            name: text("agent_name")?.unwrap_or_default().to_owned(),
        },
        "closed" => Owner::Closed,
        _ => return Err(unreadable("owner")),
    };
    let handoff = match (number("handoff_at")?, text("handoff")?) {
        (Some(at), Some(body)) => Some((Timestamp(at), codec::read(conversation, seq, body)?)),
        _ => None,
    };
    let head = Head {
        seq,
        owner,
        epoch: row.try_get("epoch").map_err(Error::unavailable)?,
        lang: text("lang")?.and_then(Lang::from_tag).ok_or_else(|| unreadable("language"))?,
        wake_at: number("wake_at")?.map(Timestamp),
        updated_at: Timestamp(number("updated_at")?.unwrap_or_default()),
        handoff,
    };
    Ok((conversation, head))
}
