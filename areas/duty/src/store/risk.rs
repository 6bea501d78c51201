//! Which risky hours of a day were covered, as it was told at the day's end.

use super::{day, flag, text};
use crate::rules::patrol::RiskHour;
use database::{Change, DbErr};
use kernel::{Day, FactId, Instant, Span, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;

/// A risky hour of a day that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldHour {
    pub day: Day,
    pub hour: RiskHour,
    pub is_covered: bool,
    pub fact: FactId,
}

/// Units with an open beat, and the first day of each that was not told of yet.
///
/// # Errors
/// The database cannot be read.
pub async fn untold(db: &impl ConnectionTrait) -> Result<Vec<(UnitCode, Day)>, DbErr> {
    let beats = Query::select()
        .column("unit")
        .expr_as(Expr::col("created_at").min(), "since")
        .from("duty_beat")
        .and_where(Expr::col("is_open").eq(1_i64))
        .group_by_col("unit")
        .order_by("unit", Order::Asc)
        .to_owned();
    let told = Query::select()
        .column("unit")
        .expr_as(Expr::col("day").max(), "day")
        .from("duty_risk_day")
        .group_by_col("unit")
        .to_owned();
    let mut last: HashMap<String, Day> = HashMap::new();
    for row in db.query_all(&told).await? {
        last.insert(text(&row, "unit")?, day(&row, "day")?);
    }
    let first = |row: &QueryResult| -> Result<(UnitCode, Day), DbErr> {
        let unit = text(row, "unit")?;
        let since = Instant::from_micros(row.try_get("", "since")?).day();
        let next = last.get(&unit).map_or(since, |day| day.plus_days(1));
        Ok((UnitCode::stored(unit), next))
    };
    db.query_all(&beats).await?.iter().map(first).collect()
}

/// Marks a day as told of; false if it was.
///
/// # Errors
/// The database's own failure.
pub async fn tell_day(change: &mut Change<'_>, unit: &UnitCode, day: Day) -> Result<bool, DbErr> {
    let query = Query::insert()
        .into_table("duty_risk_day")
        .columns(["unit", "day"])
        .values_panic([unit.as_str().into(), day.to_string().into()])
        .on_conflict(OnConflict::columns(["unit", "day"]).do_nothing().to_owned())
        .to_owned();
    Ok(change.connection().execute(&query).await?.rows_affected() == 1)
}

/// Keeps what was told of the hours of a day; one that was told before is told anew.
///
/// # Errors
/// The database's own failure.
pub async fn put_hours(change: &mut Change<'_>, unit: &UnitCode, hours: &[ToldHour]) -> Result<(), DbErr> {
    for chunk in hours.chunks(super::ROWS_AT_ONCE) {
        let mut query = Query::insert();
        query.into_table("duty_risk_hour").columns(["unit", "day", "zone", "hour", "is_covered", "fact"]);
        for told in chunk {
            query.values_panic([
                unit.as_str().into(),
                told.day.to_string().into(),
                told.hour.zone.as_str().into(),
                i64::from(told.hour.hour).into(),
                i64::from(told.is_covered).into(),
                told.fact.as_str().into(),
            ]);
        }
        query.on_conflict(
            OnConflict::columns(["unit", "day", "zone", "hour"])
                .update_columns(["is_covered", "fact"])
                .to_owned(),
        );
        change.connection().execute(&query).await?;
    }
    Ok(())
}

/// What was told of the risky hours of a unit on these days, by day, zone and hour.
///
/// # Errors
/// The database cannot be read.
pub async fn told_hours(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    days: Span,
) -> Result<Vec<ToldHour>, DbErr> {
    let query = Query::select()
        .columns(["day", "zone", "hour", "is_covered", "fact"])
        .from("duty_risk_hour")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("day").gte(days.from.to_string()))
        .and_where(Expr::col("day").lte(days.to.to_string()))
        .order_by("day", Order::Asc)
        .order_by("zone", Order::Asc)
        .order_by("hour", Order::Asc)
        .to_owned();
    let told = |row: &QueryResult| -> Result<ToldHour, DbErr> {
        let hour = u8::try_from(row.try_get::<i64>("", "hour")?).unwrap_or(0);
        Ok(ToldHour {
            day: day(row, "day")?,
            hour: RiskHour { zone: text(row, "zone")?, hour },
            is_covered: flag(row, "is_covered")?,
            fact: FactId::stored(text(row, "fact")?),
        })
    };
    db.query_all(&query).await?.iter().map(told).collect()
}

/// Risky hours of each of these units on these days, and how many of them were covered.
///
/// # Errors
/// The database cannot be read.
pub async fn coverage_counts(
    db: &impl ConnectionTrait,
    units: &[UnitCode],
    days: Span,
) -> Result<HashMap<UnitCode, (i64, i64)>, DbErr> {
    let covered = Expr::case(Expr::col("is_covered").eq(1_i64), 1_i64);
    let query = Query::select()
        .column("unit")
        .expr_as(Expr::col("hour").count(), "hours")
        .expr_as(Expr::expr(covered).count(), "covered")
        .from("duty_risk_hour")
        .and_where(Expr::col("unit").is_in(units.iter().map(UnitCode::as_str)))
        .and_where(Expr::col("day").gte(days.from.to_string()))
        .and_where(Expr::col("day").lte(days.to.to_string()))
        .group_by_col("unit")
        .to_owned();
    let mut counts = HashMap::new();
    for row in db.query_all(&query).await? {
        let numbers = (row.try_get("", "hours")?, row.try_get("", "covered")?);
        counts.insert(UnitCode::stored(text(&row, "unit")?), numbers);
    }
    Ok(counts)
}
