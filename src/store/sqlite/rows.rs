//! Appends as rows, made by who appends so that the writer only binds them; statements over many rows at once.

use std::sync::{Arc, OnceLock};

use sqlx::{AssertSqlSafe, sqlite::SqliteArguments};

use crate::{
    base::{ConversationId, Owner, Seq},
    store::{Append, Error, codec},
};

/// Rows in one statement: each statement is one hop to SQLite's thread, and past this a longer text gains nothing.
pub(super) const MOST: usize = 64;

type Query = sqlx::query::Query<'static, sqlx::Sqlite, SqliteArguments>;

/// An append, ready to be bound. Texts are shared, so that a group can be bound a second time after a conflict.
pub(super) struct Encoded {
    pub(super) conversation: ConversationId,
    pub(super) after: Seq,
    pub(super) last: Seq,
    pub(super) events: Vec<EventRow>,
    pub(super) head: HeadRow,
    pub(super) cases: Vec<CaseTexts>,
}

pub(super) struct EventRow {
    key: Vec<u8>,
    seq: Seq,
    at: i64,
    client: Option<Arc<str>>,
    body: Arc<str>,
}

pub(super) struct HeadRow {
    key: Vec<u8>,
    seq: Seq,
    owner: &'static str,
    agent: Option<(Arc<str>, Arc<str>)>,
    epoch: u32,
    lang: &'static str,
    wake_at: Option<i64>,
    updated_at: i64,
    handoff: Option<(i64, Arc<str>)>,
}

pub(super) struct CaseTexts {
    key: Vec<u8>,
    id: Arc<str>,
    at: i64,
    seq: Seq,
    body: Arc<str>,
}

impl Encoded {
    pub(super) fn of(append: &Append) -> Result<Encoded, Error> {
        if !append.is_gapless() {
            return Err(Error::Conflict);
        }
        let Append { conversation, after, events, head } = append;
        let key = conversation.0.as_bytes().to_vec();
        Ok(Encoded {
            conversation: *conversation,
            after: *after,
            last: head.seq,
            events: events
                .iter()
                .map(|event| {
                    Ok(EventRow {
                        key: key.clone(),
                        seq: event.seq,
                        at: event.at.0,
                        client: event.client.as_ref().map(|client| client.as_str().into()),
                        body: codec::write_event(event)?.into(),
                    })
                })
                .collect::<Result<_, Error>>()?,
            cases: append
                .cases()
                .map(|(at, case)| {
                    let body = codec::write(case)?.into();
                    Ok(CaseTexts { key: key.clone(), id: case.id.as_str().into(), at: at.0, seq: head.seq, body })
                })
                .collect::<Result<_, Error>>()?,
            head: HeadRow {
                key,
                seq: head.seq,
                owner: head.owner.as_str(),
                agent: match &head.owner {
                    Owner::Agent { agent, name } => Some((agent.as_str().into(), name.as_str().into())),
                    Owner::Bot | Owner::Queue | Owner::Closed => None,
                },
                epoch: head.epoch,
                lang: head.lang.as_str(),
                wake_at: head.wake_at.map(|at| at.0),
                updated_at: head.updated_at.0,
                handoff: match &head.handoff {
                    Some((at, handoff)) => Some((at.0, codec::write(handoff)?.into())),
                    None => None,
                },
            },
        })
    }
}

/// A statement over 1 to [`MOST`] rows. Its text is made once for each number of rows, so that SQLite's prepared statements
/// are found again.
pub(super) struct Statement {
    before: &'static str,
    row: &'static str,
    after: &'static str,
    texts: [OnceLock<Arc<str>>; MOST],
}

impl Statement {
    const fn new(before: &'static str, row: &'static str, after: &'static str) -> Statement {
        Statement { before, row, after, texts: [const { OnceLock::new() }; MOST] }
    }

    fn over(&'static self, rows: usize) -> Query {
        let text = self.texts[rows - 1].get_or_init(|| {
            let list = vec![self.row; rows].join(", ");
            format!("{}{list}{}", self.before, self.after).into()
        });
        // Made of this file's own texts only; every value is bound.
        sqlx::query(AssertSqlSafe(Arc::clone(text)))
    }
}

static LAST_SEQS: Statement = Statement::new("SELECT conversation, seq FROM heads WHERE conversation IN (", "?", ")");

/// The last seq of each of these conversations, as (conversation, seq); at most [`MOST`].
pub(super) fn last_seqs(conversations: &[ConversationId]) -> Query {
    let query = LAST_SEQS.over(conversations.len());
    conversations.iter().fold(query, |query, conversation| query.bind(conversation.0.as_bytes().to_vec()))
}

static EVENTS: Statement =
    Statement::new("INSERT INTO events (conversation, seq, at, client, body) VALUES ", "(?, ?, ?, ?, ?)", "");

/// At most [`MOST`].
pub(super) fn insert_events(events: &[&EventRow]) -> Query {
    events.iter().fold(EVENTS.over(events.len()), |query, event| {
        query
            .bind(event.key.clone())
            .bind(i64::from(event.seq))
            .bind(event.at)
            .bind(event.client.clone())
            .bind(Arc::clone(&event.body))
    })
}

static HEADS: Statement = Statement::new(
    "INSERT INTO heads (conversation, seq, owner, agent, agent_name, epoch, lang, wake_at, updated_at, handoff_at, handoff) VALUES ",
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    " ON CONFLICT (conversation) DO UPDATE SET seq = excluded.seq, owner = excluded.owner, agent = excluded.agent, \
     agent_name = excluded.agent_name, epoch = excluded.epoch, lang = excluded.lang, wake_at = excluded.wake_at, \
     updated_at = excluded.updated_at, handoff_at = excluded.handoff_at, handoff = excluded.handoff",
);

/// At most [`MOST`], each conversation once.
pub(super) fn upsert_heads(heads: &[&HeadRow]) -> Query {
    heads.iter().fold(HEADS.over(heads.len()), |query, head| {
        let (agent, agent_name) = head.agent.clone().unzip();
        let (handoff_at, handoff) = head.handoff.clone().unzip();
        query
            .bind(head.key.clone())
            .bind(i64::from(head.seq))
            .bind(head.owner)
            .bind(agent)
            .bind(agent_name)
            .bind(i64::from(head.epoch))
            .bind(head.lang)
            .bind(head.wake_at)
            .bind(head.updated_at)
            .bind(handoff_at)
            .bind(handoff)
    })
}

static CASES: Statement = Statement::new(
    "INSERT INTO cases (conversation, id, opened_at, updated_at, seq, body) VALUES ",
    "(?, ?, ?, ?, ?, ?)",
    " ON CONFLICT (conversation, id) DO UPDATE SET updated_at = excluded.updated_at, seq = excluded.seq, body = excluded.body",
);

/// At most [`MOST`]; the same case twice ends as its last row.
pub(super) fn upsert_cases(cases: &[&CaseTexts]) -> Query {
    cases.iter().fold(CASES.over(cases.len()), |query, case| {
        query
            .bind(case.key.clone())
            .bind(Arc::clone(&case.id))
            .bind(case.at)
            .bind(case.at)
            .bind(i64::from(case.seq))
            .bind(Arc::clone(&case.body))
    })
}
