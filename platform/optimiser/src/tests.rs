//! Proof: the score against the search, each rule alone, small problems by brute force.

#![allow(clippy::unwrap_used, clippy::panic)]

mod agreement;
mod brute_force;
mod columns;
mod instances;
mod lines;
mod reading;
mod rules;
mod running;

use crate::model::*;
use crate::{Progress, Watch};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// No time passes: only work limits the search.
struct Timeless;

impl Watch for Timeless {
    fn elapsed(&self) -> f64 {
        0.0
    }
}

/// Time by the clock; cancels after some looks at it.
struct Patience {
    since: Instant,
    looks: AtomicU64,
    most: u64,
}

impl Patience {
    fn endless() -> Self {
        Self::of(u64::MAX)
    }
    fn of(most: u64) -> Self {
        Self { since: Instant::now(), looks: AtomicU64::new(0), most }
    }
}

impl Watch for Patience {
    fn elapsed(&self) -> f64 {
        self.since.elapsed().as_secs_f64()
    }
    fn is_cancelled(&self) -> bool {
        self.looks.fetch_add(1, Ordering::Relaxed) >= self.most
    }
    fn progress(&self, _: &Progress) {}
}

/// Three shifts at one position: early, late, night.
fn shifts() -> Vec<Shift> {
    let shift = |id: &str, starts: u32, night: bool| Shift {
        id: id.to_owned(),
        starts: starts * 60,
        lasts: 480,
        minutes: if night { 600 } else { 480 },
        night,
        not_next: Vec::new(),
    };
    vec![shift("E", 6, false), shift("L", 14, false), shift("N", 22, true)]
}

/// All ways to fill so many days with one of four cells.
fn all_lines(days: usize) -> impl Iterator<Item = Vec<Cell>> {
    let digit = |number: usize, at: usize| (number / 4usize.pow(at as u32) % 4) as Cell;
    (0..4usize.pow(days as u32)).map(move |number| (0..days).map(|at| digit(number, at)).collect())
}

/// A problem without any rule, beginning on a Monday.
fn free_problem(people: usize, days: usize) -> Problem {
    Problem {
        days,
        shifts: shifts(),
        positions: vec![Position::default()],
        duties: (0..3).map(|shift| Duty { shift, position: 0 }).collect(),
        contracts: vec![Contract::default()],
        people: (0..people).map(|at| Person { id: format!("P{at}"), ..Person::default() }).collect(),
        ..Problem::default()
    }
}

/// A problem with a random choice of rules.
fn random_problem(rng: &mut ChaCha8Rng, people: usize, days: usize, strict: bool) -> Problem {
    let mut problem = free_problem(people, days);
    problem.first_weekday = rng.random_range(0..7);
    problem.holidays = (0..days).filter(|_| rng.random_bool(0.2)).collect();
    if rng.random_bool(0.5) {
        problem.shifts[2].not_next = vec![0, 1];
    }
    let contracts = rng.random_range(1..=2);
    problem.contracts = (0..contracts).map(|_| random_contract(rng, days, strict)).collect();
    for person in &mut problem.people {
        person.contract = rng.random_range(0..contracts);
        person.officer = rng.random_bool(0.7);
        person.enforces = rng.random_bool(0.7);
        person.woman = rng.random_bool(0.5);
        person.rank = rng.random_range(0..4);
        person.team = rng.random_bool(0.5).then_some(0);
        person.borne = vec![rng.random_range(0..3); 6];
        if rng.random_bool(0.5) {
            person.history = (0..rng.random_range(1..5)).map(|_| rng.random_range(0..4)).collect();
        }
        for _ in 0..rng.random_range(0..4) {
            let duties = if rng.random_bool(0.3) { Vec::new() } else { vec![rng.random_range(0..3)] };
            let (day, wanted) = (rng.random_range(0..days), rng.random_bool(0.5));
            person.wishes.push(Wish { day, duties, wanted, weight: rng.random_range(1..5) });
        }
        if rng.random_bool(0.3) {
            person.away.push((rng.random_range(0..days), vec![rng.random_range(0..3)]));
        }
        if rng.random_bool(0.3) {
            person.reluctant.push((rng.random_range(0..3), 2));
        }
        if rng.random_bool(0.3) {
            person.published = Some(((0..days).map(|_| rng.random_range(0..4)).collect(), 2));
        }
    }
    for day in 0..days {
        for shift in 0..3 {
            let number = rng.random_range(0..=people as u32 / 2);
            let bound = |rng: &mut ChaCha8Rng| {
                if rng.random_bool(0.2) {
                    Bound::hard(number)
                } else {
                    Bound::soft(number, rng.random_range(1..9))
                }
            };
            let both = (bound(rng), bound(rng));
            let (kind, who) = match rng.random_range(0..6) {
                0 => (DemandKind::Officers, Who::Officers),
                1 => (DemandKind::Rank, Who::RankFrom(2)),
                2 => (DemandKind::EnforcementPair, Who::Enforcers),
                3 => (DemandKind::WomanReachable, Who::WomenOfficers),
                _ => (DemandKind::Cover, Who::Everyone),
            };
            problem.demands.push(Demand::between(kind, day, vec![shift], who, both));
        }
        let shape = Shape::Any { weight: 2 };
        let (kind, who) = (DemandKind::TeamTogether, Who::Team(0));
        problem.demands.push(Demand { kind, day, duties: vec![0, 1], who, unit: None, shape });
    }
    problem
}

