//! Tasks, what they ask for, and what was answered.

use super::{day, day_or_none, day_text, instant, number, text, word};
use crate::commands::Answer;
use crate::problem::TasksProblem;
use crate::rules::boundary::Opinion;
use crate::rules::task::Column;
use crate::rules::{
    Asked, FormId, ReturnKind, ReturnState, Rhythm, State, StationState, Task, TaskId, TaskKind,
};
use database::{Change, DbErr};
use kernel::{Span, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, QueryResult};

pub(super) const COLUMNS: [&str; 36] = [
    "unit",
    "id",
    "author",
    "number",
    "issued_on",
    "title",
    "body",
    "basis",
    "kind",
    "from_day",
    "until_day",
    "figures_from",
    "figures_to",
    "people",
    "vehicles",
    "nights",
    "hours",
    "state",
    "submitted_at",
    "decide_by",
    "decided_at",
    "decided_by",
    "reason",
    "master",
    "opinion",
    "entry",
    "above",
    "proposed_by",
    "proposal",
    "proposed_from",
    "objection",
    "objected_at",
    "answer",
    "changed_at",
    "form",
    "revision",
];

fn values(task: &Task, changed_at: i64, revision: i64) -> Vec<(&'static str, SimpleExpr)> {
    let micros = |at: Option<kernel::Instant>| Expr::value(at.map(kernel::Instant::micros));
    vec![
        ("unit", Expr::value(task.unit.as_str())),
        ("id", Expr::value(task.id.as_str())),
        ("author", Expr::value(task.author.as_str())),
        ("number", Expr::value(task.number.as_str())),
        ("issued_on", Expr::value(day_text(task.issued_on))),
        ("title", Expr::value(task.title.as_str())),
        ("body", Expr::value(task.body.as_str())),
        ("basis", Expr::value(task.basis.as_str())),
        ("kind", Expr::value(task.kind.as_str())),
        ("from_day", Expr::value(task.from.to_string())),
        ("until_day", Expr::value(day_text(task.until))),
        ("figures_from", Expr::value(day_text(task.figures.map(|span| span.from)))),
        ("figures_to", Expr::value(day_text(task.figures.map(|span| span.to)))),
        ("people", Expr::value(task.people)),
        ("vehicles", Expr::value(task.vehicles)),
        ("nights", Expr::value(i64::from(task.nights))),
        ("hours", Expr::value(task.hours)),
        ("state", Expr::value(task.state.as_str())),
        ("submitted_at", micros(task.submitted_at)),
        ("decide_by", Expr::value(day_text(task.decide_by))),
        ("decided_at", micros(task.decided_at)),
        ("decided_by", Expr::value(task.decided_by.as_str())),
        ("reason", Expr::value(task.reason.as_str())),
        ("master", Expr::value(task.master.as_ref().map(|id| id.as_str().to_owned()))),
        ("opinion", Expr::value(task.opinion.map_or("", Opinion::as_str))),
        ("entry", Expr::value(task.entry.as_str())),
        ("above", Expr::value(i64::from(task.above))),
        ("proposed_by", Expr::value(task.proposed_by.as_str())),
        ("proposal", Expr::value(task.proposal.as_str())),
        ("proposed_from", Expr::value(day_text(task.proposed_from))),
        ("objection", Expr::value(task.objection.as_str())),
        ("objected_at", micros(task.objected_at)),
        ("answer", Expr::value(task.answer.as_str())),
        ("changed_at", Expr::value(changed_at)),
        ("form", Expr::value(task.form.as_ref().map_or("", FormId::as_str))),
        ("revision", Expr::value(revision)),
    ]
}

