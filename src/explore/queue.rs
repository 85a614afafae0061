//! The work of all pages in one line: short steps, so that everyone's first picture comes before anyone's last.
//!
//! A job is done step by step. Between two steps others get their turn: a step is due the later, the more steps of its job
//! were done, and the step that is due longest is done next. So nobody waits for ever, and a page that has just asked does not wait
//! until another one has all its people. A new job of the same page stops the one before; one that was asked for earlier
//! and comes later does not.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Most jobs that wait: twice as many as browsers in a class.
const WAITING: usize = 64;
/// Jobs whose steps are done at once; each step uses all threads.
const AT_ONCE: usize = 2;
/// How much later each further step is due.
const PATIENCE: Duration = Duration::from_millis(40);

/// Who asks: a page, and how many questions it had asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// The kind of question and the name of the page.
    who: String,
    turn: u64,
}

impl Asker {
    /// `turn` grows with each question of a page.
    pub fn new(question: &str, page: &str, turn: u64) -> Self {
        Self {
            who: format!("{question} {page}"),
            turn,
        }
    }
}

/// Does the next step; false once there is no further one.
pub type Steps = Box<dyn FnMut(&AtomicBool) -> bool + Send>;

struct Job {
    asker: Asker,
    stop: Arc<AtomicBool>,
    steps: Steps,
    done: u32,
    due: Instant,
}

#[derive(Default)]
struct Line {
    waiting: Vec<Job>,
    /// The turn and the flag of the last job of each page.
    last: HashMap<String, (u64, Arc<AtomicBool>)>,
    closed: bool,
}

/// Why a job is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// See the module.
pub struct Queue {
    line: Arc<(Mutex<Line>, Condvar)>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

impl Queue {
    /// A line whose work is done on the threads of `pool`.
    pub fn new(pool: Arc<rayon::ThreadPool>) -> Self {
        let line = Arc::new((Mutex::new(Line::default()), Condvar::new()));
        let workers = (0..AT_ONCE).map(|_| {
            let (line, pool) = (Arc::clone(&line), Arc::clone(&pool));
            std::thread::spawn(move || work(&line, &pool))
        });
        Self {
            workers: Mutex::new(workers.collect()),
            line,
        }
    }

    /// Puts a job into the line and stops the one of the same page before it. The flag stops the job. A job of an earlier turn
    /// than the one before is stopped at once: nobody waits for it any more.
    ///
    /// # Errors
    /// [`Full`] when too many wait.
    pub fn add(&self, asker: Asker, stop: Arc<AtomicBool>, steps: Steps) -> Result<(), Full> {
        let (line, ready) = &*self.line;
        let mut line = locked(line);
        if let Some((turn, before)) = line.last.get(&asker.who) {
            if asker.turn < *turn {
                stop.store(true, Ordering::Relaxed);
                return Ok(());
            }
            before.store(true, Ordering::Relaxed);
        }
        line.waiting.retain(|job| !job.stop.load(Ordering::Relaxed));
        if line.closed || line.waiting.len() >= WAITING {
            return Err(Full);
        }
        line.last
            .insert(asker.who.clone(), (asker.turn, Arc::clone(&stop)));
        line.waiting.push(Job {
            asker,
            stop,
            steps,
            done: 0,
            due: Instant::now(),
        });
        ready.notify_one();
        Ok(())
    }

