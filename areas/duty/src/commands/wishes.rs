//! What people wish for.

use super::{roster_entity, units_of};
use crate::DutyProblem;
use crate::rules::rotation::read_pattern;
use crate::rules::{RosterMonth, Rotation, Wish, kinds};
use crate::store;
use access::{Attribute, Entity};
use database::{Database, Reader};
use kernel::{Actor, Day, Fact, FactKind, PersonId, UnitCode, UnitTree};

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
        must_serve(&tx.read(), &tree, &unit, &wish.person).await?;
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

        let fact = about(kinds::WISH_ASKED, &unit, &wish.person, wish.day);
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
        let fact = about(kinds::WISH_WITHDRAWN, &unit, &person, day);
        Ok(change.record(fact, ()).await?)
    })
    .await
}

/// Somebody would keep to a pattern of shifts, `白-夜-休-休`, from a day on: until it is withdrawn,
/// in every month whose roster is still to be made. It takes the place of their earlier one.
///
/// # Errors
/// Not permitted, nobody of the unit, no pattern of the plan's shifts, or a day that is past.
pub async fn ask_rotation(
    db: &Database,
    actor: &Actor,
    unit: UnitCode,
    person: PersonId,
    since: Day,
    pattern: String,
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("wish.ask", &wish_entity(&unit, &person)).await?;
        must_serve(&tx.read(), &tree, &unit, &person).await?;
        if since <= tx.now().day() {
            return Err(DutyProblem::Past);
        }
        let plan = store::plan_for(&tx.read(), &unit, since).await?.ok_or(DutyProblem::NoPlan)?.plan;
        let pattern = read_pattern(&pattern, &plan.shifts).map_err(DutyProblem::Pattern)?;
        let days = i64::try_from(pattern.len()).unwrap_or(0);
        let rotation = Rotation { person: person.clone(), since, pattern };
        let fact = about(kinds::ROTATION_ASKED, &unit, &person, since).quantity(days);
        let mut change = tx.change(permit);
        store::save_rotation(&mut change, &unit, &rotation).await?;
        Ok(change.record(fact, ()).await?)
    })
    .await
}

/// Takes a pattern back.
///
/// # Errors
/// Not permitted, or there is none.
pub async fn withdraw_rotation(
    db: &Database,
    actor: &Actor,
    unit: UnitCode,
    person: PersonId,
) -> Result<(), DutyProblem> {
    db.change(actor, async move |tx| {
        let permit = tx.permit::<DutyProblem>("wish.ask", &wish_entity(&unit, &person)).await?;
        let today = tx.now().day();
        let mut change = tx.change(permit);
        if !store::remove_rotation(&mut change, &unit, &person).await? {
            return Err(DutyProblem::NotFound);
        }
        let fact = about(kinds::ROTATION_WITHDRAWN, &unit, &person, today);
        Ok(change.record(fact, ()).await?)
    })
    .await
}

async fn must_serve(
    db: &Reader<'_>,
    tree: &UnitTree,
    unit: &UnitCode,
    person: &PersonId,
) -> Result<(), DutyProblem> {
    let serves_at = people::unit_of(db, person).await?;
    if serves_at.is_some_and(|at| units_of(tree, unit).contains(&at)) {
        Ok(())
    } else {
        Err(DutyProblem::NobodyOfRoster)
    }
}

fn about(kind: FactKind, unit: &UnitCode, person: &PersonId, day: Day) -> Fact {
    let month = RosterMonth::of(day);
    Fact::new(kind, unit, "roster", roster_entity(unit, month).id)
        .detail(serde_json::json!({ "day": day.to_string() }))
        .credit([person])
}
