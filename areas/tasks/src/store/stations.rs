//! Tasks in the stations: who does them, what was reported.

use super::{day, day_or_none, day_text, instant, number, text, word};
use crate::commands::OpenTask;
use crate::problem::TasksProblem;
use crate::rules::capacity::Wants;
use crate::rules::task::AtStation;
use crate::rules::{FormId, StationState, Task, TaskId, TaskKind};
use database::{Change, DbErr};
use kernel::{Day, Instant, PersonId, Span, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;

const STATION: [&str; 12] = [
    "unit",
    "task",
    "state",
    "planned",
    "worked",
    "forms",
    "from_day",
    "until_day",
    "done_at",
    "late",
    "form",
    "revision",
];

fn station(row: &QueryResult) -> Result<AtStation, DbErr> {
    let form = text(row, "form")?;
    Ok(AtStation {
        unit: UnitCode::stored(text(row, "unit")?),
        task: TaskId::stored(text(row, "task")?),
        state: word(row, "state", StationState::parse)?,
        planned: number(row, "planned")?,
        worked: number(row, "worked")?,
        forms: number(row, "forms")?,
        from: day(row, "from_day")?,
        until: day_or_none(row, "until_day")?,
        done_at: instant(row, "done_at")?,
        late: number(row, "late")? == 1,
        people: Vec::new(),
        form: (!form.is_empty()).then(|| FormId::stored(form)),
        revision: number(row, "revision")?,
    })
}

/// A task in all its stations.
///
/// # Errors
/// The database cannot be read.
pub async fn at_stations(db: &impl ConnectionTrait, task: &TaskId) -> Result<Vec<AtStation>, DbErr> {
    let query = Query::select()
        .columns(STATION)
        .from("tasks_station")
        .and_where(Expr::col("task").eq(task.as_str()))
        .order_by("unit", Order::Asc)
        .to_owned();
    db.query_all(&query).await?.iter().map(station).collect()
}

/// A task in one station, with those who do it.
///
/// # Errors
/// The database cannot be read.
pub async fn at_station(
    db: &impl ConnectionTrait,
    task: &TaskId,
    unit: &UnitCode,
) -> Result<Option<AtStation>, DbErr> {
    let query = Query::select()
        .columns(STATION)
        .from("tasks_station")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("task").eq(task.as_str()))
        .to_owned();
    let Some(row) = db.query_one(&query).await? else { return Ok(None) };
    let mut found = station(&row)?;
    found.people = people_of(db, unit, std::slice::from_ref(task)).await?.remove(task).unwrap_or_default();
    Ok(Some(found))
}

/// Who does some tasks in a station.
///
/// # Errors
/// The database cannot be read.
pub(super) async fn people_of(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    tasks: &[TaskId],
) -> Result<HashMap<TaskId, Vec<(PersonId, i64)>>, DbErr> {
    let query = Query::select()
        .columns(["task", "person", "minutes"])
        .from("tasks_assigned")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("task").is_in(tasks.iter().map(TaskId::as_str)))
        .order_by("person", Order::Asc)
        .to_owned();
    let mut people: HashMap<TaskId, Vec<(PersonId, i64)>> = HashMap::new();
    for row in db.query_all(&query).await? {
        let person = PersonId::stored(text(&row, "person")?);
        people
            .entry(TaskId::stored(text(&row, "task")?))
            .or_default()
            .push((person, number(&row, "minutes")?));
    }
    Ok(people)
}

/// The minutes that each person of a station has before them, by the tasks assigned.
///
/// # Errors
/// The database cannot be read.
pub async fn loads(db: &impl ConnectionTrait, unit: &UnitCode) -> Result<HashMap<PersonId, i64>, DbErr> {
    let open = Query::select()
        .column("task")
        .from("tasks_station")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("state").is_in(open_states()))
        .to_owned();
    let query = Query::select()
        .column("person")
        .expr_as(Expr::cust("CAST(SUM(minutes) AS BIGINT)"), "load")
        .from("tasks_assigned")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("task").in_subquery(open))
        .group_by_col("person")
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| Ok((PersonId::stored(text(row, "person")?), number(row, "load")?)))
        .collect()
}

