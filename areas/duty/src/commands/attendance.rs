//! What was really worked, and what is owed for it.

use super::drafts::load;
use super::{MonthData, reason, roster_entity};
use crate::DutyProblem;
use crate::rules::attendance::{Attended, counted, overtime};
use crate::rules::{DayKind, RosterMonth, kinds};
use crate::store::{self, LedgerEntry, LedgerKind};
use availability::Why;
use database::Database;
use kernel::{Actor, Day, Fact, FactId, Instant, PersonId, UnitCode};
use law::{Form, Law};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Somebody's time on a day.
#[derive(Debug, Clone)]
pub struct AttendanceRow {
    pub person: PersonId,
    /// None for a call-out.
    pub shift: Option<String>,
    /// None if they did not come, which needs a reason.
    pub times: Option<(Instant, Instant)>,
    /// Why it differs from the roster.
    pub why: String,
}

/// A day of a unit, as it was worked.
#[derive(Debug, Clone)]
pub struct RecordAttendance {
    pub unit: UnitCode,
    pub day: Day,
    pub rows: Vec<AttendanceRow>,
}

/// Records who worked when. What was recorded is not entered again.
///
/// # Errors
/// Not permitted, times that do not fit, a difference without a reason, or recorded already.
pub async fn record_attendance(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    input: RecordAttendance,
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    db.change(actor, async move |tx| {
        let RecordAttendance { unit, day, rows } = input.clone();
        let month = RosterMonth::of(day);
        let permit = tx.permit::<DutyProblem>("attendance.record", &roster_entity(&unit, month)).await?;
        let data = load(tx, &law, &tree, &unit, month).await?;
        let there = store::attendance(&tx.read(), &unit, kernel::Span { from: day, to: day }).await?;
        let (mut attended, mut facts) = (Vec::new(), Vec::new());
        for row in rows {
            let is_known = data.workers.iter().any(|one| one.id == row.person);
            if !is_known {
                return Err(DutyProblem::NobodyOfRoster);
            }
            let why = reason(&row.why)?;
            let shift = match &row.shift {
                Some(code) => Some(data.plan.shift(code).ok_or(DutyProblem::UnknownPlace)?),
                None => None,
            };
            let is_again = |one: &Attended| {
                one.person == row.person
                    && match row.times {
                        Some((starts, _)) if row.shift.is_none() => one.starts == starts,
                        _ => one.shift == row.shift,
                    }
            };
            if there.iter().any(is_again) {
                return Err(DutyProblem::AttendedAlready);
            }
            let Some((starts, ends)) = row.times else {
                if why.is_empty() {
                    return Err(DutyProblem::DifferenceNeedsReason);
                }
                facts.push(about(kinds::SHIFT_MISSED, &data, day, &row.person));
                continue;
            };
            let minutes = counted(shift, day, (starts, ends), &why, tx.now())?;
            let is_night = shift.is_some_and(|shift| shift.is_night);
            let fact = match shift {
                Some(_) => about(kinds::SHIFT_WORKED, &data, day, &row.person).category(if is_night {
                    "shift.night"
                } else {
                    "shift.day"
                }),
                None => about(kinds::CALLED_OUT, &data, day, &row.person),
            };
            facts.push(fact.at(starts).minutes(minutes).outcome(kind_of_day(data.kind_of(day))));
            if shift.is_some() && !why.is_empty() {
                facts.push(about(kinds::SHIFT_DIFFERED, &data, day, &row.person));
            }
            let (person, shift) = (row.person, row.shift);
            attended.push(Attended { person, day, shift, starts, ends, minutes, is_night, why });
        }
        if facts.is_empty() {
            return Err(DutyProblem::NothingEntered);
        }
        let mut change = tx.change(permit);
        store::insert_attendance(&mut change, &unit, &attended).await?;
        Ok(change.record_all(facts, ()).await?)
    })
    .await
}

fn about(kind: kernel::FactKind, data: &MonthData, day: Day, person: &PersonId) -> Fact {
    Fact::new(kind, &data.unit, "attendance", format!("{}/{day}", data.unit)).at(day.start()).credit([person])
}

fn kind_of_day(kind: DayKind) -> &'static str {
    match kind {
        DayKind::Workday => "workday",
        DayKind::RestDay => "rest_day",
        DayKind::Holiday => "holiday",
    }
}

