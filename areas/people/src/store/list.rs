//! Lists of people, filtered, sorted and cut into pages by the database.

use super::certificates::{expiring_query, qualification};
use super::person::{PERSON, person, rank_entry};
use super::within;
use crate::rules::{
    Person, PersonKind, PoliceNumber, Post, Qualification, QualificationKind, Rank, RankEntry,
};
use database::DbErr;
use kernel::{Day, PersonId, UnitCode, UnitTree};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{
    Alias, CaseStatement, Cond, Expr, ExprTrait, LikeExpr, Order, Query, SelectStatement,
};
use std::collections::HashMap;

/// Whose people a list shows, as the quickest condition on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Among {
    /// No condition.
    All,
    /// Those of these units and of all below them.
    Below(Vec<UnitCode>),
}

impl Default for Among {
    fn default() -> Self {
        Self::Below(Vec::new())
    }
}

impl Among {
    /// What lies at or below `scope`, and at or below `chosen`.
    pub fn within(tree: &UnitTree, scope: &[UnitCode], chosen: &UnitCode) -> Self {
        let inside = |unit: &UnitCode, all: &[UnitCode]| all.iter().any(|above| tree.is_within(unit, above));
        let highest: Vec<UnitCode> = if inside(chosen, scope) {
            vec![chosen.clone()]
        } else {
            scope.iter().filter(|unit| tree.is_within(unit, chosen)).cloned().collect()
        };
        if tree.iter().all(|unit| inside(&unit.code, &highest)) { Self::All } else { Self::Below(highest) }
    }
}

/// Who is wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// What the reader may see, narrowed by choice.
    pub among: Among,
    pub kind: Option<PersonKind>,
    pub post: Option<Post>,
    pub qualification: Option<QualificationKind>,
    /// With a certificate that ends by this day and was not renewed.
    pub expiring_by: Option<Day>,
    pub state: State,
    /// Part of a name, or the beginning of a police number.
    pub search: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    #[default]
    Serving,
    Left,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Name,
    PoliceNumber,
    Unit,
    Rank,
    JoinedOn,
}

/// One page of the list.
///
/// # Errors
/// The database cannot be read.
pub async fn page(
    db: &impl ConnectionTrait,
    filter: &Filter,
    sort: Sort,
    order: Order,
    offset: u64,
    limit: u64,
) -> Result<Vec<Person>, DbErr> {
    let mut query = wanted(filter);
    query.columns(PERSON.map(|column| ("people_person", column)));
    match sort {
        Sort::Name => query.order_by(("people_person", "name"), order.clone()),
        Sort::PoliceNumber => query.order_by(("people_person", "police_number"), order.clone()),
        Sort::Unit => query.order_by(("people_person", "unit"), order.clone()),
        Sort::JoinedOn => query.order_by(("people_person", "joined_on"), order.clone()),
        Sort::Rank => query.order_by_expr(rank_level(), order.clone()),
    };
    // The same order every time, also where the sorted column is equal.
    query.order_by(("people_person", "id"), order).offset(offset).limit(limit);
    db.query_all(&query).await?.iter().map(person).collect()
}

/// How many people the list has in all.
///
/// # Errors
/// The database cannot be read.
pub async fn count(db: &impl ConnectionTrait, filter: &Filter) -> Result<u64, DbErr> {
    let mut query = wanted(filter);
    query.expr_as(Expr::col(("people_person", "id")).count(), Alias::new("people"));
    let row = db.query_one(&query).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "people"))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// How many people of the list stand in each unit itself.
///
/// # Errors
/// The database cannot be read.
pub async fn count_by_unit(
    db: &impl ConnectionTrait,
    filter: &Filter,
) -> Result<HashMap<UnitCode, i64>, DbErr> {
    let mut query = wanted(filter);
    query
        .column(("people_person", "unit"))
        .expr_as(Expr::col(("people_person", "id")).count(), Alias::new("people"))
        .group_by_col(("people_person", "unit"));
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| Ok((UnitCode::stored(row.try_get("", "unit")?), row.try_get("", "people")?)))
        .collect()
}

