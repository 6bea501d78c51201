//! A roster while it is searched, with its costs kept up to date.

use super::tables::Tables;
use crate::line::{Goal, Profile, Program, Question, Tail, Totals, Window};
use crate::model::{Cell, OFF, Roster};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// A roster and what it costs.
#[derive(Clone)]
pub struct State {
    pub roster: Roster,
    /// Cost of each person's line, own prices of its cells included.
    pub line_cost: Vec<f32>,
    /// Modes before each day, by person.
    path: Vec<u16>,
    totals: Vec<Totals>,
    /// How many count towards each demand.
    pub counts: Vec<u16>,
    /// What one more would cost, by demand.
    margin: Vec<f32>,
    /// Cost in all, hard units weighed in.
    pub cost: f64,
    /// Units by which hard demands are broken.
    pub hard: f64,
}

impl State {
    /// Nobody is on the roster yet: lines are empty and not judged.
    pub fn empty(tables: &Tables) -> Self {
        let counts = vec![0; tables.demands()];
        let demands = 0..u32::try_from(tables.demands()).unwrap_or(0);
        Self {
            roster: Roster::empty(tables.people, tables.days),
            line_cost: vec![0.0; tables.people],
            path: vec![0; tables.people * (tables.days + 1)],
            totals: vec![Totals::default(); tables.people],
            margin: demands.clone().map(|k| tables.cost(k, 1) - tables.cost(k, 0)).collect(),
            cost: demands.clone().map(|k| f64::from(tables.cost(k, 0))).sum(),
            hard: demands.map(|k| f64::from(tables.hard(k, 0))).sum(),
            counts,
        }
    }
    pub fn path(&self, person: usize) -> &[u16] {
        let width = self.roster.days() + 1;
        &self.path[person * width..(person + 1) * width]
    }
    /// Cost without the hard units.
    pub fn soft(&self, tables: &Tables) -> f64 {
        self.cost - self.hard * f64::from(tables.hard_weight)
    }
    /// Whether it is better than another: fewer hard units first.
    pub fn is_better(&self, tables: &Tables, other: &State) -> bool {
        (self.hard, self.soft(tables)) < (other.hard, other.soft(tables))
    }
    /// Counts a cell in or out.
    pub fn count(&mut self, tables: &Tables, person: usize, day: usize, cell: Cell, into: bool) {
        for k in tables.touching(person, day, usize::from(cell)) {
            let (count, margin) = (&mut self.counts[*k as usize], &mut self.margin[*k as usize]);
            let before = usize::from(*count);
            let after = if into { before + 1 } else { before - 1 };
            *count = after as u16;
            if into {
                self.cost += f64::from(*margin);
            }
            *margin = tables.cost(*k, after + 1) - tables.cost(*k, after);
            if !into {
                self.cost -= f64::from(*margin);
            }
            if tables.has_hard {
                self.hard += f64::from(tables.hard(*k, after) - tables.hard(*k, before));
            }
        }
    }
    /// Judges a person's line anew and adds its cost; false if it breaks a hard rule.
    pub fn judge(&mut self, tables: &Tables, person: usize) -> bool {
        let width = self.roster.days() + 1;
        let path = &mut self.path[person * width..(person + 1) * width];
        let line = self.roster.line(person);
        let Some(cost) = tables.lines.walk(person, line, path, &mut self.totals[person]) else {
            return false;
        };
        let own: f32 =
            line.iter().enumerate().map(|(day, cell)| tables.own(person, day)[usize::from(*cell)]).sum();
        if !own.is_finite() {
            return false;
        }
        self.line_cost[person] = cost + own;
        self.cost += f64::from(cost + own);
        true
    }
}

/// One thread's search: a roster, the program's memory, chance.
pub struct Search<'a> {
    pub tables: &'a Tables,
    pub state: State,
    pub program: Program,
    pub rng: ChaCha8Rng,
    prices: Vec<f32>,
    cells: Vec<Cell>,
    /// Pushes a person away from counts that would be exceeded, by loose counter.
    pushes: Vec<f32>,
    /// Cells that alone are allowed on a day of whoever is inserted.
    pub forced: Option<(usize, Vec<bool>)>,
}

