//! The database as one cheap-to-clone handle.

use crate::change::{Recorded, Transaction};
use crate::reader::{Reader, Source, is_transient, may_connect_again};
use crate::{Cipher, units};
use access::Access;
use kernel::{Actor, Clock, UnitTree};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// How long a transaction is run again and again before the caller is told to try later.
const PATIENCE: Duration = Duration::from_secs(10);
/// After so many attempts beside others, a command of this process runs without the others.
const BESIDE_OTHERS: u32 = 3;
/// How long the tree of units may be out of date in another process.
const UNITS_FRESH: Duration = Duration::from_secs(5);

/// Pools, policies and clock. Cloning shares them.
#[derive(Clone)]
pub struct Database {
    pub(crate) inner: Arc<Inner>,
    /// Set while commands are held together in one transaction.
    held: Option<Arc<Mutex<DatabaseTransaction>>>,
}

pub(crate) struct Inner {
    /// Where SQLite keeps it.
    pub file: Option<PathBuf>,
    pub readers: DatabaseConnection,
    pub writer: DatabaseConnection,
    pub access: Arc<Access>,
    pub clock: Arc<dyn Clock>,
    pub cipher: Cipher,
    pub units: RwLock<Option<(std::time::Instant, Arc<UnitTree>)>>,
    pub committed: Notify,
    /// Shared by commands that try beside each other, held alone by one that often lost.
    pub turns: RwLock<()>,
}

