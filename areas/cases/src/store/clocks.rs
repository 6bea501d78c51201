//! The running periods of cases, for lists and boards.

use super::list::{count, counted, in_units, in_units_aside};
use super::near::at_step;
use super::{Units, instant, text, time};
use crate::CasesProblem;
use crate::rules::act::PartyId;
use crate::rules::clock::{Clock, Clocks, is_paused, key};
use crate::rules::file::CaseFile;
use crate::rules::{Case, CaseCategory, CaseId};
use database::{Change, Cipher, DbErr, InsertRows};
use kernel::{FactId, Instant, PersonId, UnitCode};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use std::collections::{HashMap, HashSet};

const COLUMNS: [&str; 17] = [
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
    "escalate_at",
    "is_told",
];

/// Puts the clocks of a case in the place of those before.
///
/// # Errors
/// The database's own failure.
pub async fn save_clocks(
    change: &mut Change<'_>,
    case: &Case,
    file: &CaseFile,
    clocks: &[Clock],
    kinds: &Clocks,
) -> Result<(), DbErr> {
    let old = Query::delete()
        .from_table("cases_clock")
        .and_where(Expr::col("unit").eq(case.unit.as_str()))
        .and_where(Expr::col("case_id").eq(case.id.as_str()))
        .to_owned();
    change.connection().execute(&old).await?;
    let rows = clocks.iter().map(|clock| values(case, file, clock, kinds));
    change.connection().insert_rows("cases_clock", &COLUMNS, rows).await
}

fn values(case: &Case, file: &CaseFile, clock: &Clock, kinds: &Clocks) -> [Value; 17] {
    // What is stopped comes near when it goes on.
    let safe = clock.safe.filter(|safe| !is_paused(clock.paused_since, *safe));
    let near = kinds.kind(&clock.rule).zip(safe);
    [
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
        near.map(|(kind, safe)| kind.warn_at(safe).micros()).into(),
        near.map(|(kind, safe)| kind.escalate_at(safe).micros()).into(),
        i64::from(file.overdue.is_open(&clock.key())).into(),
    ]
}

/// The clocks of many new cases, in few statements: for bulk loads.
///
/// # Errors
/// The database's own failure.
pub async fn insert_clocks(
    db: &impl InsertRows,
    cases: &[(Case, CaseFile, Vec<Clock>)],
    kinds: &Clocks,
) -> Result<(), DbErr> {
    let rows = cases
        .iter()
        .flat_map(|(case, file, clocks)| clocks.iter().map(move |clock| values(case, file, clock, kinds)));
    db.insert_rows("cases_clock", &COLUMNS, rows).await
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

/// How near to its end a period is, at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near {
    /// Within the first warning: the handler's.
    Warned(Instant),
    /// Within the last warning: the head of the unit's.
    Escalated(Instant),
    /// Run out: the legal officer's.
    Over(Instant),
}

/// Which running clocks are asked for.
#[derive(Debug, Clone)]
pub struct ClockFilter {
    pub units: Units,
    /// Only where somebody is held.
    pub held: bool,
    /// Only of this rule.
    pub rule: Option<String>,
    /// How near the end they are.
    pub near: Option<Near>,
    /// Only those that began under one of these versions of a rule.
    pub under: Option<Vec<String>>,
    /// Only of cases that this person handles.
    pub handler: Option<PersonId>,
}

