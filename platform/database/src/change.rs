//! What a command holds: a transaction to read in, a change to write with.

use crate::connection::Database;
use crate::open::sorted_quickly;
use crate::reader::{Reader, Source, Writer};
use crate::{Cipher, facts, identity, migrations, units};
use access::{Denied, Permit, Resource};
use kernel::{Actor, Clock, Fact, Instant, UnitCode};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// An open transaction, before anything may be written.
pub struct Transaction {
    inner: DatabaseTransaction,
    again: Arc<AtomicBool>,
    actor: Actor,
    database: Database,
    now: Instant,
    pub(crate) units_changed: bool,
}

/// A transaction that may write, because it has a permit.
pub struct Change<'t> {
    transaction: &'t mut Transaction,
    permit: Permit,
    /// Statements that make indexes anew.
    indexes: Vec<String>,
}

/// Proof that a fact was recorded. Only `Change::record` makes it.
pub struct Recorded<T>(T);

impl<T> Recorded<T> {
    pub(crate) fn into_value(self) -> T {
        self.0
    }
}

impl Transaction {
    pub(crate) fn new(
        inner: DatabaseTransaction,
        again: Arc<AtomicBool>,
        actor: &Actor,
        database: &Database,
    ) -> Self {
        Self {
            inner,
            again,
            actor: actor.clone(),
            database: database.clone(),
            now: database.clock().now(),
            units_changed: false,
        }
    }
    pub(crate) fn into_inner(self) -> DatabaseTransaction {
        self.inner
    }
    /// When this transaction began: the one "now" of its decisions.
    pub fn now(&self) -> Instant {
        self.now
    }
    pub fn clock(&self) -> &dyn Clock {
        self.database.clock()
    }
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
    pub fn cipher(&self) -> &Cipher {
        self.database.cipher()
    }
    /// For reading inside the transaction.
    pub fn read(&self) -> Reader<'_> {
        Reader(Source::Transaction(&self.inner, &self.again))
    }
    /// Asks the policies, with the grants and units as this transaction sees them.
    ///
    /// # Errors
    /// `Denied`, or the database cannot be read; the area's problem takes both.
    pub async fn permit<P>(&mut self, action: &str, resource: &impl Resource) -> Result<Permit, P>
    where
        P: From<DbErr> + From<Denied>,
    {
        let unit = resource.describe().unit;
        let path = units::path(&self.read(), &unit).await?;
        if !self.actor.is_operator() {
            self.actor.grants = identity::grants(&self.read(), &self.actor.account).await?;
        }
        Ok(self.database.access().require(&self.actor, action, resource, &path)?)
    }
    /// Makes the transaction writable.
    pub fn change(&mut self, permit: Permit) -> Change<'_> {
        Change { transaction: self, permit, indexes: Vec::new() }
    }
}

impl Change<'_> {
    /// The connection that writes. `store.rs` of an area is the place to use it.
    pub fn connection(&self) -> Writer<'_> {
        Writer { transaction: &self.transaction.inner, again: &self.transaction.again }
    }
    pub fn read(&self) -> Reader<'_> {
        self.transaction.read()
    }
    pub fn now(&self) -> Instant {
        self.transaction.now
    }
    pub fn actor(&self) -> &Actor {
        &self.transaction.actor
    }
    pub fn cipher(&self) -> &Cipher {
        self.transaction.cipher()
    }
    pub fn permit(&self) -> &Permit {
        &self.permit
    }
    pub(crate) fn mark_units_changed(&mut self) {
        self.transaction.units_changed = true;
    }
    /// Before very many rows and facts come: where a table holds fewer than come, its secondary
    /// indexes are put off until all are there, when `record_all` makes them anew in a fraction of
    /// the time. Only on SQLite, where nobody else waits for the table meanwhile.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn put_indexes_off(&mut self, tables: &[(&str, usize)], facts: usize) -> Result<(), DbErr> {
        let db = self.connection();
        if db.get_database_backend() != DbBackend::Sqlite {
            return Ok(());
        }
        let mut put_off = Vec::new();
        for (table, rows) in [tables, &[("fact", facts), ("fact_credit", facts)]].concat() {
            let counting = format!("SELECT COUNT(*) AS n FROM (SELECT 1 FROM {table} LIMIT {rows})");
            let held = match db.query_one_raw(Statement::from_string(DbBackend::Sqlite, counting)).await? {
                Some(row) => row.try_get::<i64>("", "n")?,
                None => 0,
            };
            if usize::try_from(held).unwrap_or(usize::MAX) >= rows {
                continue;
            }
            for (name, statement) in migrations::indexes(&[table]) {
                db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
                put_off.push(statement);
            }
        }
        self.indexes.extend(put_off);
        Ok(())
    }
    /// Records the fact and gives back what the command answers.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn record<T>(self, fact: Fact, value: T) -> Result<Recorded<T>, DbErr> {
        self.record_all(vec![fact], value).await
    }
    /// Records several facts: at least one, or nothing is committed.
    ///
    /// # Errors
    /// No fact at all, or the database's own failure.
    pub async fn record_all<T>(self, facts: Vec<Fact>, value: T) -> Result<Recorded<T>, DbErr> {
        if facts.is_empty() {
            return Err(DbErr::Custom(format!("{} recorded no fact", self.permit.action())));
        }
        let db = self.connection();
        facts::insert(&db, self.actor(), self.now(), facts).await?;
        if !self.indexes.is_empty() {
            for statement in sorted_quickly(&self.indexes) {
                db.execute_unprepared(&statement).await?;
            }
        }
        Ok(Recorded(value))
    }
    /// The path of units above `unit`, itself first, as this transaction sees it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn path(&self, unit: &UnitCode) -> Result<Vec<UnitCode>, DbErr> {
        units::path(&self.read(), unit).await
    }
}
