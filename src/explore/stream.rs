//! Server-sent events: a job tells a page what it has found so far.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::Response;
use hyper::body::Frame;
use serde::Serialize;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// More events than any job sends: a page that does not read them holds up nobody.
const EVENTS: usize = 16;

/// Where a job says what it has found.
#[derive(Clone)]
pub struct Teller(mpsc::Sender<Bytes>);

impl Teller {
    /// Sends an event; false once nobody listens.
    pub fn tell(&self, event: &str, data: &impl Serialize) -> bool {
        // JSON has no line breaks of its own, so one line of data holds it.
        let Ok(data) = serde_json::to_string(data) else {
            return false;
        };
        let text = format!("event: {event}\ndata: {data}\n\n");
        self.0.try_send(Bytes::from(text)).is_ok()
    }

    /// Says what is wrong, in words, as the last event.
    pub fn refuse(&self, message: &str) -> bool {
        self.tell("refused", &message);
        false
    }
}

/// Where a job speaks, the flag that stops it once nobody listens, and the answer that carries it.
pub fn channel() -> (Teller, Arc<AtomicBool>, Response) {
    let (sender, receiver) = mpsc::channel(EVENTS);
    let stop = Arc::new(AtomicBool::new(false));
    let body = Body::new(Events {
        receiver,
        stop: Arc::clone(&stop),
    });
    let mut response = Response::new(body);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    (Teller(sender), stop, response)
}

struct Events {
    receiver: mpsc::Receiver<Bytes>,
    stop: Arc<AtomicBool>,
}

impl hyper::body::Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.receiver.poll_recv(context);
        next.map(|event| event.map(|event| Ok(Frame::data(event))))
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
