//! Loading very many facts quickly, for benchmarks and migrations from elsewhere.
//!
//! Goes around commands and permits, so it serves only empty or closed data:
//! nobody else may use the database meanwhile.

use crate::facts::{HashedFact, load};
use crate::rows::{INSERT_WITHOUT_JOURNAL, InsertRows, ROWS_AT_ONCE};
use crate::{Database, DbErr, migrations};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Value};
use std::sync::{Mutex, PoisonError};

/// While a file is loaded: 256 MiB of cache, so that a page is not written again for each row that
/// comes to it; a second thread that sorts for the indexes, which SQLite grants only where what is
/// sorted may go to files; and no journal, so that a page is written in one place only.
const LOADING: &str = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
                       PRAGMA cache_size = -256000; PRAGMA threads = 2; PRAGMA temp_store = FILE; BEGIN";

/// A load in progress: secondary indexes are gone until `finish`. What breaks off
/// leaves nothing that can be used.
pub struct BulkLoad {
    to: To,
    indexes: Vec<String>,
}

/// A file takes rows twice as fast through SQLite's own interface, which keeps a statement ready
/// and hands nothing to another thread.
enum To {
    File(Mutex<Connection>),
    Server(DatabaseTransaction),
}

fn failed(error: rusqlite::Error) -> DbErr {
    DbErr::Custom(error.to_string())
}

impl BulkLoad {
    /// Drops the secondary indexes of the tables of facts and of `others`.
    /// A database in a file is closed: open it anew after `finish`.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn begin(database: &Database, others: &[&str]) -> Result<Self, DbErr> {
        let to = match &database.inner.file {
            Some(file) => {
                database.inner.readers.close_by_ref().await?;
                database.inner.writer.close_by_ref().await?;
                let connection = Connection::open(file).map_err(failed)?;
                connection.execute_batch(LOADING).map_err(failed)?;
                To::File(Mutex::new(connection))
            }
            None => To::Server(database.machinery().await?),
        };
        let load = Self { to, indexes: Vec::new() };
        let indexes = migrations::indexes(&[&["fact", "fact_credit"], others].concat());
        for (name, _) in &indexes {
            load.execute(&format!("DROP INDEX {name}")).await?;
        }
        Ok(Self { indexes: indexes.into_iter().map(|(_, statement)| statement).collect(), ..load })
    }

    /// Writes facts and queues them for the sealer. Totals are not queued:
    /// rebuild them afterwards.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn facts(&self, facts: Vec<HashedFact>) -> Result<(), DbErr> {
        load(self, facts).await
    }

    /// Makes the indexes again and commits.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn finish(self) -> Result<(), DbErr> {
        for statement in &self.indexes {
            self.execute(statement).await?;
        }
        self.execute("ANALYZE").await?;
        match self.to {
            To::File(file) => {
                let file = file.into_inner().unwrap_or_else(PoisonError::into_inner);
                file.execute_batch("COMMIT; PRAGMA journal_mode = WAL").map_err(failed)?;
                file.close().map_err(|(_, error)| failed(error))
            }
            To::Server(transaction) => transaction.commit().await,
        }
    }

    async fn execute(&self, statement: &str) -> Result<(), DbErr> {
        match &self.to {
            To::File(file) => {
                file.lock().unwrap_or_else(PoisonError::into_inner).execute_batch(statement).map_err(failed)
            }
            To::Server(transaction) => transaction.execute_unprepared(statement).await.map(|_| ()),
        }
    }
}

#[async_trait::async_trait]
impl InsertRows for BulkLoad {
    async fn insert_rows(
        &self,
        table: &'static str,
        columns: &[&'static str],
        mut rows: impl Iterator<Item = impl IntoIterator<Item = Value>> + Send,
    ) -> Result<(), DbErr> {
        let file = match &self.to {
            To::Server(transaction) => return transaction.insert_rows(table, columns, rows).await,
            To::File(file) => file.lock().unwrap_or_else(PoisonError::into_inner),
        };
        let into = format!("{INSERT_WITHOUT_JOURNAL} INTO {table} ({}) VALUES ", columns.join(", "));
        let marks = format!("({})", vec!["?"; columns.len()].join(", "));
        loop {
            let some: Vec<_> = rows.by_ref().take(ROWS_AT_ONCE).collect();
            if some.is_empty() {
                break;
            }
            let statement = into.clone() + &vec![marks.as_str(); some.len()].join(", ");
            let mut statement = file.prepare_cached(&statement).map_err(failed)?;
            statement.execute(params_from_iter(some.into_iter().flatten().map(Bound))).map_err(failed)?;
        }
        Ok(())
    }
}

/// A value as SQLite stores it.
struct Bound(Value);

impl ToSql for Bound {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match &self.0 {
            Value::String(text) => {
                text.as_deref().map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes()))
            }
            Value::BigInt(number) => number.map_or(ValueRef::Null, ValueRef::Integer),
            Value::Bytes(bytes) => bytes.as_deref().map_or(ValueRef::Null, ValueRef::Blob),
            other => {
                let error = DbErr::Type(format!("a load has texts, whole numbers and bytes, not {other:?}"));
                return Err(rusqlite::Error::ToSqlConversionFailure(Box::new(error)));
            }
        }))
    }
}
