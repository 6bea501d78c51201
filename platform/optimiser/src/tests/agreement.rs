//! The search's costs are those of the score, on rosters of every kind.

use super::*;
use crate::score::{findings, score};
use crate::search::{Search, State, Tables};
use rand_chacha::rand_core::SeedableRng;

/// Compares what the tables say of a roster with the plain wording; true if all lines are allowed.
pub fn agrees(problem: &Problem, tables: &Tables, roster: &Roster) -> bool {
    let mut state = State::empty(tables);
    state.roster = roster.clone();
    let mut allowed = true;
    for person in 0..tables.people {
        let judged = state.judge(tables, person);
        let broken: Vec<_> = findings(problem, roster)
            .into_iter()
            .filter(|one| one.person == Some(person) && one.hard > 0)
            .collect();
        assert_eq!(judged, broken.is_empty(), "person {person}: {broken:?}\n{problem:#?}\n{roster:?}");
        allowed &= judged;
        for (day, cell) in roster.line(person).iter().enumerate().filter(|(_, cell)| **cell != OFF) {
            state.count(tables, person, day, *cell, true);
        }
    }
    if allowed {
        let plain = score(problem, roster);
        let same = (state.hard, state.soft(tables)) == (plain.hard as f64, plain.soft as f64);
        let found = findings(problem, roster);
        assert!(same, "{} {} {plain:?} {found:?}\n{problem:#?}\n{roster:?}", state.hard, state.soft(tables));
    }
    allowed
}

#[test]
fn ten_thousand_random_rosters_cost_the_same_by_both_ways_of_counting() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let (mut rosters, mut allowed) = (0, 0);
    while rosters < 10_000 {
        let (people, days) = (rng.random_range(1..5), rng.random_range(4..16));
        let problem = random_problem(&mut rng, people, days, false);
        problem.check().unwrap();
        let tables = Tables::new(&problem);
        for _ in 0..25 {
            let mut roster = Roster::empty(people, days);
            let busy = rng.random_range(0.2..0.9);
            for person in 0..people {
                for day in 0..days {
                    let cell = if rng.random_bool(busy) { rng.random_range(1..4) } else { OFF };
                    roster.set(person, day, cell);
                }
            }
            rosters += 1;
            allowed += u32::from(agrees(&problem, &tables, &roster));
        }
    }
    assert!(allowed > 500, "only {allowed} of {rosters} rosters had allowed lines");
}

#[test]
fn what_the_search_makes_costs_what_it_thinks() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let mut built = 0;
    for seed in 0..150 {
        let (people, days) = (rng.random_range(2..6), rng.random_range(7..22));
        let problem = random_problem(&mut rng, people, days, true);
        let tables = Tables::new(&problem);
        let mut search = Search::new(&tables, seed);
        if crate::search::construct(&mut search).is_err() {
            continue;
        }
        built += 1;
        let mut left = 40;
        let mut progress = |_: &mut Search<'_>, _: &mut State| {
            left -= 1;
            (left > 0).then_some(0.5)
        };
        let mut schedule = crate::search::Schedule { progress: &mut progress, warm: 5.0, cold: 0.5 };
        let best = crate::search::anneal(&mut search, &mut schedule);
        for state in [&search.state, &best] {
            assert!(agrees(&problem, &tables, &state.roster));
            let plain = score(&problem, &state.roster);
            assert_eq!((state.hard, state.soft(&tables)), (plain.hard as f64, plain.soft as f64));
        }
    }
    assert!(built > 30, "only {built} problems could be built");
}
