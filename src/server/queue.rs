//! Who waits for a person.

use axum::{Json, extract::State, http::HeaderMap};

use super::{
    frame::{QueueList, WaitingItem, summary},
    refusal::Refusal,
    shared::Server,
};
use crate::{app::QueueItem, dialog::Script};

/// `GET /api/queue`: everybody who waits, in the order they should be served.
pub(super) async fn list(State(server): State<Server>, headers: HeaderMap) -> Result<Json<QueueList>, Refusal> {
    server.must_sign_in(&headers)?;
    let items = waiting(&server.app.queue().borrow(), &server.app.playbook().script);
    Ok(Json(QueueList { items }))
}

pub(super) fn waiting(items: &[QueueItem], script: &Script) -> Vec<WaitingItem> {
    items
        .iter()
        .map(|item| WaitingItem {
            conversation: item.conversation.to_string(),
            reason: item.handoff.reason.clone(),
            priority: item.handoff.priority.into(),
            skill: item.handoff.skill.to_string(),
            since: item.since.0,
            due_at: item.handoff.due_at.0,
            promised_at: item.handoff.promised_at.map(|at| at.0),
            summary: summary(&item.handoff, script),
        })
        .collect()
}
