//! The desk's socket, `/ws/desk`.

mod act;
mod seat;
mod watched;

use axum::{
    Extension,
    extract::{Query, State, WebSocketUpgrade},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{line, origin, peer::Peer, refusal::Refusal, shared::Server};
use crate::base::Lang;

#[derive(Deserialize)]
pub(super) struct Asked {
    token: Option<String>,
    /// A language tag, for the names of fields.
    lang: Option<String>,
}

/// `GET /ws/desk?lang=`: by the cookie of the sign-in, as a bearer, or with `?token=`.
pub(super) async fn open(
    State(server): State<Server>,
    Extension(peer): Extension<Peer>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !origin::is_allowed(&headers, &[]) {
        return Refusal::new(StatusCode::FORBIDDEN, "forbidden", "Only the desk's own page may open this socket.")
            .into_response();
    }
    let by_query = asked.token.and_then(|token| server.seal.read_desk_token(&token, server.app.now()));
    let sign_in = match by_query.map_or_else(|| server.must_sign_in(&headers), Ok) {
        Ok(sign_in) => sign_in,
        Err(refusal) => return refusal.into_response(),
    };
    let lang = asked.lang.as_deref().and_then(Lang::from_tag);
    let place = peer.place();
    line::lean(upgrade).on_upgrade(move |socket| async move {
        let _counted = server.tasks.token();
        let _place = place;
        let mut line = line::Line::new(socket);
        if let Some(goodbye) = seat::Seat::new(&server, &peer, sign_in, lang).run(&server, &mut line).await {
            line.end(goodbye).await;
        }
    })
}
