//! Leave: asked for, decided, taken back; what is due of it in a year.

use super::{Halt, note_absence, settled};
use crate::rules::annual::{AnnualLeave, within, working_days, year_of};
use crate::rules::leave::{Decision, Leave, LeaveId, LeaveState, leave_entity};
use crate::rules::{Absence, Why, check_days, with_offices};
use crate::store::{self, YearRow};
use crate::{
    AvailabilityProblem, LEAVE_APPROVED, LEAVE_ASKED, LEAVE_CARRIED, LEAVE_DUE, LEAVE_REFUSED,
    LEAVE_WITHDRAWN,
};
use database::{Database, Transaction};
use kernel::{Actor, Day, Fact, FactKind, PersonId, UnitCode};
use law::Law;
use std::sync::Arc;

/// The longest reason, in characters.
const REASON: usize = 200;

fn words(text: &str) -> Result<String, AvailabilityProblem> {
    let text = text.trim();
    if text.chars().count() > REASON { Err(AvailabilityProblem::TooLong) } else { Ok(text.to_owned()) }
}

fn about(kind: FactKind, leave: &Leave) -> Fact {
    Fact::new(kind, &leave.unit, "leave", &leave.id)
        .category(leave.why.category())
        .quantity(leave.working_days)
        .credit([&leave.person])
}

/// Somebody wants days off.
#[derive(Debug, Clone)]
pub struct NewLeave {
    pub id: LeaveId,
    pub person: PersonId,
    pub from: Day,
    pub to: Day,
    pub why: Why,
    pub reason: String,
}

/// Asks for leave. The same form sent twice asks once.
///
/// # Errors
/// Not permitted, days that do not fit or that are past, nothing that is asked for, absent or asked
/// already, or more annual leave than there is.
pub async fn ask_leave(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    input: NewLeave,
) -> Result<(), AvailabilityProblem> {
    let law = law.clone();
    let answer = db
        .change(actor, async move |tx| {
            let unit = people::unit_of(&tx.read(), &input.person).await?;
            let unit = unit.ok_or(AvailabilityProblem::NobodyOfUnit)?;
            let now = tx.now();
            let NewLeave { id, person, from, to, why, reason } = input.clone();
            let days = check_days(from, to, now.day())?;
            let leave = Leave {
                id,
                unit,
                person,
                why,
                days,
                working_days: working_days(law.calendar(), days),
                reason: words(&reason)?,
                state: LeaveState::Asked,
                answer: String::new(),
                asked_at: now,
                decided_at: None,
                revision: 1,
            };
            let permit = tx.permit::<Halt<()>>("leave.ask", &leave).await?;
            if store::find_leave(&tx.read(), &leave.id).await?.is_some() {
                return Err(Halt::Already(()));
            }
            if !Why::ASKED.contains(&why) {
                return Err(AvailabilityProblem::NotAskedFor.into());
            }
            if from < now.day() {
                return Err(AvailabilityProblem::LeavePast.into());
            }
            if leave.working_days == 0 {
                return Err(AvailabilityProblem::NothingToTake.into());
            }
            let waiting = store::pending(&tx.read(), std::slice::from_ref(&leave.person), days).await?;
            if !waiting.is_empty() {
                return Err(AvailabilityProblem::AskedAlready.into());
            }
            must_fit(tx, &law, &leave).await?;

            let mut change = tx.change(permit);
            store::insert_leave(&mut change, &leave).await?;
            Ok(change.record(about(LEAVE_ASKED, &leave), ()).await?)
        })
        .await;
    settled(answer)
}

/// Nobody is on leave twice, and nobody takes more annual leave than there is.
///
/// Law: lv-annual.
async fn must_fit(tx: &Transaction, law: &Law, leave: &Leave) -> Result<(), AvailabilityProblem> {
    if !store::absences_of(&tx.read(), &leave.person, leave.days).await?.is_empty() {
        return Err(AvailabilityProblem::AbsentAlready);
    }
    if leave.why != Why::AnnualLeave {
        return Ok(());
    }
    let service = people::service_of(&tx.read(), &leave.person).await?;
    let (since, _) = service.ok_or(AvailabilityProblem::NobodyOfUnit)?;
    let mut year = year_of(leave.days.from);
    while let Some(part) = within(leave.days, year) {
        let people = [(leave.person.clone(), since)];
        let found = store::balances(&tx.read(), law, &people, part.to).await?;
        let balance = found.get(&leave.person).copied().unwrap_or_default();
        let asked = working_days(law.calendar(), part);
        // A request that waits is among what is asked for.
        let is_counted = store::find_leave(&tx.read(), &leave.id).await?.is_some();
        let free = balance.free() + if is_counted { asked } else { 0 };
        if asked > free {
            let cite = AnnualLeave::read(law, part.to)?.due_by;
            return Err(AvailabilityProblem::TooMuchLeave { asked, left: free.max(0), cite: Box::new(cite) });
        }
        year = year_of(year.to.plus_days(1));
    }
    Ok(())
}

