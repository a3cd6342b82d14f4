//! Every route, and what all of them share.

use std::{any::Any, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tower_http::{
    catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, set_header::SetResponseHeaderLayer, timeout::TimeoutLayer,
};

use super::{
    cases, chat, conversations, desk, health, login, names, peer, queue, refusal::Refusal, reload, shared::Server, shop,
};

/// A resource answers within this.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of a request's body.
const LONGEST_BODY: usize = 64 * 1024;

pub(super) const OPENAPI: &str = include_str!("openapi.json");

pub(super) fn router(server: Server) -> Router {
    let router = api();
    #[cfg(feature = "pages")]
    let router = router.merge(super::pages::router());
    let nosniff = SetResponseHeaderLayer::overriding(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let referrer = SetResponseHeaderLayer::overriding(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    router
        .fallback(nowhere)
        .method_not_allowed_fallback(wrong_method)
        .with_state(server.clone())
        .layer(from_fn_with_state(server, peer::introduce))
        .layer(RequestBodyLimitLayer::new(LONGEST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(nosniff)
        .layer(referrer)
}

fn api() -> Router<Server> {
    Router::new()
        .route("/ws/chat", get(chat::open))
        .route("/ws/desk", get(desk::open))
        .route("/api/login", post(login::sign_in))
        .route("/api/logout", post(login::sign_out))
        .route("/api/shop", get(shop::show))
        .route("/api/queue", get(queue::list))
        .route("/api/cases", get(cases::list))
        .route("/api/names", get(names::list))
        .route("/api/conversations/{id}/events", get(conversations::events))
        .route("/api/reload", post(reload::reload))
        .route("/api/openapi.json", get(openapi))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}

async fn nowhere(request: Request) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "not_found", format!("There is nothing at {}.", request.uri().path()))
}

async fn wrong_method() -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This address doesn't take that method.")
}

/// The panic's words stay unsaid: they may quote a buyer's. Its place was logged where it happened.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something broke on our side. It was logged.").into_response()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The routes as this file writes them, so that none is forgotten.
    fn written() -> Vec<(&'static str, &'static str)> {
        include_str!("router.rs")
            .lines()
            .filter_map(|line| line.trim().strip_prefix(".route(\""))
            .filter_map(|rest| rest.split_once("\", "))
            .map(|(path, handler)| (path, if handler.starts_with("post") { "post" } else { "get" }))
            .collect()
    }

    #[test]
    fn openapi_names_every_route() {
        let document: Value = serde_json::from_str(OPENAPI).unwrap();
        let paths = document["paths"].as_object().unwrap();
        let written = written();
        assert!(written.len() > 10);
        for (path, method) in &written {
            assert!(!document["paths"][path][method].is_null(), "openapi.json doesn't describe {method} {path}");
        }
        assert_eq!(paths.len(), written.len(), "openapi.json describes a path that isn't routed");
    }

    #[test]
    fn openapi_resolves_its_references() {
        let document: Value = serde_json::from_str(OPENAPI).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for name in OPENAPI.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(schemas.contains_key(name), "{name} is not a schema");
        }
    }
}
