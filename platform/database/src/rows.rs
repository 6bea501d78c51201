//! Many rows of one table.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, Statement, Value};

/// Rows in one statement: enough that each costs little, few enough to stay in the processor's cache
/// and below the 32,766 values that SQLite takes.
pub(crate) const ROWS_AT_ONCE: usize = 100;

/// Where rows go: a transaction, or a load that nobody else sees.
#[async_trait::async_trait]
pub trait InsertRows: Sync {
    /// Inserts rows, each with a value for every column.
    ///
    /// # Errors
    /// A key that exists already, or the database's own failure.
    async fn insert_rows(
        &self,
        table: &'static str,
        columns: &[&'static str],
        rows: impl Iterator<Item = impl IntoIterator<Item = Value>> + Send,
    ) -> Result<(), DbErr>;
}

/// Some rows in each statement; the next one is made while the database is at work on the last.
#[async_trait::async_trait]
impl<C: ConnectionTrait> InsertRows for C {
    async fn insert_rows(
        &self,
        table: &'static str,
        columns: &[&'static str],
        mut rows: impl Iterator<Item = impl IntoIterator<Item = Value>> + Send,
    ) -> Result<(), DbErr> {
        let backend = self.get_database_backend();
        let mut following = || {
            let mut insert = Query::insert().into_table(table).columns(columns.iter().copied()).to_owned();
            let mut some = false;
            for row in rows.by_ref().take(ROWS_AT_ONCE) {
                insert.values_panic(row.into_iter().map(Expr::val));
                some = true;
            }
            some.then(|| keeping_no_journal(backend.build(&insert)))
        };
        let mut next = following();
        while let Some(now) = next {
            let (done, later) = tokio::join!(self.execute_raw(now), async { following() });
            done?;
            next = later;
        }
        Ok(())
    }
}

/// SQLite keeps a journal of each statement of many rows, to take back the first of them when a later
/// one fails. Here a failure ends the whole transaction, so the first may stay until that is gone.
pub(crate) const INSERT_WITHOUT_JOURNAL: &str = "INSERT OR FAIL";

fn keeping_no_journal(mut insert: Statement) -> Statement {
    if insert.db_backend == DatabaseBackend::Sqlite {
        insert.sql = insert.sql.replacen("INSERT", INSERT_WITHOUT_JOURNAL, 1);
    }
    insert
}
