//! A conversation's events, for the desk and for programs.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    frame::{EventList, Reader, View, WireEvent},
    refusal::Refusal,
    shared::Server,
};
use crate::base::{ConversationId, Lang, Seq};

/// Events in one answer; ask again after the last for more.
const PAGE: usize = 500;

#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: Seq,
    /// A language tag, for names.
    lang: Option<String>,
}

/// `GET /api/conversations/{id}/events?after=&lang=`.
pub(super) async fn events(
    State(server): State<Server>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(query): Query<After>,
) -> Result<Response, Refusal> {
    server.must_sign_in(&headers)?;
    let none = || Refusal::new(StatusCode::NOT_FOUND, "not_found", "There is no such conversation.");
    let conversation: ConversationId = id.parse().map_err(|_| none())?;
    let standing = server.app.standing(conversation).await?;
    if standing.seq == 0 {
        return Err(none());
    }
    let events = server.app.events(conversation, query.after).await?;
    let playbook = server.app.playbook();
    let lang = query.lang.as_deref().and_then(Lang::from_tag).unwrap_or(playbook.script.default_lang);
    let view = View { reader: Reader::Desk, lang, script: &playbook.script };
    let body = Json(EventList {
        conversation: conversation.to_string(),
        seq: standing.seq,
        owner: (&standing.owner).into(),
        epoch: standing.epoch,
        events: events.iter().take(PAGE).map(|event| WireEvent::of(event, view)).collect(),
    });
    Ok(body.into_response())
}
