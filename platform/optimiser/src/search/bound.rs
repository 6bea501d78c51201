//! A proven lower bound: Lagrangian relaxation of what days need.
//!
//! Each demand gets a price per person counted; everybody's best line at these prices, and the
//! cheapest number for each demand, together cost no more than any roster. The prices are
//! improved by deflected subgradient steps. For line rules without loose counts it comes close
//! to the bound of column generation, and it holds for any prices.

use super::construct::MOST_CELLS;
use super::state::Search;
use super::tables::Tables;
use crate::line::Window;
use crate::model::OFF;

/// Prices are multiples of this, so that sums of them are exact.
const GRAIN: f32 = 1.0 / 64.0;
/// Steps without a better bound before they become shorter.
const PATIENCE: u32 = 12;

/// Whether lines are short enough for the program to see them whole.
pub fn can_bound(tables: &Tables) -> bool {
    (0..tables.people).all(|person| {
        let profile = tables.lines.profile(person);
        let width = tables.lines.automaton(person).widest();
        width * profile.rows * profile.inner_cost.len() * (tables.days + 1) <= MOST_CELLS
    })
}

/// Improves the bound until `go_on` says no; `upper` gives the cost of the best roster so far.
///
/// `report` gets every better bound. Nothing is returned if some line has no solution at all.
pub fn bound(
    search: &mut Search<'_>,
    upper: &dyn Fn() -> f64,
    go_on: &mut dyn FnMut(&Search<'_>) -> bool,
    report: &mut dyn FnMut(f64),
) -> Option<f64> {
    let tables = search.tables;
    let people_of = people_counted(tables);
    let demands = tables.demands();
    let mut prices = vec![0.0f32; demands];
    let mut best_prices = prices.clone();
    let mut direction = vec![0.0f64; demands];
    let mut best = f64::NEG_INFINITY;
    let (mut scale, mut patience) = (1.0f64, PATIENCE);
    let mut counts = vec![0i64; demands];
    loop {
        counts.fill(0);
        let mut value = 0.0f64;
        for person in 0..tables.people {
            value += search.priced_line(person, &prices, &mut counts)?;
        }
        for k in 0..demands {
            let (cost, number) = cheapest(tables, k as u32, prices[k], people_of[k]);
            value += cost;
            counts[k] -= number as i64;
        }
        if value > best + 1e-6 {
            best = value;
            best_prices.clone_from(&prices);
            patience = PATIENCE;
            report(best);
        } else {
            patience -= 1;
            if patience == 0 {
                patience = PATIENCE;
                scale *= 0.6;
                prices.clone_from(&best_prices);
                direction.fill(0.0);
                if scale < 0.005 {
                    return Some(best);
                }
                continue;
            }
        }
        if !go_on(search) {
            return Some(best);
        }
        for (step, count) in direction.iter_mut().zip(&counts) {
            *step = 0.6 * *step + *count as f64;
        }
        let length: f64 = direction.iter().map(|step| step * step).sum();
        if length < 0.5 {
            return Some(best);
        }
        let step = scale * (upper() - value).max(1.0) / length;
        for (price, towards) in prices.iter_mut().zip(&direction) {
            let moved = *price + (step * towards) as f32;
            *price = (moved / GRAIN).round() * GRAIN;
        }
    }
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

/// The cheapest number for a demand at a price: what it costs, and the number.
fn cheapest(tables: &Tables, demand: u32, price: f32, most: usize) -> (f64, usize) {
    let cost = |number: usize| f64::from(tables.cost(demand, number)) - f64::from(price) * number as f64;
    let mut best = (cost(0), 0);
    for number in 1..=most {
        let here = cost(number);
        if here < best.0 {
            best = (here, number);
        }
    }
    best
}

impl Search<'_> {
    /// The best line of a person at prices of demands: what it costs; its days are counted.
    fn priced_line(&mut self, person: usize, prices: &[f32], counts: &mut [i64]) -> Option<f64> {
        let tables = self.tables;
        let profile = tables.lines.profile(person);
        self.price_by(person, |k| prices[k as usize]);
        self.program.tails_at_end(tables.lines.automaton(person));
        let window = Window { first: 0, end: tables.days, mode: profile.start, row: 0, inner: 0 };
        let mut cells = vec![OFF; tables.days];
        let cost = self.solve(profile, window, None, &mut cells)?;
        for (day, cell) in cells.iter().enumerate().filter(|(_, cell)| **cell != OFF) {
            for k in tables.touching(person, day, usize::from(*cell)) {
                counts[*k as usize] += 1;
            }
        }
        Some(f64::from(cost))
    }
}