/// What it costs, beside a person's own prices, that a demand counts one more.
#[derive(Clone, Copy)]
pub enum Prices<'a> {
    /// What it does to the roster at hand, and some noise up to this. Lines with which the roster
    /// would cost more than the most are of no use.
    Margin { noise: f32, most: f64 },
    /// A price of each demand, and the cells that are closed, by day of the window and cell;
    /// without any, all are open.
    Of { demands: &'a [f32], closed: &'a [bool] },
}

/// What a person's part of the roster was before it was taken out.
#[derive(Clone, Default)]
pub struct Taken {
    pub person: usize,
    pub cells: Vec<Cell>,
    line_cost: f32,
    path: Vec<u16>,
    totals: Totals,
    tails: Vec<Tail>,
}

impl<'a> Search<'a> {
    pub fn new(tables: &'a Tables, seed: u64) -> Self {
        Self {
            tables,
            state: State::empty(tables),
            program: Program::default(),
            rng: ChaCha8Rng::seed_from_u64(seed),
            prices: Vec::new(),
            cells: Vec::new(),
            pushes: Vec::new(),
            forced: None,
        }
    }

    /// Takes the days `[first, end)` of a person out of the roster.
    pub fn take(&mut self, person: usize, first: usize, end: usize, taken: &mut Taken) {
        let tables = self.tables;
        taken.person = person;
        let line = self.state.roster.line(person);
        taken.cells.clear();
        taken.cells.extend_from_slice(&line[first..end]);
        taken.path.clear();
        taken.path.extend_from_slice(self.state.path(person));
        self.program.tails_into(&tables.lines, person, line, self.state.path(person), end);
        std::mem::swap(&mut taken.tails, &mut self.program.tails);
        taken.totals.clone_from(&self.state.totals[person]);
        taken.line_cost = self.state.line_cost[person];
        self.state.cost -= f64::from(taken.line_cost);
        for (at, cell) in taken.cells.iter().enumerate() {
            if *cell != OFF {
                self.state.count(tables, person, first + at, *cell, false);
            }
        }
    }

    /// Puts the best days in place of those taken out; false if there are none that are allowed
    /// and keep the roster's cost below the most.
    pub fn insert(&mut self, taken: &mut Taken, first: usize, end: usize, noise: f32, most: f64) -> bool {
        let found = self.propose(taken, first, end, Prices::Margin { noise, most });
        if found {
            self.count_window(taken.person, first, end);
        }
        found
    }

    /// Writes the best days of a window at some prices into a line that is taken out, and adds the
    /// line's cost; demands do not count them yet. False if there are none that are allowed.
    pub fn propose(&mut self, taken: &mut Taken, first: usize, end: usize, prices: Prices<'_>) -> bool {
        // What surrounds the program takes its time, too.
        self.program.work += (1000 + 8 * (self.tables.days + (end - first) * self.tables.cells)) as u64;
        std::mem::swap(&mut taken.tails, &mut self.program.tails);
        let found = self.propose_with_tails(taken, first, end, prices);
        std::mem::swap(&mut taken.tails, &mut self.program.tails);
        found
    }