    /// Stops all work and waits until it has ended.
    pub fn close(&self) {
        {
            let (line, ready) = &*self.line;
            let mut line = locked(line);
            line.closed = true;
            line.waiting.clear();
            for (_, stop) in line.last.values() {
                stop.store(true, Ordering::Relaxed);
            }
            ready.notify_all();
        }
        for worker in locked(&self.workers).drain(..) {
            let _ = worker.join();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn work(line: &(Mutex<Line>, Condvar), pool: &rayon::ThreadPool) {
    let (line, ready) = line;
    while let Some(mut job) = next(line, ready) {
        let step = || pool.install(|| (job.steps)(&job.stop));
        // A fault in one job must not take the line away from all others.
        let more = !job.stop.load(Ordering::Relaxed)
            && catch_unwind(AssertUnwindSafe(step)).unwrap_or(false);
        let mut line = locked(line);
        if more && !job.stop.load(Ordering::Relaxed) && !line.closed {
            job.done += 1;
            job.due = Instant::now() + PATIENCE * job.done;
            line.waiting.push(job);
            ready.notify_one();
        } else if line
            .last
            .get(&job.asker.who)
            .is_some_and(|(_, last)| Arc::ptr_eq(last, &job.stop))
        {
            line.last.remove(&job.asker.who);
        }
    }
}

/// The job that is due longest; none once the line is closed.
fn next(line: &Mutex<Line>, ready: &Condvar) -> Option<Job> {
    let mut line = locked(line);
    loop {
        if line.closed {
            return None;
        }
        let first = (0..line.waiting.len()).min_by_key(|&job| line.waiting[job].due);
        match first {
            Some(first) => return Some(line.waiting.swap_remove(first)),
            None => line = ready.wait(line).unwrap_or_else(PoisonError::into_inner),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn queue() -> Queue {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build();
        Queue::new(Arc::new(pool.unwrap()))
    }

    fn never() -> Arc<AtomicBool> {
        Arc::default()
    }

    fn asker(page: impl ToString, turn: u64) -> Asker {
        Asker::new("run", &page.to_string(), turn)
    }

    #[test]
    fn a_new_job_of_a_page_stops_the_one_before_and_no_other() {
        let queue = queue();
        let (mine, other) = (never(), never());
        let slow = || -> Steps {
            Box::new(|stop| {
                std::thread::sleep(Duration::from_millis(1));
                !stop.load(Ordering::Relaxed)
            })
        };
        queue
            .add(asker("mine", 1), Arc::clone(&mine), slow())
            .unwrap();
        queue
            .add(asker("other", 1), Arc::clone(&other), slow())
            .unwrap();
        let (said, heard) = mpsc::channel();
        let quick: Steps = Box::new(move |_| said.send(()).is_err());
        queue.add(asker("mine", 2), never(), quick).unwrap();
        heard.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(mine.load(Ordering::Relaxed) && !other.load(Ordering::Relaxed));
        queue.close();
        assert!(other.load(Ordering::Relaxed), "closing stops everything");
        assert_eq!(queue.add(asker("late", 1), never(), slow()), Err(Full));
    }

    #[test]
    fn a_question_that_was_overtaken_stops_nothing_and_is_not_worked_on() {
        let queue = queue();
        let (newer, older) = (never(), never());
        let waits: Steps = Box::new(|stop| {
            std::thread::sleep(Duration::from_millis(1));
            !stop.load(Ordering::Relaxed)
        });
        queue
            .add(asker("page", 7), Arc::clone(&newer), waits)
            .unwrap();
        let worked = never();
        let seen = Arc::clone(&worked);
        let works: Steps = Box::new(move |_| {
            seen.store(true, Ordering::Relaxed);
            false
        });
        queue
            .add(asker("page", 6), Arc::clone(&older), works)
            .unwrap();
        assert!(older.load(Ordering::Relaxed) && !newer.load(Ordering::Relaxed));
        // A connection that is made anew asks the same question again.
        let (said, heard) = mpsc::channel();
        let again: Steps = Box::new(move |_| said.send(()).is_err());
        queue.add(asker("page", 7), never(), again).unwrap();
        heard.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(newer.load(Ordering::Relaxed));
        queue.close();
        assert!(!worked.load(Ordering::Relaxed));
    }

    #[test]
    fn first_steps_of_all_come_before_last_steps_of_one() {
        let queue = queue();
        let (said, heard) = mpsc::channel();
        for page in 0..32 {
            let said = said.clone();
            let mut step = 0;
            let steps: Steps = Box::new(move |_| {
                step += 1;
                std::thread::sleep(Duration::from_millis(2));
                said.send((page, step)).is_ok() && step < 8
            });
            queue.add(asker(page, 1), never(), steps).unwrap();
        }
        let told: Vec<(usize, usize)> = heard.iter().take(32 * 8).collect();
        let last_first = told.iter().rposition(|&(_, step)| step == 1).unwrap();
        let first_last = told.iter().position(|&(_, step)| step == 8).unwrap();
        assert!(last_first < first_last, "{last_first} {first_last}");
        queue.close();
    }

    #[test]
    fn the_line_is_bounded() {
        let queue = queue();
        let wait: fn() -> Steps = || {
            Box::new(|stop| {
                std::thread::sleep(Duration::from_millis(5));
                !stop.load(Ordering::Relaxed)
            })
        };
        let taken = (0..200).filter(|n| queue.add(asker(n, 1), never(), wait()).is_ok());
        let taken = taken.count();
        assert!(
            (WAITING..=WAITING + AT_ONCE + 1).contains(&taken),
            "{taken}"
        );
        queue.close();
    }
}
