//! Plans.

use super::{day, text};
use crate::DutyProblem;
use crate::rules::Plan;
use database::{Change, DbErr};
use kernel::{Day, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

/// A plan as it is kept.
#[derive(Debug, Clone)]
pub struct StoredPlan {
    pub unit: UnitCode,
    pub since: Day,
    pub plan: Plan,
    pub revision: i64,
}

/// A plan from its text in the database.
pub(super) fn parsed(plan: &str) -> Result<Plan, DbErr> {
    serde_json::from_str(plan).map_err(|error| DbErr::Json(error.to_string()))
}

fn stored(row: &QueryResult) -> Result<StoredPlan, DbErr> {
    let plan = text(row, "plan")?;
    Ok(StoredPlan {
        unit: UnitCode::stored(text(row, "unit")?),
        since: day(row, "since")?,
        plan: parsed(&plan)?,
        revision: row.try_get("", "revision")?,
    })
}

fn query() -> SelectStatement {
    Query::select().columns(["unit", "since", "plan", "revision"]).from("duty_plan").to_owned()
}

/// The plan that holds on a day.
///
/// # Errors
/// The database cannot be read.
pub async fn plan_for(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    on: Day,
) -> Result<Option<StoredPlan>, DbErr> {
    let query = query()
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("since").lte(on.to_string()))
        .order_by("since", Order::Desc)
        .limit(1)
        .to_owned();
    db.query_one(&query).await?.as_ref().map(stored).transpose()
}

/// The plans of several units that hold on a day.
///
/// # Errors
/// The database cannot be read.
pub async fn plans_of(
    db: &impl ConnectionTrait,
    units: &[UnitCode],
    on: Day,
) -> Result<Vec<StoredPlan>, DbErr> {
    let query = query()
        .and_where(Expr::col("unit").is_in(units.iter().map(UnitCode::as_str)))
        .and_where(Expr::col("since").lte(on.to_string()))
        .order_by("since", Order::Asc)
        .to_owned();
    let mut latest: Vec<StoredPlan> = Vec::new();
    for row in db.query_all(&query).await? {
        let plan = stored(&row)?;
        latest.retain(|other| other.unit != plan.unit);
        latest.push(plan);
    }
    Ok(latest)
}

/// Puts a plan in force from a day on; `revision` is 0 where there is none from that day.
///
/// # Errors
/// Somebody else saved meanwhile, or the database's own failure.
pub async fn save_plan(change: &mut Change<'_>, plan: &StoredPlan) -> Result<(), DutyProblem> {
    let json = serde_json::to_string(&plan.plan).map_err(|error| DbErr::Json(error.to_string()))?;
    if plan.revision == 0 {
        let taken = plan_for(&change.read(), &plan.unit, plan.since).await?;
        if taken.is_some_and(|there| there.since == plan.since) {
            return Err(DutyProblem::Stale);
        }
        let query = Query::insert()
            .into_table("duty_plan")
            .columns(["unit", "since", "plan", "revision"])
            .values_panic([
                plan.unit.as_str().into(),
                plan.since.to_string().into(),
                json.into(),
                1_i64.into(),
            ])
            .to_owned();
        change.connection().execute(&query).await?;
        return Ok(());
    }
    let query = Query::update()
        .table("duty_plan")
        .values([("plan", json.into()), ("revision", (plan.revision + 1).into())])
        .and_where(Expr::col("unit").eq(plan.unit.as_str()))
        .and_where(Expr::col("since").eq(plan.since.to_string()))
        .and_where(Expr::col("revision").eq(plan.revision))
        .to_owned();
    match change.connection().execute(&query).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(DutyProblem::Stale),
    }
}
