//! Many rows of one table.

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, Statement, Value};
use std::sync::Arc;

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
        rows: impl Iterator<Item = impl IntoIterator<Item = Value>> + Send,
    ) -> Result<(), DbErr> {
        let backend = self.get_database_backend();
        let mut inserts = Inserts::new(backend, table, columns, rows);
        let mut next = inserts.next();
        while let Some((text, values)) = next {
            let now = Statement::from_sql_and_values(backend, &*text, values);
            let (done, later) = tokio::join!(self.execute_raw(now), async { inserts.next() });
            done?;
            next = later;
        }
        Ok(())
    }
}

/// Statements that insert some rows each: their texts and values. (Made here, because what makes
/// statements for any database copies every value.)
pub(crate) struct Inserts<'r, R> {
    backend: DatabaseBackend,
    table: &'static str,
    columns: &'r [&'static str],
    /// Text of a statement with as many rows as go into one, once there was one.
    full: Option<Arc<str>>,
    rows: R,
}

impl<'r, R> Inserts<'r, R> {
    pub fn new(backend: DatabaseBackend, table: &'static str, columns: &'r [&'static str], rows: R) -> Self {
        Self { backend, table, columns, full: None, rows }
    }
}

impl<R: Iterator<Item: IntoIterator<Item = Value>>> Iterator for Inserts<'_, R> {
    type Item = (Arc<str>, Vec<Value>);

    fn next(&mut self) -> Option<Self::Item> {
        // Most who come here have one row or two.
        let expected = self.rows.size_hint().0.min(ROWS_AT_ONCE);
        let mut values = Vec::with_capacity(expected * self.columns.len());
        values.extend(self.rows.by_ref().take(ROWS_AT_ONCE).flatten());
        let text = |rows| insert(self.backend, self.table, self.columns, rows);
        match values.len() / self.columns.len() {
            0 => None,
            ROWS_AT_ONCE => Some((self.full.get_or_insert_with(|| text(ROWS_AT_ONCE)).clone(), values)),
            fewer => Some((text(fewer), values)),
        }
    }
}

/// The text of a statement that inserts so many rows.
///
/// SQLite keeps a journal of each statement of many rows, to take back the first of them when a later
/// one fails. Here a failure ends the whole transaction, so the first may stay until that is gone.
fn insert(backend: DatabaseBackend, table: &str, columns: &[&str], rows: usize) -> Arc<str> {
    let into = match backend {
        DatabaseBackend::Sqlite => "INSERT OR FAIL INTO",
        _ => "INSERT INTO",
    };
    let mut text = format!("{into} {table} (\"{}\") VALUES ", columns.join("\", \""));
    for place in 0..rows * columns.len() {
        text.push_str(match (place, place % columns.len()) {
            (0, _) => "(",
            (_, 0) => "), (",
            _ => ", ",
        });
        match backend {
            DatabaseBackend::Postgres => text.push_str(&format!("${}", place + 1)),
            _ => text.push('?'),
        }
    }
    text.push(')');
    text.into()
}