/// Puts a task into a station, in place of what stood there.
pub async fn put_station(change: &mut Change<'_>, at: &AtStation) -> Result<(), TasksProblem> {
    let query = Query::insert()
        .into_table("tasks_station")
        .columns(STATION)
        .values_panic([
            at.unit.as_str().into(),
            at.task.as_str().into(),
            at.state.as_str().into(),
            at.planned.into(),
            at.worked.into(),
            at.forms.into(),
            at.from.to_string().into(),
            day_text(at.until).into(),
            at.done_at.map(Instant::micros).into(),
            i64::from(at.late).into(),
            at.form.as_ref().map_or("", FormId::as_str).into(),
            (at.revision + 1).into(),
        ])
        .on_conflict(
            OnConflict::columns(["unit", "task"])
                .update_columns(STATION.into_iter().filter(|column| !matches!(*column, "unit" | "task")))
                .to_owned(),
        )
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Saves a task in a station; what was saved meanwhile by somebody else is not overwritten.
pub async fn save_station(change: &mut Change<'_>, at: &AtStation) -> Result<(), TasksProblem> {
    let query = Query::update()
        .table("tasks_station")
        .values([
            ("state", at.state.as_str().into()),
            ("worked", at.worked.into()),
            ("done_at", at.done_at.map(Instant::micros).into()),
            ("late", i64::from(at.late).into()),
            ("form", at.form.as_ref().map_or("", FormId::as_str).into()),
            ("revision", (at.revision + 1).into()),
        ])
        .and_where(Expr::col("unit").eq(at.unit.as_str()))
        .and_where(Expr::col("task").eq(at.task.as_str()))
        .and_where(Expr::col("revision").eq(at.revision))
        .to_owned();
    let saved = change.connection().execute(&query).await?;
    if saved.rows_affected() == 1 { Ok(()) } else { Err(TasksProblem::Stale) }
}

/// Who does it, in place of those before.
pub async fn save_people(change: &mut Change<'_>, at: &AtStation) -> Result<(), TasksProblem> {
    let gone = Query::delete()
        .from_table("tasks_assigned")
        .and_where(Expr::col("unit").eq(at.unit.as_str()))
        .and_where(Expr::col("task").eq(at.task.as_str()))
        .to_owned();
    change.connection().execute(&gone).await?;
    if at.people.is_empty() {
        return Ok(());
    }
    let mut query = Query::insert();
    query.into_table("tasks_assigned").columns(["unit", "task", "person", "minutes"]);
    for (person, minutes) in &at.people {
        query.values_panic([
            at.unit.as_str().into(),
            at.task.as_str().into(),
            person.as_str().into(),
            (*minutes).into(),
        ]);
    }
    change.connection().execute(&query).await?;
    Ok(())
}

/// A task that is taken back is open nowhere.
pub async fn spare_stations(change: &mut Change<'_>, task: &TaskId) -> Result<(), TasksProblem> {
    let query = Query::update()
        .table("tasks_station")
        .values([
            ("state", StationState::Spared.as_str().into()),
            ("revision", Expr::col("revision").add(1_i64)),
        ])
        .and_where(Expr::col("task").eq(task.as_str()))
        .and_where(Expr::col("state").ne(StationState::Done.as_str()))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// The stations of a task that goes before the gate again.
pub async fn address_again(change: &mut Change<'_>, task: &Task) -> Result<(), TasksProblem> {
    let query = Query::update()
        .table("tasks_station")
        .values([("state", StationState::Addressed.as_str().into())])
        .and_where(Expr::col("task").eq(task.id.as_str()))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Only the stations that a task still has.
pub async fn keep_stations(change: &mut Change<'_>, task: &Task) -> Result<(), TasksProblem> {
    let query = Query::delete()
        .from_table("tasks_station")
        .and_where(Expr::col("task").eq(task.id.as_str()))
        .and_where(Expr::col("unit").is_not_in(task.stations.iter().map(UnitCode::as_str)))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// In how many stations a task is still to be done.
///
/// # Errors
/// The database cannot be read.
pub async fn open_stations(db: &impl ConnectionTrait, task: &TaskId) -> Result<i64, DbErr> {
    let query = Query::select()
        .expr_as(Expr::col("unit").count(), "n")
        .from("tasks_station")
        .and_where(Expr::col("task").eq(task.as_str()))
        .and_where(Expr::col("state").is_in(open_states()))
        .to_owned();
    db.query_one(&query).await?.map_or(Ok(0), |row| number(&row, "n"))
}

/// What a station still has to do. Literal, because a partial index is chosen before values are known.
pub(super) fn open_states() -> [Expr; 3] {
    ["received", "assigned", "reported"].map(|state| Expr::Constant(state.into()))
}

/// Everything that stations still have to do, with what it wants of them.
///
/// # Errors
/// The database cannot be read.
pub async fn open_tasks(db: &impl ConnectionTrait, today: Day) -> Result<Vec<OpenTask>, DbErr> {
    let at = |column: &'static str| ("tasks_station", column);
    let of = |column: &'static str| ("tasks_task", column);
    let query = Query::select()
        .columns([at("unit"), at("task"), at("planned"), at("worked"), at("from_day"), at("until_day")])
        .columns([of("title"), of("kind"), of("people"), of("vehicles"), of("nights")])
        .from("tasks_station")
        .join(JoinType::InnerJoin, "tasks_task", Expr::col(of("id")).equals(at("task")))
        // Literal, because a partial index is chosen before values are known.
        .and_where(Expr::cust("tasks_station.state IN ('received', 'assigned', 'reported')"))
        .order_by(at("until_day"), Order::Asc)
        .order_by(at("task"), Order::Asc)
        .order_by(at("unit"), Order::Asc)
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            let from = day(row, "from_day")?;
            // What is overdue is still to be done: now.
            let until = day_or_none(row, "until_day")?.unwrap_or(from).max(from).max(today);
            let kind = word(row, "kind", TaskKind::parse)?;
            Ok(OpenTask {
                station: UnitCode::stored(text(row, "unit")?),
                task: TaskId::stored(text(row, "task")?),
                title: text(row, "title")?,
                kind,
                minutes: Ord::max(number(row, "planned")? - number(row, "worked")?, 0),
                wants: Wants {
                    is_campaign: kind == TaskKind::Campaign,
                    nights: number(row, "nights")? == 1,
                    vehicles: number(row, "vehicles")?,
                    people: number(row, "people")?,
                    period: Span { from, to: until },
                },
            })
        })
        .collect()
}

/// What somebody reported.
#[derive(Debug, Clone)]
pub struct Report {
    pub id: String,
    pub person: String,
    pub reported_at: Instant,
    pub minutes: i64,
    pub note: String,
    pub file_name: String,
    /// Empty if there is no file.
    pub file_type: String,
}

/// Whether this report is there already.
///
/// # Errors
/// The database cannot be read.
pub async fn has_report(
    db: &impl ConnectionTrait,
    unit: &UnitCode,
    task: &TaskId,
    id: &str,
) -> Result<bool, DbErr> {
    let query = one_report(unit, task, id).column("id").to_owned();
    Ok(db.query_one(&query).await?.is_some())
}

fn one_report(unit: &UnitCode, task: &TaskId, id: &str) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .from("tasks_report")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("task").eq(task.as_str()))
        .and_where(Expr::col("id").eq(id))
        .to_owned()
}

