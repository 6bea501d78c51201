//! Swaps.

use super::{day, text};
use crate::DutyProblem;
use crate::rules::swap::{Swap, SwapId, SwapState};
use database::{Change, DbErr, word};
use kernel::{Instant, PersonId, UnitCode};
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

const COLUMNS: [&str; 11] = [
    "unit",
    "id",
    "asker",
    "asker_day",
    "other",
    "other_day",
    "state",
    "why",
    "answer",
    "asked_at",
    "revision",
];
/// Swaps on a page.
const SHOWN: u64 = 100;

fn swap(row: &QueryResult) -> Result<Swap, DbErr> {
    Ok(Swap {
        unit: UnitCode::stored(text(row, "unit")?),
        id: SwapId::stored(text(row, "id")?),
        asker: PersonId::stored(text(row, "asker")?),
        asker_day: day(row, "asker_day")?,
        other: PersonId::stored(text(row, "other")?),
        other_day: day(row, "other_day")?,
        state: word(row, "state", SwapState::parse)?,
        why: text(row, "why")?,
        answer: text(row, "answer")?,
        asked_at: Instant::from_micros(row.try_get("", "asked_at")?),
        revision: row.try_get("", "revision")?,
    })
}

fn newest() -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("duty_swap")
        .order_by("asked_at", Order::Desc)
        .limit(SHOWN)
        .to_owned()
}

/// # Errors
/// The database cannot be read.
pub async fn find_swap(db: &impl ConnectionTrait, id: &SwapId) -> Result<Option<Swap>, DbErr> {
    let query = newest().and_where(Expr::col("id").eq(id.as_str())).to_owned();
    db.query_one(&query).await?.as_ref().map(swap).transpose()
}

/// The newest swaps of a unit; only those of one person if one is given.
///
/// # Errors
/// The database cannot be read.
pub async fn swaps(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    of: Option<&PersonId>,
) -> Result<Vec<Swap>, DbErr> {
    let mut query = newest().and_where(Expr::col("unit").eq(unit.as_str())).to_owned();
    if let Some(person) = of {
        let is = |column: &'static str| Expr::col(column).eq(person.as_str());
        query.cond_where(Cond::any().add(is("asker")).add(is("other")));
    }
    db.query_all(&query).await?.iter().map(swap).collect()
}

/// # Errors
/// The database's own failure.
pub async fn insert_swap(change: &mut Change<'_>, swap: &Swap) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("duty_swap")
        .columns(COLUMNS)
        .values_panic([
            swap.unit.as_str().into(),
            swap.id.as_str().into(),
            swap.asker.as_str().into(),
            swap.asker_day.to_string().into(),
            swap.other.as_str().into(),
            swap.other_day.to_string().into(),
            swap.state.as_str().into(),
            swap.why.as_str().into(),
            swap.answer.as_str().into(),
            swap.asked_at.micros().into(),
            1_i64.into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Saves how far a swap has come.
///
/// # Errors
/// Somebody else saved meanwhile, or the database's own failure.
pub async fn save_swap(change: &mut Change<'_>, swap: &Swap) -> Result<(), DutyProblem> {
    let query = Query::update()
        .table("duty_swap")
        .values([
            ("state", swap.state.as_str().into()),
            ("answer", swap.answer.as_str().into()),
            ("revision", (swap.revision + 1).into()),
        ])
        .and_where(Expr::col("unit").eq(swap.unit.as_str()))
        .and_where(Expr::col("id").eq(swap.id.as_str()))
        .and_where(Expr::col("revision").eq(swap.revision))
        .to_owned();
    match change.connection().execute(&query).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(DutyProblem::Stale),
    }
}
