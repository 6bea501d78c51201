//! Check-ins at points, and what stood in them before they were corrected.

use super::beats::form;
use super::text;
use crate::DutyProblem;
use crate::rules::patrol::{CheckBefore, CheckId, CheckIn, Finding, Patrol, PatrolId, RiskHour};
use database::{Change, Cipher, DbErr, word};
use kernel::{Day, FactId, FormId, Instant, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::{BTreeSet, HashMap};

const COLUMNS: [&str; 10] =
    ["id", "patrol", "point", "checked_at", "finding", "note", "person", "fact", "form", "revision"];

fn finding(row: &QueryResult) -> Result<Finding, DutyProblem> {
    Ok(word(row, "finding", Finding::parse)?)
}

fn note(row: &QueryResult, cipher: &Cipher) -> Result<String, DutyProblem> {
    let note = row.try_get::<Option<Vec<u8>>>("", "note")?;
    Ok(note.map(|note| cipher.open(&note)).transpose()?.unwrap_or_default())
}

fn point(row: &QueryResult) -> Result<usize, DbErr> {
    Ok(usize::try_from(row.try_get::<i64>("", "point")?).unwrap_or(usize::MAX))
}

fn check(row: &QueryResult, cipher: &Cipher) -> Result<CheckIn, DutyProblem> {
    Ok(CheckIn {
        id: CheckId::stored(text(row, "id")?),
        patrol: PatrolId::stored(text(row, "patrol")?),
        point: point(row)?,
        at: Instant::from_micros(row.try_get("", "checked_at")?),
        finding: finding(row)?,
        note: note(row, cipher)?,
        person: text(row, "person")?,
        fact: FactId::stored(text(row, "fact")?),
        form: form(row)?,
        revision: row.try_get("", "revision")?,
    })
}

fn query() -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("duty_check")
        .order_by("checked_at", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned()
}

/// The check-ins of a patrol that stand, by time.
///
/// # Errors
/// The database cannot be read, or a note cannot be opened.
pub async fn checks_of(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    patrol: &PatrolId,
) -> Result<Vec<CheckIn>, DutyProblem> {
    let query = query()
        .and_where(Expr::col("patrol").eq(patrol.as_str()))
        .and_where(Expr::col("is_withdrawn").eq(0_i64))
        .to_owned();
    db.query_all(&query).await?.iter().map(|row| check(row, cipher)).collect()
}

/// What the check-ins of a patrol said before they were corrected, in the order of corrections;
/// also of those that were withdrawn.
///
/// # Errors
/// The database cannot be read, or a note cannot be opened.
pub async fn checks_before(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    patrol: &Patrol,
) -> Result<Vec<CheckBefore>, DutyProblem> {
    let before = |column: &'static str| Expr::col(("duty_check_before", column));
    let now = |column: &'static str| Expr::col(("duty_check", column));
    let query = Query::select()
        .columns(["finding", "note", "reason", "person"].map(|column| ("duty_check_before", column)))
        .columns([("duty_check_before", "corrected_at"), ("duty_check", "point")])
        .from("duty_check")
        .inner_join("duty_check_before", before("unit").eq(now("unit")).and(before("check_id").eq(now("id"))))
        .and_where(now("unit").eq(patrol.unit.as_str()))
        .and_where(now("patrol").eq(patrol.id.as_str()))
        .order_by(("duty_check_before", "corrected_at"), Order::Asc)
        .order_by(("duty_check_before", "revision"), Order::Asc)
        .to_owned();
    let read = |row: &QueryResult| {
        Ok(CheckBefore {
            point: point(row)?,
            finding: finding(row)?,
            note: note(row, cipher)?,
            reason: text(row, "reason")?,
            person: text(row, "person")?,
            corrected: Instant::from_micros(row.try_get("", "corrected_at")?),
        })
    };
    db.query_all(&query).await?.iter().map(read).collect()
}

/// A check-in by its id, with whether it was withdrawn.
///
/// # Errors
/// The database cannot be read, or its note cannot be opened.
pub async fn find_check(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    (unit, id): (&UnitCode, &CheckId),
) -> Result<Option<(CheckIn, bool)>, DutyProblem> {
    let query = query()
        .column("is_withdrawn")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("id").eq(id.as_str()))
        .to_owned();
    let Some(row) = db.query_one(&query).await? else { return Ok(None) };
    Ok(Some((check(&row, cipher)?, super::flag(&row, "is_withdrawn")?)))
}

