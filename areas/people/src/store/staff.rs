//! Everybody of a few units as those see them who plan their work.

use super::certificates::qualification;
use super::person::{PERSON, person};
use crate::rules::{Gender, Person, PersonKind, Post, Qualification, QualificationKind, Rank};
use database::DbErr;
use kernel::{Day, PersonId, UnitCode};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use std::collections::HashMap;

/// Somebody who can be put on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    pub id: PersonId,
    pub name: String,
    pub unit: UnitCode,
    pub kind: PersonKind,
    pub gender: Gender,
    pub post: Post,
    pub rank: Option<Rank>,
    pub joined_on: Day,
    /// Since when they have worked at all; the day of joining where it is not known.
    pub working_since: Day,
    /// Whether it is known.
    pub is_service_known: bool,
    /// Kinds of certificates that are valid on the day asked for.
    pub qualifications: Vec<QualificationKind>,
}

impl Worker {
    pub fn is_officer(&self) -> bool {
        self.kind == PersonKind::Officer
    }
    pub fn is_woman(&self) -> bool {
        self.gender == Gender::Female
    }
    pub fn enforces(&self) -> bool {
        self.is_officer() && self.qualifications.iter().any(|kind| kind.is_enforcement())
    }
}

/// Everybody who serves in exactly these units, by post, kind and name.
///
/// # Errors
/// The database cannot be read.
pub async fn staff(db: &impl ConnectionTrait, units: &[UnitCode], on: Day) -> Result<Vec<Worker>, DbErr> {
    let codes = || units.iter().map(UnitCode::as_str);
    let query = Query::select()
        .columns(PERSON)
        .from("people_person")
        .and_where(Expr::col("unit").is_in(codes()))
        .and_where(Expr::col("left_on").is_null())
        .order_by("name", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned();
    let rows = db.query_all(&query).await?;
    let certificates = Query::select()
        .columns([("people_qualification", "person"), ("people_qualification", "kind")])
        .columns([("people_qualification", "issued_on"), ("people_qualification", "number")])
        .column(("people_qualification", "expires_on"))
        .from("people_qualification")
        .inner_join(
            "people_person",
            Expr::col(("people_person", "id")).equals(("people_qualification", "person")),
        )
        .and_where(Expr::col(("people_person", "unit")).is_in(codes()))
        .to_owned();
    let mut held: HashMap<String, Vec<Qualification>> = HashMap::new();
    for row in db.query_all(&certificates).await? {
        held.entry(row.try_get("", "person")?).or_default().push(qualification(&row)?);
    }
    let mut workers = Vec::with_capacity(rows.len());
    for row in &rows {
        let Person { id, name, unit, kind, gender, post, rank, joined_on, working_since, .. } = person(row)?;
        let mut qualifications: Vec<QualificationKind> = held
            .remove(id.as_str())
            .unwrap_or_default()
            .into_iter()
            .filter(|one| one.is_valid_on(on))
            .map(|one| one.kind)
            .collect();
        qualifications.sort_unstable();
        qualifications.dedup();
        let name = name.as_str().to_owned();
        workers.push(Worker {
            id,
            name,
            unit,
            kind,
            gender,
            post,
            rank,
            joined_on,
            working_since: working_since.unwrap_or(joined_on),
            is_service_known: working_since.is_some(),
            qualifications,
        });
    }
    // Leaders first, then officers, auxiliaries and civilians; within each by name as read.
    let order = |one: &Worker| (one.kind, one.post != Post::Leader, one.post);
    workers.sort_by_key(order);
    Ok(workers)
}

/// The unit of somebody who serves.
///
/// # Errors
/// The database cannot be read.
pub async fn unit_of(db: &impl ConnectionTrait, id: &PersonId) -> Result<Option<UnitCode>, DbErr> {
    let query = Query::select()
        .column("unit")
        .from("people_person")
        .and_where(Expr::col("id").eq(id.as_str()))
        .and_where(Expr::col("left_on").is_null())
        .to_owned();
    let Some(row) = db.query_one(&query).await? else { return Ok(None) };
    Ok(Some(UnitCode::stored(row.try_get("", "unit")?)))
}

/// Since when somebody has worked at all, and whether that is known: else it is the day of joining.
///
/// # Errors
/// The database cannot be read.
pub async fn service_of(db: &impl ConnectionTrait, id: &PersonId) -> Result<Option<(Day, bool)>, DbErr> {
    let found = super::person::find(db, id).await?;
    Ok(found.map(|one| (one.working_since.unwrap_or(one.joined_on), one.working_since.is_some())))
}
