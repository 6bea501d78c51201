//! Requests for leave.

use crate::AvailabilityProblem;
use crate::rules::Why;
use crate::rules::leave::{Leave, LeaveId, LeaveState};
use database::{Change, DbErr, word};
use kernel::{Day, Instant, PersonId, Span, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

const TABLE: &str = "availability_leave";
const COLUMNS: [&str; 13] = [
    "unit",
    "id",
    "person",
    "why",
    "from_day",
    "to_day",
    "days",
    "reason",
    "state",
    "answer",
    "asked_at",
    "decided_at",
    "revision",
];

fn leave(row: &QueryResult) -> Result<Leave, DbErr> {
    let text = |column: &str| row.try_get::<String>("", column);
    let day = |column: &str| -> Result<Day, DbErr> {
        let found = text(column)?;
        found.parse().map_err(|_| DbErr::Type(format!("day {found}")))
    };
    let decided_at: Option<i64> = row.try_get("", "decided_at")?;
    Ok(Leave {
        unit: UnitCode::stored(text("unit")?),
        id: LeaveId::stored(text("id")?),
        person: PersonId::stored(text("person")?),
        why: word(row, "why", Why::parse)?,
        days: Span { from: day("from_day")?, to: day("to_day")? },
        working_days: row.try_get("", "days")?,
        reason: text("reason")?,
        state: word(row, "state", LeaveState::parse)?,
        answer: text("answer")?,
        asked_at: Instant::from_micros(row.try_get("", "asked_at")?),
        decided_at: decided_at.map(Instant::from_micros),
        revision: row.try_get("", "revision")?,
    })
}

fn select() -> SelectStatement {
    Query::select().columns(COLUMNS).from(TABLE).to_owned()
}

/// # Errors
/// The database cannot be read.
pub async fn find_leave(db: &impl ConnectionTrait, id: &LeaveId) -> Result<Option<Leave>, DbErr> {
    let query = select().and_where(Expr::col("id").eq(id.as_str())).to_owned();
    db.query_one(&query).await?.as_ref().map(leave).transpose()
}

/// Requests of these people that wait and touch these days.
pub(crate) async fn pending(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    days: Span,
) -> Result<Vec<Leave>, DbErr> {
    let query = select()
        .and_where(Expr::col("person").is_in(people.iter().map(PersonId::as_str)))
        .and_where(Expr::col("state").eq(LeaveState::Asked.as_str()))
        .and_where(Expr::col("to_day").gte(days.from.to_string()))
        .and_where(Expr::col("from_day").lte(days.to.to_string()))
        .to_owned();
    db.query_all(&query).await?.iter().map(leave).collect()
}

/// How many requests of these units wait for an answer.
///
/// # Errors
/// The database cannot be read.
pub async fn waiting(db: &impl ConnectionTrait, units: &[UnitCode]) -> Result<u64, DbErr> {
    let query = Query::select()
        .expr_as(Expr::col("id").count(), "found")
        .from(TABLE)
        .and_where(Expr::col("unit").is_in(units.iter().map(UnitCode::as_str)))
        .and_where(Expr::col("state").eq(LeaveState::Asked.as_str()))
        .to_owned();
    let found: i64 = db.query_one(&query).await?.map_or(Ok(0), |row| row.try_get("", "found"))?;
    Ok(u64::try_from(found).unwrap_or(0))
}

/// Which requests are wanted.
pub(crate) struct LeaveFilter {
    pub units: Vec<UnitCode>,
    /// Only of this person, wherever they served.
    pub person: Option<PersonId>,
    pub state: Option<LeaveState>,
    pub why: Option<Why>,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum LeaveSort {
    From,
    Days,
    AskedAt,
}

/// A page of requests, and how many there are.
pub(crate) async fn leaves(
    db: &impl ConnectionTrait,
    filter: &LeaveFilter,
    (sort, descending): (LeaveSort, bool),
    (limit, offset): (u64, u64),
) -> Result<(Vec<Leave>, u64), DbErr> {
    let wanted = |query: &mut SelectStatement| {
        match &filter.person {
            Some(person) => query.and_where(Expr::col("person").eq(person.as_str())),
            None => query.and_where(Expr::col("unit").is_in(filter.units.iter().map(UnitCode::as_str))),
        };
        query
            .and_where_option(filter.state.map(|state| Expr::col("state").eq(state.as_str())))
            .and_where_option(filter.why.map(|why| Expr::col("why").eq(why.as_str())))
            .and_where_option(filter.from.map(|day| Expr::col("to_day").gte(day.to_string())))
            .and_where_option(filter.to.map(|day| Expr::col("from_day").lte(day.to_string())));
    };
    let mut count = Query::select().expr_as(Expr::col("id").count(), "found").from(TABLE).to_owned();
    wanted(&mut count);
    let found: i64 = db.query_one(&count).await?.map_or(Ok(0), |row| row.try_get("", "found"))?;
    let mut query = select();
    wanted(&mut query);
    let column = match sort {
        LeaveSort::From => "from_day",
        LeaveSort::Days => "days",
        LeaveSort::AskedAt => "asked_at",
    };
    let order = if descending { Order::Desc } else { Order::Asc };
    query.order_by(column, order).order_by("id", Order::Desc).limit(limit).offset(offset);
    let rows = db.query_all(&query).await?.iter().map(leave).collect::<Result<_, _>>()?;
    Ok((rows, u64::try_from(found).unwrap_or(0)))
}

pub(crate) async fn insert_leave(change: &mut Change<'_>, leave: &Leave) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table(TABLE)
        .columns(COLUMNS)
        .values_panic([
            leave.unit.as_str().into(),
            leave.id.as_str().into(),
            leave.person.as_str().into(),
            leave.why.as_str().into(),
            leave.days.from.to_string().into(),
            leave.days.to.to_string().into(),
            leave.working_days.into(),
            leave.reason.as_str().into(),
            leave.state.as_str().into(),
            leave.answer.as_str().into(),
            leave.asked_at.micros().into(),
            leave.decided_at.map(Instant::micros).into(),
            leave.revision.into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Saves how far a request has come.
pub(crate) async fn save_leave(change: &mut Change<'_>, leave: &Leave) -> Result<(), AvailabilityProblem> {
    let query = Query::update()
        .table(TABLE)
        .values([
            ("state", leave.state.as_str().into()),
            ("answer", leave.answer.as_str().into()),
            ("decided_at", leave.decided_at.map(Instant::micros).into()),
            ("revision", (leave.revision + 1).into()),
        ])
        .and_where(Expr::col("unit").eq(leave.unit.as_str()))
        .and_where(Expr::col("id").eq(leave.id.as_str()))
        .and_where(Expr::col("revision").eq(leave.revision))
        .to_owned();
    match change.connection().execute(&query).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(AvailabilityProblem::Stale),
    }
}
