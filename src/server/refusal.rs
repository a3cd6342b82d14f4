//! An error on its way to a stranger: what they may read, and what we log.

use std::borrow::Cow;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::frame::RefusalBody;
use crate::{app, dialog};

/// A code for programs, a sentence for people, and a status where it travels by HTTP.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) message: Cow<'static, str>,
    /// Seconds.
    pub(super) retry_after: Option<i64>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal { status, code, message: message.into(), retry_after: None }
    }

    pub(super) fn bad_frame(message: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, "bad_frame", message)
    }

    pub(super) fn unauthorized(message: &'static str) -> Refusal {
        Refusal::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
    }

    pub(super) fn rate_limited() -> Refusal {
        Refusal::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", "That was too much at once. Wait a little and send it again.")
    }

    pub(super) fn too_large() -> Refusal {
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "A frame holds at most 16 KiB.")
    }

    pub(super) fn unavailable() -> Refusal {
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "This can't be saved right now. Send it again in a moment.")
    }
}

/// The only place that knows what the floors beneath look like from outside.
impl From<app::Refused> for Refusal {
    fn from(refused: app::Refused) -> Refusal {
        match refused {
            app::Refused::Dialog(refusal) => {
                let (status, code) = match refusal {
                    dialog::Refusal::Taken { .. } => (StatusCode::CONFLICT, "taken"),
                    dialog::Refusal::StaleEpoch { .. } => (StatusCode::CONFLICT, "stale_epoch"),
                    dialog::Refusal::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
                    dialog::Refusal::Nothing(_) => (StatusCode::CONFLICT, "nothing"),
                };
                Refusal::new(status, code, refusal.to_string())
            }
            app::Refused::Busy => Refusal::rate_limited(),
            app::Refused::Unavailable => Refusal::unavailable(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = Json(RefusalBody { code: self.code, message: &self.message });
        let mut response = (self.status, body).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