pub(super) fn running(filter: &ClockFilter) -> SelectStatement {
    let column = |name: &'static str| Expr::col(("cases_clock", name));
    let mut query = Query::select();
    query.from("cases_clock").and_where(column("ended_at").is_null());
    match filter.handler {
        // The way is by the person's cases, not by all periods of the unit.
        Some(_) => in_units_aside(&mut query, &filter.units),
        None => in_units(&mut query, &filter.units),
    }
    if filter.held {
        // Literal here and where nothing was told: a partial index is chosen before values are known.
        query.and_where(Expr::cust("is_hold = 1"));
    }
    if let Some(rule) = &filter.rule {
        query.and_where(column("rule").eq(rule.as_str()));
    }
    if let Some(near) = filter.near {
        query.and_where(at_step("cases_clock", near));
    }
    if let Some(Near::Over(_)) = filter.near {
        // What was stopped before its end does not run out (`is_paused`).
        query.and_where(column("paused_since").is_null().or(column("paused_since").gte(column("safe_at"))));
    }
    if let Some(versions) = &filter.under {
        query.and_where(column("version").is_in(versions.iter().map(String::as_str)));
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
    rows_of(db, running(filter), limit, offset).await
}

/// The rows of a selection of running clocks.
pub(super) async fn rows_of(
    db: &impl ConnectionTrait,
    mut chosen: SelectStatement,
    limit: u64,
    offset: u64,
) -> Result<Vec<ClockRow>, DbErr> {
    let keys = chosen
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

/// How many there are, as far as lists count, and whether there are more.
///
/// # Errors
/// The database cannot be read.
pub async fn clock_count(db: &impl ConnectionTrait, filter: &ClockFilter) -> Result<(u64, bool), DbErr> {
    count(db, running(filter), counted(&filter.units)).await
}

/// A period that has run out and has not been brought before anybody.
#[derive(Debug, Clone)]
pub struct RunOut {
    pub case: CaseId,
    pub rule: String,
    pub version: String,
    /// The act that started it.
    pub fact: FactId,
    pub due: Instant,
}

impl RunOut {
    pub fn key(&self) -> String {
        key(&self.rule, &self.fact)
    }
}

/// What has run out by now and was not told.
fn untold(now: Instant) -> Condition {
    Condition::all()
        .add(Expr::col("ended_at").is_null())
        .add(Expr::cust("is_told = 0"))
        .add(Expr::col("due_at").lte(now.micros()))
        // What was stopped before its end does not run out (`is_paused`).
        .add(Expr::col("paused_since").is_null().or(Expr::col("paused_since").gte(Expr::col("due_at"))))
}

/// Cases in which a period has run out by now and was not told, the longest over first.
///
/// # Errors
/// The database cannot be read.
pub async fn run_out(db: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<CaseId>, DbErr> {
    let query = Query::select()
        .column("case_id")
        .from("cases_clock")
        .cond_where(untold(now))
        .group_by_col("case_id")
        .order_by_expr(Expr::col("due_at").min(), Order::Asc)
        .limit(limit)
        .to_owned();
    db.query_all(&query).await?.iter().map(|row| Ok(CaseId::stored(text(row, "case_id")?))).collect()
}

/// Marks the periods of some cases that have run out by now as told, and says which they were.
///
/// # Errors
/// The database's own failure.
pub async fn tell_run_out(
    change: &mut Change<'_>,
    cases: &[CaseId],
    now: Instant,
) -> Result<Vec<RunOut>, DbErr> {
    let of = || Expr::col("case_id").is_in(cases.iter().map(CaseId::as_str));
    let query = Query::select()
        .columns(["case_id", "rule", "version", "fact", "due_at"])
        .from("cases_clock")
        .cond_where(untold(now))
        .and_where(of())
        .order_by("due_at", Order::Asc)
        .to_owned();
    let rows = change.connection().query_all(&query).await?;
    let told = Query::update()
        .table("cases_clock")
        .value("is_told", 1_i64)
        .cond_where(untold(now))
        .and_where(of())
        .to_owned();
    change.connection().execute(&told).await?;
    rows.iter()
        .map(|row| {
            Ok(RunOut {
                case: CaseId::stored(text(row, "case_id")?),
                rule: text(row, "rule")?,
                version: text(row, "version")?,
                fact: FactId::stored(text(row, "fact")?),
                due: time(row, "due_at")?,
            })
        })
        .collect()
}

/// How many people are held, and when the next of their clocks ends; none if nobody is.
///
/// # Errors
/// The database cannot be read.
pub async fn held(db: &impl ConnectionTrait, units: &Units) -> Result<Option<HeldNow>, DbErr> {
    let filter =
        ClockFilter { units: units.clone(), held: true, rule: None, near: None, under: None, handler: None };
    let person = Expr::col(("cases_clock", "case_id"))
        .binary(sea_orm::sea_query::BinOper::Custom("||"), Expr::col(("cases_clock", "party")));
    let query = running(&filter)
        .expr_as(person.count_distinct(), "count")
        .expr_as(Expr::col(("cases_clock", "safe_at")).min(), "next")
        .to_owned();
    let Some(row) = db.query_one(&query).await? else { return Ok(None) };
    let count = u64::try_from(row.try_get::<i64>("", "count")?).unwrap_or(0);
    let next = row.try_get::<Option<i64>>("", "next")?.map(Instant::from_micros);
    Ok((count > 0).then_some(HeldNow { count, next }))
}

/// How many are held in some units, and when the next clock ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldNow {
    pub count: u64,
    pub next: Option<Instant>,
}

/// Who is held, as the board shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPerson {
    /// None once the record is sealed.
    pub name: Option<String>,
    /// Words of `Trait`.
    pub traits: Vec<String>,
}

/// The people of these periods.
///
/// # Errors
/// The database cannot be read, or the key file is another one.
pub async fn held_people(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    rows: &[ClockRow],
) -> Result<HashMap<PartyId, HeldPerson>, CasesProblem> {
    let cases: HashSet<&str> = rows.iter().map(|row| row.case.as_str()).collect();
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let people: HashSet<&str> =
        rows.iter().filter_map(|row| row.party.as_ref()).map(PartyId::as_str).collect();
    let query = Query::select()
        .columns(["id", "traits", "name", "sealed_at"])
        .from("cases_party")
        .and_where(Expr::col("case_id").is_in(cases))
        .and_where(Expr::col("id").is_in(people))
        .to_owned();
    let found = db.query_all(&query).await?;
    found
        .iter()
        .map(|row| {
            let traits = text(row, "traits")?.split_whitespace().map(str::to_owned).collect();
            let name = match row.try_get::<Option<i64>>("", "sealed_at")? {
                Some(_) => None,
                None => Some(cipher.open(&row.try_get::<Vec<u8>>("", "name")?)?),
            };
            Ok((PartyId::stored(text(row, "id")?), HeldPerson { name, traits }))
        })
        .collect()
}

/// How many running periods are near their end, and how many have run out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NearCounts {
    /// Within the first warning, and not the last.
    pub warned: i64,
    /// Within the last warning.
    pub escalated: i64,
    pub over: i64,
}
