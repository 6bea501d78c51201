//! Time limits in calendar days.

use crate::{Calendar, LawProblem};
use kernel::{Citation, Day};
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

/// The last day of a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The last day by law, moved past days off where the law moves it.
    pub due: Day,
    /// The last day as counted, not moved: warn by this one.
    pub safe: Day,
}

/// The form of a rule that gives a number of calendar days.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayLimit {
    /// Calendar days; the day of the event is not counted.
    pub days: u32,
    pub roll: Roll,
    /// Where the way of counting stands.
    pub counting: Citation,
}

impl DayLimit {
    /// The last day as counted; needs no notice of holidays.
    pub fn safe(&self, start: Day) -> Day {
        start.plus_days(i64::from(self.days))
    }

    /// The last day of the limit that begins with an event on `start`.
    ///
    /// # Errors
    /// It would have to be moved within a year whose holidays are not announced.
    pub fn deadline(&self, start: Day, calendar: &Calendar) -> Result<Deadline, LawProblem> {
        calendar.deadline(start, self.days, self.roll)
    }
}

impl Calendar {
    /// The last day of a limit of calendar days; `start` itself is not counted.
    ///
    /// # Errors
    /// It would have to be moved within a year whose holidays are not announced.
    pub fn deadline(&self, start: Day, days: u32, roll: Roll) -> Result<Deadline, LawProblem> {
        let safe = start.plus_days(i64::from(days));
        let due = match roll {
            Roll::PastDaysOff => self.roll_forward(safe)?,
            Roll::Never => safe,
        };
        Ok(Deadline { due, safe })
    }
}
