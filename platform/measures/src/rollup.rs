//! Daily totals: kept from the queue of new facts, and rebuilt from all facts.

use crate::sql::{DAY, Sql};
use database::{Database, DbErr, is_transient, lease};
use kernel::Day;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use std::collections::BTreeSet;
use std::time::Duration;

/// Facts taken from the queue in one transaction.
const BATCH: i64 = 2_000;
/// More waiting than this, and adding up everything anew is quicker.
const BACKLOG: i64 = 100_000;
const REST: Duration = Duration::from_millis(700);

/// A day of a unit whose totals are out of date.
type Touched = (String, i64);

/// The worker that keeps daily totals.
pub struct Roller;

impl Roller {
    /// Works until `stop` ends. Whatever fails is tried again.
    pub async fn run(db: Database, stop: impl Future<Output = ()> + Send) {
        let holder = kernel::new_uuid();
        let work = async {
            loop {
                if let Err(error) = turn(&db, &holder).await {
                    tracing::warn!(%error, "daily totals were not brought up to date");
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

/// Adds all waiting facts to the daily totals.
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
    sql.push("SELECT fact, unit, day FROM fact_unrolled ORDER BY fact LIMIT ").bind(BATCH);
    let rows = transaction.query_all_raw(sql.statement(backend)).await?;
    if rows.is_empty() {
        return Ok(false);
    }
    let mut facts: Vec<String> = Vec::with_capacity(rows.len());
    let mut touched: BTreeSet<Touched> = BTreeSet::new();
    for row in &rows {
        facts.push(row.try_get("", "fact")?);
        touched.insert((row.try_get("", "unit")?, row.try_get("", "day")?));
    }
    // A corrected fact changes the totals of its own day.
    let mut sql = Sql::new(backend);
    sql.push(&format!(
        "SELECT DISTINCT f.unit AS unit, {DAY} AS day FROM fact n JOIN fact f ON f.id = n.corrects WHERE n.id IN "
    ));
    sql.bind_list(facts.iter().map(String::as_str));
    for row in transaction.query_all_raw(sql.statement(backend)).await? {
        touched.insert((row.try_get("", "unit")?, row.try_get("", "day")?));
    }
    let mut sql = Sql::new(backend);
    sql.push("DELETE FROM fact_unrolled WHERE fact IN ").bind_list(facts.iter().map(String::as_str));
    transaction.execute_raw(sql.statement(backend)).await?;
    let kinds = kinds(&transaction).await?;
    for (unit, day) in &touched {
        recompute(&transaction, unit, *day, &kinds).await?;
    }
    for (above, day) in above(&transaction, &touched).await? {
        recompute_below(&transaction, &above, day).await?;
    }
    transaction.commit().await?;
    Ok(true)
}

/// The units above those that were touched, with the days.
async fn above(db: &DatabaseTransaction, touched: &BTreeSet<Touched>) -> Result<BTreeSet<Touched>, DbErr> {
    let backend = db.get_database_backend();
    let units: BTreeSet<&str> = touched.iter().map(|(unit, _)| unit.as_str()).collect();
    let mut sql = Sql::new(backend);
    sql.push("SELECT above, unit FROM unit_below WHERE above <> unit AND unit IN ").bind_list(units);
    let mut found = BTreeSet::new();
    for row in db.query_all_raw(sql.statement(backend)).await? {
        let (above, unit): (String, String) = (row.try_get("", "above")?, row.try_get("", "unit")?);
        found.extend(touched.iter().filter(|(of, _)| *of == unit).map(|(_, day)| (above.clone(), *day)));
    }
    Ok(found)
}

async fn recompute_below(db: &DatabaseTransaction, above: &str, day: i64) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let mut sql = Sql::new(backend);
    sql.push("DELETE FROM fact_day_below WHERE unit = ").bind(above).push(" AND day = ").bind(day);
    db.execute_raw(sql.statement(backend)).await?;
    let mut sql = Sql::new(backend);
    sql.push(BELOW).push(" AND b.above = ").bind(above).push(" AND d.day = ").bind(day).push(GROUPED_BELOW);
    db.execute_raw(sql.statement(backend)).await?;
    Ok(())
}

/// What stands below from what stands in each unit.
const BELOW: &str = "INSERT INTO fact_day_below (unit, kind, day, category, outcome, facts, quantity, minutes, timed) \
    SELECT b.above, d.kind, d.day, d.category, d.outcome, SUM(d.facts), SUM(d.quantity), SUM(d.minutes), SUM(d.timed) \
    FROM unit_below b JOIN fact_day d ON d.unit = b.unit WHERE b.above <> b.unit AND d.officer = ''";
const GROUPED_BELOW: &str = " GROUP BY 1, 2, 3, 4, 5";

/// All kinds of facts there are: few, and found by hopping through the index.
async fn kinds(db: &DatabaseTransaction) -> Result<Vec<String>, DbErr> {
    let backend = db.get_database_backend();
    let sql = "WITH RECURSIVE hop (kind) AS (SELECT MIN(kind) FROM fact UNION ALL \
               SELECT (SELECT MIN(f.kind) FROM fact f WHERE f.kind > hop.kind) FROM hop WHERE hop.kind IS NOT NULL) \
               SELECT kind FROM hop WHERE kind IS NOT NULL";
    let mut text = Sql::new(backend);
    text.push(sql);
    db.query_all_raw(text.statement(backend)).await?.iter().map(|row| row.try_get("", "kind")).collect()
}

/// A fact in the totals: no longer waiting, and not corrected by one that is no longer waiting.
const COUNTS: &str = "NOT EXISTS (SELECT 1 FROM fact_unrolled w WHERE w.fact = f.id) AND NOT EXISTS \
    (SELECT 1 FROM fact o WHERE o.corrects = f.id AND NOT EXISTS (SELECT 1 FROM fact_unrolled w WHERE w.fact = o.id))";

async fn recompute(db: &DatabaseTransaction, unit: &str, day: i64, kinds: &[String]) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let mut sql = Sql::new(backend);
    sql.push("DELETE FROM fact_day WHERE unit = ").bind(unit).push(" AND day = ").bind(day);
    db.execute_raw(sql.statement(backend)).await?;
    let Some(first) = Day::from_number(day) else { return Ok(()) };
    for shared in [false, true] {
        let mut sql = insert_totals(backend, shared);
        sql.push("f.unit = ").bind(unit).push(" AND f.kind IN ").bind_list(kinds.iter().map(String::as_str));
        sql.push(" AND f.happened_at >= ").bind(first.start().micros());
        sql.push(" AND f.happened_at < ").bind(first.end().micros());
        sql.push(" AND ").push(COUNTS).push(GROUPED);
        db.execute_raw(sql.statement(backend)).await?;
    }
    Ok(())
}

const GROUPED: &str = " GROUP BY 1, 2, 3, 4, 5, 6";

/// Unit totals, or the shares of officers.
fn insert_totals(backend: sea_orm::DbBackend, shared: bool) -> Sql {
    let (officer, share, join) = if shared {
        ("c.officer", "c.share", " JOIN fact_credit c ON c.unit = f.unit AND c.fact = f.id")
    } else {
        ("''", "1", "")
    };
    let mut sql = Sql::new(backend);
    sql.push(&format!(
        "INSERT INTO fact_day (unit, kind, officer, day, category, outcome, facts, quantity, minutes, timed) \
         SELECT f.unit, f.kind, {officer}, {DAY}, f.category, f.outcome, SUM({share}), \
         SUM({share} * COALESCE(f.quantity, 0)), SUM({share} * COALESCE(f.minutes, 0)), \
         SUM(CASE WHEN f.minutes IS NULL THEN 0 ELSE {share} END) FROM fact f{join} WHERE "
    ));
    sql
}

/// Adds up everything anew; nothing waits afterwards.
///
/// # Errors
/// The database's own failure.
pub async fn rebuild(db: &Database) -> Result<(), DbErr> {
    let transaction = db.machinery().await?;
    let backend = transaction.get_database_backend();
    transaction.execute_unprepared("DELETE FROM fact_unrolled").await?;
    transaction.execute_unprepared("DELETE FROM fact_day").await?;
    // Millions of rows: their indexes are made at the end, in one go. PostgreSQL would make
    // readers wait for that.
    let indexes = match backend {
        DbBackend::Sqlite => database::bulk::indexes(&["fact_day"]),
        _ => Vec::new(),
    };
    for (name, _) in &indexes {
        transaction.execute_unprepared(&format!("DROP INDEX {name}")).await?;
    }
    for shared in [false, true] {
        let mut sql = insert_totals(backend, shared);
        sql.push(crate::sql::STANDS).push(GROUPED);
        transaction.execute_raw(sql.statement(backend)).await?;
    }
    for (_, statement) in &indexes {
        transaction.execute_unprepared(statement).await?;
    }
    transaction.execute_unprepared("DELETE FROM fact_day_below").await?;
    transaction.execute_unprepared(&format!("{BELOW}{GROUPED_BELOW}")).await?;
    transaction.commit().await
}
