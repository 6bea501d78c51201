//! Ways of counting a period, as the laws lay them down.

use crate::{Names, Quote};
use serde::Deserialize;

/// What becomes of a limit whose last day is a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// It ends on the first working day after. Whether 节假日 in the texts covers an ordinary
    /// weekend is not defined; the usual reading is yes, so `safe` is shown beside `due`.
    PastDaysOff,
    /// It ends on that day all the same, as where a person is held.
    Never,
}

/// In which units a way of counting counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Units {
    /// From clock time to clock time, through nights and days off.
    Hours,
    /// Days, months and years of the calendar; the day of the event is not counted.
    Calendar,
    /// Working days by the notices of the State Council; the day of the event is not counted.
    WorkingDays,
}

/// One way of counting, with the articles it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counting {
    /// `cnt-holiday-roll`
    pub id: String,
    pub title: Names,
    pub units: Units,
    pub roll: Roll,
    /// Empty where the way of counting is a reading and not said in any text.
    #[serde(default)]
    pub citation: Vec<Quote>,
}