    fn propose_with_tails(&mut self, taken: &Taken, first: usize, end: usize, prices: Prices<'_>) -> bool {
        let (tables, person) = (self.tables, taken.person);
        let profile = tables.lines.profile(person);
        let automaton = tables.lines.automaton(person);
        let (mut row, mut inner) = (taken.totals.row, taken.totals.inner);
        let mut loose = taken.totals.loose.clone();
        for (at, cell) in taken.cells.iter().enumerate() {
            let day = first + at;
            let class = profile.class_of[usize::from(*cell)];
            let kind = &profile.classes[usize::from(class)];
            let weekend = automaton.arc(day, taken.path[day], kind.column).is_some_and(|arc| arc.weekend);
            row -= profile.offset(class, weekend, tables.lines.holiday[day]);
            inner -= usize::from(kind.inner);
            for (at, total) in loose.iter_mut().enumerate() {
                *total -= profile.loose_steps(at, day, *cell, weekend);
            }
        }
        let window = Window { first, end, mode: taken.path[first], row, inner };
        self.pushes.clear();
        self.pushes.resize(loose.len(), 0.0);
        // What was just taken out still stands there, judged; elsewhere other days were proposed since.
        let is_judged = matches!(prices, Prices::Margin { .. });
        let most = self.most_beyond(taken, first, prices);
        for attempt in 0..4 {
            self.price(person, first, end, prices);
            self.push(person, first, end, &loose);
            let mut cells = std::mem::take(&mut self.cells);
            cells.clear();
            cells.resize(end - first, OFF);
            let found = self.solve(profile, window, None, Some((&taken.cells, most)), &mut cells);
            self.cells = cells;
            if found.is_none() {
                return false;
            }
            if attempt == 0 && is_judged && self.cells == taken.cells {
                self.state.cost += f64::from(taken.line_cost);
                return true;
            }
            self.state.roster.line_mut(person)[first..end].copy_from_slice(&self.cells);
            if self.state.judge(tables, person) {
                return true;
            }
            if !self.push_harder(person, first, &loose, (1, 1)) {
                return false;
            }
        }
        false
    }

    /// By how much more than the days taken out others may cost at these prices.
    fn most_beyond(&self, taken: &Taken, first: usize, prices: Prices<'_>) -> f32 {
        let Prices::Margin { noise, most } = prices else { return f32::INFINITY };
        let margins = |(at, cell): (usize, &Cell)| -> f32 {
            let touching = self.tables.touching(taken.person, first + at, usize::from(*cell));
            touching.iter().map(|k| self.state.margin[*k as usize]).sum()
        };
        let back = taken.line_cost + taken.cells.iter().enumerate().map(margins).sum::<f32>();
        (most - self.state.cost - f64::from(back)) as f32 + noise * taken.cells.len() as f32
    }

    /// Counts the days of a window towards the demands.
    pub fn count_window(&mut self, person: usize, first: usize, end: usize) {
        for day in first..end {
            let cell = self.state.roster.at(person, day);
            if cell != OFF {
                self.state.count(self.tables, person, day, cell, true);
            }
        }
    }

    /// Undoes [`Search::take`]; what was inserted meanwhile is counted out first.
    pub fn restore(&mut self, taken: &Taken, first: usize, inserted: bool) {
        let (tables, person) = (self.tables, taken.person);
        if inserted {
            self.state.cost -= f64::from(self.state.line_cost[person]);
            for at in 0..taken.cells.len() {
                let cell = self.state.roster.at(person, first + at);
                if cell != OFF {
                    self.state.count(tables, person, first + at, cell, false);
                }
            }
        }
        self.state.roster.line_mut(person)[first..first + taken.cells.len()].copy_from_slice(&taken.cells);
        for (at, cell) in taken.cells.iter().enumerate() {
            if *cell != OFF {
                self.state.count(tables, person, first + at, *cell, true);
            }
        }
        let width = tables.days + 1;
        self.state.path[person * width..(person + 1) * width].copy_from_slice(&taken.path);
        self.state.totals[person].clone_from(&taken.totals);
        self.state.line_cost[person] = taken.line_cost;
        self.state.cost += f64::from(taken.line_cost);
    }

