//! The problem as a whole, and what is easily asked of it.

use super::{Cell, Contract, Demand, OFF};

/// A span of the day that is worked as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    pub id: String,
    /// Minutes after midnight.
    pub starts: u32,
    /// How long it lasts from start to end.
    pub lasts: u32,
    /// What of it counts as work.
    pub minutes: u32,
    pub night: bool,
    /// Shifts that must not be worked on the day after.
    pub not_next: Vec<usize>,
}

/// A place to be filled within a shift.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Position {
    pub id: String,
    /// Qualifications a person must have, one bit each.
    pub needs: u64,
    /// No place for an auxiliary.
    pub officers_only: bool,
}

/// A shift worked at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duty {
    pub shift: usize,
    pub position: usize,
}

/// What a person asked for, or a rotation suggests, for one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub day: usize,
    /// Duties it is about, counted from 0; none means a free day.
    pub duties: Vec<usize>,
    /// To have it, or not to have it.
    pub wanted: bool,
    pub weight: u32,
}

impl Wish {
    /// Whether what is worked that day breaks it.
    pub fn is_broken_by(&self, cell: Cell) -> bool {
        let is_it =
            if cell == OFF { self.duties.is_empty() } else { self.duties.contains(&(usize::from(cell) - 1)) };
        is_it != self.wanted
    }
}

/// Somebody who can be put on the roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    pub id: String,
    pub contract: usize,
    pub officer: bool,
    pub enforces: bool,
    pub woman: bool,
    pub rank: u8,
    /// Where the person belongs; demands may ask for people of one unit.
    pub unit: u16,
    pub team: Option<u16>,
    /// One bit for each qualification.
    pub qualifications: u64,
    /// Duties that cost more when this person does them: (duty, weight).
    pub reluctant: Vec<(usize, u32)>,
    /// What was worked on the last days before the period, the eve last.
    pub history: Vec<Cell>,
    /// Days that are settled.
    pub fixed: Vec<(usize, Cell)>,
    /// Days on which these duties are impossible; no duties means all of them.
    pub away: Vec<(usize, Vec<usize>)>,
    pub wishes: Vec<Wish>,
    /// Borne before this period beyond what others bore, in the order of the contract's counts.
    pub borne: Vec<u32>,
    /// The roster people were told: each changed day costs this much.
    pub published: Option<(Vec<Cell>, u32)>,
}

/// Everything a roster is made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    pub days: usize,
    /// Weekday of the first day, Monday being 0.
    pub first_weekday: u8,
    /// Days that are holidays.
    pub holidays: Vec<usize>,
    pub shifts: Vec<Shift>,
    pub positions: Vec<Position>,
    pub duties: Vec<Duty>,
    pub contracts: Vec<Contract>,
    pub people: Vec<Person>,
    pub demands: Vec<Demand>,
}

impl Problem {
    /// Weekday of a day, Monday being 0; days before the period are negative.
    pub fn weekday(&self, day: i64) -> u8 {
        u8::try_from((day + i64::from(self.first_weekday)).rem_euclid(7)).unwrap_or(0)
    }
    /// The shift a cell means; none on a free day.
    pub fn shift_of(&self, cell: Cell) -> Option<usize> {
        let duty = usize::from(cell).checked_sub(1)?;
        self.duties.get(duty).map(|duty| duty.shift)
    }
    /// All duties of a shift, counted from 0.
    pub fn duties_of(&self, shift: usize) -> Vec<usize> {
        self.duties.iter().enumerate().filter(|(_, duty)| duty.shift == shift).map(|(at, _)| at).collect()
    }
    /// The contract of a person.
    pub fn contract(&self, person: &Person) -> Option<&Contract> {
        self.contracts.get(person.contract)
    }
    /// Minutes between the end of a shift and the start of one on the next day; negative when they overlap.
    pub fn rest_between(&self, shift: usize, next: usize) -> i64 {
        match (self.shifts.get(shift), self.shifts.get(next)) {
            (Some(one), Some(two)) => {
                24 * 60 + i64::from(two.starts) - i64::from(one.starts) - i64::from(one.lasts)
            }
            _ => i64::MAX,
        }
    }
    /// Whether a shift may be worked on the day after another.
    pub fn may_follow(&self, contract: &Contract, shift: usize, next: usize) -> bool {
        let listed = self.shifts.get(shift).is_some_and(|one| one.not_next.contains(&next));
        !listed
            && (contract.rest_minutes == 0
                || self.rest_between(shift, next) >= i64::from(contract.rest_minutes))
    }
    /// Whether a person has what a duty's position asks for.
    pub fn is_qualified(&self, person: &Person, duty: usize) -> bool {
        let position = self.duties.get(duty).and_then(|duty| self.positions.get(duty.position));
        position.is_none_or(|position| {
            position.needs & !person.qualifications == 0 && (person.officer || !position.officers_only)
        })
    }
}
