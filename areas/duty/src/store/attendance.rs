//! What was worked, and the ledger of hours that are owed.

use super::{ROWS_AT_ONCE, day, flag, optional, person, text};
use crate::rules::RosterMonth;
use crate::rules::attendance::{Attended, Corrected};
use database::{Change, DbErr};
use kernel::{FactId, Instant, PersonId, Span, UnitCode};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;

const COLUMNS: [&str; 10] =
    ["unit", "day", "person", "starts_at", "ends_at", "shift", "minutes", "is_night", "why", "fact"];

fn attended(row: &QueryResult) -> Result<Attended, DbErr> {
    Ok(Attended {
        person: person(row)?,
        day: day(row, "day")?,
        shift: optional(text(row, "shift")?),
        starts: Instant::from_micros(row.try_get("", "starts_at")?),
        ends: Instant::from_micros(row.try_get("", "ends_at")?),
        minutes: row.try_get("", "minutes")?,
        is_night: flag(row, "is_night")?,
        why: text(row, "why")?,
        fact: FactId::stored(text(row, "fact")?),
    })
}

/// What was worked in a unit on these days, by day and start.
///
/// # Errors
/// The database cannot be read.
pub async fn attendance(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    days: Span,
) -> Result<Vec<Attended>, DbErr> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("duty_attendance")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("day").gte(days.from.to_string()))
        .and_where(Expr::col("day").lte(days.to.to_string()))
        .order_by("day", Order::Asc)
        .order_by("starts_at", Order::Asc)
        .to_owned();
    db.query_all(&query).await?.iter().map(attended).collect()
}

/// # Errors
/// The same was entered before, or the database's own failure.
pub async fn insert_attendance(
    change: &mut Change<'_>,
    unit: &UnitCode,
    rows: &[Attended],
) -> Result<(), DbErr> {
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        let mut query = Query::insert().into_table("duty_attendance").columns(COLUMNS).to_owned();
        for row in chunk {
            query.values_panic([
                unit.as_str().into(),
                row.day.to_string().into(),
                row.person.as_str().into(),
                row.starts.micros().into(),
                row.ends.micros().into(),
                row.shift.clone().unwrap_or_default().into(),
                row.minutes.into(),
                i64::from(row.is_night).into(),
                row.why.as_str().into(),
                row.fact.as_str().into(),
            ]);
        }
        change.connection().execute(&query).await?;
    }
    Ok(())
}

/// Takes an entry out because it was wrong, and keeps what stood there.
///
/// # Errors
/// The database's own failure.
pub async fn take_out(
    change: &mut Change<'_>,
    unit: &UnitCode,
    entry: &Attended,
    reason: &str,
) -> Result<(), DbErr> {
    let kept = Query::insert()
        .into_table("duty_attendance_before")
        .columns(["unit", "day", "person", "starts_at", "ends_at", "shift", "why", "reason", "corrected_at"])
        .values_panic([
            unit.as_str().into(),
            entry.day.to_string().into(),
            entry.person.as_str().into(),
            entry.starts.micros().into(),
            entry.ends.micros().into(),
            entry.shift.clone().unwrap_or_default().into(),
            entry.why.as_str().into(),
            reason.into(),
            change.now().micros().into(),
        ])
        .to_owned();
    change.connection().execute(&kept).await?;
    let gone = Query::delete()
        .from_table("duty_attendance")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("day").eq(entry.day.to_string()))
        .and_where(Expr::col("person").eq(entry.person.as_str()))
        .and_where(Expr::col("starts_at").eq(entry.starts.micros()))
        .to_owned();
    change.connection().execute(&gone).await?;
    Ok(())
}