fn task(row: &QueryResult) -> Result<Task, DbErr> {
    let (from, to) = (day_or_none(row, "figures_from")?, day_or_none(row, "figures_to")?);
    let (master, form) = (row.try_get::<Option<String>>("", "master")?, text(row, "form")?);
    Ok(Task {
        id: TaskId::stored(text(row, "id")?),
        unit: UnitCode::stored(text(row, "unit")?),
        author: text(row, "author")?,
        number: text(row, "number")?,
        issued_on: day_or_none(row, "issued_on")?,
        title: text(row, "title")?,
        body: text(row, "body")?,
        basis: text(row, "basis")?,
        kind: word(row, "kind", TaskKind::parse)?,
        from: day(row, "from_day")?,
        until: day_or_none(row, "until_day")?,
        figures: from.zip(to).and_then(|(from, to)| Span::new(from, to)),
        people: number(row, "people")?,
        vehicles: number(row, "vehicles")?,
        nights: number(row, "nights")? == 1,
        hours: number(row, "hours")?,
        stations: Vec::new(),
        returns: Vec::new(),
        state: word(row, "state", State::parse)?,
        submitted_at: instant(row, "submitted_at")?,
        decide_by: day_or_none(row, "decide_by")?,
        decided_at: instant(row, "decided_at")?,
        decided_by: text(row, "decided_by")?,
        reason: text(row, "reason")?,
        master: master.map(TaskId::stored),
        opinion: Opinion::parse(&text(row, "opinion")?),
        entry: text(row, "entry")?,
        above: number(row, "above")? == 1,
        proposed_by: text(row, "proposed_by")?,
        proposal: text(row, "proposal")?,
        proposed_from: day_or_none(row, "proposed_from")?,
        objection: text(row, "objection")?,
        objected_at: instant(row, "objected_at")?,
        answer: text(row, "answer")?,
        form: (!form.is_empty()).then(|| FormId::stored(form)),
        revision: number(row, "revision")?,
    })
}

const COLUMN: [&str; 6] = ["task", "position", "place", "name", "measure", "answered"];

const RETURN: [&str; 9] =
    ["task", "position", "name", "kind", "permitted", "rhythm", "minutes", "state", "measure"];

fn asked(row: &QueryResult) -> Result<Asked, DbErr> {
    Ok(Asked {
        position: number(row, "position")?,
        name: text(row, "name")?,
        kind: word(row, "kind", ReturnKind::parse)?,
        rhythm: word(row, "rhythm", Rhythm::parse)?,
        minutes: number(row, "minutes")?,
        permitted: text(row, "permitted")?,
        measure: text(row, "measure")?,
        state: word(row, "state", ReturnState::parse)?,
        columns: Vec::new(),
    })
}

/// A task with its stations and what it asks for.
///
/// # Errors
/// The database cannot be read.
pub async fn find(db: &impl ConnectionTrait, id: &TaskId) -> Result<Option<Task>, DbErr> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("tasks_task")
        .and_where(Expr::col("id").eq(id.as_str()))
        .to_owned();
    Ok(with_parts(db, db.query_all(&query).await?).await?.pop())
}

/// Some tasks with their stations and what they ask for; three questions, however many.
///
/// # Errors
/// The database cannot be read.
pub async fn find_all(db: &impl ConnectionTrait, ids: &[TaskId]) -> Result<Vec<Task>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::select()
        .columns(COLUMNS)
        .from("tasks_task")
        .and_where(Expr::col("id").is_in(ids.iter().map(TaskId::as_str)))
        .to_owned();
    with_parts(db, db.query_all(&query).await?).await
}

