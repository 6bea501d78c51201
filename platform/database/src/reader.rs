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
/// failure or deadlock (SQLSTATE 40001, 40P01), or SQLite's "busy".
pub fn is_transient(error: &DbErr) -> bool {
    let (DbErr::Exec(runtime) | DbErr::Query(runtime) | DbErr::Conn(runtime)) = error else {
        return false;
    };
    let sea_orm::RuntimeErr::SqlxError(error) = runtime else {
        return false;
    };
    let Some(code) = error.as_database_error().and_then(|error| error.code()) else {
        return false;
    };
    matches!(code.as_ref(), "40001" | "40P01" | "5" | "261" | "517")
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
        queries::note();
        match self.0 {
            Source::Pool(pool) => pool.query_one_raw(statement).await,
            Source::Transaction(transaction, again) => {
                noted(again, transaction.query_one_raw(statement).await)
            }
        }
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        queries::note();
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
        queries::note();
        noted(self.again, self.transaction.execute_raw(statement).await)
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        queries::note();
        noted(self.again, self.transaction.execute_unprepared(sql).await)
    }
    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        queries::note();
        noted(self.again, self.transaction.query_one_raw(statement).await)
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        queries::note();
        noted(self.again, self.transaction.query_all_raw(statement).await)
    }
}
