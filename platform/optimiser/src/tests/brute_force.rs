//! Tiny problems, where every roster can be looked at.

use super::*;
use crate::score::{Score, score};
use crate::{Settings, Unsolved, solve};
use rand_chacha::rand_core::SeedableRng;

/// The best score of all rosters.
fn best_of_all(problem: &Problem) -> Score {
    let mut roster = Roster::empty(problem.people.len(), problem.days);
    let mut best = score(problem, &roster);
    for cells in all_lines(problem.people.len() * problem.days) {
        for (at, cell) in cells.into_iter().enumerate() {
            roster.set(at / problem.days, at % problem.days, cell);
        }
        best = best.min(score(problem, &roster));
    }
    best
}

#[test]
fn the_search_finds_the_best_of_all_rosters_and_no_bound_lies_above_it() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let mut proved = 0;
    for seed in 0..12 {
        let problem = random_problem(&mut rng, 2, 4, seed % 2 == 0);
        let best = best_of_all(&problem);
        let settings = Settings { seed, threads: 1, seconds: 0.3 };
        match solve(&problem, settings, &Patience::endless()) {
            Ok(found) => {
                assert_eq!(found.score, best, "seed {seed}: {problem:#?}");
                if best.is_feasible() {
                    assert!(found.bound.is_none_or(|bound| bound <= best.soft), "{:?} {best:?}", found.bound);
                    proved += u32::from(found.is_best());
                }
            }
            Err(Unsolved::Impossible { people }) => {
                assert!(!best.is_feasible(), "{people:?} have a line: {best:?}\n{problem:#?}");
            }
            Err(problem) => panic!("{problem}"),
        }
    }
    assert!(proved > 0, "no bound met the best roster");
}
