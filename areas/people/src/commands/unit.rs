//! Units: added below another, renamed, put in another order.

use crate::PeopleProblem;
use crate::rules::kinds;
use crate::rules::unit::{check_new_unit, check_unit_names};
use database::{Database, units};
use kernel::{Actor, Fact, Unit, UnitCode};
use serde_json::json;

/// What may change about a unit; its code and its place in the tree stay.
#[derive(Debug, Clone)]
pub struct UnitChanges {
    pub name: String,
    pub name_en: String,
    pub position: i64,
}

/// Adds a unit. One without a parent is the bureau, added on the command line.
///
/// # Errors
/// Not permitted, the code is taken, no such parent, or such a unit does not stand there.
pub async fn add_unit(db: &Database, actor: &Actor, unit: Unit) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        // Whoever answers for the unit above decides; at the top only the command line.
        let above = unit.parent.clone().unwrap_or_else(|| unit.code.clone());
        let permit = tx.permit::<PeopleProblem>("unit.add", &unit_entity(&above)).await?;

        let parent = match &unit.parent {
            Some(code) => Some(units::find(&tx.read(), code).await?.ok_or(PeopleProblem::UnitNotFound)?),
            None => None,
        };
        if units::find(&tx.read(), &unit.code).await?.is_some() {
            return Err(PeopleProblem::UnitCodeTaken);
        }
        check_new_unit(&unit, parent.as_ref())?;

        let mut change = tx.change(permit);
        units::add(&mut change, &unit).await?;
        let fact = Fact::new(kinds::UNIT_ADDED, &unit.code, "unit", &unit.code)
            .category(unit.kind.as_str())
            .detail(json!({ "parent": unit.parent.as_ref().map(UnitCode::as_str) }));
        Ok(change.record(fact, ()).await?)
    })
    .await
}

/// Changes names and position.
///
/// # Errors
/// Not permitted, no such unit, a name that cannot be used, or somebody was faster.
pub async fn change_unit(
    db: &Database,
    actor: &Actor,
    code: UnitCode,
    revision: i64,
    changes: UnitChanges,
) -> Result<(), PeopleProblem> {
    db.change(actor, async move |tx| {
        let permit = tx.permit::<PeopleProblem>("unit.change", &unit_entity(&code)).await?;
        let old = units::find(&tx.read(), &code).await?.ok_or(PeopleProblem::UnitNotFound)?;
        if old.revision != revision {
            return Err(PeopleProblem::Stale);
        }
        let new = Unit {
            name: changes.name.trim().to_owned(),
            name_en: changes.name_en.trim().to_owned(),
            position: changes.position,
            ..old.clone()
        };
        check_unit_names(&new)?;
        let fields: Vec<&str> = [
            ("name", new.name != old.name),
            ("name_en", new.name_en != old.name_en),
            ("position", new.position != old.position),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect();
        if fields.is_empty() {
            return Err(PeopleProblem::NothingChanged);
        }

        let mut change = tx.change(permit);
        if !units::update(&mut change, &new).await? {
            return Err(PeopleProblem::Stale);
        }
        let fact = Fact::new(kinds::UNIT_CHANGED, &code, "unit", &code)
            .category(new.kind.as_str())
            .detail(json!({ "fields": fields }));
        Ok(change.record(fact, ()).await?)
    })
    .await
}

pub(super) fn unit_entity(code: &UnitCode) -> access::Entity {
    access::Entity::new("Unit", code, code)
}
