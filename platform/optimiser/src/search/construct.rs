//! A first roster: people in random order, each with the best line for what is still needed.

use super::state::{Search, State};
use crate::line::{Completable, Goal, Profile, Window};
use crate::model::{Cell, OFF, Roster};
use rand::seq::SliceRandom;

/// Lines longer than this many cells of the program's memory are built piece by piece.
pub const MOST_CELLS: usize = 4_000_000;
/// Attempts to keep counts that the program does not see.
const ROUNDS: usize = 16;
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
    /// Takes a roster over; lines that break hard rules are made anew, after all others.
    ///
    /// # Errors
    /// People for whom no line keeps the hard rules.
    pub fn adopt(&mut self, roster: &Roster) -> Result<(), Vec<usize>> {
        let tables = self.tables;
        self.state = State::empty(tables);
        let mut broken = Vec::new();
        for person in 0..tables.people {
            self.state.roster.line_mut(person).copy_from_slice(roster.line(person));
            if !self.state.judge(tables, person) {
                self.state.roster.line_mut(person).fill(OFF);
                broken.push(person);
                continue;
            }
            for (day, cell) in roster.line(person).iter().enumerate().filter(|(_, cell)| **cell != OFF) {
                self.state.count(tables, person, day, *cell, true);
            }
        }
        broken.retain(|person| !self.first_line(*person));
        if broken.is_empty() { Ok(()) } else { Err(broken) }
    }

    /// Gives a person without a line the best one for what is still needed.
    pub fn first_line(&mut self, person: usize) -> bool {
        let tables = self.tables;
        let profile = tables.lines.profile(person);
        let days = tables.days;
        let size =
            tables.lines.automaton(person).widest() * profile.rows * profile.inner_cost.len() * (days + 1);
        let mut cells = vec![OFF; days];
        self.forget_pushes();
        let mut found = false;
        for round in 0..ROUNDS {
            let noise = if round < ROUNDS / 2 { 0.0 } else { round as f32 };
            found = if size <= MOST_CELLS {
                self.whole_line(person, noise, &mut cells)
            } else {
                self.line_in_pieces(person, round, &mut cells)
            };
            if !found && size <= MOST_CELLS {
                break;
            }
            if !found {
                continue;
            }
            self.state.roster.line_mut(person).copy_from_slice(&cells);
            if self.state.judge(tables, person) {
                for (day, cell) in cells.iter().enumerate() {
                    if *cell != OFF {
                        self.state.count(tables, person, day, *cell, true);
                    }
                }
                return true;
            }
            let loose = vec![0; profile.counters.loose.len()];
            self.push_line(person, 0, &cells, &loose, (days, days));
        }
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
        self.solve(profile, window, None, None, cells).is_some()
    }

    /// Piece by piece: totals grow evenly towards their limits, and no piece ends where the rest
    /// of the line is impossible.
    fn line_in_pieces(&mut self, person: usize, ahead: usize, cells: &mut [Cell]) -> bool {
        let days = self.tables.days;
        let ends: Vec<usize> =
            (1..).map(|piece| piece * KEPT + PIECE - KEPT).take_while(|end| *end < days).collect();
        let completable = self.completable(person, &ends);
        let works = |day: usize| self.tables.own(person, day)[1..].iter().any(|price| price.is_finite());
        let open: Vec<usize> = (0..days).map(|day| usize::from(works(day))).collect();
        let mut first = 0;
        while first < days {
            let end = if first + PIECE + KEPT >= days { days } else { first + PIECE };
            // Totals grow with the days on which the person can come at all.
            let share = (open[..end].iter().sum::<usize>().max(1), open.iter().sum::<usize>().max(1));
            let found = (0..ROUNDS)
                .any(|slack| self.piece(person, (first, end), share, (ahead, slack), &completable, cells));
            if !found {
                return false;
            }
            first = if end == days { days } else { first + KEPT };
        }
        true
    }

    /// From where a person's line can be completed on some days.
    pub fn completable(&self, person: usize, keep: &[usize]) -> Completable {
        let tables = self.tables;
        let profile = tables.lines.profile(person);
        Completable::new(&tables.lines, person, keep, |day, class| {
            let own = tables.own(person, day);
            profile.class_of.iter().zip(own).any(|(one, price)| *one == class && price.is_finite())
        })
    }

    /// One piece, with loose counts kept to the pace they may grow at.
    fn piece(
        &mut self,
        person: usize,
        (first, end): (usize, usize),
        share: (usize, usize),
        (ahead, slack): (usize, usize),
        completable: &Completable,
        cells: &mut [Cell],
    ) -> bool {
        let tables = self.tables;
        let profile = tables.lines.profile(person);
        let automaton = tables.lines.automaton(person);
        let days = tables.days;
        // Where the line stands before this piece.
        let (mut mode, mut row, mut inner) = (profile.start, 0, 0);
        let mut loose = vec![0; profile.counters.loose.len()];
        for (day, cell) in cells.iter().enumerate().take(first) {
            let class = profile.class_of[usize::from(*cell)];
            let kind = &profile.classes[usize::from(class)];
            let Some(arc) = automaton.arc(day, mode, kind.column) else { return false };
            row += profile.offset(class, arc.weekend, tables.lines.holiday[day]);
            inner += usize::from(kind.inner);
            for (at, total) in loose.iter_mut().enumerate() {
                *total += profile.loose_steps(at, day, *cell, arc.weekend);
            }
            mode = arc.to;
        }
        let window = Window { first, end, mode, row, inner };
        let goal = (end < days).then(|| pace(profile, share, (ahead, slack), completable));
        let mut piece = vec![OFF; end - first];
        self.forget_pushes();
        for round in 0..ROUNDS {
            self.price_line(person, first, end, if round + slack > 4 { round as f32 } else { 0.0 });
            if goal.is_some() {
                self.program.tails_open(automaton, end);
            } else {
                self.program.tails_at_end(automaton);
            }
            if self.solve(profile, window, goal, None, &mut piece).is_none() {
                return false;
            }
            if !self.push_line(person, first, &piece, &loose, if goal.is_some() { share } else { (1, 1) }) {
                cells[first..end].copy_from_slice(&piece);
                return true;
            }
        }
        false
    }
}

/// What the totals should be on the way to end within their limits; wider with every attempt.
fn pace<'a>(
    profile: &Profile,
    share: (usize, usize),
    (ahead, slack): (usize, usize),
    completable: &'a Completable,
) -> Goal<'a> {
    let finite = |cost: &f32| cost.is_finite();
    let least = profile.inner_cost.iter().position(finite).unwrap_or(0) * share.0 / share.1;
    let most = profile.inner_cost.iter().rposition(finite).unwrap_or(0) * share.0 / share.1;
    let weekends = profile.weekends_at.map_or(0, |at| profile.counters.outer[at].size() - 1);
    let slack = (1 << slack.min(10)) * profile.inner_most;
    let ahead = ahead * profile.inner_most;
    Goal {
        inner: ((least + ahead).saturating_sub(slack), most + ahead + slack),
        weekends: (weekends * share.0).div_ceil(share.1) + slack / 16,
        completable,
    }
}
