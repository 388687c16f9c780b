//! Connections, each with limits: nobody can hold them all by being slow.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

/// Connections at the same time; others wait to be taken.
const CONNECTIONS: usize = 1_000;
/// How long a request's head may take, also the first one of a new connection and the next one of an idle one.
const HEAD_WITHIN: Duration = Duration::from_secs(20);
/// Header lines of a request.
const HEADERS: usize = 64;
/// Bytes of a request's head.
const HEAD_BYTES: usize = 32 * 1024;
/// So long nobody is taken after the system could not open another connection.
const REST: Duration = Duration::from_secs(1);

/// Serves until `stop`, then lets what was begun come to its end.
pub(super) async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let ending = GracefulShutdown::new();
    loop {
        let next = async {
            let place = room.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let next = tokio::select! {
            () = ended(&mut stop) => break,
            next = next => next,
        };
        let (place, stream) = match next {
            (place, Ok((stream, _))) => (place, stream),
            (_, Err(error)) => {
                tracing::warn!(%error, "no connection can be taken now");
                tokio::time::sleep(REST).await;
                continue;
            }
        };
        let mut protocol = http1::Builder::new();
        let protocol = protocol.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
        let protocol = protocol.max_headers(HEADERS).max_buf_size(HEAD_BYTES);
        let service = TowerToHyperService::new(router.clone());
        let connection = ending.watch(protocol.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // Whoever breaks off is gone; there is nobody to tell.
            let _ = connection.await;
            drop(place);
        });
    }
    ending.shutdown().await;
}

async fn ended(stop: &mut watch::Receiver<bool>) {
    // A sender that is gone has ended, too.
    let _ = stop.wait_for(|stop| *stop).await;
}