fn random_contract(rng: &mut ChaCha8Rng, days: usize, strict: bool) -> Contract {
    let maybe = |rng: &mut ChaCha8Rng, low: u32, high: u32| {
        let value = rng.random_range(low..=high);
        let hard = rng.random_bool(if strict { 0.7 } else { 0.15 });
        let bound = if hard { Bound::hard(value) } else { Bound::soft(value, rng.random_range(1..6)) };
        rng.random_bool(0.6).then_some(bound)
    };
    let some = days as u32;
    let mut counts = Vec::new();
    for kind in [
        CountKind::Minutes,
        CountKind::Shifts,
        CountKind::Of(vec![1]),
        CountKind::Nights,
        CountKind::Weekends,
        CountKind::Holidays,
    ] {
        let unit = if kind == CountKind::Minutes { 480 } else { 1 };
        let scale = |bound: Option<Bound>| bound.map(|bound| Bound { value: bound.value * unit, ..bound });
        counts.push(Count {
            min: scale(if rng.random_bool(0.4) { maybe(rng, 0, some / 4) } else { None }),
            max: scale(maybe(rng, some / 4, some)),
            even: u32::from(rng.random_bool(0.3)),
            kind,
        });
    }
    let patterns = (0..rng.random_range(0..3))
        .map(|_| Pattern {
            days: (0..rng.random_range(2..=3))
                .map(|_| match rng.random_range(0..5) {
                    0 => Match::Free,
                    1 => Match::AnyShift,
                    shift => Match::Shift(shift - 2),
                })
                .collect(),
            starts_on: rng.random_bool(0.4).then(|| rng.random_range(0..7)),
            weight: rng.random_range(1..4),
        })
        .collect();
    let edges = if rng.random_bool(0.5) { Edges::Open } else { Edges::Closed };
    Contract {
        id: String::new(),
        edges,
        rest_minutes: if rng.random_bool(0.3) { 660 } else { 0 },
        runs: Runs {
            max_work: maybe(rng, 2, 5),
            min_work: maybe(rng, 1, 3),
            max_off: maybe(rng, 2, 5),
            min_off: maybe(rng, 1, 3),
        },
        weekend: Weekend {
            first: rng.random_range(4..6),
            length: rng.random_range(2..4),
            complete: rng.random_range(0..3),
            identical: rng.random_range(0..3),
            no_night_before: rng.random_range(0..3),
            max_in_a_row: maybe(rng, 1, 2),
            min_in_a_row: maybe(rng, 1, 2),
        },
        counts,
        patterns,
    }
}
