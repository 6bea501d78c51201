//! Rosters as a whole; what is in them is in `cells`.

use super::text;
use crate::DutyProblem;
use crate::rules::RosterMonth;
use database::{Change, DbErr};
use kernel::{Instant, Text, UnitCode};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use serde::{Deserialize, Serialize};

/// A broken wish or minimum, and what keeping it would have cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    pub what: Text,
    pub price: Text,
}

/// The roster of a unit and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    pub unit: UnitCode,
    pub month: RosterMonth,
    pub has_draft: bool,
    pub published_at: Option<Instant>,
    /// Why a changed roster was proposed; none without a proposal.
    pub proposal: Option<String>,
    pub explained: Vec<Explanation>,
    /// 0 before it is saved for the first time.
    pub revision: i64,
}

impl RosterRow {
    pub fn new(unit: &UnitCode, month: RosterMonth) -> Self {
        Self {
            unit: unit.clone(),
            month,
            has_draft: false,
            published_at: None,
            proposal: None,
            explained: Vec::new(),
            revision: 0,
        }
    }
}

/// # Errors
/// The database cannot be read.
pub async fn roster(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    month: RosterMonth,
) -> Result<RosterRow, DbErr> {
    let query = Query::select()
        .columns(["has_draft", "published_at", "proposal", "explained", "revision"])
        .from("duty_roster")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("month").eq(month.to_string()))
        .to_owned();
    let Some(row) = db.query_one(&query).await? else { return Ok(RosterRow::new(unit, month)) };
    let explained = text(&row, "explained")?;
    Ok(RosterRow {
        unit: unit.clone(),
        month,
        has_draft: row.try_get::<i64>("", "has_draft")? != 0,
        published_at: row.try_get::<Option<i64>>("", "published_at")?.map(Instant::from_micros),
        proposal: super::optional(text(&row, "proposal")?),
        explained: match explained.as_str() {
            "" => Vec::new(),
            json => serde_json::from_str(json).map_err(|error| DbErr::Json(error.to_string()))?,
        },
        revision: row.try_get("", "revision")?,
    })
}

/// Saves a roster as it was read, changed.
///
/// # Errors
/// Somebody else saved meanwhile, or the database's own failure.
pub async fn save_roster(change: &mut Change<'_>, roster: &RosterRow) -> Result<(), DutyProblem> {
    let explained = match roster.explained.as_slice() {
        [] => String::new(),
        some => serde_json::to_string(some).map_err(|error| DbErr::Json(error.to_string()))?,
    };
    let values = [
        ("has_draft", Expr::val(i64::from(roster.has_draft))),
        ("published_at", Expr::val(roster.published_at.map(Instant::micros))),
        ("proposal", Expr::val(roster.proposal.clone().unwrap_or_default())),
        ("explained", Expr::val(explained)),
        ("revision", Expr::val(roster.revision + 1)),
    ];
    if roster.revision == 0 {
        let (columns, values): (Vec<&str>, Vec<Expr>) = values.into_iter().unzip();
        let query = Query::insert()
            .into_table("duty_roster")
            .columns(["unit", "month"].into_iter().chain(columns))
            .values_panic(
                [roster.unit.as_str().into(), roster.month.to_string().into()].into_iter().chain(values),
            )
            // Somebody else may have begun the month first.
            .on_conflict(OnConflict::columns(["unit", "month"]).do_nothing().to_owned())
            .to_owned();
        return match change.connection().execute(&query).await?.rows_affected() {
            1 => Ok(()),
            _ => Err(DutyProblem::Stale),
        };
    }
    let query = Query::update()
        .table("duty_roster")
        .values(values)
        .and_where(Expr::col("unit").eq(roster.unit.as_str()))
        .and_where(Expr::col("month").eq(roster.month.to_string()))
        .and_where(Expr::col("revision").eq(roster.revision))
        .to_owned();
    match change.connection().execute(&query).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(DutyProblem::Stale),
    }
}
