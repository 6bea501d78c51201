//! The best line, or part of one, at given prices: a dynamic program over days, modes and totals.
//!
//! For every day, mode and row (a combination of outer totals) there is a stretch of inner
//! totals that can be reached, with the least cost of each. A step adds its cost to the whole
//! stretch at once. Nothing is remembered about where a cost came from: on the way back the
//! predecessor is found by its cost, one of equals by chance.

use super::automaton::Automaton;
use super::complete::Completable;
use super::profile::{Lines, NOWHERE, Profile};
use super::relaxed::{Costs, Relaxed};
use super::takes_equal;
use crate::model::Cell;
use rand::Rng;
use std::ops::ControlFlow;

/// By how much a line may cost more than the best known, for all that rounding does.
const SLACK: f32 = 0.01;
/// Costs that differ by less are the same.
const GRAIN: f32 = 1e-3;
/// Arcs of the program without totals that take as long as a unit of work.
const ARCS_PER_WORK: u64 = 2;

/// What lies around the days that are to be decided.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub first: usize,
    /// The day after the last.
    pub end: usize,
    /// Mode before the first day.
    pub mode: u16,
    /// Totals outside the window.
    pub row: usize,
    pub inner: usize,
}

/// What follows when a mode is reached at the end of the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tail {
    /// Cost of the days after it; infinite if they are impossible then.
    pub cost: f32,
    /// Weekends more or fewer than are counted outside.
    pub weekends: i8,
}

/// Where a line may stand when it is not decided to its end.
#[derive(Clone, Copy)]
pub struct Goal<'a> {
    pub inner: (usize, usize),
    pub weekends: usize,
    pub completable: &'a Completable,
}

/// What is asked: whose line, which days, at which prices.
pub struct Question<'a> {
    pub lines: &'a Lines,
    pub profile: &'a Profile,
    pub window: Window,
    /// Price of every cell on every day of the window; infinite where it is not allowed.
    pub prices: &'a [f32],
    pub goal: Option<Goal<'a>>,
    /// What stood there before, if anything did, and by how much more a line may cost to be of use.
    pub before: Option<(&'a [Cell], f32)>,
}

/// The memory of the dynamic program, to be used again and again.
#[derive(Debug, Default)]
pub struct Program {
    cost: Vec<f32>,
    /// Stretch of inner totals reached, by day, mode and row.
    reach: Vec<(u32, u32)>,
    price: Vec<f32>,
    choice: Vec<Cell>,
    /// Cost of each inner total of the window.
    ends: Vec<f32>,
    relaxed: Relaxed,
    /// Rows reached in a mode, with their stretches and the least cost in each.
    active: Vec<(u32, u32, u32, f32)>,
    /// Work done so far, in cells looked at: the same on every machine.
    pub work: u64,
    pub tails: Vec<Tail>,
}

impl Program {
    /// Tails of a window that ends with the period.
    pub fn tails_at_end(&mut self, automaton: &Automaton) {
        self.tails.clear();
        self.tails.extend(automaton.finish.iter().map(|cost| Tail { cost: *cost, weekends: 0 }));
    }
    /// Tails where nothing is decided after the window.
    pub fn tails_open(&mut self, automaton: &Automaton, end: usize) {
        self.tails.clear();
        self.tails.resize(automaton.modes[end], Tail { cost: 0.0, weekends: 0 });
    }
    /// Tails where the days from `end` on stay as they are in `line`, reached by `path`.
    pub fn tails_into(&mut self, lines: &Lines, person: usize, line: &[Cell], path: &[u16], end: usize) {
        let profile = lines.profile(person);
        let automaton = &lines.automata[profile.automaton];
        if end == line.len() {
            return self.tails_at_end(automaton);
        }
        self.tails.clear();
        for start in 0..automaton.modes[end] {
            let mut mode = u16::try_from(start).unwrap_or(0);
            let mut tail = Tail { cost: 0.0, weekends: 0 };
            for day in end..line.len() {
                if mode == path[day] {
                    break;
                }
                let column = profile.classes[usize::from(profile.class_of[usize::from(line[day])])].column;
                let known = automaton.arc(day, path[day], column);
                let (Some(arc), Some(known)) = (automaton.arc(day, mode, column), known) else {
                    tail.cost = f32::INFINITY;
                    break;
                };
                tail.cost += arc.cost as f32 - known.cost as f32;
                tail.weekends += i8::from(arc.weekend) - i8::from(known.weekend);
                mode = arc.to;
                if day + 1 == line.len() {
                    let usual = automaton.finish[usize::from(path[day + 1])];
                    tail.cost += automaton.finish[usize::from(mode)] - usual;
                }
            }
            self.tails.push(tail);
        }
    }

