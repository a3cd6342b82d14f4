//! Signing in at the desk: a name, and the key that the server printed at its start.

use axum::{
    Extension, Json,
    extract::{State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    frame::{LoginBody, SignedIn},
    origin,
    peer::Peer,
    refusal::Refusal,
    said::agent_name,
    shared::{DESK_COOKIE, Server},
};
use crate::{app::App, base::SECOND};

/// `POST /api/login`.
pub(super) async fn sign_in(
    State(server): State<Server>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: Result<Json<LoginBody>, JsonRejection>,
) -> Result<Response, Refusal> {
    if !origin::is_allowed(&headers, &[]) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "forbidden", "Sign in from the desk's own page."));
    }
    let Json(body) = body.map_err(|rejection| Refusal::new(rejection.status(), "bad_request", rejection.body_text()))?;
    let Some(name) = agent_name(&body.name) else {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "A name has 1 to 40 characters on one line, and no slash.",
        ));
    };
    let now = App::now(&server.app);
    let wait = server.throttle.wait(peer.address(), now);
    if wait > 0 {
        let refusal = Refusal::rate_limited();
        return Err(Refusal {
            message: "Too many wrong keys. Wait a little.".into(),
            retry_after: Some((wait + SECOND - 1) / SECOND),
            ..refusal
        });
    }
    if !server.seal.is_desk_key(&body.password) {
        server.throttle.wrong(peer.address(), now);
        tracing::warn!(peer.address = %peer.address(), "wrong desk key");
        return Err(Refusal::unauthorized(
            "That isn't the desk key. It was printed when the server started, and is in data/desk_key.",
        ));
    }
    server.throttle.right(peer.address());
    let (token, sign_in) = server.seal.desk_token(name.as_str().into(), now);
    let seconds = (sign_in.expires_at - now) / SECOND;
    let cookie = format!("{DESK_COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict");
    let body = Json(SignedIn { token, name, expires_at: sign_in.expires_at.0 });
    Ok(([(header::SET_COOKIE, cookie)], body).into_response())
}

/// `POST /api/logout`: takes the cookie back.
pub(super) async fn sign_out() -> Response {
    let cookie = format!("{DESK_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response()
}
