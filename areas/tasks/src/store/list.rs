//! Lists: filtered, sorted and cut into pages by the database.

use super::stations::open_states;
use super::tasks::{COLUMNS, with_parts};
use super::{day, day_or_none, instant, number, text, word};
use crate::rules::{State, StationState, Task, TaskId, TaskKind};
use database::DbErr;
use kernel::{Day, Instant, PersonId, UnitCode};
use sea_orm::sea_query::{
    Expr, ExprTrait, Func, JoinType, LikeExpr, Order, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{ConnectionTrait, QueryResult};

/// A page of rows and how many there are in all.
#[derive(Debug, Clone)]
pub struct Rows<T> {
    pub rows: Vec<T>,
    pub total: u64,
}

/// `LIKE '%…%'` with what was typed taken literally.
fn contains(column: (&'static str, &'static str), search: &str) -> SimpleExpr {
    let mut pattern = String::from("%");
    for letter in search.trim().to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    Expr::expr(Func::lower(Expr::col(column))).like(LikeExpr::new(pattern).escape('\\'))
}

pub(super) async fn count(db: &impl ConnectionTrait, query: SelectStatement) -> Result<u64, DbErr> {
    let mut query = query;
    query.expr_as(Expr::cust("COUNT(*)"), "n");
    let found = db.query_one(&query).await?.map_or(Ok(0), |row| number(&row, "n"))?;
    Ok(u64::try_from(found).unwrap_or(0))
}

pub(super) fn order(descending: bool) -> Order {
    if descending { Order::Desc } else { Order::Asc }
}

/// Which tasks are wanted.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    /// Of these issuers.
    pub units: Vec<UnitCode>,
    pub issuer: Option<UnitCode>,
    pub state: Option<State>,
    pub kind: Option<TaskKind>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub search: String,
}

/// One line of the list of tasks.
#[derive(Debug, Clone)]
pub struct TaskRow {
    pub id: TaskId,
    pub unit: UnitCode,
    pub number: String,
    pub title: String,
    pub kind: TaskKind,
    pub state: State,
    pub from: Day,
    pub until: Option<Day>,
    pub submitted_at: Option<Instant>,
    pub stations: i64,
    pub done: i64,
}

const TASK: &str = "tasks_task";

fn tasks_where(filter: &TaskFilter) -> SelectStatement {
    let of = |column: &'static str| Expr::col((TASK, column));
    let mut query = Query::select().from(TASK).to_owned();
    query.and_where(of("unit").is_in(filter.units.iter().map(UnitCode::as_str)));
    if let Some(issuer) = &filter.issuer {
        query.and_where(of("unit").eq(issuer.as_str()));
    }
    if let Some(state) = filter.state {
        query.and_where(of("state").eq(state.as_str()));
    }
    if let Some(kind) = filter.kind {
        query.and_where(of("kind").eq(kind.as_str()));
    }
    if let Some(from) = filter.from {
        query.and_where(of("from_day").gte(from.to_string()));
    }
    if let Some(to) = filter.to {
        query.and_where(of("from_day").lte(to.to_string()));
    }
    if !filter.search.trim().is_empty() {
        let search = filter.search.as_str();
        query.and_where(contains((TASK, "title"), search).or(contains((TASK, "number"), search)));
    }
    query
}

/// One page of tasks. `sort` is a column: `changed_at`, `title`, `until_day`, `state` or `unit`.
///
/// # Errors
/// The database cannot be read.
pub async fn task_rows(
    db: &impl ConnectionTrait,
    filter: &TaskFilter,
    sort: &'static str,
    descending: bool,
    limit: u64,
    offset: u64,
) -> Result<Rows<TaskRow>, DbErr> {
    let total = count(db, tasks_where(filter)).await?;
    let query = with_columns(tasks_where(filter))
        .order_by((TASK, sort), order(descending))
        .order_by((TASK, "id"), order(descending))
        .limit(limit)
        .offset(offset)
        .to_owned();
    let rows = db.query_all(&query).await?;
    Ok(Rows { rows: rows.iter().map(task_row).collect::<Result<_, _>>()?, total })
}

