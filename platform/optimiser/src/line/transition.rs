//! What one more day does to a line, by the rules of a contract.

use crate::model::{Bound, Contract, CountKind, Edges, Match, Problem, Weight};

/// Days before today that a mode can remember.
const MEMORY: usize = 4;

/// What the rules must know of the days so far. Days are *columns*: 0 is free, others are
/// groups of shifts that no rule tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Past {
    work: bool,
    /// Length of the current run, capped where longer makes no difference; 0 before the first day.
    run: u8,
    /// The run began before the period: its minimum does not apply.
    exempt: bool,
    /// Columns of the last days, the latest first.
    recent: [u8; MEMORY],
    /// Worked weekends in a row up to the last one that is over.
    weekends: u8,
    /// Something was worked on this weekend so far.
    weekend_worked: bool,
}

/// What a day cost, and whether it is the first worked day of its weekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    pub past: Past,
    pub cost: u32,
    pub weekend: bool,
}

/// The rules of a contract over columns.
pub struct Rules<'a> {
    problem: &'a Problem,
    contract: &'a Contract,
    /// Column of each shift.
    pub column_of: Vec<u8>,
    /// A shift of each column; the free column has none.
    shift_in: Vec<usize>,
    may_follow: Vec<Vec<bool>>,
    memory: usize,
    counts_weekends: bool,
    run_cap: u8,
    off_cap: u8,
    weekend_cap: u8,
}

impl<'a> Rules<'a> {
    pub fn new(problem: &'a Problem, contract: &'a Contract) -> Self {
        let (column_of, shift_in) = columns(problem, contract);
        let may_follow = shift_in
            .iter()
            .map(|one| shift_in.iter().map(|two| problem.may_follow(contract, *one, *two)).collect())
            .collect::<Vec<Vec<bool>>>();
        let restricted = may_follow.iter().flatten().any(|may| !may);
        let weekend = &contract.weekend;
        let length = usize::from(weekend.length);
        let mut memory = usize::from(restricted);
        memory = memory
            .max(contract.patterns.iter().map(|one| one.days.len().saturating_sub(1)).max().unwrap_or(0));
        if weekend.complete > 0 || weekend.identical > 0 {
            memory = memory.max(length.saturating_sub(1));
        }
        if weekend.no_night_before > 0 {
            memory = memory.max(length);
        }
        let value = |bound: Option<Bound>| bound.map_or(0, |bound| bound.value);
        let cap = |one: Option<Bound>, two: Option<Bound>| {
            u8::try_from(value(one).max(value(two)).max(1)).unwrap_or(u8::MAX)
        };
        let runs = &contract.runs;
        let rows = cap(weekend.max_in_a_row, weekend.min_in_a_row);
        let in_a_row = weekend.max_in_a_row.is_some() || weekend.min_in_a_row.is_some();
        Self {
            problem,
            contract,
            column_of,
            shift_in,
            may_follow,
            memory: memory.min(MEMORY),
            counts_weekends: in_a_row || contract.counts.iter().any(|one| one.kind == CountKind::Weekends),
            run_cap: cap(runs.max_work, runs.min_work),
            off_cap: cap(runs.max_off, runs.min_off),
            weekend_cap: if in_a_row { rows } else { 0 },
        }
    }

    pub fn columns(&self) -> u8 {
        u8::try_from(self.shift_in.len()).unwrap_or(u8::MAX)
    }

    /// The past of somebody whose last days are known, or of whom nothing is known.
    pub fn start(&self, history: &[u8]) -> Past {
        let nothing = Past {
            work: false,
            run: 0,
            exempt: self.contract.edges == Edges::Open,
            recent: [0; MEMORY],
            weekends: 0,
            weekend_worked: false,
        };
        let past = history.iter().fold(nothing, |past, column| {
            // What was broken before the period is not this roster's doing.
            let (mut next, _) = self.run_on(&past, *column);
            self.remember(&past, &mut next, *column);
            next
        });
        // A weekend counts by its days in the period.
        Past { weekend_worked: false, weekends: 0, ..past }
    }

    /// What happens when this column is worked on this day; nothing if a hard rule forbids it.
    pub fn step(&self, past: &Past, day: usize, column: u8) -> Option<Effect> {
        let today = i64::try_from(day).ok()?;
        let last = past.recent[0];
        if last > 0 && column > 0 && !self.may_follow[usize::from(last) - 1][usize::from(column) - 1] {
            return None;
        }
        let (mut next, cost) = self.run_on(past, column);
        let mut cost = cost?;
        let weekend = self.weekend_on(past, &mut next, today, column > 0);
        self.remember(past, &mut next, column);
        cost += self.patterns(past, day, column);
        cost += self.weekend_over(past, &mut next, day, column)?;
        Some(Effect { past: next, cost, weekend })
    }

