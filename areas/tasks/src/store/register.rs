//! The register of permitted returns, local entries of the catalogue, settings.

use super::{day, day_or_none, number, text, word};
use crate::problem::TasksProblem;
use crate::rules::boundary::LocalEntry;
use crate::rules::{Permitted, PermittedId, ReturnKind, Rhythm};
use database::{Change, DbErr};
use kernel::{Day, UnitCode};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

const PERMITTED: [&str; 12] = [
    "unit", "id", "issuer", "name", "kind", "rhythm", "minutes", "measure", "columns", "basis", "from_day",
    "ended_on",
];

/// The whole register, by name; a bureau has some hundreds of returns.
///
/// # Errors
/// The database cannot be read.
pub async fn register(db: &impl ConnectionTrait) -> Result<Vec<Permitted>, DbErr> {
    let query = Query::select()
        .columns(PERMITTED)
        .from("tasks_permitted")
        .order_by("name", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            let issuer = text(row, "issuer")?;
            Ok(Permitted {
                id: PermittedId::stored(text(row, "id")?),
                unit: UnitCode::stored(text(row, "unit")?),
                issuer: (!issuer.is_empty()).then(|| UnitCode::stored(issuer)),
                name: text(row, "name")?,
                kind: word(row, "kind", ReturnKind::parse)?,
                rhythm: word(row, "rhythm", Rhythm::parse)?,
                minutes: number(row, "minutes")?,
                measure: text(row, "measure")?,
                columns: text(row, "columns")?.lines().map(str::to_owned).collect(),
                basis: text(row, "basis")?,
                from: day(row, "from_day")?,
                ended_on: day_or_none(row, "ended_on")?,
            })
        })
        .collect()
}

pub async fn insert_permitted(change: &mut Change<'_>, entry: &Permitted) -> Result<(), TasksProblem> {
    let query = Query::insert()
        .into_table("tasks_permitted")
        .columns(PERMITTED)
        .values_panic([
            entry.unit.as_str().into(),
            entry.id.as_str().into(),
            entry.issuer.as_ref().map_or("", UnitCode::as_str).into(),
            entry.name.as_str().into(),
            entry.kind.as_str().into(),
            entry.rhythm.as_str().into(),
            entry.minutes.into(),
            entry.measure.as_str().into(),
            entry.columns.join("\n").into(),
            entry.basis.as_str().into(),
            entry.from.to_string().into(),
            "".into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

pub async fn end_permitted(change: &mut Change<'_>, entry: &Permitted, on: Day) -> Result<(), TasksProblem> {
    let query = Query::update()
        .table("tasks_permitted")
        .values([("ended_on", on.to_string().into())])
        .and_where(Expr::col("unit").eq(entry.unit.as_str()))
        .and_where(Expr::col("id").eq(entry.id.as_str()))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// The bureau's own entries that are in force.
///
/// # Errors
/// The database cannot be read.
pub async fn local_entries(db: &impl ConnectionTrait) -> Result<Vec<(UnitCode, LocalEntry)>, DbErr> {
    let query = Query::select()
        .columns(["unit", "id", "title", "terms", "basis"])
        .from("tasks_boundary")
        .and_where(Expr::col("ended_on").eq(""))
        .order_by("title", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            let entry = LocalEntry {
                id: text(row, "id")?,
                title: text(row, "title")?,
                terms: text(row, "terms")?.split(' ').map(str::to_owned).collect(),
                basis: text(row, "basis")?,
            };
            Ok((UnitCode::stored(text(row, "unit")?), entry))
        })
        .collect()
}

pub async fn insert_local(
    change: &mut Change<'_>,
    unit: &UnitCode,
    entry: &LocalEntry,
) -> Result<(), TasksProblem> {
    let query = Query::insert()
        .into_table("tasks_boundary")
        .columns(["unit", "id", "title", "terms", "basis", "ended_on"])
        .values_panic([
            unit.as_str().into(),
            entry.id.as_str().into(),
            entry.title.as_str().into(),
            entry.terms.join(" ").into(),
            entry.basis.as_str().into(),
            "".into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

pub async fn end_local(
    change: &mut Change<'_>,
    unit: &UnitCode,
    id: &str,
    on: Day,
) -> Result<(), TasksProblem> {
    let query = Query::update()
        .table("tasks_boundary")
        .values([("ended_on", on.to_string().into())])
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Everything that was set: unit, name, value.
///
/// # Errors
/// The database cannot be read.
pub async fn settings(db: &impl ConnectionTrait) -> Result<Vec<(UnitCode, String, i64)>, DbErr> {
    let query = Query::select().columns(["unit", "name", "value"]).from("tasks_setting").to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| Ok((UnitCode::stored(text(row, "unit")?), text(row, "name")?, number(row, "value")?)))
        .collect()
}

pub async fn put_setting(
    change: &mut Change<'_>,
    unit: &UnitCode,
    name: &str,
    value: i64,
) -> Result<(), TasksProblem> {
    let query = Query::insert()
        .into_table("tasks_setting")
        .columns(["unit", "name", "value"])
        .values_panic([unit.as_str().into(), name.into(), value.into()])
        .on_conflict(OnConflict::columns(["unit", "name"]).update_columns(["value"]).to_owned())
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}
