//! The best line of a window, against all lines there are.

use super::*;
use crate::search::{Prices, Search, State, Tables, Taken, construct};
use rand_chacha::rand_core::SeedableRng;

/// What a person's line costs with these prices of demands.
fn value(tables: &Tables, state: &State, person: usize, prices: &[f32]) -> f32 {
    let cells = state.roster.line(person).iter().enumerate().filter(|(_, cell)| **cell != OFF);
    let touched = cells.flat_map(|(day, cell)| tables.touching(person, day, usize::from(*cell)));
    state.line_cost[person] + touched.map(|k| prices[*k as usize]).sum::<f32>()
}

/// The least value of all lines that differ within a window only.
fn least(tables: &Tables, state: &State, (first, end): (usize, usize), prices: &[f32]) -> Option<f32> {
    let mut state = state.clone();
    let mut least: Option<f32> = None;
    for cells in all_lines(end - first) {
        state.roster.line_mut(0)[first..end].copy_from_slice(&cells);
        if state.judge(tables, 0) {
            let value = value(tables, &state, 0, prices);
            least = Some(least.map_or(value, |least| least.min(value)));
        }
    }
    least
}

#[test]
fn a_line_is_the_best_there_is_at_any_prices() {
    let mut rng = ChaCha8Rng::seed_from_u64(17);
    let mut compared = 0;
    for seed in 0..1200 {
        let problem = random_problem(&mut rng, 2, 7, seed % 2 == 0);
        let tables = Tables::new(&problem);
        let mut search = Search::new(&tables, seed);
        let watches = !tables.lines.profile(0).counters.loose.is_empty();
        if construct(&mut search).is_err() || watches {
            continue;
        }
        let first = rng.random_range(0..5);
        let end = rng.random_range(first + 1..=problem.days.min(first + 6));
        let prices: Vec<f32> =
            (0..tables.demands()).map(|_| rng.random_range(-40..40) as f32 / 8.0).collect();
        let expected = least(&tables, &search.state, (first, end), &prices);
        let mut taken = Taken::default();
        search.take(0, first, end, &mut taken);
        let found = search.propose(&mut taken, first, end, Prices::Of { demands: &prices, closed: &[] });
        let found = found.then(|| value(&tables, &search.state, 0, &prices));
        assert_eq!(found, expected, "days {first} to {end} of {problem:#?}");
        compared += 1;
    }
    assert!(compared > 200, "only {compared} lines were compared");
}

#[test]
fn what_costs_more_than_the_most_is_not_inserted() {
    let mut rng = ChaCha8Rng::seed_from_u64(18);
    let (mut compared, mut changed) = (0, 0);
    for seed in 0..1200 {
        let (people, days) = (rng.random_range(2..5), rng.random_range(7..15));
        let problem = random_problem(&mut rng, people, days, seed % 2 == 0);
        let tables = Tables::new(&problem);
        let mut search = Search::new(&tables, seed);
        let watches = !tables.lines.profile(0).counters.loose.is_empty();
        if construct(&mut search).is_err() || watches {
            continue;
        }
        let first = rng.random_range(0..days - 1);
        let end = rng.random_range(first + 1..=days);
        let mut taken = Taken::default();
        // Whatever, so that there is something to make better.
        search.take(0, 0, days, &mut taken);
        assert!(search.insert(&mut taken, 0, days, 50.0, f64::INFINITY));
        let before = search.state.clone();
        let mut best = |most: f64| {
            search.take(0, first, end, &mut taken);
            let found = search.insert(&mut taken, first, end, 0.0, most);
            let cost = found.then_some(search.state.cost);
            search.restore(&taken, first, found);
            assert_eq!((search.state.cost, &search.state.roster), (before.cost, &before.roster));
            cost
        };
        let least = best(f64::INFINITY).unwrap();
        assert_eq!((best(least), best(least - 0.5)), (Some(least), None), "{problem:#?}");
        compared += 1;
        changed += usize::from(least < before.cost);
    }
    assert!(compared > 200 && changed > 20, "{changed} of {compared} became better");
}
