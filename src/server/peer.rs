//! Who is at the other end: the connection's own address, or the one that a trusted proxy names.

use std::{net::IpAddr, sync::Arc};

use axum::{
    Extension,
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{limits::Place, refusal::Refusal, shared::Server};
use crate::config::Network;

/// Where a proxy says for whom it asks; the nearest hop is last.
const FORWARDED: &str = "x-forwarded-for";

/// Who asks, with a place in their address's count.
#[derive(Clone)]
pub(super) struct Peer {
    address: IpAddr,
    place: Arc<Place>,
}

impl Peer {
    pub(super) fn new(address: IpAddr, place: Place) -> Peer {
        Peer { address, place: Arc::new(place) }
    }

    pub(super) fn address(&self) -> IpAddr {
        self.address
    }

    /// Kept by whatever outlives the request, so that the address's count stays true.
    pub(super) fn place(&self) -> Arc<Place> {
        Arc::clone(&self.place)
    }
}

/// The other end of a connection.
#[derive(Clone)]
pub(super) enum End {
    /// A peer of its own, counted for as long as the connection lasts.
    Peer(Peer),
    /// A trusted proxy: each request is of the client that it names, and counted for as long as it lasts.
    Proxy(IpAddr),
}

/// Tells every handler who asks. A client of a proxy that has all its places taken is refused here; others were at the door.
pub(super) async fn introduce(
    State(server): State<Server>,
    Extension(end): Extension<End>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = match end {
        End::Peer(peer) => peer,
        End::Proxy(proxy) => {
            let address = client(request.headers(), proxy, &server.options.trusted_proxies);
            match server.gate.enter(address) {
                Some(place) => Peer::new(address, place),
                None => return full().into_response(),
            }
        }
    };
    request.extensions_mut().insert(peer);
    next.run(request).await
}

fn full() -> Refusal {
    metrics::counter!("aftercare_connections_refused_total").increment(1);
    Refusal { retry_after: Some(30), ..Refusal::rate_limited() }
}

/// The last address on the way that isn't a trusted proxy's. What stands before it anybody may have written.
fn client(headers: &HeaderMap, proxy: IpAddr, trusted: &[Network]) -> IpAddr {
    let lines = headers.get_all(FORWARDED).iter().map(|line| line.to_str().unwrap_or_default());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    let mut client = proxy;
    for hop in hops.into_iter().rev() {
        let Some(address) = read(hop.trim()) else { break };
        client = address;
        if !is_trusted(address, trusted) {
            break;
        }
    }
    client
}

pub(super) fn is_trusted(address: IpAddr, trusted: &[Network]) -> bool {
    trusted.iter().any(|network| network.holds(address))
}

/// An address as proxies write it: alone, in brackets, with a port.
fn read(hop: &str) -> Option<IpAddr> {
    let bare = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    hop.parse().ok().or_else(bare).or_else(|| hop.parse::<std::net::SocketAddr>().ok().map(|it| it.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn believes_only_what_trusted_proxies_wrote() {
        #[track_caller]
        fn check(lines: &[&str], want: &str) {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(FORWARDED, line.parse().unwrap());
            }
            let trusted: Vec<Network> = ["127.0.0.1", "10.0.0.0/8"].map(|it| it.parse().unwrap()).into();
            let got = client(&headers, IpAddr::from([127, 0, 0, 1]), &trusted);
            assert_eq!(got, want.parse::<IpAddr>().unwrap(), "{lines:?}");
        }
        check(&[], "127.0.0.1");
        check(&["203.0.113.7"], "203.0.113.7");
        check(&["1.2.3.4, 203.0.113.7, 10.0.0.9"], "203.0.113.7");
        check(&["1.2.3.4", "203.0.113.7"], "203.0.113.7");
        check(&["127.0.0.1, 203.0.113.7"], "203.0.113.7");
        check(&["203.0.113.7:4711"], "203.0.113.7");
        check(&["[2001:db8::1]:443, ::ffff:10.0.0.2"], "2001:db8::1");
        check(&["[2001:db8::1]"], "2001:db8::1");
        check(&["10.0.0.3, 10.0.0.2"], "10.0.0.3");
        check(&["203.0.113.7, unknown"], "127.0.0.1");
        check(&["203.0.113.7, unknown, 10.0.0.2"], "10.0.0.2");
        check(&[""], "127.0.0.1");
    }
}
