//! How a unit keeps duty.

use super::roster_entity;
use crate::DutyProblem;
use crate::rules::{Plan, PlanFlaw, RosterMonth, kinds};
use crate::store::{self, StoredPlan};
use database::Database;
use kernel::{Actor, Fact, UnitCode};

/// A plan from a month on.
#[derive(Debug, Clone)]
pub struct SavePlan {
    pub unit: UnitCode,
    pub since: RosterMonth,
    pub plan: Plan,
    /// Of the plan that was changed; 0 for a new one.
    pub revision: i64,
}

/// Puts a plan in force from a month on.
///
/// # Errors
/// Not permitted, a plan that does not hold together or that rosters need otherwise, or changed
/// meanwhile.
pub async fn save_plan(db: &Database, actor: &Actor, input: SavePlan) -> Result<(), DutyProblem> {
    db.change(actor, async move |tx| {
        let SavePlan { unit, since, plan, revision } = input.clone();
        let permit = tx.permit::<DutyProblem>("plan.save", &roster_entity(&unit, since)).await?;
        plan.check().map_err(DutyProblem::Flaw)?;
        for place in store::codes_in_use(&tx.read(), &unit, since).await? {
            if plan.shift(&place.shift).is_none() || plan.position(&place.position).is_none() {
                let before = store::plan_for(&tx.read(), &unit, since.first()).await?;
                let name = before.and_then(|before| {
                    let gone = |code: &str| plan.shift(code).is_none();
                    let shift = before.plan.shift(&place.shift).filter(|_| gone(&place.shift));
                    let position = before.plan.position(&place.position);
                    shift.map(|one| one.name.clone()).or(position.map(|one| one.name.clone()))
                });
                return Err(DutyProblem::Flaw(PlanFlaw::InUse(name.unwrap_or(place.shift))));
            }
        }

        let mut change = tx.change(permit);
        let fact = Fact::new(kinds::PLAN_SAVED, &unit, "plan", format!("{unit}/{since}"));
        store::save_plan(&mut change, &StoredPlan { unit, since: since.first(), plan, revision }).await?;
        Ok(change.record(fact, ()).await?)
    })
    .await
}
