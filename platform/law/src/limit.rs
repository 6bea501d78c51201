//! Periods: from an event to the last moment by which something must be done.

use crate::counting::{Counting, Roll, Units};
use crate::form::Authority;
use crate::{Calendar, LawProblem, Names};
use kernel::{Day, Instant};
use serde::Deserialize;
use std::fmt;

/// How long a period is, in the unit that the text uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    Hours(u32),
    /// Calendar days.
    Days(u32),
    WorkingDays(u32),
    /// To the same day of the month, or its last day where that is missing.
    Months(u32),
    Years(u32),
}

impl Length {
    pub fn number(self) -> u32 {
        match self {
            Self::Hours(n) | Self::Days(n) | Self::WorkingDays(n) | Self::Months(n) | Self::Years(n) => n,
        }
    }

    pub fn units(self) -> Units {
        match self {
            Self::Hours(_) => Units::Hours,
            Self::WorkingDays(_) => Units::WorkingDays,
            Self::Days(_) | Self::Months(_) | Self::Years(_) => Units::Calendar,
        }
    }

    /// This length and `times` times the step from `earlier` to it; `None` if the units differ.
    fn repeated(self, earlier: Self, times: u32) -> Option<Self> {
        let grown = |from: u32, to: u32| {
            to.checked_sub(from)
                .and_then(|step| step.checked_mul(times))
                .and_then(|more| to.checked_add(more))
        };
        Some(match (earlier, self) {
            (Self::Hours(from), Self::Hours(to)) => Self::Hours(grown(from, to)?),
            (Self::Days(from), Self::Days(to)) => Self::Days(grown(from, to)?),
            (Self::WorkingDays(from), Self::WorkingDays(to)) => Self::WorkingDays(grown(from, to)?),
            (Self::Months(from), Self::Months(to)) => Self::Months(grown(from, to)?),
            (Self::Years(from), Self::Years(to)) => Self::Years(grown(from, to)?),
            _ => return None,
        })
    }
}

/// What the end of a period means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// It must be done by then.
    #[default]
    AtMost,
    /// It must go on, or be waited for, at least until then.
    AtLeast,
    /// It must be done so long before the event: counted backwards.
    Before,
}

/// Time that does not count towards a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Excluded {
    /// 鉴定, and inspection or testing where the text names them too.
    Appraisal,
    /// 听证
    Hearing,
    /// Asking other agencies or third parties.
    Consultation,
    /// 不可抗力 or another obstacle outside the person's will.
    ForceMajeure,
}

impl Excluded {
    pub const ALL: [Self; 4] = [Self::Appraisal, Self::Hearing, Self::Consultation, Self::ForceMajeure];

    pub fn key(self) -> &'static str {
        match self {
            Self::Appraisal => "law-excluded-appraisal",
            Self::Hearing => "law-excluded-hearing",
            Self::Consultation => "law-excluded-consultation",
            Self::ForceMajeure => "law-excluded-force-majeure",
        }
    }
}

/// One step by which a period may grow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// The length of the whole period with this step, counted from its beginning.
    pub to: Length,
    /// Who approves it; none where the text names nobody.
    pub by: Option<Authority>,
    /// Who approves it in a case of a station, where that is somebody else.
    pub by_in_station_case: Option<Authority>,
    /// In which cases, in our own words.
    pub when: Option<Names>,
    /// The last step may be taken again and again, each as long as this one.
    #[serde(default)]
    pub repeats: bool,
}

impl Extension {
    /// Who approves it for a case that a station, or another unit, handles.
    pub fn authority(&self, station_case: bool) -> Option<Authority> {
        self.by_in_station_case.filter(|_| station_case).or(self.by)
    }
}

/// Which of the two dates the program holds people to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enforced {
    #[default]
    Due,
    /// Where the roll, or the longer count, stands on doubtful ground.
    Safe,
}

/// A rule that gives a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    pub lasts: Length,
    pub bound: Bound,
    pub counting: Counting,
    /// A shorter count of another text, which then gives the safe date.
    pub safe_lasts: Option<Length>,
    /// What does not count.
    pub excluded: Vec<Excluded>,
    /// In the order in which they are taken.
    pub extensions: Vec<Extension>,
    pub enforced: Enforced,
    /// The text counts in words of its own, which do not fit the general way of counting.
    pub own_words: Option<String>,
}

/// What has happened to a period since it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Passed {
    /// Calendar days that do not count (see [`Limit::excluded`]).
    pub excluded_days: u32,
    /// How many extensions were granted.
    pub extensions: u32,
}

/// The end of a period: a whole day, or a moment where the law counts hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The last day; it ends at midnight.
    Day(Day),
    Moment(Instant),
}

impl End {
    /// The first instant at which the period is over.
    pub fn over_at(self) -> Instant {
        match self {
            Self::Day(day) => day.end(),
            Self::Moment(at) => at,
        }
    }
    pub fn day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Moment(at) => at.day(),
        }
    }
}

