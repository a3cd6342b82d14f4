//! Bodies of the HTTP resources.

use serde::{Deserialize, Serialize};

use super::{CaseCard, WaitingItem, WireEvent, buyer::OwnerIs};
use crate::base::Seq;

/// `POST /api/login`.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LoginBody {
    /// What buyers will call the agent.
    pub name: String,
    /// The desk key.
    pub password: String,
}

/// The answer to a login; the same token is in the cookie.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SignedIn {
    pub token: String,
    pub name: String,
    /// Milliseconds since 1970.
    pub expires_at: i64,
}

/// Any answer that isn't 2xx.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RefusalBody<'a> {
    pub code: &'a str,
    /// A sentence for people.
    pub message: &'a str,
}

/// `GET /api/queue`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QueueList {
    pub items: Vec<WaitingItem>,
}

/// `GET /api/cases`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CaseList<'a> {
    pub cases: Vec<CaseItem<'a>>,
    /// There are more than are listed.
    pub more: bool,
}

/// A case with its conversation; private values are masked.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CaseItem<'a> {
    pub conversation: String,
    pub opened_at: i64,
    /// Not settled, and past `due_at`.
    pub overdue: bool,
    #[serde(flatten)]
    pub case: CaseCard<'a>,
}

/// `GET /api/conversations/{id}/events`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EventList<'a> {
    pub conversation: String,
    /// The last event's, whether or not it is listed.
    pub seq: Seq,
    pub owner: OwnerIs,
    pub epoch: u32,
    pub events: Vec<WireEvent<'a>>,
}
