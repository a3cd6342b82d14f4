//! A new playbook for a running server: read whole, then swapped in one step, or refused with every mistake.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tokio::{task::JoinError, time::Instant};

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
    match renew(&server, |_, _| true).await {
        Ok(Ok(changes)) => {
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

/// A server that opened by words alone learns what messages and articles mean, while it serves.
pub(super) async fn learn(server: Server) {
    if !server.app.playbook().by_words {
        return;
    }
    let _alone = server.reloading.lock().await;
    let begun = Instant::now();
    tracing::info!("buyers are answered by words alone until the examples' meaning is learnt");
    let stop = server.stop.clone();
    let time = move |done, of| {
        tracing::debug!(learning.done = done, learning.of = of, "learning");
        !stop.is_cancelled()
    };
    match renew(&server, time).await {
        Ok(Ok(_)) if server.stop.is_cancelled() => {}
        Ok(Ok(_)) => tracing::info!(learning.seconds = begun.elapsed().as_secs_f32(), "the examples' meaning is learnt"),
        Ok(Err(problems)) => {
            tracing::error!(problems = problems.len(), "the shop's folder got mistakes; words alone go on, until a reload")
        }
        Err(panic) => tracing::error!(error = %panic, "learning the examples' meaning panicked; words alone go on"),
    }
}

/// Loads the folder and puts what it says in the place of what was.
async fn renew(
    server: &Server,
    time: impl Fn(usize, usize) -> bool + Send + Sync + 'static,
) -> Result<Result<Changes, Vec<Problem>>, JoinError> {
    let (shop, cache) = (server.options.shop.clone(), server.options.cache.clone());
    let loaded = server.tasks.spawn_blocking(move || Playbook::load_within(&shop, Some(&cache), &time)).await?;
    Ok(loaded.map(|playbook| {
        let changes = playbook.changes_since(&server.app.playbook());
        server.app.swap(playbook);
        changes
    }))
}
