//! The sealer: gives waiting facts their place in the tree and signs the head.
//!
//! Two sealers at once do no harm: both write the tile at the edge, so the
//! database lets one of them run again. The lease only spares that work.

use crate::head::{self, Head};
use crate::problem::{Damage, JournalProblem};
use crate::signer::Signer;
use crate::tree::{Hash, Tiles, signed};
use database::{Database, DbErr, is_transient, lease};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use std::time::Duration;

/// Facts in one transaction: commands wait for no longer than one such batch.
const BATCH: u64 = 10_000;
/// How often a batch is tried when the database asks to run it again.
const ATTEMPTS: u32 = 12;
/// How often it looks for facts that another process committed.
const IDLE: Duration = Duration::from_millis(500);
/// After a commit it waits this long, so that one head covers what comes together.
const GATHER: Duration = Duration::from_millis(100);
/// After a failure it tries again after this time.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// Renewed with every batch; another process takes over this long after the last.
const LEASE_SECONDS: i64 = 2;
const LEASE: &str = "journal.seal";

/// What a call of `seal_now` did.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    /// Facts given a place by this call.
    pub facts: u64,
    /// The head now; none while the journal is empty.
    pub head: Option<Head>,
}

impl Sealed {
    /// Facts in the journal now.
    pub fn size(&self) -> u64 {
        self.head.as_ref().map_or(0, |head| head.size)
    }
}

/// What became of one batch.
enum Batch {
    Sealed {
        facts: u64,
    },
    NothingWaits,
    /// Another process holds the lease.
    Elsewhere,
}

/// Seals in the background while the server runs.
pub struct Sealer;

impl Sealer {
    /// Seals what is committed until `stop` is ready, then once more.
    ///
    /// Failures go to the log and are tried again; a journal that was tampered
    /// with stays as it is and is never signed anew.
    pub async fn run(db: Database, signer: Signer, stop: impl Future<Output = ()> + Send) {
        let holder = kernel::new_uuid();
        let mut stop = std::pin::pin!(stop);
        let mut wait = Duration::ZERO;
        loop {
            tokio::select! {
                biased;
                () = &mut stop => break,
                () = next_work(&db, wait) => {}
            }
            wait = match seal_batch(&db, &signer, Some(&holder)).await {
                Ok(Batch::Sealed { facts }) if facts == BATCH => Duration::ZERO,
                Ok(_) => IDLE,
                Err(problem) => {
                    tracing::error!(%problem, "facts are not being sealed");
                    AFTER_FAILURE
                }
            };
        }
        if let Err(problem) = seal_now(&db, &signer).await {
            tracing::error!(%problem, "facts were left unsealed at the end");
        }
    }
}

/// Waits until there may be something to seal.
async fn next_work(db: &Database, wait: Duration) {
    if wait == IDLE {
        tokio::select! {
            () = db.committed() => tokio::time::sleep(GATHER).await,
            () = tokio::time::sleep(wait) => {}
        }
    } else {
        tokio::time::sleep(wait).await;
    }
}

/// Seals everything that waits, in as many batches as it takes.
///
/// # Errors
/// The database's own failure, or a journal that contradicts its last head.
pub async fn seal_now(db: &Database, signer: &Signer) -> Result<Sealed, JournalProblem> {
    let mut sealed = 0;
    while let Batch::Sealed { facts } = seal_batch(db, signer, None).await? {
        sealed += facts;
        if facts < BATCH {
            break;
        }
    }
    Ok(Sealed { facts: sealed, head: head::head(db).await? })
}

/// One batch in one transaction, run again if the database asks for it.
async fn seal_batch(db: &Database, signer: &Signer, holder: Option<&str>) -> Result<Batch, JournalProblem> {
    // Asked outside a transaction first: an idle sealer must not keep writers waiting.
    let waits = Query::select().column("fact").from("fact_unsealed").limit(1).to_owned();
    if db.read().query_one(&waits).await?.is_none() {
        return Ok(Batch::NothingWaits);
    }
    let mut attempt = 0;
    loop {
        attempt += 1;
        match try_batch(db, signer, holder).await {
            Err(JournalProblem::Database(error)) if attempt < ATTEMPTS && is_transient(&error) => {
                tracing::debug!(attempt, "sealing runs again");
                tokio::time::sleep(Duration::from_millis(u64::from(10 * attempt))).await;
            }
            answer => return answer,
        }
    }
}

