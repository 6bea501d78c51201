//! Loading very many facts quickly, for benchmarks and migrations from elsewhere.
//!
//! Goes around commands and permits, so it serves only empty or closed data:
//! nobody else may use the database meanwhile.

use crate::facts::{HashedFact, load};
use crate::open::sorted_quickly;
use crate::rows::{InsertRows, Inserts};
use crate::{Database, DbErr, migrations};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Value};
use std::path::Path;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// While a file is loaded: 256 MiB of cache, so that a page is not written again for each row that
/// comes to it; a second thread that sorts for the indexes, as wherever something is written; and no
/// journal, so that a page is written in one place only.
const LOADING: &str = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
                       PRAGMA cache_size = -256000; PRAGMA threads = 2; PRAGMA temp_store = FILE; BEGIN";
/// What the planner is told is estimated from so many rows of each index: to count all takes a tenth of
/// the load.
const LOADED: &str = "PRAGMA analysis_limit = 10000; ANALYZE; COMMIT; PRAGMA journal_mode = WAL";

/// A load in progress: secondary indexes are gone until `finish`. What breaks off
/// leaves nothing that can be used.
pub struct BulkLoad {
    to: To,
    indexes: Vec<String>,
}

enum To {
    File(FileLoad),
    Server(DatabaseTransaction),
}

/// A file takes rows twice as fast through SQLite's own interface, which keeps a statement ready, in a
/// thread that writes some while the next are made.
struct FileLoad {
    work: SyncSender<Work>,
    thread: Mutex<Option<JoinHandle<rusqlite::Result<()>>>>,
}

enum Work {
    Rows { statement: Arc<str>, values: Vec<Value> },
    Statement(String),
}

/// Statements that wait to be written.
const WAITING: usize = 20;

impl FileLoad {
    fn begin(file: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(file)?;
        connection.execute_batch(LOADING)?;
        let (work, waiting) = std::sync::mpsc::sync_channel(WAITING);
        let thread = std::thread::spawn(move || {
            for work in waiting {
                match work {
                    Work::Rows { statement, values } => {
                        let values = params_from_iter(values.into_iter().map(Bound));
                        connection.prepare_cached(&statement)?.execute(values)?;
                    }
                    Work::Statement(statement) => connection.execute_batch(&statement)?,
                }
            }
            connection.close().map_err(|(_, error)| error)
        });
        Ok(Self { work, thread: Mutex::new(Some(thread)) })
    }

    fn send(&self, work: Work) -> Result<(), DbErr> {
        // The thread is gone only if something failed.
        self.work.send(work).or_else(|_| ended(&self.thread))
    }

    fn finish(self) -> Result<(), DbErr> {
        self.send(Work::Statement(LOADED.to_owned()))?;
        drop(self.work);
        ended(&self.thread)
    }
}

/// Waits for the end of the thread, and says what it failed of.
fn ended(thread: &Mutex<Option<JoinHandle<rusqlite::Result<()>>>>) -> Result<(), DbErr> {
    let thread = thread.lock().unwrap_or_else(PoisonError::into_inner).take();
    match thread.map(JoinHandle::join) {
        Some(Ok(done)) => done.map_err(failed),
        Some(Err(_)) | None => Err(DbErr::Custom("the load has failed before".to_owned())),
    }
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
                To::File(FileLoad::begin(file).map_err(failed)?)
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
        match self.to {
            To::File(file) => {
                for statement in sorted_quickly(&self.indexes) {
                    file.send(Work::Statement(statement))?;
                }
                file.finish()
            }
            To::Server(transaction) => {
                for statement in &self.indexes {
                    transaction.execute_unprepared(statement).await?;
                }
                transaction.execute_unprepared("ANALYZE").await?;
                transaction.commit().await
            }
        }
    }

    async fn execute(&self, statement: &str) -> Result<(), DbErr> {
        match &self.to {
            To::File(file) => file.send(Work::Statement(statement.to_owned())),
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
        rows: impl Iterator<Item = impl IntoIterator<Item = Value>> + Send,
    ) -> Result<(), DbErr> {
        let file = match &self.to {
            To::Server(transaction) => return transaction.insert_rows(table, columns, rows).await,
            To::File(file) => file,
        };
        for (statement, values) in Inserts::new(DbBackend::Sqlite, table, columns, rows) {
            file.send(Work::Rows { statement, values })?;
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
