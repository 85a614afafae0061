//! The work of all pages in one line: short steps, so that everyone's first picture comes before anyone's last.
//!
//! A job is done step by step. Between two steps others get their turn: a step is due the later, the more steps of its job
//! were done, and the step that is due longest is done next. So nobody waits for ever, and a page that has just asked does not wait
//! until another one has all its people. A new job of the same page stops the one before; one that was asked for earlier
//! and comes later does not.
//!
//! What a link asks for may be heavy. A step that takes longer than [`LIGHT`] is stopped and done again in the lane of heavy
//! questions, which has one worker and half of the threads, so that it holds up other heavy questions alone; one that takes longer
//! than [`HEAVY`] there is refused.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Most jobs that wait: twice as many as browsers in a class.
const WAITING: usize = 64;
/// Time for a step beside which others wait. The first people of an ordinary question take a quarter of it on two free cores.
const LIGHT: Duration = Duration::from_millis(1000);
/// Longest time for a step of a heavy question.
const HEAVY: Duration = Duration::from_secs(60);
/// How often it is looked whether a step has had its time.
const LOOK: Duration = Duration::from_millis(20);
/// How much later each further step is due.
const PATIENCE: Duration = Duration::from_millis(40);

/// What is told where a question is too heavy even for its lane.
const TOO_HEAVY: &str = "this takes too long for a page: ask for fewer people or less on a day, or run it on the command line";
/// What is told where a step ends with a fault of the program.
const FAULT: &str =
    "this could not be answered: a fault of the program, which should be reported with this link";

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

/// What comes after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Another one.
    More,
    /// Nothing.
    Done,
    /// The same one: it was stopped before it was done.
    Again,
}

/// Does the next step, which ends early once the flag is true.
pub type Steps = Box<dyn FnMut(&AtomicBool) -> Next + Send>;
/// Tells the page, as the last it hears, why it gets no answer.
pub type Refuse = Box<dyn Fn(&str) + Send>;

struct Job {
    asker: Asker,
    stop: Arc<AtomicBool>,
    steps: Steps,
    refuse: Refuse,
    done: u32,
    due: Instant,
    /// Whether one of its steps took too long beside others.
    heavy: bool,
}

/// A step that is being done.
struct Running {
    /// Set once its job is stopped, or its time is over.
    enough: Arc<AtomicBool>,
    stop: Arc<AtomicBool>,
    until: Instant,
}

#[derive(Default)]
struct Line {
    waiting: Vec<Job>,
    /// The turn and the flag of the last job of each page.
    last: HashMap<String, (u64, Arc<AtomicBool>)>,
    running: Vec<Running>,
    closed: bool,
}

/// Why a job is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// The line; what is told when there is more to do; and what is told when a step begins.
struct Common {
    line: Mutex<Line>,
    ready: Condvar,
    begun: Condvar,
}

/// See the module.
pub struct Queue {
    line: Arc<Common>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

impl Queue {
    /// A line whose work is done on the threads of `pool`.
    pub fn new(pool: Arc<rayon::ThreadPool>) -> Self {
        let line = Arc::new(Common {
            line: Mutex::default(),
            ready: Condvar::new(),
            begun: Condvar::new(),
        });
        let half = (pool.current_num_threads() / 2).max(1);
        // Where the machine refuses more threads, heavy questions share those of the others.
        let heavy = rayon::ThreadPoolBuilder::new().num_threads(half).build();
        let heavy = heavy.map_or_else(|_| Arc::clone(&pool), Arc::new);
        let begin = |work: fn(&Common, &rayon::ThreadPool), pool: Arc<rayon::ThreadPool>| {
            let line = Arc::clone(&line);
            std::thread::spawn(move || work(&line, &pool))
        };
        let workers = vec![
            begin(|line, pool| work(line, pool, false), Arc::clone(&pool)),
            begin(|line, pool| work(line, pool, true), heavy),
            begin(|line, _| watch(line), pool),
        ];
        Self {
            workers: Mutex::new(workers),
            line,
        }
    }

