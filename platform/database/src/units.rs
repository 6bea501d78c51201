//! The tree of units in the database.

use crate::Change;
use kernel::{Unit, UnitCode, UnitKind, UnitTree};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

/// All units.
///
/// # Errors
/// The database cannot be read.
pub async fn tree(db: &impl ConnectionTrait) -> Result<UnitTree, DbErr> {
    let query = Query::select()
        .columns(["code", "parent", "kind", "name", "name_en", "position", "revision"])
        .from("unit")
        .to_owned();
    let rows = db.query_all(&query).await?;
    Ok(UnitTree::new(rows.iter().map(unit).collect::<Result<_, _>>()?))
}

/// One unit.
///
/// # Errors
/// The database cannot be read.
pub async fn find(db: &impl ConnectionTrait, code: &UnitCode) -> Result<Option<Unit>, DbErr> {
    let query = Query::select()
        .columns(["code", "parent", "kind", "name", "name_en", "position", "revision"])
        .from("unit")
        .and_where(Expr::col("code").eq(code.as_str()))
        .to_owned();
    db.query_one(&query).await?.as_ref().map(unit).transpose()
}

fn unit(row: &QueryResult) -> Result<Unit, DbErr> {
    Ok(Unit {
        code: UnitCode::stored(row.try_get("", "code")?),
        parent: row.try_get::<Option<String>>("", "parent")?.map(UnitCode::stored),
        kind: crate::word(row, "kind", UnitKind::parse)?,
        name: row.try_get("", "name")?,
        name_en: row.try_get("", "name_en")?,
        position: row.try_get("", "position")?,
        revision: row.try_get("", "revision")?,
    })
}

/// The unit and all units above it, nearest first; the unit alone if it is new.
///
/// # Errors
/// The database cannot be read.
pub async fn path(db: &impl ConnectionTrait, code: &UnitCode) -> Result<Vec<UnitCode>, DbErr> {
    // The nearer a unit stands, the more units stand above it.
    let query = Query::select()
        .column(("up", "above"))
        .from_as("unit_below", "up")
        .join_as(
            sea_orm::sea_query::JoinType::InnerJoin,
            "unit_below",
            "higher",
            Expr::col(("higher", "unit")).equals(("up", "above")),
        )
        .and_where(Expr::col(("up", "unit")).eq(code.as_str()))
        .group_by_col(("up", "above"))
        .order_by_expr(Expr::col(("higher", "above")).count(), Order::Desc)
        .to_owned();
    let rows = db.query_all(&query).await?;
    let path: Vec<UnitCode> =
        rows.iter().map(|row| row.try_get("", "above").map(UnitCode::stored)).collect::<Result<_, _>>()?;
    Ok(if path.is_empty() { vec![code.clone()] } else { path })
}

/// Adds a unit below its parent. The parent must exist; a unit never moves.
///
/// # Errors
/// The code exists already, the parent does not, or the database fails.
pub async fn add(change: &mut Change<'_>, unit: &Unit) -> Result<(), DbErr> {
    let mut above = match &unit.parent {
        Some(parent) => path(&change.read(), parent).await?,
        None => Vec::new(),
    };
    above.insert(0, unit.code.clone());
    let db = change.connection();
    let row = Query::insert()
        .into_table("unit")
        .columns(["code", "parent", "kind", "name", "name_en", "position", "revision"])
        .values_panic([
            unit.code.as_str().into(),
            unit.parent.as_ref().map(ToString::to_string).into(),
            unit.kind.as_str().into(),
            unit.name.as_str().into(),
            unit.name_en.as_str().into(),
            unit.position.into(),
            1_i64.into(),
        ])
        .to_owned();
    db.execute(&row).await?;
    let mut closure = Query::insert().into_table("unit_below").columns(["above", "unit"]).to_owned();
    for above in &above {
        closure.values_panic([above.as_str().into(), unit.code.as_str().into()]);
    }
    closure.on_conflict(OnConflict::new().do_nothing().to_owned());
    db.execute(&closure).await?;
    change.mark_units_changed();
    Ok(())
}

/// Changes a unit's names, kind and position; false if somebody else did meanwhile.
///
/// # Errors
/// The database's own failure.
pub async fn update(change: &mut Change<'_>, unit: &Unit) -> Result<bool, DbErr> {
    let query = Query::update()
        .table("unit")
        .values([
            ("kind", unit.kind.as_str().into()),
            ("name", unit.name.as_str().into()),
            ("name_en", unit.name_en.as_str().into()),
            ("position", unit.position.into()),
            ("revision", (unit.revision + 1).into()),
        ])
        .and_where(Expr::col("code").eq(unit.code.as_str()))
        .and_where(Expr::col("revision").eq(unit.revision))
        .to_owned();
    let saved = change.connection().execute(&query).await?.rows_affected() == 1;
    change.mark_units_changed();
    Ok(saved)
}
