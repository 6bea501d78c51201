//! What the program must know of each person, shared where people are alike.

use super::automaton::Automaton;
use super::counters::{Counter, Counters};
use crate::model::{Cell, Contract, Problem};
use std::collections::HashMap;

/// Duties that a line cannot tell apart but by their price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    pub column: u8,
    /// Steps of the inner counter.
    pub inner: u16,
    /// Steps of each outer counter, wherever it counts.
    pub outer: Vec<u16>,
}

/// A kind of person: the same rules and the same counts.
#[derive(Debug, Clone)]
pub struct Profile {
    pub automaton: usize,
    pub start: u16,
    pub counters: Counters,
    pub classes: Vec<Class>,
    /// Class of each cell; a free day is class 0.
    pub class_of: Vec<u8>,
    /// Classes of each column.
    pub of_column: Vec<Vec<u8>>,
    pub rows: usize,
    /// How far apart the rows of each outer counter lie.
    pub strides: Vec<usize>,
    /// Cost of each row.
    pub row_cost: Vec<f32>,
    /// Least cost of each row and all that it can become; then the same with one weekend fewer.
    pub row_least: [Vec<f32>; 2],
    /// Cost of each inner total.
    pub inner_cost: Vec<f32>,
    /// Row after a step, by class, weekend and holiday; `NOWHERE` beyond a maximum.
    moves: Vec<u16>,
    /// Steps of each loose counter by cell, on days that it counts; those that count weekends have none.
    pub steps_of_loose: Vec<Vec<u16>>,
    /// Which of the outer counters counts weekends.
    pub weekends_at: Option<usize>,
    /// The most the inner counter can grow in a day.
    pub inner_most: usize,
}

/// No such row.
pub const NOWHERE: u16 = u16::MAX;

impl Profile {
    fn new(
        problem: &Problem,
        automaton_at: usize,
        automaton: &Automaton,
        start: u16,
        counters: Counters,
    ) -> Self {
        let mut classes = vec![Class { column: 0, inner: 0, outer: vec![0; counters.outer.len()] }];
        let mut class_of = vec![0];
        for duty in &problem.duties {
            let class = Class {
                column: automaton.column_of[duty.shift],
                inner: counters.inner.as_ref().map_or(0, |inner| inner.steps[duty.shift]),
                outer: counters.outer.iter().map(|counter| counter.steps[duty.shift]).collect(),
            };
            let at = classes.iter().position(|one| *one == class).unwrap_or_else(|| {
                classes.push(class);
                classes.len() - 1
            });
            class_of.push(u8::try_from(at).unwrap_or(u8::MAX));
        }
        let of_column = (0..=automaton.columns)
            .map(|column| {
                let has = |at: &u8| classes[usize::from(*at)].column == column;
                (0..u8::try_from(classes.len()).unwrap_or(u8::MAX)).filter(has).collect()
            })
            .collect();
        let rows = counters.rows();
        let mut strides = Vec::new();
        let mut stride = 1;
        for counter in &counters.outer {
            strides.push(stride);
            stride *= counter.size();
        }
        let total = |row: usize, at: usize| total_in(&counters.outer, &strides, row, at);
        let row_cost: Vec<f32> = (0..rows)
            .map(|row| {
                counters.outer.iter().enumerate().map(|(at, counter)| counter.price(total(row, at))).sum()
            })
            .collect();
        let mut moves = Vec::with_capacity(classes.len() * 4 * rows);
        for class in &classes {
            for (weekend, holiday) in [(false, false), (false, true), (true, false), (true, true)] {
                for row in 0..rows {
                    let mut to = row;
                    let mut fits = true;
                    for (at, counter) in counters.outer.iter().enumerate() {
                        let steps = step(counter, class.outer[at], weekend, holiday);
                        fits &= total(row, at) + steps < counter.size();
                        to += steps * strides[at];
                    }
                    moves.push(if fits { u16::try_from(to).unwrap_or(NOWHERE) } else { NOWHERE });
                }
            }
        }
        let weekends_at = counters.outer.iter().position(|one| one.weekends);
        let row_least = row_least(&row_cost, &counters.outer, &strides, weekends_at);
        let steps = |counter: &Counter| {
            let steps = problem.duties.iter().map(|duty| counter.steps[duty.shift]);
            std::iter::once(0).chain(steps).collect()
        };
        let steps_of_loose = counters.loose.iter().map(steps).collect();
        let inner_cost = counters.inner.as_ref().map_or(vec![0.0], |inner| inner.cost.clone());
        let inner_most = classes.iter().map(|class| usize::from(class.inner)).max().unwrap_or(0);
        Self {
            automaton: automaton_at,
            start,
            counters,
            classes,
            class_of,
            of_column,
            rows,
            strides,
            row_least,
            row_cost,
            inner_cost,
            moves,
            steps_of_loose,
            weekends_at,
            inner_most,
        }
    }
    /// Rows after a step, for every row before it.
    pub fn moves(&self, class: u8, weekend: bool, holiday: bool) -> &[u16] {
        let at = (usize::from(class) * 4 + usize::from(weekend) * 2 + usize::from(holiday)) * self.rows;
        &self.moves[at..at + self.rows]
    }
    /// The inner total of some classes.
    pub fn inner_of(&self, classes: impl Iterator<Item = u8>) -> usize {
        classes.map(|class| usize::from(self.classes[usize::from(class)].inner)).sum()
    }
    /// Weekends of a row.
    pub fn weekends(&self, row: usize) -> usize {
        self.weekends_at.map_or(0, |at| total_in(&self.counters.outer, &self.strides, row, at))
    }
    /// Cost of a row when the tail has more or fewer weekends; nothing if it is forbidden.
    pub fn row_price(&self, row: usize, weekends: i8) -> Option<f32> {
        let mut row = row;
        if let Some(at) = self.weekends_at {
            let (size, stride) = (self.counters.outer[at].size(), self.strides[at]);
            let count = self.weekends(row);
            let shifted = count.checked_add_signed(isize::from(weekends)).filter(|count| *count < size)?;
            row = row - count * stride + shifted * stride;
        }
        let cost = self.row_cost[row];
        cost.is_finite().then_some(cost)
    }
    /// Steps of a loose counter on a day.
    pub fn loose_steps(&self, at: usize, day: usize, cell: Cell, weekend: bool) -> usize {
        let counter = &self.counters.loose[at];
        if counter.weekends {
            usize::from(weekend)
        } else if counter.counts_on(day) {
            usize::from(self.steps_of_loose[at][usize::from(cell)])
        } else {
            0
        }
    }
    /// By how many rows a step moves.
    pub fn offset(&self, class: u8, weekend: bool, holiday: bool) -> usize {
        let class = &self.classes[usize::from(class)];
        self.counters
            .outer
            .iter()
            .enumerate()
            .map(|(at, counter)| step(counter, class.outer[at], weekend, holiday) * self.strides[at])
            .sum()
    }
}

