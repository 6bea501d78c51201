//! One person: reading and saving.

use super::{code, day, optional_day};
use crate::PeopleProblem;
use crate::rules::{
    Gender, LeaveReason, Person, PersonKind, PersonName, PoliceNumber, Post, Rank, RankEntry,
};
use crate::store::bulk::Sealed;
use database::{Change, DbErr};
use kernel::{PersonId, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;

/// The columns of a person without the encrypted numbers.
pub(crate) const PERSON: [&str; 13] = [
    "id",
    "unit",
    "kind",
    "name",
    "gender",
    "police_number",
    "post",
    "rank",
    "joined_on",
    "working_since",
    "left_on",
    "left_reason",
    "revision",
];

pub(crate) fn person(row: &QueryResult) -> Result<Person, DbErr> {
    let text = |column: &str| row.try_get::<String>("", column);
    let optional = |column: &str| row.try_get::<Option<String>>("", column);
    let left = match (optional_day(row, "left_on")?, optional("left_reason")?) {
        (Some(on), Some(reason)) => Some((on, code(&reason, LeaveReason::parse)?)),
        _ => None,
    };
    Ok(Person {
        id: PersonId::stored(text("id")?),
        unit: UnitCode::stored(text("unit")?),
        kind: code(&text("kind")?, PersonKind::parse)?,
        name: PersonName::stored(text("name")?),
        gender: code(&text("gender")?, Gender::parse)?,
        police_number: optional("police_number")?.map(PoliceNumber::stored),
        post: code(&text("post")?, Post::parse)?,
        rank: optional("rank")?.map(|rank| code(&rank, Rank::parse)).transpose()?,
        joined_on: day(row, "joined_on")?,
        working_since: optional_day(row, "working_since")?,
        left,
        revision: row.try_get("", "revision")?,
    })
}

/// The person with this id.
///
/// # Errors
/// The database cannot be read.
pub async fn find(db: &impl ConnectionTrait, id: &PersonId) -> Result<Option<Person>, DbErr> {
    find_where(db, "id", id.as_str()).await
}

/// # Errors
/// The database cannot be read.
pub async fn find_by_police_number(
    db: &impl ConnectionTrait,
    number: &PoliceNumber,
) -> Result<Option<Person>, DbErr> {
    find_where(db, "police_number", number.as_str()).await
}

async fn find_where(
    db: &impl ConnectionTrait,
    column: &'static str,
    value: &str,
) -> Result<Option<Person>, DbErr> {
    let query = Query::select()
        .columns(PERSON)
        .from("people_person")
        .and_where(Expr::col(column).eq(value))
        .to_owned();
    db.query_one(&query).await?.as_ref().map(person).transpose()
}

/// Who has the identity number with this keyed index.
///
/// # Errors
/// The database cannot be read.
pub async fn id_by_identity(db: &impl ConnectionTrait, index: &str) -> Result<Option<PersonId>, DbErr> {
    let query = Query::select()
        .column("id")
        .from("people_person")
        .and_where(Expr::col("identity_index").eq(index))
        .to_owned();
    let row = db.query_one(&query).await?;
    row.map(|row| Ok(PersonId::stored(row.try_get("", "id")?))).transpose()
}

/// Names of people; ids that are nobody's are left out.
///
/// # Errors
/// The database cannot be read.
pub async fn names(db: &impl ConnectionTrait, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, DbErr> {
    let mut names = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(5_000) {
        let query = Query::select()
            .columns(["id", "name"])
            .from("people_person")
            .and_where(Expr::col("id").is_in(chunk.iter().map(PersonId::as_str)))
            .to_owned();
        for row in db.query_all(&query).await? {
            names.insert(PersonId::stored(row.try_get("", "id")?), row.try_get("", "name")?);
        }
    }
    Ok(names)
}

/// The encrypted numbers of a person: identity number and telephone.
///
/// # Errors
/// The database cannot be read.
pub async fn sealed_numbers(
    db: &impl ConnectionTrait,
    id: &PersonId,
) -> Result<(Option<Vec<u8>>, Option<Vec<u8>>), DbErr> {
    let query = Query::select()
        .columns(["identity", "telephone"])
        .from("people_person")
        .and_where(Expr::col("id").eq(id.as_str()))
        .to_owned();
    match db.query_one(&query).await? {
        Some(row) => Ok((row.try_get("", "identity")?, row.try_get("", "telephone")?)),
        None => Ok((None, None)),
    }
}

/// Ranks of a person, newest first.
///
/// # Errors
/// The database cannot be read.
pub async fn ranks(db: &impl ConnectionTrait, id: &PersonId) -> Result<Vec<RankEntry>, DbErr> {
    let query = Query::select()
        .columns(["rank", "since"])
        .from("people_rank")
        .and_where(Expr::col("person").eq(id.as_str()))
        .order_by("since", Order::Desc)
        .to_owned();
    db.query_all(&query).await?.iter().map(rank_entry).collect()
}

pub(crate) fn rank_entry(row: &QueryResult) -> Result<RankEntry, DbErr> {
    let rank: String = row.try_get("", "rank")?;
    Ok(RankEntry { rank: code(&rank, Rank::parse)?, since: day(row, "since")? })
}

/// Saves everything about a person but the numbers.
///
/// # Errors
/// `Stale` if somebody else saved meanwhile.
pub async fn save(change: &mut Change<'_>, person: &Person) -> Result<(), PeopleProblem> {
    let query = Query::update()
        .table("people_person")
        .values([
            ("unit", person.unit.as_str().into()),
            ("kind", person.kind.as_str().into()),
            ("name", person.name.as_str().into()),
            ("gender", person.gender.as_str().into()),
            ("police_number", person.police_number.as_ref().map(|number| number.as_str().to_owned()).into()),
            ("post", person.post.as_str().into()),
            ("rank", person.rank.map(Rank::as_str).into()),
            ("joined_on", person.joined_on.to_string().into()),
            ("working_since", person.working_since.map(|day| day.to_string()).into()),
            ("left_on", person.left.map(|(on, _)| on.to_string()).into()),
            ("left_reason", person.left.map(|(_, reason)| reason.as_str()).into()),
            ("revision", (person.revision + 1).into()),
        ])
        .and_where(Expr::col("id").eq(person.id.as_str()))
        .and_where(Expr::col("revision").eq(person.revision))
        .to_owned();
    match change.connection().execute(&query).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(PeopleProblem::Stale),
    }
}

/// Saves those numbers that are given.
///
/// # Errors
/// The database's own failure.
pub async fn save_numbers(
    change: &mut Change<'_>,
    id: &PersonId,
    identity: Option<Sealed>,
    telephone: Option<Sealed>,
) -> Result<(), DbErr> {
    let mut query = Query::update().table("people_person").to_owned();
    if let Some(Sealed { bytes, index }) = identity.clone() {
        query.values([("identity", bytes.into()), ("identity_index", index.into())]);
    }
    if let Some(Sealed { bytes, index }) = telephone.clone() {
        query.values([("telephone", bytes.into()), ("telephone_index", index.into())]);
    }
    if identity.is_some() || telephone.is_some() {
        query.and_where(Expr::col("id").eq(id.as_str()));
        change.connection().execute(&query).await?;
    }
    Ok(())
}

/// # Errors
/// The day is taken, or the database's own failure.
pub async fn add_rank(change: &mut Change<'_>, id: &PersonId, entry: &RankEntry) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("people_rank")
        .columns(["person", "since", "rank"])
        .values_panic([id.as_str().into(), entry.since.to_string().into(), entry.rank.as_str().into()])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}