/// How a command stands to the others while it runs: dropped when it ends.
#[expect(dead_code, reason = "held, not read")]
enum Turn<'a> {
    BesideOthers(RwLockReadGuard<'a, ()>),
    Alone(RwLockWriteGuard<'a, ()>),
}

/// Commands held together: each is one savepoint, all are committed at the end.
///
/// For imports and the demo, where a commit for each command costs too much.
pub struct Held {
    pub database: Database,
    transaction: Arc<Mutex<DatabaseTransaction>>,
}

impl Held {
    /// Commits everything done through `database` since `hold`.
    ///
    /// # Errors
    /// The commit itself, or a clone of `database` that is still at work.
    pub async fn commit(self) -> Result<(), DbErr> {
        let Held { database, transaction } = self;
        let inner = database.inner.clone();
        drop(database);
        let transaction = Arc::try_unwrap(transaction)
            .map_err(|_| DbErr::Custom("held commands are still running".to_owned()))?;
        transaction.into_inner().commit().await?;
        inner.committed.notify_waiters();
        Ok(())
    }
}

impl Database {
    pub(crate) fn from_inner(inner: Inner) -> Self {
        Self { inner: Arc::new(inner), held: None }
    }
    pub fn access(&self) -> &Access {
        &self.inner.access
    }
    pub fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }
    pub fn cipher(&self) -> &Cipher {
        &self.inner.cipher
    }
    pub fn backend(&self) -> DbBackend {
        self.inner.readers.get_database_backend()
    }
    /// Waits until something is committed by this process.
    pub async fn committed(&self) {
        self.inner.committed.notified().await;
    }

    /// For reading, outside a transaction.
    pub fn read(&self) -> Reader<'_> {
        Reader(Source::Pool(&self.inner.readers))
    }

    /// All units; at most a few seconds old.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn units(&self) -> Result<Arc<UnitTree>, DbErr> {
        if let Some((read_at, tree)) = self.inner.units.read().await.as_ref()
            && read_at.elapsed() < UNITS_FRESH
        {
            return Ok(tree.clone());
        }
        let tree = Arc::new(units::tree(&self.read()).await?);
        *self.inner.units.write().await = Some((std::time::Instant::now(), tree.clone()));
        Ok(tree)
    }

    /// Forgets the cached units, after one was changed.
    pub(crate) async fn units_changed(&self) {
        *self.inner.units.write().await = None;
    }

    /// Runs a command in one transaction and commits what it records.
    ///
    /// `work` may run more than once (serialisation failure), so it has no effect
    /// but through the transaction. One that keeps losing gets its turn alone, so
    /// that many who save at once all get through. It ends with `Change::record`, the only maker
    /// of `Recorded`: nothing is committed without a permit and a fact.
    ///
    /// # Errors
    /// What `work` refuses, or the database's own failure.
    pub async fn change<T, P>(
        &self,
        actor: &Actor,
        work: impl AsyncFn(&mut Transaction) -> Result<Recorded<T>, P>,
    ) -> Result<T, P>
    where
        P: From<DbErr>,
    {
        if let Some(held) = &self.held {
            return self.change_held(held, actor, work).await;
        }
        let began = std::time::Instant::now();
        let mut attempt = 0;
        loop {
            if attempt > 0 {
                tracing::debug!(attempt, "transaction runs again");
                pause(attempt).await;
            }
            attempt += 1;
            let _turn = self.turn(attempt).await;
            let again = Arc::new(AtomicBool::new(false));
            let transaction = match self.begin().await {
                Ok(transaction) => transaction,
                // Nothing was begun, so a lost connection is no reason to give up either.
                Err(error) if may_connect_again(&error) && began.elapsed() < PATIENCE => continue,
                Err(error) => return Err(error.into()),
            };
            let mut tx = Transaction::new(transaction, again.clone(), actor, self);
            let answer = work(&mut tx).await;
            let units_changed = tx.units_changed;
            let transaction = tx.into_inner();
            let failure = match answer {
                Ok(recorded) => match transaction.commit().await {
                    Ok(()) => {
                        if units_changed {
                            self.units_changed().await;
                        }
                        self.inner.committed.notify_waiters();
                        return Ok(recorded.into_value());
                    }
                    Err(error) if is_transient(&error) => P::from(error),
                    Err(error) => return Err(error.into()),
                },
                Err(problem) => {
                    // The answer stands whether or not the roll-back is confirmed.
                    let _ = transaction.rollback().await;
                    if !again.load(Ordering::Relaxed) {
                        return Err(problem);
                    }
                    problem
                }
            };
            if began.elapsed() >= PATIENCE {
                return Err(failure);
            }
        }
    }

    async fn change_held<T, P>(
        &self,
        held: &Mutex<DatabaseTransaction>,
        actor: &Actor,
        work: impl AsyncFn(&mut Transaction) -> Result<Recorded<T>, P>,
    ) -> Result<T, P>
    where
        P: From<DbErr>,
    {
        let outer = held.lock().await;
        let savepoint = outer.begin().await?;
        let mut tx = Transaction::new(savepoint, Arc::default(), actor, self);
        let answer = work(&mut tx).await;
        let units_changed = tx.units_changed;
        let savepoint = tx.into_inner();
        match answer {
            Ok(recorded) => {
                savepoint.commit().await?;
                if units_changed {
                    self.units_changed().await;
                }
                Ok(recorded.into_value())
            }
            Err(problem) => {
                savepoint.rollback().await?;
                Err(problem)
            }
        }
    }

    /// Holds the following commands together until `Held::commit`.
    ///
    /// # Errors
    /// The database cannot begin a transaction.
    pub async fn hold(&self) -> Result<Held, DbErr> {
        let transaction = Arc::new(Mutex::new(self.begin().await?));
        let database = Self { inner: self.inner.clone(), held: Some(transaction.clone()) };
        Ok(Held { database, transaction })
    }

    /// The raw transaction of platform machinery that keeps no facts of its own:
    /// sealer, totals, sessions. Areas cannot reach it.
    ///
    /// # Errors
    /// The database cannot begin a transaction.
    pub async fn machinery(&self) -> Result<DatabaseTransaction, DbErr> {
        self.begin().await
    }

    async fn turn(&self, attempt: u32) -> Turn<'_> {
        if attempt <= BESIDE_OTHERS {
            Turn::BesideOthers(self.inner.turns.read().await)
        } else {
            Turn::Alone(self.inner.turns.write().await)
        }
    }

    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let postgres = self.backend() == DbBackend::Postgres;
        self.inner
            .writer
            .begin_with_options(TransactionOptions {
                isolation_level: postgres.then_some(IsolationLevel::Serializable),
                access_mode: None,
                // A deferred transaction that reads first cannot be made to wait.
                sqlite_transaction_mode: (!postgres).then_some(SqliteTransactionMode::Immediate),
            })
            .await
    }
}

/// Waits a little longer each time, never as long as another, so that two who collide do not
/// meet again.
async fn pause(attempt: u32) {
    let most = 1 << attempt.min(8);
    tokio::time::sleep(Duration::from_millis(rand::random_range(1..=most))).await;
}