/// Adds a report; its words and its file are encrypted.
pub async fn insert_report(
    change: &mut Change<'_>,
    at: &AtStation,
    report: &Report,
    file: Option<Vec<u8>>,
) -> Result<(), TasksProblem> {
    let note = change.cipher().seal(&report.note)?;
    let file = file.map(|bytes| change.cipher().seal_bytes(&bytes)).transpose()?;
    let query = Query::insert()
        .into_table("tasks_report")
        .columns([
            "unit",
            "task",
            "id",
            "person",
            "reported_at",
            "minutes",
            "note",
            "file_name",
            "file_type",
            "file",
            "sealed",
        ])
        .values_panic([
            at.unit.as_str().into(),
            at.task.as_str().into(),
            report.id.as_str().into(),
            report.person.as_str().into(),
            report.reported_at.micros().into(),
            report.minutes.into(),
            note.into(),
            report.file_name.as_str().into(),
            report.file_type.as_str().into(),
            file.into(),
            1_i64.into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// The reports on a task in a station, newest first; at most so many.
///
/// # Errors
/// The database cannot be read, or a note cannot be opened.
pub async fn reports(
    db: &impl ConnectionTrait,
    cipher: &database::Cipher,
    unit: &UnitCode,
    task: &TaskId,
    most: u64,
) -> Result<Vec<Report>, TasksProblem> {
    let query = Query::select()
        .columns(["id", "person", "reported_at", "minutes", "note", "file_name", "file_type"])
        .from("tasks_report")
        .and_where(Expr::col("unit").eq(unit.as_str()))
        .and_where(Expr::col("task").eq(task.as_str()))
        .order_by("reported_at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(most)
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            let note: Vec<u8> = row.try_get("", "note")?;
            Ok(Report {
                id: text(row, "id")?,
                person: text(row, "person")?,
                reported_at: Instant::from_micros(number(row, "reported_at")?),
                minutes: number(row, "minutes")?,
                note: cipher.open(&note)?,
                file_name: text(row, "file_name")?,
                file_type: text(row, "file_type")?,
            })
        })
        .collect()
}

/// The file beside a report: its type and its bytes. Those of before files were encrypted are as they
/// came.
///
/// # Errors
/// The database cannot be read, or the file cannot be opened.
pub async fn report_file(
    db: &impl ConnectionTrait,
    cipher: &database::Cipher,
    unit: &UnitCode,
    task: &TaskId,
    id: &str,
) -> Result<Option<(String, Vec<u8>)>, TasksProblem> {
    let query = one_report(unit, task, id).columns(["file_type", "file", "sealed"]).to_owned();
    let Some(row) = db.query_one(&query).await? else { return Ok(None) };
    let bytes: Option<Vec<u8>> = row.try_get("", "file")?;
    let Some(bytes) = bytes else { return Ok(None) };
    let is_sealed = number(&row, "sealed")? == 1;
    let bytes = if is_sealed { cipher.open_bytes(&bytes)? } else { bytes };
    Ok(Some((text(&row, "file_type")?, bytes)))
}