/// What was corrected on a day, the newest first.
///
/// # Errors
/// The database cannot be read.
pub async fn corrected_on(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    on: kernel::Day,
) -> Result<Vec<Corrected>, DbErr> {
    let query = Query::select()
        .columns(["person", "starts_at", "ends_at", "reason", "corrected_at"])
        .from("duty_attendance_before")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("day").eq(on.to_string()))
        .order_by("corrected_at", Order::Desc)
        .to_owned();
    let instant = |row: &QueryResult, column: &str| row.try_get("", column).map(Instant::from_micros);
    let rows = db.query_all(&query).await?;
    let corrected = |row: &QueryResult| -> Result<Corrected, DbErr> {
        Ok(Corrected {
            person: person(row)?,
            starts: instant(row, "starts_at")?,
            ends: instant(row, "ends_at")?,
            reason: text(row, "reason")?,
            at: instant(row, "corrected_at")?,
        })
    };
    rows.iter().map(corrected).collect()
}

/// What an entry of the ledger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LedgerKind {
    Earned,
    Rested,
    Paid,
}

impl LedgerKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Earned => "earned",
            Self::Rested => "rested",
            Self::Paid => "paid",
        }
    }
}

/// An entry of the ledger; what is rested or paid has negative minutes.
#[derive(Debug, Clone)]
pub struct LedgerEntry {
    pub person: PersonId,
    pub kind: LedgerKind,
    pub minutes: i64,
    pub why: String,
    pub fact: FactId,
}

/// # Errors
/// The database's own failure.
pub async fn insert_ledger(
    change: &mut Change<'_>,
    unit: &UnitCode,
    month: RosterMonth,
    entries: &[LedgerEntry],
) -> Result<(), DbErr> {
    for chunk in entries.chunks(ROWS_AT_ONCE) {
        let mut query = Query::insert()
            .into_table("duty_ledger")
            .columns(["unit", "person", "month", "kind", "minutes", "why", "fact"])
            .to_owned();
        for entry in chunk {
            query.values_panic([
                unit.as_str().into(),
                entry.person.as_str().into(),
                month.to_string().into(),
                entry.kind.as_str().into(),
                entry.minutes.into(),
                entry.why.as_str().into(),
                entry.fact.as_str().into(),
            ]);
        }
        change.connection().execute(&query).await?;
    }
    Ok(())
}

/// What each month earned and gave back, by person; what was given back is negative.
///
/// # Errors
/// The database cannot be read.
pub async fn ledger(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
) -> Result<HashMap<PersonId, Vec<(RosterMonth, i64)>>, DbErr> {
    let query = Query::select()
        .columns(["person", "month", "kind"])
        .expr_as(Expr::col("minutes").sum().cast_as(Alias::new("BIGINT")), "owed")
        .from("duty_ledger")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .group_by_col("person")
        .group_by_col("month")
        .group_by_col("kind")
        .to_owned();
    let mut found: HashMap<PersonId, Vec<(RosterMonth, i64)>> = HashMap::new();
    for row in db.query_all(&query).await? {
        let month = text(&row, "month")?;
        let month = month.parse().map_err(|_| DbErr::Type(format!("month {month}")))?;
        found.entry(person(&row)?).or_default().push((month, row.try_get("", "owed")?));
    }
    Ok(found)
}

/// Minutes owed to each person of a unit after all that was given back.
///
/// # Errors
/// The database cannot be read.
pub async fn owed(db: &impl ConnectionTrait, unit: &UnitCode) -> Result<HashMap<PersonId, i64>, DbErr> {
    let query = Query::select()
        .column("person")
        .expr_as(Expr::col("minutes").sum().cast_as(Alias::new("BIGINT")), "owed")
        .from("duty_ledger")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .group_by_col("person")
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| Ok((person(row)?, row.try_get("", "owed")?))).collect()
}

/// Whether a month of a unit was settled.
///
/// # Errors
/// The database cannot be read.
pub async fn is_settled(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    month: RosterMonth,
) -> Result<bool, DbErr> {
    let query = Query::select()
        .column("person")
        .from("duty_ledger")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("month").eq(month.to_string()))
        .and_where(Expr::col("kind").eq(LedgerKind::Earned.as_str()))
        .limit(1)
        .to_owned();
    Ok(db.query_one(&query).await?.is_some())
}
