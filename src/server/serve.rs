//! Accepts connections and serves them until the server is told to stop.

use std::{io, net::SocketAddr, time::Duration};

use axum::Router;
use hyper::service::{Service, service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    time::{MissedTickBehavior, interval, sleep, timeout},
};

use super::{
    Options,
    health::Gauges,
    peer::{self, End, Peer},
    router,
    shared::Server,
};
use crate::app::App;

/// A connection that isn't a WebSocket lives no longer than this.
const LONGEST_CONNECTION: Duration = Duration::from_secs(300);
/// Bytes of a request's head.
const LONGEST_HEAD: usize = 16 * 1024;
const TIDY_EVERY: Duration = Duration::from_secs(5);
const FULL: &[u8] = b"HTTP/1.1 429 Too Many Requests\r\nconnection: close\r\nretry-after: 30\r\ncontent-length: 0\r\n\r\n";

/// Serves sockets, resources and pages on `listener` until `shutdown` is done. Then nothing new is taken, sockets finish the
/// input in hand and close with 1001, and the app is shut down: what was acknowledged is on the disk.
pub async fn serve(listener: TcpListener, app: App, options: Options, gauges: Gauges, shutdown: impl Future<Output = ()>) {
    let patience = options.patience;
    let server = Server::new(app, options, gauges);
    let router = router::router(server.clone());
    let mut tidy = interval(TIDY_EVERY);
    tidy.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tokio::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            _ = tidy.tick() => {
                server.gate.tidy();
                server.gauges.tidy();
                give_memory_back();
                continue;
            }
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, address)) => admit(&server, &router, stream, address),
            Err(error) => wait_out(&error).await,
        }
    }
    drop(listener);
    tracing::info!("stopping");
    server.stop.cancel();
    server.tasks.close();
    if timeout(patience, server.tasks.wait()).await.is_err() {
        tracing::warn!(sockets.left = server.tasks.len(), "some peers didn't let go in time");
    }
    server.app.shutdown(patience).await;
}

/// Gives the connection a task, if its address has a place left. A proxy's clients are counted one by one, as they ask.
fn admit(server: &Server, router: &Router, stream: TcpStream, address: SocketAddr) {
    let address = address.ip();
    let end = if peer::is_trusted(address, &server.options.trusted_proxies) {
        End::Proxy(address)
    } else if let Some(place) = server.gate.enter(address) {
        End::Peer(Peer::new(address, place))
    } else {
        metrics::counter!("aftercare_connections_refused_total").increment(1);
        // A word of explanation, if it fits into the socket's buffer: nobody waits here for a peer.
        _ = stream.try_write(FULL);
        return;
    };
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let (server, router) = (server.clone(), router.clone());
    let tasks = server.tasks.clone();
    tasks.spawn(async move { connection(&server, router, stream, end).await });
}

async fn connection(server: &Server, router: Router, stream: TcpStream, end: End) {
    let routes = TowerToHyperService::new(router);
    let service = service_fn(move |mut request| {
        hyper::Request::extensions_mut(&mut request).insert(end.clone());
        routes.call(request)
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        // A request's head comes as soon as a socket's hello, and so does the next request on a kept connection.
        .header_read_timeout(server.options.hello)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(connection);
    let served = tokio::select! {
        served = connection.as_mut() => Ok(served),
        // What is being asked is still answered.
        _ = timeout(LONGEST_CONNECTION, server.stop.cancelled()) => {
            connection.as_mut().graceful_shutdown();
            timeout(server.options.patience, connection).await
        }
    };
    match served {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(error = %error, "a connection ended badly"),
        Err(_elapsed) => tracing::debug!("a connection took too long"),
    }
}

/// What training or a reload has freed stays with the allocator until something large is freed a moment later, which in a quiet
/// server nothing is. Untouched, the large thing itself costs nothing.
fn give_memory_back() {
    drop(std::hint::black_box(vec![0_u8; 32 << 20]));
}

/// A peer that hung up costs nothing; a machine out of sockets needs a moment.
async fn wait_out(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(error = %error, "no connection can be accepted right now");
        sleep(Duration::from_millis(100)).await;
    }
}
