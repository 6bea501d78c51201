//! Patrols and who goes on them.

use super::beats::{form, kind, read_points, written_points};
use super::{person, text};
use crate::DutyProblem;
use crate::rules::patrol::{BeatId, Patrol, PatrolId, PatrolState};
use database::{Change, DbErr, word};
use kernel::{Day, FactId, FormId, Instant, PersonId, Span, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;

const COLUMNS: [&str; 16] = [
    "unit",
    "id",
    "beat",
    "name",
    "zone",
    "kind",
    "points",
    "starts_at",
    "ends_at",
    "state",
    "reason",
    "begun_at",
    "ended_at",
    "fact",
    "form",
    "revision",
];
/// Patrols read at once: more than a station plans for a week.
const READ: u64 = 1_000;

fn instant(row: &QueryResult, column: &str) -> Result<Instant, DbErr> {
    row.try_get("", column).map(Instant::from_micros)
}

fn maybe(row: &QueryResult, column: &str) -> Result<Option<Instant>, DbErr> {
    Ok(row.try_get::<Option<i64>>("", column)?.map(Instant::from_micros))
}

/// Without its people.
fn patrol(row: &QueryResult) -> Result<Patrol, DbErr> {
    Ok(Patrol {
        unit: UnitCode::stored(text(row, "unit")?),
        id: PatrolId::stored(text(row, "id")?),
        beat: BeatId::stored(text(row, "beat")?),
        name: text(row, "name")?,
        zone: text(row, "zone")?,
        kind: kind(row)?,
        points: read_points(&text(row, "points")?)?,
        starts: instant(row, "starts_at")?,
        ends: instant(row, "ends_at")?,
        people: Vec::new(),
        state: word(row, "state", PatrolState::parse)?,
        reason: text(row, "reason")?,
        begun_at: maybe(row, "begun_at")?,
        ended_at: maybe(row, "ended_at")?,
        fact: FactId::stored(text(row, "fact")?),
        form: form(row)?,
        revision: row.try_get("", "revision")?,
    })
}

fn query() -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("duty_patrol")
        .order_by("starts_at", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(READ)
        .to_owned()
}

/// The patrols of a query with their people, in two questions.
async fn with_people(db: &impl ConnectionTrait, query: SelectStatement) -> Result<Vec<Patrol>, DbErr> {
    let rows = db.query_all(&query).await?;
    let mut patrols: Vec<Patrol> = rows.iter().map(patrol).collect::<Result<_, _>>()?;
    if patrols.is_empty() {
        return Ok(patrols);
    }
    let query = Query::select()
        .columns(["patrol", "person"])
        .from("duty_patrol_person")
        .and_where(Expr::col("patrol").is_in(patrols.iter().map(|one| one.id.as_str())))
        .order_by("position", Order::Asc)
        .to_owned();
    let mut people: HashMap<String, Vec<PersonId>> = HashMap::new();
    for row in db.query_all(&query).await? {
        people.entry(text(&row, "patrol")?).or_default().push(person(&row)?);
    }
    for one in &mut patrols {
        one.people = people.remove(one.id.as_str()).unwrap_or_default();
    }
    Ok(patrols)
}

/// # Errors
/// The database cannot be read.
pub async fn find_patrol(db: &impl ConnectionTrait, id: &PatrolId) -> Result<Option<Patrol>, DbErr> {
    let query = query().and_where(Expr::col("id").eq(id.as_str())).to_owned();
    Ok(with_people(db, query).await?.pop())
}

/// The patrols of a unit that begin on these days, by time.
///
/// # Errors
/// The database cannot be read.
pub async fn patrols(db: &impl ConnectionTrait, unit: &UnitCode, days: Span) -> Result<Vec<Patrol>, DbErr> {
    let query = query()
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("starts_at").gte(days.from.start().micros()))
        .and_where(Expr::col("starts_at").lt(days.to.end().micros()))
        .to_owned();
    with_people(db, query).await
}

/// The patrols of somebody that are ahead or under way today, by time; a night's may have begun
/// yesterday.
///
/// # Errors
/// The database cannot be read.
pub async fn patrols_of(
    db: &impl ConnectionTrait,
    person: &PersonId,
    today: Day,
) -> Result<Vec<Patrol>, DbErr> {
    with_people(db, theirs(&mut query(), person, today)).await
}

/// How many they are, for another question to carry.
pub(super) fn count_of(person: &PersonId, today: Day) -> SelectStatement {
    theirs(Query::select().expr(Expr::cust("COUNT(*)")).from("duty_patrol"), person, today)
}

