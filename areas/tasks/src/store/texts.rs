//! What tasks ask in words, for the index of what is alike.

use super::{number, text};
use crate::rules::TaskId;
use crate::rules::task::text_of;
use database::DbErr;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Order, Query};
use std::collections::HashMap;

/// A task whose words may have changed.
#[derive(Debug, Clone)]
pub struct ChangedText {
    pub id: TaskId,
    pub text: String,
    pub changed_at: i64,
    pub revision: i64,
    /// Whether it has been before the gate and was not taken back.
    pub is_asked: bool,
}

/// What was changed after a moment, in the order of change.
///
/// # Errors
/// The database cannot be read.
pub async fn changed_texts(
    db: &impl ConnectionTrait,
    after: &(i64, String),
    most: u64,
) -> Result<Vec<ChangedText>, DbErr> {
    let later = Cond::any()
        .add(Expr::col("changed_at").gt(after.0))
        .add(Expr::col("changed_at").eq(after.0).and(Expr::col("id").gt(after.1.as_str())));
    let query = Query::select()
        .columns(["id", "title", "body", "state", "changed_at", "revision"])
        .from("tasks_task")
        .cond_where(later)
        .order_by("changed_at", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(most)
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            let state = text(row, "state")?;
            Ok(ChangedText {
                id: TaskId::stored(text(row, "id")?),
                text: text_of(&text(row, "title")?, &text(row, "body")?),
                changed_at: number(row, "changed_at")?,
                revision: number(row, "revision")?,
                is_asked: !matches!(state.as_str(), "written" | "withdrawn"),
            })
        })
        .collect()
}

/// The words of some tasks.
///
/// # Errors
/// The database cannot be read.
pub async fn texts(db: &impl ConnectionTrait, ids: &[TaskId]) -> Result<HashMap<TaskId, String>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let query = Query::select()
        .columns(["id", "title", "body"])
        .from("tasks_task")
        .and_where(Expr::col("id").is_in(ids.iter().map(TaskId::as_str)))
        .to_owned();
    db.query_all(&query)
        .await?
        .iter()
        .map(|row| {
            let words = text_of(&text(row, "title")?, &text(row, "body")?);
            Ok((TaskId::stored(text(row, "id")?), words))
        })
        .collect()
}
