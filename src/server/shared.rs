use std::{ops::Deref, sync::Arc};

use axum::http::{HeaderMap, header};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Options,
    health::Gauges,
    limits::Gate,
    refusal::Refusal,
    shop::ShopCards,
    throttle::Throttle,
    token::{Seal, SignIn},
};
use crate::app::App;

/// What every request and socket of one server uses. Cheap to clone.
#[derive(Clone)]
pub(super) struct Server(Arc<Shared>);

pub(super) struct Shared {
    pub(super) app: App,
    pub(super) options: Options,
    pub(super) seal: Seal,
    pub(super) gate: Gate,
    pub(super) throttle: Throttle,
    pub(super) cards: ShopCards,
    pub(super) gauges: Gauges,
    /// Cancelled when the server stops: sockets say goodbye.
    pub(super) stop: CancellationToken,
    /// Every connection and socket, so that stopping can wait for them.
    pub(super) tasks: TaskTracker,
    /// One reload at a time.
    pub(super) reloading: tokio::sync::Mutex<()>,
}

impl Server {
    pub(super) fn new(app: App, options: Options, gauges: Gauges) -> Server {
        Server(Arc::new(Shared {
            app,
            seal: Seal::new(&options.secret, &options.desk_key),
            gate: Gate::new(options.limits),
            options,
            throttle: Throttle::default(),
            cards: ShopCards::default(),
            gauges,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            reloading: tokio::sync::Mutex::default(),
        }))
    }

    /// Who signed in, by the bearer token or the cookie of the request.
    pub(super) fn signed_in(&self, headers: &HeaderMap) -> Option<SignIn> {
        let token = bearer(headers).or_else(|| cookie(headers, DESK_COOKIE))?;
        self.seal.read_desk_token(token, self.app.now())
    }

    pub(super) fn must_sign_in(&self, headers: &HeaderMap) -> Result<SignIn, Refusal> {
        self.signed_in(headers)
            .ok_or_else(|| Refusal::unauthorized("Sign in first: POST /api/login with your name and the desk key."))
    }

    /// Whether the request carries the desk key itself: the shop's own tools do.
    pub(super) fn has_desk_key(&self, headers: &HeaderMap) -> bool {
        bearer(headers).is_some_and(|key| self.seal.is_desk_key(key))
    }
}

impl Deref for Server {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

pub(super) const DESK_COOKIE: &str = "aftercare_desk";

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';')).find_map(
        |pair| {
            let (key, value) = pair.split_once('=')?;
            (key.trim() == name).then_some(value.trim())
        },
    )
}
