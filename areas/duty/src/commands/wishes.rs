//! What people wish for.

use super::{roster_entity, units_of};
use crate::DutyProblem;
use crate::rules::{RosterMonth, Wish, kinds};
use crate::store;
use access::{Attribute, Entity};
use database::Database;
use kernel::{Actor, Day, Fact, PersonId, UnitCode};

pub(crate) fn wish_entity(unit: &UnitCode, person: &PersonId) -> Entity {
    Entity::new("Wish", person, unit).with("person", Attribute::Text(person.to_string()))
}

/// Somebody wishes for a shift or a free day, or not to have it. One wish a day.
///
/// # Errors
/// Not permitted, nobody of the unit, too many, or the day is settled.
pub async fn ask_wish(db: &Database, actor: &Actor, unit: UnitCode, wish: Wish) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("wish.ask", &wish_entity(&unit, &wish.person)).await?;
        let month = RosterMonth::of(wish.day);
        let serves_at = people::unit_of(&tx.read(), &wish.person).await?;
        if !serves_at.is_some_and(|at| units_of(&tree, &unit).contains(&at)) {
            return Err(DutyProblem::NobodyOfRoster);
        }
        let plan = store::plan_for(&tx.read(), &unit, month.first()).await?.ok_or(DutyProblem::NoPlan)?.plan;
        if wish.shift.as_ref().is_some_and(|shift| plan.shift(shift).is_none()) {
            return Err(DutyProblem::UnknownPlace);
        }
        let roster = store::roster(&tx.read(), &unit, month).await?;
        if roster.published_at.is_some() || wish.day <= tx.now().day() {
            return Err(DutyProblem::WishTooLate);
        }
        let others = store::wishes_of(&tx.read(), &unit, &wish.person, month.span()).await?;
        let others = others.iter().filter(|other| other.day != wish.day).count();
        if let Some(limit) = plan.limits.wishes.filter(|limit| others >= *limit as usize) {
            return Err(DutyProblem::TooManyWishes(limit));
        }

        let fact = about(&unit, &wish.person, wish.day, kinds::WISH_ASKED);
        let mut change = tx.change(permit);
        store::save_wish(&mut change, &unit, &wish).await?;
        Ok(change.record(fact, ()).await?)
    })
    .await
}

/// Takes a wish back.
///
/// # Errors
/// Not permitted, or there is none.
pub async fn withdraw_wish(
    db: &Database,
    actor: &Actor,
    unit: UnitCode,
    person: PersonId,
    day: Day,
) -> Result<(), DutyProblem> {
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("wish.ask", &wish_entity(&unit, &person)).await?;
        let mut change = tx.change(permit);
        if !store::remove_wish(&mut change, &unit, &person, day).await? {
            return Err(DutyProblem::NotFound);
        }
        let fact = about(&unit, &person, day, kinds::WISH_WITHDRAWN);
        Ok(change.record(fact, ()).await?)
    })
    .await
}

fn about(unit: &UnitCode, person: &PersonId, day: Day, kind: kernel::FactKind) -> Fact {
    let month = RosterMonth::of(day);
    Fact::new(kind, unit, "roster", roster_entity(unit, month).id)
        .detail(serde_json::json!({ "day": day.to_string() }))
        .credit([person])
}
