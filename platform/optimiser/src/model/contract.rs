//! The rules of one person's line: what a contract or a regulation says.

/// How much a rule matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// It must be kept.
    Hard,
    /// Each unit by which it is broken costs this much.
    Soft(u32),
}

/// A number that should not be passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bound {
    pub value: u32,
    pub weight: Weight,
}

impl Bound {
    pub fn hard(value: u32) -> Self {
        Self { value, weight: Weight::Hard }
    }
    pub fn soft(value: u32, weight: u32) -> Self {
        Self { value, weight: Weight::Soft(weight) }
    }
}

/// What is known about the days beside the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Edges {
    /// Nothing: a run that touches the first or the last day may be longer than it looks, so
    /// minima do not apply to it.
    #[default]
    Open,
    /// The period stands alone: a run ends with it.
    Closed,
}

/// Limits on days of work and free days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Runs {
    pub max_work: Option<Bound>,
    pub min_work: Option<Bound>,
    pub max_off: Option<Bound>,
    pub min_off: Option<Bound>,
}

/// What a weekend is and how it should look.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Weekend {
    /// Its first day, Monday being 0.
    pub first: u8,
    /// Days, one to four.
    pub length: u8,
    /// Cost of working part of it.
    pub complete: u32,
    /// Cost of each pair of its days with different shifts, where all are worked.
    pub identical: u32,
    /// Cost of a night shift on the eve of a free one.
    pub no_night_before: u32,
    pub max_in_a_row: Option<Bound>,
    pub min_in_a_row: Option<Bound>,
}

impl Default for Weekend {
    fn default() -> Self {
        Self {
            first: 5,
            length: 2,
            complete: 0,
            identical: 0,
            no_night_before: 0,
            max_in_a_row: None,
            min_in_a_row: None,
        }
    }
}

/// What is counted over the whole period.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CountKind {
    Minutes,
    Shifts,
    /// Shifts of these types.
    Of(Vec<usize>),
    Nights,
    /// Weekends with at least one shift.
    Weekends,
    /// Shifts on holidays.
    Holidays,
}

/// A limit on, or an even share of, something that is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Count {
    pub kind: CountKind,
    pub min: Option<Bound>,
    pub max: Option<Bound>,
    /// Fairness: the square of what a person bears, with what was borne before, costs this much.
    pub even: u32,
}

impl Count {
    pub fn new(kind: CountKind) -> Self {
        Self { kind, min: None, max: None, even: 0 }
    }
    pub fn at_most(self, bound: Bound) -> Self {
        Self { max: Some(bound), ..self }
    }
    pub fn at_least(self, bound: Bound) -> Self {
        Self { min: Some(bound), ..self }
    }
    pub fn evenly(self, even: u32) -> Self {
        Self { even, ..self }
    }
}

/// One day of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Match {
    Free,
    AnyShift,
    Shift(usize),
}

/// A sequence of days that is not wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    pub days: Vec<Match>,
    /// The weekday on which it begins; any without it. Monday is 0.
    pub starts_on: Option<u8>,
    pub weight: u32,
}

/// The rules that hold for everybody with this contract.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Contract {
    pub id: String,
    pub edges: Edges,
    /// Minutes that must lie between two shifts.
    pub rest_minutes: u32,
    pub runs: Runs,
    pub weekend: Weekend,
    pub counts: Vec<Count>,
    pub patterns: Vec<Pattern>,
}
