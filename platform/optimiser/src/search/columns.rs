//! Column generation over a neighbourhood: the days of a window of some people, decided together.
//!
//! Each column is a whole line of one of them. A restricted master (a linear program over the
//! lines known so far) puts a price on every demand, the line program finds the best line at these
//! prices, and so on until no line is missing. What is fractional then is settled cell by cell or
//! line by line, most decided first, with more columns on the way (a diving heuristic: Burke and
//! Curtois 2014, EJOR 237; Strandmark, Qu and Curtois 2020, Computers & Operations Research).

use super::settling::{Pace, Piece, Settled, Valued};
use super::simplex::Simplex;
use super::state::{Prices, Search, Taken};
use crate::model::{Cell, OFF};
use rand::Rng;

/// What became of a neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A better roster was found, and is the state now.
    Better,
    /// None is better.
    Proved,
    /// The dive ended in nothing better.
    Missed,
    /// It was stopped, or a master could not be solved.
    GaveUp,
}

/// How far a neighbourhood has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is settled yet.
    Root,
    Dive,
}

/// What a neighbourhood is decided from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Everybody's line as it is.
    Anew,
    /// The columns known as well: it is the same neighbourhood as the last time.
    Known,
}

/// Multiplications of the simplex method that weigh like a cell looked at by the line program.
const SIMPLEX_WORK: u64 = 4;
/// Steps of the simplex method after which a run may be given up.
const LEAST_STEPS: usize = 5_000;
/// Multiplications until then, more or less: small programs may need more steps, and have the time.
const RUN_WORK: usize = 1_000_000_000;
/// By how much the cost may rise when cells are settled before that is taken back.
const JUMP: f64 = 0.5;
/// Weight of earlier prices in the mean.
const SMOOTH: f32 = 0.8;
/// Sweeps over all people between two settlings.
const DIVE_SWEEPS: usize = 8;
/// Least share of the people who are priced between two runs.
const LEAST_SHARE: usize = 4;
/// Smallest value of a column that counts.
const VALUE_GRAIN: f64 = 1e-5;
/// Smallest reduced cost of a new column.
const COLUMN_GRAIN: f64 = 1e-3;
/// What all reduced costs may come to when columns are taken to be complete, by stage.
const ROOT_GRAIN: f64 = 0.01;
const DIVE_GRAIN: f64 = 0.05;
/// Costs are whole numbers: what is not lower by this much is not lower.
const LOWER: f64 = 0.98;

struct Column {
    slot: u32,
    variable: u32,
    cells: Vec<Cell>,
}

/// The memory of column generation, to be used again and again.
#[derive(Default)]
pub struct Columns {
    simplex: Simplex,
    taken: Vec<Taken>,
    columns: Vec<Column>,
    /// Column of each variable, `NONE` for those of demands.
    column_of: Vec<u32>,
    settled: Settled,
    /// Column of each person in the roster that was found.
    found: Vec<usize>,
    /// Row of each demand, `NONE` without one.
    row_of: Vec<u32>,
    /// Demand of each row after those of people.
    demands: Vec<u32>,
    /// Price of each demand.
    prices: Vec<f32>,
    /// Mean of the prices of late; empty before the first.
    mean_prices: Vec<f32>,
    root_prices: Vec<f32>,
    /// Reduced cost of everybody's last new column, 0 if there was none.
    reduced: Vec<f64>,
    /// Who is priced next.
    next: usize,
}

const NONE: u32 = u32::MAX;

/// One neighbourhood.
pub struct Part<'a> {
    pub people: &'a [usize],
    pub first: usize,
    pub end: usize,
    /// What a dive settles.
    pub piece: Piece,
}

