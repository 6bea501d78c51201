//! Column generation: its linear programs, and what it does to a roster.

use super::agreement::agrees;
use super::*;
use crate::search::{
    Columns, Neighbourhoods, Pace, Part, Piece, Search, Settled, Simplex, Tables, Valued, Verdict, bound,
    can_bound, construct,
};
use rand_chacha::rand_core::SeedableRng;

#[test]
fn the_simplex_method_ends_where_duals_prove_the_optimum() {
    let mut rng = ChaCha8Rng::seed_from_u64(21);
    for _ in 0..100 {
        let rows = rng.random_range(1..7u32);
        let mut simplex = Simplex::default();
        simplex.reset(rows as usize);
        let right: Vec<f64> = (0..rows).map(|_| rng.random_range(1.0..20.0)).collect();
        let basis: Vec<(usize, f64)> = right
            .iter()
            .enumerate()
            .map(|(row, side)| (simplex.add(0.0, f64::INFINITY, [(row as u32, 1.0)]), *side))
            .collect();
        let mut things = Vec::new();
        for _ in 0..rng.random_range(1..200) {
            let entries: Vec<(u32, f64)> = (0..rows).map(|row| (row, rng.random_range(0.1..3.0))).collect();
            let (cost, most) = (rng.random_range(-9.0..1.0), rng.random_range(0.1..2.0));
            things.push((simplex.add(cost, most, entries), most));
        }
        simplex.begin(&basis, (0..rows as usize).map(|row| (row, row, 1.0)));
        assert!(simplex.run(10_000));
        let in_bounds = |(variable, value): (usize, f64)| {
            let upper = things.iter().find(|one| one.0 == variable).map_or(f64::INFINITY, |one| one.1);
            (-1e-6..=upper + 1e-6).contains(&value)
        };
        assert!(simplex.basic().all(in_bounds));
        let sides: f64 = right.iter().enumerate().map(|(row, side)| simplex.dual(row) * side).sum();
        let bounds: f64 =
            things.iter().map(|(variable, most)| simplex.reduced(*variable).min(0.0) * most).sum();
        let (found, proved) = (simplex.objective(), sides + bounds);
        assert!((found - proved).abs() < 0.05, "{found} {proved}");
    }
}

#[test]
fn a_banned_variable_leaves_the_solution_and_stays_out() {
    let mut simplex = Simplex::default();
    simplex.reset(1);
    let dear = simplex.add(5.0, f64::INFINITY, [(0, 1.0)]);
    let cheap = simplex.add(1.0, f64::INFINITY, [(0, 1.0)]);
    simplex.begin(&[(dear, 1.0)], [(0, 0, 1.0)]);
    assert!(simplex.run(10));
    assert_eq!(simplex.basic().collect::<Vec<_>>(), [(cheap, 1.0)]);
    simplex.ban(cheap);
    simplex.find_duals();
    assert!(simplex.run(10));
    assert_eq!((simplex.basic().collect::<Vec<_>>(), simplex.objective()), (vec![(dear, 1.0)], 5.0));
    simplex.allow(cheap);
    simplex.find_duals();
    assert!(simplex.run(10));
    assert_eq!((simplex.basic().collect::<Vec<_>>(), simplex.objective()), (vec![(cheap, 1.0)], 1.0));
}

#[test]
fn the_most_decided_cell_is_settled_first_and_can_be_taken_back_or_refused() {
    let mut settled = Settled::default();
    settled.reset(2, 2, 3);
    // The first person works both days or only one; the second is decided.
    let lines = [(0, 0.6, [1, 2]), (0, 0.3, [1, 0]), (0, 0.1, [0, 2]), (1, 1.0, [2, 2])];
    let valued = lines.each_ref().map(|(slot, value, cells)| Valued { slot: *slot, value: *value, cells });
    let allowed = |settled: &Settled| lines.each_ref().map(|(slot, _, cells)| settled.allows(*slot, cells));
    // On day 0 duty 1 has 0.9, on day 1 duty 2 has 0.7.
    assert!(settled.settle(&valued, Pace::One));
    assert_eq!((settled.chosen(), allowed(&settled)), (1, [true, true, false, true]));
    settled.take_back();
    assert_eq!(allowed(&settled), [true; 4]);
    assert!(settled.settle(&valued, Pace::One));
    settled.refuse();
    assert_eq!(allowed(&settled), [false, false, true, true]);
    let decided = [Valued { value: 1.0, ..valued[2] }, valued[3]];
    assert!(!settled.is_complete(0) && !settled.settle(&decided, Pace::Several));
}

