//! Large neighbourhoods, one after another: parts of the roster decided anew by column generation.

use super::columns::{Columns, Part, Verdict};
use super::settling::Piece;
use super::state::Search;
use rand::Rng;
use rand::seq::SliceRandom;

/// Lengths of windows in days; the whole period comes after those that are shorter.
const LENGTHS: [usize; 7] = [5, 7, 14, 21, 28, 42, 56];
/// People in the first neighbourhood of each length.
const FIRST_PEOPLE: f64 = 6.0;

/// Neighbourhoods of several lengths, each with as many people as the work allows.
pub struct Neighbourhoods {
    columns: Columns,
    lengths: Vec<usize>,
    people: Vec<f64>,
    /// Work each length has had.
    work: Vec<u64>,
    /// Work that dives over cells and over lines have had: neither serves all kinds of rules, and
    /// where one is stuck the other one often is not.
    pieces: [(Piece, u64); 2],
    order: Vec<usize>,
}

impl Neighbourhoods {
    pub fn new(people: usize, days: usize) -> Self {
        let mut lengths: Vec<usize> = LENGTHS.into_iter().filter(|length| *length < days).collect();
        lengths.push(days);
        Self {
            columns: Columns::default(),
            people: vec![FIRST_PEOPLE.min(people as f64); lengths.len()],
            work: vec![0; lengths.len()],
            pieces: [(Piece::Line, 0), (Piece::Cell, 0)],
            order: (0..people).collect(),
            lengths,
        }
    }

    /// The length with the least work so far, but none that a longer one with everybody includes.
    fn pick(&self, people: usize) -> usize {
        let is_full = |at: &usize| self.people[*at] as usize >= people;
        let shortest = (0..self.lengths.len()).rev().find(is_full).unwrap_or(0);
        (shortest..self.lengths.len()).min_by_key(|at| self.work[*at]).unwrap_or(0)
    }

    /// Tries one neighbourhood, of about so much work.
    pub fn step(
        &mut self,
        search: &mut Search<'_>,
        work: u64,
        go_on: &mut dyn FnMut(&Search<'_>) -> bool,
    ) -> Verdict {
        let (people, days) = (search.tables.people, search.tables.days);
        let which = self.pick(people);
        let length = self.lengths[which];
        let first = search.rng.random_range(0..=days - length);
        let count = (self.people[which] as usize).min(people);
        let (chosen, _) = self.order.partial_shuffle(&mut search.rng, count);
        let [lines, cells] = self.pieces;
        let of_piece = usize::from(cells.1 < lines.1);
        let part = Part { people: chosen, first, end: first + length, piece: self.pieces[of_piece].0 };
        let begun = search.program.work;
        let verdict = self
            .columns
            .improve(search, &part, &mut |search, _| search.program.work - begun < 2 * work && go_on(search));
        let used = search.program.work - begun;
        self.work[which] += used;
        self.pieces[of_piece].1 += used;
        let factor = match used as f64 / work as f64 {
            share if share > 1.0 => 0.9,
            share if share > 0.5 => 1.0,
            share if share > 0.1 => 1.05,
            _ => 1.2,
        };
        self.people[which] = (self.people[which] * factor).clamp(2.0, people as f64);
        verdict
    }
}