    /// Puts a job into the line and stops the one of the same page before it. The flag stops the job. A job of an earlier turn
    /// than the one before is stopped at once: nobody waits for it any more.
    ///
    /// # Errors
    /// [`Full`] when too many wait.
    pub fn add(
        &self,
        asker: Asker,
        stop: Arc<AtomicBool>,
        steps: Steps,
        refuse: Refuse,
    ) -> Result<(), Full> {
        let mut line = locked(&self.line.line);
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
            refuse,
            done: 0,
            due: Instant::now(),
            heavy: false,
        });
        self.line.ready.notify_all();
        Ok(())
    }

    /// Stops all work and waits until it has ended.
    pub fn close(&self) {
        {
            let mut line = locked(&self.line.line);
            line.closed = true;
            line.waiting.clear();
            for (_, stop) in line.last.values() {
                stop.store(true, Ordering::Relaxed);
            }
            for running in &line.running {
                running.enough.store(true, Ordering::Relaxed);
            }
            self.line.ready.notify_all();
            self.line.begun.notify_all();
        }
        for worker in locked(&self.workers).drain(..) {
            let _ = worker.join();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn work(common: &Common, pool: &rayon::ThreadPool, heavy: bool) {
    while let Some(mut job) = next(common, heavy) {
        let enough = Arc::new(AtomicBool::new(false));
        let time = if job.heavy { HEAVY } else { LIGHT };
        {
            let mut line = locked(&common.line);
            line.running.push(Running {
                enough: Arc::clone(&enough),
                stop: Arc::clone(&job.stop),
                until: Instant::now() + time,
            });
            common.begun.notify_all();
        }
        let step = || pool.install(|| (job.steps)(&enough));
        // A fault in one job must not take the line away from all others.
        let next = match job.stop.load(Ordering::Relaxed) {
            true => Ok(Next::Done),
            false => catch_unwind(AssertUnwindSafe(step)),
        };
        let mut line = locked(&common.line);
        line.running
            .retain(|other| !Arc::ptr_eq(&other.enough, &enough));
        let is_wanted = !job.stop.load(Ordering::Relaxed) && !line.closed;
        let more = match next {
            Ok(Next::More) => true,
            Ok(Next::Done) => false,
            Ok(Next::Again) if is_wanted && job.heavy => {
                (job.refuse)(TOO_HEAVY);
                false
            }
            Ok(Next::Again) => {
                job.heavy = true;
                true
            }
            Err(_) => {
                (job.refuse)(FAULT);
                false
            }
        };
        if more && is_wanted {
            job.done += 1;
            job.due = Instant::now() + PATIENCE * job.done;
            line.waiting.push(job);
            common.ready.notify_all();
        } else if line
            .last
            .get(&job.asker.who)
            .is_some_and(|(_, last)| Arc::ptr_eq(last, &job.stop))
        {
            line.last.remove(&job.asker.who);
        }
    }
}

/// Ends the steps that have had their time, and those whose job is stopped.
fn watch(common: &Common) {
    let mut line = locked(&common.line);
    while !line.closed {
        let waited = match line.running.is_empty() {
            true => common.begun.wait(line),
            false => common
                .begun
                .wait_timeout(line, LOOK)
                .map(|(line, _)| line)
                .map_err(|poisoned| PoisonError::new(poisoned.into_inner().0)),
        };
        line = waited.unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        for running in &line.running {
            if now >= running.until || running.stop.load(Ordering::Relaxed) {
                running.enough.store(true, Ordering::Relaxed);
            }
        }
    }
}

/// The job that is due longest, of those that a worker does: the one for heavy jobs does light ones where no heavy one waits. None
/// once the line is closed.
fn next(common: &Common, heavy: bool) -> Option<Job> {
    let mut line = locked(&common.line);
    loop {
        if line.closed {
            return None;
        }
        let is_mine = |job: &usize| heavy || !line.waiting[*job].heavy;
        let jobs = (0..line.waiting.len()).filter(is_mine);
        let first = jobs.min_by_key(|&job| {
            let job = &line.waiting[job];
            (heavy && !job.heavy, job.due)
        });
        match first {
            Some(first) => return Some(line.waiting.swap_remove(first)),
            None => {
                line = common
                    .ready
                    .wait(line)
                    .unwrap_or_else(PoisonError::into_inner)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    /// Jobs whose steps are done at once: one that is light, and one that may be heavy.
    const AT_ONCE: usize = 2;

    fn queue() -> Queue {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build();
        Queue::new(Arc::new(pool.unwrap()))
    }

    fn never() -> Arc<AtomicBool> {
        Arc::default()
    }

    fn silent() -> Refuse {
        Box::new(|_| {})
    }

    fn more(more: bool) -> Next {
        match more {
            true => Next::More,
            false => Next::Done,
        }
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
                more(!stop.load(Ordering::Relaxed))
            })
        };
        queue
            .add(asker("mine", 1), Arc::clone(&mine), slow(), silent())
            .unwrap();
        queue
            .add(asker("other", 1), Arc::clone(&other), slow(), silent())
            .unwrap();
        let (said, heard) = mpsc::channel();
        let quick: Steps = Box::new(move |_| more(said.send(()).is_err()));
        queue
            .add(asker("mine", 2), never(), quick, silent())
            .unwrap();
        heard.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(mine.load(Ordering::Relaxed) && !other.load(Ordering::Relaxed));
        queue.close();
        assert!(other.load(Ordering::Relaxed), "closing stops everything");
        assert_eq!(
            queue.add(asker("late", 1), never(), slow(), silent()),
            Err(Full)
        );
    }

    #[test]
    fn a_question_that_was_overtaken_stops_nothing_and_is_not_worked_on() {
        let queue = queue();
        let (newer, older) = (never(), never());
        let waits: Steps = Box::new(|stop| {
            std::thread::sleep(Duration::from_millis(1));
            more(!stop.load(Ordering::Relaxed))
        });
        queue
            .add(asker("page", 7), Arc::clone(&newer), waits, silent())
            .unwrap();
        let worked = never();
        let seen = Arc::clone(&worked);
        let works: Steps = Box::new(move |_| {
            seen.store(true, Ordering::Relaxed);
            Next::Done
        });
        queue
            .add(asker("page", 6), Arc::clone(&older), works, silent())
            .unwrap();
        assert!(older.load(Ordering::Relaxed) && !newer.load(Ordering::Relaxed));
        // A connection that is made anew asks the same question again.
        let (said, heard) = mpsc::channel();
        let again: Steps = Box::new(move |_| more(said.send(()).is_err()));
        queue
            .add(asker("page", 7), never(), again, silent())
            .unwrap();
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
                more(said.send((page, step)).is_ok() && step < 8)
            });
            queue.add(asker(page, 1), never(), steps, silent()).unwrap();
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
                more(!stop.load(Ordering::Relaxed))
            })
        };
        let taken = (0..200).filter(|n| queue.add(asker(n, 1), never(), wait(), silent()).is_ok());
        let taken = taken.count();
        assert!(
            (WAITING..=WAITING + AT_ONCE + 1).contains(&taken),
            "{taken}"
        );
        queue.close();
    }

    #[test]
    fn a_heavy_question_holds_up_no_light_one() {
        let queue = queue();
        // Steps that never end by themselves, as many as there are workers and more.
        for page in 0..3 {
            let endless: Steps = Box::new(|enough| {
                while !enough.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Next::Again
            });
            queue
                .add(asker(page, 1), never(), endless, silent())
                .unwrap();
        }
        // All of them were tried and have moved to their lane.
        std::thread::sleep(4 * LIGHT);
        for page in 10..20 {
            let (said, heard) = mpsc::channel();
            let quick: Steps = Box::new(move |_| more(said.send(()).is_err()));
            let since = Instant::now();
            queue.add(asker(page, 1), never(), quick, silent()).unwrap();
            heard.recv_timeout(Duration::from_secs(10)).unwrap();
            // It has a worker of its own; half of a second is for a busy machine.
            assert!(since.elapsed() < Duration::from_millis(500));
        }
        let since = Instant::now();
        queue.close();
        assert!(
            since.elapsed() < Duration::from_secs(1),
            "closing takes long"
        );
    }

    #[test]
    fn a_fault_in_a_step_is_told_to_the_page() {
        let queue = queue();
        let (said, heard) = mpsc::channel();
        let faulty: Steps = Box::new(|_| panic!("a fault"));
        let refuse: Refuse = Box::new(move |words| drop(said.send(words.to_owned())));
        queue
            .add(asker("page", 1), never(), faulty, refuse)
            .unwrap();
        let told = heard.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(told.contains("reported"), "{told}");
        queue.close();
    }
}
