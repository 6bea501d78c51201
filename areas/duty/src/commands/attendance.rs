//! What was really worked, and what is owed for it.

use super::drafts::load;
use super::{MonthData, reason, roster_entity};
use crate::DutyProblem;
use crate::rules::attendance::{Attended, counted, overtime};
use crate::rules::fairness::spread;
use crate::rules::plan::ShiftType;
use crate::rules::{DayKind, RosterMonth, kinds};
use crate::store::{self, LedgerEntry, LedgerKind};
use access::{Attribute, Entity};
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
            let fact = worked(&data, day, &row.person, shift).at(starts).minutes(minutes);
            let id = fact.id.clone();
            facts.push(fact);
            if shift.is_some() && !why.is_empty() {
                facts.push(about(kinds::SHIFT_DIFFERED, &data, day, &row.person));
            }
            let (person, shift) = (row.person, row.shift);
            attended.push(Attended { person, day, shift, starts, ends, minutes, is_night, why, fact: id });
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

/// Somebody's work on a day, with the id it will have.
fn worked(data: &MonthData, day: Day, person: &PersonId, shift: Option<&ShiftType>) -> Fact {
    let fact = match shift {
        Some(shift) => about(kinds::SHIFT_WORKED, data, day, person).category(match shift.is_night {
            true => "shift.night",
            false => "shift.day",
        }),
        None => about(kinds::CALLED_OUT, data, day, person),
    };
    fact.outcome(kind_of_day(data.kind_of(day)))
}

/// An entry that was wrong.
#[derive(Debug, Clone)]
pub struct CorrectAttendance {
    pub unit: UnitCode,
    pub day: Day,
    pub person: PersonId,
    /// When it was said to begin.
    pub starts: Instant,
    /// When it really was; None if they did not come.
    pub times: Option<(Instant, Instant)>,
    pub why: String,
}

/// Puts an entry right: a new fact takes the place of the old one, and both stay. In a month that was
/// settled, what it earned changes by an entry of its own.
///
/// # Errors
/// Not permitted, no such entry, times that do not fit, or no reason.
pub async fn correct_attendance(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    input: CorrectAttendance,
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    db.change(actor, async move |tx| {
        let CorrectAttendance { unit, day, person, starts, times, why } = input.clone();
        let month = RosterMonth::of(day);
        let permit = tx.permit::<DutyProblem>("attendance.correct", &roster_entity(&unit, month)).await?;
        let why = reason(&why)?;
        if why.is_empty() {
            return Err(DutyProblem::CorrectionNeedsReason);
        }
        let data = load(tx, &law, &tree, &unit, month).await?;
        let before = store::attendance(&tx.read(), &unit, month.span()).await?;
        let is_it = |one: &&Attended| one.day == day && one.person == person && one.starts == starts;
        // Entries of before corrections were kept have no fact to name.
        let old = before.iter().find(is_it).filter(|one| !one.fact.as_str().is_empty());
        let old = old.cloned().ok_or(DutyProblem::NotFound)?;
        let shift = match &old.shift {
            Some(code) => Some(data.plan.shift(code).ok_or(DutyProblem::UnknownPlace)?),
            None => None,
        };
        let mut after: Vec<Attended> = before.iter().filter(|one| !is_it(one)).cloned().collect();
        let (fact, new) = match times {
            None => (about(kinds::SHIFT_MISSED, &data, day, &person), None),
            Some((starts, ends)) => {
                let overlaps =
                    |one: &Attended| one.person == person && one.day == day && one.starts == starts;
                if after.iter().any(overlaps) {
                    return Err(DutyProblem::AttendedAlready);
                }
                let minutes = counted(shift, day, (starts, ends), &why, tx.now())?;
                let fact = worked(&data, day, &person, shift).at(starts).minutes(minutes);
                let id = fact.id.clone();
                let new = Attended { starts, ends, minutes, why: why.clone(), fact: id, ..old.clone() };
                (fact, Some(new))
            }
        };
        after.extend(new.clone());
        let detail = serde_json::json!({ "reason": why });
        let mut facts = vec![fact.corrects(old.fact.clone()).detail(detail)];
        let mut entries = Vec::new();
        if store::is_settled(&tx.read(), &unit, month).await? {
            let earned = |attended: &[Attended]| -> Result<i64, DutyProblem> {
                let hours = month_hours(&data, &law, attended)?;
                Ok(hours.iter().find(|one| one.person == person).map_or(0, |one| one.overtime))
            };
            let difference = earned(&after)? - earned(&before)?;
            if difference != 0 {
                let fact = about(kinds::OVERTIME_EARNED, &data, month.span().to, &person);
                let (kind, id) = (LedgerKind::Earned, fact.id.clone());
                facts.push(fact.minutes(difference));
                let (person, minutes) = (person.clone(), difference);
                entries.push(LedgerEntry { person, kind, minutes, why: why.clone(), fact: id });
            }
        }
        let mut change = tx.change(permit);
        store::take_out(&mut change, &unit, &old, &why).await?;
        store::insert_attendance(&mut change, &unit, new.as_slice()).await?;
        store::insert_ledger(&mut change, &unit, month, &entries).await?;
        Ok(change.record_all(facts, ()).await?)
    })
    .await
}

