//! What was really worked, and what that earns.

use super::RosterMonth;
use super::plan::ShiftType;
use crate::DutyProblem;
use kernel::{Day, FactId, Instant, PersonId};

/// What somebody worked on a day: a shift of the roster, or a call-out without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attended {
    pub person: PersonId,
    pub day: Day,
    pub shift: Option<String>,
    pub starts: Instant,
    pub ends: Instant,
    pub minutes: i64,
    pub is_night: bool,
    pub why: String,
    /// What was recorded of it.
    pub fact: FactId,
}

/// What stood in the place of an entry before it was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    pub person: PersonId,
    pub starts: Instant,
    pub ends: Instant,
    pub reason: String,
    pub at: Instant,
}

/// The longest that anybody is entered for at once, in minutes: two days of an emergency.
const LONGEST: i64 = 48 * 60;

/// When a shift of a day begins and ends by the roster.
pub fn planned(shift: &ShiftType, day: Day) -> (Instant, Instant) {
    let starts = day.start().plus_minutes(i64::from(shift.starts));
    (starts, starts.plus_minutes(i64::from(shift.lasts)))
}

/// Checks the times of what somebody worked and says how many minutes count.
///
/// A shift counts as the plan says, longer or shorter by what start and end differ.
///
/// # Errors
/// Times that do not fit, in the future, or a difference without a reason.
pub fn counted(
    shift: Option<&ShiftType>,
    day: Day,
    (starts, ends): (Instant, Instant),
    why: &str,
    now: Instant,
) -> Result<i64, DutyProblem> {
    let lasted = ends.minutes_since(starts);
    let is_near = starts >= day.plus_days(-1).start() && starts < day.plus_days(2).start();
    if lasted <= 0 || lasted > LONGEST || !is_near || ends > now {
        return Err(DutyProblem::BadTimes);
    }
    let differs = shift.is_none_or(|shift| planned(shift, day) != (starts, ends));
    if differs && why.trim().is_empty() {
        return Err(DutyProblem::DifferenceNeedsReason);
    }
    Ok(match shift {
        Some(shift) => (i64::from(shift.minutes) + lasted - i64::from(shift.lasts)).max(0),
        None => lasted,
    })
}

/// What a month earned beyond the hours of its working days, in minutes; never less than nothing.
///
/// Days of absence lower what was to be worked.
///
/// Law: wt-8-40, wt-police-comp.
pub fn overtime(worked: i64, working_days: i64, absent_working_days: i64, day_minutes: i64) -> i64 {
    let due = (working_days - absent_working_days).max(0) * day_minutes;
    (worked - due).max(0)
}

/// Minutes that are owed for longer than so many months: what is oldest was given back first.
/// Nothing lapses: the text gives no deadline, so this only says what waits for long.
///
/// Law: wt-police-comp.
pub fn overdue(entries: &[(RosterMonth, i64)], now: RosterMonth, months: u32) -> i64 {
    let given: i64 = entries.iter().map(|(_, minutes)| (-minutes).max(0)).sum();
    let is_old = |month: &RosterMonth| month.next().first().plus_months(i64::from(months)) <= now.first();
    let old: i64 =
        entries.iter().filter(|(month, _)| is_old(month)).map(|(_, minutes)| (*minutes).max(0)).sum();
    (old - given).max(0)
}
