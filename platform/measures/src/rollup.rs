//! Totals by day and month: kept from the queue of new facts, and made anew from all facts.

use crate::sql::{New, STANDS, Sql, counts_without};
use crate::totals::Totals;
use database::{Database, DbErr, is_transient, lease};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use std::time::Duration;

/// Facts taken from the queue in one transaction.
const BATCH: i64 = 2_000;
/// Facts added up at once when everything is made anew.
const PAGE: i64 = 20_000;
/// More waiting than this, and adding up everything anew is quicker.
const BACKLOG: i64 = 100_000;
/// Turns whose facts are still known, so that what was remembered before them can be brought up to date.
pub(crate) const TURNS: i64 = 100;
/// Between two looks for what waits. Whoever asks counts that, too.
const REST: Duration = Duration::from_secs(2);

/// The worker that keeps totals.
pub struct Roller;

impl Roller {
    /// Works until `stop` ends. Whatever fails is tried again.
    pub async fn run(db: Database, stop: impl Future<Output = ()> + Send) {
        let holder = kernel::new_uuid();
        let work = async {
            loop {
                if let Err(error) = turn(&db, &holder).await {
                    tracing::warn!(%error, "totals were not brought up to date");
                }
                tokio::time::sleep(REST).await;
            }
        };
        tokio::select! {
            () = work => {}
            () = stop => {}
        }
    }
}

async fn turn(db: &Database, holder: &str) -> Result<(), DbErr> {
    if waiting(&db.read()).await? == 0 {
        return Ok(());
    }
    let transaction = db.machinery().await?;
    let mine = lease::take(&transaction, "roller", holder, db.clock().now(), 30).await?;
    transaction.commit().await?;
    if mine { roll_now(db).await } else { Ok(()) }
}

async fn waiting(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let backend = db.get_database_backend();
    let mut sql = Sql::new(backend);
    sql.push("SELECT COUNT(*) AS n FROM (SELECT 1 FROM fact_unrolled LIMIT ")
        .bind(BACKLOG + 1)
        .push(") AS waiting");
    match db.query_one_raw(sql.statement(backend)).await? {
        Some(row) => row.try_get("", "n"),
        None => Ok(0),
    }
}

/// Adds all waiting facts to the totals.
///
/// # Errors
/// The database's own failure.
pub async fn roll_now(db: &Database) -> Result<(), DbErr> {
    if waiting(&db.read()).await? > BACKLOG {
        return rebuild(db).await;
    }
    let mut failures = 0;
    loop {
        match batch(db).await {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) if is_transient(&error) && failures < 10 => {
                failures += 1;
                tokio::time::sleep(Duration::from_millis(20 * failures)).await;
            }
            Err(error) => return Err(error),
        }
    }
}

/// One batch; false when nothing waited.
async fn batch(db: &Database) -> Result<bool, DbErr> {
    let transaction = db.machinery().await?;
    let backend = transaction.get_database_backend();
    let mut sql = Sql::new(backend);
    sql.push("SELECT fact FROM fact_unrolled ORDER BY fact LIMIT ").bind(BATCH);
    let rows = transaction.query_all_raw(sql.statement(backend)).await?;
    let taken: Vec<String> = rows.iter().map(|row| row.try_get("", "fact")).collect::<Result<_, _>>()?;
    if taken.is_empty() {
        return Ok(false);
    }
    let facts = || taken.iter().map(String::as_str);
    let mut totals = Totals::default();
    // What counted until now and is corrected by one of these goes out of the totals.
    let corrected = |sql: &mut Sql| {
        sql.push("fact f WHERE f.id IN (SELECT n.corrects FROM fact n WHERE n.id IN ").bind_list(facts());
        counts_without(sql.push(")"), &[New::Waiting]);
    };
    totals.read(&transaction, -1, corrected).await?;
    leave_queue(&transaction, &taken).await?;
    let new = |sql: &mut Sql| {
        counts_without(sql.push("fact f WHERE f.id IN ").bind_list(facts()), &[New::Waiting]);
    };
    totals.read(&transaction, 1, new).await?;
    totals.write(&transaction).await?;
    transaction.commit().await?;
    Ok(true)
}

/// Facts that waited are those of a new turn.
async fn leave_queue(transaction: &DatabaseTransaction, taken: &[String]) -> Result<(), DbErr> {
    let facts = || taken.iter().map(String::as_str);
    let backend = transaction.get_database_backend();
    transaction.execute_unprepared("UPDATE fact_total_state SET turn = turn + 1").await?;
    let mut sql = Sql::new(backend);
    sql.push("INSERT INTO fact_rolled (turn, fact, unit, day) SELECT s.turn, q.fact, q.unit, q.day FROM fact_unrolled q ");
    sql.push("CROSS JOIN fact_total_state s WHERE q.fact IN ").bind_list(facts());
    transaction.execute_raw(sql.statement(backend)).await?;
    let mut sql = Sql::new(backend);
    sql.push("DELETE FROM fact_unrolled WHERE fact IN ").bind_list(facts());
    transaction.execute_raw(sql.statement(backend)).await?;
    let mut sql = Sql::new(backend);
    sql.push("DELETE FROM fact_rolled WHERE turn <= (SELECT turn FROM fact_total_state) - ").bind(TURNS);
    transaction.execute_raw(sql.statement(backend)).await?;
    Ok(())
}

/// Adds up everything anew; nothing waits afterwards.
///
/// # Errors
/// The database's own failure.
pub async fn rebuild(db: &Database) -> Result<(), DbErr> {
    let transaction = db.machinery().await?;
    let backend = transaction.get_database_backend();
    transaction.execute_unprepared("DELETE FROM fact_unrolled").await?;
    transaction.execute_unprepared("DELETE FROM fact_rolled").await?;
    transaction.execute_unprepared("DELETE FROM fact_total").await?;
    let mut sql = Sql::new(backend);
    sql.push("UPDATE fact_total_state SET state = ").bind(kernel::new_uuid());
    transaction.execute_raw(sql.statement(backend)).await?;
    let mut sql = Sql::new(backend);
    sql.push("SELECT DISTINCT unit FROM fact ORDER BY unit");
    for row in transaction.query_all_raw(sql.statement(backend)).await? {
        let unit: String = row.try_get("", "unit")?;
        // Unit by unit in the order of their key, so that totals are written in the order of theirs.
        let mut after = String::new();
        loop {
            let mut totals = Totals::default();
            let next = |sql: &mut Sql| {
                sql.push("(SELECT * FROM fact WHERE unit = ").bind(unit.as_str());
                sql.push(" AND id > ").bind(after.as_str()).push(" ORDER BY id LIMIT ").bind(PAGE);
                sql.push(") f WHERE ").push(STANDS);
            };
            let Some(last) = totals.read(&transaction, 1, next).await? else { break };
            totals.write(&transaction).await?;
            after = last;
        }
    }
    transaction.commit().await
}