    /// What the end of the period costs; nothing if a hard rule forbids ending like this.
    pub fn finish(&self, past: &Past) -> Option<u32> {
        if self.contract.edges == Edges::Open {
            return Some(0);
        }
        let runs = &self.contract.runs;
        let min = if past.work { runs.min_work } else { runs.min_off };
        let short = if past.exempt || past.run == 0 { 0 } else { below(min, past.run) };
        let row =
            if past.weekends > 0 { below(self.contract.weekend.min_in_a_row, past.weekends) } else { 0 };
        Some(price(min, short)? + price(self.contract.weekend.min_in_a_row, row)?)
    }

    /// The run of work or free days, continued or ended, and what that costs.
    fn run_on(&self, past: &Past, column: u8) -> (Past, Option<u32>) {
        let runs = &self.contract.runs;
        let work = column > 0;
        let mut next = *past;
        let (min, max) = if work { (runs.min_work, runs.max_work) } else { (runs.min_off, runs.max_off) };
        let cap = if work { self.run_cap } else { self.off_cap };
        let mut ended = Some(0);
        if past.run > 0 && past.work == work {
            next.run = past.run.saturating_add(1).min(cap);
        } else {
            let least = if past.work { runs.min_work } else { runs.min_off };
            if past.run > 0 && !past.exempt {
                ended = price(least, below(least, past.run));
            }
            next.exempt = past.run == 0 && past.exempt;
            next.run = 1;
            next.work = work;
        }
        let length = if past.work == work { past.run } else { 0 };
        let too_long = max.is_some_and(|max| u32::from(length) >= max.value);
        let over = price(max, u32::from(too_long));
        if below(min, next.run) == 0 {
            next.exempt = false;
        }
        if max.is_none() && next.exempt {
            // Nothing asks how long it is any more.
            next.run = 1;
        }
        (next, ended.zip(over).map(|(ended, over)| ended + over))
    }

    /// Opens and fills the weekend; true on its first worked day.
    fn weekend_on(&self, past: &Past, next: &mut Past, day: i64, work: bool) -> bool {
        if !self.counts_weekends {
            return false;
        }
        let Some(at) = self.day_of_weekend(day) else {
            next.weekend_worked = false;
            return false;
        };
        let before = at > 0 && past.weekend_worked;
        next.weekend_worked = before || work;
        work && !before
    }

    fn remember(&self, past: &Past, next: &mut Past, column: u8) {
        next.recent = [0; MEMORY];
        for place in 1..self.memory {
            next.recent[place] = past.recent[place - 1];
        }
        if self.memory > 0 {
            next.recent[0] = column;
        }
    }

    /// Which day of a weekend this is, counted from 0.
    fn day_of_weekend(&self, day: i64) -> Option<u8> {
        let weekend = &self.contract.weekend;
        let at = (self.problem.weekday(day) + 7 - weekend.first) % 7;
        (at < weekend.length).then_some(at)
    }

    /// Column so many days before today; 0 is today.
    fn column_at(&self, past: &Past, column: u8, back: usize) -> u8 {
        if back == 0 { column } else { past.recent[back - 1] }
    }

    /// Unwanted patterns that end today.
    fn patterns(&self, past: &Past, day: usize, column: u8) -> u32 {
        let ends_today = |pattern: &&crate::model::Pattern| {
            let length = pattern.days.len();
            if length == 0 || length > day + 1 || length > MEMORY + 1 {
                return false;
            }
            let first = i64::try_from(day + 1 - length).unwrap_or(0);
            pattern.starts_on.is_none_or(|weekday| weekday == self.problem.weekday(first))
                && pattern.days.iter().rev().enumerate().all(|(back, wanted)| {
                    let there = self.column_at(past, column, back);
                    match wanted {
                        Match::Free => there == 0,
                        Match::AnyShift => there > 0,
                        Match::Shift(shift) => self.column_of.get(*shift) == Some(&there),
                    }
                })
        };
        self.contract.patterns.iter().filter(ends_today).map(|pattern| pattern.weight).sum()
    }

