//! Connections as the rest of the program sees them.

use crate::queries;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    Statement,
};
use std::sync::atomic::{AtomicBool, Ordering};

/// Reads, outside a transaction or inside one. Anything that writes is refused.
#[derive(Clone, Copy)]
pub struct Reader<'a>(pub(crate) Source<'a>);

#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    Pool(&'a DatabaseConnection),
    Transaction(&'a DatabaseTransaction, &'a AtomicBool),
}

/// Writes inside a transaction. Only a `Change` hands it out.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    pub(crate) transaction: &'a DatabaseTransaction,
    /// Set when the database says that the transaction must be run again.
    pub(crate) again: &'a AtomicBool,
}

/// Whether running the whole transaction once more can help: a serialisation
/// failure or deadlock (SQLSTATE 40001, 40P01), no room for predicate locks (53200), or SQLite's "busy".
pub fn is_transient(error: &DbErr) -> bool {
    matches!(sqlstate(error).as_deref(), Some("40001" | "40P01" | "53200" | "5" | "261" | "517"))
}

/// Whether a transaction that could not begin may begin a moment later: busy, too many
/// connections (class 53), the server starting or stopping (57P), a connection cut (class 08).
pub fn may_connect_again(error: &DbErr) -> bool {
    let cut = matches!(sqlx_error(error), Some(sea_orm::SqlxError::Io(_)));
    let code = sqlstate(error).unwrap_or_default();
    cut || is_transient(error) || ["53", "57P", "08"].iter().any(|class| code.starts_with(class))
}

fn sqlx_error(error: &DbErr) -> Option<&sea_orm::SqlxError> {
    let (DbErr::Exec(runtime) | DbErr::Query(runtime) | DbErr::Conn(runtime)) = error else {
        return None;
    };
    match runtime {
        sea_orm::RuntimeErr::SqlxError(error) => Some(error),
        sea_orm::RuntimeErr::Internal(_) => None,
    }
}

fn sqlstate(error: &DbErr) -> Option<String> {
    sqlx_error(error)?.as_database_error()?.code().map(std::borrow::Cow::into_owned)
}

fn noted<T>(again: &AtomicBool, answer: Result<T, DbErr>) -> Result<T, DbErr> {
    if answer.as_ref().is_err_and(is_transient) {
        again.store(true, Ordering::Relaxed);
    }
    answer
}

fn refused<T>() -> Result<T, DbErr> {
    Err(DbErr::Custom("a reader does not write: take a Change".to_owned()))
}

/// A word of a column that must be one of a list.
///
/// # Errors
/// A word that this version does not know, or no such column.
pub fn word<T>(row: &QueryResult, column: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, DbErr> {
    let found: String = row.try_get("", column)?;
    parse(&found).ok_or_else(|| DbErr::Type(format!("{column} {found}")))
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader<'_> {
    fn get_database_backend(&self) -> DbBackend {
        match self.0 {
            Source::Pool(pool) => pool.get_database_backend(),
            Source::Transaction(transaction, _) => transaction.get_database_backend(),
        }
    }
    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        refused()
    }
    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        refused()
    }
    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        queries::note(&statement.sql);
        match self.0 {
            Source::Pool(pool) => pool.query_one_raw(statement).await,
            Source::Transaction(transaction, again) => {
                noted(again, transaction.query_one_raw(statement).await)
            }
        }
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        queries::note(&statement.sql);
        match self.0 {
            Source::Pool(pool) => pool.query_all_raw(statement).await,
            Source::Transaction(transaction, again) => {
                noted(again, transaction.query_all_raw(statement).await)
            }
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Writer<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }
    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        queries::note(&statement.sql);
        noted(self.again, self.transaction.execute_raw(statement).await)
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        queries::note(sql);
        noted(self.again, self.transaction.execute_unprepared(sql).await)
    }
    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        queries::note(&statement.sql);
        noted(self.again, self.transaction.query_one_raw(statement).await)
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        queries::note(&statement.sql);
        noted(self.again, self.transaction.query_all_raw(statement).await)
    }
}
