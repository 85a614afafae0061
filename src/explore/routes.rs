//! What can be asked for.

use super::answer::answer;
use super::catalogue::Catalogue;
use super::film::Film;
use super::guard::{Port, guard};
use super::keep::Memory;
use super::queue::{Asker, Next, Queue, Refuse, Steps};
use super::state::State as Page;
use super::stream::{Teller, channel};
use super::{Words, assets, lab, lessons};
use crate::cohort::{self, Halt, Sharing, Watch};
use crate::spec::Library;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use serde::{Deserialize, Serialize};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// People of the first step: as many as a piece of a run holds.
const FIRST: usize = 16;
/// People of each further step: enough for the threads of most machines, few enough that others get their turn.
const STEP: usize = 32;
/// Numbers of people for which a picture is sent, besides all.
const SENT: [usize; 2] = [16, 64];
/// Short questions that are answered at once.
const SHORT: usize = 16;

/// What all pages share.
pub struct Shared {
    library: Library,
    words: Box<dyn Words>,
    memory: Memory,
    queue: Queue,
    short: Semaphore,
    catalogue: OnceLock<Result<String, String>>,
}

type Common = State<Arc<Shared>>;

impl Shared {
    /// Before the first question.
    pub fn new(library: Library, words: Box<dyn Words>, pool: rayon::ThreadPool) -> Self {
        Self {
            library,
            words,
            memory: Memory::new(),
            queue: Queue::new(Arc::new(pool)),
            short: Semaphore::new(SHORT),
            catalogue: OnceLock::new(),
        }
    }

    /// Ends all work.
    pub fn close(&self) {
        self.queue.close();
    }
}

/// All routes, behind the guard.
pub fn router(shared: Arc<Shared>, port: Port) -> Router {
    Router::new()
        .route("/api/catalogue", get(catalogue))
        .route("/api/run", get(run))
        .route("/api/files", get(files))
        .route("/api/film", get(film))
        .route("/api/graph", get(graph))
        .route("/api/bench", get(bench))
        .route("/api/lab", get(experiment))
        .route("/explain", get(explain))
        .route("/lessons", get(|| async { lessons::page("README") }))
        .route(
            "/lessons/{name}",
            get(|Path(name): Path<String>| async move { lessons::page(&name) }),
        )
        .route(
            "/lessons/pictures/{name}",
            get(|Path(name): Path<String>| async move { lessons::picture(&name) }),
        )
        .fallback(|uri: Uri| async move { assets::asset(uri.path()) })
        .layer(middleware::from_fn_with_state(port, guard))
        .with_state(shared)
}

fn json(text: String) -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(CONTENT_TYPE, kind)], text).into_response()
}

fn refused(status: StatusCode, message: impl Into<String>) -> Response {
    (status, message.into()).into_response()
}

fn busy() -> Response {
    refused(
        StatusCode::SERVICE_UNAVAILABLE,
        "too much is asked at once: ask again",
    )
}

/// Puts a job into the line; `response` carries what it finds.
fn queued(
    shared: &Shared,
    asker: Asker,
    stop: Arc<AtomicBool>,
    steps: Steps,
    teller: Teller,
    response: Response,
) -> Response {
    let refuse: Refuse = Box::new(move |words| {
        teller.refuse(words);
    });
    match shared.queue.add(asker, stop, steps, refuse) {
        Ok(()) => response,
        Err(_) => busy(),
    }
}

/// Answers a short question on a thread that may wait.
async fn shortly<T: Serialize>(
    shared: Arc<Shared>,
    work: impl FnOnce(&Shared) -> Result<T, String> + Send + 'static,
) -> Response {
    let blocking = {
        let shared = Arc::clone(&shared);
        move || {
            let found = work(&shared)?;
            serde_json::to_string(&found).map_err(|error| error.to_string())
        }
    };
    let Ok(_turn) = shared.short.try_acquire() else {
        return busy();
    };
    match tokio::task::spawn_blocking(blocking).await {
        Ok(Ok(text)) => json(text),
        Ok(Err(message)) => refused(StatusCode::BAD_REQUEST, message),
        Err(_) => refused(
            StatusCode::INTERNAL_SERVER_ERROR,
            "this could not be answered",
        ),
    }
}

async fn catalogue(State(shared): Common) -> Response {
    let found = tokio::task::spawn_blocking(move || {
        let read = || {
            let found = Catalogue::read(&shared.library)?;
            serde_json::to_string(&found).map_err(|error| error.to_string())
        };
        shared.catalogue.get_or_init(read).clone()
    });
    match found.await {
        Ok(Ok(text)) => json(text),
        Ok(Err(message)) => refused(StatusCode::INTERNAL_SERVER_ERROR, message),
        Err(_) => busy(),
    }
}

/// A state, and which page asks: its next question takes the place of this one.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    page: String,
    #[serde(default)]
    turn: u64,
    state: String,
}

