//! Whether the server lives, whether it serves, and its figures.

use std::{net::IpAddr, time::Duration};

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::time::timeout;

use super::{peer::Peer, refusal::Refusal, shared::Server};

/// The log answers a small question within this, or the server isn't ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// The program's figures, where somebody collects them.
#[derive(Clone, Default)]
pub struct Gauges(Option<PrometheusHandle>);

impl Gauges {
    /// Collects every figure of this process from now on. Once a process; a second call collects nothing.
    pub fn install() -> Gauges {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        Gauges(metrics::set_global_recorder(recorder).is_ok().then_some(handle))
    }

    pub(super) fn tidy(&self) {
        if let Some(handle) = &self.0 {
            handle.run_upkeep();
        }
    }
}

/// `GET /healthz`: the process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the server takes messages and its log can be read.
pub(super) async fn ready(State(server): State<Server>) -> Result<&'static str, Refusal> {
    if server.stop.is_cancelled() {
        return Err(Refusal::unavailable());
    }
    match timeout(PATIENCE, server.app.cases(1)).await {
        Ok(Ok(_)) => Ok("ready\n"),
        Ok(Err(_)) | Err(_) => Err(Refusal::unavailable()),
    }
}

/// `GET /metrics`: figures in Prometheus's text format, for this machine or whoever has the desk key.
pub(super) async fn metrics(
    State(server): State<Server>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let local = match peer.address().to_canonical() {
        IpAddr::V4(address) => address.is_loopback(),
        IpAddr::V6(address) => address.is_loopback(),
    };
    if !local && !server.has_desk_key(&headers) {
        return Err(Refusal::unauthorized("Figures are for this machine, or for a bearer of the desk key."));
    }
    let Some(handle) = &server.gauges.0 else {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "not_found", "This process collects no figures."));
    };
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response())
}