/// Hours of rest that are paid because they could not be given.
#[derive(Debug, Clone)]
pub struct PayRest {
    pub unit: UnitCode,
    pub person: PersonId,
    pub minutes: i64,
    pub why: String,
}

/// Pays for compensatory rest, where the unit's plan lets it be paid.
///
/// Law: wt-police-comp.
///
/// # Errors
/// Not permitted, not paid in this unit, no reason, or more than is owed.
pub async fn pay_rest(db: &Database, actor: &Actor, input: PayRest) -> Result<(), DutyProblem> {
    db.change(actor, async move |tx| {
        let PayRest { unit, person, minutes, why } = input.clone();
        let month = RosterMonth::of(tx.now().day());
        let entity = Entity::new("Ledger", format!("{unit}/{person}"), &unit)
            .with("person", Attribute::Text(person.to_string()));
        let permit = tx.permit::<DutyProblem>("rest.pay", &entity).await?;
        let plan = store::plan_for(&tx.read(), &unit, tx.now().day()).await?.ok_or(DutyProblem::NoPlan)?;
        if !plan.plan.compensation.is_paid {
            return Err(DutyProblem::RestNotPaid);
        }
        let why = reason(&why)?;
        if why.is_empty() {
            return Err(DutyProblem::PaymentNeedsReason);
        }
        let owed = store::owed(&tx.read(), &unit).await?.get(&person).copied().unwrap_or(0);
        if minutes <= 0 || minutes > owed {
            return Err(DutyProblem::MoreThanOwed);
        }
        let fact = Fact::new(kinds::REST_PAID, &unit, "ledger", format!("{unit}/{person}"))
            .minutes(minutes)
            .detail(serde_json::json!({ "why": why }))
            .credit([&person]);
        let (kind, id) = (LedgerKind::Paid, fact.id.clone());
        let entry = LedgerEntry { person, kind, minutes: -minutes, why, fact: id };
        let mut change = tx.change(permit);
        store::insert_ledger(&mut change, &unit, month, &[entry]).await?;
        Ok(change.record(fact, ()).await?)
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
    /// Working days of annual leave.
    pub leave_days: i64,
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
            leave_days: away(Some(Why::AnnualLeave)),
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
        let hours = month_hours(&data, &law, &attended)?;
        let nights: Vec<u32> = hours.iter().map(|one| u32::try_from(one.nights).unwrap_or(0)).collect();
        let (differences, base) = spread(&nights);
        if base > 0 {
            let fact = Fact::new(kinds::NIGHTS_SHARED, &unit, "attendance", format!("{unit}/{month}"));
            facts.push(fact.at(month.span().to.start()).quantity(differences).minutes(base));
        }
        for one in hours {
            if one.leave_days > 0 {
                let fact = about(kinds::LEAVE_TAKEN, &data, month.span().to, &one.person);
                facts.push(fact.quantity(one.leave_days).category(Why::AnnualLeave.category()));
            }
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
