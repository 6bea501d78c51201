//! The best line of a window without totals, which often is the best one with them.
//!
//! Totals are what makes a line long to find. Here they are left out: the inner one has a price
//! instead (Lagrangian relaxation), rows cost the least they can come to. A line found so that
//! costs no more than it must is the best. Otherwise what the rest costs at least from every mode
//! shows the program which ways cannot lead to a line as good as one that is known.

use super::automaton::{Arc, Automaton};
use super::profile::{Lines, NOWHERE, Profile};
use super::program::{Tail, Window};
use super::takes_equal;
use rand::Rng;

/// What the days of a window cost.
#[derive(Clone, Copy)]
pub struct Costs<'a> {
    pub lines: &'a Lines,
    pub profile: &'a Profile,
    pub window: Window,
    /// Price of each class, by day of the window.
    pub price: &'a [f32],
    /// Cost of each inner total of the window.
    pub ends: &'a [f32],
    pub tails: &'a [Tail],
}

impl Costs<'_> {
    pub fn automaton(&self) -> &Automaton {
        &self.lines.automata[self.profile.automaton]
    }
    pub fn days(&self) -> usize {
        self.window.end - self.window.first
    }
    fn price(&self, day: usize, class: u8) -> f32 {
        self.price[day * self.profile.classes.len() + usize::from(class)]
    }
    /// The least that each row and the inner total can come to.
    fn least_totals(&self) -> impl Iterator<Item = f32> {
        let end = self.ends.iter().copied().fold(f32::INFINITY, f32::min);
        let loses_weekend = self.tails.iter().any(|tail| tail.weekends < 0);
        self.profile.row_least[usize::from(loses_weekend)].iter().map(move |row| row + end)
    }
    /// What these classes cost, infinite if they break a hard rule.
    pub fn of(&self, classes: impl Iterator<Item = u8>) -> f32 {
        let (profile, first) = (self.profile, self.window.first);
        let (mut mode, mut row, mut inner, mut cost) = (self.window.mode, self.window.row, 0, 0.0);
        for (day, class) in classes.enumerate() {
            let kind = &profile.classes[usize::from(class)];
            let Some(arc) = self.automaton().arc(first + day, mode, kind.column) else {
                return f32::INFINITY;
            };
            let to = profile.moves(class, arc.weekend, self.lines.holiday[first + day])[row];
            if to == NOWHERE {
                return f32::INFINITY;
            }
            cost += arc.cost as f32 + self.price(day, class);
            (mode, row, inner) = (arc.to, usize::from(to), inner + usize::from(kind.inner));
        }
        let tail = self.tails[usize::from(mode)];
        let row = profile.row_price(row, tail.weekends).unwrap_or(f32::INFINITY);
        cost + tail.cost + (row + self.ends.get(inner).copied().unwrap_or(f32::INFINITY))
    }
}

/// Memory of the relaxed program: values by day of the window and mode.
#[derive(Debug, Default)]
pub struct Relaxed {
    modes: usize,
    /// What it costs at least to get there; infinite where nothing good enough does.
    reached: Vec<f32>,
    /// What the rest costs at least from there.
    rest: Vec<f32>,
    /// Least price of each column, by day.
    columns: Vec<f32>,
    /// Sum of the least prices of a day and those after it.
    floor: Vec<f32>,
    /// The least that each row and the inner total can come to.
    pub totals: Vec<f32>,
    /// The line found.
    pub classes: Vec<u8>,
    /// Arcs looked at so far.
    pub arcs: u64,
}

impl Relaxed {
    /// Nothing is known of the rest and of totals: they cost nothing at least.
    pub fn know_nothing(&mut self, days: usize, modes: usize, rows: usize) {
        self.modes = modes;
        self.totals.clear();
        self.totals.resize(rows, 0.0);
        self.rest.clear();
        self.rest.resize((days + 1) * modes, 0.0);
    }
    /// What the days from this one on cost at least, by mode.
    pub fn rest(&self, day: usize) -> &[f32] {
        &self.rest[day * self.modes..(day + 1) * self.modes]
    }