/// Approves a request, which is then an absence like others, or refuses it with a reason.
///
/// # Errors
/// Not permitted, decided or changed meanwhile, the days are past or taken, or no reason.
pub async fn decide_leave(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    (id, revision): (LeaveId, i64),
    (decision, answer): (Decision, String),
) -> Result<Leave, AvailabilityProblem> {
    let law = law.clone();
    db.change(actor, async move |tx| {
        let leave = store::find_leave(&tx.read(), &id).await?.ok_or(AvailabilityProblem::NotFound)?;
        let permit = tx.permit::<AvailabilityProblem>("leave.decide", &leave).await?;
        if leave.state == LeaveState::Asked && leave.revision != revision {
            return Err(AvailabilityProblem::Stale);
        }
        let now = tx.now();
        let waited = now.minutes_since(leave.asked_at);
        let decided = leave.decided(decision, words(&answer)?, now)?;
        if decision == Decision::Approve {
            must_fit(tx, &law, &decided).await?;
        }
        let mut change = tx.change(permit);
        store::save_leave(&mut change, &decided).await?;
        let facts = match decision {
            Decision::Refuse => vec![about(LEAVE_REFUSED, &decided).minutes(waited)],
            Decision::Approve => {
                let Leave { unit, person, days, why, .. } = decided.clone();
                let absence = Absence { id: decided.id.absence(), unit, person, days, why };
                let noted = note_absence(&mut change, &absence).await?;
                vec![about(LEAVE_APPROVED, &decided).minutes(waited), noted]
            }
        };
        Ok(change.record_all(facts, decided).await?)
    })
    .await
}

/// Takes a request back, or an approved leave that has not begun.
///
/// # Errors
/// Not permitted, refused before, or the leave has begun.
pub async fn withdraw_leave(db: &Database, actor: &Actor, id: LeaveId) -> Result<Leave, AvailabilityProblem> {
    db.change(actor, async move |tx| {
        let leave = store::find_leave(&tx.read(), &id).await?.ok_or(AvailabilityProblem::NotFound)?;
        let permit = tx.permit::<AvailabilityProblem>("leave.withdraw", &leave).await?;
        let withdrawn = leave.withdrawn(tx.now().day())?;
        let absence = store::find(&tx.read(), &withdrawn.id.absence()).await?;
        let mut change = tx.change(permit);
        store::save_leave(&mut change, &withdrawn).await?;
        let mut facts = vec![about(LEAVE_WITHDRAWN, &withdrawn)];
        if let Some(absence) = absence {
            store::remove(&mut change, &absence).await?;
            facts.push(super::about(&absence, crate::WITHDRAWN));
        }
        Ok(change.record_all(facts, withdrawn).await?)
    })
    .await
}

/// The leave behind an absence is withdrawn with it.
pub(super) async fn withdrawn_with(
    tx: &Transaction,
    absence: &Absence,
) -> Result<Option<Leave>, AvailabilityProblem> {
    let leave = store::find_leave(&tx.read(), &LeaveId::of(&absence.id)).await?;
    let approved = leave.filter(|leave| leave.state == LeaveState::Approved);
    Ok(approved.map(|leave| Leave { state: LeaveState::Withdrawn, ..leave }))
}

pub(super) fn withdrawal(leave: &Leave) -> Fact {
    about(LEAVE_WITHDRAWN, leave)
}

/// Leave of the year before is taken in this year, because work did not let it be taken then.
#[derive(Debug, Clone)]
pub struct CarryLeave {
    pub person: PersonId,
    pub days: i64,
    pub why: String,
}

