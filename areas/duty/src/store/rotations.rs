//! Patterns of shifts that people would keep to.

use super::{day, person, text};
use crate::rules::Rotation;
use crate::rules::rotation::{kept_pattern, stored_pattern};
use database::{Change, DbErr};
use kernel::{PersonId, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};

fn rotation(row: &QueryResult) -> Result<Rotation, DbErr> {
    Ok(Rotation {
        person: person(row)?,
        since: day(row, "since")?,
        pattern: stored_pattern(&text(row, "pattern")?),
    })
}

/// The patterns of a unit, or that of one person.
///
/// # Errors
/// The database cannot be read.
pub async fn rotations(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    whose: Option<&PersonId>,
) -> Result<Vec<Rotation>, DbErr> {
    let mut query = Query::select();
    query
        .columns(["person", "since", "pattern"])
        .from("duty_rotation")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .order_by("person", Order::Asc);
    if let Some(person) = whose {
        query.and_where(Expr::col("person").eq(person.as_str()));
    }
    db.query_all(&query).await?.iter().map(rotation).collect()
}

/// Puts a pattern in the place of the person's earlier one.
///
/// # Errors
/// The database's own failure.
pub async fn save_rotation(
    change: &mut Change<'_>,
    unit: &UnitCode,
    rotation: &Rotation,
) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("duty_rotation")
        .columns(["unit", "person", "since", "pattern"])
        .values_panic([
            unit.as_str().into(),
            rotation.person.as_str().into(),
            rotation.since.to_string().into(),
            kept_pattern(&rotation.pattern).into(),
        ])
        .on_conflict(OnConflict::columns(["unit", "person"]).update_columns(["since", "pattern"]).to_owned())
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Takes a pattern back; false if there was none.
///
/// # Errors
/// The database's own failure.
pub async fn remove_rotation(
    change: &mut Change<'_>,
    unit: &UnitCode,
    person: &PersonId,
) -> Result<bool, DbErr> {
    let query = Query::delete()
        .from_table("duty_rotation")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("person").eq(person.as_str()))
        .to_owned();
    Ok(change.connection().execute(&query).await?.rows_affected() > 0)
}
