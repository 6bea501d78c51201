//! Everything a person can do about absences and leave. One function per verb.

mod leave;

pub use leave::{CarryLeave, NewLeave, ask_leave, carry_leave, confirm_leave, decide_leave, withdraw_leave};

use crate::rules::{Absence, AbsenceId, Why, check_days};
use crate::{AvailabilityProblem, RECORDED, WITHDRAWN, store};
use database::{Change, Database, DbErr, settled};
use kernel::{Actor, Day, Fact, PersonId};

/// Somebody cannot come.
#[derive(Debug, Clone)]
pub struct NewAbsence {
    pub id: AbsenceId,
    pub person: PersonId,
    pub from: Day,
    pub to: Day,
    pub why: Why,
}

/// Records an absence in the unit where the person serves. The same form sent twice records one.
///
/// # Errors
/// Not permitted, nobody of a unit, days that do not fit, or absent already.
pub async fn record_absence(
    db: &Database,
    actor: &Actor,
    input: NewAbsence,
) -> Result<(), AvailabilityProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let unit = people::unit_of(&tx.read(), &input.person).await?;
            let unit = unit.ok_or(AvailabilityProblem::NobodyOfUnit)?;
            let today = tx.now().day();
            let NewAbsence { id, person, from, to, why } = input.clone();
            let days = check_days(from, to, today)?;
            let absence = Absence { id, unit, person, days, why };
            let permit = tx.permit::<Halt<()>>("absence.record", &absence).await?;
            if store::find(&tx.read(), &absence.id).await?.is_some() {
                return Err(Halt::Already(()));
            }
            let others = store::absences_of(&tx.read(), &absence.person, days).await?;
            if !others.is_empty() {
                return Err(AvailabilityProblem::AbsentAlready.into());
            }

            let mut change = tx.change(permit);
            let fact = note_absence(&mut change, &absence).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// Takes an absence back: the person can come after all. A leave that was approved goes with it.
///
/// # Errors
/// Not permitted, or there is none.
pub async fn withdraw_absence(
    db: &Database,
    actor: &Actor,
    id: AbsenceId,
) -> Result<Absence, AvailabilityProblem> {
    db.change(actor, async move |tx| {
        let absence = store::find(&tx.read(), &id).await?.ok_or(AvailabilityProblem::NotFound)?;
        let permit = tx.permit::<AvailabilityProblem>("absence.withdraw", &absence).await?;
        let leave = leave::withdrawn_with(tx, &absence).await?;
        let mut change = tx.change(permit);
        store::remove(&mut change, &absence).await?;
        let mut facts = vec![about(&absence, WITHDRAWN)];
        if let Some(leave) = &leave {
            store::save_leave(&mut change, leave).await?;
            facts.push(leave::withdrawal(leave));
        }
        Ok(change.record_all(facts, absence).await?)
    })
    .await
}

/// Enters an absence within a change of another area, which records the fact given back.
///
/// # Errors
/// The database's own failure.
pub async fn note_absence(change: &mut Change<'_>, absence: &Absence) -> Result<Fact, DbErr> {
    store::insert(change, absence).await?;
    Ok(about(absence, RECORDED))
}

fn about(absence: &Absence, kind: kernel::FactKind) -> Fact {
    Fact::new(kind, &absence.unit, "absence", &absence.id)
        .at(absence.days.from.start())
        .category(absence.why.category())
        .quantity(absence.days.days())
        .credit([&absence.person])
}

/// Why a change of this area did not run to its end.
type Halt<T> = database::Halt<T, AvailabilityProblem>;

impl database::Refusal for AvailabilityProblem {}