/// Tasks of these rows, in their order, with their stations and what they ask for.
pub(super) async fn with_parts(
    db: &impl ConnectionTrait,
    rows: Vec<QueryResult>,
) -> Result<Vec<Task>, DbErr> {
    let mut found: Vec<Task> = rows.iter().map(task).collect::<Result<_, _>>()?;
    if found.is_empty() {
        return Ok(found);
    }
    let ids: Vec<String> = found.iter().map(|task| task.id.to_string()).collect();
    let place = |id: &str| ids.iter().position(|one| one == id);
    let returns = Query::select()
        .columns(RETURN)
        .from("tasks_return")
        .and_where(Expr::col("task").is_in(ids.iter().map(String::as_str)))
        .order_by("position", Order::Asc)
        .to_owned();
    for row in db.query_all(&returns).await? {
        if let Some(task) = place(&text(&row, "task")?).and_then(|place| found.get_mut(place)) {
            task.returns.push(asked(&row)?);
        }
    }
    if found.iter().any(|task| !task.returns.is_empty()) {
        let columns = Query::select()
            .columns(COLUMN)
            .from("tasks_column")
            .and_where(Expr::col("task").is_in(ids.iter().map(String::as_str)))
            .order_by("place", Order::Asc)
            .to_owned();
        for row in db.query_all(&columns).await? {
            let Some(task) = place(&text(&row, "task")?).and_then(|place| found.get_mut(place)) else {
                continue;
            };
            let position = number(&row, "position")?;
            if let Some(one) = task.returns.iter_mut().find(|one| one.position == position) {
                one.columns.push(Column {
                    place: number(&row, "place")?,
                    name: text(&row, "name")?,
                    measure: text(&row, "measure")?,
                    is_answered: number(&row, "answered")? == 1,
                });
            }
        }
    }
    let stations = Query::select()
        .columns(["task", "unit"])
        .from("tasks_station")
        .and_where(Expr::col("task").is_in(ids.iter().map(String::as_str)))
        .order_by("unit", Order::Asc)
        .to_owned();
    for row in db.query_all(&stations).await? {
        if let Some(task) = place(&text(&row, "task")?).and_then(|place| found.get_mut(place)) {
            task.stations.push(UnitCode::stored(text(&row, "unit")?));
        }
    }
    Ok(found)
}

/// Adds a task with its parts.
pub async fn insert(change: &mut Change<'_>, task: &Task) -> Result<(), TasksProblem> {
    let values = values(task, change.now().micros(), 1);
    let query = Query::insert()
        .into_table("tasks_task")
        .columns(values.iter().map(|(column, _)| *column))
        .values_panic(values.iter().map(|(_, value)| value.clone()))
        .to_owned();
    change.connection().execute(&query).await?;
    insert_parts(change, task).await
}

/// Saves a task as it is now; what was saved meanwhile by somebody else is not overwritten.
pub async fn save(change: &mut Change<'_>, task: &Task) -> Result<(), TasksProblem> {
    let values = values(task, change.now().micros(), task.revision + 1);
    let query = Query::update()
        .table("tasks_task")
        .values(values.into_iter().filter(|(column, _)| !matches!(*column, "unit" | "id")))
        .and_where(Expr::col("unit").eq(task.unit.as_str()))
        .and_where(Expr::col("id").eq(task.id.as_str()))
        .and_where(Expr::col("revision").eq(task.revision))
        .to_owned();
    let saved = change.connection().execute(&query).await?;
    if saved.rows_affected() == 1 { Ok(()) } else { Err(TasksProblem::Stale) }
}

async fn insert_parts(change: &mut Change<'_>, task: &Task) -> Result<(), TasksProblem> {
    insert_returns(change, task).await?;
    if task.stations.is_empty() {
        return Ok(());
    }
    let mut query = Query::insert();
    query.into_table("tasks_station").columns([
        "unit",
        "task",
        "state",
        "planned",
        "worked",
        "forms",
        "from_day",
        "until_day",
        "late",
        "form",
        "revision",
    ]);
    for station in &task.stations {
        query.values_panic([
            station.as_str().into(),
            task.id.as_str().into(),
            StationState::Addressed.as_str().into(),
            0_i64.into(),
            0_i64.into(),
            0_i64.into(),
            task.from.to_string().into(),
            day_text(task.until).into(),
            0_i64.into(),
            "".into(),
            1_i64.into(),
        ]);
    }
    change.connection().execute(&query).await?;
    Ok(())
}