    /// Looks for the best line without totals, among those that may cost no more than the limit:
    /// what it costs with the least that totals can come to.
    pub fn find(&mut self, costs: &Costs<'_>, limit: f32, rng: &mut impl Rng) -> Option<f32> {
        let (automaton, window, days) = (costs.automaton(), costs.window, costs.days());
        self.totals.clear();
        self.totals.extend(costs.least_totals());
        let totals = self.totals[window.row];
        if totals == f32::INFINITY {
            return None;
        }
        let limit = limit - totals;
        self.modes = automaton.widest_in(window.first, window.end);
        self.find_floor(costs);
        let (modes, columns) = (self.modes, costs.profile.of_column.len());
        self.reached.clear();
        self.reached.resize((days + 1) * modes, f32::INFINITY);
        self.reached[usize::from(window.mode)] = 0.0;
        for day in 0..days {
            let layer = &automaton.layers[window.first + day];
            let (here, next) = self.reached[day * modes..].split_at_mut(modes);
            let price = &self.columns[day * columns..(day + 1) * columns];
            for (mode, reached) in here.iter().enumerate().take(automaton.modes[window.first + day]) {
                if *reached == f32::INFINITY || reached + self.floor[day] > limit {
                    continue;
                }
                let arcs = layer.from(mode);
                self.arcs += arcs.len() as u64;
                for arc in arcs {
                    let there = &mut next[usize::from(arc.to)];
                    *there = there.min(reached + step(arc, price));
                }
            }
        }
        let mut best = (f32::INFINITY, 0);
        let mut equals = 0;
        for (mode, (reached, tail)) in self.reached[days * modes..].iter().zip(costs.tails).enumerate() {
            let cost = reached + tail.cost;
            if cost < best.0 {
                (best, equals) = ((cost, mode), 1);
            } else if cost == best.0 && cost < f32::INFINITY && takes_equal(&mut equals, rng) {
                best.1 = mode;
            }
        }
        if best.0 == f32::INFINITY {
            return None;
        }
        self.trace(costs, best.1, rng);
        Some(best.0 + totals)
    }

    /// Least prices of columns and days; the last floor is the least tail.
    fn find_floor(&mut self, costs: &Costs<'_>) {
        let days = costs.days();
        self.columns.clear();
        for day in 0..days {
            let least = |classes: &Vec<u8>| {
                classes.iter().map(|class| costs.price(day, *class)).fold(f32::INFINITY, f32::min)
            };
            self.columns.extend(costs.profile.of_column.iter().map(least));
        }
        let columns = costs.profile.of_column.len();
        self.floor.clear();
        self.floor.resize(days + 1, 0.0);
        self.floor[days] = costs.tails.iter().map(|tail| tail.cost).fold(f32::INFINITY, f32::min);
        for (day, prices) in self.columns.chunks_exact(columns).enumerate().rev() {
            self.floor[day] = self.floor[day + 1] + prices.iter().copied().fold(f32::INFINITY, f32::min);
        }
    }

    /// Walks back from a mode at the end and notes the classes, one of equals by chance.
    fn trace(&mut self, costs: &Costs<'_>, mut mode: usize, rng: &mut impl Rng) {
        let (automaton, window, days) = (costs.automaton(), costs.window, costs.days());
        let columns = costs.profile.of_column.len();
        self.classes.clear();
        self.classes.resize(days, 0);
        for day in (0..days).rev() {
            let here = self.reached[(day + 1) * self.modes + mode];
            let before = &self.reached[day * self.modes..];
            let price = &self.columns[day * columns..(day + 1) * columns];
            let mut found = None;
            let mut equals = 0u32;
            let layer = &automaton.layers[window.first + day];
            for arc in layer.into(mode) {
                let from = usize::from(arc.to);
                if before[from] == f32::INFINITY || before[from] + step(arc, price) != here {
                    continue;
                }
                for class in &costs.profile.of_column[usize::from(arc.column)] {
                    let is_least = costs.price(day, *class) == price[usize::from(arc.column)];
                    if is_least && takes_equal(&mut equals, rng) {
                        found = Some((from, *class));
                    }
                }
            }
            // There is always one: `here` was computed from it by the same addition.
            let Some((from, class)) = found else { return };
            self.classes[day] = class;
            mode = from;
        }
    }

    /// Finds out what the rest costs at least from every mode that [`Relaxed::find`] went on from.
    pub fn look_back(&mut self, costs: &Costs<'_>) {
        let (automaton, window, days) = (costs.automaton(), costs.window, costs.days());
        let (modes, columns) = (self.modes, costs.profile.of_column.len());
        self.rest.clear();
        self.rest.resize((days + 1) * modes, f32::INFINITY);
        for (rest, tail) in self.rest[days * modes..].iter_mut().zip(costs.tails) {
            *rest = tail.cost;
        }
        for day in (0..days).rev() {
            let layer = &automaton.layers[window.first + day];
            let (here, next) = self.rest[day * modes..].split_at_mut(modes);
            let price = &self.columns[day * columns..(day + 1) * columns];
            let reached = &self.reached[day * modes..];
            for mode in (0..automaton.modes[window.first + day]).filter(|mode| reached[*mode] < f32::INFINITY)
            {
                let arcs = layer.from(mode);
                self.arcs += arcs.len() as u64;
                let rest = |arc: &Arc| step(arc, price) + next[usize::from(arc.to)];
                here[mode] = arcs.iter().map(rest).fold(f32::INFINITY, f32::min);
            }
        }
    }
}

fn step(arc: &Arc, price: &[f32]) -> f32 {
    arc.cost as f32 + price[usize::from(arc.column)]
}
