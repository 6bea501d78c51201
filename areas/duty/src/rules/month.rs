//! The month of a roster: `2026-11`.

use kernel::{Day, Span};
use std::fmt;
use std::str::FromStr;

/// A calendar month, by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RosterMonth(Day);

/// A text that is no month.
#[derive(Debug, thiserror::Error)]
#[error("not a month (YYYY-MM)")]
pub struct BadMonth;

impl RosterMonth {
    pub fn of(day: Day) -> Self {
        Self(day.first_of_month())
    }
    pub fn first(self) -> Day {
        self.0
    }
    pub fn span(self) -> Span {
        Span::month(self.0)
    }
    pub fn next(self) -> Self {
        Self(self.0.plus_months(1))
    }
    pub fn previous(self) -> Self {
        Self(self.0.plus_months(-1))
    }
    /// The day of the month with this number, if it has one.
    pub fn day(self, number: i8) -> Option<Day> {
        Day::new(self.0.year(), self.0.month(), number)
    }
}

impl fmt::Display for RosterMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl FromStr for RosterMonth {
    type Err = BadMonth;
    fn from_str(text: &str) -> Result<Self, BadMonth> {
        format!("{}-01", text.trim()).parse().map(Self).map_err(|_| BadMonth)
    }
}