/// Carries annual leave over into this year; said again, it takes the place of what was said.
///
/// Law: lv-annual-carry.
///
/// # Errors
/// Not permitted, no reason, or more than was left.
pub async fn carry_leave(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    input: CarryLeave,
) -> Result<(), AvailabilityProblem> {
    let law = law.clone();
    db.change(actor, async move |tx| {
        let CarryLeave { person, days, why } = input.clone();
        let unit = people::unit_of(&tx.read(), &person).await?.ok_or(AvailabilityProblem::NobodyOfUnit)?;
        let today = tx.now().day();
        let entity = leave_entity(&unit, &person, &format!("{person}/{}", today.year()));
        let permit = tx.permit::<AvailabilityProblem>("leave.carry", &entity).await?;
        let why = words(&why)?;
        if why.is_empty() {
            return Err(AvailabilityProblem::CarryNeedsReason);
        }
        let service = people::service_of(&tx.read(), &person).await?;
        let (since, _) = service.ok_or(AvailabilityProblem::NobodyOfUnit)?;
        let people = [(person.clone(), since)];
        let found = store::balances(&tx.read(), &law, &people, today).await?;
        let most = found.get(&person).map_or(0, |balance| balance.carriable);
        if days < 0 || days > most {
            let cite = AnnualLeave::read(&law, today)?.carried_by;
            return Err(AvailabilityProblem::TooMuchCarried { most, cite: Box::new(cite) });
        }
        let kept = year_row(tx, &unit, &person, today.year()).await?;
        if kept.carried == days {
            return Err(AvailabilityProblem::NothingChanged);
        }
        // The sum of these facts is what was carried.
        let difference = days - kept.carried;
        let mut change = tx.change(permit);
        store::save_year(&mut change, &YearRow { carried: days, why, ..kept }).await?;
        let fact = of_year(LEAVE_CARRIED, &unit, &person, today.year()).quantity(difference);
        Ok(change.record(fact, ()).await?)
    })
    .await
}

fn of_year(kind: FactKind, unit: &UnitCode, person: &PersonId, year: i16) -> Fact {
    Fact::new(kind, unit, "leave_year", format!("{person}/{year}"))
        .category(Why::AnnualLeave.category())
        .credit([person])
}

async fn year_row(
    tx: &Transaction,
    unit: &UnitCode,
    person: &PersonId,
    year: i16,
) -> Result<YearRow, AvailabilityProblem> {
    let mut kept = store::year_rows(&tx.read(), std::slice::from_ref(person), (year, year)).await?;
    Ok(kept.remove(&(person.clone(), year)).unwrap_or_else(|| new_year(unit, person, year)))
}

fn new_year(unit: &UnitCode, person: &PersonId, year: i16) -> YearRow {
    let (unit, person) = (unit.clone(), person.clone());
    YearRow { unit, person, year, due: -1, carried: 0, why: String::new(), revision: 0 }
}

/// Confirms what is due to everybody of a unit this year; again, when it has changed since.
///
/// Law: lv-annual.
///
/// # Errors
/// Not permitted, or nothing has changed.
pub async fn confirm_leave(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    unit: UnitCode,
) -> Result<usize, AvailabilityProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    db.change(actor, async move |tx| {
        let nobody = PersonId::stored(String::new());
        let today = tx.now().day();
        let year = today.year();
        let entity = leave_entity(&unit, &nobody, &format!("{unit}/{year}"));
        let permit = tx.permit::<AvailabilityProblem>("leave.confirm", &entity).await?;
        let staff = people::staff(&tx.read(), &with_offices(&tree, &unit), today).await?;
        let ids: Vec<PersonId> = staff.iter().map(|one| one.id.clone()).collect();
        let mut kept = store::year_rows(&tx.read(), &ids, (year, year)).await?;
        let rules = AnnualLeave::read(&law, today)?;
        let (mut rows, mut facts) = (Vec::new(), Vec::new());
        for one in &staff {
            let due = rules.due(one.working_since, today);
            let row =
                kept.remove(&(one.id.clone(), year)).unwrap_or_else(|| new_year(&one.unit, &one.id, year));
            if row.due == due {
                continue;
            }
            facts.push(of_year(LEAVE_DUE, &one.unit, &one.id, year).quantity(due - row.due.max(0)));
            rows.push(YearRow { due, ..row });
        }
        if rows.is_empty() {
            return Err(AvailabilityProblem::NothingChanged);
        }
        let mut change = tx.change(permit);
        for row in &rows {
            store::save_year(&mut change, row).await?;
        }
        Ok(change.record_all(facts, rows.len()).await?)
    })
    .await
}