    /// What a weekend costs on its last day.
    fn weekend_over(&self, past: &Past, next: &mut Past, day: usize, column: u8) -> Option<u32> {
        let weekend = &self.contract.weekend;
        let today = i64::try_from(day).ok()?;
        let Some(at) = self.day_of_weekend(today) else { return Some(0) };
        if at + 1 < weekend.length && day + 1 < self.problem.days {
            return Some(0);
        }
        let mut cost = 0;
        let length = usize::from(at) + 1;
        let days: Vec<u8> =
            (0..length.min(MEMORY)).rev().map(|back| self.column_at(past, column, back)).collect();
        if length <= day + 1
            && self.memory + 1 >= length
            && (weekend.complete > 0 || weekend.identical > 0 || weekend.no_night_before > 0)
        {
            if length > 1 {
                let worked: Vec<bool> = days.iter().map(|column| *column > 0).collect();
                cost += weekend.complete * incomplete(&worked);
                cost += weekend.identical * different(&days);
            }
            let eve = self.column_at(past, column, length);
            let night = eve > 0
                && self
                    .problem
                    .shifts
                    .get(self.shift_in[usize::from(eve) - 1])
                    .is_some_and(|shift| shift.night);
            if weekend.no_night_before > 0
                && length < day + 1
                && night
                && days.iter().all(|column| *column == 0)
            {
                cost += weekend.no_night_before;
            }
        }
        if self.weekend_cap > 0 {
            if next.weekend_worked {
                if weekend.max_in_a_row.is_some_and(|max| u32::from(past.weekends) >= max.value) {
                    cost += price(weekend.max_in_a_row, 1)?;
                }
                next.weekends = past.weekends.saturating_add(1).min(self.weekend_cap);
            } else {
                if past.weekends > 0 {
                    cost += price(weekend.min_in_a_row, below(weekend.min_in_a_row, past.weekends))?;
                }
                next.weekends = 0;
            }
        }
        Some(cost)
    }
}

/// How incomplete a weekend is: its free days, and its length once more if they part its worked ones.
fn incomplete(worked: &[bool]) -> u32 {
    let count = |bits: &[bool]| bits.iter().filter(|one| **one).count();
    let (first, last) = (worked.iter().position(|one| *one), worked.iter().rposition(|one| *one));
    let (Some(first), Some(last)) = (first, last) else { return 0 };
    let free = worked.len() - count(worked);
    let parted = count(&worked[first..=last]) < last + 1 - first;
    u32::try_from(free + if parted { worked.len() } else { 0 }).unwrap_or(0)
}

/// How different the shifts of a weekend are, if all its days are worked: for each shift that
/// occurs, the days on which another one is worked.
fn different(days: &[u8]) -> u32 {
    if days.contains(&0) {
        return 0;
    }
    let is_first = |at: usize| !days[..at].contains(&days[at]);
    let others = |at: usize| days.iter().filter(|one| **one != days[at]).count();
    let all: usize = (0..days.len()).filter(|at| is_first(*at)).map(others).sum();
    u32::try_from(all).unwrap_or(0)
}

/// By how much a length falls short.
fn below(min: Option<Bound>, length: u8) -> u32 {
    min.map_or(0, |min| min.value.saturating_sub(u32::from(length)))
}

/// What so many units cost; nothing if the bound is hard and there are any.
fn price(bound: Option<Bound>, units: u32) -> Option<u32> {
    match bound.map(|bound| bound.weight) {
        _ if units == 0 => Some(0),
        None => Some(0),
        Some(Weight::Soft(weight)) => Some(weight * units),
        Some(Weight::Hard) => None,
    }
}

/// Groups shifts that no rule of the contract tells apart.
fn columns(problem: &Problem, contract: &Contract) -> (Vec<u8>, Vec<usize>) {
    type Signature = (Vec<bool>, Vec<bool>, Vec<bool>, Option<usize>, bool);
    let all = 0..problem.shifts.len();
    let signature = |shift: usize| -> Signature {
        (
            all.clone().map(|next| problem.may_follow(contract, shift, next)).collect(),
            all.clone().map(|before| problem.may_follow(contract, before, shift)).collect(),
            contract
                .patterns
                .iter()
                .flat_map(|pattern| &pattern.days)
                .map(|day| *day == Match::Shift(shift))
                .collect(),
            (contract.weekend.identical > 0).then_some(shift),
            contract.weekend.no_night_before > 0 && problem.shifts[shift].night,
        )
    };
    let mut known: Vec<Signature> = Vec::new();
    let mut shift_in = Vec::new();
    let column_of = all
        .clone()
        .map(|shift| {
            let mine = signature(shift);
            let at = known.iter().position(|one| *one == mine).unwrap_or_else(|| {
                known.push(mine);
                shift_in.push(shift);
                known.len() - 1
            });
            u8::try_from(at + 1).unwrap_or(u8::MAX)
        })
        .collect();
    (column_of, shift_in)
}
