//! The running periods of incidents, for boards.

use super::clocks::ClockFilter;
use super::list::in_units;
use super::near::at_step;
use super::{instant, text, time};
use crate::rules::clock::{Clock, Clocks, ReportFile};
use crate::rules::{Incident, IncidentId};
use database::{Change, DbErr};
use kernel::{FactId, Instant, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

pub(super) const TABLE: &str = "cases_report_clock";

/// Puts the running clocks of an incident in the place of those before.
///
/// # Errors
/// The database's own failure.
pub async fn save_report_clocks(
    change: &mut Change<'_>,
    incident: &Incident,
    file: &ReportFile,
    clocks: &[Clock],
    kinds: &Clocks,
) -> Result<(), DbErr> {
    let old = Query::delete()
        .from_table(TABLE)
        .and_where(Expr::col("unit").eq(incident.unit.as_str()))
        .and_where(Expr::col("incident").eq(incident.id.as_str()))
        .to_owned();
    change.connection().execute(&old).await?;
    if clocks.iter().any(Clock::is_running) {
        change.connection().execute(&insert(incident, file, clocks, kinds)).await?;
    }
    Ok(())
}

fn insert(incident: &Incident, file: &ReportFile, clocks: &[Clock], kinds: &Clocks) -> InsertStatement {
    let mut query = Query::insert()
        .into_table(TABLE)
        .columns([
            "unit",
            "incident",
            "fact",
            "rule",
            "version",
            "since",
            "due_at",
            "safe_at",
            "extensions",
            "warn_at",
            "escalate_at",
            "is_told",
        ])
        .to_owned();
    for clock in clocks.iter().filter(|clock| clock.is_running()) {
        let near = clock.safe.map(|safe| (kinds.warnings(&clock.rule), safe));
        query.values_panic([
            incident.unit.as_str().into(),
            incident.id.as_str().into(),
            clock.started_by.as_str().into(),
            clock.rule.as_str().into(),
            clock.version.as_str().into(),
            clock.since.micros().into(),
            clock.due.map(Instant::micros).into(),
            clock.safe.map(Instant::micros).into(),
            i64::from(clock.extensions).into(),
            near.map(|(warnings, safe)| warnings.first(safe).micros()).into(),
            near.map(|(warnings, safe)| warnings.last(safe).micros()).into(),
            i64::from(file.overdue.is_open(&clock.key())).into(),
        ]);
    }
    query
}

/// A running period of an incident on a board.
#[derive(Debug, Clone)]
pub struct ReportClockRow {
    pub unit: UnitCode,
    pub incident: IncidentId,
    pub number: String,
    pub rule: String,
    pub version: String,
    pub fact: FactId,
    pub since: Instant,
    pub due: Option<Instant>,
    pub safe: Option<Instant>,
    pub extensions: i64,
}

fn row(found: &QueryResult) -> Result<ReportClockRow, DbErr> {
    Ok(ReportClockRow {
        unit: UnitCode::stored(text(found, "unit")?),
        incident: IncidentId::stored(text(found, "incident")?),
        number: text(found, "number")?,
        rule: text(found, "rule")?,
        version: text(found, "version")?,
        fact: FactId::stored(text(found, "fact")?),
        since: time(found, "since")?,
        due: instant(found, "due_at")?,
        safe: instant(found, "safe_at")?,
        extensions: found.try_get("", "extensions")?,
    })
}

pub(super) fn asked(filter: &ClockFilter) -> SelectStatement {
    let column = |name: &'static str| Expr::col((TABLE, name));
    let mut query = Query::select();
    query.from(TABLE);
    in_units(&mut query, &filter.units);
    if let Some(rule) = &filter.rule {
        query.and_where(column("rule").eq(rule.as_str()));
    }
    if let Some(near) = filter.near {
        query.and_where(at_step(TABLE, near));
    }
    if let Some(versions) = &filter.under {
        query.and_where(column("version").is_in(versions.iter().map(String::as_str)));
    }
    if let Some(handler) = &filter.handler {
        // Theirs are the incidents to which they were sent.
        query.and_where(
            column("incident").in_subquery(
                Query::select()
                    .column("incident")
                    .from("cases_sent")
                    .and_where(Expr::col("person").eq(handler.as_str()))
                    .to_owned(),
            ),
        );
    }
    query
}

/// Running clocks of incidents, those that end first at the top. Nobody is held by them.
///
/// # Errors
/// The database cannot be read.
pub async fn report_clock_rows(
    db: &impl ConnectionTrait,
    filter: &ClockFilter,
    limit: u64,
) -> Result<Vec<ReportClockRow>, DbErr> {
    if filter.held {
        return Ok(Vec::new());
    }
    rows_of(db, asked(filter), limit).await
}

/// The rows of a selection of running clocks of incidents.
pub(super) async fn rows_of(
    db: &impl ConnectionTrait,
    mut chosen: SelectStatement,
    limit: u64,
) -> Result<Vec<ReportClockRow>, DbErr> {
    let number = Query::select()
        .column("number")
        .from("cases_incident")
        .and_where(Expr::col(("cases_incident", "id")).equals((TABLE, "incident")))
        .and_where(Expr::col(("cases_incident", "unit")).equals((TABLE, "unit")))
        .to_owned();
    let query = chosen
        .columns(
            ["unit", "incident", "fact", "rule", "version", "since", "due_at", "safe_at", "extensions"]
                .map(|name| (TABLE, name)),
        )
        .expr_as(number, "number")
        .order_by((TABLE, "safe_at"), Order::Asc)
        .order_by((TABLE, "incident"), Order::Asc)
        .limit(limit)
        .to_owned();
    db.query_all(&query).await?.iter().map(row).collect()
}

/// Clocks of incidents that have run out by now and have not been brought before anybody.
///
/// # Errors
/// The database cannot be read.
pub async fn reports_run_out(
    db: &impl ConnectionTrait,
    now: Instant,
    limit: u64,
) -> Result<Vec<(IncidentId, String)>, DbErr> {
    let query = Query::select()
        .columns(["incident", "fact", "rule"])
        .from(TABLE)
        .and_where(Expr::cust("is_told = 0"))
        .and_where(Expr::col("due_at").lte(now.micros()))
        .order_by("due_at", Order::Asc)
        .limit(limit)
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| {
            let key = format!("{}/{}", text(row, "rule")?, text(row, "fact")?);
            Ok((IncidentId::stored(text(row, "incident")?), key))
        })
        .collect()
}
