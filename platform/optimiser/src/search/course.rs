//! What one thread does with its time: it anneals, decides the whole roster once by column
//! generation where lines are short enough, and then one neighbourhood after another. Where many of
//! them bring nothing, all threads but the first stray: they heat the roster and go on from there.
//! Where hardly anything is missing to the bound, every thread decides the whole roster again and
//! again from elsewhere: each time it comes out another one.

use super::anneal::{Schedule, anneal};
use super::bound::{bound, can_bound, lagrangian, master_rows};
use super::columns::{Columns, Stage, Verdict};
use super::neighbourhood::Neighbourhoods;
use super::solve::{Settings, Shared};
use super::state::{Search, State};
use crate::model::Problem;

/// Work of one thread in a nominal second. On one thread the work is limited by it instead of
/// by the clock, so that a seed gives the same roster on every machine that is fast enough.
const WORK_PER_SECOND: f64 = 150e6;
/// Share of the time after which annealing ends, and on the thread that goes ahead.
const ANNEALED: f64 = 0.7;
const AHEAD: f64 = 0.06;
/// Share of the time after which the whole roster must be priced, and decided.
const PRICED: f64 = 0.3;
const DIVED: f64 = 0.6;
/// How often everybody is priced before hardly any column is missing, more or less.
const SWEEPS: f64 = 40.0;
/// Work of the simplex method until then, by people and squared rows of the master.
const MASTER_WORK: f64 = 100.0;
/// So many neighbourhoods fit into the time at first.
const NEIGHBOURHOODS: f64 = 150.0;
/// By how much they grow when one brings nothing, and up to which share of the time.
const GROWTH: f64 = 1.01;
const LARGEST: f64 = 0.1;
/// So many of them in a row may bring nothing before the search strays.
const PATIENCE: u32 = 30;
/// Work on parts of a roster between two decisions of the whole, by that of the latter.
const BETWEEN_DIVES: f64 = 0.25;
/// Share of its cost that is proved of a roster beside which no other is annealed.
const NEAR: f64 = 0.8;

/// The way from a first roster to a good one.
pub struct Course<'a> {
    shared: &'a Shared<'a>,
    settings: Settings,
    heat: Heat,
    /// A roster is mended, not made.
    mends: bool,
}

impl<'a> Course<'a> {
    pub fn new(problem: &Problem, shared: &'a Shared<'a>, settings: Settings, mends: bool) -> Self {
        Self { shared, settings, heat: Heat::new(problem, mends), mends }
    }

    /// Runs one thread to its end. The last one goes ahead: it anneals briefly, decides the whole
    /// roster if there is time, and proves a bound.
    pub fn run(&self, search: &mut Search<'_>, thread: usize) {
        let is_last = thread + 1 == self.settings.threads.max(1);
        let may_dive = !self.mends && can_bound(search.tables) && self.has_time(search);
        let is_ahead = is_last && (may_dive || thread > 0);
        self.anneal(search, if is_ahead { AHEAD } else { ANNEALED });
        let dives = may_dive && (is_last || self.shared.is_near(search.tables, NEAR));
        let mut columns = Columns::default();
        let shares = if is_last { (PRICED, DIVED) } else { (1.0, 1.0) };
        let dive = dives.then(|| self.dive(search, &mut columns, shares));
        self.neighbourhoods(search, thread > 0, dive, &mut columns);
    }

    /// All the work that one thread should do.
    fn all_work(&self) -> f64 {
        self.settings.seconds * WORK_PER_SECOND
    }

    /// Whether the whole roster can be priced in time, from what it takes to price it once and the
    /// size of its linear program.
    fn has_time(&self, search: &mut Search<'_>) -> bool {
        let begun = search.program.work;
        let bound = lagrangian(search, &vec![0.0; search.tables.demands()]);
        self.shared.raise_bound(search.tables, bound.unwrap_or(f64::NEG_INFINITY));
        let pricing = (search.program.work - begun) as f64 * SWEEPS;
        let (people, rows) = (search.tables.people as f64, master_rows(search.tables) as f64);
        pricing + people * rows * rows * MASTER_WORK <= PRICED * self.all_work()
    }

    /// The share of the search that is over.
    fn share(&self, search: &Search<'_>) -> f64 {
        let by_time = self.shared.watch.elapsed() / self.settings.seconds.max(1e-3);
        if self.settings.threads > 1 || by_time >= 1.0 {
            return by_time;
        }
        search.program.work as f64 / self.all_work()
    }
    fn goes_on(&self, search: &Search<'_>, until: f64) -> bool {
        self.share(search) < until && !self.shared.must_stop()
    }