/// What somebody worked in a month, and what it earns.
#[derive(Debug, Clone)]
pub struct MonthHours {
    pub person: PersonId,
    pub worked: i64,
    pub nights: usize,
    /// Beyond the hours of the working days.
    pub overtime: i64,
    /// Of compensatory rest, taken in the month.
    pub rested: i64,
}

/// The hours of everybody on a roster, from what was recorded.
///
/// # Errors
/// The law has no hours of a day.
pub fn month_hours(
    data: &MonthData,
    law: &Law,
    attended: &[Attended],
) -> Result<Vec<MonthHours>, DutyProblem> {
    let day_minutes = day_minutes(law, data.month.first())?;
    let days: Vec<Day> = crate::rules::problem::days_of(data.month.span()).collect();
    let is_working = |day: &&Day| data.kind_of(**day) == DayKind::Workday;
    let working_days = days.iter().filter(is_working).count() as i64;
    let mut by_person: BTreeMap<&PersonId, (i64, usize)> = BTreeMap::new();
    for one in attended {
        let entry = by_person.entry(&one.person).or_default();
        entry.0 += one.minutes;
        entry.1 += usize::from(one.is_night);
    }
    let hours = data.workers.iter().map(|worker| {
        let (worked, nights) = by_person.get(&worker.id).copied().unwrap_or_default();
        let away = |why: Option<Why>| {
            let absent = |day: &&Day| {
                data.absences.iter().any(|one| {
                    one.person == worker.id
                        && one.days.contains(**day)
                        && why.is_none_or(|why| one.why == why)
                })
            };
            days.iter().filter(is_working).filter(absent).count() as i64
        };
        MonthHours {
            person: worker.id.clone(),
            worked,
            nights,
            overtime: overtime(worked, working_days, away(None), day_minutes),
            rested: away(Some(Why::CompensatoryRest)) * day_minutes,
        }
    });
    Ok(hours.collect())
}

/// Minutes of a working day.
///
/// Law: wt-8-40.
fn day_minutes(law: &Law, on: Day) -> Result<i64, DutyProblem> {
    let version = law.rule("wt-8-40")?.version_on(on)?;
    let hours = match &version.form {
        Form::Amounts(amounts) => amounts.iter().find(|one| one.key == "day").and_then(|one| one.at_most),
        _ => None,
    };
    hours.map(|hours| hours * 60).ok_or_else(|| DutyProblem::Law("wt-8-40 has no day".to_owned()))
}

/// Puts what a month earned, and what was rested in it, into the ledger; once.
///
/// # Errors
/// Not permitted, the month is not over, nothing was worked, or it was settled before.
pub async fn settle_month(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    unit: UnitCode,
    month: RosterMonth,
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("attendance.settle", &roster_entity(&unit, month)).await?;
        if tx.now() < month.span().to.end() {
            return Err(DutyProblem::MonthNotOver);
        }
        if store::is_settled(&tx.read(), &unit, month).await? {
            return Err(DutyProblem::Settled);
        }
        let data = load(tx, &law, &tree, &unit, month).await?;
        let attended = store::attendance(&tx.read(), &unit, month.span()).await?;
        if attended.is_empty() {
            return Err(DutyProblem::NothingEntered);
        }
        let (mut entries, mut facts) = (Vec::new(), Vec::new());
        for one in month_hours(&data, &law, &attended)? {
            for (kind, fact, minutes, sign) in [
                (LedgerKind::Earned, kinds::OVERTIME_EARNED, one.overtime, 1),
                (LedgerKind::Rested, kinds::REST_TAKEN, one.rested, -1),
            ] {
                if minutes == 0 && kind != LedgerKind::Earned {
                    continue;
                }
                let id = FactId::new();
                let mut fact = about(fact, &data, month.span().to, &one.person).minutes(minutes);
                fact.id = id.clone();
                facts.push(fact);
                let (person, why) = (one.person.clone(), month.to_string());
                entries.push(LedgerEntry { person, kind, minutes: sign * minutes, why, fact: id });
            }
        }
        let mut change = tx.change(permit);
        store::insert_ledger(&mut change, &unit, month, &entries).await?;
        Ok(change.record_all(facts, ()).await?)
    })
    .await
}