/// Some tasks by their ids, as the list shows them.
///
/// # Errors
/// The database cannot be read.
pub async fn task_rows_of(
    db: &impl ConnectionTrait,
    filter: &TaskFilter,
    ids: &[TaskId],
) -> Result<Vec<TaskRow>, DbErr> {
    let query = with_columns(tasks_where(filter))
        .and_where(Expr::col((TASK, "id")).is_in(ids.iter().map(TaskId::as_str)))
        .to_owned();
    db.query_all(&query).await?.iter().map(task_row).collect()
}

/// With what a line shows: also in how many stations it is, and is done.
fn with_columns(mut query: SelectStatement) -> SelectStatement {
    let counted = |done: bool| {
        let mut query = Query::select();
        query
            .expr(Expr::cust("COUNT(*)"))
            .from("tasks_station")
            .and_where(Expr::col(("tasks_station", "task")).equals((TASK, "id")));
        if done {
            query.and_where(Expr::col(("tasks_station", "state")).eq(StationState::Done.as_str()));
        }
        SimpleExpr::SubQuery(None, Box::new(query.to_owned().into()))
    };
    let columns = ["id", "unit", "number", "title", "kind", "state", "from_day", "until_day", "submitted_at"];
    query
        .columns(columns.map(|column| (TASK, column)))
        .expr_as(counted(false), "stations")
        .expr_as(counted(true), "done")
        .to_owned()
}

fn task_row(row: &QueryResult) -> Result<TaskRow, DbErr> {
    Ok(TaskRow {
        id: TaskId::stored(text(row, "id")?),
        unit: UnitCode::stored(text(row, "unit")?),
        number: text(row, "number")?,
        title: text(row, "title")?,
        kind: word(row, "kind", TaskKind::parse)?,
        state: word(row, "state", State::parse)?,
        from: day(row, "from_day")?,
        until: day_or_none(row, "until_day")?,
        submitted_at: instant(row, "submitted_at")?,
        stations: number(row, "stations")?,
        done: number(row, "done")?,
    })
}

/// The tasks before the gate, those that wait longest first, with all that is shown of them.
///
/// # Errors
/// The database cannot be read.
pub async fn gate_tasks(
    db: &impl ConnectionTrait,
    units: &[UnitCode],
    limit: u64,
    offset: u64,
) -> Result<Rows<Task>, DbErr> {
    let wanted = || {
        Query::select()
            .from(TASK)
            // Literal, because a partial index is chosen before values are known.
            .and_where(Expr::cust("state IN ('at_gate', 'escalated', 'proposed')"))
            .and_where(Expr::col((TASK, "unit")).is_in(units.iter().map(UnitCode::as_str)))
            .to_owned()
    };
    let total = count(db, wanted()).await?;
    let query = wanted()
        .columns(COLUMNS.map(|column| (TASK, column)))
        .order_by((TASK, "submitted_at"), Order::Asc)
        .order_by((TASK, "id"), Order::Asc)
        .limit(limit)
        .offset(offset)
        .to_owned();
    let rows = db.query_all(&query).await?;
    Ok(Rows { rows: with_parts(db, rows).await?, total })
}

/// Which tasks of stations are wanted.
#[derive(Debug, Clone, Default)]
pub struct StationFilter {
    pub stations: Vec<UnitCode>,
    /// Still to be done.
    pub open: bool,
    /// Still to be done after its last day.
    pub overdue_on: Option<Day>,
    pub state: Option<StationState>,
    pub kind: Option<TaskKind>,
    /// Done by this person.
    pub person: Option<PersonId>,
    pub search: String,
}

/// One line of the list of a station's tasks.
#[derive(Debug, Clone)]
pub struct StationRow {
    pub task: TaskId,
    pub station: UnitCode,
    pub issuer: UnitCode,
    pub title: String,
    pub kind: TaskKind,
    pub state: StationState,
    pub from: Day,
    pub until: Option<Day>,
    pub planned: i64,
    pub worked: i64,
    pub forms: i64,
    pub late: bool,
}

