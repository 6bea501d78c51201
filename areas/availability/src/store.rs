//! The only room that names the tables `availability_*`.

mod leave;
mod years;

pub(crate) use leave::{LeaveFilter, LeaveSort, insert_leave, leaves, pending, save_leave};
pub use leave::{find_leave, waiting};
pub use years::balances;
pub(crate) use years::{YearRow, save_year, year_rows};

use crate::rules::{Absence, AbsenceId, Why};
use database::{Change, DbErr, word};
use kernel::{Day, PersonId, Span, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

const COLUMNS: [&str; 6] = ["unit", "id", "person", "from_day", "to_day", "why"];

fn absence(row: &QueryResult) -> Result<Absence, DbErr> {
    let text = |column: &str| row.try_get::<String>("", column);
    let day = |column: &str| -> Result<Day, DbErr> {
        let found = text(column)?;
        found.parse().map_err(|_| DbErr::Type(format!("day {found}")))
    };
    Ok(Absence {
        unit: UnitCode::stored(text("unit")?),
        id: AbsenceId::stored(text("id")?),
        person: PersonId::stored(text("person")?),
        days: Span { from: day("from_day")?, to: day("to_day")? },
        why: word(row, "why", Why::parse)?,
    })
}

fn touching(days: Span) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("availability_absence")
        .and_where(Expr::col("to_day").gte(days.from.to_string()))
        .and_where(Expr::col("from_day").lte(days.to.to_string()))
        .order_by("from_day", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned()
}

/// Absences in these units that touch these days, earliest first.
///
/// # Errors
/// The database cannot be read.
pub async fn absences(
    db: &impl ConnectionTrait,
    units: &[UnitCode],
    days: Span,
) -> Result<Vec<Absence>, DbErr> {
    let query =
        touching(days).and_where(Expr::col("unit").is_in(units.iter().map(UnitCode::as_str))).to_owned();
    db.query_all(&query).await?.iter().map(absence).collect()
}

/// Absences of one person that touch these days.
///
/// # Errors
/// The database cannot be read.
pub async fn absences_of(
    db: &impl ConnectionTrait,
    person: &PersonId,
    days: Span,
) -> Result<Vec<Absence>, DbErr> {
    let query = touching(days).and_where(Expr::col("person").eq(person.as_str())).to_owned();
    db.query_all(&query).await?.iter().map(absence).collect()
}

/// Absences of these people that touch these days.
pub(crate) async fn absences_of_all(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    days: Span,
) -> Result<Vec<Absence>, DbErr> {
    let query =
        touching(days).and_where(Expr::col("person").is_in(people.iter().map(PersonId::as_str))).to_owned();
    db.query_all(&query).await?.iter().map(absence).collect()
}

/// A page of the absences of these units that end on a day or later, and how many there are.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    units: &[UnitCode],
    since: Day,
    (limit, offset): (u64, u64),
) -> Result<(Vec<Absence>, u64), DbErr> {
    let wanted = |query: &mut SelectStatement| {
        query
            .from("availability_absence")
            .and_where(Expr::col("to_day").gte(since.to_string()))
            .and_where(Expr::col("unit").is_in(units.iter().map(UnitCode::as_str)));
    };
    let mut count = Query::select().expr_as(Expr::col("id").count(), "found").to_owned();
    wanted(&mut count);
    let row = db.query_one(&count).await?;
    let found: i64 = row.map_or(Ok(0), |row| row.try_get("", "found"))?;
    let mut query = Query::select().columns(COLUMNS).to_owned();
    wanted(&mut query);
    query.order_by("from_day", Order::Desc).order_by("id", Order::Desc).limit(limit).offset(offset);
    let rows = db.query_all(&query).await?.iter().map(absence).collect::<Result<_, _>>()?;
    Ok((rows, u64::try_from(found).unwrap_or(0)))
}

pub(crate) async fn find(db: &impl ConnectionTrait, id: &AbsenceId) -> Result<Option<Absence>, DbErr> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("availability_absence")
        .and_where(Expr::col("id").eq(id.as_str()))
        .to_owned();
    db.query_one(&query).await?.as_ref().map(absence).transpose()
}

pub(crate) async fn insert(change: &mut Change<'_>, absence: &Absence) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("availability_absence")
        .columns(COLUMNS)
        .values_panic([
            absence.unit.as_str().into(),
            absence.id.as_str().into(),
            absence.person.as_str().into(),
            absence.days.from.to_string().into(),
            absence.days.to.to_string().into(),
            absence.why.as_str().into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

pub(crate) async fn remove(change: &mut Change<'_>, absence: &Absence) -> Result<(), DbErr> {
    let query = Query::delete()
        .from_table("availability_absence")
        .and_where(Expr::col("unit").eq(absence.unit.as_str()))
        .and_where(Expr::col("id").eq(absence.id.as_str()))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}