fn theirs(query: &mut SelectStatement, person: &PersonId, today: Day) -> SelectStatement {
    let theirs = Query::select()
        .column("patrol")
        .from("duty_patrol_person")
        .and_where(Expr::col("person").eq(person.as_str()))
        .and_where(Expr::col("starts_at").gte(today.plus_days(-1).start().micros()))
        .and_where(Expr::col("starts_at").lt(today.end().micros()))
        .to_owned();
    let ahead = PatrolState::ALL.iter().filter(|state| state.is_ahead()).map(|state| state.as_str());
    query.and_where(Expr::col("id").in_subquery(theirs)).and_where(Expr::col("state").is_in(ahead)).to_owned()
}

/// How many patrols each of these units has on these days, by state.
///
/// # Errors
/// The database cannot be read.
pub async fn patrol_counts(
    db: &impl ConnectionTrait,
    units: &[UnitCode],
    days: Span,
) -> Result<HashMap<UnitCode, HashMap<PatrolState, i64>>, DbErr> {
    let query = Query::select()
        .columns(["unit", "state"])
        .expr_as(Expr::col("id").count(), "patrols")
        .from("duty_patrol")
        .and_where(Expr::col("unit").is_in(units.iter().map(UnitCode::as_str)))
        .and_where(Expr::col("starts_at").gte(days.from.start().micros()))
        .and_where(Expr::col("starts_at").lt(days.to.end().micros()))
        .group_by_col("unit")
        .group_by_col("state")
        .to_owned();
    let mut counts: HashMap<UnitCode, HashMap<PatrolState, i64>> = HashMap::new();
    for row in db.query_all(&query).await? {
        let state = word(&row, "state", PatrolState::parse)?;
        let unit = UnitCode::stored(text(&row, "unit")?);
        counts.entry(unit).or_default().insert(state, row.try_get("", "patrols")?);
    }
    Ok(counts)
}

/// Saves a patrol as it was read, changed; `revision` is 0 for a new one.
///
/// # Errors
/// Somebody else saved meanwhile, or the database's own failure.
pub async fn save_patrol(change: &mut Change<'_>, patrol: &Patrol) -> Result<(), DutyProblem> {
    let values = [
        ("beat", Expr::val(patrol.beat.as_str())),
        ("name", Expr::val(patrol.name.as_str())),
        ("zone", Expr::val(patrol.zone.as_str())),
        ("kind", Expr::val(patrol.kind.as_str())),
        ("points", Expr::val(written_points(&patrol.points)?)),
        ("starts_at", Expr::val(patrol.starts.micros())),
        ("ends_at", Expr::val(patrol.ends.micros())),
        ("state", Expr::val(patrol.state.as_str())),
        ("reason", Expr::val(patrol.reason.as_str())),
        ("begun_at", Expr::val(patrol.begun_at.map(Instant::micros))),
        ("ended_at", Expr::val(patrol.ended_at.map(Instant::micros))),
        ("fact", Expr::val(patrol.fact.as_str())),
        ("form", Expr::val(patrol.form.as_ref().map_or("", FormId::as_str))),
        ("revision", Expr::val(patrol.revision + 1)),
    ];
    let saved = if patrol.revision == 0 {
        let (columns, values): (Vec<&str>, Vec<Expr>) = values.into_iter().unzip();
        let query = Query::insert()
            .into_table("duty_patrol")
            .columns(["unit", "id"].into_iter().chain(columns))
            .values_panic([patrol.unit.as_str().into(), patrol.id.as_str().into()].into_iter().chain(values))
            .on_conflict(OnConflict::columns(["unit", "id"]).do_nothing().to_owned())
            .to_owned();
        change.connection().execute(&query).await?
    } else {
        let query = Query::update()
            .table("duty_patrol")
            .values(values)
            .and_where(Expr::col("unit").eq(patrol.unit.as_str()))
            .and_where(Expr::col("id").eq(patrol.id.as_str()))
            .and_where(Expr::col("revision").eq(patrol.revision))
            .to_owned();
        change.connection().execute(&query).await?
    };
    if saved.rows_affected() == 1 { Ok(()) } else { Err(DutyProblem::Stale) }
}

/// Who goes, in place of those before.
///
/// # Errors
/// The database's own failure.
pub async fn save_team(change: &mut Change<'_>, patrol: &Patrol) -> Result<(), DbErr> {
    let gone = Query::delete()
        .from_table("duty_patrol_person")
        .and_where(Expr::col("patrol").eq(patrol.id.as_str()))
        .to_owned();
    change.connection().execute(&gone).await?;
    let mut query = Query::insert();
    query.into_table("duty_patrol_person").columns(["unit", "patrol", "person", "position", "starts_at"]);
    for (position, person) in (0_i64..).zip(&patrol.people) {
        query.values_panic([
            patrol.unit.as_str().into(),
            patrol.id.as_str().into(),
            person.as_str().into(),
            position.into(),
            patrol.starts.micros().into(),
        ]);
    }
    if !patrol.people.is_empty() {
        change.connection().execute(&query).await?;
    }
    Ok(())
}
