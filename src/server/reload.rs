//! A new playbook for a running server: read whole, then swapped in one step, or refused with every mistake.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{refusal::Refusal, shared::Server};
use crate::playbook::{Changes, Playbook, Problem};

#[derive(Serialize)]
struct Reloaded {
    changes: Changes,
    /// The same for people.
    text: String,
}

#[derive(Serialize)]
struct Broken {
    code: &'static str,
    message: String,
    problems: Vec<Problem>,
}

/// `POST /api/reload`, by a bearer of the desk key.
pub(super) async fn reload(State(server): State<Server>, headers: HeaderMap) -> Result<Response, Refusal> {
    if !server.has_desk_key(&headers) {
        return Err(Refusal::unauthorized("Reloading takes the desk key as a bearer token; `aftercare kb reindex` sends it."));
    }
    let Ok(_alone) = server.reloading.try_lock() else {
        return Err(Refusal::new(StatusCode::CONFLICT, "reloading", "Another reload is going on. Try again when it is done."));
    };
    let (shop, cache) = (server.options.shop.clone(), server.options.cache.clone());
    let loaded = server.tasks.spawn_blocking(move || Playbook::load(&shop, Some(&cache))).await;
    match loaded {
        Ok(Ok(playbook)) => {
            let changes = playbook.changes_since(&server.app.playbook());
            server.app.swap(playbook);
            tracing::info!("the playbook was reloaded");
            Ok(Json(Reloaded { text: changes.to_string(), changes }).into_response())
        }
        Ok(Err(problems)) => {
            let message = format!("The shop goes on with what it had: its folder has {} mistakes.", problems.len());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(Broken { code: "bad_shop", message, problems })).into_response())
        }
        Err(panic) => {
            tracing::error!(error = %panic, "loading the playbook panicked");
            Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something broke on our side. It was logged."))
        }
    }
}