impl fmt::Display for End {
    /// `2026-02-24`, or `2026-09-30T16:00` in Asia/Shanghai.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Moment(at) => write!(f, "{}", at.to_field()),
        }
    }
}

/// When a period ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// By law, moved past days off where the law moves it.
    pub due: End,
    /// As counted, not moved: warn by this one. Never later than `due`.
    pub safe: End,
}

impl Limit {
    /// When a period ends that began with an event at `at`.
    ///
    /// Extensions and excluded days lengthen the date as counted; a move past days off comes
    /// once, at the end.
    ///
    /// # Errors
    /// It needs a year whose holidays are not announced; more was asked for than the rule
    /// allows; or the rule is not counted forwards from its trigger.
    pub fn due(&self, at: Instant, passed: Passed, calendar: &Calendar) -> Result<Due, LawProblem> {
        let length = self.length(passed)?;
        let due = match (counted(length, at, passed, calendar)?, self.counting.roll) {
            (End::Day(day), Roll::PastDaysOff) => End::Day(calendar.roll_forward(day)?),
            (end, _) => end,
        };
        Ok(Due { due, safe: self.safe(at, passed, calendar)? })
    }

    /// The end as counted, not moved; working days apart it needs no notice of holidays.
    ///
    /// # Errors
    /// As [`Limit::due`].
    pub fn safe(&self, at: Instant, passed: Passed, calendar: &Calendar) -> Result<End, LawProblem> {
        let length = match (self.length(passed)?, self.safe_lasts) {
            (length, Some(shorter)) if length == self.lasts => shorter,
            (length, _) => length,
        };
        counted(length, at, passed, calendar)
    }

    /// The date that the program holds people to.
    pub fn enforced(&self, due: Due) -> End {
        match self.enforced {
            Enforced::Due => due.due,
            Enforced::Safe => due.safe,
        }
    }

    /// The last day on which something may be done that has to come so long before `event`.
    ///
    /// # Errors
    /// The rule counts forwards, or needs a year whose holidays are not announced.
    pub fn latest_before(&self, event: Day, calendar: &Calendar) -> Result<Day, LawProblem> {
        match (self.bound, self.lasts) {
            (Bound::Before, Length::WorkingDays(count)) => calendar.working_days_before(event, count),
            (Bound::Before, Length::Days(count)) => Ok(event.plus_days(-i64::from(count))),
            (Bound::Before, Length::Months(count)) => Ok(event.plus_months(-i64::from(count))),
            _ => Err(LawProblem::CountsForwards),
        }
    }

    /// The whole length with the extensions that were granted.
    ///
    /// # Errors
    /// The rule has no such extension or no excluded time, or does not count forwards.
    pub fn length(&self, passed: Passed) -> Result<Length, LawProblem> {
        if self.bound == Bound::Before {
            return Err(LawProblem::CountsBackwards);
        }
        if let Some(words) = &self.own_words {
            return Err(LawProblem::OwnWords { words: words.clone() });
        }
        if passed.excluded_days > 0 && self.excluded.is_empty() {
            return Err(LawProblem::NothingExcluded);
        }
        let Some(taken) = passed.extensions.checked_sub(1) else { return Ok(self.lasts) };
        let refused = || LawProblem::TooManyExtensions { allowed: self.extensions.len() };
        let Ok(taken) = usize::try_from(taken) else { return Err(refused()) };
        if let Some(step) = self.extensions.get(taken) {
            return Ok(step.to);
        }
        let (last, before) = match self.extensions.as_slice() {
            [.., before, last] => (last, before.to),
            [last] => (last, self.lasts),
            [] => return Err(refused()),
        };
        let again = u32::try_from(taken + 1 - self.extensions.len()).ok();
        again.filter(|_| last.repeats).and_then(|again| last.to.repeated(before, again)).ok_or_else(refused)
    }
}

/// The end of so long a time, not moved.
fn counted(length: Length, at: Instant, passed: Passed, calendar: &Calendar) -> Result<End, LawProblem> {
    let excluded = i64::from(passed.excluded_days);
    let day = match length {
        Length::Hours(hours) => {
            let minutes = i64::from(hours) * 60 + excluded * 24 * 60;
            return Ok(End::Moment(at.plus_minutes(minutes)));
        }
        Length::Days(days) => at.day().plus_days(i64::from(days) + excluded),
        Length::Months(months) => at.day().plus_months(i64::from(months)).plus_days(excluded),
        Length::Years(years) => at.day().plus_months(i64::from(years) * 12).plus_days(excluded),
        // A count of working days ends on a working day, also with days that do not count.
        Length::WorkingDays(days) => {
            let reached = calendar.working_days_after(at.day(), days)?;
            match excluded {
                0 => reached,
                more => calendar.roll_forward(reached.plus_days(more))?,
            }
        }
    };
    Ok(End::Day(day))
}