    /// Finds the cheapest cells of a window and writes them to `into`.
    ///
    /// The cost returned is that of the window, the tail and the totals, prices included. Nothing
    /// if no line keeps the hard rules.
    pub fn solve(&mut self, question: &Question<'_>, rng: &mut impl Rng, into: &mut [Cell]) -> Option<f32> {
        let Question { lines, profile, window, prices, goal, .. } = *question;
        let automaton = &lines.automata[profile.automaton];
        let days = window.end - window.first;
        self.reduce(profile, days, prices);
        let top = profile.inner_cost.len() - 1;
        if window.inner > top || usize::from(window.mode) >= automaton.modes[window.first] {
            return None;
        }
        let width = (top - window.inner).min(days * profile.inner_most) + 1;
        self.ends.clear();
        self.ends.extend_from_slice(&profile.inner_cost[window.inner..window.inner + width]);
        let modes = automaton.widest_in(window.first, window.end);
        let limit = if goal.is_some() {
            self.relaxed.know_nothing(days, modes, profile.rows);
            f32::INFINITY
        } else {
            match self.relax(question, rng, into) {
                ControlFlow::Break(found) => return found,
                ControlFlow::Continue(limit) => limit,
            }
        };
        let layer_size = modes * profile.rows;
        self.fill(question, (layer_size, width), limit);
        let best =
            self.best_end(profile, window, goal, (automaton.modes[window.end], layer_size, width), rng)?;
        if best.3 > limit {
            return None;
        }
        self.trace(question, (layer_size, width), best, rng, into);
        Some(best.3)
    }

    /// Tries it without totals: what was found, if nothing can be better, or the cost up to which
    /// lines are worth looking at.
    fn relax(
        &mut self,
        question: &Question<'_>,
        rng: &mut impl Rng,
        into: &mut [Cell],
    ) -> ControlFlow<Option<f32>, f32> {
        let Question { lines, profile, window, prices, before, .. } = *question;
        let class = |cell: &Cell| profile.class_of[usize::from(*cell)];
        let classes = before.map(|(cells, _)| cells.iter().map(class));
        // The line as it was may have dearer duties than the cheapest of their classes.
        let beyond = before.filter(|(_, most)| *most < f32::INFINITY).map(|(cells, most)| {
            let least = self.price.chunks_exact(profile.classes.len());
            let days = prices.chunks_exact(profile.class_of.len()).zip(least).zip(cells);
            let dearer = days
                .map(|((prices, least), cell)| prices[usize::from(*cell)] - least[usize::from(class(cell))]);
            most + dearer.sum::<f32>()
        });
        self.charge_inner(profile, classes.clone().map_or(0, |classes| profile.inner_of(classes)));
        let Self { price, ends, tails, relaxed, choice, work, .. } = self;
        let costs = Costs { lines, profile, window, price, ends, tails };
        let known = classes.map_or(f32::INFINITY, |classes| costs.of(classes));
        let limit = with_slack(beyond.map_or(known, |beyond| known.min(known + beyond)));
        let arcs = relaxed.arcs;
        let least = relaxed.find(&costs, limit, rng).filter(|least| *least <= limit);
        let Some(least) = least else { return ControlFlow::Break(None) };
        let cost = costs.of(relaxed.classes.iter().copied());
        let is_best = cost <= least + GRAIN;
        if is_best {
            let classes = profile.classes.len();
            for (day, (cell, class)) in into.iter_mut().zip(&relaxed.classes).enumerate() {
                *cell = choice[day * classes + usize::from(*class)];
            }
        } else {
            relaxed.look_back(&costs);
        }
        *work += (relaxed.arcs - arcs) / ARCS_PER_WORK;
        if is_best {
            ControlFlow::Break(Some(cost))
        } else {
            ControlFlow::Continue(with_slack(cost).min(limit))
        }
    }

    /// Gives the inner total a price: what one more costs about this total.
    fn charge_inner(&mut self, profile: &Profile, at: usize) {
        let slope = slope(&self.ends, at);
        if slope == 0.0 {
            return;
        }
        for prices in self.price.chunks_exact_mut(profile.classes.len()) {
            for (price, class) in prices.iter_mut().zip(&profile.classes) {
                *price += slope * f32::from(class.inner);
            }
        }
        for (total, cost) in self.ends.iter_mut().enumerate() {
            *cost -= slope * total as f32;
        }
    }

