//! What a command holds: a transaction to read in, a change to write with.

use crate::connection::Database;
use crate::reader::{Reader, Source, Writer};
use crate::{Cipher, facts, identity, units};
use access::{Denied, Permit, Resource};
use kernel::{Actor, Clock, Fact, Instant, UnitCode};
use sea_orm::{DatabaseTransaction, DbErr};
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
        Change { transaction: self, permit }
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
        facts::insert(&self.connection(), self.actor(), self.now(), facts).await?;
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
