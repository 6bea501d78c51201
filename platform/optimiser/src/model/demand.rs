//! What a day needs: how many people of which kind on which duties.

use super::{Bound, Person};

/// Who counts towards a demand.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who {
    Everyone,
    /// Officers; an auxiliary is never counted as one.
    Officers,
    /// Officers with the qualification to enforce the law.
    Enforcers,
    /// Officers of this rank or a higher one.
    RankFrom(u8),
    /// Women among the officers.
    WomenOfficers,
    Team(u16),
}

impl Who {
    fn counts(&self, person: &Person) -> bool {
        match self {
            Self::Everyone => true,
            Self::Officers => person.officer,
            Self::Enforcers => person.officer && person.enforces,
            Self::RankFrom(rank) => person.officer && person.rank >= *rank,
            Self::WomenOfficers => person.officer && person.woman,
            Self::Team(team) => person.team == Some(*team),
        }
    }
}

/// Which rule a demand comes from: it decides how a breach is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DemandKind {
    Cover,
    Strength,
    Officers,
    Rank,
    EnforcementPair,
    WomanReachable,
    TeamTogether,
}

/// What a number of people costs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Each one below or above costs.
    Between { min: Option<Bound>, max: Option<Bound> },
    /// Costs once when there is anybody at all.
    Any { weight: u32 },
}

/// A number of people on one day, over some duties.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Demand {
    pub kind: DemandKind,
    pub day: usize,
    /// Duties of the problem, counted from 0.
    pub duties: Vec<usize>,
    pub who: Who,
    /// Counts only people of this unit; of all units without it.
    pub unit: Option<u16>,
    pub shape: Shape,
}

impl Demand {
    /// Whether somebody counts towards it.
    pub fn counts(&self, person: &Person) -> bool {
        self.who.counts(person) && self.unit.is_none_or(|unit| person.unit == unit)
    }
    /// The same demand on people of one unit.
    pub fn within(self, unit: u16) -> Self {
        Self { unit: Some(unit), ..self }
    }
    pub fn at_least(kind: DemandKind, day: usize, duties: Vec<usize>, who: Who, min: Bound) -> Self {
        Self { kind, day, duties, who, unit: None, shape: Shape::Between { min: Some(min), max: None } }
    }
    pub fn between(
        kind: DemandKind,
        day: usize,
        duties: Vec<usize>,
        who: Who,
        (min, max): (Bound, Bound),
    ) -> Self {
        Self { kind, day, duties, who, unit: None, shape: Shape::Between { min: Some(min), max: Some(max) } }
    }
}