    /// Prices of all cells of a window.
    pub fn price(&mut self, person: usize, first: usize, end: usize, prices: Prices<'_>) {
        let tables = self.tables;
        self.prices.clear();
        for day in first..end {
            let closed = match prices {
                Prices::Of { closed, .. } => closed.get((day - first) * tables.cells..).unwrap_or(&[]),
                Prices::Margin { .. } => &[],
            };
            let touching = tables.touching_on(person, day);
            for ((cell, own), touching) in tables.own(person, day).iter().enumerate().zip(touching) {
                let mut price = *own;
                if closed.get(cell).is_some_and(|closed| *closed) {
                    price = f32::INFINITY;
                }
                if self.forced.as_ref().is_some_and(|(on, allowed)| *on == day && !allowed[cell]) {
                    price = f32::INFINITY;
                }
                if price < f32::INFINITY {
                    let touching = touching.iter();
                    match prices {
                        Prices::Of { demands, .. } => {
                            price += touching.map(|k| demands[*k as usize]).sum::<f32>()
                        }
                        Prices::Margin { noise, .. } => {
                            price += touching.map(|k| self.state.margin[*k as usize]).sum::<f32>();
                            if noise > 0.0 {
                                // Sixteenths are added up exactly.
                                price += (self.rng.random::<f32>() * noise * 16.0).floor() / 16.0;
                            }
                        }
                    }
                }
                self.prices.push(price);
            }
        }
    }

    /// Adds what loose counts ask for: their cost at the margin, and pushes where a limit was passed.
    fn push(&mut self, person: usize, first: usize, end: usize, loose: &[usize]) {
        let tables = self.tables;
        let profile = tables.lines.profile(person);
        for (at, counter) in profile.counters.loose.iter().enumerate() {
            let total = self.state.totals[person].loose.get(at).copied().unwrap_or(0).max(loose[at]);
            let margin = counter.price(total + 1) - counter.price(total);
            let push = self.pushes[at] + if margin.is_finite() { margin } else { 0.0 };
            if push == 0.0 {
                continue;
            }
            for (day, prices) in (first..end).zip(self.prices.chunks_exact_mut(tables.cells)) {
                if counter.counts_on(day) {
                    for (price, steps) in prices.iter_mut().zip(&profile.steps_of_loose[at]) {
                        *price += push * f32::from(*steps);
                    }
                }
            }
        }
    }

    /// Prices for a first line, with the pushes that have built up.
    pub fn price_line(&mut self, person: usize, first: usize, end: usize, noise: f32) {
        let loose = self.tables.lines.profile(person).counters.loose.len();
        self.pushes.resize(loose, 0.0);
        self.price(person, first, end, Prices::Margin { noise, most: f64::INFINITY });
        self.push(person, first, end, &vec![0; loose]);
    }
    /// Pushes away from loose counts that these days exceed at the given pace; false if none is exceeded.
    pub fn push_line(
        &mut self,
        person: usize,
        first: usize,
        cells: &[Cell],
        loose: &[usize],
        pace: (usize, usize),
    ) -> bool {
        self.cells.clear();
        self.cells.extend_from_slice(cells);
        self.push_harder(person, first, loose, pace)
    }
    pub fn forget_pushes(&mut self) {
        self.pushes.clear();
    }
    /// Runs the program at the prices last computed.
    pub fn solve(
        &mut self,
        profile: &Profile,
        window: Window,
        goal: Option<Goal<'_>>,
        before: Option<(&[Cell], f32)>,
        into: &mut [Cell],
    ) -> Option<f32> {
        let (lines, prices) = (&self.tables.lines, &self.prices);
        let question = Question { lines, profile, window, prices, goal, before };
        self.program.solve(&question, &mut self.rng, into)
    }

    /// Raises the pushes of loose counts that the last cells exceed; false if none is exceeded.
    ///
    /// With a pace of (day, days), only that share of a limit may be used.
    fn push_harder(&mut self, person: usize, first: usize, loose: &[usize], pace: (usize, usize)) -> bool {
        let profile = self.tables.lines.profile(person);
        let mut any = false;
        for (at, counter) in profile.counters.loose.iter().enumerate() {
            let steps = |(day, cell): (usize, &Cell)| profile.loose_steps(at, first + day, *cell, false);
            let used: usize = loose[at] + self.cells.iter().enumerate().map(steps).sum::<usize>();
            let limit = counter.size() - 1;
            if used > (limit * pace.0).div_ceil(pace.1).max(loose[at]).min(limit) {
                self.pushes[at] = (self.pushes[at] * 2.0).max(20.0);
                any = true;
            }
        }
        any
    }
}
