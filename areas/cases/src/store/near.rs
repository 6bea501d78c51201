//! What comes near its end: counts of cases and incidents together, and what somebody is told of.

use super::Units;
use super::clocks::{ClockFilter, ClockRow, Near, NearCounts, rows_of, running};
use super::report_clocks::{self, ReportClockRow};
use database::DbErr;
use kernel::{Instant, PersonId};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType};

/// The clocks of these units, however near they are.
fn all_of(units: &Units) -> ClockFilter {
    ClockFilter { units: units.clone(), held: false, rule: None, near: None, under: None, handler: None }
}

/// How near a running period is: each is counted once, by the last step that it has reached.
fn reached(table: &'static str, near: Near) -> SimpleExpr {
    let is = at_step(table, near);
    // Counted, not summed: PostgreSQL's sum of whole numbers is none of them.
    Expr::expr(Expr::case(is, 1_i64)).count()
}

/// The periods whose last step this is.
pub(super) fn at_step(table: &'static str, near: Near) -> SimpleExpr {
    let column = |name: &'static str| Expr::col((table, name));
    match near {
        Near::Warned(now) => column("warn_at").lte(now.micros()).and(column("escalate_at").gt(now.micros())),
        Near::Escalated(now) => {
            column("escalate_at").lte(now.micros()).and(column("safe_at").gt(now.micros()))
        }
        Near::Over(now) => column("safe_at").lte(now.micros()),
    }
}

fn counted(mut query: SelectStatement, table: &'static str, now: Instant) -> SelectStatement {
    // What is stopped has no time of warning, and is not near.
    query
        .and_where(Expr::col((table, "warn_at")).lte(now.micros()))
        .expr_as(reached(table, Near::Warned(now)), "warned")
        .expr_as(reached(table, Near::Escalated(now)), "escalated")
        .expr_as(reached(table, Near::Over(now)), "over");
    query
}

/// Counts the running periods of some units, of cases and of incidents, in one question.
///
/// # Errors
/// The database cannot be read.
pub async fn near_counts(
    db: &impl ConnectionTrait,
    units: &Units,
    now: Instant,
) -> Result<NearCounts, DbErr> {
    let filter = all_of(units);
    let of_reports = counted(report_clocks::asked(&filter), report_clocks::TABLE, now);
    let mut query = counted(running(&filter), "cases_clock", now);
    query.union(UnionType::All, of_reports);
    let mut counts = NearCounts::default();
    for row in db.query_all(&query).await? {
        counts.warned += row.try_get::<i64>("", "warned")?;
        counts.escalated += row.try_get::<i64>("", "escalated")?;
        counts.over += row.try_get::<i64>("", "over")?;
    }
    Ok(counts)
}

/// What somebody is told: of their own from one step on, of all of the units from another.
#[derive(Debug, Clone, Default)]
pub struct ToldOf {
    pub own: Option<(PersonId, Near)>,
    pub all: Option<Near>,
}

fn is_near(table: &'static str, near: Near) -> SimpleExpr {
    let column = |name: &'static str| Expr::col((table, name));
    match near {
        Near::Warned(now) => column("warn_at").lte(now.micros()),
        Near::Escalated(now) => column("escalate_at").lte(now.micros()),
        // What is stopped has no time of warning and does not run out.
        Near::Over(now) => column("safe_at").lte(now.micros()).and(column("warn_at").is_not_null()),
    }
}

/// `handled`: the table and the columns that say whose a record is.
fn told(table: &'static str, key: &'static str, handled: (&'static str, &'static str), of: &ToldOf) -> Cond {
    let mut any = Cond::any();
    if let Some((person, near)) = &of.own {
        let own = Query::select()
            .column(handled.1)
            .from(handled.0)
            .and_where(Expr::col("person").eq(person.as_str()))
            .to_owned();
        let is_own = Expr::col((table, key)).in_subquery(own);
        any = any.add(Cond::all().add(is_near(table, *near)).add(is_own));
    }
    match of.all {
        Some(near) => any.add(is_near(table, near)),
        None => any,
    }
}

/// The running periods that somebody is told of, nearest first: of cases, and of incidents.
///
/// # Errors
/// The database cannot be read.
pub async fn told_rows(
    db: &impl ConnectionTrait,
    units: &Units,
    of: &ToldOf,
    limit: u64,
) -> Result<(Vec<ClockRow>, Vec<ReportClockRow>), DbErr> {
    if of.own.is_none() && of.all.is_none() {
        return Ok((Vec::new(), Vec::new()));
    }
    let filter = all_of(units);
    let mut cases = running(&filter);
    cases.cond_where(told("cases_clock", "case_id", ("cases_handler", "case_id"), of));
    let mut reports = report_clocks::asked(&filter);
    reports.cond_where(told(report_clocks::TABLE, "incident", ("cases_sent", "incident"), of));
    Ok((rows_of(db, cases, limit, 0).await?, report_clocks::rows_of(db, reports, limit).await?))
}