/// How many officers and auxiliaries serve in each unit itself.
///
/// # Errors
/// The database cannot be read.
pub async fn strength_by_unit(db: &impl ConnectionTrait) -> Result<HashMap<UnitCode, i64>, DbErr> {
    let mut query = wanted(&Filter { among: Among::All, ..Filter::default() });
    query
        .column(("people_person", "unit"))
        .expr_as(Expr::col(("people_person", "id")).count(), Alias::new("people"))
        .and_where(Expr::col(("people_person", "kind")).ne(PersonKind::Civilian.as_str()))
        .group_by_col(("people_person", "unit"));
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| Ok((UnitCode::stored(row.try_get("", "unit")?), row.try_get("", "people")?)))
        .collect()
}

fn wanted(filter: &Filter) -> SelectStatement {
    let mut query = Query::select().from("people_person").to_owned();
    if let Among::Below(units) = &filter.among {
        query.and_where(within(("people_person", "unit"), units));
    }
    if let Some(kind) = filter.kind {
        query.and_where(Expr::col(("people_person", "kind")).eq(kind.as_str()));
    }
    if let Some(post) = filter.post {
        query.and_where(Expr::col(("people_person", "post")).eq(post.as_str()));
    }
    if let Some(kind) = filter.qualification {
        let holders = Query::select()
            .column("person")
            .from("people_qualification")
            .and_where(Expr::col("kind").eq(kind.as_str()))
            .to_owned();
        query.and_where(Expr::col(("people_person", "id")).in_subquery(holders));
    }
    if let Some(until) = filter.expiring_by {
        let holders = expiring_query(until).column(("held", "person")).to_owned();
        query.and_where(Expr::col(("people_person", "id")).in_subquery(holders));
    }
    match filter.state {
        State::Serving => query.and_where(Expr::col(("people_person", "left_on")).is_null()),
        State::Left => query.and_where(Expr::col(("people_person", "left_on")).is_not_null()),
        State::All => &mut query,
    };
    let search = filter.search.trim();
    if !search.is_empty() {
        let mut found = Cond::any()
            .add(Expr::col(("people_person", "name")).like(like(&format!("%{}%", escaped(search)))));
        if let Some(number) = PoliceNumber::parse(search) {
            let start = format!("{}%", escaped(number.as_str()));
            found = found.add(Expr::col(("people_person", "police_number")).like(like(&start)));
        }
        query.cond_where(found);
    }
    query
}

fn like(pattern: &str) -> LikeExpr {
    LikeExpr::new(pattern).escape('\\')
}

/// `%` and `_` stand for themselves.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// The rank's height as a number; 0 without one.
fn rank_level() -> Expr {
    let mut case = CaseStatement::new();
    for (rank, level) in Rank::ALL.iter().zip(1_i64..) {
        case = case.case(Expr::col(("people_person", "rank")).eq(rank.as_str()), level);
    }
    case.finally(0_i64).into()
}

/// What others need of a person to offer a choice.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PersonBrief {
    pub id: PersonId,
    pub name: String,
    pub police_number: Option<PoliceNumber>,
    pub kind: PersonKind,
    pub unit: UnitCode,
}

/// Everybody who serves in a unit or below it, by unit and name.
///
/// # Errors
/// The database cannot be read.
pub async fn serving_in(db: &impl ConnectionTrait, unit: &UnitCode) -> Result<Vec<PersonBrief>, DbErr> {
    let filter = Filter { among: Among::Below(vec![unit.clone()]), ..Filter::default() };
    let mut query = wanted(&filter);
    query
        .columns(PERSON.map(|column| ("people_person", column)))
        .order_by(("people_person", "unit"), Order::Asc)
        .order_by(("people_person", "name"), Order::Asc)
        .order_by(("people_person", "id"), Order::Asc);
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| {
            let Person { id, name, police_number, kind, unit, .. } = person(row)?;
            Ok(PersonBrief { id, name: name.as_str().to_owned(), police_number, kind, unit })
        })
        .collect()
}

/// Somebody with everything that a workbook holds; numbers still encrypted.
#[derive(Debug, Clone)]
pub struct Record {
    pub person: Person,
    pub identity: Option<Vec<u8>>,
    pub telephone: Option<Vec<u8>>,
    /// Oldest first, like the certificates.
    pub ranks: Vec<RankEntry>,
    pub qualifications: Vec<Qualification>,
}

