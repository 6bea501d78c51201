//! A proven lower bound: Lagrangian relaxation of what days need.
//!
//! Each demand has a price per person counted; everybody's best line at these prices, and the
//! cheapest number for each demand, together cost no more than any roster. At the prices of a
//! master with all columns this is the bound of column generation.

use super::columns::{Begin, Columns, Part, Stage};
use super::construct::MOST_CELLS;
use super::settling::Piece;
use super::state::{Prices, Search};
use super::tables::Tables;
use crate::line::Window;
use crate::model::OFF;

/// Prices are multiples of this, so that sums of them are exact.
const GRAIN: f32 = 1.0 / 64.0;
/// Most rows of a master.
const MOST_ROWS: usize = 2_000;

/// Whether there are few enough people and demands for one master, and lines are short enough
/// for the program to see them whole.
pub fn can_bound(tables: &Tables) -> bool {
    let is_short = |person: usize| {
        let profile = tables.lines.profile(person);
        let width = tables.lines.automaton(person).widest();
        width * profile.rows * profile.inner_cost.len() * (tables.days + 1) <= MOST_CELLS
    };
    master_rows(tables) <= MOST_ROWS && (0..tables.people).all(is_short)
}

/// Rows of a master of everybody.
pub fn master_rows(tables: &Tables) -> usize {
    tables.people + tables.demands()
}

/// Most columns that are kept for the next time.
const MOST_COLUMNS: usize = 20_000;

/// Decides the whole roster anew by column generation, whatever the result, and returns a bound
/// from the prices reached. Columns found before, for the whole roster, serve again. `go_on` is
/// asked between two runs of the simplex method. Nothing is returned if some line has no solution
/// at all.
pub fn bound(
    search: &mut Search<'_>,
    columns: &mut Columns,
    go_on: &mut dyn FnMut(&Search<'_>, Stage) -> bool,
) -> Option<f64> {
    let everybody: Vec<usize> = (0..search.tables.people).collect();
    let whole = Part { people: &everybody, first: 0, end: search.tables.days, piece: Piece::Cell };
    let known = 1..=MOST_COLUMNS;
    let begin = if known.contains(&columns.len()) { Begin::Known } else { Begin::Anew };
    columns.decide(search, &whole, begin, f64::INFINITY, go_on);
    lagrangian(search, columns.root_prices())
}

/// What no roster costs less than, by prices of demands; whatever the prices, it holds.
///
/// Nothing if some line has no solution at all.
pub fn lagrangian(search: &mut Search<'_>, prices: &[f32]) -> Option<f64> {
    let tables = search.tables;
    let prices: Vec<f32> = prices.iter().map(|price| (price / GRAIN).round() * GRAIN).collect();
    let mut value = 0.0;
    for person in 0..tables.people {
        value += search.priced_line(person, &prices)?;
    }
    let people = people_counted(tables);
    let demands = prices.iter().zip(&people).enumerate();
    Some(value + demands.map(|(k, (price, most))| cheapest(tables, k as u32, *price, *most)).sum::<f64>())
}

/// How many people count towards each demand.
fn people_counted(tables: &Tables) -> Vec<usize> {
    let mut counted = vec![0; tables.demands()];
    for person in 0..tables.people {
        let mut mine: Vec<u32> = (0..tables.days)
            .flat_map(|day| (1..tables.cells).flat_map(move |cell| tables.touching(person, day, cell)))
            .copied()
            .collect();
        mine.sort_unstable();
        mine.dedup();
        for k in mine {
            counted[k as usize] += 1;
        }
    }
    counted
}

/// What the cheapest number for a demand costs at a price.
fn cheapest(tables: &Tables, demand: u32, price: f32, most: usize) -> f64 {
    let cost = |number: usize| f64::from(tables.cost(demand, number)) - f64::from(price) * number as f64;
    (0..=most).map(cost).fold(f64::INFINITY, f64::min)
}

impl Search<'_> {
    /// What the best line of a person costs at prices of demands.
    fn priced_line(&mut self, person: usize, prices: &[f32]) -> Option<f64> {
        let tables = self.tables;
        let profile = tables.lines.profile(person);
        self.price(person, 0, tables.days, Prices::Of { demands: prices, closed: &[] });
        self.program.tails_at_end(tables.lines.automaton(person));
        let window = Window { first: 0, end: tables.days, mode: profile.start, row: 0, inner: 0 };
        let before = self.state.roster.line(person).to_vec();
        let mut cells = vec![OFF; tables.days];
        self.solve(profile, window, None, Some((&before, f32::INFINITY)), &mut cells).map(f64::from)
    }
}
