//! The whole search: a first roster, threads that improve it, and what they share.

use super::construct::construct;
use super::course::Course;
use super::state::{Search, State};
use super::tables::Tables;
use crate::model::{Fault, Problem, Roster};
use crate::score::{Score, score};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the search may use.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Equal seeds make equal rosters on one thread.
    pub seed: u64,
    pub threads: usize,
    pub seconds: f64,
}

/// How the caller follows the search, gives it time and stops it.
pub trait Watch: Sync {
    /// Seconds since the search began.
    fn elapsed(&self) -> f64;
    /// Whether it must stop at once.
    fn is_cancelled(&self) -> bool {
        false
    }
    /// Called whenever a better roster or bound is found.
    fn progress(&self, _progress: &Progress) {}
}

/// What has been reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    pub seconds: f64,
    pub hard: u64,
    pub soft: u64,
    pub bound: Option<u64>,
}

/// A roster, and what is known about it.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub roster: Roster,
    pub score: Score,
    /// No roster that keeps the hard rules costs less; nothing if that could not be proved.
    pub bound: Option<u64>,
    pub seconds: f64,
    pub seconds_to_best: f64,
}

impl Outcome {
    /// Whether no better roster exists.
    pub fn is_best(&self) -> bool {
        self.score.is_feasible() && self.bound == Some(self.score.soft)
    }
}

/// Why there is no roster at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsolved {
    #[error(transparent)]
    Faulty(#[from] Fault),
    /// No line was found that keeps the hard rules of these people, whatever the others do.
    #[error("no line keeps the hard rules of {} people", people.len())]
    Impossible { people: Vec<usize> },
}

/// What the threads share.
pub struct Shared<'a> {
    pub watch: &'a dyn Watch,
    best: Mutex<Option<(State, f64)>>,
    /// Bits of the best bound.
    bound: AtomicU64,
    stop: AtomicBool,
}

impl Shared<'_> {
    pub fn best(&self) -> MutexGuard<'_, Option<(State, f64)>> {
        self.best.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn bound(&self) -> f64 {
        f64::from_bits(self.bound.load(Ordering::Relaxed))
    }
    pub fn must_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.watch.is_cancelled()
    }
    /// Whether so large a share of the best roster's cost is proved to be needed.
    pub fn is_near(&self, tables: &Tables, proved: f64) -> bool {
        let is_near = |known: &State| known.hard == 0.0 && self.bound() >= proved * known.soft(tables);
        self.best().as_ref().is_some_and(|(known, _)| is_near(known))
    }
    /// Whether a better roster is known, of whose cost so large a share is proved to be needed.
    pub fn has_better(&self, tables: &Tables, than: &State, proved: f64) -> bool {
        let is_better = |known: &State| known.is_better(tables, than);
        self.is_near(tables, proved) && self.best().as_ref().is_some_and(|(known, _)| is_better(known))
    }
    /// Takes a roster in if it is better; stops everybody when it meets the bound.
    pub fn offer(&self, tables: &Tables, state: &State) {
        let mut best = self.best();
        if best.as_ref().is_none_or(|(known, _)| state.is_better(tables, known)) {
            let seconds = self.watch.elapsed();
            let soft = state.soft(tables).max(0.0) as u64;
            let hard = state.hard as u64;
            self.watch.progress(&Progress { seconds, hard, soft, bound: whole(self.bound()) });
            *best = Some((state.clone(), seconds));
        }
        if let Some((known, _)) = best.as_ref()
            && known.hard == 0.0
            && whole(self.bound()).is_some_and(|bound| known.soft(tables) <= bound as f64)
        {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
    /// Takes a bound in if it is better.
    pub fn raise_bound(&self, tables: &Tables, bound: f64) {
        let better = |known| Some(bound.max(f64::from_bits(known)).to_bits());
        let _ = self.bound.fetch_update(Ordering::Relaxed, Ordering::Relaxed, better);
        let best = self.best().as_ref().map(|(state, _)| state.clone());
        if let Some(best) = best {
            self.offer(tables, &best);
        }
    }
}

/// Costs are whole numbers, so a bound may be rounded up.
fn whole(bound: f64) -> Option<u64> {
    (bound.is_finite()).then(|| (bound - 1e-3).ceil().max(0.0) as u64)
}

/// Looks for the best roster within the time given.
///
/// # Errors
/// A faulty problem, or people whose own hard rules cannot all be kept.
pub fn solve(problem: &Problem, settings: Settings, watch: &dyn Watch) -> Result<Outcome, Unsolved> {
    solve_from(problem, None, settings, watch)
}

/// Like [`solve`], from a roster that is there already; lines in it that break hard rules are
/// made anew first.
///
/// # Errors
/// A faulty problem, or people whose own hard rules cannot all be kept.
pub fn solve_from(
    problem: &Problem,
    start: Option<&Roster>,
    settings: Settings,
    watch: &dyn Watch,
) -> Result<Outcome, Unsolved> {
    problem.check()?;
    let tables = Tables::new(problem);
    let shared = Shared {
        watch,
        best: Mutex::new(None),
        bound: AtomicU64::new(f64::NEG_INFINITY.to_bits()),
        stop: AtomicBool::new(false),
    };
    let mut first = Search::new(&tables, settings.seed);
    match start {
        None => construct(&mut first),
        Some(roster) => first.adopt(roster),
    }
    .map_err(|people| Unsolved::Impossible { people })?;
    shared.offer(&tables, &first.state);
    let begun = first.state.clone();
    let course = Course::new(problem, &shared, settings, start.is_some());
    std::thread::scope(|scope| {
        for thread in 1..settings.threads.max(1) {
            let (tables, course, begun) = (&tables, &course, begun.clone());
            scope.spawn(move || {
                let seed = settings.seed.wrapping_add(thread as u64 * 0x9E37_79B9);
                let mut search = Search::new(tables, seed);
                search.state = begun;
                course.run(&mut search, thread);
            });
        }
        course.run(&mut first, 0);
    });
    let seconds = watch.elapsed();
    let (roster, seconds_to_best) = match shared.best().take() {
        Some((state, at)) => (state.roster, at),
        None => (begun.roster, seconds),
    };
    let score = score(problem, &roster);
    Ok(Outcome { roster, score, bound: whole(shared.bound()), seconds, seconds_to_best })
}
