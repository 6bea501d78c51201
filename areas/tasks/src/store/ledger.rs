//! What the ledger of burden names one by one.

use super::{instant, number, text};
use crate::rules::TaskId;
use database::DbErr;
use kernel::{Instant, Span, UnitCode};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Order, Query};

/// A return with what it cost the stations.
#[derive(Debug, Clone)]
pub struct BurdenRow {
    pub name: String,
    /// Tasks that asked for it, over all stations.
    pub times: i64,
    /// Minutes for one filling in, added up over the stations asked.
    pub minutes: i64,
}

/// The returns that cost most among tasks released in a period.
///
/// # Errors
/// The database cannot be read.
pub async fn heaviest_returns(
    db: &impl ConnectionTrait,
    period: Span,
    most: u64,
) -> Result<Vec<BurdenRow>, DbErr> {
    let minutes = "CAST(SUM(tasks_return.minutes) AS BIGINT)";
    let query = Query::select()
        .column(("tasks_return", "name"))
        .expr_as(Expr::cust("COUNT(*)"), "times")
        .expr_as(Expr::cust(minutes), "cost")
        .from("tasks_return")
        .join(
            JoinType::InnerJoin,
            "tasks_task",
            Expr::col(("tasks_task", "id")).equals(("tasks_return", "task")),
        )
        .join(
            JoinType::InnerJoin,
            "tasks_station",
            Expr::col(("tasks_station", "task")).equals(("tasks_return", "task")),
        )
        .and_where(Expr::col(("tasks_return", "state")).eq("asked"))
        .and_where(Expr::col(("tasks_task", "state")).is_in(["released", "done"]))
        .and_where(Expr::col(("tasks_task", "decided_at")).gte(period.from.start().micros()))
        .and_where(Expr::col(("tasks_task", "decided_at")).lt(period.to.end().micros()))
        .group_by_col(("tasks_return", "name"))
        .order_by_expr(Expr::cust(minutes), Order::Desc)
        .order_by(("tasks_return", "name"), Order::Asc)
        .limit(most)
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            Ok(BurdenRow {
                name: text(row, "name")?,
                times: number(row, "times")?,
                minutes: number(row, "cost")?,
            })
        })
        .collect()
}

/// A task that went out above capacity, and by whom.
#[derive(Debug, Clone)]
pub struct AboveRow {
    pub id: TaskId,
    pub unit: UnitCode,
    pub title: String,
    pub proposed_by: String,
    pub decided_by: String,
    pub decided_at: Option<Instant>,
}

/// What went out above capacity in a period, newest first.
///
/// # Errors
/// The database cannot be read.
pub async fn released_above(
    db: &impl ConnectionTrait,
    period: Span,
    most: u64,
) -> Result<Vec<AboveRow>, DbErr> {
    let query = Query::select()
        .columns(["id", "unit", "title", "proposed_by", "decided_by", "decided_at"])
        .from("tasks_task")
        .and_where(Expr::col("above").eq(1_i64))
        .and_where(Expr::col("decided_at").gte(period.from.start().micros()))
        .and_where(Expr::col("decided_at").lt(period.to.end().micros()))
        .order_by("decided_at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(most)
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            Ok(AboveRow {
                id: TaskId::stored(text(row, "id")?),
                unit: UnitCode::stored(text(row, "unit")?),
                title: text(row, "title")?,
                proposed_by: text(row, "proposed_by")?,
                decided_by: text(row, "decided_by")?,
                decided_at: instant(row, "decided_at")?,
            })
        })
        .collect()
}
