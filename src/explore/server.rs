//! Connections: taken on the loopback address alone, few at a time, none for ever.

use super::Words;
use super::activity::{Activity, Answered, Busy};
use super::guard::Port;
use super::routes::{Shared, router};
use crate::spec::Library;
use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::AbortHandle;

/// Most connections at once: eight for each browser of a class.
const CONNECTIONS: usize = 256;
/// Time for the head of a request, and between two requests.
const HEAD: Duration = Duration::from_secs(10);
/// Longest life of a connection; a browser opens the next one by itself.
const CONNECTION: Duration = Duration::from_secs(300);
/// Longest head of a request: a link with every dial moved has some thousand bytes.
const LONGEST: usize = 32 * 1024;
/// How often it is looked whether to stop.
const LOOK: Duration = Duration::from_millis(100);

/// The page cannot be served.
#[derive(Debug)]
pub struct ServerError(String);

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ServerError {}

/// A page that is ready to be served.
pub struct Server {
    listener: TcpListener,
    port: u16,
}

impl Server {
    /// Takes a port of the loopback address; any free one where none is named.
    ///
    /// # Errors
    /// If the port is taken, or may not be taken.
    pub fn bind(port: Option<u16>) -> Result<Server, ServerError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.unwrap_or(0)));
        let listener = TcpListener::bind(address).map_err(|error| {
            ServerError(format!(
                "cannot listen on {address}: {error}; another --port may be free"
            ))
        })?;
        let port = listener.local_addr().map_err(failed)?.port();
        Ok(Server { listener, port })
    }

    /// Where the page is.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Serves until `stop` is true; then ends all work and all connections.
    ///
    /// # Errors
    /// If the machine refuses what a server needs.
    pub fn serve(
        self,
        library: Library,
        words: impl Words,
        pool: rayon::ThreadPool,
        stop: &AtomicBool,
    ) -> Result<(), ServerError> {
        let shared = Arc::new(Shared::new(library, Box::new(words), pool));
        let router = router(Arc::clone(&shared), Port(self.port));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(4)
            .build()
            .map_err(failed)?;
        self.listener.set_nonblocking(true).map_err(failed)?;
        let outcome = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener).map_err(failed)?;
            accept(&listener, &router, stop).await;
            Ok(())
        });
        shared.close();
        runtime.shutdown_timeout(Duration::from_secs(1));
        outcome
    }
}

fn failed(error: std::io::Error) -> ServerError {
    ServerError(format!("cannot serve the page: {error}"))
}

/// A connection that is open.
struct Open {
    handle: AbortHandle,
    activity: Arc<Activity>,
}

impl Open {
    /// How long nothing is asked or answered on it; none while something is.
    fn idle(&self) -> Option<Duration> {
        let since = self.activity.idle_since.lock();
        since
            .unwrap_or_else(PoisonError::into_inner)
            .map(|since| since.elapsed())
    }
}

async fn accept(listener: &tokio::net::TcpListener, router: &Router, stop: &AtomicBool) {
    let open: Mutex<VecDeque<Open>> = Mutex::default();
    while !stop.load(Ordering::Relaxed) {
        let taken = tokio::time::timeout(LOOK, listener.accept()).await;
        let stream = match taken {
            Ok(Ok((stream, _))) => stream,
            // Such as too many open files: those that end make room.
            Ok(Err(_)) => {
                tokio::time::sleep(LOOK).await;
                continue;
            }
            Err(_) => continue,
        };
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|connection| !connection.handle.is_finished());
        if open.len() >= CONNECTIONS {
            // Whichever is idle longest makes room, whether it has asked for something or not.
            let idle = (0..open.len()).filter_map(|c| Some((open[c].idle()?, c)));
            match idle.max().and_then(|(_, longest)| open.remove(longest)) {
                Some(longest) => longest.handle.abort(),
                None => continue,
            }
        }
        let activity = Arc::new(Activity::default());
        let task = tokio::spawn(connection(stream, router.clone(), Arc::clone(&activity)));
        open.push_back(Open {
            handle: task.abort_handle(),
            activity,
        });
    }
    for connection in open.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        connection.handle.abort();
    }
}

async fn connection(stream: tokio::net::TcpStream, router: Router, activity: Arc<Activity>) {
    let inner = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        // Until the answer is sent to its end.
        let busy = Busy::on(&activity);
        let answer = inner.call(request.map(Body::new));
        async move {
            let answer = answer.await?;
            Ok::<_, Infallible>(answer.map(|body| Answered { body, _busy: busy }))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LONGEST)
        .serve_connection(TokioIo::new(stream), service);
    // A connection that breaks is the browser's affair: it opens another one.
    let _ = tokio::time::timeout(CONNECTION, connection).await;
}