impl Columns {
    /// Looks for a better roster in a neighbourhood; the state is as before if there is none.
    ///
    /// `go_on` is asked between two runs of the simplex method.
    pub fn improve(
        &mut self,
        search: &mut Search<'_>,
        part: &Part<'_>,
        go_on: &mut dyn FnMut(&Search<'_>, Stage) -> bool,
    ) -> Verdict {
        self.decide(search, part, Begin::Anew, search.state.cost, go_on)
    }

    /// Looks for a roster in a neighbourhood that costs less than a limit; the state is as before
    /// if there is none.
    pub fn decide(
        &mut self,
        search: &mut Search<'_>,
        part: &Part<'_>,
        begin: Begin,
        limit: f64,
        go_on: &mut dyn FnMut(&Search<'_>, Stage) -> bool,
    ) -> Verdict {
        let mut taken = std::mem::take(&mut self.taken);
        taken.resize_with(taken.len().max(part.people.len()), Taken::default);
        for (person, taken) in part.people.iter().zip(&mut taken) {
            search.take(*person, part.first, part.end, taken);
        }
        match begin {
            Begin::Anew => self.open(search, part, &taken),
            Begin::Known => self.open_again(search, part, &taken),
        }
        let mut verdict = self.dive(search, part, &mut taken, limit, go_on);
        let is_found = verdict == Verdict::Better;
        if is_found {
            self.put(search, part);
        }
        if search.state.cost >= limit || !is_found {
            for taken in taken[..part.people.len()].iter().rev() {
                search.restore(taken, part.first, is_found);
            }
            if is_found {
                verdict = Verdict::Missed;
            }
        }
        self.taken = taken;
        verdict
    }

    /// How many columns are known.
    pub fn len(&self) -> usize {
        self.columns.len()
    }
    /// Prices of all demands when the last columns were added before anything was settled.
    pub fn root_prices(&self) -> &[f32] {
        &self.root_prices
    }

    /// The first master: everybody's line as it was.
    fn open(&mut self, search: &mut Search<'_>, part: &Part<'_>, taken: &[Taken]) {
        let tables = search.tables;
        let people = part.people.len();
        self.row_of.clear();
        self.row_of.resize(tables.demands(), NONE);
        self.prices.clear();
        self.prices.resize(tables.demands(), 0.0);
        self.root_prices.clone_from(&self.prices);
        self.mean_prices.clear();
        self.demands.clear();
        let mut able: Vec<u32> = Vec::new();
        let mut last: Vec<u32> = Vec::new();
        for (slot, person) in part.people.iter().enumerate() {
            for day in part.first..part.end {
                let own = tables.own(*person, day);
                for cell in (1..tables.cells).filter(|cell| own[*cell].is_finite()) {
                    for k in tables.touching(*person, day, cell) {
                        let at = &mut self.row_of[*k as usize];
                        if *at == NONE {
                            *at = (people + self.demands.len()) as u32;
                            self.demands.push(*k);
                            able.push(0);
                            last.push(NONE);
                        }
                        let at = *at as usize - people;
                        if last[at] != slot as u32 {
                            last[at] = slot as u32;
                            able[at] += 1;
                        }
                    }
                }
            }
        }
        let rows = people + self.demands.len();
        self.simplex.reset(rows);
        search.program.work += (rows * rows / 8) as u64;
        self.columns.clear();
        self.column_of.clear();
        self.settled.reset(people, part.end - part.first, tables.cells);
        let mut inverse: Vec<(usize, usize, f64)> = Vec::new();
        let mut basis: Vec<(usize, f64)> = Vec::new();
        let mut numbers = vec![0usize; self.demands.len()];
        for (slot, person) in part.people.iter().enumerate() {
            let cost = f64::from(search.state.line_cost[*person]);
            let variable = self.add(search, part, slot, &taken[slot].cells, cost);
            basis.push((variable, 1.0));
            inverse.push((slot, slot, 1.0));
            for k in touched(search, *person, part.first, &taken[slot].cells) {
                let row = self.row_of[k as usize] as usize;
                numbers[row - people] += 1;
                inverse.push((row, slot, 1.0));
            }
        }
        for (at, k) in self.demands.iter().enumerate() {
            let row = people + at;
            let base = usize::from(search.state.counts[*k as usize]);
            let slope = |n: usize| f64::from(tables.cost(*k, base + n + 1) - tables.cost(*k, base + n));
            let segments = convex((0..able[at] as usize).map(slope));
            // A little more than a whole number, so that few steps of the simplex method are idle.
            let mut left = numbers[at] as f64 + search.rng.random_range(1e-6..1e-5);
            for (which, (slope, length)) in segments.iter().enumerate() {
                let is_last = which + 1 == segments.len();
                let upper = if is_last { f64::INFINITY } else { *length };
                let variable = self.simplex.add(*slope, upper, [(row as u32, -1.0)]);
                self.column_of.push(NONE);
                if left < 0.0 {
                    continue;
                }
                if left >= upper {
                    self.simplex.put_up(variable);
                    left -= upper;
                } else {
                    basis.push((variable, left));
                    inverse.push((row, row, -1.0));
                    left = -1.0;
                }
            }
        }
        self.simplex.begin(&basis, inverse);
    }

    /// Nothing is settled any more, and everybody's line as it is now is among the columns.
    fn open_again(&mut self, search: &Search<'_>, part: &Part<'_>, taken: &[Taken]) {
        self.mean_prices.clear();
        self.settled.reset(part.people.len(), part.end - part.first, search.tables.cells);
        for (slot, person) in part.people.iter().enumerate() {
            let cells = &taken[slot].cells;
            let is_it = |column: &Column| column.slot as usize == slot && column.cells == *cells;
            if !self.columns.iter().any(is_it) {
                self.add(search, part, slot, cells, f64::from(search.state.line_cost[*person]));
            }
        }
        self.forbid();
    }

    fn add(&mut self, search: &Search<'_>, part: &Part<'_>, slot: usize, cells: &[Cell], cost: f64) -> usize {
        let demands = touched(search, part.people[slot], part.first, cells);
        let row_of = &self.row_of;
        let entries = demands.map(|k| (row_of[k as usize], 1.0));
        let variable =
            self.simplex.add(cost, f64::INFINITY, std::iter::once((slot as u32, 1.0)).chain(entries));
        self.column_of.push(self.columns.len() as u32);
        self.columns.push(Column { slot: slot as u32, variable: variable as u32, cells: cells.to_vec() });
        variable
    }

    /// Generates columns and settles cells until everybody has a line.
    fn dive(
        &mut self,
        search: &mut Search<'_>,
        part: &Part<'_>,
        taken: &mut [Taken],
        limit: f64,
        go_on: &mut dyn FnMut(&Search<'_>, Stage) -> bool,
    ) -> Verdict {
        let target = limit - search.state.cost - LOWER;
        let mut go_on_at = |search: &Search<'_>| go_on(search, Stage::Root);
        if let Some(verdict) = self.generate(search, part, taken, target, Stage::Root, &mut go_on_at) {
            return verdict;
        }
        let mut go_on_at = |search: &Search<'_>| go_on(search, Stage::Dive);
        let mut generate = |this: &mut Self, search: &mut Search<'_>, target| {
            this.generate(search, part, taken, target, Stage::Dive, &mut go_on_at)
        };
        let mut pace = Pace::Several;
        loop {
            let likely = target.min(self.simplex.objective() + JUMP);
            if !self.settle(part.piece, pace) {
                return Verdict::Better;
            }
            // Lines are never taken back: a dive over them ends soon enough to be tried elsewhere.
            if part.piece == Piece::Line {
                match generate(self, search, target) {
                    None => continue,
                    Some(Verdict::GaveUp) => return Verdict::GaveUp,
                    Some(_) => return Verdict::Missed,
                }
            }
            match generate(self, search, likely) {
                None if self.simplex.objective() <= likely => {
                    pace = Pace::Several;
                    continue;
                }
                Some(Verdict::GaveUp) => return Verdict::GaveUp,
                _ => pace = self.take_back(),
            }
            match generate(self, search, target) {
                None => {}
                Some(Verdict::GaveUp) => return Verdict::GaveUp,
                Some(_) => return Verdict::Missed,
            }
        }
    }

    /// Adds columns until hardly any is missing and the master is solved; a verdict if it comes
    /// to an end before.
    ///
    /// People are priced in turn; pricing between two runs takes at least as long as a run.
    fn generate(
        &mut self,
        search: &mut Search<'_>,
        part: &Part<'_>,
        taken: &mut [Taken],
        target: f64,
        stage: Stage,
        go_on: &mut dyn FnMut(&Search<'_>) -> bool,
    ) -> Option<Verdict> {
        let people = part.people.len();
        let is_root = stage == Stage::Root;
        let grain = if is_root { ROOT_GRAIN } else { DIVE_GRAIN };
        let unknown = |slot| if self.settled.is_complete(slot) { 0.0 } else { f64::NEG_INFINITY };
        self.reduced.clear();
        self.reduced.extend((0..people).map(unknown));
        let mut priced = 0;
        // People in a row without a new column.
        let mut idle = 0;
        // Until so many are priced, it is by the duals themselves.
        let mut exact = 0;
        loop {
            let begun = search.program.work;
            if !self.run(search) || !go_on(search) {
                return Some(Verdict::GaveUp);
            }
            let reduced: f64 = self.reduced.iter().sum();
            if self.simplex.objective() + reduced > target {
                return Some(Verdict::Proved);
            }
            if idle >= people || -reduced < grain || (!is_root && priced >= DIVE_SWEEPS * people) {
                return None;
            }
            let is_exact = priced < exact;
            self.find_prices(people, is_exact, is_root);
            let until = 2 * search.program.work - begun;
            let least = priced + people.div_ceil(LEAST_SHARE);
            let most = priced + people;
            let mut added = false;
            while priced < least || (priced < most && search.program.work < until) {
                let slot = self.next % people;
                self.next = slot + 1;
                priced += 1;
                let reduced = match self.settled.is_complete(slot) {
                    true => 0.0,
                    false => self.price(search, part, slot, taken),
                };
                added |= reduced < 0.0;
                if is_exact {
                    self.reduced[slot] = reduced;
                    idle = if reduced < 0.0 { 0 } else { idle + 1 };
                }
            }
            if !added && !is_exact {
                exact = priced + people;
                idle = 0;
            }
        }
    }

    fn run(&mut self, search: &mut Search<'_>) -> bool {
        let work = self.simplex.work;
        let rows = self.simplex.rows();
        let done = self.simplex.run(LEAST_STEPS.max(RUN_WORK / (rows * rows).max(1)));
        search.program.work += (self.simplex.work - work) / SIMPLEX_WORK;
        done
    }

    /// Demands cost what the master says, or what it said of late: its duals jump about, and lines
    /// at the mean of them serve longer (smoothing: Pessoa, Sadykov, Uchoa and Vanderbeck 2018,
    /// INFORMS Journal on Computing 30).
    fn find_prices(&mut self, people: usize, is_exact: bool, is_root: bool) {
        if self.mean_prices.is_empty() {
            self.mean_prices.extend((0..self.demands.len()).map(|at| -self.simplex.dual(people + at) as f32));
        }
        for (at, k) in self.demands.iter().enumerate() {
            let dual = -self.simplex.dual(people + at) as f32;
            let mean = &mut self.mean_prices[at];
            *mean = SMOOTH * *mean + (1.0 - SMOOTH) * dual;
            self.prices[*k as usize] = if is_exact { dual } else { (*mean * 64.0).round() / 64.0 };
        }
        if is_root {
            self.root_prices.clone_from(&self.prices);
        }
    }

    /// Adds a person's best line at the prices if it is missing: its reduced cost, 0 if not.
    fn price(&mut self, search: &mut Search<'_>, part: &Part<'_>, slot: usize, taken: &mut [Taken]) -> f64 {
        let person = part.people[slot];
        let prices = Prices::Of { demands: &self.prices, closed: self.settled.of(slot) };
        if !search.propose(&mut taken[slot], part.first, part.end, prices) {
            return 0.0;
        }
        let cost = f64::from(search.state.line_cost[person]);
        search.state.cost -= cost;
        let cells = search.state.roster.line(person)[part.first..part.end].to_vec();
        let worth: f64 = touched(search, person, part.first, &cells)
            .map(|k| self.simplex.dual(self.row_of[k as usize] as usize))
            .sum();
        let reduced = cost - self.simplex.dual(slot) - worth;
        if reduced > -COLUMN_GRAIN {
            return 0.0;
        }
        self.add(search, part, slot, &cells, cost);
        reduced
    }

    /// Settles something by the solution at hand; false if everybody has one line.
    fn settle(&mut self, piece: Piece, pace: Pace) -> bool {
        let basic = self.simplex.basic().filter(|(_, value)| *value > VALUE_GRAIN);
        let lines: Vec<(usize, f64)> = basic
            .map(|(variable, value)| (self.column_of[variable], value))
            .filter(|(column, _)| *column != NONE)
            .map(|(column, value)| (column as usize, value))
            .collect();
        let valued = |(column, value): &(usize, f64)| {
            let Column { slot, cells, .. } = &self.columns[*column];
            Valued { slot: *slot as usize, value: *value, cells }
        };
        let valued: Vec<Valued<'_>> = lines.iter().map(valued).collect();
        let goes_on = match piece {
            Piece::Cell => self.settled.settle(&valued, pace),
            Piece::Line => self.settled.settle_lines(&valued),
        };
        if !goes_on {
            self.find_lines(&lines);
            return false;
        }
        self.forbid();
        true
    }

    /// Takes back what was settled last and costs too much: the first of several cells is tried
    /// alone then; a single one is ruled out.
    fn take_back(&mut self) -> Pace {
        let pace = if self.settled.chosen() > 1 {
            self.settled.take_back();
            Pace::One
        } else {
            self.settled.refuse();
            Pace::Several
        };
        self.forbid();
        pace
    }

    /// Bans every column that what is settled does not allow, and only those.
    fn forbid(&mut self) {
        for column in &self.columns {
            if self.settled.allows(column.slot as usize, &column.cells) {
                self.simplex.allow(column.variable as usize);
            } else {
                self.simplex.ban(column.variable as usize);
            }
        }
        self.simplex.find_duals();
    }

    /// The column of most value of each person.
    fn find_lines(&mut self, lines: &[(usize, f64)]) {
        // The first columns are those of the lines as they were, in the order of people.
        let people = self.reduced.len();
        let mut best: Vec<(usize, f64)> = (0..people).map(|slot| (slot, 0.0)).collect();
        for (column, value) in lines {
            let best = &mut best[self.columns[*column].slot as usize];
            if *value > best.1 {
                *best = (*column, *value);
            }
        }
        self.found.clear();
        self.found.extend(best.iter().map(|(column, _)| *column));
    }

    /// Puts the lines found into the roster.
    fn put(&self, search: &mut Search<'_>, part: &Part<'_>) {
        for (person, column) in part.people.iter().zip(&self.found) {
            let line = search.state.roster.line_mut(*person);
            line[part.first..part.end].copy_from_slice(&self.columns[*column].cells);
            search.state.judge(search.tables, *person);
            search.count_window(*person, part.first, part.end);
        }
    }
}

/// Demands that some days of a person count towards.
fn touched<'a>(
    search: &Search<'a>,
    person: usize,
    first: usize,
    cells: &'a [Cell],
) -> impl Iterator<Item = u32> + 'a {
    let tables = search.tables;
    cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| **cell != OFF)
        .flat_map(move |(at, cell)| tables.touching(person, first + at, usize::from(*cell)).iter().copied())
}

/// The greatest convex function below one with these slopes: slopes and lengths of its pieces.
fn convex(slopes: impl Iterator<Item = f64>) -> Vec<(f64, f64)> {
    let mut pieces: Vec<(f64, f64)> = Vec::new();
    for slope in slopes {
        let mut piece = (slope, 1.0);
        while let Some(last) = pieces.last().filter(|last| last.0 >= piece.0) {
            let length = last.1 + piece.1;
            piece = ((last.0 * last.1 + piece.0 * piece.1) / length, length);
            pieces.pop();
        }
        pieces.push(piece);
    }
    if pieces.is_empty() { vec![(0.0, f64::INFINITY)] } else { pieces }
}
