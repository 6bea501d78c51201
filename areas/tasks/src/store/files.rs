//! Files of tasks, encrypted.

use super::{number, text, word};
use crate::problem::TasksProblem;
use crate::rules::file::FileKind;
use crate::rules::{Task, TaskId};
use database::{Change, Cipher, DbErr};
use kernel::Instant;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

/// A file of a task, without its bytes.
#[derive(Debug, Clone)]
pub struct TaskFile {
    pub id: String,
    pub name: String,
    pub kind: FileKind,
    pub size: i64,
    pub person: String,
    pub added_at: Instant,
}

impl TaskFile {
    /// Rounded up: a file is never 0.
    pub fn kilobytes(&self) -> i64 {
        (self.size + 999) / 1000
    }
}

fn of_task(task: &TaskId) -> SelectStatement {
    Query::select().from("tasks_file").and_where(Expr::col("task").eq(task.as_str())).to_owned()
}

/// The files of a task, in the order in which they were attached; a task has few.
///
/// # Errors
/// The database cannot be read.
pub async fn files(db: &impl ConnectionTrait, task: &TaskId) -> Result<Vec<TaskFile>, DbErr> {
    let query = of_task(task)
        .columns(["id", "name", "kind", "size", "person", "added_at"])
        .order_by("added_at", Order::Asc)
        .order_by("id", Order::Asc)
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            Ok(TaskFile {
                id: text(row, "id")?,
                name: text(row, "name")?,
                kind: word(row, "kind", FileKind::parse)?,
                size: number(row, "size")?,
                person: text(row, "person")?,
                added_at: Instant::from_micros(number(row, "added_at")?),
            })
        })
        .collect()
}

/// The name, kind and bytes of a file.
///
/// # Errors
/// The database cannot be read, or the file cannot be opened.
pub async fn file(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    task: &TaskId,
    id: &str,
) -> Result<Option<(String, FileKind, Vec<u8>)>, TasksProblem> {
    let query = of_task(task).columns(["name", "kind", "file"]).and_where(Expr::col("id").eq(id)).to_owned();
    let Some(row) = db.query_one(&query).await? else { return Ok(None) };
    let bytes: Vec<u8> = row.try_get("", "file")?;
    Ok(Some((text(&row, "name")?, word(&row, "kind", FileKind::parse)?, cipher.open_bytes(&bytes)?)))
}

pub async fn insert_file(
    change: &mut Change<'_>,
    task: &Task,
    file: &TaskFile,
    bytes: &[u8],
) -> Result<(), TasksProblem> {
    let sealed = change.cipher().seal_bytes(bytes)?;
    let query = Query::insert()
        .into_table("tasks_file")
        .columns(["unit", "task", "id", "name", "kind", "size", "person", "added_at", "file"])
        .values_panic([
            task.unit.as_str().into(),
            task.id.as_str().into(),
            file.id.as_str().into(),
            file.name.as_str().into(),
            file.kind.ending().into(),
            file.size.into(),
            file.person.as_str().into(),
            file.added_at.micros().into(),
            sealed.into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

pub async fn delete_file(change: &mut Change<'_>, task: &Task, id: &str) -> Result<(), TasksProblem> {
    let query = Query::delete()
        .from_table("tasks_file")
        .and_where(Expr::col("unit").eq(task.unit.as_str()))
        .and_where(Expr::col("task").eq(task.id.as_str()))
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}
