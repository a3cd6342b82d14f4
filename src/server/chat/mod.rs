//! The buyer's socket, `/ws/chat`.

mod greet;
mod talk;
mod words;

use axum::{
    Extension,
    extract::{State, WebSocketUpgrade},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

pub(super) use talk::INPUT_PATIENCE;

use super::{line, origin, peer::Peer, refusal::Refusal, shared::Server};

/// `GET /ws/chat`.
pub(super) async fn open(
    State(server): State<Server>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !origin::is_allowed(&headers, &server.options.origins) {
        let words = "This page may not open the chat. Add its origin to [server].origins in shop.toml.";
        return Refusal::new(StatusCode::FORBIDDEN, "forbidden", words).into_response();
    }
    let place = peer.place();
    line::lean(upgrade).on_upgrade(move |socket| async move {
        let _counted = server.tasks.token();
        let _place = place;
        let mut line = line::Line::new(socket);
        let goodbye = match greet::greet(&server, &peer, &mut line).await {
            Ok(talk) => talk.run(&server, &mut line).await,
            Err(goodbye) => goodbye,
        };
        if let Some(goodbye) = goodbye {
            line.end(goodbye).await;
        }
    })
}
