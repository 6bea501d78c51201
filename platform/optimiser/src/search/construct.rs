//! A first roster: people in random order, each with the best line for what is still needed.

use super::state::{Search, State};
use crate::line::{Goal, Window};
use crate::model::{Cell, OFF};
use rand::seq::SliceRandom;

/// Lines longer than this many cells of the program's memory are built piece by piece.
const MOST_CELLS: usize = 4_000_000;
/// Days of a piece, and how many of them are kept before the next one is solved.
const PIECE: usize = 28;
const KEPT: usize = 14;

/// Fills the search's roster; the people whose own rules cannot be kept are named.
///
/// # Errors
/// People for whom no line keeps the hard rules.
pub fn construct(search: &mut Search<'_>) -> Result<(), Vec<usize>> {
    search.state = State::empty(search.tables);
    let mut order: Vec<usize> = (0..search.tables.people).collect();
    order.shuffle(&mut search.rng);
    let mut impossible: Vec<usize> = order.into_iter().filter(|person| !search.first_line(*person)).collect();
    impossible.sort_unstable();
    if impossible.is_empty() { Ok(()) } else { Err(impossible) }
}

impl Search<'_> {
    /// Gives a person without a line the best one for what is still needed.
    pub fn first_line(&mut self, person: usize) -> bool {
        let tables = self.tables;
        let profile = tables.lines.profile(person);
        let days = tables.days;
        let size = tables.lines.automaton(person).widest() * profile.rows * profile.inner_cost.len() * (days + 1);
        let mut cells = vec![OFF; days];
        let mut found = false;
        for noise in [0.0, 0.0, 4.0, 16.0] {
            found = if size <= MOST_CELLS {
                self.whole_line(person, noise, &mut cells)
            } else {
                self.line_in_pieces(person, noise, &mut cells)
            };
            if !found {
                break;
            }
            self.state.roster.line_mut(person).copy_from_slice(&cells);
            if self.state.judge(tables, person) {
                self.forget_pushes();
                for (day, cell) in cells.iter().enumerate() {
                    if *cell != OFF {
                        self.state.count(tables, person, day, *cell, true);
                    }
                }
                return true;
            }
            self.push_line(person, &cells);
        }
        self.forget_pushes();
        self.state.roster.line_mut(person).fill(OFF);
        // A line exists, but counts outside the program stand against it: see whether rest days do.
        found && self.state.judge(tables, person)
    }

    fn whole_line(&mut self, person: usize, noise: f32, cells: &mut [Cell]) -> bool {
        let tables = self.tables;
        let profile = tables.lines.profile(person);
        self.price_line(person, 0, tables.days, noise);
        self.program.tails_at_end(tables.lines.automaton(person));
        let window = Window { first: 0, end: tables.days, mode: profile.start, row: 0, inner: 0 };
        self.solve(profile, window, None, cells)
    }

    /// Piece by piece: totals grow evenly towards their limits. A piece that finds no way on is
    /// solved again from an earlier day.
    fn line_in_pieces(&mut self, person: usize, noise: f32, cells: &mut [Cell]) -> bool {
        let tables = self.tables;
        let profile = tables.lines.profile(person);
        let automaton = tables.lines.automaton(person);
        let days = tables.days;
        let finite = |cost: &f32| cost.is_finite();
        let least = profile.inner_cost.iter().position(finite).unwrap_or(0);
        let most = profile.inner_cost.iter().rposition(finite).unwrap_or(0);
        let weekends = profile.weekends_at.map_or(0, |at| profile.counters.outer[at].size() - 1);
        let mut first = 0;
        let mut retries = 0;
        while first < days {
            let end = if first + PIECE + KEPT >= days { days } else { first + PIECE };
            // Where the line stands before this piece.
            let (mut mode, mut row, mut inner) = (profile.start, 0, 0);
            for (day, cell) in cells.iter().enumerate().take(first) {
                let class = profile.class_of[usize::from(*cell)];
                let kind = &profile.classes[usize::from(class)];
                let Some(arc) = automaton.arc(day, mode, kind.column) else { return false };
                row += profile.offset(class, arc.weekend, tables.lines.holiday[day]);
                inner += usize::from(kind.inner);
                mode = arc.to;
            }
            self.price_line(person, first, end, noise);
            let window = Window { first, end, mode, row, inner };
            let goal = if end == days {
                self.program.tails_at_end(automaton);
                None
            } else {
                self.program.tails_open(automaton, end);
                let share = |total: usize| total * end / days;
                let slack = 2 * profile.inner_most;
                let middle = (share(least) + share(most)) / 2;
                Some(Goal {
                    inner: (share(least).saturating_sub(slack).min(middle), share(most) + slack),
                    weekends: (weekends * end).div_ceil(days),
                })
            };
            let mut piece = vec![OFF; end - first];
            if self.solve(profile, window, goal, &mut piece) {
                cells[first..end].copy_from_slice(&piece);
                first = if end == days { days } else { first + KEPT };
            } else if first > 0 && retries < 12 {
                retries += 1;
                first = first.saturating_sub(KEPT * (1 + retries / 4));
            } else {
                return false;
            }
        }
        true
    }
}
