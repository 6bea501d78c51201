//! Certificates: of one person, and those that expire soon.

use super::{code, day, optional_day, within};
use crate::rules::{Gender, PersonKind, Qualification, QualificationKind};
use database::{Change, DbErr};
use kernel::{Day, PersonId, UnitCode};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

const QUALIFICATION: [&str; 4] = ["kind", "issued_on", "number", "expires_on"];

pub(crate) fn qualification(row: &QueryResult) -> Result<Qualification, DbErr> {
    let kind: String = row.try_get("", "kind")?;
    Ok(Qualification {
        kind: code(&kind, QualificationKind::parse)?,
        issued_on: day(row, "issued_on")?,
        number: row.try_get("", "number")?,
        expires_on: optional_day(row, "expires_on")?,
    })
}

/// Certificates of a person, newest first.
///
/// # Errors
/// The database cannot be read.
pub async fn of_person(db: &impl ConnectionTrait, id: &PersonId) -> Result<Vec<Qualification>, DbErr> {
    let query = Query::select()
        .columns(QUALIFICATION)
        .from("people_qualification")
        .and_where(Expr::col("person").eq(id.as_str()))
        .order_by("issued_on", Order::Desc)
        .order_by("kind", Order::Asc)
        .to_owned();
    db.query_all(&query).await?.iter().map(qualification).collect()
}

/// # Errors
/// It exists already, or the database's own failure.
pub async fn add(change: &mut Change<'_>, id: &PersonId, new: &Qualification) -> Result<(), DbErr> {
    super::bulk::insert_qualifications(&change.connection(), &[(id.clone(), new.clone())]).await
}

/// Corrects number and last day of the certificate issued on that day.
///
/// # Errors
/// The database's own failure.
pub async fn correct(change: &mut Change<'_>, id: &PersonId, new: &Qualification) -> Result<(), DbErr> {
    let query = Query::update()
        .table("people_qualification")
        .values([
            ("number", new.number.as_str().into()),
            ("expires_on", new.expires_on.map(|day| day.to_string()).into()),
        ])
        .and_where(Expr::col("person").eq(id.as_str()))
        .and_where(Expr::col("kind").eq(new.kind.as_str()))
        .and_where(Expr::col("issued_on").eq(new.issued_on.to_string()))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// A certificate on the list of those that end soon.
#[derive(Debug, Clone)]
pub struct Expiring {
    pub person: PersonId,
    pub name: String,
    pub unit: UnitCode,
    pub qualification: Qualification,
}

/// Certificates that end on this day or earlier and have not been renewed,
/// of people who serve in these units or below; those that ended first come first.
///
/// # Errors
/// The database cannot be read.
pub async fn expiring(
    db: &impl ConnectionTrait,
    units: &[UnitCode],
    until: Day,
    limit: u64,
) -> Result<Vec<Expiring>, DbErr> {
    let query = expiring_query(until)
        .columns(QUALIFICATION.map(|column| ("held", column)))
        .columns([("people_person", "id"), ("people_person", "name"), ("people_person", "unit")])
        .join(
            JoinType::InnerJoin,
            "people_person",
            Expr::col(("people_person", "id")).equals(("held", "person")),
        )
        .and_where(Expr::col(("people_person", "left_on")).is_null())
        .and_where(within(("people_person", "unit"), units))
        .order_by(("held", "expires_on"), Order::Asc)
        .order_by(("people_person", "name"), Order::Asc)
        .limit(limit)
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| {
            Ok(Expiring {
                person: PersonId::stored(row.try_get("", "id")?),
                name: row.try_get("", "name")?,
                unit: UnitCode::stored(row.try_get("", "unit")?),
                qualification: qualification(row)?,
            })
        })
        .collect()
}

/// `held`: certificates that end by that day and that no later one of the kind replaces.
pub(crate) fn expiring_query(until: Day) -> SelectStatement {
    let later = Query::select()
        .expr(Expr::val(1_i64))
        .from_as("people_qualification", Alias::new("later"))
        .and_where(Expr::col(("later", "person")).equals(("held", "person")))
        .and_where(Expr::col(("later", "kind")).equals(("held", "kind")))
        .and_where(Expr::col(("later", "issued_on")).gt(Expr::col(("held", "issued_on"))))
        .to_owned();
    Query::select()
        .from_as("people_qualification", Alias::new("held"))
        .and_where(Expr::col(("held", "expires_on")).lte(until.to_string()))
        .and_where(Expr::exists(later).not())
        .to_owned()
}

/// Whether somebody has such a certificate, valid on that day.
///
/// # Errors
/// The database cannot be read.
pub async fn has_valid(
    db: &impl ConnectionTrait,
    id: &PersonId,
    kind: QualificationKind,
    on: Day,
) -> Result<bool, DbErr> {
    let held = of_person(db, id).await?;
    Ok(held.iter().any(|held| held.kind == kind && held.is_valid_on(on)))
}

/// Somebody as the rules on who must be there see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: PersonId,
    /// A police officer; auxiliaries and civilians never count as one.
    pub is_officer: bool,
    pub is_woman: bool,
    /// Holds an enforcement qualification that is valid on the day.
    pub is_qualified: bool,
    /// A telephone number is on record, whatever it is.
    pub has_telephone: bool,
}

/// Who these people are on a day; whoever does not exist is left out.
///
/// # Errors
/// The database cannot be read.
pub async fn members(db: &impl ConnectionTrait, people: &[PersonId], on: Day) -> Result<Vec<Member>, DbErr> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let day = on.to_string();
    let held = |name: &'static str| Expr::col(("people_qualification", name));
    let enforcement =
        QualificationKind::ALL.iter().filter(|kind| kind.is_enforcement()).map(|kind| kind.as_str());
    let qualified = Query::select()
        .expr(Expr::val(1_i64))
        .from("people_qualification")
        .and_where(held("person").equals(("people_person", "id")))
        .and_where(held("kind").is_in(enforcement))
        .and_where(held("issued_on").lte(day.as_str()))
        .and_where(held("expires_on").is_null().or(held("expires_on").gte(day.as_str())))
        .to_owned();
    let query = Query::select()
        .columns(["id", "kind", "gender"])
        .expr_as(Expr::case(Expr::exists(qualified), 1_i64).finally(0_i64), Alias::new("qualified"))
        .expr_as(
            Expr::case(Expr::col("telephone_index").is_not_null(), 1_i64).finally(0_i64),
            Alias::new("reachable"),
        )
        .from("people_person")
        .and_where(Expr::col("id").is_in(people.iter().map(PersonId::as_str)))
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| {
            Ok(Member {
                id: PersonId::stored(row.try_get("", "id")?),
                is_officer: row.try_get::<String>("", "kind")? == PersonKind::Officer.as_str(),
                is_woman: row.try_get::<String>("", "gender")? == Gender::Female.as_str(),
                is_qualified: row.try_get::<i64>("", "qualified")? == 1,
                has_telephone: row.try_get::<i64>("", "reachable")? == 1,
            })
        })
        .collect()
}