/// The total of an outer counter in a row.
fn total_in(outer: &[Counter], strides: &[usize], row: usize, at: usize) -> usize {
    row / strides[at] % outer[at].size()
}

/// Least cost of each row and those that it can become; then the same with one weekend fewer.
fn row_least(
    cost: &[f32],
    outer: &[Counter],
    strides: &[usize],
    weekends_at: Option<usize>,
) -> [Vec<f32>; 2] {
    let total = |row: usize, at: usize| total_in(outer, strides, row, at);
    let mut least = cost.to_vec();
    for (at, counter) in outer.iter().enumerate() {
        for row in (0..least.len()).rev().filter(|row| total(*row, at) + 1 < counter.size()) {
            least[row] = least[row].min(least[row + strides[at]]);
        }
    }
    let fewer = |row: usize| match weekends_at {
        Some(at) if total(row, at) > 0 => row - strides[at],
        _ => row,
    };
    let one_fewer = (0..least.len()).map(|row| least[fewer(row)]).collect();
    [least, one_fewer]
}

/// Steps of an outer counter on a day of that kind.
fn step(counter: &Counter, steps: u16, weekend: bool, holiday: bool) -> usize {
    if counter.weekends {
        usize::from(weekend)
    } else if counter.on.is_none() || holiday {
        usize::from(steps)
    } else {
        0
    }
}

/// Totals of a line: exact ones as row and inner total, loose ones one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    pub row: usize,
    pub inner: usize,
    pub loose: Vec<usize>,
}

/// The compiled rules of everybody.
#[derive(Debug)]
pub struct Lines {
    pub automata: Vec<Automaton>,
    pub profiles: Vec<Profile>,
    /// Profile of each person.
    pub profile_of: Vec<usize>,
    /// Which days are holidays.
    pub holiday: Vec<bool>,
}