async fn try_batch(db: &Database, signer: &Signer, holder: Option<&str>) -> Result<Batch, JournalProblem> {
    let tx = db.machinery().await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        // One snapshot is enough here, and it never makes a command run again.
        tx.execute_unprepared("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").await?;
    }
    match in_transaction(&tx, db, signer, holder).await {
        Ok(batch) => {
            tx.commit().await?;
            Ok(batch)
        }
        Err(problem) => {
            // The problem stands whether or not the roll-back is confirmed.
            let _ = tx.rollback().await;
            Err(problem)
        }
    }
}

async fn in_transaction(
    tx: &DatabaseTransaction,
    db: &Database,
    signer: &Signer,
    holder: Option<&str>,
) -> Result<Batch, JournalProblem> {
    let now = db.clock().now();
    if let Some(holder) = holder
        && !lease::take(tx, LEASE, holder, now, LEASE_SECONDS).await?
    {
        return Ok(Batch::Elsewhere);
    }
    let (size, mut tiles) = signed_edge(tx, signer).await?;
    let Some(waiting) = waiting(tx).await? else {
        return Ok(Batch::NothingWaits);
    };
    let mut new_size = size;
    for leaf in &waiting.leaves {
        tiles.append(new_size, *leaf);
        new_size += 1;
    }
    let root = tiles.root(new_size)?;
    // The tiles first: here two sealers meet, before either has done more.
    tiles.save(tx).await?;
    move_to_journal(tx, size, &waiting).await?;
    let note = signer.sign(new_size, root)?;
    head::keep(tx, &Head { size: new_size, root, note, made_at: now }).await?;
    Ok(Batch::Sealed { facts: new_size - size })
}

/// Size and right edge of the tree, if they are what this key last signed.
async fn signed_edge(tx: &DatabaseTransaction, signer: &Signer) -> Result<(u64, Tiles), JournalProblem> {
    let newest = head::newest(tx).await?;
    let size = newest.as_ref().map_or(0, |head| head.size);
    let places = head::count_places(tx).await?;
    if places != size {
        return Err(Damage::Places { size, places }.into());
    }
    let tiles = Tiles::edge(tx, size).await?;
    if let Some(head) = newest {
        let said = signer.verifier_key().open(&head.note).map_err(|_| Damage::Signature)?;
        if tiles.root(size)? != said.root {
            return Err(Damage::Tiles { size }.into());
        }
    }
    Ok((size, tiles))
}

struct Waiting {
    leaves: Vec<Hash>,
    last: String,
}

async fn waiting(tx: &DatabaseTransaction) -> Result<Option<Waiting>, JournalProblem> {
    let query = Query::select()
        .columns(["fact", "leaf"])
        .from("fact_unsealed")
        .order_by("fact", Order::Asc)
        .limit(BATCH)
        .to_owned();
    let rows = tx.query_all(&query).await?;
    let Some(last) = rows.last() else {
        return Ok(None);
    };
    let last: String = last.try_get_by_index(0)?;
    let mut leaves = Vec::with_capacity(rows.len());
    for row in &rows {
        let leaf: Vec<u8> = row.try_get_by_index(1)?;
        let Ok(leaf) = leaf.try_into() else {
            return Err(Damage::WaitingHash { fact: row.try_get_by_index(0)? }.into());
        };
        leaves.push(Hash(leaf));
    }
    Ok(Some(Waiting { leaves, last }))
}

/// Gives the facts their places and takes them off the waiting list, as whole sets.
async fn move_to_journal(tx: &DatabaseTransaction, size: u64, waiting: &Waiting) -> Result<(), DbErr> {
    let place = format!("{} + ROW_NUMBER() OVER (ORDER BY fact)", signed(size) - 1);
    let batch = Query::select()
        .expr(Expr::cust(place))
        .columns(["fact", "unit"])
        .from("fact_unsealed")
        .and_where(Expr::col("fact").lte(waiting.last.as_str()))
        .to_owned();
    let mut entries = Query::insert();
    entries.into_table("journal_entry").columns(["position", "fact", "unit"]);
    entries.select_from(batch).map_err(|error| DbErr::Custom(error.to_string()))?;
    let delete = Query::delete()
        .from_table("fact_unsealed")
        .and_where(Expr::col("fact").lte(waiting.last.as_str()))
        .to_owned();
    for moved in [tx.execute(&entries).await?, tx.execute(&delete).await?] {
        if moved.rows_affected() != waiting.leaves.len() as u64 {
            return Err(DbErr::Custom("the waiting facts changed within one transaction".to_owned()));
        }
    }
    Ok(())
}