async fn insert_returns(change: &mut Change<'_>, task: &Task) -> Result<(), TasksProblem> {
    if task.returns.is_empty() {
        return Ok(());
    }
    let mut query = Query::insert();
    query.into_table("tasks_return").columns(["unit"].into_iter().chain(RETURN));
    for one in &task.returns {
        query.values_panic([
            task.unit.as_str().into(),
            task.id.as_str().into(),
            one.position.into(),
            one.name.as_str().into(),
            one.kind.as_str().into(),
            one.permitted.as_str().into(),
            one.rhythm.as_str().into(),
            one.minutes.into(),
            one.state.as_str().into(),
            one.measure.as_str().into(),
        ]);
    }
    change.connection().execute(&query).await?;
    if task.returns.iter().all(|one| one.columns.is_empty()) {
        return Ok(());
    }
    let mut query = Query::insert();
    query.into_table("tasks_column").columns(["unit"].into_iter().chain(COLUMN));
    for (one, column) in
        task.returns.iter().flat_map(|one| one.columns.iter().map(move |column| (one, column)))
    {
        query.values_panic([
            task.unit.as_str().into(),
            task.id.as_str().into(),
            one.position.into(),
            column.place.into(),
            column.name.as_str().into(),
            column.measure.as_str().into(),
            i64::from(column.is_answered).into(),
        ]);
    }
    change.connection().execute(&query).await?;
    Ok(())
}

async fn delete(change: &Change<'_>, table: &'static str, task: &TaskId) -> Result<(), DbErr> {
    let query = Query::delete().from_table(table).and_where(Expr::col("task").eq(task.as_str())).to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Stations and returns of a draft, as they are written now.
pub async fn replace_parts(change: &mut Change<'_>, task: &Task) -> Result<(), TasksProblem> {
    delete(change, "tasks_return", &task.id).await?;
    delete(change, "tasks_column", &task.id).await?;
    delete(change, "tasks_station", &task.id).await?;
    insert_parts(change, task).await
}

/// What is asked for, as it was decided.
pub async fn save_returns(change: &mut Change<'_>, task: &Task) -> Result<(), TasksProblem> {
    delete(change, "tasks_return", &task.id).await?;
    delete(change, "tasks_column", &task.id).await?;
    insert_returns(change, task).await
}

/// Keeps the figures that were answered.
pub async fn put_answers(
    change: &mut Change<'_>,
    task: &TaskId,
    answers: &[Answer],
) -> Result<(), TasksProblem> {
    let (whole, columns): (Vec<&Answer>, Vec<&Answer>) =
        answers.iter().partition(|answer| answer.place.is_none());
    if !whole.is_empty() {
        let mut query = Query::insert();
        query.into_table("tasks_answer").columns(["unit", "task", "position", "shown", "facts"]);
        for answer in whole {
            for (station, shown, facts) in &answer.figures {
                query.values_panic([
                    station.as_str().into(),
                    task.as_str().into(),
                    answer.position.into(),
                    shown.as_str().into(),
                    (*facts).into(),
                ]);
            }
        }
        query.on_conflict(
            OnConflict::columns(["unit", "task", "position"]).update_columns(["shown", "facts"]).to_owned(),
        );
        change.connection().execute(&query).await?;
    }
    if columns.is_empty() {
        return Ok(());
    }
    let mut query = Query::insert();
    query.into_table("tasks_column_answer").columns(["unit", "task", "position", "place", "shown", "facts"]);
    for answer in columns {
        for (station, shown, facts) in &answer.figures {
            query.values_panic([
                station.as_str().into(),
                task.as_str().into(),
                answer.position.into(),
                answer.place.into(),
                shown.as_str().into(),
                (*facts).into(),
            ]);
        }
    }
    query.on_conflict(
        OnConflict::columns(["unit", "task", "position", "place"])
            .update_columns(["shown", "facts"])
            .to_owned(),
    );
    change.connection().execute(&query).await?;
    Ok(())
}

/// A figure that was answered for a column of a return.
#[derive(Debug, Clone)]
pub struct ColumnAnswer {
    pub position: i64,
    pub place: i64,
    pub station: UnitCode,
    pub shown: String,
    pub facts: i64,
}

/// The figures that were answered for columns.
///
/// # Errors
/// The database cannot be read.
pub async fn column_answers(db: &impl ConnectionTrait, task: &TaskId) -> Result<Vec<ColumnAnswer>, DbErr> {
    let query = Query::select()
        .columns(["unit", "position", "place", "shown", "facts"])
        .from("tasks_column_answer")
        .and_where(Expr::col("task").eq(task.as_str()))
        .order_by("position", Order::Asc)
        .order_by("place", Order::Asc)
        .order_by("unit", Order::Asc)
        .to_owned();
    let answer = |row: &QueryResult| {
        Ok(ColumnAnswer {
            position: number(row, "position")?,
            place: number(row, "place")?,
            station: UnitCode::stored(text(row, "unit")?),
            shown: text(row, "shown")?,
            facts: number(row, "facts")?,
        })
    };
    db.query_all(&query).await?.iter().map(answer).collect()
}

/// The figures that were answered: return, station, as shown, facts.
///
/// # Errors
/// The database cannot be read.
pub async fn answers_of(
    db: &impl ConnectionTrait,
    task: &TaskId,
) -> Result<Vec<(i64, UnitCode, String, i64)>, DbErr> {
    let query = Query::select()
        .columns(["unit", "position", "shown", "facts"])
        .from("tasks_answer")
        .and_where(Expr::col("task").eq(task.as_str()))
        .order_by("position", Order::Asc)
        .order_by("unit", Order::Asc)
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            let unit = UnitCode::stored(text(row, "unit")?);
            Ok((number(row, "position")?, unit, text(row, "shown")?, number(row, "facts")?))
        })
        .collect()
}