    /// Finds the least cost of every mode, row and inner total of each day, leaving out what the
    /// rest brings above the limit.
    fn fill(&mut self, question: &Question<'_>, (layer_size, width): (usize, usize), limit: f32) {
        let Question { lines, profile, window, goal, .. } = *question;
        let automaton = &lines.automata[profile.automaton];
        let days = window.end - window.first;
        let (classes, rows) = (profile.classes.len(), profile.rows);
        // The least inner total, from here, that a line must reach.
        let need = match goal {
            Some(goal) => goal.inner.0,
            None => profile.inner_cost.iter().position(|cost| cost.is_finite()).unwrap_or(0),
        }
        .saturating_sub(window.inner);
        self.reach.clear();
        self.reach.resize((days + 1) * layer_size, (0, 0));
        self.work += 200 + ((days + 1) * layer_size / 8) as u64;
        let cells = (days + 1) * layer_size * width;
        if self.cost.len() < cells {
            self.cost.resize(cells, 0.0);
        }
        let start = usize::from(window.mode) * rows + window.row;
        self.reach[start] = (0, 1);
        self.cost[start * width] = 0.0;
        for day in 0..days {
            let layer = &automaton.layers[window.first + day];
            let holiday = lines.holiday[window.first + day];
            let least = need.saturating_sub((days - day - 1) * profile.inner_most) as u32;
            let (before, after) = self.cost.split_at_mut((day + 1) * layer_size * width);
            let before = &before[day * layer_size * width..];
            let (reach, reach_after) = self.reach.split_at_mut((day + 1) * layer_size);
            let reach = &reach[day * layer_size..];
            let price = &self.price[day * classes..(day + 1) * classes];
            let (rest, rest_after) = (self.relaxed.rest(day), self.relaxed.rest(day + 1));
            for mode in 0..automaton.modes[window.first + day] {
                let stretches = &reach[mode * rows..(mode + 1) * rows];
                self.active.clear();
                for (row, (low, high)) in stretches.iter().enumerate().filter(|(_, (low, high))| low < high) {
                    let stretch = &before[(mode * rows + row) * width..][*low as usize..*high as usize];
                    let cheapest = stretch.iter().copied().fold(f32::INFINITY, least_of);
                    if cheapest + rest[mode] + self.relaxed.totals[row] <= limit {
                        self.active.push((row as u32, *low, *high, cheapest));
                    }
                }
                if self.active.is_empty() {
                    continue;
                }
                for arc in layer.from(mode) {
                    for class in &profile.of_column[usize::from(arc.column)] {
                        let step = arc.cost as f32 + price[usize::from(*class)];
                        if step == f32::INFINITY {
                            continue;
                        }
                        let inner = u32::from(profile.classes[usize::from(*class)].inner);
                        let moves = profile.moves(*class, arc.weekend, holiday);
                        let most = limit - step - rest_after[usize::from(arc.to)];
                        for (row, low, high, cheapest) in &self.active {
                            let (row, to) = (*row as usize, moves[*row as usize]);
                            if to == NOWHERE || cheapest + self.relaxed.totals[usize::from(to)] > most {
                                continue;
                            }
                            // Totals that cannot reach the minimum any more are left behind.
                            let low = (*low).max(least.saturating_sub(inner));
                            let high = (*high).min((width as u32).saturating_sub(inner));
                            if low >= high {
                                continue;
                            }
                            let to = usize::from(arc.to) * rows + usize::from(to);
                            self.work += 8 + u64::from(high - low);
                            let from = &before[(mode * rows + row) * width..][low as usize..high as usize];
                            let target = &mut after[to * width..(to + 1) * width];
                            merge(from, target, &mut reach_after[to], low + inner, step);
                        }
                    }
                }
            }
        }
    }

    /// Keeps the cheapest duty of each class and day.
    fn reduce(&mut self, profile: &Profile, days: usize, prices: &[f32]) {
        let classes = profile.classes.len();
        self.price.clear();
        self.price.resize(days * classes, f32::INFINITY);
        self.choice.clear();
        self.choice.resize(days * classes, 0);
        let cells = profile.class_of.len();
        for day in 0..days {
            let prices = &prices[day * cells..(day + 1) * cells];
            for ((cell, price), class) in prices.iter().enumerate().zip(&profile.class_of) {
                let at = day * classes + usize::from(*class);
                if *price < self.price[at] {
                    self.price[at] = *price;
                    self.choice[at] = cell as Cell;
                }
            }
        }
    }