async fn run(State(shared): Common, Query(asked): Query<Asked>) -> Response {
    let state = match Page::read(&asked.state) {
        Ok(state) => state,
        Err(message) => return refused(StatusCode::BAD_REQUEST, message),
    };
    let (teller, stop, response) = channel();
    let mut sizes = sizes(state.people).into_iter().peekable();
    let mut study: Option<(cohort::Study, Sharing)> = None;
    let common = Arc::clone(&shared);
    let last = teller.clone();
    let steps = Box::new(move |stop: &AtomicBool| {
        if study.is_none() {
            match state.study(&common.library) {
                Ok(read) => {
                    let sharing = Sharing::of(&read);
                    study = Some((read, sharing));
                }
                Err(message) => return refused_by(&teller, &message),
            }
        }
        let (Some((study, sharing)), Some(&(people, sent))) = (&mut study, sizes.peek()) else {
            return Next::Done;
        };
        study.seeds.count = people;
        let watch = Watch {
            stop,
            progress: &|| (),
        };
        let run = match cohort::run_shared(study, sharing, &watch, &common.memory) {
            Ok(run) => run,
            Err(Halt::Stopped) => return Next::Again,
            Err(cannot) => return refused_by(&teller, &cannot.to_string()),
        };
        sizes.next();
        let is_last = sizes.peek().is_none();
        if sent || is_last {
            match answer(&run, state.people) {
                Ok(answer) => {
                    teller.tell("answer", &answer);
                }
                // The first few may all be well; only all of them are an answer.
                Err(error) if is_last => return refused_by(&teller, &error.to_string()),
                Err(_) => {}
            }
        }
        if is_last {
            teller.tell("done", &());
            return Next::Done;
        }
        Next::More
    });
    let asker = Asker::new("run", &asked.page, asked.turn);
    queued(&shared, asker, stop, steps, last, response)
}

/// Says what is wrong; nothing comes after it.
fn refused_by(teller: &Teller, message: &str) -> Next {
    teller.refuse(message);
    Next::Done
}

/// Numbers of people step by step, and whether a picture is sent.
fn sizes(people: usize) -> Vec<(usize, bool)> {
    let steps = [FIRST].into_iter().chain((1..).map(|n| n * STEP));
    let steps = steps.take_while(|&size| size < people).chain([people]);
    steps.map(|size| (size, SENT.contains(&size))).collect()
}

async fn files(State(shared): Common, Query(asked): Query<Asked>) -> Response {
    shortly(shared, move |shared| {
        Page::read(&asked.state)?.files(&shared.library)
    })
    .await
}

#[derive(Deserialize)]
struct AskedFilm {
    #[serde(default)]
    page: String,
    #[serde(default)]
    turn: u64,
    state: String,
    scenario: usize,
    account: usize,
    seed: u64,
}

async fn film(State(shared): Common, Query(asked): Query<AskedFilm>) -> Response {
    let state = match Page::read(&asked.state) {
        Ok(state) => state,
        Err(message) => return refused(StatusCode::BAD_REQUEST, message),
    };
    let (teller, stop, response) = channel();
    let common = Arc::clone(&shared);
    let last = teller.clone();
    let steps = Box::new(move |stop: &AtomicBool| {
        let study = match state.study(&common.library) {
            Ok(study) => study,
            Err(message) => return refused_by(&teller, &message),
        };
        let watch = Watch {
            stop,
            progress: &|| (),
        };
        let arm = (asked.scenario, asked.account);
        match cohort::portrait(&study, arm, asked.seed, &watch, &common.memory) {
            Ok(Some(portrait)) => {
                teller.tell("film", &Film::of(&portrait));
                teller.tell("done", &())
            }
            Err(Halt::Stopped) => return Next::Again,
            Err(cannot) => teller.refuse(&cannot.to_string()),
            Ok(None) => teller.refuse("there is no such scenario or story"),
        };
        Next::Done
    });
    let asker = Asker::new("film", &asked.page, asked.turn);
    queued(&shared, asker, stop, steps, last, response)
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

async fn explain(State(shared): Common, Query(Named { name }): Query<Named>) -> Response {
    let short: String = name.chars().take(100).collect();
    shortly(shared, move |shared| shared.words.explain(&short)).await
}

async fn graph(State(shared): Common, Query(Named { name }): Query<Named>) -> Response {
    shortly(shared, move |shared| {
        let graph = shared.words.graph(&name);
        graph.ok_or_else(|| "there is no such brain".to_owned())
    })
    .await
}

async fn bench(State(shared): Common) -> Response {
    shortly(shared, |shared| Ok(lab::bench(&shared.library))).await
}

#[derive(Deserialize)]
struct AskedLab {
    #[serde(default)]
    page: String,
    #[serde(default)]
    turn: u64,
    question: String,
}

async fn experiment(State(shared): Common, Query(asked): Query<AskedLab>) -> Response {
    let question = match lab::Question::read(&asked.question) {
        Ok(question) => question,
        Err(message) => return refused(StatusCode::BAD_REQUEST, message),
    };
    let (teller, stop, response) = channel();
    let common = Arc::clone(&shared);
    let last = teller.clone();
    let steps = Box::new(move |stop: &AtomicBool| {
        match question.answer(&common.library, stop) {
            Ok(Some(experiment)) => {
                teller.tell("experiment", &experiment);
                teller.tell("done", &())
            }
            Ok(None) => return Next::Again,
            Err(message) => teller.refuse(&message),
        };
        Next::Done
    });
    let asker = Asker::new("lab", &asked.page, asked.turn);
    queued(&shared, asker, stop, steps, last, response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_come_coarse_first_and_with_everyone_last() {
        assert_eq!(sizes(8), [(8, false)]);
        assert_eq!(sizes(64), [(16, true), (32, false), (64, true)]);
        let all = sizes(200);
        assert_eq!((all.len(), all[7]), (8, (200, false)));
        assert_eq!(all.iter().filter(|(_, sent)| *sent).count(), 2);
    }
}