impl Lines {
    pub fn new(problem: &Problem) -> Self {
        // People whose modes follow the same rules share an automaton.
        let mut kinds: Vec<Contract> = Vec::new();
        let mut histories: Vec<Vec<Vec<Option<usize>>>> = Vec::new();
        let mut place: Vec<(usize, usize)> = Vec::new();
        let mut known: HashMap<Contract, usize> = HashMap::new();
        for person in &problem.people {
            let contract = &problem.contracts[person.contract];
            let rules = rules_of_modes(contract);
            let kind = *known.entry(rules.clone()).or_insert_with(|| {
                kinds.push(rules);
                histories.push(Vec::new());
                kinds.len() - 1
            });
            let history: Vec<Option<usize>> =
                person.history.iter().map(|cell| problem.shift_of(*cell)).collect();
            let start = histories[kind].iter().position(|one| *one == history).unwrap_or_else(|| {
                histories[kind].push(history);
                histories[kind].len() - 1
            });
            place.push((kind, start));
        }
        let automata: Vec<Automaton> = kinds
            .iter()
            .zip(&histories)
            .map(|(contract, histories)| Automaton::compile(problem, contract, histories))
            .collect();
        let mut profiles: Vec<Profile> = Vec::new();
        let profile_of = problem
            .people
            .iter()
            .zip(&place)
            .map(|(person, (kind, start))| {
                let contract = &problem.contracts[person.contract];
                let counters = Counters::new(problem, contract, person);
                let start = automata[*kind].starts[*start];
                let same =
                    |one: &Profile| one.automaton == *kind && one.start == start && one.counters == counters;
                profiles.iter().position(same).unwrap_or_else(|| {
                    profiles.push(Profile::new(problem, *kind, &automata[*kind], start, counters));
                    profiles.len() - 1
                })
            })
            .collect();
        let holiday = (0..problem.days).map(|day| problem.holidays.contains(&day)).collect();
        Self { automata, profiles, profile_of, holiday }
    }
    pub fn profile(&self, person: usize) -> &Profile {
        &self.profiles[self.profile_of[person]]
    }
    pub fn automaton(&self, person: usize) -> &Automaton {
        &self.automata[self.profile(person).automaton]
    }

    /// Walks a line: its cost by the rules and counts, with the mode before each day written to
    /// `path`. Nothing if a hard rule is broken.
    pub fn walk(&self, person: usize, line: &[Cell], path: &mut [u16], totals: &mut Totals) -> Option<f32> {
        let profile = self.profile(person);
        let automaton = &self.automata[profile.automaton];
        if usize::from(profile.start) >= automaton.modes[0] {
            return None;
        }
        let mut mode = profile.start;
        let mut cost = 0.0;
        path[0] = mode;
        totals.loose.clear();
        totals.loose.resize(profile.counters.loose.len(), 0);
        let mut row = 0u16;
        let mut inner = 0;
        for (day, cell) in line.iter().enumerate() {
            let class = profile.class_of[usize::from(*cell)];
            let kind = &profile.classes[usize::from(class)];
            let arc = automaton.arc(day, mode, kind.column)?;
            cost += arc.cost as f32;
            mode = arc.to;
            path[day + 1] = mode;
            row = profile.moves(class, arc.weekend, self.holiday[day])[usize::from(row)];
            if row == NOWHERE {
                return None;
            }
            inner += usize::from(kind.inner);
            for (at, total) in totals.loose.iter_mut().enumerate() {
                *total += profile.loose_steps(at, day, *cell, arc.weekend);
            }
        }
        totals.row = usize::from(row);
        totals.inner = inner;
        cost += automaton.finish[usize::from(mode)];
        cost += profile.row_cost[usize::from(row)]
            + profile.inner_cost.get(inner).copied().unwrap_or(f32::INFINITY);
        cost += self.loose_cost(profile, &totals.loose);
        cost.is_finite().then_some(cost)
    }
    pub fn loose_cost(&self, profile: &Profile, totals: &[usize]) -> f32 {
        totals.iter().zip(&profile.counters.loose).map(|(total, counter)| counter.price(*total)).sum()
    }
}

/// A contract without what the modes do not depend on.
fn rules_of_modes(contract: &Contract) -> Contract {
    use crate::model::{Count, CountKind};
    let weekends = contract.counts.iter().any(|count| count.kind == CountKind::Weekends);
    Contract {
        id: String::new(),
        counts: if weekends { vec![Count::new(CountKind::Weekends)] } else { Vec::new() },
        ..contract.clone()
    }
}
