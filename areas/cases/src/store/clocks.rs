//! The running periods of cases, for lists and boards.

use super::list::in_units;
use super::{Units, instant, text, time};
use crate::rules::act::PartyId;
use crate::rules::clock::{Clock, Clocks, is_paused};
use crate::rules::{Case, CaseCategory, CaseId};
use database::{Change, DbErr};
use kernel::{FactId, Instant, PersonId, UnitCode};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

const COLUMNS: [&str; 16] = [
    "unit",
    "case_id",
    "fact",
    "rule",
    "version",
    "party",
    "since",
    "due_at",
    "safe_at",
    "extensions",
    "excluded",
    "paused_since",
    "ended_at",
    "is_hold",
    "warn_at",
    "warned",
];

/// Puts the clocks of a case in the place of those before.
///
/// # Errors
/// The database's own failure.
pub async fn save_clocks(
    change: &mut Change<'_>,
    case: &Case,
    clocks: &[Clock],
    kinds: &Clocks,
    now: Instant,
) -> Result<(), DbErr> {
    let old = Query::delete()
        .from_table("cases_clock")
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("case_id").eq(case.id.as_str()))
        .to_owned();
    change.connection().execute(&old).await?;
    if clocks.is_empty() {
        return Ok(());
    }
    let mut query = Query::insert().into_table("cases_clock").columns(COLUMNS).to_owned();
    for clock in clocks {
        let kind = kinds.kind(&clock.rule);
        let stopped = |safe: &Instant| is_paused(clock.paused_since, *safe);
        let safe = clock.safe.filter(|safe| clock.is_running() && !stopped(safe));
        let warn_at = kind.zip(safe).and_then(|(kind, safe)| kind.warn_after(safe, now));
        let warned = kind.zip(safe).map_or(0, |(kind, safe)| kind.level(safe, now));
        query.values_panic([
            case.unit.as_str().into(),
            case.id.as_str().into(),
            clock.started_by.as_str().into(),
            clock.rule.as_str().into(),
            clock.version.as_str().into(),
            clock.party.as_ref().map_or("", PartyId::as_str).into(),
            clock.since.micros().into(),
            clock.due.map(Instant::micros).into(),
            clock.safe.map(Instant::micros).into(),
            i64::from(clock.extensions).into(),
            i64::from(clock.excluded_days).into(),
            clock.paused_since.map(Instant::micros).into(),
            clock.ended_at.map(Instant::micros).into(),
            i64::from(clock.is_hold).into(),
            warn_at.map(Instant::micros).into(),
            i64::try_from(warned).unwrap_or(i64::MAX).into(),
        ]);
    }
    change.connection().execute(&query).await?;
    Ok(())
}

/// A running period on a board.
#[derive(Debug, Clone)]
pub struct ClockRow {
    pub unit: UnitCode,
    pub case: CaseId,
    pub number: String,
    pub category: CaseCategory,
    pub rule: String,
    pub version: String,
    pub fact: FactId,
    pub party: Option<PartyId>,
    pub since: Instant,
    pub due: Option<Instant>,
    pub safe: Option<Instant>,
    pub paused_since: Option<Instant>,
    pub extensions: i64,
    pub is_hold: bool,
}

impl ClockRow {
    pub fn is_over(&self, now: Instant) -> bool {
        self.due.or(self.safe).is_some_and(|over| now >= over && !is_paused(self.paused_since, over))
    }
}

fn row(found: &QueryResult) -> Result<ClockRow, DbErr> {
    let party = text(found, "party")?;
    Ok(ClockRow {
        unit: UnitCode::stored(text(found, "unit")?),
        case: CaseId::stored(text(found, "case_id")?),
        number: text(found, "number")?,
        category: super::word(found, "category", CaseCategory::parse)?,
        rule: text(found, "rule")?,
        version: text(found, "version")?,
        fact: FactId::stored(text(found, "fact")?),
        party: (!party.is_empty()).then(|| PartyId::stored(party)),
        since: time(found, "since")?,
        due: instant(found, "due_at")?,
        safe: instant(found, "safe_at")?,
        paused_since: instant(found, "paused_since")?,
        extensions: found.try_get("", "extensions")?,
        is_hold: found.try_get::<i64>("", "is_hold")? == 1,
    })
}

/// Which running clocks are asked for.
#[derive(Debug, Clone)]
pub struct ClockFilter {
    pub units: Units,
    /// Only where somebody is held.
    pub held: bool,
    /// Only of this rule.
    pub rule: Option<String>,
    /// Only those over before this moment.
    pub before: Option<Instant>,
    /// Only of cases that this person handles.
    pub handler: Option<PersonId>,
}

fn running(filter: &ClockFilter) -> SelectStatement {
    let column = |name: &'static str| Expr::col(("cases_clock", name));
    let mut query = Query::select();
    query.from("cases_clock").and_where(column("ended_at").is_null());
    in_units(&mut query, &filter.units);
    if filter.held {
        query.and_where(column("is_hold").eq(1_i64));
    }
    if let Some(rule) = &filter.rule {
        query.and_where(column("rule").eq(rule.as_str()));
    }
    if let Some(before) = filter.before {
        query.and_where(column("safe_at").lt(before.micros()));
    }
    if let Some(handler) = &filter.handler {
        query.and_where(
            column("case_id").in_subquery(
                Query::select()
                    .column("case_id")
                    .from("cases_handler")
                    .and_where(Expr::col("person").eq(handler.as_str()))
                    .to_owned(),
            ),
        );
    }
    query
}

/// Running clocks, those that end first at the top.
///
/// # Errors
/// The database cannot be read.
pub async fn clock_rows(
    db: &impl ConnectionTrait,
    filter: &ClockFilter,
    limit: u64,
    offset: u64,
) -> Result<Vec<ClockRow>, DbErr> {
    let keys = running(filter)
        .columns(
            [
                "unit",
                "case_id",
                "fact",
                "rule",
                "version",
                "party",
                "since",
                "due_at",
                "safe_at",
                "paused_since",
                "extensions",
                "is_hold",
            ]
            .map(|name| ("cases_clock", name)),
        )
        .order_by(("cases_clock", "safe_at"), Order::Asc)
        .order_by(("cases_clock", "case_id"), Order::Asc)
        .order_by(("cases_clock", "rule"), Order::Asc)
        .limit(limit)
        .offset(offset)
        .to_owned();
    let query = Query::select()
        .expr(Expr::col((Alias::new("clock"), sea_orm::sea_query::Asterisk)))
        .columns([("cases_case", "number"), ("cases_case", "category")])
        .from_subquery(keys, Alias::new("clock"))
        .join(
            JoinType::InnerJoin,
            "cases_case",
            Expr::col(("cases_case", "unit"))
                .equals(("clock", "unit"))
                .and(Expr::col(("cases_case", "id")).equals(("clock", "case_id"))),
        )
        .order_by(("clock", "safe_at"), Order::Asc)
        .order_by(("clock", "case_id"), Order::Asc)
        .order_by(("clock", "rule"), Order::Asc)
        .to_owned();
    db.query_all(&query).await?.iter().map(row).collect()
}

/// How many there are.
///
/// # Errors
/// The database cannot be read.
pub async fn clock_count(db: &impl ConnectionTrait, filter: &ClockFilter) -> Result<u64, DbErr> {
    let query = running(filter).expr_as(Expr::col(("cases_clock", "case_id")).count(), "count").to_owned();
    let count = db.query_one(&query).await?.map(|row| row.try_get::<i64>("", "count")).transpose()?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
}