const AT: &str = "tasks_station";

fn stations_where(filter: &StationFilter) -> SelectStatement {
    let at = |column: &'static str| Expr::col((AT, column));
    let mut query = Query::select().from(AT).to_owned();
    query
        .join(JoinType::InnerJoin, TASK, Expr::col((TASK, "id")).equals((AT, "task")))
        .and_where(at("unit").is_in(filter.stations.iter().map(UnitCode::as_str)))
        // What has not been let through is nothing the station has to know of.
        .and_where(at("state").ne(StationState::Addressed.as_str()));
    if filter.open {
        query.and_where(at("state").is_in(open_states()));
    }
    if let Some(today) = filter.overdue_on {
        query
            .and_where(at("state").is_in(open_states()))
            .and_where(at("until_day").ne(""))
            .and_where(at("until_day").lt(today.to_string()));
    }
    if let Some(state) = filter.state {
        query.and_where(at("state").eq(state.as_str()));
    }
    if let Some(kind) = filter.kind {
        query.and_where(Expr::col((TASK, "kind")).eq(kind.as_str()));
    }
    if let Some(person) = &filter.person {
        let mine = Query::select()
            .column("task")
            .from("tasks_assigned")
            .and_where(Expr::col("person").eq(person.as_str()))
            .to_owned();
        query.and_where(at("task").in_subquery(mine));
    }
    if !filter.search.trim().is_empty() {
        let search = filter.search.as_str();
        query.and_where(contains((TASK, "title"), search).or(contains((TASK, "number"), search)));
    }
    query
}

/// What the tasks of stations are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StationSort {
    Until,
    Title,
    State,
    Planned,
    Station,
}

impl StationSort {
    fn column(self) -> (&'static str, &'static str) {
        match self {
            Self::Until => (AT, "until_day"),
            Self::Title => (TASK, "title"),
            Self::State => (AT, "state"),
            Self::Planned => (AT, "planned"),
            Self::Station => (AT, "unit"),
        }
    }
}

/// One page of the tasks of stations.
///
/// # Errors
/// The database cannot be read.
pub async fn station_rows(
    db: &impl ConnectionTrait,
    filter: &StationFilter,
    sort: StationSort,
    descending: bool,
    limit: u64,
    offset: u64,
) -> Result<Rows<StationRow>, DbErr> {
    let total = count(db, stations_where(filter)).await?;
    let columns = ["task", "state", "from_day", "until_day", "planned", "worked", "forms", "late"];
    let query = stations_where(filter)
        .columns(columns.map(|column| (AT, column)))
        .expr_as(Expr::col((AT, "unit")), "station")
        .expr_as(Expr::col((TASK, "unit")), "issuer")
        .columns([(TASK, "title"), (TASK, "kind")])
        .order_by(sort.column(), order(descending))
        .order_by((AT, "task"), order(descending))
        .order_by((AT, "unit"), Order::Asc)
        .limit(limit)
        .offset(offset)
        .to_owned();
    let rows = db.query_all(&query).await?;
    let rows = rows
        .iter()
        .map(|row| {
            Ok(StationRow {
                task: TaskId::stored(text(row, "task")?),
                station: UnitCode::stored(text(row, "station")?),
                issuer: UnitCode::stored(text(row, "issuer")?),
                title: text(row, "title")?,
                kind: word(row, "kind", TaskKind::parse)?,
                state: word(row, "state", StationState::parse)?,
                from: day(row, "from_day")?,
                until: day_or_none(row, "until_day")?,
                planned: number(row, "planned")?,
                worked: number(row, "worked")?,
                forms: number(row, "forms")?,
                late: number(row, "late")? == 1,
            })
        })
        .collect::<Result<_, DbErr>>()?;
    Ok(Rows { rows, total })
}

impl StationRow {
    pub fn is_overdue(&self, today: Day) -> bool {
        self.state.is_open() && self.until.is_some_and(|until| until < today)
    }
}