const NUMBERS: [&str; 2] = ["identity", "telephone"];

/// The records of all these people, also of those who left.
///
/// # Errors
/// The database cannot be read.
pub async fn records_in(db: &impl ConnectionTrait, among: Among) -> Result<Vec<Record>, DbErr> {
    let filter = Filter { among, state: State::All, ..Filter::default() };
    let mut query = wanted(&filter);
    query
        .columns(PERSON.into_iter().chain(NUMBERS).map(|column| ("people_person", column)))
        .order_by(("people_person", "unit"), Order::Asc)
        .order_by(("people_person", "name"), Order::Asc)
        .order_by(("people_person", "id"), Order::Asc);
    records(db, &query).await
}

/// The records that a workbook may mean: by id, police number or keyed index.
///
/// # Errors
/// The database cannot be read.
pub async fn records_matching(
    db: &impl ConnectionTrait,
    ids: &[String],
    police_numbers: &[String],
    identities: &[String],
) -> Result<Vec<Record>, DbErr> {
    let mut found: HashMap<PersonId, Record> = HashMap::new();
    for (column, values) in [("id", ids), ("police_number", police_numbers), ("identity_index", identities)] {
        for chunk in values.chunks(5_000) {
            let query = Query::select()
                .columns(PERSON.into_iter().chain(NUMBERS))
                .from("people_person")
                .and_where(Expr::col(column).is_in(chunk.to_vec()))
                .to_owned();
            found.extend(records(db, &query).await?.into_iter().map(|one| (one.person.id.clone(), one)));
        }
    }
    Ok(found.into_values().collect())
}

async fn records(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<Record>, DbErr> {
    let rows = db.query_all(query).await?;
    let mut records = Vec::with_capacity(rows.len());
    for row in &rows {
        records.push(Record {
            person: person(row)?,
            identity: row.try_get("", "identity")?,
            telephone: row.try_get("", "telephone")?,
            ranks: Vec::new(),
            qualifications: Vec::new(),
        });
    }
    let places: HashMap<PersonId, usize> =
        records.iter().enumerate().map(|(place, record)| (record.person.id.clone(), place)).collect();
    let ids: Vec<String> = records.iter().map(|record| record.person.id.to_string()).collect();
    for chunk in ids.chunks(5_000) {
        let query = Query::select()
            .columns(["person", "rank", "since"])
            .from("people_rank")
            .and_where(Expr::col("person").is_in(chunk.to_vec()))
            .order_by("since", Order::Asc)
            .to_owned();
        for row in db.query_all(&query).await? {
            let of = PersonId::stored(row.try_get("", "person")?);
            if let Some(record) = places.get(&of).and_then(|place| records.get_mut(*place)) {
                record.ranks.push(rank_entry(&row)?);
            }
        }
        let query = Query::select()
            .columns(["person", "kind", "issued_on", "number", "expires_on"])
            .from("people_qualification")
            .and_where(Expr::col("person").is_in(chunk.to_vec()))
            .order_by("issued_on", Order::Asc)
            .order_by("kind", Order::Asc)
            .to_owned();
        for row in db.query_all(&query).await? {
            let of = PersonId::stored(row.try_get("", "person")?);
            if let Some(record) = places.get(&of).and_then(|place| records.get_mut(*place)) {
                record.qualifications.push(qualification(&row)?);
            }
        }
    }
    Ok(records)
}

/// Who has this identity number or telephone, within these units.
///
/// # Errors
/// The database cannot be read.
pub async fn having_number(
    db: &impl ConnectionTrait,
    units: &[UnitCode],
    index: &str,
) -> Result<Vec<PersonId>, DbErr> {
    let query = Query::select()
        .column(("people_person", "id"))
        .from("people_person")
        .and_where(within(("people_person", "unit"), units))
        .cond_where(
            Cond::any()
                .add(Expr::col(("people_person", "identity_index")).eq(index))
                .add(Expr::col(("people_person", "telephone_index")).eq(index)),
        )
        .order_by(("people_person", "name"), Order::Asc)
        .limit(20)
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| Ok(PersonId::stored(row.try_get("", "id")?))).collect()
}
