//! Whether something is asked or answered on a connection, and since when nothing is.

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

/// What goes on on a connection. One request at a time does: HTTP/1 answers them one after the other.
#[derive(Debug)]
pub struct Activity {
    /// None while a request is answered.
    pub idle_since: Mutex<Option<Instant>>,
}

impl Default for Activity {
    fn default() -> Self {
        Self {
            idle_since: Mutex::new(Some(Instant::now())),
        }
    }
}

impl Activity {
    fn set(&self, since: Option<Instant>) {
        *self
            .idle_since
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = since;
    }
}

/// A connection is busy as long as this lives.
#[derive(Debug)]
pub struct Busy(Arc<Activity>);

impl Busy {
    /// From now on.
    pub fn on(activity: &Arc<Activity>) -> Busy {
        activity.set(None);
        Busy(Arc::clone(activity))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.set(Some(Instant::now()));
    }
}

/// The body of an answer, during which its connection is busy.
#[derive(Debug)]
pub struct Answered {
    /// The body.
    pub body: Body,
    /// Until it is sent.
    pub _busy: Busy,
}

impl hyper::body::Body for Answered {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