    fn anneal(&self, search: &mut Search<'_>, until: f64) {
        let mut looks = 0u32;
        let mut known = f64::INFINITY;
        let mut progress = |search: &mut Search<'_>, best: &mut State| {
            looks += 1;
            if best.cost < known || looks.is_multiple_of(64) {
                known = best.cost;
                self.shared.offer(search.tables, best);
            }
            let share = self.share(search) / until;
            // Where a better roster is almost proved best, there is more to be gained near that one.
            let is_behind = looks.is_multiple_of(64) && self.shared.has_better(search.tables, best, NEAR);
            (share < 1.0 && !is_behind && !self.shared.must_stop()).then_some(share)
        };
        let Heat { warm, cold } = self.heat;
        search.state = anneal(search, &mut Schedule { progress: &mut progress, warm, cold });
        self.shared.offer(search.tables, &search.state);
    }

    /// Decides the whole roster, priced and decided at these shares of the time: the work it took.
    fn dive(&self, search: &mut Search<'_>, columns: &mut Columns, (priced, decided): (f64, f64)) -> f64 {
        let (tables, begun) = (search.tables, search.program.work);
        let bound = bound(search, columns, &mut |search, stage| {
            self.goes_on(search, if stage == Stage::Root { priced } else { decided })
        });
        self.shared.offer(tables, &search.state);
        if let Some(bound) = bound {
            self.shared.raise_bound(tables, bound);
        }
        (search.program.work - begun) as f64
    }

    /// Improves parts of the roster. Where its cost is nearly proved and whole rosters were decided
    /// with so much work each, others are decided from elsewhere in between.
    fn neighbourhoods(
        &self,
        search: &mut Search<'_>,
        may_stray: bool,
        dive: Option<f64>,
        columns: &mut Columns,
    ) {
        let tables = search.tables;
        let mut neighbourhoods = Neighbourhoods::new(tables.people, tables.days);
        let all = self.all_work();
        let mut work = all / NEIGHBOURHOODS;
        let (mut misses, mut has_strayed, mut missed) = (0, false, search.program.work);
        while self.goes_on(search, 1.0) {
            let verdict = neighbourhoods.step(search, work as u64, &mut |search| self.goes_on(search, 1.0));
            if verdict == Verdict::Better {
                self.shared.offer(tables, &search.state);
                (misses, missed) = (0, search.program.work);
                continue;
            }
            work = (work * GROWTH).min(all * LARGEST);
            misses += 1;
            let near = dive.filter(|_| self.shared.is_near(tables, NEAR));
            let is_stuck = match near {
                Some(dive) => (search.program.work - missed) as f64 >= dive * BETWEEN_DIVES,
                None => may_stray && misses >= PATIENCE,
            };
            if is_stuck || !has_strayed {
                self.adopt(search);
            }
            if is_stuck {
                self.stray(search, if near.is_some() { all * AHEAD } else { work });
                if near.is_some() {
                    self.dive(search, columns, (1.0, 1.0));
                }
                (misses, has_strayed, missed) = (0, true, search.program.work);
            }
        }
    }

    /// Goes on from the best roster of all threads.
    fn adopt(&self, search: &mut Search<'_>) {
        if let Some((best, _)) = self.shared.best().as_ref()
            && best.is_better(search.tables, &search.state)
        {
            search.state.clone_from(best);
        }
    }

    /// Heats the roster and lets it cool, to leave a place where nothing better is near.
    fn stray(&self, search: &mut Search<'_>, work: f64) {
        let begun = search.program.work;
        let mut progress = |search: &mut Search<'_>, _: &mut State| {
            let share = (search.program.work - begun) as f64 / work;
            (share < 1.0 && self.goes_on(search, 1.0)).then_some(share)
        };
        let Heat { warm, cold } = self.heat;
        let best = anneal(search, &mut Schedule { progress: &mut progress, warm, cold });
        self.shared.offer(search.tables, &best);
    }
}

/// Between which temperatures the search cools down, also where it strays.
#[derive(Clone, Copy)]
struct Heat {
    warm: f64,
    cold: f64,
}

impl Heat {
    /// A fifth of what is heaviest, down to a tenth of what is lightest. A roster that is to be
    /// mended is not heated again.
    fn new(problem: &Problem, mending: bool) -> Self {
        let weights = super::tables::soft_weights(problem);
        let heavy = f64::from(weights.iter().copied().max().unwrap_or(1).max(1));
        let light = f64::from(weights.iter().copied().filter(|weight| *weight > 0).min().unwrap_or(1));
        let cold = light * 0.1;
        let warm = (heavy * 0.2).max(light * 0.5);
        Self { warm: if mending { cold * 2.0 } else { warm }, cold: cold.min(warm / 2.0) }
    }
}