    /// The cheapest end: mode, row, inner total, cost with the tail.
    fn best_end(
        &self,
        profile: &Profile,
        window: Window,
        goal: Option<Goal<'_>>,
        (modes, layer_size, width): (usize, usize, usize),
        rng: &mut impl Rng,
    ) -> Option<(usize, usize, usize, f32)> {
        let days = window.end - window.first;
        let rows = profile.rows;
        let mut best: Option<(usize, usize, usize, f32)> = None;
        let mut equals = 0u32;
        for mode in 0..modes {
            let tail = self.tails[mode];
            if tail.cost == f32::INFINITY {
                continue;
            }
            for row in 0..rows {
                let at = days * layer_size + mode * rows + row;
                let (low, high) = self.reach[at];
                if low == high {
                    continue;
                }
                let row_cost = match goal {
                    Some(goal) => (profile.weekends(row) <= goal.weekends).then_some(0.0),
                    None => profile.row_price(row, tail.weekends),
                };
                let Some(row_cost) = row_cost else { continue };
                for inner in low as usize..high as usize {
                    let total = window.inner + inner;
                    let inner_cost = match goal {
                        None => self.ends[inner],
                        Some(goal)
                            if (goal.inner.0..=goal.inner.1).contains(&total)
                                && goal.completable.is_possible(window.end, mode, row, total) =>
                        {
                            0.0
                        }
                        Some(_) => f32::INFINITY,
                    };
                    let cost = self.cost[at * width + inner] + tail.cost + row_cost + inner_cost;
                    let least = best.map_or(f32::INFINITY, |best| best.3);
                    if cost < least {
                        best = Some((mode, row, inner, cost));
                        equals = 1;
                    } else if cost == least && cost.is_finite() && takes_equal(&mut equals, rng) {
                        best = Some((mode, row, inner, cost));
                    }
                }
            }
        }
        best
    }

    /// Walks back from the end and writes the cells.
    fn trace(
        &self,
        question: &Question<'_>,
        (layer_size, width): (usize, usize),
        best: (usize, usize, usize, f32),
        rng: &mut impl Rng,
        into: &mut [Cell],
    ) {
        let Question { lines, profile, window, .. } = *question;
        let automaton = &lines.automata[profile.automaton];
        let classes = profile.classes.len();
        let rows = profile.rows;
        let (mut mode, mut row, mut inner, _) = best;
        for day in (0..window.end - window.first).rev() {
            let layer = &automaton.layers[window.first + day];
            let holiday = lines.holiday[window.first + day];
            let here = self.cost[((day + 1) * layer_size + mode * rows + row) * width + inner];
            let mut found = None;
            let mut equals = 0u32;
            for arc in layer.into(mode) {
                for class in &profile.of_column[usize::from(arc.column)] {
                    let step = arc.cost as f32 + self.price[day * classes + usize::from(*class)];
                    let steps = usize::from(profile.classes[usize::from(*class)].inner);
                    let offset = profile.offset(*class, arc.weekend, holiday);
                    if steps > inner || offset > row || step == f32::INFINITY {
                        continue;
                    }
                    let (from, total) = (row - offset, inner - steps);
                    if profile.moves(*class, arc.weekend, holiday)[from] != row as u16 {
                        continue;
                    }
                    let at = day * layer_size + usize::from(arc.to) * rows + from;
                    let (low, high) = self.reach[at];
                    if total < low as usize
                        || total >= high as usize
                        || self.cost[at * width + total] + step != here
                    {
                        continue;
                    }
                    if takes_equal(&mut equals, rng) {
                        found = Some((usize::from(arc.to), from, total, *class));
                    }
                }
            }
            // There is always one: `here` was computed from it by the same addition.
            let Some((before, from, total, class)) = found else { return };
            into[day] = self.choice[day * classes + usize::from(class)];
            (mode, row, inner) = (before, from, total);
        }
    }
}

/// What a line may cost that is not worse than one that costs so much.
fn with_slack(cost: f32) -> f32 {
    cost + SLACK + cost.abs() * f32::EPSILON * 8.0
}

/// How a cost grows about a total, in sixteenths, so that sums are exact.
fn slope(cost: &[f32], at: usize) -> f32 {
    let first = cost.iter().position(|one| one.is_finite()).unwrap_or(0);
    let last = cost.iter().rposition(|one| one.is_finite()).unwrap_or(0);
    let at = at.clamp(first, last);
    let (low, high) = (at.saturating_sub(1).max(first), (at + 1).min(last));
    let slope = (cost[high] - cost[low]) / (high - low).max(1) as f32;
    (slope * 16.0).round() / 16.0
}

/// The smaller of two costs, of which none is not a number.
fn least_of(one: f32, two: f32) -> f32 {
    if two < one { two } else { one }
}

/// Adds a step to a stretch and keeps what is cheaper than what was there.
fn merge(from: &[f32], target: &mut [f32], reach: &mut (u32, u32), low: u32, step: f32) {
    let high = low + from.len() as u32;
    if reach.0 == reach.1 {
        *reach = (low, high);
        for (there, here) in target[low as usize..high as usize].iter_mut().zip(from) {
            *there = here + step;
        }
        return;
    }
    if low < reach.0 {
        target[low as usize..reach.0 as usize].fill(f32::INFINITY);
        reach.0 = low;
    }
    if high > reach.1 {
        target[reach.1 as usize..high as usize].fill(f32::INFINITY);
        reach.1 = high;
    }
    for (there, here) in target[low as usize..high as usize].iter_mut().zip(from) {
        let cost = here + step;
        *there = least_of(*there, cost);
    }
}