/// Notes that two tasks belong together, seen from both.
pub async fn link(change: &mut Change<'_>, one: &Task, other: &Task) -> Result<(), TasksProblem> {
    let mut query = Query::insert();
    query.into_table("tasks_link").columns(["unit", "task", "other"]);
    for (here, there) in [(one, other), (other, one)] {
        query.values_panic([here.unit.as_str().into(), here.id.as_str().into(), there.id.as_str().into()]);
    }
    query.on_conflict(OnConflict::columns(["unit", "task", "other"]).do_nothing().to_owned());
    change.connection().execute(&query).await?;
    Ok(())
}

/// A task that belongs to another.
#[derive(Debug, Clone)]
pub struct Linked {
    pub id: TaskId,
    pub unit: UnitCode,
    pub title: String,
    pub state: State,
}

const LINKED: [&str; 4] = ["id", "unit", "title", "state"];

fn linked_row(row: &QueryResult) -> Result<Linked, DbErr> {
    Ok(Linked {
        id: TaskId::stored(text(row, "id")?),
        unit: UnitCode::stored(text(row, "unit")?),
        title: text(row, "title")?,
        state: word(row, "state", State::parse)?,
    })
}

/// The tasks linked with one.
///
/// # Errors
/// The database cannot be read.
pub async fn linked(db: &impl ConnectionTrait, task: &TaskId) -> Result<Vec<Linked>, DbErr> {
    let others = Query::select()
        .column("other")
        .from("tasks_link")
        .and_where(Expr::col("task").eq(task.as_str()))
        .to_owned();
    let query = Query::select()
        .columns(LINKED)
        .from("tasks_task")
        .and_where(Expr::col("id").in_subquery(others))
        .order_by("id", Order::Asc)
        .to_owned();
    db.query_all(&query).await?.iter().map(linked_row).collect()
}

/// The tasks that were merged into one.
///
/// # Errors
/// The database cannot be read.
pub async fn merged_into(db: &impl ConnectionTrait, task: &TaskId) -> Result<Vec<Linked>, DbErr> {
    let query = Query::select()
        .columns(LINKED)
        .from("tasks_task")
        .and_where(Expr::col("master").eq(task.as_str()))
        .order_by("id", Order::Asc)
        .to_owned();
    db.query_all(&query).await?.iter().map(linked_row).collect()
}