/// How many different points each of these patrols reached, and how many findings there were.
///
/// # Errors
/// The database cannot be read.
pub async fn reached_counts(
    db: &impl ConnectionTrait,
    patrols: &[Patrol],
) -> Result<HashMap<PatrolId, (i64, i64)>, DbErr> {
    if patrols.is_empty() {
        return Ok(HashMap::new());
    }
    let found = Expr::case(Expr::col("finding").ne(Finding::Nothing.as_str()), 1_i64);
    let query = Query::select()
        .column("patrol")
        .expr_as(Expr::col("point").count_distinct(), "points")
        .expr_as(Expr::expr(found).count(), "findings")
        .from("duty_check")
        .and_where(Expr::col("patrol").is_in(patrols.iter().map(|one| one.id.as_str())))
        .and_where(Expr::col("is_withdrawn").eq(0_i64))
        .group_by_col("patrol")
        .to_owned();
    let mut counts = HashMap::new();
    for row in db.query_all(&query).await? {
        let numbers = (row.try_get("", "points")?, row.try_get("", "findings")?);
        counts.insert(PatrolId::stored(text(&row, "patrol")?), numbers);
    }
    Ok(counts)
}

/// The hours of a day in which patrols of a unit checked in, by zone.
///
/// # Errors
/// The database cannot be read.
pub async fn checked_hours(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    day: Day,
) -> Result<BTreeSet<RiskHour>, DbErr> {
    let query = Query::select()
        .columns(["zone", "checked_at"])
        .from("duty_check")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("checked_at").gte(day.start().micros()))
        .and_where(Expr::col("checked_at").lt(day.end().micros()))
        .and_where(Expr::col("is_withdrawn").eq(0_i64))
        .to_owned();
    let hour = |row: &QueryResult| -> Result<RiskHour, DbErr> {
        let at = Instant::from_micros(row.try_get("", "checked_at")?);
        Ok(RiskHour { zone: text(row, "zone")?, hour: u8::try_from(at.hour()).unwrap_or(0) })
    };
    db.query_all(&query).await?.iter().map(hour).collect()
}

/// # Errors
/// The note cannot be encrypted, or the database's own failure.
pub async fn insert_check(
    change: &mut Change<'_>,
    patrol: &Patrol,
    check: &CheckIn,
) -> Result<(), DutyProblem> {
    let note = sealed(change, &check.note)?;
    let query = Query::insert()
        .into_table("duty_check")
        .columns(["unit", "zone", "is_withdrawn"].into_iter().chain(COLUMNS))
        .values_panic([
            patrol.unit.as_str().into(),
            patrol.zone.as_str().into(),
            0_i64.into(),
            check.id.as_str().into(),
            check.patrol.as_str().into(),
            i64::try_from(check.point).unwrap_or(i64::MAX).into(),
            check.at.micros().into(),
            check.finding.as_str().into(),
            Expr::value(note),
            check.person.as_str().into(),
            check.fact.as_str().into(),
            check.form.as_ref().map_or("", FormId::as_str).into(),
            1_i64.into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

fn sealed(change: &Change<'_>, note: &str) -> Result<Option<Vec<u8>>, DutyProblem> {
    if note.is_empty() { Ok(None) } else { Ok(Some(change.cipher().seal(note)?)) }
}

/// Puts a check-in right, or withdraws it; what stood there is kept with the reason.
///
/// # Errors
/// Somebody else saved meanwhile, a note cannot be encrypted, or the database's own failure.
pub async fn correct_check(
    change: &mut Change<'_>,
    patrol: &Patrol,
    (before, after): (&CheckIn, &CheckIn),
    is_withdrawn: bool,
    reason: &str,
) -> Result<(), DutyProblem> {
    let (old, new) = (sealed(change, &before.note)?, sealed(change, &after.note)?);
    let query = Query::update()
        .table("duty_check")
        .values([
            ("finding", after.finding.as_str().into()),
            ("note", Expr::value(new)),
            ("fact", after.fact.as_str().into()),
            ("form", after.form.as_ref().map_or("", FormId::as_str).into()),
            ("is_withdrawn", i64::from(is_withdrawn).into()),
            ("revision", (before.revision + 1).into()),
        ])
        .and_where(Expr::col("unit").eq(patrol.unit.as_str()))
        .and_where(Expr::col("id").eq(before.id.as_str()))
        .and_where(Expr::col("revision").eq(before.revision))
        .to_owned();
    if change.connection().execute(&query).await?.rows_affected() != 1 {
        return Err(DutyProblem::Stale);
    }
    let who = change.actor().person.as_ref().map_or_else(String::new, ToString::to_string);
    let at = change.now().micros();
    let query = Query::insert()
        .into_table("duty_check_before")
        .columns(["unit", "check_id", "revision", "finding", "note", "reason", "person", "corrected_at"])
        .values_panic([
            patrol.unit.as_str().into(),
            before.id.as_str().into(),
            before.revision.into(),
            before.finding.as_str().into(),
            Expr::value(old),
            reason.into(),
            who.into(),
            at.into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}