#[test]
fn a_dive_settles_whole_lines() {
    let mut settled = Settled::default();
    settled.reset(3, 2, 3);
    // The first person has two lines, one of the second person is as good as decided.
    let lines = [(0, 0.6, [1, 2]), (0, 0.4, [1, 0]), (1, 0.9, [2, 2]), (1, 0.1, [2, 0]), (2, 1.0, [0, 1])];
    let valued = lines.each_ref().map(|(slot, value, cells)| Valued { slot: *slot, value: *value, cells });
    assert!(settled.settle_lines(&valued));
    assert_eq!([0, 1, 2].map(|slot| settled.is_complete(slot)), [false, true, true]);
    assert_eq!(lines.map(|(slot, _, cells)| settled.allows(slot, &cells)), [true, true, true, false, true]);
    assert!(settled.settle_lines(&valued[..2]));
    assert!(settled.is_complete(0) && !settled.allows(0, &[1, 0]));
    assert!(!settled.settle_lines(&valued));
}

#[test]
fn a_neighbourhood_makes_a_roster_better_or_leaves_it_as_it_was() {
    let mut rng = ChaCha8Rng::seed_from_u64(22);
    let (mut built, mut better) = (0, 0);
    for seed in 0..120 {
        let (people, days) = (rng.random_range(2..6), rng.random_range(7..22));
        let problem = random_problem(&mut rng, people, days, true);
        let tables = Tables::new(&problem);
        let mut search = Search::new(&tables, seed);
        if construct(&mut search).is_err() {
            continue;
        }
        built += 1;
        let mut neighbourhoods = Neighbourhoods::new(people, days);
        for _ in 0..8 {
            let before = search.state.clone();
            let verdict = neighbourhoods.step(&mut search, 2_000_000, &mut |_| true);
            assert!(agrees(&problem, &tables, &search.state.roster));
            if verdict == Verdict::Better {
                better += 1;
                assert!(search.state.cost < before.cost);
            } else {
                assert_eq!(search.state.roster, before.roster);
                assert_eq!((search.state.cost, &search.state.counts), (before.cost, &before.counts));
            }
        }
    }
    assert!(built > 20 && better > 20, "{better} better of {built}");
}

#[test]
fn a_whole_roster_is_decided_again_with_the_columns_known() {
    let mut rng = ChaCha8Rng::seed_from_u64(23);
    let mut compared = 0;
    for seed in 0..200 {
        let (people, days) = (rng.random_range(2..6), rng.random_range(7..15));
        let problem = random_problem(&mut rng, people, days, true);
        let tables = Tables::new(&problem);
        let mut columns = Columns::default();
        let mut bounds = Vec::new();
        for start in [seed, seed + 1000] {
            let mut search = Search::new(&tables, start);
            if !can_bound(&tables) || construct(&mut search).is_err() {
                break;
            }
            let bound = bound(&mut search, &mut columns, &mut |_, _| true).unwrap();
            assert!(agrees(&problem, &tables, &search.state.roster));
            assert!(bound <= search.state.cost + 1e-3, "{bound} {}", search.state.cost);
            bounds.push(bound);
        }
        // Watched counts are left out of a bound, more or less of them.
        let watches = |person| !tables.lines.profile(person).counters.loose.is_empty();
        if let [first, again] = bounds[..]
            && !(0..people).any(watches)
        {
            assert!((first - again).abs() < 0.5, "{first} {again}");
            compared += 1;
        }
    }
    assert!(compared > 20, "only {compared} were compared");
}

#[test]
fn what_is_stopped_leaves_the_roster_as_it_was() {
    let problem = crate::sample::stations(1, 6);
    let tables = Tables::new(&problem);
    let mut search = Search::new(&tables, 1);
    construct(&mut search).unwrap();
    let before = search.state.clone();
    let people: Vec<usize> = (0..problem.people.len()).collect();
    let mut left = 10;
    let part = Part { people: &people, first: 3, end: 17, piece: Piece::Line };
    let verdict = Columns::default().improve(&mut search, &part, &mut |_, _| {
        left -= 1;
        left > 0
    });
    assert_eq!(verdict, Verdict::GaveUp);
    assert_eq!((search.state.roster, search.state.cost), (before.roster, before.cost));
}
