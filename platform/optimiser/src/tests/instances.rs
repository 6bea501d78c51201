//! The public instances, where they are at hand: `ROSTERING` names their folder.

use super::*;
use crate::formats::{Format, read_roster, write_roster};
use crate::score::score;
use crate::{Settings, solve};
use std::path::PathBuf;

/// The text of an instance, or a sentence that it is not there.
fn instance(name: &str) -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/rostering");
    let folder = std::env::var_os("ROSTERING").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let text = std::fs::read_to_string(folder.join(name)).ok();
    if text.is_none() {
        println!("skipped: {name} is not in {}", folder.display());
    }
    text
}

fn solved(text: &str, format: Format, threads: usize, seconds: f64) -> (Problem, crate::Outcome) {
    let problem = format.read(text).unwrap();
    let found = solve(&problem, Settings { seed: 1, threads, seconds }, &Patience::endless()).unwrap();
    assert_eq!(found.score, score(&problem, &found.roster));
    let again = read_roster(&problem, &write_roster(&problem, &found.roster)).unwrap();
    assert_eq!(again, found.roster);
    (problem, found)
}

#[test]
fn the_smallest_instance_is_solved_to_its_best_known_value() {
    let Some(text) = instance("Instance1.txt") else { return };
    let (_, found) = solved(&text, Format::Curtois, 2, 4.0);
    assert_eq!((found.score.hard, found.score.soft), (0, 607));
    assert!(found.bound.is_some_and(|bound| bound <= 607));
}

#[test]
fn every_instance_is_read_and_gets_a_roster_that_keeps_the_hard_rules() {
    for name in ["Instance5.txt", "Instance9.txt", "Instance13.txt", "Instance19.txt", "Instance21.txt"] {
        let Some(text) = instance(name) else { return };
        let (_, found) = solved(&text, Format::Curtois, 1, 0.5);
        assert!(found.score.is_feasible(), "{name}: {:?}", found.score);
    }
}

#[test]
fn a_competition_instance_is_solved_and_never_better_than_proved() {
    let Some(text) = instance("inrc1_2010/sprint01.txt") else { return };
    let (problem, found) = solved(&text, Format::Inrc1, 2, 4.0);
    assert_eq!((problem.people.len(), problem.days), (10, 28));
    // 56 is proved to be the best.
    assert!(
        found.score.is_feasible() && found.score.soft >= 56 && found.score.soft <= 62,
        "{:?}",
        found.score
    );
    assert!(found.bound.is_none_or(|bound| bound <= 56));
}
