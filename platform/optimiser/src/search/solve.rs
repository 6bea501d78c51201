//! The whole search: a first roster, then every thread anneals; one of them proves a bound.

use super::anneal::{Schedule, anneal};
use super::bound::{bound, can_bound};
use super::construct::construct;
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

/// Work of one thread in a nominal second. On one thread the work is limited by it instead of
/// by the clock, so that a seed gives the same roster on every machine that is fast enough.
const WORK_PER_SECOND: f64 = 60e6;
/// Part of the time after which the bound is left as it is.
const BOUND_SHARE: f64 = 0.2;
/// Where threads look at each other's best.
const EXCHANGES: [f64; 2] = [0.5, 0.75];

/// What the threads share.
struct Shared<'a> {
    watch: &'a dyn Watch,
    best: Mutex<Option<(State, f64)>>,
    /// Bits of the best bound.
    bound: AtomicU64,
    stop: AtomicBool,
}

impl Shared<'_> {
    fn best(&self) -> MutexGuard<'_, Option<(State, f64)>> {
        self.best.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn bound(&self) -> f64 {
        f64::from_bits(self.bound.load(Ordering::Relaxed))
    }
    fn must_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.watch.is_cancelled()
    }
    /// Takes a roster in if it is better; stops everybody when it meets the bound.
    fn offer(&self, tables: &Tables, state: &State) {
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
    fn raise_bound(&self, tables: &Tables, bound: f64) {
        self.bound.store(bound.to_bits(), Ordering::Relaxed);
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
    let heat = Heat::new(problem, start.is_some());
    let threads = settings.threads.max(1);
    std::thread::scope(|scope| {
        for thread in 1..threads {
            let (tables, shared, begun) = (&tables, &shared, begun.clone());
            scope.spawn(move || {
                let seed = settings.seed.wrapping_add(thread as u64 * 0x9E37_79B9);
                let mut search = Search::new(tables, seed);
                search.state = begun;
                run(&mut search, shared, settings, thread, heat);
            });
        }
        run(&mut first, &shared, settings, 0, heat);
    });
    let seconds = watch.elapsed();
    let (roster, seconds_to_best) = match shared.best().take() {
        Some((state, at)) => (state.roster, at),
        None => (begun.roster, seconds),
    };
    let score = score(problem, &roster);
    Ok(Outcome { roster, score, bound: whole(shared.bound()), seconds, seconds_to_best })
}

/// One thread: the last one proves a bound first.
fn run(search: &mut Search<'_>, shared: &Shared<'_>, settings: Settings, thread: usize, heat: Heat) {
    let tables = search.tables;
    let alone = settings.threads <= 1;
    let share = |search: &Search<'_>| {
        let by_time = shared.watch.elapsed() / settings.seconds.max(1e-3);
        if alone {
            (search.program.work as f64 / (settings.seconds * WORK_PER_SECOND)).max(if by_time >= 1.0 {
                1.0
            } else {
                0.0
            })
        } else {
            by_time
        }
    };
    if thread + 1 == settings.threads.max(1) && can_bound(tables) {
        let share_of_bound = if alone { BOUND_SHARE / 2.0 } else { BOUND_SHARE };
        prove(search, shared, &share, share_of_bound);
    }
    let mut exchanged = 0;
    let mut looks = 0u32;
    let mut known = f64::INFINITY;
    let mut progress = |search: &mut Search<'_>, best: &mut State| {
        looks += 1;
        if best.cost < known || looks.is_multiple_of(64) {
            known = best.cost;
            shared.offer(tables, best);
        }
        let share = share(search);
        if exchanged < EXCHANGES.len() && share >= EXCHANGES[exchanged] {
            exchanged += 1;
            if !alone
                && let Some((state, _)) = shared.best().as_ref()
                && state.is_better(tables, best)
            {
                search.state.clone_from(state);
                best.clone_from(state);
            }
        }
        (share < 1.0 && !shared.must_stop()).then_some(share)
    };
    let best = anneal(search, &mut Schedule { progress: &mut progress, warm: heat.warm, cold: heat.cold });
    shared.offer(tables, &best);
}

/// Spends a part of the time on a bound.
fn prove(search: &mut Search<'_>, shared: &Shared<'_>, share: &dyn Fn(&Search<'_>) -> f64, until: f64) {
    let tables = search.tables;
    let upper = || shared.best().as_ref().map_or(0.0, |(state, _)| state.cost);
    let mut prover = Search::new(tables, 0);
    prover.program.work = search.program.work;
    let mut go_on = |prover: &Search<'_>| share(prover) < until && !shared.must_stop();
    bound(&mut prover, &upper, &mut go_on, &mut |bound| shared.raise_bound(tables, bound));
    search.program.work = prover.program.work;
}

/// Between which temperatures the search cools down.
#[derive(Clone, Copy)]
struct Heat {
    warm: f64,
    cold: f64,
}

impl Heat {
    /// A fifth of what is heaviest, down to a third of what is lightest. A roster that is to be
    /// mended is not heated again.
    fn new(problem: &Problem, mending: bool) -> Self {
        let weights = super::tables::soft_weights(problem);
        let heavy = f64::from(weights.iter().copied().max().unwrap_or(1).max(1));
        let light = f64::from(weights.iter().copied().filter(|weight| *weight > 0).min().unwrap_or(1));
        let cold = light * 0.25;
        let warm = (heavy * 0.2).max(light * 0.5);
        Self { warm: if mending { cold * 2.0 } else { warm }, cold: cold.min(warm / 2.0) }
    }
}
