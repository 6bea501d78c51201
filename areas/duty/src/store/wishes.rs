//! What people wish for.

use super::{day, flag, optional, person, text};
use crate::rules::Wish;
use database::{Change, DbErr};
use kernel::{Day, PersonId, Span, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

fn wish(row: &QueryResult) -> Result<Wish, DbErr> {
    Ok(Wish {
        person: person(row)?,
        day: day(row, "day")?,
        shift: optional(text(row, "shift")?),
        is_wanted: flag(row, "is_wanted")?,
    })
}

fn within(days: Span) -> SelectStatement {
    Query::select()
        .columns(["person", "day", "shift", "is_wanted"])
        .from("duty_wish")
        .and_where(Expr::col("day").gte(days.from.to_string()))
        .and_where(Expr::col("day").lte(days.to.to_string()))
        .order_by("day", Order::Asc)
        .to_owned()
}

/// All wishes of a unit for these days.
///
/// # Errors
/// The database cannot be read.
pub async fn wishes(db: &impl ConnectionTrait, unit: &UnitCode, days: Span) -> Result<Vec<Wish>, DbErr> {
    let query = within(days).and_where(Expr::col("unit").eq(unit.as_str())).to_owned();
    db.query_all(&query).await?.iter().map(wish).collect()
}

/// The wishes of one person for these days.
///
/// # Errors
/// The database cannot be read.
pub async fn wishes_of(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    person: &PersonId,
    days: Span,
) -> Result<Vec<Wish>, DbErr> {
    let query = within(days)
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("person").eq(person.as_str()))
        .to_owned();
    db.query_all(&query).await?.iter().map(wish).collect()
}

/// Puts a wish in the place of another one for the day.
///
/// # Errors
/// The database's own failure.
pub async fn save_wish(change: &mut Change<'_>, unit: &UnitCode, wish: &Wish) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("duty_wish")
        .columns(["unit", "person", "day", "shift", "is_wanted"])
        .values_panic([
            unit.as_str().into(),
            wish.person.as_str().into(),
            wish.day.to_string().into(),
            wish.shift.clone().unwrap_or_default().into(),
            i64::from(wish.is_wanted).into(),
        ])
        .on_conflict(
            OnConflict::columns(["unit", "person", "day"]).update_columns(["shift", "is_wanted"]).to_owned(),
        )
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Takes a wish back; false if there was none.
///
/// # Errors
/// The database's own failure.
pub async fn remove_wish(
    change: &mut Change<'_>,
    unit: &UnitCode,
    person: &PersonId,
    day: Day,
) -> Result<bool, DbErr> {
    let query = Query::delete()
        .from_table("duty_wish")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("person").eq(person.as_str()))
        .and_where(Expr::col("day").eq(day.to_string()))
        .to_owned();
    Ok(change.connection().execute(&query).await?.rows_affected() > 0)
}
