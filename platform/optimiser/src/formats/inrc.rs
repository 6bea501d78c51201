//! The problem of the first International Nurse Rostering Competition, however it was written down.
//!
//! Demand is hard: exactly as many as asked for. Everything else is weighted. The period stands
//! alone: minima of runs apply at its edges too. As in the published evaluators, "two free days
//! after night shifts" is not counted: it was withdrawn from the competition.

use super::FormatProblem;
use crate::model::{
    Bound, Contract, Count, CountKind, Demand, DemandKind, Duty, Edges, Pattern, Person, Position, Problem,
    Runs, Shift, Weekend, Who, Wish,
};
use std::collections::BTreeMap;

/// What a file says, with names resolved and dates as days.
#[derive(Debug, Default)]
pub struct Competition {
    pub days: usize,
    pub first_weekday: u8,
    pub shifts: Vec<CompetitionShift>,
    pub contracts: Vec<CompetitionContract>,
    pub patterns: Vec<Pattern>,
    pub people: Vec<CompetitionPerson>,
    /// Weekday, shift, number.
    pub weekly: Vec<(u8, usize, u32)>,
    /// Day, shift, number: in place of the weekly one.
    pub dated: Vec<(usize, usize, u32)>,
    /// Person, day, shift (any without it), wanted, weight.
    pub requests: Vec<(usize, usize, Option<usize>, bool, u32)>,
}

#[derive(Debug)]
pub struct CompetitionShift {
    pub id: String,
    pub starts: u32,
    pub ends: u32,
    /// Skills, by number; all are needed.
    pub skills: Vec<usize>,
}

#[derive(Debug)]
pub struct CompetitionPerson {
    pub id: String,
    pub contract: usize,
    pub skills: Vec<usize>,
}

/// A switch with its weight and number.
pub type Switch = Option<(u32, u32)>;

#[derive(Debug, Default)]
pub struct CompetitionContract {
    pub id: String,
    pub shifts_max: Switch,
    pub shifts_min: Switch,
    pub work_max: Switch,
    pub work_min: Switch,
    pub free_max: Switch,
    pub free_min: Switch,
    pub weekends_in_a_row_max: Switch,
    pub weekends_in_a_row_min: Switch,
    pub weekends_max: Switch,
    pub weekend_first: u8,
    pub weekend_length: u8,
    pub complete: u32,
    pub identical: u32,
    pub no_night_before: u32,
    pub alternative_skill: u32,
    pub patterns: Vec<usize>,
}

/// Builds the problem.
///
/// # Errors
/// More shifts than a roster can hold.
pub fn problem(read: Competition) -> Result<Problem, FormatProblem> {
    if read.shifts.len() > 255 {
        return Err(FormatProblem::new(1, "more than 255 shift types"));
    }
    for contract in &read.contracts {
        if let Some(at) = contract.patterns.iter().find(|at| **at >= read.patterns.len()) {
            let what = format!("contract {:?} names pattern {at}, which is not there", contract.id);
            return Err(FormatProblem::new(1, what));
        }
    }
    let bound = |switch: Switch| switch.map(|(weight, value)| Bound::soft(value, weight));
    let contracts = read
        .contracts
        .iter()
        .map(|contract| {
            let mut counts = vec![Count {
                min: bound(contract.shifts_min),
                max: bound(contract.shifts_max),
                ..Count::new(CountKind::Shifts)
            }];
            if let Some(max) = bound(contract.weekends_max) {
                counts.push(Count::new(CountKind::Weekends).at_most(max));
            }
            Contract {
                id: contract.id.clone(),
                edges: Edges::Closed,
                rest_minutes: 0,
                runs: Runs {
                    max_work: bound(contract.work_max),
                    min_work: bound(contract.work_min),
                    max_off: bound(contract.free_max),
                    min_off: bound(contract.free_min),
                },
                weekend: Weekend {
                    first: contract.weekend_first,
                    length: contract.weekend_length,
                    complete: contract.complete,
                    identical: contract.identical,
                    no_night_before: contract.no_night_before,
                    max_in_a_row: bound(contract.weekends_in_a_row_max),
                    min_in_a_row: bound(contract.weekends_in_a_row_min),
                },
                counts,
                patterns: contract.patterns.iter().map(|at| read.patterns[*at].clone()).collect(),
            }
        })
        .collect();
    let shifts: Vec<Shift> = read
        .shifts
        .iter()
        .map(|shift| {
            let lasts = (shift.ends + 24 * 60 - shift.starts) % (24 * 60);
            Shift {
                id: shift.id.clone(),
                starts: shift.starts,
                lasts,
                minutes: lasts,
                night: shift.starts > shift.ends,
                not_next: Vec::new(),
            }
        })
        .collect();
    let mut people: Vec<Person> = read
        .people
        .iter()
        .map(|person| {
            let weight = read.contracts[person.contract].alternative_skill;
            let lacks =
                |shift: &CompetitionShift| shift.skills.iter().any(|skill| !person.skills.contains(skill));
            let reluctant = read.shifts.iter().enumerate().filter(|(_, shift)| weight > 0 && lacks(shift));
            Person {
                id: person.id.clone(),
                contract: person.contract,
                reluctant: reluctant.map(|(at, _)| (at, weight)).collect(),
                ..Person::default()
            }
        })
        .collect();
    for (person, day, shift, wanted, weight) in &read.requests {
        // "A day on" is the wish not to be free.
        let (duties, wanted) = match shift {
            Some(shift) => (vec![*shift], *wanted),
            None => (Vec::new(), !*wanted),
        };
        people[*person].wishes.push(Wish { day: *day, duties, wanted, weight: *weight });
    }
    let mut problem = Problem {
        days: read.days,
        first_weekday: read.first_weekday,
        duties: (0..shifts.len()).map(|shift| Duty { shift, position: 0 }).collect(),
        shifts,
        positions: vec![Position::default()],
        contracts,
        people,
        ..Problem::default()
    };
    let mut needed: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for day in 0..read.days {
        let weekday = problem.weekday(i64::try_from(day).unwrap_or(0));
        for shift in 0..problem.shifts.len() {
            needed.insert((day, shift), 0);
        }
        for (_, shift, number) in read.weekly.iter().filter(|(on, ..)| *on == weekday) {
            needed.insert((day, *shift), *number);
        }
    }
    for (day, shift, number) in &read.dated {
        needed.insert((*day, *shift), *number);
    }
    for ((day, shift), number) in needed {
        let exactly = (Bound::hard(number), Bound::hard(number));
        problem.demands.push(Demand::between(DemandKind::Strength, day, vec![shift], Who::Everyone, exactly));
    }
    Ok(problem)
}
