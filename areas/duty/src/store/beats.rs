//! Beats and their points.

use super::{flag, text};
use crate::DutyProblem;
use crate::rules::patrol::{Beat, BeatId, BeatKind, Point};
use database::{Change, DbErr, word};
use kernel::{FormId, Instant, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

const COLUMNS: [&str; 11] =
    ["unit", "id", "name", "zone", "kind", "minutes", "points", "is_open", "created_at", "form", "revision"];

pub(super) fn read_points(json: &str) -> Result<Vec<Point>, DbErr> {
    serde_json::from_str(json).map_err(|error| DbErr::Json(error.to_string()))
}

pub(super) fn written_points(points: &[Point]) -> Result<String, DbErr> {
    serde_json::to_string(points).map_err(|error| DbErr::Json(error.to_string()))
}

pub(super) fn kind(row: &QueryResult) -> Result<BeatKind, DbErr> {
    word(row, "kind", BeatKind::parse)
}

pub(super) fn form(row: &QueryResult) -> Result<Option<FormId>, DbErr> {
    let form = text(row, "form")?;
    Ok((!form.is_empty()).then(|| FormId::stored(form)))
}

fn beat(row: &QueryResult) -> Result<Beat, DbErr> {
    Ok(Beat {
        unit: UnitCode::stored(text(row, "unit")?),
        id: BeatId::stored(text(row, "id")?),
        name: text(row, "name")?,
        zone: text(row, "zone")?,
        kind: kind(row)?,
        minutes: row.try_get("", "minutes")?,
        points: read_points(&text(row, "points")?)?,
        is_open: flag(row, "is_open")?,
        created_at: Instant::from_micros(row.try_get("", "created_at")?),
        form: form(row)?,
        revision: row.try_get("", "revision")?,
    })
}

fn query() -> SelectStatement {
    Query::select().columns(COLUMNS).from("duty_beat").to_owned()
}

/// # Errors
/// The database cannot be read.
pub async fn find_beat(db: &impl ConnectionTrait, id: &BeatId) -> Result<Option<Beat>, DbErr> {
    let query = query().and_where(Expr::col("id").eq(id.as_str())).to_owned();
    db.query_one(&query).await?.as_ref().map(beat).transpose()
}

/// The open beats of a unit, patrols before checkpoints, by zone and name.
///
/// # Errors
/// The database cannot be read.
pub async fn open_beats(db: &impl ConnectionTrait, unit: &UnitCode) -> Result<Vec<Beat>, DbErr> {
    let query = query()
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("is_open").eq(1_i64))
        .order_by("kind", Order::Desc)
        .order_by("zone", Order::Asc)
        .order_by("name", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned();
    db.query_all(&query).await?.iter().map(beat).collect()
}

/// What a list of beats is narrowed to.
#[derive(Debug, Clone)]
pub struct BeatFilter {
    pub units: Vec<UnitCode>,
    pub kind: Option<BeatKind>,
    pub zone: Option<String>,
    pub is_open: Option<bool>,
}

/// By what a list of beats is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BeatSort {
    Name,
    Zone,
    Minutes,
}

fn narrowed(query: &mut SelectStatement, filter: &BeatFilter) {
    query.and_where(Expr::col("unit").is_in(filter.units.iter().map(UnitCode::as_str)));
    if let Some(kind) = filter.kind {
        query.and_where(Expr::col("kind").eq(kind.as_str()));
    }
    if let Some(zone) = &filter.zone {
        query.and_where(Expr::col("zone").eq(zone.as_str()));
    }
    if let Some(is_open) = filter.is_open {
        query.and_where(Expr::col("is_open").eq(i64::from(is_open)));
    }
}

/// A page of the beats of some units, and how many there are.
///
/// # Errors
/// The database cannot be read.
pub async fn beat_rows(
    db: &impl ConnectionTrait,
    filter: &BeatFilter,
    (sort, descending): (BeatSort, bool),
    (limit, offset): (u64, u64),
) -> Result<(Vec<Beat>, u64), DbErr> {
    let way = if descending { Order::Desc } else { Order::Asc };
    let by = match sort {
        BeatSort::Name => "name",
        BeatSort::Zone => "zone",
        BeatSort::Minutes => "minutes",
    };
    let mut rows = query();
    narrowed(&mut rows, filter);
    rows.order_by(by, way.clone())
        .order_by("name", Order::Asc)
        .order_by("id", way)
        .limit(limit)
        .offset(offset);
    let rows = db.query_all(&rows).await?.iter().map(beat).collect::<Result<Vec<_>, _>>()?;
    let mut counted = Query::select().expr_as(Expr::col("id").count(), "beats").from("duty_beat").to_owned();
    narrowed(&mut counted, filter);
    let total: i64 = match db.query_one(&counted).await? {
        Some(row) => row.try_get("", "beats")?,
        None => 0,
    };
    Ok((rows, u64::try_from(total).unwrap_or(0)))
}

/// Saves a beat as it was read, changed; `revision` is 0 for a new one.
///
/// # Errors
/// Somebody else saved meanwhile, or the database's own failure.
pub async fn save_beat(change: &mut Change<'_>, beat: &Beat) -> Result<(), DutyProblem> {
    let values = [
        ("name", Expr::val(beat.name.as_str())),
        ("zone", Expr::val(beat.zone.as_str())),
        ("kind", Expr::val(beat.kind.as_str())),
        ("minutes", Expr::val(beat.minutes)),
        ("points", Expr::val(written_points(&beat.points)?)),
        ("is_open", Expr::val(i64::from(beat.is_open))),
        ("created_at", Expr::val(beat.created_at.micros())),
        ("form", Expr::val(beat.form.as_ref().map_or("", FormId::as_str))),
        ("revision", Expr::val(beat.revision + 1)),
    ];
    let saved = if beat.revision == 0 {
        let (columns, values): (Vec<&str>, Vec<Expr>) = values.into_iter().unzip();
        let query = Query::insert()
            .into_table("duty_beat")
            .columns(["unit", "id"].into_iter().chain(columns))
            .values_panic([beat.unit.as_str().into(), beat.id.as_str().into()].into_iter().chain(values))
            .on_conflict(OnConflict::columns(["unit", "id"]).do_nothing().to_owned())
            .to_owned();
        change.connection().execute(&query).await?
    } else {
        let query = Query::update()
            .table("duty_beat")
            .values(values)
            .and_where(Expr::col("unit").eq(beat.unit.as_str()))
            .and_where(Expr::col("id").eq(beat.id.as_str()))
            .and_where(Expr::col("revision").eq(beat.revision))
            .to_owned();
        change.connection().execute(&query).await?
    };
    if saved.rows_affected() == 1 { Ok(()) } else { Err(DutyProblem::Stale) }
}
